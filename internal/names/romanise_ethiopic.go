package names

import "golang.org/x/text/unicode/norm"

// ethiopicRows gives the consonant of each row of eight in the Ethiopic block, from U+1200.
var ethiopicRows = [...]string{
	"h", "l", "h", "m", "s", "r", "s", "sh", "k", "kw", "k", "kw", "b", "v", "t", "ch", "h", "hw", "n", "ny", "", "k", "kw", "kh", "khw", "w", "",
	"z", "zh", "y", "d", "d", "j", "g", "gw", "g", "t", "ch", "p", "ts", "ts", "f", "p",
}

// ethiopicVowels gives the vowel of each of the eight orders. The sixth is a bare consonant or a
// short i, which depends on its neighbours.
var ethiopicVowels = [8]string{"e", "u", "i", "a", "e", "", "o", "wa"}

const ethiopicSixth = 5

type ethiopicSyllable struct {
	consonant, vowel string
	sixth            bool
}

// romaniseEthiopic spells Amharic and Tigrinya names as is usual in English texts (Mengistu,
// Birhanu): no marks, and a short i where the sixth order is said.
func romaniseEthiopic(token string) string {
	var syllables []ethiopicSyllable
	for _, r := range norm.NFC.String(token) {
		row, order := int(r-0x1200)/8, int(r-0x1200)%8
		if r < 0x1200 || row >= len(ethiopicRows) {
			if s := string(appendDecomposed(nil, r, nil)); s != "" {
				syllables = append(syllables, ethiopicSyllable{consonant: s})
			}
			continue
		}
		c, v := ethiopicRows[row], ethiopicVowels[order]
		if order == 0 && (c == "h" || c == "") { // said a after throat sounds
			v = "a"
		}
		if c == "" && order == ethiopicSixth {
			syllables = append(syllables, ethiopicSyllable{vowel: "i"})
			continue
		}
		syllables = append(syllables, ethiopicSyllable{c, v, order == ethiopicSixth})
	}
	var out []byte
	run := 0 // sixth-order consonants in a row without a vowel so far
	for i, s := range syllables {
		out = append(out, s.consonant...)
		switch {
		case !s.sixth:
			out = append(out, s.vowel...)
			run = 0
			continue
		case i == 0 && len(syllables) > 1:
			out = append(out, 'i')
			run = 0
			continue
		}
		run++
		last := i+1 == len(syllables)
		if last || !syllables[i+1].sixth {
			if run == 2 && !last { // three consonants would meet: men-gis-tu, ab-ri-ham
				out = append(out, 'i')
				run = 0
			}
			continue
		}
		// Another sixth-order consonant follows.
		if run == 2 || run == 1 && i+2 == len(syllables) && !sonorant(s.consonant) {
			out = append(out, 'i')
			run = 0
		}
	}
	return string(out)
}

// sonorant tells liquids, nasals and glides: after them another consonant can end a word (werk), after
// another consonant they cannot (Chandra).
func sonorant(c string) bool {
	switch c {
	case "r", "l", "n", "m", "w", "y", "v":
		return true
	}
	return false
}
