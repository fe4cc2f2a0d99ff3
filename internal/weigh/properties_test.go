package weigh

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"deciban/internal/entity"
)

// Properties that hold for all pairs, tried on random ones. The seeds are fixed,
// so that a failure can be seen again.

// stock are words of which random names are made: spellings of one another,
// particles, titles, initials, numbers, generic words, legal forms, in several
// scripts.
var stock = strings.Fields(`Mohammed Muhammad Mohamad Ahmad Ahmed Ali Hassan Hussein Osama Usama Laden Ladin
	bin al abu de van Dr Mullah Haji J M 39 7 II John Smith Kim Jong Un Zhang Wei Aleksandr Alexander Ivanov Iwanow
	Zebedee Quillfeather Brackenbury Kestrel Bank Banque Trading Company LLC OOO GmbH International
	أيمن الظواهري محمد Иванов Александр 金 正恩 김정은 Παπαδόπουλος Abdulrahman Abdul Rahman M23 ali ali`)

// random makes entities.
type random struct{ *rand.Rand }

func newRandom(seed uint64) random { return random{rand.New(rand.NewPCG(seed, 77))} }

func (r random) name(most int) string {
	var w []string
	for range 1 + r.IntN(most) {
		w = append(w, stock[r.IntN(len(stock))])
	}
	return strings.Join(w, " ")
}

// pick returns up to n of the values.
func (r random) pick(n int, values ...string) []string {
	var out []string
	for range r.IntN(n + 1) {
		out = append(out, values[r.IntN(len(values))])
	}
	return out
}

func (r random) properties() map[string][]string {
	p := map[string][]string{"name": {r.name(5)}}
	for range r.IntN(3) {
		p["alias"] = append(p["alias"], r.name(4))
	}
	p["weakAlias"] = r.pick(1, r.name(2))
	p["birthDate"] = r.pick(2, "1951-06-19", "1951-06-20", "1951", "1951-01-01", "1960-03-04", "1952", "1951-06")
	p["gender"] = r.pick(1, "male", "female")
	p["nationality"] = r.pick(2, "eg", "fr", "jp")
	p["country"] = r.pick(1, "eg", "fr", "jp")
	p["passportNumber"] = r.pick(2, "A1234567", "B7654321", "C1111111")
	p["email"] = r.pick(1, "a@example.org", "b@example.org")
	p["birthPlace"] = r.pick(1, "Cairo", "Giza, Egypt", "Lyon")
	p["address"] = r.pick(1, "12 Kestrel Road, Cairo, Egypt", "Kestrel Road 12, Cairo", "Rue de Lyon 3")
	return p
}

// entityOf builds an entity without asking whether a person may have it.
func entityOf(t testing.TB, schema string, properties map[string][]string) *entity.Entity {
	t.Helper()
	s, ok := entity.SchemaOf(schema)
	if !ok {
		t.Fatalf("no schema %s", schema)
	}
	e := &entity.Entity{ID: "x", Schema: s}
	var props []string
	for p := range properties {
		props = append(props, p)
	}
	slices.Sort(props)
	for _, p := range props {
		for _, v := range properties[p] {
			e.Statements = append(e.Statements, entity.Statement{Prop: p, Value: v})
		}
	}
	return e
}

// compare weighs one entity against another: the total, the evidence, and
// whether they are a match at all.
func compare(q, e *entity.Entity) (w Weight, ev []Evidence, ok bool) {
	m := Default()
	p := m.Prepare(e)
	x := NewMatcher(m, NewVocabulary([]*Party{p}))
	x.Subject(m.Prepare(q))
	ev = x.Explain(p)
	if w, ok = x.Weigh(p); !ok {
		w = sumOf(ev)
	}
	return w, ev, ok
}

func sumOf(ev []Evidence) (w Weight) {
	for _, e := range ev {
		w += e.Weight
	}
	return w
}

func table(ev []Evidence) string {
	var b strings.Builder
	for _, e := range ev {
		fmt.Fprintf(&b, "  %-10s | %s | %s | %v | %s\n", e.Kind, e.Subject, e.Entry, e.Weight, e.Note)
	}
	return b.String()
}

// rounds of each property.
func rounds() int {
	if testing.Short() {
		return 300
	}
	return 3000
}

