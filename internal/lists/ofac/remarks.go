package ofac

import (
	"strings"
	"unicode"

	"deciban/internal/entity"
	"deciban/internal/lists/source"
)

// The remarks of an entry are clauses separated by "; " and ended by a full
// stop:
//
//	DOB 19 Jun 1951; alt. DOB circa 1950; POB Giza, Egypt;
//	Passport 1084010 (Egypt) expires 1999; a.k.a. 'THE DOCTOR';
//	Linked To: AL QA'IDA.
//
// A clause begins with a label, or is free text. A semicolon within
// parentheses or within the quotation marks of a weak alias does not end a
// clause; an apostrophe within a name does not end the quotation.

// clause is one clause of an entry's remarks.
type clause struct {
	text string
	// offset is where it begins in the whole remarks, in bytes.
	offset int
	// cut marks the last clause of remarks whose rest is missing.
	cut bool
	at  entity.Place
}

// splitRemarks takes remarks apart. No text is lost but the separators and one
// full stop at the very end.
func splitRemarks(text string) []clause {
	text = strings.TrimRightFunc(text, unicode.IsSpace)
	text = strings.TrimSuffix(text, ".")
	var out []clause
	from := 0
	end := func(i int) {
		if t := strings.TrimSpace(text[from:i]); t != "" {
			lead := len(text[from:i]) - len(strings.TrimLeftFunc(text[from:i], unicode.IsSpace))
			out = append(out, clause{text: t, offset: from + lead})
		}
		from = i + 1
	}
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '(':
			if j := source.ClosingParenthesis(text, i); j > 0 {
				i = j
			}
		case '\'':
			if beginsQuote(text[from:i]) {
				if j := closingQuote(text, i); j > 0 {
					i = j
				}
			}
		case ';':
			end(i)
		}
	}
	end(len(text))
	return out
}

// beginsQuote tells whether what stands before a quotation mark introduces a
// weak alias.
func beginsQuote(before string) bool {
	switch strings.TrimSpace(before) {
	case "a.k.a.", "f.k.a.", "n.k.a.", "d.b.a.", "alt. a.k.a.", "alt. f.k.a.":
		return true
	}
	return false
}

// closingQuote returns where the quotation that begins at open ends: at the
// first mark that is followed by the end of a clause. -1 if it does not end.
func closingQuote(text string, open int) int {
	for i := open + 1; i < len(text); i++ {
		if text[i] != '\'' {
			continue
		}
		rest := strings.TrimLeft(text[i+1:], " ")
		if rest == "" || rest[0] == ';' || rest[0] == '.' || rest[0] == '(' {
			return i
		}
	}
	return -1
}
