package names

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"encoding/csv"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"testing"

	"deciban/internal/testkit"
)

// The tables in data/ are built here, so that each can be built again from its source:
//
//	go test ./internal/names -run Tables -update-tables
//
// rewrites the Japanese ones from ../shared and, if DECIBAN_UNIHAN names a folder with the Unicode
// Consortium's Unihan text files, the Cantonese and Korean ones.
var updateTables = flag.Bool("update-tables", false, "rewrite the tables in data/")

func TestTablesOfJapaneseNamesFollowFromTheirSource(t *testing.T) {
	dir := testkit.Shared(t, "training", "names", "japanese")
	surnames := readJapaneseSurnames(t, filepath.Join(dir, "last_name_org.csv"))
	usual := map[japanesePair]bool{}
	all := map[japanesePair]bool{}
	for _, file := range []string{"man_org", "woman_org", "man_opti", "woman_opti"} {
		for _, p := range readJapaneseGiven(t, filepath.Join(dir, "first_name_"+file+".csv")) {
			all[p] = true
			if strings.HasSuffix(file, "opti") {
				usual[p] = true
			}
		}
	}

	var out bytes.Buffer
	for _, p := range surnames {
		fmt.Fprintf(&out, "%s\t%s\n", p.written, p.kana)
	}
	compareTable(t, "japanese_surnames.txt", out.Bytes())

	byKana := map[string][]string{}
	for p := range usual {
		byKana[p.kana] = append(byKana[p.kana], p.written)
	}
	out.Reset()
	for _, kana := range sortedKeys(byKana) {
		sort.Strings(byKana[kana])
		fmt.Fprintf(&out, "%s\t%s\n", kana, strings.Join(byKana[kana], " "))
	}
	compareTable(t, "japanese_given.txt", out.Bytes())

	var given []japanesePair
	for p := range all {
		given = append(given, p)
	}
	sort.Slice(given, func(i, j int) bool {
		return given[i].written < given[j].written || given[i].written == given[j].written && given[i].kana < given[j].kana
	})
	weight := func(p japanesePair) float64 {
		if usual[p] {
			return 2 // among the usual names: a sign that more people bear it
		}
		return 1
	}
	inGiven := alignJapanese(given, weight)
	inSurnames := alignJapanese(surnames, func(japanesePair) float64 { return 1 })
	out.Reset()
	writeCharacterReadings(&out, inGiven, inSurnames)
	compareTable(t, "japanese_characters.txt", out.Bytes())
}

