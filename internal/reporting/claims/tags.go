package claims

import (
	"deciban/internal/reporting/text"
)

// A token is what the rules see of a token of the text.
type token struct {
	tag  tag
	word word
	// genitiveOf, quoted and so on are told by flags.
	inQuote int32 // the quotation in double marks that it stands in, or -1
	group   int32 // the verb group that it belongs to, or -1
}

var punctuation = map[string]tag{
	",": comma, ":": colon, ";": semicolon, "—": dash, "–": dash, "--": dash, "-": dash, "---": dash, "―": dash,
	".": stop, "!": stop, "?": stop, "…": stop, "...": stop, "(": bracketOpen, "[": bracketOpen, ")": bracketClose, "]": bracketClose,
}

// lookup fills in what the lexicon knows and tags what needs no neighbours.
func (r *Reader) lookup() {
	d := r.doc
	r.tokens = r.tokens[:0]
	for i := range d.Tokens {
		t := &d.Tokens[i]
		x := token{word: word{lemma: -1, noun: -1}, inQuote: -1, group: -1}
		switch t.Kind {
		case text.Word:
			if w, ok := r.lang.words[t.Lower]; ok {
				x.word = w
				x.tag = w.closed
			}
		case text.Number:
			x.tag = num
		case text.OpenQuote:
			x.tag = openQuote
		case text.CloseQuote:
			x.tag = closeQuote
		default:
			x.tag = punctuation[t.Lower]
			if x.tag == untagged {
				x.tag = mark
				if t.Lower == "$" || t.Lower == "%" || t.Lower == "€" || t.Lower == "£" {
					x.tag = num
				}
			}
		}
		r.tokens = append(r.tokens, x)
	}
	for q := range d.Quotes {
		for i := d.Quotes[q].Open; i <= d.Quotes[q].Close; i++ {
			r.tokens[i].inQuote = int32(q)
		}
	}
}

// titled says whether a sentence is a headline whose every word has a capital,
// so that capitals tell no names.
func (r *Reader) titled(s *text.Sentence) bool {
	words, caps := 0, 0
	for i := s.First; i < s.Last; i++ {
		if r.doc.Tokens[i].Kind == text.Word && len(r.doc.Tokens[i].Lower) > 3 {
			words++
			if r.doc.Tokens[i].Cap {
				caps++
			}
		}
	}
	return words > 3 && caps == words || words > 7 && caps*10 >= words*8
}

// tagSentence gives each token of a sentence its tag, from the left.
func (r *Reader) tagSentence(s *text.Sentence) {
	caps := r.doc.Case == text.Mixed && !r.titled(s)
	start := true
	for i := s.First; i < s.Last; i++ {
		t, x := &r.doc.Tokens[i], &r.tokens[i]
		switch {
		case x.tag == openQuote:
			start = true
			continue
		case t.Kind != text.Word:
			start = start && x.tag != num && x.tag != comma || x.tag == colon
			continue
		}
		if t.Cap && caps && (!start || x.word.form == 0 && x.tag == untagged) && (x.tag == untagged || t.Lower == "may" || t.Lower == "will" && i > s.First && r.tokens[i-1].tag != pron) {
			if t.Lower != "will" || i+1 < s.Last && r.doc.Tokens[i+1].Cap {
				x.tag = name
			}
		}
		if start && caps && t.Cap && x.tag == untagged && x.word.form&canBase != 0 && r.nameBegins(s, i) {
			x.tag = name
		}
		switch x.tag {
		case untagged:
			x.tag = r.open(s, i)
		case name:
		default:
			x.tag = r.function(s, i, x.tag)
		}
		start = false
	}
}

// nameBegins says whether a verb's base with a capital at a sentence's begin is
// rather a name, as what follows tells: "Bob said", "Mark Brown".
func (r *Reader) nameBegins(s *text.Sentence, i int) bool {
	if i+1 >= s.Last {
		return false
	}
	t, w := &r.doc.Tokens[i+1], &r.tokens[i+1].word
	switch {
	case t.Cap && w.closed == untagged:
		return true
	case w.closed == be || w.closed == have || w.closed == modal || w.closed == do || t.Lower == "'s":
		return true
	}
	return w.closed == untagged && w.form&(canPast|canThird) != 0 && w.form&(canBase|canNoun) == 0
}

// prev returns the tag before i in the sentence, skipping adverbs and negations.
func (r *Reader) prev(s *text.Sentence, i int) tag {
	for j := i - 1; j >= s.First; j-- {
		if t := r.tokens[j].tag; t != adv && t != neg {
			return t
		}
	}
	return untagged
}

