package index

import (
	"cmp"
	"math"
	"slices"

	"deciban/internal/weigh"
)

// Which spellings are looked for.
//
// Some parts of the subject's name are left out: all their pairs together, with
// nothing else, do not reach the threshold. Then a name that does reach it has a
// spelling of one of the other parts, so only theirs are looked for. Beyond
// these, one more part can be left out almost wholly. Where it is the only one
// that finds a counterpart, and the entry's name has several plain parts, then on
// both sides plain parts are left over, a conflict that takes so much away that
// the part must weigh far more than it mostly can. What remains are entries whose
// name is that part alone, in a small lexicon of their own, and those that write
// it as several; both need a heavy pair, so the walks are short.
//
// Of all ways to leave out parts the cheapest is taken.

// namePlan is what is known of a name of the subject.
type namePlan struct {
	first, end int    // its units
	initials   uint32 // the parts that are initials
	need       weigh.Weight
	sum        weigh.Weight // the most that base and gains can add up to
	// gains is what each part gains at most; open are the parts of which some
	// pairs are not linked.
	gains [maxParts]weigh.Weight
	open  uint32
	// parts[p] is the first unit of part p, joins the first unit of several; order
	// holds the parts but initials, those that gain most first.
	parts  [maxParts]int
	joins  int
	order  [maxParts]uint8
	orders int
}

// need is the least sum of base and gains with which a name can reach the
// threshold, if all other evidence adds slack, and left plain parts are left over
// on both sides.
type need struct {
	slack weigh.Weight
	left  int
	known bool
	sum   weigh.Weight
}

// manyDecibans is more than any sum.
const manyDecibans weigh.Weight = 1 << 22

func (s *seeker) needed(slack weigh.Weight, left int) weigh.Weight {
	at := &s.needs[uint32(int(slack)*2+left)*2654435761>>26]
	if at.known && at.slack == slack && at.left == left {
		return at.sum
	}
	reaches := func(sum weigh.Weight) bool {
		return s.model.MostNames(s.subject.Kind, sum, left)+slack >= s.least
	}
	low, high := -manyDecibans, manyDecibans // high reaches, or nothing does
	if reaches(low) {
		high = low
	}
	for high-low > 1 {
		if mid := low + (high-low)/2; reaches(mid) {
			high = mid
		} else {
			low = mid
		}
	}
	*at = need{slack, left, true, high}
	return high
}

func shareOf(w weigh.Weight, n int) weigh.Weight {
	if n == 1 {
		return w
	}
	return (w + weigh.Weight(n) - 1) / weigh.Weight(n)
}

// task is a unit whose spellings of at least some weight are looked for in a
// lexicon.
type task struct {
	unit, which int
	least       weigh.Weight
}

// maxParts bounds the parts of a name.
const maxParts = 32

// planner works out a plan for one name.
type planner struct {
	s     *seeker
	o     *weigh.NameOutline
	plan  *namePlan
	gains [maxParts]weigh.Weight // by part, the most that it gains
	fixed weigh.Weight           // what the name has without gains
	need  [2]weigh.Weight        // without and with a conflict
	costs [maxParts]float64      // of looking for all spellings of a part, in ns
}

// seekName looks at the names that can reach the threshold with name i of the
// subject; dates is the most that a birth date adds.
func (s *seeker) seekName(i int, other, dates weigh.Weight) {
	o, plan := &s.names[i], &s.plans[i]
	p := planner{s: s, o: o, plan: plan, fixed: o.Base + s.t.facts.spare}
	slack := other + dates + max(s.t.facts.aliases, 0)
	p.need = [2]weigh.Weight{s.needed(slack, 0), s.needed(slack, 1)}
	units := s.units[plan.first:plan.end]
	for k := range units {
		u := &units[k]
		gain := max(u.most-u.left, 0)
		for at := u.from; at < u.from+u.n; at++ {
			p.gains[at] = max(p.gains[at], shareOf(gain, u.n))
		}
	}
	total := p.fixed
	for at := range o.Left {
		total += p.gains[at]
	}
	plan.need, plan.sum, plan.gains = p.need[0], total, p.gains
	plan.sort(units)
	for k := range units {
		u := &units[k]
		// With it at the bar and all else at its best, the sum is what is needed.
		u.bar = p.need[0] - total + u.left
		for at := u.from; at < u.from+u.n; at++ {
			u.bar += p.gains[at]
		}
	}
	if total < p.need[0] {
		return
	}
	var buf [96]task
	s.run(i, p.choose(buf[:0]), other)
}

