package lists

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"deciban/internal/entity"
	"deciban/internal/testkit"
)

// real are the official files that shared holds of the formats read here.
var real = []string{
	"us_ofac_sdn/2019-01", "us_ofac_sdn/2021-07", "us_ofac_sdn/2021-08-18T093901", "us_ofac_sdn/2021-09-02T184941",
	"us_ofac_sdn/2021-10-06T184829", "us_ofac_sdn/2021-11-08T184932", "us_ofac_sdn/2021-12-02T014159",
	"us_ofac_cons/2018-04", "us_ofac_cons/2025-12",
	"us_ofac_cons/2018-04/consolidated.xml", "us_ofac_cons/2018-04/cons_prim.pip", "us_ofac_cons/2018-04/cons_prim.del", "us_ofac_cons/2018-04/cons_prim.ff",
	"us_ofac_cons/2025-03/consolidated.xml",
	"gb_hmt_sanctions/sanctionsconlist_2018-04-13.csv",
	"eu_fsf/eu_global_2016-02-11_partial.xml", "eu_fsf/eu_csv_2018-07-04_short.csv",
	"us_trade_csl/consolidated_2022-05.csv", "us_trade_csl/us_bis_dpl_2021-07.txt",
	"au_dfat_sanctions/regulation8_consolidated_2024-12.xlsx",
	"ca_dfatd_sema_sanctions/sema_2020-04.xml", "ca_dfatd_sema_sanctions/sema_2025-05.xml",
	"un_sc_sanctions/un_2018-06-07.xml", "un_sc_sanctions/un_2018-06-21.xml", "un_sc_sanctions/un_2020-03-20.xml", "un_sc_sanctions/un_2022-10-21.xml",
}

// counted is what both counts say of one vintage.
type counted struct{ Entries, Names, Dates, Identifiers, Addresses int }

// independent runs testdata/count_lists.py, which shares no code with the
// readers.
func independent(t *testing.T, path string) counted {
	t.Helper()
	python, err := exec.LookPath("python3")
	if err != nil {
		if os.Getenv(testkit.EnvRequireAll) == "1" {
			t.Fatal("needs python3 for the independent count")
		}
		t.Skip("needs python3 for the independent count")
	}
	out, err := exec.Command(python, filepath.Join("..", "..", "testdata", "count_lists.py"), path).Output()
	if err != nil {
		t.Fatalf("count_lists.py: %v", err)
	}
	var c counted
	if err := json.Unmarshal(out, &c); err != nil {
		t.Fatalf("count_lists.py said %q: %v", out, err)
	}
	return c
}

// maxUnparsed is the share of remark clauses, in percent, that a vintage may
// have left without being understood; the issue allows 2.
const maxUnparsed = 0.5

func TestRealListsAgreeWithAnIndependentCount(t *testing.T) {
	var table strings.Builder
	const collection = "ftm/zala.entities.ftm.json" // its entities are of many datasets
	for _, name := range append(slices.Clone(real), collection) {
		path := testkit.Shared(t, append([]string{"lists"}, strings.Split(name, "/")...)...)
		o := Options{}
		if name == collection {
			o.Dataset = "ftm"
		}
		l, err := Read(context.Background(), path, o)
		if err != nil {
			t.Fatal(err)
		}
		if want := strings.Split(name, "/")[0]; l.Dataset != want && !(l.Dataset == "us_bis_denied" && want == "us_trade_csl") {
			t.Errorf("%s: dataset %q", name, l.Dataset)
		}
		c := l.Counts
		got, want := counted{c.Entries, c.Names, c.BirthDates, c.Numbers, c.Addresses}, independent(t, path)
		if got != want {
			t.Errorf("%s: Deciban counts %+v, the independent count %+v", name, got, want)
		}
		unparsed := "–"
		if c.Clauses > 0 {
			percent := 100 * float64(c.ClausesUnparsed) / float64(c.Clauses)
			if percent > maxUnparsed {
				t.Errorf("%s: %.2f %% of %d clauses are not understood", name, percent, c.Clauses)
			}
			unparsed = fmt.Sprintf("%d of %d (%.2f %%)", c.ClausesUnparsed, c.Clauses, percent)
		} else {
			unparsed = fmt.Sprintf("%d values", len(l.Unparsed))
		}
		both := func(a, b int) string { return fmt.Sprintf("%d / %d", a, b) }
		fmt.Fprintf(&table, "| %s | %s | %s | %s | %s | %s | %s |\n", name, both(got.Entries, want.Entries), both(got.Names, want.Names),
			both(got.Dates, want.Dates), both(got.Identifiers, want.Identifiers), both(got.Addresses, want.Addresses), unparsed)
		if name != collection { // an excerpt, of which links lead out
			check(t, name, l)
		}
	}
	documented(t, table.String())
}

