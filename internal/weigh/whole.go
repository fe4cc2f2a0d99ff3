package weigh

import (
	"strings"

	"deciban/internal/names"
)

// Conflicts.
//
// That one name lacks a part of the other is usual. That each has a part that
// the other lacks is what tells relatives apart, and companies of a group: all
// their other parts agree for one common reason, so the parts are no
// independent evidence. Then what the names weigh together is bent towards a
// cap: above it, a tenth counts. Where two persons' names differ in one part and
// the two look alike, the cap is higher: it may be a slip of the pen.

// conflict is what it costs that both names have plain parts left over; sum is
// what the names weigh without it.
func (m *Model) conflict(q, e *partyName, edges []edge, sum Weight) Weight {
	var usedQ, usedE uint32
	for i := range edges {
		usedQ |= mask(edges[i].q)
		usedE |= mask(edges[i].e)
	}
	n := min(q.plainLeft(usedQ), e.plainLeft(usedE))
	if n == 0 {
		return 0
	}
	w := m.conflictEach * Weight(n)
	limit := m.conflictCap[population(q.kind)][min(n, 2)-1]
	if n == 1 && q.kind == names.Person && alikeLeft(q, e, usedQ, usedE) {
		limit += m.conflictAlike
	}
	if over := sum + w - limit; over > 0 {
		w -= over - over/10
	}
	return w
}

// alikeLeft tells whether a plain part that is left over on one side looks like
// one that is on the other.
func alikeLeft(q, e *partyName, usedQ, usedE uint32) bool {
	for i := range q.units {
		u := &q.units[i]
		if u.n > 1 || usedQ&mask(u) != 0 || q.parts[u.from].role != names.Plain {
			continue
		}
		for j := range e.units {
			v := &e.units[j]
			if v.n == 1 && v.channel == u.channel && usedE&mask(v) == 0 && e.parts[v.from].role == names.Plain && alike(u.codes, v.codes) {
				return true
			}
		}
	}
	return false
}

// alikeLetters is the least number of letters at which forms are called alike.
const alikeLetters = 4

// alike tells whether at most a third of the letters differ: put in, left out,
// changed, or two exchanged. It asks for less than a spelling of the same name
// does: that a slip of the pen is likelier than two parts that differ.
func alike(a, b []uint8) bool {
	n, m := len(a), len(b)
	most := max(n, m) / 3
	if min(n, m) < alikeLetters || max(n, m)-min(n, m) > most {
		return false
	}
	var rows [3][maxLetters + 1]uint8
	for i := range n + 1 {
		row, up, up2 := &rows[i%3], &rows[(i+2)%3], &rows[(i+1)%3]
		for j := range m + 1 {
			switch {
			case i == 0:
				row[j] = uint8(j)
				continue
			case j == 0:
				row[j] = uint8(i)
				continue
			}
			v := min(up[j], row[j-1]) + 1
			if a[i-1] == b[j-1] {
				v = min(v, up[j-1])
			} else {
				v = min(v, up[j-1]+1)
			}
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				v = min(v, up2[j-2]+1)
			}
			row[j] = v
		}
	}
	return int(rows[n%3][m]) <= most
}

// complete is what it weighs that nothing of either name is left over but
// particles, titles and legal forms: strangers who share some parts mostly have
// others that they do not share.
func (m *Model) complete(q, e *partyName, edges []edge) Weight {
	var usedQ, usedE uint32
	for i := range edges {
		// An initial, or a spelling far from the other, leaves it open.
		if edges[i].how == howInitial || 2*edges[i].weight < m.pairRarity(edges[i].q, edges[i].e) && edges[i].how == howSpelling {
			return 0
		}
		usedQ |= mask(edges[i].q)
		usedE |= mask(edges[i].e)
	}
	if q.wholeBut(usedQ) && e.wholeBut(usedE) {
		return m.completeName[population(q.kind)]
	}
	return 0
}

// wholeBut tells whether used covers all parts of the name that matter.
func (n *partyName) wholeBut(used uint32) bool {
	for i := range n.parts {
		if used&(1<<i) == 0 && n.parts[i].role != names.Particle && n.parts[i].role != names.Title && n.parts[i].role != names.LegalForm {
			return false
		}
	}
	return used != 0
}

// plainLeft counts the plain parts that are not in used.
func (n *partyName) plainLeft(used uint32) int {
	k := 0
	for i := range n.parts {
		if used&(1<<i) == 0 && n.parts[i].role == names.Plain {
			k++
		}
	}
	return k
}

// ownParts writes the plain parts that are not in used.
func (n *partyName) ownParts(used uint32) string {
	var s []string
	for i := range n.parts {
		if used&(1<<i) == 0 && n.parts[i].role == names.Plain {
			s = append(s, n.parts[i].text)
		}
	}
	return strings.Join(s, " ")
}

// nameExtras weighs what concerns the two names as wholes.
func (m *Model) nameExtras(a, b *partyName) Weight {
	var w Weight
	if b.weak || a.weak {
		w += m.weakAlias
	}
	if a.like || b.like {
		w += m.lookAlike
	}
	return w
}
