package weigh

import "math/bits"

// Comparing one form, the query, with one other after another.
//
// Most forms are nothing like the query, and their letters tell: each letter of
// the query must be written as something, each letter of the form must come from
// something, and every operation takes part in that with its cost. So before the
// letters are aligned, a form's set of letters says what the alignment costs at
// least (within). The alignment itself goes through the form letter by letter
// and keeps, of the ways to write the query's beginning so far, those that can
// still end within the limit.
type spelling struct {
	costs  *Costs
	query  []uint8
	places [maxLetters]place
	// gain is the least that it costs to write a letter, whatever of the query
	// it is written for, by bits of sets; free are those that cost next to
	// nothing.
	gain [setBits]int16
	free uint32
	// rest[i] is the least that the query's letters from i on cost with the
	// letters that were asked about last.
	rest    [maxLetters + 1]int16
	ready   bool // columns are filled
	columns [maxLetters + 1]spellingColumn
	rows    [3]walkRow
}

// spellingColumn holds the costs that concern one letter of the query: what it
// costs to write it, or it and the one before, as one letter or as a pair. Index
// 0 of ofTwo and pairs stands for no operation.
type spellingColumn struct {
	sub, two     *[alphabet]int16
	ofTwo, pairs []int16
	del          int16
}

// place is a letter of the query: written as one of the letters in likely it
// costs at least cost[0], as one in possible cost[1], else cost[2].
type place struct {
	likely, possible uint32
	cost             [3]int16
}

// letterSet is a set of letters, in which different scripts' letters share bits.
type letterSet = uint32

const setBits = 32

// bitOf is the letter's bit, by its code: a–z and A–Z share 26, digits and signs
// the others.
var bitOf = func() (t [alphabet]uint8) {
	for c := range t {
		switch {
		case c >= 1 && c <= 26:
			t[c] = uint8(c - 1)
		case c >= 27 && c <= 52:
			t[c] = uint8(c - 27)
		default:
			t[c] = uint8(26 + c%6)
		}
	}
	return
}()

// What counts as costing next to nothing: a letter written as itself costs less.
// What is possible costs less than most changes do.
const (
	likelyCost   = 800
	possibleCost = 1800
)

// begin sets the query.
func (s *spelling) begin(c *Costs, query []uint8) {
	l := &c.least
	s.costs, s.query, s.ready = c, append(s.query[:0], query...), false
	s.gain = l.gain
	for i, a := range query {
		p := &s.places[i]
		*p = place{cost: [3]int16{never, never, min(l.del[a], l.sub)}}
		s.write(p, &l.one[a])
		if i > 0 {
			two := &l.two[l.pair[query[i-1]][a]]
			s.write(p, two)
			s.places[i-1].join(&two.place)
		}
	}
	s.free = 0
	for b, v := range s.gain {
		if v <= likelyCost {
			s.free |= 1 << b
		}
	}
	for i := range query {
		p := &s.places[i]
		p.cost[1] = min(p.cost[1], p.cost[2])
		p.cost[0] = min(p.cost[0], p.cost[1])
	}
}

// write notes the operations that write the letter at a place, or it and the one
// before.
func (s *spelling) write(p *place, m *moves) {
	p.join(&m.place)
	for _, g := range m.gains {
		s.gain[g.bit] = min(s.gain[g.bit], g.cost)
	}
}

// take notes that an operation writes the letter for its share of the cost, as
// something that begins with the letter of bit b.
func (p *place) take(b uint8, share int16) {
	switch {
	case share <= likelyCost:
		p.likely |= 1 << b
		p.cost[0] = min(p.cost[0], share)
	case share <= possibleCost:
		p.possible |= 1 << b
		p.cost[1] = min(p.cost[1], share)
	default:
		p.cost[2] = min(p.cost[2], share)
	}
}

// join notes what another place holds.
func (p *place) join(o *place) {
	p.likely |= o.likely
	p.possible |= o.possible
	for i := range p.cost {
		p.cost[i] = min(p.cost[i], o.cost[i])
	}
}

