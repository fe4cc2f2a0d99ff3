package claims

import (
	"fmt"
	"slices"
	"strings"

	"deciban/internal/reporting/lexicon"
)

// What is said can decide the stance: stances.txt has rows of words, and this file
// looks for them in the content of claims that assert, or that name ("called the
// report false"): rows with END are for these.

// A step is one place of a row.
type step struct {
	kind stepKind
	// words are those of which one stands there, for a stepWord.
	words []string
}

type stepKind uint8

const (
	stepWord stepKind = iota
	stepBe
	stepHave
	stepNot
	stepSelf
	stepDeed
	stepEnd
)

var stepKinds = map[string]stepKind{"BE": stepBe, "HAVE": stepHave, "NOT": stepNot, "SELF": stepSelf, "DEED": stepDeed, "END": stepEnd}

// A row is a line of stances.txt.
type row struct {
	steps  []step
	stance Stance
	list   string
}

func readStances() ([]row, error) {
	const file = "stances.txt"
	sections, err := lexicon.Read(file)
	if err != nil {
		return nil, err
	}
	var rows []row
	for _, s := range sections {
		stance, err := ParseStance(s.Rest)
		if err != nil {
			return nil, fmt.Errorf("read lexicon %q: line %d: %w", file, s.Line, err)
		}
		for _, l := range s.Lines {
			if l.Text[0] == '=' {
				continue
			}
			w := row{stance: stance, list: s.Name}
			for i, field := range strings.Fields(l.Text) {
				k, special := stepKinds[field]
				switch {
				case !special && field != strings.ToLower(field):
					return nil, fmt.Errorf("read lexicon %q: line %d: %q is neither words in small letters nor one of BE, HAVE, NOT, SELF, DEED, END", file, l.Number, field)
				case k == stepSelf && i > 0:
					return nil, fmt.Errorf("read lexicon %q: line %d: SELF stands at the beginning alone", file, l.Number)
				}
				x := step{kind: k}
				if !special {
					x.words = strings.Split(field, "|")
				}
				w.steps = append(w.steps, x)
			}
			rows = append(rows, w)
		}
	}
	return rows, nil
}

// farthest is how many tokens of a content a row may begin behind: what decides
// stands in its first clause.
const farthest = 16

// restance gives a claim the stance that its content decides.
func (r *Reader) restance(x *candidate) {
	naming := x.stance == Assesses && x.rule == "name"
	if x.negated || x.stance != Asserts && !naming {
		return
	}
	for _, p := range r.pieces[x.from:x.to] {
		negated := false
		for i := p.first; i < p.last && i < p.first+farthest; i++ {
			if i > p.first && r.clauseEnds(i) {
				break
			}
			for k := range r.lang.rows {
				w := &r.lang.rows[k]
				if negated && w.steps[0].kind == stepWord || !r.rowAt(w, i, p) {
					continue // "had not carried out"
				}
				if x.stance == Assesses && w.steps[len(w.steps)-1].kind != stepEnd || x.stance == Asserts && w.steps[len(w.steps)-1].kind == stepEnd {
					continue
				}
				x.stance, x.rule = w.stance, x.rule+" "+w.list
				if w.stance == ClaimsResponsibility && !r.selfCan(x.source, i) {
					x.stance = AttributesResponsibility
				}
				return
			}
			// The first full verb is that of the clause: behind it, "Kyiv says is
			// false" is what another says.
			if t := &r.tokens[i]; t.tag == past || t.tag == thirdPerson || t.tag == base {
				break
			}
			negated = negated || r.tokens[i].tag == neg || strings.HasSuffix(r.doc.Tokens[i].Lower, "n't")
		}
	}
}

// clauseEnds says whether another clause begins at a token.
func (r *Reader) clauseEnds(i int) bool {
	switch r.tokens[i].tag {
	case comma, semicolon, colon, stop, dash, sub, wh, that:
		return true
	}
	return false
}

