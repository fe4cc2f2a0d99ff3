package claims

import (
	"deciban/internal/reporting/text"
)

// passiveCue finds "is expected to", "was accused by the ministry of", "it is said that".
func (r *Reader) passiveCue(s *text.Sentence, g *group, c *cue, fr frames, x candidate) {
	if g.reduced && c.list == "ask" {
		r.askedCue(s, g, c, x)
		return
	}
	x.stance, x.rule = r.stanceOf(g.head, len(c.rest), fr)
	if g.reduced && !r.reducedBy(s, g, x.cue.last, x.rule) {
		return
	}
	if fr&(clauseFrame|nounFrame|infinitiveFrame|hearerFrame) == 0 {
		return
	}
	x.shape = " passive"
	sf, sl, ok := r.subject(s, x.cue.first)
	n := x.cue.last
	empty := !ok
	if ok && sl-sf == 1 && r.doc.Tokens[sf].Lower == "it" && n < s.Last && (r.tokens[n].tag == that || r.tokens[n].tag == toTag) {
		empty = true
	}
	if !ok && x.cue.first > s.First {
		if t := r.tokens[x.cue.first-1].tag; t == conj {
			sf, sl, ok = r.coordinatedSubject(s, int(r.tokens[g.head].group))
			empty = !ok
		}
	}
	k := n
	// By whom.
	if k < s.Last && r.doc.Tokens[k].Lower == "by" {
		if e := r.nounRight(s, k+1); e > k+1 {
			for e < s.Last && r.tokens[e].tag == prep && (r.doc.Tokens[e].Lower == "of" || r.doc.Tokens[e].Lower == "in" || r.doc.Tokens[e].Lower == "at") {
				f := r.nounRight(s, e+1)
				if f == e+1 {
					break
				}
				e = f
			}
			x.source = piece{k + 1, e}
			k = e
		}
	}
	rest := false
	if k < s.Last {
		switch r.tokens[k].tag {
		case that, toTag, wh, openQuote:
			rest = true
		case prep:
			w := r.doc.Tokens[k].Lower
			rest = x.rule == "find" || w == "on" && x.rule == "blame" || w == "to" && x.rule == "blame" || w == "as" || w == "of" || w == "for" || w == "with" || w == "about"
		case noun, name, det, adj, num, poss:
			rest = r.adjunctEnd(s, k) == k && fr&(clauseFrame|nounFrame) != 0 && x.source.last == 0
		}
	}
	if rest && fr&(clauseFrame|infinitiveFrame) != 0 && (r.tokens[k].tag == that || r.tokens[k].tag == toTag || r.tokens[k].tag == wh) {
		x.stance, x.rule = r.stanceOf(g.head, len(c.rest), fr&(clauseFrame|infinitiveFrame))
	}
	if fr&clauseFrame != 0 && fr&nounFrame == 0 && !rest && x.source.last == 0 {
		return
	}
	if empty && !rest {
		return
	}
	if !empty {
		x.negated = x.negated || r.doc.Tokens[sf].Lower == "no" || r.doc.Tokens[sf].Lower == "nothing"
		r.piece(&x, sf, sl)
	}
	if rest {
		end := r.clauseEnd(s, k, g.head)
		for j := k; g.reduced && j < end; j++ {
			h := r.tokens[j].group
			if r.tokens[j].tag == comma || h >= 0 && r.groups[h].finite && r.tokens[j-1].tag != wh && r.tokens[j-1].tag != that {
				end = j
			}
		}
		r.piece(&x, k, end)
	}
	r.keep(x)
}

