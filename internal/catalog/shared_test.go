package catalog

import (
	"reflect"
	"testing"

	"deciban/internal/lists"
	"deciban/internal/testkit"
)

// The real lists come back from the store as the readers gave them, and in
// any order of loading make the same snapshot.
func TestOfficialListsReadBackUnchanged(t *testing.T) {
	read := func(elem ...string) *lists.List {
		l, err := lists.Read(t.Context(), testkit.Shared(t, append([]string{"lists"}, elem...)...), lists.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	ofac, un := read("us_ofac_sdn", "2021-07"), read("un_sc_sanctions", "un_2022-10-21.xml")
	a, b := testCatalog(t), testCatalog(t)
	first := mustAdd(t, a, ofac, un)
	mustAdd(t, b, un)
	second := mustAdd(t, b, ofac)
	if first.ID != second.ID {
		t.Errorf("snapshots %s and %s", first.ID, second.ID)
	}
	got, err := first.Entities(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := append(append(got[:0:0], un.Entities...), ofac.Entities...) // datasets by name
	if len(got) != len(want) {
		t.Fatalf("%d entities, want %d", len(got), len(want))
	}
	for i := range got {
		if !reflect.DeepEqual(got[i], want[i]) {
			t.Fatalf("entity %s changed:\n%+v\n%+v", want[i].ID, got[i], want[i])
		}
	}
}

// BenchmarkEntities measures how long a command waits for the lists.
func BenchmarkEntities(b *testing.B) {
	c, err := Open(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	l, err := lists.Read(b.Context(), testkit.Shared(b, "lists", "us_ofac_sdn", "2021-07"), lists.Options{})
	if err != nil {
		b.Fatal(err)
	}
	s, err := c.Add(b.Context(), l)
	if err != nil {
		b.Fatal(err)
	}
	d, _ := s.Manifest.Dataset(l.Dataset)
	b.SetBytes(d.Bytes)
	for b.Loop() {
		if _, err := s.Entities(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}
