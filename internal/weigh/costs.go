package weigh

import (
	"math"
	"slices"
)

// Edit costs.
//
// Two spellings are compared by a stochastic edit model after Brill and Moore
// ("An improved error model for noisy channel spelling correction", ACL 2000):
// one spelling is cut into pieces of up to two letters, each of which was
// written as up to two letters of the other, and each such operation costs what
// it costs in real pairs of spellings. The cost of a pair of spellings is that
// of the cheapest way to cut them. The first operation has a table of its own,
// since the first letter of a name changes less often than the others.

// alphabet is the number of symbol codes: 0 is none, then a–z, A–Z, the digits
// and a few signs that stand for letters of abjads.
const alphabet = 72

// maxLetters is the longest form that is compared; what is longer is cut there.
// No real name token is longer than 40 letters.
const maxLetters = 40

// never is a cost that no alignment can afford.
const never = math.MaxInt16 / 2

// codeOf maps a form's byte to its symbol code; unknown bytes map to the last
// code, which no operation knows.
var codeOf = func() (t [256]uint8) {
	for i := range t {
		t[i] = alphabet - 1
	}
	n := uint8(1)
	put := func(from, to byte) {
		for c := from; c <= to; c++ {
			t[c] = n
			n++
		}
	}
	put('a', 'z')
	put('A', 'Z')
	put('0', '9')
	for _, c := range []byte("'`~-_#&") {
		t[c] = n
		n++
	}
	return t
}()

// Code returns the symbol code of a form's byte.
func Code(c byte) uint8 { return codeOf[c] }

// appendCodes appends the symbol codes of form to dst.
func appendCodes(dst []uint8, form string) []uint8 {
	if len(form) > maxLetters {
		form = form[:maxLetters]
	}
	for i := 0; i < len(form); i++ {
		dst = append(dst, codeOf[form[i]])
	}
	return dst
}

// opTable holds the costs of the operations from one alphabet to another, in
// hundredths of a deciban.
type opTable struct {
	sub [alphabet][alphabet]int16 // one letter for one
	del [alphabet]int16           // one for none
	ins [alphabet]int16           // none for one
	// Pairs of letters have an id, from 1; 0 is a pair that no operation knows.
	src, dst [alphabet][alphabet]uint16
	// two[a*alphabet+b] is the cost of pair a for letter b, ofTwo of letter a
	// for pair b, pairs of pair a for pair b.
	two, ofTwo, pairs  []int16
	srcPairs, dstPairs int
}

// Costs are the edit costs of one channel.
type Costs struct {
	first, rest opTable
	// lengthLeast is the least cost of the operations that make a form a letter
	// longer, and shorter.
	lengthLeast [2]int16
	// masks serve walks from the front and from the back.
	masks [2]letterMasks
	least leastCosts
	// firstPair[a][b] is the least that the word's first operation costs that
	// writes letter a as b and another letter; firstPairs is the same for a pair,
	// by id.
	firstPair  [alphabet][alphabet]int16
	firstPairs [][alphabet]int16
}

// leastCosts hold what operations cost at least, be they the word's first or
// not: what the quick tests before a comparison are made of.
type leastCosts struct {
	del [alphabet]int16
	// gain is the least cost of writing a letter that no move tells of, by bits
	// of sets of letters.
	gain [setBits]int16
	// sub is the least cost of writing a letter as one that moves does not name.
	sub int16
	// one[a] are the operations that write letter a, but those that delete it;
	// two[pair[a][b]] those that write a and b together.
	one  [alphabet]moves
	pair [alphabet][alphabet]uint16
	two  []moves
}

// moves are the operations that write a letter of the query, or two together.
type moves struct {
	// place and gains are what a comparison needs of all of them.
	place place
	gains []gain
	// pairs are those that write it as two letters.
	pairs []move
}

// gain is the least that it costs to write something as a letter, by its bit of
// sets.
type gain struct {
	bit  uint8
	cost int16
}

// move is an operation that writes something as one letter, or as two.
type move struct {
	b1, b2 uint8 // b2 is 0 if it is one
	cost   int16
}

// letterMasks tell, for what may still be spent, which letters of a form can
// come next: bit b stands for the letter of code b, of those below 64. What may
// be spent is counted in rooms, see room.
type letterMasks struct {
	sub [alphabet][rooms]uint64 // for a letter of the query, alone or as the first of two
	two [][rooms]uint64         // for a pair of its letters, by id
	ins [rooms]uint64           // for none
	// lastTwo is two for all pairs of the query's last two letters.
	lastTwo [rooms]uint64
}

// rooms is the number of steps in which what may be spent is counted: steps of
// 2.56 decibans, up to 82.
const rooms = 32

