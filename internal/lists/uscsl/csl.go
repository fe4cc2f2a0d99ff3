// Package uscsl reads two lists of the United States Department of Commerce: the Consolidated Screening List and the Denied Persons List.
//
// The Consolidated Screening List joins the lists of several departments. It
// repeats OFAC's, whose papers and remarks it writes in OFAC's words; those are
// read by the package ofac. The other departments do not say what kind of party
// an entry is: a name that is not certainly an organisation's becomes a
// LegalEntity, which may be either.
package uscsl

import (
	"errors"
	"io"
	"strings"

	"deciban/internal/entity"
	"deciban/internal/lists/ofac"
	"deciban/internal/lists/source"
)

// Dataset is the screening list's name in the OpenSanctions ecosystem.
const Dataset = "us_trade_csl"

const (
	title     = "US Consolidated Screening List"
	publisher = "US International Trade Administration"
)

// CSV is the reader of consolidated.csv.
var CSV = source.Format{
	Name:     "us-csl-csv",
	Title:    "US Consolidated Screening List, CSV",
	MaxBytes: 512 << 20,
	Claim: func(files []*source.File) []source.Claim {
		var claims []source.Claim
		for _, f := range files {
			for _, row := range source.HeadRows(f, ',', 1) {
				if source.HasColumns(row, columns...) {
					claims = append(claims, source.Claim{Dataset: Dataset, Files: []*source.File{f}})
				}
			}
		}
		return claims
	},
	Read: readCSV,
}

var columns = []string{"_id", "source", "entity_number", "type", "programs", "name", "alt_names", "addresses", "ids", "dates_of_birth"}

// row is an entry as the CSV and the JSON both give it: each field as text, of
// which some hold several values.
type row struct {
	id, source, number, kind, name string
	get                            func(field string) []string
	at                             func(field string) entity.Place
}

type reader struct {
	b  *source.Builder
	of *ofac.Clauses
	// entries are those that were read, by id: the list has an entry once for
	// each list on which it stands.
	entries map[string]*entity.Entity
}

func newReader(b *source.Builder) *reader {
	b.Describe(Dataset, title, publisher, "")
	return &reader{b: b, of: ofac.NewClauses(b), entries: map[string]*entity.Entity{}}
}

func readCSV(in *source.Input, b *source.Builder) error {
	f := in.Files[0]
	s, err := in.Open(f)
	if err != nil {
		return err
	}
	c, _, err := source.Header(source.NewRows(s, f.Name, ','), f.Name, columns...)
	if err != nil {
		return err
	}
	r := newReader(b)
	for {
		rec, err := c.Next(b.Decode)
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		e, err := r.entry(row{id: rec.Get("_id"), source: rec.Get("source"), number: rec.Get("entity_number"), kind: rec.Get("type"), name: rec.Get("name"),
			get: func(field string) []string { return split(field, rec.Get(field)) }, at: rec.At})
		if err != nil {
			return rec.Error("_id", rec.Get("_id"), err)
		}
		rec.Rest(b, e)
	}
	r.of.Resolve()
	return nil
}

// single are the fields that hold one value, in which a semicolon is a
// semicolon.
var single = map[string]bool{"remarks": true, "title": true, "license_requirement": true, "license_policy": true, "federal_register_notice": true, "ids": true}

// split takes a field with several values apart. The last of several is often
// written as "and X".
func split(field, text string) []string {
	if text == "" {
		return nil
	}
	if single[field] {
		return []string{text}
	}
	var out []string
	for v := range strings.SplitSeq(text, ";") {
		v = strings.TrimSpace(v)
		if rest, ok := strings.CutPrefix(v, "and "); ok && len(out) > 0 && field == "alt_names" {
			v = rest
		}
		if v != "" {
			out = append(out, v)
		}
	}
	return out
}

var errNoID = errors.New("the entry has no number")

// isTreasury tells whether the entry is one of OFAC's.
func isTreasury(source string) bool {
	return strings.Contains(source, "Treasury Department") || strings.Contains(source, "OFAC")
}

