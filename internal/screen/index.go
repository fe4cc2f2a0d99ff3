package screen

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"deciban/internal/entity"
	"deciban/internal/index"
	"deciban/internal/weigh"
)

// Indexed is the Searcher that looks only at entries that can reach the
// threshold. Its answers are those of Scan.
type Indexed struct {
	model    *weigh.Model
	snapshot string
	index    *index.Index
	// entity returns the entry at a place of the index.
	entity  func(at int) (*entity.Entity, error)
	byID    func(id string) (*entity.Entity, bool)
	entries func(id string) ([]*entity.Entity, error)
}

// NewIndexed builds an index of entities in memory, as NewScan does for
// scanning.
func NewIndexed(model *weigh.Model, snapshot string, entities []*entity.Entity) *Indexed {
	byID := firstByID(entities)
	entries, related := entriesOf(entities)
	return &Indexed{
		model: model, snapshot: snapshot,
		index: index.New(model, len(entries), func(at uint32) (*weigh.Party, string, string) {
			e := entries[at]
			return model.Prepare(e, related.of(e)...), e.ID, entryKey(e)
		}),
		entity: func(at int) (*entity.Entity, error) { return entries[at], nil },
		byID: func(id string) (*entity.Entity, bool) {
			e, ok := byID[id]
			return e, ok
		},
		entries: func(id string) (found []*entity.Entity, _ error) {
			for _, e := range entries {
				if e.ID == id {
					found = append(found, e)
				}
			}
			return found, nil
		},
	}
}

// entriesOf returns the entities that subjects are compared with, and what
// belongs to them.
func entriesOf(entities []*entity.Entity) (entries []*entity.Entity, related relations) {
	for _, e := range entities {
		if isEntry(e) {
			entries = append(entries, e)
		}
	}
	return entries, relate(entities)
}

func isEntry(e *entity.Entity) bool {
	return e.Schema != nil && e.Schema.Matchable && !e.Schema.IsA("Address")
}

// entryKey orders entries of equal weight.
func entryKey(e *entity.Entity) string { return dataset(e) + "\x00" + e.ID }

// Entry returns the entity of that id.
func (s *Indexed) Entry(id string) (*entity.Entity, bool) { return s.byID(id) }

// Entries returns the entries with that id, one for each list that has it, in the
// order of the lists. An error is a damaged index.
func (s *Indexed) Entries(id string) ([]*entity.Entity, error) { return s.entries(id) }

// Snapshot is the id of the snapshot that is searched.
func (s *Indexed) Snapshot() string { return s.snapshot }

// Close frees the index file. The Searcher must not be used after.
func (s *Indexed) Close() error { return s.index.Close() }

// Search finds the matches.
func (s *Indexed) Search(ctx context.Context, subject *entity.Entity, opt Options) (*Result, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	hits, weighed, err := s.index.Search(s.model.Prepare(subject), opt.Min, opt.Limit, opt.Explain)
	if err != nil {
		return nil, err
	}
	res := &Result{Snapshot: s.snapshot, Model: s.model.Version(), Stats: Stats{Entries: weighed}}
	for _, h := range hits {
		e, err := s.entity(h.Entry)
		if err != nil {
			return nil, fmt.Errorf("search the index: %w", err)
		}
		res.Matches = append(res.Matches, Match{Entry: e, Weight: h.Weight,
			Probability: s.model.Probability(h.Weight, e.Schema.IsA("Person")), Evidence: h.Evidence})
	}
	return res, nil
}

// Index files.

// IndexPath is where the index of a snapshot is kept in the folder of the lists.
func IndexPath(dir, snapshot string) string {
	return filepath.Join(dir, "index", snapshot+".index")
}

// indexAbout says what an index depends on besides the snapshot: the model, and
// the program, since names are prepared by code. A program that was built from
// other sources builds its index anew.
func indexAbout(model *weigh.Model, snapshot string) index.About {
	build := "unknown"
	if info, ok := debug.ReadBuildInfo(); ok {
		modified := true
		for _, s := range info.Settings {
			switch s.Key {
			case "vcs.revision":
				build = s.Value
			case "vcs.modified":
				modified = s.Value != "false"
			}
		}
		if build == "unknown" {
			modified = true
		}
		if modified {
			// What was changed is not known: the program's file stands for it.
			if path, err := os.Executable(); err == nil {
				if f, err := os.Stat(path); err == nil {
					build = fmt.Sprintf("%s, of %d bytes and %s", build, f.Size(), f.ModTime().UTC().Format("2006-01-02T15:04:05.000000000"))
				}
			}
		}
	}
	return index.About{Snapshot: snapshot, Model: "model " + model.Version() + " " + model.Fingerprint() + ", program " + build}
}

