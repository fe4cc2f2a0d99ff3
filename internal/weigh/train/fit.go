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

const fitLimit = 8000

// fitted is a channel's pair table: see weigh's.
type fitted struct {
	exact, variant, slope, rare, perCost, short, letter, longer, limit, perLetter int
}

// fitNative finds the pair table of a channel's spellings by logistic regression,
// as fitLatin does for Latin ones: by the rarity of the Latin form, the cost and
// the number of letters. Each pair is judged by what was heard beside it; what
// was heard is left out, since a listed pair weighs what its frequency says.
func (f *fitter) fitNative(channel names.Channel, ops []weigh.Op, same []latinPair, h *heard, rarity map[string]int) (out fitted, err error) {
	costs, err := weigh.NewCosts(ops, maxOp)
	if err != nil {
		return out, err
	}
	columnsOf := func(a, b string, cost int16) [columns]float64 {
		common := f.of(b)
		if r, ok := rarity[a]; ok {
			common = min(common, float64(r)/100)
		}
		return [columns]float64{1, common, 0, float64(cost) / 100, float64(min(len(b), mostLetters)), 0}
	}
	var examples []example
	var total, sampled float64
	weight := map[string]float64{}
	for _, p := range same {
		total += p.w
		weight[p.a] += p.w
	}
	for _, p := range same {
		unheard, listed := h.unheard(p.a, p.b, p.times)
		if d, ok := costs.Distance(p.a, p.b, fitLimit); ok && !listed {
			examples = append(examples, example{columnsOf(p.a, p.b, d+unheard), true, p.w / total})
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
			b := f.forms[n.ID]
			if unheard, listed := h.unheard(keys[k], b, 0); !listed {
				examples = append(examples, example{columnsOf(keys[k], b, n.Cost+unheard), false, w * f.mass[n.ID]})
			}
		}
	}
	b := logistic(examples)
	out = fitted{exact: -100, variant: centi(b[0]), slope: milli(b[1]), perCost: milli(-b[3]), letter: max(centi(b[4]), 0), limit: 6500, perLetter: perLetter(channel)}
	f.report(channel, costs, same, b)
	return out, nil
}

// perLetter is what a spelling may cost at most for each letter. What is written
// by sound as its reader hears it writes all vowels, and what costs more is
// mostly another name.
func perLetter(c names.Channel) int {
	switch c {
	case names.ChanKana, names.ChanHanSound, names.ChanHangulSound:
		return 1000
	}
	return 1600
}

func centi(x float64) int { return int(math.Round(100 * x)) }

// report prints what was fitted and how much the true pairs cost, so that the
// limits can be judged.
func (f *fitter) report(channel names.Channel, costs *weigh.Costs, same []latinPair, b [columns]float64) {
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
	fmt.Fprintf(os.Stderr, "%s: %d pairs, variant %.1f + %.3f·rarity − %.3f·cost %+.1f a letter; cost 50/90/97/99%%: %.0f %.0f %.0f %.0f, a letter %.1f %.1f %.1f %.1f\n",
		channel, len(same), b[0], b[1], -b[3], b[4], q(abs, .5), q(abs, .9), q(abs, .97), q(abs, .99), q(per, .5), q(per, .9), q(per, .97), q(per, .99))
}