// within tells whether a form of these letters can cost no more than limit. It
// leaves in rest what the query's letters cost at least.
func (s *spelling) within(letters letterSet, limit int16) bool {
	sum := 0
	for x := letters &^ s.free; x != 0; x &= x - 1 {
		sum += int(s.gain[bits.TrailingZeros32(x)])
	}
	if sum > int(limit) {
		return false
	}
	sum = 0
	for i := len(s.query) - 1; i >= 0; i-- {
		p := &s.places[i]
		switch {
		case p.likely&letters != 0:
			sum += int(p.cost[0])
		case p.possible&letters != 0:
			sum += int(p.cost[1])
		default:
			sum += int(p.cost[2])
		}
		if sum > int(limit) {
			return false
		}
		s.rest[i] = int16(sum)
	}
	return true
}

// setOf is the set of the letters of these codes.
func setOf(codes []uint8) letterSet {
	var set letterSet
	for _, c := range codes {
		set |= 1 << bitOf[c]
	}
	return set
}

// lay fills the columns.
func (s *spelling) lay() {
	s.ready = true
	q, t := s.query, &s.costs.rest
	for i := 1; i <= len(q); i++ {
		a, pair := q[i-1], 0
		if i > 1 {
			pair = int(t.src[q[i-2]][a])
		}
		s.columns[i] = spellingColumn{
			sub: &t.sub[a], two: (*[alphabet]int16)(t.two[pair*alphabet:]), del: t.del[a],
			ofTwo: t.ofTwo[int(a)*t.dstPairs : (int(a)+1)*t.dstPairs], pairs: t.pairs[pair*t.dstPairs : (pair+1)*t.dstPairs],
		}
	}
}

// cost is what it costs to write the query as the form, or never if more than
// the limit. within must have been asked about the form's letters and the limit
// just before.
func (s *spelling) cost(form []uint8, limit int16) int16 {
	if !s.ready {
		s.lay()
	}
	n := len(s.query)
	s.rest[n] = 0
	up2, up, row := &neverRow, &s.rows[0], &s.rows[1]
	spare := &s.rows[2]
	upAlive := s.firstRow(up, limit)
	c, q := s.costs, s.query
	for j, b := range form {
		// What the word's first operation can reach in this row.
		extra := [3]int16{never, never, never}
		if j == 0 {
			extra[0] = c.first.ins[b]
			if n > 0 {
				extra[1] = c.first.sub[q[0]][b]
			}
			if n > 1 {
				extra[2] = c.first.two[int(c.first.src[q[0]][q[1]])*alphabet+int(b)]
			}
		}
		pair := 0
		if j > 0 {
			pair = int(c.rest.dst[form[j-1]][b])
		}
		if j == 1 && n > 0 {
			first := int(c.first.dst[form[0]][b])
			extra[1] = c.first.ofTwo[int(q[0])*c.first.dstPairs+first]
			if n > 1 {
				extra[2] = c.first.pairs[int(c.first.src[q[0]][q[1]])*c.first.dstPairs+first]
			}
		}
		ins := c.rest.ins[b]
		alive := false
		row[0], row[1] = never, never
		left := int16(never)
		if v := min(up[2]+ins, extra[0]); v <= limit-s.rest[0] {
			left, alive = v, true
		}
		row[2] = left
		for i := 1; i <= n; i++ {
			k := &s.columns[i]
			v := min(left+k.del, up[i+2]+ins, up[i+1]+k.sub[b], up[i]+k.two[b])
			if pair != 0 {
				v = min(v, up2[i+1]+k.ofTwo[pair], up2[i]+k.pairs[pair])
			}
			if i < 3 {
				v = min(v, extra[i])
			}
			if v > limit-s.rest[i] {
				v = never
			} else {
				alive = true
			}
			left = v
			row[i+2] = v
		}
		// An operation writes at most two letters.
		if !alive && !upAlive {
			return never
		}
		if up2 == &neverRow {
			up2, up, row = up, row, spare
		} else {
			up2, up, row = up, row, up2
		}
		upAlive = alive
	}
	if v := up[n+2]; n+len(form) > 0 && v <= limit {
		return v
	}
	if n+len(form) == 0 {
		return 0
	}
	return never
}

// firstRow is the row of the empty form. The beginning itself is left out: what
// leads on from it is the word's first operation, which costs what it costs
// there.
func (s *spelling) firstRow(row *walkRow, limit int16) bool {
	*row = neverRow
	v := int16(never)
	for i := 1; i <= len(s.query); i++ {
		if i == 1 {
			v = s.costs.first.del[s.query[0]]
		} else {
			v += s.columns[i].del
		}
		if v > limit-s.rest[i] {
			break
		}
		row[i+2] = v
	}
	return true
}
