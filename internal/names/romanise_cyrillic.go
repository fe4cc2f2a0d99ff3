package names

import "golang.org/x/text/unicode/norm"

// cyrillicLetters spells Cyrillic letters the way most Latin spellings of persons' names do, which
// for Russian is close to BGN/PCGN without marks. Letters that only some languages have are spelled
// as in that language.
var cyrillicLetters = map[rune]string{
	'а': "a", 'б': "b", 'в': "v", 'г': "g", 'д': "d", 'е': "e", 'ё': "e", 'ж': "zh", 'з': "z", 'и': "i",
	'й': "y", 'к': "k", 'л': "l", 'м': "m", 'н': "n", 'о': "o", 'п': "p", 'р': "r", 'с': "s", 'т': "t",
	'у': "u", 'ф': "f", 'х': "kh", 'ц': "ts", 'ч': "ch", 'ш': "sh", 'щ': "shch", 'ъ': "", 'ы': "y", 'ь': "",
	'э': "e", 'ю': "yu", 'я': "ya",
	// Ukrainian, Belarusian, Rusyn.
	'і': "i", 'ї': "i", 'є': "ye", 'ґ': "g", 'ў': "u",
	// Serbian, Macedonian, Montenegrin.
	'ђ': "dj", 'ј': "j", 'љ': "lj", 'њ': "nj", 'ћ': "c", 'џ': "dz", 'ѓ': "gj", 'ќ': "kj", 'ѕ': "dz", 'ѝ': "i",
	// Kazakh, Kyrgyz, Uzbek, Tajik, Turkmen, Tatar, Bashkir, Uyghur, Mongolian, Azeri.
	'ә': "a", 'ғ': "gh", 'қ': "q", 'ң': "ng", 'ө': "o", 'ұ': "u", 'ү': "u", 'һ': "h", 'ӣ': "i", 'ӯ': "u", 'ҳ': "h",
	'ҷ': "j", 'җ': "j", 'ҫ': "s", 'ҙ': "z", 'ҡ': "q", 'ҥ': "ng", 'ҕ': "gh", 'ҹ': "j", 'ҝ': "g", 'ӌ': "j",
	// Caucasus, Volga and Siberia.
	'ӏ': "", 'ҭ': "t", 'ҵ': "ts", 'ҽ': "ch", 'ҿ': "ch", 'ҟ': "k", 'ҩ': "o", 'ԥ': "p", 'ҧ': "p", 'ӡ': "dz", 'ӕ': "a",
	'ҏ': "r", 'ӄ': "k", 'ӈ': "ng", 'ӊ': "n", 'ӎ': "m", 'ӆ': "l", 'ԓ': "l", 'ԯ': "d", 'ӷ': "gh", 'ӻ': "gh", 'ӽ': "kh",
	'ҋ': "y", 'ҍ': "", 'ԁ': "d", 'ԋ': "n", 'ԉ': "l", 'ԍ': "s", 'ԏ': "t", 'ԛ': "q", 'ԝ': "w", 'ӑ': "a", 'ӗ': "e", 'ӓ': "a",
	'ӧ': "o", 'ӱ': "u", 'ӳ': "u", 'ӝ': "j", 'ӟ': "dz", 'ӥ': "i", 'ӵ': "ch", 'ӹ': "y", 'ӛ': "a", 'ӫ': "o", 'ӭ': "e", 'ӂ': "j",
	// Before the spelling reforms.
	'ѣ': "e", 'ѳ': "f", 'ѵ': "i", 'ѫ': "a", 'ѧ': "ya", 'ѭ': "ya", 'ѡ': "o", 'ѯ': "ks", 'ѱ': "ps", 'ѥ': "ye", 'ꙗ': "ya",
}

// Letters that sound otherwise in some languages; they apply where the token shows by another
// letter which language it is.
var (
	cyrillicUkrainian = map[rune]string{'г': "h", 'и': "y"}
	cyrillicSerbian   = map[rune]string{'ж': "z", 'х': "h", 'ц': "c", 'ч': "c", 'ш': "s"}
	cyrillicYo        = map[rune]string{'ё': "yo", cyrillicYe: "ye"}
	cyrillicAbkhaz    = map[rune]string{'ә': "", 'ҷ': "ch"}
)

