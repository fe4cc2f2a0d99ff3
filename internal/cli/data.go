package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"deciban/internal/catalog"
	"deciban/internal/screen"
	"deciban/internal/weigh"
)

func modelVersion() string { return weigh.Default().Version() }

// catalog returns the catalog that --data or the environment names, or the
// default one.
func (a *app) catalog() (*catalog.Catalog, error) {
	dir, err := a.dataDir()
	if err != nil {
		return nil, err
	}
	return catalog.Open(dir)
}

// snapshot returns the snapshot in force, or nil if the built-in sample is to
// serve: because it was asked for, or because nothing is loaded. A folder that
// was named and does not exist is an error: a slip in its name must not have
// people screened against a sample.
func (a *app) snapshot() (*catalog.Snapshot, error) {
	if a.root.Sample {
		return nil, nil
	}
	c, err := a.catalog()
	if err != nil {
		return nil, err
	}
	s, err := c.Current(a.ctx)
	if !errors.Is(err, catalog.ErrEmpty) {
		return s, err
	}
	if _, err := os.Stat(c.Dir()); a.root.Data != "" && errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("the folder %s does not exist; load lists into it with: deciban lists add --data %[1]s FILE…\n"+
			"or use the built-in sample with --sample", c.Dir())
	}
	return nil, nil
}

// load reads the snapshot that --as-of names, else the one in force, or the
// built-in sample and says so.
func (a *app) load(when asOf) (*screen.Loaded, error) {
	if when.set() {
		if a.root.Sample {
			return nil, errors.New("--as-of and --sample: the sample has no history")
		}
		c, err := a.catalog()
		if err != nil {
			return nil, err
		}
		s, err := when.open(a, c)
		if err != nil {
			return nil, fmt.Errorf("--as-of: %w", err)
		}
		return a.loadSnapshot(s)
	}
	s, err := a.snapshot()
	if err != nil {
		return nil, err
	}
	if s != nil {
		if err := a.noteStale(s); err != nil {
			return nil, err
		}
		return a.loadSnapshot(s)
	}
	if !a.root.Sample {
		a.notice("no list is loaded: this is the built-in sample, for trying out and not for decisions (see deciban lists add --help)")
	}
	return screen.LoadSample()
}

// loadSnapshot reads a snapshot and tells where its index is kept.
func (a *app) loadSnapshot(s *catalog.Snapshot) (*screen.Loaded, error) {
	dir, err := a.dataDir()
	if err != nil {
		return nil, err
	}
	l, err := screen.Load(a.ctx, s)
	if err == nil {
		l.Dir = dir
	}
	return l, err
}

// searcher is load for who only searches: with an index, the lists themselves
// are not read.
func (a *app) searcher(when asOf, scan bool) (*screen.Loaded, screen.Searcher, error) {
	s, err := a.snapshot()
	if err != nil {
		return nil, nil, err
	}
	if scan || when.set() || s == nil {
		l, err := a.load(when)
		switch {
		case err != nil:
			return nil, nil, err
		case scan:
			return l, l.Scan(weigh.Default()), nil
		}
		return l, l.Searcher(weigh.Default()), nil
	}
	if err := a.noteStale(s); err != nil {
		return nil, nil, err
	}
	dir, err := a.dataDir()
	if err != nil {
		return nil, nil, err
	}
	l := screen.Attach(s, dir)
	found, err := l.Open(a.ctx, weigh.Default())
	return l, found, err
}
