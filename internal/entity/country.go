package entity

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
	"golang.org/x/text/unicode/norm"
)

// CountryCode returns the code of the country, territory or former state that
// text names, in lower case: ISO 3166-1 alpha-2, or FtM's codes for what ISO
// lacks ("xk", "ua-cri", "suhh"). It knows codes of two and three letters,
// official, common and former names and demonyms in English ("Korea, North",
// "DPRK", "Burma", "Afghan"), and the names of countries in some sixty other
// languages (CLDR).
//
// Words that say no country are passed over: "possibly Palestinian", "Bahrain
// (citizenship revoked in 2015)", "Region: Crimea". ok is false if text names
// none, several (see CountryCodes), or one that cannot be told: "Congo",
// "Korea" and "Dominican" are two each.
func CountryCode(text string) (code string, ok bool) {
	codes := CountryCodes(text)
	if len(codes) != 1 {
		return "", false
	}
	return codes[0], true
}

// CountryCodes is CountryCode for a text that may name several: "(a) French,
// (b) Tunisian", "Sudan/South Sudan". The codes are distinct, in the order of
// the text. It is nil if any part of the text is not understood.
func CountryCodes(text string) []string {
	if len(text) > maxCountryText {
		return nil
	}
	key := countryKey(text)
	if key == "" {
		return nil
	}
	t := countries()
	if code := t.exact[key]; code != "" {
		return []string{code}
	}
	if codes := t.scan(key); codes != nil {
		return codes
	}
	if code := otherLanguages()[key]; code != "" {
		return []string{code}
	}
	if bare := dropParentheses(text); bare != text {
		if codes := t.listed(bare); codes != nil {
			return codes
		}
	}
	return t.listed(text)
}

// CountryName returns the English name of the country with that code, or the
// code itself if it is unknown.
func CountryName(code string) string {
	if name := countries().names[code]; name != "" {
		return name
	}
	return code
}

// Countries returns all codes, sorted.
func Countries() []string { return slices.Clone(countries().codes) }

func knownCountry(code string) bool { return countries().names[code] != "" }

const maxCountryText = 300

//go:embed country.txt
var countryText string

type countryTable struct {
	codes []string
	names map[string]string // code to English name
	exact map[string]string // key of a code, name or demonym to code
	// phrases holds the keys of names and demonyms, which are looked for
	// inside a longer text; codes are not, since "no" and "as" are words.
	phrases map[string]string
	longest int // words of the longest phrase
}

var countries = sync.OnceValue(func() *countryTable {
	t, err := readCountries(countryText)
	if err != nil {
		panic("BUG: embedded country.txt: " + err.Error())
	}
	return t
})

// readCountries reads the form that the head of country.txt describes. A name
// that stands for two countries is an error.
func readCountries(text string) (*countryTable, error) {
	t := &countryTable{names: map[string]string{}, exact: map[string]string{}, phrases: map[string]string{}}
	put := func(m map[string]string, name, code string) error {
		key := countryKey(name)
		if old := m[key]; old != "" && old != code {
			return fmt.Errorf("%q is %s and %s", name, old, code)
		}
		m[key] = code
		return nil
	}
	for i, line := range strings.Split(text, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		f := strings.Split(line, "|")
		if len(f) != 5 {
			return nil, fmt.Errorf("line %d: %d fields, want 5", i+1, len(f))
		}
		code := f[0]
		t.codes = append(t.codes, code)
		t.names[code] = f[2]
		for _, c := range append(strings.Fields(f[1]), code) {
			if err := put(t.exact, c, code); err != nil {
				return nil, fmt.Errorf("line %d: %w", i+1, err)
			}
		}
		for _, name := range strings.Split(f[2]+";"+f[3]+";"+f[4], ";") {
			if name = strings.TrimSpace(name); name == "" {
				continue
			}
			for _, m := range []map[string]string{t.exact, t.phrases} {
				if err := put(m, name, code); err != nil {
					return nil, fmt.Errorf("line %d: %w", i+1, err)
				}
			}
			t.longest = max(t.longest, len(strings.Fields(countryKey(name))))
		}
	}
	slices.Sort(t.codes)
	return t, nil
}

// countryKey folds a text to what names are compared by: lower case, without
// accents, punctuation, "the" in front, and with "saint" and "and" in full.
func countryKey(text string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToValidUTF8(text, " ")) {
		switch {
		case r >= 0x300 && r <= 0x36F, r == '\'', r == '’', r == '‘', r == 'ʼ', r == '`', r == '.', unicode.Is(unicode.Cf, r):
			// The dots of "U.S.A." go without leaving a gap.
		case r == '&':
			b.WriteString(" and ")
		case unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r):
			b.WriteRune(unicode.ToLower(r))
		default:
			b.WriteByte(' ')
		}
	}
	words := strings.Fields(b.String())
	for i, w := range words {
		if w == "st" {
			words[i] = "saint"
		}
	}
	if len(words) > 1 && words[0] == "the" {
		words = words[1:]
	}
	return strings.Join(words, " ")
}

