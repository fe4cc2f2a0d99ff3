package weigh

import (
	"slices"

	"deciban/internal/names"
)

// Comparing two names.
//
// A name is worth the sum of its parts: each pair of parts that are spellings
// of one another adds its weight, each part without a counterpart takes some
// away. Of all ways to pair the parts, in any order, the one with the greatest
// sum counts. Two or three neighbouring parts may pair with one part of the
// other side ("Abd al Rahman", "Abdulrahman").
//
// The search works with gains: what a pair adds over leaving its parts without
// counterparts. All parts left over is the base; only pairs that gain are made.

// edge is a possible pairing of units.
type edge struct {
	q, e   *unit
	weight Weight
	// gain is what the pair adds over leaving its parts without counterparts.
	gain Weight
	// cost is that of the spelling, or never where something else agrees: an
	// initial, a legal form, a number, what a word means. Such a pair counts,
	// but points at nobody.
	cost int16
	how  how
}

// how two units agree.
type how uint8

const (
	howSame how = iota
	howSpelling
	howNotion
	howInitial
	howAcronym
)

// nameMatch is the best pairing of two names.
type nameMatch struct {
	q, e  *partyName
	total Weight
	edges []edge
}

// costSource tells what it costs that one unit is another spelling of another;
// never, if too much.
type costSource func(q, e *unit) int16

// pairNames fills edges with the pairings that gain.
func (m *Model) pairNames(q, e *partyName, cost costSource, edges []edge) []edge {
	for i := range q.units {
		u := &q.units[i]
		for j := range e.units {
			v := &e.units[j]
			if u.n > 1 && v.n > 1 {
				continue
			}
			ed, ok := m.pairUnits(u, v, cost)
			if !ok {
				continue
			}
			ed.gain = ed.weight
			for k := u.from; k < u.from+u.n; k++ {
				ed.gain -= q.parts[k].left
			}
			for k := v.from; k < v.from+v.n; k++ {
				ed.gain -= e.parts[k].left
			}
			if ed.gain > 0 {
				edges = append(edges, ed)
			}
		}
	}
	return edges
}

// pairUnits weighs one unit against another.
func (m *Model) pairUnits(u, v *unit, cost costSource) (edge, bool) {
	ed := edge{q: u, e: v, cost: never}
	if u.n == 1 && v.n == 1 {
		switch {
		case u.role == names.LegalForm || v.role == names.LegalForm, u.role == names.Number || v.role == names.Number:
			if u.role != v.role || u.form != v.form {
				return ed, false
			}
			ed.weight = m.pair[0].exactly(min(u.rarity, v.rarity))
			return ed, true
		case u.initial != 0 || v.initial != 0:
			return m.pairInitials(ed)
		}
	}
	c := cost(u, v)
	if c > m.reach(u, v) || c < never && otherDigits(u.form, v.form) {
		c = never
	}
	if u.acronym || v.acronym {
		if c == never || u.form != v.form || u.acronym && v.acronym || u.n > 1 && v.n > 1 {
			return ed, false
		}
		ed.cost, ed.how = c, howAcronym
		ed.weight = min(u.rarity, v.rarity) + u.penalty + v.penalty
		return ed, ed.weight > 0
	}
	if c < never {
		table := &m.pair[channelOf(u, v)]
		if u.channel == v.channel && u.channel != names.ChanLatin {
			table = &nativePair
		}
		same := u.form == v.form && u.channel == v.channel
		ed.cost = c
		if !same {
			ed.how = howSpelling
		}
		if s := m.spellingsOf(u, v); same {
			ed.weight = table.exactly(s.common)
		} else {
			ed.weight = table.weight(s, c)
			if u.n == 1 && v.n == 1 {
				// What a listed pair costs is how seldom the name is written as the
				// Latin form, so it weighs what that does less the cost; never more
				// than the commoner of the two.
				if k, ok := m.known.listed(u, v); ok {
					ed.weight = max(ed.weight, min(table.exactly(s.latin)-Weight(k), table.exactly(s.common)))
				}
			}
		}
		ed.weight += u.penalty + v.penalty
	} else {
		ed.weight = -never
	}
	if u.notion != "" && u.notion == v.notion && (c == never || c > 0) {
		if w := m.pair[0].exactly(min(u.rarity, v.rarity)) + m.translation; w > ed.weight {
			ed.weight, ed.how = w, howNotion
		}
	}
	return ed, ed.weight > 0
}

// otherDigits tells whether two forms have other digits: numbers must agree,
// in a word too (M23 is not M24).
func otherDigits(a, b string) bool {
	i, j := 0, 0
	for {
		for i < len(a) && (a[i] < '0' || a[i] > '9') {
			i++
		}
		for j < len(b) && (b[j] < '0' || b[j] > '9') {
			j++
		}
		if i == len(a) || j == len(b) {
			return i < len(a) || j < len(b)
		}
		if a[i] != b[j] {
			return true
		}
		i++
		j++
	}
}

// nativePair weighs two forms of the same native script. Little is known of how
// spellings vary within a script, so a change costs what it costs, 12 decibans.
var nativePair = pairTable{exact: -100, slope: 1000, perCost: 1000}

