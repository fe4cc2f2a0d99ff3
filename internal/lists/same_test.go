package lists

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"deciban/internal/entity"
	"deciban/internal/testkit"

	"golang.org/x/tools/txtar"
)

// readFixture reads the files of a fixture.
func readFixture(t *testing.T, name string) *List {
	t.Helper()
	a, err := txtar.ParseFile(filepath.Join("testdata", name+".txtar"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, f := range a.Files {
		if f.Name != "want" {
			if err := os.WriteFile(filepath.Join(dir, f.Name), fixture(f.Data, false), 0o666); err != nil {
				t.Fatal(err)
			}
		}
	}
	l, err := Read(context.Background(), dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// said is what an entity says, whatever the order and the places.
func said(e *entity.Entity) string {
	lines := []string{e.ID + " " + e.Schema.Name}
	for _, s := range e.Statements {
		lines = append(lines, s.Prop+" = "+s.Value)
	}
	slices.Sort(lines[1:])
	return strings.Join(slices.Compact(lines), "\n") + "\n"
}

// TestThreeFormatsOfOFACGiveTheSameEntity reads the same parties from the CSV
// files, the simple XML and the advanced XML. Only the advanced XML has names in
// other scripts, which are left out.
func TestThreeFormatsOfOFACGiveTheSameEntity(t *testing.T) {
	read := func(name string) string {
		var all []string
		for _, e := range readFixture(t, name).Entities {
			switch e.Schema.Name {
			case "Person", "Company", "Vessel", "Passport", "CryptoWallet":
				e.Statements = slices.DeleteFunc(e.Statements, func(s entity.Statement) bool { return s.Prop == "alias" && strings.HasSuffix(s.Value, "ПРИМЕР") })
				all = append(all, said(e))
			}
		}
		slices.Sort(all)
		return strings.Join(all, "")
	}
	want := read("ofac-same")
	for _, name := range []string{"ofac-xml", "ofac-advanced"} {
		if got := read(name); got != want {
			t.Errorf("%s differs from the CSV files:\n%s", name, diff(want, got))
		}
	}
}

// TestRealTablesAndXMLGiveTheSameEntities reads OFAC's consolidated list of one
// day from both files that there are. Only quotation marks within names differ,
// which the tables cannot hold, and a point at the end of a remark.
func TestRealTablesAndXMLGiveTheSameEntities(t *testing.T) {
	dir := testkit.Shared(t, "lists", "us_ofac_cons", "2018-04")
	read := func(path string) (map[string]string, int) {
		l, err := Read(context.Background(), path, Options{})
		if err != nil {
			t.Fatal(err)
		}
		all := map[string]string{}
		for _, e := range l.Entities {
			for i := range e.Statements {
				s := &e.Statements[i]
				s.Value = strings.TrimSuffix(strings.ReplaceAll(s.Value, `"`, "'"), ".")
			}
			// An address has its number only in the tables' own.
			if e.Schema.Name != "Address" {
				e.Statements = slices.DeleteFunc(e.Statements, func(s entity.Statement) bool { return s.Prop == "addressEntity" })
				all[e.ID] = said(e)
			}
		}
		return all, l.Counts.Entries
	}
	tables, n := read(dir) // of several forms of a list the tables are read
	xml, m := read(filepath.Join(dir, "consolidated.xml"))
	if n != 639 || m != 639 {
		t.Errorf("%d and %d entries", n, m)
	}
	differ := 0
	for id, want := range tables {
		if xml[id] != want {
			differ++
			t.Errorf("%s differs:\n%s", id, diff(want, xml[id]))
		}
	}
	for id := range xml {
		if _, ok := tables[id]; !ok {
			t.Errorf("only the XML has %s", id)
		}
	}
	t.Logf("%d entities, %d differ", len(tables), differ)
}

// TestTheUKListIsTheSameFromCSVAndXML reads the same designations from both
// files of the Foreign Office.
func TestTheUKListIsTheSameFromCSVAndXML(t *testing.T) {
	read := func(name string) string {
		var b strings.Builder
		for _, e := range readFixture(t, name).Entities {
			// The unknown element is named as each file names it.
			e.Statements = slices.DeleteFunc(e.Statements, func(s entity.Statement) bool { return strings.HasSuffix(s.Value, ": 43") })
			b.WriteString(said(e))
		}
		return b.String()
	}
	if want, got := read("uk-fcdo-csv"), read("uk-fcdo-xml"); got != want {
		t.Errorf("the XML differs from the CSV:\n%s", diff(want, got))
	}
}

// TestNothingOfAFixtureIsLost looks for the element that no format knows in
// what was not understood.
func TestNothingOfAFixtureIsLost(t *testing.T) {
	for _, name := range []string{"uk-fcdo-csv", "uk-fcdo-xml", "eu-xml11", "eu-csv", "ca-sema", "us-csl-json", "ofac-xml", "ofac-advanced", "un"} {
		found := false
		for _, p := range readFixture(t, name).Unparsed {
			found = found || strings.HasSuffix(p.Value, "43")
		}
		if !found {
			t.Errorf("%s: the unknown element is lost", name)
		}
	}
}

// TestSpellingsAreBounded gives a name parts with so many variants that their
// combinations would be a billion.
func TestSpellingsAreBounded(t *testing.T) {
	var parts strings.Builder
	for i := range 6 {
		fmt.Fprintf(&parts, `<name-part order="%d"><value>p%d</value>`, i, i)
		for v := range 30 {
			fmt.Fprintf(&parts, "<spelling-variant>p%dv%d</spelling-variant>", i, v)
		}
		parts.WriteString("</name-part>")
	}
	dir := folder(t, map[string]string{"x.xml": `<swiss-sanctions-list date="2031-02-03"><target ssid="1"><entity><identity main="true"><name name-type="primary-name">` + parts.String() +
		`</name></identity></entity><modification modification-type="listed"/></target></swiss-sanctions-list>`})
	l, err := Read(context.Background(), dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if c := l.Counts; c.Entries != 1 || c.Primary != 1 || c.Aliases > 64 || c.Names < 150 || len(l.Problems) != 1 {
		t.Errorf("counts %+v, problems %d", c, len(l.Problems))
	}
}
