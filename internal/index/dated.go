package index

import (
	"cmp"
	"slices"

	"deciban/internal/entity"
	"deciban/internal/weigh"
)

// dated is a birth date of the list and what it weighs at most.
type dated struct {
	group  uint32
	weight weigh.Weight
}

// maxDated is how many entries are looked at because of their birth date alone:
// that costs as much as to look for more spellings, of which there are more the
// longer the list is.
func (t *tables) maxDated() int { return 20 + t.entriesLen()/1000 }

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

// findDated fills s.dated with the dates whose entries are to be looked at by
// themselves, and returns the most that the birth date of any other entry weighs.
func (s *seeker) findDated() weigh.Weight {
	s.dated = s.dated[:0]
	births := s.subject.Births()
	if len(births) == 0 {
		return 0
	}
	t := s.t
	days, years := int(t.facts.days), int(t.facts.years)
	take := func(from, to int) {
		for g := from; g < to; g++ {
			s.entryDates = append(s.entryDates[:0], t.groups[g].date())
			if w := s.model.DateWeight(births, s.entryDates); w > 0 {
				s.dated = append(s.dated, dated{uint32(g), w})
			}
		}
	}
	for _, d := range births {
		// Dates that say something of another are at most two years away.
		first, last := int32(d.From.Year()-2)*10000, int32(d.To.Year()+2)*10000+9999
		// One that ranges over a year begins a year before.
		from, to := t.groupRange(days, days+years, first-10000, last)
		take(from, to)
		if !isDay(d) {
			take(t.groupRange(0, days, first, last))
			continue
		}
		similarDays(d.From, func(day int32) {
			if at, end := t.groupRange(0, days, day, day); at < end {
				take(at, end)
			}
		})
	}
	take(days+years, len(t.groups)-1)
	slices.SortFunc(s.dated, func(a, b dated) int {
		return cmp.Or(int(b.weight)-int(a.weight), cmp.Compare(a.group, b.group))
	})
	s.dated = slices.Compact(s.dated)
	n, most := 0, t.maxDated()
	for i, d := range s.dated {
		if n += int(t.groups[d.group+1].first - t.groups[d.group].first); n > most {
			s.dated = s.dated[:i]
			return max(d.weight, s.model.MostApart())
		}
	}
	return s.model.MostApart()
}

// groupRange returns those of the groups from low to high that begin from first
// to last.
func (t *tables) groupRange(low, high int, first, last int32) (from, to int) {
	find := func(low int, day int32) int {
		end := high
		for low < end {
			if mid := int(uint(low+end) / 2); t.groups[mid].from < day {
				low = mid + 1
			} else {
				end = mid
			}
		}
		return low
	}
	from = find(low, first)
	if first == last && (from == high || t.groups[from].from != first) {
		return from, from
	}
	return from, find(from, last+1)
}

// seekDated looks at the entries of the dates that were found; dates is what was
// granted to all others.
func (s *seeker) seekDated(other, dates weigh.Weight) {
	for _, d := range s.dated {
		if d.weight <= dates {
			return // these were looked at
		}
		need := s.needed(other+d.weight+max(s.t.facts.aliases, 0), 0)
		for _, entry := range s.t.groupEntries[s.t.groups[d.group].first:s.t.groups[d.group+1].first] {
			row, next := &s.t.entries[entry], &s.t.entries[entry+1]
			for i := range s.names {
				if s.plans[i].sum < need {
					continue
				}
				for name := row.firstName; name < next.firstName; name++ {
					s.consider(i, name, entry, other)
				}
			}
		}
	}
}

// similarDays visits the days that a slip of the pen can make of a day: itself,
// day and month exchanged, one digit changed, or two neighbouring digits
// exchanged, in the order year, month, day. Not all are days, and some come
// twice.
func similarDays(d entity.Day, visit func(day int32)) {
	visit(int32(d))
	if d.Day() <= 12 {
		visit(int32(d.Year()*10000 + d.Day()*100 + d.Month()))
	}
	power := int32(1)
	for range 8 {
		digit := int32(d) / power % 10
		for other := range int32(10) {
			if other != digit {
				visit(int32(d) + (other-digit)*power)
			}
		}
		if power < 10000000 {
			above := int32(d) / (power * 10) % 10
			if above != digit {
				visit(int32(d) + (above-digit)*power + (digit-above)*power*10)
			}
		}
		power *= 10
	}
}
