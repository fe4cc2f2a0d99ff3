package cli

import (
	"fmt"
	"slices"
	"strings"

	"deciban/internal/evaluate"
	"deciban/internal/screen"
)

// writeReport writes a report for people.
func (a *app) writeReport(r *evaluate.Report) error {
	fmt.Fprintf(a.out, "model %s", r.Model)
	if r.Snapshot != "" {
		fmt.Fprintf(a.out, ", lists %.12s, evidence: %s", r.Snapshot, r.Evidence)
	}
	fmt.Fprintln(a.out)
	if h := r.HeldBack; h != nil {
		fmt.Fprintf(a.out, "%s parties of the lists; %s of them share a name with what was learned from and gave no case\n", grouped(h.Parties), grouped(h.Learned))
	}
	if r.Scores != nil {
		fmt.Fprintf(a.out, "%s positives, %s negatives", grouped(r.Positives), grouped(r.Negatives))
		if r.Sampled > 0 {
			fmt.Fprintf(a.out, " of %s", grouped(r.Sampled))
		}
		if r.Unusable > 0 {
			fmt.Fprintf(a.out, "; %s could not be screened and raise no alert", grouped(r.Unusable))
		}
		fmt.Fprintln(a.out)
	}
	for _, part := range []func(*evaluate.Report) error{
		a.writeRecall, a.writeAtThreshold, a.writeOrigins, a.writeReliability, a.writePairs, a.writeAblations, a.writeWorst, a.writeBars,
	} {
		if err := part(r); err != nil {
			return err
		}
	}
	return nil
}

func (a *app) heading(text string) { fmt.Fprintf(a.out, "\n%s\n", a.screen.style(bold, text)) }

// rateColumns are one column for each rate.
func rateColumns(first []column, rates []float64) []column {
	for _, r := range rates {
		first = append(first, column{title: rateText(r), right: true})
	}
	return first
}

func rateText(r float64) string { return fmt.Sprintf("at %g %%", 100*r) }

func (a *app) writeRecall(r *evaluate.Report) error {
	s := r.Scores
	if s == nil {
		return nil
	}
	title := "Recall at a rate of false alerts"
	if s.Top1 {
		title += ", where the strongest match is the right entry"
	}
	a.heading(title)
	t := table{columns: rateColumns([]column{{title: "group"}, {title: "n", right: true}}, s.Rates)}
	for _, g := range s.Groups {
		row := []cell{{text: g.Name}, {text: grouped(g.N)}}
		for _, v := range g.Recall {
			row = append(row, cell{text: fmt.Sprintf("%.3f", v)})
		}
		t.add(row...)
	}
	if err := t.write(a.out, a.screen); err != nil {
		return err
	}
	a.heading("Thresholds, in decibans")
	t = table{columns: rateColumns([]column{{title: "side"}, {title: "negatives", right: true}}, s.Rates)}
	for _, th := range s.Thresholds {
		row := []cell{{text: th.Side}, {text: grouped(th.Negatives)}}
		for _, w := range th.Decibans {
			row = append(row, cell{text: w.String()})
		}
		t.add(row...)
	}
	if err := t.write(a.out, a.screen); err != nil {
		return err
	}
	a.heading(fmt.Sprintf("False alerts %s, by kind", rateText(s.FalseAlertRate)))
	return a.writeShares("kind", s.FalseAlerts)
}

func (a *app) writeShares(what string, shares []evaluate.Share) error {
	t := table{columns: []column{{title: what}, {title: "n", right: true}, {title: "alerts", right: true}, {title: "share", right: true}}}
	for _, s := range shares {
		t.add(cell{text: s.Name}, cell{text: grouped(s.N)}, cell{text: grouped(s.Alerts)}, cell{text: fmt.Sprintf("%.3f %%", 100*s.Rate())})
	}
	return t.write(a.out, a.screen)
}

func (a *app) writeAtThreshold(r *evaluate.Report) error {
	at := r.AtThreshold
	if at == nil {
		return nil
	}
	a.heading("At the threshold " + at.Given)
	fmt.Fprintf(a.out, "  %s dB for persons, %s dB for others (%s)\n", at.Persons, at.Others, at.Source)
	t := table{columns: []column{{title: "group"}, {title: "n", right: true}, {title: "found", right: true}}}
	for _, g := range at.Recall {
		t.add(cell{text: g.Name}, cell{text: grouped(g.N)}, cell{text: fmt.Sprintf("%.3f", g.Recall[0])})
	}
	if err := t.write(a.out, a.screen); err != nil {
		return err
	}
	return a.writeShares("false alerts", at.FalseAlerts)
}

