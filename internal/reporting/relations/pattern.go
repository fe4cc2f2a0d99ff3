package relations

import (
	"fmt"
	"strconv"
	"strings"
	"sync"

	"deciban/internal/entity"
	"deciban/internal/reporting/lexicon"
	"deciban/internal/reporting/text"
)

// element is one place of a pattern.
type element struct {
	// words are the alternatives; those with "*" are kept as beginnings.
	words  map[string]bool
	begins []string
	// optional says that the word may be missing.
	optional bool
	// slot is the name of what is taken, "" for words and gaps.
	slot string
	// gap is the most tokens that are passed over, -1 if it is none; marks says
	// whether punctuation may be among them.
	gap   int
	marks bool
}

// rule is a pattern with its name: the file's, section's and line's.
type rule struct {
	kind     string
	name     string
	elements []element
	// triggers are the words of which one must stand in the sentence.
	triggers map[string]bool
	begins   []string
	examples []lexicon.Line
}

// rest are the slots that take the rest of the clause, and land the one that
// takes a country.
var rest = map[string]bool{"WHAT": true, "TO": true}

const land = "COUNTRY"

// common are the words that cannot trigger a rule.
var common = func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq("a an the of to in on for with by from and or is was are were be been being its their his it 's ' , - at as that which who like under over about has have had during against between") {
		m[w] = true
	}
	return m
}()

// readRules reads the rules of a file of the lexicon.
func readRules(file string) ([]rule, error) {
	sections, err := lexicon.Read(file)
	if err != nil {
		return nil, err
	}
	return rulesOf(file, sections)
}

func rulesOf(file string, sections []lexicon.Section) ([]rule, error) {
	var rules []rule
	for _, s := range sections {
		for _, l := range s.Lines {
			word, body, _ := strings.Cut(l.Text, " ")
			switch word {
			case "rule":
				r, err := compile(body)
				if err != nil {
					return nil, fmt.Errorf("read lexicon %q: line %d: %w", file, l.Number, err)
				}
				r.kind, r.name = s.Name, fmt.Sprintf("%s:%d", file, l.Number)
				rules = append(rules, r)
			case "e.g.":
				if len(rules) == 0 || rules[len(rules)-1].kind != s.Name {
					return nil, fmt.Errorf("read lexicon %q: line %d: an example without a rule before it", file, l.Number)
				}
				last := &rules[len(rules)-1]
				last.examples = append(last.examples, lexicon.Line{Number: l.Number, Text: strings.TrimSpace(body)})
			default:
				return nil, fmt.Errorf("read lexicon %q: line %d: %q is neither a rule nor an example", file, l.Number, word)
			}
		}
	}
	return rules, nil
}

func compile(body string) (rule, error) {
	var r rule
	r.triggers = map[string]bool{}
	for f := range strings.FieldsSeq(body) {
		e := element{gap: -1}
		switch {
		case strings.HasPrefix(f, "~"):
			n := strings.TrimLeft(f, "~")
			v, err := strconv.Atoi(n)
			if err != nil || v < 0 || v > 40 {
				return r, fmt.Errorf("%q is no gap; it should be ~ and a number up to 40", f)
			}
			e.gap, e.marks = v, strings.HasPrefix(f, "~~")
		case strings.ToUpper(f) == f && strings.ToLower(f) != f:
			e.slot = f
		default:
			if f != "?" && strings.HasSuffix(f, "?") {
				e.optional, f = true, strings.TrimSuffix(f, "?")
			}
			e.words = map[string]bool{}
			for w := range strings.SplitSeq(f, "|") {
				if b, ok := strings.CutSuffix(w, "*"); ok {
					if len(b) < 3 {
						return r, fmt.Errorf("%q: a beginning has three letters at least", w)
					}
					e.begins = append(e.begins, b)
				} else {
					e.words[strings.ToLower(w)] = true
				}
			}
		}
		r.elements = append(r.elements, e)
	}
	// The first element that holds only telling words triggers.
	for _, e := range r.elements {
		if e.slot != "" || e.gap >= 0 || e.optional {
			continue
		}
		telling := true
		for w := range e.words {
			telling = telling && !common[w]
		}
		if telling {
			r.triggers, r.begins = e.words, e.begins
			return r, nil
		}
	}
	return r, fmt.Errorf("%q: no word that tells", body)
}

