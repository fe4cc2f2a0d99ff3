package cli

import (
	"fmt"
	"math"
	"strings"

	"deciban/internal/screen"
	"deciban/internal/weigh"
)

// writeMatch writes a match for people: who it is, then the evidence with the
// total as its last row.
func (a *app) writeMatch(m screen.Match, programmes []string) error {
	total := fmt.Sprintf("%s dB", m.Weight)
	fmt.Fprintf(a.out, "%s   %s\n", a.screen.style(bold, a.screen.isolate(oneLine(m.Entry.Caption()))),
		a.screen.style(bold, fmt.Sprintf("%s, %s (%s)", total, likelihood(m.Probability), percent(m.Probability))))
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

// likelihood says a probability in words, by the scale of the IPCC (Guidance
// Note on Consistent Treatment of Uncertainties, 2010, table 1), which readers
// of reports know.
func likelihood(p float64) string {
	switch {
	case p > 0.99:
		return "virtually certain"
	case p > 0.90:
		return "very likely"
	case p > 0.66:
		return "likely"
	case p >= 0.33:
		return "about as likely as not"
	case p >= 0.10:
		return "unlikely"
	case p >= 0.01:
		return "very unlikely"
	}
	return "exceptionally unlikely"
}

// percent writes a probability with two digits after the point, and never a
// certainty that is only rounding.
func percent(p float64) string {
	switch {
	case math.IsNaN(p):
		return "unknown"
	case p > 0.9999:
		return "over 99.99 %"
	case p < 0.0001:
		return "under 0.01 %"
	}
	return fmt.Sprintf("%.2f %%", p*100)
}
