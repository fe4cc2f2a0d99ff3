package main

import (
	_ "embed"
	"path/filepath"
	"strings"

	"deciban/internal/names"
)

// nativePairs collects pairs of native and Latin forms by channel.
func nativePairs(shared string, pols []politician) (out [names.ChannelCount][]latinPair, err error) {
	for _, f := range []struct {
		file  string
		sound func(string) string
		c     names.Channel
	}{
		{"wd_arabic_80", nil, 0}, {"wd_hebrew_80", nil, 0}, {"wd_russian_80", nil, 0}, {"wd_katakana_80", nil, 0},
		{"wd_korean_80", names.HangulSound, names.ChanHangulSound}, {"wd_chinese_80", names.HanSound, names.ChanHanSound},
	} {
		ps, err := readTransliteration(filepath.Join(shared, "training/transliteration", f.file))
		if err != nil {
			return out, err
		}
		for _, p := range ps {
			if f.sound == nil {
				addToken(&out, p.native, p.latin, p.count)
			} else if native, latin := f.sound(p.native), names.FoldLatin(p.latin); len(native) > 1 && len(latin) > 1 {
				out[f.c] = append(out[f.c], latinPair{native, latin, min(p.count, 5), p.count})
			}
		}
	}
	for _, t := range []struct {
		file    string
		columns [2]int
	}{{"common-surnames-by-country.csv", [2]int{4, 5}}, {"common-forenames-by-country.csv", [2]int{10, 11}}} {
		file, columns := t.file, t.columns
		var rows [][2]string
		if err := eachCSV(filepath.Join(shared, "training/names", file), func(f []string) {
			if len(f) > columns[1] && f[columns[0]] != "" && f[columns[1]] != "" {
				rows = append(rows, [2]string{f[columns[0]], f[columns[1]]})
			}
		}); err != nil {
			return out, err
		}
		for _, r := range rows {
			addName(&out, r[0], r[1], 4)
		}
	}
	un, err := unPairs(shared)
	if err != nil {
		return out, err
	}
	for _, r := range un {
		addName(&out, r[0], r[1], 1)
	}
	for _, p := range pols {
		if len(p.latin) == 0 {
			continue
		}
		for _, s := range sortedStrings(p.native) {
			for _, n := range p.native[s] {
				addName(&out, n, p.latin[0], 1)
			}
		}
	}
	addUsual(&out)
	return out, nil
}

//go:embed data/usual_spellings.txt
var usualSpellings string

// leastUsual is how often a usual spelling of a common name counts as seen where
// the sources have none of them.
const leastUsual = 10

// addUsual adds the usual spellings that the sources lack, each as often as the
// others of its name are seen on average.
func addUsual(out *[names.ChannelCount][]latinPair) {
	times := [names.ChannelCount]map[[2]string]float64{}
	for c := range out {
		times[c] = map[[2]string]float64{}
		for _, p := range out[c] {
			times[c][[2]string{p.a, p.b}] += p.times
		}
	}
	for line := range strings.Lines(usualSpellings) {
		native, spellings, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok || strings.HasPrefix(native, "#") {
			continue
		}
		// Afghans and Iranians write the same names with letters of their own.
		both := []string{native}
		if other := persianLetters.Replace(native); other != native {
			both = append(both, other)
		}
		for _, native := range both {
			var buf [8]names.Reading
			rs := names.Readings(buf[:0], native)
			if len(rs) == 0 {
				continue
			}
			form, c := rs[0].Form, rs[0].Channel
			var sum, heard float64
			var lacking []string
			for s := range strings.SplitSeq(spellings, "|") {
				if n := times[c][[2]string{form, s}]; n > 0 {
					sum, heard = sum+n, heard+1
				} else {
					lacking = append(lacking, s)
				}
			}
			mean := max(sum/max(heard, 1), leastUsual)
			for _, s := range lacking {
				out[c] = append(out[c], latinPair{form, s, min(mean, 5), mean})
			}
		}
	}
}

