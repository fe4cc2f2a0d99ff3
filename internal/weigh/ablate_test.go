package weigh

import (
	"strings"
	"testing"

	"deciban/internal/entity"
)

// ablated is what a part must change: two parties whose weight depends on it.
var ablated = map[string][2]map[string][]string{
	"spelling costs":    {{"name": {"Muammar Gaddafi"}}, {"name": {"Moamer Qadhafi"}}},
	"rarities":          {{"name": {"John Smith"}}, {"name": {"John Smith"}}},
	"native channels":   {{"name": {"أيمن الظواهري"}}, {"name": {"Ayman al-Zawahiri"}}},
	"further readings":  {{"name": {"Müller Šešelj"}}, {"name": {"Mueller Sheshelj"}}},
	"joins":             {{"name": {"Mohammadreza Quillfeather"}}, {"name": {"Mohammad Reza Quillfeather"}}},
	"left-over weights": {{"name": {"Zebedee Quillfeather"}}, {"name": {"Zebedee Barnabas Quillfeather"}}},
	"initials":          {{"name": {"Z. Quillfeather"}}, {"name": {"Zebedee Quillfeather"}}},
	"alias costs":       {{"name": {"Zebedee Quillfeather", "Otti Brackenbury"}}, {"name": {"Zebedee Quillfeather"}}},
	"birth dates":       {{"name": {"Zebedee Quillfeather"}, "birthDate": {"1970-02-03"}}, {"name": {"Zebedee Quillfeather"}, "birthDate": {"1970-02-03"}}},
	"countries":         {{"name": {"Zebedee Quillfeather"}, "nationality": {"fr"}}, {"name": {"Zebedee Quillfeather"}, "nationality": {"jp"}}},
	"gender":            {{"name": {"Zebedee Quillfeather"}, "gender": {"male"}}, {"name": {"Zebedee Quillfeather"}, "gender": {"female"}}},
	"identifiers":       {{"name": {"Zebedee Quillfeather"}, "email": {"a@example.org"}}, {"name": {"Zebedee Quillfeather"}, "email": {"a@example.org"}}},
}

// otherParts are parts of organisations' names.
var otherParts = map[string][2]map[string][]string{
	"roles":        {{"name": {"Quillfeather Trading Company LLC"}}, {"name": {"Quillfeather Trading Company LLC"}}},
	"acronyms":     {{"name": {"QBZK"}}, {"name": {"Quillfeather Brackenbury Zebedee Kestrel"}}},
	"translations": {{"name": {"Quillfeather Bank"}}, {"name": {"Banque Quillfeather"}}},
}

func total(t *testing.T, m *Model, schema string, a, b map[string][]string) Weight {
	t.Helper()
	one, err := entity.NewSubject(schema, a)
	if err != nil {
		t.Fatal(err)
	}
	other, err := entity.NewSubject(schema, b)
	if err != nil {
		t.Fatal(err)
	}
	e := m.Prepare(other)
	x := NewMatcher(m, NewVocabulary([]*Party{e}))
	x.Subject(m.Prepare(one))
	w, _ := x.Weigh(e)
	return w
}

func TestEachPartChangesWhatDependsOnItAndTheModelStaysWhole(t *testing.T) {
	m := Default()
	parts, instead := Parts()
	if len(parts) != len(instead) {
		t.Fatalf("%d parts, %d replacements", len(parts), len(instead))
	}
	for _, part := range parts {
		less, err := m.Without(part)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(less.Version(), " without "+part) {
			t.Errorf("%s: version %q", part, less.Version())
		}
		schema, pair := "Person", ablated[part]
		if pair[0] == nil {
			schema, pair = "Company", otherParts[part]
		}
		if pair[0] == nil {
			if part != "known pairs" {
				t.Errorf("%s: nothing depends on it here", part)
			}
			continue
		}
		whole := total(t, m, schema, pair[0], pair[1])
		if w := total(t, less, schema, pair[0], pair[1]); w == whole {
			t.Errorf("without %s, %v and %v weigh %s as before", part, pair[0], pair[1], w)
		}
		if again := total(t, m, schema, pair[0], pair[1]); again != whole {
			t.Errorf("taking away %s changed the model itself: %s, was %s", part, again, whole)
		}
	}
}

func TestAnUnknownPartIsAnErrorThatNamesTheKnown(t *testing.T) {
	if m, err := Default().Without("luck"); err == nil || !strings.Contains(err.Error(), "birth dates") {
		t.Errorf("%v, %v", m, err)
	}
}
