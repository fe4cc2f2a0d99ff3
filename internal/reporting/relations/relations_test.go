package relations

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"deciban/internal/entity"
	"deciban/internal/reporting/lexicon"
	"deciban/internal/reporting/mentions"
	"deciban/internal/reporting/text"
	"deciban/internal/testkit"
)

// Every rule has an example, and finds in it what it says.
func TestEachRuleFindsItsExample(t *testing.T) {
	set := allRules()
	for _, rules := range [][]rule{set.relations, set.commitments, set.levels} {
		for i := range rules {
			r := &rules[i]
			if len(r.examples) == 0 {
				t.Errorf("%s: no example", r.name)
			}
			for _, e := range r.examples {
				raw, want, ok := strings.Cut(e.Text, " => ")
				if !ok {
					t.Errorf("%s: its example has no =>", r.name)
					continue
				}
				d := text.Cut(raw)
				var got []string
				for k := range d.Sentences {
					sent := &d.Sentences[k]
					if !slices.Contains(set.all.of(d, sent), r) {
						continue
					}
					s := &sentence{doc: d, first: sent.First, last: sent.Last, actors: actorsOf(d, sent, nil, 0, 0)}
					for at := s.first; at < s.last; at++ {
						taken, _ := r.match(s, at)
						var slots []string
						for _, name := range []string{"A", "B", "WHO", "WHOM", "COUNTRY", "WHAT", "TO"} {
							if a, ok := taken[name]; ok {
								slots = append(slots, name+"="+s.span(a.first, a.last).Text)
							}
						}
						if len(slots) > 0 {
							got = append(got, strings.Join(slots, "; "))
						}
					}
				}
				if !slices.Contains(got, want) {
					t.Errorf("%s: %s\ngot  %q\nwant %q", r.name, raw, got, want)
				}
			}
		}
	}
}

func TestWrongRulesAreNamed(t *testing.T) {
	for body, want := range map[string]string{
		"[a]\nrule A of B":        "no word that tells",
		"[a]\nrule A ~x fights B": "no gap",
		"[a]\ne.g. A => B":        "without a rule",
		"[a]\nrool A fights B":    "neither a rule nor",
	} {
		sections, err := lexicon.Parse("x.txt", body)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := rulesOf("x.txt", sections); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "line 2") {
			t.Errorf("%q: %v, want %q", body, err, want)
		}
	}
}

// reader finds invented parties, so that a test can be read without a list.
func reader(t testing.TB) *mentions.Reader {
	t.Helper()
	var list []*entity.Entity
	for i, n := range []struct{ schema, name string }{
		{"Organization", "Halvern Liberation Front"}, {"Organization", "Velkor Brigade"}, {"Person", "Zebedee Morasque"}, {"Organization", "Ostrik Emirate"},
	} {
		e, err := entity.NewSubject(n.schema, map[string][]string{"name": {n.name}})
		if err != nil {
			t.Fatal(err)
		}
		e.ID, e.Datasets = fmt.Sprint("e", i), []string{"list"}
		list = append(list, e)
	}
	return mentions.New([]mentions.Source{{Entities: list}}, nil).NewReader()
}

func read(t testing.TB, r *mentions.Reader, raw string) Found {
	t.Helper()
	d := text.Cut(raw)
	ms, err := r.Read(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	return Read(d, ms)
}

func TestRelations(t *testing.T) {
	r := reader(t)
	for _, c := range []struct{ name, raw, want string }{
		{"a branch", "The Velkor Brigade is a branch of the Halvern Liberation Front.", "affiliate Velkor Brigade > Halvern Liberation Front"},
		{"what it is not", "The Velkor Brigade is not a branch of the Halvern Liberation Front.", "not affiliate Velkor Brigade > Halvern Liberation Front"},
		{"what it may be", "The Velkor Brigade may be a branch of the Halvern Liberation Front. The Velkor Brigade is possibly a branch of the Halvern Liberation Front.", "maybe affiliate Velkor Brigade > Halvern Liberation Front"},
		{"a leader killed by a state", "The Halvern Liberation Front's leader, Zebedee Morasque, was killed by a French drone in July 2022.", "killed-by Zebedee Morasque > French 2022-07, leader Zebedee Morasque > Halvern Liberation Front 2022-07"},
		{"not only is no negation", "The Velkor Brigade has not only stayed but sought to undermine the Halvern Liberation Front.", "hostile-to Velkor Brigade > Halvern Liberation Front"},
		{"of strangers nothing is said", "France fought with Germany.", ""},
		{"a noun stands for a party", "The Velkor Brigade fled. The group clashed with the Halvern Liberation Front.", "hostile-to The group > Halvern Liberation Front"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, x := range read(t, r, c.raw).Relations {
				s := x.Kind + " " + x.A.Text + " > " + x.B.Text
				if x.Negated {
					s = "not " + s
				}
				if x.Hedged {
					s = "maybe " + s
				}
				if x.When != "" {
					s += " " + x.When
				}
				got = append(got, s)
				if c.raw[x.Sentence.Start:x.Sentence.End] != x.Sentence.Text || c.raw[x.A.Start:x.A.End] != x.A.Text {
					t.Errorf("%+v: its offsets", x)
				}
			}
			slices.Sort(got)
			if strings.Join(got, ", ") != c.want {
				t.Errorf("got  %s\nwant %s", strings.Join(got, ", "), c.want)
			}
		})
	}
}

