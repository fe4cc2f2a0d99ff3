package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"deciban/internal/evaluate"
	"deciban/internal/screen"
	"deciban/internal/weigh"
)

type evaluateCmd struct {
	Positives string `help:"Subjects that are on the lists, with the entries that they are." placeholder:"FILE"`
	Negatives string `help:"Subjects that are on no list." placeholder:"FILE"`
	Pairs     string `help:"Labelled pairs of names (CSV), scored by themselves." placeholder:"FILE"`
	heldBackFlags
	List []string `help:"Measure against these files or folders instead of the loaded lists." placeholder:"PATH" sep:"none"`

	NameOnly  bool         `help:"Leave out birth date and nationality."`
	Top1      bool         `name:"top1" help:"Count a positive as found only if the strongest match is the right entry."`
	Rates     rates        `help:"Rates of false alerts to look at, separated by commas; the default is 0.001,0.005,0.01,0.05." placeholder:"R,…"`
	Bar       []string     `help:"Fail (exit 1) where a group's recall at a rate is below a value." placeholder:"GROUP:RATE:RECALL" sep:"none"`
	Threshold threshold    `help:"Also count recall and false alerts at this threshold: decibans, probability or budget."`
	Prior     priorFlag    `help:"Share of subjects taken to be on the lists where probabilities are checked; the default is 1/100." placeholder:"SHARE"`
	Take      int          `help:"Take about so many of the negatives, evenly." placeholder:"N"`
	Worst     int          `help:"How many of the worst misses and false alerts to show, with their evidence." default:"10"`
	Without   string       `help:"Take a part of the model away, such as \"birth dates\"; an unknown part names all." placeholder:"PART"`
	Ablation  bool         `help:"Take each part of the model away in turn, and print what is left."`
	Min       weigh.Weight `help:"Weight below which a match counts as none." default:"-20" placeholder:"DB"`
	Workers   int          `help:"Subjects screened at once; 0 means one for each processor." default:"0"`

	JSON bool   `name:"json" help:"Print one JSON document."`
	HTML string `name:"html" help:"Write a page with plots; it needs nothing from outside." placeholder:"FILE"`
	Out  string `help:"Write each subject's matches as JSON lines, as batch would." placeholder:"FILE"`
}

func (evaluateCmd) Help() string {
	return `Measures how well screening finds what it should, and how often it raises a false alert, on subjects
of whom you know the truth. The sets are JSON lines or CSV, as for batch, with two more fields: "expect"
names the entries that a positive is, "kind" a group to report by itself.

Recall is given at fixed rates of false alerts: for each rate the threshold is the lowest that at most
that share of the negatives exceed, set apart for persons and others. Beside it: the curve, false alerts
by the origin of names, whether the probabilities hold, and the worst cases with their evidence.

The report holds names from your sets: keep it as you keep them. Where nothing but lists is at hand,
--calibration makes cases of them by holding names back.

Exit code: 0, or 1 if a bar was missed or something went wrong.

Examples:
  deciban evaluate --positives positives.jsonl --negatives customers.csv --html report.html
  deciban evaluate --positives p.jsonl --negatives n.jsonl --name-only --bar all:0.001:0.6
  deciban evaluate --pairs names.csv
  deciban evaluate --calibration --list consolidated.xml --except sdn-of-2019/`
}

// rates are shares between 0 and 1.
type rates []float64

// UnmarshalText reads "0.001,0.01".
func (r *rates) UnmarshalText(b []byte) error {
	*r = nil
	for text := range strings.SplitSeq(string(b), ",") {
		f, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
		if err != nil || !(f > 0 && f < 1) {
			return fmt.Errorf("rate %q is not a share between 0 and 1, such as 0.001", text)
		}
		*r = append(*r, f)
	}
	return nil
}

// priorFlag is a share, as a fraction or a decimal number.
type priorFlag float64

// defaultPrior is one subject in a hundred: where people are screened because
// there is some reason to, about so many are listed.
const defaultPrior = priorFlag(0.01)

// UnmarshalText reads "1/100" or "0.01".
func (p *priorFlag) UnmarshalText(b []byte) error {
	one, of, fraction := strings.Cut(string(b), "/")
	f, err := strconv.ParseFloat(strings.TrimSpace(one), 64)
	if err == nil && fraction {
		var g float64
		g, err = strconv.ParseFloat(strings.TrimSpace(of), 64)
		f /= g
	}
	if err != nil || !(f > 0 && f < 1) {
		return fmt.Errorf("%q is not a share between 0 and 1; write it as 1/100 or 0.01", string(b))
	}
	*p = priorFlag(f)
	return nil
}