func (r *Reader) lower(s *text.Sentence, i int) string {
	if i < s.First || i >= s.Last {
		return ""
	}
	return r.doc.Tokens[i].Lower
}

// function decides on function words that have two uses.
func (r *Reader) function(s *text.Sentence, i int, t tag) tag {
	switch w := r.lower(s, i); w {
	case "'s":
		return r.clitic(s, i)
	case "'":
		return genitive
	case "her", "his":
		// "her": of hers if a noun follows.
		if w == "her" && !r.nominalNext(s, i+1) {
			return pron
		}
		return poss
	case "like":
		p := r.prev(s, i)
		if p == modal || p == do || p == toTag || p == pron && i > 0 && r.lower(s, i-1) != "it" {
			return base
		}
	case "there":
		if j := i + 1; j < s.Last && (r.tokens[j].word.closed == be || r.tokens[j].word.closed == modal || r.tokens[j].word.closed == have || r.lower(s, j) == "'s") {
			return pron
		}
		return adv
	case "may", "might", "will", "can", "must":
		if p := r.prev(s, i); p == det || p == poss || p == prep {
			if i+1 < s.Last && (r.tokens[i+1].word.closed == be || r.tokens[i+1].word.closed == have) {
				return modal // "those who call in will be asked"
			}
			return noun
		}
	case "doing", "having", "being":
		return ing
	}
	return t
}

// clitic tells the genitive from "is" and "has".
func (r *Reader) clitic(s *text.Sentence, i int) tag {
	if i == s.First {
		return genitive
	}
	p := &r.tokens[i-1]
	if p.tag == pron || p.tag == that || p.tag == wh || p.tag == adv {
		if i+1 < s.Last && r.tokens[i+1].word.form&canPart != 0 && r.tokens[i+1].word.form&canBase == 0 {
			return have
		}
		return be
	}
	if i+1 < s.Last {
		n := &r.tokens[i+1]
		switch n.word.closed {
		case det, neg, pron, have, poss:
			return be
		}
		if n.word.form&canIng != 0 && n.word.form&canNoun == 0 && p.tag == name && !r.doc.Tokens[i+1].Cap {
			if i+2 < s.Last && r.tokens[i+2].word.closed != prep {
				return be
			}
		}
	}
	return genitive
}

// nominalNext says whether what stands at i can be the inside of a noun phrase.
func (r *Reader) nominalNext(s *text.Sentence, i int) bool {
	if i >= s.Last {
		return false
	}
	t, x := &r.doc.Tokens[i], &r.tokens[i]
	switch {
	case t.Kind == text.Number || t.Kind == text.OpenQuote:
		return true
	case t.Kind != text.Word:
		return false
	case x.word.closed != untagged:
		return t.Lower == "own" || x.word.closed == adv && t.Lower != "also" && t.Lower != "here"
	}
	return true
}

// startsPhrase says whether a noun phrase or a clause may begin at i.
func (r *Reader) startsPhrase(s *text.Sentence, i int) bool {
	if i >= s.Last {
		return false
	}
	t, x := &r.doc.Tokens[i], &r.tokens[i]
	switch x.word.closed {
	case det, poss, pron, that, wh:
		return true
	case untagged:
		return t.Kind == text.OpenQuote || t.Kind == text.Number || t.Kind == text.Word && (t.Cap || x.word.form == 0)
	}
	return false
}

func pluralNoun(lower string) bool {
	n := len(lower)
	if n > 3 && lower[n-1] == 's' && lower[n-2] != 's' && lower[n-2] != 'u' && lower[n-2] != 'i' {
		return true
	}
	switch lower {
	case "people", "police", "men", "women", "children", "many", "some", "most", "those", "others", "media", "critics", "these", "all", "both", "data", "few":
		return true
	}
	return false
}

func suffix(w, s string) bool { return len(w) > len(s)+2 && w[len(w)-len(s):] == s }

