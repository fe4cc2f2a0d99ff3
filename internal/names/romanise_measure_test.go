package names

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"os"
	"sort"
	"strings"
	"testing"

	"deciban/internal/testkit"
)

// TestReadingsAgainstRealPairs prints, per source and script, how far readings are from the Latin
// spellings in real data: the mean edit distance, divided by the longer length, of the first and of
// the best reading. For abjads vowels are left out on both sides. It fails where a script has got
// worse than the bound beside it, which was set a little above what was measured.
func TestReadingsAgainstRealPairs(t *testing.T) {
	m := measurement{}
	for _, src := range []struct{ file, name string }{
		{"wd_arabic_80", "wd arabic"}, {"wd_hebrew_80", "wd hebrew"}, {"wd_russian_80", "wd russian"},
		{"wd_korean_80", "wd korean"}, {"wd_katakana_80", "wd katakana"}, {"wd_japanese_80", "wd japanese"},
		{"wd_chinese_80", "wd chinese"}, {"ar2en-train.txt", "ar2en"},
	} {
		for _, p := range readTokenPairs(t, testkit.Shared(t, "training", "transliteration", src.file)) {
			m.add(src.name, p[0], p[1])
		}
	}
	for _, p := range readPoliticians(t, testkit.Shared(t, "training", "names", "politicians_multilingual.csv")) {
		m.add("politicians "+p[0], p[1], p[2])
	}
	bounds := map[string]float64{
		"ar2en":                  0.20,
		"politicians ARABIC":     0.20,
		"politicians ARMENIAN":   0.20,
		"politicians BENGALI":    0.37,
		"politicians CJK":        0.46,
		"politicians CYRILLIC":   0.25,
		"politicians DEVANAGARI": 0.29,
		"politicians ETHIOPIC":   0.30,
		"politicians GEORGIAN":   0.23,
		"politicians GREEK":      0.24,
		"politicians GURMUKHI":   0.31,
		"politicians HANGUL":     0.38,
		"politicians HEBREW":     0.23,
		"politicians KATAKANA":   0.38,
		"politicians KHMER":      0.13,
		"politicians MALAYALAM":  0.24,
		"politicians SINHALA":    0.21,
		"politicians TAMIL":      0.34,
		"politicians TELUGU":     0.30,
		"politicians THAI":       0.43,
		"politicians whole CJK":  0.51,
		"wd arabic":              0.24,
		"wd chinese":             0.45,
		"wd hebrew":              0.24,
		"wd japanese":            0.37,
		"wd katakana":            0.37,
		"wd korean":              0.41,
		"wd russian":             0.20,
	}
	for _, name := range m.names() {
		s := m[name]
		t.Logf("%-28s %7d pairs   first %.3f   best %.3f", name, s.n, s.first/float64(s.n), s.best/float64(s.n))
		if bound := bounds[name]; bound > 0 && s.best/float64(s.n) > bound {
			t.Errorf("%s: best reading is %.3f away from the Latin spelling, bound %.3f", name, s.best/float64(s.n), bound)
		}
	}
	if dump := os.Getenv("DECIBAN_DUMP"); dump != "" {
		for _, line := range m[dump].lines {
			fmt.Println(line)
		}
	}
}

type measured struct {
	n           int
	first, best float64
	lines       []string
}

type measurement map[string]*measured

func (m measurement) names() []string {
	var out []string
	for name := range m {
		out = append(out, name)
	}
	sort.Strings(out)
	return out
}

func (m measurement) add(source, latin, native string) {
	latin = FoldLatin(latin)
	rs := Readings(nil, native)
	if latin == "" || len(rs) == 0 {
		return
	}
	s := m[source]
	if s == nil {
		s = &measured{}
		m[source] = s
	}
	best, first, bestForm := 2.0, 0.0, ""
	for i, r := range rs {
		a, b := latin, r.Form
		if r.Channel == ChanArabic || r.Channel == ChanHebrew {
			a, b = latinSkeleton(latin), abjadSkeleton(r)
		}
		d := 0.0
		if n := max(len(a), len(b)); n > 0 {
			d = float64(editDistance(a, b)) / float64(n)
		}
		if i == 0 {
			first = d
		}
		if d < best {
			best, bestForm = d, r.Form
		}
	}
	s.n++
	s.first += first
	s.best += best
	if os.Getenv("DECIBAN_DUMP") == source {
		s.lines = append(s.lines, fmt.Sprintf("%.2f\t%s\t%s\t%s\t%v", best, latin, native, bestForm, rs))
	}
}