// accordingTo finds "according to the ministry, …" and "…, according to the ministry".
func (r *Reader) accordingTo(s *text.Sentence, i int) {
	x := candidate{cue: piece{i, i + 2}, sentence: int(r.doc.Tokens[i].Sentence), from: len(r.pieces), stance: Asserts, rule: "according to"}
	k := i + 2
	e := r.sourceRight(s, k)
	if e == k {
		return
	}
	x.source = piece{k, e}
	front := true
	for j := s.First; j < i; j++ {
		if t := r.tokens[j].tag; t != adv && t != conj && t != comma && t != prep {
			front = false
		}
	}
	if front {
		if e < s.Last && r.tokens[e].tag == comma {
			e++
		}
		r.piece(&x, e, r.clauseEnd(s, e, i))
		r.keep(x)
		return
	}
	start := r.skipLead(s, s.First)
	for j := start; j < i; j++ {
		if r.tokens[j].tag == semicolon {
			start = j + 1
		}
	}
	end := i
	for end > start && (r.tokens[end-1].tag == comma || r.tokens[end-1].tag == dash) {
		end--
	}
	r.piece(&x, start, end)
	if e+1 < s.Last && r.tokens[e].tag == comma {
		if t := r.tokens[e+1].tag; t != wh && t != ing && t != sub {
			r.piece(&x, e+1, r.clauseEnd(s, e+1, i))
		}
	}
	x.quoting = true
	r.keep(x)
}

// sourceRight returns the end of a source that begins at k, with what hangs on it.
func (r *Reader) sourceRight(s *text.Sentence, k int) int {
	if k < s.Last && r.tokens[k].tag == pron && r.doc.Tokens[k].Lower != "one" {
		return k + 1
	}
	e := r.nounRight(s, k)
	if e == k && k < s.Last && r.tokens[k].tag == pron {
		e = r.nounRight(s, k+1)
	}
	for e < s.Last && e > k {
		x := &r.tokens[e]
		switch {
		case x.tag == prep || x.tag == toTag && r.tokens[e].group < 0:
			f := r.nounRight(s, e+1)
			if f == e+1 {
				return e
			}
			e = f
		case x.tag == bracketOpen:
			j := e
			for j < s.Last && r.tokens[j].tag != bracketClose {
				j++
			}
			if j >= s.Last {
				return e
			}
			e = j + 1
		case r.doc.Tokens[e].Lower == "/" && r.nounRight(s, e+1) > e+1:
			e = r.nounRight(s, e+1)
		case x.tag == pron && e+1 < s.Last && r.tokens[e+1].group >= 0:
			// "an account she gave"
			e = r.groups[r.tokens[e+1].group].last
			if f := r.nounRight(s, e); f > e {
				e = f
			}
		case x.tag == ing && r.tokens[e-1].tag == genitive:
			e = max(e+1, r.nounRight(s, e+1))
		case x.tag == participle || x.tag == past && x.word.form&canPart != 0 || x.tag == adj:
			f := r.nounRight(s, e+1)
			if f == e+1 && (f >= s.Last || r.tokens[f].tag != prep && r.tokens[f].tag != toTag) {
				return e
			}
			e = f
		default:
			return e
		}
	}
	return e
}

// nounCueAt tries a noun as a cue: "the ministry's claim that", "their promise to".
func (r *Reader) nounCueAt(s *text.Sentence, i int) {
	c := &r.lang.nouns[r.tokens[i].word.noun]
	if i+1 >= s.Last {
		return
	}
	lead := r.doc.Tokens[i+1].Lower
	if !c.leadsWith(lead) && lead != "made" && lead != "by" && lead != "from" {
		return
	}
	if lead == "to" && r.tokens[i+1].group < 0 {
		return
	}
	x := candidate{cue: piece{i, i + 1}, sentence: int(r.doc.Tokens[i].Sentence), from: len(r.pieces), stance: c.stance, rule: c.list, shape: " noun"}
	start := i + 1
	if lead != "that" && lead != "to" {
		x.cue.last = i + 2
		start = i + 2
	}
	// Whose.
	if lead == "made" || lead == "by" || lead == "from" {
		r.nounBy(s, c, x, i)
		return
	}
	k := i - 1
	for k > s.First && (r.tokens[k].tag == adj || r.tokens[k].tag == noun || r.tokens[k].tag == num) {
		k--
	}
	if k < s.First {
		return
	}
	switch r.tokens[k].tag {
	case genitive:
		x.source = piece{r.nounLeft(k-1, s.First), k + 1}
		x.cue.first = k + 1
	case poss:
		x.source = piece{k, k + 1}
		x.cue.first = k + 1
	default:
		return
	}
	r.piece(&x, start, r.nounContentEnd(s, start, lead))
	r.keep(x)
}

