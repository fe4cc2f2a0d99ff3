// Package casework keeps cases: what screening found about a subject and what people decided on it, as a record that grows and is never changed.
//
// A case is a list of events. Each says who did what and when, and holds the
// hash of the event before it, so that nothing in the record can be altered, put
// in or taken out without that being seen, and its last hash, the seal, stands
// for all of it. What a case is now follows from its events alone.
package casework

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"deciban/internal/entity"
	"deciban/internal/screen"
	"deciban/internal/weigh"
)

// Kind is what an event does.
type Kind string

// The kinds of events.
const (
	Opened   Kind = "opened"
	Screened Kind = "screened"
	Decided  Kind = "decided"
	Noted    Kind = "noted"
	Closed   Kind = "closed"
	Reopened Kind = "reopened"
)

// Verdict is what a person says of an alert.
type Verdict string

// The verdicts. An unclear alert still needs work.
const (
	Same      Verdict = "same"      // the entry is the subject
	Different Verdict = "different" // it is somebody else
	Unclear   Verdict = "unclear"   // it cannot be told yet
)

// Verdicts are all of them.
var Verdicts = []Verdict{Same, Different, Unclear}

// Event is one line of the record.
type Event struct {
	N    int       `json:"n"` // from 1
	At   time.Time `json:"at"`
	By   string    `json:"by"`
	Kind Kind      `json:"kind"`
	// Format is the version of the file, in the first event.
	Format int `json:"format,omitempty"`
	// Reference is the house's own number for the case, of an opening; "" if none.
	Reference string `json:"reference,omitempty"`
	// Subject is who was asked about, of an opening.
	Subject   json.RawMessage `json:"subject,omitempty"`
	Screening *Screening      `json:"screening,omitempty"`
	Decision  *Decision       `json:"decision,omitempty"`
	// Outcome is that of a closing, in the house's own words.
	Outcome string `json:"outcome,omitempty"`
	// Text is a note, or the grounds of a decision, a closing or a reopening.
	Text string `json:"text,omitempty"`
	// Before is the SHA-256, in hex, of the line before; "" in the first.
	Before string `json:"before"`
}

// Screening is what was found, and what that follows from.
type Screening struct {
	Snapshot string `json:"snapshot"`
	Model    string `json:"model"`
	Program  string `json:"program"`
	// Sample is true if no real list was screened against.
	Sample bool `json:"sample,omitempty"`
	// Threshold is where alerts begin; Given is how it was set, "" for the default,
	// and Source how it became a weight.
	Threshold weigh.Weight `json:"threshold"`
	Given     string       `json:"given,omitempty"`
	Source    string       `json:"source"`
	// Stale are the lists that were older than their limit.
	Stale []string `json:"stale,omitempty"`
	// Alerts are the matches above the threshold, strongest first.
	Alerts []Alert `json:"alerts"`
}

// Alert is a match above the threshold, with its evidence.
type Alert struct {
	screen.LineMatch
	// Content is the digest of what the list said of the entry.
	Content string `json:"content"`
	// Reports are the kept reports that named the entry, by id, sorted.
	Reports []string `json:"reports,omitempty"`
}

// Decision is what a person says of an alert; the grounds are the event's text.
type Decision struct {
	Dataset string  `json:"dataset"`
	Entry   string  `json:"entry"`
	Verdict Verdict `json:"verdict"`
	// Screening is the event whose alert was in view.
	Screening int `json:"screening"`
}

// Standing says whether an alert needs work.
type Standing string

// The standings.
const (
	ToDecide Standing = "to decide"
	Settled  Standing = "decided"
	// Changed alerts were decided, but the list says something else of the entry
	// since, or the weight has grown by more than chance steps of a model do.
	Changed Standing = "changed since it was decided"
	// Gone alerts were decided and are none any more.
	Gone Standing = "gone"
)

// grown is how much an alert's weight may grow before it has to be decided again:
// twice the odds.
const grown = 3 * weigh.Deciban

// State is an alert as it stands now.
type State struct {
	Alert
	Standing Standing
	// Decision is the last decision on it, nil if there is none.
	Decision *Event
	// NewReports are the reports that named the entry in the last screening and
	// not in the one that was decided on; of an undecided alert, none.
	NewReports []string
}

// NeedsWork tells whether somebody has to decide.
func (s *State) NeedsWork() bool { return s.Standing == ToDecide || s.Standing == Changed }

