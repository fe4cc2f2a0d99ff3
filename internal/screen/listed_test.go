package screen_test

import (
	"context"
	"math/rand/v2"
	"strings"
	"testing"

	"deciban/internal/entity"
	"deciban/internal/lists"
	"deciban/internal/names"
	"deciban/internal/sample"
	"deciban/internal/screen"
	"deciban/internal/testkit"
	"deciban/internal/weigh"
)

// usual is the threshold of one who sets none.
const usual = screen.DefaultThreshold

// listed is a name as a list has it, and the entry that bears it.
type listed struct {
	name  string
	weak  bool
	entry *entity.Entity
}

func listedNames(entities []*entity.Entity) (out []listed) {
	for _, e := range entities {
		if e.Schema == nil || !e.Schema.Matchable || e.Schema.IsA("Address") {
			continue
		}
		for i := range e.Statements {
			switch s := &e.Statements[i]; s.Prop {
			case "name", "alias", "previousName", "weakAlias":
				out = append(out, listed{s.Value, s.Prop == "weakAlias", e})
			}
		}
	}
	return out
}

func sampleEntities(t testing.TB) []*entity.Entity {
	t.Helper()
	es, err := sample.Entities()
	if err != nil {
		t.Fatal(err)
	}
	return es
}

// number is a single number of the model.
func number(t testing.TB, name string) weigh.Weight {
	t.Helper()
	w, err := weigh.Default().Number(name)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// aliasCost is what it costs that an entry has n names, from the model's number.
func aliasCost(t testing.TB, n int) (w weigh.Weight) {
	for size := 2; size <= n; size *= 2 {
		w += number(t, "alias per doubling")
	}
	return w
}

// own screens a name and returns what it weighs against the entry that bears
// it, and the strongest match; found is false if the entry is no match at all.
func own(t *testing.T, s screen.Searcher, l listed, name string, least weigh.Weight) (weight, most weigh.Weight, found bool) {
	t.Helper()
	q := &entity.Entity{ID: "q", Schema: l.entry.Schema, Statements: []entity.Statement{{Prop: "name", Value: name}}}
	// The strongest few do, mostly, and are found much faster than all.
	for _, limit := range []int{20, 0} {
		res, err := s.Search(context.Background(), q, screen.Options{Min: least, Limit: limit})
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range res.Matches {
			most = max(most, m.Weight)
			if m.Entry == l.entry {
				return m.Weight, most, true
			}
		}
	}
	return 0, most, false
}

// handicap is the most by which another entry of the same name can be stronger
// than the entry itself: it may have fewer names, and this one a weak alias.
func handicap(t *testing.T, l listed) weigh.Weight {
	n := 0
	for i := range l.entry.Statements {
		switch l.entry.Statements[i].Prop {
		case "name", "alias", "previousName", "weakAlias":
			n++
		}
	}
	h := -aliasCost(t, n)
	if l.weak {
		h -= number(t, "weak alias")
	}
	return h
}

// kindOf is the kind of name that an entry bears.
func kindOf(e *entity.Entity) names.Kind {
	switch {
	case e.Schema.IsA("Person"):
		return names.Person
	case e.Schema.IsA("Vehicle"), e.Schema.IsA("Security"), e.Schema.IsA("CryptoWallet"):
		return names.Object
	}
	return names.Organisation
}

// checkListed screens listed names as they are and finds the entry of each, and
// nothing stronger but entries of which a name is as good. It returns how many
// were screened, and those that stay below the usual threshold.
func checkListed(t *testing.T, entities []*entity.Entity, every int) (n int, below []listed) {
	t.Helper()
	s := screen.NewIndexed(weigh.Default(), "test", entities)
	for i, l := range listedNames(entities) {
		if i%every != 0 || len(names.Parse(l.name, kindOf(l.entry))) == 0 {
			continue
		}
		n++
		weight, most, found := own(t, s, l, l.name, 0)
		meaningful, _ := words(l)
		switch {
		case !found && meaningful == 0 && l.weak:
			t.Logf("%q, a weak alias of %s, is of particles and initials only: it weighs less than nothing", l.name, l.entry.ID)
		case !found:
			t.Errorf("%q does not find its own entry %s", l.name, l.entry.ID)
		case most > weight+handicap(t, l):
			t.Errorf("%q weighs %v against its own entry %s, %v against another", l.name, weight, l.entry.ID, most)
		case weight < usual && !l.weak:
			below = append(below, l)
		}
	}
	return n, below
}

// words are the words of a name that are neither particles nor titles, and the
// rarest of them.
func words(l listed) (n int, rarest weigh.Weight) {
	kind := kindOf(l.entry)
	for _, t := range names.Parse(l.name, kind)[0].Tokens {
		switch t.Role {
		case names.Plain, names.Generic:
			n++
			rarest = max(rarest, weigh.Default().Rarity(t.Form, kind))
		}
	}
	return n, rarest
}

// What stays below the usual threshold is a single word, or words of which each
// is common.
func checkCommon(t *testing.T, below []listed) {
	t.Helper()
	for _, l := range below {
		if n, rarest := words(l); n > 1 && rarest > usual {
			t.Errorf("%q (%s) stays below %v though a word of it is rare (%v)", l.name, l.entry.ID, usual, rarest)
		}
	}
}

func TestEveryListedNameOfTheSampleFindsItsEntry(t *testing.T) {
	n, below := checkListed(t, sampleEntities(t), 1)
	if n < 300 {
		t.Fatalf("%d names", n)
	}
	checkCommon(t, below)
	if 5*len(below) > n {
		t.Errorf("%d of %d names stay below %v", len(below), n, usual)
	}
}

func TestEveryListedNameOfOFACFindsItsEntry(t *testing.T) {
	l, err := lists.Read(context.Background(), testkit.Shared(t, "lists", "us_ofac_sdn", "2021-07"), lists.Options{})
	if err != nil {
		t.Fatal(err)
	}
	every := 1
	if testing.Short() {
		every = 20
	}
	n, below := checkListed(t, l.Entities, every)
	checkCommon(t, below)
	t.Logf("%d names, %d below %v", n, len(below), usual)
	if 100*len(below) > n {
		t.Errorf("%d of %d names stay below %v", len(below), n, usual)
	}
}

// Written otherwise, a listed name weighs no less than the named numbers say.
func TestListedNamesAreFoundInAnyOrderAndCaseAndWithoutParticles(t *testing.T) {
	entities := sampleEntities(t)
	s := screen.NewIndexed(weigh.Default(), "test", entities)
	r := rand.New(rand.NewPCG(3, 4))
	ways := map[string]func(listed) string{
		"upper case": func(l listed) string { return strings.ToUpper(l.name) },
		"lower case": func(l listed) string { return strings.ToLower(l.name) },
		"shuffled": func(l listed) string {
			w := strings.Fields(l.name)
			r.Shuffle(len(w), func(i, j int) { w[i], w[j] = w[j], w[i] })
			return strings.Join(w, " ")
		},
		"family name first": func(l listed) string {
			w := strings.Fields(l.name)
			return w[len(w)-1] + ", " + strings.Join(w[:len(w)-1], " ")
		},
		"without particles": func(l listed) string {
			var w []string
			for _, tok := range names.Parse(l.name, names.Person)[0].Tokens {
				if tok.Role != names.Particle {
					w = append(w, tok.Text)
				}
			}
			return strings.Join(w, " ")
		},
		"with a title": func(l listed) string { return "Dr. " + l.name },
	}
	for way, change := range ways {
		n, least := 0, weigh.Weight(0)
		for _, l := range listedNames(entities) {
			if kindOf(l.entry) != names.Person || l.weak || len(strings.Fields(l.name)) < 2 {
				continue
			}
			if scripts := names.Parse(l.name, names.Person); len(scripts) == 0 || scripts[0].Tokens[0].Channel != names.ChanLatin {
				continue
			}
			changed := change(l)
			if changed == "" {
				continue
			}
			plain, _, _ := own(t, s, l, l.name, 0)
			weight, most, found := own(t, s, l, changed, 0)
			n++
			least = min(least, weight-plain)
			switch {
			case !found:
				t.Errorf("%s: %q does not find %s, which bears %q", way, changed, l.entry.ID, l.name)
			case most > weight+handicap(t, l) && plain >= usual:
				t.Errorf("%s: %q weighs %v against %s, %v against another", way, changed, weight, l.entry.ID, most)
			case weight < plain*2/3:
				t.Errorf("%s: %q weighs %v against %s, where %q weighs %v", way, changed, weight, l.entry.ID, l.name, plain)
			}
		}
		if n < 50 {
			t.Errorf("%s: %d names only", way, n)
		}
		t.Logf("%s: %d names, at most %v less", way, n, -least)
	}
}