// OpenIndex opens the index of a snapshot. Errors wrap fs.ErrNotExist if there
// is none, index.ErrDamaged or index.ErrOther if it must be built anew.
func OpenIndex(path string, model *weigh.Model, snapshot string) (*Indexed, error) {
	ix, err := index.Open(path, indexAbout(model, snapshot), model, func(text []byte) (*weigh.Party, error) {
		var all []*entity.Entity
		for line := range bytes.SplitSeq(text, []byte{'\n'}) {
			e, err := entity.DecodeStatements(line)
			if err != nil {
				return nil, err
			}
			all = append(all, e)
		}
		return model.Prepare(all[0], all[1:]...), nil
	})
	if err != nil {
		return nil, err
	}
	s := &Indexed{model: model, snapshot: snapshot, index: ix}
	s.entity = func(at int) (*entity.Entity, error) {
		text, err := ix.Text(at)
		if err != nil {
			return nil, err
		}
		text, _, _ = bytes.Cut(text, []byte{'\n'})
		return entity.DecodeStatements(text)
	}
	s.entries = func(id string) (found []*entity.Entity, err error) {
		places := ix.Find(id)
		slices.Sort(places)
		for _, at := range places {
			e, err := s.entity(at)
			if err != nil {
				return nil, fmt.Errorf("read entry %s: %w", id, err)
			}
			if e.ID == id { // Find goes by a hash
				found = append(found, e)
			}
		}
		return found, nil
	}
	s.byID = func(id string) (*entity.Entity, bool) {
		found, err := s.entries(id)
		if err != nil || len(found) == 0 {
			return nil, false
		}
		return found[0], true
	}
	return s, nil
}

// IndexWriter builds an index entry by entry. Entries are prepared on all
// processors and taken up in their order.
type IndexWriter struct {
	model *weigh.Model
	w     *index.Writer
	next  []indexEntry
	// waiting are the runs of entries that are being prepared, oldest first.
	waiting []chan []indexEntry
	err     error
}

// indexEntry is an entry on its way into an index.
type indexEntry struct {
	entity  *entity.Entity
	related []*entity.Entity
	party   *weigh.Party
	text    []byte
	err     error
}

// indexRun is how many entries are prepared at a time.
const indexRun = 64

// NewIndexWriter begins an index of a snapshot. The file has its name only after
// Finish; Abort removes an unfinished one.
func NewIndexWriter(path string, model *weigh.Model, snapshot string) (*IndexWriter, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("write index: %w", err)
	}
	w, err := index.Create(path, indexAbout(model, snapshot))
	if err != nil {
		return nil, err
	}
	return &IndexWriter{model: model, w: w}, nil
}

// Add takes up an entry with what belongs to it, which must not be changed until
// Finish or Abort. An error may be that of an entry before.
func (w *IndexWriter) Add(e *entity.Entity, related ...*entity.Entity) error {
	w.next = append(w.next, indexEntry{entity: e, related: related})
	if len(w.next) == indexRun {
		w.start()
	}
	return w.err
}

// start has the next entries prepared, and takes up the oldest ones if enough
// are on their way.
func (w *IndexWriter) start() {
	run, done := w.next, make(chan []indexEntry, 1)
	w.next = nil
	go func() {
		for i := range run {
			run[i].prepare(w.model)
		}
		done <- run
	}()
	w.waiting = append(w.waiting, done)
	if len(w.waiting) > 2*runtime.GOMAXPROCS(0) {
		w.take()
	}
}

// take takes up the oldest entries that are being prepared.
func (w *IndexWriter) take() {
	run := <-w.waiting[0]
	w.waiting = w.waiting[1:]
	for i := range run {
		e := &run[i]
		if w.err == nil && e.err != nil {
			w.err = fmt.Errorf("write index: entry %s: %w", e.entity.ID, e.err)
		}
		if w.err == nil {
			w.w.Add(e.party, e.entity.ID, entryKey(e.entity), e.text)
		}
	}
}

func (e *indexEntry) prepare(model *weigh.Model) {
	for k, part := range append([]*entity.Entity{e.entity}, e.related...) {
		line, err := entity.EncodeStatements(part)
		if err != nil {
			e.err = err
			return
		}
		if k > 0 {
			e.text = append(e.text, '\n')
		}
		e.text = append(e.text, line...)
	}
	e.party = model.Prepare(e.entity, e.related...)
}

