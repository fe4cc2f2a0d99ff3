package screen

import "testing"

func TestPercentNeverRoundsToCertainty(t *testing.T) {
	for p, want := range map[float64]string{
		0: "under 0.01 %", 0.00009: "under 0.01 %", 0.0001: "0.01 %", 0.5: "50.00 %", 0.9999: "99.99 %", 0.99995: "over 99.99 %", 1: "over 99.99 %",
	} {
		if got := Percent(p); got != want {
			t.Errorf("Percent(%v) = %q, want %q", p, got, want)
		}
	}
}

func TestLikelihoodHasAWordForEveryProbability(t *testing.T) {
	for p, want := range map[float64]string{
		1: "virtually certain", 0.99: "very likely", 0.9: "likely", 0.66: "about as likely as not", 0.33: "about as likely as not",
		0.2: "unlikely", 0.05: "very unlikely", 0.001: "exceptionally unlikely", 0: "exceptionally unlikely",
	} {
		if got := Likelihood(p); got != want {
			t.Errorf("Likelihood(%v) = %q, want %q", p, got, want)
		}
	}
}
