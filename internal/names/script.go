package names

import (
	"sort"
	"unicode"
)

// Script is a writing system as far as romanisation tells them apart. It follows the Script
// property of the Unicode standard (UAX #24), except that all scripts without own rules share
// ScriptOther.
type Script uint8

// The scripts. ScriptCommon stands for what belongs to no script: digits, punctuation, combining
// marks, spaces.
const (
	ScriptCommon Script = iota
	ScriptLatin
	ScriptArabic
	ScriptHebrew
	ScriptCyrillic
	ScriptGreek
	ScriptHan
	ScriptKatakana
	ScriptHiragana
	ScriptHangul
	ScriptArmenian
	ScriptGeorgian
	ScriptDevanagari
	ScriptBengali
	ScriptGurmukhi
	ScriptGujarati
	ScriptOdia
	ScriptTamil
	ScriptTelugu
	ScriptKannada
	ScriptMalayalam
	ScriptSinhala
	ScriptThai
	ScriptLao
	ScriptTibetan
	ScriptMyanmar
	ScriptKhmer
	ScriptEthiopic
	ScriptThaana
	ScriptSyriac
	ScriptMongolian
	ScriptOther
	scriptCount
)

var scriptNames = [scriptCount]string{
	"common", "latin", "arabic", "hebrew", "cyrillic", "greek", "han", "katakana", "hiragana",
	"hangul", "armenian", "georgian", "devanagari", "bengali", "gurmukhi", "gujarati", "odia",
	"tamil", "telugu", "kannada", "malayalam", "sinhala", "thai", "lao", "tibetan", "myanmar",
	"khmer", "ethiopic", "thaana", "syriac", "mongolian", "other",
}

// String gives the script's lower-case English name.
func (s Script) String() string {
	if s >= scriptCount {
		return "other"
	}
	return scriptNames[s]
}

// unicodeScripts names the Unicode range tables that a Script stands for. Order matters only for
// building; the tables are disjoint.
var unicodeScripts = []struct {
	script Script
	table  *unicode.RangeTable
}{
	{ScriptLatin, unicode.Latin},
	{ScriptArabic, unicode.Arabic},
	{ScriptHebrew, unicode.Hebrew},
	{ScriptCyrillic, unicode.Cyrillic},
	{ScriptGreek, unicode.Greek},
	{ScriptHan, unicode.Han},
	{ScriptKatakana, unicode.Katakana},
	{ScriptHiragana, unicode.Hiragana},
	{ScriptHangul, unicode.Hangul},
	{ScriptArmenian, unicode.Armenian},
	{ScriptGeorgian, unicode.Georgian},
	{ScriptDevanagari, unicode.Devanagari},
	{ScriptBengali, unicode.Bengali},
	{ScriptGurmukhi, unicode.Gurmukhi},
	{ScriptGujarati, unicode.Gujarati},
	{ScriptOdia, unicode.Oriya},
	{ScriptTamil, unicode.Tamil},
	{ScriptTelugu, unicode.Telugu},
	{ScriptKannada, unicode.Kannada},
	{ScriptMalayalam, unicode.Malayalam},
	{ScriptSinhala, unicode.Sinhala},
	{ScriptThai, unicode.Thai},
	{ScriptLao, unicode.Lao},
	{ScriptTibetan, unicode.Tibetan},
	{ScriptMyanmar, unicode.Myanmar},
	{ScriptKhmer, unicode.Khmer},
	{ScriptEthiopic, unicode.Ethiopic},
	{ScriptThaana, unicode.Thaana},
	{ScriptSyriac, unicode.Syriac},
	{ScriptMongolian, unicode.Mongolian},
}

type scriptRange struct {
	lo, hi rune
	script Script
}

// scriptRanges is sorted by lo and disjoint, for a binary search: asking thirty range tables in
// turn would cost more than the romanisation itself.
var scriptRanges = buildScriptRanges()

func buildScriptRanges() []scriptRange {
	var out []scriptRange
	add := func(lo, hi, stride rune, s Script) {
		if stride == 1 {
			out = append(out, scriptRange{lo, hi, s})
			return
		}
		for r := lo; r <= hi; r += stride {
			out = append(out, scriptRange{r, r, s})
		}
	}
	for _, us := range unicodeScripts {
		for _, r := range us.table.R16 {
			add(rune(r.Lo), rune(r.Hi), rune(r.Stride), us.script)
		}
		for _, r := range us.table.R32 {
			add(rune(r.Lo), rune(r.Hi), rune(r.Stride), us.script)
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].lo < out[j].lo })
	merged := out[:0]
	for _, r := range out {
		if n := len(merged); n > 0 && merged[n-1].script == r.script && merged[n-1].hi+1 == r.lo {
			merged[n-1].hi = r.hi
			continue
		}
		merged = append(merged, r)
	}
	return merged
}

// ScriptOf tells the script of one character. Digits, punctuation, spaces, combining marks,
// apostrophe-like modifier letters and invisible characters are ScriptCommon, whichever script's
// block they stand in, since they say nothing about how a token is to be read.
func ScriptOf(r rune) Script {
	if r < 0x80 {
		if 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' {
			return ScriptLatin
		}
		return ScriptCommon
	}
	if r == 'ー' || r == 'ｰ' { // Common in Unicode, yet it is only written between kana.
		return ScriptKatakana
	}
	i := sort.Search(len(scriptRanges), func(i int) bool { return scriptRanges[i].hi >= r })
	if i < len(scriptRanges) && scriptRanges[i].lo <= r {
		if unicode.IsPunct(r) || unicode.Is(unicode.Nd, r) {
			return ScriptCommon
		}
		return scriptRanges[i].script
	}
	if r >= 0x1D400 && r <= 0x1D7FF { // Mathematical letters: Latin and Greek ones, with holes.
		if plain := mathLetter(r); plain != r {
			return ScriptOf(plain)
		}
	}
	switch {
	case unicode.Is(unicode.Lm, r) || !unicode.IsLetter(r):
		return ScriptCommon
	}
	return ScriptOther
}

// TokenScript tells the script that most letters of the token are written in (on a tie the one
// that comes first) and whether there are letters of another script too. Kanji and kana together
// count as one way of writing and are not mixed: the script is then ScriptHan. A token without
// letters is ScriptCommon.
func TokenScript(token string) (Script, bool) {
	var counts [scriptCount]int
	first := ScriptCommon
	for _, r := range token {
		s := ScriptOf(r)
		if s == ScriptCommon {
			continue
		}
		if first == ScriptCommon {
			first = s
		}
		counts[s]++
	}
	if first == ScriptCommon {
		return ScriptCommon, false
	}
	best, used := first, 0
	for s := Script(1); s < scriptCount; s++ {
		if counts[s] == 0 {
			continue
		}
		used++
		if counts[s] > counts[best] {
			best = s
		}
	}
	if used == 1 {
		return best, false
	}
	japanese := counts[ScriptHan] + counts[ScriptKatakana] + counts[ScriptHiragana]
	total := 0
	for _, n := range counts {
		total += n
	}
	if japanese == total {
		if counts[ScriptHan] > 0 {
			return ScriptHan, false
		}
		return best, false
	}
	return best, true
}
