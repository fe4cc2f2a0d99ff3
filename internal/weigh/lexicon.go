package weigh

import (
	"cmp"
	"slices"
)

// Lexicon holds a list's distinct forms so that all those near a given one are
// found under the model's own edit costs, exactly and without comparing with
// each.
//
// The forms are kept sorted, twice: by their letters from the front, and from
// the back. A walk goes through a sorted list and shares the work of what forms
// have in common; where no form that begins alike can come within the limit,
// it goes on behind them. That alone would visit all ways to begin a name that
// cost less than the limit. But if the whole costs at most the limit, then
// either the first half of the query costs at most half of it, or the second
// half does: so the walk from the front may spend only half on the query's
// first half, that from the back only half on its second, and together they
// find everything.
//
// Forms are kept apart by length: those whose length alone makes them too dear
// are not walked through.
type Lexicon struct {
	n             int
	forward, back [len(lengths)]wordList
}

// lengths are the greatest lengths of the forms that are kept together.
var lengths = [...]int{10, 13, maxLetters}

// bucket is where forms of n letters are kept.
func bucket(n int) int {
	b := 0
	for n > lengths[b] {
		b++
	}
	return b
}

// wordList is a sorted list of forms.
type wordList struct {
	rows []WordRow
	// letters holds the letters of each form that it does not share with the
	// form before.
	letters []uint8
}

// WordRow is a form's place in a sorted list of a lexicon.
type WordRow struct {
	// ID is the form's id.
	ID int32
	// From is where its own letters begin; Own is how many they are, Head the
	// first of them.
	From uint32
	// Next is the next form that shares at most as many letters with the one
	// before it as this one does.
	Next uint32
	// Shared is how many letters it begins with that the form before has too.
	Shared, Head, Own, _ uint8
}

// NewLexicon builds a lexicon of the given forms, whose indexes are their ids.
// Forms that are longer than what is compared may be alike.
func NewLexicon(forms []string) *Lexicon { return NewLexiconIDs(forms, nil) }

// NewLexiconIDs builds a lexicon of forms with the given ids, or their indexes
// if ids is nil.
func NewLexiconIDs(forms []string, ids []int32) *Lexicon {
	words := make([]sortedWord, len(forms))
	var pool []uint8
	for i, f := range forms {
		n := len(pool)
		pool = appendCodes(pool, f)
		words[i] = sortedWord{id: int32(i), from: n, to: len(pool)}
		if ids != nil {
			words[i].id = ids[i]
		}
	}
	var apart [len(lengths)][]sortedWord
	for _, w := range words {
		b := bucket(w.to - w.from)
		apart[b] = append(apart[b], w)
	}
	l := &Lexicon{n: len(forms)}
	for b, words := range apart {
		l.forward[b] = newWordList(words, pool)
		for _, w := range words {
			slices.Reverse(pool[w.from:w.to])
		}
		l.back[b] = newWordList(words, pool)
	}
	return l
}

// Lists calls visit with the arrays of each of the lexicon's lists, always in
// the same order, so that they can be written to a file, or set to what was read
// from one.
func (l *Lexicon) Lists(visit func(rows *[]WordRow, letters *[]uint8)) {
	for b := range l.forward {
		for _, w := range []*wordList{&l.forward[b], &l.back[b]} {
			visit(&w.rows, &w.letters)
		}
	}
	l.n = 0
	for b := range l.forward {
		l.n += len(l.forward[b].rows)
	}
}

type sortedWord struct {
	id       int32
	from, to int
}

func newWordList(words []sortedWord, pool []uint8) wordList {
	slices.SortFunc(words, func(x, y sortedWord) int {
		if c := slices.Compare(pool[x.from:x.to], pool[y.from:y.to]); c != 0 {
			return c
		}
		return int(x.id - y.id)
	})
	n := len(words)
	l := wordList{rows: make([]WordRow, n)}
	var before []uint8
	for i, w := range words {
		codes := pool[w.from:w.to]
		k := 0
		for k < len(before) && k < len(codes) && before[k] == codes[k] {
			k++
		}
		r := &l.rows[i]
		*r = WordRow{ID: w.id, From: uint32(len(l.letters)), Shared: uint8(k), Own: uint8(len(codes) - k)}
		if r.Own > 0 {
			r.Head = codes[k]
		}
		l.letters = append(l.letters, codes[k:]...)
		before = codes
	}
	for i := n - 1; i >= 0; i-- {
		next := i + 1
		for next < n && l.rows[next].Shared > l.rows[i].Shared {
			next = int(l.rows[next].Next)
		}
		l.rows[i].Next = uint32(next)
	}
	return l
}

// next returns the first form from i on that shares fewer than depth letters
// with the one before it.
func (l *wordList) next(i int, depth uint8) int {
	for i < len(l.rows) && l.rows[i].Shared >= depth {
		i = int(l.rows[i].Next)
	}
	return i
}

