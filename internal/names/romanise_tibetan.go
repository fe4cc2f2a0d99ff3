package names

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

var tibetanLetters = map[rune]string{
	'ཀ': "k", 'ཁ': "kh", 'ག': "g", 'ང': "ng", 'ཅ': "ch", 'ཆ': "ch", 'ཇ': "j", 'ཉ': "ny", 'ཏ': "t", 'ཐ': "th", 'ད': "d", 'ན': "n", 'པ': "p",
	'ཕ': "ph", 'བ': "b", 'མ': "m", 'ཙ': "ts", 'ཚ': "ts", 'ཛ': "z", 'ཝ': "w", 'ཞ': "zh", 'ཟ': "z", 'འ': "", 'ཡ': "y", 'ར': "r", 'ལ': "l", 'ཤ': "sh",
	'ས': "s", 'ཧ': "h", 'ཨ': "", 'ཊ': "t", 'ཋ': "th", 'ཌ': "d", 'ཎ': "n", 'ཥ': "sh",
}

var tibetanVowels = map[rune]string{'ི': "i", 'ུ': "u", 'ེ': "e", 'ོ': "o", 'ཱ': "a", 'ཻ': "ai", 'ཽ': "au", 'ྀ': "i"}

// tibetanStack is a letter with what stands below it and its vowel sign.
type tibetanStack struct {
	head  rune
	below []rune // as the full letters
	vowel string
}

// romaniseTibetan spells Tibetan roughly as names are (Tenzin Gyatso): silent prefixes, heads and
// second suffixes are dropped, letters under others change the sound, d, s and ' at the end are not
// said. Syllables end at a tsheg.
func romaniseTibetan(token string) string {
	var out strings.Builder
	var syllable []tibetanStack
	flush := func() {
		out.WriteString(tibetanSyllable(syllable))
		syllable = syllable[:0]
	}
	for _, r := range norm.NFD.String(token) {
		switch n := len(syllable); {
		case tibetanLetters[r] != "" || r == 'འ' || r == 'ཨ':
			syllable = append(syllable, tibetanStack{head: r})
		case r >= 0x0F90 && r <= 0x0FBC && n > 0:
			syllable[n-1].below = append(syllable[n-1].below, r-0x50)
		case tibetanVowels[r] != "" && n > 0:
			syllable[n-1].vowel = tibetanVowels[r]
		case ScriptOf(r) == ScriptTibetan:
			// A sign without sound.
		default:
			flush()
			out.Write(appendDecomposed(nil, r, nil))
		}
	}
	flush()
	return out.String()
}

func tibetanSyllable(s []tibetanStack) string {
	if len(s) == 0 {
		return ""
	}
	root := tibetanRoot(s)
	onset := tibetanOnset(s[root])
	vowel := s[root].vowel
	if vowel == "" {
		vowel = "a"
	}
	end := ""
	if root+1 == len(s) {
		return onset + vowel
	}
	x := s[root+1]
	if x.vowel != "" { // a genitive or diminutive grown together: 'i, 'u
		return onset + vowel + x.vowel
	}
	switch x.head {
	case 'ག':
		end = "g"
	case 'ང':
		end = "ng"
	case 'ན':
		end = "n"
	case 'བ':
		end = "b"
	case 'མ':
		end = "m"
	case 'ར':
		end = "r"
	case 'ལ':
		end = "l"
	}
	if vowel == "a" && (x.head == 'ན' || x.head == 'ད' || x.head == 'ས' || x.head == 'ལ') {
		vowel = "e"
	}
	return onset + vowel + end
}

// tibetanRoot finds the stack that bears the syllable's vowel.
func tibetanRoot(s []tibetanStack) int {
	for i, x := range s {
		if x.vowel != "" {
			return i
		}
	}
	for i, x := range s {
		if len(x.below) > 0 {
			return i
		}
	}
	switch {
	case len(s) >= 4:
		return 1
	case len(s) == 3 && strings.ContainsRune("གདབམའ", s[0].head) && s[2].head != 'ས':
		return 1
	case len(s) == 2 && s[1].head == 'འ':
		return 0
	}
	return 0
}

