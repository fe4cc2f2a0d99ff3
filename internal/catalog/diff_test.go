package catalog

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"deciban/internal/entity"
	"deciban/internal/lists"
	"deciban/internal/testkit"
)

func ftm(t *testing.T, line string) *entity.Entity {
	t.Helper()
	e, err := entity.Decode([]byte(line))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestDiffNamesWhatChangedByProperty(t *testing.T) {
	former := []*entity.Entity{
		ftm(t, `{"id":"gone","schema":"Person","properties":{"name":["Ottoline"]}}`),
		ftm(t, `{"id":"same","schema":"Person","properties":{"name":["Zeb"]}}`),
		ftm(t, `{"id":"p","schema":"Person","properties":{"name":["A","B"],"birthDate":["1970"]}}`),
		ftm(t, `{"id":"p-sanction","schema":"Sanction","properties":{"entity":["p"],"program":["X"]}}`),
		ftm(t, `{"id":"c","schema":"Organization","properties":{"name":["Marmalade"]}}`),
	}
	next := []*entity.Entity{
		ftm(t, `{"id":"c","schema":"Company","properties":{"name":["Marmalade"]}}`),
		ftm(t, `{"id":"new","schema":"Vessel","properties":{"name":["Star"]}}`),
		ftm(t, `{"id":"p","schema":"Person","properties":{"name":["B","C"],"birthDate":["1970"],"gender":["male"]}}`),
		ftm(t, `{"id":"p-passport","schema":"Passport","properties":{"holder":["p"],"number":["X1"]}}`),
		ftm(t, `{"id":"p-sanction","schema":"Sanction","properties":{"entity":["p"],"program":["Y"]}}`),
		ftm(t, `{"id":"same","schema":"Person","properties":{"name":["Zeb"]}}`),
	}
	next[5].Statements[0].Place = entity.Place{File: "f", Line: 77}
	next[5].Statements[0].LastSeen = "2026-01-01"
	d := Compare("un", former, next)
	got, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"dataset":"un","former":4,"next":4,` +
		`"added":[{"id":"new","schema":"Vessel","caption":"Star"}],` +
		`"removed":[{"id":"gone","schema":"Person","caption":"Ottoline"}],` +
		`"changed":[{"id":"c","schema":"Company","caption":"Marmalade","properties":[{"property":"schema","added":["Company"],"removed":["Organization"]}]},` +
		`{"id":"p","schema":"Person","caption":"B","properties":[{"property":"Passport.number","added":["X1"]},` +
		`{"property":"Sanction.program","added":["Y"],"removed":["X"]},{"property":"gender","added":["male"]},{"property":"name","added":["C"],"removed":["A"]}]}]}`
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if back := Compare("un", next, next); !back.Empty() {
		t.Errorf("nothing changed, but: %+v", back)
	}
	var delta bytes.Buffer
	if err := d.WriteDelta(&delta); err != nil {
		t.Fatal(err)
	}
	var ops []string
	for line := range strings.Lines(delta.String()) {
		var op struct {
			Op     string
			Entity struct{ ID string }
		}
		if err := json.Unmarshal([]byte(line), &op); err != nil {
			t.Fatal(err)
		}
		ops = append(ops, op.Op+" "+op.Entity.ID)
	}
	if want := []string{"MOD c", "DEL gone", "ADD new", "MOD p", "ADD p-passport", "MOD p-sanction"}; !reflect.DeepEqual(ops, want) {
		t.Errorf("delta %q, want %q", ops, want)
	}
}

// apply applies a delta to entities in their FtM form.
func apply(t *testing.T, former []*entity.Entity, delta io.Reader) map[string]string {
	t.Helper()
	state := ftmForm(t, former)
	lines := bufio.NewScanner(delta)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var op struct {
			Op     string
			Entity json.RawMessage
		}
		if err := json.Unmarshal(lines.Bytes(), &op); err != nil {
			t.Fatal(err)
		}
		var head struct{ ID string }
		if err := json.Unmarshal(op.Entity, &head); err != nil {
			t.Fatal(err)
		}
		_, there := state[head.ID]
		switch {
		case op.Op == "DEL" && there:
			delete(state, head.ID)
		case op.Op == "ADD" && !there, op.Op == "MOD" && there:
			state[head.ID] = string(op.Entity)
		default:
			t.Fatalf("%s of %s, which is there: %v", op.Op, head.ID, there)
		}
	}
	return state
}

func ftmForm(t *testing.T, entities []*entity.Entity) map[string]string {
	t.Helper()
	m := map[string]string{}
	for _, e := range entities {
		b, err := entity.Encode(e)
		if err != nil {
			t.Fatal(err)
		}
		m[e.ID] = string(b)
	}
	return m
}

// Every adjacent pair of real vintages: the ids that were added and removed are
// those of a plain comparison of the files, and the delta turns one into the
// other.
func TestDiffOfRealVintagesAgreesWithAPlainComparisonOfTheFiles(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 13 real lists, which the full run does")
	}
	steps := []struct {
		folder   string
		vintages []string
		ids      func(t *testing.T, path string) []string
	}{
		{"us_ofac_sdn", []string{"2019-01", "2021-07", "2021-08-18T093901", "2021-09-02T184941", "2021-10-06T184829", "2021-11-08T184932", "2021-12-02T014159"},
			func(t *testing.T, path string) []string { return firstColumn(t, path+"/sdn.csv") }},
		{"us_ofac_cons", []string{"2018-04", "2025-12"},
			func(t *testing.T, path string) []string { return firstColumn(t, path+"/cons_prim.csv") }},
		// The vintages of one format after the other, and from one to the other.
		{"us_ofac_cons", []string{"2018-04/consolidated.xml", "2025-03/consolidated.xml", "2025-12"}, func(t *testing.T, path string) []string {
			if strings.HasSuffix(path, ".xml") {
				return texts(t, path, "sdnEntry", "uid")
			}
			return firstColumn(t, path+"/cons_prim.csv")
		}},
		{"un_sc_sanctions", []string{"un_2018-06-07.xml", "un_2018-06-21.xml", "un_2020-03-20.xml", "un_2022-10-21.xml"}, func(t *testing.T, path string) []string {
			return texts(t, path, "", "REFERENCE_NUMBER")
		}},
	}
	for _, s := range steps {
		var former *lists.List
		var formerIDs []string
		for i, v := range s.vintages {
			path := testkit.Shared(t, "lists", s.folder, v)
			next, err := lists.Read(t.Context(), path, lists.Options{})
			if err != nil && s.folder == "us_ofac_cons" { // the folder holds the list in other formats too
				next, err = readCons(t, path)
			}
			if err != nil {
				t.Fatal(err)
			}
			ids := s.ids(t, path)
			if i > 0 {
				d := Compare(next.Dataset, former.Entities, next.Entities)
				added, removed := missing(ids, formerIDs), missing(formerIDs, ids)
				if got := bareIDs(d.Added); !reflect.DeepEqual(got, added) {
					t.Errorf("%s → %s: added %d, the files say %d", s.vintages[i-1], v, len(got), len(added))
				}
				if got := bareIDs(d.Removed); !reflect.DeepEqual(got, removed) {
					t.Errorf("%s → %s: removed %d, the files say %d", s.vintages[i-1], v, len(got), len(removed))
				}
				if d.Former != len(formerIDs) || d.Next != len(ids) {
					t.Errorf("%s → %s: %d → %d entries, the files say %d → %d", s.vintages[i-1], v, d.Former, d.Next, len(formerIDs), len(ids))
				}
				t.Logf("%s %s → %s: %d added, %d removed, %d changed", s.folder, s.vintages[i-1], v, len(d.Added), len(d.Removed), len(d.Changed))
				var delta bytes.Buffer
				if len(ids) > 2000 {
					former, formerIDs = next, ids
					continue // the other lists show it in a tenth of the time
				}
				if err := d.WriteDelta(&delta); err != nil {
					t.Fatal(err)
				}
				if !reflect.DeepEqual(apply(t, former.Entities, &delta), ftmForm(t, next.Entities)) {
					t.Errorf("%s → %s: the delta does not lead from one to the other", s.vintages[i-1], v)
				}
			}
			former, formerIDs = next, ids
		}
	}
}

func readCons(t *testing.T, path string) (*lists.List, error) {
	t.Helper()
	var files []string
	for _, name := range []string{"cons_prim.csv", "cons_alt.csv", "cons_add.csv", "cons_comments.csv"} {
		if _, err := os.Stat(path + "/" + name); err == nil {
			files = append(files, path+"/"+name)
		}
	}
	found, err := lists.Open(files...)
	if err != nil {
		return nil, err
	}
	if len(found) != 1 {
		return nil, fmt.Errorf("%d lists", len(found))
	}
	return found[0].Read(t.Context(), lists.Options{})
}

// bareIDs returns what the source calls the entries.
func bareIDs(entries []DiffEntry) []string {
	var ids []string
	for _, e := range entries {
		_, bare, _ := strings.Cut(e.ID, "-")
		ids = append(ids, bare)
	}
	slices.Sort(ids)
	return ids
}

// missing returns what is in a and not in b, sorted.
func missing(a, b []string) []string {
	there := map[string]bool{}
	for _, id := range b {
		there[id] = true
	}
	var out []string
	for _, id := range a {
		if !there[id] {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return out
}

// firstColumn reads ids with nothing but a CSV reader.
func firstColumn(t *testing.T, path string) []string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.LazyQuotes, r.FieldsPerRecord = true, -1
	var ids []string
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return ids
		}
		if err != nil {
			t.Fatal(err)
		}
		if len(row) > 1 { // the last line is a Ctrl-Z
			ids = append(ids, row[0])
		}
	}
}

// texts reads ids with nothing but an XML decoder: the texts of the elements of a
// name whose parent has the other name, or any.
func texts(t *testing.T, path, parent, name string) []string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var ids, open []string
	d := xml.NewDecoder(f)
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return ids
		}
		if err != nil {
			t.Fatal(err)
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			if tok.Name.Local == name && (parent == "" || open[len(open)-1] == parent) {
				var id string
				if err := d.DecodeElement(&id, &tok); err != nil {
					t.Fatal(err)
				}
				ids = append(ids, strings.TrimSpace(id))
				continue
			}
			open = append(open, tok.Name.Local)
		case xml.EndElement:
			open = open[:len(open)-1]
		}
	}
}

// Canada's list has no ids: only the numbers of entries can be compared with
// those of its records.
func TestDiffOfCanadasVintagesCountsTheirRecords(t *testing.T) {
	var former *lists.List
	var records int
	for _, v := range []string{"sema_2020-04.xml", "sema_2025-05.xml"} {
		path := testkit.Shared(t, "lists", "ca_dfatd_sema_sanctions", v)
		next, err := lists.Read(t.Context(), path, lists.Options{})
		if err != nil {
			t.Fatal(err)
		}
		n := len(texts(t, path, "record", "Country"))
		if former != nil {
			d := Compare(next.Dataset, former.Entities, next.Entities)
			if d.Former != records || d.Next != n || d.Former+len(d.Added)-len(d.Removed) != d.Next {
				t.Errorf("%d → %d entries, %d added, %d removed; the files have %d → %d records", d.Former, d.Next, len(d.Added), len(d.Removed), records, n)
			}
			t.Logf("%d added, %d removed, %d changed", len(d.Added), len(d.Removed), len(d.Changed))
		}
		former, records = next, n
	}
}
