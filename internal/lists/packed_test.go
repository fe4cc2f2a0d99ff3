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
		samePacked(t, folder(t, files), setting(string(a.Comment), "dataset"), 2)
	}
}

func TestAPackedRealListIsTheSameList(t *testing.T) {
	if testing.Short() {
		t.Skip("reads large lists twice, which the full run does")
	}
	// One of each format.
	for _, name := range []string{
		"us_ofac_sdn/2019-01", "us_ofac_cons/2025-03/consolidated.xml", "un_sc_sanctions/un_2022-10-21.xml", "eu_fsf/eu_global_2016-02-11_partial.xml", "eu_fsf/eu_csv_2018-07-04_short.csv",
		"gb_hmt_sanctions/sanctionsconlist_2018-04-13.csv", "us_trade_csl/us_bis_dpl_2021-07.txt", "au_dfat_sanctions/regulation8_consolidated_2024-12.xlsx", "ca_dfatd_sema_sanctions/sema_2020-04.xml",
	} {
		samePacked(t, testkit.Shared(t, append([]string{"lists"}, strings.Split(name, "/")...)...), "", 1)
	}
}

// samePacked compares what the two are when they are asked so many times.
func samePacked(t *testing.T, path, dataset string, times int) {
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
	for range times {
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
