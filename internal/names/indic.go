package names

import "golang.org/x/text/unicode/norm"

// The scripts from Devanagari to Malayalam have their letters at the same places of their Unicode
// blocks (the order of ISCII, 1991), so that one table serves all; places are counted from the start
// of the block.
const (
	indicCandrabindu = 0x01
	indicAnusvara    = 0x02
	indicVisarga     = 0x03
	indicNukta       = 0x3C
	indicVirama      = 0x4D
)

var indicVowels = map[rune]string{
	0x04: "a", 0x05: "a", 0x06: "a", 0x07: "i", 0x08: "i", 0x09: "u", 0x0A: "u", 0x0B: "ri", 0x0C: "li", 0x0D: "e", 0x0E: "e", 0x0F: "e", 0x10: "ai",
	0x11: "o", 0x12: "o", 0x13: "o", 0x14: "au", 0x60: "ri", 0x61: "li", 0x72: "a",
}

var indicSigns = map[rune]string{
	0x3E: "a", 0x3F: "i", 0x40: "i", 0x41: "u", 0x42: "u", 0x43: "ri", 0x44: "ri", 0x45: "e", 0x46: "e", 0x47: "e", 0x48: "ai",
	0x49: "o", 0x4A: "o", 0x4B: "o", 0x4C: "au", 0x57: "au", 0x62: "li", 0x63: "li",
}

var indicConsonants = map[rune]string{
	0x15: "k", 0x16: "kh", 0x17: "g", 0x18: "gh", 0x19: "ng", 0x1A: "ch", 0x1B: "chh", 0x1C: "j", 0x1D: "jh", 0x1E: "n", 0x1F: "t", 0x20: "th",
	0x21: "d", 0x22: "dh", 0x23: "n", 0x24: "t", 0x25: "th", 0x26: "d", 0x27: "dh", 0x28: "n", 0x29: "n", 0x2A: "p", 0x2B: "ph", 0x2C: "b", 0x2D: "bh",
	0x2E: "m", 0x2F: "y", 0x30: "r", 0x31: "r", 0x32: "l", 0x33: "l", 0x34: "zh", 0x35: "v", 0x36: "sh", 0x37: "sh", 0x38: "s", 0x39: "h",
	0x58: "q", 0x59: "kh", 0x5A: "gh", 0x5B: "z", 0x5C: "r", 0x5D: "rh", 0x5E: "f", 0x5F: "y",
}

// indicDotted gives the consonants that a nukta changes.
var indicDotted = map[rune]string{
	0x15: "q", 0x16: "kh", 0x17: "gh", 0x1C: "z", 0x1D: "zh", 0x21: "r", 0x22: "rh", 0x2B: "f", 0x2F: "y", 0x32: "l", 0x36: "zh", 0x38: "sh", 0x28: "n", 0x30: "r",
}

// indicScript says how one script of the family departs from the common table.
type indicScript struct {
	base    rune
	special map[rune]string // consonants that sound otherwise, and letters of its own, by place
	// dropsSchwa: a vowel that is not written is not said at a word's end, nor in the middle
	// between a vowel and a consonant with a vowel.
	dropsSchwa bool
}

var indicScripts = map[Script]indicScript{
	ScriptDevanagari: {0x0900, map[rune]string{0x7B: "g", 0x7C: "j", 0x7E: "d", 0x7F: "b"}, true},
	// ya is said j in Bengali; the dotted one is y.
	ScriptBengali:   {0x0980, map[rune]string{0x2F: "j", 0x4E: "t", 0x70: "r", 0x71: "w", 0x35: "b"}, true},
	ScriptGurmukhi:  {0x0A00, map[rune]string{0x35: "v"}, true},
	ScriptGujarati:  {0x0A80, nil, true},
	ScriptOdia:      {0x0B00, map[rune]string{0x2F: "j", 0x71: "w"}, false},
	ScriptTelugu:    {0x0C00, map[rune]string{0x58: "ts", 0x59: "dz", 0x5A: "r"}, false},
	ScriptKannada:   {0x0C80, map[rune]string{0x5E: "l"}, false},
	ScriptMalayalam: {0x0D00, map[rune]string{0x29: "n", 0x3A: "t"}, false},
	ScriptTamil:     {0x0B80, map[rune]string{0x24: "th"}, false},
}

