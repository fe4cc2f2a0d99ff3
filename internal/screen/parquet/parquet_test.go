package parquet

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// read reads to the end.
func read(data []byte) (rows [][][]string, err error) {
	p, err := Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	for {
		row, err := p.Next()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return rows, err
		}
		rows = append(rows, row)
	}
}

func fixture(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name+".parquet"))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// The files kinds-*.parquet were written by parquet-go, with a column of each
// type.
func TestEachTypeIsReadAsAPersonWouldWriteIt(t *testing.T) {
	want := [][][]string{
		{
			{"Zoë"}, {"there"}, {"a;b", "c"}, {"x", "y", "z"}, {"-7"}, {"4000000000"}, {"9223372036854775808"}, {"1.5"}, {"0.1"}, {"true"}, {"1931-12-31"},
			{"1969-12-31"}, {"1969-12-31"}, {"1969-12-31"}, {"k"}, nil, nil, {"d", "e"},
		},
		{
			{""}, nil, nil, nil, {"0"}, {"0"}, {"0"}, {"1970"}, {"0"}, {"false"}, {"1970-01-01"},
			{"1970-01-02"}, {"1970-01-02"}, {"1970-01-02"}, {""}, nil, nil, nil,
		},
	}
	for _, name := range []string{"kinds-v1", "kinds-v2"} {
		data := fixture(t, name)
		rows, err := read(data)
		if err != nil || !reflect.DeepEqual(rows, want) {
			t.Errorf("%s: %v\ngot  %q\nwant %q", name, err, rows, want)
		}
		p, err := Open(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		for i, column := range p.Columns() {
			if wrong := column == "decimal" || column == "record"; wrong != (p.WhyNot(i) != nil) {
				t.Errorf("%s: column %s: %v", name, column, p.WhyNot(i))
			}
			if want := column == "list" || column == "plain" || column == "deep"; p.IsList(i) != want {
				t.Errorf("%s: column %s: is a list: %v", name, column, p.IsList(i))
			}
		}
	}
}

// arrowRow is a row of the files that were written by Apache Arrow: 400 rows in
// groups of 150, in pages of a few rows.
func arrowRow(i int) [][]string {
	row := [][]string{{fmt.Sprint(i*i*i - 1_000_000)}, nil, nil, {fmt.Sprint("kind ", i%4)}, nil, nil}
	if i%5 != 0 {
		row[1] = []string{fmt.Sprint(-i * 1_000_003)}
	}
	if i%3 != 0 {
		row[2] = []string{fmt.Sprintf("name %d of %d", i, i%7)}
	}
	if i%11 != 0 {
		for k := range i % 4 {
			row[4] = append(row[4], fmt.Sprint(i, "/", k))
		}
	}
	if i%13 != 0 {
		row[5] = []string{fmt.Sprint(i%2 == 0)}
	}
	return row
}

var arrowFiles = []string{"snappy-v1-dict", "snappy-v2-dict", "gzip-v1-plain", "zstd-v2-delta", "none-v1-delta"}

func TestEachEncodingAndPackingIsRead(t *testing.T) {
	for _, name := range arrowFiles {
		rows, err := read(fixture(t, name))
		if err != nil || len(rows) != 400 {
			t.Errorf("%s: %d rows, %v", name, len(rows), err)
		}
		for i, row := range rows {
			if want := arrowRow(i); !reflect.DeepEqual(row, want) {
				t.Fatalf("%s: row %d: %q, want %q", name, i, row, want)
			}
		}
	}
	if _, err := read(fixture(t, "brotli-v1")); err == nil || !strings.Contains(err.Error(), "packed with brotli, which is not read") {
		t.Errorf("brotli: %v", err)
	}
}

// A column that is left out costs nothing, be it packed as it may.
func TestASkippedColumnIsNotRead(t *testing.T) {
	data := fixture(t, "brotli-v1")
	p, err := Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for i := range p.Columns() {
		p.Skip(i)
	}
	for i := range 400 {
		if row, err := p.Next(); err != nil || len(row) != 6 {
			t.Fatalf("row %d: %q, %v", i, row, err)
		}
	}
	if _, err := p.Next(); !errors.Is(err, io.EOF) {
		t.Errorf("after the last row: %v", err)
	}
}

func TestACutFileSaysSo(t *testing.T) {
	data := fixture(t, "snappy-v1-dict")
	for n := range data {
		if _, err := read(data[:n]); err == nil || !strings.Contains(err.Error(), "cut off") {
			t.Fatalf("cut after %d of %d bytes: %v", n, len(data), err)
		}
	}
}

// Of a file with a damaged page, the rows before are read.
func TestRowsBeforeADamagedPageAreRead(t *testing.T) {
	for _, name := range []string{"gzip-v1-plain", "zstd-v2-delta"} {
		data := fixture(t, name)
		for i := len(data) / 2; i < len(data)/2+100; i++ {
			data[i] ^= 0xff
		}
		rows, err := read(data)
		if err == nil || !strings.Contains(err.Error(), fmt.Sprintf("the Parquet file is damaged at row %d: column ", len(rows)+1)) || len(rows) < 150 {
			t.Errorf("%s: %d rows, %v", name, len(rows), err)
		}
		for i, row := range rows {
			if want := arrowRow(i); !reflect.DeepEqual(row, want) {
				t.Fatalf("%s: row %d: %q, want %q", name, i, row, want)
			}
		}
	}
}

var threeColumns = []Column{{Name: "n", Kind: Int}, {Name: "text", Kind: Text, Optional: true}, {Name: "real", Kind: Real, Optional: true}}

func written(t testing.TB, n int, row func(i int) []Cell) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := NewWriter(&b, threeColumns)
	if err != nil {
		t.Fatal(err)
	}
	for i := range n {
		if err := w.Append(row(i)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func cells(i int) []Cell {
	return []Cell{{Int: int64(i)}, {Text: fmt.Sprint("text ", i), Null: i%3 == 0}, {Real: float64(i) / 2, Null: i/40%2 == 0}}
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	for _, n := range []int{0, 1, 2, 100, groupRows, groupRows + 1} {
		data := written(t, n, cells)
		rows, err := read(data)
		if err != nil || len(rows) != n {
			t.Fatalf("%d rows: %d, %v", n, len(rows), err)
		}
		for i, row := range rows {
			want := [][]string{{fmt.Sprint(i)}, nil, nil}
			if i%3 != 0 {
				want[1] = []string{fmt.Sprint("text ", i)}
			}
			if i/40%2 != 0 {
				want[2] = []string{fmt.Sprint(float64(i) / 2)}
			}
			if !reflect.DeepEqual(row, want) {
				t.Fatalf("row %d: %q, want %q", i, row, want)
			}
		}
	}
	// A group ends when it is large, too.
	large := strings.Repeat("x", groupBytes/4)
	rows, err := read(written(t, 9, func(int) []Cell { return []Cell{{}, {Text: large[:MaxRow-100]}, {Null: true}} }))
	if err != nil || len(rows) != 9 {
		t.Errorf("%d large rows, %v", len(rows), err)
	}
}

// A page of a few bytes can claim to hold millions of values in one row; and a
// row of a few bytes texts without end.
func TestABombIsNotUnfolded(t *testing.T) {
	rows, err := read(written(t, 2, func(int) []Cell { return []Cell{{}, {Text: strings.Repeat("x", MaxRow+1)}, {Null: true}} }))
	if err == nil || len(rows) != 0 || !strings.Contains(err.Error(), `row 1: column "text": more than 1048576 bytes`) {
		t.Errorf("%d rows, %v", len(rows), err)
	}
	run := binary.AppendUvarint(nil, 1<<40) // 2^39 times
	l := leaf{element: element{kind: typeBytes}, maxRep: 1, maxDef: 2}
	p := &pages{leaf: &l, count: maxValues, values: &plain{kind: typeBytes}, rep: 0}
	p.reps, p.defs = hybrid{b: append(run, 1), width: 1}, hybrid{b: append(bytes.Clone(run), 0), width: 2}
	room := MaxRow
	if _, err := p.row(nil, &room); err == nil || !strings.Contains(err.Error(), "more than") {
		t.Errorf("a row of 2^39 absent values: %v", err)
	}
}

func TestAWrongFooterIsRefused(t *testing.T) {
	good := written(t, 3, cells)
	for name, data := range map[string][]byte{
		"length beyond the file": []byte("PAR1xxxxxxxx\xff\xff\xff\xffPAR1"),
		"no footer":              []byte("PAR1xxxxxxxx\x00\x00\x00\x00PAR1"),
		"noise":                  []byte("PAR1" + strings.Repeat("\xa5", 40) + "\x28\x00\x00\x00PAR1"),
		"rows taken out":         append(bytes.Clone(good[:4]), good[60:]...),
	} {
		if _, err := read(data); err == nil || !strings.Contains(err.Error(), "damaged") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := read([]byte("PAR1xxxxxxxx\x00\x00\x00\x00PARE")); err == nil || !strings.Contains(err.Error(), "encrypted") {
		t.Errorf("encrypted: %v", err)
	}
}

// Files of our own have checksums: any changed bit of a page is found. One of a
// header leads to an error or to rows, never to a panic.
func TestAFlippedBitIsFound(t *testing.T) {
	good := written(t, 50, cells)
	f, err := readFooter(bytes.NewReader(good), int64(len(good)))
	if err != nil {
		t.Fatal(err)
	}
	inPage := make([]bool, len(good))
	for i, c := range f.groups[0].chunks {
		p := &pages{leaf: &f.leaves[i], r: bufio.NewReader(bytes.NewReader(good[c.start:])), left: c.size}
		g, err := p.header()
		if err != nil {
			t.Fatal(err)
		}
		for k := range g.packed {
			inPage[c.start+c.size-1-k] = true
		}
	}
	for i := range good {
		for bit := range 8 {
			data := bytes.Clone(good)
			data[i] ^= 1 << bit
			if _, err := read(data); inPage[i] && (err == nil || !strings.Contains(err.Error(), "checksum")) {
				t.Errorf("bit %d of byte %d: %v", bit, i, err)
			}
		}
	}
}

// Whatever the file, reading it ends, without a panic.
func FuzzReader(f *testing.F) {
	// Small ones, since the fuzzer spends its time on making large ones smaller.
	for _, name := range []string{"kinds-v1", "kinds-v2", "zstd-v2-delta"} {
		f.Add(fixture(f, name))
	}
	f.Add(written(f, 10, cells))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := Open(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			return
		}
		for range 2000 {
			row, err := p.Next()
			if err != nil {
				return
			}
			if len(row) != len(p.Columns()) {
				t.Errorf("%d values, %d columns", len(row), len(p.Columns()))
			}
		}
	})
}
