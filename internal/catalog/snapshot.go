package catalog

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

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
	s, err := c.snapshot(changes[len(changes)-1])
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
	var found *Change
	for i := range slices.Backward(changes) {
		switch ch := &changes[i]; {
		case !strings.HasPrefix(ch.Snapshot, id):
		case found == nil:
			found = ch
		case found.Snapshot != ch.Snapshot:
			return nil, fmt.Errorf("%w %q: %s and %s both start so", ErrUnknownSnapshot, id, found.Snapshot, ch.Snapshot)
		}
	}
	if found == nil {
		return nil, fmt.Errorf("%w %q", ErrUnknownSnapshot, id)
	}
	return c.snapshot(*found)
}

func (c *Catalog) snapshot(ch Change) (*Snapshot, error) {
	path := c.path("snapshots", ch.Snapshot+".json")
	b, err := c.fsys.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("manifest %s: %w: the file is gone", path, ErrDamaged)
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
	for _, d := range s.Manifest.Datasets {
		entities, err := s.catalog.readEntities(ctx, d.Object)
		if err != nil {
			return nil, fmt.Errorf("read dataset %s: %w", d.Name, err)
		}
		all = append(all, entities...)
	}
	return all, nil
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
