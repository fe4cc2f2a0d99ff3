package ofac

import (
	"fmt"
	"strings"
	"testing"
)

func TestRemarksAreTakenApartAtSemicolonsThatEndAClause(t *testing.T) {
	for text, want := range map[string]string{
		"DOB 1951; POB Giza, Egypt.":            "DOB 1951|POB Giza, Egypt",
		"a.k.a. 'BNC'.":                         "a.k.a. 'BNC'",
		"a.k.a. 'AL-'ARABI; B'; Gender Male.":   "a.k.a. 'AL-'ARABI; B'|Gender Male",
		"a.k.a. 'never closed; Gender Male.":    "a.k.a. 'never closed|Gender Male",
		"Ba'th party chairman; DOB 1940.":       "Ba'th party chairman|DOB 1940",
		"(data: Alt. DOB: 1969; POB: X); B.":    "(data: Alt. DOB: 1969; POB: X)|B",
		"never (closed; B.":                     "never (closed|B",
		"Linked To: X S.A.; Linked To: Y LTD..": "Linked To: X S.A.|Linked To: Y LTD.",
		" ; ; .":                                "",
	} {
		var got []string
		for _, c := range splitRemarks(text) {
			got = append(got, c.text)
		}
		if s := strings.Join(got, "|"); s != want {
			t.Errorf("%q: got %q, want %q", text, s, want)
		}
	}
}

func TestTheLongestLabelIsFound(t *testing.T) {
	for text, want := range map[string]string{
		"alt. DOB circa 1950":                    "DOB|circa 1950",
		"Alt. POB: Keren":                        "POB|Keren",
		"Diplomatic Passport 008827 (Iran)":      "Diplomatic Passport|008827 (Iran)",
		"Company Number IMO 5055293":             "Company Number IMO|5055293",
		"Company Number 5055293":                 "Company Number|5055293",
		"Folio Mercantil No. 10374":              "Folio Mercantil No.|10374",
		"Digital Currency Address - XBT 1A":      "Digital Currency Address -|XBT 1A",
		"NATIONALITY Iran":                       "nationality|Iran",
		"Nationality of Registration Panama":     "Nationality of Registration|Panama",
		"Faxian":                                 "",
		"Scientific Studies and Research Center": "",
	} {
		got := ""
		if l, value, ok := findLabel(text); ok {
			got = l.prefix + "|" + value
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestNoLabelHidesAnother(t *testing.T) {
	seen := map[string]bool{}
	for i, l := range labels {
		key := strings.ToLower(l.prefix)
		if seen[key] {
			t.Errorf("label %q stands twice", l.prefix)
		}
		seen[key] = true
		if i > 0 && len(labels[i-1].prefix) < len(l.prefix) {
			t.Errorf("label %q stands after a shorter one", l.prefix)
		}
	}
}

func TestDocumentsAreReadWithCountryAndDates(t *testing.T) {
	// number|country|issued|expires|rest
	for text, want := range map[string]string{
		"A1234567 (Russia) issued 04 Mar 2004 expires 03 Mar 2014": "A1234567|Russia|04 Mar 2004|03 Mar 2014|",
		"7654321":               "7654321||||",
		"15411824 expires 1999": "15411824|||1999|",
		"# 54514-1 (Bahrain) expires 09 Jun 2009": "54514-1|Bahrain||09 Jun 2009|",
		"(5777731)":                           "5777731||||",
		"293481 Distrito Federal (Mexico)":    "293481|Mexico|||Distrito Federal",
		"12651 (Jalisco) (Mexico)":            "12651|Mexico|||Jalisco",
		"472220033 (Korea, North)":            "472220033|Korea, North|||",
		"HRB 26136 (Germany)":                 "HRB 26136|Germany|||",
		"No. 59 531 at Commercial Registry":   "59 531||||at Commercial Registry",
		"issued 21 Jun 1992 in Amman, Jordan": "||21 Jun 1992||in Amman, Jordan",
		"4117921 issued under the name X":     "4117921||||issued under the name X",
		"00004 (Nowhereland)":                 "00004||||Nowhereland",
	} {
		d := parseDocument(text)
		if got := fmt.Sprintf("%s|%s|%s|%s|%s", d.number, d.country, d.issued, d.expires, d.rest); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestPhoneNumbersOfPartsAreJoined(t *testing.T) {
	for text, want := range map[string]string{"(98)(21)(66153220)": "+98 21 66153220", "No. 263-4-487261": "263-4-487261", "850 2 381 4431": "850 2 381 4431", "No.": "No."} {
		if got := phone(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
