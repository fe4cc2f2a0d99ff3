package screen

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"deciban/internal/entity"
	"deciban/internal/weigh"
)

// numbered makes a table whose rows are numbered from 1, with a passport for
// its first row.
func numbered(t *testing.T, dataset, name, passport string) []*entity.Entity {
	t.Helper()
	schema := func(name string) *entity.Schema {
		s, ok := entity.SchemaOf(name)
		if !ok {
			t.Fatalf("no schema %s", name)
		}
		return s
	}
	return []*entity.Entity{
		{ID: "1", Schema: schema("Person"), Datasets: []string{dataset}, Statements: []entity.Statement{{Prop: "name", Value: name}}},
		{ID: "1-passport", Schema: schema("Passport"), Datasets: []string{dataset}, Statements: []entity.Statement{
			{Prop: "holder", Value: "1"}, {Prop: "number", Value: passport}}},
	}
}

func TestTablesWithTheSameNumbersLendEachOtherNothing(t *testing.T) {
	entities := append(numbered(t, "first", "Zebedee Quillfeather", "P1234567"), numbered(t, "second", "Otti Brackenbury", "Q7654321")...)
	subject, err := NewSubject("Person", map[string][]string{"name": {"Somebody Else"}, "passportNumber": {"P1234567"}})
	if err != nil {
		t.Fatal(err)
	}
	m := weigh.Default()
	for kind, s := range map[string]Searcher{"scan": NewScan(m, "s", entities), "index": NewIndexed(m, "s", entities)} {
		res, err := s.Search(t.Context(), subject, Options{Min: 0, Explain: true})
		if err != nil {
			t.Fatal(err)
		}
		if len(res.Matches) != 1 || res.Matches[0].Entry != entities[0] {
			t.Errorf("%s: %d matches, want the bearer of the passport alone: %+v", kind, len(res.Matches), res.Matches)
		}
		if e, ok := s.Entry("1"); !ok || e != entities[0] {
			t.Errorf("%s: entry 1 is %v, want that of the first dataset", kind, e)
		}
	}
}

// passing passes entities as a snapshot does.
func passing(entities []*entity.Entity) Entities {
	return func(_ context.Context, each func(*entity.Entity) error) error {
		for _, e := range entities {
			if err := each(e); err != nil {
				return err
			}
		}
		return nil
	}
}

// Passed one by one, in any order and from several datasets, each entry has what
// it has among all.
func TestEachRelatedFindsWhatBelongsToEachEntry(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 15))
	schemata := map[string]*entity.Schema{}
	for _, name := range []string{"Person", "Company", "CryptoWallet", "Passport", "Identification", "Sanction", "Address"} {
		s, ok := entity.SchemaOf(name)
		if !ok {
			t.Fatalf("no schema %s", name)
		}
		schemata[name] = s
	}
	found := 0
	for round := range 2000 {
		var all []*entity.Entity
		for i := range 1 + r.IntN(9) {
			name := []string{"Person", "Company", "CryptoWallet", "CryptoWallet", "Passport", "Passport", "Identification", "Sanction", "Address"}[r.IntN(9)]
			e := &entity.Entity{ID: fmt.Sprint(i % 5), Schema: schemata[name], Datasets: [][]string{{"a"}, {"a"}, {"b"}, {"a", "b"}, {"b", "a"}, nil}[r.IntN(6)]}
			for range r.IntN(3) {
				e.Add(entity.Statement{Prop: "holder", Value: fmt.Sprint(r.IntN(5))})
			}
			// An id is unique within a dataset.
			taken := func(x *entity.Entity) bool {
				return x.ID == e.ID && slices.ContainsFunc(datasetsOf(x), func(d string) bool { return slices.Contains(datasetsOf(e), d) })
			}
			if !slices.ContainsFunc(all, taken) {
				all = append(all, e)
			}
		}
		entries, related := entriesOf(all)
		n := 0
		err := eachRelated(t.Context(), passing(all), func(e *entity.Entity, got ...*entity.Entity) error {
			want := related.of(e)
			if n == len(entries) || e != entries[n] || !slices.Equal(got, want) {
				t.Errorf("round %d: entry %d, %v, has %v, want %v", round, n, e, got, want)
			}
			n++
			found += len(got)
			return nil
		})
		if err != nil || n != len(entries) {
			t.Fatalf("round %d: %d entries of %d, %v", round, n, len(entries), err)
		}
	}
	if found < 1000 {
		t.Errorf("only %d found", found)
	}
}
