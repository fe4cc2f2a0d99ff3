package screen

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"deciban/internal/entity"
	"deciban/internal/weigh"
)

// DefaultThreshold is where a match becomes worth a person's time, as long as
// nobody has set another. docs/decisions/0007-thresholds.md says why it is here.
const DefaultThreshold = 30 * weigh.Deciban

// Threshold is where a match becomes an alert, in the terms in which somebody
// set it: a weight, a probability, or a budget of false alerts. The zero value
// is DefaultThreshold.
type Threshold struct {
	kind   thresholdKind
	weight weigh.Weight
	// share is the probability, or the share of ordinary subjects that may
	// raise an alert.
	share float64
	text  string
}

type thresholdKind uint8

const (
	byDefault thresholdKind = iota
	byWeight
	byProbability
	byBudget
)

// ParseThreshold reads a threshold. Each form has marks of its own, so that
// none is ever taken for another:
//
//	20, 20dB, -3.5    decibans
//	90%, p0.9         the probability that the entry is the subject
//	1/1000            at most one false alert in 1,000 ordinary subjects
//
// So 0.9 is nine tenths of a deciban.
func ParseThreshold(s string) (Threshold, error) {
	text := strings.TrimSpace(s)
	t := Threshold{text: text}
	number := func(s string) (float64, bool) {
		f, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
		return f, err == nil && !math.IsNaN(f) && !math.IsInf(f, 0)
	}
	percent, isPercent := strings.CutSuffix(text, "%")
	fraction, isP := strings.CutPrefix(text, "p")
	one, of, isBudget := strings.Cut(text, "/")
	switch {
	case isPercent || isP:
		t.kind = byProbability
		f, ok := number(fraction)
		if isPercent {
			f, ok = number(percent)
			f /= 100
		}
		if !ok || f <= 0 || f >= 1 {
			return t, fmt.Errorf("%q is not a probability between 0 and 1; write it as 90%% or p0.9", text)
		}
		t.share = f
	case isBudget:
		t.kind = byBudget
		a, okA := number(one)
		b, okB := number(of)
		if !okA || !okB || a <= 0 || b <= a {
			return t, fmt.Errorf("%q is not a share of ordinary subjects; write it as 1/1000", text)
		}
		t.share = a / b
	default:
		w, err := weigh.ParseWeight(text)
		if err != nil {
			return t, fmt.Errorf("%q is no threshold; write decibans as 20, 20dB or -3.5, a probability as 90%% or p0.9, a budget of false alerts as 1/1000", text)
		}
		t.kind, t.weight = byWeight, w
	}
	return t, nil
}

// IsBudget tells whether the threshold needs a Background to become a weight.
func (t Threshold) IsBudget() bool { return t.kind == byBudget }

// IsShare tells whether the threshold was set as a probability or a budget, so
// that the weight that it became has to be told.
func (t Threshold) IsShare() bool { return t.kind == byProbability || t.kind == byBudget }

// Cut is a threshold in force: the weight from which on a match counts.
type Cut struct {
	// Persons is for subjects that are persons, Others for all others: their
	// evidence is of different kinds.
	Persons, Others weigh.Weight
	// Given is the threshold as it was set, "" for the default.
	Given string
	// Source says in a few words where the weights come from.
	Source string
}

// For returns the weight that counts for the subject.
func (c Cut) For(subject *entity.Entity) weigh.Weight {
	if isPerson(subject) {
		return c.Persons
	}
	return c.Others
}

func isPerson(e *entity.Entity) bool { return e.Schema != nil && e.Schema.IsA("Person") }

// Cut turns the threshold into weights. A budget needs the background; for the
// other kinds it may be nil.
func (t Threshold) Cut(model *weigh.Model, background *Background) (Cut, error) {
	c := Cut{Given: t.text}
	switch t.kind {
	case byDefault:
		c.Persons, c.Others, c.Source = DefaultThreshold, DefaultThreshold, "the default"
	case byWeight:
		c.Persons, c.Others, c.Source = t.weight, t.weight, "as given"
	case byProbability:
		c.Persons, c.Others = atProbability(model, t.share, true), atProbability(model, t.share, false)
		c.Source = "the probability by model " + model.Version()
	case byBudget:
		if background == nil {
			return c, fmt.Errorf("threshold %s: no background to count false alerts in", t.text)
		}
		persons, who := background.side(func(b *Background) *Strengths { return &b.Persons }, t.share)
		others, what := background.side(func(b *Background) *Strengths { return &b.Others }, t.share)
		var err error
		if c.Persons, err = persons.Budget(t.share); err != nil {
			return c, fmt.Errorf("threshold %s: persons: %w", t.text, err)
		}
		if c.Others, err = others.Budget(t.share); err != nil {
			return c, fmt.Errorf("threshold %s: others: %w", t.text, err)
		}
		c.Source = fmt.Sprintf("false alerts among ordinary subjects; persons: %s; others: %s", who, what)
	}
	return c, nil
}

// atProbability returns the least weight of which the model says that the
// probability is at least p.
func atProbability(m *weigh.Model, p float64, person bool) weigh.Weight {
	// No weight beyond 1,000 decibans means anything.
	low, high := -1000*weigh.Deciban, 1000*weigh.Deciban
	for low < high {
		mid := low + (high-low)/2
		if m.Probability(mid, person) >= p {
			high = mid
		} else {
			low = mid + 1
		}
	}
	return low
}
