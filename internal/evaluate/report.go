package evaluate

import (
	"cmp"
	"context"
	"slices"

	"deciban/internal/screen"
	"deciban/internal/weigh"
)

// Report is everything that an evaluation says. It holds names of subjects and
// entries among the worst cases: treat it as you treat the sets.
type Report struct {
	Title string `json:"title"`
	// Snapshot and Model name what the numbers follow from.
	Snapshot string `json:"snapshot"`
	Model    string `json:"model"`
	// Evidence says what the subjects were screened with: "all" or "name only".
	Evidence  string `json:"evidence"`
	Positives int    `json:"positives"`
	Negatives int    `json:"negatives"`
	// Sampled is the number of negatives before sampling, 0 if all were taken.
	Sampled int `json:"sampled,omitempty"`
	// Unusable counts the cases that could not be screened.
	Unusable int `json:"unusable"`

	Scores      *Scores        `json:"scores,omitempty"`
	AtThreshold *AtThreshold   `json:"atThreshold,omitempty"`
	Curves      []Curve        `json:"curves,omitempty"`
	Strengths   []Histogram    `json:"strengths,omitempty"`
	Origins     []OriginRates  `json:"origins,omitempty"`
	Reliability []Reliability  `json:"reliability,omitempty"`
	Fits        []Fit          `json:"fits,omitempty"`
	Misses      []Worst        `json:"misses,omitempty"`
	FalseAlerts []Worst        `json:"falseAlerts,omitempty"`
	Pairs       []PairScore    `json:"pairs,omitempty"`
	Ablations   []Ablation     `json:"ablations,omitempty"`
	Bars        []Reached      `json:"bars,omitempty"`
	HeldBack    *HeldBackCount `json:"heldBack,omitempty"`
}

// HeldBackCount says what cases were made from lists.
type HeldBackCount struct {
	Parties int `json:"parties"`
	Learned int `json:"learned"`
}

// AtThreshold is what a threshold in force does.
type AtThreshold struct {
	Given       string       `json:"given"`
	Source      string       `json:"source"`
	Persons     weigh.Weight `json:"persons"`
	Others      weigh.Weight `json:"others"`
	Recall      []Group      `json:"recall"`
	FalseAlerts []Share      `json:"falseAlerts"`
}

// NewAtThreshold counts alerts at a threshold: a match of its weight or above.
func NewAtThreshold(c screen.Cut, pos, neg []Outcome) *AtThreshold {
	// Alerts are counted above a strength, and begin at the threshold itself.
	at := [sides]weigh.Weight{c.Persons - 1, c.Others - 1}
	t := &AtThreshold{Given: c.Given, Source: c.Source, Persons: c.Persons, Others: c.Others}
	t.Recall = recallOf(pos, [][sides]weigh.Weight{at}, false)
	t.FalseAlerts = alertsBy(neg, at, func(o *Outcome) string { return o.Case.side().String() })
	return t
}

// Histogram counts strengths of one side's positives and negatives.
type Histogram struct {
	Side string `json:"side"`
	// From is the weight at which the first bar begins; each is Step wide. The
	// first holds all that is weaker, and the last all that is stronger.
	From      weigh.Weight `json:"from"`
	Step      weigh.Weight `json:"step"`
	Positives []int        `json:"positives"`
	Negatives []int        `json:"negatives"`
}

const (
	histogramFrom = -10 * weigh.Deciban
	histogramStep = 5 * weigh.Deciban
	histogramBars = 30
)

// Histograms counts the strengths of persons and others.
func Histograms(pos, neg []Outcome) []Histogram {
	var hs []Histogram
	for side := range sides {
		h := Histogram{Side: side.String(), From: histogramFrom, Step: histogramStep}
		n := 0
		count := func(os []Outcome) []int {
			bars := make([]int, histogramBars)
			for i := range os {
				if os[i].Case.side() != side {
					continue
				}
				n++
				at := 0
				if s := os[i].Strength(); s > histogramFrom {
					at = min(int((s-histogramFrom)/histogramStep), histogramBars-1)
				}
				bars[at]++
			}
			return bars
		}
		h.Positives, h.Negatives = count(pos), count(neg)
		if n > 0 {
			hs = append(hs, h)
		}
	}
	return hs
}

