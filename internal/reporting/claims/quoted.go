package claims

import (
	"strings"

	"deciban/internal/reporting/text"
)

// before finds content that stands before the source and the cue: "…," Mir said.
func (r *Reader) before(s *text.Sentence, g *group, c *cue, fr frames, x candidate, inverted bool, n int) bool {
	at := x.source.first
	if inverted {
		at = x.cue.first
	}
	if t := r.tokens[x.source.first].tag; t == wh || t == that {
		return false
	}
	p := at - 1
	if p < s.First && !r.asked(s, p) {
		return false
	}
	end := p + 1
	quoted := false
	switch r.tokens[p].tag {
	case closeQuote:
		quoted = true
	case comma:
		end = p
		if p > s.First && r.tokens[p-1].tag == closeQuote {
			quoted = true
		}
	case dash:
		end = p
	default:
		return false
	}
	// What comes behind: an end, or the rest of the content behind a comma.
	k := n
	for range 2 {
		if k < s.Last && r.tokens[k].tag == toTag && r.tokens[k].group < 0 {
			if h := r.hearer(s, k+1); h > k+1 {
				x.hearer = piece{k + 1, h}
				k = h
			}
		}
		if fr&hearerFrame != 0 && k == n && quoted {
			k = r.hearer(s, k)
			x.hearer = piece{n, k}
		}
		if e := r.adjunctEnd(s, k); e > k {
			k = e
		}
	}
	if !quoted {
		if fr&beforeFrame == 0 {
			return false
		}
		if k < s.Last {
			if r.tokens[k].tag == prep && r.leads(g.head, r.doc.Tokens[k].Lower) {
				return false // "warned two weeks ago of an attack"
			}
			switch r.tokens[k].tag {
			case stop, comma, sub, prep, ing, dash, semicolon, conj, bracketClose:
			default:
				return false
			}
		}
	} else if k < s.Last {
		switch r.tokens[k].tag {
		case that, colon:
			return false
		case openQuote:
			if !inverted {
				return false
			}
		case wh, toTag, det, poss, name, noun, pron:
			if k == n && !inverted && fr&beforeFrame == 0 {
				return false
			}
			if k == n && !inverted && r.tokens[k].tag != toTag && fr&quoteFrame != 0 && r.clauseFollows(s, k) {
				return false
			}
		}
	}
	start := s.First
	if p < s.First && (inverted || k < s.Last && r.tokens[k].tag != stop && r.tokens[k].tag != comma && r.tokens[k].tag != dash) {
		return false
	}
	if quoted {
		q := r.tokens[end-1].inQuote
		if q < 0 || !r.isDouble(end-1) {
			q = -1
		}
		if q >= 0 {
			o := r.doc.Quotes[q].Open
			if p < s.First || o <= r.skipLead(s, s.First) {
				start = o
			} else if r.tokens[o-1].tag == colon {
				start = o
			} else if r.contentLead(s, o) {
				start = o
			}
			for q > 0 && r.doc.Quotes[q].Continues && start == o {
				q--
				r.piece(&x, r.doc.Quotes[q].Open, r.doc.Quotes[q].Close+1)
			}
		}
	}
	if start == s.First {
		start = r.skipLead(s, start)
		for k := start; k < end-1; k++ {
			if r.tokens[k].tag == semicolon && r.tokens[k].inQuote < 0 {
				start = k + 1
			}
		}
	}
	for start < end && r.tokens[start].tag == comma {
		start++
	}
	if q := r.tokens[x.cue.first].inQuote; q >= 0 {
		start = max(start, r.doc.Quotes[q].Open+1)
	}
	if start >= end {
		return false
	}
	if !quoted {
		// "Asked of it, Mir said, “…”": no content stands before.
		follows := k+1 < s.Last && r.tokens[k].tag == comma && r.tokens[k+1].tag == openQuote
		if !r.finiteBetween(start, end) && (follows || end-start > 6) {
			return false
		}
		rest := k < s.Last && r.tokens[k].tag == comma
		if t := r.tokens[start].tag; !rest && t == sub || follows && (t == sub || t == prep || t == ing || t == participle || t == toTag) {
			return false
		}
	}
	x.quoting = true
	x.direct = quoted
	used := fr & (beforeFrame | quoteFrame)
	x.stance, x.rule = r.stanceOf(g.head, len(c.rest), used)
	x.shape = " before"
	r.piece(&x, start, end)
	whole := quoted && r.tokens[start].tag == openQuote
	// The rest behind: "…," Mir said, "…"
	if k < s.Last && (r.tokens[k].tag == comma || r.tokens[k].tag == colon) && k+1 < s.Last {
		t := r.tokens[k+1].tag
		switch {
		case t == openQuote:
			e := r.clauseEnd(s, k+1, g.head)
			r.piece(&x, k+1, e)
			r.goesOn(&x, e)
			r.keep(x)
			return true
		case !whole && t != ing && t != participle && t != wh && t != sub && !(t == conj && r.conjEnds(s, k+1, g.head)):
			if f := r.tokens[start].tag; (f == adv || f == prep || f == ing) && !r.finiteBetween(start, end) {
				// "Still, officials say, it holds": what stands before says nothing yet.
				r.pieces = r.pieces[:x.from]
			}
			r.piece(&x, k+1, r.clauseEnd(s, k+1, g.head))
		case !whole && end-start == 1 && r.tokens[start].tag == adv:
			r.pieces = r.pieces[:x.from]
			return false
		}
	}
	if quoted {
		r.goesOn(&x, s.Last)
	}
	r.keep(x)
	return true
}

