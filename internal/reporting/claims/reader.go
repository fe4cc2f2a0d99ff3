package claims

import (
	"deciban/internal/reporting/text"
)

// A Reader finds claims. It keeps its memory from text to text; it is not safe
// for several goroutines at once, each of which takes one of its own.
type Reader struct {
	lang   *language
	doc    *text.Doc
	tokens []token
	groups []group
	// found are the claims as tokens, with their content's pieces.
	found  []candidate
	pieces []piece
	order  []int32
	claims []Claim
	spans  []Span
	// names keeps the rules' names put together.
	names map[ruleName]string
}

// NewReader returns a Reader for English.
func NewReader() *Reader { return &Reader{lang: english(), names: make(map[ruleName]string)} }

// A piece is a run of tokens [first, last).
type piece struct{ first, last int }

// A candidate is a claim as tokens.
type candidate struct {
	cue, source, hearer piece
	// content are pieces[from:to].
	from, to int
	stance   Stance
	sentence int
	negated  bool
	modal    bool
	direct   bool
	quoting  bool // the content stands before the cue, or is a quotation
	nested   bool
	// rule is the list, shape and form how its entry was used.
	rule, shape, form string
}

// Read returns the claims of a text in the order of their cues. They are the
// Reader's: the next call uses their memory again.
func (r *Reader) Read(d *text.Doc) []Claim {
	r.doc = d
	r.found, r.pieces, r.claims, r.spans, r.order = r.found[:0], r.pieces[:0], r.claims[:0], r.spans[:0], r.order[:0]
	r.lookup()
	for i := range d.Sentences {
		s := &d.Sentences[i]
		if s.Dateline {
			continue
		}
		r.tagSentence(s)
		r.findGroups(s)
		r.sentence(s)
	}
	r.settle()
	return r.claims
}

// A ruleName is the parts of a rule's name.
type ruleName struct{ list, shape, form string }

// ruleName puts a name together; there are as many as lists times shapes.
func (r *Reader) ruleName(n ruleName) string {
	s, ok := r.names[n]
	if !ok {
		s = n.list + n.shape + n.form
		r.names[n] = s
	}
	return s
}
