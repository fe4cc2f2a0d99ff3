package cli

import (
	"fmt"
	"strings"

	"deciban/internal/screen"
	"deciban/internal/weigh"
)

// threshold is the value of --threshold: the weight from which on a match
// counts.
type threshold struct {
	weight weigh.Weight
	set    bool
}

// UnmarshalText reads "20", "20dB" or "20 decibans". Probabilities and budgets
// are told from weights by their form ("90%", "p0.9", "1/1000"), so that none
// is ever taken for another.
func (t *threshold) UnmarshalText(b []byte) error {
	text := strings.TrimSpace(string(b))
	w, err := weigh.ParseWeight(text)
	if err != nil {
		form := ""
		switch {
		case strings.HasSuffix(text, "%"), strings.HasPrefix(text, "p"):
			form = " (it reads like a probability)"
		case strings.Contains(text, "/"):
			form = " (it reads like a share of false alerts)"
		}
		return fmt.Errorf("%q is not a number of decibans%s; write it as 20, 20dB or -3.5", text, form)
	}
	t.weight, t.set = w, true
	return nil
}

// value returns the weight that was given, or the default.
func (t threshold) value() weigh.Weight {
	if !t.set {
		return screen.DefaultThreshold
	}
	return t.weight
}
