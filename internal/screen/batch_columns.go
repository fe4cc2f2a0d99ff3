package screen

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"deciban/internal/entity"
	"deciban/internal/lists/source"
	"deciban/internal/lists/xlsx"
	"deciban/internal/screen/parquet"
)

// TableOptions say what of a table is read.
type TableOptions struct {
	// Sheet is the name of a spreadsheet's sheet; empty is the first.
	Sheet string
	// Columns, if any, are the columns that are read, and no others; if none,
	// each column must be named as what it holds.
	Columns []ColumnName
}

// ColumnName says what a column of a table holds.
type ColumnName struct {
	// Property is a property of FollowTheMoney, "id" or "schema".
	Property string
	// Column is the column's name in the table.
	Column string
}

// tableRows reads the rows of a table.
type tableRows interface {
	// next returns the next row without its number, or io.EOF.
	next() (row, error)
	// header returns what the rows' fields hold.
	header() *columns
}

// place is how a row is named beside its number.
type place uint8

const (
	textLine place = iota
	sheetRow
	rowAlone
)

// columns are the columns of a table that are read.
type columns struct {
	names []string // of all
	read  []column
	place place
}

type column struct {
	at   int
	prop string
	// list is set if the values need not be cut at ";".
	list bool
}

// knownColumn tells whether some schema has the property.
func knownColumn(name string) bool {
	return name == "id" || name == "schema" || slices.ContainsFunc(entity.Schemata(), func(s *entity.Schema) bool { return s.Property(name) != nil })
}

// newColumns finds the columns in a header.
func newColumns(header []string, names []ColumnName) (*columns, error) {
	c := &columns{}
	for _, name := range header {
		c.names = append(c.names, strings.TrimSpace(name))
	}
	for _, n := range names {
		at := slices.Index(c.names, n.Column)
		switch {
		case !knownColumn(n.Property):
			return nil, fmt.Errorf(`column %q: %q is neither "id", "schema" nor a FollowTheMoney property`, n.Column, source.Shorten(n.Property, 80))
		case at < 0 || n.Column == "":
			return nil, fmt.Errorf("there is no column %q, only %q", n.Column, source.Shorten(strings.Join(c.names, ", "), 400))
		case slices.Contains(c.names[at+1:], n.Column):
			return nil, fmt.Errorf("column %q stands there twice", n.Column)
		}
		c.read = append(c.read, column{at: at, prop: n.Property})
	}
	if len(names) > 0 {
		return c, nil
	}
	for i, name := range c.names {
		switch {
		case name == "":
			return nil, fmt.Errorf("column %d has no name", i+1)
		case slices.Contains(c.names[:i], name):
			return nil, fmt.Errorf("column %q stands there twice", name)
		case !knownColumn(name):
			return nil, fmt.Errorf("column %q is neither \"id\", \"schema\" nor a FollowTheMoney property such as \"name\", \"birthDate\" or \"nationality\"%s",
				source.Shorten(name, 80), separatorHint(header))
		}
		c.read = append(c.read, column{at: i, prop: name})
	}
	return c, nil
}

func separatorHint(header []string) string {
	if len(header) == 1 && strings.ContainsAny(header[0], ";\t") {
		return "; columns are to be separated by commas"
	}
	return ""
}

// subject sorts the fields of a row by property.
func (c *columns) subject(r row) (subjectLine, error) {
	s := subjectLine{Properties: map[string][]string{}}
	var one [1]string
	values := func(at int) []string {
		switch {
		case r.values != nil:
			return r.values[at]
		case at < len(r.fields):
			one[0] = r.fields[at]
			return one[:]
		}
		return nil
	}
	// The id comes first: it names the row where another field is wrong.
	for _, col := range c.read {
		if col.prop == "id" && s.ID == "" {
			s.ID = strings.TrimSpace(strings.Join(values(col.at), ";"))
		}
	}
	if r.values == nil && len(r.fields) != len(c.names) {
		return s, fmt.Errorf("%d fields, where the header has %d", len(r.fields), len(c.names))
	}
	for _, col := range c.read {
		for _, v := range values(col.at) {
			switch {
			case !utf8.ValidString(v):
				return s, &entity.ValueError{Prop: col.prop, Value: v, Why: "is not UTF-8"}
			case col.prop == "id":
			case col.prop == "schema":
				s.Schema = strings.TrimSpace(v)
			case col.list:
				if v = strings.TrimSpace(v); v != "" {
					s.Properties[col.prop] = append(s.Properties[col.prop], v)
				}
			default:
				for part := range strings.SplitSeq(v, ";") {
					if part = strings.TrimSpace(part); part != "" {
						s.Properties[col.prop] = append(s.Properties[col.prop], part)
					}
				}
			}
		}
	}
	return s, nil
}

// named adds to an error about a property the column that holds it, where that
// has another name.
func (c *columns) named(err error) error {
	var wrong *entity.ValueError
	if !errors.As(err, &wrong) {
		return err
	}
	for _, col := range c.read {
		if name := c.names[col.at]; col.prop == wrong.Prop && name != col.prop {
			return fmt.Errorf("column %q: %w", source.Shorten(name, 80), err)
		}
	}
	return err
}