func (e *element) holds(lower string) bool {
	if e.words[lower] {
		return true
	}
	for _, b := range e.begins {
		if strings.HasPrefix(lower, b) {
			return true
		}
	}
	return false
}

// actor is a run of tokens that could fill a slot.
type actor struct {
	first, last int
	// mention is its place among the text's mentions, -1 if it is none of them.
	mention int
	// country says that it is a country, or a nationality.
	country bool
}

// sentence is what a pattern is matched on.
type sentence struct {
	doc         *text.Doc
	first, last int
	// actors by their first token.
	actors map[int]actor
}

// taken are the slots of a match.
type taken map[string]actor

// match matches the pattern from token i on, and returns what was taken and the
// token behind, or nil.
func (r *rule) match(s *sentence, i int) (taken, int) {
	t := taken{}
	steps := 0
	end := r.from(s, 0, i, t, &steps)
	if end < 0 {
		return nil, 0
	}
	return t, end
}

// mostSteps bounds the work of one pattern at one place.
const mostSteps = 2000

// from matches the elements from k on at token i; it returns the token behind
// the match, -1 if there is none.
func (r *rule) from(s *sentence, k, i int, t taken, steps *int) int {
	if *steps++; *steps > mostSteps {
		return -1
	}
	if k == len(r.elements) {
		return i
	}
	e := &r.elements[k]
	switch {
	case e.gap >= 0:
		beforeSlot := k+1 < len(r.elements) && r.elements[k+1].slot != ""
		for n := 0; ; n++ {
			if end := r.from(s, k+1, i+n, t, steps); end >= 0 {
				return end
			}
			if n == e.gap || i+n >= s.last {
				return -1
			}
			tok := &s.doc.Tokens[i+n]
			if !e.marks && (tok.Kind != text.Word && tok.Kind != text.Number || beforeSlot && turns[tok.Lower]) || tok.Lower == ";" {
				return -1
			}
		}
	case rest[e.slot]:
		end := clauseEnd(s, i)
		if e.slot == "TO" {
			for j := i; j < end; j++ {
				if w := s.doc.Tokens[j].Lower; w == "following" || w == "after" || w == "amid" || w == "as" || w == "because" {
					end = j
				}
			}
		}
		// What follows in the pattern must stand behind.
		if k+1 < len(r.elements) {
			for j := i + 1; j <= s.last; j++ {
				if after := r.from(s, k+1, j, t, steps); after >= 0 {
					t[e.slot] = actor{i, max(i+1, min(end, after)), -1, false}
					return after
				}
			}
			return -1
		}
		if end <= i {
			return -1
		}
		t[e.slot] = actor{i, end, -1, false}
		return end
	case e.slot == land:
		if n := countryAt(s, i); n > 0 {
			if end := r.from(s, k+1, i+n, t, steps); end >= 0 {
				t[e.slot] = actor{i, i + n, -1, true}
				return end
			}
		}
		return -1
	case e.slot != "":
		a, ok := s.actors[i]
		// The owner fills no slot but where the pattern asks for 's.
		if !ok || ownsActor(s, a) && !(k+1 < len(r.elements) && r.elements[k+1].words["'s"]) {
			return -1
		}
		for slot, other := range t {
			if slot != e.slot && other.first == a.first {
				return -1
			}
		}
		t[e.slot] = a
		if end := r.from(s, k+1, a.last, t, steps); end >= 0 {
			return end
		}
		delete(t, e.slot)
		return -1
	}
	if i < s.last && e.holds(s.doc.Tokens[i].Lower) {
		if end := r.from(s, k+1, i+1, t, steps); end >= 0 {
			return end
		}
	}
	if e.optional {
		return r.from(s, k+1, i, t, steps)
	}
	return -1
}

