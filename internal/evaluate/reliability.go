package evaluate

import (
	"math"
)

// Reliability: do probabilities hold?
//
// Of the strongest matches that say 0.9, nine in ten should be the right entry.
// How many are depends on how many of the subjects are on the lists at all,
// which no test set can tell: its positives and negatives are weighted so that
// a stated share, the prior, of the subjects are positives. The expected
// calibration error is the mean distance, over the bins, between the
// probability that was said and the share that was right, each bin counting as
// its weight (Naeini, Cooper, Hauskrecht: "Obtaining well calibrated
// probabilities using Bayesian binning", AAAI 2015).

// Reliability is the table of one side, or of all.
type Reliability struct {
	Side string `json:"side"`
	// Prior is the share of subjects that are taken to be on the lists.
	Prior float64 `json:"prior"`
	Bins  []Bin   `json:"bins"`
	// Error is the expected calibration error, over all bins; ErrorShown counts
	// only the strongest matches of a probability of at least ShownFrom, since
	// the many near 0 hide the others.
	Error      float64 `json:"error"`
	ErrorShown float64 `json:"errorShown"`
}

// ShownFrom is the probability from which on a match counts in ErrorShown.
const ShownFrom = 0.01

// Bin holds the strongest matches of which the probability lies from From to To.
type Bin struct {
	From float64 `json:"from"`
	To   float64 `json:"to"`
	// N is the number of cases, Weight their share after weighting.
	N      int     `json:"n"`
	Weight float64 `json:"weight"`
	// Said is the mean probability, Right the share of right entries.
	Said  float64 `json:"said"`
	Right float64 `json:"right"`
}

// binEdges are narrow at both ends, where most matches lie.
var binEdges = []float64{0, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1}

// scored is a strongest match: its weight, probability, and whether it is
// right.
type scored struct {
	weight      float64 // decibans
	probability float64
	right       bool
	share       float64 // after weighting
}

// strongest returns the strongest match of each outcome, weighted so that the
// positives are the prior share of all. Cases without a match are left out:
// nothing was said of them.
func strongest(pos, neg []Outcome, same *Parties, prior float64, want func(*Outcome) bool) []scored {
	count := func(os []Outcome) (n int) {
		for i := range os {
			if want(&os[i]) {
				n++
			}
		}
		return n
	}
	var out []scored
	for k, os := range [][]Outcome{pos, neg} {
		share := prior
		if k == 1 {
			share = 1 - prior
		}
		n := count(os)
		for i := range os {
			o := &os[i]
			if !want(o) || len(o.Found) == 0 {
				continue
			}
			f := o.Found[0]
			out = append(out, scored{f.Weight.Decibans(), f.Probability, o.rightParty(same), share / float64(n)})
		}
	}
	return out
}

// Reliable makes the tables of all, persons and others. A strongest match is
// right too where it is the same party on another list.
func Reliable(pos, neg []Outcome, same *Parties, prior float64) []Reliability {
	var tables []Reliability
	for _, side := range []string{"all", Persons.String(), Others.String()} {
		s := strongest(pos, neg, same, prior, func(o *Outcome) bool { return side == "all" || o.Case.side().String() == side })
		if len(s) > 0 {
			tables = append(tables, reliabilityOf(side, prior, s))
		}
	}
	return tables
}

func reliabilityOf(side string, prior float64, all []scored) Reliability {
	r := Reliability{Side: side, Prior: prior, Bins: make([]Bin, len(binEdges)-1)}
	for i := range r.Bins {
		r.Bins[i].From, r.Bins[i].To = binEdges[i], binEdges[i+1]
	}
	var shown []scored
	for _, s := range all {
		b := &r.Bins[binOf(s.probability)]
		b.N++
		b.Weight += s.share
		b.Said += s.share * s.probability
		if s.right {
			b.Right += s.share
		}
		if s.probability >= ShownFrom {
			shown = append(shown, s)
		}
	}
	for i := range r.Bins {
		if b := &r.Bins[i]; b.Weight > 0 {
			b.Said /= b.Weight
			b.Right /= b.Weight
		}
	}
	r.Error, r.ErrorShown = calibrationError(all), calibrationError(shown)
	return r
}

func binOf(p float64) int {
	for i := len(binEdges) - 2; i > 0; i-- {
		if p >= binEdges[i] {
			return i
		}
	}
	return 0
}

