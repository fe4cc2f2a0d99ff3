// Package names takes a written name to one that can be compared: its script, its romanised readings, its tokens and their roles.
package names

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Kind says what sort of party bears a name, since the parts of a person's name
// and of a company's play different roles.
type Kind uint8

// The kinds of name.
const (
	Person Kind = iota
	Organisation
	Object // a vessel, an aircraft, a security
)

// Role is the part that a token plays in a name.
type Role uint8

// The roles of tokens.
const (
	Plain     Role = iota
	Particle       // al, bin, de, van: written or not, joined or apart
	Title          // Mullah, Haji, Dr.
	Initial        // one letter of a person's name
	LegalForm      // LLC, OOO, GmbH; Form is the notion, such as "=llc"
	Generic        // bank, trading, company; what kind of body it is
	Number         // digits, Roman or spelled-out numbers; Form is in digits
)

var roleNames = [...]string{"plain", "particle", "title", "initial", "legal form", "generic", "number"}

// String returns the role's name.
func (r Role) String() string { return roleNames[r] }

// Token is one part of a name.
type Token struct {
	// Text is the part as written.
	Text string
	// Form is the comparable form, in the alphabet of its channel.
	Form string
	// Channel says which script Form stands for.
	Channel Channel
	// Alternatives are further readings of the same part, best first.
	Alternatives []Reading
	// Notion is what the token means where words of several languages mean the
	// same, such as "BANK" for "bank", "banque" and "банк"; else "".
	Notion string
	Role   Role
	// LookAlike is true where letters of another script were folded.
	LookAlike bool
}

// Name is one way to read a written name.
type Name struct {
	// Raw is the name as written.
	Raw    string
	Kind   Kind
	Tokens []Token
}

// maxTokens bounds the parts of a name that are compared; what is longer is no
// name but a sentence.
const maxTokens = 24

// Parse splits a written name into tokens, with every way in which its script
// lets it be split: for Han and Hangul names written without spaces, each
// possible family name and given name; a person's name with a remark in
// parentheses without the remark first, then with it. The first is the
// likeliest. A text without letters or digits yields none.
func Parse(raw string, kind Kind) []Name {
	if kind == Person {
		if bare, ok := withoutRemark(raw); ok {
			out := parse(bare, kind)
			if len(out) > 0 {
				out = append(out, parse(raw, kind)...)
				for i := range out {
					out[i].Raw = raw
				}
				return out
			}
		}
	}
	return parse(raw, kind)
}

// withoutRemark takes the parenthesised parts out of a name: "Bob Rae (politician)".
func withoutRemark(raw string) (string, bool) {
	if !strings.ContainsAny(raw, "(（") {
		return raw, false
	}
	var b strings.Builder
	depth := 0
	for _, r := range raw {
		switch r {
		case '(', '（':
			depth++
			b.WriteByte(' ')
		case ')', '）':
			depth = max(depth-1, 0)
		default:
			if depth == 0 {
				b.WriteRune(r)
			}
		}
	}
	return b.String(), true
}

func parse(raw string, kind Kind) []Name {
	words := splitWords(raw, kind)
	if len(words) > maxTokens {
		words = words[:maxTokens]
	}
	c := contextOf(raw, kind, len(words))
	variants := []Name{{Raw: raw, Kind: kind}}
	stops := stopped(raw, words)
	for i, w := range words {
		alternatives := tokensOf(w, c)
		if len(alternatives) == 0 {
			continue
		}
		if kind == Person && stops[i] && len(alternatives) == 1 && len(alternatives[0]) == 1 {
			if t, ok := initialToken(w, alternatives[0][0]); ok {
				alternatives[0][0] = t
			}
		}
		if len(alternatives) == 1 || len(variants)*len(alternatives) > 16 {
			for i := range variants {
				variants[i].Tokens = append(variants[i].Tokens, alternatives[0]...)
			}
			continue
		}
		var next []Name
		for _, v := range variants {
			for _, a := range alternatives {
				n := v
				n.Tokens = append(append([]Token(nil), v.Tokens...), a...)
				next = append(next, n)
			}
		}
		variants = next
	}
	out := variants[:0]
	for _, v := range variants {
		if len(v.Tokens) > maxTokens {
			v.Tokens = v.Tokens[:maxTokens]
		}
		v.Tokens = assignRoles(v.Tokens, kind)
		if len(v.Tokens) > 0 {
			out = append(out, v)
		}
	}
	return out
}

// splitWords cuts a name at spaces and punctuation. Apostrophes are dropped, as
// they are written or not at will; the full stops of an abbreviation ("S.A.")
// are dropped too, so that it is one word, except in a person's initials.
func splitWords(raw string, kind Kind) []string {
	s := norm.NFKC.String(raw)
	var words []string
	var b strings.Builder
	flush := func() {
		if b.Len() > 0 {
			words = append(words, b.String())
			b.Reset()
		}
	}
	rs := []rune(s)
	for i, r := range rs {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.Is(unicode.Mn, r), unicode.Is(unicode.Mc, r):
			b.WriteRune(r)
		case isApostrophe(r):
			// "O'Neil" is one word, "d'Ivoire" too.
		case r == '\u200c' || r == '\u200d' || unicode.Is(unicode.Cf, r):
			// zero-width joiners and direction marks are not part of a word
			if r == '\u200c' {
				b.WriteRune(r)
			}
		case r == '.':
			// A stop between single letters joins an abbreviation.
			if kind != Person && b.Len() > 0 && singleLetterBefore(rs, i) && i+1 < len(rs) && unicode.IsLetter(rs[i+1]) {
				continue
			}
			flush()
		case r == 'ー', r == '々', r == '〆':
			b.WriteRune(r)
		case r == '&' && kind != Person:
			flush()
			words = append(words, "and")
		default:
			flush()
		}
	}
	flush()
	return words
}

// singleLetterBefore tells whether rs[i] follows a single letter that begins a
// word or follows another stop.
func singleLetterBefore(rs []rune, i int) bool {
	if i == 0 || !unicode.IsLetter(rs[i-1]) {
		return false
	}
	return i == 1 || rs[i-2] == '.' || unicode.IsSpace(rs[i-2]) || !unicode.IsLetter(rs[i-2]) && !unicode.IsDigit(rs[i-2])
}

func isApostrophe(r rune) bool {
	switch r {
	case '\'', '’', '‘', '`', '´', 'ʼ', 'ʻ', 'ʿ', 'ʾ', 'ʹ', 'ʺ', '′', '＇':
		return true
	}
	return false
}
