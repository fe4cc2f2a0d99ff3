package names

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// burmeseInitials spells the consonants as names in English texts do (htin, khin, thein).
var burmeseInitials = map[rune]string{
	'က': "k", 'ခ': "kh", 'ဂ': "g", 'ဃ': "g", 'င': "ng", 'စ': "s", 'ဆ': "s", 'ဇ': "z", 'ဈ': "z", 'ဉ': "ny", 'ည': "ny", 'ဋ': "t", 'ဌ': "ht",
	'ဍ': "d", 'ဎ': "d", 'ဏ': "n", 'တ': "t", 'ထ': "ht", 'ဒ': "d", 'ဓ': "d", 'န': "n", 'ပ': "p", 'ဖ': "ph", 'ဗ': "b", 'ဘ': "b", 'မ': "m", 'ယ': "y",
	'ရ': "y", 'လ': "l", 'ဝ': "w", 'သ': "th", 'ဟ': "h", 'ဠ': "l", 'အ': "", 'ဿ': "th",
	// Shan and Mon letters.
	'ၵ': "k", 'ၶ': "kh", 'ၷ': "g", 'ၸ': "ts", 'ၹ': "z", 'ၺ': "ny", 'ၻ': "d", 'ၼ': "n", 'ၽ': "ph", 'ၾ': "f", 'ၿ': "b", 'ႀ': "th", 'ႁ': "h", 'ၚ': "ng", 'ၛ': "jh",
}

var burmeseIndependent = map[rune]string{
	'ဣ': "i", 'ဤ': "i", 'ဥ': "u", 'ဦ': "u", 'ဧ': "e", 'ဩ': "aw", 'ဪ': "aw", '၎': "l", '၏': "i", '၍': "ywe", '၌': "hnai",
}

// burmeseRhymes gives the rhyme by vowel signs and final consonant (the latter with asat), all in
// the order of encoding.
var burmeseRhymes = map[string]string{
	"": "a", "ာ": "a", "ါ": "a", "ိ": "i", "ီ": "i", "ု": "u", "ူ": "u", "ေ": "ay", "ဲ": "e", "ော": "aw", "ေါ": "aw", "ို": "o", "ံ": "an", "ုံ": "on", "ိံ": "ein",
	"က်": "et", "ောက်": "auk", "ေါက်": "auk", "ိုက်": "aik", "င်": "in", "ောင်": "aung", "ေါင်": "aung", "ိုင်": "aing", "စ်": "it", "ည်": "i", "ဉ်": "in",
	"တ်": "at", "ိတ်": "eik", "ုတ်": "ok", "န်": "an", "ိန်": "ein", "ုန်": "on", "ပ်": "at", "ိပ်": "eik", "ုပ်": "ok", "မ်": "an", "ိမ်": "ein", "ုမ်": "on",
	"ယ်": "e", "ော်": "aw", "ေါ်": "aw", "ေတ်": "it", "ါန်": "an", "ာန်": "an", "ာတ်": "at", "ဏ်": "an", "သ်": "at", "ရ်": "a", "လ်": "al", "ိုယ်": "o", "ိုလ်": "o", "ူလ်": "u", "ုယ်": "we",
	"ဒ်": "at", "ာဒ်": "at", "ိဒ်": "eik", "ုဒ်": "ok", "ဗ်": "at", "ာဇ်": "at", "ဇ်": "it", "ာက်": "at", "ာင်": "an", "ာမ်": "an", "ာပ်": "at", "ီး": "i",
}

// burmeseW gives the rhymes after the medial w.
var burmeseW = map[string]string{"န်": "un", "တ်": "ut", "မ်": "un", "ပ်": "ut", "ံ": "un", "": "wa", "ာ": "wa", "ါ": "wa"}

