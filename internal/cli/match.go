package cli

import (
	"fmt"
	"strings"

	"deciban/internal/screen"
	"deciban/internal/weigh"
)

// writeMatch writes a match for people: who it is, then the evidence with the
// total as its last row.
func (a *app) writeMatch(m screen.Match, programmes []string) error {
	total := fmt.Sprintf("%s dB", m.Weight)
	fmt.Fprintf(a.out, "%s   %s\n", a.screen.style(bold, a.screen.isolate(oneLine(m.Entry.Caption()))),
		a.screen.style(bold, fmt.Sprintf("%s, %s (%s)", total, screen.Likelihood(m.Probability), screen.Percent(m.Probability))))
	about := []string{m.Entry.Schema.Name}
	if m.Entry.ID != "" {
		about = append([]string{m.Entry.ID}, about...)
	}
	about = append(about, m.Entry.Datasets...)
	if len(programmes) > 0 {
		about = append(about, "programme "+strings.Join(programmes, ", "))
	}
	fmt.Fprintln(a.out, a.screen.style(faint, oneLine(strings.Join(about, " · "))))
	return a.writeEvidence(m)
}

// writeEvidence writes one row for each comparison; the weights add up to the
// last.
func (a *app) writeEvidence(m screen.Match) error {
	t := table{columns: []column{
		{title: "evidence"}, {title: "subject", elastic: true}, {title: "entry", elastic: true},
		{title: "dB", right: true}, {title: "why", elastic: true},
	}}
	for _, e := range m.Evidence {
		t.add(cell{text: string(e.Kind)}, cell{text: e.Subject}, cell{text: e.Entry}, weightCell(e.Weight), cell{text: e.Note, style: faint})
	}
	t.add(cell{text: "total", style: bold}, cell{}, cell{}, cell{text: m.Weight.String(), style: bold}, cell{})
	return t.write(a.out, a.screen)
}

func weightCell(w weigh.Weight) cell {
	c := cell{text: w.String()}
	switch {
	case w > 0:
		c.style = green
	case w < 0:
		c.style = red
	}
	return c
}
