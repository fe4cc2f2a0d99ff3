package weigh

import (
	"bytes"
	"math/bits"
)

// walker holds the scratch memory of the walks in one direction.
type walker struct {
	rows    [maxLetters + 1]walkRow
	path    [maxLetters + 1]uint8
	lo, hi  [maxLetters + 1]int8 // the cells within the limit; none if lo > hi
	columns [maxLetters + 1]column
	// sub[b][i] and two[b][i] are what it costs to write the query's letter i,
	// or that and the one before, as b.
	sub, two [alphabet][maxLetters + 1]int16
	// laid tells for which letters sub and two are filled.
	laid [2]uint64
	// begin[i][b] is what it costs at least to write letter i of the query, or it
	// and the one before, as two letters of which b comes first in the walk; second
	// holds those that can come next, bit 0 standing for all codes above 63.
	begin  [maxLetters + 1][2][alphabet]int16
	second [maxLetters + 1][2][alphabet]uint64
	// open[j] holds the letters that may follow the first j of path without all
	// ways on becoming too dear; only letters of codes below 64 are left out.
	open     [maxLetters + 1]uint64
	branches []branch
	masks    *letterMasks
	letter   [maxLetters + 2]uint8  // the query's letters in the order of the walk
	pair     [maxLetters + 2]uint16 // the pairs' ids; pair[i] ends with letter i
	costs    *Costs
	query    []uint8
	back     bool
	limit0   int16
}

// prepare lays out the query's costs. The same query is often looked up in
// several lexicons.
func (w *walker) prepare(c *Costs, query []uint8, back bool) {
	if w.costs == c && bytes.Equal(w.query, query) {
		return
	}
	w.costs, w.query, w.back = c, append(w.query[:0], query...), back
	side := 0
	if back {
		side = 1
	}
	w.masks = &c.masks[side]
	w.laid = [2]uint64{}
	n := len(query)
	t := &c.rest
	for i := 1; i <= n; i++ {
		a, pair := query[i-1], 0
		if back {
			a = query[n-i]
		}
		if i > 1 {
			if back {
				pair = int(t.src[a][query[n-i+1]])
			} else {
				pair = int(t.src[query[i-2]][a])
			}
		}
		w.letter[i], w.pair[i] = a, uint16(pair)
		w.begin[i], w.second[i] = neverBegin, [2][alphabet]uint64{}
		w.beginPairs(i, 0, c.least.one[a].pairs)
		if i > 1 && back {
			w.beginPairs(i, 1, c.least.two[c.least.pair[a][query[n-i+1]]].pairs)
		} else if i > 1 {
			w.beginPairs(i, 1, c.least.two[c.least.pair[query[i-2]][a]].pairs)
		}
		w.columns[i] = column{
			del:   t.del[a],
			ofTwo: t.ofTwo[int(a)*t.dstPairs : (int(a)+1)*t.dstPairs], pairs: t.pairs[pair*t.dstPairs : (pair+1)*t.dstPairs],
		}
	}
}

// beginPairs fills begin and second.
func (w *walker) beginPairs(i, of int, pairs []move) {
	begin, second := &w.begin[i][of], &w.second[i][of]
	for _, m := range pairs {
		b1, b2 := m.b1, m.b2
		if w.back {
			b1, b2 = b2, b1
		}
		begin[b1] = min(begin[b1], m.cost)
		if b2 > 63 {
			b2 = 0
		}
		second[b1] |= 1 << b2
	}
}

// neverBegin is what begin is without an operation.
var neverBegin = func() (t [2][alphabet]int16) {
	for of := range t {
		for b := range t[of] {
			t[of][b] = never
		}
	}
	return
}()

// lay fills sub and two for a letter.
func (w *walker) lay(b uint8) {
	t := &w.costs.rest
	sub, two := &w.sub[b], &w.two[b]
	for i := 1; i <= len(w.query); i++ {
		sub[i] = t.sub[w.letter[i]][b]
		two[i] = t.two[int(w.pair[i])*alphabet+int(b)]
	}
	w.laid[b>>6] |= 1 << (b & 63)
}

