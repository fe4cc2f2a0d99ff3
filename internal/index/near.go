package index

import (
	"cmp"
	"slices"
	"unsafe"

	"deciban/internal/names"
	"deciban/internal/weigh"
)

// nearList is what a lexicon holds for a unit of the subject: the kins that
// weigh at least least against it, the heaviest first.
type nearList struct {
	kins  []nearKin
	least weigh.Weight
	// names is the number of names that have one of the kins, counted as often
	// as they have.
	names uint64
}

// nothing is the weight of units that do not agree.
const nothing weigh.Weight = -1 << 24

// nearKin is a kin of units and what the subject's unit weighs against it.
type nearKin struct {
	kin    uint32
	cost   int16
	weight weigh.Weight
}

// nearKey is what near lists depend on.
type nearKey struct {
	kin         weigh.Kin
	populations [2]bool
}

// nearLists are a unit's lists in the lexicons of weigh.Lexicons, where they
// were looked for.
type nearLists [weigh.OnlyPart + 1]*nearList

// populations are those whose lexicons the subject is looked up in: a person is
// no organisation.
func (s *seeker) populations() [2]bool {
	person := s.subject.Kind == names.Person
	return [2]bool{person || s.subject.Any, !person || s.subject.Any}
}

// maxKnown bounds what a seeker keeps of near lists, in kins: 24 MB.
const maxKnown = 2 << 20

// lists returns what is known of a unit.
func (s *seeker) lists(u *weigh.Unit) *nearLists {
	key := nearKey{u.Kin(), s.populations()}
	if l, ok := s.known[key]; ok {
		return l
	}
	if s.knownSize > maxKnown {
		clear(s.known)
		s.knownSize = 0
	}
	l := &nearLists{}
	s.known[key] = l
	s.knownSize += 16
	return l
}

// leastStep is the step to which the least weight of a list is rounded down, so
// that it serves other subjects too.
const leastStep = 5 * weigh.Deciban

// near returns the unit's list in a lexicon that holds all kins of at least
// least, which is more than 0.
func (s *seeker) near(u *seekUnit, which int, least weigh.Weight) *nearList {
	l := u.lists[which]
	if l == nil || l.least > least {
		l = s.findNear(u.unit, which, max(least-least%leastStep, 1))
		u.lists[which] = l
		s.knownSize += len(l.kins) + 8
	}
	return l
}

func (s *seeker) findNear(u *weigh.Unit, which int, least weigh.Weight) *nearList {
	t, m := s.t, s.model
	s.kinsFound = s.kinsFound[:0]
	add := func(kin uint32, cost int16) { s.kinsFound = append(s.kinsFound, nearKin{kin, cost, nothing}) }
	if u.Searched() {
		s.formsFound = s.formsFound[:0]
		for pop, in := range s.populations() {
			if in {
				s.formsFound = m.NearForms(&s.walker, &t.lexicons[pop], which, u, least, t.facts.rarest, s.formsFound)
			}
		}
		for _, f := range s.formsFound {
			for kin := t.formKins[f.ID]; kin < t.formKins[f.ID+1]; kin++ {
				cost := f.Cost
				if f.Native {
					cost += m.Unheard(u, s.unit(kin))
				}
				add(kin, cost)
			}
		}
	}
	if which != weigh.SeveralParts {
		s.findOthers(u, add)
	}
	// Of several ways to the same kin the cheapest counts.
	slices.SortFunc(s.kinsFound, func(a, b nearKin) int {
		if a.kin != b.kin {
			return cmp.Compare(a.kin, b.kin)
		}
		return int(a.cost) - int(b.cost)
	})
	s.kinsFound = slices.CompactFunc(s.kinsFound, func(a, b nearKin) bool { return a.kin == b.kin })
	l := &nearList{least: least}
	kept := s.kinsFound[:0]
	for _, k := range s.kinsFound {
		n := t.postFrom[k.kin+1] - t.postFrom[k.kin]
		if which == weigh.OnlyPart {
			n = uint64(t.onlyFrom[k.kin+1] - t.onlyFrom[k.kin])
		}
		if n == 0 {
			continue
		}
		w, ok := m.WeighUnits(u, s.unit(k.kin), k.cost)
		if !ok || w < least {
			continue
		}
		k.weight = w
		l.names += n
		kept = append(kept, k)
	}
	slices.SortFunc(kept, func(a, b nearKin) int {
		if a.weight != b.weight {
			return int(b.weight) - int(a.weight)
		}
		return cmp.Compare(a.kin, b.kin)
	})
	l.kins = slices.Clone(kept)
	return l
}

// findOthers finds the kins of single parts that agree with the unit otherwise
// than by the letters: known spellings, equal legal forms and numbers, initials,
// notions.
func (s *seeker) findOthers(u *weigh.Unit, add func(kin uint32, cost int16)) {
	t := s.t
	form, channel, several := u.Form()
	if u.Searched() {
		s.findKnown(u, add)
	} else if u.Initial() == 0 {
		t.look(hashText(byEqual, channel, form), func(kin uint64) { add(uint32(kin), weigh.Never) })
	}
	if !several && form != "" {
		t.look(hashText(byInitial, channel, form[:1]), func(kin uint64) { add(uint32(kin), weigh.Never) })
	}
	if u.Notion() != "" {
		t.look(hashText(byNotion, 0, u.Notion()), func(kin uint64) { add(uint32(kin), weigh.Never) })
	}
}

// findKnown finds the kins that are known spellings of the unit, and their
// costs.
func (s *seeker) findKnown(u *weigh.Unit, add func(kin uint32, cost int16)) {
	t := s.t
	s.model.Known(u, func(c names.Channel, other string, cost int16) {
		t.look(hashText(byForm, c, other), func(f uint64) {
			kin := t.formKins[f]
			if !s.unit(kin).Is(c, other) {
				return
			}
			for ; kin < t.formKins[f+1]; kin++ {
				add(kin, cost)
			}
		})
	})
}

// look calls visit with the values of a hash.
func (t *tables) look(hash uint64, visit func(value uint64)) {
	find(t.lookup, hash, visit)
}

func find(in []hashed, hash uint64, visit func(value uint64)) {
	i, _ := slices.BinarySearchFunc(in, hash, func(h hashed, hash uint64) int {
		switch {
		case h.hash < hash:
			return -1
		case h.hash > hash:
			return 1
		}
		return 0
	})
	for ; i < len(in) && in[i].hash == hash; i++ {
		visit(in[i].value)
	}
}

// unit is a unit of the kin, valid until the next call.
func (s *seeker) unit(kin uint32) *weigh.Unit {
	t := s.t
	text := t.kinText[t.kins[kin]:t.kins[kin+1]]
	if err := weigh.ReadUnit(unsafe.String(unsafe.SliceData(text), len(text)), &s.scratch); err != nil {
		panic(entryError{damaged("kin %d: %w", kin, err)})
	}
	return &s.scratch
}