// nounContentEnd returns where the content of a noun ends: before the verb that
// the noun is the subject of.
func (r *Reader) nounContentEnd(s *text.Sentence, from int, lead string) int {
	end := r.clauseEnd(s, from, from)
	verbs := 0
	if lead == "that" {
		verbs = -1 // the clause has a verb of its own
	}
	for i := from; i < end; i++ {
		x := &r.tokens[i]
		if g := x.group; g >= 0 && r.groups[g].first == i && r.groups[g].finite {
			if i > from && (r.tokens[i-1].tag == wh || r.tokens[i-1].tag == that && i-1 > from) {
				continue
			}
			if verbs++; verbs > 0 {
				return r.trim(from, i)
			}
		}
		if x.tag == comma && lead != "that" && lead != "to" {
			return r.trim(from, i)
		}
	}
	return end
}

// reducedBy says whether a participle without "be" is one that tells whose claim
// it is: "men identified by Russia as suspects", "attacks blamed on the group".
func (r *Reader) reducedBy(s *text.Sentence, g *group, k int, list string) bool {
	if g.first == s.First || k >= s.Last {
		return false
	}
	if t := r.tokens[g.first-1].tag; t != noun && t != name {
		return false
	}
	w := r.doc.Tokens[k].Lower
	return w == "by" || list == "blame" && (w == "to" || w == "on" || w == "of")
}

// askedCue finds "asked whether it was so, …" and "when asked about it", which
// leave out who asks.
func (r *Reader) askedCue(s *text.Sentence, g *group, c *cue, x candidate) {
	if p := g.first - 1; p >= s.First && r.tokens[p].tag != sub && r.tokens[p].tag != comma && r.tokens[p].tag != conj {
		return
	}
	k := x.cue.last
	if k < s.Last && r.doc.Tokens[k].Lower == "by" {
		if e := r.sourceRight(s, k+1); e > k+1 {
			x.source = piece{k + 1, e}
			k = e
		}
	}
	if e := r.adjunctEnd(s, k); e > k {
		k = e
	}
	if k >= s.Last {
		return
	}
	switch r.tokens[k].tag {
	case sub, wh, toTag:
	case noun, name, det, poss, pron, num:
		if len(c.rest) == 0 {
			return
		}
	default:
		return
	}
	end := k
	for end < s.Last && r.tokens[end].tag != stop && r.tokens[end].tag != semicolon && r.tokens[end].tag != openQuote {
		if r.tokens[end].tag == comma && (g.first == s.First || r.tokens[g.first-1].tag == sub) {
			break
		}
		end++
	}
	x.stance, x.rule = Asks, "asked"
	r.piece(&x, k, r.trim(k, end))
	r.keep(x)
}

// seemCue finds "the race seemed to be over", where nobody is said to think so.
func (r *Reader) seemCue(s *text.Sentence, g *group, c *cue, x candidate, sf, sl int) bool {
	if c.list != "seem" {
		return false
	}
	k := x.cue.last
	if k >= s.Last || !g.finite {
		return true
	}
	switch r.tokens[k].tag {
	case toTag, adj, noun, prep, that, participle, adv, past, det, sub:
		if r.adjunctEnd(s, k) > k || r.doc.Tokens[k].Lower == "in" || r.doc.Tokens[k].Lower == "on" || r.doc.Tokens[k].Lower == "at" || r.doc.Tokens[k].Lower == "before" || r.doc.Tokens[k].Lower == "with" {
			return true
		}
	default:
		return true
	}
	x.source = piece{}
	x.stance, x.rule = Assesses, "seem"
	w := r.doc.Tokens[sf].Lower
	if !(sl-sf == 1 && w == "it" && r.tokens[k].tag != toTag && r.tokens[k].tag != adj) {
		r.piece(&x, sf, sl)
	}
	r.piece(&x, k, r.clauseEnd(s, k, g.head))
	r.keep(x)
	return true
}

