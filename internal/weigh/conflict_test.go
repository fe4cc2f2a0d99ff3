package weigh

import (
	"strings"
	"testing"
)

func weighNames(t *testing.T, m *Model, schema, a, b string) Weight {
	t.Helper()
	p := m.Prepare(entityOf(t, schema, map[string][]string{"name": {b}}))
	x := NewMatcher(m, NewVocabulary([]*Party{p}))
	x.Subject(m.Prepare(entityOf(t, schema, map[string][]string{"name": {a}})))
	w, _ := x.Weigh(p)
	return w
}

// A slip in one of several parts is no other part; brothers' names differ in all
// letters of one.
func TestAPartThatLooksAlikeConflictsLess(t *testing.T) {
	m := Default()
	const rest = " Bouyehia Quillfeather"
	for _, pair := range [][2]string{{"Ibtisam", "Ibtiram"}, {"Guchkov", "Guhckov"}} {
		alike := weighNames(t, m, "Person", pair[0]+rest, pair[1]+rest)
		other := weighNames(t, m, "Person", pair[0]+rest, "Zebedee"+rest)
		if alike < other+10*Deciban {
			t.Errorf("%s and %s: %v, with a part that is nothing like it %v", pair[0], pair[1], alike, other)
		}
		if back := weighNames(t, m, "Person", pair[1]+rest, pair[0]+rest); back != alike {
			t.Errorf("%s and %s: %v one way, %v the other", pair[0], pair[1], alike, back)
		}
	}
}

// The parts are alike by what plain counting of changed letters says.
func TestAlikeCountsLetters(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"asif", "arif", true}, {"abcdef", "abdcef", true}, {"abcdef", "abcxyf", true}, {"abcdef", "axcyzf", false},
		{"ann", "anna", false}, {"abcd", "abcd", true}, {"abcd", "abcdefgh", false}, {"abcdefghi", "cdefghi", true},
		{"abcdefghi", "abcdewxyz", false}, {strings.Repeat("ab", 30), strings.Repeat("ab", 20), true},
	} {
		a, b := appendCodes(nil, c.a), appendCodes(nil, c.b)
		if got := alike(a, b); got != c.want || alike(b, a) != got {
			t.Errorf("%q and %q: %v, turned %v, want %v", c.a, c.b, got, alike(b, a), c.want)
		}
	}
}

// Two funds of a series, or a fund and its successor, are not one party however
// rare the words that they share.
func TestANumberThatOneLacksTellsOrganisationsApart(t *testing.T) {
	m := Default()
	same := weighNames(t, m, "Organization", "Quillfeather Brackenbury Fund", "Quillfeather Brackenbury Fund")
	for _, other := range []string{"Quillfeather Brackenbury Fund II", "Quillfeather Brackenbury Fund 7"} {
		if w := weighNames(t, m, "Organization", "Quillfeather Brackenbury Fund", other); w > same-28*Deciban {
			t.Errorf("%s: %v, without the number %v", other, w, same)
		}
	}
	if w := weighNames(t, m, "Organization", "Quillfeather Fund VIII", "Quillfeather Fund IX"); w > 20*Deciban {
		t.Errorf("two numbers: %v", w)
	}
}
