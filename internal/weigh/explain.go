package weigh

import (
	"fmt"
	"slices"

	"deciban/internal/names"
)

// Explain returns the evidence of the subject against e; its weights add up to
// what Weigh returns.
func (x *Matcher) Explain(e *Party) []Evidence {
	var ev []Evidence
	best, _ := x.bestName(e)
	ev = x.model.explainName(x.subject, e, &best, ev)
	x.model.weighOthers(x.subject, e, best.total, &ev)
	return ev
}

// explainName words the evidence of a pair of names.
func (m *Model) explainName(q, e *Party, n *nameMatch, ev []Evidence) []Evidence {
	if n.q == nil {
		return ev
	}
	usedQ, usedE := uint32(0), uint32(0)
	edges := slices.Clone(n.edges)
	slices.SortFunc(edges, func(a, b edge) int { return int(a.q.from) - int(b.q.from) })
	for i := range edges {
		d := &edges[i]
		usedQ |= mask(d.q)
		usedE |= mask(d.e)
		ev = append(ev, Evidence{KindName, n.q.textOf(d.q), n.e.textOf(d.e), d.weight, m.note(d)})
	}
	ev = append(ev, n.q.leftOver(usedQ, true)...)
	ev = append(ev, n.e.leftOver(usedE, false)...)
	var sum Weight
	for i := range ev {
		sum += ev[i].Weight
	}
	if w := m.complete(n.q, n.e, n.edges); w != 0 {
		ev = append(ev, Evidence{KindName, n.q.raw, n.e.raw, w, "nothing of either name is left over"})
	}
	if w := m.conflict(n.q, n.e, n.edges, sum); w != 0 {
		ev = append(ev, Evidence{KindName, n.q.ownParts(usedQ), n.e.ownParts(usedE), w, "each has a part that the other lacks: relatives and namesakes share the rest"})
	}
	if n.e.weak || n.q.weak {
		ev = append(ev, Evidence{KindAlias, n.q.raw, n.e.raw, m.weakAlias, "a weak alias, by the list's own word"})
	}
	if n.q.like || n.e.like {
		ev = append(ev, Evidence{KindScript, n.q.raw, n.e.raw, m.lookAlike, "letters of another script, or digits, are read as the letters they look like"})
	}
	if w := q.aliases + e.aliases; w != 0 {
		ev = append(ev, Evidence{KindAlias, n.q.raw, n.e.raw, w, fmt.Sprintf("best of %d × %d names", len(q.names), len(e.names))})
	}
	return ev
}

func (n *partyName) textOf(u *unit) string {
	s := n.parts[u.from].text
	for k := u.from + 1; k < u.from+u.n; k++ {
		s += " " + n.parts[k].text
	}
	return s
}

// leftOver words the parts that have no counterpart.
func (n *partyName) leftOver(used uint32, subject bool) []Evidence {
	var ev []Evidence
	for i := range n.parts {
		if used&(1<<i) != 0 || n.parts[i].left == 0 {
			continue
		}
		e := Evidence{Kind: KindName, Weight: n.parts[i].left, Note: n.parts[i].role.String() + " without a counterpart"}
		if n.parts[i].role == names.Plain {
			e.Note = "part of the name without a counterpart"
		}
		if subject {
			e.Subject = n.parts[i].text
		} else {
			e.Entry = n.parts[i].text
		}
		ev = append(ev, e)
	}
	return ev
}

// note says why an edge weighs what it weighs.
func (m *Model) note(d *edge) string {
	rare := min(d.q.rarity, d.e.rarity)
	if d.q.channel != d.e.channel {
		rare = m.pairRarity(d.q, d.e)
	}
	s := ""
	switch d.how {
	case howSame:
		s = "same"
	case howSpelling:
		s = "another spelling"
		if d.q.channel != d.e.channel {
			s = "romanisation"
		}
	case howNotion:
		s = "same meaning"
	case howInitial:
		return "initial"
	case howAcronym:
		s = "acronym"
	}
	if d.q.n > 1 || d.e.n > 1 {
		s += ", joined"
	}
	return s + ", borne by " + oneIn(rare)
}

// oneIn words a rarity: "1 in 2,300".
func oneIn(r Weight) string {
	n := 1.0
	for w := r; w > 0; w -= 100 {
		n *= 1.2589254117941673
	}
	digits := 1.0
	for n/digits >= 100 {
		digits *= 10
	}
	v := int64(n/digits+0.5) * int64(digits)
	s := fmt.Sprint(v)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return "1 in " + s
}
