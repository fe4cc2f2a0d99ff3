package claims

import (
	"deciban/internal/reporting/text"
)

// sentence finds the candidates of a sentence.
func (r *Reader) sentence(s *text.Sentence) {
	for i := range r.groups {
		r.verbCue(s, i)
	}
	for i := s.First; i < s.Last; i++ {
		switch w := r.doc.Tokens[i].Lower; {
		case w == "according" && r.lower(s, i+1) == "to":
			r.accordingTo(s, i)
		case r.tokens[i].word.class&cueAdverb != 0:
			r.adverbCue(s, i)
		case w == ":" && i > s.First && i-s.First < 6 && r.tokens[i].group < 0:
			r.speakerColon(s, i)
		case r.tokens[i].word.noun >= 0 && (r.tokens[i].tag == noun || r.tokens[i].tag == name && s.First == i):
			r.nounCueAt(s, i)
		}
	}
}

// matches returns the longest entries of a verb that fit what stands behind it,
// with their frames together, and where the cue then ends.
func (r *Reader) matches(s *text.Sentence, head int) (best *cue, fr frames, end int, list string) {
	id := r.lemma(head)
	if id < 0 {
		return nil, 0, 0, ""
	}
	// Adverbs may stand between "be" and what it is: "is very wary of".
	from := head + 1
	for id == r.lang.be && from < s.Last && (r.tokens[from].tag == adv || r.tokens[from].tag == neg) {
		from++
	}
	cues := r.lang.lemmas[id].cues
	for i := range cues {
		c := &cues[i]
		if best != nil && len(c.rest) < len(best.rest) {
			break
		}
		if from+len(c.rest) > s.Last || !r.follows(from-1, c.rest) || r.aboutTime(s, from+len(c.rest)-1) {
			continue
		}
		if n := from + len(c.rest) - 1; len(c.rest) > 0 && r.tokens[n].tag == toTag && r.tokens[n].group >= 0 {
			continue // "agreed to leave" is none of "agree to"
		}
		if best == nil {
			best, end, list = c, from+len(c.rest), c.list
		}
		fr |= c.frames
	}
	return best, fr, end, list
}

// aboutTime says whether "about" at i belongs to a time: "warned about two weeks ago".
func (r *Reader) aboutTime(s *text.Sentence, i int) bool {
	return i+2 < s.Last && r.doc.Tokens[i].Lower == "about" && r.tokens[i+1].tag == num && r.tokens[i+2].word.class&timeNoun != 0
}

// lemma returns the lemma of a verb, or -1.
func (r *Reader) lemma(i int) int32 {
	if r.tokens[i].tag == be {
		return r.lang.be
	}
	return r.tokens[i].word.lemma
}

// stanceOf returns the stance of the last entry with the frame that was used.
func (r *Reader) stanceOf(head int, rest int, used frames) (Stance, string) {
	cues := r.lang.lemmas[r.lemma(head)].cues
	from := head
	for r.tokens[head].tag == be && from+1 < len(r.tokens) && (r.tokens[from+1].tag == adv || r.tokens[from+1].tag == neg) {
		from++
	}
	for i := len(cues) - 1; i >= 0; i-- {
		if len(cues[i].rest) == rest && cues[i].frames&used != 0 && (cues[i].frames&passiveFrame == 0 || used&passiveFrame != 0) && r.follows(from, cues[i].rest) {
			return cues[i].stance, cues[i].list
		}
	}
	return Asserts, ""
}

// follows says whether the words stand behind a token.
func (r *Reader) follows(head int, words []string) bool {
	for k, w := range words {
		if head+1+k >= len(r.doc.Tokens) || r.doc.Tokens[head+1+k].Lower != w {
			return false
		}
	}
	return true
}

// parted finds an entry of two words or more that a phrase of time parts: "claimed
// responsibility on Sunday for". It returns where the cue ends and the content begins.
func (r *Reader) parted(s *text.Sentence, head int) (best *cue, end, start int) {
	cues := r.lang.lemmas[r.lemma(head)].cues
	for i := range cues {
		c := &cues[i]
		n := len(c.rest) - 1
		if n < 1 || !r.follows(head, c.rest[:n]) {
			continue
		}
		at := head + 1 + n
		if e := r.adjunctEnd(s, at); e > at && r.lower(s, e) == c.rest[n] {
			return c, at, e + 1
		}
	}
	return nil, 0, 0
}