// turns are words behind which a new thing is spoken of: a gap of words does not
// reach over them. "Attacks by" somebody are not attacks on him, and what happens
// in a place is not done to it.
var turns = map[string]bool{"by": true, "in": true, "at": true, "near": true, "within": true, "outside": true, "inside": true, "across": true,
	"but": true, "while": true, "when": true, "although": true, "because": true, "said": true, "says": true}

// clauseEnd returns the token behind the clause that begins at token i: up to a
// dash, a semicolon, a comma with "which", "but" or a verb in the past behind it,
// or the sentence's end.
func clauseEnd(s *sentence, i int) int {
	for j := i; j < s.last; j++ {
		tok := &s.doc.Tokens[j]
		switch {
		case tok.Lower == "was" || tok.Lower == "were" || tok.Lower == "remains" || tok.Lower == "remain":
			// The verb of the sentence, unless it belongs to a clause within.
			if j > i && !subordinate(s, i, j) {
				return j
			}
		case tok.Kind == text.Word || tok.Kind == text.Number:
			continue
		case tok.Lower == ";" || tok.Lower == "—" || tok.Lower == "–" || tok.Lower == "--" || tok.Kind == text.CloseQuote || tok.Lower == ".":
			return j
		case tok.Lower == ",":
			if j+1 < s.last {
				switch s.doc.Tokens[j+1].Lower {
				case "which", "who", "but", "was", "were", "is", "are", "has", "had", "following", "after", "as", "while", "although", "though", "according", "he", "she", "they":
					return j
				}
			}
		}
	}
	return s.last
}

// subordinate tells whether a clause begins between tokens i and j.
func subordinate(s *sentence, i, j int) bool {
	for k := i; k < j; k++ {
		switch s.doc.Tokens[k].Lower {
		case "that", "which", "who", "where", "when", "if", "what":
			return true
		}
	}
	return false
}

// ownsActor tells whether an actor only says whose the next one is:
// "Afghanistan's Taliban rulers".
func ownsActor(s *sentence, a actor) bool {
	if a.last+1 >= s.last {
		return false
	}
	if w := s.doc.Tokens[a.last].Lower; w != "'s" && w != "'" {
		return false
	}
	_, next := s.actors[a.last+1]
	return next
}

// countryAt returns the number of tokens that name a country at token i, 0 if
// none does.
func countryAt(s *sentence, i int) int {
	if i >= s.last || !s.doc.Tokens[i].Cap && s.doc.Case == text.Mixed {
		return 0
	}
	words := 0
	for words < 4 && i+words < s.last && s.doc.Tokens[i+words].Kind == text.Word {
		words++
	}
	for n := words; n > 0; n-- {
		if !s.doc.Tokens[i+n-1].Cap && s.doc.Case == text.Mixed {
			continue
		}
		name := s.doc.Text(i, i+n)
		if _, ok := countryCode(name); ok && len(name) > 1 && (len(name) > 2 || strings.ToUpper(name) == name) {
			return n
		}
	}
	return 0
}

// nationalities holds the states' codes by their adjectives.
var nationalities = sync.OnceValue(func() map[string]string {
	sections, err := lexicon.Read("nationalities.txt")
	if err != nil {
		panic("BUG: the embedded lexicon: " + err.Error())
	}
	m := map[string]string{}
	for i := range sections {
		for _, w := range sections[i].Words() {
			adjective, code, _ := strings.Cut(w, "=")
			m[adjective] = code
		}
	}
	return m
})

// countryCode returns the code of a country's name or adjective.
func countryCode(name string) (string, bool) {
	lower := strings.ToLower(name)
	if code, ok := nationalities()[lower]; ok {
		return code, true
	}
	// The reader of lists' countries is generous: to it, a text on two is one.
	if strings.Contains(lower, " and the ") || strings.HasPrefix(lower, "global") {
		return "", false
	}
	return entity.CountryCode(name)
}
