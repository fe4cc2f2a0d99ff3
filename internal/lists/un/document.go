package un

import (
	"regexp"
	"strings"

	"deciban/internal/entity"
	"deciban/internal/lists/source"
)

// aDay is a day, a month or a year as notes write it.
const aDay = `([0-9]{1,2} [A-Za-z]+\.? [0-9]{4}|[A-Z][a-z]+\.? [0-9]{1,2}, [0-9]{4}|[A-Z][a-z]+\.? [0-9]{4}|[0-9]{4})\b`

var (
	expires = regexp.MustCompile(`(?i)\b(?:expir[a-z]*|exp\.|valid until)(?: date)?(?: of)?:?(?: on)? +` + aDay)
	issued  = regexp.MustCompile(`(?i)\bissued(?: on| in)? +` + aDay)
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
	num, said := documentNumber(words, number != "")
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
		r.noteDate(p, "endDate", expires, note, at)
		if date == "" {
			r.noteDate(p, "startDate", issued, note, at)
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

// documentNumber takes the number from its text, and the country that the text
// names: "Jordan 654781", "Russian foreign travel passport number 515458008",
// "8208 No. 555627". The number is the first word with a digit, with a letter
// or two before it and the words with digits after it. all says that the text
// is meant to be the number; from any other text, a short number is none.
func documentNumber(text string, all bool) (number, country string) {
	text, details := source.CutParentheses(text)
	for _, w := range []string{" issued", "issued ", " expire", " Expire", " valid", " under", " revoked"} {
		if i := strings.Index(text, w); i >= 0 {
			text = text[:i]
		}
	}
	text, after, _ := strings.Cut(text, ",")
	for _, c := range append(details, strings.TrimSpace(after)) {
		if _, ok := source.CountryCode(c); ok {
			country = c
		}
	}
	words := strings.Fields(strings.NewReplacer("№", " ", "N°", " ", "”", " ", "“", " ").Replace(text))
	first := 0
	for first < len(words) && !hasDigit(words[first]) {
		first++
	}
	if first == len(words) {
		return "", country
	}
	from := first
	if from > 0 && isCode(words[from-1]) && words[from-1] != "SSN" {
		from--
	}
	for n := from; n > 0 && country == ""; n-- {
		if name := strings.Join(words[:n], " "); len(name) > 3 {
			if _, ok := source.CountryCode(name); ok {
				country = name
			}
		}
	}
	var parts []string
	for _, w := range words[from:] {
		if len(parts) > 0 && strings.EqualFold(w, "No.") {
			continue
		}
		if !hasDigit(w) && !isCode(w) {
			break
		}
		parts = append(parts, w)
	}
	number = numberSign.ReplaceAllString(strings.Join(parts, " "), "$1")
	labelled := from > 0 && strings.EqualFold(words[from-1], "number")
	if !all && !labelled && len(number) < 5 {
		return "", country
	}
	return number, country
}

// numberSign is a "No" that was written together with its number.
var numberSign = regexp.MustCompile(`^(?i:no)\.?([0-9]{4,}/)`)

func hasDigit(s string) bool { return strings.ContainsAny(s, "0123456789") }

// isCode tells whether a word is the letters of a number, as in "SE 012820" and
// "TR-P 614 166".
func isCode(w string) bool {
	for i := range len(w) {
		if (w[i] < 'A' || w[i] > 'Z') && w[i] != '-' {
			return false
		}
	}
	return len(w) <= 4
}

func firstOf(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}