// asked says whether the sentence stands behind a quotation that a question or an
// exclamation ends, and so perhaps goes on with it: “Why us?” Mir said.
func (r *Reader) asked(s *text.Sentence, p int) bool {
	if p < 1 || r.tokens[p].tag != closeQuote || r.doc.Sentences[r.doc.Tokens[p].Sentence].Paragraph != s.Paragraph {
		return false
	}
	w := r.doc.Tokens[p-1].Lower
	return w == "?" || w == "!" || w == "..." || w == "…"
}

// isDouble says whether the mark at i is one of a quotation in double marks.
func (r *Reader) isDouble(i int) bool {
	q := r.tokens[i].inQuote
	return q >= 0 && r.doc.Quotes[q].Close == i
}

// contentLead says whether what stands between the sentence's begin and the
// quotation that opens at o is no part of the content: a conjunction, an adverb.
func (r *Reader) contentLead(s *text.Sentence, o int) bool {
	return r.tokens[o-1].tag == comma && o-s.First <= 4 && !r.finiteBetween(s.First, o)
}

// skipLead returns the first token that is no conjunction at a sentence's begin.
func (r *Reader) skipLead(s *text.Sentence, i int) int {
	for i < s.Last && (r.tokens[i].tag == conj || r.tokens[i].tag == mark || r.tokens[i].tag == dash) {
		i++
	}
	return i
}

// goesOn adds the quotations that follow at once, in sentences of their own,
// since they are the same speaker's.
func (r *Reader) goesOn(x *candidate, at int) {
	d := r.doc
	if at > 0 && at < len(d.Tokens) && d.Tokens[at].Sentence == d.Tokens[at-1].Sentence {
		return
	}
	paragraph := -1
	if at > 0 {
		paragraph = d.Sentences[d.Tokens[at-1].Sentence].Paragraph
	}
	for at < len(d.Tokens) && d.Tokens[at].Kind == text.OpenQuote {
		q := int32(-1)
		// The marks of sentences to come are not tagged yet, but quotations are known.
		if q = r.tokens[at].inQuote; q < 0 || d.Quotes[q].Open != at {
			return
		}
		c := d.Quotes[q].Close
		s := &d.Sentences[d.Tokens[c].Sentence]
		if c != s.Last-1 {
			return
		}
		if s.Paragraph > paragraph+1 {
			return
		}
		if s.Paragraph != paragraph && !(d.Quotes[q].Continues || c == s.Last-1) {
			return
		}
		if w := d.Tokens[max(c-1, 0)].Lower; w == "," {
			return
		}
		r.piece(x, at, c+1)
		paragraph = s.Paragraph
		at = c + 1
	}
}

// afterColon takes what follows a colon: a quotation, the rest of the sentence,
// or, at a paragraph's end, the quotation that the next paragraph is.
func (r *Reader) afterColon(s *text.Sentence, start int, c *cue, x candidate, head int, used frames) {
	x.stance, x.rule = r.stanceOf(head, len(c.rest), used)
	x.shape = " colon"
	d := r.doc
	if start < s.Last {
		x.direct = r.tokens[start].tag == openQuote
		e := r.clauseEnd(s, start, head)
		if x.direct && r.tokens[start].inQuote >= 0 {
			e = max(e, d.Quotes[r.tokens[start].inQuote].Close+1)
		}
		r.piece(&x, start, e)
		r.goesOn(&x, e)
		r.keep(x)
		return
	}
	if start < len(d.Tokens) && d.Tokens[start].Kind == text.OpenQuote && r.tokens[start].inQuote >= 0 {
		x.direct, x.quoting = true, true
		q := r.tokens[start].inQuote
		for {
			r.piece(&x, d.Quotes[q].Open, d.Quotes[q].Close+1)
			if int(q)+1 >= len(d.Quotes) || !d.Quotes[q+1].Continues {
				break
			}
			q++
		}
		r.keep(x)
		return
	}
	if start < len(d.Tokens) {
		// A quotation without marks: the next paragraph.
		n := &d.Sentences[d.Tokens[start].Sentence]
		if n.Paragraph == s.Paragraph+1 && strings.HasSuffix(d.Tokens[start-1].Lower, ":") {
			last := n.Last
			for i := int(d.Tokens[start].Sentence) + 1; i < len(d.Sentences) && d.Sentences[i].Paragraph == n.Paragraph; i++ {
				last = d.Sentences[i].Last
			}
			x.quoting = true
			r.piece(&x, n.First, last)
			r.keep(x)
		}
	}
}
