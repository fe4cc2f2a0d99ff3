package evaluate

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"deciban/internal/weigh"
)

// Recall at a rate of false alerts.
//
// A case's strength is the weight of its strongest match. For each rate, the
// threshold of a side is the lowest strength that at most that share of its
// negatives exceed; recall is the share of positives that exceed it. So two
// engines, whatever their scales, are compared at the same number of false
// alerts. Where a side has no negatives, those of the other serve.

// DefaultRates are the rates of false alerts that are looked at.
var DefaultRates = []float64{0.001, 0.005, 0.01, 0.05}

// Scores are the recalls of a set.
type Scores struct {
	Rates []float64 `json:"rates"`
	// Top1 is true if a positive counts as found only where the strongest match
	// is the right entry.
	Top1       bool         `json:"top1"`
	Thresholds []Thresholds `json:"thresholds"`
	Groups     []Group      `json:"groups"`
	// FalseAlerts are the shares of each kind of negatives at DefaultRates[2],
	// or the nearest rate asked for.
	FalseAlerts []Share `json:"falseAlerts"`
	// FalseAlertRate is the rate that FalseAlerts were counted at.
	FalseAlertRate float64 `json:"falseAlertRate"`
}

// Thresholds are those of one side, one for each rate.
type Thresholds struct {
	Side      string     `json:"side"`
	Negatives int        `json:"negatives"`
	Decibans  []Strength `json:"decibans"`
}

// Strength is a weight that may be NoMatch, which JSON writes as null.
type Strength weigh.Weight

// MarshalJSON writes decibans, or null.
func (s Strength) MarshalJSON() ([]byte, error) {
	if weigh.Weight(s) == NoMatch {
		return []byte("null"), nil
	}
	return weigh.Weight(s).MarshalJSON()
}

// String writes decibans with two decimals.
func (s Strength) String() string {
	if weigh.Weight(s) == NoMatch {
		return "none"
	}
	return strconv.FormatFloat(weigh.Weight(s).Decibans(), 'f', 2, 64)
}

// Group is a part of the positives.
type Group struct {
	Name   string    `json:"name"`
	N      int       `json:"n"`
	Recall []float64 `json:"recall"`
}

// Share is a number of cases of which some raised an alert.
type Share struct {
	Name   string `json:"name"`
	N      int    `json:"n"`
	Alerts int    `json:"alerts"`
}

// Rate is the share that raised an alert.
func (s Share) Rate() float64 { return float64(s.Alerts) / float64(max(s.N, 1)) }

// ErrNoCases says that there are no positives or no negatives.
var ErrNoCases = errors.New("nothing to measure")

// thresholdsAt returns the threshold of each side at a rate.
func thresholdsAt(sorted *[sides][]weigh.Weight, rate float64) (t [sides]weigh.Weight) {
	for s := range t {
		t[s] = sorted[s][min(int(rate*float64(len(sorted[s]))), len(sorted[s])-1)]
	}
	return t
}

// sortedStrengths returns the negatives' strengths by side, strongest first.
func sortedStrengths(neg []Outcome) (sorted [sides][]weigh.Weight) {
	var all []weigh.Weight
	for i := range neg {
		all = append(all, neg[i].Strength())
		s := neg[i].Case.side()
		sorted[s] = append(sorted[s], neg[i].Strength())
	}
	for s := range sorted {
		if len(sorted[s]) == 0 {
			sorted[s] = slices.Clone(all)
		}
		slices.SortFunc(sorted[s], func(a, b weigh.Weight) int { return cmp.Compare(b, a) })
	}
	return sorted
}

// Score works out recall at each rate.
func Score(pos, neg []Outcome, rates []float64, top1 bool) (*Scores, error) {
	if len(pos) == 0 || len(neg) == 0 {
		return nil, fmt.Errorf("%d positives and %d negatives: %w", len(pos), len(neg), ErrNoCases)
	}
	sc := &Scores{Rates: rates, Top1: top1, FalseAlertRate: nearest(rates, 0.01)}
	sorted := sortedStrengths(neg)
	perRate := make([][sides]weigh.Weight, len(rates))
	for i, r := range rates {
		perRate[i] = thresholdsAt(&sorted, r)
	}
	for s := range sides {
		t := Thresholds{Side: s.String(), Negatives: len(sorted[s])}
		for i := range rates {
			t.Decibans = append(t.Decibans, Strength(perRate[i][s]))
		}
		sc.Thresholds = append(sc.Thresholds, t)
	}
	sc.Groups = recallOf(pos, perRate, top1)
	at := thresholdsAt(&sorted, sc.FalseAlertRate)
	sc.FalseAlerts = alertsBy(neg, at, func(o *Outcome) string { return o.Case.Kind })
	return sc, nil
}

