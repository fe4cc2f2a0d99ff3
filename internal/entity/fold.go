package entity

import (
	"strings"
	"unicode"
)

// foldDigits writes the decimal digits of all scripts as those of ASCII.
func foldDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x80 {
			return r
		}
		if d, ok := digitValue(r); ok {
			return '0' + d
		}
		return r
	}, s)
}

// digitValue returns the value of a decimal digit. Unicode lays the digits of
// a script out in order, from zero to nine, so that every range of category Nd
// is a whole number of such tens.
func digitValue(r rune) (rune, bool) {
	for _, t := range unicode.Nd.R16 {
		if lo := rune(t.Lo); r >= lo && r <= rune(t.Hi) {
			return (r - lo) % 10, true
		}
	}
	for _, t := range unicode.Nd.R32 {
		if lo := rune(t.Lo); r >= lo && r <= rune(t.Hi) {
			return (r - lo) % 10, true
		}
	}
	return 0, false
}