// malayalamChillu are consonants that never bear a vowel.
var malayalamChillu = map[rune]string{0x7A: "n", 0x7B: "n", 0x7C: "r", 0x7D: "l", 0x7E: "l", 0x7F: "k", 0x54: "m", 0x55: "y", 0x56: "zh"}

// sound is one consonant cluster's part or vowel in the making of a word.
type sound struct {
	text  string
	vowel bool
	// inherent marks the vowel that is not written but said after a bare consonant.
	inherent bool
	// place is the letter's place in the block; Tamil needs it.
	place rune
}

// romaniseIndic gives the reading with unwritten vowels as said, then, where that differs, one with
// all of them but the last (kamla, kamala); for Tamil one with stops voiced by the rule, and one with
// all unvoiced.
func romaniseIndic(token string, script Script) []string {
	if script == ScriptSinhala {
		return []string{joinSounds(sinhalaSounds(token))}
	}
	kind := indicScripts[script]
	sounds := indicSounds(token, script, kind)
	if script == ScriptTamil {
		plain := joinSounds(sounds)
		voiceTamil(sounds)
		return []string{joinSounds(sounds), plain}
	}
	if !kind.dropsSchwa {
		return []string{joinSounds(sounds)}
	}
	sounds = dropFinalSchwa(sounds)
	full := joinSounds(sounds)
	return []string{joinSounds(dropMedialSchwa(sounds)), full}
}

func indicSounds(token string, script Script, kind indicScript) []sound {
	rs := []rune(norm.NFC.String(token))
	out := make([]sound, 0, 2*len(rs))
	bare := false // the last sound is a consonant that still has its inherent vowel
	flush := func() {
		if bare {
			out = append(out, sound{text: "a", vowel: true, inherent: true})
			bare = false
		}
	}
	double := false // Gurmukhi addak: the next consonant is doubled
	for i, r := range rs {
		p := r - kind.base
		if ScriptOf(r) != script && r != 0x0964 {
			flush()
			if s := string(appendDecomposed(nil, r, nil)); s != "" {
				out = append(out, sound{text: s})
			}
			continue
		}
		if script == ScriptMalayalam {
			if s, ok := malayalamChillu[p]; ok {
				flush()
				out = append(out, sound{text: s, place: p})
				continue
			}
		}
		if script == ScriptGurmukhi {
			switch p {
			case 0x70: // tippi
				flush()
				out = append(out, sound{text: "n"})
				continue
			case 0x71:
				flush()
				double = true
				continue
			}
		}
		switch s, consonant := indicConsonants[p], indicConsonants[p] != ""; {
		case kind.special[p] != "" || consonant:
			if kind.special[p] != "" {
				s = kind.special[p]
			}
			if script == ScriptBengali && p == 0x2F && i > 0 && rs[i-1]-kind.base == indicVirama {
				s = "y" // ya-phala
			}
			if i+1 < len(rs) && rs[i+1]-kind.base == indicNukta && indicDotted[p] != "" {
				s = indicDotted[p]
			}
			flush()
			if double {
				out = append(out, sound{text: s[:1], place: p})
				double = false
			}
			out = append(out, sound{text: s, place: p})
			bare = !(script == ScriptBengali && p == 0x4E)
		case indicVowels[p] != "":
			flush()
			out = append(out, sound{text: indicVowels[p], vowel: true})
		case indicSigns[p] != "":
			bare = false
			out = append(out, sound{text: indicSigns[p], vowel: true})
		case p == indicVirama:
			bare = false
		case p == indicAnusvara || p == indicCandrabindu:
			flush()
			out = append(out, sound{text: nasalBefore(rs, i, kind.base, script)})
		case p == indicVisarga:
			flush()
			if script == ScriptTamil { // aytham: makes the p after it an f
				out = append(out, sound{text: "h", place: p})
			} else if i+1 < len(rs) {
				out = append(out, sound{text: "h"})
			}
		}
	}
	flush()
	return out
}

