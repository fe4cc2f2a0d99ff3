package index

import (
	"deciban/internal/names"
	"deciban/internal/weigh"
)

// links finds, for a kin, the subject's units that it is near.
type links struct {
	// slots is a hash table of the kins, of a power of two; slot 0 of all is
	// empty.
	slots []slot
	epoch uint32
	used  int
	all   []link
}

type slot struct {
	epoch, kin, first uint32
}

type link struct {
	weight weigh.Weight
	unit   uint16
	next   uint32
}

func (l *links) reset() {
	if l.slots == nil {
		l.slots = make([]slot, 1<<10)
	}
	if l.epoch++; l.epoch == 0 {
		clear(l.slots)
		l.epoch = 1
	}
	l.used = 0
	l.all = append(l.all[:0], link{})
}

func (l *links) at(kin uint32) *slot {
	mask := uint32(len(l.slots) - 1)
	for i := kin * 2654435761 >> 7 & mask; ; i = (i + 1) & mask {
		s := &l.slots[i]
		if s.epoch != l.epoch || s.kin == kin {
			return s
		}
	}
}

func (l *links) add(k *nearKin, unit int) {
	if 2*l.used >= len(l.slots) {
		l.grow()
	}
	s := l.at(k.kin)
	if s.epoch != l.epoch {
		*s = slot{l.epoch, k.kin, 0}
		l.used++
	}
	l.all = append(l.all, link{k.weight, uint16(unit), s.first})
	s.first = uint32(len(l.all) - 1)
}

func (l *links) grow() {
	old, epoch := l.slots, l.epoch
	l.slots = make([]slot, 2*len(old))
	for _, s := range old {
		if s.epoch == epoch {
			*l.at(s.kin) = s
		}
	}
}

// first returns the first link of the kin, or 0.
func (l *links) first(kin uint32) uint32 {
	if s := l.at(kin); s.epoch == l.epoch {
		return s.first
	}
	return 0
}

// consider takes the entry as a candidate if its name can reach the threshold
// with name i of the subject.
func (s *seeker) consider(i int, name, entry uint32, other weigh.Weight) {
	if s.entrySeen[entry] == s.epoch {
		return
	}
	if l := &s.last; l.entry != entry || l.epoch != s.epoch {
		*l = lastEntry{entry: entry, epoch: s.epoch, excluded: s.excludes(entry)}
		if !l.excluded {
			l.slack = other + weigh.Weight(s.t.entries[entry].aliases) + s.datesOf(entry)
			l.need = s.needed(l.slack, 0)
		}
	}
	l := &s.last
	if !l.excluded && s.plans[i].sum >= l.need && s.boundNames(i, name, l.need)+l.slack >= s.least {
		s.add(entry)
	}
}

// lastEntry is what is known of the entry that was considered last: its other
// names mostly follow.
type lastEntry struct {
	entry, epoch uint32
	excluded     bool
	slack, need  weigh.Weight
}

func (s *seeker) excludes(entry uint32) bool {
	k := s.t.entries[entry].kind
	e := names.Kind(k)
	q := s.subject
	return !q.Any && k&anyKind == 0 && q.Kind != e && (q.Kind == names.Person || e == names.Person)
}

// bound collects what the parts of a pair of names gain at most.
type bound struct{ ours, theirs [maxParts]weigh.Weight }

// stretch is a run of parts of an entry's name and what they weigh when left over.
type stretch struct {
	from, n int
	left    weigh.Weight
}

func stretchOf(left []int32, word int32) stretch {
	v := stretch{from: int(word >> 8), n: int(word & 255)}
	for p := v.from; p < v.from+v.n; p++ {
		v.left += weigh.Weight(left[p] >> 1)
	}
	return v
}

// take notes that the unit and the entry's parts can weigh w.
func (b *bound) take(u *seekUnit, v stretch, w weigh.Weight) {
	gain := w - u.left - v.left
	if gain <= 0 {
		return
	}
	share := shareOf(gain, u.n)
	for p := u.from; p < u.from+u.n; p++ {
		b.ours[p] = max(b.ours[p], share)
	}
	share = shareOf(gain, v.n)
	for p := v.from; p < v.from+v.n; p++ {
		b.theirs[p] = max(b.theirs[p], share)
	}
}