// open decides on a word that is no function word.
func (r *Reader) open(s *text.Sentence, i int) tag {
	w := r.lower(s, i)
	x := &r.tokens[i]
	f := x.word.form
	if r.doc.Tokens[i].Upper && r.doc.Case == text.Mixed {
		return name
	}
	if f&canVerb == 0 {
		switch {
		case suffix(w, "ly"):
			return adv
		case suffix(w, "ed"):
			f = canPast | canPart
		case suffix(w, "ing") && f&canNoun == 0:
			f = canIng
		default:
			return noun
		}
	}
	p := r.prev(s, i)
	next := r.lower(s, i+1)
	switch {
	case f&canIng != 0:
		switch p {
		case det, poss, genitive, adj, num:
			return noun
		}
		return ing
	case f&(canPast|canPart) != 0 && f&(canBase|canThird) == 0:
		return r.pastOrParticiple(s, i, p, f, next)
	case f&canThird != 0 && f&canBase == 0:
		if f&canNoun == 0 {
			if p == det || p == poss || p == genitive || p == num && !r.startsPhrase(s, i+1) || p == prep {
				return noun
			}
			return thirdPerson
		}
		switch p {
		case det, poss, genitive, adj, num, prep, toTag, base, modal, be:
			return noun
		case pron, wh:
			if q := r.prevWord(s, i); q != "they" && q != "we" && q != "i" && q != "you" && q != "them" {
				return thirdPerson
			}
			return noun
		}
		if (p == noun || p == name || p == closeQuote || p == comma || p == bracketClose || p == that || p == participle) && (r.startsPhrase(s, i+1) || r.tokens[min(i+1, len(r.tokens)-1)].tag == toTag && i+1 < s.Last) && !pluralNoun(r.prevWord(s, i)) {
			if f&nounFirst != 0 && p == noun && r.tokens[min(i+1, len(r.tokens)-1)].word.closed != that && r.tokens[min(i+1, len(r.tokens)-1)].word.closed != pron {
				return noun
			}
			return thirdPerson
		}
		if p == name && i+1 < s.Last && (r.tokens[i+1].word.closed == prep || r.tokens[i+1].tag == adv) && f&nounFirst == 0 {
			return thirdPerson
		}
		return noun
	}
	// Base forms, some of which are pasts too ("read", "put").
	switch p {
	case toTag, modal, do:
		if f&nounFirst == 0 && f&adjFirst == 0 || p != toTag || r.startsPhrase(s, i+1) {
			return base
		}
		if i+1 < s.Last && (r.tokens[i+1].word.closed == prep || r.tokens[i+1].tag == particle || r.tokens[i+1].tag == stop || r.tokens[i+1].tag == comma) && f&adjFirst == 0 {
			return base
		}
		return noun
	case adj, num:
		if f&(canNoun|adjFirst) == 0 {
			return base
		}
		return noun
	case det:
		if f&(canNoun|adjFirst) == 0 && standsAlone(r.prevWord(s, i)) {
			return base
		}
		return noun
	case poss, genitive, prep:
		return noun
	case have:
		if f&canPart != 0 {
			return participle
		}
		return noun
	case be:
		if f&canPart != 0 {
			return participle
		}
		return noun
	case pron:
		switch q := r.prevWord(s, i); q {
		case "i", "we", "they", "you":
			if f&canPast != 0 && f&canBase == 0 {
				return past
			}
			if f&adjFirst == 0 {
				return base
			}
		case "he", "she", "it":
			if f&canPast != 0 {
				return past
			}
			return noun
		case "him", "them", "us", "me":
			return base
		}
	case wh:
		if f&canNoun == 0 || r.startsPhrase(s, i+1) {
			return base
		}
		return noun
	case untagged:
		// The first word: an order, or a headline's noun.
		if f&canNoun == 0 && f&adjFirst == 0 {
			return base
		}
		return noun
	case noun, name, closeQuote, comma, bracketClose:
		q := r.prevWord(s, i)
		if f&canPast != 0 && f&canNoun == 0 {
			return past
		}
		if f&canPast != 0 && r.startsPhrase(s, i+1) && q != "" && !pluralNoun(q) {
			return past
		}
		n := i + 1
		if pluralNoun(q) && n < s.Last && f&adjFirst == 0 {
			c := r.tokens[n].word.closed
			if c == that || c == det || c == pron || c == poss || c == wh || c == toTag || c == untagged && (r.doc.Tokens[n].Cap || r.tokens[n].word.form&canIng != 0) || r.tokens[n].tag == openQuote || f&canNoun == 0 || f&nounFirst == 0 && (c == prep || r.startsPhrase(s, n)) {
				return base
			}
		}
		if f&canNoun == 0 && f&adjFirst == 0 && p != comma {
			return base
		}
	case conj:
		if f&canNoun == 0 && f&adjFirst == 0 || f&nounFirst == 0 && f&adjFirst == 0 && r.startsPhrase(s, i+1) {
			return base
		}
	}
	if f&canNoun == 0 && f&adjFirst == 0 {
		return base
	}
	if f&adjFirst != 0 {
		return adj
	}
	return noun
}

func (r *Reader) prevWord(s *text.Sentence, i int) string {
	for j := i - 1; j >= s.First; j-- {
		if t := r.tokens[j].tag; t != adv && t != neg {
			return r.doc.Tokens[j].Lower
		}
	}
	return ""
}
