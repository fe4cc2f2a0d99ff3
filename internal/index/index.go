package index

import (
	"sync"

	"deciban/internal/weigh"
)

// Index is a snapshot's entries, ready to be searched. It is safe for
// concurrent use.
type Index struct {
	t       *tables
	model   *weigh.Model
	party   func(entry uint32) *weigh.Party
	compare func(a, b uint32) int
	seekers sync.Pool
}

// Hit is an entry that reaches the threshold.
type Hit struct {
	// Entry is the entry's place among the parties that the index was built of.
	Entry    int
	Weight   weigh.Weight
	Evidence []weigh.Evidence // if it was asked for
}

// New builds an index in memory of parties that party makes, anew each time
// that it is called, from their places. compare orders entries of equal weight.
func New(m *weigh.Model, n int, party func(entry uint32) *weigh.Party, compare func(a, b uint32) int) *Index {
	b := newBuilder()
	for i := range n {
		b.add(party(uint32(i)))
	}
	ix := &Index{t: b.finish(), model: m, party: party, compare: compare}
	ix.seekers.New = func() any { return newSeeker(ix.t, m, party) }
	return ix
}

// Search returns the entries that weigh at least least against the subject,
// strongest first, and at most limit, if that is not 0. It returns what weighing
// all entries would. weighed is the number of entries that were.
func (ix *Index) Search(q *weigh.Party, least weigh.Weight, limit int, explain bool) (hits []Hit, weighed int) {
	s := ix.seekers.Get().(*seeker)
	defer ix.seekers.Put(s)
	for _, c := range s.search(q, least, limit, ix.compare) {
		h := Hit{Entry: int(c.entry), Weight: c.weight}
		if explain {
			h.Evidence = s.explain(c.entry)
		}
		hits = append(hits, h)
	}
	return hits, s.weighed
}