// nasalBefore spells an anusvara: m before lip sounds and, in the South, at the end; ng before h
// (Singh) and in Bengali; else n.
func nasalBefore(rs []rune, i int, base rune, script Script) string {
	next := rune(-1)
	if i+1 < len(rs) {
		next = rs[i+1] - base
	}
	switch {
	case next >= 0x2A && next <= 0x2E:
		return "m"
	case next == 0x39 && i+2 == len(rs):
		return "ng"
	case script == ScriptBengali && (next < 0x15 || next > 0x39 || next == 0x39):
		return "ng"
	case next < 0 && (script == ScriptTelugu || script == ScriptKannada || script == ScriptMalayalam):
		return "m"
	}
	return "n"
}

// dropFinalSchwa drops the inherent vowel at the end, unless it follows several consonants of which
// the last cannot end a word without it (Krishna, Chandra, Satya) or is the word's only vowel.
func dropFinalSchwa(s []sound) []sound {
	n := len(s)
	if n < 3 || !s[n-1].inherent {
		return s
	}
	if !s[n-3].vowel && sonorant(s[n-2].text) {
		return s
	}
	vowels := 0
	for _, x := range s {
		if x.vowel {
			vowels++
		}
	}
	if vowels == 1 {
		return s
	}
	return s[:n-1]
}

// dropMedialSchwa drops an inherent vowel between vowel + consonant and consonant + vowel, from the
// end of the word to its start, never two in a row (Ohala's rule for Hindi).
func dropMedialSchwa(s []sound) []sound {
	keep := make([]bool, len(s))
	for i := range keep {
		keep[i] = true
	}
	dropped := len(s) + 2
	for i := len(s) - 3; i >= 2; i-- {
		if s[i].inherent && !s[i-1].vowel && s[i-2].vowel && !s[i+1].vowel && s[i+2].vowel && dropped > i+2 {
			keep[i] = false
			dropped = i
		}
	}
	out := make([]sound, 0, len(s))
	for i, x := range s {
		if keep[i] {
			out = append(out, x)
		}
	}
	return out
}

func joinSounds(s []sound) string {
	var out []byte
	for _, x := range s {
		out = append(out, x.text...)
	}
	return string(out)
}

// voiceTamil spells the Tamil stops, which have one letter for the voiced and the unvoiced sound:
// voiced after a nasal and, k and ṭ, between vowels; unvoiced at the start and when doubled.
func voiceTamil(s []sound) {
	for i := range s {
		x := &s[i]
		after := func(n int) (sound, bool) {
			if i+n < 0 || i+n >= len(s) {
				return sound{}, false
			}
			return s[i+n], true
		}
		prev, hasPrev := after(-1)
		next, hasNext := after(1)
		doubled := hasPrev && prev.place == x.place || hasNext && next.place == x.place
		nasal := hasPrev && (prev.place == 0x19 || prev.place == 0x1E || prev.place == 0x23 || prev.place == 0x28 || prev.place == 0x29 || prev.place == 0x2E)
		between := hasPrev && prev.vowel && hasNext && next.vowel
		switch x.place {
		case 0x15:
			if nasal || between && !doubled {
				x.text = "g"
			}
		case 0x1A:
			switch {
			case doubled:
				x.text = "ch"
			case nasal:
				x.text = "j"
			default:
				x.text = "s"
			}
		case 0x1F:
			if nasal || between && !doubled {
				x.text = "d"
			}
		case 0x24:
			if nasal {
				x.text = "dh"
			}
			if hasNext && next.place == x.place {
				x.text = "t" // tth
			}
		case 0x2A:
			switch {
			case hasPrev && prev.place == indicVisarga:
				x.text = "f"
				s[i-1].text = ""
			case nasal || between && !doubled:
				x.text = "b"
			}
		case 0x19:
			if hasNext && next.place == 0x15 {
				x.text = "n"
			}
		case 0x31:
			if hasNext && next.place == x.place {
				x.text = "t" // tr
			}
		}
	}
}

