package catalog

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"time"

	"deciban/internal/entity"
	"deciban/internal/lists"
)

// AddOptions say how lists are added.
type AddOptions struct {
	// Action is what the journal calls it; ActionAdd if it is empty.
	Action Action
	// Guard compares each list with the loaded version; nil lets all pass.
	Guard *Guard
	// Accept takes lists all the same that Guard objects to, and records the
	// objections in the journal.
	Accept bool
	// Base, if it is not empty, is the object that must be loaded of each
	// dataset: the version from which the given one was made.
	Base string
}

// Add loads lists, each in place of the version of its dataset that was loaded
// before, and puts the new snapshot in force. The other datasets stay. Either
// all are taken or none: on an error the former snapshot stays in force, unless
// the very last step failed, after which the new one is whole.
func (c *Catalog) Add(ctx context.Context, given ...*lists.List) (*Snapshot, error) {
	return c.AddWith(ctx, AddOptions{}, given...)
}

// AddWith is Add with options. A list that the guard objects to makes it fail
// with a *RefusedError, which is ErrRefused.
func (c *Catalog) AddWith(ctx context.Context, o AddOptions, given ...*lists.List) (*Snapshot, error) {
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
		if !lists.ValidDataset(name) {
			return nil, fmt.Errorf("add dataset %q: a dataset's name may have only lower-case letters, digits and _", name)
		}
	}
	if o.Action == "" {
		o.Action = ActionAdd
	}
	return c.change(ctx, func(former Manifest, next *nextChange) error {
		next.Action = o.Action
		var refused []Objection
		for _, l := range given {
			d, objections, err := c.put(ctx, o, former, l)
			switch {
			case errors.Is(err, ErrRefused):
				refused = append(refused, objections...)
				continue
			case err != nil:
				return fmt.Errorf("add dataset %s: %w", l.Dataset, err)
			}
			next.Accepted = append(next.Accepted, objections...)
			next.manifest = next.manifest.with(d)
			next.Loaded[d.Name] = next.At
			next.Datasets = append(next.Datasets, d.Name)
		}
		if len(refused) > 0 {
			return &RefusedError{refused}
		}
		return nil
	})
}

// put stores a list. Its entities are passed once, so that a list of any size
// takes little memory: what they add up to is known at the end, and a version
// that is not to be taken is then removed, with ErrRefused.
func (c *Catalog) put(ctx context.Context, o AddOptions, former Manifest, l *lists.List) (d Dataset, objections []Objection, err error) {
	d = describe(l)
	if was, _ := former.Dataset(d.Name); o.Base != "" && was.Object != o.Base {
		return d, nil, errors.New("the version from which this one was made is no longer the loaded one")
	}
	now := newFill()
	each := func(pass func(*entity.Entity) error) error {
		seen := map[string]bool{}
		return l.Each(func(e *entity.Entity) error {
			switch {
			case e.ID == "":
				return errors.New("it has an entity without an id")
			case e.Schema == nil:
				return fmt.Errorf("entity %q has no schema", e.ID)
			case seen[e.ID]:
				return fmt.Errorf("it has two entities with the id %q", e.ID)
			}
			seen[e.ID] = true
			d.Counts.Entities++
			d.Counts.Statements += len(e.Statements)
			now.add(e)
			return pass(e)
		})
	}
	d.Object, d.Bytes, err = c.putObject(ctx, each, func() error {
		if o.Guard == nil {
			if d.Counts.Entities == 0 {
				return errors.New("it has no entities")
			}
			return nil
		}
		if objections, err = c.object(ctx, o.Guard, former, d, now); err == nil && len(objections) > 0 && !o.Accept {
			err = ErrRefused
		}
		return err
	})
	return d, objections, err
}

// Remove takes datasets out. An unknown name is an error, and then all stay.
func (c *Catalog) Remove(ctx context.Context, names ...string) (*Snapshot, error) {
	return c.change(ctx, func(_ Manifest, next *nextChange) error {
		next.Action = ActionRemove
		for _, name := range names {
			if _, ok := next.manifest.Dataset(name); !ok {
				return fmt.Errorf("remove dataset: %w %q", ErrUnknownDataset, name)
			}
			next.manifest = next.manifest.without(name)
			delete(next.Loaded, name)
			next.Datasets = append(next.Datasets, name)
		}
		return nil
	})
}

// nextChange is a change that is being made, and the manifest that it puts in
// force.
type nextChange struct {
	Change
	manifest Manifest
}

// change makes the next snapshot from the one in force and puts it in force.
func (c *Catalog) change(ctx context.Context, edit func(former Manifest, next *nextChange) error) (_ *Snapshot, err error) {
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
		former, err := c.snapshot(changes, len(changes)-1)
		if err != nil {
			return nil, err
		}
		m, loaded = *former.Manifest, maps.Clone(former.Change.Loaded)
	}
	next := &nextChange{Change{At: c.now().UTC().Truncate(time.Second), Loaded: loaded}, m}
	if err := edit(m, next); err != nil {
		return nil, err
	}
	if next.Snapshot, err = c.putManifest(&next.manifest); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	ch, err := c.appendChange(changes, next.Change)
	if err != nil {
		return nil, err
	}
	return &Snapshot{ID: ch.Snapshot, Manifest: &next.manifest, Change: ch, catalog: c}, nil
}