func schemata(r random) (q, e string) {
	switch r.IntN(4) {
	case 0:
		return "Company", "Company"
	case 1:
		return "Company", "Organization"
	default:
		return "Person", "Person"
	}
}

func TestTheEvidenceAddsUpToTheTotal(t *testing.T) {
	r := newRandom(1)
	for range rounds() {
		sq, se := schemata(r)
		q, e := entityOf(t, sq, r.properties()), entityOf(t, se, r.properties())
		w, ev, ok := compare(q, e)
		if ok && sumOf(ev) != w {
			t.Fatalf("%v and %v: total %v, the evidence adds up to %v\n%s", q.Statements, e.Statements, w, sumOf(ev), table(ev))
		}
	}
}

// Who asks about whom makes no difference.
func TestBothWaysWeighTheSame(t *testing.T) {
	r := newRandom(2)
	agree := 0
	for range rounds() {
		sq, se := schemata(r)
		q, e := entityOf(t, sq, r.properties()), entityOf(t, se, r.properties())
		w, ev, ok := compare(q, e)
		back, evBack, okBack := compare(e, q)
		if w != back || ok != okBack {
			t.Errorf("%v against %v: %v, %v; the other way %v, %v\n%s\n%s", values(q), values(e), w, ok, back, okBack, table(ev), table(evBack))
		}
		if ok {
			agree++
		}
	}
	if agree < rounds()/4 {
		t.Errorf("only %d pairs agree in anything", agree)
	}
}

func values(e *entity.Entity) (out []string) {
	for i := range e.Statements {
		out = append(out, e.Statements[i].Value)
	}
	return out
}

// A person's name weighs the same in any order of its parts, unless parts that
// stand beside each other are taken for one word.
func TestTheOrderOfThePartsDoesNotMatter(t *testing.T) {
	r := newRandom(3)
	tried := 0
	for range rounds() {
		words := strings.Fields(r.name(6))
		e := entityOf(t, "Person", map[string][]string{"name": {r.name(6)}})
		w, ev, _ := compare(entityOf(t, "Person", map[string][]string{"name": {strings.Join(words, " ")}}), e)
		shuffled := slices.Clone(words)
		r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		w2, ev2, _ := compare(entityOf(t, "Person", map[string][]string{"name": {strings.Join(shuffled, " ")}}), e)
		if strings.Contains(table(ev)+table(ev2), "joined") {
			continue
		}
		if tried++; w != w2 {
			t.Errorf("%q and %q against %q: %v, %v\n%s\n%s", words, shuffled, values(e), w, w2, table(ev), table(ev2))
		}
	}
	if tried < rounds()/2 {
		t.Errorf("only %d tried", tried)
	}
}

// Something that agrees on both sides, where it was unknown, never lowers what
// they weigh.
func TestWhatAgreesNeverLowersTheWeight(t *testing.T) {
	r := newRandom(4)
	for range rounds() {
		a, b := r.properties(), r.properties()
		prop := []string{"birthDate", "gender", "nationality", "passportNumber", "email", "birthPlace", "address"}[r.IntN(7)]
		value := map[string]string{"birthDate": "1971-11-19", "gender": "male", "nationality": "ye", "passportNumber": "Z9999999",
			"email": "z@example.org", "birthPlace": "Sanaa", "address": "Kestrel Road 99, Sanaa, Yemen"}[prop]
		delete(a, prop)
		delete(b, prop)
		if prop == "nationality" {
			// A country besides can only tell apart.
			delete(a, "country")
			delete(b, "country")
		}
		before, ev, _ := compare(entityOf(t, "Person", a), entityOf(t, "Person", b))
		a[prop], b[prop] = []string{value}, []string{value}
		after, ev2, _ := compare(entityOf(t, "Person", a), entityOf(t, "Person", b))
		if after < before {
			t.Errorf("%s %s on both sides lowers %v to %v\n%s\n%s", prop, value, before, after, table(ev), table(ev2))
		}
	}
}

