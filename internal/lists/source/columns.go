package source

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"deciban/internal/entity"
)

// Columns reads the rows of a table by the names of its columns, whatever their
// order. Names are compared without regard to case, blanks and marks, so that
// "Post/Zip Code" is "post zip code".
type Columns struct {
	rows  RowReader
	file  string
	names []string
	index map[string]int
	taken map[int]bool
}

// columnKey is a column's name as it is compared.
func columnKey(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return r
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		}
		return -1
	}, name)
}

// HasColumns tells whether a header names all of the columns.
func HasColumns(header []string, want ...string) bool {
	have := map[string]bool{}
	for _, h := range header {
		have[columnKey(h)] = true
	}
	for _, w := range want {
		if !have[columnKey(w)] {
			return false
		}
	}
	return true
}

// NewColumns makes a reader of rows whose columns are named by header. Of two
// columns with one name, the first has it; the others get a number, "(2)".
func NewColumns(rows RowReader, file string, header []string) *Columns {
	c := &Columns{rows: rows, file: file, index: map[string]int{}, taken: map[int]bool{}}
	for i, h := range header {
		h, _ = DecodeText(h) // it stands in the places of statements
		h = OneLine(strings.TrimPrefix(h, "\ufeff"))
		key := columnKey(h)
		for n := 2; key != ""; n++ {
			if _, ok := c.index[key]; !ok {
				break
			}
			key = columnKey(h) + itoa(n)
		}
		c.names = append(c.names, h)
		c.index[key] = i
	}
	return c
}

// Has tells whether there is a column of that name.
func (c *Columns) Has(name string) bool {
	_, ok := c.index[columnKey(name)]
	return ok
}

// Record is one row of the table.
type Record struct {
	c     *Columns
	Line  int
	Cells []string
}

// Next returns the next row that is not empty, or io.EOF. A row with more or
// fewer cells than the header is an error: the file is cut off. decode, which
// may be nil, is applied to each cell.
func (c *Columns) Next(decode func(string) string) (Record, error) {
	for {
		cells, err := c.rows.Next()
		if err != nil {
			return Record{}, err
		}
		if r, ok, err := c.Record(cells, decode); ok || err != nil {
			return r, err
		}
	}
}

// Record makes a record of a row that was read elsewhere; ok is false for an
// empty row. The error is that of Next.
func (c *Columns) Record(cells []string, decode func(string) string) (r Record, ok bool, err error) {
	if len(cells) == 1 && strings.Trim(cells[0], " \t\r\x1a") == "" {
		return Record{}, false, nil
	}
	if len(cells) != len(c.names) {
		return Record{}, false, c.rows.Error("", "", fmt.Errorf("has %d cells, the header has %d: the file is cut off or of another format", len(cells), len(c.names)))
	}
	if decode != nil {
		for i := range cells {
			cells[i] = decode(cells[i])
		}
	}
	return Record{c, c.rows.Line(), cells}, true, nil
}

// Ignore marks columns as understood that say nothing about the entry.
func (r Record) Ignore(names ...string) {
	for _, n := range names {
		if i, ok := r.c.index[columnKey(n)]; ok {
			r.c.taken[i] = true
		}
	}
}

// Left returns the cells of columns that no Get has ever asked for.
func (r Record) Left() []LeftAttr {
	var out []LeftAttr
	for i, cell := range r.Cells {
		if v := OneLine(cell); v != "" && !r.c.taken[i] {
			out = append(out, LeftAttr{Path: r.c.names[i], Value: v, Line: r.Line})
		}
	}
	return out
}

// Get returns a cell, each run of white space as one blank, and marks the
// column as understood; a column that is not there is empty.
func (r Record) Get(name string) string {
	i, ok := r.c.index[columnKey(name)]
	if !ok {
		return ""
	}
	r.c.taken[i] = true
	return OneLine(r.Cells[i])
}

// At is the place of a cell.
func (r Record) At(name string) entity.Place {
	if i, ok := r.c.index[columnKey(name)]; ok {
		name = r.c.names[i]
	}
	return entity.Place{File: r.c.file, Line: r.Line, Path: name}
}

// Error returns an error about a cell.
func (r Record) Error(column, value string, err error) error {
	return &Error{File: r.c.file, Line: r.Line, Path: column, Value: value, Err: err}
}

// Rest keeps, as not understood, every cell of a column that no Get has ever
// asked for.
func (r Record) Rest(b *Builder, e *entity.Entity) {
	for _, l := range r.Left() {
		b.NotUnderstood(e, l.Path+": "+l.Value, r.At(l.Path))
	}
}

// HeadRows returns the first rows of a file's head, at most n, as far as they
// are whole; nil if it is no such table.
func HeadRows(f *File, comma rune, n int) [][]string {
	if f.Shape() != ShapeText {
		return nil
	}
	rows := NewRows(strings.NewReader(f.Text()), f.Name, comma)
	var out [][]string
	for len(out) < n {
		row, err := rows.Next()
		if err != nil {
			break
		}
		out = append(out, row)
	}
	return out
}

// ErrNoHeader is the cause where a table ends before its header.
var ErrNoHeader = errors.New("the header is missing")

// Header reads rows until one has all of the columns, at most five, and
// returns the rows before it.
func Header(rows *Rows, file string, want ...string) (c *Columns, before [][]string, err error) {
	for len(before) < 5 {
		row, err := rows.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, nil, err
		}
		if HasColumns(row, want...) {
			return NewColumns(rows, file, row), before, nil
		}
		before = append(before, row)
	}
	return nil, nil, &Error{File: file, Err: fmt.Errorf("%w: no row names the columns %s", ErrNoHeader, strings.Join(want, ", "))}
}
