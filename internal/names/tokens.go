package names

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// context is what the whole name tells of how to read each of its words.
type context struct {
	kind  Kind
	words int
	// dotted is true where an interpunct stands between Han characters: they
	// spell a foreign name by its sound.
	dotted bool
	// arabic says which of the ways to write Arabic letters the name shows.
	arabic arabicHand
}

func contextOf(raw string, kind Kind, words int) context {
	return context{kind: kind, words: words, dotted: strings.ContainsAny(raw, "·•・‧．"), arabic: handOf(raw)}
}

// tokensOf turns one written word into tokens, in every way in which it can be
// read as several; the first is the likeliest.
func tokensOf(word string, c context) [][]Token {
	folded, lookAlike := word, false
	if _, mixed := TokenScript(word); mixed {
		folded, lookAlike = FoldHomoglyphs(word)
	}
	script, _ := TokenScript(folded)
	if script == ScriptArabic && c.kind == Person {
		if parts := arabicCompound(folded); parts != nil {
			var out []Token
			for _, p := range parts {
				out = append(out, oneToken(p, p, lookAlike).inHand(c.arabic))
			}
			return [][]Token{out}
		}
	}
	if script == ScriptArabic {
		if rest, has := SplitArabicArticle(folded); has && utf8.RuneCountInString(rest) > 2 {
			article := oneToken("ال", "ال", false)
			article.Role = Particle
			main := oneToken(rest, word, lookAlike)
			if main.Form == "" {
				return nil
			}
			out := [][]Token{{article.inHand(c.arabic), main.inHand(c.arabic)}}
			if c.kind == Person && c.arabic != handArabic {
				// Some names begin with these letters. Arabic writes most of them with
				// a hamza (إلياس), Persian does not (الیاس, الکساندر).
				out = append(out, []Token{oneToken(folded, word, lookAlike).inHand(c.arabic)})
			}
			return out
		}
	}
	if c.kind == Person && script == ScriptHan {
		return hanTokens(folded, word, c, lookAlike)
	}
	if c.kind == Person && script == ScriptHangul {
		return hangulTokens(folded, word, c, lookAlike)
	}
	t := oneToken(folded, word, lookAlike)
	if t.Form == "" {
		return nil
	}
	if c.kind == Person && t.Channel == ChanLatin {
		t = withoutDigits(t)
		if parts := compoundTokens(t); parts != nil {
			return [][]Token{parts}
		}
	}
	return [][]Token{{t.inHand(c.arabic)}}
}

// splitTokens reads each part of each way to split a word.
func splitTokens(splits [][]string, lookAlike bool) [][]Token {
	var out [][]Token
	for _, parts := range splits {
		var ts []Token
		for _, p := range parts {
			if t := oneToken(p, p, lookAlike); t.Form != "" {
				ts = append(ts, t)
			}
		}
		if len(ts) > 0 {
			out = append(out, ts)
		}
	}
	return out
}

// oneToken romanises a word. text is the word as written.
func oneToken(word, text string, lookAlike bool) Token {
	var buf [8]Reading
	rs := Readings(buf[:0], word)
	if len(rs) == 0 || rs[0].Form == "" {
		return Token{}
	}
	t := Token{Text: text, Form: rs[0].Form, Channel: rs[0].Channel, LookAlike: lookAlike}
	if len(rs) > 1 {
		t.Alternatives = append([]Reading(nil), rs[1:]...)
	}
	return t
}

// assignRoles tells which part each token plays, joining the words of a legal
// form ("limited liability company") into one token. A name of nothing but
// numbers, initials or legal forms ("7-28", "A. B.", "PT Co") is made of plain
// tokens: else nothing of it could be searched for, since those are never
// evidence on their own.
func assignRoles(ts []Token, kind Kind) []Token {
	var out []Token
	if kind == Person {
		out = slices.Clone(ts)
		for i := range out {
			if out[i].Role == Plain {
				if out[i].Role = personRole(out[i]); out[i].Role == Title {
					out[i].Notion = titleNotions[out[i].Form]
				}
			}
		}
		out = withArticles(out)
	} else {
		out = bodyRoles(joinTens(joinLegalForms(ts)))
	}
	for i := range out {
		if r := out[i].Role; r != Number && r != Initial && r != LegalForm {
			return out
		}
	}
	return ts
}

// bodyRoles tells the roles in the name of an organisation or an object.
func bodyRoles(ts []Token) []Token {
	for i := range ts {
		t := &ts[i]
		if t.Role != Plain {
			continue
		}
		if n, ok := numberOf(t.Form); ok {
			t.Form, t.Role = n, Number
			continue
		}
		if w, ok := wordOf(t); ok {
			t.Notion, t.Role = w.notion, w.role
		} else if particles[t.Form] && t.Channel == ChanLatin {
			t.Role = Particle
		}
	}
	return ts
}

// koreanSyllable is a particle of organisations (un, une). In a person's name it is a syllable of a
// Korean one far oftener than the Arabic article before n.
const koreanSyllable = "un"

func personRole(t Token) Role {
	if t.Channel == ChanLatin || t.Channel == ChanCyrillic || t.Channel == ChanGreek {
		switch {
		case len(t.Form) == 1 && t.Form[0] >= 'a':
			return Initial
		case particles[t.Form] && t.Form != koreanSyllable:
			return Particle
		case titles[t.Form]:
			return Title
		case strings.Trim(t.Form, "0123456789") == "":
			return Number
		}
	}
	return Plain
}