func (a *app) writeOrigins(r *evaluate.Report) error {
	for _, o := range r.Origins {
		a.heading(fmt.Sprintf("False alerts of persons %s, by origin of the name (above %s dB; mean %.3f %%)", rateText(o.Rate), o.Threshold, 100*o.Mean))
		t := table{columns: []column{{title: "origin"}, {title: "n", right: true}, {title: "alerts", right: true}, {title: "share", right: true}, {title: "× mean", right: true}, {title: ""}}}
		for _, s := range o.Origins {
			times, note := cell{text: fmt.Sprintf("%.1f", s.Rate()/max(o.Mean, 1e-12))}, cell{}
			switch {
			case o.TooFew(s):
				note = cell{text: "too few to tell", style: faint}
			case s.Rate() > 3*o.Mean:
				times.style = red
				note = cell{text: "above three times the mean", style: red}
			}
			t.add(cell{text: evaluate.OriginTitle(s.Name)}, cell{text: grouped(s.N)}, cell{text: grouped(s.Alerts)}, cell{text: fmt.Sprintf("%.3f %%", 100*s.Rate())}, times, note)
		}
		if err := t.write(a.out, a.screen); err != nil {
			return err
		}
	}
	return nil
}

func (a *app) writeReliability(r *evaluate.Report) error {
	for _, rel := range r.Reliability {
		a.heading(fmt.Sprintf("Do probabilities hold? The strongest match of %s, if %g %% of the subjects are listed", rel.Side, 100*rel.Prior))
		t := table{columns: []column{{title: "probability"}, {title: "n", right: true}, {title: "weight", right: true}, {title: "said", right: true}, {title: "right", right: true}}}
		for _, b := range rel.Bins {
			if b.N > 0 {
				t.add(cell{text: fmt.Sprintf("%g to %g", b.From, b.To)}, cell{text: grouped(b.N)}, cell{text: fmt.Sprintf("%.5f", b.Weight)},
					cell{text: fmt.Sprintf("%.3f", b.Said)}, cell{text: fmt.Sprintf("%.3f", b.Right)})
			}
		}
		if err := t.write(a.out, a.screen); err != nil {
			return err
		}
		fmt.Fprintf(a.out, "  expected calibration error %.4f; of matches of %g and more %.4f\n", rel.Error, evaluate.ShownFrom, rel.ErrorShown)
	}
	if len(r.Fits) == 0 {
		return nil
	}
	a.heading("What would make them hold, learned from one half and measured on the other")
	t := table{columns: []column{
		{title: "side"}, {title: "n", right: true}, {title: "right", right: true}, {title: "error now", right: true}, {title: "prior dB", right: true},
		{title: "error", right: true}, {title: "prior dB", right: true}, {title: "slope", right: true}, {title: "error", right: true},
	}}
	for _, f := range r.Fits {
		t.add(cell{text: f.Side}, cell{text: grouped(f.N)}, cell{text: grouped(f.Right)}, cell{text: fmt.Sprintf("%.4f", f.ErrorNow)},
			cell{text: fmt.Sprintf("%+.2f", f.PriorAlone)}, cell{text: fmt.Sprintf("%.4f", f.ErrorPrior)},
			cell{text: fmt.Sprintf("%+.2f", f.Prior)}, cell{text: fmt.Sprintf("%.3f", f.Slope)}, cell{text: fmt.Sprintf("%.4f", f.ErrorFit)})
	}
	return t.write(a.out, a.screen)
}

func (a *app) writePairs(r *evaluate.Report) error {
	if len(r.Pairs) == 0 {
		return nil
	}
	a.heading("Labelled pairs of names")
	t := table{columns: []column{
		{title: "group"}, {title: "n", right: true}, {title: "AUC", right: true}, {title: "best F1", right: true}, {title: "at dB", right: true},
		{title: "logic-v2 AUC", right: true}, {title: "logic-v2 F1", right: true},
	}}
	for _, p := range r.Pairs {
		row := []cell{{text: p.Group}, {text: grouped(p.N)}, {text: fmt.Sprintf("%.3f", p.AUC)}, {text: fmt.Sprintf("%.3f", p.F1)}, {text: fmt.Sprintf("%.2f", p.At.Decibans())}, {}, {}}
		if p.HasOther {
			row[5].text, row[6].text = fmt.Sprintf("%.3f", p.OtherAUC), fmt.Sprintf("%.3f", p.OtherF1)
		}
		t.add(row...)
	}
	return t.write(a.out, a.screen)
}

