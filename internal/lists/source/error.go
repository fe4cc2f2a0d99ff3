package source

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Error says what is wrong in a source file, and where.
type Error struct {
	// File is the file's base name.
	File string
	// Line counts from 1; 0 where lines mean nothing or the whole file is meant.
	Line int
	// Path is a table's column or an XML element's path.
	Path string
	// Value is the value as written, if one value is wrong.
	Value string
	Err   error
}

func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.File)
	if e.Line > 0 {
		fmt.Fprintf(&b, ": line %d", e.Line)
	}
	if e.Path != "" {
		b.WriteString(": " + Shorten(e.Path, 300))
	}
	if e.Value != "" {
		fmt.Fprintf(&b, ": %q", Shorten(e.Value, 80))
	}
	// What the cause quotes of the file may be as long as the file.
	b.WriteString(": " + Shorten(e.Err.Error(), longestCause))
	return b.String()
}

// longestCause is how much of a cause is shown, in bytes.
const longestCause = 1000

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// ErrTooLong is the cause when a record is longer than any real one, as in a
// damaged or hostile file.
var ErrTooLong = errors.New("record is too long")

// Shorten cuts s to at most n bytes at a character's boundary, and shows that
// it did.
func Shorten(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n] + "…"
}
