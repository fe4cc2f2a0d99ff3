package cli

import (
	"strings"
	"testing"

	"deciban/internal/entity"
	"deciban/internal/screen"
	"deciban/internal/weigh"
)

func TestThresholdForms(t *testing.T) {
	for text, want := range map[string]weigh.Weight{
		"": screen.DefaultThreshold, "20": 2000, "20dB": 2000, " -3.5 ": -350, "12.34 decibans": 1234, "0.9": 90, "0": 0,
	} {
		var got threshold
		if text != "" {
			if err := got.UnmarshalText([]byte(text)); err != nil {
				t.Fatal(err)
			}
		}
		cut, err := got.Cut(weigh.Default(), nil)
		if err != nil || cut.Persons != want || cut.Others != want {
			t.Errorf("%q: %+v, %v; want %v", text, cut, err, want)
		}
	}
	for _, text := range []string{"", "high", "NaN", "1e9", "20 dBm", "150%", "p2", "1/0"} {
		if err := new(threshold).UnmarshalText([]byte(text)); err == nil || !strings.Contains(err.Error(), "write ") {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestTheThresholdInForceIsExplainedWhereItIsNotPlain(t *testing.T) {
	person, _ := entity.SchemaOf("Person")
	subject := &entity.Entity{Schema: person}
	for want, c := range map[string]screen.Cut{
		"+20.00 dB":                    {Persons: 2000, Given: "20dB", Source: "as given"},
		"+30.00 dB (the default)":      {Persons: 3000, Source: "the default"},
		"+41.10 dB for 1/1000 (so)":    {Persons: 4110, Others: 1, Given: "1/1000", Source: "so"},
		"+50.00 dB for 90% (by model)": {Persons: 5000, Given: "90%", Source: "by model"},
	} {
		if got := cutText(c, subject); got != want {
			t.Errorf("%+v: %q, want %q", c, got, want)
		}
	}
}
