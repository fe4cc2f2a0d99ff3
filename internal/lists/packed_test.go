package lists

import (
	"context"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"deciban/internal/entity"
	"deciban/internal/testkit"

	"golang.org/x/tools/txtar"
)

// A packed list is the same list: its entities, counts, remarks and problems.
func TestAPackedListIsTheSameList(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatal("no fixtures", err)
	}
	for _, path := range paths {
		a, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		files := map[string]string{}
		for _, f := range a.Files {
			if f.Name != "want" {
				files[f.Name] = string(fixture(f.Data, false))
			}
		}
		samePacked(t, folder(t, files), setting(string(a.Comment), "dataset"))
	}
}

func TestAPackedRealListIsTheSameList(t *testing.T) {
	for _, name := range real {
		samePacked(t, testkit.Shared(t, append([]string{"lists"}, strings.Split(name, "/")...)...), "")
	}
}

func samePacked(t *testing.T, path, dataset string) {
	t.Helper()
	plain, err := Read(context.Background(), path, Options{Dataset: dataset})
	if err != nil {
		t.Fatal(err)
	}
	packed, err := Read(context.Background(), path, Options{Dataset: dataset, Packed: true})
	if err != nil {
		t.Fatal(err)
	}
	if packed.Entities != nil {
		t.Errorf("%s: the packed list holds %d entities", path, len(packed.Entities))
	}
	for range 2 { // it can be asked again
		n := 0
		err := packed.Each(func(e *entity.Entity) error {
			if n < len(plain.Entities) {
				got, err := entity.EncodeStatements(e)
				want, err2 := entity.EncodeStatements(plain.Entities[n])
				if err != nil || err2 != nil || string(got) != string(want) {
					t.Errorf("%s: entity %d is\n%s\nwant\n%s\n%v %v", path, n, got, want, err, err2)
				}
			}
			n++
			return nil
		})
		if err != nil || n != len(plain.Entities) {
			t.Errorf("%s: %d entities of %d, %v", path, n, len(plain.Entities), err)
		}
	}
	if render(&List{Counts: plain.Counts, Remarks: plain.Remarks, Problems: plain.Problems, Unparsed: plain.Unparsed}) !=
		render(&List{Counts: packed.Counts, Remarks: packed.Remarks, Problems: packed.Problems, Unparsed: packed.Unparsed}) || !reflect.DeepEqual(plain.Sources, packed.Sources) {
		t.Errorf("%s: the packed list says something else of itself", path)
	}
}

// A list that is whole and has no entry is an error, unless who reads it decides
// on it.
func TestAListWithoutEntriesIsReadWhereThatIsWanted(t *testing.T) {
	path := filepath.Join(t.TempDir(), "un.xml")
	if err := os.WriteFile(path, []byte(unHead+unTail), 0o666); err != nil {
		t.Fatal(err)
	}
	refused(t, path, "no entries")
	for _, packed := range []bool{false, true} {
		l, err := Read(context.Background(), path, Options{Empty: true, Packed: packed})
		if err != nil || l.Counts.Entries != 0 || l.Dataset != "un_sc_sanctions" {
			t.Errorf("packed %v: %v, %v", packed, l, err)
		}
	}
	if err := os.WriteFile(path, []byte(unHead), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := Read(context.Background(), path, Options{Empty: true}); err == nil || !strings.Contains(err.Error(), "cut off") {
		t.Errorf("cut off: %v", err)
	}
}
