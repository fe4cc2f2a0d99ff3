package names

import (
	"strings"
	"testing"
)

// Each word means what its line says: it is one word, and no line before has it.
func TestOwnWordsMeanWhatTheirLinesSay(t *testing.T) {
	at := 0
	for line := range strings.Lines(ownWordsData) {
		at++
		eachNotion(strings.TrimSpace(line), func(notion, spelling string) {
			key, n := formsOf(spelling)
			if n != 1 {
				t.Errorf("words_own.txt:%d: %q is %d words", at, spelling, n)
			} else if got := wordTable()[key].notion; got != notion {
				t.Errorf("words_own.txt:%d: %q means %q, not %q", at, spelling, got, notion)
			}
		})
	}
}

func TestWordsOfBodiesMeanTheSame(t *testing.T) {
	for _, pair := range [][2]string{
		{"شبکه", "Network"}, {"مكتب", "office"}, {"في", "dans"}, {"للتجارة", "trading"}, {"بالدم", "sang"}, {"جماعه", "groupe"},
		{"العراقية", "Irak"}, {"народный", "people"}, {"Kurtuluş", "liberación"}, {"Ejército", "جيش"}, {"القاعدة", "Qaeda"},
	} {
		a, b := lastNotion(pair[0]), lastNotion(pair[1])
		if a == "" || a != b {
			t.Errorf("%s means %q, %s %q", pair[0], a, pair[1], b)
		}
	}
	if n := lastNotion("Quillfeather"); n != "" {
		t.Errorf("Quillfeather means %q", n)
	}
	// Persons' names have no such words.
	for _, n := range Parse("شبکه Front", Person) {
		for _, token := range n.Tokens {
			if token.Notion != "" {
				t.Errorf("%s means %q in a person's name", token.Text, token.Notion)
			}
		}
	}
}

// lastNotion is what the last word of a body's name means.
func lastNotion(name string) string {
	n := Parse("Xyzzy "+name, Organisation)[0]
	return n.Tokens[len(n.Tokens)-1].Notion
}

func TestKindsOfBodiesAreGenericInOtherScripts(t *testing.T) {
	for name, want := range map[string]Role{"کارخانه": Generic, "karkhana": Plain, "مع": Particle, "الشعبية": Plain, "مؤسسة": Generic} {
		n := Parse("Xyzzy "+name, Organisation)[0]
		if got := n.Tokens[len(n.Tokens)-1].Role; got != want {
			t.Errorf("%s is %v, not %v", name, got, want)
		}
	}
}