var sinhalaVowels = map[rune]string{
	0x05: "a", 0x06: "a", 0x07: "a", 0x08: "a", 0x09: "i", 0x0A: "i", 0x0B: "u", 0x0C: "u", 0x0D: "ri", 0x0E: "ri", 0x0F: "li", 0x10: "li",
	0x11: "e", 0x12: "e", 0x13: "ai", 0x14: "o", 0x15: "o", 0x16: "au",
}

var sinhalaSigns = map[rune]string{
	0x4F: "a", 0x50: "a", 0x51: "a", 0x52: "i", 0x53: "i", 0x54: "u", 0x56: "u", 0x58: "ru", 0x59: "e", 0x5A: "e", 0x5B: "ai", 0x5C: "o", 0x5D: "o",
	0x5E: "au", 0x5F: "li", 0x72: "ru", 0x73: "li",
}

var sinhalaConsonants = map[rune]string{
	0x1A: "k", 0x1B: "kh", 0x1C: "g", 0x1D: "gh", 0x1E: "ng", 0x1F: "ng", 0x20: "ch", 0x21: "chh", 0x22: "j", 0x23: "jh", 0x24: "n", 0x25: "gn", 0x26: "nj",
	0x27: "t", 0x28: "t", 0x29: "d", 0x2A: "d", 0x2B: "n", 0x2C: "nd", 0x2D: "th", 0x2E: "th", 0x2F: "d", 0x30: "dh", 0x31: "n", 0x33: "nd", 0x34: "p",
	0x35: "ph", 0x36: "b", 0x37: "bh", 0x38: "m", 0x39: "mb", 0x3A: "y", 0x3B: "r", 0x3D: "l", 0x40: "w", 0x41: "sh", 0x42: "sh", 0x43: "s", 0x44: "h",
	0x45: "l", 0x46: "f",
}

const (
	sinhalaBase     = 0x0D80
	sinhalaAnusvara = 0x02
	sinhalaVisarga  = 0x03
	sinhalaVirama   = 0x4A
)

func sinhalaSounds(token string) []sound {
	var out []sound
	bare := false
	flush := func() {
		if bare {
			out = append(out, sound{text: "a", vowel: true, inherent: true})
			bare = false
		}
	}
	for _, r := range norm.NFC.String(token) {
		p := r - sinhalaBase
		switch {
		case ScriptOf(r) != ScriptSinhala:
			if isInvisible(r) {
				continue
			}
			flush()
			if s := string(appendDecomposed(nil, r, nil)); s != "" {
				out = append(out, sound{text: s})
			}
		case sinhalaConsonants[p] != "":
			flush()
			out = append(out, sound{text: sinhalaConsonants[p]})
			bare = true
		case sinhalaVowels[p] != "":
			flush()
			out = append(out, sound{text: sinhalaVowels[p], vowel: true})
		case sinhalaSigns[p] != "":
			bare = false
			out = append(out, sound{text: sinhalaSigns[p], vowel: true})
		case p == sinhalaVirama:
			bare = false
		case p == sinhalaAnusvara:
			flush()
			out = append(out, sound{text: "n"})
		case p == sinhalaVisarga:
			flush()
			out = append(out, sound{text: "h"})
		}
	}
	flush()
	return out
}