// Len is the number of forms.
func (l *Lexicon) Len() int { return l.n }

// near is a form of the lexicon and what it costs to write the query as it.
type near struct {
	id   int32
	cost int16
}

// column holds the costs that concern one letter of the query, in the order of
// the walk. Index 0 of ofTwo and pairs stands for no operation.
type column struct {
	ofTwo, pairs []int16
	del          int16
	// limit is the most that a cell may cost, arrive the most that it may cost
	// to come there from another column.
	limit, arrive int16
}

// walkRow is a row of the comparison: cell i+2 is what the query's first i
// letters cost. The two cells before are never.
type walkRow [maxLetters + 4]int16

// walker holds the scratch memory of a walk.
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
	// pairLeast is the least that it costs to write something as two letters of
	// which the given one comes first in the walk.
	pairLeast *[alphabet]int16
	// open[j] holds the letters that may follow the first j of path without all
	// ways on becoming too dear; only letters of codes below 64 are left out.
	open   [maxLetters + 1]uint64
	masks  *letterMasks
	letter [maxLetters + 2]uint8  // the query's letters in the order of the walk
	pair   [maxLetters + 2]uint16 // the pairs' ids; pair[i] ends with letter i
	costs  *Costs
	query  []uint8
	back   bool
	limit0 int16
}

// splitLetters is the least length of a query at which two walks are cheaper
// than one.
const splitLetters = 4

// near appends to dst every form that costs at most limit, each once, in no
// particular order but always the same.
func (l *Lexicon) near(w *walker, c *Costs, query []uint8, limit int16, dst []near) []near {
	if limit < 0 || l.n == 0 {
		return dst
	}
	n, begin := len(query), len(dst)
	from, to := 0, len(lengths)-1
	for from < to && c.changeOfLength(n, lengths[from]) > int(limit) && lengths[from] < n {
		from++
	}
	for to > from && c.changeOfLength(n, lengths[to-1]+1) > int(limit) && lengths[to-1] >= n {
		to--
	}
	if n < splitLetters {
		w.prepare(c, query, false)
		w.setLimits(0, limit, limit)
		w.firstRow()
		for b := from; b <= to; b++ {
			dst = l.forward[b].walk(w, limit, dst)
		}
		return dst
	}
	half := limit / 2
	w.prepare(c, query, false)
	w.setLimits(n/2, half, limit)
	w.firstRow()
	for b := from; b <= to; b++ {
		dst = l.forward[b].walk(w, limit, dst)
	}
	if limit-half-1 < 0 {
		return dst
	}
	seen := len(dst)
	w.prepare(c, query, true)
	// What is beyond column n/2, seen from the front, is before column n-n/2,
	// seen from the back. At that column itself, letters that are put in belong
	// to the first half.
	w.setLimits(n-n/2-1, limit-half-1, limit)
	w.columns[n-n/2].arrive = limit - half - 1
	w.firstRow()
	for b := from; b <= to; b++ {
		dst = l.back[b].walk(w, limit, dst)
	}
	if seen == begin || len(dst) == seen {
		return dst
	}
	// The cheapest way may be within the limits of one walk only.
	slices.SortFunc(dst[begin:], func(a, b near) int { return cmp.Or(int(a.id)-int(b.id), int(a.cost)-int(b.cost)) })
	return append(dst[:begin], slices.CompactFunc(dst[begin:], func(a, b near) bool { return a.id == b.id })...)
}

// changeOfLength is the least that it costs to write n letters as m.
func (c *Costs) changeOfLength(n, m int) int {
	if m > n {
		return (m - n) * int(c.lengthLeast[0])
	}
	return (n - m) * int(c.lengthLeast[1])
}

// prepare lays out the query's costs.
func (w *walker) prepare(c *Costs, query []uint8, back bool) {
	w.costs, w.query, w.back = c, query, back
	side := 0
	if back {
		side = 1
	}
	w.pairLeast, w.masks = &c.pairLeast[side], &c.masks[side]
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
		w.columns[i] = column{
			del:   t.del[a],
			ofTwo: t.ofTwo[int(a)*t.dstPairs : (int(a)+1)*t.dstPairs], pairs: t.pairs[pair*t.dstPairs : (pair+1)*t.dstPairs],
		}
	}
}

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

// firstRow is the row of the empty form.
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
	w.setOpen(0)
}

