package weigh

import "deciban/internal/names"

// Comparison compares one unit of a subject with others, one after another. It
// finds what a walk through a lexicon finds.
type Comparison struct {
	model *Model
	unit  *Unit
	d     distancer
	// latin compares with Latin forms of one part, and of several.
	latin [2]latinComparison
}

type latinComparison struct {
	begun   bool
	costs   *Costs // nil if they do not pair
	limit   int16
	table   *pairTable
	penalty Weight
	// common is the greatest rarity that can count.
	common   Weight
	spelling spelling
}

// Begin sets the unit.
func (c *Comparison) Begin(m *Model, u *Unit) {
	c.model, c.unit = m, u
	c.latin[0].begun, c.latin[1].begun = false, false
}

// LetterSet is a set of letters, in which different scripts' letters share bits.
type LetterSet = letterSet

// Letters returns the set of the letters of the kin's form, and their number.
func (k *Kin) Letters() (LetterSet, int) {
	var buf [maxLetters]uint8
	codes := appendCodes(buf[:0], k.form)
	return setOf(codes), len(codes)
}

// May tells whether the unit can be a spelling of a Latin form of these letters,
// so many in number and so rare, that weighs at least least; if so, CostOf tells
// more. Known spellings are left out of account.
func (c *Comparison) May(several bool, letters LetterSet, n int, rarity, least Weight) (limit int16, may bool) {
	l := c.latinOf(several)
	if l.costs == nil {
		return 0, false
	}
	u, t := c.unit, l.table
	limit = min(l.limit, int16(min(int(t.perLetter)*min(n, len(u.form)), never-1)))
	common := min(rarity, l.common)
	of := spellings{common: common, rarer: common, letters: n}
	if u.channel == names.ChanLatin {
		m := len(u.form)
		of = spellings{common: common, rarer: max(rarity, u.rarity), letters: min(m, n), longer: max(m, n) - min(m, n)}
	}
	if n == maxLetters {
		of.longer = mostLonger // the form may be longer than that
	}
	limit = min(limit, t.highestCost(of, least-l.penalty))
	if c.unit.channel == names.ChanLatin && n == len(c.unit.codes) && letters == setOf(c.unit.codes) {
		limit = l.limit // it may be the same form, which weighs more than its cost tells
	}
	return limit, limit >= 0 && l.costs.changeOfLength(len(c.unit.codes), n) <= int(limit) && l.spelling.within(letters, limit)
}

// latinOf is what compares with Latin forms of one part, or of several.
func (c *Comparison) latinOf(several bool) *latinComparison {
	l := &c.latin[0]
	if several {
		l = &c.latin[1]
	}
	if !l.begun {
		c.begin(l, several)
	}
	return l
}

func (c *Comparison) begin(l *latinComparison, several bool) {
	l.begun, l.costs = true, nil
	u, m := c.unit, c.model
	if several && u.n > 1 {
		return
	}
	costs, limit := m.between(u, names.ChanLatin, several)
	if costs == nil || limit <= 0 {
		return
	}
	l.costs, l.limit, l.table = costs, limit, &m.pair[u.channel]
	l.penalty, l.common = u.penalty+max(m.reading, 0), u.rarity
	if u.channel != names.ChanLatin {
		l.common = m.nativeCommon(u)
	}
	if several {
		l.penalty = u.penalty + max(m.join, m.acronym)
	}
	l.spelling.begin(costs, u.codes)
}

// CostOf is what it costs to write the unit as the Latin unit v that May was
// asked about just before, or Never if more than limit, which May returned.
func (c *Comparison) CostOf(v *Unit, limit int16) int16 {
	l := &c.latin[0]
	if v.n > 1 {
		l = &c.latin[1]
	}
	return c.model.known.withUnheard(l.spelling.cost(v.codes, limit), c.unit, v)
}

// Cost is what it costs to write the unit as v, or Never.
func (c *Comparison) Cost(v *Unit) int16 {
	u := c.unit
	if !u.Searched() || !v.Searched() || u.n > 1 && v.n > 1 {
		return never
	}
	cost := int16(never)
	if v.channel == names.ChanLatin {
		l := c.latinOf(v.n > 1)
		if l.costs != nil && l.spelling.within(setOf(v.codes), l.limit) {
			cost = c.model.known.withUnheard(l.spelling.cost(v.codes, l.limit), u, v)
		}
	} else if costs, limit := c.model.between(u, v.channel, v.n > 1); costs != nil && limit > 0 {
		cost = c.model.known.withUnheard(costs.distance(&c.d, u.codes, v.codes, limit), u, v)
	}
	if v.n == 1 {
		c.model.known.each(u, func(channel names.Channel, form string, known int16) {
			if v.channel == channel && v.form == form {
				cost = min(cost, known)
			}
		})
	}
	return cost
}
