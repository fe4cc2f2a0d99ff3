package claims

import "deciban/internal/reporting/text"

// complete finds the content of a cue whose source is known, and keeps the
// candidate if what stands there fits one of the cue's frames.
func (r *Reader) complete(s *text.Sentence, g *group, c *cue, fr frames, x candidate, inverted bool) {
	n := x.cue.last
	if inverted {
		n = x.source.last
	}
	if inverted || g.finite && fr&(beforeFrame|quoteFrame) != 0 {
		if r.before(s, g, c, fr, x, inverted, n) {
			return
		}
		if inverted && x.cue.first > s.First {
			return
		}
	}
	k := n
	if fr&hearerFrame != 0 && !inverted {
		k = r.hearer(s, k)
		x.hearer = piece{n, k}
	}
	if k < s.Last && r.tokens[k].tag == toTag && r.tokens[k].group < 0 {
		if h := r.hearer(s, k+1); h > k+1 {
			x.hearer = piece{k + 1, h}
			k = h
		}
	}
	for range 2 {
		if e := r.adjunctEnd(s, k); e > k {
			k = e
		}
	}
	used, led := frames(0), false
	start := k
	if k < s.Last {
		t := r.tokens[k].tag
		switch {
		case t == colon:
			used = quoteFrame & fr
			if fr&(clauseFrame) != 0 {
				used = fr & (quoteFrame | clauseFrame)
			}
			x.cue.last = k + 1
			start = k + 1
			if used != 0 {
				r.afterColon(s, start, c, x, g.head, used)
				return
			}
		case t == comma && k+1 < s.Last && r.tokens[k+1].tag == openQuote:
			used = fr & quoteFrame
			start = k + 1
		case t == openQuote:
			used = fr & (quoteFrame | nounFrame | clauseFrame)
		case t == that || t == wh || t == sub && (r.doc.Tokens[k].Lower == "if" || r.doc.Tokens[k].Lower == "whether"):
			used = fr & clauseFrame
			if used == 0 && (t == wh || t == that) {
				used = fr & nounFrame
			}
		case t == toTag && r.tokens[k].group >= 0:
			used = fr & infinitiveFrame
		case t == ing:
			used = fr & nounFrame
			if fr&clauseFrame != 0 && r.clauseFollows(s, k) {
				used = clauseFrame
			}
		case t == neg && k+1 < s.Last && r.tokens[k+1].tag == toTag:
			used = fr & infinitiveFrame
		case r.nominal(k) || t == adv && k+1 < s.Last && r.nominal(k+1) || t == pron:
			if fr&clauseFrame != 0 && r.clauseFollows(s, k) {
				used = clauseFrame
			} else {
				used = fr & nounFrame
			}
		case t == comma && fr&(clauseFrame|beforeFrame) == clauseFrame|beforeFrame && k == n && r.tokens[min(k+1, s.Last-1)].tag != wh && r.nominal(min(k+1, s.Last-1)) && r.clauseFollows(s, k+1):
			start, used = k+1, clauseFrame
		case t == comma && fr&clauseFrame != 0 && k == n:
			// "said, however, that"
			for j := k + 1; j < min(s.Last, k+8); j++ {
				if r.tokens[j].tag == comma && j+1 < s.Last && (r.tokens[j+1].tag == that || r.tokens[j+1].tag == openQuote) {
					start, used = j+1, clauseFrame
					break
				}
			}
		}
	}
	if used == 0 && k < s.Last && g.finite && fr&clauseFrame != 0 && k == n && r.gap(s, k, x.source) {
		used = clauseFrame
	}
	if used == 0 && k > n && k < s.Last && r.tokens[k].tag == prep && r.leads(g.head, r.doc.Tokens[k].Lower) {
		// "warned two weeks ago of an attack"
		start, used = k+1, fr
		led = true
	}
	if used == 0 && k < s.Last && r.tokens[k].tag == prep && fr&clauseFrame != 0 && g.finite {
		if j := r.farThat(s, k); j > k {
			start, used = j, clauseFrame
		}
	}
	if used == 0 && k > n && fr&nounFrame != 0 && n < s.Last && r.nominal(n) && r.adjunctEnd(s, n) == n {
		// What looked like a hearer is the content.
		start, used = n, nounFrame
		x.hearer = piece{}
	}
	// "the men whom they accused": the pronoun before the source is the content.
	lead := piece{}
	if p := x.source.first - 1; p >= s.First && (r.tokens[p].tag == wh && r.doc.Tokens[p].Lower != "who") && g.finite && fr&(nounFrame|clauseFrame) != 0 {
		switch {
		case used == 0:
			used = fr & nounFrame
			lead = piece{p, p + 1}
			if used == 0 && k >= s.Last || used == 0 && r.tokens[k].tag == stop {
				used = clauseFrame
			}
			start = n
		case r.gap(s, k, x.source):
			lead = piece{p, p + 1}
		}
	}
	if used == 0 {
		return
	}
	if g.infinitive && (used&(clauseFrame|quoteFrame) == 0 || start < s.Last && r.nominal(start)) {
		// "to see the ministry": no more than an aim.
		return
	}
	x.stance, x.rule = r.stanceOf(g.head, len(c.rest), used)
	if led {
		if e := r.entryLed(g.head, r.doc.Tokens[start-1].Lower); e != nil {
			x.stance, x.rule = e.stance, e.list
		}
	}
	if start < s.Last && r.tokens[start].tag == openQuote {
		x.direct = true
	}
	end := r.clauseEnd(s, start, g.head)
	if used == nounFrame {
		end = r.nounEnd(s, start, end)
		if r.tokens[g.head].word.lemma == r.lang.claim && r.attackAt(s, start) {
			x.stance = ClaimsResponsibility
		}
	}
	if g.gerund && x.source.first > start {
		end = r.trim(start, min(end, x.source.first)) // "After saying so, the envoy left"
	}
	if lead.last > 0 {
		r.piece(&x, lead.first, lead.last)
		if !r.gap(s, start, x.source) {
			end = start
		}
	}
	r.piece(&x, start, end)
	if r.tokens[max(end-1, 0)].tag == closeQuote {
		x.direct = true
		if used&(quoteFrame|clauseFrame) != 0 {
			r.goesOn(&x, end)
		}
	}
	r.keep(x)
}

