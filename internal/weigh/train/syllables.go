package main

import (
	"math"
	"strings"

	"deciban/internal/names"
)

// Korean and Chinese names are written in Latin letters by half a dozen systems
// and by none. Bu and Pu, Choi and Choe, Guihua and Kwai-wah differ in nearly
// every letter, so their letters alone tell nothing; but which syllables they
// are is known.

// koreanLeads, koreanVowels and koreanTails are how the parts of a Hangul block
// are written: the Revised Romanisation's first, then McCune and Reischauer's and
// what passports have (general knowledge).
var (
	koreanLeads  = strings.Fields("g/k kk/gg n d/t tt/dd r/l/n/ m b/p pp/bb s/sh ss/s / j/ch/z jj ch k t p h")
	koreanVowels = strings.Fields("a/ah ae/ai/e ya yae eo/o/u/uh e/ae yeo/yo/you/yu ye o/oh wa wae oe/oi/we yo u/oo/woo wo/weo we wi/ui yu/yoo eu/u ui/eui i/ee/y")
	koreanTails  = strings.Fields("/ k/g k k n n n t l k m l l l p l m p/b p t t ng t t k t p t")
)

const (
	// firstKorean is the first of the blocks, of which there are tailCount for
	// each lead and vowel.
	firstKorean = 0xac00
	vowelCount  = 21
	tailCount   = 28
	// dearSyllable is the highest cost of a pair that is worth listing.
	dearSyllable = 1300
	// otherLetter is what a part costs that is not written the first way.
	otherLetter = 200
)

// written is one way to write a syllable, and what it costs over the likeliest.
type written struct {
	form string
	cost int
}

// koreanSpellings are the ways to write a Hangul block.
func koreanSpellings(block rune) []written {
	code := int(block - firstKorean)
	out := []written{{"", 0}}
	for _, part := range []string{koreanLeads[code/(vowelCount*tailCount)], koreanVowels[code/tailCount%vowelCount], koreanTails[code%tailCount]} {
		var next []written
		for _, w := range out {
			for i, s := range strings.Split(part, "/") {
				cost := w.cost
				if i > 0 && part != "/" {
					cost += otherLetter
				}
				next = append(next, written{w.form + s, cost})
			}
		}
		out = next
	}
	return out
}

// syllablePairs are the pairs of Latin spellings of one syllable, and what they
// cost: how seldom who is written one way is written the other.
func syllablePairs() map[[2]string]int {
	chinese, korean := newSyllableCount(), newSyllableCount()
	heard := map[string]bool{}
	var buf [12]names.Reading
	for r := rune(0x4e00); r <= 0x9fa5; r++ {
		var ways []written
		for _, rd := range names.Readings(buf[:0], string(r)) {
			switch rd.Channel {
			case names.ChanHan:
				ways = append(ways, written{rd.Form, 0})
				if rd.Form == "wa" {
					ways = append(ways, written{"wah", 0}) // as Hong Kong writes 華
				}
			case names.ChanHangul:
				heard[rd.Form] = true
			}
		}
		chinese.add(ways)
	}
	for r := rune(firstKorean); r <= 0xd7a3; r++ {
		if rds := names.Readings(buf[:0], string(r)); len(rds) > 0 && heard[rds[0].Form] {
			korean.add(koreanSpellings(r))
		}
	}
	out := map[[2]string]int{}
	chinese.pairs(out)
	korean.pairs(out)
	return out
}

// syllableCount counts how the syllables of one language are written.
type syllableCount struct {
	both map[[2]string]float64
	of   map[string]float64
}

func newSyllableCount() *syllableCount {
	return &syllableCount{map[[2]string]float64{}, map[string]float64{}}
}

// add counts the ways to write one syllable.
func (s *syllableCount) add(ways []written) {
	for i, a := range ways {
		if len(a.form) < 2 || len(a.form) > 7 {
			continue
		}
		s.of[a.form] += share(a)
		for _, b := range ways[i+1:] {
			if len(b.form) >= 2 && len(b.form) <= 7 && a.form != b.form {
				s.both[[2]string{min(a.form, b.form), max(a.form, b.form)}] += share(a) * share(b) / total(ways)
			}
		}
	}
}

// pairs adds the pairs that cost little enough, or lowers what they cost: two
// spellings are as near as in the language in which they are nearest.
func (s *syllableCount) pairs(out map[[2]string]int) {
	for _, k := range sortedPairs(s.both) {
		c := max(int(math.Round(-1000*math.Log10(s.both[k]/math.Sqrt(s.of[k[0]]*s.of[k[1]])))), 0)
		if have, ok := out[k]; c <= dearSyllable && (!ok || c < have) {
			out[k] = c
		}
	}
}

// share is how often a syllable is written so, against the likeliest way.
func share(w written) float64 { return math.Pow(10, -float64(w.cost)/1000) }

func total(ways []written) float64 {
	t := 0.0
	for _, w := range ways {
		t += share(w)
	}
	return t
}
