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
	lex    *weigh.Lexicon
}

func newFitter(bg *background, rarity map[string]int, unseen []int) *fitter {
	f := &fitter{bg: bg, rarity: rarity, unseen: unseen, forms: sortedStrings(bg.count)}
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
	costBins   = 24 // the first holds equal forms, the others 2.5 decibans each
)

// fit returns exact, variant, slope, perCost (thousandths) and limit.
func (f *fitter) fit(channel names.Channel, ops []weigh.Op, same []latinPair) (out [6]int, err error) {
	costs, err := weigh.NewCosts(ops, maxOp)
	if err != nil {
		return out, err
	}
	latin := channel == names.ChanLatin
	var sm, st [rarityBins][costBins]float64
	var total, sampled float64
	weight := map[string]float64{}
	bins := func(a, b string, cost int16) (int, int) {
		r := f.of(b)
		if latin {
			r = min(r, f.of(a))
		}
		c := 1 + int(cost/250)
		if latin && a == b {
			c = 0
		}
		return min(int(r/4), rarityBins-1), min(c, costBins-1)
	}
	for _, p := range same {
		total += p.w
		weight[p.a] += p.w
		if d, ok := costs.Distance(p.a, p.b, 5500); ok {
			i, j := bins(p.a, p.b, d)
			sm[i][j] += p.w
		}
	}
	keys := sortedStrings(weight)
	step := max(len(keys)/1000, 1)
	for k := 0; k < len(keys); k += step {
		w := weight[keys[k]]
		sampled += w
		for _, n := range f.lex.Near(costs, keys[k], 5500) {
			b := f.forms[n.ID]
			i, j := bins(keys[k], b, n.Cost)
			st[i][j] += w * f.bg.count[b] / f.bg.total
		}
	}
	// Weighted least squares of the cells' log-ratios on: same, variant,
	// rarity, cost.
	var a [4][5]float64
	for i := range sm {
		for j := range sm[i] {
			if sm[i][j] < 3 {
				continue
			}
			if j == 0 {
				continue
			}
			y := 10 * math.Log10((sm[i][j]/total)/(st[i][j]/sampled+1e-7))
			x := [4]float64{0, 0, float64(i)*4 + 2, 0}
			x[1] = 1
			x[3] = float64(j)*2.5 - 1.25
			w := math.Sqrt(sm[i][j])
			for r := range a {
				for c := range a {
					a[r][c] += w * x[r] * x[c]
				}
				a[r][4] += w * x[r] * y
			}
		}
	}
	a[0] = [5]float64{1, 0, 0, 0, 0}
	b := solve(a)
	out = [6]int{-100, int(math.Round(100 * b[1])), int(math.Round(1000 * b[2])), int(math.Round(-1000 * b[3])), 4500, 1000}
	// How much the true pairs cost, so that the limits can be judged.
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
	fmt.Fprintf(os.Stderr, "%s: %d pairs, variant %.1f + %.3f·rarity − %.3f·cost; cost 50/90/97/99%%: %.0f %.0f %.0f %.0f, a letter %.1f %.1f %.1f %.1f\n", channel, len(same), b[1], b[2], -b[3],
		q(abs, .5), q(abs, .9), q(abs, .97), q(abs, .99), q(per, .5), q(per, .9), q(per, .97), q(per, .99))
	return out, nil
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
