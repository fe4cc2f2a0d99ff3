package names

import "golang.org/x/text/unicode/norm"

// thaiInitials and thaiFinals are the Royal Thai General System's spellings of a consonant before
// and after a vowel. Lao letters stand 0x80 after the Thai ones and are brought to them.
var thaiInitials = map[rune]string{
	'ก': "k", 'ข': "kh", 'ฃ': "kh", 'ค': "kh", 'ฅ': "kh", 'ฆ': "kh", 'ง': "ng", 'จ': "ch", 'ฉ': "ch", 'ช': "ch", 'ซ': "s", 'ฌ': "ch", 'ญ': "y",
	'ฎ': "d", 'ฏ': "t", 'ฐ': "th", 'ฑ': "th", 'ฒ': "th", 'ณ': "n", 'ด': "d", 'ต': "t", 'ถ': "th", 'ท': "th", 'ธ': "th", 'น': "n", 'บ': "b",
	'ป': "p", 'ผ': "ph", 'ฝ': "f", 'พ': "ph", 'ฟ': "f", 'ภ': "ph", 'ม': "m", 'ย': "y", 'ร': "r", 'ล': "l", 'ว': "w", 'ศ': "s", 'ษ': "s",
	'ส': "s", 'ห': "h", 'ฬ': "l", 'อ': "", 'ฮ': "h",
}

var thaiFinals = map[rune]string{
	'ก': "k", 'ข': "k", 'ค': "k", 'ฆ': "k", 'ง': "ng", 'จ': "t", 'ช': "t", 'ซ': "t", 'ฌ': "t", 'ญ': "n", 'ฎ': "t", 'ฏ': "t", 'ฐ': "t", 'ฑ': "t",
	'ฒ': "t", 'ณ': "n", 'ด': "t", 'ต': "t", 'ถ': "t", 'ท': "t", 'ธ': "t", 'น': "n", 'บ': "p", 'ป': "p", 'พ': "p", 'ฟ': "p", 'ภ': "p", 'ม': "m",
	'ย': "i", 'ร': "n", 'ล': "n", 'ว': "o", 'ศ': "t", 'ษ': "t", 'ส': "t", 'ฬ': "n",
}

// romaniseThai spells Thai and Lao: vowels written before their consonant are put behind it, tone
// marks and silenced letters are dropped. With the sound of final consonants first, then with
// letters as written (Thaksin Shinawatra, not Chinnawat), as many names keep them.
func romaniseThai(token string) []string {
	rs := thaiLetters(token)
	return []string{spellThai(rs, true), spellThai(rs, false)}
}

// thaiLetters drops tone marks and silenced letters and brings Lao letters to Thai ones.
func thaiLetters(token string) []rune {
	var out []rune
	for _, r := range norm.NFC.String(token) {
		switch {
		case r == 'ໜ':
			out = append(out, 'น')
			continue
		case r == 'ໝ':
			out = append(out, 'ม')
			continue
		case r == 'ຼ':
			out = append(out, 'ล')
			continue
		case r == 'ົ':
			out = append(out, laoShortO)
			continue
		case r == 'ຽ':
			out = append(out, 'ี', 'ย')
			continue
		case r == 'ຊ':
			out = append(out, 'ซ')
			continue
		case r == 'ຍ':
			out = append(out, 'ญ')
			continue
		case r == 'ຢ':
			out = append(out, 'ย')
			continue
		case r >= 0x0E80 && r <= 0x0ECF:
			r -= 0x80
		}
		switch {
		case r >= '่' && r <= '๋', r == 'ๆ', r == 'ฯ', r == 'ํ', r == '๎':
		case r == '์': // silences the consonant before it, with its vowel
			n := len(out)
			if n > 0 && (out[n-1] == 'ิ' || out[n-1] == 'ุ') {
				n--
			}
			if n > 0 && thaiConsonant(out[n-1]) {
				n--
			}
			out = out[:n]
		case r == 'ำ':
			out = append(out, 'ั', 'ม')
		default:
			out = append(out, r)
		}
	}
	return out
}

// laoShortO stands for the Lao short o, written above, which Thai lacks; it is no character of either.
const laoShortO = rune(-2)

func thaiConsonant(r rune) bool { return r >= 'ก' && r <= 'ฮ' && r != 'ฤ' && r != 'ฦ' }

func thaiAbove(r rune) bool {
	return r >= 'ั' && r <= 'ฺ' || r == '็' || r == laoShortO
}

