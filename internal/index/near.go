package index

import (
	"slices"

	"deciban/internal/names"
	"deciban/internal/weigh"
)

// nearList is what the index holds for a unit of the subject.
type nearList struct {
	kins []nearKin
	most weigh.Weight // of the weights
	// names is the number of names that have one of the kins that weigh
	// something, counted as often as they have.
	names uint64
}

// nothing is the weight of units that do not agree.
const nothing weigh.Weight = -1 << 24

// nearKin is a kin of units and what the subject's unit weighs against it:
// nothing where it only counts as near.
type nearKin struct {
	kin    uint32
	cost   int16
	weight weigh.Weight
}

// nearKey is what a near list depends on.
type nearKey struct {
	kin         weigh.Kin
	populations [2]bool
}

// populations are those whose lexicons the subject is looked up in: a person is
// no organisation.
func (s *seeker) populations() [2]bool {
	person := s.subject.Kind == names.Person
	return [2]bool{person || s.subject.Any, !person || s.subject.Any}
}

// maxKnown bounds what a seeker keeps of near lists, in kins: 24 MB.
const maxKnown = 2 << 20

// near returns the kins near the unit.
func (s *seeker) near(u *weigh.Unit) *nearList {
	key := nearKey{u.Kin(), s.populations()}
	if l, ok := s.known[key]; ok {
		return l
	}
	l := s.findNear(u)
	if s.knownSize > maxKnown {
		clear(s.known)
		s.knownSize = 0
	}
	s.known[key] = l
	s.knownSize += len(l.kins) + 8
	return l
}

func (s *seeker) findNear(u *weigh.Unit) *nearList {
	t, m := s.t, s.model
	s.kinsFound = s.kinsFound[:0]
	add := func(kin uint32, cost int16) { s.kinsFound = append(s.kinsFound, nearKin{kin, cost, nothing}) }
	form, channel, several := u.Form()
	if u.Searched() {
		s.formsFound = s.formsFound[:0]
		for pop, in := range s.populations() {
			if in {
				s.formsFound = m.NearForms(&s.walker, &t.lexicons[pop], u, s.formsFound)
			}
		}
		for _, f := range s.formsFound {
			for kin := t.formKins[f.ID]; kin < t.formKins[f.ID+1]; kin++ {
				cost := f.Cost
				if f.Native {
					v := t.unit(kin)
					cost += m.Unheard(u, &v)
				}
				add(kin, cost)
			}
		}
		m.Known(u, func(c names.Channel, other string, cost int16) {
			t.look(hashText(byForm, c, other), func(f uint64) {
				kin := t.formKins[f]
				k := t.unit(kin)
				if text, channel, _ := k.Form(); text != other || channel != c {
					return
				}
				for ; kin < t.formKins[f+1]; kin++ {
					add(kin, cost)
				}
			})
		})
	} else if u.Initial() == 0 {
		t.look(hashText(byEqual, channel, form), func(kin uint64) { add(uint32(kin), weigh.Never) })
	}
	if !several && form != "" {
		t.look(hashText(byInitial, channel, form[:1]), func(kin uint64) { add(uint32(kin), weigh.Never) })
	}
	if u.Notion() != "" {
		t.look(hashText(byNotion, 0, u.Notion()), func(kin uint64) { add(uint32(kin), weigh.Never) })
	}
	// Of several ways to the same kin the cheapest counts.
	slices.SortFunc(s.kinsFound, func(a, b nearKin) int {
		if a.kin != b.kin {
			return int(a.kin) - int(b.kin)
		}
		return int(a.cost) - int(b.cost)
	})
	s.kinsFound = slices.CompactFunc(s.kinsFound, func(a, b nearKin) bool { return a.kin == b.kin })
	l := &nearList{most: nothing}
	for i := range s.kinsFound {
		k := &s.kinsFound[i]
		v := t.unit(k.kin)
		if w, ok := m.WeighUnits(u, &v, k.cost); ok {
			k.weight = w
			l.most = max(l.most, w)
			l.names += t.postFrom[k.kin+1] - t.postFrom[k.kin]
		}
	}
	l.kins = slices.Clone(s.kinsFound)
	return l
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

// unit is a unit of the kin.
func (t *tables) unit(kin uint32) weigh.Unit {
	k, err := weigh.ParseKin(t.kinText[t.kins[kin]:t.kins[kin+1]])
	if err != nil {
		panic("BUG: " + err.Error()) // sections are checked before use
	}
	return k.Unit()
}
