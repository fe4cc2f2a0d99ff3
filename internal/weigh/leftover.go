package weigh

import "deciban/internal/names"

// Leftover reports, for the best pair of names of the subject and e, each part
// and whether it found a counterpart. The trainer counts them. It returns false
// where the parts that agree weigh less than 30 decibans: then they may be
// names that have nothing to do with one another.
func (x *Matcher) Leftover(e *Party, report func(form string, role names.Role, rarity Weight, tokens int, left bool)) bool {
	best, ok := x.bestName(e)
	var agree Weight
	for i := range best.edges {
		agree += best.edges[i].weight
	}
	if !ok || agree < 30*Deciban {
		return false
	}
	var usedQ, usedE uint32
	for i := range best.edges {
		usedQ |= mask(best.edges[i].q)
		usedE |= mask(best.edges[i].e)
	}
	for _, side := range []struct {
		n    *partyName
		used uint32
	}{{best.q, usedQ}, {best.e, usedE}} {
		for j := range side.n.units {
			u := &side.n.units[j]
			if u.n == 1 && u.penalty == 0 {
				report(u.form, side.n.parts[u.from].role, u.rarity, len(side.n.parts), side.used&mask(u) == 0)
			}
		}
	}
	return true
}

// Names returns the number of ways in which the party's names can be read.
func (p *Party) Names() int { return len(p.names) }
