package weigh

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"deciban/internal/names"
)

// tables are the model's lines by section and by all fields but the numbers.
type tables map[string]map[string][]string

func readTables() tables {
	out := tables{}
	section := ""
	for line := range strings.Lines(Text()) {
		line = strings.TrimRight(line, "\n")
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '[':
			section = strings.Trim(line, "[]")
			out[section] = map[string][]string{}
		default:
			f := strings.Split(line, "\t")
			key, rest := f[0], f[1:]
			kind, _, _ := strings.Cut(section, " ")
			switch kind {
			case "costs":
				key, rest = strings.Join(f[:3], "\t"), f[3:]
			case "known", "left":
				key, rest = strings.Join(f[:2], "\t"), f[2:]
			case "unseen":
				key, rest = "", f
			}
			out[section][key] = rest
		}
	}
	return out
}

func (tb tables) number(t testing.TB, section, key string, i int) int {
	t.Helper()
	f, ok := tb[section][key]
	if !ok || i >= len(f) {
		t.Fatalf("[%s] has no %q %d", section, key, i)
	}
	var n int
	if _, err := fmt.Sscan(f[i], &n); err != nil {
		t.Fatal(err)
	}
	return n
}

// plainOp is one step of writing a form as another.
type plainOp struct {
	a, b string
	cost int
}

// plainDistance finds the cheapest way to write a as b from the printed tables
// alone, by trying all operations at all places.
func (tb tables) plainDistance(c names.Channel, a, b string) (int, []plainOp) {
	costs := tb["costs "+c.String()]
	op := func(x, y string, first bool) int {
		at := "rest"
		if first {
			at = "first"
		}
		// A digit is itself.
		if x == y && len(x) == 1 && x[0] >= '0' && x[0] <= '9' {
			return 0
		}
		if f, ok := costs[at+"\t"+x+"\t"+y]; ok {
			var n int
			fmt.Sscan(f[0], &n)
			return n
		}
		if len(x) == 2 || len(y) == 2 {
			return never
		}
		return unlistedCost
	}
	type cell struct {
		cost int
		ops  []plainOp
	}
	grid := make([][]cell, len(a)+1)
	for i := range grid {
		grid[i] = make([]cell, len(b)+1)
		for j := range grid[i] {
			if i == 0 && j == 0 {
				continue
			}
			best := cell{cost: 1 << 30}
			for di := range min(i, 2) + 1 {
				for dj := range min(j, 2) + 1 {
					if di+dj == 0 || di == 2 && dj == 0 || di == 0 && dj == 2 {
						continue
					}
					from := grid[i-di][j-dj]
					x, y := a[i-di:i], b[j-dj:j]
					k := op(x, y, i == di && j == dj)
					if from.cost+k < best.cost {
						best = cell{from.cost + k, append(slices.Clip(from.ops), plainOp{x, y, k})}
					}
				}
			}
			grid[i][j] = best
		}
	}
	return grid[len(a)][len(b)].cost, grid[len(a)][len(b)].ops
}

// The tuned comparison finds what the plain one finds in the printed tables.
func TestDistanceIsThatOfThePrintedTables(t *testing.T) {
	tb, m := readTables(), Default()
	r := rand.New(rand.NewPCG(9, 9))
	word := func(letters string) string {
		b := make([]byte, r.IntN(9))
		for i := range b {
			b[i] = letters[r.IntN(len(letters))]
		}
		return string(b)
	}
	for round := range 1500 {
		c := names.Channel(round % names.ChannelCount)
		if m.channels[c] == nil {
			continue
		}
		a, b := word([]string{"aeiouhmdst", "abcdefghijklmnopqrstuvwxyz0123", "ABCDEFKLMN'`~"}[round/names.ChannelCount%3]), word("aeiouhmdstkyw")
		want, ops := tb.plainDistance(c, a, b)
		for _, limit := range []int16{int16(min(want, never-1)), 3000, 9000} {
			got, ok := m.channels[c].Distance(a, b, limit)
			if ok != (want <= int(limit)) || ok && int(got) != want {
				t.Errorf("%s %q for %q within %d: %d, %v; want %d by %v", c, a, b, limit, got, ok, want, ops)
			}
		}
		if back, ok := m.toNative[c], m.toNative[c] != nil; ok {
			if got, near := back.Distance(b, a, 9000); near != (want <= 9000) || near && int(got) != want {
				t.Errorf("%s turned, %q for %q: %d, %v; want %d", c, b, a, got, near, want)
			}
		}
	}
}

// bruteGain tries every set of edges that shares no part.
func bruteGain(edges []edge, usedQ, usedE uint32) Weight {
	best := Weight(0)
	for i := range edges {
		e := &edges[i]
		if mask(e.q)&usedQ == 0 && mask(e.e)&usedE == 0 {
			best = max(best, e.gain+bruteGain(edges[i+1:], usedQ|mask(e.q), usedE|mask(e.e)))
		}
	}
	return best
}

func TestTheBestPairingIsTheBestOfAll(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 3000 {
		parts := 1 + r.IntN(6)
		var edges []edge
		for range r.IntN(12) {
			span := func() *unit {
				n := 1 + r.IntN(min(3, parts))
				return &unit{from: uint8(r.IntN(parts - n + 1)), n: uint8(n)}
			}
			q, e := span(), span()
			if q.n > 1 && e.n > 1 {
				e.n = 1
			}
			edges = append(edges, edge{q: q, e: e, gain: Weight(1 + r.IntN(60))})
		}
		want := bruteGain(edges, 0, 0)
		got, chosen := bestPairing(slices.Clone(edges), nil)
		var sum Weight
		var usedQ, usedE uint32
		for _, e := range chosen {
			if mask(e.q)&usedQ != 0 || mask(e.e)&usedE != 0 {
				t.Fatalf("a part is paired twice: %v", chosen)
			}
			usedQ |= mask(e.q)
			usedE |= mask(e.e)
			sum += e.gain
		}
		if got != want || sum != want {
			t.Fatalf("gain %d, of the pairs %d; the best is %d", got, sum, want)
		}
	}
}
