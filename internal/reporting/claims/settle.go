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
		for k := len(kept) - 1; k >= 0; k-- {
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
	c := Claim{Source: r.span(x.source), Cue: r.span(x.cue), Stance: x.stance, Sentence: x.sentence, Negated: x.negated, Hedged: x.modal, Direct: x.direct, Outer: -1, Rule: x.rule + x.form}
	from := len(r.spans)
	for _, p := range r.pieces[x.from:x.to] {
		r.spans = append(r.spans, r.span(p))
	}
	c.Content = r.spans[from:len(r.spans):len(r.spans)]
	slices.SortFunc(c.Content, func(a, b Span) int { return cmp.Compare(a.Start, b.Start) })
	r.claims = append(r.claims, c)
}

// link tells of each claim in whose content it stands.
func (r *Reader) link() {
	for i := range r.claims {
		c := &r.claims[i]
		best := -1
		for k := range r.claims {
			if k == i {
				continue
			}
			for _, p := range r.claims[k].Content {
				if p.Start <= c.Cue.Start && c.Cue.End <= p.End && (best < 0 || width(&r.claims[k]) < width(&r.claims[best])) {
					best = k
				}
			}
		}
		c.Outer = best
	}
}

func width(c *Claim) int {
	n := 0
	for _, p := range c.Content {
		n += p.End - p.Start
	}
	return n
}
