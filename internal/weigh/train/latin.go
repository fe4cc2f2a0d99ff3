package main

import (
	"fmt"
	"math"
	"os"

	"deciban/internal/names"
	"deciban/internal/weigh"
)

const (
	mostLetters = 10 // as in package weigh
	mostLonger  = 3
	samples     = 500 // names whose neighbours in the background are looked at
	rounds      = 25  // of Newton's method, which settles after some ten
)

// example is a pair of different spellings: of one name, or of a name and that
// of a stranger, with how likely it is to meet it.
type example struct {
	x    [columns]float64
	same bool
	mass float64
}

// columns are: one, the rarity of the commoner spelling, that of the rarer, the
// cost, the letters of the shorter, and how many more the other has.
const columns = 6

func (f *fitter) columnsOf(a, b string, cost int16) [columns]float64 {
	ra, rb := f.of(a), f.of(b)
	short, long := min(len(a), len(b)), max(len(a), len(b))
	return [columns]float64{1, min(ra, rb), max(ra, rb), float64(cost) / 100, float64(min(short, mostLetters)), float64(min(long-short, mostLonger))}
}

// fitLatin finds the pair table of Latin spellings by logistic regression: what
// the columns say of whether a pair is two spellings of one name or a name and a
// stranger's. Both sides are weighted by how likely the pair is to be met, so
// what comes out is the logarithm of the likelihood ratio. Listed pairs are left
// out, since their cost is their frequency and they have a weight of their own.
func (f *fitter) fitLatin(ops []weigh.Op, same []latinPair, known []knownPair) (out fitted, err error) {
	costs, err := weigh.NewCosts(ops, maxOp)
	if err != nil {
		return out, err
	}
	listed := map[[2]string]bool{}
	for _, k := range known {
		listed[[2]string{k.a, k.b}], listed[[2]string{k.b, k.a}] = true, true
	}
	var examples []example
	var total, sampled float64
	weight := map[string]float64{}
	for _, p := range same {
		total += p.w
		weight[p.a] += p.w
	}
	for _, p := range same {
		if p.a == p.b || listed[[2]string{p.a, p.b}] {
			continue
		}
		if d, ok := costs.Distance(p.a, p.b, fitLimit); ok {
			examples = append(examples, example{f.columnsOf(p.a, p.b, d), true, p.w / total})
		}
	}
	keys := sortedStrings(weight)
	step := max(len(keys)/samples, 1)
	for k := 0; k < len(keys); k += step { // a sample: a walk over the whole background is slow
		sampled += weight[keys[k]]
	}
	for k := 0; k < len(keys); k += step {
		w := weight[keys[k]] / sampled
		for _, n := range f.lex.Near(costs, keys[k], int16(min(fitLimit, 1500*len(keys[k])))) {
			if b := f.forms[n.ID]; b != keys[k] && !listed[[2]string{keys[k], b}] {
				examples = append(examples, example{f.columnsOf(keys[k], b, n.Cost), false, w * f.mass[n.ID]})
			}
		}
	}
	b := logistic(examples)
	fmt.Fprintf(os.Stderr, "%s: %d pairs, variant %.1f + %.3f·rarity + %.3f·rarer − %.3f·cost %+.1f a letter %+.1f a letter more\n",
		names.ChanLatin, len(same), b[0], b[1], b[2], -b[3], b[4], b[5])
	return fitted{exact: -100, variant: centi(b[0]), slope: milli(b[1]), rare: milli(b[2]), perCost: milli(-b[3]),
		letter: max(centi(b[4]), 0), longer: max(centi(b[5]), 0), limit: 5500, perLetter: 1100}, nil
}

func milli(x float64) int { return max(int(math.Round(1000*x)), 0) }

// logistic returns the columns' factors in decibans. A pair of which they would
// make more than the same form weighs, weighs that, whatever they are.
func logistic(examples []example) (b [columns]float64) {
	for range rounds {
		var a [columns][columns + 1]float64
		for r := range a {
			a[r][r] = 1e-12
		}
		for i := range examples {
			e := &examples[i]
			z := 0.0
			for c := range b {
				z += b[c] * e.x[c]
			}
			if z > (e.x[1]-1)*math.Ln10/10 {
				continue
			}
			p := 1 / (1 + math.Exp(-z))
			g := -p
			if e.same {
				g = 1 - p
			}
			for r := range b {
				for c := range b {
					a[r][c] += e.mass * p * (1 - p) * e.x[r] * e.x[c]
				}
				a[r][columns] += e.mass * g * e.x[r]
			}
		}
		for i, d := range newton(a) {
			b[i] += d
		}
	}
	for i := range b {
		b[i] *= 10 / math.Ln10
	}
	return b
}

// newton solves a round of Newton's method by Gaussian elimination.
func newton(a [columns][columns + 1]float64) (x [columns]float64) {
	for i := range a {
		p := i
		for r := i + 1; r < columns; r++ {
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
			for c := i; c <= columns; c++ {
				a[r][c] -= f * a[i][c]
			}
		}
	}
	for i := range a {
		x[i] = a[i][columns] / a[i][i]
	}
	return x
}
