package entity

import (
	"errors"
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

type tokenKind uint8

const (
	tokNumber    tokenKind = iota // "19", "1951"; text and n
	tokNumeric                    // digits and marks: "19/06/1951", "1958-1963", "dd/mm/1965"; text
	tokMonth                      // a month's name; n and cal
	tokDecade                     // "1970s"; n is the first year
	tokPart                       // early, mid, late; part
	tokTo                         // "to", and "and" after "between"
	tokDash                       // a dash that stands between two dates
	tokBetween                    // "between", "from"
	tokCirca                      // "circa", "about", "?"
	tokCalendar                   // the name of a calendar; cal
	tokTime                       // "00:00:00"
	tokSeparator                  // ";", "or", "(b)"
	tokFiller                     // "born", "the", "of", ","
	tokOther                      // a word that is none of these; text
)

type datePart uint8

const (
	partWhole datePart = iota
	partEarly
	partMid
	partLate
)

type dateToken struct {
	kind tokenKind
	text string
	n    int
	cal  calendar
	part datePart
}

// unreadable says why a word that is left over cannot be part of a date.
func unreadable(t dateToken) error {
	if t.text == "" {
		return errors.New("has words that make no date")
	}
	switch t.text {
	case "before", "after", "since", "until", "prior", "later", "earlier":
		return fmt.Errorf("has an open end (%q)", t.text)
	case "old", "aged", "age", "years":
		return errors.New("is an age and not a date")
	case "spring", "summer", "autumn", "winter":
		return fmt.Errorf("has a season (%q), which differs by hemisphere", t.text)
	}
	return fmt.Errorf("has %q, which is no part of a date", t.text)
}

// dateTokens cuts text into words. Digits of all scripts become those of ASCII,
// and full-width forms their usual ones.
func dateTokens(text string) ([]dateToken, error) {
	rs := []rune(strings.ToLower(foldDigits(norm.NFKC.String(text))))
	var toks []dateToken
	add := func(t dateToken) { toks = append(toks, t) }
	between := false
	for i := 0; i < len(rs); {
		r := rs[i]
		switch {
		case unicode.IsSpace(r) || r == ',' || unicode.Is(unicode.Cf, r):
			i++
		case r == ';' || r == '؛' || r == '\n':
			add(dateToken{kind: tokSeparator})
			between = false
			i++
		case r == '(' || r == ')' || r == '[' || r == ']' || r == '.' || r == '"' || r == '\'':
			// "(b) 1961": a letter or small number in parentheses numbers what follows.
			if n := enumerator(rs[i:]); n > 0 {
				add(dateToken{kind: tokSeparator})
				i += n
				break
			}
			i++
		case r == '?' || r == '~' || r == '±' || r == '%':
			add(dateToken{kind: tokCirca})
			i++
		case r == '-' || r == '–' || r == '—' || r == '/' || r == '‒' || r == '‑' || r == '−':
			add(dateToken{kind: tokDash})
			i++
		case r >= '0' && r <= '9' || placeholder(rs[i:]):
			n := numericRun(rs[i:])
			t := numericToken(string(rs[i : i+n]))
			i += n
			if t.kind == tokNumber {
				i += ordinalSuffix(rs[i:], &t)
			}
			add(t)
		case unicode.IsLetter(r):
			j := i
			for j < len(rs) && (unicode.IsLetter(rs[j]) || unicode.IsMark(rs[j]) || rs[j] == '\'' || rs[j] == '’' || rs[j] == '.' && j+1 < len(rs) && unicode.IsLetter(rs[j+1])) {
				j++
			}
			w := string(rs[i:j])
			i = j
			if len(w) == 1 && i < len(rs) && rs[i] == ')' {
				add(dateToken{kind: tokSeparator})
				i++
				break
			}
			t := wordToken(w)
			switch {
			case t.kind == tokBetween:
				between = true
			case t.text == "and" || t.text == "et" || t.text == "y":
				// "and" divides a range after "between", else two dates.
				t = dateToken{kind: tokSeparator}
				if between {
					t.kind = tokTo
					between = false
				}
			}
			add(t)
		default:
			return nil, fmt.Errorf("has %q, which is no part of a date", r)
		}
		if len(toks) > 100 {
			return nil, errors.New("is too long for a date")
		}
	}
	return joinWords(toks), nil
}

// enumerator returns the length of "(a)" or "(1)" at the start of rs, else 0.
func enumerator(rs []rune) int {
	if len(rs) < 3 || rs[0] != '(' {
		return 0
	}
	if rs[2] == ')' && (rs[1] >= 'a' && rs[1] <= 'h' || rs[1] >= '1' && rs[1] <= '9') {
		return 3
	}
	return 0
}

// placeholder tells whether rs begins with letters in place of digits, as in
// "dd/mm/1965" and "xx-06-1951".
func placeholder(rs []rune) bool {
	if len(rs) < 3 || rs[0] != 'd' && rs[0] != 'm' && rs[0] != 'x' {
		return false
	}
	return rs[1] == rs[0] && (rs[2] == '/' || rs[2] == '-' || rs[2] == '.')
}

// numericRun returns the length of the run of digits, marks between them and
// placeholders at the start of rs.
func numericRun(rs []rune) int {
	n := 0
	for n < len(rs) {
		r := rs[n]
		if r >= '0' && r <= '9' || n > 0 && (r == 'd' || r == 'm' || r == 'y' || r == 'x') && (rs[n-1] == '/' || rs[n-1] == '-' || rs[n-1] == '.' || rs[n-1] == r || r == 'x') || n == 0 && (r == 'd' || r == 'm' || r == 'x') {
			n++
			continue
		}
		// A mark belongs to the run only if the run goes on after it.
		if (r == '/' || r == '-' || r == '.' || r == ':' || r == '–') && n+1 < len(rs) && (rs[n+1] >= '0' && rs[n+1] <= '9' || placeholder(rs[n+1:]) || len(rs) > n+2 && (rs[n+1] == 'x' && rs[n+2] == 'x' || rs[n+1] == 'y' && rs[n+2] == 'y')) {
			n++
			continue
		}
		// "1951-06-19T00:00"
		if r == 't' && n == 10 && n+1 < len(rs) && rs[n+1] >= '0' && rs[n+1] <= '9' {
			n++
			continue
		}
		break
	}
	return n
}

func numericToken(text string) dateToken {
	text = strings.ReplaceAll(text, "–", "-")
	if strings.Trim(text, "0123456789") == "" {
		if len(text) == 8 {
			return dateToken{kind: tokNumeric, text: text}
		}
		if len(text) > 8 {
			return dateToken{kind: tokOther, text: text}
		}
		return dateToken{kind: tokNumber, text: text, n: atoi(text)}
	}
	if strings.Contains(text, ":") {
		// A time of day, or a day with one: "1951-06-19t00:00",
		// "1951-06-19-04:00" (a day with the offset of its zone).
		if len(text) > 10 && (text[10] == 't' || text[10] == '-') && timeOfDay(text[11:]) {
			return dateToken{kind: tokNumeric, text: text[:10]}
		}
		if timeOfDay(text) {
			return dateToken{kind: tokTime, text: text}
		}
		return dateToken{kind: tokOther, text: text}
	}
	return dateToken{kind: tokNumeric, text: text}
}

// ordinalSuffix reads "st", "nd", "rd", "th" after a number, or the "s" of a
// decade, and returns how long it is.
func ordinalSuffix(rs []rune, t *dateToken) int {
	n := 0
	for n < len(rs) && (rs[n] == '\'' || rs[n] == '’') {
		n++
	}
	j := n
	for j < len(rs) && unicode.IsLetter(rs[j]) {
		j++
	}
	switch s := string(rs[n:j]); {
	case s == "s" && len(t.text) == 4 && t.n%10 == 0:
		*t = dateToken{kind: tokDecade, n: t.n}
		return j
	case (s == "st" || s == "nd" || s == "rd" || s == "th" || s == "er") && n == 0 && len(t.text) <= 2:
		return j
	}
	return 0
}

// joinWords replaces "hijri shamsi" and the like by one calendar token, drops
// the dash of "mid-1970s", and reads "born in".
func joinWords(toks []dateToken) []dateToken {
	out := toks[:0]
	for _, t := range toks {
		n := len(out)
		switch {
		case t.kind == tokDash && n > 0 && out[n-1].kind == tokPart:
			continue
		case t.kind == tokCalendar && n > 0 && out[n-1].kind == tokCalendar:
			// "hijri" alone is the lunar calendar; "solar" or "shamsi"
			// beside it, before or after, makes it the solar one.
			if t.cal == solarHijri || out[n-1].cal == solarHijri {
				out[n-1].cal = solarHijri
			}
			continue
		}
		out = append(out, t)
	}
	// "19-Jun-1951": dashes around a month's name join and do not divide.
	for i := 1; i+1 < len(out); i++ {
		if out[i].kind == tokMonth && out[i-1].kind == tokDash && out[i+1].kind == tokDash {
			out = append(out[:i+1], out[i+2:]...)
			out = append(out[:i-1], out[i:]...)
			i--
		}
	}
	return out
}
