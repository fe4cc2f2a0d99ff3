package screen

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"deciban/internal/entity"
	"deciban/internal/lists"
	"deciban/internal/testkit"
	"deciban/internal/weigh"
)

// readEntities reads the lists below a folder.
func readEntities(t *testing.T, paths ...string) []*entity.Entity {
	t.Helper()
	found, err := lists.Open(paths...)
	if err != nil {
		t.Fatal(err)
	}
	var all []*entity.Entity
	for _, s := range found {
		l, err := s.Read(t.Context(), lists.Options{})
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, l.Entities...)
	}
	return all
}

// readSubjects reads every nth subject of a file.
func readSubjects(t *testing.T, path string, nth int) []*entity.Entity {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	in, err := NewSubjectReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var out []*entity.Entity
	for i := 0; ; i++ {
		row, err := in.Next()
		if err != nil {
			return out
		}
		if row.Err == nil && i%nth == 0 {
			out = append(out, row.Subject)
		}
	}
}

// recombined makes subjects of the parts of others' names: more of the same kind.
func recombined(r *rand.Rand, subjects []*entity.Entity, n int) []*entity.Entity {
	var out []*entity.Entity
	for range n {
		e := *subjects[r.IntN(len(subjects))]
		e.Statements = slices.Clone(e.Statements)
		for i := range e.Statements {
			st := &e.Statements[i]
			if st.Prop != "name" {
				continue
			}
			words := strings.Fields(st.Value)
			for k := range words {
				other := strings.Fields(subjects[r.IntN(len(subjects))].Values("name")[0])
				if r.IntN(2) == 0 && len(other) > 0 {
					words[k] = other[min(k, len(other)-1)]
				}
			}
			st.Value = strings.Join(words, " ")
		}
		out = append(out, &e)
	}
	return out
}

// from keeps what a search from a higher threshold finds.
func from(r *Result, least weigh.Weight) *Result {
	kept := *r
	kept.Matches = nil
	for _, m := range r.Matches {
		if m.Weight >= least {
			kept.Matches = append(kept.Matches, m)
		}
	}
	return &kept
}

// The index answers as the scan does on the dev sets, at three thresholds. By
// default some of the subjects are tried; DECIBAN_INDEX_EVERY=1 tries all, and so
// many made of their parts that there are 100,000, which takes ten minutes or more.
func TestIndexAnswersAsTheScanDoesOnTheDevSets(t *testing.T) {
	dir := testkit.Shared(t, "evaluation", "dev", "watchlist")
	scripts := testkit.Shared(t, "evaluation", "dev", "scripts")
	every := 300
	if v := os.Getenv("DECIBAN_INDEX_EVERY"); v != "" {
		var err error
		if every, err = strconv.Atoi(v); err != nil || every < 1 {
			t.Fatalf("DECIBAN_INDEX_EVERY=%s: not a number above 0", v)
		}
	}
	entities := readEntities(t, filepath.Join(dir, "lists", "us_ofac_sdn"), filepath.Join(dir, "lists", "un_sc_sanctions"))
	var subjects []*entity.Entity
	for _, d := range []string{dir, scripts} {
		for _, f := range []string{"negatives.jsonl", "positives.jsonl"} {
			subjects = append(subjects, readSubjects(t, filepath.Join(d, f), every)...)
		}
	}
	r := rand.New(rand.NewPCG(8, 15))
	subjects = append(subjects, recombined(r, subjects, max(100000/every-len(subjects), 0))...)
	// In random order, so that a run that is cut short says something of all.
	r.Shuffle(len(subjects), func(i, j int) { subjects[i], subjects[j] = subjects[j], subjects[i] })
	model := weigh.Default()
	scan, index := NewScan(model, "dev", entities), NewIndexed(model, "dev", entities)
	var next, matches, different atomic.Int64
	var wait sync.WaitGroup
	for range 2 {
		wait.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(subjects) {
					return
				}
				if i%1000 == 999 {
					t.Logf("%d subjects, %d matches, %d differences", i+1, matches.Load(), different.Load())
				}
				want, err := scan.Search(t.Context(), subjects[i], Options{Min: 1500, Explain: true})
				if err != nil {
					t.Error(err)
					return
				}
				matches.Add(int64(len(want.Matches)))
				for _, least := range []weigh.Weight{1500, 2500, 3500} {
					got, err := index.Search(t.Context(), subjects[i], Options{Min: least, Explain: true})
					if err != nil {
						t.Error(err)
						return
					}
					if x, y := answers1(from(want, least)), answers1(got); x != y {
						different.Add(1)
						line, _ := entity.EncodeStatements(subjects[i])
						t.Errorf("%s, from %v:\nscan:\n%sindex:\n%s", line, least, x, y)
					}
				}
			}
		})
	}
	wait.Wait()
	t.Logf("%d subjects, %d matches from 15 decibans, %d differences", len(subjects), matches.Load(), different.Load())
	if matches.Load() == 0 {
		t.Error("no matches: the subjects prove nothing")
	}
}
