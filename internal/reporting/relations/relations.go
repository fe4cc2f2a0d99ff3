// Package relations reads what a text says two actors are to one another, what an actor promised and who doubts it, and which country raised its threat level.
//
// The patterns stand in the lexicon, each with an example that is its test. A
// relation is what a sentence says, with the place where it says so; it is no
// fact about the parties, and nothing is concluded from several.
package relations

import (
	"slices"
	"strconv"
	"strings"
	"sync"

	"deciban/internal/reporting/mentions"
	"deciban/internal/reporting/text"
)

// Span is a piece of the text as received, with its words.
type Span struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Text  string `json:"text"`
}

// End is one side of a relation.
type End struct {
	Span
	// Mention is its place among the text's mentions, -1 if nobody listed or
	// watched is meant.
	Mention int `json:"mention"`
}

// Relation is what a sentence says that A is to B.
type Relation struct {
	// Kind is a section of lexicon/relations.txt, such as "affiliate".
	Kind string `json:"kind"`
	A    End    `json:"a"`
	B    End    `json:"b"`
	// Negated: the sentence says that it is not so. Hedged: that it may be.
	Negated bool `json:"negated,omitempty"`
	Hedged  bool `json:"hedged,omitempty"`
	// When is the year or month that the sentence gives, as YYYY or YYYY-MM.
	When string `json:"when,omitempty"`
	// Sentence is where it is said.
	Sentence Span `json:"sentence"`
	// Rule is the file and line of the pattern.
	Rule string `json:"rule"`
}

// Commitment is a promise, or what is said for or against one.
type Commitment struct {
	// Kind is "promise", "doubt" or "support".
	Kind string `json:"kind"`
	Who  End    `json:"who"`
	Whom *End   `json:"whom,omitempty"`
	// What is what was promised or doubted, as far as the sentence says.
	What *Span  `json:"what,omitempty"`
	When string `json:"when,omitempty"`
	// Of is the place of the promise that it is about, -1 if the text has none of
	// that actor before.
	Of       int    `json:"of"`
	Sentence Span   `json:"sentence"`
	Rule     string `json:"rule"`
}

// Level is a threat level that was raised or lowered.
type Level struct {
	// Change is "raised" or "lowered".
	Change string `json:"change"`
	// Country is its code, and Named how the text calls it.
	Country  string `json:"country"`
	Named    Span   `json:"named"`
	To       *Span  `json:"to,omitempty"`
	Sentence Span   `json:"sentence"`
	Rule     string `json:"rule"`
}

// Found is all that a text says of these.
type Found struct {
	Relations   []Relation
	Commitments []Commitment
	Levels      []Level
}

// triggers find the rules of which a word stands in a sentence.
type triggers struct {
	// words lists the rules of each word, and begins those that hang on a
	// beginning, by its first three letters.
	words  map[string][]*rule
	begins map[string][]beginning
}

type beginning struct {
	word string
	rule *rule
}

func (t *triggers) add(rules []rule) {
	for i := range rules {
		for w := range rules[i].triggers {
			t.words[w] = append(t.words[w], &rules[i])
		}
		for _, b := range rules[i].begins {
			t.begins[b[:3]] = append(t.begins[b[:3]], beginning{b, &rules[i]})
		}
	}
}

// of returns the rules of which a trigger stands in the sentence, in the order of
// the files.
func (t *triggers) of(d *text.Doc, sent *text.Sentence) []*rule {
	var todo []*rule
	for i := sent.First; i < sent.Last; i++ {
		w := d.Tokens[i].Lower
		todo = append(todo, t.words[w]...)
		if len(w) < 3 {
			continue
		}
		for _, b := range t.begins[w[:3]] {
			if strings.HasPrefix(w, b.word) {
				todo = append(todo, b.rule)
			}
		}
	}
	slices.SortFunc(todo, func(a, b *rule) int { return compareNames(a.name, b.name) })
	return slices.Compact(todo)
}

// ruleSet holds the rules of all files. Those of relations and commitments need a
// mention in the sentence; those of levels do not.
type ruleSet struct {
	relations, commitments, levels []rule
	all, lone                      triggers
}

var allRules = sync.OnceValue(func() *ruleSet {
	s := &ruleSet{}
	for _, t := range []*triggers{&s.all, &s.lone} {
		t.words, t.begins = map[string][]*rule{}, map[string][]beginning{}
	}
	for file, to := range map[string]*[]rule{"relations.txt": &s.relations, "commitments.txt": &s.commitments, "levels.txt": &s.levels} {
		rules, err := readRules(file)
		if err != nil {
			panic("BUG: the embedded lexicon: " + err.Error())
		}
		*to = rules
	}
	s.all.add(s.relations)
	s.all.add(s.commitments)
	s.all.add(s.levels)
	s.lone.add(s.levels)
	return s
})

