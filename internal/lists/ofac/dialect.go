package ofac

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"deciban/internal/lists/source"
)

// dialect is one of the four ways in which OFAC writes the same tables, as its
// data specification (dat_spec.txt, cons_dat_spec.txt) gives them.
type dialect struct {
	// comma separates the columns; 0 where they have fixed widths.
	comma rune
}

var (
	commas = dialect{','}
	pipes  = dialect{'|'}
	ats    = dialect{'@'}
	fixed  = dialect{}
)

// The same four tables with other separators, and with columns of fixed width.
var (
	Pipes = format(pipes, "ofac-pip", "OFAC SDN and consolidated lists, tables separated by | (.pip)")
	Ats   = format(ats, "ofac-del", "OFAC SDN and consolidated lists, tables separated by @ (.del)")
	Fixed = format(fixed, "ofac-ff", "OFAC SDN and consolidated lists, tables with columns of fixed width (.ff)")
)

func format(d dialect, name, title string) source.Format {
	return source.Format{
		Name: name, Title: title, MaxBytes: 512 << 20,
		Claim: func(files []*source.File) []source.Claim { return claim(d, files) },
		Read:  func(in *source.Input, b *source.Builder) error { return read(d, in, b) },
	}
}

// widths are the widths of the columns, in characters. The last column of the
// spillover has what is left of the line.
var widths = map[Part][]int{
	PartPrimary:   {10, 350, 12, 50, 200, 8, 25, 14, 8, 40, 150, 1000},
	PartAliases:   {10, 10, 8, 350, 200},
	PartAddresses: {10, 10, 750, 116, 250, 200},
	PartComments:  {10, 0},
}

// fixedPart tells which table a line of fixed width is of, by its length.
func fixedPart(line string) Part {
	for _, part := range []Part{PartPrimary, PartAliases, PartAddresses} {
		n := 0
		for _, w := range widths[part] {
			n += w
		}
		if len(line) == n {
			return part
		}
	}
	if len(line) > 10 && strings.Trim(line[:10], " 0123456789") == "" && strings.TrimSpace(line[:10]) != "" && len(line) > 100 {
		return PartComments
	}
	return ""
}

// cutFixed takes a line apart at the columns' widths.
func cutFixed(line string, part Part) ([]string, error) {
	var cells []string
	for _, w := range widths[part] {
		if w == 0 {
			w = len(line)
		}
		if len(line) < w {
			return nil, fmt.Errorf("the row has %d characters too few for OFAC's %s: the file is cut off", w-len(line), part)
		}
		cell := line[:w]
		line = line[w:]
		if len(cells) < 1 || part != PartComments { // a remark can be cut before a blank
			trimmed := strings.TrimRight(cell, " ")
			if len(cells) == 11 && len(trimmed) >= remarkLimit-1 {
				trimmed = cell
			}
			cell = trimmed
		}
		cells = append(cells, strings.TrimLeft(cell, " "))
	}
	if line != "" {
		return nil, fmt.Errorf("the row has %d characters more than OFAC's %s", len(line), part)
	}
	return cells, nil
}

// tableRows reads the rows of a table in any dialect.
type tableRows struct {
	d    dialect
	part Part
	file string
	rows *source.Rows

	lines *bufio.Scanner
	line  int
}

// maxFixedLine is more than a line of fixed width has.
const maxFixedLine = 64 << 10

func newTableRows(d dialect, part Part, r io.Reader, file string) *tableRows {
	t := &tableRows{d: d, part: part, file: file}
	if d != fixed {
		t.rows = source.NewRows(r, file, d.comma)
		return t
	}
	t.lines = bufio.NewScanner(r)
	t.lines.Buffer(make([]byte, 0, 8<<10), maxFixedLine)
	return t
}

func (t *tableRows) Next() ([]string, error) {
	if t.rows != nil {
		return t.rows.Next()
	}
	if !t.lines.Scan() {
		err := t.lines.Err()
		switch {
		case err == nil:
			return nil, io.EOF
		case errors.Is(err, bufio.ErrTooLong):
			t.line++
			return nil, t.Error("", "", fmt.Errorf("%w: over %d bytes without an end", source.ErrTooLong, maxFixedLine))
		}
		return nil, err
	}
	t.line++
	line := strings.TrimRight(t.lines.Text(), "\r")
	// Only these tables have quotation marks where the others have apostrophes.
	line = strings.ReplaceAll(line, `"`, "'")
	if strings.TrimSpace(line) == endOfFile {
		return []string{endOfFile}, nil
	}
	if strings.IndexByte(line, 0) >= 0 {
		return nil, t.Error("", line, errors.New("holds a zero byte: the file is damaged or binary"))
	}
	cells, err := cutFixed(line, t.part)
	if err != nil {
		return nil, t.Error("", "", err)
	}
	return cells, nil
}

func (t *tableRows) Line() int {
	if t.rows != nil {
		return t.rows.Line()
	}
	return t.line
}

func (t *tableRows) Error(column, value string, err error) error {
	return &source.Error{File: t.file, Line: t.Line(), Path: column, Value: value, Err: err}
}

// headRows returns the first whole rows of a file's head.
func (d dialect) headRows(f *source.File) [][]string {
	if f.Shape() != source.ShapeText {
		return nil
	}
	text := f.Text()
	if f.Cut() {
		if i := strings.LastIndexByte(text, '\n'); i >= 0 {
			text = text[:i+1]
		}
	}
	if d == fixed {
		line, _, _ := strings.Cut(text, "\n")
		part := fixedPart(strings.TrimRight(line, "\r"))
		var rows [][]string
		for line := range strings.Lines(text) {
			cells, err := cutFixed(strings.TrimRight(line, "\r\n"), part)
			if part == "" || err != nil || len(rows) == 200 {
				break
			}
			rows = append(rows, cells)
		}
		return rows
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = d.comma
	r.FieldsPerRecord = -1
	var rows [][]string
	for len(rows) < 200 {
		row, err := r.Read()
		if err != nil || len(row) == 1 && strings.TrimSpace(row[0]) == endOfFile {
			break
		}
		rows = append(rows, row)
	}
	return rows
}
