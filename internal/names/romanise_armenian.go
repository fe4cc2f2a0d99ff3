package names

import "golang.org/x/text/unicode/norm"

var armenianLetters = map[rune]string{
	'ա': "a", 'բ': "b", 'գ': "g", 'դ': "d", 'ե': "e", 'զ': "z", 'է': "e", 'ը': "y", 'թ': "t", 'ժ': "zh", 'ի': "i", 'լ': "l", 'խ': "kh",
	'ծ': "ts", 'կ': "k", 'հ': "h", 'ձ': "dz", 'ղ': "gh", 'ճ': "ch", 'մ': "m", 'յ': "y", 'ն': "n", 'շ': "sh", 'ո': "o", 'չ': "ch", 'պ': "p",
	'ջ': "j", 'ռ': "r", 'ս': "s", 'վ': "v", 'տ': "t", 'ր': "r", 'ց': "ts", 'ւ': "v", 'փ': "p", 'ք': "k", 'օ': "o", 'ֆ': "f", 'և': "ev",
}

// armenianWestern holds the stops, which Western Armenian voices the other way round.
var armenianWestern = map[rune]string{
	'բ': "p", 'գ': "k", 'դ': "t", 'ձ': "ts", 'ջ': "ch", 'պ': "b", 'կ': "g", 'տ': "d", 'ծ': "dz", 'ճ': "j",
}

// romaniseArmenian gives the Eastern reading, then the Western one.
func romaniseArmenian(token string) []string {
	rs := lowerRunes(norm.NFKC, token)
	return []string{spellArmenian(rs, false), spellArmenian(rs, true)}
}

func spellArmenian(rs []rune, western bool) string {
	var out []byte
	for i := 0; i < len(rs); i++ {
		r, next := rs[i], rune(0)
		if i+1 < len(rs) {
			next = rs[i+1]
		}
		initial := len(out) == 0
		switch {
		case r == 'ո' && next == 'ւ':
			out = append(out, 'u')
			i++
		case r == 'ի' && next == 'ւ': // classical spelling
			out = append(out, "yu"...)
			i++
		case r == 'ե' && next == 'ւ':
			out = append(out, "ev"...)
			i++
		case r == 'ե' && next == 'ա':
			out = append(out, "ya"...)
			i++
		case r == 'ո' && initial && next != 'վ':
			out = append(out, "vo"...)
		case r == 'ե' && initial:
			out = append(out, "ye"...)
		case r == 'և' && initial:
			out = append(out, "yev"...)
		case r == 'յ' && initial && western:
			out = append(out, 'h')
		case western && armenianWestern[r] != "":
			out = append(out, armenianWestern[r]...)
		case western && r == 'յ':
			out = append(out, 'i') // -յան -ian
		case armenianLetters[r] != "":
			out = append(out, armenianLetters[r]...)
		default:
			out = appendDecomposed(out, r, armenianLetters)
		}
	}
	return string(out)
}

// georgianLetters is the national system of 2002 without its apostrophes.
var georgianLetters = map[rune]string{
	'ა': "a", 'ბ': "b", 'გ': "g", 'დ': "d", 'ე': "e", 'ვ': "v", 'ზ': "z", 'თ': "t", 'ი': "i", 'კ': "k", 'ლ': "l", 'მ': "m", 'ნ': "n", 'ო': "o",
	'პ': "p", 'ჟ': "zh", 'რ': "r", 'ს': "s", 'ტ': "t", 'უ': "u", 'ფ': "p", 'ქ': "k", 'ღ': "gh", 'ყ': "q", 'შ': "sh", 'ჩ': "ch", 'ც': "ts",
	'ძ': "dz", 'წ': "ts", 'ჭ': "ch", 'ხ': "kh", 'ჯ': "j", 'ჰ': "h", 'ჱ': "e", 'ჲ': "y", 'ჳ': "vi", 'ჴ': "q", 'ჵ': "o", 'ჶ': "f", 'ჷ': "", 'ჺ': "",
}

func romaniseGeorgian(token string) string {
	var out []byte
	for _, r := range lowerRunes(norm.NFC, token) {
		if r >= 0x2D00 && r <= 0x2D25 { // Nuskhuri, to which the old capitals are lowered too
			r += 0x10D0 - 0x2D00
		}
		if s, ok := georgianLetters[r]; ok {
			out = append(out, s...)
		} else {
			out = appendDecomposed(out, r, georgianLetters)
		}
	}
	return string(out)
}