// calibrationError is the expected calibration error of the matches.
func calibrationError(all []scored) float64 {
	n := len(binEdges) - 1
	weight, gap := make([]float64, n), make([]float64, n)
	var total float64
	for _, s := range all {
		b := binOf(s.probability)
		weight[b] += s.share
		gap[b] += s.share * s.probability
		if s.right {
			gap[b] -= s.share
		}
		total += s.share
	}
	if total == 0 {
		return 0
	}
	var sum float64
	for b := range gap {
		sum += math.Abs(gap[b])
	}
	return sum / total
}

// Fit is what the probability of the strongest match should be: prior odds of
// so many decibans plus the weight times a slope.
type Fit struct {
	Side string `json:"side"`
	// N is the number of cases that were fitted, Right of which the strongest
	// match was the right entry.
	N     int `json:"n"`
	Right int `json:"right"`
	// Prior is in decibans; Slope is 1 where weights mean what they say.
	Prior float64 `json:"prior"`
	Slope float64 `json:"slope"`
	// PriorAlone is the prior that fits best with a slope of 1.
	PriorAlone float64 `json:"priorAlone"`
	// Errors are those of cases that were not fitted: with the model as it is,
	// with PriorAlone, and with Prior and Slope.
	ErrorNow, ErrorPrior, ErrorFit float64
}

// FitProbability works out, for each side, the prior and slope that make the
// probabilities hold, by logistic regression of "the strongest match is right"
// on its weight. Cases of even number are fitted and those of odd number
// measured, so that what is reported was not learned from.
func FitProbability(pos, neg []Outcome, same *Parties, prior float64) []Fit {
	var fits []Fit
	for side := range sides {
		want := func(parity int) []scored {
			return strongest(half(pos, parity), half(neg, parity), same, prior, func(o *Outcome) bool { return o.Case.side() == side })
		}
		train, test := want(0), want(1)
		f := Fit{Side: side.String(), N: len(train)}
		for _, s := range train {
			if s.right {
				f.Right++
			}
		}
		if f.Right == 0 || f.Right == f.N {
			continue // nothing to tell apart
		}
		f.PriorAlone, _ = logistic(train, false)
		f.Prior, f.Slope = logistic(train, true)
		f.ErrorNow = calibrationError(test)
		f.ErrorPrior = calibrationError(reweighed(test, f.PriorAlone, 1))
		f.ErrorFit = calibrationError(reweighed(test, f.Prior, f.Slope))
		fits = append(fits, f)
	}
	return fits
}

// half returns every second outcome, for which the positives and the negatives
// are in no order that matters.
func half(os []Outcome, parity int) []Outcome {
	var out []Outcome
	for i := parity; i < len(os); i += 2 {
		out = append(out, os[i])
	}
	return out
}

func reweighed(all []scored, prior, slope float64) []scored {
	out := make([]scored, len(all))
	for i, s := range all {
		s.probability = 1 / (1 + math.Pow(10, -(prior+slope*s.weight)/10))
		out[i] = s
	}
	return out
}

// logistic fits right ~ prior + slope·weight, in decibans, by Newton's method;
// without a free slope it is 1. A faint pull of the slope towards 1 keeps it
// finite where weights tell all apart.
func logistic(all []scored, freeSlope bool) (prior, slope float64) {
	const (
		deciban = math.Ln10 / 10 // nats in a deciban
		pull    = 1e-3
		steps   = 200
	)
	a, b := -40*deciban, 1.0
	var total float64
	for _, s := range all {
		total += s.share
	}
	for range steps {
		var ga, gb, haa, hab, hbb float64
		for _, s := range all {
			x := s.weight * deciban
			p := 1 / (1 + math.Exp(-(a + b*x)))
			y := 0.0
			if s.right {
				y = 1
			}
			w := s.share / total
			ga += w * (y - p)
			gb += w * (y - p) * x
			v := w * p * (1 - p)
			haa += v
			hab += v * x
			hbb += v * x * x
		}
		haa += 1e-9
		if !freeSlope {
			a += clamp(ga/haa, 2)
			continue
		}
		gb -= pull * (b - 1)
		hbb += pull
		det := haa*hbb - hab*hab
		if det <= 0 {
			break
		}
		a += clamp((hbb*ga-hab*gb)/det, 2)
		b += clamp((haa*gb-hab*ga)/det, 0.2)
	}
	return a / deciban, b
}

func clamp(v, most float64) float64 { return math.Max(-most, math.Min(most, v)) }