// asCue finds "as the ministry noted, the road was closed".
func (r *Reader) asCue(s *text.Sentence, g *group, c *cue, fr frames, x candidate) bool {
	p := x.source.first - 1
	if p < s.First || r.doc.Tokens[p].Lower != "as" || fr&(clauseFrame|beforeFrame) == 0 {
		return false
	}
	front := true
	for j := s.First; j < p; j++ {
		if t := r.tokens[j].tag; t != conj && t != adv && t != comma {
			front = false
		}
	}
	if !front {
		return false
	}
	k := x.cue.last
	if fr&hearerFrame != 0 {
		k = r.hearer(s, k)
	}
	for range 2 {
		if e := r.adjunctEnd(s, k); e > k {
			k = e
		}
	}
	if k >= s.Last || r.tokens[k].tag != comma {
		return false
	}
	x.stance, x.rule, x.shape = c.stance, c.list, " as"
	r.piece(&x, k+1, r.clauseEnd(s, k+1, g.head))
	r.keep(x)
	return true
}

// speakerColon finds "Mir: It was closed.", a line of a dialogue.
func (r *Reader) speakerColon(s *text.Sentence, i int) {
	if s.First > 0 && r.doc.Sentences[r.doc.Tokens[s.First-1].Sentence].Paragraph == s.Paragraph {
		return
	}
	for k := s.First; k < i; k++ {
		if t := r.tokens[k].tag; t != name && t != bracketOpen && t != bracketClose {
			return
		}
	}
	if i+3 >= s.Last {
		return
	}
	x := candidate{cue: piece{i, i + 1}, source: piece{s.First, i}, sentence: int(r.doc.Tokens[i].Sentence), from: len(r.pieces), stance: Asserts, rule: "speaker", quoting: true, direct: true}
	if w := r.doc.Tokens[s.First].Lower; w == "q" || w == "question" {
		x.stance = Asks
	}
	last := s.Last
	for j := int(r.doc.Tokens[i].Sentence) + 1; j < len(r.doc.Sentences) && r.doc.Sentences[j].Paragraph == s.Paragraph; j++ {
		last = r.doc.Sentences[j].Last
	}
	r.piece(&x, i+1, last)
	r.keep(x)
}

// nounBy finds "the promise made by the rulers to protect it", "calls by some for a ceasefire".
func (r *Reader) nounBy(s *text.Sentence, c *nounCue, x candidate, i int) {
	k := i + 1
	if r.doc.Tokens[k].Lower == "made" {
		k++
		if r.lower(s, k) != "by" {
			return
		}
	}
	e := r.nounRight(s, k+1)
	if e == k+1 || e >= s.Last {
		return
	}
	lead := r.doc.Tokens[e].Lower
	if !c.leadsWith(lead) || lead == "to" && r.tokens[e].group < 0 || lead == "of" {
		return
	}
	x.cue = piece{i, i + 1}
	x.source = piece{k + 1, e}
	start := e
	if lead != "that" && lead != "to" {
		start = e + 1
	}
	r.piece(&x, start, r.nounContentEnd(s, start, lead))
	r.keep(x)
}

// adverbCue finds "the group reportedly planned it", where nobody is named who says so.
func (r *Reader) adverbCue(s *text.Sentence, i int) {
	v := r.verbAfter(i, s.Last)
	g := int32(-1)
	switch {
	case v >= 0:
		g = r.tokens[v].group
	case i > s.First:
		g = r.tokens[i-1].group
	}
	x := candidate{cue: piece{i, i + 1}, sentence: int(r.doc.Tokens[i].Sentence), from: len(r.pieces), stance: Asserts, rule: "adverb", modal: true}
	if g < 0 || !r.groups[g].finite {
		return
	}
	start := min(r.groups[g].first, i)
	if f, _, ok := r.subject(s, start); ok {
		start = f
	} else if f, l, ok := r.coordinatedSubject(s, int(g)); ok {
		r.piece(&x, f, l)
	}
	r.piece(&x, start, i)
	r.piece(&x, i+1, r.clauseEnd(s, i+1, r.groups[g].head))
	r.keep(x)
}