// romaniseBurmese reads syllable by syllable: consonant, medials, vowel signs, final with asat.
// Tone marks are dropped. A consonant that stands over another is read as a final.
func romaniseBurmese(token string) string {
	rs := []rune(norm.NFC.String(token))
	var out []byte
	at := func(i int) rune {
		if i < 0 || i >= len(rs) {
			return 0
		}
		return rs[i]
	}
	for i := 0; i < len(rs); {
		r := rs[i]
		initial, ok := burmeseInitials[r]
		if !ok {
			if s := burmeseIndependent[r]; s != "" {
				out = append(out, s...)
			} else if r >= 0x1000 && r <= 0x109F && !isDigit(r) {
				// A sign without its consonant: broken text.
			} else {
				out = appendDecomposed(out, r, nil)
			}
			i++
			continue
		}
		i++
		var y, ra, w, h bool
	medials:
		for {
			switch at(i) {
			case 'ျ':
				y = true
			case 'ြ':
				ra = true
			case 'ွ':
				w = true
			case 'ှ':
				h = true
			default:
				break medials
			}
			i++
		}
		var rhyme strings.Builder
		for burmeseVowelSign(at(i)) {
			if at(i) != '့' && at(i) != 'း' {
				rhyme.WriteRune(at(i))
			}
			i++
		}
		// A final: consonant + asat, or consonant + asat + virama (kinzi), or consonant + virama.
		if f := at(i); burmeseInitials[f] != "" {
			j := i + 1
			for at(j) == '့' {
				j++
			}
			if at(j) == '်' || at(j) == '္' {
				rhyme.WriteRune(f)
				rhyme.WriteRune('်')
				i = j + 1
				if at(i) == '္' {
					i++
				}
			}
		}
		for at(i) == '့' || at(i) == 'း' || at(i) == '်' {
			if at(i) == '်' {
				rhyme.WriteRune('်')
			}
			i++
		}
		if at(i) == '္' { // the vowel-bearing consonant is the lower one
			i++
		}
		out = append(out, burmeseOnset(r, initial, y, ra, h)...)
		out = append(out, burmeseRhyme(rhyme.String(), w)...)
	}
	return string(out)
}

func burmeseVowelSign(r rune) bool {
	switch r {
	case 'ာ', 'ါ', 'ိ', 'ီ', 'ု', 'ူ', 'ေ', 'ဲ', 'ံ', '့', 'း', 'ဳ', 'ဴ', 'ဵ':
		return true
	}
	return false
}

func burmeseOnset(r rune, initial string, y, ra, h bool) string {
	switch {
	case h && (r == 'ရ' || r == 'ယ' || r == 'လ' && y):
		initial = "sh"
	case h && strings.ContainsRune("မနညဉငလဝ", r):
		initial = "h" + initial
	}
	if y || ra {
		if r == 'ခ' {
			initial = "ch"
		} else {
			initial += "y"
		}
	}
	return initial
}

func burmeseRhyme(signs string, w bool) string {
	if w {
		if s, ok := burmeseW[signs]; ok {
			return s
		}
	}
	s, ok := burmeseRhymes[signs]
	if !ok {
		// An unknown combination: the vowel by its signs, the final by its consonant.
		for _, r := range signs {
			if v := burmeseRhymes[string(r)]; v != "" {
				s += v
			} else {
				s += burmeseInitials[r]
			}
		}
	}
	if w {
		return "w" + s
	}
	return s
}

// khmerConsonants gives each consonant's sound and its series: vowel signs sound otherwise after
// the first (a) than after the second (o).
var khmerConsonants = map[rune]struct {
	text   string
	second bool
}{
	'ក': {"k", false}, 'ខ': {"kh", false}, 'គ': {"k", true}, 'ឃ': {"kh", true}, 'ង': {"ng", true}, 'ច': {"ch", false}, 'ឆ': {"chh", false},
	'ជ': {"ch", true}, 'ឈ': {"chh", true}, 'ញ': {"nh", true}, 'ដ': {"d", false}, 'ឋ': {"th", false}, 'ឌ': {"d", true}, 'ឍ': {"th", true},
	'ណ': {"n", false}, 'ត': {"t", false}, 'ថ': {"th", false}, 'ទ': {"t", true}, 'ធ': {"th", true}, 'ន': {"n", true}, 'ប': {"b", false}, 'ផ': {"ph", false},
	'ព': {"p", true}, 'ភ': {"ph", true}, 'ម': {"m", true}, 'យ': {"y", true}, 'រ': {"r", true}, 'ល': {"l", true}, 'វ': {"v", true}, 'ឝ': {"s", false},
	'ឞ': {"s", false}, 'ស': {"s", false}, 'ហ': {"h", false}, 'ឡ': {"l", false}, 'អ': {"", false},
}

