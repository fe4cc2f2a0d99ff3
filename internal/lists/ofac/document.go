package ofac

import (
	"regexp"
	"slices"
	"strings"

	"deciban/internal/lists/source"
)

// document is what stands after the label of an identifier.
type document struct {
	number string
	// country is the issuing country as written, "" if the text names none.
	country string
	// issued and expires are dates as written.
	issued, expires string
	// rest is everything else: a state, a place of issue.
	rest string
}

var (
	issuedOn  = regexp.MustCompile(`(?i)\bissued(?: on)? +((?:[0-9]{1,2} )?(?:[A-Z][a-z]{2,8}\.? )?[0-9]{4})`)
	expiresOn = regexp.MustCompile(`(?i)\bexpire[sd](?: on)? +((?:[0-9]{1,2} )?(?:[A-Z][a-z]{2,8}\.? )?[0-9]{4})`)
	tail      = regexp.MustCompile(`(?i)[ ,]*\b(?:issued|expires?d?|date of issue)\b`)
)

// parseDocument reads
//
//	Number [words] ["(" detail ")"]… ["(" country ")"] ["issued" date ["in" place]] ["expires" date]
//
// where the country is the last of the parentheses that names one.
func parseDocument(text string) document {
	var d document
	head := text
	if m := tail.FindStringIndex(text); m != nil {
		dates := text[m[0]:]
		head = text[:m[0]]
		left := dates
		if x := issuedOn.FindStringSubmatch(dates); x != nil {
			d.issued = x[1]
			left = strings.Replace(left, x[0], "", 1)
		}
		if x := expiresOn.FindStringSubmatch(dates); x != nil {
			d.expires = x[1]
			left = strings.Replace(left, x[0], "", 1)
		}
		d.rest = strings.Trim(left, " ,.")
		if i := strings.IndexByte(dates, '('); i >= 0 && d.country == "" {
			if j := source.ClosingParenthesis(dates, i); j > 0 {
				if _, ok := source.CountryCode(strings.TrimSpace(dates[i+1 : j])); ok {
					d.country = strings.TrimSpace(dates[i+1 : j])
				}
			}
		}
	}
	number, details := source.CutParentheses(head)
	number = strings.TrimPrefix(strings.Trim(number, " #:,."), "No. ")
	for i := len(details) - 1; i >= 0; i-- {
		if _, ok := source.CountryCode(details[i]); ok {
			d.country = details[i]
			details = append(details[:i:i], details[i+1:]...)
			break
		}
	}
	if number == "" && len(details) > 0 && strings.ContainsAny(details[0], "0123456789") {
		number, details = details[0], details[1:] // "No. (5777731)"
	}
	number, extra := cutWords(number)
	if extra != "" {
		details = append(details, extra)
	}
	d.number = number
	d.rest = strings.TrimSpace(strings.Join(append(details, d.rest), " "))
	return d
}

// cutWords takes words without a digit from the end of a number that has some:
// "293481 Distrito Federal".
func cutWords(number string) (string, string) {
	if !strings.ContainsAny(number, "0123456789") {
		if strings.ContainsAny(number, " ") {
			return "", number
		}
		return number, ""
	}
	words := strings.Fields(number)
	n := 1
	for n < len(words) && (strings.ContainsAny(words[n], "0123456789") || len(words[n]) < 3 && words[n] == strings.ToUpper(words[n])) {
		n++
	}
	for n < len(words) && !hasDigit(words[:n]) {
		n++
	}
	return strings.Join(words[:n], " "), strings.Join(words[n:], " ")
}

func hasDigit(words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.ContainsAny(w, "0123456789") })
}

var phoneParts = regexp.MustCompile(`^((?:\([0-9]+\))+)$`)

// phone turns OFAC's "(98)(21)(66153220)" into "+98 21 66153220"; any other
// writing stays.
func phone(text string) string {
	for _, word := range []string{"Number", "No.", ":"} {
		if rest := strings.TrimSpace(strings.TrimPrefix(text, word)); rest != "" {
			text = rest
		}
	}
	if !phoneParts.MatchString(text) {
		return text
	}
	return "+" + strings.TrimSpace(strings.NewReplacer("(", "", ")", " ").Replace(text))
}

var dateAtEnd = regexp.MustCompile(`([0-9]{1,2} [A-Z][a-z]{2} [0-9]{4})\.?$`)

// lastDate returns the day at the end of a text such as
// "(EO 14024 Directive 3): 24 Feb 2022".
func lastDate(text string) (string, bool) {
	m := dateAtEnd.FindStringSubmatch(text)
	if m == nil {
		return "", false
	}
	return m[1], true
}
