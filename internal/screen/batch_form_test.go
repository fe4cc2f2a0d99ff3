package screen

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"deciban/internal/screen/tabular"
)

// runInput runs a batch over a file, or any other reader.
func runInput(in io.Reader, opt TableOptions) (string, BatchStats, error) {
	subjects, err := OpenSubjects(in, opt)
	if err != nil {
		return "", BatchStats{}, err
	}
	var out bytes.Buffer
	stats, err := newBatch(2).Run(context.Background(), subjects, &out)
	return out.String(), stats, errors.Join(err, subjects.Close())
}

func packed(t testing.TB, packing, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	z, err := tabular.NewCompressor(packing, &b)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(z, text); err != nil {
		t.Fatal(err)
	}
	if err := z.EndFrame(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func fixture(t testing.TB, name string) *os.File {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// The fixtures were written by other programs' libraries: subjects.xlsx by
// excelize, subjects.parquet by Apache Arrow.
const fixtureRows = `id,schema,name,birthDate,country
1,Person,Zebedee Quillfeather;Zeb,1970-01-02,gb;fr
2,,Ottoline Brackenbury,1931-12-31,
3,Company,Brackenbury & Söhne <GmbH>,,de
`

var (
	parquetColumns = TableOptions{Columns: []ColumnName{{"id", "id"}, {"schema", "schema"}, {"name", "name"}, {"birthDate", "birthDate"}, {"country", "country"}}}
	sheetColumns   = TableOptions{Sheet: "customers 2026", Columns: []ColumnName{{"id", "No."}, {"schema", "Kind"}, {"name", "Full name"}, {"birthDate", "Born"}, {"country", "Nation"}}}
)

func TestAllFormsOfInputSayTheSame(t *testing.T) {
	want, _, err := runInput(strings.NewReader(fixtureRows), TableOptions{})
	if err != nil {
		t.Fatal(err)
	}
	// The fixtures end in a row without a name.
	last := func(where string) string {
		return `{"id":"4","error":"` + where + `: name: is missing, and there is no identifier either","snapshot":"snap","model":"m1"}` + "\n"
	}
	for name, tc := range map[string]struct {
		in   io.Reader
		opt  TableOptions
		want string
	}{
		"CSV, gzip":        {bytes.NewReader(packed(t, "gzip", fixtureRows)), TableOptions{}, want},
		"CSV, zstd":        {bytes.NewReader(packed(t, "zstd", fixtureRows)), TableOptions{}, want},
		"Parquet":          {fixture(t, "subjects.parquet"), parquetColumns, want + last("row 4")},
		"xlsx":             {fixture(t, "subjects.xlsx"), sheetColumns, want + last(`row 4 (row 6 of the sheet): column \"Full name\"`)},
		"xlsx from a pipe": {io.MultiReader(fixture(t, "subjects.xlsx")), sheetColumns, want + last(`row 4 (row 6 of the sheet): column \"Full name\"`)},
		"columns in another order": {
			strings.NewReader("x,Name,Born,,Nation,y\n1,Zebedee Quillfeather;Zeb,1970-01-02,,gb;fr,1\n2,Ottoline Brackenbury,1931-12-31,,,\n"),
			TableOptions{Columns: []ColumnName{{"country", "Nation"}, {"name", "Name"}, {"id", "x"}}}, want[:strings.LastIndex(want, `{"id":"3"`)],
		},
	} {
		got, _, err := runInput(tc.in, tc.opt)
		// A list in Parquet needs no separator, so a semicolon is one.
		got = strings.ReplaceAll(got, "Zeb; Quill", "Zeb")
		if err != nil || got != tc.want {
			t.Errorf("%s: %v\ngot  %s\nwant %s", name, err, got, tc.want)
		}
	}
}

func TestWrongTablesAreRefusedWithTheColumn(t *testing.T) {
	column := func(property, name string) TableOptions {
		return TableOptions{Columns: []ColumnName{{property, name}}}
	}
	parquetFile, err := io.ReadAll(fixture(t, "subjects.parquet"))
	if err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		in   io.Reader
		opt  TableOptions
		want string
	}{
		"unknown column of a sheet":    {fixture(t, "subjects.xlsx"), TableOptions{Sheet: "customers 2026"}, `row 1 of the sheet: column "No." is neither`},
		"unknown sheet":                {fixture(t, "subjects.xlsx"), TableOptions{Sheet: "2025"}, `no sheet "2025", only ["Sheet1" "customers 2026"]`},
		"sheet of CSV":                 {strings.NewReader(fixtureRows), TableOptions{Sheet: "x"}, "no spreadsheet"},
		"unknown column of Parquet":    {fixture(t, "subjects.parquet"), TableOptions{}, `column "modified"`},
		"record as a text":             {fixture(t, "subjects.parquet"), column("name", "account"), `column "account" is a record`},
		"column that is not there":     {strings.NewReader(fixtureRows), column("name", "Name"), `no column "Name", only "id, schema, name, birthDate, country"`},
		"property that is not there":   {strings.NewReader(fixtureRows), column("nom", "name"), `"nom" is neither`},
		"column that is there twice":   {strings.NewReader("a,a\nx,y\n"), column("name", "a"), "twice"},
		"columns of JSON lines":        {strings.NewReader(`{"id":"a"}`), column("name", "a"), "JSON lines have no columns"},
		"Parquet through a pipe":       {bytes.NewReader(parquetFile), TableOptions{}, "not through a pipe"},
		"Parquet in gzip":              {bytes.NewReader(packed(t, "gzip", string(parquetFile))), TableOptions{}, "not compressed again"},
		"gzip in zstd":                 {bytes.NewReader(packed(t, "zstd", string(packed(t, "gzip", "x")))), TableOptions{}, "a gzip file within a compressed one"},
		"zip that is no workbook":      {strings.NewReader("PK\x03\x04" + strings.Repeat("x", 50)), TableOptions{}, "cut off"},
		"gzip cut in its first bytes":  {bytes.NewReader(packed(t, "gzip", fixtureRows)[:9]), TableOptions{}, "cut off"},
		"gzip of nothing":              {bytes.NewReader(packed(t, "gzip", " ")), TableOptions{}, "the input is empty"},
		"gzip without the JSON's rest": {bytes.NewReader(packed(t, "gzip", "[{}]")), TableOptions{}, "a JSON array"},
	} {
		_, _, err := runInput(tc.in, tc.opt)
		if err == nil || !strings.HasPrefix(err.Error(), "read subjects: ") || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: got %v, want it to say %q", name, err, tc.want)
		}
	}
}

func TestABadValueNamesItsColumn(t *testing.T) {
	got, _, err := runInput(strings.NewReader("No.,Name,Born\n1,x,31.31.1970\n"), TableOptions{Columns: []ColumnName{{"id", "No."}, {"name", "Name"}, {"birthDate", "Born"}}})
	if err != nil || !strings.Contains(got, `{"id":"1","error":"row 1 (line 2): column \"Born\": birthDate \"31.31.1970\": `) {
		t.Errorf("%v: %s", err, got)
	}
}

// Rows before the place where a file was cut are screened, and the error says
// what happened.
func TestRowsBeforeACutAreScreened(t *testing.T) {
	input := manyRows(9000)
	want, _, err := runInput(strings.NewReader(input), TableOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for _, packing := range []string{"gzip", "zstd"} {
		whole := packed(t, packing, input)
		for _, n := range []int{len(whole) - 1, len(whole) * 9 / 10, len(whole) / 2} {
			got, stats, err := runInput(bytes.NewReader(whole[:n]), TableOptions{})
			var cut *InputError
			if !errors.As(err, &cut) || !strings.Contains(err.Error(), "the "+packing+" data ends before its end: the file is cut off") {
				t.Errorf("%s: %v", packing, err)
			}
			if !strings.HasPrefix(want, got) || strings.Count(got, "\n") != stats.Rows || got != "" && !strings.HasSuffix(got, "\n") {
				t.Errorf("%s: the lines are not those of the first %d rows", packing, stats.Rows)
			}
			if n == len(whole)-1 && stats.Rows < 7000 {
				t.Errorf("%s: only %d rows of a file that lacks a byte", packing, stats.Rows)
			}
		}
	}
}

func TestFormsAreToldByTheName(t *testing.T) {
	for name, want := range map[string]ResultForm{
		"": {"jsonl", ""}, "r": {"jsonl", ""}, "r.jsonl": {"jsonl", ""}, "r.ndjson": {"jsonl", ""}, "a/b.c/r.CSV": {"csv", ""}, "r.csv.gz": {"csv", "gzip"},
		"r.jsonl.zst": {"jsonl", "zstd"}, "r.gz": {"jsonl", "gzip"}, "r.csv.zstd": {"csv", "zstd"}, "r.xlsx": {"xlsx", ""}, "r.parquet": {"parquet", ""}, "csv": {"jsonl", ""},
	} {
		if got, err := ResultFormOf(name); err != nil || got != want {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
	for _, name := range []string{"r.xlsx.gz", "r.parquet.zst"} {
		if _, err := ResultFormOf(name); err == nil || !strings.Contains(err.Error(), "compressed in itself") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// In a table no subject is lost: who has no match, or could not be screened,
// has a row too.
func TestEverySubjectHasARowInATable(t *testing.T) {
	b := newBatch(1)
	b.CSV = true
	b.Options.Min = 5 * 100
	got, _, err := runBatch(t, b, `{"id":"a","properties":{"name":["Li Wei, 2"]}}
{"id":"b","properties":{"name":["x"]}}
{"id":"c","properties":{}}
`)
	want := `row,id,rank,entry,dataset,caption,schema,decibans,probability,name,evidence,threshold,error,snapshot,model,stale
1,a,1,"entry-Li Wei, 2",list,"Li Wei, 2",Person,9,0.25,"Li Wei, 2","+9.00 name Li Wei, 2 = Li Wei, 2 (same <spelling> & all)",,,snap,m1,
2,b,,,,,,,,,,,,snap,m1,
3,c,,,,,,,,,,,"row 3 (line 3): name: is missing, and there is no identifier either",snap,m1,
`
	if err != nil || got != want {
		t.Errorf("%v\ngot  %s\nwant %s", err, got, want)
	}
}

// A compressed stream is the compressed file's bytes, and unpacks to the plain
// one's.
func TestPackedResultsUnpack(t *testing.T) {
	input := manyRows(2500)
	want, _, err := runBatch(t, newBatch(3), input)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	p, err := NewPackedResults(&out, "gzip")
	if err != nil {
		t.Fatal(err)
	}
	in, err := NewSubjectReader(strings.NewReader(input))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := newBatch(3).Run(t.Context(), in, p); err != nil {
		t.Fatal(err)
	}
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	z, err := gzip.NewReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(z); err != nil || string(got) != want {
		t.Errorf("%d bytes, want %d; %v", len(got), len(want), err)
	}
}

// memory is a file that lies in memory.
type memory struct {
	*bytes.Reader
	os.FileInfo
}

func (m memory) Stat() (os.FileInfo, error) { return m, nil }
func (m memory) Size() int64                { return m.Reader.Size() }
func (m memory) Mode() os.FileMode          { return 0 }

// Whatever the input, packed or not, reading it ends.
func FuzzSubjects(f *testing.F) {
	for _, name := range []string{"subjects.xlsx", "subjects.parquet"} {
		b, err := io.ReadAll(fixture(f, name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b, "Sheet1", "name")
		f.Add(b, "customers 2026", "Full name")
	}
	for _, packing := range []string{"gzip", "zstd"} {
		f.Add(packed(f, packing, fixtureRows), "", "")
	}
	f.Add([]byte(fixtureRows), "", "name")
	f.Fuzz(func(t *testing.T, data []byte, sheet, column string) {
		opt := TableOptions{Sheet: sheet}
		if column != "" {
			opt.Columns = []ColumnName{{"name", column}}
		}
		in, err := OpenSubjects(memory{Reader: bytes.NewReader(data)}, opt)
		if err != nil {
			return
		}
		for i := 1; i < 1000; i++ {
			r, err := in.next()
			if err != nil {
				break
			}
			if r.number != i {
				t.Fatalf("row %d has the number %d", i, r.number)
			}
			_, _, _ = r.subject()
		}
		if err := in.Close(); err != nil {
			t.Error(err)
		}
	})
}