// setLimits lets the first columns, up to split, cost at most part, and the
// others at most whole; a split of 0 sets no part.
func (w *walker) setLimits(split int, part, whole int16) {
	w.limit0 = whole
	if split > 0 {
		w.limit0 = part
	}
	for i := 1; i <= len(w.query); i++ {
		w.columns[i].limit = whole
		if i <= split {
			w.columns[i].limit = part
		}
		w.columns[i].arrive = w.columns[i].limit
	}
}

// firstRow is the row of the empty form. From the front, its cell 0, the word's
// beginning, is left out: what leads on from there is the first operation.
func (w *walker) firstRow() {
	n := len(w.query)
	row := &w.rows[0]
	row[0], row[1] = never, never
	row[2] = 0
	w.lo[0], w.hi[0] = 0, 0
	for i := 1; i <= n; i++ {
		del := w.columns[i].del
		if i == 1 && !w.back {
			del = w.costs.first.del[w.query[0]]
		}
		v := row[i+1] + del
		if v > w.columns[i].arrive {
			v = never
		} else {
			w.hi[0] = int8(i)
		}
		row[i+2] = v
	}
	if !w.back {
		row[2] = never
	}
	w.setOpen(0)
}

// branch is a node of which children are still to be visited.
type branch struct {
	node  *TrieNode
	kids  uint64 // those that begin with letters of codes below 64
	high  uint32 // how many of the others
	depth int
}

// walk appends the forms within the limits.
func (t *trie) walk(w *walker, limit int16, dst []near) []near {
	if len(t.nodes) < 2 {
		return dst
	}
	w.branches = w.branches[:0]
	dst = t.visit(w, 0, 0, limit, dst)
	for len(w.branches) > 0 {
		b := &w.branches[len(w.branches)-1]
		var before int
		switch {
		case b.kids != 0:
			low := b.kids & -b.kids
			b.kids ^= low
			before = bits.OnesCount64(b.node.Kids & (low - 1))
		case b.high > 0:
			b.high--
			before = bits.OnesCount64(b.node.Kids) + int(b.high)
		default:
			w.branches = w.branches[:len(w.branches)-1]
			continue
		}
		dst = t.visit(w, b.node.Child+uint32(before), b.depth, limit, dst)
	}
	return dst
}

// visit goes from depth along the node's letters. If anything below it can be
// within the limits, it adds the node to the branches.
func (t *trie) visit(w *walker, at uint32, depth int, limit int16, dst []near) []near {
	node, next := &t.nodes[at], &t.nodes[at+1]
	letters := node.Head[:]
	if own := next.Letters - node.Letters; own < uint32(len(node.Head)) {
		letters = letters[:own]
	} else if own > uint32(len(node.Head)) {
		letters = t.letters[node.Letters:next.Letters]
	}
	if len(letters) == 0 && len(w.branches) > 0 {
		return dst // only the root has none: a damaged file must not send the walk round in circles
	}
	dead := false
	for k, b := range letters {
		if dead || k > 0 && b < 64 && w.open[depth]&(1<<b) == 0 {
			return dst
		}
		depth++
		w.path[depth] = b
		if w.laid[b>>6]&(1<<(b&63)) == 0 {
			w.lay(b)
		}
		if depth <= 2 && !w.back {
			w.stepFirst(depth)
		} else {
			w.step(depth)
		}
		w.setOpen(depth)
		dead = w.lo[depth] > w.hi[depth] && w.open[depth] == 0
	}
	if node.Forms < next.Forms && (!dead || w.back) {
		cost := w.rows[depth][len(w.query)+2]
		switch {
		case w.back:
			// A whole form can still be reached from two rows before: the word's
			// first operation has other costs.
			cost = w.last(depth)
		case depth+len(w.query) == 0:
			cost = 0
		}
		if cost <= limit {
			for _, id := range t.ids[node.Forms:next.Forms] {
				dst = append(dst, near{id, cost})
			}
		}
	}
	if kids := node.Kids & w.open[depth]; !dead && (kids != 0 || node.High > 0) {
		w.branches = append(w.branches, branch{node, kids, uint32(node.High), depth})
	}
	return dst
}

