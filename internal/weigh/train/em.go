package main

import (
	"math"
	"slices"
)

// A pair is two spellings of one name token, as symbol codes, and how often it
// was seen.
type pair struct {
	a, b   []uint8
	weight float64
}

// opKey is an operation: up to two letters of a, up to two of b, and whether it
// is the first of its token.
type opKey struct {
	a1, a2, b1, b2 uint8
	first          bool
}

// allowed tells whether the alignment may use the operation. Two letters stand
// for two only where neither end stays the same.
func allowed(k opKey) bool {
	if k.a2 != 0 && k.b2 != 0 {
		return k.a1 != k.b1 && k.a2 != k.b2
	}
	return true
}

// initialProb gives every operation a plausible start: same letters likely, others
// unlikely, longer ones less likely still.
func initialProb(k opKey) float64 {
	switch {
	case k.a2 == 0 && k.b2 == 0 && k.a1 != 0 && k.b1 != 0:
		if k.a1 == k.b1 {
			return 0.5
		}
		return 1e-3
	case k.a2 == 0 && k.b2 == 0:
		return 2e-3
	case k.a2 != 0 && k.b2 != 0:
		return 2e-6
	default:
		return 1e-4
	}
}

type opRef struct {
	k      opKey
	di, dj int
}

// opsAt lists the operations that can end at position (i, j).
func opsAt(a, b []uint8, i, j int, dst []opRef) []opRef {
	add := func(di, dj int) {
		if i < di || j < dj {
			return
		}
		var k opKey
		switch di {
		case 1:
			k.a1 = a[i-1]
		case 2:
			k.a1, k.a2 = a[i-2], a[i-1]
		}
		switch dj {
		case 1:
			k.b1 = b[j-1]
		case 2:
			k.b1, k.b2 = b[j-2], b[j-1]
		}
		k.first = i == di && j == dj
		if allowed(k) {
			dst = append(dst, opRef{k, di, dj})
		}
	}
	add(1, 1)
	add(1, 0)
	add(0, 1)
	add(2, 1)
	add(1, 2)
	add(2, 2)
	return dst
}

// learn runs expectation maximisation over the pairs and returns expected
// counts of every operation.
func learn(pairs []pair, rounds int) map[opKey]float64 {
	var prob map[opKey]float64
	get := func(k opKey) float64 {
		if prob == nil {
			return initialProb(k)
		}
		return prob[k]
	}
	var counts map[opKey]float64
	var fwd, bwd [42][42]float64
	var refs []opRef
	for range rounds {
		counts = make(map[opKey]float64)
		for _, p := range pairs {
			n, m := len(p.a), len(p.b)
			if n == 0 || m == 0 || n > 40 || m > 40 {
				continue
			}
			for i := 0; i <= n; i++ {
				for j := 0; j <= m; j++ {
					fwd[i][j], bwd[i][j] = 0, 0
				}
			}
			fwd[0][0] = 1
			for i := 0; i <= n; i++ {
				for j := 0; j <= m; j++ {
					refs = opsAt(p.a, p.b, i, j, refs[:0])
					for _, r := range refs {
						fwd[i][j] += fwd[i-r.di][j-r.dj] * get(r.k)
					}
				}
			}
			total := fwd[n][m]
			if total <= 0 {
				continue
			}
			bwd[n][m] = 1
			for i := n; i >= 0; i-- {
				for j := m; j >= 0; j-- {
					if bwd[i][j] == 0 {
						continue
					}
					refs = opsAt(p.a, p.b, i, j, refs[:0])
					for _, r := range refs {
						q := get(r.k)
						c := fwd[i-r.di][j-r.dj] * q * bwd[i][j] / total
						if c > 1e-6 {
							counts[r.k] += p.weight * c
						}
						bwd[i-r.di][j-r.dj] += q * bwd[i][j]
					}
				}
			}
		}
		var all float64
		for _, k := range sortedKeys(counts) {
			all += counts[k]
		}
		prob = make(map[opKey]float64, len(counts))
		for k, v := range counts {
			// Rare complex operations are noise: they must earn their place.
			if v < 0.5 && (k.a2 != 0 || k.b2 != 0) {
				continue
			}
			prob[k] = v / all
		}
	}
	return counts
}

func sortedKeys(m map[opKey]float64) []opKey {
	ks := make([]opKey, 0, len(m))
	for k := range m {
		ks = append(ks, k)
	}
	slices.SortFunc(ks, compareKeys)
	return ks
}

func compareKeys(x, y opKey) int {
	xs := [5]uint8{b2u(x.first), x.a1, x.a2, x.b1, x.b2}
	ys := [5]uint8{b2u(y.first), y.a1, y.a2, y.b1, y.b2}
	return slices.Compare(xs[:], ys[:])
}

func b2u(b bool) uint8 {
	if b {
		return 1
	}
	return 0
}

func centibans(p float64) int16 {
	c := -1000 * math.Log10(p)
	return int16(math.Round(min(c, 12000)))
}
