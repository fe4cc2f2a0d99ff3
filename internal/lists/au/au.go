// Package au reads Australia's Consolidated List from its spreadsheet.
//
// Each row is one name. Those of an entry have its number with letters after
// it: 101 is the entry under its first name, 101a, 101b and 34c1 are others.
// Numbers of entries that were removed are used again, so that a second first
// name begins another entry. Most of the columns are prose that numbers its
// parts, "a) … b) …".
package au

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"deciban/internal/entity"
	"deciban/internal/lists/source"
	"deciban/internal/lists/xlsx"
)

// Dataset is the list's name in the OpenSanctions ecosystem.
const Dataset = "au_dfat_sanctions"

const authority = "Australian Department of Foreign Affairs and Trade"

// Format is the reader.
var Format = source.Format{
	Name:     "au-dfat-xlsx",
	Title:    "Australian Consolidated List, xlsx",
	MaxBytes: xlsx.MaxArchive,
	Claim: func(files []*source.File) []source.Claim {
		var claims []source.Claim
		for _, f := range files {
			if f.Shape() == source.ShapeZip && xlsx.IsWorkbook(f.Head) && isList(f) {
				claims = append(claims, source.Claim{Dataset: Dataset, Files: []*source.File{f}})
			}
		}
		return claims
	},
	Read: read,
}

var columns = []string{"Reference", "Name of Individual or Entity", "Type", "Name Type", "Committees", "Control Date"}

// isList tells whether a workbook's first row names the list's columns.
func isList(f *source.File) bool {
	data, err := f.ReadAll(xlsx.MaxArchive)
	if err != nil {
		return false
	}
	s, err := xlsx.Open(data, "")
	if err != nil {
		return false
	}
	defer s.Close()
	row, err := s.Next()
	return err == nil && source.HasColumns(row, columns...)
}

var reference = regexp.MustCompile(`^([0-9]+)\s*(?:[a-zA-Z]+[0-9]*)?$`)

func read(in *source.Input, b *source.Builder) error {
	f := in.Files[0]
	t, err := source.OpenSheet(in, f, "")
	if err != nil {
		return err
	}
	defer t.Close()
	header, err := t.Next()
	if err != nil {
		return err
	}
	if !source.HasColumns(header, columns...) {
		return t.Error("", "", fmt.Errorf("the first row does not name the columns %s", strings.Join(columns, ", ")))
	}
	b.Describe(Dataset, "Australian Consolidated Sanctions List", authority, "")
	c := source.NewColumns(t, f.Name, header)
	latest := ""
	entries := map[string]*entry{}
	for {
		r, err := c.Next(nil)
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		ref := r.Get("Reference")
		m := reference.FindStringSubmatch(ref)
		if m == nil {
			return r.Error("Reference", ref, errors.New("is no number of an entry"))
		}
		if r.Get(columns[1]) == "" {
			return r.Error(columns[1], "", errors.New("the row has no name"))
		}
		e := entries[m[1]]
		primary := strings.EqualFold(r.Get("Name Type"), "Primary Name")
		if e == nil || primary {
			if e, err = newEntry(b, m[1], e, r); err != nil {
				return r.Error("Type", r.Get("Type"), err)
			}
			entries[m[1]] = e
		}
		e.row(b, r)
		if d := r.Get("Control Date"); d > latest {
			latest = d
		}
		r.Rest(b, e.e)
	}
	if _, err := entity.ParseDate(latest); err == nil {
		b.Describe("", "", "", latest)
	}
	return nil
}

type entry struct {
	e, s *entity.Entity
	n    int // how often the number has been used
	seen map[string]bool
}

func newEntry(b *source.Builder, number string, before *entry, r source.Record) (*entry, error) {
	schema := ""
	switch strings.ToLower(r.Get("Type")) {
	case "individual":
		schema = "Person"
	case "entity":
		schema = "Organization"
		if source.IsCompanyName(r.Get(columns[1])) {
			schema = "Company"
		}
	case "vessel", "ship":
		schema = "Vessel"
	default:
		return nil, errors.New("is no type of an entry")
	}
	x := &entry{n: 1, seen: map[string]bool{}}
	id := "au-dfat-" + number
	if before != nil {
		x.n = before.n + 1
		id = fmt.Sprintf("%s-%d", id, x.n)
	}
	x.e = b.NewEntity(id, schema)
	x.e.Target = true
	if err := b.Entry(x.e); err != nil {
		return nil, err
	}
	if before != nil {
		b.Problem(x.e, r.At("Reference"), number, "is the number of an entry before, too")
	}
	x.s = b.AddSanction(x.e, authority, "au", r.At("Reference"))
	b.SetText(x.s, "authorityId", number, "", "", r.At("Reference"))
	return x, nil
}

