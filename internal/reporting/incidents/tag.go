package incidents

import (
	"strings"

	"deciban/internal/reporting/text"
)

// A token is a token of the text with what the lexicon and its neighbours say of it.
type token struct {
	low   string
	tags  tag
	class class
	w     *word
	// org is an organisation of the lexicon, and phrase the number of further
	// tokens of the expression that begins here; inside says that the token is
	// part of an expression that began before.
	org    int32
	phrase uint8
	inside bool
	// verb says that the token stands as a verb here.
	verb bool
	// np is the noun phrase that the token belongs to, or -1.
	np int32
}

func (t *token) is(x tag) bool { return t.tags&x != 0 }

// unknown says that no file of the lexicon holds the word: in news, a name mostly.
func (t *token) unknown() bool { return t.tags == 0 }

// nameLike says that the token can be part of a person's name.
func (t *token) nameLike() bool {
	return t.class&(classGiven|classFamily) != 0 && t.tags&^tagNoun == 0 || t.tags == 0 && len(t.low) > 1 && t.low[0] != '\''
}

// suffixTags guesses what an unknown word is from its ending.
func suffixTags(s string) tag {
	n := len(s)
	switch {
	case n > 4 && strings.HasSuffix(s, "ly"):
		return tagAdv
	case n > 4 && strings.HasSuffix(s, "ed") && s[n-3] != 'e':
		return tagPast | tagPart
	case n > 5 && strings.HasSuffix(s, "ing"):
		return tagIng
	case n > 5 && hasSuffix(s, "tion", "sion", "ment", "ness", "ship", "ance", "ence", "ism", "ity", "hood", "ture", "tions", "ments", "ities", "sions"):
		return tagNoun
	case n > 5 && hasSuffix(s, "ical", "ional", "ious", "able", "ible", "ful", "less", "ive", "ist", "ary", "ese", "ian"):
		return tagAdj
	}
	return 0
}

func hasSuffix(s string, suffixes ...string) bool {
	for _, x := range suffixes {
		if strings.HasSuffix(s, x) {
			return true
		}
	}
	return false
}

var noWord = &word{}

// tag looks up all tokens and decides which stand as verbs.
func (r *Reader) tag() {
	d := r.doc
	r.tok = r.tok[:0]
	for i := range d.Tokens {
		t := &d.Tokens[i]
		x := token{low: t.Lower, org: -1, np: -1, w: noWord}
		switch {
		case t.Kind == text.Number:
			x.tags = tagNum
			if w := r.words.forms[t.Lower]; w != nil {
				x.w, x.tags, x.class = w, w.tags|tagNum, w.class
			}
		case t.Kind != text.Word:
			x.tags = tagPunct
		default:
			if w := r.words.forms[t.Lower]; w != nil {
				x.w, x.tags, x.class = w, w.tags, w.class
			} else if h := strings.LastIndexByte(t.Lower, '-'); h > 0 && h+1 < len(t.Lower) {
				// Of a compound the last word tells what it is.
				if w := r.words.forms[t.Lower[h+1:]]; w != nil && w.class != 0 && w.tags&tagNoun != 0 {
					x.tags, x.class = w.tags&^tagVerb, w.class
				} else if w != nil && w.tags&(tagAdj|tagPart|tagIng|tagPrep) != 0 || w == nil && suffixTags(t.Lower[h+1:])&(tagPart|tagIng|tagAdj) != 0 {
					x.tags = tagAdj
				}
			} else if n := len(t.Lower); n > 3 && t.Lower[n-1] == 's' && r.words.forms[t.Lower[:n-1]] != nil && r.words.forms[t.Lower[:n-1]].tags&tagNoun != 0 {
				w := r.words.forms[t.Lower[:n-1]]
				x.tags, x.class = tagNoun, w.class
			} else {
				x.tags = suffixTags(t.Lower)
			}
		}
		r.tok = append(r.tok, x)
	}
	for i := range r.tok {
		r.phraseAt(i)
	}
	for i := len(r.tok) - 2; i >= 0; i-- {
		if r.tok[i+1].is(tagNum) {
			switch r.tok[i].low {
			case "about", "over", "around", "nearly", "almost", "some", "another", "only", "approximately":
				r.tok[i].tags = tagDet
			}
		}
		// "last night", "this morning", "late Monday"
		if r.tok[i+1].is(tagTime) && r.tok[i].is(tagDet|tagAdj|tagNum) && !r.tok[i].is(tagTime) {
			switch r.tok[i].low {
			case "last", "this", "late", "early", "next", "that", "past", "same":
				r.tok[i].tags = tagTime
			}
			if r.tok[i].is(tagNum) && r.doc.Tokens[i].Kind == text.Number {
				r.tok[i].tags = tagTime
			}
		}
	}
	for s := range d.Sentences {
		for i := d.Sentences[s].First; i < d.Sentences[s].Last; i++ {
			r.tok[i].verb = r.standsAsVerb(i, d.Sentences[s].First, d.Sentences[s].Last)
		}
	}
}