// verbCue tries a verb group as a cue.
func (r *Reader) verbCue(s *text.Sentence, gi int) {
	g := &r.groups[gi]
	c, fr, end, _ := r.matches(s, g.head)
	if g.finite && !g.copula && g.head > g.first {
		// "was worried about" is no passive, "was willing to" is no gerund.
		b := g.head - 1
		for b > g.first && r.tokens[b].tag != be {
			b--
		}
		if r.tokens[b].tag == be {
			if ac, afr, aend, _ := r.matches(s, b); ac != nil && (len(ac.rest) > 1 || afr&(clauseFrame|infinitiveFrame) != 0 && aend < s.Last && (r.tokens[aend].tag == that || r.tokens[aend].tag == toTag)) {
				h := *g
				h.passive, h.head = false, b
				g, c, fr, end = &h, ac, afr, aend
			}
		}
	}
	if c == nil {
		return
	}
	if end < g.last {
		end = g.last
	}
	at := g.first
	// Adverbs right before belong to the verb: "also said".
	for at-1 > s.First && r.tokens[at-1].tag == adv && !g.infinitive && r.tokens[at-1].word.class&cueAdverb == 0 {
		if t := r.tokens[at-2].tag; t == comma || t == conj || t == untagged || t == semicolon || t == stop || t == closeQuote {
			break
		}
		at--
	}
	x := candidate{cue: piece{at, end}, sentence: int(r.doc.Tokens[g.head].Sentence), negated: g.negated, modal: g.modal, from: len(r.pieces)}
	if g.passive || g.reduced {
		r.passiveCue(s, g, c, fr, x)
		return
	}
	if fr&^(passiveFrame|nounFrame) == 0 && c.frames&passiveFrame != 0 {
		return
	}
	sf, sl, ok := 0, 0, false
	inverted := false
	switch {
	case g.finite:
		behind := at
		for behind-1 > s.First && r.tokens[behind-1].word.class&cueAdverb != 0 {
			behind--
		}
		sf, sl, ok = r.subject(s, behind)
		if ok && r.tokens[sl-1].tag == closeQuote {
			ok = false
		}
		if fr&(beforeFrame|quoteFrame) != 0 {
			// "…," said Mir
			p := at - 1
			closed := p > s.First && r.tokens[p].tag == comma && r.tokens[p-1].tag == closeQuote
			if (!ok || closed) && (p < s.First || r.tokens[p].tag == comma || r.tokens[p].tag == closeQuote || r.tokens[p].tag == dash) {
				if f, l, o := r.invertedSource(s, end); o && (r.tokens[g.head].tag != base || p >= s.First && r.tokens[p].tag == closeQuote || closed) {
					sf, sl, ok, inverted = f, l, true, true
				}
			}
		}
		if !ok {
			// "went home and said"
			if p := at - 1; p >= s.First && (r.tokens[p].tag == conj || r.tokens[p].tag == adv || r.tokens[p].tag == comma) {
				sf, sl, ok = r.coordinatedSubject(s, gi)
			}
		}
		if !ok {
			return
		}
	case g.gerund, g.infinitive:
		sf, sl, ok = r.governingSubject(s, gi)
		if !ok {
			return
		}
	default:
		return
	}
	x.source = piece{sf, sl}
	if p, e, start := r.parted(s, g.head); p != nil && len(p.rest) > len(c.rest) {
		x.cue.last = e
		x.stance, x.rule = p.stance, p.list
		r.piece(&x, start, r.clauseEnd(s, start, g.head))
		r.keep(x)
		return
	}
	if r.seemCue(s, g, c, x, sf, sl) || g.finite && !inverted && r.asCue(s, g, c, fr, x) {
		return
	}
	switch {
	case g.gerund:
		x.form = " ing"
	case g.infinitive:
		x.form = " to"
	}
	r.complete(s, g, c, fr, x, inverted)
}

// coordinatedSubject returns the subject of the finite group before that shares it.
func (r *Reader) coordinatedSubject(s *text.Sentence, gi int) (int, int, bool) {
	for k := gi - 1; k >= 0; k-- {
		h := &r.groups[k]
		if !h.finite {
			continue
		}
		at := h.first
		for at-1 > s.First && r.tokens[at-1].tag == adv {
			at--
		}
		f, l, ok := r.subject(s, at)
		if ok && (r.tokens[f].tag != wh && r.tokens[f].tag != that || k == 0) {
			return f, l, true
		}
	}
	return 0, 0, false
}

// governingSubject returns the subject of the clause that a gerund or an infinitive belongs to.
func (r *Reader) governingSubject(s *text.Sentence, gi int) (int, int, bool) {
	g := &r.groups[gi]
	p := g.first - 1
	if g.gerund && p >= s.First && (r.tokens[p].tag == noun || r.tokens[p].tag == name || r.tokens[p].tag == pron && r.doc.Tokens[p].Lower != "it") {
		// "a letter saying that"
		return r.nounLeft(p, s.First), g.first, true
	}
	if f, l, ok := r.coordinatedSubject(s, gi); ok {
		return f, l, true
	}
	// "After saying so, the ministry …"
	if g.gerund {
		for k := gi + 1; k < len(r.groups); k++ {
			if h := &r.groups[k]; h.finite {
				f, l, ok := r.subject(s, h.first)
				if ok && f > g.last && r.tokens[f-1].tag == comma {
					return f, l, true
				}
			}
		}
	}
	return 0, 0, false
}