// room is the step of what is left of the limit at cost v, rounded up.
func room(limit, v int16) int {
	if v > limit {
		return 0
	}
	return min(int(limit-v)>>8, rooms-1)
}

func (c *Costs) setMasks() {
	for side := range c.masks {
		m := &c.masks[side]
		m.two = make([][rooms]uint64, max(c.first.srcPairs, c.rest.srcPairs))
		// From the back, the last operation of the walk is the word's first.
		tables := []*opTable{&c.rest}
		if side == 1 {
			tables = append(tables, &c.first)
		}
		for _, t := range tables {
			// Ids of pairs differ from table to table.
			last := func(int) *[rooms]uint64 { return &m.lastTwo }
			if t == &c.rest {
				last = func(p int) *[rooms]uint64 { return &m.two[p] }
			}
			for b := range 64 {
				allow(&m.ins, b, t.ins[b])
				for a := range alphabet {
					allow(&m.sub[a], b, t.sub[a][b])
				}
				for p := range t.srcPairs {
					allow(last(p), b, t.two[p*alphabet+b])
				}
			}
			t.eachDst(func(b1, b2 uint8, q int) {
				b := b1
				if side == 1 {
					b = b2
				}
				if b >= 64 {
					return
				}
				for a := range alphabet {
					allow(&m.sub[a], int(b), t.ofTwo[a*t.dstPairs+q])
				}
				for p := range t.srcPairs {
					allow(last(p), int(b), t.pairs[p*t.dstPairs+q])
				}
			})
		}
	}
}

// allow adds letter b to the rooms that the cost is within; the last has no end.
func allow(m *[rooms]uint64, b int, cost int16) {
	for r := min(int(cost)>>8, rooms-1); cost < never && r < rooms; r++ {
		m[r] |= 1 << b
	}
}

// eachDst calls visit with the pairs of letters that something is written as,
// and their ids.
func (t *opTable) eachDst(visit func(b1, b2 uint8, id int)) {
	for b1 := range t.dst {
		for b2, q := range t.dst[b1] {
			if q != 0 {
				visit(uint8(b1), uint8(b2), int(q))
			}
		}
	}
}

// setLeast fills lengthLeast, firstPair and firstPairs.
func (c *Costs) setLeast() {
	c.lengthLeast = [2]int16{never, never}
	for _, t := range []*opTable{&c.first, &c.rest} {
		c.lengthLeast[0] = min(c.lengthLeast[0], slices.Min(t.ins[:]), slices.Min(t.ofTwo))
		c.lengthLeast[1] = min(c.lengthLeast[1], slices.Min(t.del[:]), slices.Min(t.two))
	}
	first := &c.first
	c.firstPairs = make([][alphabet]int16, first.srcPairs)
	for b := range alphabet {
		for a := range alphabet {
			c.firstPair[a][b] = never
		}
		for p := range c.firstPairs {
			c.firstPairs[p][b] = never
		}
		for _, q := range first.dst[b] {
			for a := 0; q != 0 && a < alphabet; a++ {
				c.firstPair[a][b] = min(c.firstPair[a][b], first.ofTwo[a*first.dstPairs+int(q)])
			}
			for p := 0; q != 0 && p < first.srcPairs; p++ {
				c.firstPairs[p][b] = min(c.firstPairs[p][b], first.pairs[p*first.dstPairs+int(q)])
			}
		}
	}
}

// setMoves fills least. What is not listed costs unlisted.
func (c *Costs) setMoves(unlisted int16) {
	l, tables := &c.least, []*opTable{&c.first, &c.rest}
	l.sub = unlisted
	var one [alphabet][]move
	two := [][]move{nil}
	for b := range l.gain {
		l.gain[b] = unlisted
	}
	for a := range alphabet {
		l.del[a] = never
		g := &l.gain[bitOf[a]]
		for _, t := range tables {
			l.del[a] = min(l.del[a], t.del[a])
			*g = min(*g, t.ins[a])
		}
		for b := range alphabet {
			v := unlisted
			for _, t := range tables {
				v = min(v, t.sub[a][b])
			}
			if v < unlisted {
				one[a] = append(one[a], move{uint8(b), 0, v})
			}
		}
	}
	for _, t := range tables {
		for b1 := range t.dst {
			for b2, q := range t.dst[b1] {
				for a := 0; q != 0 && a < alphabet; a++ {
					if v := t.ofTwo[a*t.dstPairs+int(q)]; v < never {
						one[a] = append(one[a], move{uint8(b1), uint8(b2), v})
					}
				}
			}
		}
		for a1 := range t.src {
			for a2, p := range t.src[a1] {
				if p == 0 {
					continue
				}
				at := &l.pair[a1][a2]
				if *at == 0 {
					*at = uint16(len(two))
					two = append(two, nil)
				}
				moves := &two[*at]
				for b := range alphabet {
					if v := t.two[int(p)*alphabet+b]; v < never {
						*moves = append(*moves, move{uint8(b), 0, v})
					}
				}
				for b1 := range t.dst {
					for b2, q := range t.dst[b1] {
						if q == 0 {
							continue
						}
						if v := t.pairs[int(p)*t.dstPairs+int(q)]; v < never {
							*moves = append(*moves, move{uint8(b1), uint8(b2), v})
						}
					}
				}
			}
		}
	}
	for a := range one {
		l.one[a] = newMoves(one[a], 1)
	}
	l.two = make([]moves, len(two))
	for p := range two {
		l.two[p] = newMoves(two[p], 2)
	}
}