// Worst is a case that went wrong, with what was found.
type Worst struct {
	ID         string              `json:"id"`
	Schema     string              `json:"schema"`
	Kind       string              `json:"kind"`
	Properties map[string][]string `json:"properties"`
	// Expect are the entries that it is, with their names.
	Expect []Named `json:"expect,omitempty"`
	// Match is the strongest match with its evidence, nil if there was none;
	// Right is the expected entry's, if that was weighed and is another.
	Match *screen.LineMatch `json:"match,omitempty"`
	Right *screen.LineMatch `json:"right,omitempty"`
	// Threshold is what it should have exceeded, or should not have.
	Threshold weigh.Weight `json:"threshold"`
}

// Named is an entry's id and caption.
type Named struct {
	ID      string `json:"id"`
	Caption string `json:"caption"`
}

// WorstOf returns the misses that fell shortest of the threshold at the rate,
// and the false alerts that exceed it most, at most n of each, with their
// evidence.
func WorstOf(ctx context.Context, s screen.Searcher, pos, neg []Outcome, rate float64, n int) (misses, alerts []Worst, err error) {
	sorted := sortedStrengths(neg)
	at := thresholdsAt(&sorted, rate)
	var missed, alerted []*Outcome
	for i := range pos {
		if o := &pos[i]; o.Strength() <= at[o.Case.side()] && o.Case.Subject != nil {
			missed = append(missed, o)
		}
	}
	for i := range neg {
		if o := &neg[i]; o.Strength() > at[o.Case.side()] {
			alerted = append(alerted, o)
		}
	}
	short := func(o *Outcome) int { return int(at[o.Case.side()]) - int(max(o.Strength(), histogramFrom)) }
	order := func(sign int) func(a, b *Outcome) int {
		return func(a, b *Outcome) int {
			return cmp.Or(sign*cmp.Compare(short(b), short(a)), cmp.Compare(a.Case.ID, b.Case.ID))
		}
	}
	slices.SortFunc(missed, order(1))
	slices.SortFunc(alerted, order(-1))
	explain := func(os []*Outcome) (out []Worst, err error) {
		for _, o := range os[:min(n, len(os))] {
			w, err := worst(ctx, s, o, at[o.Case.side()])
			if err != nil {
				return nil, err
			}
			out = append(out, w)
		}
		return out, nil
	}
	if misses, err = explain(missed); err == nil {
		alerts, err = explain(alerted)
	}
	return misses, alerts, err
}

// searchedForRight is how many matches are looked through for the right entry
// of a miss.
const searchedForRight = 200

func worst(ctx context.Context, s screen.Searcher, o *Outcome, threshold weigh.Weight) (Worst, error) {
	c := o.Case
	w := Worst{ID: c.ID, Schema: c.Schema, Kind: c.Kind, Threshold: threshold, Properties: map[string][]string{}}
	for _, st := range c.Subject.Statements {
		w.Properties[st.Prop] = append(w.Properties[st.Prop], st.Value)
	}
	for _, id := range c.Expect {
		n := Named{ID: id}
		if e, ok := s.Entry(id); ok {
			n.Caption = e.Caption()
		}
		w.Expect = append(w.Expect, n)
	}
	opt := screen.Options{Min: NoMatch, Limit: 1, Explain: true}
	if len(c.Expect) > 0 {
		opt.Limit = searchedForRight
	}
	res, err := s.Search(ctx, c.Subject, opt)
	if err != nil {
		return w, err
	}
	for i, l := range screen.LineMatches(res.Matches) {
		switch {
		case i == 0:
			w.Match = &l
		case w.Right == nil && slices.Contains(c.Expect, l.ID) && !slices.Contains(c.Expect, w.Match.ID):
			w.Right = &l
		}
	}
	return w, nil
}
