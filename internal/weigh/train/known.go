package main

import (
	"fmt"
	"math"
	"os"
	"slices"

	"deciban/internal/names"
	"deciban/internal/weigh"
)

// knownPair is a pair of spellings whose cost is listed.
type knownPair struct {
	a, b string
	cost int
}

const (
	// saves is what a listed pair of Latin spellings must save over the letters'
	// cost, in hundredths of a deciban.
	saves = 500
	// savesOnce is what another must save if it was seen but once.
	savesOnce = 2000
	// settles is from when on a form is listed as settled.
	settles = 300
	// mostSpelled is what Latin spellings of one native form may cost to be listed.
	mostSpelled = 1200
	// nickname is what a short form of a name costs: one bearer in six uses it.
	nickname = 800
)

// heard counts how native forms were written in Latin letters. A form that was
// seen n times, in k ways, is written in one of these with a chance of n in n+k,
// and otherwise as its letters tell (Witten and Bell's estimate).
type heard struct {
	both map[[2]string]float64
	of   map[string]seen
}

// seen is how often a form was seen, and in how many ways.
type seen struct{ times, ways float64 }

// hear counts the pairs. One that was seen once, and that the letters hardly
// allow, is a mistake of the source.
func hear(pairs []latinPair, costs *weigh.Costs) *heard {
	h := &heard{map[[2]string]float64{}, map[string]seen{}}
	for _, p := range pairs {
		h.both[[2]string{p.a, p.b}] += p.times
	}
	for _, k := range sortedPairs(h.both) {
		if h.both[k] < 2 {
			if _, ok := costs.Distance(k[0], k[1], int16(min(1400*min(len(k[0]), len(k[1])), 9000))); !ok {
				delete(h.both, k)
				continue
			}
		}
		s := h.of[k[0]]
		h.of[k[0]] = seen{s.times + h.both[k], s.ways + 1}
	}
	return h
}

// fold makes native forms at most as rare as the Latin forms that are written so:
// their own backgrounds are small, and hold few of the names that are common in
// their countries.
func (h *heard) fold(rarity map[string]int, f *fitter) {
	of := map[string]float64{}
	for k, n := range h.both {
		of[k[1]] += n
	}
	for _, k := range sortedPairs(h.both) {
		r, ok := f.rarity[k[1]]
		if !ok || h.of[k[0]].times < 2 {
			continue
		}
		r += int(centibans(h.both[k] / (of[k[1]] + 1)))
		if have, ok := rarity[k[0]]; !ok || have > r {
			rarity[k[0]] = r
		}
	}
}

// unheard is what a spelling costs beyond the letters, and whether it is listed,
// where the pair was seen less times less than counted: a pair must not be judged
// by itself.
func (h *heard) unheard(native, latin string, less float64) (cost int16, listed bool) {
	s, n := h.of[native], h.both[[2]string{native, latin}]
	if n > 0 && less > 0 {
		s.times, n = s.times-less, n-less
		if n <= 0.001 {
			s.ways, n = s.ways-1, 0
		}
	}
	return s.unheard(), n > 0
}

// unheard is what a way to write it costs beyond the letters that was not seen.
func (s seen) unheard() int16 {
	if s.times < 2 || s.ways < 1 {
		return 0
	}
	return centibans(s.ways / (s.times + s.ways))
}

// byHeart is what a way to write it costs that was seen n times.
func (s seen) byHeart(n float64) int16 {
	return centibans(n / (s.times + s.ways))
}

// lists gives the pairs and the settled forms that the model lists.
func (h *heard) lists(costs *weigh.Costs) (known []knownPair, settled map[string]int) {
	settled = map[string]int{}
	for _, form := range sortedStrings(h.of) {
		if u := h.of[form].unheard(); u >= settles {
			settled[form] = int(u)
		}
	}
	for _, k := range sortedPairs(h.both) {
		by := int(h.of[k[0]].byHeart(h.both[k]))
		// One that was seen twice weighs what its frequency says, however little it
		// saves: the weights of letters were fitted to what was not seen.
		if d, ok := costs.Distance(k[0], k[1], 9000); h.both[k] < 2 && ok && int(d)+settled[k[0]]-by < savesOnce {
			continue
		}
		known = append(known, knownPair{k[0], k[1], by})
	}
	fmt.Fprintf(os.Stderr, "  %d known pairs, %d settled forms\n", len(known), len(settled))
	return known, settled
}

