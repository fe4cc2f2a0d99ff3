package screen

import (
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