// newMoves sums up operations that write n letters of the query.
func newMoves(all []move, n int16) moves {
	m := moves{place: place{cost: [3]int16{never, never, never}}}
	var least [setBits]int16
	for b := range least {
		least[b] = never
	}
	for _, v := range all {
		m.place.take(bitOf[v.b1], v.cost/n)
		if v.b2 == 0 {
			least[bitOf[v.b1]] = min(least[bitOf[v.b1]], v.cost)
			continue
		}
		m.pairs = append(m.pairs, v)
		for _, b := range [...]uint8{v.b1, v.b2} {
			least[bitOf[b]] = min(least[bitOf[b]], v.cost/2)
		}
	}
	for b, v := range least {
		if v < never {
			m.gains = append(m.gains, gain{uint8(b), v})
		}
	}
	m.pairs, m.gains = slices.Clip(m.pairs), slices.Clip(m.gains)
	return m
}

// itself is what it costs at most to write a form as itself.
func (c *Costs) itself(codes []uint8) int16 {
	sum := 0
	for i, a := range codes {
		t := &c.rest
		if i == 0 {
			t = &c.first
		}
		sum += int(t.sub[a][a])
	}
	return int16(min(sum, never-1))
}

// distancer holds the scratch memory of distance.
type distancer struct {
	rows [3][maxLetters + 2]int16
}

// distance returns the least cost of writing a as b, or never where it would
// exceed limit.
func (c *Costs) distance(d *distancer, a, b []uint8, limit int16) int16 {
	// rows[i%3][j]: the first i letters of a written as the first j of b.
	n, m := len(a), len(b)
	for i := 0; i <= n; i++ {
		row := &d.rows[i%3]
		prev := &d.rows[(i+2)%3]
		prev2 := &d.rows[(i+1)%3]
		least := int16(never)
		for j := 0; j <= m; j++ {
			if i == 0 && j == 0 {
				row[0] = 0
				least = 0
				continue
			}
			best := int16(never)
			if i > 0 {
				t := &c.rest
				if i == 1 && j == 0 {
					t = &c.first
				}
				best = min(best, prev[j]+t.del[a[i-1]])
				if j > 0 {
					t := &c.rest
					if i == 1 && j == 1 {
						t = &c.first
					}
					best = min(best, prev[j-1]+t.sub[a[i-1]][b[j-1]])
				}
				if j > 1 {
					t := &c.rest
					if i == 1 && j == 2 {
						t = &c.first
					}
					if p := t.dst[b[j-2]][b[j-1]]; p != 0 {
						best = min(best, prev[j-2]+t.ofTwo[int(a[i-1])*t.dstPairs+int(p)])
					}
				}
			}
			if j > 0 {
				t := &c.rest
				if i == 0 && j == 1 {
					t = &c.first
				}
				best = min(best, row[j-1]+t.ins[b[j-1]])
			}
			if i > 1 && j > 0 {
				t := &c.rest
				if i == 2 && j == 1 {
					t = &c.first
				}
				if p := t.src[a[i-2]][a[i-1]]; p != 0 {
					best = min(best, prev2[j-1]+t.two[int(p)*alphabet+int(b[j-1])])
				}
				if j > 1 {
					t := &c.rest
					if i == 2 && j == 2 {
						t = &c.first
					}
					if p := t.src[a[i-2]][a[i-1]]; p != 0 {
						if q := t.dst[b[j-2]][b[j-1]]; q != 0 {
							best = min(best, prev2[j-2]+t.pairs[int(p)*t.dstPairs+int(q)])
						}
					}
				}
			}
			best = min(best, never)
			row[j] = best
			least = min(least, best)
		}
		// An operation spans at most two letters of a: when this row and the
		// one before exceed the limit, so does every way on.
		if least > limit && i > 0 {
			pl := int16(never)
			for j := 0; j <= m; j++ {
				pl = min(pl, prev[j])
			}
			if pl > limit {
				return never
			}
		}
	}
	if r := d.rows[n%3][m]; r <= limit {
		return r
	}
	return never
}
