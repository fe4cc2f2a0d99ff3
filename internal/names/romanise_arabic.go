package names

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// arabicLetters gives one symbol for each letter, so that the model, not this table, decides what a
// letter sounds like and which vowels stand between. Letters share a symbol only where Latin
// spellings never tell them apart (ك and ک, د and ډ, ن and ں).
//
//	'  ء    A  ا    B  ښ    C  ث    D  ض    E  ع    F  څ    G  غ    H  ح    I  إ    J  ژ    K  ې ۍ
//	L  ږ    M  آ    N  ے    O  أ    P  ة    Q  ئ    R  ړ ڑ  S  ص    T  ط    U  ځ    V  ذ    W  ؤ
//	X  چ    Y  ى    Z  ظ    b  ب    c  ش    d  د ډ  e  ە    f  ف    g  گ    h  ه ہ ھ    j  ج
//	k  ك    l  ل    m  م    n  ن    o  ۆ    p  پ    q  ق    r  ر    s  س    t  ت ټ ٹ    v  ڤ ۋ
//	w  و    x  خ    y  ي ی  z  ز
//	a i u  written short vowels (fatha, kasra, damma); u also the Uyghur ۇ
var arabicLetters = map[rune]string{
	'ء': "'", 'آ': "M", 'أ': "O", 'ؤ': "W", 'إ': "I", 'ئ': "Q", 'ا': "A", 'ب': "b", 'ة': "P", 'ت': "t",
	'ث': "C", 'ج': "j", 'ح': "H", 'خ': "x", 'د': "d", 'ذ': "V", 'ر': "r", 'ز': "z", 'س': "s", 'ش': "c",
	'ص': "S", 'ض': "D", 'ط': "T", 'ظ': "Z", 'ع': "E", 'غ': "G", 'ف': "f", 'ق': "q", 'ك': "k", 'ل': "l",
	'م': "m", 'ن': "n", 'ه': "h", 'و': "w", 'ى': "Y", 'ي': "y",
	// Alef with wasla, wavy or numbered hamzas.
	'ٱ': "A", 'ٲ': "O", 'ٳ': "I", 'ٵ': "O", 'ٶ': "W", 'ٷ': "W", 'ٸ': "Q", 'ݳ': "A", 'ݴ': "A",
	// Persian, Dari, Urdu, Sindhi, Punjabi.
	'پ': "p", 'چ': "X", 'ژ': "J", 'گ': "g", 'ک': "k", 'ی': "y", 'ۀ': "h", 'ە': "e", 'ٹ': "t", 'ڈ': "d",
	'ڑ': "R", 'ں': "n", 'ے': "N", 'ۓ': "N", 'ہ': "h", 'ۂ': "h", 'ھ': "h", 'ۃ': "P", 'ٿ': "t", 'ٽ': "t", 'ٺ': "t",
	'ٻ': "b", 'ڀ': "b", 'ڄ': "j", 'ڃ': "j", 'ڇ': "X", 'ڌ': "d", 'ڊ': "d", 'ڏ': "d", 'ڍ': "d", 'ڙ': "R", 'ڦ': "f",
	'ڪ': "k", 'ڳ': "g", 'ڱ': "ng", 'ڻ': "n", 'ݨ': "n", 'ݙ': "d", 'ࣇ': "l",
	// Pashto.
	'ټ': "t", 'ډ': "d", 'ړ': "R", 'ښ': "B", 'ږ': "L", 'ځ': "U", 'څ': "F", 'ڼ': "n", 'ې': "K", 'ۍ': "K", 'ګ': "g",
	// Kurdish, Uyghur, Kazakh, Kyrgyz, Jawi.
	'ۆ': "o", 'ێ': "K", 'ڕ': "r", 'ڵ': "l", 'ڤ': "v", 'ۋ': "v", 'ۇ': "u", 'ۈ': "u", 'ۉ': "u", 'ۅ': "o", 'ڭ': "ng",
	'ڠ': "ng", 'ݢ': "g", 'ڬ': "g", 'ڽ': "ny", 'ۏ': "v", 'ڗ': "z", 'ڨ': "g", 'ݣ': "g", 'ڥ': "v", 'ڢ': "f", 'ڧ': "q",
	'ۊ': "u", 'ݐ': "b",
	// Marks. Tanwin is a vowel with n. Sukun, madda above and others say nothing for a name.
	'َ': "a", 'ِ': "i", 'ُ': "u", 'ً': "an", 'ٍ': "in", 'ٌ': "un", 'ٰ': "A", 'ٖ': "i", 'ٗ': "u",
}

const (
	arabicShadda  = 'ّ'
	arabicAlef    = 'ا'
	arabicLam     = 'ل'
	arabicHamzaUp = 'ٔ'
)

// romaniseArabic writes an Arabic-script token with the symbols of arabicLetters: one for each
// letter, short vowels only where written, a doubled letter where a shadda is.
func romaniseArabic(token string) string {
	out := make([]byte, 0, len(token))
	last := 0 // length before the last letter, which a shadda doubles
	for _, r := range norm.NFKC.String(token) {
		if r == arabicShadda {
			// The shadda may stand after the vowel mark that belongs to the same letter; the
			// letter's symbol is the one to double.
			if last < len(out) {
				doubled := out[last]
				out = append(out, 0)
				copy(out[last+1:], out[last:])
				out[last] = doubled
			}
			last = len(out)
			continue
		}
		s, ok := arabicLetters[r]
		if !ok {
			if d, isDigit := digitValue(r); isDigit {
				out = append(out, d)
			} else if ScriptOf(r) == ScriptLatin {
				out = appendFoldedRune(out, r)
			}
			continue
		}
		if !isArabicMark(r) {
			last = len(out)
		}
		out = append(out, s...)
	}
	return string(out)
}

func isArabicMark(r rune) bool {
	return r >= 'ً' && r <= 'ٟ' || r == 'ٰ' || r == arabicHamzaUp
}

// SplitArabicArticle cuts the definite article ال off the start of an Arabic-script token. At least
// two letters must remain, so that names like آل or الا are not cut. Note that some names start with
// alef and lam of their own (الياس, الهام); has is true for them too, so both forms are to be
// compared.
func SplitArabicArticle(token string) (rest string, has bool) {
	clean := norm.NFKC.String(strings.Map(dropTatweel, token))
	rs := []rune(clean)
	if len(rs) < 4 || rs[0] != arabicAlef && rs[0] != 'ٱ' {
		return token, false
	}
	i := 1
	for i < len(rs) && isArabicMark(rs[i]) {
		i++
	}
	if i >= len(rs) || rs[i] != arabicLam {
		return token, false
	}
	i++
	for i < len(rs) && isArabicMark(rs[i]) && rs[i] != arabicShadda {
		i++
	}
	letters := 0
	for _, r := range rs[i:] {
		if !isArabicMark(r) && ScriptOf(r) == ScriptArabic {
			letters++
		}
	}
	if letters < 2 {
		return token, false
	}
	return string(rs[i:]), true
}

func dropTatweel(r rune) rune {
	if r == 'ـ' || isInvisible(r) {
		return -1
	}
	return r
}
