package archive

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"deciban/internal/catalog"
	"deciban/internal/catalog/durable"
	"deciban/internal/reporting"
	"deciban/internal/reporting/mentions"
)

// Decision is what a person decided on a name in the sense of a party: that it
// means this party in reports, or that it does not.
type Decision struct {
	// Form is the name's comparable form, and Name as it was given.
	Form    string `json:"form"`
	Name    string `json:"name"`
	Dataset string `json:"dataset"`
	ID      string `json:"id"`
	// Confirmed is false for a rejection.
	Confirmed bool      `json:"confirmed"`
	At        time.Time `json:"at"`
	// Note is why, in the person's words.
	Note string `json:"note,omitempty"`
}

// Decisions are the latest on each name and party. They tell a Finder.
type Decisions map[string]Decision

func decisionKey(form, party string) string { return form + "\x00" + party }

// Decided tells whether somebody decided on the name in the sense of the party.
func (d Decisions) Decided(form, partyKey string) (decided, confirmed bool) {
	v, ok := d[decisionKey(form, partyKey)]
	return ok, v.Confirmed
}

// Confirmed visits each name that was confirmed, with its party's key.
func (d Decisions) Confirmed(visit func(name, partyKey string)) {
	for _, v := range d.All() {
		if v.Confirmed {
			visit(v.Name, v.Dataset+"\x00"+v.ID)
		}
	}
}

// Apply brings a kept report to what was decided since it was read: parties that
// a name was rejected for are taken out of the mention, and out of those that are
// short for it, and confirmed names are marked. It returns the number of mentions
// that mean nobody any more. The report in the archive stays as it was read.
func (d Decisions) Apply(r *reporting.Report) int {
	if len(d) == 0 {
		return 0
	}
	return d.apply(r.Mentions) + d.apply(r.TitleMentions)
}

func (d Decisions) apply(all []mentions.Mention) int {
	left := 0
	for i := range all {
		m := &all[i]
		if len(m.Parties) == 0 {
			continue
		}
		m.Parties = slices.DeleteFunc(m.Parties, func(p mentions.Party) bool {
			confirmed, rejected := d.through(all, i, p.Key())
			m.Confirmed = m.Confirmed || confirmed
			return rejected
		})
		if len(m.Parties) == 0 {
			left++
		}
	}
	return left
}

// through looks for a decision on a mention's own name, else on the name that it
// is short for.
func (d Decisions) through(all []mentions.Mention, i int, party string) (confirmed, rejected bool) {
	for range len(all) { // a damaged report must not lead in a circle
		if decided, yes := d.Decided(mentions.Form(all[i].Text), party); decided {
			return yes, !yes
		}
		of := all[i].Of
		if of < 0 || of >= len(all) || of == i {
			break
		}
		i = of
	}
	return false, false
}

// All returns the decisions, sorted.
func (d Decisions) All() []Decision {
	all := make([]Decision, 0, len(d))
	for _, v := range d {
		all = append(all, v)
	}
	slices.SortFunc(all, func(a, b Decision) int {
		return strings.Compare(decisionKey(a.Form, a.Dataset+"\x00"+a.ID), decisionKey(b.Form, b.Dataset+"\x00"+b.ID))
	})
	return all
}

// Decisions reads what was decided.
func (s *Store) Decisions() (Decisions, error) {
	b, err := s.fsys.ReadFile(s.path("decisions"))
	if errors.Is(err, fs.ErrNotExist) {
		return Decisions{}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read decisions on mentions: %w", err)
	}
	d, err := parseDecisions(b)
	if err != nil {
		return nil, fmt.Errorf("decisions %s: %w", s.path("decisions"), err)
	}
	return d, nil
}

func parseDecisions(b []byte) (Decisions, error) {
	d := Decisions{}
	n := 0
	for line := range bytes.Lines(b) {
		n++
		var v Decision
		if err := json.Unmarshal(line, &v); err != nil || v.Form == "" || v.ID == "" {
			return nil, fmt.Errorf("%w: line %d is no decision", catalog.ErrDamaged, n)
		}
		d[decisionKey(v.Form, v.Dataset+"\x00"+v.ID)] = v
	}
	return d, nil
}

// Decide adds a decision; a later one on the same name and party takes the place
// of an earlier. All stay in the file, as a record.
func (s *Store) Decide(ctx context.Context, v Decision) (err error) {
	v.Form = mentions.Form(v.Name)
	if v.Form == "" {
		return fmt.Errorf("the name %q has neither letters nor digits", v.Name)
	}
	v.At = v.At.UTC().Truncate(time.Second)
	unlock, err := durable.Lock(ctx, s.fsys, s.path("lock"), 30*time.Second, ErrBusy)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, unlock()) }()
	former, err := s.fsys.ReadFile(s.path("decisions"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("read decisions on mentions: %w", err)
	}
	if _, err := parseDecisions(former); err != nil {
		return fmt.Errorf("decisions %s: %w", s.path("decisions"), err)
	}
	line, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return durable.WriteBytes(s.fsys, s.path("decisions"), append(append(former, line...), '\n'))
}