// check finds what the flags leave out or contradict, before anything is read.
func (cmd *evaluateCmd) check(a *app) ([]evaluate.Bar, error) {
	sets := cmd.Positives != "" || cmd.Negatives != ""
	switch {
	case cmd.Workers < 0 || cmd.Take < 0 || cmd.Worst < 0:
		return nil, errors.New("--workers, --take and --worst must not be negative")
	case !sets && !cmd.Calibration && cmd.Pairs == "":
		return nil, errors.New("nothing to measure: give --positives and --negatives, or --pairs, or --calibration")
	case cmd.Calibration && cmd.Positives != "":
		return nil, errors.New("--calibration makes its own positives; leave out --positives")
	case sets && !cmd.Calibration && (cmd.Positives == "" || cmd.Negatives == ""):
		return nil, errors.New("--positives and --negatives belong together: recall means nothing without false alerts")
	case len(cmd.List) > 0 && a.root.Sample:
		return nil, errors.New("--list and --sample: give one of them")
	case cmd.Threshold.IsBudget() && len(cmd.List) > 0:
		return nil, errors.New("a budget as --threshold needs loaded lists, not --list")
	case (len(cmd.Except) > 0 || cmd.Hard) && !cmd.Calibration:
		return nil, errors.New("--except and --hard belong to --calibration")
	case cmd.Hard && cmd.Negatives != "":
		return nil, errors.New("--hard and --negatives: give one of them")
	case cmd.Ablation && cmd.Without != "":
		return nil, errors.New("--ablation takes each part away; leave out --without")
	}
	var bars []evaluate.Bar
	for _, text := range cmd.Bar {
		b, err := evaluate.ParseBar(text)
		if err != nil {
			return nil, err
		}
		bars = append(bars, b)
	}
	return bars, nil
}

func (cmd *evaluateCmd) Run(a *app) error {
	bars, err := cmd.check(a)
	if err != nil {
		return err
	}
	if cmd.Workers == 0 {
		cmd.Workers = runtime.GOMAXPROCS(0)
	}
	if len(cmd.Rates) == 0 {
		cmd.Rates = evaluate.DefaultRates
	}
	if cmd.Prior == 0 {
		cmd.Prior = defaultPrior
	}
	model := weigh.Default()
	if cmd.Without != "" {
		if model, err = model.Without(cmd.Without); err != nil {
			return fmt.Errorf("--without: %w", err)
		}
	}
	rep := &evaluate.Report{Title: "Evaluation", Model: model.Version(), Evidence: "all"}
	if cmd.NameOnly {
		rep.Evidence = "name only"
	}
	if cmd.Pairs != "" {
		if rep.Pairs, err = cmd.pairs(a, model); err != nil {
			return err
		}
	}
	if cmd.Positives != "" || cmd.Calibration {
		if err = cmd.sets(a, model, rep); err != nil {
			return err
		}
	}
	missed := 0
	for _, b := range bars {
		if rep.Scores == nil {
			return errors.New("--bar is for sets of subjects, not for pairs")
		}
		r, err := rep.Scores.Check(b)
		if err != nil {
			return err
		}
		if rep.Bars = append(rep.Bars, r); !r.OK {
			missed++
		}
	}
	if err := cmd.write(a, rep); err != nil {
		return err
	}
	if missed > 0 {
		return fmt.Errorf("%d of %d bars were missed", missed, len(bars))
	}
	return nil
}

func (cmd *evaluateCmd) write(a *app, rep *evaluate.Report) error {
	if cmd.HTML != "" {
		if err := writeFile(cmd.HTML, rep.WriteHTML); err != nil {
			return err
		}
	}
	if cmd.JSON {
		return writeJSON(a.out, rep)
	}
	return a.writeReport(rep)
}

func (cmd *evaluateCmd) pairs(a *app, model *weigh.Model) ([]evaluate.PairScore, error) {
	f, err := os.Open(cmd.Pairs)
	if err != nil {
		return nil, fmt.Errorf("--pairs: %w", err)
	}
	defer f.Close()
	pairs, err := evaluate.ReadPairs(f)
	if err != nil {
		return nil, fmt.Errorf("--pairs %s: %w", cmd.Pairs, err)
	}
	if err := evaluate.WeighPairs(a.ctx, model, pairs); err != nil {
		return nil, err
	}
	return evaluate.ScorePairs(pairs), nil
}