// cyrillicYe stands for an е that is said ye: at the start, after a vowel or a sign. It is no character.
const cyrillicYe = rune(-1)

// romaniseCyrillic gives one reading, or a second where the token leaves the language open or where
// ё or an е said ye may be written so (Eltsin, Yeltsin).
func romaniseCyrillic(token string) []string {
	rs := lowerRunes(norm.NFC, token)
	var ukrainian, serbian, abkhaz, yo bool
	for i, r := range rs {
		switch r {
		case 'ь': // -ський, -цький: Russian writes no soft sign there.
			ukrainian = ukrainian || i > 0 && i+1 < len(rs) && rs[i+1] == 'к' && (rs[i-1] == 'с' || rs[i-1] == 'ц')
		case 'ї', 'є', 'ґ', 'і', 'ў':
			ukrainian = true
		case 'ђ', 'ј', 'љ', 'њ', 'ћ', 'џ':
			serbian = true
		case 'ҭ', 'ҵ', 'ҽ', 'ҿ', 'ҟ', 'ҩ', 'ԥ', 'ҧ', 'ӡ':
			abkhaz = true
		case 'ё':
			yo = true
		}
	}
	for _, r := range rs { // Kazakh has і too, but none of the other Ukrainian habits.
		switch r {
		case 'ә', 'ғ', 'қ', 'ң', 'ө', 'ұ', 'ү', 'һ', 'ҳ', 'ҷ', 'ӯ', 'ӣ':
			ukrainian = false
		}
	}
	switch {
	case ukrainian:
		return []string{spellCyrillic(rs, cyrillicUkrainian), spellCyrillic(rs, nil)}
	case serbian:
		return []string{spellCyrillic(rs, cyrillicSerbian), spellCyrillic(rs, nil)}
	case abkhaz:
		return []string{spellCyrillic(rs, cyrillicAbkhaz)}
	}
	plain := spellCyrillic(rs, nil)
	for i, r := range rs {
		if r == 'е' && (i == 0 || isCyrillicVowel(rs[i-1]) || rs[i-1] == 'ь' || rs[i-1] == 'ъ') {
			rs[i] = cyrillicYe
			yo = true
		}
	}
	if yo {
		return []string{plain, spellCyrillic(rs, cyrillicYo)}
	}
	return []string{plain}
}

func spellCyrillic(rs []rune, special map[rune]string) string {
	out := make([]byte, 0, 2*len(rs))
	for i, r := range rs {
		if s, ok := special[r]; ok {
			out = append(out, s...)
			continue
		}
		if r == 'ъ' && hardSignIsVowel(rs, i) {
			out = append(out, 'a')
			continue
		}
		if s, ok := cyrillicLetters[r]; ok {
			out = append(out, s...)
			continue
		}
		out = appendDecomposed(out, r, cyrillicLetters)
	}
	return string(out)
}

// hardSignIsVowel tells the Bulgarian ъ, a vowel between consonants, from the Russian sign before a
// vowel letter and the Tajik one after a vowel.
func hardSignIsVowel(rs []rune, i int) bool {
	return i+1 < len(rs) && !isCyrillicVowel(rs[i+1]) && (i == 0 || !isCyrillicVowel(rs[i-1]))
}

func isCyrillicVowel(r rune) bool {
	switch r {
	case 'а', 'е', cyrillicYe, 'ё', 'и', 'о', 'у', 'ы', 'э', 'ю', 'я', 'і', 'ї', 'є', 'ӣ', 'ӯ', 'ў', 'ә', 'ө', 'ү', 'ұ':
		return true
	}
	return false
}

// appendDecomposed spells a letter that the table does not know by its base letter, and what is no
// letter of the script at all (digits, Latin letters) as FoldLatin does. Marks and what the generic
// table would make of foreign letters are left out.
func appendDecomposed(dst []byte, r rune, table map[rune]string) []byte {
	if d, ok := digitValue(r); ok {
		return append(dst, d)
	}
	switch s := ScriptOf(r); s {
	case ScriptLatin:
		return appendFoldedRune(dst, r)
	case ScriptCommon:
		return dst
	}
	decomposed := norm.NFKD.String(string(r))
	if decomposed == string(r) {
		return appendFoldedRune(dst, r)
	}
	for _, d := range decomposed {
		if s, ok := table[d]; ok {
			dst = append(dst, s...)
		}
	}
	return dst
}
