package index

import (
	"cmp"
	"slices"

	"deciban/internal/entity"
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
	cost   int16
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
	l.all = append(l.all, link{k.weight, k.cost, uint16(unit), s.first})
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
	if s.entrySeen[entry] == s.epoch || s.excludes(entry) {
		return
	}
	w := s.boundNames(i, name) + other + weigh.Weight(s.t.entries[entry].aliases)
	dates := weigh.Weight(0)
	if d := &s.dateOf[entry]; d.epoch == s.dateEpoch {
		dates = d.weight
	}
	if w+dates < s.least {
		return
	}
	if w += s.datesOf(entry); w >= s.least {
		s.add(entry, w)
	}
}

func (s *seeker) add(entry uint32, bound weigh.Weight) {
	if s.entrySeen[entry] == s.epoch {
		return
	}
	s.entrySeen[entry] = s.epoch
	s.found = append(s.found, candidate{entry: entry, bound: bound})
}

func (s *seeker) excludes(entry uint32) bool {
	k := s.t.entries[entry].kind
	e := names.Kind(k)
	q := s.subject
	return !q.Any && k&anyKind == 0 && q.Kind != e && (q.Kind == names.Person || e == names.Person)
}

func shareOf(w weigh.Weight, n int) weigh.Weight {
	switch n {
	case 1:
		return w
	case 2:
		return (w + 1) / 2
	}
	return (w + weigh.Weight(n) - 1) / weigh.Weight(n)
}

// boundNames is the most that name i of the subject and a name of the index can
// weigh together.
func (s *seeker) boundNames(i int, name uint32) weigh.Weight {
	o := s.t.outline[s.t.nameAt[name]:s.t.nameAt[name+1]]
	parts := int(o[1])
	left := o[outlineHead : outlineHead+parts]
	var ours, theirs [32]weigh.Weight
	base := s.names[i].Base + weigh.Weight(o[0])
	for k := outlineHead + parts; k < len(o); k += 2 {
		at := s.links.first(uint32(o[k]))
		if at == 0 {
			continue
		}
		from, n := int(o[k+1]>>8), int(o[k+1]&255)
		var lefts weigh.Weight
		for p := from; p < from+n; p++ {
			lefts += weigh.Weight(left[p] >> 1)
		}
		for ; at != 0; at = s.links.all[at].next {
			l := &s.links.all[at]
			u := &s.units[l.unit]
			if u.name != i {
				continue
			}
			gain := l.weight - u.left - lefts
			if gain <= 0 {
				continue
			}
			share := shareOf(gain, u.n)
			for p := u.from; p < u.from+u.n; p++ {
				ours[p] = max(ours[p], share)
			}
			share = shareOf(gain, n)
			for p := from; p < from+n; p++ {
				theirs[p] = max(theirs[p], share)
			}
		}
	}
	if s.initials[i] != 0 {
		s.boundInitials(i, left, &ours, &theirs)
	}
	var sumOurs, sumTheirs weigh.Weight
	leftOurs, leftTheirs := 0, 0
	for p, plain := range s.names[i].Plain {
		sumOurs += ours[p]
		if plain && ours[p] == 0 {
			leftOurs++
		}
	}
	for p := range parts {
		sumTheirs += theirs[p]
		if left[p]&1 != 0 && theirs[p] == 0 {
			leftTheirs++
		}
	}
	return s.model.MostNames(s.subject.Kind, base+min(sumOurs, sumTheirs), min(leftOurs, leftTheirs))
}

// boundInitials lets the subject's initials stand for any part.
func (s *seeker) boundInitials(i int, left []int32, ours, theirs *[32]weigh.Weight) {
	for p, w := range s.names[i].Left {
		if s.initials[i]&(1<<p) == 0 {
			continue
		}
		for k := range left {
			gain := s.model.MostInitial() - w - weigh.Weight(left[k]>>1)
			ours[p], theirs[k] = max(ours[p], gain), max(theirs[k], gain)
		}
	}
}

// datesOf is what the birth dates of the subject and the entry weigh.
func (s *seeker) datesOf(entry uint32) weigh.Weight {
	births := s.subject.Births()
	if len(births) == 0 {
		return 0
	}
	rows := s.t.dates[s.t.entries[entry].firstDate:s.t.entries[entry+1].firstDate]
	s.entryDates = s.entryDates[:0]
	for _, r := range rows {
		s.entryDates = append(s.entryDates, entity.Date{From: entity.Day(r.from), To: entity.Day(r.to), Circa: r.circa != 0})
	}
	return s.model.DateWeight(births, s.entryDates)
}

// findDated fills s.dated with the entries whose birth dates weigh more than 0.
func (s *seeker) findDated(births []entity.Date) {
	s.dated = s.dated[:0]
	if s.dateEpoch++; s.dateEpoch == 0 {
		clear(s.dateOf)
		s.dateEpoch = 1
	}
	take := func(rows []dayRow) {
		for _, r := range rows {
			if s.dateOf[r.entry].epoch == s.dateEpoch {
				continue
			}
			w := max(s.datesOf(r.entry), 0)
			s.dateOf[r.entry] = datedMark{s.dateEpoch, w}
			if w > 0 {
				s.dated = append(s.dated, dated{r.entry, w})
			}
		}
	}
	take(dayRange(s.t.years, 0, 0))
	for _, d := range births {
		first, last := int32(d.From.Year()-2), int32(d.To.Year()+2)
		take(dayRange(s.t.years, first, last))
		if !isDay(d) {
			take(dayRange(s.t.days, first*10000, last*10000+9999))
			continue
		}
		s.similar = similarDays(s.similar[:0], d.From)
		for _, day := range s.similar {
			take(dayRange(s.t.days, int32(day), int32(day)))
		}
	}
}

// dayRange returns the rows from first to last.
func dayRange(rows []dayRow, first, last int32) []dayRow {
	less := func(r dayRow, day int32) int { return int(r.day) - int(day) }
	from, _ := slices.BinarySearchFunc(rows, first, less)
	to, _ := slices.BinarySearchFunc(rows[from:], last+1, less)
	return rows[from : from+to]
}

// similarDays appends the days that a slip of the pen can make of a day: itself,
// day and month exchanged, one digit changed, or two neighbouring digits
// exchanged, in the order year, month, day.
func similarDays(dst []entity.Day, d entity.Day) []entity.Day {
	dst = append(dst, d)
	add := func(v int) {
		day := entity.Day(v)
		if v > 0 && entity.ValidDay(day.Year(), day.Month(), day.Day()) && !slices.Contains(dst, day) {
			dst = append(dst, day)
		}
	}
	if d.Day() <= 12 {
		add(int(entity.MakeDay(d.Year(), d.Day(), d.Month())))
	}
	power := 1
	for range 8 {
		digit := int(d) / power % 10
		for other := range 10 {
			add(int(d) + (other-digit)*power)
		}
		if power < 10000000 {
			above := int(d) / (power * 10) % 10
			add(int(d) + (above-digit)*power + (digit-above)*power*10)
		}
		power *= 10
	}
	return dst
}

// cost tells the judge what it costs to write a unit of the subject as one of
// the entry that is weighed.
func (s *seeker) cost(q *weigh.Unit, name, unit int) int16 {
	t := s.t
	at := t.entries[s.current].firstName + uint32(name)
	o := t.outline[t.nameAt[at]:t.nameAt[at+1]]
	k := outlineHead + int(o[1]) + 2*unit
	for l := s.links.first(uint32(o[k])); l != 0; l = s.links.all[l].next {
		if s.units[s.links.all[l].unit].unit == q {
			return s.links.all[l].cost
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
