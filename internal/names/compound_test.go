package names

import (
	"slices"
	"strings"
	"testing"
)

func TestArabicCompoundsAreTakenApart(t *testing.T) {
	for name, want := range map[string]string{
		"Abdulrahman":          "abd rahman",
		"Abdul Rahman":         "abd rahman",
		"Abd-ur-Rahman":        "abd rahman",
		"Abderrahmane":         "abd rahmane",
		"Abdirahman":           "abd rahman",
		"Abdel Kader":          "abd kader",
		"ABDULAZIZ":            "abd aziz",
		"Abdulhaq":             "abd haq",
		"Hassan JAMALEDDINE":   "hassan jamal din",
		"Jamal al-Din":         "jamal din",
		"Nur Uddin":            "nur din",
		"Nur Udin Edin":        "nur din edin",
		"Abdi Karim Abdi":      "abd karim abdi",
		"Salaheldin":           "salah din",
		"Bahauddin Zakariya":   "baha din zakariya",
		"عبدالرحمن":            "Ebd rHmn",
		"نورالدين":             "nwr dyn",
		"نور الدين":            "nwr dyn",
		"Abdullah Abdullahi":   "abdullah abdullahi",
		"Abdi Abdou":           "abdi abdou",
		"عبدالله":              "EbdAllh",
		"Geraldine Aldin Odin": "geraldine din odin",
		"Borodin Zeldin":       "borodin zeldin",
		"Abdon Abdulov":        "abdon abdulov",
	} {
		if got := outline(Parse(name, Person)[0]); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	if got := outline(Parse("Abdulrahman Trading", Organisation)[0]); strings.Contains(got, "abd ") {
		t.Errorf("a company's name is taken apart: %s", got)
	}
}

// What evidence shows of a part is what stands in the name.
func TestPartsOfCompoundsAreShownAsWritten(t *testing.T) {
	for name, want := range map[string]string{
		"JAMALEDDINE":  "JAMAL|EDDINE",
		"Abdulrahman":  "Abdul|rahman",
		"Nūruddīn":     "nur|din", // where letters were folded, the parts as compared
		"AbderRahmane": "Abder|Rahmane",
	} {
		var texts []string
		for _, tok := range Parse(name, Person)[0].Tokens {
			texts = append(texts, tok.Text)
		}
		if got := strings.Join(texts, "|"); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

func FuzzCompound(f *testing.F) {
	for _, s := range []string{"abdulrahman", "uddin", "abd", "nourddine", "eddinddin", "abdallll"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, word string) {
		form := FoldLatin(word)
		parts := compound(form)
		if slices.Contains(parts, "") {
			t.Errorf("%q: an empty part of %q", form, parts)
		}
		for _, n := range Parse(word, Person) {
			for _, tok := range n.Tokens {
				if tok.Form == "" || tok.Text == "" {
					t.Errorf("%q: token %+v", word, tok)
				}
			}
		}
	})
}

func TestDigitsInPersonsNamesAreLetters(t *testing.T) {
	n := Parse("I9or Sech1n", Person)[0]
	if got := outline(n); got != "igor sechin" {
		t.Errorf("%s", got)
	}
	if !n.Tokens[0].LookAlike || len(n.Tokens[1].Alternatives) != 1 || n.Tokens[1].Alternatives[0].Form != "sechln" {
		t.Errorf("%+v", n.Tokens)
	}
	for name, want := range map[string]string{"Henry 8": "henry 8/number", "Agent 00X7": "agent 00x7"} {
		if got := outline(Parse(name, Person)[0]); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}