// Case is a case as its events make it.
type Case struct {
	ID     string
	Events []Event
	// Seal is the SHA-256, in hex, of the last line: it stands for the whole record.
	Seal    string
	Subject *entity.Entity
	// Screening is the last screening, and ScreenedBy its event.
	Screening  *Screening
	ScreenedBy *Event
	// Closing is the event that closed it, nil while it is open.
	Closing *Event

	lines [][]byte
}

// Opening is the first event.
func (c *Case) Opening() *Event { return &c.Events[0] }

// States are the alerts of the last screening, strongest first, and behind them
// those that were decided and are gone.
func (c *Case) States() []State {
	last := map[[2]string]*Event{}
	for i := range c.Events {
		if d := c.Events[i].Decision; d != nil {
			last[[2]string{d.Dataset, d.Entry}] = &c.Events[i]
		}
	}
	var out []State
	seen := map[[2]string]bool{}
	if c.Screening != nil {
		for _, a := range c.Screening.Alerts {
			key := [2]string{a.Dataset, a.ID}
			seen[key] = true
			out = append(out, c.stateOf(a, last[key]))
		}
	}
	for i := range c.Events {
		d := c.Events[i].Decision
		if d == nil {
			continue
		}
		key := [2]string{d.Dataset, d.Entry}
		if e := last[key]; !seen[key] && e == &c.Events[i] {
			out = append(out, State{Alert: *c.Events[d.Screening-1].alert(d.Dataset, d.Entry), Standing: Gone, Decision: e})
		}
	}
	return out
}

func (c *Case) stateOf(a Alert, decided *Event) State {
	s := State{Alert: a, Standing: ToDecide, Decision: decided}
	if decided == nil || decided.Decision.Verdict == Unclear {
		return s
	}
	then := c.Events[decided.Decision.Screening-1].alert(a.Dataset, a.ID)
	s.Standing = Settled
	if then.Content != a.Content || a.Decibans >= then.Decibans+grown {
		s.Standing = Changed
	}
	for _, id := range a.Reports {
		if !slices.Contains(then.Reports, id) {
			s.NewReports = append(s.NewReports, id)
		}
	}
	return s
}

// alert returns a screening's alert for an entry, nil if there is none.
func (e *Event) alert(dataset, entry string) *Alert {
	if e.Screening == nil {
		return nil
	}
	for i := range e.Screening.Alerts {
		if a := &e.Screening.Alerts[i]; a.Dataset == dataset && a.ID == entry {
			return a
		}
	}
	return nil
}

// Open is how many alerts need work.
func (c *Case) Open() int { return len(c.undecided()) }

// Entries are the ids of the entries of its states.
func (c *Case) Entries() []string {
	var ids []string
	for _, s := range c.States() {
		ids = append(ids, s.ID)
	}
	return ids
}

// Standing says in a few words how the case stands.
func (c *Case) Standing() string {
	all := 0
	if c.Screening != nil {
		all = len(c.Screening.Alerts)
	}
	switch n := c.Open(); {
	case c.Closing != nil:
		return "closed: " + c.Closing.Outcome
	case n == 0 && all == 0:
		return "open, no alert"
	case n == 0:
		return "open, all decided"
	case n < all:
		return fmt.Sprintf("open, %d of %s to decide", n, alerts(all))
	default:
		return fmt.Sprintf("open, %s to decide", alerts(n))
	}
}

func alerts(n int) string {
	if n == 1 {
		return "1 alert"
	}
	return fmt.Sprintf("%d alerts", n)
}

// ErrRefused says that an event does not fit the case as it stands.
var ErrRefused = errors.New("refused")

// The most that a text may hold, in bytes.
const (
	mostText = 20_000
	mostWord = 200
)

