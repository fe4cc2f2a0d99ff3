package main

import (
	"path/filepath"
	"strconv"
	"strings"

	"deciban/internal/names"
)

// background counts how many persons bear each token, over persons who are on
// no list as far as we know: Wikidata's, and the commonest names by country.
type background struct {
	count map[string]float64
	total float64
}

func (b *background) add(form string, n float64) {
	b.count[form] += n
	b.total += n
}

func latinForms(name string, kind names.Kind) []string {
	ns := names.Parse(name, kind)
	if len(ns) == 0 {
		return nil
	}
	var out []string
	for _, t := range ns[0].Tokens {
		if t.Channel == names.ChanLatin && t.Form != "" {
			out = append(out, t.Form)
		}
	}
	return out
}

func readBackground(shared string, pols []politician) (*background, error) {
	b := &background{count: map[string]float64{}}
	// One Wikidata person can be in several of the transliteration files, so a
	// token counts as often as in the file where it is most frequent.
	most := map[string]float64{}
	for _, f := range []string{"wd_russian_80", "wd_arabic_80", "wd_hebrew_80", "wd_japanese_80", "wd_korean_80", "wd_chinese_80"} {
		ps, err := readTransliteration(filepath.Join(shared, "training/transliteration", f))
		if err != nil {
			return nil, err
		}
		here := map[string]float64{}
		for _, p := range ps {
			for _, w := range latinForms(p.latin, names.Person) {
				here[w] += p.count
			}
		}
		for w, n := range here {
			most[w] = max(most[w], n)
		}
	}
	for _, w := range sortedStrings(most) {
		b.add(w, most[w])
	}
	for _, p := range pols {
		if len(p.latin) > 0 {
			for _, w := range latinForms(p.latin[0], names.Person) {
				b.add(w, 1)
			}
		}
	}
	return b, nil
}

// popular is the share of a country's people who bear a name, as far as the
// tables of common names tell.
func readPopular(shared string) (map[string]map[string]float64, error) {
	out := map[string]map[string]float64{}
	put := func(country, name string, share float64) {
		if out[country] == nil {
			out[country] = map[string]float64{}
		}
		for _, w := range latinForms(name, names.Person) {
			out[country][w] = max(out[country][w], share)
		}
	}
	err := eachCSV(filepath.Join(shared, "training/names/common-surnames-by-country.csv"), func(f []string) {
		if len(f) < 8 || strings.Contains(f[0], "Country") {
			return
		}
		name := f[5]
		if name == "" {
			name = f[4]
		}
		rank, _ := strconv.ParseFloat(f[1], 64)
		share := 0.02 / max(rank, 1)
		if pc, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(f[7]), "%"), 64); err == nil && pc > 0 {
			share = pc / 100
			if !strings.HasSuffix(f[7], "%") && pc < 0.5 {
				share = pc
			}
		}
		put(f[0], name, share/2)
	})
	if err != nil {
		return nil, err
	}
	err = eachCSV(filepath.Join(shared, "training/names/common-forenames-by-country.csv"), func(f []string) {
		if len(f) < 12 || strings.Contains(f[0], "Country") {
			return
		}
		name := f[11]
		if name == "" {
			name = f[10]
		}
		rank, _ := strconv.ParseFloat(f[7], 64)
		put(f[0], name, 0.03/(max(rank, 1)+2)/2)
	})
	return out, err
}
