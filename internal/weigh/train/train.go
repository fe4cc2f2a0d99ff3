package main

import (
	"math"
	"path/filepath"
	"slices"

	"deciban/internal/names"
	"deciban/internal/weigh"
)

// learned is what the trainer has learned so far; write turns it into a model
// file.
type learned struct {
	ops          [names.ChannelCount][]weigh.Op
	pair         [names.ChannelCount]fitted
	rarity       [2]map[string]int
	unseen       [2][]int
	nativeRarity [names.ChannelCount]map[string]int
	left         [2]leftCounts
	known        [names.ChannelCount][]knownPair
	settled      [names.ChannelCount]map[string]int
	// leftForm holds the tokens whose leaving out is learned on its own.
	leftForm [2]map[string]int
}

func train(shared, out string) error {
	ofac, err := readOFAC(filepath.Join(shared, "lists/us_ofac_sdn/2019-01"))
	if err != nil {
		return err
	}
	pols, err := readPoliticians(shared)
	if err != nil {
		return err
	}
	bg, err := readBackground(shared, pols)
	if err != nil {
		return err
	}
	pop, err := readPopular(shared)
	if err != nil {
		return err
	}
	var l learned
	l.rarity[0] = personRarity(bg, pop)
	l.unseen[0] = rarest
	if l.rarity[1], err = otherRarity(shared, ofac); err != nil {
		return err
	}
	if err := commonWords(l.rarity[1]); err != nil {
		return err
	}
	origins, err := readOrigins(filepath.Join(shared, "lists/us_ofac_sdn/2019-01"))
	if err != nil {
		return err
	}
	for _, w := range sortedStrings(origins) {
		lower(l.rarity[0], w, origins[w])
	}
	common, err := readCommon(commonNames)
	if err != nil {
		return err
	}
	for _, w := range sortedStrings(common) {
		lower(l.rarity[0], w, common[w])
	}
	for _, w := range sortedStrings(syllables()) {
		lower(l.rarity[0], w, syllableRarity)
	}
	l.unseen[1] = []int{800, 800, 2000, 2600, 3400, 4000, 4400, 4700, 5000}

	var latin []latinPair
	for _, g := range ofac {
		if g.kind == names.Person {
			latin = append(latin, alignGroup(g.names, g.kind, 1)...)
		}
	}
	var others []latinPair
	for _, g := range ofac {
		if g.kind == names.Organisation {
			others = append(others, alignGroup(g.names, g.kind, 1)...)
			others = append(others, alignRest(g.names, g.kind)...)
		}
	}
	for _, p := range pols {
		latin = append(latin, alignGroup(p.latin, names.Person, 0.5)...)
	}
	var eps []pair
	for _, p := range latin {
		eps = append(eps, pair{codes(p.a), codes(p.b), p.w}, pair{codes(p.b), codes(p.a), p.w})
	}
	counts := learn(eps, 6)
	latinCounts := counts
	l.ops[names.ChanLatin] = opsOf(counts, true, 3)
	nicks, err := readNicknames(shared)
	if err != nil {
		return err
	}
	latinCosts, err := weigh.NewCosts(l.ops[names.ChanLatin], maxOp)
	if err != nil {
		return err
	}
	natives, err := nativePairs(shared, pols)
	if err != nil {
		return err
	}
	l.known[names.ChanLatin] = knownLatin(append(slices.Clip(latin), others...), spelledAlike(&natives), nicks, latinCosts)
	fitter := newFitter(bg, l.rarity[0], l.unseen[0])
	if l.pair[names.ChanLatin], err = fitter.fitLatin(l.ops[0], latin, l.known[0]); err != nil {
		return err
	}
	if l.nativeRarity, err = nativeRarities(shared, pols); err != nil {
		return err
	}
	if err := l.learnNative(&natives, latinCounts, fitter); err != nil {
		return err
	}
	lower(l.rarity[0], "abd", boundRarity)
	lower(l.rarity[0], "din", boundRarity)
	for _, c := range []names.Channel{names.ChanArabic, names.ChanPersian} {
		l.nativeRarity[c]["Ebd"], l.nativeRarity[c]["dyn"] = boundRarity, boundRarity
	}
	m, err := weigh.ParseModel(l.text())
	if err != nil {
		return err
	}
	l.countLeft(m, ofac)
	return l.write(out)
}

