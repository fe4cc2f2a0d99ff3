package watch

import (
	"fmt"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"deciban/internal/entity"
	"deciban/internal/screen"
	"deciban/internal/weigh"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// envHistories makes the property test longer: the number of histories.
const envHistories = "DECIBAN_WATCH_HISTORIES"

func scan(entities []*entity.Entity, _ bool) screen.Searcher {
	return screen.NewScan(weigh.Default(), "test", entities)
}

var (
	given  = []string{"Aiman", "Ayman", "Olga", "Juan", "Mohammed", "Muhammad", "Ottoline", "Zebedee", "Wei"}
	family = []string{"al-Zawahiri", "Zawahri", "Petrova", "García", "Garcia", "Ivanov", "Brackenbury", "Quillfeather", "Li"}
	dates  = []string{"1951-06-19", "1951", "1970-01-02", "1970"}
)

func pick(r *rand.Rand, from []string) string { return from[r.IntN(len(from))] }

func must(t *testing.T, line string) *entity.Entity {
	t.Helper()
	e, err := entity.Decode([]byte(line))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// world is the lists and subjects of a random history.
type world struct {
	t        *testing.T
	r        *rand.Rand
	entries  map[string]string // id to name, date, passport
	subjects map[string]string
	cut      screen.Cut
	shift    int
}

func (w *world) party() string {
	passport := ""
	if w.r.IntN(4) == 0 {
		passport = fmt.Sprint("X", 1000000+w.r.IntN(5))
	}
	return pick(w.r, given) + " " + pick(w.r, family) + "|" + pick(w.r, dates) + "|" + passport
}

// change makes some random changes, among them none at all.
func (w *world) change() {
	for range w.r.IntN(4) {
		id := strconv.Itoa(w.r.IntN(12))
		switch w.r.IntN(5) {
		case 0:
			delete(w.entries, id)
		case 1:
			delete(w.subjects, id)
		case 2:
			w.subjects[id] = w.party()
		default:
			w.entries[id] = w.party()
		}
	}
	if w.r.IntN(8) == 0 {
		w.cut.Persons = weigh.Weight(w.r.IntN(30)) * weigh.Deciban
	}
	w.shift = w.r.IntN(1000) // where things stand in the files
}

// lists gives entries on two lists, where ids repeat, and passports as entities
// of their own.
func (w *world) lists() Lists {
	var entities []*entity.Entity
	for _, id := range sortedKeys(w.entries) {
		part := strings.Split(w.entries[id], "|")
		dataset := "one"
		n, _ := strconv.Atoi(id)
		if n%3 == 0 {
			dataset = "two"
		}
		e := must(w.t, fmt.Sprintf(`{"id":"e%s","schema":"Person","datasets":[%q],"properties":{"name":[%q],"birthDate":[%q]}}`, id, dataset, part[0], part[1]))
		for i := range e.Statements {
			e.Statements[i].Place = entity.Place{File: "list.csv", Line: w.shift + i}
		}
		entities = append(entities, e)
		if part[2] != "" {
			entities = append(entities, must(w.t, fmt.Sprintf(`{"id":"e%s-passport","schema":"Passport","datasets":[%q],"properties":{"holder":["e%s"],"number":[%q]}}`, id, dataset, id, part[2])))
		}
	}
	slices.SortStableFunc(entities, func(a, b *entity.Entity) int { return strings.Compare(a.Datasets[0], b.Datasets[0]) })
	return Lists{Snapshot: fmt.Sprint("snapshot ", w.shift), Entities: entities, Searcher: scan}
}

func sortedKeys(m map[string]string) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// update brings a portfolio to the world's subjects.
func (w *world) update(p *Portfolio) {
	for _, id := range p.IDs() {
		if _, there := w.subjects[id]; !there {
			p.Remove(id)
		}
	}
	for id, text := range w.subjects {
		part := strings.Split(text, "|")
		props := map[string][]string{"name": {part[0]}, "birthDate": {part[1]}}
		if part[2] != "" {
			props["passportNumber"] = []string{part[2]}
		}
		e, err := screen.NewSubject("Person", props)
		if err != nil {
			w.t.Fatal(err)
		}
		e.ID = id
		if _, _, err := p.Put(e); err != nil {
			w.t.Fatal(err)
		}
	}
}

func matchesOf(p *Portfolio) map[string][]Match {
	all := map[string][]Match{}
	for id, s := range p.subjects {
		if len(s.matches) > 0 {
			all[id] = s.matches
		}
	}
	return all
}

// After each step of a random history of lists, subjects and thresholds, the
// matches are those of a full screening, and the report is what a plain
// comparison of the full screenings before and after gives.
func TestRunEqualsAFullScreeningOnRandomHistories(t *testing.T) {
	histories := 60
	if n, err := strconv.Atoi(os.Getenv(envHistories)); err == nil {
		histories = n
	}
	spared, found := int64(0), 0
	for seed := range histories {
		w := &world{t: t, r: rand.New(rand.NewPCG(uint64(seed), 5)), entries: map[string]string{}, subjects: map[string]string{}, cut: screen.Cut{Persons: 10 * weigh.Deciban, Others: 20 * weigh.Deciban}}
		for i := range 10 {
			w.entries[strconv.Itoa(i)], w.subjects[strconv.Itoa(i)] = w.party(), w.party()
		}
		p := New()
		before := map[string][]Match{}
		for step := range 6 {
			if step > 0 {
				w.change()
			}
			if w.r.IntN(2) == 0 { // as if another process went on
				p = reread(t, p)
			}
			w.update(p)
			lists, opt := w.lists(), Options{Model: "m", Cut: w.cut, Workers: 1 + w.r.IntN(3), Now: time.Unix(int64(step), 0)}
			report, err := p.Run(t.Context(), lists, opt)
			if err != nil {
				t.Fatal(err)
			}
			full := New()
			w.update(full)
			if _, err := full.Run(t.Context(), lists, opt); err != nil {
				t.Fatal(err)
			}
			now := matchesOf(full)
			if got := matchesOf(p); !reflect.DeepEqual(got, now) {
				t.Fatalf("history %d, step %d: matches\n%v\nfull screening\n%v", seed, step, got, now)
			}
			if !reflect.DeepEqual(p.entries, full.entries) {
				t.Fatalf("history %d, step %d: digests differ", seed, step)
			}
			checkReport(t, fmt.Sprintf("history %d, step %d", seed, step), report, p, before, now)
			spared += report.AllPairs - report.Pairs
			found += len(report.New) + len(report.Changed) + len(report.Vanished)
			before = now
		}
	}
	if spared == 0 || found < histories {
		t.Errorf("the histories show nothing: %d pairs spared, %d differences", spared, found)
	}
}

// checkReport compares a report with two full screenings.
func checkReport(t *testing.T, where string, r *Report, p *Portfolio, before, now map[string][]Match) {
	t.Helper()
	was, is := map[string]Match{}, map[string]Match{}
	for _, side := range []struct {
		from map[string][]Match
		to   map[string]Match
	}{{before, was}, {now, is}} {
		for id, ms := range side.from {
			if p.subjects[id] == nil {
				continue // taken out by the user, who knows
			}
			for _, m := range ms {
				side.to[id+" "+m.Dataset+" "+m.ID] = m
			}
		}
	}
	want := map[string]string{}
	for k, m := range is {
		if old, there := was[k]; !there {
			want[k] = "new"
		} else if old != m {
			want[k] = fmt.Sprint("was ", old.Decibans)
		}
	}
	for k := range was {
		if _, there := is[k]; !there {
			want[k] = "vanished"
		}
	}
	got := map[string]string{}
	for _, f := range r.New {
		got[f.Subject+" "+f.Match.Dataset+" "+f.Match.ID] = "new"
	}
	for _, f := range r.Changed {
		got[f.Subject+" "+f.Match.Dataset+" "+f.Match.ID] = fmt.Sprint("was ", *f.Was)
	}
	for _, v := range r.Vanished {
		got[v.Subject+" "+v.Match.Dataset+" "+v.Match.ID] = "vanished"
	}
	// A subject that was taken out and came back is new to the portfolio.
	for k, what := range want {
		if id, _, _ := strings.Cut(k, " "); got[k] == "new" && strings.HasPrefix(what, "was ") && p.subjects[id] != nil {
			continue
		}
		if got[k] != what {
			t.Fatalf("%s: %s: reported %q, want %q", where, k, got[k], what)
		}
	}
	for k, what := range got {
		if want[k] == "" {
			t.Fatalf("%s: %s: reported %q, want nothing", where, k, what)
		}
	}
	for _, f := range slices.Concat(r.New, r.Changed) {
		var sum weigh.Weight
		for _, e := range f.Match.Evidence {
			sum += e.Decibans
		}
		if sum != f.Match.Decibans || len(f.Match.Evidence) == 0 {
			t.Fatalf("%s: %+v: the evidence adds up to %s", where, f, sum)
		}
	}
}

func reread(t *testing.T, p *Portfolio) *Portfolio {
	t.Helper()
	b, err := encode(p)
	if err != nil {
		t.Fatal(err)
	}
	back, err := decode(t.Context(), b)
	if err != nil {
		t.Fatal(err)
	}
	return back
}
