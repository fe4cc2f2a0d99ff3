package weigh

import (
	"slices"
)

// Lexicon holds a list's distinct Latin forms as a trie, so that all the forms
// near a given one are found in one walk under the model's own edit costs: forms
// that begin alike share the work, and a branch is left as soon as nothing
// below it can come within the limit.
type Lexicon struct {
	forms []string
	// The trie's nodes in depth-first order: the letter, its depth (the root's
	// children have depth 1), the node after the subtree, and the form that
	// ends here (its index and 1), or 0.
	letter []uint8
	depth  []uint8
	skip   []int32
	ends   []int32
}

// NewLexicon builds a lexicon of the given forms, which must be distinct; their
// indexes are their ids.
func NewLexicon(forms []string) *Lexicon {
	l := &Lexicon{forms: forms}
	type word struct {
		codes []uint8
		id    int32
	}
	words := make([]word, len(forms))
	for i, f := range forms {
		words[i] = word{appendCodes(nil, f), int32(i)}
	}
	slices.SortFunc(words, func(x, y word) int {
		if c := slices.Compare(x.codes, y.codes); c != 0 {
			return c
		}
		return int(x.id - y.id)
	})
	var open []int32 // nodes from the root to the current one
	closeTo := func(depth int) {
		for len(open) > depth {
			l.skip[open[len(open)-1]] = int32(len(l.letter))
			open = open[:len(open)-1]
		}
	}
	var prev []uint8
	for _, w := range words {
		common := 0
		for common < len(prev) && common < len(w.codes) && prev[common] == w.codes[common] {
			common++
		}
		closeTo(common)
		for d := common; d < len(w.codes); d++ {
			open = append(open, int32(len(l.letter)))
			l.letter = append(l.letter, w.codes[d])
			l.depth = append(l.depth, uint8(d+1))
			l.skip = append(l.skip, 0)
			l.ends = append(l.ends, 0)
		}
		if len(open) > 0 && l.ends[open[len(open)-1]] == 0 {
			l.ends[open[len(open)-1]] = w.id + 1
		}
		prev = w.codes
	}
	closeTo(0)
	return l
}

// Len is the number of forms.
func (l *Lexicon) Len() int { return len(l.forms) }

// near is a form of the lexicon and what it costs to write the query as it.
type near struct {
	id   int32
	cost int16
}

// walker holds the scratch memory of a walk.
type walker struct {
	rows  [maxLetters + 1][maxLetters + 1]int16
	least [maxLetters + 1]int16
	path  [maxLetters + 1]uint8
}

// near appends to dst every form that costs at most limit, in no particular
// order but always the same.
func (l *Lexicon) near(w *walker, c *Costs, query []uint8, limit int16, dst []near) []near {
	n := len(query)
	row0 := &w.rows[0]
	row0[0] = 0
	for i := 1; i <= n; i++ {
		t := &c.rest
		if i == 1 {
			t = &c.first
		}
		row0[i] = min(row0[i-1]+t.del[query[i-1]], never)
	}
	w.least[0] = 0
	for k := int32(0); k < int32(len(l.letter)); {
		j := int(l.depth[k])
		b := l.letter[k]
		w.path[j] = b
		row := &w.rows[j]
		up := &w.rows[j-1]
		var up2 *[maxLetters + 1]int16
		var before uint8
		if j > 1 {
			up2 = &w.rows[j-2]
			before = w.path[j-1]
		}
		t := &c.rest
		if j == 1 {
			t = &c.first
		}
		best := min(up[0]+t.ins[b], never)
		row[0] = best
		least := best
		pairRest := c.rest.dst[before][b]
		pairFirst := c.first.dst[before][b]
		if j == 1 {
			pairRest, pairFirst = 0, 0
		}
		for i := 1; i <= n; i++ {
			a := query[i-1]
			v := min(row[i-1]+c.rest.del[a], up[i]+c.rest.ins[b], never)
			if i == 1 && j == 1 {
				v = min(v, up[0]+c.first.sub[a][b])
			} else {
				v = min(v, up[i-1]+c.rest.sub[a][b])
			}
			if pairRest|pairFirst != 0 {
				if i == 1 && j == 2 {
					if pairFirst != 0 {
						v = min(v, up2[0]+c.first.ofTwo[int(a)*c.first.dstPairs+int(pairFirst)])
					}
				} else if pairRest != 0 {
					v = min(v, up2[i-1]+c.rest.ofTwo[int(a)*c.rest.dstPairs+int(pairRest)])
				}
			}
			if i > 1 {
				t := &c.rest
				pair := pairRest
				if i == 2 && j <= 2 {
					if j == 1 {
						t = &c.first
					} else {
						// two for two at the start, or two for one after an
						// inserted letter
						if p := c.first.src[query[0]][a]; p != 0 && pairFirst != 0 {
							v = min(v, up2[0]+c.first.pairs[int(p)*c.first.dstPairs+int(pairFirst)])
						}
						pair = 0
					}
				}
				if p := t.src[query[i-2]][a]; p != 0 {
					v = min(v, up[i-2]+t.two[int(p)*alphabet+int(b)])
					if pair != 0 {
						v = min(v, up2[i-2]+c.rest.pairs[int(p)*c.rest.dstPairs+int(pair)])
					}
				}
			}
			row[i] = v
			least = min(least, v)
		}
		w.least[j] = least
		if least > limit && w.least[j-1] > limit {
			k = l.skip[k]
			continue
		}
		if e := l.ends[k]; e != 0 && row[n] <= limit {
			dst = append(dst, near{e - 1, row[n]})
		}
		k++
	}
	return dst
}

// Near is a form of a lexicon and what it costs to write a query as it.
type Near struct {
	ID   int32
	Cost int16
}

// Near returns every form that the query can be written as at a cost of at most
// limit.
func (l *Lexicon) Near(c *Costs, query string, limit int16) []Near {
	var w walker
	var out []Near
	for _, n := range l.near(&w, c, appendCodes(nil, query), limit, nil) {
		out = append(out, Near{n.id, n.cost})
	}
	return out
}
