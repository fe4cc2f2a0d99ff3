package casework

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"deciban/internal/entity"
	"deciban/internal/screen"
	"deciban/internal/weigh"
)

func subjectOf(t testing.TB, name string) *entity.Entity {
	t.Helper()
	e, err := screen.NewSubject("Person", map[string][]string{"name": {name}})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func opening(t testing.TB) Event {
	t.Helper()
	subject, err := entity.EncodeStatements(subjectOf(t, "Ottoline Brackenbury"))
	if err != nil {
		t.Fatal(err)
	}
	return Event{Kind: Opened, By: "anna", At: day(1), Format: format, Reference: "HR-1", Subject: subject}
}

func day(n int) time.Time { return time.Date(2026, 11, n, 9, 0, 0, 0, time.UTC) }

func alert(id string, decibans weigh.Weight, content string, reports ...string) Alert {
	return Alert{
		LineMatch: screen.LineMatch{ID: id, Dataset: "one", Caption: "Entry " + id, Schema: "Person", Decibans: decibans, Probability: 0.5,
			Evidence: []screen.LineEvidence{{Kind: weigh.KindName, Subject: "a", Entry: "b", Decibans: decibans, Note: "as tested"}}},
		Content: content, Reports: reports,
	}
}

func screened(alerts ...Alert) Event {
	return Event{Kind: Screened, By: "anna", At: day(2), Screening: &Screening{Snapshot: "s", Model: "m", Source: "the default", Threshold: 30 * weigh.Deciban, Alerts: alerts}}
}

// newCase returns a case of these events behind the opening.
func newCase(t testing.TB, events ...Event) *Case {
	t.Helper()
	c := &Case{ID: "2026-0001"}
	for _, e := range append([]Event{opening(t)}, events...) {
		if err := c.append(e); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

// decide adds a decision on an alert.
func decide(t testing.TB, c *Case, entry string, v Verdict) {
	t.Helper()
	d, err := c.Decision(entry, v)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.append(Event{Kind: Decided, By: "bert", At: day(3), Decision: d, Text: "seen"}); err != nil {
		t.Fatal(err)
	}
}

func standings(c *Case) string {
	var out []string
	for _, s := range c.States() {
		out = append(out, fmt.Sprintf("%s %s", s.ID, s.Standing))
	}
	return strings.Join(out, "; ")
}

func TestACaseFromItsOpeningToItsEnd(t *testing.T) {
	c := newCase(t)
	if c.Open() != 0 || c.Screening != nil || c.Subject.Caption() != "Ottoline Brackenbury" {
		t.Errorf("a case that was only opened: %+v", c)
	}
	if err := c.append(Event{Kind: Closed, By: "anna", At: day(2), Outcome: "cleared", Text: "x"}); !errors.Is(err, ErrRefused) {
		t.Errorf("closed although nobody had screened: %v", err)
	}
	must := func(e Event) {
		t.Helper()
		if err := c.append(e); err != nil {
			t.Fatal(err)
		}
	}
	must(screened(alert("e1", 5000, "k1", "r1"), alert("e2", 4000, "k2"), alert("e3", 3100, "k3")))
	if got := standings(c); got != "e1 to decide; e2 to decide; e3 to decide" || c.Open() != 3 {
		t.Errorf("%s; %d", got, c.Open())
	}
	decide(t, c, "e1", Same)
	decide(t, c, "one/e2", Different)
	decide(t, c, "e3", Unclear)
	if got := standings(c); got != "e1 decided; e2 decided; e3 to decide" {
		t.Error(got)
	}
	closing := Event{Kind: Closed, By: "anna", At: day(4), Outcome: "refused", Text: "listed"}
	if err := c.append(closing); !errors.Is(err, ErrRefused) || !strings.Contains(err.Error(), "e3") || strings.Contains(err.Error(), "e1") {
		t.Errorf("closed with an unclear alert: %v", err)
	}
	decide(t, c, "e3", Different)
	must(closing)
	if c.Closing == nil || c.Open() != 0 {
		t.Error("it is not closed")
	}
	must(Event{Kind: Noted, By: "anna", At: day(5), Text: "filed"})
	for _, e := range []Event{screened(), closing, {Kind: Decided, By: "x", Text: "y", Decision: &Decision{"one", "e1", Same, 2}}} {
		if err := c.append(e); !errors.Is(err, ErrRefused) || !strings.Contains(err.Error(), "reopen") {
			t.Errorf("%s in a closed case: %v", e.Kind, err)
		}
	}
	must(Event{Kind: Reopened, By: "anna", At: day(6), Text: "the list was corrected"})

	// What was found since: other content, much more weight, a little more, gone.
	must(screened(alert("e1", 5000, "k1 and more", "r1", "r2"), alert("e2", 4000+grown-1, "k2"), alert("e4", 3000, "k4")))
	if got := standings(c); got != "e1 changed since it was decided; e2 decided; e4 to decide; e3 gone" {
		t.Error(got)
	}
	if s := c.States()[0]; !slices.Equal(s.NewReports, []string{"r2"}) || s.Decision.Text != "seen" || !s.NeedsWork() {
		t.Errorf("%+v", s)
	}
	must(screened(alert("e2", 4000+grown, "k2")))
	if got := standings(c); got != "e2 changed since it was decided; e1 gone; e3 gone" {
		t.Error(got)
	}
	// A decision is on what was in view: the same weight again is decided.
	decide(t, c, "e2", Different)
	must(screened(alert("e2", 4000+grown, "k2")))
	if got := standings(c); got != "e2 decided; e1 gone; e3 gone" {
		t.Error(got)
	}
	for i, e := range c.Events {
		if e.N != i+1 || e.Words() == "" || (i > 0) != (e.Before != "") {
			t.Errorf("event %d: %+v", i+1, e)
		}
	}
}

func TestWhatDoesNotFitIsRefused(t *testing.T) {
	c := newCase(t, screened(alert("e1", 5000, "k"), Alert{LineMatch: screen.LineMatch{ID: "e1", Dataset: "two"}}))
	seal := c.Seal
	note := func(edit func(*Event)) Event {
		e := Event{Kind: Noted, By: "anna", Text: "x"}
		edit(&e)
		return e
	}
	decision := func(d Decision, text string) Event { return Event{Kind: Decided, By: "anna", Text: text, Decision: &d} }
	for name, e := range map[string]Event{
		"nobody":              note(func(e *Event) { e.By = " " }),
		"no text":             note(func(e *Event) { e.Text = "\n" }),
		"too long":            note(func(e *Event) { e.Text = strings.Repeat("x", mostText+1) }),
		"a long name":         note(func(e *Event) { e.By = strings.Repeat("x", mostWord+1) }),
		"no UTF-8":            note(func(e *Event) { e.Text = "\xff" }),
		"a note's outcome":    note(func(e *Event) { e.Outcome = "cleared" }),
		"a note's reference":  note(func(e *Event) { e.Reference = "HR" }),
		"a note's screening":  note(func(e *Event) { e.Screening = &Screening{} }),
		"another kind":        note(func(e *Event) { e.Kind = "judged" }),
		"opened twice":        opening(t),
		"nothing screened":    {Kind: Screened, By: "anna"},
		"no decision":         {Kind: Decided, By: "anna", Text: "x"},
		"no grounds":          decision(Decision{"one", "e1", Same, 2}, ""),
		"another verdict":     decision(Decision{"one", "e1", "guilty", 2}, "x"),
		"no alert":            decision(Decision{"one", "e9", Same, 2}, "x"),
		"another list":        decision(Decision{"three", "e1", Same, 2}, "x"),
		"an older screening":  decision(Decision{"one", "e1", Same, 1}, "x"),
		"reopened while open": {Kind: Reopened, By: "anna", Text: "x"},
		"no outcome":          {Kind: Closed, By: "anna", Text: "x"},
	} {
		if err := c.append(e); !errors.Is(err, ErrRefused) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := c.Decision("e1", Same); !errors.Is(err, ErrRefused) || !strings.Contains(err.Error(), "DATASET/ID") {
		t.Errorf("an id of two lists: %v", err)
	}
	if d, err := c.Decision("two/e1", Same); err != nil || d.Dataset != "two" {
		t.Errorf("%+v, %v", d, err)
	}
	if len(c.Events) != 2 || c.Seal != seal {
		t.Error("what was refused left a trace")
	}
}
