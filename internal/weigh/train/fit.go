package main

import (
	"fmt"
	"math"
	"os"
	"slices"

	"deciban/internal/names"
	"deciban/internal/weigh"
)

// fitter finds what a pair of spellings weighs, by its cost and the name's
// rarity: how often such a pair is seen between spellings of one name, against
// how often between a name and that of a stranger from the background.
type fitter struct {
	bg     *background
	rarity map[string]int
	unseen []int
	forms  []string
	// mass is how likely a stranger's token is the form, in the population
	// where it is most common: rarity, turned back.
	mass []float64
	lex  *weigh.Lexicon
}

func newFitter(bg *background, rarity map[string]int, unseen []int) *fitter {
	f := &fitter{bg: bg, rarity: rarity, unseen: unseen}
	all := map[string]bool{}
	for w := range bg.count {
		all[w] = true
	}
	for w := range rarity {
		all[w] = true
	}
	f.forms = sortedStrings(all)
	for _, w := range f.forms {
		if r, ok := rarity[w]; ok {
			f.mass = append(f.mass, math.Pow(10, -float64(r)/1000))
		} else {
			f.mass = append(f.mass, bg.count[w]/bg.total)
		}
	}
	f.lex = weigh.NewLexicon(f.forms)
	return f
}

func (f *fitter) of(form string) float64 {
	if r, ok := f.rarity[form]; ok {
		return float64(r) / 100
	}
	return float64(f.unseen[min(len(form), len(f.unseen)-1)]) / 100
}

const (
	rarityBins = 14 // of 4 decibans
	costBins   = 33 // the first holds equal forms, the others 2.5 decibans each
	fitLimit   = 8000
	shortForm  = 4 // letters: forms up to this length are weighed apart
)

// fitted is a channel's pair table: see weigh's.
type fitted struct {
	exact, variant, slope, rare, perCost, short, letter, longer, limit, perLetter int
}

// cells holds counts by length, rarity and cost.
type cells [2][rarityBins][costBins]float64

func (f *fitter) cell(latin bool, a, b string, cost int16) (s, i, j int) {
	r := f.of(b)
	if latin {
		r = min(r, f.of(a))
	}
	c := 1 + int(cost/250)
	if latin && a == b {
		c = 0
	}
	n := len(b) // an abjad's forms are all short
	if latin {
		n = min(len(a), n)
	}
	if n <= shortForm {
		s = 1
	}
	return s, min(int(r/4), rarityBins-1), min(c, costBins-1)
}

// fit finds a channel's pair table.
func (f *fitter) fit(channel names.Channel, ops []weigh.Op, same []latinPair, known []knownPair) (out fitted, err error) {
	costs, err := weigh.NewCosts(ops, maxOp)
	if err != nil {
		return out, err
	}
	latin := channel == names.ChanLatin
	cheap := map[[2]string]int{}
	for _, k := range known {
		cheap[[2]string{k.a, k.b}] = k.cost
		if latin {
			cheap[[2]string{k.b, k.a}] = k.cost
		}
	}
	var sm, st cells
	var total, sampled float64
	weight := map[string]float64{}
	for _, p := range same {
		total += p.w
		weight[p.a] += p.w
		d, ok := costs.Distance(p.a, p.b, fitLimit)
		if k, listed := cheap[[2]string{p.a, p.b}]; listed {
			d, ok = min(int16(k), d), true
		}
		if ok {
			s, i, j := f.cell(latin, p.a, p.b, d)
			sm[s][i][j] += p.w
		}
	}
	keys := sortedStrings(weight)
	step := max(len(keys)/400, 1)
	for k := 0; k < len(keys); k += step { // a sample: a walk over the whole background is slow
		w := weight[keys[k]]
		sampled += w
		for _, n := range f.lex.Near(costs, keys[k], int16(min(fitLimit, 1500*len(keys[k])))) {
			b := f.forms[n.ID]
			cost := n.Cost
			if c, listed := cheap[[2]string{keys[k], b}]; listed {
				cost = min(cost, int16(c))
			}
			s, i, j := f.cell(latin, keys[k], b, cost)
			st[s][i][j] += w * f.mass[n.ID]
		}
	}
	b := regress(&sm, &st, total, sampled)
	out = fitted{exact: -100, variant: centi(b[0]), slope: int(math.Round(1000 * b[1])), perCost: int(math.Round(-1000 * b[2])), short: centi(b[3]), limit: 5500, perLetter: 1100}
	if !latin {
		out.limit, out.perLetter = 6500, 1600
	}
	f.report(channel, costs, same, b)
	return out, nil
}

func centi(x float64) int { return int(math.Round(100 * x)) }

// regress finds the log-ratio of the cells' counts as a sum of: a constant, the
// rarity, the cost, and whether a form is short; by least squares, weighted by
// the root of the count.
func regress(sm, st *cells, total, sampled float64) [4]float64 {
	var a [4][5]float64
	for s := range sm {
		for i := range sm[s] {
			for j := 1; j < costBins; j++ {
				n := sm[s][i][j]
				if n < 3 {
					continue
				}
				y := 10 * math.Log10((n/total)/(st[s][i][j]/sampled+1e-7))
				x := [4]float64{1, float64(i)*4 + 2, float64(j)*2.5 - 1.25, float64(s)}
				w := math.Sqrt(n)
				for r := range a {
					for c := range a {
						a[r][c] += w * x[r] * x[c]
					}
					a[r][4] += w * x[r] * y
				}
			}
		}
	}
	return solve(a)
}

// report prints what was fitted and how much the true pairs cost, so that the
// limits can be judged.
func (f *fitter) report(channel names.Channel, costs *weigh.Costs, same []latinPair, b [4]float64) {
	var per, abs []float64
	for _, p := range same {
		if p.a == p.b {
			continue
		}
		d, ok := costs.Distance(p.a, p.b, 9000)
		if !ok {
			d = 9000
		}
		per = append(per, float64(d)/100/float64(min(len(p.a), len(p.b))))
		abs = append(abs, float64(d)/100)
	}
	slices.Sort(per)
	slices.Sort(abs)
	q := func(s []float64, f float64) float64 { return s[int(f*float64(len(s)-1))] }
	fmt.Fprintf(os.Stderr, "%s: %d pairs, variant %.1f + %.3f·rarity − %.3f·cost %+.1f if short; cost 50/90/97/99%%: %.0f %.0f %.0f %.0f, a letter %.1f %.1f %.1f %.1f\n",
		channel, len(same), b[0], b[1], -b[2], b[3], q(abs, .5), q(abs, .9), q(abs, .97), q(abs, .99), q(per, .5), q(per, .9), q(per, .97), q(per, .99))
}

// solve does Gaussian elimination on four equations.
func solve(a [4][5]float64) (x [4]float64) {
	for i := range a {
		a[i][i] += 1e-9
	}
	for i := range a {
		p := i
		for r := i + 1; r < 4; r++ {
			if math.Abs(a[r][i]) > math.Abs(a[p][i]) {
				p = r
			}
		}
		a[i], a[p] = a[p], a[i]
		for r := range a {
			if r == i {
				continue
			}
			f := a[r][i] / a[i][i]
			for c := i; c < 5; c++ {
				a[r][c] -= f * a[i][c]
			}
		}
	}
	for i := range a {
		x[i] = a[i][4] / a[i][i]
	}
	return x
}
