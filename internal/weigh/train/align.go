package main

import (
	"math"
	"slices"

	"deciban/internal/names"
)

// alignGroup pairs the tokens of a party's spellings: within each two names,
// each token with the most similar one of the other name, if similar enough to
// be another spelling of it.
func alignGroup(spellings []string, kind names.Kind, weight float64) []latinPair {
	var parsed [][]string
	for _, s := range spellings {
		ns := names.Parse(s, kind)
		if len(ns) == 0 {
			continue
		}
		var fs []string
		for _, t := range ns[0].Tokens {
			if t.Channel == names.ChanLatin && len(t.Form) > 1 && t.Role != names.LegalForm && t.Role != names.Number {
				fs = append(fs, t.Form)
			}
		}
		parsed = append(parsed, fs)
	}
	if len(parsed) > 12 {
		parsed = parsed[:12]
	}
	var out []latinPair
	n := 0
	for i := range parsed {
		for j := i + 1; j < len(parsed); j++ {
			n++
			out = append(out, alignTokens(parsed[i], parsed[j])...)
		}
	}
	// A party with many spellings counts as much as its spellings, not as
	// their pairs.
	for i := range out {
		out[i].w = weight * float64(len(parsed)) / float64(n) / 2
	}
	return out
}

// alignRest pairs the one token that each of two names of a party has over,
// where all others agree: translations, mostly.
func alignRest(spellings []string, kind names.Kind) []latinPair {
	var out []latinPair
	if len(spellings) > 10 {
		spellings = spellings[:10]
	}
	for i := range spellings {
		for j := i + 1; j < len(spellings); j++ {
			a, b := plainForms(spellings[i], kind), plainForms(spellings[j], kind)
			if len(a) < 2 || len(a) != len(b) {
				continue
			}
			restA := slices.DeleteFunc(slices.Clone(a), func(w string) bool { return slices.Contains(b, w) })
			restB := slices.DeleteFunc(slices.Clone(b), func(w string) bool { return slices.Contains(a, w) })
			if len(restA) == 1 && len(restB) == 1 {
				out = append(out, latinPair{a: restA[0], b: restB[0], w: 1})
			}
		}
	}
	return out
}

// plainForms are a name's Latin forms without particles and legal forms.
func plainForms(name string, kind names.Kind) []string {
	ns := names.Parse(name, kind)
	if len(ns) == 0 {
		return nil
	}
	var out []string
	for _, t := range ns[0].Tokens {
		if t.Channel == names.ChanLatin && t.Role != names.Particle && t.Role != names.LegalForm && t.Role != names.Number && len(t.Form) > 1 {
			out = append(out, t.Form)
		}
	}
	return out
}

// alignTokens pairs the tokens of two names, the most similar first.
func alignTokens(a, b []string) []latinPair {
	type cand struct {
		i, j int
		s    float64
	}
	var cands []cand
	for i := range a {
		for j := range b {
			if s := similarity(a[i], b[j]); s >= 0.5 {
				cands = append(cands, cand{i, j, s})
			}
		}
	}
	slices.SortStableFunc(cands, func(x, y cand) int {
		switch {
		case x.s > y.s:
			return -1
		case x.s < y.s:
			return 1
		}
		return 0
	})
	usedA, usedB := map[int]bool{}, map[int]bool{}
	var out []latinPair
	for _, c := range cands {
		if usedA[c.i] || usedB[c.j] {
			continue
		}
		usedA[c.i], usedB[c.j] = true, true
		out = append(out, latinPair{a: a[c.i], b: b[c.j]})
	}
	return out
}

// similarity is 1 less the Levenshtein distance over the longer length, with
// vowels and weak consonants at half price.
func similarity(a, b string) float64 {
	if a == b {
		return 1
	}
	cost := func(c byte) float64 {
		switch c {
		case 'a', 'e', 'i', 'o', 'u', 'y', 'h', 'w':
			return 0.5
		}
		return 1
	}
	n, m := len(a), len(b)
	d := make([][]float64, n+1)
	for i := range d {
		d[i] = make([]float64, m+1)
		for j := range d[i] {
			switch {
			case i == 0 && j == 0:
			case i == 0:
				d[i][j] = d[i][j-1] + cost(b[j-1])
			case j == 0:
				d[i][j] = d[i-1][j] + cost(a[i-1])
			default:
				s := 0.0
				if a[i-1] != b[j-1] {
					s = math.Max(cost(a[i-1]), cost(b[j-1]))
				}
				d[i][j] = min(d[i-1][j-1]+s, d[i-1][j]+cost(a[i-1]), d[i][j-1]+cost(b[j-1]))
			}
		}
	}
	return 1 - d[n][m]/float64(max(n, m))
}
