// Package eu reads the European Union's consolidated list of financial sanctions from each of its formats.
//
// The list comes as XML 1.1 (export/sanctionEntity), until 2017 as XML 1.0
// ("global.xml", WHOLE/ENTITY), and as CSV with semicolons in the columns of
// either. All become a record first, and the record entities, so that a party
// is the same entity whatever file it was read from. Its id is the EU's own
// number (logicalId, Id, Entity_logical_id), which all formats have.
package eu

import (
	"errors"
	"regexp"
	"strings"

	"deciban/internal/entity"
	"deciban/internal/lists/source"
)

// Dataset is the list's name in the OpenSanctions ecosystem.
const Dataset = "eu_fsf"

const (
	title     = "EU Consolidated Financial Sanctions List"
	authority = "European Commission"
)

// record is one entry as the formats give it. Each part has its place.
type record struct {
	id, reference, unID string
	person              bool
	remarks             []text
	listed              text
	programmes          []text
	regulations         []regulation
	names               []name
	births              []birth
	papers              []paper
	citizenships        []text
	addresses           []address
	others              []text
	at                  entity.Place
}

type text struct {
	value string
	at    entity.Place
}

type regulation struct {
	title, date, url, programme string
	at                          entity.Place
}

type name struct {
	last, first, middle, whole        string
	gender, title, function, language string
	weak                              bool
	remark                            string
	at                                entity.Place
}

type birth struct {
	// date is written as lists write dates, or the year, or a range.
	date, calendar           string
	circa                    bool
	place, city, region, zip string
	country, remark          string
	at                       entity.Place
}

type paper struct {
	number, kind, country, issued, expires string
	notes                                  []string
	at                                     entity.Place
}

type address struct {
	source.Address
	contacts []contact
	at       entity.Place
}

type contact struct{ key, value string }

var errNoID = errors.New("the entry has no number")

// entry makes entities of a record.
func entry(b *source.Builder, r *record) error {
	schema := "Person"
	if !r.person {
		schema = "Organization"
		if len(r.names) > 0 && source.IsCompanyName(r.names[0].full()) {
			schema = "Company"
		}
	}
	e := b.NewEntity("eu-fsf-"+r.id, schema)
	e.Target = true
	if err := b.Entry(e); err != nil {
		return err
	}
	s := b.AddSanction(e, authority, "eu", r.at)
	b.SetText(s, "authorityId", r.id, "", "", r.at)
	if r.reference != "" {
		b.SetText(s, "recordId", r.reference, "", "", r.at)
	}
	if r.unID != "" {
		b.SetText(s, "unscId", r.unID, "", "", r.at)
	}
	for _, p := range r.programmes {
		b.AddProgram(e, s, p.value, p.at)
	}
	if r.listed.value != "" {
		b.Set(s, "listingDate", r.listed.value, "", r.listed.at)
	}
	for _, g := range r.regulations {
		if g.title != "" {
			b.SetText(s, "reason", strings.TrimSpace(g.title+" "+g.url), "", "", g.at)
		}
		b.Set(s, "startDate", g.date, "", g.at)
		b.AddProgram(e, s, g.programme, g.at)
	}
	for i, n := range r.names {
		addName(b, e, n, i == 0)
	}
	if e.First("name") == "" && e.First("alias") == "" && e.First("weakAlias") == "" {
		return errors.New("the entry has no name")
	}
	for _, x := range r.births {
		addBirth(b, e, x)
	}
	for _, c := range r.citizenships {
		prop := "citizenship"
		if e.Schema.Property(prop) == nil {
			prop = "country"
		}
		b.SetCountries(e, prop, c.value, c.at)
	}
	for _, p := range r.papers {
		addPaper(b, e, p)
	}
	for _, a := range r.addresses {
		b.AddAddress(e, a.Address, a.at)
		for _, c := range a.contacts {
			addContact(b, e, c, a.at)
		}
	}
	for _, t := range r.remarks {
		b.Note(e, t.value, t.at)
	}
	for _, t := range r.others {
		b.NotUnderstood(e, t.value, t.at)
	}
	return nil
}

func (n *name) full() string {
	if n.whole != "" {
		return n.whole
	}
	return source.OneLine(n.first + " " + n.middle + " " + n.last)
}

// weakQuality are the words with which a remark calls a name weak, whatever
// the strong flag says.
var weakQuality = regexp.MustCompile(`(?i)\b(?:low quality|weak|quality: low)\b`)

func addName(b *source.Builder, e *entity.Entity, n name, first bool) {
	person := e.Schema.Name == "Person"
	prop := "alias"
	if first {
		prop = "name"
	}
	if !first && (n.weak || weakQuality.MatchString(n.remark)) {
		prop = "weakAlias"
	}
	lang, _ := entity.LanguageCode(n.language)
	if len(n.language) == 0 {
		lang = ""
	}
	b.AddName(e, n.full(), source.NameAs{Prop: prop, Lang: lang}, n.at)
	if n.remark != "" {
		b.Note(e, "name "+n.full()+": "+n.remark, n.at)
	}
	if !person {
		for _, t := range []string{n.title, n.function} {
			if t != "" {
				b.Note(e, t, n.at)
			}
		}
		return
	}
	if first && n.first != "" && n.last != "" {
		b.SetText(e, "firstName", n.first, "", "", n.at)
		b.SetText(e, "lastName", n.last, "", "", n.at)
		if n.middle != "" {
			b.SetText(e, "middleName", n.middle, "", "", n.at)
		}
	}
	for _, t := range source.Enumerated(n.title) {
		b.Set(e, "title", t, n.title, n.at)
	}
	for _, t := range source.Enumerated(n.function) {
		b.Set(e, "position", t, n.function, n.at)
	}
	b.Set(e, "gender", n.gender, "", n.at)
}

