package main

import (
	_ "embed"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"deciban/internal/names"
)

//go:embed data/business_words.txt
var businessWords string

// commonWords makes the usual words of companies' names as common as they are
// in company registers: sanctions lists hold few ordinary companies.
func commonWords(rarity map[string]int) error {
	most := 0
	for i, line := range strings.Split(businessWords, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		if line[0] == '[' {
			var err error
			if most, err = strconv.Atoi(strings.Trim(line, "[]")); err != nil {
				return fmt.Errorf("business_words.txt:%d: %w", i+1, err)
			}
			continue
		}
		for w := range strings.FieldsSeq(line) {
			lower(rarity, w, most)
		}
	}
	return nil
}

// originCountries groups the countries of OFAC's remarks by where names are
// alike, so that a name's commonness can be counted among its own.
var originCountries = map[string]string{}

func init() {
	for origin, countries := range map[string]string{
		"arab":      "Iraq;Syria;Lebanon;Egypt;Saudi Arabia;Yemen;Libya;Tunisia;Algeria;Jordan;Kuwait;Morocco;Sudan;Palestinian;Qatar;United Arab Emirates;Bahrain;Oman;Mauritania",
		"persian":   "Iran;Afghanistan;Tajikistan",
		"pakistan":  "Pakistan;India;Bangladesh",
		"hispanic":  "Mexico;Colombia;Venezuela;Nicaragua;Honduras;Guatemala;Peru;Panama;Cuba;Ecuador;Spain;El Salvador;Dominican Republic;Costa Rica;Bolivia;Argentina",
		"slavic":    "Russia;Ukraine;Belarus;Bulgaria",
		"balkan":    "Serbia;Bosnia-Herzegovina;Bosnia and Herzegovina;Croatia;Macedonia;Kosovo;Montenegro;Albania",
		"korean":    "Korea, North;Korea, South",
		"chinese":   "China;Hong Kong;Taiwan",
		"horn":      "Somalia;Eritrea;Ethiopia;Kenya;Djibouti",
		"african":   "Zimbabwe;Congo, Democratic Republic of the;Rwanda;Burundi;Liberia;Cote d Ivoire;Nigeria;South Sudan;Central African Republic",
		"southeast": "Burma;Indonesia;Philippines;Malaysia;Thailand",
		"turkic":    "Turkey;Uzbekistan;Kazakhstan;Azerbaijan;Turkmenistan;Kyrgyzstan",
		"italian":   "Italy",
	} {
		for c := range strings.SplitSeq(countries, ";") {
			originCountries[c] = origin
		}
	}
}

// readOrigins counts the tokens of listed persons' primary names within each
// origin and returns the rarity of each where it is most common. A token must
// be borne by five of an origin's persons to count.
func readOrigins(dir string) (map[string]int, error) {
	counts := map[string]map[string]float64{}
	totals := map[string]float64{}
	err := eachCSV(filepath.Join(dir, "sdn.csv"), func(f []string) {
		if len(f) < 12 || strings.TrimSpace(f[2]) != "individual" {
			return
		}
		origin := originOf(f[11])
		if origin == "" {
			return
		}
		if counts[origin] == nil {
			counts[origin] = map[string]float64{}
		}
		seen := map[string]bool{}
		for _, w := range latinForms(f[1], names.Person) {
			if !seen[w] {
				seen[w] = true
				counts[origin][w]++
			}
		}
		totals[origin] += 2.5 // tokens a name
	})
	if err != nil {
		return nil, err
	}
	out := map[string]int{}
	for _, o := range sortedStrings(counts) {
		for _, w := range sortedStrings(counts[o]) {
			if counts[o][w] < 5 {
				continue
			}
			r := rarityOf(counts[o][w] / (totals[o] + 500))
			if have, ok := out[w]; !ok || r < have {
				out[w] = r
			}
		}
	}
	return out, nil
}

func originOf(remarks string) string {
	for _, mark := range []string{"nationality ", "citizen ", "POB "} {
		if i := strings.Index(remarks, mark); i >= 0 {
			clause, _, _ := strings.Cut(remarks[i+len(mark):], ";")
			clause = strings.Trim(clause, " .")
			if o := originCountries[clause]; o != "" {
				return o
			}
			if j := strings.LastIndex(clause, ", "); j >= 0 {
				if o := originCountries[clause[j+2:]]; o != "" {
					return o
				}
			}
		}
	}
	return ""
}

// syllableRarity is that of a syllable of Chinese and Korean names: some 400 are
// in use, but the usual ones of names are a tenth of them.
const syllableRarity = 1600

// syllables are the romanised readings of single Han characters, and of the
// Hangul blocks that some character is read as: Korean names have no others.
func syllables() map[string]bool {
	out, korean := map[string]bool{}, map[string]bool{}
	var buf [8]names.Reading
	add := func(rds []names.Reading) {
		for _, rd := range rds {
			if len(rd.Form) >= 2 && len(rd.Form) <= 6 && rd.Channel != names.ChanKana {
				out[rd.Form] = true
			}
		}
	}
	for r := rune(0x4e00); r <= 0x9fa5; r++ {
		rds := names.Readings(buf[:0], string(r))
		add(rds)
		for _, rd := range rds {
			if rd.Channel == names.ChanHangul {
				korean[rd.Form] = true
			}
		}
	}
	for r := rune(0xac00); r <= 0xd7a3; r++ {
		if rds := names.Readings(buf[:0], string(r)); len(rds) > 0 && korean[rds[0].Form] {
			add(rds)
		}
	}
	return out
}