func (r *reader) entry(w row) (*entity.Entity, error) {
	b := r.b
	if w.id == "" && w.number == "" {
		return nil, errNoID
	}
	if w.name == "" {
		return nil, errors.New("the entry has no name")
	}
	treasury := isTreasury(w.source) && w.number != ""
	id := "csl-" + w.id
	if treasury {
		id = "csl-ofac-" + w.number
	}
	if e := r.entries[id]; e != nil {
		r.sanction(e, w)
		return e, nil
	}
	identifiers := papers(w.get("ids"))
	schema, err := r.of.Schema(w.kind, w.name, identifiers)
	if err != nil {
		return nil, err
	}
	if w.kind == "" && schema == "Organization" && !source.IsOrganisationName(w.name) {
		schema = "LegalEntity"
	}
	e := b.NewEntity(id, schema)
	e.Target = true
	if treasury {
		e.Referents = []string{"ofac-" + w.number}
	}
	if err := b.Entry(e); err != nil {
		return nil, err
	}
	r.entries[id] = e
	if treasury {
		r.of.Name(e, "name", w.name, w.at("name"))
	} else {
		b.AddName(e, w.name, source.NameAs{Prop: "name", Reversed: true}, w.at("name"))
	}
	for _, n := range w.get("alt_names") {
		if treasury {
			r.of.Name(e, "alias", n, w.at("alt_names"))
		} else {
			b.AddName(e, n, source.NameAs{Prop: "alias", Reversed: true}, w.at("alt_names"))
		}
	}
	s := r.sanction(e, w)
	for _, t := range w.get("title") {
		for part := range strings.SplitSeq(t, ";") {
			r.of.Role(e, strings.TrimSpace(part), w.at("title"))
		}
	}
	r.born(e, w)
	for i, field := range []string{"call_sign", "vessel_type", "gross_tonnage", "gross_registered_tonnage", "vessel_flag", "vessel_owner"} {
		if v := w.get(field); len(v) > 0 && !e.Schema.IsA("Vehicle") && i < 4 {
			b.Note(e, field+": "+strings.Join(v, "; "), w.at(field))
		}
	}
	if e.Schema.Name == "Vessel" {
		fields := []string{"call_sign", "vessel_type", "gross_tonnage", "gross_registered_tonnage", "vessel_flag", "vessel_owner"}
		r.of.Vessel(e, func(i int) (string, entity.Place) { return strings.Join(w.get(fields[i]), "; "), w.at(fields[i]) })
	}
	for _, a := range w.get("addresses") {
		r.address(e, a, w.at("addresses"))
	}
	for _, c := range identifiers {
		r.of.Read(e, s, c, w.at("ids"))
	}
	for _, t := range w.get("remarks") {
		if !treasury {
			b.Note(e, t, w.at("remarks"))
			continue
		}
		for _, c := range ofac.Remarks(t) {
			r.of.Read(e, s, c, w.at("remarks"))
		}
	}
	return e, nil
}

func (r *reader) born(e *entity.Entity, w row) {
	b := r.b
	person := e.Schema.Name == "Person"
	for _, f := range [...]struct{ field, prop, other string }{
		{"dates_of_birth", "birthDate", ""}, {"places_of_birth", "birthPlace", ""}, {"citizenships", "citizenship", "country"}, {"nationalities", "nationality", "country"},
	} {
		for _, v := range w.get(f.field) {
			at := w.at(f.field)
			switch {
			case f.other != "" && person:
				b.SetCountries(e, f.prop, v, at)
			case f.other != "" && e.Schema.Property(f.other) != nil:
				b.SetCountries(e, f.other, v, at)
			case person:
				b.Set(e, f.prop, v, "", at)
			default:
				b.NotUnderstood(e, f.field+": "+v, at)
			}
		}
	}
}

