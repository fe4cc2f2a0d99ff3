package screen

import (
	"cmp"
	"context"

	"deciban/internal/entity"
	"deciban/internal/index"
	"deciban/internal/weigh"
)

// Indexed is the Searcher that looks only at entries that can reach the
// threshold. Its answers are those of Scan.
type Indexed struct {
	model    *weigh.Model
	snapshot string
	byID     map[string]*entity.Entity
	entries  []*entity.Entity
	index    *index.Index
}

// NewIndexed builds an index of entities in memory, as NewScan does for
// scanning.
func NewIndexed(model *weigh.Model, snapshot string, entities []*entity.Entity) *Indexed {
	s := &Indexed{model: model, snapshot: snapshot, byID: firstByID(entities)}
	related := relate(entities)
	for _, e := range entities {
		if matched(e) {
			s.entries = append(s.entries, e)
		}
	}
	party := func(at uint32) *weigh.Party {
		e := s.entries[at]
		return model.Prepare(e, related.of(e)...)
	}
	s.index = index.New(model, len(s.entries), party, func(a, b uint32) int {
		return compareEntries(s.entries[a], s.entries[b])
	})
	return s
}

// matched tells whether the entity is one that subjects are compared with.
func matched(e *entity.Entity) bool {
	return e.Schema != nil && e.Schema.Matchable && !e.Schema.IsA("Address")
}

// compareEntries orders entries of equal weight.
func compareEntries(a, b *entity.Entity) int {
	return cmp.Or(cmp.Compare(dataset(a), dataset(b)), cmp.Compare(a.ID, b.ID))
}

// Entry returns the entity of that id.
func (s *Indexed) Entry(id string) (*entity.Entity, bool) {
	e, ok := s.byID[id]
	return e, ok
}

// Snapshot is the id of the snapshot that is searched.
func (s *Indexed) Snapshot() string { return s.snapshot }

// Search finds the matches.
func (s *Indexed) Search(ctx context.Context, subject *entity.Entity, opt Options) (*Result, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	hits, weighed := s.index.Search(s.model.Prepare(subject), opt.Min, opt.Limit, opt.Explain)
	res := &Result{Snapshot: s.snapshot, Model: s.model.Version(), Stats: Stats{Entries: weighed}}
	for _, h := range hits {
		e := s.entries[h.Entry]
		res.Matches = append(res.Matches, Match{Entry: e, Weight: h.Weight,
			Probability: s.model.Probability(h.Weight, e.Schema.IsA("Person")), Evidence: h.Evidence})
	}
	return res, nil
}