// khmerSigns gives the vowel signs after the two series.
var khmerSigns = map[rune][2]string{
	'ា': {"a", "ea"}, 'ិ': {"e", "i"}, 'ី': {"ey", "i"}, 'ឹ': {"oe", "ue"}, 'ឺ': {"eu", "eu"}, 'ុ': {"o", "u"}, 'ូ': {"ou", "u"}, 'ួ': {"uo", "uo"},
	'ើ': {"aeu", "eu"}, 'ឿ': {"oea", "oea"}, 'ៀ': {"ie", "ie"}, 'េ': {"e", "e"}, 'ែ': {"e", "e"}, 'ៃ': {"ai", "ey"}, 'ោ': {"ao", "o"}, 'ៅ': {"au", "ov"},
	'ំ': {"am", "um"}, 'ះ': {"ah", "eah"}, 'ៈ': {"a", "ea"},
}

var khmerIndependent = map[rune]string{
	'ឣ': "a", 'ឤ': "a", 'ឥ': "e", 'ឦ': "ei", 'ឧ': "u", 'ឨ': "uk", 'ឩ': "u", 'ឪ': "ov", 'ឫ': "rue", 'ឬ': "rue", 'ឭ': "lue", 'ឮ': "lue", 'ឯ': "ae", 'ឰ': "ai", 'ឱ': "ao",
	'ឲ': "ao", 'ឳ': "au",
}

const khmerCoeng = '្'

// romaniseKhmer reads consonant clusters with their vowel sign; a consonant without one closes the
// syllable before it or has the vowel of its series.
func romaniseKhmer(token string) string {
	rs := []rune(norm.NFC.String(token))
	var out []byte
	at := func(i int) rune {
		if i < 0 || i >= len(rs) {
			return 0
		}
		return rs[i]
	}
	open := false // the syllable so far can take a final consonant
	for i := 0; i < len(rs); {
		r := rs[i]
		c, ok := khmerConsonants[r]
		if !ok {
			if s := khmerIndependent[r]; s != "" {
				out = append(out, s...)
				open = true
			} else if ScriptOf(r) != ScriptKhmer {
				out = appendDecomposed(out, r, nil)
			}
			i++
			continue
		}
		text, second := c.text, c.second
		i++
		clustered := 0
		for at(i) == khmerCoeng {
			clustered++
			sub, known := khmerConsonants[at(i+1)]
			if !known {
				i++
				break
			}
			text += sub.text
			second = second || sub.second && !khmerSecondWeak(at(i+1))
			i += 2
		}
		shifted := false
		for khmerShifter(at(i)) {
			second = at(i) == '៊'
			shifted = true
			i++
		}
		vowel, signs := "", 0
		for {
			v, isSign := khmerSigns[at(i)]
			if !isSign {
				if khmerMark(at(i)) {
					i++
					continue
				}
				break
			}
			s := v[0]
			if second {
				s = v[1]
			}
			switch {
			case at(i) == 'ំ' && signs > 0:
				s = "m"
			case at(i) == 'ះ' && signs > 0:
				s = "h"
			}
			vowel += s
			signs++
			i++
		}
		out = append(out, text...)
		switch {
		case signs > 0:
			out = append(out, vowel...)
			open = !strings.HasSuffix(vowel, "m") && !strings.HasSuffix(vowel, "h")
		case open && !shifted && r != 'ហ' && r != 'អ' && (clustered == 0 || i >= len(rs)):
			open = false // a final
		case i < len(rs) || len(out) == len(text):
			if second {
				out = append(out, 'o')
			} else {
				out = append(out, 'a')
			}
			open = true
		}
	}
	return string(out)
}

// khmerSecondWeak tells sonorants, which do not change the series of the consonant above them.
func khmerSecondWeak(r rune) bool { return strings.ContainsRune("ងញនមយរលវ", r) }

func khmerShifter(r rune) bool { return r == '៉' || r == '៊' }

func khmerMark(r rune) bool { return r >= '់' && r <= '៑' || r == '៝' }
