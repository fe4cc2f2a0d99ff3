package weigh

import (
	"testing"

	"deciban/internal/names"
)

// A native form that was seen often is dear as what it never was, for the subject
// and for the entry alike, and costs its listed spellings nothing more.
func TestSettledFormsAreDearAsOthers(t *testing.T) {
	m := Default()
	unitOf := func(name string) *unit { return &m.prepareName(names.Parse(name, names.Person)[0], false).units[0] }
	native := unitOf("Роберт")
	more := m.known.settled[names.ChanCyrillic][native.form]
	if more <= 0 {
		t.Fatalf("%s is not settled", native.form)
	}
	for _, latin := range []string{"Rupert", "Robert"} {
		cost := func(q, e string) int16 {
			p := m.Prepare(entityOf(t, "Person", map[string][]string{"name": {e}}))
			x := NewMatcher(m, NewVocabulary([]*Party{p}))
			x.Subject(m.Prepare(entityOf(t, "Person", map[string][]string{"name": {q}})))
			return x.cost(&x.subject.names[0].units[0], &p.names[0].units[0])
		}
		there, back := cost("Роберт", latin), cost(latin, "Роберт")
		if there != back {
			t.Errorf("%s: %d and %d", latin, there, back)
		}
		letters, _ := m.channels[names.ChanCyrillic].Distance(native.form, unitOf(latin).form, never-1)
		listed, ok := m.known.listed(native, unitOf(latin))
		switch {
		case ok && there != min(listed, letters+more):
			t.Errorf("%s costs %d, listed %d", latin, there, listed)
		case !ok && there != letters+more:
			t.Errorf("%s costs %d, by its letters %d and %d more", latin, there, letters, more)
		}
	}
}

// Chinese and Korean names that are spelled by the rule weigh as much as the same
// form in Latin letters.
func TestNamesSpelledByRuleAreTheSameForm(t *testing.T) {
	m := Default()
	for _, pair := range [][2]string{{"习近平", "Xi Jinping"}, {"金正日", "Kim Jongil"}, {"毛澤東", "Mao Tse-tung"}, {"陳水扁", "Chen Shui-bian"}} {
		p := m.Prepare(entityOf(t, "Person", map[string][]string{"name": {pair[1]}}))
		x := NewMatcher(m, NewVocabulary([]*Party{p}))
		x.Subject(m.Prepare(entityOf(t, "Person", map[string][]string{"name": {pair[0]}})))
		w, ok := x.Weigh(p)
		if !ok || w < 25*Deciban {
			t.Errorf("%s is %s: %v, %v", pair[0], pair[1], w, ok)
		}
	}
}
