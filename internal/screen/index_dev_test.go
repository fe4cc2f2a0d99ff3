package screen

import (
	"os"
	"path/filepath"
	"strconv"
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

// The index answers as the scan does on the dev sets, at three thresholds. By
// default some of the subjects are tried; DECIBAN_INDEX_EVERY=1 tries all, which
// takes an hour.
func TestIndexAnswersAsTheScanDoesOnTheDevSets(t *testing.T) {
	dir := testkit.Shared(t, "evaluation", "dev", "watchlist")
	every := 200
	if v := os.Getenv("DECIBAN_INDEX_EVERY"); v != "" {
		var err error
		if every, err = strconv.Atoi(v); err != nil || every < 1 {
			t.Fatalf("DECIBAN_INDEX_EVERY=%s: not a number above 0", v)
		}
	}
	entities := readEntities(t, filepath.Join(dir, "lists", "us_ofac_sdn"), filepath.Join(dir, "lists", "un_sc_sanctions"))
	var subjects []*entity.Entity
	for _, f := range []string{"negatives.jsonl", "positives.jsonl"} {
		subjects = append(subjects, readSubjects(t, filepath.Join(dir, f), every)...)
	}
	model := weigh.Default()
	scan, index := NewScan(model, "dev", entities), NewIndexed(model, "dev", entities)
	var next, matches atomic.Int64
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(subjects) {
					return
				}
				for _, least := range []weigh.Weight{1500, 2500, 3500} {
					matches.Add(int64(sameAnswers(t, scan, index, subjects[i], Options{Min: least, Explain: true})))
				}
			}
		})
	}
	wait.Wait()
	t.Logf("%d subjects, %d matches", len(subjects), matches.Load())
	if matches.Load() == 0 {
		t.Error("no matches: the subjects prove nothing")
	}
}