// check holds what must be true of every list.
func check(t *testing.T, name string, l *List) {
	t.Helper()
	ids := map[string]*entity.Entity{}
	for _, e := range l.Entities {
		if ids[e.ID] != nil {
			t.Errorf("%s: id %s stands twice", name, e.ID)
		}
		ids[e.ID] = e
	}
	wrong, dates := 0, 0
	for _, e := range l.Entities {
		if e.Target && e.First("name") == "" {
			t.Errorf("%s: entry %s has no name", name, e.ID)
		}
		for _, s := range e.Statements {
			p := e.Schema.Property(s.Prop)
			switch {
			case p == nil:
				t.Fatalf("%s: %s %s has a statement of property %s", name, e.Schema, e.ID, s.Prop)
			case s.Place.File == "" || s.Place.Line == 0:
				t.Fatalf("%s: %s of %s has no place", name, s.Prop, e.ID)
			case s.Dataset != l.Dataset:
				t.Fatalf("%s: %s of %s is of dataset %q", name, s.Prop, e.ID, s.Dataset)
			case p.Type == "entity" && (ids[s.Value] == nil || p.Range != "" && !ids[s.Value].Schema.IsA(p.Range)):
				t.Errorf("%s: %s of %s leads to %q", name, s.Prop, e.ID, s.Value)
			case p.Type == "date" && s.Remark == "":
				if _, err := entity.ParseDate(s.Value); err != nil {
					t.Errorf("%s: %s of %s: %v", name, s.Prop, e.ID, err)
				}
			}
			if s.Remark != "" && p.Type == "date" {
				wrong++
			}
			if p.Type == "date" {
				dates++
			}
		}
	}
	if wrong > 3 && wrong*500 > dates { // 0.2 %: typing errors of the publisher's
		t.Errorf("%s: %d of %d dates could not be read", name, wrong, dates)
	}
	for _, f := range l.Sources {
		if f.Size == 0 || len(f.SHA256) != 64 {
			t.Errorf("%s: source %+v", name, f)
		}
	}
}

// The table of counts in the documents stands between these lines.
const (
	docFile  = "../../docs/lists.md"
	docBegin = "<!-- counts: go test ./internal/lists -run RealLists -update -->\n"
	docEnd   = "<!-- end of counts -->\n"
)

// documented compares the table of counts with the one in docs/lists.md, or
// writes it there with -update.
func documented(t *testing.T, rows string) {
	t.Helper()
	want := "| vintage | entries | names | dates of birth | identifiers | addresses | not understood |\n|---|---|---|---|---|---|---|\n" + rows
	text, err := os.ReadFile(docFile)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, ok := strings.Cut(string(text), docBegin)
	got, tail, ok2 := strings.Cut(rest, docEnd)
	if !ok || !ok2 {
		t.Fatalf("%s has no place for the counts", docFile)
	}
	if got == want {
		return
	}
	if !*update {
		t.Errorf("the counts in %s are not those measured (run with -update):\n%s", docFile, diff(got, want))
		return
	}
	if err := os.WriteFile(docFile, []byte(head+docBegin+want+docEnd+tail), 0o666); err != nil {
		t.Fatal(err)
	}
}

// TestFollowTheMoneyOfSeveralDatasetsNeedsAName reads a file of OpenSanctions'
// own test data, whose entities stand on several lists.
func TestFollowTheMoneyOfSeveralDatasetsNeedsAName(t *testing.T) {
	path := testkit.Shared(t, "lists", "ftm", "zala.entities.ftm.json")
	if _, err := Read(context.Background(), path, Options{}); err == nil || !strings.Contains(err.Error(), "--dataset") {
		t.Errorf("error %v", err)
	}
	l, err := Read(context.Background(), path, Options{Dataset: "xx_zala"})
	if err != nil {
		t.Fatal(err)
	}
	if l.Counts.Entries != 17 || l.Counts.BySchema["Person"] != 6 || l.Counts.Parts["Sanction"] != 41 {
		t.Errorf("counts %+v", l.Counts)
	}
}

// TestReadingIsTheSameEachTime reads a list twice and compares everything.
func TestReadingIsTheSameEachTime(t *testing.T) {
	for _, name := range []string{"us_ofac_sdn/2021-07", "un_sc_sanctions/un_2022-10-21.xml"} {
		path := testkit.Shared(t, append([]string{"lists"}, strings.Split(name, "/")...)...)
		var first string
		for range 2 {
			l, err := Read(context.Background(), path, Options{})
			if err != nil {
				t.Fatal(err)
			}
			if text := render(l); first == "" {
				first = text
			} else if text != first {
				t.Errorf("%s: the second reading differs:\n%.2000s", name, diff(first, text))
			}
		}
	}
}

// TestEachByteIsCountedAsProgress follows the bytes to the end of all files.
func TestEachByteIsCountedAsProgress(t *testing.T) {
	dir := folder(t, map[string]string{"sdn.csv": manyRows(5000), "alt.csv": `1000,12,"aka","X",-0- ` + "\n"})
	var last, total int64
	calls := 0
	_, err := Read(context.Background(), dir, Options{Progress: func(done, of int64) {
		if done < last {
			t.Errorf("%d bytes after %d", done, last)
		}
		last, total = done, of
		calls++
	}})
	if err != nil {
		t.Fatal(err)
	}
	if last != total || calls < 5 {
		t.Errorf("%d of %d bytes in %d calls", last, total, calls)
	}
}

func BenchmarkReadOFAC(b *testing.B) {
	path := testkit.Shared(b, "lists", "us_ofac_sdn", "2021-07")
	for b.Loop() {
		if _, err := Read(context.Background(), path, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReadUN(b *testing.B) {
	path := testkit.Shared(b, "lists", "un_sc_sanctions", "un_2022-10-21.xml")
	for b.Loop() {
		if _, err := Read(context.Background(), path, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
