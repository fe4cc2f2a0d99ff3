package entity

import (
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"deciban/internal/testkit"
)

func TestCountryCodeKnowsNamesCodesAndDemonyms(t *testing.T) {
	for in, want := range map[string]string{
		"Afghanistan": "af", "AFGHANISTAN": "af", " afghanistan ": "af", "Afghan": "af", "AF": "af", "af": "af", "AFG": "af", "afg": "af",
		"Islamic Republic of Afghanistan": "af",
		"Iran":                            "ir", "Iranian": "ir", "Iran (Islamic Republic of)": "ir", "Iran, Islamic Republic of": "ir", "Persia": "ir",
		"Korea, North": "kp", "DPRK": "kp", "Democratic People's Republic of Korea": "kp", "Democratic People’s Republic of Korea": "kp",
		"Democratic\n                    People's Republic of Korea": "kp", "RPDC": "kp", "North Korean": "kp",
		"Korea, South": "kr", "Republic of Korea": "kr",
		"Burma": "mm", "Myanmar": "mm", "BU": "mm",
		"USSR": "suhh", "U.S.S.R.": "suhh", "Soviet Union": "suhh", "SU": "suhh",
		"Yugoslavia": "yucs", "former Yugoslavia": "yucs",
		"Kosovo": "xk", "XKX": "xk", "Czechoslovakia": "cshh", "Serbia and Montenegro": "csxx", "CS": "csxx",
		"East Germany": "dd", "Netherlands Antilles": "anhh", "Zaire": "zr",
		"Palestinian": "ps", "State of Palestine": "ps", "Region: Gaza": "ps", "West Bank": "ps",
		"Region: Crimea": "ua-cri", "Region: Northern Mali": "ml", "Region: Kafia Kingi": "sd",
		"Congo, Democratic Republic of the": "cd", "DRC": "cd", "Congo, Republic of the": "cg",
		"Cote d Ivoire": "ci", "Côte d'Ivoire": "ci", "Ivory Coast": "ci",
		"The Gambia": "gm", "Bahamas, The": "bs", "Saint Kitts and Nevis": "kn", "St. Kitts & Nevis": "kn",
		"Virgin Islands, British": "vg", "Macedonia, The Former Yugoslav Republic of": "mk",
		"U.S.A.": "us", "US": "us", "America": "us", "UK": "gb", "England": "gb", "UAE": "ae", "Turkiye": "tr", "Türkiye": "tr",
		"possibly Palestinian": "ps", "Bahrain (citizenship revoked in Jan. 2015)": "bh", "Kuwaiti citizenship withdrawn in 2002": "kw",
		"Sudanese by birth": "sd", "USSR (until 1991)": "suhh", "Libya (in custody)": "ly", "Tunisian passport": "tn",
		"Branch Office 11: Iran": "ir", "Iran / unknown": "ir", "Hong Kong Special Administrative Region": "hk",
		"Pakistan (Palatial bungalow in the hilly area)": "pk",
		"افغانستان":                                      "af",
		"إيران":                                          "ir",
		"Россия":                                         "ru",
		"россия":                                         "ru",
		"Україна":                                        "ua",
		"中国":                                             "cn",
		"日本":                                             "jp",
		"Deutschland":                                    "de",
		"Allemagne":                                      "de",
		"Estados Unidos":                                 "us",
		"États-Unis":                                     "us",
		"سوریه":                                          "sy",
		"ייִסראל":                                        "",
		"ישראל":                                          "il",
		"대한민국":                                           "kr",
		"भारत":                                           "in",
		"Việt Nam":                                       "vn",
		"мьянма":                                         "mm",
	} {
		got, ok := CountryCode(in)
		if got != want || ok != (want != "") {
			t.Errorf("CountryCode(%q) = %q, %v, want %q", in, got, ok, want)
		}
	}
}

func TestCountryCodeRefusesTheUnknownAndTheAmbiguous(t *testing.T) {
	for _, in := range []string{"", " ", "?", "Congo", "Congolese", "Korea", "Korean", "Dominican", "Virgin Islands", "Atlantis",
		"qq", "zzz", "undetermined", "Sudan/South Sudan", "French and Tunisian", "Damascus, Syria", "Africa", "possibly",
		"2002", strings.Repeat("Iran ", 100), "\xff\xfe"} {
		if got, ok := CountryCode(in); ok {
			t.Errorf("CountryCode(%q) = %q, want none", in, got)
		}
	}
}