func addBirth(b *source.Builder, e *entity.Entity, x birth) {
	person := e.Schema.Name == "Person"
	place := []string{}
	for _, p := range []string{x.city, x.place, x.zip, x.region} {
		if p != "" && (len(place) == 0 || place[len(place)-1] != p) {
			place = append(place, p)
		}
	}
	if !person {
		for _, t := range []string{x.date, strings.Join(place, ", "), x.country} {
			if t != "" {
				b.Note(e, "born: "+t, x.at)
			}
		}
		return
	}
	if x.date != "" && x.date != "N/A" {
		date, circa := strings.CutSuffix(x.date, " (approximative)")
		if x.circa || circa {
			date = "circa " + date
		}
		switch strings.ToUpper(x.calendar) {
		case "", "GREGORIAN":
			b.Set(e, "birthDate", date, x.date, x.at)
		default: // "ISLAMIC": the date is of another calendar, which of them is not said
			b.NotUnderstood(e, "date of birth ("+x.calendar+"): "+date, x.at)
		}
	}
	if x.country != "" {
		b.SetCountries(e, "birthCountry", country(x.country), x.at)
	}
	text := strings.Join(place, ", ")
	if name := countryText(x.country); name != "" && text != "" {
		text += ", " + name
	} else if name != "" {
		text = name
	}
	b.Set(e, "birthPlace", text, "", x.at)
	if x.remark != "" {
		b.Note(e, "birth: "+x.remark, x.at)
	}
}

// country reads the EU's codes: CS is Serbia and Montenegro and not
// Czechoslovakia, and "00" is unknown.
func country(code string) string {
	switch strings.ToUpper(code) {
	case "CS", "SCG":
		return "Serbia and Montenegro"
	case "00", "XX", "UNKNOWN":
		return ""
	}
	return code
}

// countryText is a country as a text names it.
func countryText(code string) string {
	c := country(code)
	if iso, ok := source.CountryCode(c); ok && len(c) <= 3 {
		return entity.CountryName(iso)
	}
	return c
}

func addPaper(b *source.Builder, e *entity.Entity, p paper) {
	kind := strings.ToLower(p.kind)
	d := source.Document{Passport: strings.Contains(kind, "passport"), Number: p.number, Type: p.kind, Country: country(p.country),
		Issued: p.issued, Expires: p.expires, Notes: p.notes, Written: p.number}
	switch {
	case strings.Contains(kind, "fiscal") || strings.Contains(kind, "tax"):
		d.Prop = "taxNumber"
	case strings.Contains(kind, "regnumber") || strings.Contains(kind, "registration"):
		d.Prop = "registrationNumber"
	case strings.Contains(kind, "swift") || strings.Contains(kind, "bic"):
		d.Prop = "swiftBic"
	case strings.Contains(kind, "imo"):
		d.Prop = "imoNumber"
	case strings.Contains(kind, "ssn") || strings.Contains(kind, "social"):
		d.Prop = "socialSecurityNumber"
	}
	if !strings.ContainsAny(p.number, "0123456789") {
		b.NotUnderstood(e, strings.TrimSpace(p.kind+" "+p.number), p.at)
		return
	}
	b.AddDocument(e, d, p.at)
}

func addContact(b *source.Builder, e *entity.Entity, c contact, at entity.Place) {
	prop := ""
	switch k := strings.ToUpper(c.key); {
	case strings.Contains(k, "PHONE"), strings.Contains(k, "FAX"), strings.Contains(k, "TEL"), strings.Contains(k, "MOBILE"):
		prop = "phone"
	case strings.Contains(k, "MAIL"):
		prop = "email"
	case strings.Contains(k, "WEB"), strings.Contains(k, "URL"):
		prop = "website"
	}
	if prop == "" || e.Schema.Property(prop) == nil {
		b.Note(e, c.key+": "+c.value, at)
		return
	}
	for v := range strings.SplitSeq(c.value, ",") {
		b.Set(e, prop, v, c.key+": "+c.value, at)
	}
}

// paperText takes "SE-011697 (passport-National passport) [known to be
// expired](issued on 25 jan. 1988)" apart: the number, what it is, and the rest.
var paperText = regexp.MustCompile(`^(.*?)\s*\(([a-z0-9]+)-([^()]*)\)\s*(.*)$`)

// oldPaper reads the number of XML 1.0 and of the old CSV.
func oldPaper(written, country string, at entity.Place) paper {
	p := paper{number: written, country: country, at: at}
	if m := paperText.FindStringSubmatch(written); m != nil {
		p.number, p.kind = m[1], m[3]
		if rest := strings.TrimSpace(m[4]); rest != "" && rest != "()" {
			p.notes = []string{rest}
		}
		for _, f := range [...]struct {
			re *regexp.Regexp
			to *string
		}{{source.Issued, &p.issued}, {source.Expires, &p.expires}} {
			if d := f.re.FindStringSubmatch(m[4]); d != nil {
				if ds, err := entity.ParseLooseDate(d[1]); err == nil && len(ds) == 1 {
					*f.to = ds[0].String()
				}
			}
		}
	}
	return p
}

// contactText finds "PHONE[587-25 45]" in the old formats' other information.
var contactText = regexp.MustCompile(`\b([A-Z]+)\[([^\]]*)\]`)

// oldOther reads what an address of the old formats says besides.
func oldOther(a *address, other string) {
	for _, m := range contactText.FindAllStringSubmatch(other, -1) {
		a.contacts = append(a.contacts, contact{m[1], m[2]})
	}
	a.Remarks = strings.TrimSpace(contactText.ReplaceAllString(other, ""))
}
