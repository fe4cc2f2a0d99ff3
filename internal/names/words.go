package names

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
	"unicode"
)

// properNotions are notions that name one body and not a kind of body, so that
// their words are as rare as they are.
var properNotions = set("hezbollah alqaeda irgc cia ccp pla")

//go:embed data/words.txt
var wordsData string

//go:embed data/words_own.txt
var ownWordsData string

// word is what a word means, whatever its language.
type word struct {
	notion string
	role   Role // Generic, Particle, or Plain where a word is as rare as it is
}

// wordTable maps the comparable form of a word to what it means.
var wordTable = sync.OnceValue(func() map[string]word {
	m := map[string]word{}
	add := func(notion, spelling string, role Role) {
		if key, n := formsOf(spelling); n == 1 && m[key].notion == "" {
			m[key] = word{notion, role}
		}
	}
	eachNotion(wordsData, func(notion, spelling string) {
		if properNotions[notion] {
			add(notion, spelling, Plain)
		} else {
			add(notion, spelling, Generic)
		}
	})
	role := Plain
	for line := range strings.Lines(ownWordsData) {
		switch line := strings.TrimSpace(line); {
		case strings.HasPrefix(line, "["):
			var ok bool
			if role, ok = sectionRoles[line]; !ok {
				panic(fmt.Sprintf("words_own.txt: no section is named %s", line))
			}
		default:
			eachNotion(line, func(notion, spelling string) {
				r := role
				if r == Generic && isLatin(spelling) {
					r = Plain // how common it is says its rarity
				}
				for _, s := range joinedForms(spelling) {
					add(notion, s, r)
				}
			})
		}
	}
	return m
})

// sectionRoles are the roles of the words in the sections of words_own.txt.
var sectionRoles = map[string]Role{"[kind]": Generic, "[particle]": Particle, "[meaning]": Plain}

// joinedForms returns a word, and where it is Arabic the word with what is
// joined to it in writing, and with the ending as those write it who leave out
// its points.
func joinedForms(spelling string) []string {
	if !strings.ContainsFunc(spelling, func(r rune) bool { return unicode.Is(unicode.Arabic, r) }) {
		return []string{spelling}
	}
	out := []string{spelling}
	if stem, ok := strings.CutSuffix(spelling, "ة"); ok {
		out = append(out, stem+"ه")
	}
	for _, s := range out[:len(out):len(out)] {
		for _, joined := range []string{"لل", "بال", "وال", "و"} {
			out = append(out, joined+s)
		}
	}
	return out
}

// wordOf tells what a token of a body's name means.
func wordOf(t *Token) (word, bool) {
	w, ok := wordTable()[channelForm(*t)]
	return w, ok
}

func isLatin(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) })
}