// abjadSkeleton spells the symbols of an abjad form as one Latin consonant each and drops vowels.
func abjadSkeleton(r Reading) string {
	table := map[rune]string{
		'C': "t", 'D': "d", 'B': "sh", 'F': "ts", 'G': "g", 'H': "h", 'J': "zh", 'L': "g", 'R': "r", 'S': "s", 'T': "t",
		'U': "dz", 'V': "d", 'X': "ch", 'Z': "z", 'c': "sh", 'q': "k", 'x': "kh", 'W': "w", 'P': "h",
	}
	if r.Channel == ChanHebrew {
		table = map[rune]string{
			'C': "ts", 'F': "f", 'G': "g", 'H': "h", 'J': "zh", 'K': "kh", 'S': "sh", 'T': "t", 'V': "d", 'X': "t", 'c': "ch", 'q': "k", 'x': "kh",
		}
	}
	var b strings.Builder
	for _, c := range r.Form {
		if s, ok := table[c]; ok {
			b.WriteString(s)
		} else if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
			b.WriteRune(c)
		}
	}
	return latinSkeleton(b.String())
}

func latinSkeleton(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("aeiouyw", r) {
			return -1
		}
		return r
	}, s)
}

func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		diag := row[0]
		row[0] = i + 1
		for j := range b {
			cost := diag
			if a[i] != b[j] {
				cost++
			}
			diag = row[j+1]
			row[j+1] = min(cost, row[j]+1, diag+1)
		}
	}
	return row[len(b)]
}

// readTokenPairs reads lines "latin <tab> native letters apart <tab> count" or "native <tab> latin".
func readTokenPairs(t *testing.T, path string) [][2]string {
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out [][2]string
	sc := bufio.NewScanner(f)
	for sc.Scan() {
		cols := strings.Split(sc.Text(), "\t")
		if len(cols) < 2 {
			continue
		}
		latin, native := cols[0], strings.ReplaceAll(cols[1], " ", "")
		if len(cols) == 2 {
			latin, native = cols[1], cols[0]
		}
		out = append(out, [2]string{latin, native})
	}
	if err := sc.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// readPoliticians pairs the tokens of a politician's English (else first Latin) name and those of
// the names in other scripts, where there are as many.
func readPoliticians(t *testing.T, path string) [][3]string {
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	latin := map[string]string{}
	for _, r := range rows[1:] {
		if r[2] == "LATIN" && (latin[r[0]] == "" || r[1] == "en") {
			latin[r[0]] = r[3]
		}
	}
	var out [][3]string
	split := func(s string) []string {
		return strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" ·・-‧•", r) })
	}
	for _, r := range rows[1:] {
		if r[2] == "LATIN" || latin[r[0]] == "" {
			continue
		}
		name := r[3]
		if last, rest, ok := strings.Cut(name, ", "); ok {
			name = rest + " " + last
		}
		native, lat := split(name), split(latin[r[0]])
		if len(native) == 1 && r[2] == "CJK" && len([]rune(native[0])) <= 4 && strings.HasPrefix(r[1], "zh") {
			if strings.ContainsAny(latin[r[0]], "-'") || len(lat) == 2 || len(lat) == 3 {
				out = append(out, [3]string{"whole " + r[2], strings.Join(lat, ""), native[0]})
			}
			continue
		}
		if len(native) != len(lat) {
			continue
		}
		for i := range native {
			out = append(out, [3]string{r[2], lat[i], native[i]})
		}
	}
	return out
}
