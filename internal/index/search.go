package index

import (
	"cmp"
	"slices"

	"deciban/internal/entity"
	"deciban/internal/weigh"
)

// Searching by upper bounds.
//
// An entry weighs at most the sum of what its parts can: for each part of the
// subject's name the most that any unit of the entry's name gains with it, the
// name's base, and what other evidence can add. From that follow three steps,
// each of which leaves out only what cannot reach the threshold.
//
//  1. Which names to look at (plan.go). A name that is to reach the threshold
//     must have spellings of some of the subject's parts, and not only of those
//     that weigh too little without the others. So only some parts' spellings
//     are looked for, and often only those that weigh much: the fewer, the
//     faster.
//  2. For each of these names, the bound from its outline (consider.go). For
//     parts whose spellings were not looked for, pairs are compared one by one
//     (pair.go).
//  3. The entries that are left are weighed.
//
// A birth date adds as much as a rare name, but few entries have the same. So
// those whose birth date weighs most are looked at by themselves (dated.go), and
// the others need to find more in the name. Entries that share an identifier or
// a contact are always weighed.

// seeker searches for one subject after another. It is not safe for concurrent
// use.
type seeker struct {
	t     *tables
	model *weigh.Model
	party func(entry uint32) *weigh.Party
	judge *weigh.Judge

	walker     weigh.Walker
	scratch    weigh.Unit
	formsFound []weigh.Near
	kinsFound  []nearKin
	known      map[nearKey]*nearLists
	knownSize  int

	subject *weigh.Party
	names   []weigh.NameOutline
	plans   []namePlan
	units   []seekUnit

	links       links
	pairs       pairs
	costs       pairs // what spellings cost that the judge asked about
	comparisons []*weigh.Comparison
	// nameSeen and entrySeen hold the epoch in which a name or an entry was
	// last looked at.
	nameSeen, entrySeen []uint32
	epoch, nameEpoch    uint32
	dated               []dated
	entryDates          []entity.Date
	needs               [64]need
	last                lastEntry
	found               []candidate
	weighed             int
	least               weigh.Weight

	current uint32 // the entry that is weighed
}

// seekUnit is a unit of the subject.
type seekUnit struct {
	unit *weigh.Unit
	name int
	from int
	n    int
	left weigh.Weight // of the parts that it covers
	most weigh.Weight // what it can weigh
	// bar is what a pair must weigh to stand in a name that reaches the
	// threshold, without the help of a birth date.
	bar   weigh.Weight
	lists *nearLists
	// linked is from what weight on links holds its pairs with kins of one part,
	// and of several.
	linked [2]weigh.Weight
	// What pair needs of it, once compare is set; known tells that it has known
	// spellings.
	compare         *weigh.Comparison
	searched, known bool
	notion          string
}

// candidate is an entry that is weighed.
type candidate struct {
	entry  uint32
	weight weigh.Weight
}

// maxParties bounds the entries that a seeker keeps ready to be weighed: those
// of common names come up again and again.
const maxParties = 512

func newSeeker(t *tables, m *weigh.Model, party func(uint32) *weigh.Party) *seeker {
	s := &seeker{t: t, model: m, known: map[nearKey]*nearLists{},
		nameSeen: make([]uint32, len(t.nameEntry)), entrySeen: make([]uint32, t.entriesLen())}
	s.judge = weigh.NewJudge(m, s.cost)
	ready := map[uint32]*weigh.Party{}
	s.party = func(entry uint32) *weigh.Party {
		p, ok := ready[entry]
		if !ok {
			if len(ready) >= maxParties {
				clear(ready)
			}
			p = party(entry)
			ready[entry] = p
		}
		return p
	}
	return s
}

// search returns the entries that weigh at least least, strongest first and
// equal ones by rank; at most limit, if that is not 0. What it returns is
// valid until the next search.
func (s *seeker) search(q *weigh.Party, least weigh.Weight, limit int) []candidate {
	s.least = least
	s.needs = [64]need{}
	s.prepare(q)
	s.found = s.found[:0]
	if s.epoch++; s.epoch == 0 {
		clear(s.entrySeen)
		s.epoch = 1
	}
	q.Pointers(func(text string) {
		find(s.t.pointers, hashText(byPointer, 0, text), func(entry uint64) { s.add(uint32(entry)) })
	})
	other := s.model.OtherSlack(q) + q.AliasCost()
	dates := s.findDated()
	for i := range s.names {
		s.seekName(i, other, dates)
	}
	s.seekDated(other, dates)
	return s.weigh(limit)
}

// prepare lays out the subject's names.
func (s *seeker) prepare(q *weigh.Party) {
	s.subject = q
	s.names = q.Outlines(s.names[:0])
	s.units, s.plans = s.units[:0], s.plans[:0]
	s.links.reset()
	s.pairs.reset()
	s.costs.reset()
	for i := range s.names {
		o := &s.names[i]
		p := namePlan{first: len(s.units)}
		for _, u := range o.Units {
			from, n := u.Span()
			su := seekUnit{unit: u, name: i, from: from, n: n, most: s.model.MostUnit(u, s.t.facts.rarest), linked: [2]weigh.Weight{unlinked, unlinked}}
			for k := from; k < from+n; k++ {
				su.left += o.Left[k]
			}
			if u.Initial() != 0 {
				p.initials |= 1 << from
			}
			s.units = append(s.units, su)
		}
		p.end = len(s.units)
		s.plans = append(s.plans, p)
	}
	s.judge.Subject(q)
}

// unlinked is more than any weight.
const unlinked weigh.Weight = 1 << 30

// add takes the entry as a candidate.
func (s *seeker) add(entry uint32) {
	if s.entrySeen[entry] == s.epoch {
		return
	}
	s.entrySeen[entry] = s.epoch
	s.found = append(s.found, candidate{entry: entry})
}

// cost tells the judge what it costs to write a unit of the subject as one of
// the entry that is weighed.
func (s *seeker) cost(q *weigh.Unit, name, unit int) int16 {
	t := s.t
	at := t.entries[s.current].firstName + uint32(name)
	o := t.outline[t.nameAt[at]:t.nameAt[at+1]]
	kin := uint32(o[outlineHead+int(o[1])+2*unit])
	for k := range s.units {
		if s.units[k].unit == q {
			if slot := s.costs.at(uint16(k), kin); slot.epoch == s.costs.epoch {
				return int16(slot.weight)
			}
			if s.units[k].compare == nil {
				s.beginPairs(k)
			}
			cost := s.units[k].compare.Cost(s.unit(kin))
			s.costs.put(uint16(k), kin, 0, weigh.Weight(cost))
			return cost
		}
	}
	return weigh.Never
}

// weigh weighs the candidates and returns those that reach the threshold.
func (s *seeker) weigh(limit int) []candidate {
	s.weighed = len(s.found)
	out := s.found[:0]
	for _, c := range s.found {
		s.current = c.entry
		w, ok := s.judge.Weigh(s.party(c.entry))
		if ok && w >= s.least {
			c.weight = w
			out = append(out, c)
		}
	}
	slices.SortFunc(out, func(a, b candidate) int {
		if a.weight != b.weight {
			return int(b.weight) - int(a.weight)
		}
		return cmp.Compare(s.t.ranks[a.entry], s.t.ranks[b.entry])
	})
	if limit > 0 && len(out) > limit {
		out = out[:limit]
	}
	return out
}

// explain returns the evidence of the subject of the last search and an entry.
func (s *seeker) explain(entry uint32) []weigh.Evidence {
	s.current = entry
	return s.judge.Explain(s.party(entry))
}