func tibetanOnset(x tibetanStack) string {
	head, below := x.head, x.below
	// r, l and s on top of another consonant are silent.
	if len(below) > 0 && strings.ContainsRune("རལས", head) && !strings.ContainsRune("ཡརལཝའ", below[0]) {
		if head == 'ལ' && below[0] == 'ཧ' {
			return "lh"
		}
		head, below = below[0], below[1:]
	}
	text := tibetanLetters[head]
	for _, b := range below {
		switch b {
		case 'ཡ':
			switch text {
			case "p", "ph":
				text = "ch"
			case "b":
				text = "j"
			case "m":
				text = "ny"
			default:
				text += "y"
			}
		case 'ར':
			switch text {
			case "k", "t", "p":
				text = "t"
			case "kh", "ph", "th":
				text = "th"
			case "g", "d", "b":
				text = "d"
			case "s", "m", "h", "n":
				continue
			}
			text += "r"
		case 'ལ':
			if text == "z" {
				text = "d"
			} else {
				text = "l"
			}
		}
	}
	return text
}

// thaanaLetters romanises Dhivehi as Maldivian passports do.
var thaanaLetters = map[rune]string{
	'ހ': "h", 'ށ': "sh", 'ނ': "n", 'ރ': "r", 'ބ': "b", 'ޅ': "lh", 'ކ': "k", 'އ': "", 'ވ': "v", 'މ': "m", 'ފ': "f", 'ދ': "dh", 'ތ': "th", 'ލ': "l", 'ގ': "g",
	'ޏ': "gn", 'ސ': "s", 'ޑ': "d", 'ޒ': "z", 'ޓ': "t", 'ޔ': "y", 'ޕ': "p", 'ޖ': "j", 'ޗ': "ch", 'ޘ': "s", 'ޙ': "h", 'ޚ': "kh", 'ޛ': "z", 'ޜ': "z", 'ޝ': "sh",
	'ޞ': "s", 'ޟ': "l", 'ޠ': "t", 'ޡ': "z", 'ޢ': "", 'ޣ': "gh", 'ޤ': "q", 'ޥ': "w", 'ަ': "a", 'ާ': "a", 'ި': "i", 'ީ': "i", 'ު': "u", 'ޫ': "u", 'ެ': "e", 'ޭ': "e",
	'ޮ': "o", 'ޯ': "o", 'ް': "",
}

// syriacLetters writes consonants, alaph as a, and vowel points where there are.
var syriacLetters = map[rune]string{
	'ܐ': "a", 'ܒ': "b", 'ܓ': "g", 'ܕ': "d", 'ܗ': "h", 'ܘ': "o", 'ܙ': "z", 'ܚ': "h", 'ܛ': "t", 'ܝ': "y", 'ܟ': "k", 'ܠ': "l", 'ܡ': "m", 'ܢ': "n", 'ܣ': "s",
	'ܤ': "s", 'ܥ': "", 'ܦ': "p", 'ܨ': "s", 'ܩ': "q", 'ܪ': "r", 'ܫ': "sh", 'ܬ': "t", 'ܰ': "a", 'ܱ': "a", 'ܳ': "a", 'ܴ': "a", 'ܶ': "e", 'ܷ': "e", 'ܺ': "i", 'ܻ': "i",
	'ܽ': "u", 'ܾ': "u", 'ܹ': "e", 'ܸ': "e", 'ܵ': "a", 'ܲ': "a",
}

// spellByTable spells letter by letter; letters without an entry go the generic way.
func spellByTable(token string, table map[rune]string) string {
	var out []byte
	for _, r := range norm.NFC.String(token) {
		if s, ok := table[r]; ok {
			out = append(out, s...)
		} else {
			out = appendDecomposed(out, r, table)
		}
	}
	return string(out)
}