func (a *app) writeAblations(r *evaluate.Report) error {
	if len(r.Ablations) == 0 {
		return nil
	}
	at := r.Scores.Rates[0]
	a.heading("What each part of the model adds: recall " + rateText(at) + " without it")
	t := table{columns: []column{{title: "without"}}}
	for _, g := range r.Ablations[0].Groups {
		t.columns = append(t.columns, column{title: g.Name, right: true})
	}
	t.columns = append(t.columns, column{title: "instead", elastic: true})
	for _, ab := range r.Ablations {
		row := []cell{{text: ab.Part}}
		if ab.Part == "" {
			row[0] = cell{text: "nothing", style: bold}
		}
		for _, g := range ab.Groups {
			row = append(row, cell{text: fmt.Sprintf("%.3f", g.Recall[0])})
		}
		t.add(append(row, cell{text: ab.Instead, style: faint})...)
	}
	return t.write(a.out, a.screen)
}

func (a *app) writeWorst(r *evaluate.Report) error {
	for _, part := range []struct {
		title string
		cases []evaluate.Worst
	}{{"Worst misses", r.Misses}, {"Worst false alerts", r.FalseAlerts}} {
		if len(part.cases) == 0 {
			continue
		}
		a.heading(part.title + ", with their evidence")
		for _, w := range part.cases {
			if err := a.writeWorstCase(w); err != nil {
				return err
			}
		}
	}
	return nil
}

func (a *app) writeWorstCase(w evaluate.Worst) error {
	var about []string
	for _, prop := range []string{"name", "birthDate", "nationality"} {
		if v := w.Properties[prop]; len(v) > 0 {
			about = append(about, strings.Join(v, "; "))
		}
	}
	fmt.Fprintf(a.out, "\n%s %s\n", a.screen.style(bold, a.screen.isolate(oneLine(strings.Join(about, ", ")))), a.screen.style(faint, oneLine(w.ID+", "+w.Kind)))
	if len(w.Expect) > 0 {
		var names []string
		for _, n := range w.Expect {
			names = append(names, strings.TrimSpace(n.ID+" "+n.Caption))
		}
		fmt.Fprintf(a.out, "  is %s\n", a.screen.isolate(oneLine(strings.Join(names, "; "))))
	}
	shown := []*screen.LineMatch{w.Match, w.Right}
	if w.Match == nil {
		fmt.Fprintln(a.out, "  nothing resembles it")
	}
	for _, m := range shown {
		if m == nil {
			continue
		}
		fmt.Fprintf(a.out, "  %s %s: %s dB, threshold %s dB\n", m.ID, a.screen.isolate(oneLine(m.Caption)), m.Decibans, w.Threshold)
		t := table{columns: []column{{title: "evidence"}, {title: "subject", elastic: true}, {title: "entry", elastic: true}, {title: "dB", right: true}, {title: "why", elastic: true}}}
		for _, e := range m.Evidence {
			t.add(cell{text: string(e.Kind)}, cell{text: e.Subject}, cell{text: e.Entry}, weightCell(e.Decibans), cell{text: e.Note, style: faint})
		}
		if err := t.write(a.out, a.screen); err != nil {
			return err
		}
	}
	return nil
}

func (a *app) writeBars(r *evaluate.Report) error {
	if len(r.Bars) == 0 {
		return nil
	}
	a.heading("Bars")
	t := table{columns: []column{{title: ""}, {title: "group"}, {title: "at", right: true}, {title: "recall", right: true}, {title: "bar", right: true}}}
	for _, b := range slices.Clone(r.Bars) {
		ok := cell{text: "ok", style: green}
		if !b.OK {
			ok = cell{text: "missed", style: red}
		}
		t.add(ok, cell{text: b.Group}, cell{text: rateText(b.Rate)}, cell{text: fmt.Sprintf("%.3f", b.Recall)}, cell{text: fmt.Sprintf("%.3f", b.Bar)})
	}
	return t.write(a.out, a.screen)
}
