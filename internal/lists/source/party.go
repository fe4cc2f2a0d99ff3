package source

import (
	"regexp"
	"strings"
	"unicode"

	"deciban/internal/entity"
)

// Address is an address in the pieces in which a list gives it.
type Address struct {
	Street, City, State, PostalCode, POBox string
	// Country is the country as written.
	Country string
	// Remarks say something about the address; they become a note of the
	// entry, too.
	Remarks string
	// Key tells it from other addresses of the entry; it may be "".
	Key string
}

// Parts returns the pieces that are not empty, in the order in which an
// address is written.
func (a Address) Parts() []string {
	var parts []string
	for _, p := range []string{a.Street, a.POBox, a.City, a.State, a.PostalCode, a.Country} {
		if p = OneLine(p); p != "" {
			parts = append(parts, p)
		}
	}
	return parts
}

// AddAddress gives e an address: the whole text, the country, and an Address
// entity with the pieces. An address that is only a country is just that.
func (b *Builder) AddAddress(e *entity.Entity, a Address, at entity.Place) {
	parts := a.Parts()
	codes := b.SetCountries(e, "country", a.Country, at)
	if len(parts) == 0 || len(parts) == 1 && a.Country != "" {
		if a.Remarks != "" {
			b.Note(e, strings.TrimSpace("address "+a.Country)+": "+a.Remarks, at)
		}
		return
	}
	full := strings.Join(parts, ", ")
	b.Set(e, "address", full, "", at)
	p := b.PartOf(e, "Address", "address", a.Key)
	b.SetText(p, "full", full, "", "", at)
	for _, f := range [...]struct{ prop, value string }{
		{"street", a.Street}, {"postOfficeBox", a.POBox}, {"city", a.City}, {"state", a.State}, {"postalCode", a.PostalCode}, {"remarks", a.Remarks},
	} {
		if OneLine(f.value) != "" {
			b.SetText(p, f.prop, f.value, "", "", at)
		}
	}
	for _, code := range codes {
		b.SetText(p, "country", code, OneLine(a.Country), "", at)
	}
	b.SetText(e, "addressEntity", p.ID, "", "", at)
	if a.Remarks != "" {
		b.Note(e, "address "+full+": "+a.Remarks, at)
	}
}

// SetCountries adds the countries of a text that can name several, "(1) Iraq (2)
// Iran", and returns their codes. A text of which any part names none stays in
// the entity's notes with the property's name before it, and is a Problem.
func (b *Builder) SetCountries(e *entity.Entity, prop, text string, at entity.Place) []string {
	if text = OneLine(text); text == "" {
		return nil
	}
	codes := entity.CountryCodes(text)
	if codes == nil {
		if code, ok := CountryCode(text); ok {
			codes = []string{code}
		}
	}
	if codes == nil {
		for _, part := range Enumerated(text) {
			code, ok := CountryCode(part)
			if !ok {
				bare, _ := CutParentheses(part)
				code, ok = CountryCode(bare)
			}
			if !ok {
				codes = nil
				break
			}
			codes = append(codes, code)
		}
	}
	for _, code := range codes {
		b.SetText(e, prop, code, text, "", at)
	}
	if codes == nil {
		b.Note(e, prop+": "+text, at)
		b.Problem(e, at, text, "is no country that is known here")
	}
	return codes
}

// SetBirthPlaces adds the places of birth and their countries. Where a text
// numbers several of each, as many of the one as of the other, they are pairs.
func (b *Builder) SetBirthPlaces(e *entity.Entity, towns, countries string, at entity.Place) {
	ts, cs := Enumerated(OneLine(towns)), Enumerated(OneLine(countries))
	if OneLine(countries) != "" {
		b.SetCountries(e, "birthCountry", countries, at)
	}
	if len(cs) > 1 && len(ts) != len(cs) { // which belongs to which is not said
		for _, c := range cs {
			b.Set(e, "birthPlace", c, OneLine(countries), at)
		}
		cs = nil
	}
	for i, t := range ts {
		written := OneLine(towns)
		switch {
		case len(cs) == 0:
		case len(cs) == 1:
			t += ", " + cs[0]
		default:
			t += ", " + cs[i]
		}
		b.Set(e, "birthPlace", t, written, at)
	}
	if len(ts) == 0 {
		for _, c := range cs {
			b.Set(e, "birthPlace", c, OneLine(countries), at)
		}
	}
}

