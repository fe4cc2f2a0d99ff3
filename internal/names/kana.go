package names

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// kanaSyllables is Hepburn romanisation by hiragana; katakana are brought to hiragana first.
var kanaSyllables = map[rune]string{
	'あ': "a", 'い': "i", 'う': "u", 'え': "e", 'お': "o", 'か': "ka", 'き': "ki", 'く': "ku", 'け': "ke", 'こ': "ko",
	'が': "ga", 'ぎ': "gi", 'ぐ': "gu", 'げ': "ge", 'ご': "go", 'さ': "sa", 'し': "shi", 'す': "su", 'せ': "se", 'そ': "so",
	'ざ': "za", 'じ': "ji", 'ず': "zu", 'ぜ': "ze", 'ぞ': "zo", 'た': "ta", 'ち': "chi", 'つ': "tsu", 'て': "te", 'と': "to",
	'だ': "da", 'ぢ': "ji", 'づ': "zu", 'で': "de", 'ど': "do", 'な': "na", 'に': "ni", 'ぬ': "nu", 'ね': "ne", 'の': "no",
	'は': "ha", 'ひ': "hi", 'ふ': "fu", 'へ': "he", 'ほ': "ho", 'ば': "ba", 'び': "bi", 'ぶ': "bu", 'べ': "be", 'ぼ': "bo",
	'ぱ': "pa", 'ぴ': "pi", 'ぷ': "pu", 'ぺ': "pe", 'ぽ': "po", 'ま': "ma", 'み': "mi", 'む': "mu", 'め': "me", 'も': "mo",
	'や': "ya", 'ゆ': "yu", 'よ': "yo", 'ら': "ra", 'り': "ri", 'る': "ru", 'れ': "re", 'ろ': "ro", 'わ': "wa", 'ゐ': "i",
	'ゑ': "e", 'を': "o", 'ん': "n", 'ゔ': "vu", 'ゎ': "wa", 'ゕ': "ka", 'ゖ': "ke", 'ヷ': "va", 'ヸ': "vi", 'ヹ': "ve", 'ヺ': "vo",
	'ぁ': "a", 'ぃ': "i", 'ぅ': "u", 'ぇ': "e", 'ぉ': "o", 'ゃ': "ya", 'ゅ': "yu", 'ょ': "yo",
}

// kanaPairs are syllables that a small kana changes otherwise than by the rule of joinSmall.
var kanaPairs = map[string]string{
	"うぃ": "wi", "うぇ": "we", "うぉ": "wo", "ゔぁ": "va", "ゔぃ": "vi", "ゔぇ": "ve", "ゔぉ": "vo", "ゔゅ": "vyu", "ゔゃ": "vya", "ゔょ": "vyo",
	"ふぁ": "fa", "ふぃ": "fi", "ふぇ": "fe", "ふぉ": "fo", "ふゅ": "fyu", "てぃ": "ti", "でぃ": "di", "てゅ": "tyu", "でゅ": "dyu",
	"とぅ": "tu", "どぅ": "du", "つぁ": "tsa", "つぃ": "tsi", "つぇ": "tse", "つぉ": "tso", "いぇ": "ye", "うぁ": "wa",
	"くぁ": "kwa", "くぃ": "kwi", "くぇ": "kwe", "くぉ": "kwo", "くゎ": "kwa", "ぐぁ": "gwa", "ぐぃ": "gwi", "ぐぇ": "gwe", "ぐぉ": "gwo", "ぐゎ": "gwa",
	"すぃ": "si", "ずぃ": "zi", "ほぅ": "hu",
}

// romaniseKana gives a token's Hepburn spelling twice: with long vowels written as doubled ones
// (スー suu, とう tou), which keeps what a foreign name's ー stands for, and with them short, as
// Japanese names mostly appear in Latin letters. Katakana have the long form first, hiragana the
// short one.
func romaniseKana(token string) []string {
	long := spellKana(token)
	short := shortenVowels(long)
	if script, _ := TokenScript(token); script == ScriptHiragana {
		return []string{short, long}
	}
	return []string{long, short}
}

// spellKana is Hepburn with doubled vowels; a long mark repeats the vowel before it.
func spellKana(token string) string {
	rs := []rune(norm.NFKC.String(token))
	for i, r := range rs {
		if r >= 'ァ' && r <= 'ヶ' {
			rs[i] = r - 'ァ' + 'ぁ'
		}
	}
	out := make([]byte, 0, 2*len(rs))
	double := false
	for i := 0; i < len(rs); i++ {
		r := rs[i]
		syllable := kanaSyllables[r]
		switch {
		case r == 'っ':
			double = true
			continue
		case r == 'ー' || r == '～' || r == '〜':
			if n := len(out); n > 0 && isVowel(out[n-1]) {
				out = append(out, out[n-1])
			}
			continue
		case r == 'ゝ' || r == 'ヽ' || r == 'ゞ' || r == 'ヾ':
			if i > 0 {
				syllable = kanaSyllables[rs[i-1]]
			}
		case syllable == "":
			out = appendDecomposed(out, r, kanaSyllables)
			double = false
			continue
		}
		if i+1 < len(rs) {
			if joined, ok := joinSmall(r, rs[i+1], syllable); ok {
				syllable = joined
				i++
			}
		}
		if double && len(syllable) > 0 && !isVowel(syllable[0]) && syllable[0] != 'n' {
			if strings.HasPrefix(syllable, "ch") {
				out = append(out, 't')
			} else {
				out = append(out, syllable[0])
			}
		}
		double = false
		out = append(out, syllable...)
	}
	return string(out)
}

// joinSmall joins a kana and the small kana after it to one syllable.
func joinSmall(r, small rune, syllable string) (string, bool) {
	if s, ok := kanaPairs[string([]rune{r, small})]; ok {
		return s, true
	}
	n := len(syllable)
	switch small {
	case 'ゃ', 'ゅ', 'ょ':
		if n < 2 || syllable[n-1] != 'i' {
			return "", false
		}
		stem, y := syllable[:n-1], kanaSyllables[small]
		switch stem {
		case "sh", "ch", "j":
			y = y[1:]
		}
		return stem + y, true
	case 'ぇ':
		switch syllable {
		case "shi", "chi", "ji":
			return syllable[:n-1] + "e", true
		}
	}
	return "", false
}

// shortenVowels makes the long vowels of doubled spelling short: aa, ii, uu, ee, oo, ou.
func shortenVowels(s string) string {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		n := len(out)
		if n > 0 && isVowel(s[i]) && (s[i] == out[n-1] || s[i] == 'u' && out[n-1] == 'o') {
			continue
		}
		out = append(out, s[i])
	}
	return string(out)
}

func isVowel(c byte) bool {
	switch c {
	case 'a', 'e', 'i', 'o', 'u':
		return true
	}
	return false
}