// boundNames is the most that name i of the subject and a name of the index can
// weigh together, as far as that is enough: base and gains must add up to need.
func (s *seeker) boundNames(i int, name uint32, need weigh.Weight) weigh.Weight {
	plan := &s.plans[i]
	// help is what makes pairs count that weigh less than their bar.
	help := max(plan.need-need, 0)
	o := s.t.outline[s.t.nameAt[name]:s.t.nameAt[name+1]]
	parts := int(o[1])
	left := o[outlineHead : outlineHead+parts]
	var b bound
	base := s.names[i].Base + weigh.Weight(o[0])
	units := o[outlineHead+parts:]
	back := weigh.Weight(0) // what a pair gets back of the entry's lefts, at most
	for k := 0; k < len(units); k += 2 {
		v := stretchOf(left, units[k+1])
		back = max(back, -v.left)
		at := s.links.first(uint32(units[k]))
		if at == 0 {
			continue
		}
		for ; at != 0; at = s.links.all[at].next {
			l := &s.links.all[at]
			if u := &s.units[l.unit]; u.name == i {
				b.take(u, v, l.weight)
			}
		}
	}
	if plan.initials != 0 {
		s.boundInitials(i, left, &b)
	}
	// What the parts whose pairs are not linked gain at most.
	best := b.ours
	sum := base
	for p := range s.names[i].Left {
		if plan.open&(1<<p) != 0 || help > 0 {
			best[p] = plan.gains[p] + back
		}
		sum += best[p]
	}
	if sum < need {
		return nothing
	}
	// Units of several parts come first, then part by part, the weightiest first:
	// what a part did not gain makes the bars of the next ones higher.
	for at := plan.joins; at < plan.end; at++ {
		s.boundUnit(&b, &best, at, left, units, need-sum, help)
	}
	for _, p := range plan.order[:plan.orders] {
		if best[p] == b.ours[p] {
			continue
		}
		for at := plan.parts[p]; at < plan.joins && s.units[at].from == int(p); at++ {
			s.boundUnit(&b, &best, at, left, units, need-sum, help)
		}
		sum -= best[p] - b.ours[p]
		best[p] = b.ours[p]
		if sum < need {
			return nothing
		}
	}
	var sumOurs, sumTheirs weigh.Weight
	leftOurs, leftTheirs := 0, 0
	for p, plain := range s.names[i].Plain {
		sumOurs += b.ours[p]
		if plain && b.ours[p] == 0 {
			leftOurs++
		}
	}
	for p := range parts {
		sumTheirs += b.theirs[p]
		if left[p]&1 != 0 && b.theirs[p] == 0 {
			leftTheirs++
		}
	}
	return s.model.MostNames(s.subject.Kind, base+min(sumOurs, sumTheirs), min(leftOurs, leftTheirs))
}

// boundUnit takes what unit at of the subject weighs against an entry's units, as
// far as it is not linked: with all other parts at their best, the sum falls
// short by short.
func (s *seeker) boundUnit(b *bound, best *[maxParts]weigh.Weight, at int, left, units []int32, short, help weigh.Weight) {
	u := &s.units[at]
	floor := max(u.bar-help, 1)
	if u.linked[0] <= floor && u.linked[1] <= floor {
		return
	}
	least := short + u.left
	for p := u.from; p < u.from+u.n; p++ {
		least += best[p]
	}
	for k := 0; k < len(units); k += 2 {
		v := stretchOf(left, units[k+1])
		which := 0
		if v.n > 1 {
			which = 1
		}
		bar := max(least+v.left, floor)
		if u.linked[which] <= floor || bar > u.most || v.n > 1 && u.n > 1 {
			continue
		}
		if w := s.pair(at, uint32(units[k]), bar); w >= bar {
			b.take(u, v, w)
		}
	}
}

// boundInitials lets the subject's initials stand for any part.
func (s *seeker) boundInitials(i int, left []int32, b *bound) {
	for p, w := range s.names[i].Left {
		if s.plans[i].initials&(1<<p) == 0 {
			continue
		}
		for k := range left {
			gain := s.model.MostInitial() - w - weigh.Weight(left[k]>>1)
			b.ours[p], b.theirs[k] = max(b.ours[p], gain), max(b.theirs[k], gain)
		}
	}
}