// rowAt says whether a row stands at a token of a content.
func (r *Reader) rowAt(w *row, i int, p piece) bool {
	for k := range w.steps {
		s := &w.steps[k]
		if k > 0 && s.kind != stepNot {
			for i < p.last && r.tokens[i].tag == adv && !s.is(r.doc.Tokens[i].Lower) {
				i++
			}
		}
		if s.kind == stepEnd {
			for i < p.last && (r.tokens[i].tag == stop || r.tokens[i].tag == comma || r.tokens[i].tag == closeQuote) {
				i++
			}
			return i == p.last
		}
		if s.kind == stepNot && i > p.first && strings.HasSuffix(r.doc.Tokens[i-1].Lower, "n't") {
			continue // "wasn't"
		}
		if i >= p.last {
			return false
		}
		switch s.kind {
		case stepWord:
			if !s.is(r.doc.Tokens[i].Lower) {
				return false
			}
		case stepBe:
			if r.tokens[i].word.closed != be {
				return false
			}
		case stepHave:
			if r.tokens[i].word.closed != have {
				return false
			}
		case stepNot:
			if r.tokens[i].tag != neg {
				return false
			}
		case stepSelf:
			last := r.self(i, p)
			if last < 0 {
				return false
			}
			i = last
		case stepDeed:
			last := r.deed(i, p)
			if last < 0 {
				return false
			}
			i = last
		}
		i++
	}
	return true
}

func (s *step) is(word string) bool { return slices.Contains(s.words, word) }

// self returns the last token of a subject at i that may mean the source, or -1:
// "it", or "its fighters", at the beginning of the content or behind its "that".
func (r *Reader) self(i int, p piece) int {
	for k := p.first; k < i; k++ {
		if t := r.tokens[k].tag; t != that && t != openQuote && t != adv {
			return -1
		}
	}
	switch r.doc.Tokens[i].Lower {
	case "it", "they", "he", "she", "we", "i":
		return i
	case "its", "their", "our", "his", "her", "my":
		for k := i + 1; k < p.last && k < i+4; k++ {
			switch r.tokens[k].tag {
			case noun, name:
				if k+1 >= p.last || r.tokens[k+1].tag != noun && r.tokens[k+1].tag != name {
					return k
				}
			case adj, num, participle:
			default:
				return -1
			}
		}
	}
	return -1
}

// deed returns the last token of a noun phrase at i that is an attack, or -1.
func (r *Reader) deed(i int, p piece) int {
	for k := i; k < p.last && k < i+6; k++ {
		if r.tokens[k].word.class&attack != 0 {
			for k+1 < p.last && r.tokens[k+1].word.class&attack != 0 {
				k++ // "bomb attack"
			}
			return k
		}
		switch r.tokens[k].tag {
		case det, adj, noun, name, num, poss, genitive, participle, ing, untagged:
		default:
			return -1
		}
	}
	return -1
}

// selfCan says whether the pronoun at the beginning of a content may mean the
// source: "officials said it was behind the attack" is of somebody else.
func (r *Reader) selfCan(source piece, i int) bool {
	if source.last <= source.first {
		return false
	}
	head := source.last - 1
	for k := source.first; k < source.last; k++ {
		if t := r.tokens[k].tag; t == prep || t == comma {
			head = max(source.first, k-1)
			break
		}
	}
	last := r.doc.Tokens[head].Lower
	plural := strings.HasSuffix(last, "s") && !strings.HasSuffix(last, "ss") && r.tokens[head].tag != name || last == "police" || last == "people" || last == "men" || last == "militia"
	role := r.tokens[head].word.class&role != 0
	switch r.doc.Tokens[i].Lower {
	case "it", "its":
		return !plural && !role
	case "he", "she", "his", "her":
		return !plural
	case "they", "their":
		return plural && !role || r.tokens[head].tag == name
	}
	return true // "we"
}