// pairRarity is the rarity that counts for two spellings: that of the commoner.
// Of a native form that the background does not hold, nothing is known.
func (m *Model) pairRarity(u, v *unit) Weight {
	switch {
	case u.channel == v.channel:
		return min(u.rarity, v.rarity)
	case u.channel == names.ChanLatin:
		return min(u.rarity, m.nativeCommon(v))
	default:
		return min(v.rarity, m.nativeCommon(u))
	}
}

// nativeCommon is how rare a native form is, or never if that is not known.
func (m *Model) nativeCommon(u *unit) Weight {
	if u.n == 1 && !spelledByRule(u.channel) {
		if w, ok := m.nativeRarity[u.channel].known[u.form]; ok {
			return w
		}
	}
	return never
}

// spellingsOf is what the weight of two units depends on. Where only one is
// Latin its length counts, since an abjad's forms are all short.
func (m *Model) spellingsOf(u, v *unit) spellings {
	common := m.pairRarity(u, v)
	a, b := len(u.form), len(v.form)
	switch {
	case u.channel == v.channel:
		return spellings{common: common, rarer: max(u.rarity, v.rarity), latin: common, letters: min(a, b), longer: max(a, b) - min(a, b)}
	case u.channel == names.ChanLatin:
		return spellings{common: common, rarer: common, latin: u.rarity, letters: a}
	default:
		return spellings{common: common, rarer: common, latin: v.rarity, letters: b}
	}
}

func channelOf(u, v *unit) names.Channel {
	if u.channel != names.ChanLatin {
		return u.channel
	}
	return v.channel
}

// pairInitials weighs an initial against a name or another initial.
func (m *Model) pairInitials(ed edge) (edge, bool) {
	u, v := ed.q, ed.e
	if u.channel != v.channel || u.form == "" || v.form == "" || u.form[0] != v.form[0] || u.role == names.Particle || v.role == names.Particle {
		return ed, false
	}
	ed.how = howInitial
	ed.weight = m.initial
	return ed, true
}

// maxSteps bounds the search for the best pairing. Names of up to six parts
// never need as many; what needs more has the same part many times.
const maxSteps = 20000

// maxEdges is how many of the best pairs are searched for the best set; of the
// others, those whose parts are free then are taken as they come. Only names
// that say the same part over and over have more.
const maxEdges = 64

// bestPairing picks from the edges a set that shares no part and has the
// greatest gain. Equal gains are broken by the order of the edges.
func bestPairing(edges []edge, chosen []edge) (Weight, []edge) {
	if len(edges) == 0 {
		return 0, chosen[:0]
	}
	slices.SortStableFunc(edges, func(a, b edge) int {
		switch {
		case a.gain != b.gain:
			return int(b.gain) - int(a.gain)
		case a.q.from != b.q.from:
			return int(a.q.from) - int(b.q.from)
		default:
			return int(a.e.from) - int(b.e.from)
		}
	})
	var s pairing
	s.edges = edges
	s.search(0, 0, 0, 0, 0)
	chosen = chosen[:0]
	var usedQ, usedE uint32
	for i := range edges {
		e := &edges[i]
		if i < maxEdges && s.best&(1<<uint(i)) == 0 || mask(e.q)&usedQ != 0 || mask(e.e)&usedE != 0 {
			continue
		}
		if i >= maxEdges {
			s.bestGain += e.gain
		}
		usedQ |= mask(e.q)
		usedE |= mask(e.e)
		chosen = append(chosen, *e)
	}
	return s.bestGain, chosen
}

type pairing struct {
	edges    []edge
	best     uint64
	bestGain Weight
	steps    int
}

func mask(u *unit) uint32 { return (1<<u.n - 1) << u.from }

// search tries edge i and what follows it, with the parts usedQ and usedE
// taken.
func (s *pairing) search(i int, usedQ, usedE uint32, gain Weight, set uint64) {
	s.steps++
	if gain > s.bestGain {
		s.bestGain, s.best = gain, set
	}
	if s.steps > maxSteps {
		return
	}
	// What is left can add at most, for each free part of the subject's name,
	// the greatest share of an edge that covers it. Shares are counted in
	// sixths, which one, two and three parts divide.
	var most [32]Weight
	for j := i; j < min(len(s.edges), maxEdges); j++ {
		e := &s.edges[j]
		if mask(e.q)&usedQ != 0 || mask(e.e)&usedE != 0 {
			continue
		}
		for k := e.q.from; k < e.q.from+e.q.n; k++ {
			most[k] = max(most[k], e.gain*6/Weight(e.q.n))
		}
	}
	free := Weight(0)
	for _, w := range most {
		free += w
	}
	if gain+(free+5)/6 <= s.bestGain {
		return
	}
	for j := i; j < min(len(s.edges), maxEdges); j++ {
		e := &s.edges[j]
		if mask(e.q)&usedQ != 0 || mask(e.e)&usedE != 0 {
			continue
		}
		s.search(j+1, usedQ|mask(e.q), usedE|mask(e.e), gain+e.gain, set|1<<uint(j))
		// Without this edge:
		s.search(j+1, usedQ, usedE, gain, set)
		return
	}
}
