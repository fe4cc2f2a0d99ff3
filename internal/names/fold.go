package names

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mozillazg/go-unidecode"
	"golang.org/x/text/unicode/norm"
)

// latinLetters folds the Latin letters that Unicode does not decompose into a base letter and a
// mark. The values are what passports and lists print when they have ASCII only (ICAO Doc 9303,
// part 3, section 6, except where usage differs: ø o, å a, ə a).
var latinLetters = map[rune]string{
	'ß': "ss", 'ẞ': "ss", 'æ': "ae", 'Æ': "ae", 'œ': "oe", 'Œ': "oe", 'ø': "o", 'Ø': "o",
	'đ': "d", 'Đ': "d", 'ð': "d", 'Ð': "d", 'þ': "th", 'Þ': "th", 'ł': "l", 'Ł': "l",
	'ħ': "h", 'Ħ': "h", 'ŧ': "t", 'Ŧ': "t", 'ı': "i", 'ĸ': "k", 'ŋ': "ng", 'Ŋ': "ng",
	'ə': "a", 'Ə': "a", 'ǝ': "a", 'Ǝ': "a", 'ɛ': "e", 'Ɛ': "e", 'ɔ': "o", 'Ɔ': "o",
	'ɖ': "d", 'Ɖ': "d", 'ɗ': "d", 'Ɗ': "d", 'ɓ': "b", 'Ɓ': "b", 'ƙ': "k", 'Ƙ': "k",
	'ƴ': "y", 'Ƴ': "y", 'ƒ': "f", 'Ƒ': "f", 'ɣ': "g", 'Ɣ': "g", 'ʋ': "v", 'Ʋ': "v",
	'ɨ': "i", 'Ɨ': "i", 'ʉ': "u", 'Ʉ': "u", 'ɑ': "a", 'Ɑ': "a", 'ɡ': "g", 'ƶ': "z", 'Ƶ': "z",
	'ƿ': "w", 'Ƿ': "w", 'ȝ': "g", 'Ȝ': "g", 'ɐ': "a", 'ʒ': "z", 'Ʒ': "z", 'ʃ': "sh", 'Ʃ': "sh",
	'ǥ': "g", 'Ǥ': "g", 'ƀ': "b", 'Ƀ': "b", 'ɉ': "j", 'Ɉ': "j", 'ɍ': "r", 'Ɍ': "r", 'ɏ': "y", 'Ɏ': "y",
	'ⱥ': "a", 'Ⱥ': "a", 'ȼ': "c", 'Ȼ': "c", 'ⱦ': "t", 'Ⱦ': "t", 'ɇ': "e", 'Ɇ': "e", 'ɵ': "o", 'Ɵ': "o",
	'ƣ': "gh", 'Ƣ': "gh", 'ɋ': "q", 'Ɋ': "q", 'ɫ': "l", 'Ɫ': "l", 'ɽ': "r", 'Ɽ': "r", 'ɲ': "ny", 'Ɲ': "ny",
	'Ʌ': "a", 'ʌ': "a", 'ẜ': "s", 'ẝ': "s", 'ẟ': "d", 'Ỻ': "ll", 'ỻ': "ll", 'Ỽ': "v", 'ỽ': "v", 'Ỿ': "y", 'ỿ': "y",
	'ƥ': "p", 'Ƥ': "p", 'ƭ': "t", 'Ƭ': "t", 'ʼ': "", 'ʿ': "", 'ʾ': "", 'ʻ': "", 'ʹ': "", 'ʺ': "",
}

// latinSounds spells marked letters by their sound, as transcriptions for readers of English or
// German do: Müller – Mueller, Šešelj – Sheshelj, Şahin – Shahin, Đinđić – Djindjic. It makes the
// second reading of a Latin token.
var latinSounds = map[rune]string{
	'ä': "ae", 'ö': "oe", 'ü': "ue", 'å': "aa", 'ø': "oe", 'š': "sh", 'ş': "sh", 'ș': "sh",
	'č': "ch", 'ç': "ch", 'ć': "ch", 'ž': "zh", 'ğ': "gh", 'đ': "dj", 'ț': "ts", 'ţ': "ts", 'ə': "e",
	'ś': "sh", 'ź': "zh", 'ż': "zh",
	'ṣ': "sh", 'ǰ': "j", 'ḵ': "kh", 'ġ': "gh", 'ḡ': "gh", 'ẖ': "kh", 'ḫ': "kh", 'ṯ': "th", 'ḏ': "dh",
	'ŝ': "sh", 'ĉ': "ch", 'ĝ': "j", 'ĵ': "zh",
}

// FoldLatin reduces a token to a–z and 0–9: lower case, all diacritics gone, ligatures and stroke
// letters spelled out, apostrophes and aspiration marks dropped, full-width and mathematical
// letters made plain, digits of any script made ASCII. Letters of other scripts are spelled with
// the generic table of go-unidecode, as a last resort; Readings is the proper way for those.
func FoldLatin(token string) string {
	if i := firstUnfolded(token); i == len(token) {
		return token
	}
	return string(appendFoldedLatin(make([]byte, 0, len(token)+4), token))
}

