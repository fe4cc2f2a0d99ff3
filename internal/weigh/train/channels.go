package main

import (
	"fmt"
	"os"
	"slices"

	"deciban/internal/names"
	"deciban/internal/weigh"
)

// few is the number of pairs below which a channel's costs borrow from others,
// and fewest that below which nothing is fitted to them.
const few, fewest = 5000, 300

// learnNative learns the costs and weights of all channels but the Latin one.
func (l *learned) learnNative(natives *[names.ChannelCount][]latinPair, latin map[opKey]float64, f *fitter) error {
	var bySound map[opKey]float64 // what Latin spellings make of sounds: the Cyrillic counts
	for c := names.Channel(1); int(c) < names.ChannelCount; c++ {
		ps := thin(natives[c], 25000)
		lent := lentArabic(natives, c)
		var eps []pair
		for _, p := range append(slices.Clip(ps), thin(lent, 12000)...) {
			eps = append(eps, pair{codes(p.a), codes(p.b), p.w})
		}
		counts := learn(eps, 6)
		switch {
		case c == names.ChanCyrillic:
			bySound = counts
		case byRule(c):
			borrow(counts, latin, 2000)
		case len(eps) < few:
			borrow(counts, latin, 1000)
			borrow(counts, bySound, 2000)
		}
		l.ops[c] = opsOf(counts, false, 2)
		costs, err := weigh.NewCosts(l.ops[c], maxOp)
		if err != nil {
			return err
		}
		if byRule(c) {
			l.pair[c] = l.pair[names.ChanLatin]
			fmt.Fprintf(os.Stderr, "%s: %d pairs, weights of latin\n", c, len(ps))
			continue
		}
		h := hear(append(slices.Clip(natives[c]), lent...), costs)
		h.fold(l.nativeRarity[c], f)
		l.known[c], l.settled[c] = h.lists(costs)
		like := names.ChanCyrillic
		if c == names.ChanPersian {
			like = names.ChanArabic
		}
		if len(ps) < fewest {
			l.pair[c] = l.pair[like]
			fmt.Fprintf(os.Stderr, "%s: %d pairs, weights of %s\n", c, len(ps), like)
			continue
		}
		if l.pair[c], err = f.fitNative(c, l.ops[c], ps, h, l.nativeRarity[c]); err != nil {
			return err
		}
		if len(ps) < few && c > like {
			l.pair[c] = l.pair[c].blend(l.pair[like], len(ps))
		}
	}
	return nil
}

// byRule tells whether the channel holds Chinese and Korean names, whose forms
// are spelled by the rules that also made most of the Latin spellings: those
// vary as Latin ones do.
func byRule(c names.Channel) bool { return c == names.ChanHan || c == names.ChanHangul }

// borrow adds the other counts, as if so many operations had been seen.
func borrow(counts, from map[opKey]float64, times float64) {
	var total float64
	keys := sortedKeys(from)
	for _, k := range keys {
		total += from[k]
	}
	for _, k := range keys {
		counts[k] += from[k] * times / total
	}
}

// blend is the table that n pairs give, with that of another channel for what
// 1,500 pairs say.
func (t fitted) blend(like fitted, n int) fitted {
	mix := func(a, b int) int { return (a*n + b*1500) / (n + 1500) }
	t.variant, t.slope, t.perCost, t.letter = mix(t.variant, like.variant), mix(t.slope, like.slope), mix(t.perCost, like.perCost), mix(t.letter, like.letter)
	return t
}
