package names

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Initials in other scripts.
//
// A person's middle initial is written in Latin letters as one letter and a stop; other scripts write
// the letter itself (Дж. for G. or J.) or the English letter's name (جی. and ஜி. for G.). What ends in
// a stop and is one of these is an initial, of any of the Latin letters that it may stand for, likeliest
// first. Sources of the tables: general knowledge of how these scripts write English initials.

// letterNames gives the Latin letters by the name of the letter as Persian and Arabic write it, in the
// symbols of arabicLetters.
var letterNames = map[string]string{
	"Ay": "aei", "Iyh": "a", "Ayh": "a", "Oyh": "a", "M": "a", "A": "aei", "O": "aoe", "I": "ie", "by": "bp", "sy": "c", "dy": "d", "Qy": "e", "Iy": "ei", "Af": "f", "If": "f",
	"jy": "gj", "AX": "h", "AyX": "h", "Itc": "h", "Atc": "h", "My": "i", "jyh": "j", "jAy": "j", "ky": "k", "kyh": "k", "kAy": "k", "Al": "l", "Il": "l", "Ayl": "l", "Am": "m", "Im": "m", "Aym": "m",
	"An": "n", "In": "n", "Ayn": "n", "Aw": "o", "Ow": "o", "py": "p", "kyw": "q", "Mr": "r", "Ar": "r", "Or": "r", "As": "s", "Is": "s", "Ays": "s", "ty": "t", "yw": "u", "wy": "v", "fy": "v",
	"dblyw": "w", "dAblyw": "w", "Aks": "x", "wAy": "y", "zd": "z", "zy": "z",
	"b": "b", "p": "p", "t": "t", "C": "t", "j": "gj", "X": "c", "H": "h", "x": "k", "d": "d", "V": "d", "r": "r", "z": "z", "s": "sc", "c": "s", "S": "s", "D": "d", "T": "t", "E": "aoiu", "G": "g",
	"f": "fpv", "q": "qgk", "k": "kc", "g": "g", "l": "l", "m": "m", "n": "n", "w": "wvou", "h": "h", "y": "yiej",
}

// indicLetterNames gives the Latin letters by the romanised name of the letter.
var indicLetterNames = map[string]string{
	"e": "ae", "bi": "b", "pi": "pb", "si": "c", "chi": "c", "di": "d", "ti": "td", "i": "e", "eph": "f", "ef": "f", "ep": "f", "ji": "g", "ech": "h", "ehc": "h", "ai": "i", "je": "j", "ke": "k", "el": "l", "em": "m", "en": "n",
	"o": "o", "kyu": "q", "ar": "r", "es": "sh", "yu": "u", "vi": "v", "dablyu": "w", "tabilyu": "w", "tapilyu": "w", "eks": "x", "vai": "y", "jed": "z", "ised": "z",
}

// hebrewInitials and the like give the Latin letters that a single letter may stand for.
var hebrewInitials = map[string]string{
	"א": "aeio", "ב": "bv", "ג": "g", "ג'": "jg", "ד": "d", "ה": "h", "ו": "wvou", "ז": "z", "ח": "hc", "ט": "t", "י": "yji", "כ": "kc", "ל": "l", "מ": "m", "נ": "n", "ס": "sc", "ע": "aeio",
	"פ": "pf", "צ": "c", "ק": "kcq", "ר": "r", "ש": "s", "ת": "t",
	"איי": "a", "אי": "ie", "בי": "b", "סי": "c", "די": "d", "אף": "f", "גי": "g", "גיי": "j", "קיי": "k", "אל": "l", "אם": "m", "אן": "n", "או": "o", "פי": "p", "אר": "r", "אס": "s", "טי": "t", "וי": "v", "דבליו": "w",
}