// recallOf returns all, each side and each kind, in the order in which they
// first come.
func recallOf(pos []Outcome, perRate [][sides]weigh.Weight, top1 bool) []Group {
	hits := map[string][]int{}
	size := map[string]int{}
	var order []string
	for i := range pos {
		o := &pos[i]
		side := o.Case.side()
		for _, g := range []string{"all", side.String(), o.Case.Kind} {
			if size[g] == 0 {
				order = append(order, g)
				hits[g] = make([]int, len(perRate))
			}
			size[g]++
			for r := range perRate {
				if o.Strength() > perRate[r][side] && (!top1 || o.Right()) {
					hits[g][r]++
				}
			}
		}
	}
	var groups []Group
	for _, g := range order {
		group := Group{Name: g, N: size[g]}
		for _, h := range hits[g] {
			group.Recall = append(group.Recall, float64(h)/float64(size[g]))
		}
		groups = append(groups, group)
	}
	return groups
}

// alertsBy counts the outcomes above the thresholds by a name of theirs.
func alertsBy(out []Outcome, at [sides]weigh.Weight, name func(*Outcome) string) []Share {
	shares := map[string]*Share{}
	for i := range out {
		o := &out[i]
		n := name(o)
		s := shares[n]
		if s == nil {
			s = &Share{Name: n}
			shares[n] = s
		}
		s.N++
		if o.Strength() > at[o.Case.side()] {
			s.Alerts++
		}
	}
	var list []Share
	for _, n := range slices.Sorted(maps.Keys(shares)) {
		list = append(list, *shares[n])
	}
	return list
}

func nearest(rates []float64, want float64) float64 {
	best := rates[0]
	for _, r := range rates {
		if d, e := r-want, best-want; d*d < e*e {
			best = r
		}
	}
	return best
}

// Point is one point of a curve: the recall at a rate of false alerts.
type Point struct {
	Rate   float64 `json:"rate"`
	Recall float64 `json:"recall"`
}

// Curve is a group's recall over the rates of false alerts.
type Curve struct {
	Group  string  `json:"group"`
	Points []Point `json:"points"`
}

// Curves returns the curves of all, persons and others. The rates grow by a
// tenth of a decade from that of one false alert on.
func Curves(pos, neg []Outcome, top1 bool) []Curve {
	sorted := sortedStrengths(neg)
	rates := logRates(len(neg))
	perRate := make([][sides]weigh.Weight, len(rates))
	for i, r := range rates {
		perRate[i] = thresholdsAt(&sorted, r)
	}
	var curves []Curve
	for _, g := range recallOf(pos, perRate, top1) {
		if g.Name != "all" && g.Name != Persons.String() && g.Name != Others.String() {
			continue
		}
		c := Curve{Group: g.Name}
		for i, r := range rates {
			c.Points = append(c.Points, Point{r, g.Recall[i]})
		}
		curves = append(curves, c)
	}
	return curves
}

// logRates are ten rates to a decade, from that of a single one of n on.
func logRates(n int) []float64 {
	const tenth = 1.2589254117941673 // 10^(1/10)
	var rates []float64
	r := 1.0
	for r > 1/float64(max(n, 10)) {
		rates = append(rates, r)
		r /= tenth
	}
	slices.Reverse(rates)
	return rates
}

// Bar is a recall that a group must reach at a rate.
type Bar struct {
	Group        string
	Rate, Recall float64
}

// ParseBar reads GROUP:RATE:RECALL, such as "persons:0.001:0.94".
func ParseBar(text string) (Bar, error) {
	f := strings.Split(text, ":")
	if len(f) < 3 {
		return Bar{}, fmt.Errorf("bar %q: write GROUP:RATE:RECALL, such as persons:0.001:0.94", text)
	}
	b := Bar{Group: strings.Join(f[:len(f)-2], ":")}
	var err1, err2 error
	b.Rate, err1 = strconv.ParseFloat(f[len(f)-2], 64)
	b.Recall, err2 = strconv.ParseFloat(f[len(f)-1], 64)
	if err1 != nil || err2 != nil || b.Rate <= 0 || b.Rate >= 1 || b.Recall < 0 || b.Recall > 1 {
		return Bar{}, fmt.Errorf("bar %q: rate and recall are to be shares between 0 and 1", text)
	}
	return b, nil
}

// Reached is whether a group reached a bar.
type Reached struct {
	Group  string  `json:"group"`
	Rate   float64 `json:"rate"`
	Bar    float64 `json:"bar"`
	Recall float64 `json:"recall"`
	OK     bool    `json:"ok"`
}

// Check compares the scores with a bar. Its rate must be among the rates.
func (s *Scores) Check(b Bar) (Reached, error) {
	at := slices.Index(s.Rates, b.Rate)
	if at < 0 {
		return Reached{}, fmt.Errorf("bar for %s: no recall was worked out at the rate %g; add it with --rates", b.Group, b.Rate)
	}
	var names []string
	for _, g := range s.Groups {
		if g.Name == b.Group {
			return Reached{b.Group, b.Rate, b.Recall, g.Recall[at], g.Recall[at] >= b.Recall}, nil
		}
		names = append(names, g.Name)
	}
	return Reached{}, fmt.Errorf("bar for %s: no such group; there are %s", b.Group, strings.Join(names, ", "))
}
