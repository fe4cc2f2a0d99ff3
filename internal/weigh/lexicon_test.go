package weigh

import (
	"bufio"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"deciban/internal/names"
)

// nearByDistance compares with each form.
func nearByDistance(c *Costs, forms []string, query string, limit int16) []Near {
	var d distancer
	var out []Near
	q := appendCodes(nil, query)
	for i, f := range forms {
		if cost := c.distance(&d, q, appendCodes(nil, f), limit); cost <= limit && cost < never {
			out = append(out, Near{ID: int32(i), Cost: cost})
		}
	}
	return out
}

func checkNear(t *testing.T, c *Costs, l *Lexicon, forms []string, query string, limit int16) {
	t.Helper()
	got, want := l.Near(c, query, limit), nearByDistance(c, forms, query, limit)
	slices.SortFunc(got, func(a, b Near) int { return int(a.ID - b.ID) })
	if !slices.Equal(got, want) {
		for _, n := range got {
			if !slices.Contains(want, n) {
				t.Errorf("%q within %d: got %q at %d", query, limit, forms[n.ID], n.Cost)
			}
		}
		for _, n := range want {
			if !slices.Contains(got, n) {
				t.Errorf("%q within %d: missed %q at %d", query, limit, forms[n.ID], n.Cost)
			}
		}
	}
}

// Walking the lexicon finds exactly what comparing with each form finds.
func TestNearFindsWhatComparingWithEachFormFinds(t *testing.T) {
	m := Default()
	r := rand.New(rand.NewPCG(1, 2))
	word := func(letters string) string {
		b := make([]byte, r.IntN(12))
		for i := range b {
			b[i] = letters[r.IntN(len(letters))]
		}
		return string(b)
	}
	for round := range 60 {
		letters := []string{"ab", "aeioukhsy", "abcdefghijklmnopqrstuvwxyz", "aAbBcCkK'"}[round%4]
		var forms []string
		for range 1 + r.IntN(300) {
			forms = append(forms, word(letters))
		}
		forms = append(forms, strings.Repeat("ab", 30), strings.Repeat("ab", 30)+"c")
		l := NewLexicon(forms)
		for c := range m.channels {
			for _, costs := range []*Costs{m.channels[c], m.toNative[c]} {
				if costs == nil || (c+round)%3 != 0 {
					continue
				}
				for _, limit := range []int16{0, 1, 900, 1500, 2800, 4500, 5500, int16(r.IntN(9000))} {
					checkNear(t, costs, l, forms, word(letters), limit)
					checkNear(t, costs, l, forms, forms[r.IntN(len(forms))], limit)
				}
			}
		}
	}
}

func FuzzNear(f *testing.F) {
	f.Add("mohammed mohamad muhamed ahmad", "mohamed", int16(3000))
	f.Add("a ab abc", "", int16(6000))
	f.Fuzz(func(t *testing.T, text, query string, limit int16) {
		if limit >= never || len(text) > 2000 {
			return
		}
		forms := strings.Split(text, " ")
		checkNear(t, Default().channels[names.ChanLatin], NewLexicon(forms), forms, query, limit)
		checkNear(t, Default().channels[names.ChanArabic], NewLexicon(forms), forms, query, limit)
	})
}

func benchForms(b *testing.B, path string) []string {
	b.Helper()
	f, err := os.Open(path)
	if err != nil {
		b.Skip(err)
	}
	defer f.Close()
	var forms []string
	for s := bufio.NewScanner(f); s.Scan(); {
		forms = append(forms, s.Text())
	}
	return forms
}

// BenchmarkNear walks for words of a file, one a line, through the forms of
// another.
func BenchmarkNear(b *testing.B) {
	forms := benchForms(b, os.Getenv("DECIBAN_BENCH_FORMS"))
	words := benchForms(b, os.Getenv("DECIBAN_BENCH_WORDS"))
	l := NewLexicon(forms)
	var w walkers
	var dst []near
	found := 0
	m := Default()
	i := 0
	for b.Loop() {
		dst = l.near(&w, m.channels[0], appendCodes(nil, words[i%len(words)]), 4500, dst[:0])
		found += len(dst)
		i++
	}
	b.ReportMetric(float64(found)/float64(b.N), "found/op")
}