// scan finds the countries that a key names among words that say no country;
// nil if there is any other word.
func (t *countryTable) scan(key string) []string {
	words := strings.Fields(key)
	var codes []string
	for i := 0; i < len(words); {
		n := min(t.longest, len(words)-i)
		code := ""
		for ; n > 0; n-- {
			if code = t.phrases[strings.Join(words[i:i+n], " ")]; code != "" {
				break
			}
		}
		switch {
		case code != "":
			if !slices.Contains(codes, code) {
				codes = append(codes, code)
			}
			i += n
		case noCountry[words[i]] || len(words[i]) == 1 && words[i] <= "h" || allDigits(words[i]):
			i++
		default:
			return nil
		}
	}
	return codes
}

// listed reads texts such as "ru; UA" and "RU/UA", in which codes stand
// between marks; nil if any part is not understood.
func (t *countryTable) listed(text string) []string {
	var codes []string
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(";/,|\n", r) }) {
		key := countryKey(part)
		found := t.scan(key)
		if code := t.exact[key]; code != "" {
			found = []string{code}
		}
		if found == nil && key != "" {
			return nil
		}
		for _, c := range found {
			if !slices.Contains(codes, c) {
				codes = append(codes, c)
			}
		}
	}
	return codes
}

// noCountry holds the words that stand beside a country's name and name none.
var noCountry = func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(`
		a an the of in at as by to or and and/or on until till since from between before after also both
		possibly possible probably presumably believed reportedly allegedly likely hold holds held holding
		citizen citizens citizenship citizenships national nationals nationality nationalities dual
		passport passports passeport pasaporte birth born resident residence residency descent origin ethnic
		former formerly ex previously previous current currently now early mid late end unknown unspecified
		revoked withdrawn renounced lost acquired naturalised naturalized
		region branch office address country state issued issue issuing
		january february march april may june july august september october november december
		jan feb mar apr jun jul aug sep sept oct nov dec`) {
		m[w] = true
	}
	return m
}()

// dropParentheses leaves out what stands in parentheses.
func dropParentheses(text string) string {
	var b strings.Builder
	depth := 0
	for _, r := range text {
		switch {
		case r == '(' || r == '[':
			depth++
		case (r == ')' || r == ']') && depth > 0:
			depth--
		case depth == 0:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// cldrLanguages are the languages whose names for countries are known: those of
// the countries on whose people lists are longest, and the large ones.
const cldrLanguages = "am ar az be bg bn bs ca cs da de el es et fa fi fr gu he hi hr hu hy id is it ja ka kk km kn" +
	" ko ku ky lo lt lv mk ml mn mr ms my nb ne nl pa pl ps pt ro ru si sk sl so sq sr sr-Latn sv sw ta te tg th" +
	" tk tr uk ur uz uz-Cyrl vi zh zh-Hant"

// otherLanguages maps the keys of countries' names in cldrLanguages to codes.
// It is built on first use (some 20 ms), and leaves out names that mean
// different countries in different languages, unless one of them is English.
var otherLanguages = sync.OnceValue(func() map[string]string {
	t := countries()
	m := map[string]string{}
	put := func(name, code string) {
		key := countryKey(name)
		if old, twice := m[key]; twice && old != code {
			code = ""
		}
		m[key] = code
	}
	for lang := range strings.FieldsSeq(cldrLanguages) {
		names := display.Regions(language.MustParse(lang))
		if names == nil {
			panic("BUG: CLDR has no names of regions in " + lang)
		}
		for _, code := range t.codes {
			// CLDR names East Germany "Germany" and Zaire "Congo".
			if len(code) != 2 || code == "dd" || code == "zr" || code == "zz" {
				continue
			}
			region, err := language.ParseRegion(code)
			if err != nil {
				continue
			}
			name := names.Name(region)
			put(name, code)
			if bare := dropParentheses(name); bare != name {
				put(bare, code)
			}
		}
	}
	return m
})

// A CountryWord is an English name of a country, or, where Demonym is true, a
// word for its people.
type CountryWord struct {
	Word, Code string
	Demonym    bool
}

// CountryWords yields the English names of all countries and the words for
// their people, as they are written, in the order of the codes.
func CountryWords(yield func(CountryWord) bool) {
	for line := range strings.SplitSeq(countryText, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		f := strings.Split(line, "|")
		for i, field := range f[2:] {
			for word := range strings.SplitSeq(field, ";") {
				if word = strings.TrimSpace(word); word != "" && !yield(CountryWord{word, f[0], i == 2}) {
					return
				}
			}
		}
	}
}
