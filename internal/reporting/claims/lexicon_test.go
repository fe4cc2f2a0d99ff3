package claims

import (
	"fmt"
	"maps"
	"slices"
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

// findMarked fails unless a marked example comes out as it is marked, and returns the claim.
func findMarked(t *testing.T, r *Reader, place, marked string) (Claim, bool) {
	t.Helper()
	raw, parts := unmark(t, marked)
	var found []string
	for _, c := range r.Read(text.Cut(raw)) {
		got := map[byte][]string{'<': {raw[c.Cue.Start:c.Cue.End]}}
		if !c.Source.Empty() {
			got['{'] = []string{raw[c.Source.Start:c.Source.End]}
		}
		for _, p := range c.Content {
			got['('] = append(got['('], raw[p.Start:p.End])
		}
		if maps.EqualFunc(got, parts, slices.Equal) {
			return c, true
		}
		found = append(found, fmt.Sprintf("%q %q %q", got['{'], got['<'], got['(']))
	}
	t.Errorf("%s: want %q %q %q, got %s", place, parts['{'], parts['<'], parts['('], strings.Join(found, "; "))
	return Claim{}, false
}

// TestEachListFindsItsExample reads the example of every section of the lists,
// and fails where a section has none.
func TestEachListFindsItsExample(t *testing.T) {
	r := NewReader()
	for _, file := range []string{"cues.txt", "nouns.txt", "stances.txt"} {
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
				if c, ok := findMarked(t, r, fmt.Sprintf("%s:%d", file, l.Number), strings.TrimSpace(marked)); ok && c.Stance != stance {
					t.Errorf("%s:%d: the stance is %s, want %s", file, l.Number, c.Stance, stance)
				}
			}
			if examples == 0 {
				t.Errorf("%s:%d: section [%s] has no example", file, s.Line, s.Name)
			}
		}
	}
}

func TestEachRuleFindsItsExample(t *testing.T) {
	r := NewReader()
	for _, c := range []struct {
		name, marked string
		want         Claim // the stance and what else is told
	}{
		{"a quotation before", "(“We are here,”) {Mir} <said>.", Claim{Direct: true}},
		{"a source behind its cue", "(“We are here,”) <said> {Ahmad Mir, a researcher in Kabul}.", Claim{Direct: true}},
		{"a quotation goes on behind its source", "(“We are here,”) {he} <said>. (“They are not.”)", Claim{Direct: true}},
		{"words before without marks", "(The road was closed), {officials} <said>.", Claim{}},
		{"words before and behind", "(The road), {officials} <said>, (was closed at noon).", Claim{}},
		{"a quotation behind a colon", "{The minister} <said:> (“We will stay.”)", Claim{Direct: true}},
		{"a day between", "{The ministry} <said> on Tuesday (that the road was closed).", Claim{}},
		{"a day between source and cue", "{The ministry} on Tuesday <denied> (the report).", Claim{Stance: Denies}},
		{"an apposition", "{Mir, a researcher in Kabul,} <said> (that the road was closed).", Claim{}},
		{"a relative clause", "The envoy, {who} <warned of> (an attack), left.", Claim{Stance: Warns}},
		{"a shared subject", "{The envoy} left the room and <denied> (the report).", Claim{Stance: Denies}},
		{"a gerund", "{The envoy} left the room, <saying> (that the talks were over).", Claim{}},
		{"a gerund before its subject", "After <saying> (that the talks were over), {the envoy} left.", Claim{}},
		{"a letter that says", "Police found {a letter} <saying> (that more bombs were hidden).", Claim{}},
		{"a passive with by", "(The attack) <was condemned> by {the council}.", Claim{Stance: Assesses}},
		{"a passive without", "(The rebels) <are believed> (to be in the valley).", Claim{Stance: Assesses, Hedged: true}},
		{"a passive with an empty subject", "It <was reported> (that the bridge was gone).", Claim{}},
		{"a participle with by", "Police hold (two men) <identified> by {the court} (as suspects).", Claim{}},
		{"an attack blamed on somebody", "(Three bombings) <blamed> (on the militia) shook the town.", Claim{Stance: AttributesResponsibility}},
		{"a link not established", "(No link) <has been established> (between the two).", Claim{Negated: true}},
		{"a negated cue", "{The spokesman} <did not say> (who was hurt).", Claim{Negated: true}},
		{"nobody says it", "{Nobody} <said> (that it was so).", Claim{Negated: true}},
		{"according to", "(Four men were held), <according to> {the state agency}.", Claim{}},
		{"according to, in front", "<According to> {the state agency}, (four men were held).", Claim{}},
		{"as somebody noted", "As {the mayor} <noted>, (the bridge was old).", Claim{}},
		{"asked by nobody named", "<Asked> (whether he would stay), the mayor left.", Claim{Stance: Asks}},
		{"what seems", "(The truce) <seems> (to hold).", Claim{Stance: Assesses, Hedged: true}},
		{"reportedly", "(The group) <reportedly> (planned the raid).", Claim{Hedged: true}},
		{"a dialogue", "{Sadat}<:> (We never met them.)", Claim{Direct: true}},
		{"a clause without its subject", "It made accusations that {Kyiv} <says> (are baseless).", Claim{Stance: Denies}},
		{"the pronoun is the content", "He told of a raid (which) {the army} <denied>.", Claim{Stance: Denies}},
		{"words parted by a day", "{The group} <claimed responsibility> on Friday for (the raid).", Claim{Stance: ClaimsResponsibility}},
		{"a noun with by", "He recalled the <promise> made by {the rulers} (to leave).", Claim{Stance: Promises}},
		{"another source's clause ends it", "{The army} <said> (three men were killed), but the rebels said nobody was hurt.", Claim{}},
		{"a subordinate clause ends before the main one", "While {the ministry} <asserts> (that it is over), the war goes on.", Claim{}},
		{"a time with about", "{The embassy} <had warned> about two weeks earlier of (an attack).", Claim{Stance: Warns}},
		{"a raid that a group claimed", "(The raid) <was claimed> by {the group}.", Claim{Stance: ClaimsResponsibility}},
		{"an attack as its object", "{The wing} <claimed> (the bombing of a bank).", Claim{Stance: ClaimsResponsibility}},
		{"responsibility behind a pronoun", "It was the raid for (which) {the wing} <claimed responsibility>.", Claim{Stance: ClaimsResponsibility}},
		{"it was claimed that", "It <was claimed> (that the group fled).", Claim{}},
		{"attacks blamed on a group, as an object", "They point to (attacks) <blamed> (on the group).", Claim{Stance: AttributesResponsibility}},
		{"a feeling with be", "{The mayor} <is very worried about> (the bridge).", Claim{Stance: Assesses}},
		{"a question ends the quotation", "(“Who did it?”) {Mir} <asked>.", Claim{Stance: Asks, Direct: true}},
		{"an adverb before", "Still, {officials} <say>, (the truce holds).", Claim{}},
		{"a clause that begins with a preposition", "{Mir} <said> (that despite its losses, the group has maintained its ranks).", Claim{}},
		{"an object that hangs on the source", "{A source close to him} <denied> (the report).", Claim{Stance: Denies}},
		{"capitals alone", "{THE ARMY} <SAID> (THAT THREE MEN WERE KILLED).", Claim{}},
		{"two apostrophes", "(''We are here,'') {Mir} <said>.", Claim{Direct: true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, ok := findMarked(t, r, c.name, c.marked)
			if ok && (got.Stance != c.want.Stance || got.Negated != c.want.Negated || got.Hedged != c.want.Hedged || got.Direct != c.want.Direct) {
				t.Errorf("got %s, negated %v, hedged %v, direct %v", got.Stance, got.Negated, got.Hedged, got.Direct)
			}
		})
	}
}

