package tabular

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"

	"deciban/internal/lists/xlsx"
	"deciban/internal/screen/parquet"
)

func results() []Result {
	return []Result{
		{
			Row: 1, ID: "a", Rank: 1, Entry: "e", Dataset: "d", Caption: "Zoë, \"Z\"", Schema: "Person", Decibans: new(-3.25), Probability: new(0.0),
			Name: " Zoë\nZ ", Evidence: "+1.00 name a = b (c & d < e); …", Threshold: new(35.0), Snapshot: "s", Model: "m", Stale: "x;y",
		},
		{Row: 2, ID: "=1+1", Error: `row 2 (line 3): name "<x>": no`, Snapshot: "s", Model: "m"},
		{Row: 3, ID: "007", Caption: "bell\a tab\t return\r _x0041_ _X005f_ \uffff", Snapshot: "s", Model: "m"},
	}
}

// csvTable returns what a written table says, with its header.
func csvTable(t *testing.T, rows []Result) [][]string {
	t.Helper()
	var b bytes.Buffer
	if err := errors.Join(WriteCSVHeader(&b), WriteCSV(&b, rows)); err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(&b)
	table, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func xlsxTable(t *testing.T, data []byte, sheet string) (table [][]string) {
	t.Helper()
	s, err := xlsx.Open(data, sheet)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for {
		cells, err := s.Next()
		if errors.Is(err, io.EOF) {
			return table
		}
		if err != nil {
			t.Fatal(err)
		}
		for len(cells) < len(Columns) {
			cells = append(cells, "")
		}
		table = append(table, cells)
	}
}

func write(t *testing.T, open func(io.Writer) (Writer, error), to io.Writer, rows ...[]Result) {
	t.Helper()
	w, err := open(to)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if err := w.Write(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
}

// All forms of table say the same; the reader of spreadsheets reads what is
// written, characters that XML cannot hold included.
func TestAllTablesSayTheSame(t *testing.T) {
	rows := results()
	want := csvTable(t, rows)
	if !slices.Equal(want[0], Columns[:]) || len(want) != 4 || want[1][7] != "-3.25" || want[1][8] != "0" || want[2][2] != "" || want[3][1] != "007" {
		t.Fatalf("CSV: %q", want)
	}

	var book bytes.Buffer
	write(t, NewXLSXWriter, &book, rows[:1], rows[1:])
	if got := xlsxTable(t, book.Bytes(), "results"); !reflect.DeepEqual(got, want) {
		t.Errorf("xlsx: got\n%q, want\n%q", got, want)
	}

	var pq bytes.Buffer
	write(t, NewParquetWriter, &pq, rows[:1], rows[1:])
	p, err := parquet.Open(bytes.NewReader(pq.Bytes()), int64(pq.Len()))
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(p.Columns(), Columns[:]) {
		t.Errorf("Parquet has the columns %q", p.Columns())
	}
	for i := range rows {
		row, err := p.Next()
		if err != nil {
			t.Fatal(err)
		}
		for k, values := range row {
			if got := strings.Join(values, "|"); got != want[i+1][k] {
				t.Errorf("Parquet: row %d, column %s: %q, want %q", i, Columns[k], got, want[i+1][k])
			}
		}
	}
	if _, err := p.Next(); !errors.Is(err, io.EOF) {
		t.Errorf("more rows than were written: %v", err)
	}
}

func TestTheSameResultsAreTheSameBytes(t *testing.T) {
	for name, open := range map[string]func(io.Writer) (Writer, error){"xlsx": NewXLSXWriter, "parquet": NewParquetWriter} {
		var a, b bytes.Buffer
		rows := slices.Repeat(results(), 500)
		write(t, open, &a, rows)
		write(t, open, &b, slices.Collect(slices.Chunk(rows, 1))...)
		if !bytes.Equal(a.Bytes(), b.Bytes()) {
			t.Errorf("%s: other bytes when written row by row", name)
		}
	}
}

func TestATableWithoutRowsHasAHeader(t *testing.T) {
	var book bytes.Buffer
	write(t, NewXLSXWriter, &book)
	if got := xlsxTable(t, book.Bytes(), ""); len(got) != 1 || !slices.Equal(got[0], Columns[:]) {
		t.Errorf("xlsx: %q", got)
	}
	var pq bytes.Buffer
	write(t, NewParquetWriter, &pq)
	p, err := parquet.Open(bytes.NewReader(pq.Bytes()), int64(pq.Len()))
	if err != nil || !slices.Equal(p.Columns(), Columns[:]) {
		t.Fatalf("Parquet: %v", err)
	}
	if _, err := p.Next(); !errors.Is(err, io.EOF) {
		t.Errorf("Parquet: %v", err)
	}
}

// What does not fit into a sheet goes on in the next, header and all.
func TestAFullSheetIsFollowedByAnother(t *testing.T) {
	var rows []Result
	for i := range 9 {
		rows = append(rows, Result{Row: int64(i + 1), ID: fmt.Sprint("subject ", i)})
	}
	var book bytes.Buffer
	write(t, func(w io.Writer) (Writer, error) { return newXLSXWriter(w, 5), nil }, &book, rows)
	seen := 0
	for _, sheet := range []string{"results", "results 2", "results 3"} {
		table := xlsxTable(t, book.Bytes(), sheet)
		if !slices.Equal(table[0], Columns[:]) || len(table) > 5 {
			t.Errorf("sheet %q: %d rows, first %q", sheet, len(table), table[0])
		}
		for _, row := range table[1:] {
			if row[1] != rows[seen].ID {
				t.Errorf("sheet %q: %q, want %q", sheet, row[1], rows[seen].ID)
			}
			seen++
		}
	}
	if seen != len(rows) {
		t.Errorf("%d rows, want %d", seen, len(rows))
	}
}

// A spreadsheet program refuses a cell of more than 32,767 UTF-16 units.
func TestATextTooLongForACellIsCutVisibly(t *testing.T) {
	for name, tc := range map[string]struct {
		text string
		cut  bool
	}{
		"as long as can be":   {strings.Repeat("x", maxCellUnits), false},
		"one too long":        {strings.Repeat("x", maxCellUnits+1), true},
		"long in bytes alone": {strings.Repeat("ш", maxCellUnits), false},
		"long in units":       {strings.Repeat("𝄞", maxCellUnits/2+1), true},
	} {
		var book bytes.Buffer
		write(t, NewXLSXWriter, &book, []Result{{Row: 1, Evidence: tc.text}})
		got := xlsxTable(t, book.Bytes(), "")[1][10]
		head, cut := strings.CutSuffix(got, "…")
		if cut != tc.cut || !strings.HasPrefix(tc.text, head) || !cut && got != tc.text || utf16Len(got) > maxCellUnits || len(head) < maxCellUnits-10 {
			t.Errorf("%s: %d bytes of %d, cut %v", name, len(got), len(tc.text), cut)
		}
	}
}
