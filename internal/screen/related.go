package screen

import (
	"cmp"
	"context"
	"slices"

	"deciban/internal/entity"
)

// eachRelated passes each entry with what belongs to it, as entriesOf finds
// them, without keeping the entities. In a list nearly all that belongs to an
// entry stands behind it, before the next; what stands elsewhere is found in a
// first passage.
func eachRelated(ctx context.Context, entities Entities, add func(e *entity.Entity, related ...*entity.Entity) error) error {
	far := map[datasetID][]placed{}
	var w window
	err := entities(ctx, func(e *entity.Entity) error {
		for _, key := range w.next(e) {
			far[key] = append(far[key], placed{e, w.at})
		}
		return ctx.Err()
	})
	if err != nil {
		return err
	}
	w = window{}
	flush := func() error {
		for _, e := range w.entries {
			if err := add(e, w.of(e, far)...); err != nil {
				return err
			}
		}
		w.entries, w.near = w.entries[:0], w.near[:0]
		return nil
	}
	err = entities(ctx, func(e *entity.Entity) error {
		if w.opens(e) {
			if err := flush(); err != nil {
				return err
			}
		}
		w.next(e)
		if isEntry(e) {
			w.entries = append(w.entries, e)
		}
		return ctx.Err()
	})
	if err != nil {
		return err
	}
	return flush()
}

// placed is an entity with its place among all.
type placed struct {
	*entity.Entity
	at int
}

// window is an entry that belongs to no other, and what follows it up to the
// next such.
type window struct {
	at   int // of the last entity
	head *entity.Entity
	// near are the entities behind head that belong to it; entries are those to
	// be passed on.
	near    []placed
	entries []*entity.Entity
}

// opens tells whether e begins the next window.
func (w *window) opens(e *entity.Entity) bool { return isEntry(e) && len(owners(e)) == 0 }

// next goes on to e, and returns to whom it belongs outside the window.
func (w *window) next(e *entity.Entity) (far []datasetID) {
	w.at++
	if w.opens(e) {
		w.head, w.near = e, w.near[:0]
		return nil
	}
	for _, owner := range owners(e) {
		for _, d := range datasetsOf(e) {
			if w.head != nil && owner == w.head.ID && slices.Contains(datasetsOf(w.head), d) {
				if n := len(w.near); n == 0 || w.near[n-1].Entity != e {
					w.near = append(w.near, placed{e, w.at})
				}
				continue
			}
			far = append(far, datasetID{d, owner})
		}
	}
	return far
}

// of returns what belongs to e, which is in the window, as relations.of does.
func (w *window) of(e *entity.Entity, far map[datasetID][]placed) []*entity.Entity {
	var out []*entity.Entity
	for _, d := range datasetsOf(e) {
		all := slices.Clone(far[datasetID{d, e.ID}])
		if e == w.head {
			for _, x := range w.near {
				if slices.Contains(datasetsOf(x.Entity), d) {
					all = append(all, x)
				}
			}
		}
		slices.SortStableFunc(all, func(a, b placed) int { return cmp.Compare(a.at, b.at) })
		for _, x := range all {
			if !slices.Contains(out, x.Entity) {
				out = append(out, x.Entity)
			}
		}
	}
	return out
}