// phraseAt joins the longest expression of several words that begins at a token.
func (r *Reader) phraseAt(i int) {
	t := &r.tok[i]
	if t.inside {
		return
	}
	for k := range t.w.phrases {
		p := &t.w.phrases[k]
		end := i + len(p.rest)
		if end >= len(r.tok) || r.doc.Tokens[end].Sentence != r.doc.Tokens[i].Sentence {
			continue
		}
		ok := true
		for j, s := range p.rest {
			if r.tok[i+1+j].low != s {
				ok = false
				break
			}
		}
		if !ok {
			continue
		}
		t.phrase = uint8(len(p.rest))
		t.org = int32(p.org)
		for j := i; j <= end; j++ {
			x := &r.tok[j]
			if j > i {
				x.inside = true
			}
			x.tags, x.class = p.tags, 0
			if p.tags&tagNoun != 0 && j < end {
				x.tags = tagNoun
			}
		}
		r.tok[end].class = p.class
		return
	}
}

// standsAsVerb decides, of a form that can be a verb, whether it is one here.
func (r *Reader) standsAsVerb(i, first, last int) bool {
	t := &r.tok[i]
	if t.tags&tagVerb == 0 || t.phrase > 0 || t.inside {
		return false
	}
	at := func(j int) *token {
		if j < first || j >= last {
			return &token{tags: tagPunct}
		}
		return &r.tok[j]
	}
	p := i - 1
	for p >= first && r.tok[p].is(tagAdv) && !r.tok[p].is(tagNoun) {
		p--
	}
	prev, next := at(p), at(i+1)
	afterAux := prev.is(tagAux)
	nominal := next.is(tagNoun|tagAdj|tagIng) || next.unknown()
	switch {
	case t.is(tagPast | tagPart):
		if afterAux {
			return true
		}
		if prev.low == "'s" {
			return false
		}
		if prev.is(tagDet|tagNum|tagAdj) && !prev.is(tagPron) {
			// "the murdered priests", "30 wounded"
			return t.base() == "" && !nominal && !t.is(tagNoun|tagAdj)
		}
		if t.is(tagAdj) {
			if prev.is(tagPron) {
				return true
			}
			return next.is(tagDet|tagNum) || next.low == "by"
		}
		if prev.is(tagPrep) && nominal {
			return false
		}
		return true
	case t.is(tagThird) && t.is(tagNoun):
		return (prev.is(tagPron) || prev.low == "that") && next.is(tagDet|tagNum|tagAdj)
	case t.is(tagThird):
		return !prev.is(tagDet | tagAdj)
	case t.is(tagBase):
		if prev.low == "to" || afterAux && !isBe(prev.low) {
			return true
		}
		if t.is(tagNoun) || t.class != 0 {
			return false
		}
		return !prev.is(tagDet|tagAdj|tagNum|tagPrep) && prev.low != "'s"
	case t.is(tagIng):
		if t.is(tagNoun) || t.class != 0 {
			if len(t.w.verbs) > 0 && (prev.is(tagPrep|tagPunct) || prev.low == "and") && prev.low != "\"" && (next.is(tagDet|tagNum) || next.is(tagAdj|tagNoun) && next.class&(classEvent|classTarget) == 0 || next.class&classGiven != 0) {
				return true
			}
			return afterAux && isBe(prev.low)
		}
		if prev.is(tagDet) && !nominal {
			return false
		}
		return !(prev.is(tagDet|tagAdj) && nominal)
	}
	return false
}

func (t *token) base() string { return t.w.base }

func isBe(s string) bool {
	switch s {
	case "is", "are", "was", "were", "be", "been", "being", "am", "isn't", "aren't", "wasn't", "weren't":
		return true
	}
	return false
}