// sets screens the cases and fills the report.
func (cmd *evaluateCmd) sets(a *app, model *weigh.Model, rep *evaluate.Report) error {
	in, err := cmd.cases(a, rep)
	if err != nil {
		return err
	}
	if cmd.NameOnly {
		in.pos, in.neg = evaluate.NameOnly(in.pos), evaluate.NameOnly(in.neg)
	}
	if n := len(in.neg); cmd.Take > 0 && cmd.Take < n {
		rep.Sampled = n
		in.neg = evaluate.Sample(in.neg, cmd.Take)
	}
	rep.Positives, rep.Negatives = len(in.pos), len(in.neg)
	for _, set := range [][]evaluate.Case{in.pos, in.neg} {
		for i := range set {
			if set[i].Err != nil {
				rep.Unusable++
			}
		}
	}
	searcher := in.lists.Searcher(model)
	rep.Snapshot = searcher.Snapshot()
	p := a.newProgress()
	run := func(what string, cases []evaluate.Case) ([]evaluate.Outcome, error) {
		p.start = time.Now()
		r := evaluate.Runner{Searcher: searcher, Min: cmd.Min, Limit: 5, Workers: cmd.Workers, Progress: a.caseProgress(p, what, len(cases))}
		return r.Run(a.ctx, cases)
	}
	pos, err := run("positives", in.pos)
	if err != nil {
		return err
	}
	neg, err := run("negatives", in.neg)
	if err != nil {
		return err
	}
	a.clearProgress()
	if rep.Scores, err = evaluate.Score(pos, neg, cmd.Rates, cmd.Top1); err != nil {
		return err
	}
	rep.Curves, rep.Strengths = evaluate.Curves(pos, neg, cmd.Top1), evaluate.Histograms(pos, neg)
	rep.Origins = evaluate.FalseAlertsByOrigin(neg, []float64{0.001, 0.01})
	same := evaluate.PartiesOf(in.lists.Entities)
	rep.Reliability = evaluate.Reliable(pos, neg, same, float64(cmd.Prior))
	rep.Fits = evaluate.FitProbability(pos, neg, same, float64(cmd.Prior))
	if cmd.Threshold.set {
		cut, err := a.cut(cmd.Threshold, in.lists, searcher)
		if err != nil {
			return err
		}
		rep.AtThreshold = evaluate.NewAtThreshold(cut, pos, neg)
	}
	if cmd.Out != "" {
		if err := writeFile(cmd.Out, func(w writer) error { return writeOutcomes(w, pos, neg) }); err != nil {
			return err
		}
	}
	if rep.Misses, rep.FalseAlerts, err = evaluate.WorstOf(a.ctx, searcher, pos, neg, cmd.Rates[0], cmd.Worst); err != nil {
		return err
	}
	if cmd.Ablation {
		part := ""
		r := evaluate.Runner{Min: cmd.Min, Limit: 5, Workers: cmd.Workers}
		rep.Ablations, err = evaluate.Ablate(a.ctx, model, func(m *weigh.Model) screen.Searcher {
			r.Progress = a.caseProgress(p, "without "+part, len(in.pos)+len(in.neg))
			return in.lists.Searcher(m)
		}, r, in.pos, in.neg, cmd.Rates, cmd.Top1, func(next string) {
			part = next
			if p.due() {
				p.draw("without " + part)
			}
		})
		a.clearProgress()
	}
	return err
}

// caseProgress draws how many cases are done. Several goroutines call it: one
// of them draws.
func (a *app) caseProgress(p *progress, what string, total int) func(done int) {
	if !a.notes.interactive {
		return nil
	}
	var drawing atomic.Bool
	return func(done int) {
		if !drawing.CompareAndSwap(false, true) {
			return
		}
		defer drawing.Store(false)
		if p.due() {
			p.draw(fmt.Sprintf("%s: %s of %s, %s", what, grouped(done), grouped(total), p.left(float64(done)/float64(max(total, 1)))))
		}
	}
}

// outcomeLine is a line of --out, which other scorers read.
type outcomeLine struct {
	ID      string         `json:"id"`
	Matches []outcomeMatch `json:"matches"`
}

type outcomeMatch struct {
	ID          string       `json:"id"`
	Decibans    weigh.Weight `json:"decibans"`
	Probability float64      `json:"probability"`
}

func writeOutcomes(w writer, sets ...[]evaluate.Outcome) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for _, set := range sets {
		for i := range set {
			line := outcomeLine{ID: set[i].Case.ID, Matches: []outcomeMatch{}}
			for _, f := range set[i].Found {
				line.Matches = append(line.Matches, outcomeMatch{f.ID, f.Weight, f.Probability})
			}
			if err := enc.Encode(line); err != nil {
				return err
			}
		}
	}
	return nil
}
