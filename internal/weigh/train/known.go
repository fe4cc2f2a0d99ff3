package main

import (
	"fmt"
	"math"
	"os"
	"slices"

	"deciban/internal/weigh"
)

// knownPair is a pair of spellings whose cost is listed.
type knownPair struct {
	a, b string
	cost int
}

const (
	// saves is what a listed pair must save over the letters' cost, in
	// hundredths of a deciban.
	saves = 500
	// nickname is what a short form of a name costs: one bearer in six uses it.
	nickname = 800
)

// knownNative lists the native and Latin spellings that were seen twice or more
// together: the cost is how often the native form is written so.
func knownNative(pairs []latinPair, costs *weigh.Costs) []knownPair {
	both := map[[2]string]float64{}
	of := map[string]float64{}
	for _, p := range pairs {
		both[[2]string{p.a, p.b}] += p.w
		of[p.a] += p.w
	}
	var out []knownPair
	for _, k := range sortedPairs(both) {
		n := both[k]
		if n < 2 {
			continue
		}
		cost := int(math.Round(-1000 * math.Log10(n/(of[k[0]]+2))))
		if d, ok := costs.Distance(k[0], k[1], 9000); ok && int(d)-cost < saves || cost > 1500 {
			continue
		}
		out = append(out, knownPair{k[0], k[1], cost})
	}
	if len(pairs) > 0 {
		fmt.Fprintf(os.Stderr, "  %d known pairs\n", len(out))
	}
	return out
}

// knownLatin lists pairs of Latin spellings that two parties or more have both,
// and names with their short forms.
func knownLatin(pairs []latinPair, nicks map[string][]string, costs *weigh.Costs) []knownPair {
	both := map[[2]string]float64{}
	of := map[string]float64{}
	for _, p := range pairs {
		of[p.a] += p.w
		of[p.b] += p.w
		if p.a != p.b {
			k := [2]string{min(p.a, p.b), max(p.a, p.b)}
			both[k] += p.w
		}
	}
	cost := map[[2]string]int{}
	for _, k := range sortedPairs(both) {
		n := both[k]
		if n < 1.5 {
			continue
		}
		cost[k] = int(math.Round(-1000 * math.Log10(n/math.Sqrt((of[k[0]]+2)*(of[k[1]]+2)))))
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
	for k, c := range syllablePairs() {
		if have, ok := cost[k]; !ok || have > c {
			cost[k] = c
		}
	}
	var out []knownPair
	for _, k := range sortedPairs(cost) {
		if d, ok := costs.Distance(k[0], k[1], 9000); ok && int(d)-cost[k] < saves {
			continue
		}
		out = append(out, knownPair{k[0], k[1], cost[k]})
	}
	fmt.Fprintf(os.Stderr, "  %d known pairs\n", len(out))
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