// sort fills parts, joins and order.
func (p *namePlan) sort(units []seekUnit) {
	p.joins, p.orders = p.end, 0
	part := -1
	for k := range units {
		u := &units[k]
		switch {
		case u.n > 1:
			p.joins = min(p.joins, p.first+k)
		case u.from > part:
			part = u.from
			p.parts[part] = p.first + k
			if p.initials&(1<<part) == 0 {
				at := p.orders
				for at > 0 && p.gains[p.order[at-1]] < p.gains[part] {
					p.order[at] = p.order[at-1]
					at--
				}
				p.order[at] = uint8(part)
				p.orders++
			}
		}
	}
}

// choose appends the tasks of the cheapest plan.
func (p *planner) choose(dst []task) []task {
	s := p.s
	initials := p.gainOf(p.plan.initials)
	if p.fixed+initials >= p.need[0] {
		// Only that something must agree at all is sure: everything is looked
		// for. An initial alone points at nobody.
		return p.tasks(dst, 0, -1)
	}
	units := s.units[p.plan.first:p.plan.end]
	for k := range units {
		u := &units[k]
		if p.plan.initials&(1<<u.from) != 0 && u.n == 1 {
			continue
		}
		u.lists = s.lists(u.unit)
		cost := s.costOf(u, weigh.SinglePart, max(u.bar, 1))
		if u.n == 1 {
			cost += s.costOf(u, weigh.SeveralParts, max(u.bar, 1))
		}
		for at := u.from; at < u.from+u.n; at++ {
			p.costs[at] += cost
		}
	}
	var buf [maxParts]int
	order := buf[:0]
	for at := range p.o.Left {
		if p.plan.initials&(1<<at) == 0 {
			order = append(order, at)
		}
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(cmp.Compare(p.costs[b], p.costs[a]), a-b) })
	best, bestOut, bestSpecial := math.Inf(1), uint32(0), -1
	for _, special := range append([]int{-1}, order[:min(len(order), 4)]...) {
		out := p.plan.initials
		sum := p.fixed + initials
		cost := 0.0
		for _, at := range order {
			switch {
			case at == special:
			case sum+p.gains[at] < p.need[0]:
				sum += p.gains[at]
				out |= 1 << at
			default:
				cost += p.costs[at]
			}
		}
		if special >= 0 {
			cost += p.costOfSpecial(out, special)
		}
		if cost < best {
			best, bestOut, bestSpecial = cost, out, special
		}
	}
	return p.tasks(dst, bestOut, bestSpecial)
}

// gainOf is what the parts gain at most.
func (p *planner) gainOf(parts uint32) weigh.Weight {
	var sum weigh.Weight
	for at := range p.o.Left {
		if parts&(1<<at) != 0 {
			sum += p.gains[at]
		}
	}
	return sum
}

// bars are what pairs of a part must weigh if but parts that are left out find
// counterparts besides it: pairs with a kin of several parts, and with one of a
// name that has no other plain part; and all other pairs.
func (p *planner) bars(out uint32, special int) (alone, among weigh.Weight) {
	fixed := p.fixed - p.o.Left[special]
	alone = p.need[0] - fixed - p.gainOf(out)
	among = alone
	if out == 0 && p.plainBeside(special) {
		left := -manyDecibans
		for pop, in := range p.s.populations() {
			if in {
				left = max(left, p.s.t.facts.left[pop])
			}
		}
		among = max(alone, p.need[1]-fixed-left)
	}
	return max(alone, 1), max(among, 1)
}

// plainBeside tells whether another part of the name is plain.
func (p *planner) plainBeside(special int) bool {
	for at, plain := range p.o.Plain {
		if plain && at != special {
			return true
		}
	}
	return false
}

func (p *planner) costOfSpecial(out uint32, special int) float64 {
	s := p.s
	alone, among := p.bars(out, special)
	cost := 0.0
	for k := p.plan.first; k < p.plan.end; k++ {
		u := &s.units[k]
		if u.n != 1 || u.from != special {
			continue
		}
		cost += s.costOf(u, weigh.SeveralParts, max(alone, u.bar)) + s.costOf(u, weigh.SinglePart, max(among, u.bar))
		if among > alone {
			cost += s.costOf(u, weigh.OnlyPart, max(alone, u.bar))
		}
	}
	return cost
}

