package screen

import (
	"fmt"
	"math"
)

// Likelihood says a probability in words, by the scale of the IPCC (Guidance
// Note on Consistent Treatment of Uncertainties, 2010, table 1), which readers
// of reports know.
func Likelihood(p float64) string {
	switch {
	case p > 0.99:
		return "virtually certain"
	case p > 0.90:
		return "very likely"
	case p > 0.66:
		return "likely"
	case p >= 0.33:
		return "about as likely as not"
	case p >= 0.10:
		return "unlikely"
	case p >= 0.01:
		return "very unlikely"
	}
	return "exceptionally unlikely"
}

// Percent writes a probability with two digits after the point, and never a
// certainty that is only rounding.
func Percent(p float64) string {
	switch {
	case math.IsNaN(p):
		return "unknown"
	case p > 0.9999:
		return "over 99.99 %"
	case p < 0.0001:
		return "under 0.01 %"
	}
	return fmt.Sprintf("%.2f %%", p*100)
}
