package weigh

import (
	"bytes"
	"cmp"
	"math/bits"
	"slices"
)

// Lexicon holds a list's distinct forms so that all those near a given one are
// found under the model's own edit costs, exactly and without comparing with
// each.
//
// The forms are kept in two tries: by their letters from the front, and from the
// back. A walk goes through a trie and shares the work of what forms have in
// common; where no form that begins alike can come within the limit, it turns
// back. That alone would visit all ways to begin a name that
// cost less than the limit. But if the whole costs at most the limit, then
// either the first half of the query costs at most half of it, or the second
// half does: so the walk from the front may spend only half on the query's
// first half, that from the back only half on its second, and together they
// find everything.
//
// Forms are kept apart by length: those whose length alone makes them too dear
// are not walked through. A few forms are compared one by one, since to lay out
// the query for a walk takes longer.
type Lexicon struct {
	n             int
	forward, back [len(lengths)]trie
	few           []fewForm // all, if they are at most mostFew
}

// mostFew is how many forms are few.
const mostFew = 100

// fewForm is a form and the set of its letters.
type fewForm struct {
	codes   []uint8
	letters letterSet
	id      int32
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

// trie holds forms by what they begin with.
type trie struct {
	nodes []TrieNode
	// letters holds the nodes' own letters, ids those of the forms that end there.
	letters []uint8
	ids     []int32
}

// TrieNode is a beginning of forms at which they part, or at which a form ends.
// The children of a node stand together, and soon behind them their own: a walk
// mostly finds what is next where it is. The last node is none.
type TrieNode struct {
	// Kids has bit b set if a child begins with the letter of code b. The children
	// are in the order of their letters.
	Kids uint64
	// Child is the first child. Letters is where the letters begin by which the
	// node is longer than its parent, Forms where the forms begin that end here;
	// they end where the next node's begin.
	Child, Letters, Forms uint32
	// High is the number of children that begin with letters of codes above 63.
	High uint8
	// Head holds the first of the node's letters, to save the way to them; 0 is
	// none.
	Head [3]uint8
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
		l.forward[b] = newTrie(words, pool)
		for _, w := range words {
			slices.Reverse(pool[w.from:w.to])
		}
		l.back[b] = newTrie(words, pool)
	}
	l.setFew()
	return l
}

// Arrays calls visit with the arrays of each of the lexicon's tries, always in
// the same order, so that they can be written to a file, or set to what was read
// from one.
func (l *Lexicon) Arrays(visit func(nodes *[]TrieNode, letters *[]uint8, ids *[]int32)) {
	for b := range l.forward {
		for _, t := range []*trie{&l.forward[b], &l.back[b]} {
			visit(&t.nodes, &t.letters, &t.ids)
		}
	}
	l.n = 0
	for b := range l.forward {
		l.n += len(l.forward[b].ids)
	}
	l.setFew()
}

// setFew fills few.
func (l *Lexicon) setFew() {
	l.few = nil
	if l.n > mostFew {
		return
	}
	for b := range l.forward {
		l.forward[b].each(func(codes []uint8, id int32) {
			l.few = append(l.few, fewForm{slices.Clone(codes), setOf(codes), id})
		})
	}
}

// each calls visit with each form, whose codes are valid until it returns.
func (t *trie) each(visit func(codes []uint8, id int32)) {
	var buf [maxLetters]uint8
	var below func(at uint32, codes []uint8)
	below = func(at uint32, codes []uint8) {
		node, next := &t.nodes[at], &t.nodes[at+1]
		codes = append(codes, t.letters[node.Letters:next.Letters]...)
		for _, id := range t.ids[node.Forms:next.Forms] {
			visit(codes, id)
		}
		for k := range uint32(bits.OnesCount64(node.Kids)) + uint32(node.High) {
			below(node.Child+k, codes)
		}
	}
	if len(t.nodes) > 1 {
		below(0, buf[:0])
	}
}

type sortedWord struct {
	id       int32
	from, to int
}

func newTrie(words []sortedWord, pool []uint8) trie {
	slices.SortFunc(words, func(x, y sortedWord) int {
		if c := slices.Compare(pool[x.from:x.to], pool[y.from:y.to]); c != 0 {
			return c
		}
		return int(x.id - y.id)
	})
	var t trie
	if len(words) > 0 {
		t.grow(pool, []wordRun{{words, 0}}, true)
	}
	t.nodes = append(t.nodes, TrieNode{Letters: uint32(len(t.letters)), Forms: uint32(len(t.ids))})
	return t
}

// wordRun is a run of sorted words that begin alike; nodes tell of the first depth
// letters.
type wordRun struct {
	words []sortedWord
	depth int
}

