package names

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Foreign names in Han characters.
//
// Chinese spells a foreign name by syllables that sound like it: 克林顿 ke-lin-dun, Clinton. Which
// characters may serve is all but fixed, and what each stands for is learned from pairs. Some sounds
// hardly count: ke, te, si, er and fu often stand for a consonant alone. So the forms of
// ChanHanSound have symbols of their own for what pinyin writes alike but Latin spellings tell apart:
//
//	Z C S  zh ch sh    I  the vowel of zi ci si zhi chi shi ri    E  an open e (ke, te, le)
//	N      ng          R  er (尔 儿 耳 alone)                      U  an open u (fu, bu, ku)    V  ü

// soundSyllable writes a pinyin syllable in the symbols of ChanHanSound.
func soundSyllable(s string) string {
	if s == "er" {
		return "R"
	}
	initial, final := "", s
	switch {
	case strings.HasPrefix(s, "zh"):
		initial, final = "Z", s[2:]
	case strings.HasPrefix(s, "ch"):
		initial, final = "C", s[2:]
	case strings.HasPrefix(s, "sh"):
		initial, final = "S", s[2:]
	case s != "" && !isVowel(s[0]):
		initial, final = s[:1], s[1:]
	}
	switch {
	case initial == "":
	case final == "e":
		final = "E"
	case final == "i" && strings.Contains("ZCSrzcs", initial):
		final = "I"
	case strings.HasPrefix(final, "u") && strings.Contains("jqxy", initial):
		final = "V" + final[1:]
	case final == "u" && initial != "w":
		final = "U"
	}
	if strings.HasSuffix(final, "ng") {
		final = final[:len(final)-2] + "N"
	}
	return initial + final
}

// HanSound reads a token of Han characters as a foreign name, in the symbols of ChanHanSound; "" if
// it has none.
func HanSound(token string) string {
	rs := []rune(norm.NFKC.String(token))
	var out strings.Builder
	for i, s := range pinyinSyllables(rs, false) {
		if i < len(rs) && ScriptOf(rs[i]) == ScriptHan {
			s = soundSyllable(s)
		}
		out.WriteString(s)
	}
	return out.String()
}

// hanTokens reads a word of Han characters in a person's name. An interpunct in the name says that it
// is foreign. A word that stands alone is cut into surname and given name in every way, and the given
// name into its syllables, which Latin spellings write apart or together; at last the whole word may
// be a foreign name.
func hanTokens(word, text string, c context, lookAlike bool) [][]Token {
	t := oneToken(word, text, lookAlike)
	if t.Form == "" {
		return nil
	}
	n := len([]rune(word))
	sound := Reading{HanSound(word), ChanHanSound}
	japanese := t.Channel == ChanKana
	if n < 2 && !c.dotted || sound.Form == "" || japanese && strings.IndexFunc(word, isKana) >= 0 {
		return [][]Token{{t}}
	}
	foreign := t
	switch {
	case c.dotted && !japanese:
		foreign.Alternatives = []Reading{{t.Form, t.Channel}}
		foreign.Form, foreign.Channel = sound.Form, sound.Channel
	default:
		foreign.Alternatives = append(t.Alternatives[:len(t.Alternatives):len(t.Alternatives)], sound)
	}
	if c.words > 1 || n > 5 {
		if c.words == 1 && !japanese {
			foreign.Alternatives = []Reading{{t.Form, t.Channel}}
			foreign.Form, foreign.Channel = sound.Form, sound.Channel
		}
		return [][]Token{{foreign}}
	}
	splits := HanSplits(word)
	if len(splits) == 0 {
		if !japanese {
			foreign.Alternatives = append([]Reading{{t.Form, t.Channel}}, t.Alternatives...)
			foreign.Form, foreign.Channel = sound.Form, sound.Channel
		}
		return [][]Token{{foreign}}
	}
	for _, s := range splits {
		if given := []rune(s[1]); len(given) == 2 && (len([]rune(s[0])) == 1 || hanCompound[s[0]]) && chineseSurname([]rune(s[0])[0]) {
			splits = append(splits, []string{s[0], string(given[0]), string(given[1])})
			break
		}
	}
	out := splitTokens(splits, lookAlike)
	if !japanese {
		foreign.Form, foreign.Channel, foreign.Alternatives = sound.Form, sound.Channel, nil
		out = append(out, []Token{foreign})
	}
	return out
}
