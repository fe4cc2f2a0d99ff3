package catalog

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"deciban/internal/entity"
)

// minIDPrefix is the least number of digits by which a snapshot can be named:
// fewer would soon be ambiguous.
const minIDPrefix = 6

// Snapshot is an immutable state of the datasets.
type Snapshot struct {
	// ID is the SHA-256 of the manifest, in hex.
	ID       string
	Manifest *Manifest
	// Change tells when the snapshot was last put in force, and when each of
	// its datasets was loaded.
	Change Change

	catalog *Catalog
}

// Current returns the snapshot in force. It returns ErrEmpty if nothing was
// ever loaded, or everything was removed again.
func (c *Catalog) Current(ctx context.Context) (*Snapshot, error) {
	changes, err := c.History(ctx)
	if err != nil {
		return nil, err
	}
	if len(changes) == 0 {
		return nil, ErrEmpty
	}
	s, err := c.snapshot(changes, len(changes)-1)
	if err != nil {
		return nil, err
	}
	if len(s.Manifest.Datasets) == 0 {
		return nil, ErrEmpty
	}
	return s, nil
}

// OpenSnapshot returns the snapshot of that id, which may be cut to its first
// six digits or more if no other snapshot starts with them.
func (c *Catalog) OpenSnapshot(ctx context.Context, id string) (*Snapshot, error) {
	changes, err := c.History(ctx)
	if err != nil {
		return nil, err
	}
	if len(id) < minIDPrefix {
		return nil, fmt.Errorf("%w %q: give at least its first %d digits", ErrUnknownSnapshot, id, minIDPrefix)
	}
	found := -1
	for i, ch := range slices.Backward(changes) {
		switch {
		case !strings.HasPrefix(ch.Snapshot, id):
		case found < 0:
			found = i
		case changes[found].Snapshot != ch.Snapshot:
			return nil, fmt.Errorf("%w %q: %s and %s both start so", ErrUnknownSnapshot, id, changes[found].Snapshot, ch.Snapshot)
		}
	}
	if found < 0 {
		return nil, fmt.Errorf("%w %q", ErrUnknownSnapshot, id)
	}
	return c.snapshot(changes, found)
}

// AsOf returns the snapshot that was in force at t. The error is
// ErrUnknownSnapshot if nothing was loaded yet, ErrEmpty if everything was taken
// out, and ErrPruned if that snapshot has been given up.
func (c *Catalog) AsOf(ctx context.Context, t time.Time) (*Snapshot, error) {
	changes, err := c.History(ctx)
	if err != nil {
		return nil, err
	}
	at := -1
	for i, ch := range changes {
		if !ch.At.After(t) {
			at = i
		}
	}
	when := t.UTC().Format(time.RFC3339)
	switch {
	case len(changes) == 0:
		return nil, ErrEmpty
	case at < 0:
		return nil, fmt.Errorf("%w: none was in force at %s; the first came into force at %s", ErrUnknownSnapshot, when, changes[0].At.Format(time.RFC3339))
	}
	s, err := c.snapshot(changes, at)
	if err != nil {
		return nil, fmt.Errorf("in force at %s: %w", when, err)
	}
	if len(s.Manifest.Datasets) == 0 {
		return nil, fmt.Errorf("at %s: %w", when, ErrEmpty)
	}
	return s, nil
}

// snapshot opens the snapshot of changes[at].
func (c *Catalog) snapshot(changes []Change, at int) (*Snapshot, error) {
	ch := changes[at]
	path := c.path("snapshots", ch.Snapshot+".json")
	b, err := c.fsys.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		if when := prunedAt(changes, ch.Snapshot); !when.IsZero() {
			return nil, fmt.Errorf("snapshot %s: %w on %s; deciban lists history shows which are kept", ch.Snapshot, ErrPruned, when.Format("2006-01-02"))
		}
		return nil, fmt.Errorf("manifest %s: %w", path, errGone)
	}
	if err != nil {
		return nil, fmt.Errorf("manifest %s: %w", path, err)
	}
	m, err := decodeManifest(b, ch.Snapshot)
	if err != nil {
		return nil, fmt.Errorf("manifest %s: %w", path, err)
	}
	return &Snapshot{ID: ch.Snapshot, Manifest: m, Change: ch, catalog: c}, nil
}

// Entities reads all datasets, checks their hashes, and returns their entities
// by dataset and then in the list's order. An id is unique within its dataset
// only: two lists that use one id may mean two parties (rows 1, 2, 3 of two
// tables), so that entities of different datasets are never joined.
func (s *Snapshot) Entities(ctx context.Context) ([]*entity.Entity, error) {
	var all []*entity.Entity
	err := s.Each(ctx, func(e *entity.Entity) error {
		all = append(all, e)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return all, nil
}

// Each calls each for the entities that Entities returns, without keeping them,
// and ends with its first error. What each has seen counts only if Each returns
// nil: a hash can be checked at the end alone.
func (s *Snapshot) Each(ctx context.Context, each func(*entity.Entity) error) error {
	for _, d := range s.Manifest.Datasets {
		if err := s.dataset(ctx, d, each); err != nil {
			return err
		}
	}
	return nil
}

// DatasetEntities reads one dataset as Entities does. The error is
// ErrUnknownDataset if the snapshot has none of that name.
func (s *Snapshot) DatasetEntities(ctx context.Context, name string) ([]*entity.Entity, error) {
	var all []*entity.Entity
	err := s.EachOf(ctx, name, func(e *entity.Entity) error {
		all = append(all, e)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return all, nil
}

// EachOf is Each for one dataset; ErrUnknownDataset if the snapshot has none of
// that name.
func (s *Snapshot) EachOf(ctx context.Context, name string, each func(*entity.Entity) error) error {
	d, ok := s.Manifest.Dataset(name)
	if !ok {
		return fmt.Errorf("%w %q", ErrUnknownDataset, name)
	}
	return s.dataset(ctx, d, each)
}

func (s *Snapshot) dataset(ctx context.Context, d Dataset, each func(*entity.Entity) error) error {
	err := s.catalog.eachEntity(ctx, d.Object, each)
	if errors.Is(err, errGone) {
		// A former snapshot may be pruned while it is being read.
		if changes, historyErr := s.catalog.History(ctx); historyErr == nil && !prunedAt(changes, s.ID).IsZero() {
			return fmt.Errorf("read dataset %s: snapshot %s: %w meanwhile", d.Name, s.ID, ErrPruned)
		}
	}
	if err != nil {
		return fmt.Errorf("read dataset %s: %w", d.Name, err)
	}
	return nil
}

// Verify reads everything that the snapshot is made of and returns an error
// that names each damaged file.
func (s *Snapshot) Verify(ctx context.Context) error {
	var errs []error
	for _, d := range s.Manifest.Datasets {
		if err := s.catalog.verifyObject(ctx, d.Object); err != nil {
			errs = append(errs, fmt.Errorf("dataset %s: %w", d.Name, err))
		}
	}
	return errors.Join(errs...)
}