// grow adds nodes for the runs, and then for what follows each. The root has no
// letters.
func (t *trie) grow(pool []uint8, runs []wordRun, root bool) {
	first := len(t.nodes)
	below := make([][]wordRun, len(runs))
	for i, r := range runs {
		least := pool[r.words[0].from:r.words[0].to]
		most := pool[r.words[len(r.words)-1].from:r.words[len(r.words)-1].to]
		depth := r.depth
		for !root && depth < len(least) && least[depth] == most[depth] {
			depth++
		}
		node := TrieNode{Letters: uint32(len(t.letters)), Forms: uint32(len(t.ids))}
		t.letters = append(t.letters, least[r.depth:depth]...)
		copy(node.Head[:], least[r.depth:depth])
		words := r.words
		for len(words) > 0 && words[0].to-words[0].from == depth {
			t.ids = append(t.ids, words[0].id)
			words = words[1:]
		}
		for len(words) > 0 {
			b, n := pool[words[0].from+depth], 1
			for n < len(words) && pool[words[n].from+depth] == b {
				n++
			}
			if b < 64 {
				node.Kids |= 1 << b
			} else {
				node.High++
			}
			below[i] = append(below[i], wordRun{words[:n], depth})
			words = words[n:]
		}
		t.nodes = append(t.nodes, node)
	}
	for i := range below {
		if len(below[i]) > 0 {
			t.nodes[first+i].Child = uint32(len(t.nodes))
			t.grow(pool, below[i], false)
		}
	}
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

// splitLetters is the least length of a query at which two walks are cheaper
// than one.
const splitLetters = 4

// near appends to dst every form that costs at most limit, each once, in no
// particular order but always the same.
func (l *Lexicon) near(w *walkers, c *Costs, query []uint8, limit int16, dst []near) []near {
	if limit < 0 || l.n == 0 {
		return dst
	}
	n, begin := len(query), len(dst)
	if l.few != nil {
		return l.compare(w, c, query, limit, dst)
	}
	from, to := 0, len(lengths)-1
	for from < to && c.changeOfLength(n, lengths[from]) > int(limit) && lengths[from] < n {
		from++
	}
	for to > from && c.changeOfLength(n, lengths[to-1]+1) > int(limit) && lengths[to-1] >= n {
		to--
	}
	front, back := &w.front, &w.back
	front.prepare(c, query, false)
	half, split := limit/2, n/2
	if n < splitLetters {
		half, split = limit, 0
	}
	front.setLimits(split, half, limit)
	front.firstRow()
	for b := from; b <= to; b++ {
		dst = l.forward[b].walk(front, limit, dst)
	}
	if limit-half-1 < 0 {
		return dst
	}
	seen := len(dst)
	back.prepare(c, query, true)
	// What is beyond column n/2, seen from the front, is before column n-n/2,
	// seen from the back. At that column itself, letters that are put in belong
	// to the first half.
	back.setLimits(n-n/2-1, limit-half-1, limit)
	back.columns[n-n/2].arrive = limit - half - 1
	back.firstRow()
	for b := from; b <= to; b++ {
		dst = l.back[b].walk(back, limit, dst)
	}
	if seen == begin || len(dst) == seen {
		return dst
	}
	// The cheapest way may be within the limits of one walk only.
	slices.SortFunc(dst[begin:], func(a, b near) int { return cmp.Or(int(a.id)-int(b.id), int(a.cost)-int(b.cost)) })
	return append(dst[:begin], slices.CompactFunc(dst[begin:], func(a, b near) bool { return a.id == b.id })...)
}

// walkers hold the scratch memory of looking for what is near.
type walkers struct {
	front, back walker
	// ones are for forms that are compared one by one: the same query comes with
	// the costs of some channels in turn.
	ones [4]spelling
	next int
}

// spelling returns one of which the query and the costs are set.
func (w *walkers) spelling(c *Costs, query []uint8) *spelling {
	for i := range w.ones {
		if s := &w.ones[i]; s.costs == c && bytes.Equal(s.query, query) {
			return s
		}
	}
	s := &w.ones[w.next]
	w.next = (w.next + 1) % len(w.ones)
	s.begin(c, query)
	return s
}

// compare is near for a few forms.
func (l *Lexicon) compare(w *walkers, c *Costs, query []uint8, limit int16, dst []near) []near {
	var s *spelling
	for i := range l.few {
		f := &l.few[i]
		if c.changeOfLength(len(query), len(f.codes)) > int(limit) {
			continue
		}
		if s == nil {
			s = w.spelling(c, query)
		}
		if !s.within(f.letters, limit) {
			continue
		}
		if cost := s.cost(f.codes, limit); cost <= limit {
			dst = append(dst, near{f.id, cost})
		}
	}
	return dst
}

// changeOfLength is the least that it costs to write n letters as m.
func (c *Costs) changeOfLength(n, m int) int {
	if m > n {
		return (m - n) * int(c.lengthLeast[0])
	}
	return (n - m) * int(c.lengthLeast[1])
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
	var w walkers
	var out []Near
	for _, n := range l.near(&w, c, appendCodes(nil, query), limit, nil) {
		out = append(out, Near{ID: n.id, Cost: n.cost})
	}
	return out
}
