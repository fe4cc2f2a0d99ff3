package source

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// MaxRow is the most bytes that a row may have. The longest rows of real lists,
// OFAC's continued remarks, have under 10 KB.
const MaxRow = 1 << 20

// Rows reads a CSV file row by row.
type Rows struct {
	file string
	in   *Bounded
	r    *csv.Reader
	line int
}

// NewRows returns a reader of rows. file is the name for errors.
func NewRows(r io.Reader, file string, comma rune) *Rows {
	in := NewBounded(r, MaxRow)
	c := csv.NewReader(in)
	c.Comma = comma
	c.FieldsPerRecord = -1
	return &Rows{file: file, in: in, r: c}
}

// Next returns the next row, or io.EOF. Other errors are of type *Error.
func (r *Rows) Next() ([]string, error) {
	row, err := r.r.Read()
	switch {
	case err == io.EOF:
		return nil, io.EOF
	case err != nil:
		return nil, r.wrap(err)
	}
	r.in.Mark(r.r.InputOffset())
	r.line, _ = r.r.FieldPos(0)
	for i, v := range row {
		if strings.IndexByte(v, 0) >= 0 {
			return nil, r.Error(fmt.Sprintf("column %d", i+1), v, errors.New("holds a zero byte: the file is damaged or binary"))
		}
	}
	return row, nil
}

// Line returns the line on which the last row begins.
func (r *Rows) Line() int { return r.line }

// Error returns an error about a field of the last row.
func (r *Rows) Error(column, value string, err error) error {
	return &Error{File: r.file, Line: r.line, Path: column, Value: value, Err: err}
}

func (r *Rows) wrap(err error) error {
	var p *csv.ParseError
	if errors.As(err, &p) {
		cause := p.Err
		if errors.Is(cause, csv.ErrQuote) {
			cause = errors.New("a quoted field does not end as it should: the file is cut off or a quotation mark is not doubled")
		}
		return &Error{File: r.file, Line: p.StartLine, Err: cause}
	}
	var e *Error
	if errors.As(err, &e) {
		return err
	}
	if errors.Is(err, ErrTooLong) {
		return &Error{File: r.file, Line: r.line + 1, Err: fmt.Errorf("%w: over %d bytes without an end", ErrTooLong, r.in.limit)}
	}
	return &Error{File: r.file, Line: r.line, Err: err}
}

// DecodeText returns s if it is UTF-8, else s read as Windows-1252, of which
// Latin-1 is a part as far as it has letters; decoded says which.
func DecodeText(s string) (text string, decoded bool) {
	if utf8.ValidString(s) {
		return s, false
	}
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		if c >= 0x80 && c < 0xa0 {
			b.WriteRune(windows1252[c-0x80])
			continue
		}
		b.WriteRune(rune(c))
	}
	return b.String(), true
}

// windows1252 holds the characters of the bytes 0x80 to 0x9f, as the WHATWG
// encoding standard has them.
var windows1252 = [32]rune{
	'€', 0x81, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', 0x8d, 'Ž', 0x8f,
	0x90, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', 0x9d, 'ž', 'Ÿ',
}
