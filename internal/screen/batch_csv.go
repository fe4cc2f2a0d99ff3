package screen

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"

	"deciban/internal/lists/source"
)

// csvRows reads the rows of a CSV file. Unlike a list, of which a broken row
// makes the whole unusable, a batch goes on after it.
type csvRows struct {
	in   *source.Bounded
	r    *csv.Reader
	base int // lines before the first that r sees
}

// csvRowError is what is wrong with one row; reading can go on.
type csvRowError struct{ cause error }

func (e *csvRowError) Error() string { return e.cause.Error() }

func newCSVRows(in io.Reader, linesBefore int) *csvRows {
	b := source.NewBounded(in, MaxSubject)
	r := csv.NewReader(b)
	r.FieldsPerRecord = -1
	return &csvRows{in: b, r: r, base: linesBefore}
}

// next returns the next row and the line on which it begins, or io.EOF. The
// error of a single row is a *csvRowError.
func (c *csvRows) next() ([]string, int, error) {
	fields, err := c.r.Read()
	c.in.Mark(c.r.InputOffset())
	var p *csv.ParseError
	switch {
	case err == nil:
		line, _ := c.r.FieldPos(0)
		return fields, c.base + line, nil
	case errors.Is(err, source.ErrTooLong):
		return nil, 0, fmt.Errorf("a row of more than %d bytes: is a quotation mark missing?", MaxSubject)
	case errors.As(err, &p):
		why := fmt.Errorf("column %d: %w", p.Column, p.Err)
		if errors.Is(p.Err, csv.ErrBareQuote) || errors.Is(p.Err, csv.ErrQuote) {
			why = errors.New(`a quotation mark inside a field is not doubled ("") or the field does not end`)
		}
		return nil, c.base + p.StartLine, &csvRowError{why}
	}
	return nil, 0, err
}
