package catalog

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"time"

	"deciban/internal/lists"
)

// Add loads lists, each in place of the version of its dataset that was loaded
// before, and puts the new snapshot in force. The other datasets stay. Either
// all are taken or none: on an error the former snapshot stays in force, unless
// the very last step failed, after which the new one is whole.
func (c *Catalog) Add(ctx context.Context, given ...*lists.List) (*Snapshot, error) {
	if len(given) == 0 {
		return nil, errors.New("add lists: none given")
	}
	seen := map[string]bool{}
	for _, l := range given {
		name := l.Dataset
		if seen[name] {
			return nil, fmt.Errorf("add lists: dataset %s is given twice", name)
		}
		seen[name] = true
		if err := checkList(l); err != nil {
			return nil, fmt.Errorf("add dataset %q: %w", name, err)
		}
	}
	return c.change(ctx, func(m Manifest, loaded map[string]time.Time, now time.Time) (Manifest, error) {
		for _, l := range given {
			d := describe(l)
			var err error
			if d.Object, d.Bytes, err = c.putObject(ctx, l.Entities); err != nil {
				return Manifest{}, fmt.Errorf("add dataset %s: %w", d.Name, err)
			}
			m = m.with(d)
			loaded[d.Name] = now
		}
		return m, nil
	})
}

// Remove takes datasets out. An unknown name is an error, and then all stay.
func (c *Catalog) Remove(ctx context.Context, names ...string) (*Snapshot, error) {
	return c.change(ctx, func(m Manifest, loaded map[string]time.Time, _ time.Time) (Manifest, error) {
		for _, name := range names {
			if _, ok := m.Dataset(name); !ok {
				return Manifest{}, fmt.Errorf("remove dataset: %w %q", ErrUnknownDataset, name)
			}
			m = m.without(name)
			delete(loaded, name)
		}
		return m, nil
	})
}

// change makes the next snapshot from the one in force and puts it in force.
func (c *Catalog) change(ctx context.Context, next func(Manifest, map[string]time.Time, time.Time) (Manifest, error)) (_ *Snapshot, err error) {
	unlock, err := c.lock(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, unlock()) }()
	if err := c.removeLeftovers(); err != nil {
		return nil, err
	}
	changes, err := c.History(ctx)
	if err != nil {
		return nil, err
	}
	m := Manifest{Format: manifestFormat, Datasets: []Dataset{}}
	loaded := map[string]time.Time{}
	if len(changes) > 0 {
		last := changes[len(changes)-1]
		former, err := c.snapshot(last)
		if err != nil {
			return nil, err
		}
		m, loaded = *former.Manifest, maps.Clone(last.Loaded)
	}
	now := c.now().UTC().Truncate(time.Second)
	if m, err = next(m, loaded, now); err != nil {
		return nil, err
	}
	id, err := c.putManifest(&m)
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	ch, err := c.appendChange(changes, Change{Snapshot: id, At: now, Loaded: loaded})
	if err != nil {
		return nil, err
	}
	return &Snapshot{ID: id, Manifest: &m, Change: ch, catalog: c}, nil
}

// checkList refuses what could not be told apart later.
func checkList(l *lists.List) error {
	if !lists.ValidDataset(l.Dataset) {
		return errors.New("a dataset's name may have only lower-case letters, digits and _")
	}
	if len(l.Entities) == 0 {
		return errors.New("it has no entities")
	}
	seen := make(map[string]bool, len(l.Entities))
	for _, e := range l.Entities {
		switch {
		case e.ID == "":
			return errors.New("it has an entity without an id")
		case e.Schema == nil:
			return fmt.Errorf("entity %q has no schema", e.ID)
		case seen[e.ID]:
			return fmt.Errorf("it has two entities with the id %q", e.ID)
		}
		seen[e.ID] = true
	}
	return nil
}