// Read reads a text whose mentions are known.
func Read(d *text.Doc, ms []mentions.Mention) Found {
	rules := allRules()
	var found Found
	at := 0
	for i := range d.Sentences {
		sent := &d.Sentences[i]
		for at < len(ms) && ms[at].Start < sent.Start {
			at++
		}
		end := at
		for end < len(ms) && ms[end].Start < sent.End {
			end++
		}
		if d.Tokens[sent.Last-1].Lower == "?" {
			continue // a question says nothing
		}
		t := &rules.all
		if end == at {
			t = &rules.lone
		}
		todo := t.of(d, sent)
		if len(todo) == 0 {
			continue
		}
		s := &sentence{doc: d, first: sent.First, last: sent.Last}
		if end > at {
			s.actors = actorsOf(d, sent, ms, at, end)
		}
		for _, r := range todo {
			r.apply(s, ms, &found)
		}
	}
	link(&found, ms)
	return found
}

// compareNames orders "file:line" by the line's number.
func compareNames(a, b string) int {
	af, al, _ := strings.Cut(a, ":")
	bf, bl, _ := strings.Cut(b, ":")
	if c := strings.Compare(af, bf); c != 0 {
		return c
	}
	an, _ := strconv.Atoi(al)
	bn, _ := strconv.Atoi(bl)
	return an - bn
}

// actorsOf collects what can fill a slot: the mentions ms[at:end], countries, and
// other runs of capitals.
func actorsOf(d *text.Doc, sent *text.Sentence, ms []mentions.Mention, at, end int) map[int]actor {
	actors := map[int]actor{}
	token := sent.First
	for m := at; m < end; m++ {
		for token < sent.Last && int(d.Tokens[token].End) <= ms[m].Start {
			token++
		}
		last := token
		for last < sent.Last && int(d.Tokens[last].Start) < ms[m].End {
			last++
		}
		if last > token {
			if _, taken := actors[token]; !taken {
				actors[token] = actor{token, last, m, false}
			}
		}
	}
	if d.Case != text.Mixed {
		return actors
	}
	inside := func(i int) bool {
		for _, a := range actors {
			if i >= a.first && i < a.last {
				return true
			}
		}
		return false
	}
	s := &sentence{doc: d, first: sent.First, last: sent.Last}
	for i := sent.First; i < sent.Last; {
		t := &d.Tokens[i]
		if t.Kind != text.Word || !t.Cap || inside(i) {
			i++
			continue
		}
		last, country := i+1, false
		if n := countryAt(s, i); n > 0 {
			last, country = i+n, true
		} else {
			for last < sent.Last && d.Tokens[last].Kind == text.Word && d.Tokens[last].Cap && !inside(last) && !strings.HasPrefix(d.Tokens[last].Lower, "'") {
				last++
			}
		}
		begins := i == sent.First || d.Tokens[i-1].Kind == text.OpenQuote
		switch {
		case country && !(last < sent.Last && d.Tokens[last].Lower == "-"):
			actors[i] = actor{i, last, -1, true}
		case last == i+1 && mentions.Common(t.Lower):
		case begins && mentions.Common(t.Lower):
			actors[i+1] = actor{i + 1, last, -1, false}
		case last < sent.Last && d.Tokens[last].Lower == "-" && d.Tokens[last].Start == d.Tokens[last-1].End:
			// "U.S.-backed" names nobody who acts.
		default:
			actors[i] = actor{i, last, -1, country}
		}
		i = last
	}
	return actors
}

// apply matches a rule at each place of a sentence and takes up what it finds.
func (r *rule) apply(s *sentence, ms []mentions.Mention, found *Found) {
	for i := s.first; i < s.last; i++ {
		t, end := r.match(s, i)
		if t == nil {
			continue
		}
		sent := s.sentenceSpan()
		switch {
		case strings.HasPrefix(r.name, "relations"):
			a, b := t["A"], t["B"]
			// Of two actors whom no list knows nothing is said here.
			if a.mention < 0 && b.mention < 0 || samePlace(a, b, ms) || !fits(s, r.kind, a) || !fits(s, r.kind, b) || !personal(r.kind, a, ms) {
				continue
			}
			rel := Relation{Kind: r.kind, A: s.end(a), B: s.end(b), Sentence: sent, Rule: r.name, When: s.when()}
			rel.Negated, rel.Hedged = s.polarity(min(a.first, b.first), end)
			if !slices.ContainsFunc(found.Relations, func(o Relation) bool {
				return o.Kind == rel.Kind && o.Sentence == rel.Sentence && o.A.Start == rel.A.Start && o.B.Start == rel.B.Start
			}) {
				found.Relations = append(found.Relations, rel)
			}
		case strings.HasPrefix(r.name, "commitments"):
			who, ok := t["WHO"]
			if !ok || who.mention < 0 {
				continue
			}
			c := Commitment{Kind: r.kind, Who: s.end(who), Of: -1, Sentence: sent, Rule: r.name, When: s.when()}
			if whom, ok := t["WHOM"]; ok {
				e := s.end(whom)
				c.Whom = &e
			}
			if what, ok := t["WHAT"]; ok {
				sp := s.span(what.first, what.last)
				c.What = &sp
			}
			if !slices.ContainsFunc(found.Commitments, func(o Commitment) bool {
				return o.Kind == c.Kind && o.Sentence == c.Sentence && o.Who.Start == c.Who.Start
			}) {
				found.Commitments = append(found.Commitments, c)
			}
		default:
			country := t[land]
			l := Level{Change: r.kind, Named: s.span(country.first, country.last), Sentence: sent, Rule: r.name}
			l.Country, _ = countryCode(l.Named.Text)
			if to, ok := t["TO"]; ok {
				sp := s.span(to.first, to.last)
				l.To = &sp
			}
			if !slices.ContainsFunc(found.Levels, func(o Level) bool { return o.Sentence == l.Sentence && o.Country == l.Country }) {
				found.Levels = append(found.Levels, l)
			}
		}
	}
}