// spellThai reads one syllable after the other: [leading vowel] consonants [vowel] [final].
func spellThai(rs []rune, bySound bool) string {
	var out []byte
	at := func(i int) rune {
		if i < 0 || i >= len(rs) {
			return 0
		}
		return rs[i]
	}
	i := 0
	for i < len(rs) {
		r := rs[i]
		lead := rune(0)
		if r >= 'เ' && r <= 'ไ' {
			lead = r
			i++
			r = at(i)
		}
		if !thaiConsonant(r) {
			switch {
			case r == 'ฤ':
				out = append(out, "rue"...)
			case r == 'ะ' || r == 'า' || r == 'ั':
				out = append(out, 'a')
			case thaiAbove(r) || r >= 'เ' && r <= 'ๅ' || r == 0:
			default:
				out = appendDecomposed(out, r, thaiInitials)
			}
			if lead != 0 {
				out = append(out, thaiLeadVowel(lead)...)
			}
			i++
			continue
		}
		// Initial consonant, and a second one of a cluster where a vowel shows that it is one.
		out = append(out, thaiInitials[r]...)
		i++
		silentH := r == 'ห' && (at(i) == 'น' || at(i) == 'ม' || at(i) == 'ล' || at(i) == 'ร' || at(i) == 'ง' || at(i) == 'ว' || at(i) == 'ย' || at(i) == 'ญ') &&
			(lead != 0 || thaiAbove(at(i+1)) || at(i+1) == 'า' || at(i+1) == 'ะ')
		if silentH {
			out = append(out[:len(out)-1], thaiInitials[at(i)]...)
			i++
		} else if c := at(i); thaiCluster(r, c) &&
			(thaiVowelFollows(at(i+1)) || lead != 0 && thaiConsonant(at(i+1)) && !thaiVowelFollows(at(i+2))) {
			if c != 'ร' || r != 'ศ' && r != 'ส' && r != 'ซ' {
				out = append(out, thaiInitials[c]...)
			}
			i++
		}
		vowel, used := thaiVowel(lead, rs[i:])
		i += used
		out = append(out, vowel...)
		// Final consonant: one that has no vowel of its own.
		if c := at(i); vowel != "" && thaiConsonant(c) && !thaiVowelFollows(at(i+1)) && !(c == 'อ') {
			next := at(i + 1)
			if thaiCluster(c, next) && thaiVowelFollows(at(i+2)) {
				continue // the consonant starts a cluster
			}
			if i+2 == len(rs) && thaiConsonant(next) && next != 'ร' && c != 'ย' && c != 'ว' {
				continue // two last consonants are a syllable of their own: phumi-phon
			}
			if bySound || c == 'ย' || c == 'ว' {
				out = append(out, thaiFinals[c]...)
			} else {
				out = append(out, thaiInitials[c]...)
			}
			i++
			if bySound && i+1 == len(rs) && at(i) == 'ร' && thaiFinals[c] == "t" {
				i++ // -tr at the end is said t
			}
		}
	}
	return string(out)
}

// thaiCluster tells whether two consonants can start a syllable together.
func thaiCluster(first, second rune) bool {
	switch second {
	case 'ร', 'ล':
		switch first {
		case 'ก', 'ข', 'ค', 'ต', 'ป', 'พ', 'ผ', 'ท', 'บ', 'ด', 'ฟ', 'ศ', 'ส', 'ซ':
			return true
		}
	case 'ว':
		return first == 'ก' || first == 'ข' || first == 'ค'
	}
	return false
}

// thaiVowelFollows tells a vowel sign that is written after or above its consonant.
func thaiVowelFollows(r rune) bool {
	return thaiAbove(r) || r == 'า' || r == 'ะ' || r == 'ๅ'
}

func thaiLeadVowel(lead rune) string {
	switch lead {
	case 'เ':
		return "e"
	case 'แ':
		return "ae"
	case 'โ':
		return "o"
	case 'ใ', 'ไ':
		return "ai"
	}
	return ""
}

// thaiVowel gives the vowel of a syllable from the sign before its consonant and what follows, and
// how many letters of the latter belong to it.
func thaiVowel(lead rune, rest []rune) (string, int) {
	at := func(i int) rune {
		if i < 0 || i >= len(rest) {
			return 0
		}
		return rest[i]
	}
	switch lead {
	case 'เ':
		switch {
		case at(0) == 'ี' && at(1) == 'ย':
			return "ia", 2
		case at(0) == 'ื' && at(1) == 'อ':
			return "uea", 2
		case at(0) == 'า' && at(1) == 'ะ':
			return "o", 2
		case at(0) == 'า':
			return "ao", 1
		case at(0) == 'อ':
			return "oe", 1
		case at(0) == 'ิ':
			return "oe", 1
		case at(0) == 'ย' && !thaiVowelFollows(at(1)):
			return "oei", 1
		case at(0) == '็' || at(0) == 'ะ' || at(0) == 'ั':
			return "e", 1
		}
		return "e", 0
	case 'แ':
		if at(0) == 'ะ' || at(0) == '็' {
			return "ae", 1
		}
		return "ae", 0
	case 'โ':
		if at(0) == 'ะ' {
			return "o", 1
		}
		return "o", 0
	case 'ใ':
		return "ai", 0
	case 'ไ':
		if at(0) == 'ย' && !thaiVowelFollows(at(1)) {
			return "ai", 1
		}
		return "ai", 0
	}
	switch at(0) {
	case 'ั':
		if at(1) == 'ว' {
			return "ua", 2
		}
		return "a", 1
	case 'ะ', 'า', 'ๅ':
		return "a", 1
	case 'ิ', 'ี':
		return "i", 1
	case 'ึ':
		return "ue", 1
	case 'ื':
		if at(1) == 'อ' {
			return "ue", 2
		}
		return "ue", 1
	case 'ุ', 'ู':
		return "u", 1
	case '็':
		if at(1) == 'อ' {
			return "o", 2
		}
		return "o", 1
	case laoShortO:
		return "o", 1
	case 'อ':
		if !thaiVowelFollows(at(1)) {
			return "o", 1
		}
	case 'ร':
		if at(1) == 'ร' {
			if thaiConsonant(at(2)) && !thaiVowelFollows(at(3)) {
				return "a", 2
			}
			return "an", 2
		}
	case 'ว':
		if thaiConsonant(at(1)) && !thaiVowelFollows(at(2)) {
			return "ua", 1
		}
	case 0:
		return "", 0
	}
	// No vowel sign: o before a final consonant, else a.
	if c := at(0); thaiConsonant(c) && !thaiVowelFollows(at(1)) {
		return "o", 0
	}
	return "a", 0
}