// setOpen finds the letters that may follow the row at depth j.
func (w *walker) setOpen(j int) {
	n := len(w.query)
	m := w.masks
	var open uint64
	row := &w.rows[j]
	from := int(w.lo[j])
	if j == 0 && !w.back {
		open = w.openFirst()
	}
	for i := from; i <= int(w.hi[j]); i++ {
		v := row[i+2]
		if v >= never {
			continue
		}
		here := w.limit0
		if i > 0 {
			here = w.columns[i].limit
		}
		open |= m.ins[room(here, v)]
		if i < n {
			open |= m.sub[w.letter[i+1]][room(w.columns[i+1].arrive, v)]
			if i+1 < n {
				r := room(w.columns[i+2].arrive, v)
				if p := w.pair[i+2]; p != 0 {
					open |= m.two[p][r]
				}
				if w.back && i+2 == n {
					open |= m.lastTwo[r]
				}
			}
		}
	}
	if j > 0 {
		open |= w.openSecond(j)
	}
	w.open[j] = open
}

// openSecond finds the letters with which an operation can end that writes two,
// the one at depth j first.
func (w *walker) openSecond(j int) uint64 {
	n, row, b := len(w.query), &w.rows[j-1], w.path[j]
	var open uint64
	for i := int(w.lo[j-1]); i <= min(int(w.hi[j-1]), n-1); i++ {
		v := row[i+2]
		if i+j == 1 && !w.back {
			v = 0 // the word's beginning
		}
		if v+w.begin[i+1][0][b] <= w.columns[i+1].arrive {
			open |= w.second[i+1][0][b]
		}
		if i+1 < n && v+w.begin[i+2][1][b] <= w.columns[i+2].arrive {
			open |= w.second[i+2][1][b]
		}
	}
	return open
}

// openFirst finds the letters that the word's first operation may write first.
func (w *walker) openFirst() uint64 {
	t := &w.costs.first
	q, n := w.query, len(w.query)
	var open uint64
	for b := range 64 {
		ok := t.ins[b] <= w.limit0
		if n > 0 && !ok {
			ok = t.sub[q[0]][b] <= w.columns[1].limit || w.costs.firstPair[q[0]][b] <= w.columns[1].limit
		}
		if n > 1 && !ok {
			pair := int(t.src[q[0]][q[1]])
			ok = t.two[pair*alphabet+b] <= w.columns[2].limit || pair != 0 && w.costs.firstPairs[pair][b] <= w.columns[2].limit
		}
		if ok {
			open |= 1 << b
		}
	}
	return open
}

// neverRow is what a row begins as.
var neverRow = func() (r walkRow) {
	for i := range r {
		r[i] = never
	}
	return
}()

// step computes the row of the form's letter at depth j from the two before.
func (w *walker) step(j int) {
	n := len(w.query)
	row := &w.rows[j]
	// Few names are longer than 12 letters, and clearing the rest would cost
	// as much as the step.
	if n <= 12 {
		*(*[16]int16)(row[:16]) = *(*[16]int16)(neverRow[:16])
	} else {
		*row = neverRow
	}
	up := &w.rows[j-1]
	b := w.path[j]
	sub, two := &w.sub[b], &w.two[b]
	t := &w.costs.rest
	from, to := w.lo[j-1], w.hi[j-1]
	up2, pair := &neverRow, 0
	if j > 1 {
		if w.back {
			pair = int(t.dst[b][w.path[j-1]])
		} else {
			pair = int(t.dst[w.path[j-1]][b])
		}
		if pair != 0 && w.lo[j-2] <= w.hi[j-2] {
			up2 = &w.rows[j-2]
			from, to = min(from, w.lo[j-2]), max(to, w.hi[j-2])
		}
	}
	lo, hi := int8(n+1), int8(-1)
	if from > to {
		w.lo[j], w.hi[j] = lo, hi
		return
	}
	ins := t.ins[b]
	i := int(from)
	if i == 0 {
		if v := up[2] + ins; v <= w.limit0 {
			row[2] = v
			lo, hi = 0, 0
		}
		i = 1
	}
	reach := min(int(to)+2, n)
	left := row[i+1]
	for ; i <= n; i++ {
		c := &w.columns[i]
		v := left + c.del
		if i > reach {
			if v > c.arrive {
				break
			}
		} else {
			v = min(v, up[i+1]+sub[i], up[i]+two[i])
			if pair != 0 {
				v = min(v, up2[i+1]+c.ofTwo[pair], up2[i]+c.pairs[pair])
			}
			if v > c.arrive {
				v = never
			}
			v = min(v, up[i+2]+ins)
		}
		if v > c.limit {
			left = never
			continue
		}
		left = v
		row[i+2] = v
		lo = min(lo, int8(i))
		hi = int8(i)
	}
	w.lo[j], w.hi[j] = lo, hi
}