// Finish writes the rest and gives the file its name.
func (w *IndexWriter) Finish() error {
	if w.drain(); w.err != nil {
		return w.err
	}
	// What is collected is large and lives to the end.
	defer debug.SetGCPercent(debug.SetGCPercent(20))
	return w.w.Finish()
}

// drain takes up all entries.
func (w *IndexWriter) drain() {
	w.start()
	for len(w.waiting) > 0 {
		w.take()
	}
}

// Abort removes the unfinished file. It does nothing after Finish.
func (w *IndexWriter) Abort() error {
	w.drain()
	return w.w.Abort()
}

// Entities passes the entities of a snapshot, by dataset and in the list's
// order, to each, and ends with its first error.
type Entities func(ctx context.Context, each func(*entity.Entity) error) error

// WriteIndex builds the index of a snapshot's entities and puts it in the place
// of what stands at path. It goes through them twice and keeps none.
func WriteIndex(ctx context.Context, path string, model *weigh.Model, snapshot string, entities Entities) (err error) {
	w, err := NewIndexWriter(path, model, snapshot)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, w.Abort())
		}
	}()
	if err := eachRelated(ctx, entities, w.Add); err != nil {
		return err
	}
	return w.Finish()
}

// BuildIndex builds the snapshot's index in the folder of the lists, unless there
// is one that serves.
func BuildIndex(ctx context.Context, dir string, model *weigh.Model, snapshot string, entities Entities) error {
	path := IndexPath(dir, snapshot)
	s, err := OpenIndex(path, model, snapshot)
	switch {
	case err == nil:
		return s.Close()
	case !toBuild(err):
		return err
	}
	if err := WriteIndex(ctx, path, model, snapshot, entities); err != nil {
		return err
	}
	removeOthers(path)
	return nil
}

// toBuild tells whether an error of OpenIndex means that the index must be built.
func toBuild(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, index.ErrDamaged) || errors.Is(err, index.ErrOther)
}

// OpenOrBuild opens the snapshot's index in the folder of the lists. Where there
// is none that serves, it reads the entities and builds it; where the folder
// cannot be written, it builds the index in memory.
func OpenOrBuild(ctx context.Context, dir string, model *weigh.Model, snapshot string, entities Entities) (*Indexed, error) {
	path := IndexPath(dir, snapshot)
	s, err := OpenIndex(path, model, snapshot)
	if err == nil {
		return s, nil
	}
	if !toBuild(err) {
		return nil, err
	}
	if err := WriteIndex(ctx, path, model, snapshot, entities); err != nil {
		var all []*entity.Entity
		err := entities(ctx, func(e *entity.Entity) error {
			all = append(all, e)
			return nil
		})
		if err != nil {
			return nil, err
		}
		return NewIndexed(model, snapshot, all), nil
	}
	removeOthers(path)
	if s, err = OpenIndex(path, model, snapshot); err != nil {
		return nil, err
	}
	return s, nil
}

// keptIndexes is how many indexes are kept beside the newest: those of the days
// before, for who asks about them.
const keptIndexes = 3

// RemoveIndexes removes the indexes in the folder of the lists of which keep does
// not say that their snapshot is kept, and what builders that died have left. It
// returns their number and size.
func RemoveIndexes(dir string, keep func(snapshot string) bool) (n int, bytes int64, err error) {
	folder := filepath.Join(dir, "index")
	files, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, 0, nil
	}
	for _, f := range files {
		snapshot, ok := strings.CutSuffix(f.Name(), ".index")
		info, gone := f.Info()
		switch {
		case gone != nil || ok && keep(snapshot):
			continue
		case !ok && !(index.Unfinished(f.Name()) && time.Since(info.ModTime()) > unfinishedFor):
			continue
		}
		if e := os.Remove(filepath.Join(folder, f.Name())); e != nil {
			err = errors.Join(err, e)
			continue
		}
		n++
		bytes += info.Size()
	}
	return n, bytes, err
}

// unfinishedFor is the age at which nobody builds an index any more: building
// takes a minute at most.
const unfinishedFor = time.Hour

// removeOthers removes old indexes: they can be built again. A process that has
// one open keeps it.
func removeOthers(path string) {
	all, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		return
	}
	type old struct {
		name string
		at   time.Time
	}
	var others []old
	for _, f := range all {
		info, err := f.Info()
		if err == nil && strings.HasSuffix(f.Name(), ".index") && f.Name() != filepath.Base(path) {
			others = append(others, old{f.Name(), info.ModTime()})
		}
	}
	slices.SortFunc(others, func(a, b old) int { return b.at.Compare(a.at) })
	for _, o := range others[min(keptIndexes, len(others)):] {
		_ = os.Remove(filepath.Join(filepath.Dir(path), o.name))
	}
}
