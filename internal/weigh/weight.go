// Package weigh holds the evidence: what each comparison of a subject with an entry weighs, in decibans.
//
// A weight is ten times the base-10 logarithm of a likelihood ratio: how likely
// is what we see if subject and entry are the same party, against how likely if
// they are strangers. Weights add up. Nothing weighs that is not shown as a
// row of evidence.
package weigh

import (
	"fmt"
	"strconv"
	"strings"
)

// Weight is a weight of evidence in hundredths of a deciban. Whole numbers make
// sums exact and independent of their order, so that the same subject gets the
// same answer on every machine, and the rows that are shown add up to the total
// that is shown.
type Weight int32

// Deciban is one deciban.
const Deciban Weight = 100

// Decibans returns the weight in decibans.
func (w Weight) Decibans() float64 { return float64(w) / float64(Deciban) }

// String writes the weight with its sign and two decimals, such as "+29.31".
func (w Weight) String() string { return fmt.Sprintf("%+.2f", w.Decibans()) }

// MarshalJSON writes the weight in decibans, such as 29.31.
func (w Weight) MarshalJSON() ([]byte, error) {
	return strconv.AppendFloat(nil, w.Decibans(), 'f', -1, 64), nil
}

// UnmarshalJSON reads a weight in decibans.
func (w *Weight) UnmarshalJSON(b []byte) error {
	v, err := ParseWeight(string(b))
	if err != nil {
		return err
	}
	*w = v
	return nil
}

// ParseWeight reads a number of decibans such as "20", "-3.5" or "20 dB".
func ParseWeight(s string) (Weight, error) {
	t := strings.TrimSpace(s)
	for _, unit := range []string{"decibans", "deciban", "dB", "db"} {
		if rest, ok := strings.CutSuffix(t, unit); ok {
			t = strings.TrimSpace(rest)
			break
		}
	}
	f, err := strconv.ParseFloat(t, 64)
	if err != nil || f != f || f > 1e6 || f < -1e6 {
		return 0, fmt.Errorf("weight %q: not a number of decibans", s)
	}
	return FromDecibans(f), nil
}

// FromDecibans rounds a number of decibans to the nearest weight, halves away
// from zero.
func FromDecibans(f float64) Weight {
	if f < 0 {
		return -FromDecibans(-f)
	}
	return Weight(f*float64(Deciban) + 0.5)
}