// knownLatin lists pairs of Latin spellings that two parties or more have both, or
// that spelled says are both usual for one native form, and names with their short
// forms.
func knownLatin(pairs, spelled []latinPair, nicks map[string][]string, costs *weigh.Costs) []knownPair {
	both, of := together(pairs)
	cost := map[[2]string]int{}
	for _, k := range sortedPairs(both) {
		n := both[k]
		if n < 1.5 {
			continue
		}
		cost[k] = costTogether(n, of[k[0]], of[k[1]])
	}
	twice, each := together(spelled)
	for _, k := range sortedPairs(twice) {
		c := costTogether(twice[k], each[k[0]], each[k[1]])
		if have, ok := cost[k]; c <= mostSpelled && (!ok || have > c) {
			cost[k] = c
		}
	}
	for _, name := range sortedStrings(nicks) {
		for _, nick := range nicks[name] {
			if name == nick || !plainLatin(name) || !plainLatin(nick) {
				continue
			}
			k := [2]string{min(name, nick), max(name, nick)}
			if have, ok := cost[k]; !ok || have > nickname {
				cost[k] = nickname
			}
		}
	}
	syllables := syllablePairs()
	for k, c := range syllables {
		if have, ok := cost[k]; !ok || have > c {
			cost[k] = c
		}
	}
	var out []knownPair
	for _, k := range sortedPairs(cost) {
		_, syllable := syllables[k] // too short for letters to tell much
		if d, ok := costs.Distance(k[0], k[1], 9000); ok && int(d)-cost[k] < saves && !syllable {
			continue
		}
		out = append(out, knownPair{k[0], k[1], cost[k]})
	}
	fmt.Fprintf(os.Stderr, "  %d known pairs\n", len(out))
	return out
}

// together counts how often two spellings are of one name, and each spelling.
func together(pairs []latinPair) (both map[[2]string]float64, of map[string]float64) {
	both, of = map[[2]string]float64{}, map[string]float64{}
	for _, p := range pairs {
		of[p.a] += p.w
		of[p.b] += p.w
		if p.a != p.b {
			both[[2]string{min(p.a, p.b), max(p.a, p.b)}] += p.w
		}
	}
	return both, of
}

// costTogether is what a pair costs that was seen n times, where its spellings were
// seen a and b times.
func costTogether(n, a, b float64) int {
	return int(math.Round(-1000 * math.Log10(n/math.Sqrt((a+2)*(b+2)))))
}

// spelledByEar are the channels of names that are their bearers' own and that
// each writes in Latin letters in a way of his own.
var spelledByEar = []names.Channel{names.ChanArabic, names.ChanHebrew, names.ChanCyrillic, names.ChanPersian}

// spelledAlike pairs the Latin spellings that a native form has: who is Юрий is
// Yury to one and Yuri to another. A spelling that was seen once, or one time in
// thirty, may be another name's.
func spelledAlike(natives *[names.ChannelCount][]latinPair) (out []latinPair) {
	for _, c := range spelledByEar {
		ways := map[string]map[string]float64{}
		total := map[string]float64{}
		for _, p := range natives[c] {
			if ways[p.a] == nil {
				ways[p.a] = map[string]float64{}
			}
			ways[p.a][p.b] += p.times
			total[p.a] += p.times
		}
		for _, native := range sortedStrings(ways) {
			all := total[native]
			var usual []string
			for _, w := range sortedStrings(ways[native]) {
				if n := ways[native][w]; n >= 2 && n >= all/30 && len(w) > 2 {
					usual = append(usual, w)
				}
			}
			for i, a := range usual {
				for _, b := range usual[i:] {
					n := ways[native][a] * ways[native][b] / all
					if a == b {
						n /= 2 // it counts for both of a pair
					}
					out = append(out, latinPair{a: a, b: b, w: n})
				}
			}
		}
	}
	return out
}

func plainLatin(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < 'a' || s[i] > 'z' {
			return false
		}
	}
	return len(s) > 1
}

func sortedPairs[V any](m map[[2]string]V) [][2]string {
	ks := make([][2]string, 0, len(m))
	for k := range m {
		ks = append(ks, k)
	}
	slices.SortFunc(ks, func(x, y [2]string) int { return slices.Compare(x[:], y[:]) })
	return ks
}