// TrailingCountry takes the country from the end of an address, "13 Tohid St.,
// Isfahan, Iran (in Jul. 2016)"; what stands in parentheses stays with it.
// country is "" where the last part names none.
func TrailingCountry(text string) (rest, country string) {
	if whole, _ := CutParentheses(text); !strings.Contains(strings.Trim(whole, " ,."), ",") {
		if _, ok := CountryCode(strings.Trim(whole, " ,.")); ok {
			return "", text
		}
	}
	i := strings.LastIndexByte(text, ',')
	if j := strings.IndexByte(text, '('); j >= 0 && j < i {
		i = strings.LastIndexByte(text[:j], ',')
	}
	last := strings.TrimSpace(text[i+1:])
	bare, _ := CutParentheses(last)
	if _, ok := CountryCode(bare); !ok {
		return text, ""
	}
	return strings.TrimSpace(text[:max(i, 0)]), last
}

// Document is a passport or another paper with a number.
type Document struct {
	// Passport says which of the two it is.
	Passport bool
	// Prop is the entry's property for the number, where it is neither
	// passportNumber nor idNumber.
	Prop   string
	Number string
	// Type is what the list calls it.
	Type string
	// Country is the issuing country as written.
	Country string
	// Issued and Expires are dates as written.
	Issued, Expires string
	// Written is the whole text in which the number stands, if it is more.
	Written string
	Notes   []string
}

// AddDocument gives e a number, and where e is a person or an organisation a
// Passport or Identification with country and dates. A number that e's schema
// has no property for is a note.
func (b *Builder) AddDocument(e *entity.Entity, d Document, at entity.Place) {
	schema, number, prop := "Identification", "number", d.Prop
	if d.Passport {
		schema, number = "Passport", "passportNumber"
	}
	if prop == "" {
		prop = "idNumber"
		if d.Passport {
			prop = "passportNumber"
		}
	}
	if d.Written == "" {
		d.Written = d.Number
	}
	if OneLine(d.Number) == "" {
		return
	}
	if e.Schema.Property(prop) == nil && prop == "passportNumber" {
		prop = "idNumber"
	}
	if e.Schema.Property(prop) == nil {
		b.Note(e, strings.TrimSpace(d.Type+" "+d.Written), at)
		return
	}
	b.Set(e, prop, d.Number, OneLine(d.Written), at)
	if !e.Schema.IsA("LegalEntity") {
		return
	}
	p := b.PartOf(e, schema, strings.ToLower(schema), d.Number)
	b.SetText(p, "holder", e.ID, "", "", at)
	b.Set(p, number, d.Number, OneLine(d.Written), at)
	if d.Type != "" {
		b.SetText(p, "type", d.Type, "", "", at)
	}
	if d.Country != "" {
		b.SetCountry(p, "country", d.Country, at)
	}
	if d.Issued != "" {
		b.Set(p, "startDate", d.Issued, "", at)
	}
	if d.Expires != "" {
		b.Set(p, "endDate", d.Expires, "", at)
	}
	for _, t := range d.Notes {
		if OneLine(t) != "" {
			b.Note(p, t, at)
		}
	}
}

// AddSanction gives e its Sanction by an authority of a country, which may be
// "" for one of several countries.
func (b *Builder) AddSanction(e *entity.Entity, authority, country string, at entity.Place) *entity.Entity {
	s := b.PartOf(e, "Sanction", "sanction", "")
	b.SetText(s, "entity", e.ID, "", "", at)
	b.SetText(s, "authority", authority, "", "", at)
	if country != "" {
		b.SetText(s, "country", country, "", "", at)
	}
	return s
}

// AddProgram adds a programme to the entry and its sanction.
func (b *Builder) AddProgram(e, s *entity.Entity, program string, at entity.Place) {
	if program = OneLine(program); program != "" {
		b.SetText(s, "program", program, "", "", at)
		b.SetText(e, "program", program, "", "", at)
	}
}

// AddLink links two entries. schema is that of the link and its two ends are
// those of the schema's edge; a schema whose ends cannot be these two becomes
// an UnknownLink. role and written are the list's words.
func (b *Builder) AddLink(schema string, from, to *entity.Entity, role, written string, at entity.Place) *entity.Entity {
	s, ok := entity.SchemaOf(schema)
	if !ok {
		panic("BUG: no schema " + schema)
	}
	ends := func(s *entity.Schema) bool {
		a, b := s.Property(s.Edge.Source), s.Property(s.Edge.Target)
		return from.Schema.IsA(a.Range) && to.Schema.IsA(b.Range)
	}
	if !ends(s) {
		s, _ = entity.SchemaOf("UnknownLink")
	}
	p := b.PartOf(from, s.Name, "link", to.ID)
	b.SetText(p, s.Edge.Source, from.ID, "", "", at)
	b.SetText(p, s.Edge.Target, to.ID, written, "", at)
	if role != "" {
		prop := "role"
		if s.Property(prop) == nil {
			prop = "relationship"
		}
		b.SetText(p, prop, role, "", "", at)
	}
	return p
}

