package server

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"deciban/internal/casework"
	"deciban/internal/entity"
	"deciban/internal/screen"
	"deciban/internal/weigh"
)

// decidedCase opens a case on an entry of the sample and decides it.
func decidedCase(t *testing.T, store *casework.Store) *casework.Case {
	t.Helper()
	subject, err := screen.NewSubject("Person", map[string][]string{"name": {"Aiman al-Zawahri <b>"}, "nationality": {"eg"}})
	if err != nil {
		t.Fatal(err)
	}
	given, err := entity.EncodeStatements(subject)
	if err != nil {
		t.Fatal(err)
	}
	lists, _ := sampleLists(t, "one")
	res, err := lists.Searcher.Search(t.Context(), subject, screen.Options{Min: 0, Explain: true})
	if err != nil || len(res.Matches) == 0 {
		t.Fatalf("%v, %d matches", err, len(res.Matches))
	}
	found := &casework.Screening{Snapshot: "one", Model: "m", Program: "test", Sample: true, Source: "the default", Threshold: 30 * weigh.Deciban, Stale: []string{"sample"}}
	for _, l := range screen.LineMatches(res.Matches) {
		found.Alerts = append(found.Alerts, casework.Alert{LineMatch: l, Content: "x"})
	}
	at := time.Date(2026, 11, 27, 10, 0, 0, 0, time.UTC)
	c, err := store.Create(t.Context(), at, casework.Event{Kind: casework.Opened, By: "anna", At: at, Subject: given, Reference: "HR-<17>"},
		casework.Event{Kind: casework.Screened, By: "anna", At: at, Screening: found})
	if err != nil {
		t.Fatal(err)
	}
	c, err = store.Append(t.Context(), c.ID, func(c *casework.Case) ([]casework.Event, error) {
		d, err := c.Decision(found.Alerts[0].ID, casework.Different)
		return []casework.Event{{Kind: casework.Decided, By: "bert & co", At: at, Text: "seen <i>", Decision: d}}, err
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestACaseIsOnePageWithItsReports(t *testing.T) {
	c := decidedCase(t, casework.Open(t.TempDir()))
	news, err := keptReports(t).Timelines(t.Context(), c.Entries(), anyDay)
	if err != nil {
		t.Fatal(err)
	}
	write := func() string {
		var b bytes.Buffer
		if err := WriteCase(&b, c, news, time.Date(2026, 11, 28, 10, 0, 0, 0, time.UTC)); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	page := write()
	if write() != page {
		t.Error("the same case has other bytes")
	}
	if strings.Contains(page, "stylesheet") || strings.Contains(page, `src="`) {
		t.Error("the page needs something from outside")
	}
	text := texts(t, page)
	for _, want := range []string{
		"Case 2026-0001 · reference HR-<17>", "Aiman al-Zawahri <b>", "open, all decided", "built-in sample", "sample was stale", "as of 28 November 2026",
		"nationality Egypt", "threshold +30.00 dB: the default", "decided: different , by bert & co on 27 November 2026: seen <i>",
		"same country: tells nobody apart", "1 report naming it", "that he had ordered it", "screened: 1 alert", "Seal " + c.Seal,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %.4000s", want, text)
		}
	}
}

func TestTheServerShowsCasesAndChangesNone(t *testing.T) {
	s, log := newServer(t, nil)
	if text := texts(t, ask(s, "GET", "/cases", "").Body.String()); !strings.Contains(text, "There is no case.") {
		t.Error(text)
	}
	c := decidedCase(t, s.Cases)
	list := ask(s, "GET", "/cases", "")
	if text := texts(t, list.Body.String()); !strings.Contains(text, "2026-0001 2026-11-27 Aiman al-Zawahri <b> HR-<17> 1 open, all decided") || !strings.Contains(list.Body.String(), `href="/case/2026-0001"`) {
		t.Error(text)
	}
	w := ask(s, "GET", "/case/2026-0001", "")
	if text := texts(t, w.Body.String()); w.Code != 200 || !strings.Contains(text, "Seal "+c.Seal) || !strings.Contains(text, "that he had ordered it") || strings.Contains(w.Body.String(), "<style") {
		t.Errorf("%d %s", w.Code, text)
	}
	for _, tt := range []struct {
		method, path string
		status       int
	}{
		{"GET", "/case/2026-0002", 404}, {"GET", "/case/..%2Fx", 404}, {"GET", "/case/2026-0001?x=1", 400}, {"GET", "/cases?x=1", 400},
		{"POST", "/case/2026-0001", 404}, {"DELETE", "/case/2026-0001", 404},
	} {
		if w := ask(s, tt.method, tt.path, ""); w.Code != tt.status {
			t.Errorf("%s %s: %d, not %d", tt.method, tt.path, w.Code, tt.status)
		}
	}
	if log.Len() > 0 {
		t.Errorf("the log: %s", log)
	}
}

// A record that was altered is no page, and the log says which file it is.
func TestAnAlteredCaseIsNotShown(t *testing.T) {
	s, log := newServer(t, nil)
	dir := t.TempDir()
	s.Cases = casework.Open(dir)
	decidedCase(t, s.Cases)
	path := filepath.Join(dir, "cases", "2026-0001.jsonl")
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, bytes.Replace(whole, []byte("HR-"), []byte("HQ-"), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, page := range []string{"/cases", "/case/2026-0001"} {
		if w := ask(s, "GET", page, ""); w.Code != 500 || strings.Contains(w.Body.String(), "Zawahri") {
			t.Errorf("%s: %d %s", page, w.Code, w.Body)
		}
	}
	if text := log.String(); strings.Count(text, "2026-0001.jsonl") != 2 || strings.Contains(text, "Zawahri") {
		t.Error(text)
	}
}