func compareTable(t *testing.T, name string, want []byte) {
	t.Helper()
	path := filepath.Join("data", name)
	if *updateTables {
		if err := os.WriteFile(path, want, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s does not follow from its source; -update-tables rewrites it", path)
	}
}

type japanesePair struct{ written, kana string }

func readJapaneseSurnames(t *testing.T, path string) []japanesePair {
	var out []japanesePair
	for _, row := range readCSV(t, path) {
		out = append(out, japanesePair{row[0], row[2]})
	}
	return out
}

func readJapaneseGiven(t *testing.T, path string) []japanesePair {
	var out []japanesePair
	for _, row := range readCSV(t, path) {
		if strings.IndexFunc(row[0], func(r rune) bool { return kanaSyllables[r] == "" && r != 'っ' && r != 'ー' }) >= 0 {
			continue
		}
		for _, written := range row[2:] {
			if len([]rune(written)) <= 4 && strings.IndexFunc(written, func(r rune) bool { return ScriptOf(r) == ScriptHan }) >= 0 {
				out = append(out, japanesePair{written, row[0]})
			}
		}
	}
	return out
}

func readCSV(t *testing.T, path string) [][]string {
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

// charReading is a character's share of a reading, and whether the character stands first.
type charReading struct {
	char  rune
	first bool
	kana  string
}

// alignJapanese finds which part of the kana each character stands for, by expectation
// maximisation, and gives the expected number of times that each character has each reading.
func alignJapanese(pairs []japanesePair, weight func(japanesePair) float64) map[charReading]float64 {
	const (
		rounds  = 5
		longest = 5 // kana that one character stands for
	)
	var prob map[charReading]float64
	var counts map[charReading]float64
	for round := 0; round < rounds; round++ {
		counts = map[charReading]float64{}
		for _, p := range pairs {
			chars, kana := []rune(p.written), []rune(p.kana)
			n, m := len(chars), len(kana)
			share := func(i, from, length int) float64 {
				if ScriptOf(chars[i]) != ScriptHan {
					if length == 1 && (chars[i] == kana[from] || chars[i]-'ァ'+'ぁ' == kana[from]) {
						return 1
					}
					return 0
				}
				if prob == nil {
					if length > 3 {
						return math.Pow(0.1, float64(length))
					}
					return 1
				}
				return prob[charReading{chars[i], i == 0, string(kana[from : from+length])}]
			}
			fwd, bwd := grid(n+1, m+1), grid(n+1, m+1)
			fwd[0][0], bwd[n][m] = 1, 1
			for i := 0; i < n; i++ {
				for a := 0; a < m; a++ {
					for l := 1; fwd[i][a] > 0 && l <= longest && a+l <= m; l++ {
						fwd[i+1][a+l] += fwd[i][a] * share(i, a, l)
					}
				}
			}
			if fwd[n][m] == 0 {
				continue
			}
			for i := n - 1; i >= 0; i-- {
				for a := 0; a < m; a++ {
					for l := 1; l <= longest && a+l <= m; l++ {
						if s := bwd[i+1][a+l]; s > 0 {
							bwd[i][a] += share(i, a, l) * s
						}
					}
				}
			}
			for i := 0; i < n; i++ {
				if ScriptOf(chars[i]) != ScriptHan {
					continue
				}
				for a := 0; a < m; a++ {
					for l := 1; fwd[i][a] > 0 && l <= longest && a+l <= m; l++ {
						if s := bwd[i+1][a+l]; s > 0 {
							q := fwd[i][a] * share(i, a, l) * s / fwd[n][m]
							if q > 1e-6 {
								counts[charReading{chars[i], i == 0, string(kana[a : a+l])}] += q * weight(p)
							}
						}
					}
				}
			}
		}
		prob = shares(counts)
	}
	return counts
}

func grid(n, m int) [][]float64 {
	g := make([][]float64, n)
	for i := range g {
		g[i] = make([]float64, m)
	}
	return g
}

// shares turns counts into probabilities by character and position, with a little from the other
// position and half a count kept back.
func shares(counts map[charReading]float64) map[charReading]float64 {
	keys := sortedReadings(counts)
	type place struct {
		char  rune
		first bool
	}
	total := map[place]float64{}
	smooth := map[charReading]float64{}
	const other = 0.1
	for _, k := range keys {
		mirrored := k
		mirrored.first = !k.first
		smooth[k] += counts[k]
		smooth[mirrored] += other * counts[k]
		total[place{k.char, k.first}] += counts[k]
		total[place{k.char, !k.first}] += other * counts[k]
	}
	for k, v := range smooth {
		smooth[k] = v / (total[place{k.char, k.first}] + 0.5)
	}
	return smooth
}

func sortedReadings(m map[charReading]float64) []charReading {
	keys := make([]charReading, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Slice(keys, func(i, j int) bool {
		a, b := keys[i], keys[j]
		switch {
		case a.char != b.char:
			return a.char < b.char
		case a.first != b.first:
			return a.first
		}
		return a.kana < b.kana
	})
	return keys
}

// writeCharacterReadings writes a line for each character: its readings at the start of a given
// name, later in it, and in a surname, each with -10 log10 of its share, rounded.
func writeCharacterReadings(out *bytes.Buffer, given, surnames map[charReading]float64) {
	columns := [3]map[rune][]string{{}, {}, {}}
	put := func(column int, probs map[charReading]float64, first bool) {
		const least, most = 0.01, 10
		byChar := map[rune][]charReading{}
		for _, k := range sortedReadings(probs) {
			if k.first == first && probs[k] >= least {
				byChar[k.char] = append(byChar[k.char], k)
			}
		}
		for char, ks := range byChar {
			sort.SliceStable(ks, func(i, j int) bool { return probs[ks[i]] > probs[ks[j]] })
			for _, k := range ks[:min(len(ks), most)] {
				columns[column][char] = append(columns[column][char], k.kana+strconv.Itoa(int(math.Round(-10*math.Log10(probs[k])))))
			}
		}
	}
	probs := shares(given)
	put(0, probs, true)
	put(1, probs, false)
	merged := map[charReading]float64{} // surnames are too few to tell positions apart
	for _, k := range sortedReadings(surnames) {
		merged[charReading{k.char, true, k.kana}] += surnames[k]
	}
	put(2, shares(merged), true)
	chars := map[string]bool{}
	for _, c := range columns {
		for char := range c {
			chars[string(char)] = true
		}
	}
	for _, char := range sortedKeys(chars) {
		r := []rune(char)[0]
		fmt.Fprintf(out, "%s\t%s\t%s\t%s\n", char, strings.Join(columns[0][r], " "), strings.Join(columns[1][r], " "), strings.Join(columns[2][r], " "))
	}
}

// unihan holds what the tables take from the Unihan files, by field and character.
type unihan map[string]map[rune]string

func readUnihan(t *testing.T) unihan {
	dir := os.Getenv("DECIBAN_UNIHAN")
	if dir == "" {
		// Debian's package unicode-data installs them here.
		dir = "/usr/share/unicode"
	}
	if _, err := os.Stat(filepath.Join(dir, "Unihan_Readings.txt.bz2")); err != nil && os.Getenv("DECIBAN_REQUIRE_ALL") == "" {
		t.Skip("needs the Unihan files of Unicode 15: Debian's unicode-data, or a folder named by DECIBAN_UNIHAN")
	}
	u := unihan{}
	for _, file := range []string{"Unihan_Readings.txt.bz2", "Unihan_OtherMappings.txt.bz2", "Unihan_Variants.txt.bz2"} {
		f, err := os.Open(filepath.Join(dir, file))
		if err != nil {
			t.Fatal(err)
		}
		sc := bufio.NewScanner(bzip2.NewReader(f))
		sc.Buffer(nil, 1<<20)
		for sc.Scan() {
			cols := strings.Split(sc.Text(), "\t")
			if len(cols) != 3 || !strings.HasPrefix(cols[0], "U+") {
				continue
			}
			n, err := strconv.ParseInt(cols[0][2:], 16, 32)
			if err != nil {
				t.Fatal(err)
			}
			if u[cols[1]] == nil {
				u[cols[1]] = map[rune]string{}
			}
			u[cols[1]][rune(n)] = cols[2]
		}
		if err := sc.Err(); err != nil {
			t.Fatal(err)
		}
		f.Close()
	}
	return u
}

// variant gives the traditional form of a simplified character, else the character.
func (u unihan) variant(r rune) rune {
	v := u["kTraditionalVariant"][r]
	for _, f := range strings.Fields(v) {
		n, err := strconv.ParseInt(strings.TrimPrefix(f, "U+"), 16, 32)
		if err == nil && rune(n) != r {
			return rune(n)
		}
	}
	return r
}

func TestTablesOfHanReadingsFollowFromUnihan(t *testing.T) {
	u := readUnihan(t)
	common := map[rune]bool{}
	for _, field := range []string{"kBigFive", "kGB0", "kJis0", "kKSC0", "kJoyoKanji", "kJinmeiyoKanji"} {
		for r := range u[field] {
			if r < 0x20000 {
				common[r] = true
			}
		}
	}
	cantonese, korean := map[string][]string{}, map[string][]string{}
	for r := range common {
		for _, from := range []rune{r, u.variant(r)} {
			if s := strings.Fields(u["kCantonese"][from]); len(s) > 0 {
				syllable := strings.TrimRight(s[0], "123456")
				cantonese[syllable] = append(cantonese[syllable], string(r))
				break
			}
		}
		for _, from := range []rune{u.variant(r), r} {
			if s := hangulReading(u["kHangul"][from], u["kKorean"][from]); s != "" {
				korean[s] = append(korean[s], string(r))
				break
			}
		}
	}
	write := func(name string, m map[string][]string) {
		var out bytes.Buffer
		for _, k := range sortedKeys(m) {
			sort.Strings(m[k])
			fmt.Fprintf(&out, "%s\t%s\n", k, strings.Join(m[k], ""))
		}
		compareTable(t, name, out.Bytes())
	}
	write("cantonese.txt", cantonese)
	write("hanja.txt", korean)
	var only []string
	for r := range u["kJis0"] {
		if u["kBigFive"][r] == "" && u["kGB0"][r] == "" && u["kKSC0"][r] == "" {
			only = append(only, string(r))
		}
	}
	sort.Strings(only)
	compareTable(t, "japanese_only.txt", []byte(strings.Join(only, "")+"\n"))
}

// hangulReading picks the reading before the initial-sound law (리 rather than 이) where Unihan
// has both; without kHangul it spells the kKorean field's Yale letters.
func hangulReading(hangul, yale string) string {
	best := ""
	for _, f := range strings.Fields(hangul) {
		s, _, _ := strings.Cut(f, ":")
		lead := ([]rune(s)[0] - hangulBase) / (hangulVowels * hangulTails)
		if best == "" || lead == 5 {
			best = s
		}
	}
	if best != "" || yale == "" {
		return best
	}
	return yaleToHangul(strings.Fields(yale)[0])
}

func yaleToHangul(s string) string {
	leads := []string{"K", "KK", "N", "T", "TT", "L", "M", "P", "PP", "S", "SS", "", "C", "CC", "CH", "KH", "TH", "PH", "H"}
	vowels := []string{"A", "AY", "YA", "YAY", "E", "EY", "YE", "YEY", "O", "WA", "WAY", "OY", "YO", "WU", "WE", "WEY", "WI", "YU", "U", "UY", "I"}
	tails := map[string]int{"": 0, "K": 1, "N": 4, "L": 8, "M": 16, "P": 17, "NG": 21}
	for lead, l := range leads {
		rest, ok := strings.CutPrefix(s, l)
		if !ok {
			continue
		}
		for vowel, v := range vowels {
			if tail, known := strings.CutPrefix(rest, v); known {
				if t, isTail := tails[tail]; isTail {
					if v == "U" && strings.HasSuffix(l, "P") || v == "U" && (l == "M" || l == "PH") {
						vowel = 13 // written U after lip sounds
					}
					return string(rune(hangulBase + (lead*hangulVowels+vowel)*hangulTails + t))
				}
			}
		}
	}
	return ""
}
