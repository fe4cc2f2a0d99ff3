// Package deciban tells who a subject might be, how sure one can be, and why.
//
// It screens people, organisations, vessels and aircraft against published
// sanctions and watch lists. Open returns the lists that were loaded with the
// command "deciban lists add", OpenSample a built-in sample list to try things
// out; both give a Screener. Its method Screen returns the entries that a
// subject might be, strongest first, each with the evidence that its weight is
// the sum of. Compare weighs two entities against each other and needs no list.
//
// A weight is in decibans: ten times the base-10 logarithm of how much likelier
// the evidence is if subject and entry are the same party than if they are
// strangers. 10 decibans are odds of ten to one, 20 of a hundred to one.
// Weights add up, and nothing weighs that is not shown.
//
// The package ranks, explains and records; it never decides on a person.
//
// # What is promised
//
// The same subject, snapshot and model give the same answer, bit for bit,
// whatever the machine. Result names both. A Screener never changes: lists that
// are loaded later show after another Open. All its methods may be called from
// several goroutines at once. Nothing that is screened is logged or kept.
//
// Until version 1.0 the types of this package may still change, with a note in
// CHANGELOG.md. The properties and schemata are those of FollowTheMoney 3.8.
package deciban

import (
	"context"
	"errors"
	"fmt"
	"runtime"

	"deciban/internal/catalog"
	"deciban/internal/entity"
	"deciban/internal/screen"
	"deciban/internal/weigh"
)

// ErrNoLists says that the folder given to Open holds no list.
var ErrNoLists = errors.New("no list is loaded")

// DefaultThreshold is the weight from which on the command line reports a
// match, unless told otherwise.
const DefaultThreshold = Weight(screen.DefaultThreshold)

// Screener screens subjects against one snapshot of the lists.
type Screener struct {
	loaded   *screen.Loaded
	searcher screen.Searcher
	// dir is the folder of the lists, "" for the sample.
	dir string
}

// Open reads the lists that are in force in the folder dir. If dir is empty, it
// is the folder that the command line uses when it is told none: that of the
// environment variable DECIBAN_DATA, or the user's application data. The error
// is ErrNoLists if there is none.
func Open(ctx context.Context, dir string) (*Screener, error) {
	if dir == "" {
		var err error
		if dir, err = catalog.DefaultDir(); err != nil {
			return nil, err
		}
	}
	c, err := catalog.Open(dir)
	if err != nil {
		return nil, err
	}
	s, err := c.Current(ctx)
	if errors.Is(err, catalog.ErrEmpty) {
		return nil, fmt.Errorf("open %s: %w", dir, ErrNoLists)
	}
	if err != nil {
		return nil, err
	}
	loaded, err := screen.Load(ctx, s)
	if err != nil {
		return nil, err
	}
	screener := newScreener(loaded)
	screener.dir = dir
	return screener, nil
}

// OpenSample returns the built-in sample: some hundred entries of public fact.
// It is for trying out, never for a decision on anybody.
func OpenSample() (*Screener, error) {
	loaded, err := screen.LoadSample()
	if err != nil {
		return nil, err
	}
	return newScreener(loaded), nil
}

func newScreener(loaded *screen.Loaded) *Screener {
	return &Screener{loaded: loaded, searcher: loaded.Searcher(weigh.Default())}
}

// Snapshot returns the id of the lists' state that is screened against.
func (s *Screener) Snapshot() string { return s.loaded.ID }

// Sample tells whether this is the built-in sample.
func (s *Screener) Sample() bool { return s.loaded.Sample() }

// Options of Screen.
type Options struct {
	// Min is the least weight that is reported. The zero value reports every
	// entry for which the evidence speaks at all; DefaultThreshold only those
	// that are worth a person's time.
	Min Weight
	// Limit is the largest number of matches; 0 means all.
	Limit int
}

// Screen returns the entries that the subject might be, strongest first. The
// error is a *ValueError if the subject has a value that cannot be used (several
// are joined, as by errors.Join), or that of ctx.
func (s *Screener) Screen(ctx context.Context, subject Subject, opt Options) (*Result, error) {
	if opt.Limit < 0 {
		return nil, fmt.Errorf("limit %d: must not be negative", opt.Limit)
	}
	e, err := subject.entity()
	if err != nil {
		return nil, err
	}
	res, err := s.searcher.Search(ctx, e, screen.Options{Min: weigh.Weight(opt.Min), Limit: opt.Limit, Explain: true})
	if err != nil {
		return nil, err
	}
	out := &Result{Snapshot: res.Snapshot, Model: res.Model}
	for _, m := range res.Matches {
		out.Matches = append(out.Matches, s.match(m))
	}
	return out, nil
}

// Threshold says from which weight on a match counts, in the terms in which
// people set it: decibans ("20", "20dB"), a probability ("90%", "p0.9"), or a
// budget ("1/1000": at most one false alert in 1,000 ordinary subjects). Its
// weights are for Options.Min.
//
// The first budget for a snapshot screens some thousand made-up ordinary
// parties, which takes from a second to a minute; the counts are kept in the
// folder of the lists. "deciban calibrate" counts a user's own customers
// instead. The error says what is wrong with the text, or that the budget is
// less than one of the subjects that were counted.
func (s *Screener) Threshold(ctx context.Context, text string) (Threshold, error) {
	t, err := screen.ParseThreshold(text)
	if err != nil {
		return Threshold{}, err
	}
	b := screen.Budget{Searcher: s.searcher, Model: weigh.Default(), Dir: s.dir, Workers: runtime.GOMAXPROCS(0)}
	c, err := b.Cut(ctx, t)
	if err != nil {
		return Threshold{}, err
	}
	return Threshold{Weight(c.Persons), Weight(c.Others), c.Source}, nil
}

// Entries returns the entries with that id: none if it is unknown, and more
// than one if several lists use the same id.
func (s *Screener) Entries(id string) []Entity {
	var found []Entity
	for _, e := range s.loaded.Entries(id) {
		found = append(found, newEntity(e))
	}
	return found
}

// Compare weighs a subject against another entity as if that stood on a list.
// Errors are as those of Screen.
func Compare(subject, other Subject) (*Match, error) {
	one, err := subject.entity()
	if err != nil {
		return nil, err
	}
	two, err := other.entity()
	if err != nil {
		return nil, err
	}
	m, err := screen.Compare(weigh.Default(), one, two)
	if err != nil {
		return nil, err
	}
	match := newMatch(m)
	return &match, nil
}

// Model returns the version of the model that weighs the evidence.
func Model() string { return weigh.Default().Version() }

// entity checks the subject's values.
func (s Subject) entity() (*entity.Entity, error) {
	e, err := screen.NewSubject(s.Schema, s.Properties)
	if err != nil {
		return nil, publicError(err)
	}
	e.ID = s.ID
	return e, nil
}