// add takes up an event, if it fits.
func (c *Case) add(e Event) error {
	if e.N != len(c.Events)+1 {
		return fmt.Errorf("%w: event %d follows event %d", ErrRefused, e.N, len(c.Events))
	}
	for _, t := range []struct {
		what, text string
		most       int
		needed     bool
	}{
		{"who did it", e.By, mostWord, true},
		{"the reference", e.Reference, mostWord, false},
		{"the outcome", e.Outcome, mostWord, e.Kind == Closed},
		{"the text", e.Text, mostText, e.Kind != Opened && e.Kind != Screened},
	} {
		switch {
		case t.needed && strings.TrimSpace(t.text) == "":
			return fmt.Errorf("%w: %s is missing", ErrRefused, t.what)
		case len(t.text) > t.most:
			return fmt.Errorf("%w: %s has %d bytes, more than %d", ErrRefused, t.what, len(t.text), t.most)
		case !utf8.ValidString(t.text):
			return fmt.Errorf("%w: %s is not valid UTF-8", ErrRefused, t.what)
		}
	}
	if (e.Kind == Opened) != (e.N == 1) || (e.Kind == Opened) != (e.Subject != nil) ||
		(e.Kind == Screened) != (e.Screening != nil) || (e.Kind == Decided) != (e.Decision != nil) ||
		e.Kind != Opened && e.Reference != "" || e.Kind != Closed && e.Outcome != "" {
		return fmt.Errorf("%w: event %d is of the kind %q and does not hold what that is made of", ErrRefused, e.N, e.Kind)
	}
	if c.Closing != nil && e.Kind != Noted && e.Kind != Reopened {
		return fmt.Errorf("%w: the case is closed; reopen it first", ErrRefused)
	}
	switch e.Kind {
	case Opened:
		subject, err := entity.DecodeStatements(e.Subject)
		if err != nil {
			// What is wrong with it would name a person, and this may reach a log.
			return errors.New("its subject cannot be read")
		}
		c.Subject = subject
	case Screened:
		if e.Screening.Alerts == nil {
			e.Screening.Alerts = []Alert{}
		}
	case Decided:
		if err := c.checkDecision(e.Decision); err != nil {
			return err
		}
	case Noted:
	case Closed:
		if c.Screening == nil {
			return fmt.Errorf("%w: nobody has screened the subject", ErrRefused)
		}
		if open := c.undecided(); len(open) > 0 {
			return fmt.Errorf("%w: not every alert is decided: %s", ErrRefused, strings.Join(open, ", "))
		}
	case Reopened:
		if c.Closing == nil {
			return fmt.Errorf("%w: the case is not closed", ErrRefused)
		}
	default:
		return fmt.Errorf("%w: the kind %q is unknown", ErrRefused, e.Kind)
	}
	c.Events = append(c.Events, e)
	switch e.Kind {
	case Screened:
		c.Screening, c.ScreenedBy = e.Screening, &e
	case Closed:
		c.Closing = &e
	case Reopened:
		c.Closing = nil
	}
	return nil
}

func (c *Case) checkDecision(d *Decision) error {
	if !slices.Contains(Verdicts, d.Verdict) {
		return fmt.Errorf("%w: the verdict %q is none of %v", ErrRefused, d.Verdict, Verdicts)
	}
	if c.ScreenedBy == nil || c.ScreenedBy.N != d.Screening || c.ScreenedBy.alert(d.Dataset, d.Entry) == nil {
		return fmt.Errorf("%w: %s of %s is no alert of the last screening", ErrRefused, d.Entry, d.Dataset)
	}
	return nil
}

// undecided names the alerts that need work.
func (c *Case) undecided() []string {
	var out []string
	for _, s := range c.States() {
		if s.NeedsWork() {
			out = append(out, s.ID)
		}
	}
	return out
}

// Decision returns a decision on the alert of the last screening that entry names, by
// its id or, where lists share it, as DATASET/ID.
func (c *Case) Decision(entry string, v Verdict) (*Decision, error) {
	var found []*Alert
	if c.Screening != nil {
		for i := range c.Screening.Alerts {
			if a := &c.Screening.Alerts[i]; a.ID == entry || a.Dataset+"/"+a.ID == entry {
				found = append(found, a)
			}
		}
	}
	switch len(found) {
	case 0:
		return nil, fmt.Errorf("%w: %s is no alert of the last screening", ErrRefused, entry)
	case 1:
		return &Decision{found[0].Dataset, found[0].ID, v, c.ScreenedBy.N}, nil
	}
	return nil, fmt.Errorf("%w: %s is on several lists; write DATASET/ID", ErrRefused, entry)
}

// Match is the alert as screening gave it, without the entry itself.
func (a *Alert) Match() screen.Match {
	m := screen.Match{Weight: a.Decibans, Probability: a.Probability}
	for _, e := range a.Evidence {
		m.Evidence = append(m.Evidence, weigh.Evidence{Kind: e.Kind, Subject: e.Subject, Entry: e.Entry, Weight: e.Decibans, Note: e.Note})
	}
	return m
}

// Words says in a line what the event did.
func (e *Event) Words() string {
	switch e.Kind {
	case Screened:
		return "screened: " + alerts(len(e.Screening.Alerts))
	case Decided:
		return fmt.Sprintf("decided on %s: %s: %s", e.Decision.Entry, e.Decision.Verdict, e.Text)
	case Noted:
		return "noted: " + e.Text
	case Closed:
		return fmt.Sprintf("closed: %s: %s", e.Outcome, e.Text)
	case Reopened:
		return "reopened: " + e.Text
	}
	return string(e.Kind)
}
