package main

import (
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"deciban/internal/names"
)

// nativeUnseen is how rare a native form is that the background does not hold,
// by its number of letters. Backgrounds in native scripts are small, so it is
// not rarer than 1 in 2,500.
var nativeUnseen = []int{800, 1400, 2000, 2600, 3000, 3200, 3400}

// nativeRarities counts native forms, by channel: Wikidata's persons, and the
// commonest names by country in their own script.
func nativeRarities(shared string, pols []politician) (out [names.ChannelCount]map[string]int, err error) {
	var count [names.ChannelCount]map[string]float64
	var total [names.ChannelCount]float64
	for c := range count {
		count[c], out[c] = map[string]float64{}, map[string]int{}
	}
	add := func(name string, n float64) {
		ns := names.Parse(name, names.Person)
		if len(ns) == 0 {
			return
		}
		for _, t := range ns[0].Tokens {
			if t.Channel != names.ChanLatin {
				count[t.Channel][t.Form] += n
				total[t.Channel] += n
			}
		}
	}
	for _, f := range []string{"wd_arabic_80", "wd_hebrew_80", "wd_russian_80", "wd_katakana_80", "wd_korean_80"} {
		ps, err := readTransliteration(filepath.Join(shared, "training/transliteration", f))
		if err != nil {
			return out, err
		}
		for _, p := range ps {
			add(p.native, p.count)
		}
	}
	for _, p := range pols {
		for _, s := range sortedStrings(p.native) {
			for _, n := range p.native[s] {
				add(n, 1)
			}
		}
	}
	for c := range count {
		for _, w := range sortedStrings(count[c]) {
			if count[c][w] >= 3 {
				out[c][w] = min(rarityOf(count[c][w]/total[c]), nativeUnseen[min(len(w), len(nativeUnseen)-1)])
			}
		}
	}
	// The commonest names of a country: one person in a few hundred bears each.
	for file, column := range map[string]int{"common-surnames-by-country.csv": 4, "common-forenames-by-country.csv": 10} {
		err := eachCSV(filepath.Join(shared, "training/names", file), func(f []string) {
			if len(f) <= column {
				return
			}
			ns := names.Parse(f[column], names.Person)
			if len(ns) == 0 {
				return
			}
			for _, t := range ns[0].Tokens {
				if t.Channel == names.ChanLatin {
					continue
				}
				if have, ok := out[t.Channel][t.Form]; !ok || have > 2300 {
					out[t.Channel][t.Form] = min(2300, nativeUnseen[min(len(t.Form), len(nativeUnseen)-1)])
				}
			}
		})
		if err != nil {
			return out, err
		}
	}
	return out, nil
}

// unPairs are the UN list's names in their own script and in Latin letters.
func unPairs(shared string) ([][2]string, error) {
	var list struct {
		Individuals []struct {
			First    string `xml:"FIRST_NAME"`
			Second   string `xml:"SECOND_NAME"`
			Third    string `xml:"THIRD_NAME"`
			Fourth   string `xml:"FOURTH_NAME"`
			Original string `xml:"NAME_ORIGINAL_SCRIPT"`
		} `xml:"INDIVIDUALS>INDIVIDUAL"`
	}
	path := filepath.Join(shared, "lists/un_sc_sanctions/un_2018-06-07.xml")
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	if err := xml.Unmarshal(b, &list); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	var out [][2]string
	for _, i := range list.Individuals {
		if i.Original != "" {
			out = append(out, [2]string{i.Original, strings.Join([]string{i.First, i.Second, i.Third, i.Fourth}, " ")})
		}
	}
	return out, nil
}
