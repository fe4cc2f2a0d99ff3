package screen

import (
	"math"
	"strings"
	"testing"

	"deciban/internal/entity"
	"deciban/internal/weigh"
)

func TestThresholdIsReadByItsForm(t *testing.T) {
	for text, want := range map[string]Threshold{
		"20":     {kind: byWeight, weight: 2000},
		" -3.5 ": {kind: byWeight, weight: -350},
		"20dB":   {kind: byWeight, weight: 2000},
		"0.9":    {kind: byWeight, weight: 90},
		"90%":    {kind: byProbability, share: 0.9},
		"p0.9":   {kind: byProbability, share: 0.9},
		"p 0.25": {kind: byProbability, share: 0.25},
		"0.5 %":  {kind: byProbability, share: 0.005},
		"1/1000": {kind: byBudget, share: 0.001},
		"2 / 50": {kind: byBudget, share: 0.04},
	} {
		got, err := ParseThreshold(text)
		want.text = strings.TrimSpace(text)
		if err != nil || got != want {
			t.Errorf("ParseThreshold(%q) = %+v, %v; want %+v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "much", "p", "p1", "p0", "100%", "0%", "-5%", "1/0", "0/5", "5/5", "1/1000/2", "/", "-1/10", "1/inf", "NaN", "pnan", "1e9"} {
		if got, err := ParseThreshold(text); err == nil {
			t.Errorf("ParseThreshold(%q) = %+v, want an error", text, got)
		}
	}
}

func FuzzParseThreshold(f *testing.F) {
	for _, s := range []string{"20", "20dB", "90%", "p0.9", "1/1000", "-1e3", "%", "/"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		th, err := ParseThreshold(s)
		if err == nil && th.kind != byWeight && !(th.share > 0 && th.share < 1) {
			t.Errorf("ParseThreshold(%q) has the share %v", s, th.share)
		}
	})
}

// A probability as a threshold is the least weight that the model gives it.
func TestProbabilityBecomesTheLeastWeightThatReachesIt(t *testing.T) {
	m := weigh.Default()
	for _, text := range []string{"50%", "p0.9", "1%", "p0.999"} {
		th, err := ParseThreshold(text)
		if err != nil {
			t.Fatal(err)
		}
		c, err := th.Cut(m, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, person := range []bool{true, false} {
			w := c.Others
			if person {
				w = c.Persons
			}
			if m.Probability(w, person) < th.share || m.Probability(w-1, person) >= th.share {
				t.Errorf("%s, person %v: %s has %v, and a hundredth less %v", text, person, w, m.Probability(w, person), m.Probability(w-1, person))
			}
		}
	}
}

func TestCutTellsPersonsFromOthers(t *testing.T) {
	c := Cut{Persons: 1, Others: 2}
	for schema, want := range map[string]weigh.Weight{"Person": 1, "Company": 2, "Vessel": 2, "Thing": 2} {
		s, ok := entity.SchemaOf(schema)
		if !ok {
			t.Fatal(schema)
		}
		if got := c.For(&entity.Entity{Schema: s}); got != want {
			t.Errorf("%s: %d, want %d", schema, got, want)
		}
	}
}

func TestTheZeroThresholdIsTheDefault(t *testing.T) {
	c, err := Threshold{}.Cut(weigh.Default(), nil)
	if err != nil || c.Persons != DefaultThreshold || c.Others != DefaultThreshold {
		t.Errorf("%+v, %v", c, err)
	}
}

func TestBudgetNeedsABackground(t *testing.T) {
	th, err := ParseThreshold("1/1000")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := th.Cut(weigh.Default(), nil); err == nil {
		t.Error("a budget without a background is no error")
	}
}

// Whatever the population: at the budget's weight at most that share raises an
// alert, and one step lower more would.
func TestBudgetIsTheLeastWeightWithinTheShare(t *testing.T) {
	var s Strengths
	x := uint32(1)
	var all []weigh.Weight
	for range 5000 {
		x = x*1664525 + 1013904223
		w := weigh.Weight(math.Sqrt(float64(x>>8))) - 1000 // −10 to 31 decibans
		all = append(all, w)
		s.Add(w)
	}
	for _, share := range []float64{0.5, 0.1, 0.01, 0.001, 0.0002} {
		w, err := s.Budget(share)
		if err != nil {
			t.Fatal(err)
		}
		count := func(least weigh.Weight) (n int) {
			for _, v := range all {
				if v >= least {
					n++
				}
			}
			return n
		}
		if got := count(w); got > s.may(share) {
			t.Errorf("share %v: %d alerts at %s, more than %d", share, got, w, s.may(share))
		}
		if got := count(w - strengthStep); w > 0 && got <= s.may(share) {
			t.Errorf("share %v: only %d alerts at %s, a step below", share, got, w-strengthStep)
		}
		if got := s.Share(w); got > share {
			t.Errorf("Share(%s) = %v, more than %v", w, got, share)
		}
	}
	if _, err := s.Budget(1e-5); err == nil {
		t.Error("a share of less than one subject is no error")
	}
}

func TestBudgetOfAPopulationThatNobodyResembles(t *testing.T) {
	s := Strengths{Subjects: 2000}
	if w, err := s.Budget(0.001); w != 0 || err != nil {
		t.Errorf("%s, %v; want 0", w, err)
	}
	s = Strengths{Subjects: 2000, Counts: []StrengthCount{{3000, 5}}}
	if w, err := s.Budget(0.001); w != 3000+strengthStep || err != nil {
		t.Errorf("%s, %v; want a step above the strongest", w, err)
	}
}

func TestMergingIsAddingOneByOne(t *testing.T) {
	var one, a, b Strengths
	for i := range weigh.Weight(300) {
		w := i*37%500 - 50
		one.Add(w)
		if i%2 == 0 {
			a.Add(w)
		} else {
			b.Add(w)
		}
	}
	a.merge(&b)
	if a.Subjects != one.Subjects || len(a.Counts) != len(one.Counts) {
		t.Fatalf("%+v, want %+v", a, one)
	}
	for i := range a.Counts {
		if a.Counts[i] != one.Counts[i] {
			t.Errorf("count %d: %+v, want %+v", i, a.Counts[i], one.Counts[i])
		}
	}
}