func (x *entry) once(r source.Record, column string, add func(text string, at entity.Place)) {
	text := r.Get(column)
	key := column + "\x00" + text
	if text == "" || strings.EqualFold(text, "na") || strings.EqualFold(text, "n/a") || x.seen[key] {
		return
	}
	x.seen[key] = true
	add(text, r.At(column))
}

func (x *entry) row(b *source.Builder, r source.Record) {
	e, s := x.e, x.s
	prop := "alias"
	switch kind := strings.ToLower(r.Get("Name Type")); kind {
	case "primary name":
		prop = "name"
	case "aka", "original script", "":
	case "formerly known as", "previously listed as", "fka":
		prop = "previousName"
	default:
		b.Problem(e, r.At("Name Type"), kind, "is no kind of name that is known here")
	}
	b.AddName(e, r.Get(columns[1]), source.NameAs{Prop: prop, Reversed: true}, r.At(columns[1]))
	person := e.Schema.Name == "Person"
	x.once(r, "Date of Birth", func(text string, at entity.Place) {
		switch {
		case person:
			b.SetDates(e, "birthDate", yearOf(text), at)
		case e.Schema.Property("incorporationDate") != nil:
			b.NotUnderstood(e, "date of birth: "+text, at)
		}
	})
	x.once(r, "Place of Birth", func(text string, at entity.Place) {
		if !person {
			b.NotUnderstood(e, "place of birth: "+text, at)
			return
		}
		for _, t := range parts(text, "alt POB:") {
			b.Set(e, "birthPlace", t, text, at)
			last := t
			if i := strings.LastIndexByte(t, ','); i >= 0 {
				last = t[i+1:]
			}
			if code, ok := source.CountryCode(strings.TrimSpace(last)); ok {
				b.SetText(e, "birthCountry", code, text, "", at)
			}
		}
	})
	x.once(r, "Citizenship", func(text string, at entity.Place) {
		prop := "citizenship"
		if !person {
			prop = "country"
		}
		for _, t := range parts(text, "") {
			b.SetCountries(e, prop, t, at)
		}
	})
	x.once(r, "Address", func(text string, at entity.Place) {
		for _, t := range parts(text, "") {
			street, country := source.TrailingCountry(t)
			a := source.Address{Street: street, Country: country}
			b.AddAddress(e, a, at)
		}
	})
	x.once(r, "Additional Information", func(text string, at entity.Place) { information(b, e, text, at) })
	x.once(r, "Listing Information", func(text string, at entity.Place) {
		b.SetText(s, "summary", text, "", "", at)
		if m := listedOn.FindStringSubmatch(text); m != nil {
			if d, err := entity.ParseLooseDate(m[1]); err == nil && len(d) == 1 {
				b.Set(s, "listingDate", d[0].String(), m[0], at)
			}
		}
	})
	x.once(r, "Committees", func(text string, at entity.Place) { b.AddProgram(e, s, text, at) })
	x.once(r, "Control Date", func(text string, at entity.Place) { b.Set(s, "modifiedAt", text, "", at) })
	r.Get("Type")
}

// yearOf undoes a date that a spreadsheet made of a year: the cell holds 1962
// with the style of a date, which is a day of 1905.
func yearOf(text string) string {
	d, err := entity.ParseDate(text)
	if err != nil || d.Precision() != entity.PrecisionDay || d.From.Year() > 1908 || d.From.Year() < 1905 {
		return text
	}
	return fmt.Sprint(d.From.Epoch() - entity.MakeDay(1899, 12, 30).Epoch())
}

