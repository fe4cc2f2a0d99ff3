package lists

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"deciban/internal/entity"

	"golang.org/x/tools/txtar"
)

// One target for each reader: its fixture, from which something is taken and
// into which something is put.

func FuzzReadOFACTables(f *testing.F)     { fuzzReader(f, "ofac") }
func FuzzReadOFACXML(f *testing.F)        { fuzzReader(f, "ofac-xml") }
func FuzzReadOFACAdvanced(f *testing.F)   { fuzzReader(f, "ofac-advanced") }
func FuzzReadUN(f *testing.F)             { fuzzReader(f, "un") }
func FuzzReadEUXML(f *testing.F)          { fuzzReader(f, "eu-xml11") }
func FuzzReadEUGlobal(f *testing.F)       { fuzzReader(f, "eu-xml10") }
func FuzzReadEUTable(f *testing.F)        { fuzzReader(f, "eu-csv") }
func FuzzReadUKXML(f *testing.F)          { fuzzReader(f, "uk-fcdo-xml") }
func FuzzReadUKTable(f *testing.F)        { fuzzReader(f, "uk-fcdo-csv") }
func FuzzReadUKConList(f *testing.F)      { fuzzReader(f, "uk-ofsi") }
func FuzzReadSwiss(f *testing.F)          { fuzzReader(f, "ch-seco") }
func FuzzReadCanada(f *testing.F)         { fuzzReader(f, "ca-sema") }
func FuzzReadScreeningTable(f *testing.F) { fuzzReader(f, "us-csl-csv") }
func FuzzReadScreeningJSON(f *testing.F)  { fuzzReader(f, "us-csl-json") }
func FuzzReadDeniedPersons(f *testing.F)  { fuzzReader(f, "us-bis-dpl") }
func FuzzReadEntities(f *testing.F)       { fuzzReader(f, "ftm") }
func FuzzReadSimpleTargets(f *testing.F)  { fuzzReader(f, "ftm-simple") }
func FuzzReadOwnTable(f *testing.F)       { fuzzReader(f, "table") }
func FuzzReadMappedTable(f *testing.F)    { fuzzReader(f, "table-mapped") }

// FuzzReadAustralia puts anything into the cells of a workbook.
func FuzzReadAustralia(f *testing.F) {
	f.Add("101", "Ivan Example", "Individual", "Primary Name", "a) 1951; b) 1952", "Title: a) Dr b) Haji. Passport no.: A1234567 (Russia)_x000D_")
	f.Add("101a", "Иван", "Entity", "aka", "18798", "IMO: 9187629 <a>")
	f.Fuzz(func(t *testing.T, number, name, kind, nameKind, born, prose string) {
		cell := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
		row := []string{number, name, kind, nameKind, born, "", "", prose, prose, "Listed on: 4 Oct. 2018", "Autonomous (Testland)", "@43860"}
		for i := range row {
			row[i] = cell.Replace(row[i])
		}
		dir := t.TempDir()
		data := workbook(t, dfatHeader, []string{"#101", "Ivan Example", "Individual", "Primary Name"}, row)
		if err := os.WriteFile(filepath.Join(dir, "list.xlsx"), data, 0o666); err != nil {
			t.Fatal(err)
		}
		readsOrSaysWhy(t, dir, "")
	})
}

// fuzzReader changes the files of a fixture, of which the first stays the list's
// main one.
func fuzzReader(f *testing.F, name string) {
	a, err := txtar.ParseFile(filepath.Join("testdata", name+".txtar"))
	if err != nil {
		f.Fatal(err)
	}
	dataset := setting(string(a.Comment), "dataset")
	for i, file := range a.Files {
		if file.Name == "want" {
			a.Files = append(a.Files[:i:i], a.Files[i+1:]...)
			break
		}
	}
	for i, file := range a.Files {
		n := len(file.Data)
		f.Add(i, n/2, 0, "<a>x</a>")
		f.Add(i, n/3, 7, `","`)
		f.Add(i, n*3/4, n, "")
		f.Add(i, n/4, 1, "circa 1958-\u202e;\t(a) 31/02/1999 \x00\xff'\"")
	}
	f.Fuzz(func(t *testing.T, which, at, without int, with string) {
		if len(with) > 10_000 || which < 0 || at < 0 || without < 0 {
			return
		}
		dir := t.TempDir()
		for i, file := range a.Files {
			data := string(fixture(file.Data, false))
			if i == which%len(a.Files) {
				from := at % (len(data) + 1)
				data = data[:from] + with + data[from+min(without, len(data)-from):]
			}
			if err := os.WriteFile(filepath.Join(dir, file.Name), []byte(data), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		readsOrSaysWhy(t, dir, dataset)
	})
}

// readsOrSaysWhy reads a folder: a list that can be stored, or an error that names
// the file or folder and is no longer than a person reads.
func readsOrSaysWhy(t *testing.T, dir, dataset string) {
	t.Helper()
	l, err := Read(context.Background(), dir, Options{Dataset: dataset, Packed: true})
	switch {
	case errors.Is(err, ErrNoEntries):
		return
	case err != nil:
		files, err2 := os.ReadDir(dir)
		if err2 != nil {
			t.Fatal(err2)
		}
		if !errors.Is(err, ErrUnknown) && !slices.ContainsFunc(files, func(f os.DirEntry) bool { return strings.Contains(err.Error(), f.Name()) }) {
			t.Errorf("error %v names no file", err)
		}
		if len(err.Error()) > 2000 {
			t.Errorf("an error of %d bytes: %.300s", len(err.Error()), err.Error())
		}
		return
	}
	entries := 0
	err = l.Each(func(e *entity.Entity) error {
		if e.ID == "" || e.Schema == nil || len(e.Datasets) == 0 {
			t.Errorf("an entity without id, schema or dataset: %+v", e)
		}
		for _, s := range e.Statements {
			p := e.Schema.Property(s.Prop)
			if p == nil || s.Value == "" || s.Place.File == "" {
				t.Errorf("a statement without property, value or place: %+v", s)
			}
		}
		entries++
		return nil
	})
	if err != nil || entries == 0 || l.Counts.Entries == 0 {
		t.Errorf("%d entities, %+v, %v", entries, l.Counts, err)
	}
}