func (r *Reader) piece(x *candidate, first, last int) {
	if first < last {
		r.pieces = append(r.pieces, piece{first, last})
	}
}

func (r *Reader) keep(x candidate) {
	x.to = len(r.pieces)
	if x.to > x.from {
		r.found = append(r.found, x)
	} else {
		r.pieces = r.pieces[:x.from]
	}
}

// hearer returns the end of the noun phrase at k that names who is spoken to, or k.
func (r *Reader) hearer(s *text.Sentence, k int) int {
	if k >= s.Last {
		return k
	}
	if r.tokens[k].tag == pron {
		return k + 1
	}
	e := r.nounRight(s, k)
	if e < s.Last && e > k && r.tokens[e].tag == prep {
		// "told a crowd in Ohio that"
		if w := r.doc.Tokens[e].Lower; w == "of" || w == "in" || w == "at" || w == "on" {
			if f := r.nounRight(s, e+1); f > e+1 && f < s.Last && (r.tokens[f].tag == that || w == "of") {
				e = f
			}
		}
	}
	return e
}

// nounRight returns the end of the simple noun phrase that begins at k.
func (r *Reader) nounRight(s *text.Sentence, k int) int {
	i := k
	head := false
	for i < s.Last {
		switch r.tokens[i].tag {
		case det, poss:
			if head {
				return i
			}
		case noun, name, num:
			if head && (r.tokens[i].word.class&timeNoun != 0 || r.doc.Tokens[i].Lower == "last" && i+1 < s.Last && r.tokens[i+1].word.class&timeNoun != 0) {
				return i
			}
			head = true
		case genitive:
			head = false
		case adj, participle, ing:
			if head {
				return i
			}
		case conj:
			if !head || i+1 >= s.Last || r.tokens[i+1].tag != name && r.tokens[i+1].tag != noun {
				return i
			}
			head = false
		case pron:
			if i == k {
				return i + 1
			}
			return i
		default:
			return i
		}
		i++
	}
	return i
}

// clauseFollows says whether what begins at k has a finite verb of its own.
func (r *Reader) clauseFollows(s *text.Sentence, k int) bool {
	for i := k; i < s.Last && i < k+30; i++ {
		x := &r.tokens[i]
		if g := x.group; g >= 0 {
			h := &r.groups[g]
			if h.finite && h.first == i && i > k {
				if t := r.tokens[i-1].tag; t != wh && t != that {
					return true
				}
			}
		}
		switch x.tag {
		case comma:
			// An apposition may be closed by another comma.
			if i+1 < s.Last && (r.tokens[i+1].tag == conj || r.tokens[i+1].tag == ing || r.tokens[i+1].tag == wh) {
				return false
			}
		case sub:
			if w := r.doc.Tokens[i].Lower; w != "where" && w != "when" {
				return false
			}
		case stop, semicolon, colon:
			return false
		}
	}
	return false
}

// attackAt says whether the noun phrase at k is an attack, which to claim is to
// say that one did it.
func (r *Reader) attackAt(s *text.Sentence, k int) bool {
	for e := r.nounRight(s, k); k < e; k++ {
		if r.tokens[k].word.class&attack != 0 {
			return true
		}
	}
	return false
}

// farThat returns the "that" behind a phrase with a preposition at k: "remarked on
// the air after the attack that". It returns k if there is none.
func (r *Reader) farThat(s *text.Sentence, k int) int {
	for i := k; i < s.Last && i < k+14; i++ {
		switch x := &r.tokens[i]; {
		case x.tag == that:
			if r.clauseFollows(s, i+1) {
				return i
			}
			return k
		case x.group >= 0 && (r.groups[x.group].finite || r.groups[x.group].infinitive), x.tag == stop, x.tag == semicolon, x.tag == comma && r.tokens[min(i+1, s.Last-1)].tag != that:
			return k
		}
	}
	return k
}

// gap says whether the verb of a clause whose subject stands before the source
// begins at k: "accusations that Kyiv says are baseless".
func (r *Reader) gap(s *text.Sentence, k int, source piece) bool {
	if k >= s.Last {
		return false
	}
	g := r.tokens[k].group
	if g < 0 || !r.groups[g].finite || r.groups[g].first != k || source.first <= s.First {
		return false
	}
	switch r.tokens[source.first-1].tag {
	case that, wh, noun, name, pron:
		return true
	}
	return false
}

// leads says whether a verb has an entry that goes on with one word alone, w.
func (r *Reader) leads(head int, w string) bool { return r.entryLed(head, w) != nil }

// entryLed returns the last of a verb's entries that go on with one word alone, w.
func (r *Reader) entryLed(head int, w string) *cue {
	cues := r.lang.lemmas[r.lemma(head)].cues
	for i := len(cues) - 1; i >= 0; i-- {
		if len(cues[i].rest) == 1 && cues[i].rest[0] == w {
			return &cues[i]
		}
	}
	return nil
}
