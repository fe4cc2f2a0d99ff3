package weigh

import "fmt"

// Op is one edit operation and its cost: that the letters A of one spelling
// were written B in the other. A and B hold up to two letters; one may be empty.
type Op struct {
	A, B string
	// First is true for the operation that begins a token.
	First bool
	// Cost is in hundredths of a deciban.
	Cost int16
}

// NewCosts builds the costs of a channel. Operations on single letters that are
// not listed cost unlisted; longer ones that are not listed do not exist.
func NewCosts(ops []Op, unlisted int16) (*Costs, error) {
	c := &Costs{}
	for _, first := range []bool{false, true} {
		t := &c.rest
		if first {
			t = &c.first
		}
		for a := range t.sub {
			t.del[a], t.ins[a] = unlisted, unlisted
			for b := range t.sub[a] {
				t.sub[a][b] = unlisted
			}
		}
		for _, o := range ops {
			if o.First != first {
				continue
			}
			if len(o.A) == 2 {
				if id := &t.src[codeOf[o.A[0]]][codeOf[o.A[1]]]; *id == 0 {
					t.srcPairs++
					*id = uint16(t.srcPairs)
				}
			}
			if len(o.B) == 2 {
				if id := &t.dst[codeOf[o.B[0]]][codeOf[o.B[1]]]; *id == 0 {
					t.dstPairs++
					*id = uint16(t.dstPairs)
				}
			}
		}
		t.srcPairs++
		t.dstPairs++
		t.two = filled(t.srcPairs * alphabet)
		t.ofTwo = filled(alphabet * t.dstPairs)
		t.pairs = filled(t.srcPairs * t.dstPairs)
		for _, o := range ops {
			if o.First != first {
				continue
			}
			if len(o.A) > 2 || len(o.B) > 2 || len(o.A)+len(o.B) == 0 || o.Cost < 0 || o.Cost > never {
				return nil, fmt.Errorf("operation %q for %q, cost %d: not one or two letters on a side, or a cost below 0", o.A, o.B, o.Cost)
			}
			a := appendCodes(nil, o.A)
			b := appendCodes(nil, o.B)
			switch {
			case len(a) == 1 && len(b) == 1:
				t.sub[a[0]][b[0]] = o.Cost
			case len(b) == 0 && len(a) == 1:
				t.del[a[0]] = o.Cost
			case len(a) == 0 && len(b) == 1:
				t.ins[b[0]] = o.Cost
			case len(a) == 2 && len(b) == 1:
				t.two[int(t.src[a[0]][a[1]])*alphabet+int(b[0])] = o.Cost
			case len(a) == 1 && len(b) == 2:
				t.ofTwo[int(a[0])*t.dstPairs+int(t.dst[b[0]][b[1]])] = o.Cost
			case len(a) == 2 && len(b) == 2:
				t.pairs[int(t.src[a[0]][a[1]])*t.dstPairs+int(t.dst[b[0]][b[1]])] = o.Cost
			default:
				return nil, fmt.Errorf("operation %q for %q: two letters cannot be dropped or added at once", o.A, o.B)
			}
		}
	}
	c.setLeast()
	c.setMasks()
	c.setMoves(unlisted)
	return c, nil
}

func filled(n int) []int16 {
	s := make([]int16, n)
	for i := range s {
		s[i] = never
	}
	return s
}

// Distance returns the least cost of writing a as b, in hundredths of a
// deciban, or false where no alignment within limit exists.
func (c *Costs) Distance(a, b string, limit int16) (int16, bool) {
	var d distancer
	var ab, bb [maxLetters]uint8
	r := c.distance(&d, appendCodes(ab[:0], a), appendCodes(bb[:0], b), limit)
	return r, r < never
}
