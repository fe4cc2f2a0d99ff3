package main

import (
	"math"
	"slices"

	"deciban/internal/weigh"
)

// symbols lists the letters that a form can hold, by symbol code.
var symbols = func() map[uint8]byte {
	m := map[uint8]byte{}
	for c := 1; c < 128; c++ {
		if code := weigh.Code(byte(c)); code != weigh.Code(0) {
			m[code] = byte(c)
		}
	}
	return m
}()

func codes(s string) []uint8 {
	out := make([]uint8, 0, len(s))
	for i := 0; i < len(s); i++ {
		out = append(out, weigh.Code(s[i]))
	}
	return out
}

func letters(a, b uint8) string {
	switch {
	case a == 0:
		return ""
	case b == 0:
		return string(symbols[a])
	}
	return string(symbols[a]) + string(symbols[b])
}

// opsOf turns expected counts into costs. The chance of an operation is its
// count over that of all operations that begin with the same letter; an
// insertion's is its count over that of all operations. The first operation of
// a token borrows from the others where it was seen little. For a symmetric
// channel the cost is the mean of both directions.
func opsOf(counts map[opKey]float64, symmetric bool, keep float64) (ops []weigh.Op) {
	const borrow = 30
	keys := sortedKeys(counts)
	var fwd, bwd [2][80]float64 // by first letter of a, of b; 0 counts all
	for _, k := range keys {
		f := b2u(k.first)
		fwd[f][k.a1] += counts[k]
		bwd[f][k.b1] += counts[k]
	}
	var all [2]float64
	for f := range all {
		for i := 1; i < 80; i++ {
			all[f] += fwd[f][i]
		}
	}
	base := func(k opKey, f uint8) (p, q float64) {
		k.first = f == 1
		n := counts[k]
		pa, pb := fwd[f][k.a1], bwd[f][k.b1]
		if k.a1 == 0 {
			pa = all[f]
		}
		if k.b1 == 0 {
			pb = all[f]
		}
		if pa > 0 {
			p = n / pa
		}
		if pb > 0 {
			q = n / pb
		}
		return
	}
	prob := func(k opKey) float64 {
		p, q := base(k, 0)
		if k.first {
			p1, q1 := base(k, 1)
			na, nb := fwd[1][k.a1], bwd[1][k.b1]
			if k.a1 == 0 {
				na = all[1]
			}
			if k.b1 == 0 {
				nb = all[1]
			}
			p = (p1*na + p*borrow) / (na + borrow)
			q = (q1*nb + q*borrow) / (nb + borrow)
		}
		if symmetric {
			return math.Sqrt(p * q)
		}
		return p
	}
	seen := map[opKey]bool{}
	for _, k := range keys {
		for _, f := range []bool{false, true} {
			k.first = f
			if seen[k] {
				continue
			}
			seen[k] = true
			other := k
			other.first = !f
			n := counts[k] + counts[other]
			if n < keep && (k.a2 != 0 || k.b2 != 0) || n < 4*keep && k.a2 != 0 && k.b2 != 0 {
				continue
			}
			p := prob(k)
			if p <= 1e-6 {
				continue
			}
			ops = append(ops, weigh.Op{A: letters(k.a1, k.a2), B: letters(k.b1, k.b2), First: f, Cost: min(centibans(p), maxOp)})
		}
	}
	slices.SortFunc(ops, func(x, y weigh.Op) int {
		return compareStrings(x, y)
	})
	return ops
}

// maxOp is what a change of a single letter costs at most: 28 decibans, about
// one in 600, the rate at which letters go wrong in typing and scanning.
const maxOp = 2800

func compareStrings(x, y weigh.Op) int {
	xs := []string{map[bool]string{false: "0", true: "1"}[x.First], x.A, x.B}
	ys := []string{map[bool]string{false: "0", true: "1"}[y.First], y.A, y.B}
	return slices.Compare(xs, ys)
}