func TestCountryCodesFindsSeveral(t *testing.T) {
	for in, want := range map[string]string{
		"Sudan/South Sudan":                                       "sd ss",
		"Sudan/or South Sudan":                                    "sd ss",
		"(a) French, (b) Tunisian":                                "fr tn",
		"(1) Russian (2) USSR (until 1991)":                       "ru suhh",
		"United States. Also believed to hold Syrian nationality": "us sy",
		"a) Central African Republic b) South Sudan":              "cf ss",
		"Iranian national and US national/citizen":                "ir us",
		"DRC and Belgian nationalities":                           "cd be",
		"ru;UA":                                                   "ru ua",
		"RU / BY, kz":                                             "ru by kz",
		"Iranian (Iranian citizenship)":                           "ir",
		"Afghanistan":                                             "af",
		"Serbia and Montenegro":                                   "csxx",
		"Bosnia and Herzegovina and Croatia":                      "ba hr",
		"Damascus":                                                "",
	} {
		if got := strings.Join(CountryCodes(in), " "); got != want {
			t.Errorf("CountryCodes(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestEveryCountryIsFoundByItsCodeAndItsName(t *testing.T) {
	for _, code := range Countries() {
		for _, text := range []string{code, strings.ToUpper(code), CountryName(code)} {
			if got, ok := CountryCode(text); !ok || got != code {
				t.Errorf("CountryCode(%q) = %q, %v, want %q", text, got, ok, code)
			}
		}
	}
	if n := len(Countries()); n < 260 {
		t.Errorf("%d countries, want all of FtM's", n)
	}
	if CountryName("kp") != "North Korea" || CountryName("nowhere") != "nowhere" {
		t.Errorf("CountryName: %q, %q", CountryName("kp"), CountryName("nowhere"))
	}
}

func TestReadCountriesRefusesContradictions(t *testing.T) {
	for _, text := range []string{"aa|AAA|Same||\nbb|BBB|Same||\n", "aa|X|One||\nbb|X|Two||\n", "aa|AAA|One|\n"} {
		if _, err := readCountries(text); err == nil {
			t.Errorf("readCountries(%q) gives no error", text)
		}
	}
}

// spellingsOfNone are what the lists have in a country's place that names none,
// or two that cannot be told apart.
var spellingsOfNone = []string{"-0-", "undetermined", "", "Congo"}

func TestAllCountrySpellingsOfOFACResolve(t *testing.T) {
	dir := testkit.Shared(t, "lists", "us_ofac_sdn", "2021-07")
	seen := map[string]bool{}
	for _, rec := range readCSV(t, dir+"/add.csv") {
		if len(rec) > 4 {
			seen[strings.TrimSpace(rec[4])] = true
		}
	}
	clause := regexp.MustCompile(`(?:^|; )(?:alt\. )?(?:nationality|citizen) ([^;]*?)\.?(?:;|$)`)
	for _, rec := range readCSV(t, dir+"/sdn.csv") {
		if len(rec) > 11 {
			for _, m := range clause.FindAllStringSubmatch(rec[11], -1) {
				seen[m[1]] = true
			}
		}
	}
	if len(seen) < 150 {
		t.Fatalf("%d spellings found, want at least 150", len(seen))
	}
	checkSpellings(t, seen)
}

func TestAllCountrySpellingsOfTheUNResolve(t *testing.T) {
	f, err := os.Open(testkit.Shared(t, "lists", "un_sc_sanctions", "un_2022-10-21.xml"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	seen := map[string]bool{}
	dec := xml.NewDecoder(f)
	var path []string
	for {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			path = append(path, tok.Name.Local)
		case xml.EndElement:
			path = path[:len(path)-1]
		case xml.CharData:
			if slices.ContainsFunc(path, func(p string) bool {
				return p == "COUNTRY" || p == "NATIONALITY" || p == "COUNTRY_OF_BIRTH" || p == "COUNTRY_OF_ISSUE" || p == "ISSUING_COUNTRY"
			}) {
				seen[strings.TrimSpace(string(bytes.Clone(tok)))] = true
			}
		}
	}
	if len(seen) < 80 {
		t.Fatalf("%d spellings found, want at least 80", len(seen))
	}
	checkSpellings(t, seen)
}

func checkSpellings(t *testing.T, seen map[string]bool) {
	t.Helper()
	for s := range seen {
		if got := CountryCodes(s); (got == nil) != slices.Contains(spellingsOfNone, s) {
			t.Errorf("CountryCodes(%q) = %v", s, got)
		}
	}
}

func readCSV(t *testing.T, file string) [][]string {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.FieldsPerRecord, r.LazyQuotes = -1, true
	recs, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return recs
}

func FuzzCountryCode(f *testing.F) {
	for _, s := range []string{"Korea, North", "a) French, b) Tunisian", "(((", "ru;ua", "St. Kitts & Nevis", "Россия", "\xff", "the the"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		codes := CountryCodes(s)
		for i, c := range codes {
			if !knownCountry(c) || slices.Contains(codes[:i], c) {
				t.Fatalf("CountryCodes(%q) = %v", s, codes)
			}
		}
		code, ok := CountryCode(s)
		if ok != (len(codes) == 1) || ok && code != codes[0] {
			t.Fatalf("CountryCode(%q) = %q, %v, but CountryCodes = %v", s, code, ok, codes)
		}
	})
}