// stepFirst is step for the first two letters from the front, where the first
// operation of the word costs what it costs there.
func (w *walker) stepFirst(j int) {
	c, q, n := w.costs, w.query, len(w.query)
	// What the first operation can reach in this row.
	extra := [3]int16{never, never, never}
	b := w.path[j]
	up2, pair := &neverRow, 0
	if j == 1 {
		extra[0] = c.first.ins[b]
		if n > 0 {
			extra[1] = c.first.sub[q[0]][b]
		}
		if n > 1 {
			extra[2] = c.first.two[int(c.first.src[q[0]][q[1]])*alphabet+int(b)]
		}
	} else {
		up2, pair = &w.rows[0], int(c.rest.dst[w.path[1]][b])
		first := int(c.first.dst[w.path[1]][b])
		if n > 0 {
			extra[1] = c.first.ofTwo[int(q[0])*c.first.dstPairs+first]
		}
		if n > 1 {
			extra[2] = c.first.pairs[int(c.first.src[q[0]][q[1]])*c.first.dstPairs+first]
		}
	}
	row, up := &w.rows[j], &w.rows[j-1]
	*row = neverRow
	sub, two, ins := &w.sub[b], &w.two[b], c.rest.ins[b]
	lo, hi := int8(n+1), int8(-1)
	if v := min(up[2]+ins, extra[0]); v <= w.limit0 {
		row[2] = v
		lo, hi = 0, 0
	}
	reach := min(int(w.hi[j-1])+2, n)
	if j == 2 {
		reach = min(max(reach, int(w.hi[0])+2), n)
	}
	for i := 1; i <= n; i++ {
		k := &w.columns[i]
		v := row[i+1] + k.del
		if i < 3 {
			v = min(v, extra[i])
		} else if i > reach && v > k.limit {
			break
		}
		v = min(v, up[i+2]+ins, up[i+1]+sub[i], up[i]+two[i])
		if pair != 0 {
			v = min(v, up2[i+1]+k.ofTwo[pair], up2[i]+k.pairs[pair])
		}
		if v > k.limit {
			continue
		}
		row[i+2] = v
		lo, hi = min(lo, int8(i)), int8(i)
	}
	w.lo[j], w.hi[j] = lo, hi
}

// last is the cost of the whole form of m letters in a walk from the back,
// whose last operation is the word's first.
func (w *walker) last(m int) int16 {
	c, q, n := w.costs, w.query, len(w.query)
	t := &c.first
	row := &w.rows[m]
	v := row[n+1] + t.del[q[0]]
	if m > 0 {
		b, up := w.path[m], &w.rows[m-1]
		src := 0
		if n > 1 {
			src = int(t.src[q[0]][q[1]])
		}
		v = min(v, up[n+2]+t.ins[b], up[n+1]+t.sub[q[0]][b], up[n]+t.two[src*alphabet+int(b)])
		if m > 1 {
			if pair := int(t.dst[b][w.path[m-1]]); pair != 0 {
				up2 := &w.rows[m-2]
				v = min(v, up2[n+1]+t.ofTwo[int(q[0])*t.dstPairs+pair], up2[n]+t.pairs[src*t.dstPairs+pair])
			}
		}
	}
	return min(v, never)
}
