package names

import "golang.org/x/text/unicode/norm"

var greekLetters = map[rune]string{
	'α': "a", 'β': "v", 'γ': "g", 'δ': "d", 'ε': "e", 'ζ': "z", 'η': "i", 'θ': "th", 'ι': "i", 'κ': "k", 'λ': "l",
	'μ': "m", 'ν': "n", 'ξ': "x", 'ο': "o", 'π': "p", 'ρ': "r", 'σ': "s", 'ς': "s", 'τ': "t", 'υ': "y", 'φ': "f",
	'χ': "ch", 'ψ': "ps", 'ω': "o", 'ϐ': "v", 'ϑ': "th", 'ϕ': "f", 'ϖ': "p", 'ϱ': "r", 'ϲ': "s", 'ϳ': "j", 'ϰ': "k",
	'ϝ': "w", 'ϟ': "k", 'ϡ': "s", 'ϛ': "st", 'ϵ': "e",
}

// greekSounds overrides greekLetters in the reading by sound.
var greekSounds = map[rune]string{'χ': "h", 'υ': "i", 'ξ': "ks"}

// romaniseGreek gives the spelling of ELOT 743 (which Greek passports use) and, where it differs,
// one by sound, as names of Greeks abroad are often spelled.
func romaniseGreek(token string) []string {
	rs := lowerRunes(norm.NFD, token)
	letters := make([]greekLetter, 0, len(rs))
	for _, r := range rs {
		switch {
		case r == '\u0308' && len(letters) > 0:
			letters[len(letters)-1].apart = true
		case r == '\u0301' && len(letters) > 0:
			letters[len(letters)-1].accent = true
		case ScriptOf(r) == ScriptCommon && r >= 0x80 && !isDigit(r):
		default:
			letters = append(letters, greekLetter{r: r})
		}
	}
	return []string{spellGreek(letters, false), spellGreek(letters, true)}
}

type greekLetter struct {
	r      rune
	apart  bool // has a diaeresis, so it makes no digraph with the letter before
	accent bool
}

func isDigit(r rune) bool {
	_, ok := digitValue(r)
	return ok
}

func spellGreek(ls []greekLetter, bySound bool) string {
	var out []byte
	at := func(i int) rune {
		if i < 0 || i >= len(ls) {
			return 0
		}
		return ls[i].r
	}
	for i := 0; i < len(ls); i++ {
		r, next := ls[i].r, at(i+1)
		// A digraph is broken by a diaeresis on its second letter or an accent on its first.
		pair := next != 0 && !ls[i+1].apart && !ls[i].accent
		initial := len(out) == 0
		switch {
		case pair && r == 'ο' && next == 'υ':
			out = append(out, "ou"...)
			if bySound {
				out = append(out[:len(out)-2], 'u')
			}
			i++
		case pair && (r == 'α' || r == 'ε' || r == 'η') && next == 'υ':
			out = append(out, greekLetters[r]...)
			if greekVoiceless(at(i + 2)) {
				out = append(out, 'f')
			} else {
				out = append(out, 'v')
			}
			i++
		case bySound && pair && r == 'α' && next == 'ι':
			out = append(out, 'e')
			i++
		case bySound && pair && (r == 'ε' || r == 'ο' || r == 'υ') && next == 'ι':
			out = append(out, 'i')
			i++
		case r == 'μ' && next == 'π' && (initial || bySound):
			out = append(out, 'b')
			i++
		case r == 'ν' && next == 'τ' && (initial || bySound):
			out = append(out, 'd')
			i++
		case r == 'γ' && next == 'κ' && (initial || bySound):
			out = append(out, 'g')
			i++
		case r == 'γ' && (next == 'γ' || next == 'ξ' || next == 'χ'):
			out = append(out, 'n')
		case bySound && greekSounds[r] != "":
			out = append(out, greekSounds[r]...)
		case greekLetters[r] != "":
			out = append(out, greekLetters[r]...)
		default:
			out = appendDecomposed(out, r, greekLetters)
		}
	}
	return string(out)
}

// greekVoiceless tells whether υ after α, ε, η sounds f: before a voiceless consonant or at the end.
func greekVoiceless(next rune) bool {
	switch next {
	case 0, 'θ', 'κ', 'ξ', 'π', 'σ', 'ς', 'τ', 'φ', 'χ', 'ψ':
		return true
	}
	return false
}
