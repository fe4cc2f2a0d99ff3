package weigh

import "math"

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