func TestCommitmentsAndLevels(t *testing.T) {
	r := reader(t)
	f := read(t, r, "The Ostrik Emirate promised the Velkor Brigade in 2020 to keep the border shut. It raises doubts about the Ostrik Emirate's commitment to keep it shut. "+
		"On Monday, France raised its terrorism threat level to the highest of four.")
	if len(f.Commitments) != 2 || len(f.Levels) != 1 {
		b, _ := json.MarshalIndent(f, "", " ")
		t.Fatalf("%s", b)
	}
	p, doubt, l := f.Commitments[0], f.Commitments[1], f.Levels[0]
	if p.Kind != "promise" || p.Who.Text != "Ostrik Emirate" || p.Whom == nil || p.Whom.Text != "Velkor Brigade" || p.What == nil || p.What.Text != "keep the border shut" || p.When != "2020" {
		t.Errorf("%+v", p)
	}
	if doubt.Kind != "doubt" || doubt.Of != 0 {
		t.Errorf("%+v", doubt)
	}
	if l.Change != "raised" || l.Country != "fr" || l.To == nil || l.To.Text != "the highest of four" {
		t.Errorf("%+v", l)
	}
}

func FuzzRead(f *testing.F) {
	f.Add("The Velkor Brigade, a branch of the Halvern Liberation Front, promised the group to fight. France raised its threat level to x.")
	f.Add("Halvern Liberation Front's ability to , remains uncertain\xff")
	r := reader(f)
	f.Fuzz(func(t *testing.T, raw string) {
		found := read(t, r, raw)
		for _, x := range found.Relations {
			for _, s := range []Span{x.A.Span, x.B.Span, x.Sentence} {
				if !testkit.WholeRunes(raw, s.Start, s.End) || raw[s.Start:s.End] != s.Text {
					t.Fatalf("%+v", x)
				}
			}
		}
		for _, c := range found.Commitments {
			if !testkit.WholeRunes(raw, c.Sentence.Start, c.Sentence.End) || c.What != nil && !testkit.WholeRunes(raw, c.What.Start, c.What.End) {
				t.Fatalf("%+v: not on rune boundaries", c)
			}
			if c.Of >= len(found.Commitments) || c.What != nil && raw[c.What.Start:c.What.End] != c.What.Text {
				t.Fatalf("%+v", c)
			}
		}
	})
}

// FuzzRules holds that no list of rules makes reading it fail otherwise than
// with an error.
func FuzzRules(f *testing.F) {
	f.Add("[a]\nrule A ~3 fights* B\ne.g. x => y", "A fights B")
	f.Fuzz(func(t *testing.T, rules, raw string) {
		sections, err := lexicon.Parse("f", rules)
		if err != nil {
			return
		}
		all, err := rulesOf("f", sections)
		if err != nil {
			return
		}
		d := text.Cut(raw)
		for i := range d.Sentences {
			s := &sentence{doc: d, first: d.Sentences[i].First, last: d.Sentences[i].Last, actors: actorsOf(d, &d.Sentences[i], nil, 0, 0)}
			for k := range all {
				for at := s.first; at < s.last; at++ {
					all[k].match(s, at)
				}
			}
		}
	})
}
