package screen

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"deciban/internal/catalog"
	"deciban/internal/entity"
	"deciban/internal/sample"
	"deciban/internal/weigh"
)

// Loaded is what a snapshot, or the built-in sample, holds.
type Loaded struct {
	// ID is the snapshot's id.
	ID string
	// Entities are the entries and what belongs to them, by dataset and in the
	// list's order.
	Entities []*entity.Entity
	// Catalogued is the snapshot, nil for the sample.
	Catalogued *catalog.Snapshot
	// Dir is the folder of the lists, in which the snapshot's index is kept. If
	// it is empty, the index is built in memory.
	Dir string
}

// Load reads a snapshot.
func Load(ctx context.Context, s *catalog.Snapshot) (*Loaded, error) {
	entities, err := s.Entities(ctx)
	if err != nil {
		return nil, err
	}
	return &Loaded{ID: s.ID, Entities: entities, Catalogued: s}, nil
}

// LoadSample reads the built-in sample. Its snapshot id says that it is one:
// "sample-" and the beginning of the content's hash.
func LoadSample() (*Loaded, error) {
	entities, err := sample.Entities()
	if err != nil {
		return nil, err
	}
	hash := sha256.New()
	for _, e := range entities {
		line, err := entity.EncodeStatements(e)
		if err != nil {
			return nil, err
		}
		hash.Write(append(line, '\n'))
	}
	id := sample.Dataset + "-" + hex.EncodeToString(hash.Sum(nil))[:12]
	return &Loaded{ID: id, Entities: entities}, nil
}

// Attach is Load without reading the entities, for who only searches: Entities
// stays empty.
func Attach(s *catalog.Snapshot, dir string) *Loaded {
	return &Loaded{ID: s.ID, Catalogued: s, Dir: dir}
}

// Searcher prepares the entries for screening.
func (l *Loaded) Searcher(model *weigh.Model) Searcher {
	if l.Catalogued != nil && l.Dir != "" && model == weigh.Default() {
		// What is wrong with the file is no reason not to answer.
		if s, err := OpenIndex(IndexPath(l.Dir, l.ID), model, l.ID); err == nil {
			return s
		}
	}
	return NewIndexed(model, l.ID, l.Entities)
}

// Open is Searcher for a Loaded that was only attached: it reads the entities
// if there is no index that serves, and writes one.
func (l *Loaded) Open(ctx context.Context, model *weigh.Model) (Searcher, error) {
	if l.Catalogued == nil {
		return l.Searcher(model), nil
	}
	return OpenOrBuild(ctx, l.Dir, model, l.ID, l.Catalogued.Each)
}

// Scan prepares the entries for the reference scan, which answers as Searcher
// does and looks at every entry.
func (l *Loaded) Scan(model *weigh.Model) Searcher {
	return NewScan(model, l.ID, l.Entities)
}

// Sample tells whether this is the built-in sample.
func (l *Loaded) Sample() bool { return l.Catalogued == nil }

// Entries returns the entities with that id, one for each list that has it.
func (l *Loaded) Entries(id string) []*entity.Entity {
	var found []*entity.Entity
	for _, e := range l.Entities {
		if e.ID == id {
			found = append(found, e)
		}
	}
	return found
}