// firstUnfolded gives the index of the first byte that is not already a–z or 0–9.
func firstUnfolded(s string) int {
	for i := 0; i < len(s); i++ {
		if c := s[i]; !('a' <= c && c <= 'z' || '0' <= c && c <= '9') {
			return i
		}
	}
	return len(s)
}

func appendFoldedLatin(dst []byte, s string) []byte {
	for _, r := range s {
		dst = appendFoldedRune(dst, r)
	}
	return dst
}

func appendFoldedRune(dst []byte, r rune) []byte {
	switch {
	case 'a' <= r && r <= 'z' || '0' <= r && r <= '9':
		return append(dst, byte(r))
	case 'A' <= r && r <= 'Z':
		return append(dst, byte(r)+'a'-'A')
	case r < 0x80:
		return dst
	}
	if s, ok := latinLetters[r]; ok {
		return append(dst, s...)
	}
	if d, ok := digitValue(r); ok {
		return append(dst, d)
	}
	if unicode.IsMark(r) || unicode.IsPunct(r) || unicode.IsSpace(r) || unicode.IsControl(r) ||
		unicode.Is(unicode.Cf, r) || r == utf8.RuneError {
		return dst
	}
	var buf [utf8.UTFMax]byte
	n := utf8.EncodeRune(buf[:], r)
	decomposed := norm.NFKD.Bytes(buf[:n])
	if len(decomposed) != n || string(decomposed) != string(buf[:n]) {
		for _, d := range string(decomposed) {
			dst = appendFoldedRune(dst, d)
		}
		return dst
	}
	if !unicode.IsLetter(r) && !unicode.IsNumber(r) {
		return dst
	}
	return appendPlain(dst, unidecode.Unidecode(string(r)))
}

// appendPlain appends what is a–z or 0–9 in an ASCII string, in lower case.
func appendPlain(dst []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case 'a' <= c && c <= 'z' || '0' <= c && c <= '9':
			dst = append(dst, c)
		case 'A' <= c && c <= 'Z':
			dst = append(dst, c+'a'-'A')
		}
	}
	return dst
}

// soundLatin is the second reading of a Latin token; ok is false if it has no letter that is
// spelled by sound.
func soundLatin(token string) (string, bool) {
	token = norm.NFC.String(token)
	found := false
	var dst []byte
	for _, r := range token {
		if s, ok := latinSounds[unicode.ToLower(r)]; ok {
			found = true
			dst = append(dst, s...)
			continue
		}
		dst = appendFoldedRune(dst, r)
	}
	return string(dst), found
}

// digitValue gives the ASCII digit for a decimal digit of any script. Unicode keeps the digits of
// each script in one run of ten that starts at a digit nought, so the place in the run is the value.
func digitValue(r rune) (byte, bool) {
	if '0' <= r && r <= '9' {
		return byte(r), true
	}
	if r < 0x660 || !unicode.Is(unicode.Nd, r) {
		return 0, false
	}
	if r >= 0x1D7CE && r <= 0x1D7FF { // five styles of mathematical digits, without gaps
		return '0' + byte((r-0x1D7CE)%10), true
	}
	n := rune(0)
	for n < 9 && unicode.Is(unicode.Nd, r-n-1) {
		n++
	}
	return '0' + byte(n), true
}

// lookalikes pairs letters that are drawn alike: Latin, Cyrillic, Greek (0 where there is none).
// Small letters stand also for their capitals' shapes (в for B), because tokens are compared in
// lower case. Source: the intentional and visually certain part of Unicode's confusables (UTS #39).
var lookalikes = []struct{ latin, cyrillic, greek rune }{
	{'a', 'а', 'α'}, {'A', 'А', 'Α'}, {'b', 'в', 'β'}, {'B', 'В', 'Β'}, {'c', 'с', 'ϲ'}, {'C', 'С', 'Ϲ'},
	{'d', 'ԁ', 0}, {'e', 'е', 'ε'}, {'E', 'Е', 'Ε'}, {'h', 'н', 0}, {'H', 'Н', 'Η'}, {'h', 'һ', 0},
	{'i', 'і', 'ι'}, {'I', 'І', 'Ι'}, {'I', 'Ӏ', 0}, {'l', 'ӏ', 0}, {'j', 'ј', 'ϳ'}, {'J', 'Ј', 'Ϳ'},
	{'k', 'к', 'κ'}, {'K', 'К', 'Κ'}, {'m', 'м', 0}, {'M', 'М', 'Μ'}, {'n', 0, 'η'}, {'N', 0, 'Ν'},
	{'o', 'о', 'ο'}, {'O', 'О', 'Ο'}, {'p', 'р', 'ρ'}, {'P', 'Р', 'Ρ'}, {'q', 'ԛ', 0}, {'s', 'ѕ', 0},
	{'S', 'Ѕ', 0}, {'t', 'т', 'τ'}, {'T', 'Т', 'Τ'}, {'u', 0, 'υ'}, {'v', 'ѵ', 'ν'}, {'w', 'ԝ', 'ω'}, {'W', 'Ԝ', 0},
	{'x', 'х', 'χ'}, {'X', 'Х', 'Χ'}, {'y', 'у', 'γ'}, {'Y', 'У', 'Υ'}, {'z', 0, 'ζ'}, {'Z', 0, 'Ζ'},
	{'r', 'г', 0}, {'ë', 'ё', 0}, {'Ë', 'Ё', 0}, {'ï', 'ї', 'ϊ'}, {'Ï', 'Ї', 'Ϊ'}, {'æ', 'ӕ', 0}, {'Æ', 'Ӕ', 0},
}

