package source

import (
	"regexp"
	"strings"

	"deciban/internal/entity"
)

// aDay is a day, a month or a year as notes write it.
const aDay = `([0-9]{1,2}[. ](?:[A-Za-z]+\.?|[0-9]{1,2})[. ][0-9]{4}|[A-Z][a-z]+\.? [0-9]{1,2}, [0-9]{4}|[A-Z][a-z]+\.? [0-9]{4}|[0-9]{4})\b`

var (
	// Expires and Issued find the date on which a document ends or was issued
	// in a text; the date is the first submatch.
	Expires = regexp.MustCompile(`(?i)\b(?:expir[a-z]*|exp\.|valid until)(?: date)?(?: of)?:?(?: on)? +` + aDay)
	Issued  = regexp.MustCompile(`(?i)\bissued(?: on| in)? +` + aDay)
)

var passportLabel = regexp.MustCompile(`(?i)\bpassport (?:no|number)\b`)

// DocumentText reads a document that a list describes in words: "A1234567
// (Tunisian). Issued on 26 July 1995". ok is false if there is no number in it.
func DocumentText(text string, passport bool) (d Document, ok bool) {
	text = OneLine(text)
	words := text
	if text != "" && text[0] == '(' {
		if end := closing(text, 0); end > 0 {
			if after, _, _ := strings.Cut(text[end:], ";"); !strings.ContainsAny(after, "0123456789") {
				words = text[1:end]
			}
		}
	}
	if m := passportLabel.FindStringIndex(text); m != nil && strings.ContainsAny(text[:m[0]], "0123456789") {
		words = text[m[0]:] // "Reference 62. Passport no. 9632078"
	}
	number, country := DocumentNumber(words, true)
	if number == "" {
		return Document{}, false
	}
	d = Document{Passport: passport, Number: number, Country: country, Written: text}
	for _, f := range [...]struct {
		re *regexp.Regexp
		to *string
	}{{Issued, &d.Issued}, {Expires, &d.Expires}} {
		if m := f.re.FindStringSubmatch(text); m != nil {
			if ds, err := entity.ParseLooseDate(m[1]); err == nil && len(ds) == 1 {
				*f.to = ds[0].String()
			}
		}
	}
	if text != number {
		d.Notes = []string{text}
	}
	return d, true
}

// DocumentNumber takes the number from its text, and the country that the text
// names: "Jordan 654781", "Russian foreign travel passport number 515458008",
// "8208 No. 555627". The number is the first word with a digit, with a letter
// or two before it and the words with digits after it. all says that the text
// is meant to be the number; from any other text, a short number is none.
func DocumentNumber(text string, all bool) (number, country string) {
	text, details := CutParentheses(text)
	for _, w := range []string{" issued", "issued ", " expire", " Expire", " valid", " under", " revoked"} {
		if i := strings.Index(text, w); i >= 0 {
			text = text[:i]
		}
	}
	text, after, _ := strings.Cut(text, ",")
	for _, c := range append(details, strings.TrimSpace(after)) {
		if _, ok := CountryCode(c); ok {
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
			if _, ok := CountryCode(name); ok {
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
	number = strings.TrimRight(numberSign.ReplaceAllString(strings.Join(parts, " "), "$1"), " .;:")
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