// invertedSource returns the source behind a verb: "said Mir, a specialist in Washington".
func (r *Reader) invertedSource(s *text.Sentence, i int) (int, int, bool) {
	if i >= s.Last {
		return 0, 0, false
	}
	switch r.tokens[i].tag {
	case noun, name, det, poss, num, adj:
	case pron:
		// "said she hopes" is no inversion.
		if v := r.verbAfter(i+1, s.Last); v >= 0 {
			return 0, 0, false
		}
		return i, i + 1, true
	default:
		return 0, 0, false
	}
	k := i
	for ; k < s.Last; k++ {
		x := &r.tokens[k]
		switch x.tag {
		case comma:
			if k+1 >= s.Last {
				return i, k, true
			}
			n := &r.tokens[k+1]
			if n.tag == openQuote || n.tag == ing || n.tag == conj && r.verbAfter(k+2, s.Last) >= 0 || n.tag == sub || n.tag == participle || n.tag == adv || n.tag == that || n.tag == prep && r.doc.Tokens[k+1].Lower != "of" {
				return i, k, true
			}
		case stop:
			if r.doc.Tokens[k].Lower == "." || k+1 == s.Last {
				return i, k, true
			}
		case that:
			return 0, 0, false
		case semicolon, colon, openQuote, dash, sub:
			return i, k, true
		case closeQuote:
			return i, k, true
		case prep:
			w := r.doc.Tokens[k].Lower
			if r.adjunct(s, k) || w == "during" || w == "after" || w == "before" || w == "as" && !r.relative(i, k) || w == "about" || w == "into" || w == "by" && k > i {
				return i, k, true
			}
		case noun, name:
			if k > i && x.word.class&timeNoun != 0 && r.tokens[k-1].tag != prep {
				return i, k, true
			}
		case past, thirdPerson, base:
			// Another verb whose subject this is: no inversion.
			if k-1 > i && r.tokens[k-1].tag != wh && r.tokens[k-1].tag != that && !r.relative(i, k) {
				return 0, 0, false
			}
		case modal, be, have:
			if k-1 >= i && r.tokens[k-1].tag != wh && r.tokens[k-1].tag != that && !r.relative(i, k) {
				return 0, 0, false
			}
		}
	}
	return i, k, true
}

// relative says whether a relative pronoun stands in [from, to).
func (r *Reader) relative(from, to int) bool {
	for k := from; k < to; k++ {
		if r.tokens[k].tag == wh || r.tokens[k].tag == that {
			return true
		}
	}
	return false
}

// adjunct says whether a phrase of time or of the place of speaking begins with
// the preposition at k: "on Tuesday", "in an interview".
func (r *Reader) adjunct(s *text.Sentence, k int) bool {
	return r.adjunctEnd(s, k) > k
}

// adjunctEnd returns the end of such a phrase, or k.
func (r *Reader) adjunctEnd(s *text.Sentence, k int) int {
	if k >= s.Last {
		return k
	}
	i := k
	switch r.tokens[k].tag {
	case prep:
		if r.aboutTime(s, k) {
			k++
			i = k + 1
			break
		}
		switch r.doc.Tokens[k].Lower {
		case "on", "in", "at", "during", "via", "through":
			i++
		default:
			return k
		}
	case noun, name, adv, det, adj:
		// "Tuesday", "last week", "this week"
	default:
		return k
	}
	for n := 0; i < s.Last && n < 7; i, n = i+1, n+1 {
		x := &r.tokens[i]
		switch x.tag {
		case noun, name, det, adj, poss, num, genitive, ing:
			bare := r.tokens[k].tag != prep
			if x.word.class&timeNoun != 0 || x.word.class&venue != 0 && !bare {
				j := i + 1
				for j < s.Last && (r.tokens[j].word.class&timeNoun != 0 || r.tokens[j].tag == num && r.tokens[i].word.class&timeNoun != 0) && (r.tokens[j].tag == noun || r.tokens[j].tag == name || r.tokens[j].tag == num || r.tokens[j].tag == adv) {
					j++
				}
				if j < s.Last && (r.tokens[j].tag == noun || r.tokens[j].tag == name && x.tag != name || r.tokens[j].tag == genitive) {
					continue
				}
				return j
			}
			if bare && n > 1 {
				return k
			}
		case adv:
			if x.word.class&timeNoun != 0 {
				return i + 1
			}
			return k
		default:
			return k
		}
	}
	return k
}
