package claims

import (
	"fmt"
	"strings"
	"testing"

	"deciban/internal/reporting/lexicon"
	"deciban/internal/reporting/text"
)

// unmark takes the marks out of an example and returns the text with what they
// mark: {source}, <cue> and (content), which may be in two pieces.
func unmark(t *testing.T, marked string) (string, map[byte][]string) {
	t.Helper()
	var b strings.Builder
	parts := make(map[byte][]string)
	closing := map[byte]byte{'{': '}', '<': '>', '(': ')'}
	for i := 0; i < len(marked); i++ {
		c := marked[i]
		end, opens := closing[c]
		if !opens {
			b.WriteByte(c)
			continue
		}
		n := strings.IndexByte(marked[i:], end)
		if n < 0 {
			t.Fatalf("%q: no %q follows %q", marked, end, c)
		}
		parts[c] = append(parts[c], marked[i+1:i+n])
		b.WriteString(marked[i+1 : i+n])
		i += n
	}
	return b.String(), parts
}

// TestEachListFindsItsExample reads the example of every section of the lists,
// and fails where a section has none.
func TestEachListFindsItsExample(t *testing.T) {
	r := NewReader()
	for _, file := range []string{"cues.txt", "nouns.txt"} {
		sections, err := lexicon.Read(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range sections {
			f := strings.Fields(s.Rest)
			stance, err := ParseStance(f[len(f)-1])
			if err != nil {
				t.Errorf("%s:%d: %v", file, s.Line, err)
			}
			examples := 0
			for _, l := range s.Lines {
				marked, ok := strings.CutPrefix(l.Text, "=")
				if !ok {
					continue
				}
				examples++
				raw, parts := unmark(t, strings.TrimSpace(marked))
				var found []string
				ok = false
				for _, c := range r.Read(text.Cut(raw)) {
					got := map[byte][]string{'<': {raw[c.Cue.Start:c.Cue.End]}}
					if !c.Source.Empty() {
						got['{'] = []string{raw[c.Source.Start:c.Source.End]}
					}
					for _, p := range c.Content {
						got['('] = append(got['('], raw[p.Start:p.End])
					}
					ok = ok || fmt.Sprint(got) == fmt.Sprint(parts) && c.Stance == stance
					found = append(found, fmt.Sprintf("%s %v", c.Stance, got))
				}
				if !ok {
					t.Errorf("%s:%d: want %s %v, got %q", file, l.Number, stance, parts, found)
				}
			}
			if examples == 0 {
				t.Errorf("%s:%d: section [%s] has no example", file, s.Line, s.Name)
			}
		}
	}
}

func TestWordsOfAnotherStanceAreToldApart(t *testing.T) {
	if _, err := ParseStance("shrugs"); err == nil || !strings.Contains(err.Error(), `"shrugs"`) {
		t.Errorf("got %v, want an error that names the stance", err)
	}
	for i, n := range stanceNames {
		var s Stance
		b, _ := Stance(i).MarshalText()
		if err := s.UnmarshalText(b); err != nil || s.String() != n {
			t.Errorf("%s: got %s, %v", n, s, err)
		}
	}
}

func TestVerbForms(t *testing.T) {
	l := english()
	for form, base := range map[string]string{
		"said": "say", "says": "say", "denied": "deny", "denies": "deny", "denying": "deny", "threatened": "threaten", "pledging": "pledge", "pledged": "pledge",
		"permitted": "permit", "told": "tell", "thought": "think", "found": "find", "admitting": "admit", "lying": "lie", "agreed": "agree", "agreeing": "agree",
	} {
		if w := l.words[form]; w.lemma < 0 || l.lemmas[w.lemma].name != base {
			t.Errorf("%s: not a form of %s but %+v", form, base, w)
		}
	}
}