// table is a CSV file of subjects.
type table struct {
	rows    *csvRows
	columns *columns
}

func newTable(in io.Reader, linesBefore int, names []ColumnName) (*table, error) {
	t := &table{rows: newCSVRows(in, linesBefore)}
	header, line, err := t.rows.next()
	if err != nil {
		return nil, fmt.Errorf("header: %w", err)
	}
	if t.columns, err = newColumns(header, names); err != nil {
		return nil, fmt.Errorf("line %d: %w", line, err)
	}
	return t, nil
}

func (t *table) header() *columns { return t.columns }

func (t *table) next() (row, error) {
	before := t.rows.r.InputOffset()
	fields, line, err := t.rows.next()
	r := row{line: line, bytes: t.rows.r.InputOffset() - before, fields: fields, table: t.columns}
	var bad *csvRowError
	switch {
	case errors.As(err, &bad):
		r.err = bad
		return r, nil
	case err != nil:
		return row{}, readError(err)
	}
	return r, nil
}

// file returns in as a file whose every byte can be read at once, if it is one.
func file(in io.Reader) (r io.ReaderAt, size int64, ok bool) {
	f, ok := in.(interface {
		io.ReaderAt
		Stat() (os.FileInfo, error)
	})
	if !ok {
		return nil, 0, false
	}
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return nil, 0, false
	}
	return f, info.Size(), true
}

// sheet is a spreadsheet of subjects.
type sheet struct {
	rows    *xlsx.Sheet
	columns *columns
}

func (r *SubjectReader) openSheet(in io.Reader, opt TableOptions) error {
	at, size, ok := file(in)
	if !ok || r.packed {
		data, err := io.ReadAll(io.LimitReader(r.in, xlsx.MaxArchive+1))
		if err != nil {
			return err
		}
		at, size = bytes.NewReader(data), int64(len(data))
	}
	rows, err := xlsx.OpenAt(at, size, opt.Sheet)
	if err != nil {
		return fmt.Errorf("spreadsheet: %w", err)
	}
	r.close = append(r.close, rows.Close)
	s := &sheet{rows: rows}
	for {
		header, err := rows.Next()
		switch {
		case errors.Is(err, io.EOF):
			return errors.New("the sheet is empty")
		case err != nil:
			return fmt.Errorf("spreadsheet: %w", err)
		case len(header) == 0:
			continue
		}
		if s.columns, err = newColumns(header, opt.Columns); err != nil {
			return fmt.Errorf("row %d of the sheet: %w", rows.Row(), err)
		}
		s.columns.place = sheetRow
		r.table = s
		return nil
	}
}

func (s *sheet) header() *columns { return s.columns }

func (s *sheet) next() (row, error) {
	for {
		fields, err := s.rows.Next()
		switch {
		case errors.Is(err, io.EOF):
			return row{}, io.EOF
		case errors.Is(err, io.ErrUnexpectedEOF):
			return row{}, fmt.Errorf("read subjects: the sheet ends within its rows, after row %d of the sheet: the file is cut off", s.rows.Row())
		case err != nil:
			return row{}, fmt.Errorf("read subjects: after row %d of the sheet: %w", s.rows.Row(), err)
		case len(fields) == 0:
			continue
		}
		// Empty cells at a row's end are not stored.
		for len(fields) < len(s.columns.names) {
			fields = append(fields, "")
		}
		return row{line: s.rows.Row(), fields: fields, table: s.columns}, nil
	}
}

// parquetTable is a Parquet file of subjects.
type parquetTable struct {
	rows    *parquet.Reader
	columns *columns
}

func (r *SubjectReader) openParquet(in io.Reader, opt TableOptions) error {
	at, size, ok := file(in)
	if !ok || r.packed {
		return errors.New("a Parquet file is read from its end: give it as a file with --in, not through a pipe and not compressed again")
	}
	rows, err := parquet.Open(at, size)
	if err != nil {
		return err
	}
	p := &parquetTable{rows: rows}
	if p.columns, err = newColumns(rows.Columns(), opt.Columns); err != nil {
		return err
	}
	p.columns.place = rowAlone
	for i := range rows.Columns() {
		if !slices.ContainsFunc(p.columns.read, func(c column) bool { return c.at == i }) {
			rows.Skip(i)
		}
	}
	for i, c := range p.columns.read {
		if err := rows.WhyNot(c.at); err != nil {
			return fmt.Errorf("column %q %w", p.columns.names[c.at], err)
		}
		p.columns.read[i].list = rows.IsList(c.at)
	}
	r.table = p
	return nil
}

func (p *parquetTable) header() *columns { return p.columns }

func (p *parquetTable) next() (row, error) {
	values, err := p.rows.Next()
	if err != nil {
		return row{}, readError(err)
	}
	return row{values: values, table: p.columns}, nil
}
