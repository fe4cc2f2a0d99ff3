package source

import (
	"testing"
)

func TestNumbersAreFoundInTheirText(t *testing.T) {
	// A text that is meant to be the number, the number, the country it names.
	for _, tt := range [][3]string{
		{"A1234567", "A1234567", ""},
		{"Jordan 654781", "654781", "Jordan"},
		{"SE 012820", "SE 012820", ""},
		{"TR-P 614 166", "TR-P 614 166", ""},
		{"Russian foreign travel passport number 515458008", "515458008", "Russian"},
		{"Russian passport number 8208 No. 555627", "8208 555627", "Russian passport"},
		{"CAR diplomatic passport no. D00004262", "D00004262", ""},
		{"R00012098, South Sudan", "R00012098", "South Sudan"},
		{"403062567 (US)", "403062567", "US"},
		{"563210184 (Expires 18 Jun. 2018)", "563210184", ""},
		{"NO33301/862", "33301/862", ""},
		{"german travel document (“Reiseausweis”) A 0139243", "A 0139243", "german"},
		{"none", "", ""},
	} {
		number, country := DocumentNumber(tt[0], true)
		if number != tt[1] || country != tt[2] {
			t.Errorf("%q: got %q of %q, want %q of %q", tt[0], number, country, tt[1], tt[2])
		}
	}
	// Any other text.
	for text, want := range map[string]string{
		"Afghan national identification card (tazkira) number 4414": "4414",
		"Residential card number 665":                               "665",
		"04643632 issued on 18 Jun. 1999":                           "04643632",
		"Italian Fiscal Code: DAOMMD74T11Z352Z":                     "DAOMMD74T11Z352Z",
		"SSN 156-92-9858 (United States of America)":                "156-92-9858",
		"issued in 1993, under another name":                        "",
		"Birth certificate issued for 1974":                         "",
		"born 1974":                                                 "",
	} {
		if number, _ := DocumentNumber(text, false); number != want {
			t.Errorf("%q: got %q, want %q", text, number, want)
		}
	}
}