// boundRarity is that of the Abd of Abd al-Rahman and the Din of Nur al-Din. Hardly
// anybody is called Rahman without it, so that it says little beyond that.
const boundRarity = 500

// lower makes a form at most as rare as given.
func lower(rarity map[string]int, form string, most int) {
	if have, ok := rarity[form]; !ok || have > most {
		rarity[form] = capped(most, form)
	}
}

// rarest is how rare a token of so many letters can be at most. Short tokens
// are the syllables of Chinese, Korean and Vietnamese names, of which there are
// few, each borne by many.
var rarest = []int{800, 800, 2000, 2600, 3400, 4200, 4800, 5200, 5500}

func capped(rarity int, form string) int {
	return min(rarity, rarest[min(len(form), len(rarest)-1)])
}

type latinPair struct {
	a, b string
	w    float64
	// times is how often the pair was seen; w, what it counts where few pairs
	// must not outweigh the others.
	times float64
}

func personRarity(bg *background, pop map[string]map[string]float64) map[string]int {
	out := map[string]int{}
	for _, w := range sortedStrings(bg.count) {
		if bg.count[w] >= 2 {
			out[w] = capped(rarityOf(bg.count[w]/bg.total), w)
		}
	}
	for _, c := range sortedStrings(pop) {
		for _, w := range sortedStrings(pop[c]) {
			r := capped(rarityOf(pop[c][w]/3), w)
			if have, ok := out[w]; !ok || r < have {
				out[w] = r
			}
		}
	}
	return out
}

func rarityOf(p float64) int { return int(math.Round(-1000 * math.Log10(p))) }

// otherRarity counts the words of organisations' and vessels' names: OFAC's and
// the US consolidated screening list's.
func otherRarity(shared string, ofac []group) (map[string]int, error) {
	count := map[string]float64{}
	var total float64
	add := func(name string, kind names.Kind) {
		ns := names.Parse(name, kind)
		if len(ns) == 0 {
			return
		}
		seen := map[string]bool{}
		for _, t := range ns[0].Tokens {
			if t.Channel == names.ChanLatin && !seen[t.Form] {
				seen[t.Form] = true
				count[t.Form]++
				total++
			}
		}
	}
	for _, g := range ofac {
		if g.kind != names.Person {
			add(g.names[0], g.kind)
		}
	}
	err := eachCSV(filepath.Join(shared, "lists/us_trade_csl/consolidated_2022-05.csv"), func(f []string) {
		if len(f) > 6 && f[3] != "Individual" && f[1] != "Specially Designated Nationals (SDN) - Treasury Department" {
			add(f[6], names.Organisation)
		}
	})
	if err != nil {
		return nil, err
	}
	out := map[string]int{}
	for _, w := range sortedStrings(count) {
		// Listed companies that share a word are often one network: further
		// ones count a third.
		if n := 1 + (count[w]-1)*0.3; count[w] >= 2 {
			out[w] = capped(rarityOf(n/total), w)
		}
	}
	return out, nil
}

// thin keeps every n-th pair, so that about most are left: more teach the costs
// nothing new.
func thin(ps []latinPair, most int) []latinPair {
	step := len(ps)/most + 1
	var out []latinPair
	for i := 0; i < len(ps); i += step {
		out = append(out, ps[i])
	}
	return out
}

func sortedStrings[V any](m map[string]V) []string {
	ks := make([]string, 0, len(m))
	for k := range m {
		ks = append(ks, k)
	}
	slices.Sort(ks)
	return ks
}