// persianLetters puts Persian letters in the place of the Arabic ones that look
// alike or nearly.
var persianLetters = strings.NewReplacer("ي", "ی", "ى", "ی", "ك", "ک")

// addToken pairs a single native word with a single Latin one.
func addToken(out *[names.ChannelCount][]latinPair, native, latin string, times float64) {
	var a, b [8]names.Reading
	ns := names.Readings(a[:0], native)
	ls := names.Readings(b[:0], latin)
	if len(ns) == 0 || len(ls) == 0 || ns[0].Channel == names.ChanLatin || ls[0].Channel != names.ChanLatin {
		return
	}
	out[ns[0].Channel] = append(out[ns[0].Channel], latinPair{ns[0].Form, ls[0].Form, min(times, 5), times})
}

// addName pairs the parts of a native name with those of a Latin one, in their order, where they are
// equally many.
func addName(out *[names.ChannelCount][]latinPair, native, latin string, w float64) {
	ls := names.Parse(latin, names.Person)
	if len(ls) == 0 {
		return
	}
	b := ls[0].Tokens
	var best []latinPair
	var channels []names.Channel
	most := 0.0
	for _, n := range names.Parse(native, names.Person) {
		a := n.Tokens
		if len(a) != len(b) {
			continue
		}
		var ps []latinPair
		var cs []names.Channel
		sum := 1e-9
		for i := range a {
			if b[i].Channel != names.ChanLatin || len(b[i].Form) < 2 {
				continue
			}
			form, c, s := nearest(&a[i], b[i].Form)
			sum += s
			if c != names.ChanLatin && len(form) > 1 && s > 0 {
				ps, cs = append(ps, latinPair{form, b[i].Form, w, w}), append(cs, c)
			}
		}
		if sum > most {
			most, best, channels = sum, ps, cs
		}
	}
	for i, p := range best {
		out[channels[i]] = append(out[channels[i]], p)
	}
}

// nearest is the reading of a part that is most like the Latin form. Most channels' first one serves;
// a part in Han characters or Hangul may be read in several languages, and is nothing to learn from
// where none is like it: many Chinese have another name in Latin letters.
func nearest(t *names.Token, latin string) (form string, c names.Channel, s float64) {
	if !eastAsian(t.Channel) {
		return t.Form, t.Channel, 0.5
	}
	for i := -1; i < len(t.Alternatives); i++ {
		r := names.Reading{Form: t.Form, Channel: t.Channel}
		if i >= 0 {
			r = t.Alternatives[i]
		}
		if x := similarity(soundLetters(r), latin); x >= 0.5 && x > s {
			form, c, s = r.Form, r.Channel, x
		}
	}
	return form, c, s
}

func eastAsian(c names.Channel) bool {
	switch c {
	case names.ChanHan, names.ChanHanSound, names.ChanHangul, names.ChanHangulSound:
		return true
	}
	return false
}

var soundSymbols = map[names.Channel]*strings.Replacer{
	names.ChanHanSound:    strings.NewReplacer("Z", "zh", "C", "ch", "S", "sh", "N", "n", "R", "r", "I", "", "E", "", "U", "", "V", "u"),
	names.ChanHangulSound: strings.NewReplacer("U", "", "O", "e", "A", "a", "K", "k", "T", "t", "P", "p", "L", "l", "N", "n", "C", "ch"),
}

// soundLetters writes a reading in plain letters.
func soundLetters(r names.Reading) string {
	if s := soundSymbols[r.Channel]; s != nil {
		return s.Replace(r.Form)
	}
	return r.Form
}

// arabicShare is what a pair in the Arabic way counts for the Persian one, of which there are few.
const arabicShare = 0.1

// lentArabic gives the Arabic pairs for the Persian way, to which most of them apply: most Persian
// names are Arabic.
func lentArabic(pairs *[names.ChannelCount][]latinPair, c names.Channel) []latinPair {
	if c != names.ChanPersian {
		return nil
	}
	var out []latinPair
	for _, p := range pairs[names.ChanArabic] {
		p.w *= arabicShare
		p.times *= arabicShare
		out = append(out, p)
	}
	return out
}