// lookalikeOf[from][to] maps a letter of one script to its lookalike in another.
var lookalikeOf = buildLookalikes()

func buildLookalikes() map[Script]map[Script]map[rune]rune {
	out := map[Script]map[Script]map[rune]rune{}
	put := func(from, to Script, a, b rune) {
		if a == 0 || b == 0 {
			return
		}
		if out[from] == nil {
			out[from] = map[Script]map[rune]rune{}
		}
		if out[from][to] == nil {
			out[from][to] = map[rune]rune{}
		}
		if _, taken := out[from][to][a]; !taken {
			out[from][to][a] = b
		}
	}
	for _, l := range lookalikes {
		put(ScriptLatin, ScriptCyrillic, l.latin, l.cyrillic)
		put(ScriptCyrillic, ScriptLatin, l.cyrillic, l.latin)
		put(ScriptLatin, ScriptGreek, l.latin, l.greek)
		put(ScriptGreek, ScriptLatin, l.greek, l.latin)
		put(ScriptCyrillic, ScriptGreek, l.cyrillic, l.greek)
		put(ScriptGreek, ScriptCyrillic, l.greek, l.cyrillic)
	}
	return out
}

// FoldHomoglyphs undoes letters that are drawn like others: Cyrillic or Greek letters inside a
// Latin word and the reverse, full-width and mathematical letters, and characters that show
// nothing. changed says that something unusual was undone, which is evidence of its own; invisible
// characters that are ordinary in the token's script (joiners, direction marks in Arabic, Hebrew
// and Indic writing) are dropped without being reported.
//
// A token is brought to the script into which all its letters can be folded; if that holds for
// two, to the one with more letters, on a tie to Latin. If it holds for none, the token is left as
// it is: it is then honestly written in two scripts.
func FoldHomoglyphs(token string) (folded string, changed bool) {
	if isASCII(token) {
		return token, false
	}
	token, changed = dropDisguises(token)
	var counts [scriptCount]int
	used := 0
	for _, r := range token {
		if s := ScriptOf(r); s != ScriptCommon {
			if counts[s] == 0 {
				used++
			}
			counts[s]++
		}
	}
	if used < 2 {
		return token, changed
	}
	best, bestCount, bestText := ScriptCommon, -1, ""
	for _, to := range []Script{ScriptLatin, ScriptCyrillic, ScriptGreek} {
		if counts[to] <= bestCount || counts[to] == 0 {
			continue
		}
		if text, ok := foldInto(token, to); ok {
			best, bestCount, bestText = to, counts[to], text
		}
	}
	if best == ScriptCommon {
		return token, changed
	}
	return bestText, true
}

func foldInto(token string, to Script) (string, bool) {
	var b strings.Builder
	for _, r := range token {
		s := ScriptOf(r)
		if s == ScriptCommon || s == to {
			b.WriteRune(r)
			continue
		}
		l, ok := lookalikeOf[s][to][r]
		if !ok {
			return "", false
		}
		b.WriteRune(l)
	}
	return b.String(), true
}

// dropDisguises makes full-width and mathematical letters and digits plain and removes invisible
// characters.
func dropDisguises(token string) (string, bool) {
	plain := true
	for _, r := range token {
		if isInvisible(r) || isDisguised(r) {
			plain = false
			break
		}
	}
	if plain {
		return token, false
	}
	joining := false
	for _, r := range token {
		switch ScriptOf(r) {
		case ScriptCommon, ScriptLatin, ScriptCyrillic, ScriptGreek, ScriptHan, ScriptHangul, ScriptArmenian, ScriptGeorgian:
		default:
			joining = true
		}
	}
	changed := false
	var b strings.Builder
	for _, r := range token {
		switch {
		case isInvisible(r):
			changed = changed || !joining
		case isDisguised(r):
			changed = true
			b.WriteRune(mathLetter(r))
		default:
			b.WriteRune(r)
		}
	}
	return b.String(), changed
}

// isInvisible tells characters that print nothing: joiners, direction marks, soft hyphens,
// variation selectors, the Hangul filler.
func isInvisible(r rune) bool {
	return r >= 0x80 && (unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Variation_Selector, r) ||
		r == 0x034F || r == 0x115F || r == 0x1160 || r == 0x3164 || r == 0xFFA0)
}

func isDisguised(r rune) bool {
	return r >= 0x1D400 && r <= 0x1D7FF || r >= 0xFF10 && r <= 0xFF5A
}

// mathLetter gives the plain letter or digit behind a mathematical or full-width one.
func mathLetter(r rune) rune {
	for _, p := range norm.NFKC.String(string(r)) {
		return p
	}
	return r
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
