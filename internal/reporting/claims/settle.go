package claims

import (
	"cmp"
	"slices"
)

// settle decides between candidates and writes the claims.
func (r *Reader) settle() {
	for i := range r.found {
		r.order = append(r.order, int32(i))
	}
	// Content before its cue goes first, since it may hold the cues of others;
	// then from the left.
	slices.SortStableFunc(r.order, func(a, b int32) int {
		x, y := &r.found[a], &r.found[b]
		if x.quoting != y.quoting {
			if x.quoting {
				return -1
			}
			return 1
		}
		return cmp.Compare(x.cue.first, y.cue.first)
	})
	kept := r.order[:0]
	for _, i := range r.order {
		x := &r.found[i]
		ok := true
		for k := len(kept) - 1; k >= max(0, len(kept)-reach); k-- {
			y := &r.found[kept[k]]
			if x.cue.first < y.cue.last && y.cue.first < x.cue.last {
				ok = false
				break
			}
			for _, p := range r.pieces[y.from:y.to] {
				if p.first <= x.cue.first && x.cue.first < p.last {
					x.nested = true
				}
			}
		}
		if ok {
			kept = append(kept, i)
		}
	}
	r.order = kept
	slices.SortStableFunc(r.order, func(a, b int32) int { return cmp.Compare(r.found[a].cue.first, r.found[b].cue.first) })
	for _, i := range r.order {
		r.write(&r.found[i])
	}
	r.link()
}

func (r *Reader) span(p piece) Span {
	if p.first >= p.last {
		return Span{}
	}
	return Span{int(r.doc.Tokens[p.first].Start), int(r.doc.Tokens[p.last-1].End)}
}

func (r *Reader) write(x *candidate) {
	if x.source.last > 0 {
		switch r.doc.Tokens[x.source.first].Lower {
		case "nobody", "none", "no", "neither":
			x.negated = true
		}
	}
	r.restance(x)
	c := Claim{Source: r.span(x.source), Cue: r.span(x.cue), Stance: x.stance, Sentence: x.sentence, Negated: x.negated, Direct: x.direct, Hearer: r.span(x.hearer), Outer: -1, Rule: r.ruleName(ruleName{x.rule, x.shape, x.form})}
	who, what, where := r.speaker(x.source)
	c.Name, c.Role, c.Affiliation = r.span(who), r.span(what), r.span(where)
	if c.Hedged = x.modal; !c.Hedged && x.to > x.from {
		c.Hedged = r.hedged(x)
	}
	from := len(r.spans)
	for _, p := range r.pieces[x.from:x.to] {
		r.spans = append(r.spans, r.span(p))
	}
	c.Content = r.spans[from:len(r.spans):len(r.spans)]
	slices.SortFunc(c.Content, func(a, b Span) int { return cmp.Compare(a.Start, b.Start) })
	r.claims = append(r.claims, c)
}

// hedged says whether the cue or the content's first words give it as possible alone.
func (r *Reader) hedged(x *candidate) bool {
	for i := x.cue.first; i < x.cue.last; i++ {
		if r.tokens[i].word.class&hedge != 0 && r.tokens[i].tag != name {
			return true
		}
	}
	p := r.pieces[x.from]
	for i, verbs := p.first, 0; i < p.last && verbs < 2; i++ {
		switch t := r.tokens[i].tag; t {
		case modal, adv:
			if r.tokens[i].word.class&hedge != 0 {
				return true
			}
		case comma, stop, semicolon:
			return false
		case past, thirdPerson, base, participle:
			if r.tokens[i].word.class&hedge != 0 {
				return true
			}
			verbs++
		case noun:
			if w := r.doc.Tokens[i].Lower; w == "likely" || w == "possible" || w == "unclear" || w == "uncertain" || w == "potential" {
				return true
			}
		}
	}
	return false
}

// reach is how many claims back and forth one may stand inside another.
const reach = 64

// link tells of each claim in whose content it stands: the narrowest that holds it.
func (r *Reader) link() {
	for i := range r.claims {
		c := &r.claims[i]
		best := -1
		for k := max(0, i-reach); k < min(len(r.claims), i+reach); k++ {
			if k == i {
				continue
			}
			for _, p := range r.claims[k].Content {
				if p.Start <= c.Cue.Start && c.Cue.End <= p.End && !r.holds(i, k) && (best < 0 || width(&r.claims[k]) < width(&r.claims[best])) {
					best = k
				}
			}
		}
		c.Outer = best
	}
}

// holds says whether claim i has claim k inside, and came before it when it was
// settled which of two that claim to hold each other does.
func (r *Reader) holds(i, k int) bool {
	for _, p := range r.claims[i].Content {
		if q := r.claims[k].Cue; p.Start <= q.Start && q.End <= p.End {
			x, y := r.found[r.order[i]].quoting, r.found[r.order[k]].quoting
			return x && !y || x == y && i < k
		}
	}
	return false
}

func width(c *Claim) int {
	n := 0
	for _, p := range c.Content {
		n += p.End - p.Start
	}
	return n
}
