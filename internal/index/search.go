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
// name's base, and what other evidence can add. The near lists say what each
// kin of units gains. From that follow three steps, each of which leaves out
// only what cannot reach the threshold.
//
//  1. Which names to look at. Of the subject's parts, leave out those that
//     together cannot reach the threshold: a name that is to reach it must have
//     a spelling of another part, so it stands in that part's lists. Of all
//     ways to do so the one with the shortest lists is taken.
//  2. For each of these names, the bound from its outline.
//  3. The entries that are left are weighed.
//
// A birth date adds as much as a rare name, but few entries have the same. So
// those whose birth date weighs something are looked at by themselves, and the
// others need to find it all in the name. Entries that share an identifier or a
// contact are always weighed.

// seeker searches for one subject after another. It is not safe for concurrent
// use.
type seeker struct {
	t     *tables
	model *weigh.Model
	party func(entry uint32) *weigh.Party
	judge *weigh.Judge

	walker     weigh.Walker
	formsFound []weigh.Near
	kinsFound  []nearKin
	known      map[nearKey]*nearList
	knownSize  int

	subject *weigh.Party
	names   []weigh.NameOutline
	units   []seekUnit
	// unitFrom[i] is the first unit of name i.
	unitFrom []int
	initials []uint32 // by name: the parts that are initials

	links links
	// nameSeen and entrySeen hold the epoch in which a name or an entry was
	// last looked at.
	nameSeen, entrySeen []uint32
	epoch, nameEpoch    uint32
	dated               []dated
	dateOf              []datedMark
	dateEpoch           uint32
	entryDates          []entity.Date
	similar             []entity.Day
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
	near *nearList
}

// candidate is an entry and the most that it can weigh.
type candidate struct {
	entry  uint32
	bound  weigh.Weight
	weight weigh.Weight
}

type dated struct {
	entry  uint32
	weight weigh.Weight
}

type datedMark struct {
	epoch  uint32
	weight weigh.Weight
}

// maxParties bounds the entries that a seeker keeps ready to be weighed: those
// of common names come up again and again.
const maxParties = 512

func newSeeker(t *tables, m *weigh.Model, party func(uint32) *weigh.Party) *seeker {
	s := &seeker{t: t, model: m, known: map[nearKey]*nearList{},
		nameSeen: make([]uint32, len(t.nameEntry)), entrySeen: make([]uint32, t.entriesLen()), dateOf: make([]datedMark, t.entriesLen())}
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
	s.prepare(q)
	s.least = least
	s.found = s.found[:0]
	if s.epoch++; s.epoch == 0 {
		clear(s.entrySeen)
		s.epoch = 1
	}
	q.Pointers(func(text string) {
		find(s.t.pointers, hashText(byPointer, 0, text), func(entry uint64) { s.add(uint32(entry), 1<<30) })
	})
	other := s.model.OtherSlack(q) + q.AliasCost()
	dates := s.seekDated(other)
	for i := range s.names {
		s.seekName(i, other, dates)
	}
	return s.weigh(limit)
}

// prepare finds what is near the subject's units.
func (s *seeker) prepare(q *weigh.Party) {
	s.subject = q
	s.names = q.Outlines(s.names[:0])
	s.units, s.unitFrom, s.initials = s.units[:0], s.unitFrom[:0], s.initials[:0]
	s.links.reset()
	for i := range s.names {
		s.unitFrom = append(s.unitFrom, len(s.units))
		parts := uint32(0)
		for _, u := range s.names[i].Units {
			from, n := u.Span()
			su := seekUnit{unit: u, name: i, from: from, n: n, near: s.near(u)}
			for k := from; k < from+n; k++ {
				su.left += s.names[i].Left[k]
			}
			if u.Initial() != 0 {
				parts |= 1 << from
			}
			for k := range su.near.kins {
				s.links.add(&su.near.kins[k], len(s.units))
			}
			s.units = append(s.units, su)
		}
		s.initials = append(s.initials, parts)
	}
	s.unitFrom = append(s.unitFrom, len(s.units))
	s.judge.Subject(q)
}

// maxDated is how many entries are looked at because of their birth date alone.
const maxDated = 300

// seekDated looks at the entries whose birth dates weigh most, and returns the
// most that the birth date of any other can weigh.
func (s *seeker) seekDated(other weigh.Weight) weigh.Weight {
	births := s.subject.Births()
	if len(births) == 0 {
		return 0
	}
	s.findDated(births)
	slices.SortFunc(s.dated, func(a, b dated) int {
		return cmp.Or(int(b.weight)-int(a.weight), int(a.entry)-int(b.entry))
	})
	n := len(s.dated)
	if n > maxDated {
		n = maxDated
		for n > 0 && s.dated[n-1].weight == s.dated[n].weight {
			n--
		}
	}
	for _, d := range s.dated[:n] {
		row, next := &s.t.entries[d.entry], &s.t.entries[d.entry+1]
		for name := row.firstName; name < next.firstName; name++ {
			for i := range s.names {
				s.consider(i, name, d.entry, other)
			}
		}
	}
	most := s.model.MostApart()
	if n < len(s.dated) {
		most = max(most, s.dated[n].weight)
	}
	return most
}

// seekName looks at the names that can reach the threshold with name i of the
// subject; dates is the most that a birth date adds.
func (s *seeker) seekName(i int, other, dates weigh.Weight) {
	o := &s.names[i]
	var most [32]weigh.Weight
	var lists [32]uint64
	units := s.units[s.unitFrom[i]:s.unitFrom[i+1]]
	for k := range units {
		u := &units[k]
		w := u.near.most
		if u.unit.Initial() != 0 {
			w = max(w, s.model.MostInitial())
		}
		gain := max(w-u.left, 0)
		for p := u.from; p < u.from+u.n; p++ {
			most[p] = max(most[p], shareOf(gain, u.n))
			lists[p] += u.near.names
		}
	}
	var sum weigh.Weight
	parts := len(o.Left)
	var places [32]int
	order := places[:0]
	for p := range parts {
		sum += most[p]
		order = append(order, p)
	}
	reach := func(gain weigh.Weight) weigh.Weight {
		return s.model.MostNames(s.subject.Kind, o.Base+s.t.facts.spare+gain, 0) + other + dates + max(s.t.facts.aliases, 0)
	}
	if reach(sum) < s.least {
		return
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(cmp.Compare(lists[b], lists[a]), a-b) })
	var out uint32
	var without weigh.Weight
	for _, p := range order {
		if reach(without+most[p]) < s.least {
			without += most[p]
			out |= 1 << p
		}
	}
	if s.nameEpoch++; s.nameEpoch == 0 {
		clear(s.nameSeen)
		s.nameEpoch = 1
	}
	for k := range units {
		u := &units[k]
		if covers := uint32(1<<u.n-1) << u.from; covers&^out == 0 {
			continue
		}
		for j := range u.near.kins {
			kin := &u.near.kins[j]
			if kin.weight <= u.left && out != 0 {
				continue
			}
			for _, name := range s.t.posts[s.t.postFrom[kin.kin]:s.t.postFrom[kin.kin+1]] {
				if s.nameSeen[name] == s.nameEpoch {
					continue
				}
				s.nameSeen[name] = s.nameEpoch
				s.consider(i, name, s.t.nameEntry[name], other)
			}
		}
	}
}
