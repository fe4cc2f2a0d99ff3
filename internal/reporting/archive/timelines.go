package archive

import (
	"context"

	"deciban/internal/reporting"
)

// VisitDecided is Visit with the reports as they stand after what was confirmed
// and rejected since they were read.
func (s *Store) VisitDecided(ctx context.Context, which Which, visit func(*reporting.Report) error) error {
	decisions, err := s.Decisions()
	if err != nil {
		return err
	}
	return s.Visit(ctx, which, func(r *reporting.Report) error {
		decisions.Apply(r)
		return visit(r)
	})
}

// Timelines returns what the reports say of each of several parties, in one
// passage through the archive; within says which days are shown.
func (s *Store) Timelines(ctx context.Context, ids []string, within reporting.Bounds) ([]*reporting.Timeline, error) {
	all := make([]*reporting.Timeline, len(ids))
	for i, id := range ids {
		all[i] = &reporting.Timeline{Entries: []string{id}}
	}
	if len(ids) == 0 {
		return all, nil
	}
	err := s.VisitDecided(ctx, Which{Naming: ids}, func(r *reporting.Report) error {
		for _, t := range all {
			t.Add(r, within)
		}
		return nil
	})
	for _, t := range all {
		t.Finish()
	}
	return all, err
}
