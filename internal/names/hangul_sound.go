package names

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Foreign names in Hangul.
//
// Korean writes a foreign name by its sound, with an empty vowel (으) between consonants: 스미스
// seu-mi-seu, Smith. Costs learned from such names would be wrong for Koreans' own, so they have a
// channel, and symbols that keep apart what Latin spellings tell apart:
//
//	U O A  eu eo ae    K T P L  final k t p l    N  ng    C  ch
var (
	soundLeads  = [19]string{"g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "C", "k", "t", "p", "h"}
	soundVowels = [21]string{"a", "A", "ya", "yA", "O", "e", "yO", "ye", "o", "wa", "wA", "we", "yo", "u", "wO", "we", "wi", "yu", "U", "Ui", "i"}
	soundTails  = [28]string{"", "K", "K", "K", "n", "n", "n", "T", "L", "K", "m", "L", "L", "L", "P", "L", "m", "P", "P", "T", "T", "N", "T", "T", "K", "T", "P", "T"}
)

// HangulSound reads a token of Hangul as a foreign name, in the symbols of ChanHangulSound; "" if
// other letters are in it.
func HangulSound(token string) string {
	var out strings.Builder
	prevTail := 0
	for _, r := range norm.NFKC.String(token) {
		if r < hangulBase || r > hangulLast {
			return ""
		}
		code := int(r - hangulBase)
		lead, vowel, tail := code/(hangulVowels*hangulTails), code/hangulTails%hangulVowels, code%hangulTails
		if lead != 5 || prevTail != 8 { // ㄹㄹ is one l between vowels
			out.WriteString(soundLeads[lead])
		}
		out.WriteString(soundVowels[vowel])
		out.WriteString(soundTails[tail])
		prevTail = tail
	}
	return out.String()
}

// hangulTokens reads a word of Hangul in a person's name: as a foreign name where it is not alone,
// else cut into surname and given name in every way, the given name's syllables together and apart, as
// Latin spellings have them (Jongun, Jong Un); at last as a foreign name.
func hangulTokens(word, text string, c context, lookAlike bool) [][]Token {
	t := oneToken(word, text, lookAlike)
	if t.Form == "" {
		return nil
	}
	sound := HangulSound(word)
	if sound == "" {
		return [][]Token{{t}}
	}
	foreign := t
	foreign.Form, foreign.Channel = sound, ChanHangulSound
	var splits [][]string
	if c.words == 1 {
		splits = HangulSplits(word)
	}
	if len(splits) == 0 {
		foreign.Alternatives = append([]Reading{{t.Form, t.Channel}}, t.Alternatives...)
		return [][]Token{{foreign}}
	}
	for _, s := range splits {
		if given := []rune(s[1]); len(given) == 2 {
			splits = append(splits, []string{s[0], string(given[0]), string(given[1])})
		}
	}
	foreign.Alternatives = nil
	return append(splitTokens(splits, lookAlike), []Token{foreign})
}
