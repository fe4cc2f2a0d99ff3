package names

import "golang.org/x/text/unicode/norm"

// hebrewLetters gives one symbol for each letter. Final forms have their own symbol where they tell
// the sound: final kaf is kh and final pe is f, while the others sound like their plain forms.
//
//	A א   b ב   g ג   d ד   h ה   w ו   z ז   H ח   T ט   y י   k כ   K ך   l ל   m מ ם   n נ ן
//	s ס   E ע   p פ   F ף   C צ ץ   q ק   r ר   S ש   t ת
//	j ג׳   J ז׳   c צ׳   X ת׳   V ד׳   x ח׳   G ע׳ ר׳   (with geresh: sounds of foreign names)
//	a e i o u  written vowel points
var hebrewLetters = map[rune]byte{
	'א': 'A', 'ב': 'b', 'ג': 'g', 'ד': 'd', 'ה': 'h', 'ו': 'w', 'ז': 'z', 'ח': 'H', 'ט': 'T', 'י': 'y',
	'כ': 'k', 'ך': 'K', 'ל': 'l', 'מ': 'm', 'ם': 'm', 'נ': 'n', 'ן': 'n', 'ס': 's', 'ע': 'E', 'פ': 'p',
	'ף': 'F', 'צ': 'C', 'ץ': 'C', 'ק': 'q', 'ר': 'r', 'ש': 'S', 'ת': 't',
}

// hebrewGeresh gives the symbol of a letter followed by a geresh.
var hebrewGeresh = map[rune]byte{
	'ג': 'j', 'ז': 'J', 'צ': 'c', 'ץ': 'c', 'ת': 'X', 'ד': 'V', 'ח': 'x', 'ע': 'G', 'ר': 'G', 'ו': 'w',
}

var hebrewPoints = map[rune]byte{
	'ַ': 'a', 'ָ': 'a', 'ֲ': 'a', 'ִ': 'i', 'ֵ': 'e', 'ֶ': 'e', 'ֱ': 'e', 'ֹ': 'o', 'ֺ': 'o', 'ֻ': 'u', 'ֳ': 'o', 'ׇ': 'o',
}

const (
	hebrewDagesh = 'ּ'
	hebrewHolam  = 'ֹ'
	hebrewSinDot = 'ׂ'
)

// romaniseHebrew writes a Hebrew-script token with the symbols of hebrewLetters.
func romaniseHebrew(token string) string {
	rs := []rune(norm.NFKD.String(token))
	out := make([]byte, 0, len(rs))
	letter := -1 // index in out of the last letter's symbol
	for i, r := range rs {
		switch {
		case hebrewLetters[r] != 0:
			letter = len(out)
			sym := hebrewLetters[r]
			if i+1 < len(rs) && isGeresh(rs[i+1]) && hebrewGeresh[r] != 0 {
				sym = hebrewGeresh[r]
			}
			out = append(out, sym)
		case r == 'װ':
			out = append(out, "ww"...)
		case r == 'ױ':
			out = append(out, "wy"...)
		case r == 'ײ':
			out = append(out, "yy"...)
		case r == hebrewSinDot && letter >= 0 && out[letter] == 'S':
			out[letter] = 's'
		case r == hebrewDagesh && letter >= 0 && letter == len(out)-1 && out[letter] == 'w':
			out[letter] = 'u' // shuruk
		case r == hebrewHolam && letter >= 0 && letter == len(out)-1 && out[letter] == 'w':
			out[letter] = 'o'
		case hebrewPoints[r] != 0:
			out = append(out, hebrewPoints[r])
		default:
			if d, ok := digitValue(r); ok {
				out = append(out, d)
			} else if ScriptOf(r) == ScriptLatin {
				out = appendFoldedRune(out, r)
			}
		}
	}
	return string(out)
}

func isGeresh(r rune) bool {
	switch r {
	case '׳', '\'', '’', '‘', '`', '´', 'ʼ', '′':
		return true
	}
	return false
}
