package archive

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"deciban/internal/catalog"
	"deciban/internal/catalog/durable"
	"deciban/internal/catalog/durable/faulty"
	"deciban/internal/reporting"
	"deciban/internal/reporting/ingest"
	"deciban/internal/reporting/mentions"
)

var noon = time.Date(2024, 3, 28, 12, 0, 0, 0, time.UTC)

func report(n int, day string) *reporting.Report {
	a := ingest.Article{Text: fmt.Sprintf("Text %d.", n), Published: day, Where: "test", Language: "en"}
	return &reporting.Report{ID: a.ID(), Article: a}
}

// add adds reports and returns how many were new.
func add(t testing.TB, s *Store, reports ...*reporting.Report) int {
	t.Helper()
	w, err := s.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, r := range reports {
		isNew, err := w.Add(r)
		if err != nil {
			t.Fatal(err)
		}
		if isNew {
			n++
		}
	}
	if err := w.Finish(noon); err != nil {
		t.Fatal(err)
	}
	return n
}

func texts(t testing.TB, s *Store, since string) string {
	t.Helper()
	var all []string
	err := s.Each(context.Background(), since, func(r *reporting.Report) error {
		all = append(all, r.Article.Text)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(all, " ")
}

func TestReportsAreKeptOnce(t *testing.T) {
	s := Open(t.TempDir())
	if got := texts(t, s, ""); got != "" {
		t.Errorf("an empty archive holds %q", got)
	}
	if n := add(t, s, report(1, "2024-01-01"), report(2, "2024-01-02"), report(1, "2024-01-01")); n != 2 {
		t.Errorf("%d are new, want 2", n)
	}
	if n := add(t, s, report(2, "2024-01-02"), report(3, "")); n != 1 {
		t.Errorf("%d are new, want 1", n)
	}
	if n := add(t, s, report(3, "")); n != 0 {
		t.Errorf("%d are new, want 0", n)
	}
	if got, want := texts(t, s, ""), "Text 1. Text 2. Text 3."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	// Objects that end before the day are passed over, but not undated reports.
	if got, want := texts(t, s, "2024-02-01"), "Text 3."; got != want {
		t.Errorf("since February %q, want %q", got, want)
	}
	log, err := s.Log()
	if err != nil || len(log) != 2 || log[0].Objects[0].From != "2024-01-01" || log[0].Objects[0].To != "2024-01-02" {
		t.Errorf("%+v %v", log, err)
	}
}

func TestAbortLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	s := Open(dir)
	w, err := s.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for n := range perObject + 2 {
		if _, err := w.Add(report(n, "")); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Abort(); err != nil {
		t.Fatal(err)
	}
	left, err := os.ReadDir(filepath.Join(dir, "reports", "objects"))
	if err != nil || len(left) != 0 || texts(t, s, "") != "" {
		t.Errorf("left %v, %v", left, err)
	}
}

func TestDamageIsFound(t *testing.T) {
	dir := t.TempDir()
	s := Open(dir)
	add(t, s, report(1, ""))
	add(t, s, report(2, ""))
	log, _ := s.Log()
	object := filepath.Join(dir, "reports", "objects", log[0].Objects[0].Hash)
	for name, path := range map[string]string{"an object": object, "the log": filepath.Join(dir, "reports", "log")} {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		bad := bytes.Clone(b)
		bad[len(bad)/2] ^= 1
		if err := os.WriteFile(path, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		err = s.Each(t.Context(), "", func(*reporting.Report) error { return nil })
		if !errors.Is(err, catalog.ErrDamaged) {
			t.Errorf("a flipped bit in %s: %v", name, err)
		}
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if got := texts(t, s, ""); got != "Text 1. Text 2." {
		t.Errorf("%q", got)
	}
}

// A disk that fails, or a process that dies, at any operation leaves the former
// reports or all of the new.
func TestAFailingDiskLosesNothing(t *testing.T) {
	for _, dead := range []bool{false, true} {
		for n := 1; ; n++ {
			dir := t.TempDir()
			s := Open(dir)
			s.fsys = faulty.Unsynced{}
			add(t, s, report(1, ""))
			disk := &faulty.Disk{FailAt: n, Dead: dead}
			s.fsys = disk
			err := func() error {
				w, err := s.Begin(t.Context())
				if err != nil {
					return err
				}
				if _, err := w.Add(report(2, "")); err != nil {
					return errors.Join(err, w.Abort())
				}
				return w.Finish(noon)
			}()
			if err != nil && !errors.Is(err, faulty.ErrInjected) {
				t.Fatalf("operation %d: %v", n, err)
			}
			s.fsys = durable.Disk{}
			if got := texts(t, s, ""); got != "Text 1." && got != "Text 1. Text 2." || err == nil && got != "Text 1. Text 2." {
				t.Fatalf("operation %d failed (%v): %q", n, err, got)
			}
			add(t, s, report(3, ""))
			if got := texts(t, s, ""); !strings.HasSuffix(got, "Text 3.") {
				t.Fatalf("operation %d: later %q", n, got)
			}
			if err == nil {
				break
			}
		}
	}
}

func TestDecisionsAreRemembered(t *testing.T) {
	s := Open(t.TempDir())
	d := Decision{Name: "The Halvern", Dataset: "list", ID: "e1", At: noon}
	if err := s.Decide(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	all, err := s.Decisions()
	if err != nil {
		t.Fatal(err)
	}
	if decided, yes := all.Decided("halvern", "list\x00e1"); !decided || yes {
		t.Errorf("decided %v, confirmed %v", decided, yes)
	}
	d.Confirmed = true
	if err := s.Decide(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	all, _ = s.Decisions()
	if decided, yes := all.Decided("halvern", "list\x00e1"); !decided || !yes || len(all.All()) != 1 {
		t.Errorf("later: decided %v, confirmed %v, %d", decided, yes, len(all.All()))
	}
	if decided, _ := all.Decided("halvern", "list\x00e2"); decided {
		t.Error("decided for another party")
	}
	if err := s.Decide(t.Context(), Decision{Name: "--", ID: "e1"}); err == nil {
		t.Error("a name without letters is taken")
	}
}

func FuzzDecode(f *testing.F) {
	dir := f.TempDir()
	s := Open(dir)
	add(f, s, report(1, "2024-01-01"))
	log, _ := s.Log()
	b, _ := os.ReadFile(filepath.Join(dir, "reports", "objects", log[0].Objects[0].Hash))
	f.Add(b)
	l, _ := os.ReadFile(filepath.Join(dir, "reports", "log"))
	f.Add(l)
	f.Add([]byte(`{"form":"a","id":"b"}` + "\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		_, _ = decode(context.Background(), bytes.NewReader(b), func([]byte) error { return nil })
		_, _ = parseLog(b)
		_, _ = parseDecisions(b)
	})
}

// naming is a report that names parties, each by its place in the text.
func naming(n int, ids ...string) *reporting.Report {
	r := report(n, "2024-01-01")
	for i, id := range ids {
		r.Mentions = append(r.Mentions, mentions.Mention{Start: i, End: i + 1, Text: "Adam Khan", Of: -1, Parties: []mentions.Party{{ID: id, Dataset: "list"}}})
	}
	return r
}

func TestVisitPassesOverWhatDoesNotNameTheParty(t *testing.T) {
	s := Open(t.TempDir())
	add(t, s, naming(1, "e1"), naming(2, "e1\"x"), naming(3, "e2", "e1"))
	log, err := s.Log()
	if err != nil {
		t.Fatal(err)
	}
	add(t, s, naming(4, "e1"), naming(5))
	for name, c := range map[string]struct {
		which Which
		want  string
	}{
		"all":                     {Which{}, "Text 1. Text 2. Text 3. Text 4. Text 5."},
		"one":                     {Which{Naming: []string{"e1"}}, "Text 1. Text 3. Text 4."},
		"two":                     {Which{Naming: []string{"e2", "e1\"x"}}, "Text 2. Text 3."},
		"nobody":                  {Which{Naming: []string{"e"}}, ""},
		"what came since":         {Which{After: log[0].Check}, "Text 4. Text 5."},
		"since nobody knows when": {Which{After: "x", Naming: []string{"e1"}}, "Text 1. Text 3. Text 4."},
	} {
		var got []string
		err := s.Visit(t.Context(), c.which, func(r *reporting.Report) error {
			got = append(got, r.Article.Text)
			return nil
		})
		if all := strings.Join(got, " "); err != nil || all != c.want {
			t.Errorf("%s: %q, %v; want %q", name, all, err, c.want)
		}
	}
}

// A rejection holds for the name in that sense, in what is shown of reports that
// were kept before it, and for what is short for the name; not for other names.
func TestDecisionsApplyToKeptReports(t *testing.T) {
	kept := func() *reporting.Report {
		r := naming(1, "e1", "e1", "e1", "e1")
		r.Mentions[1].Text, r.Mentions[1].Of = "Khan", 0
		r.Mentions[2].Text = "A. Khan"
		r.Mentions[3].Text = "ADAM KHAN"
		r.Mentions[3].Parties = append(r.Mentions[3].Parties, mentions.Party{ID: "e2", Dataset: "list"})
		return r
	}
	decide := func(confirmed bool) Decisions {
		s := Open(t.TempDir())
		if err := s.Decide(t.Context(), Decision{Name: "Adam Khan", Dataset: "list", ID: "e1", Confirmed: confirmed, At: noon}); err != nil {
			t.Fatal(err)
		}
		d, err := s.Decisions()
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	r := kept()
	if n := decide(false).Apply(r); n != 2 || r.MentionsOf("e1") != 1 || !r.Names(2, "e1") || r.MentionsOf("e2") != 1 {
		t.Errorf("%d mean nobody, %+v", n, r.Mentions)
	}
	r = kept()
	if n := decide(true).Apply(r); n != 0 || r.MentionsOf("e1") != 4 || !r.Mentions[0].Confirmed || !r.Mentions[1].Confirmed || r.Mentions[2].Confirmed {
		t.Errorf("confirmed: %d mean nobody, %+v", n, r.Mentions)
	}
	// A damaged report that leads in a circle ends all the same.
	r = kept()
	r.Mentions[2].Of, r.Mentions[1].Of, r.Mentions[1].Text = 1, 2, "Bo"
	decide(false).Apply(r)
}