// address reads "Street, City, 127473, RU": the country's code is the last
// part, and which of the others is what is not said.
func (r *reader) address(e *entity.Entity, text string, at entity.Place) {
	b := r.b
	text = strings.Trim(text, " ,")
	last := text
	if i := strings.LastIndexByte(text, ','); i >= 0 {
		last = strings.TrimSpace(text[i+1:])
	}
	a := source.Address{Street: text}
	if len(last) == 2 {
		if _, ok := source.CountryCode(last); ok {
			a.Country = last
			a.Street = strings.TrimRight(strings.TrimSpace(strings.TrimSuffix(text, last)), ", ")
		}
	}
	b.AddAddress(e, a, at)
}

// sanction adds what a list says of an entry that stands on it. A note of the
// publisher's own administration, the links to its pages, is dropped.
func (r *reader) sanction(e *entity.Entity, w row) *entity.Entity {
	b := r.b
	at := w.at("source")
	s := b.AddSanction(e, w.source, "us", at)
	if w.number != "" {
		b.SetText(s, "authorityId", w.number, "", "", w.at("entity_number"))
	}
	b.SetText(s, "recordId", w.id, "", "", w.at("_id"))
	for _, p := range w.get("programs") {
		b.AddProgram(e, s, p, w.at("programs"))
	}
	for _, v := range w.get("start_date") {
		b.Set(s, "startDate", v, "", w.at("start_date"))
	}
	for _, v := range w.get("end_date") {
		b.Set(s, "endDate", v, "", w.at("end_date"))
	}
	for _, f := range [...]struct{ field, prop, label string }{
		{"federal_register_notice", "reason", ""}, {"license_requirement", "provisions", "license requirement: "}, {"license_policy", "provisions", "license policy: "},
		{"standard_order", "provisions", "standard order: "}, {"source_list_url", "sourceUrl", ""}, {"source_information_url", "sourceUrl", ""},
	} {
		for _, v := range w.get(f.field) {
			b.SetText(s, f.prop, f.label+v, "", "", w.at(f.field))
		}
	}
	return s
}

// papers turns the field ids, "CY, C146742, Registration Number; RU,
// 2017-05-30, 515458008, Passport", into OFAC's clauses: the country's code,
// the dates of expiry and of issue, the number and the label. A part without a
// label belongs to the one before it.
func papers(fields []string) []string {
	var out []string
	for _, field := range fields {
		if strings.Contains(field, "\x00") { // JSON, where each part has a name
			out = append(out, field[1:])
			continue
		}
		var held string
		for p := range strings.SplitSeq(field, "; ") {
			if held != "" {
				p = held + "; " + p
				held = ""
			}
			parts := strings.Split(p, ", ")
			label := parts[len(parts)-1]
			if !ofac.IsLabel(label) {
				held = p
				continue
			}
			out = append(out, paper(parts[:len(parts)-1], strings.TrimSpace(label)))
		}
		if held != "" {
			out = append(out, held)
		}
	}
	return out
}

func paper(parts []string, label string) string {
	country, issued, expires := "", "", ""
	if len(parts) > 1 && len(parts[0]) == 2 {
		if _, ok := source.CountryCode(parts[0]); ok {
			country, parts = parts[0], parts[1:]
		}
	}
	var dates []string
	for len(parts) > 1 && len(parts[0]) == len("2006-01-02") && isDay(parts[0]) {
		dates, parts = append(dates, parts[0]), parts[1:]
	}
	switch len(dates) {
	case 1:
		expires = dates[0]
	case 2: // the date of expiry comes first
		expires, issued = dates[0], dates[1]
	}
	return ofac.Identifier(label, strings.Join(parts, ", "), country, ofacDay(issued), ofacDay(expires))
}

func isDay(s string) bool {
	d, err := entity.ParseDate(s)
	return err == nil && d.Precision() == entity.PrecisionDay
}

// ofacDay writes a day as OFAC's clauses do, "04 Mar 2004".
func ofacDay(s string) string {
	d, err := entity.ParseDate(s)
	if err != nil || d.Precision() != entity.PrecisionDay {
		return s
	}
	months := [...]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}
	return two(d.From.Day()) + " " + months[d.From.Month()-1] + " " + s[:4]
}

func two(n int) string { return string([]byte{byte('0' + n/10), byte('0' + n%10)}) }