// parts takes a cell apart that numbers its parts, or separates them by
// semicolons.
func parts(text, mark string) []string {
	var out []string
	for _, p := range source.Enumerated(text) {
		for t := range strings.SplitSeq(p, ";") {
			t = strings.TrimSpace(t)
			if mark != "" && len(t) >= len(mark) && strings.EqualFold(t[:len(mark)], mark) {
				t = t[len(mark):]
			}
			if t = strings.Trim(t, " ,"); t != "" {
				out = append(out, t)
			}
		}
	}
	return out
}

var (
	listedOn = regexp.MustCompile(`(?i)\b(?:listed ?(?:by [^()]{1,60}? )?on:?|Regulations 2011 on) *([0-9]{1,2} [A-Za-z]+\.? ?[0-9]{4})`)
	imo      = regexp.MustCompile(`(?i)\bIMO(?: identification)?(?: number)?:? *([0-9]{7})\b`)
	swift    = regexp.MustCompile(`\bSWIFT(?:/BIC)?(?: code)?: *([A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?)\b`)
	email    = regexp.MustCompile(`\b[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+\b`)
	labels   = regexp.MustCompile(`(?:^|[.;,\n] ?|\) )(Title|Designation|Gender|Sex|Passport (?:no|number)\.?|Passport|National identification (?:no|number)\.?|Last known position|Position|Military rank|Company identification number|State registration number|Registration (?:ID|number)|Website|Websites|Tel|Phone|Fax|Email|Physical description|Hair|Political party|Other information|Date of issue|Place of issue|Military Service Number|Photo available|Review pursuant|Listed|UN reference)\.?(?: ?No\.?)?: *`)
)

// information keeps the prose as a note, and takes from it what has a label.
func information(b *source.Builder, e *entity.Entity, text string, at entity.Place) {
	b.Note(e, text, at)
	for _, m := range email.FindAllString(text, -1) {
		if e.Schema.Property("email") != nil {
			b.Set(e, "email", m, "", at)
		}
	}
	if e.Schema.IsA("Organization") || e.Schema.Name == "Vessel" {
		if m := imo.FindAllStringSubmatch(text, -1); len(m) == 1 {
			b.Set(e, "imoNumber", m[0][1], m[0][0], at)
		}
	}
	if e.Schema.IsA("Organization") {
		for _, m := range swift.FindAllStringSubmatch(text, -1) {
			b.Set(e, "swiftBic", m[1], m[0], at)
		}
	}
	found := labels.FindAllStringSubmatchIndex(text, -1)
	for i, m := range found {
		end := len(text)
		if i+1 < len(found) {
			end = found[i+1][0]
		}
		labelled(b, e, strings.ToLower(text[m[2]:m[3]]), strings.TrimSpace(text[m[1]:end]), at)
	}
}

func labelled(b *source.Builder, e *entity.Entity, label, value string, at entity.Place) {
	person := e.Schema.Name == "Person"
	each := func(prop string) {
		for _, t := range source.Enumerated(value) {
			if t, _, _ = strings.Cut(t, ". "); len(t) < 200 {
				b.Set(e, prop, strings.TrimRight(t, ". "), value, at)
			}
		}
	}
	switch {
	case strings.HasPrefix(label, "passport") && person, strings.HasPrefix(label, "national identification") && person:
		for _, t := range source.Enumerated(value) {
			if d, ok := source.DocumentText(t, strings.HasPrefix(label, "passport")); ok && len(d.Number) > 4 {
				b.AddDocument(e, d, at)
			}
		}
	case label == "title" && person:
		each("title")
	case (label == "designation" || label == "position" || label == "last known position") && person:
		each("position")
	case (label == "gender" || label == "sex") && person:
		word, _, _ := strings.Cut(strings.TrimLeft(value, " "), " ")
		if g, ok := entity.ParseGender(strings.Trim(word, ".,;")); ok {
			b.Set(e, "gender", g, value, at)
		}
	case (strings.HasPrefix(label, "registration") || strings.HasPrefix(label, "state reg") || strings.HasPrefix(label, "company ident")) && e.Schema.Property("registrationNumber") != nil:
		if d, ok := source.DocumentText(value, false); ok && len(d.Number) > 4 {
			b.Set(e, "registrationNumber", d.Number, value, at)
		}
	}
}