// tasks appends what must be looked for if the parts out are left out, and
// special as far as it can be.
func (p *planner) tasks(dst []task, out uint32, special int) []task {
	s := p.s
	outAll := out
	if special >= 0 {
		outAll |= 1 << special
	}
	for k := p.plan.first; k < p.plan.end; k++ {
		u := &s.units[k]
		covers := uint32(1<<u.n-1) << u.from
		bar := max(u.bar, 1)
		switch {
		case u.n == 1 && p.plan.initials&covers != 0, covers&^out == 0:
		case covers&^outAll != 0:
			dst = append(dst, task{k, weigh.SinglePart, bar})
			if u.n == 1 {
				dst = append(dst, task{k, weigh.SeveralParts, bar})
			}
		case u.n > 1:
			// Parts that are left out, written as one.
			alone := p.need[0] - p.fixed + u.left - p.gainOf(out&^covers)
			dst = append(dst, task{k, weigh.SinglePart, max(alone, bar)})
		default:
			alone, among := p.bars(out, special)
			dst = append(dst, task{k, weigh.SeveralParts, max(alone, bar)}, task{k, weigh.SinglePart, max(among, bar)})
			if among > alone {
				dst = append(dst, task{k, weigh.OnlyPart, max(alone, bar)})
			}
		}
	}
	return dst
}

// What looking costs, in nanoseconds: for each name that is found, and for a
// walk by the highest cost that it looks for, as measured with 11,000 forms. It
// need not be right, only tell the dear from the cheap.
const nameCost = 500

var walkCosts = func() (t [100]float64) {
	for i := range t {
		t[i] = 3000 + 26000*math.Pow(float64(i)/35, 3.5)
	}
	return
}()

// costOf is what looking for a unit's spellings of at least least costs.
func (s *seeker) costOf(u *seekUnit, which int, least weigh.Weight) float64 {
	if least > u.most {
		return 0
	}
	if l := u.lists[which]; l != nil && l.least <= least {
		return float64(l.names) * nameCost
	}
	if !u.unit.Searched() {
		return 20 * nameCost
	}
	cost := walkCosts[min(int(s.model.WalkLimit(u.unit, which, least, s.t.facts.rarest))/100, len(walkCosts)-1)]
	if _, c, _ := u.unit.Form(); c != 0 {
		cost *= 2.5
	}
	if which == weigh.OnlyPart {
		cost /= 3
	}
	return cost + 50*nameCost
}

// run looks for what the tasks name, and at the names that it finds.
func (s *seeker) run(i int, tasks []task, other weigh.Weight) {
	plan := &s.plans[i]
	for _, t := range tasks {
		u := &s.units[t.unit]
		if t.least > u.most {
			continue
		}
		if u.lists == nil {
			u.lists = s.lists(u.unit)
		}
		s.link(t.unit, t.which, s.near(u, t.which, t.least))
	}
	// What is known of other units serves the bounds.
	for k := plan.first; k < plan.end; k++ {
		u := &s.units[k]
		for which := range u.linked {
			if u.linked[which] == unlinked && u.lists != nil && u.lists[which] != nil && len(u.lists[which].kins) < 500 && u.lists[which].least <= max(u.bar, 1) {
				s.link(k, which, u.lists[which])
			}
		}
	}
	plan.open = 0
	for k := plan.first; k < plan.end; k++ {
		u := &s.units[k]
		if floor := max(u.bar, 1); u.linked[0] > floor || u.n == 1 && u.linked[1] > floor {
			plan.open |= (1<<u.n - 1) << u.from
		}
	}
	if s.nameEpoch++; s.nameEpoch == 0 {
		clear(s.nameSeen)
		s.nameEpoch = 1
	}
	for _, t := range tasks {
		u := &s.units[t.unit]
		if t.least > u.most {
			continue
		}
		for _, k := range u.lists[t.which].kins {
			if k.weight < t.least {
				break
			}
			names := s.t.posts[s.t.postFrom[k.kin]:s.t.postFrom[k.kin+1]]
			if t.which == weigh.OnlyPart {
				names = s.t.only[s.t.onlyFrom[k.kin]:s.t.onlyFrom[k.kin+1]]
			}
			for _, name := range names {
				if s.nameSeen[name] == s.nameEpoch {
					continue
				}
				s.nameSeen[name] = s.nameEpoch
				s.consider(i, name, s.t.nameEntry[name], other)
			}
		}
	}
}

// link makes a list's kins known to the bounds.
func (s *seeker) link(unit, which int, l *nearList) {
	u := &s.units[unit]
	if which == weigh.OnlyPart || u.linked[which] <= l.least {
		return
	}
	u.linked[which] = l.least
	for k := range l.kins {
		s.links.add(&l.kins[k], unit)
	}
}
