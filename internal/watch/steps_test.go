package watch

import (
	"fmt"
	"os"
	"reflect"
	"runtime"
	"strconv"
	"testing"
	"time"

	"deciban/internal/lists"
	"deciban/internal/screen"
	"deciban/internal/screen/ordinary"
	"deciban/internal/testkit"
	"deciban/internal/weigh"
)

// envSubjects makes TestRealSteps a measurement over that many subjects, which
// prints the table of docs/watch.md.
const envSubjects = "DECIBAN_WATCH_SUBJECTS"

// envSample is how many of them are screened in full, to work out what all would
// take.
const envSample = "DECIBAN_WATCH_FULL"

var realSteps = []struct {
	folder   string
	vintages []string
}{
	{"un_sc_sanctions", []string{"un_2018-06-07.xml", "un_2018-06-21.xml"}},
	{"us_ofac_sdn", []string{"2021-08-18T093901", "2021-09-02T184941", "2021-10-06T184829", "2021-11-08T184932", "2021-12-02T014159"}},
}

// portfolioOf returns n ordinary subjects, nine persons to one other party.
func portfolioOf(t *testing.T, n int) *Portfolio {
	t.Helper()
	p := New()
	for i := range n {
		party := ordinary.Person(i)
		if i%10 == 9 {
			party = ordinary.Other(i)
		}
		e, err := screen.NewSubject(party.Schema, party.Properties)
		if err != nil {
			t.Fatal(err)
		}
		e.ID = strconv.Itoa(i)
		if _, _, err := p.Put(e); err != nil {
			t.Fatal(err)
		}
	}
	return p
}

func fromEnv(name string, otherwise int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return n
	}
	return otherwise
}

// From one real vintage to the next a run finds what a full screening finds.
func TestRealSteps(t *testing.T) {
	if testing.Short() {
		t.Skip("reads seven real lists, which the full run does")
	}
	subjects := fromEnv(envSubjects, 200)
	full := min(fromEnv(envSample, subjects), subjects)
	opt := Options{Model: "m", Cut: screen.Cut{Persons: screen.DefaultThreshold, Others: screen.DefaultThreshold}, Workers: runtime.GOMAXPROCS(0), Now: time.Unix(0, 0)}
	if os.Getenv(envSubjects) == "" {
		opt.Cut = screen.Cut{Persons: 5 * weigh.Deciban, Others: 5 * weigh.Deciban} // so that even few match
	} else {
		fmt.Println("| step | entries | new or changed | gone | pairs, full | pairs, run | pairs | full | run | time |\n|---|---|---|---|---|---|---|---|---|---|")
	}
	for _, s := range realSteps {
		var p *Portfolio
		for i, vintage := range s.vintages {
			l, err := lists.Read(t.Context(), testkit.Shared(t, "lists", s.folder, vintage), lists.Options{})
			if err != nil {
				t.Fatal(err)
			}
			now := Lists{Snapshot: vintage, Entities: l.Entities, Searcher: scan}
			fresh := portfolioOf(t, full)
			start := time.Now()
			if _, err := fresh.Run(t.Context(), now, opt); err != nil {
				t.Fatal(err)
			}
			fullTime := time.Duration(float64(time.Since(start)) * float64(subjects) / float64(full))
			if i == 0 {
				if p = fresh; full < subjects {
					p = settled(t, subjects, now, opt)
				}
				continue
			}
			start = time.Now()
			r, err := p.Run(t.Context(), now, opt)
			runTime := time.Since(start)
			if err != nil {
				t.Fatal(err)
			}
			for id := range full {
				_, got, _ := p.Subject(strconv.Itoa(id))
				_, want, _ := fresh.Subject(strconv.Itoa(id))
				// What settled does not screen it does not know.
				if full == subjects && !reflect.DeepEqual(got, want) {
					t.Errorf("%s, subject %d: %v, full screening %v", vintage, id, got, want)
				}
			}
			if full == subjects && !reflect.DeepEqual(p.entries, fresh.entries) {
				t.Errorf("%s: digests differ", vintage)
			}
			if r.Full || r.EntriesChanged == 0 || r.EntriesChanged > r.Entries/10 {
				t.Errorf("%s: %+v", vintage, r)
			}
			if os.Getenv(envSubjects) != "" {
				fmt.Printf("| %s %.13s → %.13s | %d | %d | %d | %.0f M | %.1f M | 1/%.0f | %.0f s | %.1f s | 1/%.0f |\n", s.folder, s.vintages[i-1], vintage, r.Entries, r.EntriesChanged, r.EntriesGone,
					float64(r.AllPairs)/1e6, float64(r.Pairs)/1e6, float64(r.AllPairs)/float64(r.Pairs), fullTime.Seconds(), runTime.Seconds(), fullTime.Seconds()/runTime.Seconds())
			}
		}
	}
}

// settled is a portfolio as a run over the lists leaves it, without the time
// that screening takes: with no matches. What the next run compares is the same.
func settled(t *testing.T, n int, lists Lists, opt Options) *Portfolio {
	t.Helper()
	p := portfolioOf(t, n)
	p.entries = entryDigests(lists.Entities)
	for _, s := range p.subjects {
		s.screened = s.digest
	}
	p.Last = &Last{Snapshot: lists.Snapshot, Model: opt.Model, Persons: opt.Cut.Persons, Others: opt.Cut.Others}
	return p
}