// NameAs says what AddName makes of a text: the property of the first name in
// it, and of the others.
type NameAs struct {
	Prop, Others string
	// Reversed says that a person's surname stands first, before a comma.
	Reversed bool
	Lang     string
	// Written is the whole text, if it is more than the name.
	Written string
}

// AddName adds the names that a text holds; see ListedNames. What is no name in
// it is a note.
func (b *Builder) AddName(e *entity.Entity, text string, as NameAs, at entity.Place) {
	person := e.Schema.Name == "Person"
	if as.Others == "" {
		as.Others = as.Prop
		if as.Prop == "name" {
			as.Others = "alias"
		}
	}
	if as.Written == "" {
		as.Written = OneLine(text)
	}
	names, rest := ListedNames(text, person)
	for i, n := range names {
		prop := as.Prop
		switch {
		case n.Weak:
			prop = "weakAlias"
		case n.Previous && prop != "weakAlias":
			prop = "previousName"
		case i > 0:
			prop = as.Others
		}
		value := n.Text
		if person && as.Reversed {
			value, _, _ = NaturalOrder(value)
		}
		b.SetText(e, prop, value, as.Written, as.Lang, at)
	}
	for _, t := range rest {
		b.Note(e, t, at)
	}
	if len(names) == 0 && len(rest) == 0 && OneLine(text) != "" {
		b.NotUnderstood(e, text, at)
	}
}

// SetDates adds the dates of a text that may hold several, as with "alt DOB:",
// and words about whose they are.
func (b *Builder) SetDates(e *entity.Entity, prop, text string, at entity.Place) {
	for _, part := range Enumerated(text) {
		for _, t := range alternateDate.Split(aboutDate.ReplaceAllString(part, ""), -1) {
			if t = strings.Trim(OneLine(t), " ;,.()"); t != "" {
				b.Set(e, prop, t, t, at)
			}
		}
	}
}

var (
	alternateDate = regexp.MustCompile(`(?i)>>|;|\([^()]*[a-z][^()]*(?:\)|$)|;?\s*\b(?:alt\.?|alternate|alternative) ?(?:DOB|date of birth)?:? *|\bDOB:? *|, born `)
	aboutDate     = regexp.MustCompile(`(?i)\.?\s*\(?\b(?:for )?this aka only`)
)

// enumerator is the mark of a part: "(1)", "1)", "(a)", "a)", "(i)", "i)".
var enumerator = regexp.MustCompile(`(?:^|[\s;,.:])(\(?([0-9]{1,2}|[ivx]{1,4}|[a-z]|[A-Z])\))`)

// Enumerated takes a text apart that numbers its parts: "(1) Iraq (2) Iran",
// "a) 1959; b) 1960". The marks must come in order, beginning with the first;
// any other text is one part. Text before the first mark is a part of its own.
// No part is empty.
func Enumerated(text string) []string {
	text = strings.TrimSpace(text)
	var out []string
	add := func(s string) {
		if s = strings.TrimRight(strings.TrimSpace(s), ";, "); s != "" {
			out = append(out, s)
		}
	}
	from, n := 0, 0
	var kind func(int) string
	for _, m := range enumerator.FindAllStringSubmatchIndex(text, -1) {
		mark := text[m[4]:m[5]]
		if n == 0 {
			for _, k := range enumerations {
				if k(0) == mark {
					kind = k
					break
				}
			}
			if kind == nil {
				continue
			}
		}
		if kind(n) != mark {
			continue
		}
		add(text[from:m[2]])
		from = m[3]
		n++
	}
	if n == 1 && from > 0 && len(out) > 0 { // one mark within a text marks nothing
		return []string{text}
	}
	add(text[from:])
	return out
}

var romans = []string{"i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"}

var enumerations = []func(int) string{
	func(n int) string { return itoa(n + 1) },
	func(n int) string {
		if n < 26 {
			return string(rune('a' + n))
		}
		return ""
	},
	func(n int) string {
		if n < 26 {
			return string(rune('A' + n))
		}
		return ""
	},
	func(n int) string {
		if n < len(romans) {
			return romans[n]
		}
		return ""
	},
}

// itoa is a number that is not negative, in decimal.
func itoa(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + string(rune('0'+n%10))
}

// HasLetter tells whether a text has a letter.
func HasLetter(s string) bool { return strings.ContainsFunc(s, unicode.IsLetter) }