var cyrillicInitials = map[rune]string{
	'а': "a", 'б': "b", 'в': "vw", 'г': "gh", 'д': "d", 'е': "ey", 'ё': "ey", 'ж': "jzg", 'з': "zs", 'и': "iy", 'й': "yj", 'к': "kcq", 'л': "l", 'м': "m", 'н': "n", 'о': "o", 'п': "p", 'р': "r", 'с': "sc", 'т': "t",
	'у': "uw", 'ф': "fp", 'х': "hkc", 'ц': "ct", 'ч': "c", 'ш': "s", 'щ': "s", 'э': "e", 'ю': "yju", 'я': "yj", 'і': "i", 'ї': "iy", 'є': "ey", 'ґ': "g", 'ў': "uw", 'ј': "jy", 'љ': "l", 'њ': "n", 'ћ': "c", 'ђ': "d", 'џ': "jgd",
}

var greekInitials = map[rune]string{
	'α': "a", 'β': "vb", 'γ': "gy", 'δ': "d", 'ε': "e", 'ζ': "z", 'η': "ieh", 'θ': "t", 'ι': "ij", 'κ': "kc", 'λ': "l", 'μ': "m", 'ν': "n", 'ξ': "x", 'ο': "o", 'π': "p", 'ρ': "r", 'σ': "s", 'τ': "t", 'υ': "yi", 'φ': "fp", 'χ': "chk", 'ω': "o",
}

// initialToken reads a word with a stop behind it as an initial, if it is one.
func initialToken(word string, t Token) (Token, bool) {
	var letters string
	switch t.Channel {
	case ChanArabic, ChanPersian:
		letters = letterNames[t.Form]
	case ChanHebrew:
		letters = hebrewInitials[word]
	case ChanCyrillic, ChanGreek:
		lower := strings.ToLower(word)
		switch {
		case lower == "дж":
			letters = "jg"
		case utf8.RuneCountInString(lower) == 1:
			r, _ := utf8.DecodeRuneInString(lower)
			letters = cyrillicInitials[r] + greekInitials[foldTonos(r)]
		}
	case ChanIndic:
		letters = indicLetterNames[t.Form]
		for _, a := range t.Alternatives {
			letters += indicLetterNames[a.Form]
		}
		if letters == "" && len(t.Form) <= 3 && writtenLetters(word) <= 2 {
			// The letter itself, with its vowel: க. (ka) for K., இரா. (ira) for R.
			letters = t.Form[:1]
			if len(t.Form) > 1 && letters == "i" && strings.ContainsAny(t.Form[1:2], "rl") {
				letters = t.Form[1:2]
			}
		}
	}
	if letters == "" {
		return t, false
	}
	out := Token{Text: t.Text, Form: letters[:1], Channel: ChanLatin, Role: Initial, LookAlike: t.LookAlike}
	for i := 1; i < len(letters); i++ {
		if strings.IndexByte(letters[:i], letters[i]) < 0 {
			out.Alternatives = append(out.Alternatives, Reading{letters[i : i+1], ChanLatin})
		}
	}
	if t.Channel != ChanArabic && t.Channel != ChanPersian && t.Channel != ChanHebrew {
		out.Alternatives = append(out.Alternatives, Reading{t.Form, t.Channel})
	}
	return out, true
}

func foldTonos(r rune) rune {
	if i := strings.IndexRune("άέήίόύώ", r); i >= 0 {
		return []rune("αεηιουω")[utf8.RuneCountInString("άέήίόύώ"[:i])]
	}
	return r
}

// writtenLetters counts the letters of a word, without the marks that belong to them.
func writtenLetters(word string) int {
	n := 0
	for _, r := range word {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n
}

// stopped tells which of the words of a name have a stop right behind them.
func stopped(raw string, words []string) []bool {
	out := make([]bool, len(words))
	if !strings.Contains(raw, ".") {
		return out
	}
	at := 0
	for i, w := range words {
		j := strings.Index(raw[at:], w)
		if j < 0 {
			continue
		}
		at += j + len(w)
		out[i] = strings.HasPrefix(raw[at:], ".")
	}
	return out
}