func TestSpeaker(t *testing.T) {
	r := NewReader()
	for _, c := range []struct{ source, name, role, affiliation string }{
		{"Asfandyar Mir, a security specialist in South Asia at the Institute of Peace", "Asfandyar Mir", "security specialist", "the Institute of Peace"},
		{"a former counterterrorism official for the Department of Homeland Security", "", "former counterterrorism official", "the Department of Homeland Security"},
		{"Interior Ministry spokesman Ahmad Noor", "Ahmad Noor", "spokesman", "Interior Ministry"},
		{"the ministry's spokesman", "", "spokesman", "the ministry"},
		{"President Ana Ruiz", "Ana Ruiz", "President", ""},
		{"Foreign Secretary Ana Ruiz", "Ana Ruiz", "Foreign Secretary", ""},
		{"the Prime Minister", "", "Prime Minister", ""},
		{"Foreign Office Minister, Ana Ruiz,", "Ana Ruiz", "Minister", "Foreign Office"},
		{"Western officials", "", "officials", "Western"},
		{"the Interior Ministry", "Interior Ministry", "", ""},
		{"he", "", "", ""},
	} {
		raw := "“It is over,” said " + c.source + "."
		got := r.Read(text.Cut(raw))
		if len(got) != 1 {
			t.Errorf("%s: %d claims", c.source, len(got))
			continue
		}
		at := func(s Span) string { return raw[s.Start:s.End] }
		if g := got[0]; at(g.Source) != c.source || at(g.Name) != c.name || at(g.Role) != c.role || at(g.Affiliation) != c.affiliation {
			t.Errorf("%s: source %q, name %q, role %q, affiliation %q", c.source, at(g.Source), at(g.Name), at(g.Role), at(g.Affiliation))
		}
	}
}

func TestAClaimInsideAnother(t *testing.T) {
	raw := "According to the state agency, the ministry said that four men had confessed."
	got := NewReader().Read(text.Cut(raw))
	if len(got) != 2 || got[0].Outer != -1 || got[1].Outer != 0 {
		t.Errorf("got %+v", got)
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
