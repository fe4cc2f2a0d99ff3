package index

import (
	"fmt"
	"runtime"
	"sync"

	"deciban/internal/weigh"
)

// Index is a snapshot's entries, ready to be searched. It is safe for
// concurrent use.
type Index struct {
	t     *tables
	model *weigh.Model
	about About
	// texts describe the entries; textAt[i] is where entry i's begins.
	texts   []byte
	textAt  []uint64
	party   func(entry uint32) *weigh.Party
	seekers sync.Pool
	unmap   func() error
}

// About says what an index was built of.
type About struct {
	// Snapshot is the id of the snapshot.
	Snapshot string `json:"snapshot"`
	// Model names the model, and all else that the index depends on: an index
	// serves only the program that would build the same.
	Model string `json:"model"`
}

// Hit is an entry that reaches the threshold.
type Hit struct {
	// Entry is the entry's place among the parties that the index was built of.
	Entry    int
	Weight   weigh.Weight
	Evidence []weigh.Evidence // if it was asked for
}

// New builds an index in memory of n parties. party makes each from its place,
// anew each time that it is called, with its id and the key by which it is ordered among
// those of equal weight.
func New(m *weigh.Model, n int, party func(entry uint32) (p *weigh.Party, id, key string)) *Index {
	b := newBuilder()
	for i := range n {
		b.add(party(uint32(i)))
	}
	ix := &Index{t: b.finish(), model: m, party: func(entry uint32) *weigh.Party {
		p, _, _ := party(entry)
		return p
	}}
	ix.start()
	return ix
}

func (ix *Index) start() {
	ix.seekers.New = func() any { return newSeeker(ix.t, ix.model, ix.party) }
}

// Len is the number of entries.
func (ix *Index) Len() int { return ix.t.entriesLen() }

// Find returns the entries of which the id may be the given one: all of those,
// and seldom another.
func (ix *Index) Find(id string) []int {
	var found []int
	find(ix.t.pointers, hashText(byID, 0, id), func(entry uint64) { found = append(found, int(entry)) })
	return found
}

// About says what the index was built of.
func (ix *Index) About() About { return ix.about }

// Search returns the entries that weigh at least least against the subject,
// strongest first, and at most limit, if that is not 0. It returns what weighing
// all entries would. weighed is the number of entries that were. An error says
// that the file is damaged in a way that its checksums do not show.
func (ix *Index) Search(q *weigh.Party, least weigh.Weight, limit int, explain bool) (hits []Hit, weighed int, err error) {
	s := ix.seekers.Get().(*seeker)
	if ix.texts != nil {
		defer func() {
			// The seeker is not used again: its state is not to be trusted.
			switch damage := recover().(type) {
			case nil:
			case runtime.Error:
				hits, weighed, err = nil, 0, fmt.Errorf("search the index: %w: %w", ErrDamaged, damage)
			default:
				panic(damage)
			}
		}()
	}
	for _, c := range s.search(q, least, limit) {
		h := Hit{Entry: int(c.entry), Weight: c.weight}
		if explain {
			h.Evidence = s.explain(c.entry)
		}
		hits = append(hits, h)
	}
	weighed = s.weighed
	ix.seekers.Put(s)
	return hits, weighed, nil
}
