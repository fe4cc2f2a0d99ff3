package un

import (
	"regexp"
	"strings"

	"deciban/internal/entity"
	"deciban/internal/lists/source"
)

// document reads a passport or another identity document. Its number can stand
// in a text, and its dates and country in the note.
func (r *reader) document(e *entity.Entity, d *source.Node) {
	b := r.b
	kind, kind2, number := d.Take("TYPE_OF_DOCUMENT"), d.Take("TYPE_OF_DOCUMENT2"), d.Take("NUMBER")
	issuer, issue, note := d.Take("ISSUING_COUNTRY"), d.Take("COUNTRY_OF_ISSUE"), d.Take("NOTE")
	city, date := d.Take("CITY_OF_ISSUE"), d.Take("DATE_OF_ISSUE")
	written := strings.TrimSpace(joined(kind, number))
	for _, t := range []string{kind2, issuer, note} {
		if t != "" && !strings.EqualFold(t, kind) {
			written += " (" + t + ")"
		}
	}
	at := r.at(d)
	countryText := firstOf(issuer, issue)
	words := number
	if number == "" {
		words = joined(kind2, note)
	}
	num, said := source.DocumentNumber(words, number != "")
	if countryText == "" {
		countryText = said
	}
	if num == "" {
		if written != "" {
			b.NotUnderstood(e, "document: "+written, at)
		}
		return
	}
	lower := strings.ToLower(kind + " " + kind2 + " " + words)
	schema, prop, part := "Identification", "idNumber", "number"
	if strings.Contains(lower, "passport") || strings.Contains(lower, "pasaporte") || strings.Contains(lower, "passeport") || strings.Contains(lower, "travel document") {
		schema, prop, part = "Passport", "passportNumber", "passportNumber"
		// "national passport" with a national number is a Russian inner passport.
		if strings.Contains(strings.ToLower(kind), "national id") && !strings.Contains(strings.ToLower(words), "passport") {
			schema, prop, part = "Identification", "idNumber", "number"
		}
	}
	if strings.Contains(lower, "fiscal code") {
		prop = "taxNumber"
	}
	b.Set(e, prop, num, written, at)
	p := b.PartOf(e, schema, strings.ToLower(schema), num)
	b.SetText(p, "holder", e.ID, "", "", at)
	b.Set(p, part, num, written, at)
	b.SetText(p, "type", firstOf(kind2, kind), "", "", at)
	if code, ok := source.CountryCode(countryText); ok {
		b.SetText(p, "country", code, countryText, "", at)
	} else if countryText != "" {
		b.Note(p, "issuing country: "+countryText, at)
		b.Problem(e, at, countryText, "is no country that is known here")
	}
	if city != "" {
		b.Note(p, "issued in "+city, at)
	}
	if date != "" {
		b.Set(p, "startDate", day(date), date, r.field(d, "DATE_OF_ISSUE"))
	}
	if note != "" {
		b.Note(p, note, at)
		r.noteDate(p, "endDate", source.Expires, note, at)
		if date == "" {
			r.noteDate(p, "startDate", source.Issued, note, at)
		}
	}
}

// noteDate sets a date that a note tells in words, where it is one.
func (r *reader) noteDate(p *entity.Entity, prop string, re *regexp.Regexp, note string, at entity.Place) {
	m := re.FindStringSubmatch(note)
	if m == nil {
		return
	}
	if ds, err := entity.ParseLooseDate(m[1]); err == nil && len(ds) == 1 {
		r.b.Set(p, prop, ds[0].String(), m[0], at)
	}
}

func firstOf(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}
