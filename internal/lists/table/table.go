// Package table reads a plain table whose columns are named as FtM properties: a list of one's own, or the subjects of a batch.
package table

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"deciban/internal/entity"
	"deciban/internal/lists/source"
)

// DefaultSchema is the schema of a row where no column says it.
const DefaultSchema = "Person"

// Reader reads a table row by row. The first row names the columns: "id" and
// "schema", which may be missing, and FtM properties. A cell holds one value,
// or several separated by ";". Columns are separated by a comma, a semicolon
// or a tab, whichever the header has most of. The text is UTF-8, or UTF-16 with
// a byte order mark.
type Reader struct {
	rows    *source.Rows
	columns []string
	row     int
	file    string
}

// NewReader reads the header. file names the table in errors.
func NewReader(r io.Reader, file string) (*Reader, error) {
	text, err := decode(r, file)
	if err != nil {
		return nil, err
	}
	b := bufio.NewReaderSize(text, source.HeadSize)
	head, err := b.Peek(source.HeadSize)
	if err != nil && err != io.EOF && !errors.Is(err, bufio.ErrBufferFull) {
		return nil, &source.Error{File: file, Line: 1, Err: err}
	}
	if len(strings.TrimSpace(string(head))) == 0 {
		return nil, &source.Error{File: file, Err: errors.New("is empty: a table has a header")}
	}
	rows := source.NewRows(b, file, delimiter(string(head)))
	header, err := rows.Next()
	if err != nil {
		return nil, err
	}
	columns, column, err := readHeader(header)
	if err != nil {
		return nil, rows.Error(fmt.Sprintf("column %d", column), header[column-1], err)
	}
	return &Reader{rows: rows, columns: columns, file: file}, nil
}

// Columns returns the names of the columns.
func (r *Reader) Columns() []string { return slices.Clone(r.columns) }

// Next returns the next row: its number, from 1 without the header, what its
// cells hold by property, its id and its schema's name, which are "" where the
// table does not say them. After the last row the error is io.EOF. An error of
// type *RowError is about this row alone, and reading can go on; any other
// ends the table.
func (r *Reader) Next() (row int, props map[string][]string, id, schema string, err error) {
	for {
		cells, err := r.rows.Next()
		if err != nil {
			return r.row, nil, "", "", err
		}
		if len(cells) == 1 && strings.TrimSpace(cells[0]) == "" && len(r.columns) > 1 {
			continue
		}
		r.row++
		props, id, schema, err := r.read(cells)
		return r.row, props, id, schema, err
	}
}

// Line returns the line on which the last row begins.
func (r *Reader) Line() int { return r.rows.Line() }

// RowError is an error about one row.
type RowError struct {
	// Row counts from 1, without the header.
	Row int
	Err error
}

func (e *RowError) Error() string { return fmt.Sprintf("row %d: %v", e.Row, e.Err) }

// Unwrap returns the cause, an *source.Error that names the line, the column
// and the value.
func (e *RowError) Unwrap() error { return e.Err }

func (r *Reader) read(cells []string) (props map[string][]string, id, schema string, err error) {
	if len(cells) != len(r.columns) {
		return nil, "", "", &RowError{r.row, r.rows.Error("", "", fmt.Errorf("has %d cells, the header has %d", len(cells), len(r.columns)))}
	}
	props = map[string][]string{}
	for i, cell := range cells {
		column := r.columns[i]
		if !utf8.ValidString(cell) {
			err = errors.Join(err, &RowError{r.row, r.rows.Error(column, cell, errors.New("is not UTF-8"))})
			continue
		}
		switch column {
		case "id":
			id = strings.TrimSpace(cell)
		case "schema":
			schema = strings.TrimSpace(cell)
		default:
			for v := range strings.SplitSeq(cell, ";") {
				if v = strings.TrimSpace(v); v != "" {
					props[column] = append(props[column], v)
				}
			}
		}
	}
	return props, id, schema, err
}

// readHeader checks the columns' names; column counts from 1 and says which is
// wrong.
func readHeader(header []string) (columns []string, column int, err error) {
	known := properties()
	for i, h := range header {
		name := strings.TrimSpace(h)
		switch {
		case name == "id" || name == "schema":
		case slices.Contains(known, name):
		case name == "":
			return nil, i + 1, errors.New("the column has no name")
		default:
			return nil, i + 1, fmt.Errorf("is no property that is known; the nearest is %q", nearest(name, append(known, "id", "schema")))
		}
		if slices.Contains(columns, name) {
			return nil, i + 1, errors.New("two columns have this name")
		}
		columns = append(columns, name)
	}
	return columns, 0, nil
}

// IsParty tells whether a row can be of the schema: what can stand on a list.
func IsParty(s *entity.Schema) bool {
	return s.Matchable && (s.IsA("LegalEntity") || s.IsA("Vehicle") || s.IsA("CryptoWallet") || s.IsA("Security")) || s.Name == "Thing"
}

// properties returns the names of the properties that a party can have, sorted:
// those that hold values, not links.
func properties() []string {
	seen := map[string]bool{}
	for _, s := range entity.Schemata() {
		if !IsParty(s) {
			continue
		}
		for _, p := range s.Properties() {
			if p.Type != "entity" {
				seen[p.Name] = true
			}
		}
	}
	var out []string
	for n := range seen {
		out = append(out, n)
	}
	slices.Sort(out)
	return out
}

// delimiter returns the separator that the first line has most of.
func delimiter(head string) rune {
	line, _, _ := strings.Cut(head, "\n")
	best, most := ',', strings.Count(line, ",")
	for _, d := range []rune{';', '\t'} {
		if n := strings.Count(line, string(d)); n > most {
			best, most = d, n
		}
	}
	return best
}

// nearest returns the shortest known name that begins with name, or else the
// one that takes the fewest edits; case does not matter; of equals the first.
func nearest(name string, known []string) string {
	best, least := "", 1<<30
	for _, k := range known {
		if len(name) > 2 && len(k) >= len(name) && strings.EqualFold(k[:len(name)], name) && len(k) < least {
			best, least = k, len(k)
		}
	}
	if best != "" {
		return best
	}
	for _, k := range known {
		if d := distance(strings.ToLower(name), strings.ToLower(k)); d < least {
			best, least = k, d
		}
	}
	return best
}

// distance is Levenshtein's, over bytes: column names are ASCII.
func distance(a, b string) int {
	a, b = source.Shorten(a, 100), source.Shorten(b, 100)
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		prev := row[0]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cur := row[j]
			change := prev
			if a[i-1] != b[j-1] {
				change++
			}
			row[j] = min(change, row[j]+1, row[j-1]+1)
			prev = cur
		}
	}
	return row[len(b)]
}