// Of two that differ, a value that agrees beside the one that does not never
// lowers the weight either: another passport number, another nationality.
func TestASecondValueThatAgreesNeverLowersTheWeight(t *testing.T) {
	for prop, values := range map[string][3]string{
		"passportNumber": {"A1234567", "B7654321", "C1111111"}, "nationality": {"eg", "fr", "jp"},
		"birthDate": {"1951-06-19", "1980-02-03", "1971-11-19"}, "gender": {"male", "female", "other"},
	} {
		a := map[string][]string{"name": {"Zebedee Quillfeather"}, prop: {values[0]}}
		b := map[string][]string{"name": {"Zebedee Quillfeather"}, prop: {values[1]}}
		before, _, _ := compare(entityOf(t, "Person", a), entityOf(t, "Person", b))
		a[prop], b[prop] = append(a[prop], values[2]), append(b[prop], values[2])
		if after, ev, _ := compare(entityOf(t, "Person", a), entityOf(t, "Person", b)); after < before {
			t.Errorf("%s: %v, was %v\n%s", prop, after, before, table(ev))
		}
	}
}

// The same bits on every run, by one worker or many, in any order of subjects.
func TestRepeatedAndConcurrentRunsGiveTheSameBits(t *testing.T) {
	r := newRandom(5)
	m := Default()
	var entries, subjects []*Party
	for range 60 {
		entries = append(entries, m.Prepare(entityOf(t, "Person", r.properties())))
		subjects = append(subjects, m.Prepare(entityOf(t, "Person", r.properties())))
	}
	v := NewVocabulary(entries)
	run := func(order []int) []string {
		out := make([]string, len(subjects))
		x := NewMatcher(m, v)
		for _, i := range order {
			x.Subject(subjects[i])
			for _, e := range entries {
				w, ok := x.Weigh(e)
				out[i] += fmt.Sprintln(w, ok, x.Explain(e))
			}
		}
		return out
	}
	want := run(rand.Perm(len(subjects)))
	var group sync.WaitGroup
	for range 8 {
		order := rand.Perm(len(subjects))
		group.Go(func() {
			if got := run(order); !slices.Equal(got, want) {
				t.Error("another run gave other evidence")
			}
		})
	}
	group.Wait()
}

// A name that says the same over and over is weighed whole and in bounded time.
func TestNamesOfTheSameWordOverAndOver(t *testing.T) {
	for _, words := range []string{strings.Repeat("ali ", 24), strings.Repeat("ali ally aly ", 8), strings.Repeat("abd al rahman ", 8)} {
		for _, schema := range []string{"Person", "Company"} {
			e := entityOf(t, schema, map[string][]string{"name": {words}})
			begin := time.Now()
			w, ev, ok := compare(e, e)
			if took := time.Since(begin); took > 5*time.Second {
				t.Errorf("%s %q took %v", schema, words, took)
			}
			if !ok || sumOf(ev) != w {
				t.Errorf("%s %q: %v, %v", schema, words, w, ok)
			}
			for _, e := range ev {
				if strings.Contains(e.Note, "without a counterpart") {
					t.Errorf("%s %q: a part of the name does not find itself\n%s", schema, words, table(ev))
					break
				}
			}
		}
	}
}

// FuzzCompare weighs any two texts: no panic, no mistake of addition, both ways
// alike, and not for long.
func FuzzCompare(f *testing.F) {
	f.Add("Osama bin Laden", "بن لادن", "Person", "1957-03-10")
	f.Add("ООО «Ромашка»", "Romashka LLC", "Company", "")
	f.Add("ali ali ali", "a\u0300\x00\xff", "Vessel", "x")
	f.Add("김정은", "金正恩", "Person", "1984")
	f.Fuzz(func(t *testing.T, a, b, schema, date string) {
		if len(a)+len(b) > 4000 {
			return
		}
		if _, ok := entity.SchemaOf(schema); !ok {
			schema = "Person"
		}
		q := entityOf(t, schema, map[string][]string{"name": {a}, "birthDate": {date}})
		e := entityOf(t, schema, map[string][]string{"name": {b}, "birthDate": {date}, "address": {a}})
		begin := time.Now()
		w, ev, ok := compare(q, e)
		if took := time.Since(begin); took > 20*time.Second {
			t.Errorf("took %v", took)
		}
		if ok && sumOf(ev) != w {
			t.Errorf("%q, %q: total %v, the evidence adds up to %v", a, b, w, sumOf(ev))
		}
	})
}