// fits tells whether an actor whom no list knows can be an end of a relation:
// states act, and names of two words or capitals alone may be of a person or a
// group. A single word may be anything, a town above all.
func fits(s *sentence, kind string, a actor) bool {
	if a.mention >= 0 {
		return true
	}
	named := a.last-a.first > 1 || s.doc.Tokens[a.first].Upper
	switch kind {
	case "hostile-to", "killed-by", "freed-by":
		return a.country
	case "allied-with":
		return a.country || named
	}
	return !a.country && named
}

// personal tells whether the first end can be one where only a person can: who
// leads, belongs, or was killed.
func personal(kind string, a actor, ms []mentions.Mention) bool {
	switch kind {
	case "leader", "killed-by":
		return a.mention < 0 || ms[a.mention].Parties[0].Schema == "Person"
	}
	return true
}

func samePlace(a, b actor, ms []mentions.Mention) bool {
	if a.first == b.first {
		return true
	}
	if a.mention < 0 || b.mention < 0 {
		return false
	}
	return ms[a.mention].Parties[0].Key() == ms[b.mention].Parties[0].Key()
}

func (s *sentence) span(first, last int) Span {
	if first >= last {
		return Span{}
	}
	start, end := int(s.doc.Tokens[first].Start), int(s.doc.Tokens[last-1].End)
	return Span{start, end, s.doc.Raw[start:end]}
}

func (s *sentence) sentenceSpan() Span { return s.span(s.first, s.last) }

func (s *sentence) end(a actor) End { return End{s.span(a.first, a.last), a.mention} }

var negations = map[string]bool{"not": true, "no": true, "never": true, "n't": true, "neither": true, "nor": true, "without": true, "denied": true, "denies": true, "deny": true, "denying": true}

var hedges = map[string]bool{"may": true, "might": true, "could": true, "possibly": true, "reportedly": true, "allegedly": true, "alleged": true, "suspected": true, "believed": true, "apparently": true, "appears": true, "seems": true, "purported": true, "supposedly": true, "perhaps": true, "likely": true}

// polarity looks for negations and hedges between the relation's ends, and up to
// three tokens before. "Not only" negates nothing.
func (s *sentence) polarity(first, last int) (negated, hedged bool) {
	for i := max(s.first, first-3); i < last; i++ {
		w := s.doc.Tokens[i].Lower
		if negations[w] || strings.HasSuffix(w, "n't") {
			if w == "not" && i+1 < s.last && s.doc.Tokens[i+1].Lower == "only" {
				continue
			}
			negated = true
		}
		hedged = hedged || hedges[w]
	}
	return negated, hedged
}

var months = map[string]int{"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8, "september": 9, "october": 10, "november": 11, "december": 12}

// when returns the first year of the sentence, with the month before it.
func (s *sentence) when() string {
	for i := s.first; i < s.last; i++ {
		t := &s.doc.Tokens[i]
		if t.Kind != text.Number || len(t.Lower) != 4 || t.Lower < "1900" || t.Lower > "2199" {
			continue
		}
		if _, err := strconv.Atoi(t.Lower); err != nil {
			continue
		}
		for k := i - 1; k >= max(s.first, i-3); k-- {
			if m := months[s.doc.Tokens[k].Lower]; m > 0 {
				return t.Lower + "-" + string([]byte{byte('0' + m/10), byte('0' + m%10)})
			}
		}
		return t.Lower
	}
	return ""
}

// link ties what is said for and against a promise to the promise of the same
// actor, wherever in the text: the one with the fullest content.
func link(f *Found, ms []mentions.Mention) {
	for i := range f.Commitments {
		c := &f.Commitments[i]
		if c.Kind == "promise" {
			continue
		}
		for k := range f.Commitments {
			p := &f.Commitments[k]
			if c.Of >= 0 && f.Commitments[c.Of].Sentence == c.Sentence {
				break
			}
			if p.Kind != "promise" || ms[p.Who.Mention].Parties[0].Key() != ms[c.Who.Mention].Parties[0].Key() {
				continue
			}
			if c.Of < 0 || p.Sentence == c.Sentence || p.What != nil && (f.Commitments[c.Of].What == nil || len(p.What.Text) > len(f.Commitments[c.Of].What.Text)) {
				c.Of = k
			}
		}
	}
}
