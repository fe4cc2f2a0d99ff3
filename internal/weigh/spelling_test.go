package weigh

import (
	"math/rand/v2"
	"testing"

	"deciban/internal/names"
)

// Comparing one form with many finds what the plain comparison finds, and the
// sets of letters rule out nothing that is within the limit.
func TestSpellingCostsWhatThePlainComparisonFinds(t *testing.T) {
	m := Default()
	r := rand.New(rand.NewPCG(3, 4))
	word := func(letters string) []uint8 {
		var b []byte
		for range r.IntN(13) {
			b = append(b, letters[r.IntN(len(letters))])
		}
		return appendCodes(nil, string(b))
	}
	var d distancer
	var s spelling
	near := 0
	for round := range 6000 {
		c := names.Channel(round % names.ChannelCount)
		letters := []string{"ab", "aeioukhsy", "abcdefghijklmnopqrstuvwxyz'0", "aAbBcCkK'"}[round/names.ChannelCount%4]
		for _, costs := range []*Costs{m.channels[c], m.toNative[c]} {
			if costs == nil {
				continue
			}
			query := word(letters)
			s.begin(costs, query)
			for range 3 {
				form := word(letters)
				if r.IntN(2) == 0 {
					form = append([]uint8{}, query...)
					for range r.IntN(3) {
						if len(form) > 0 {
							form[r.IntN(len(form))] = uint8(1 + r.IntN(30))
						}
					}
				}
				limit := int16(r.IntN(9000))
				want := costs.distance(&d, query, form, limit)
				got := int16(never)
				if s.within(setOf(form), limit) {
					got = s.cost(form, limit)
				}
				if got != want {
					t.Fatalf("channel %s, %v as %v within %d: %d, want %d", c, query, form, limit, got, want)
				}
				if want < never {
					near++
				}
			}
		}
	}
	if near < 3000 {
		t.Errorf("only %d pairs were within the limit: that proves nothing", near)
	}
}

func FuzzParseKin(f *testing.F) {
	m := Default()
	n := m.prepareName(names.Parse("Abdul Rahman Trading LLC", names.Organisation)[0], false)
	for i := range n.units {
		k := n.units[i].Kin()
		f.Add(string(k.AppendText(nil)))
	}
	f.Fuzz(func(t *testing.T, text string) {
		k, err := ParseKin(text)
		if err != nil {
			return
		}
		again, err := ParseKin(string(k.AppendText(nil)))
		if err != nil || again != k {
			t.Errorf("%q: %v, then %v, %v", text, k, again, err)
		}
	})
}