// walk appends the forms within the limits.
func (l *wordList) walk(w *walker, limit int16, dst []near) []near {
	n := len(w.query)
	for i := 0; i < len(l.rows); {
		r := &l.rows[i]
		depth := int(r.Shared)
		if r.Head != 0 && r.Head < 64 && w.open[depth]&(1<<r.Head) == 0 {
			i = int(r.Next)
			continue
		}
		dead, closed := false, false
		for _, b := range l.letters[r.From : r.From+uint32(r.Own)] {
			if b < 64 && w.open[depth]&(1<<b) == 0 {
				depth++
				dead, closed = true, true
				break
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
			if w.lo[depth] > w.hi[depth] && !w.bridge(depth) {
				dead = true
				break
			}
			w.setOpen(depth)
		}
		if dead && !(w.back && !closed && depth == int(r.Shared)+int(r.Own)) {
			if depth == int(r.Shared)+1 {
				i = int(r.Next)
			} else {
				i = l.next(i+1, uint8(depth))
			}
			continue
		}
		// From the back, a whole form can still be reached from two rows
		// before: the word's first operation has other costs.
		cost := w.rows[depth][n+2]
		if w.back {
			cost = w.last(depth)
		}
		if cost <= limit {
			dst = append(dst, near{r.ID, cost})
		}
		i++
	}
	return dst
}

// setOpen finds the letters that may follow the row at depth j.
func (w *walker) setOpen(j int) {
	n := len(w.query)
	m := w.masks
	var open uint64
	if j < 2 && !w.back {
		// The first operation has costs of its own.
		if j == 0 {
			open = w.openFirst()
		} else {
			open = m.first[w.path[j]]
		}
	}
	row := &w.rows[j]
	from := int(w.lo[j])
	if j == 0 && !w.back {
		from = 1
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
			r := room(w.columns[i+1].limit, v)
			open |= m.sub[w.letter[i+1]][r]
			r = room(w.columns[min(i+2, n)].limit, v)
			open |= m.begin[r]
			if i+1 < n {
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
		if w.lo[j-1] <= w.hi[j-1] {
			open |= m.follow[w.path[j]]
		}
	}
	w.open[j] = open
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

// bridge tells whether an operation that writes two letters can lead on from
// the row before the one at depth j, which itself leads nowhere.
func (w *walker) bridge(j int) bool {
	row, lo, hi := &w.rows[j-1], int(w.lo[j-1]), int(w.hi[j-1])
	if lo > hi {
		return false
	}
	n := len(w.query)
	least := w.pairLeast[w.path[j]]
	for i := lo; i <= hi; i++ {
		// The operation ends one or two letters of the query further.
		if row[i+2]+least <= w.columns[min(i+2, n)].limit {
			return true
		}
	}
	return false
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
	var extra [3]int16 // what the first operation can reach in this row
	extra[0], extra[1], extra[2] = never, never, never
	b := w.path[j]
	if j == 1 {
		extra[0] = c.first.ins[b]
		if n > 0 {
			extra[1] = c.first.sub[q[0]][b]
		}
		if n > 1 {
			extra[2] = c.first.two[int(c.first.src[q[0]][q[1]])*alphabet+int(b)]
		}
	} else {
		pair := int(c.first.dst[w.path[1]][b])
		if n > 0 {
			extra[1] = c.first.ofTwo[int(q[0])*c.first.dstPairs+pair]
		}
		if n > 1 {
			extra[2] = c.first.pairs[int(c.first.src[q[0]][q[1]])*c.first.dstPairs+pair]
		}
	}
	row, up := &w.rows[j], &w.rows[j-1]
	*row = neverRow
	up2, pair := &neverRow, 0
	if j > 1 {
		up2 = &w.rows[j-2]
		pair = int(c.rest.dst[w.path[j-1]][b])
	}
	// Cells that came from the word's beginning by another operation than the
	// first are not there: the beginning itself, cell 0 of row 0, is left out.
	at := func(r *walkRow, depth, i int) int16 {
		if i < 0 || depth == 0 && i == 0 {
			return never
		}
		return r[i+2]
	}
	lo, hi := int8(n+1), int8(-1)
	for i := 0; i <= n; i++ {
		v := min(at(up, j-1, i)+c.rest.ins[b], never)
		if i < 3 {
			v = min(v, extra[i])
		}
		limit := w.limit0
		if i > 0 {
			k := &w.columns[i]
			limit = k.limit
			v = min(v, row[i+1]+k.del, at(up, j-1, i-1)+w.sub[b][i], at(up, j-1, i-2)+w.two[b][i])
			if j > 1 {
				v = min(v, at(up2, j-2, i-1)+k.ofTwo[pair], at(up2, j-2, i-2)+k.pairs[pair])
			}
		}
		if v > limit {
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

// Near is a form of a lexicon and what it costs to write a query as it.
type Near struct {
	ID   int32
	Cost int16
	// Native is true where the letters are those of two scripts: then Unheard may
	// add to the cost.
	Native bool
}

// Near returns every form that the query can be written as at a cost of at most
// limit.
func (l *Lexicon) Near(c *Costs, query string, limit int16) []Near {
	var w walker
	var out []Near
	for _, n := range l.near(&w, c, appendCodes(nil, query), limit, nil) {
		out = append(out, Near{ID: n.id, Cost: n.cost})
	}
	return out
}
