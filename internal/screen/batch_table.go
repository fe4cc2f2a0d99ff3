package screen

import (
	"fmt"
	"strings"

	"deciban/internal/screen/tabular"
	"deciban/internal/weigh"
)

// results appends the line as rows of a table, one for each match, or one
// without a match, so that no subject is lost. number is the subject's row.
func (l *Line) results(rows []tabular.Result, number int) []tabular.Result {
	r := tabular.Result{
		Row: int64(number), ID: l.ID, Error: l.Error, Snapshot: l.Snapshot, Model: l.Model, Stale: strings.Join(l.Stale, ";"),
	}
	if l.Threshold != nil {
		r.Threshold = new(l.Threshold.Decibans())
	}
	if len(l.Matches) == 0 {
		return append(rows, r)
	}
	for i := range l.Matches {
		m := &l.Matches[i]
		r.Rank = int64(i + 1)
		r.Entry, r.Dataset, r.Caption, r.Schema = m.ID, m.Dataset, m.Caption, m.Schema
		r.Decibans, r.Probability = new(m.Decibans.Decibans()), new(m.Probability)
		r.Name, r.Evidence = m.metName(), evidenceText(m.Evidence)
		rows = append(rows, r)
	}
	return rows
}

// metName returns the entry's name that was met, "" if none was or if the
// evidence was not asked for.
func (m *LineMatch) metName() string {
	name := ""
	for _, e := range m.Evidence {
		switch e.Kind {
		case weigh.KindAlias:
			return e.Entry
		case weigh.KindName:
			// An entry with one name has no choice among its names to weigh.
			name = m.Caption
		}
	}
	return name
}

// evidenceText words the evidence in one line: "+41.00 name Usama = Usama (same,
// borne by 1 in 16,000); …". Where one side has nothing, there is "-".
func evidenceText(es []LineEvidence) string {
	side := func(s string) string {
		if s == "" {
			return "-"
		}
		return s
	}
	var b strings.Builder
	for i, e := range es {
		if i > 0 {
			b.WriteString("; ")
		}
		fmt.Fprintf(&b, "%s %s %s = %s (%s)", e.Decibans, e.Kind, side(e.Subject), side(e.Entry), e.Note)
	}
	return b.String()
}
