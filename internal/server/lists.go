package server

import (
	"context"
	"errors"
	"sync"
	"time"

	"deciban/internal/entity"
	"deciban/internal/screen"
)

// Source opens the lists that are in force; nil if that is still the snapshot of
// that id.
type Source func(ctx context.Context, known string) (*Lists, error)

// Lists is a snapshot to answer from.
type Lists struct {
	Snapshot string
	// Sample says that it is the built-in sample.
	Sample   bool
	Searcher screen.Searcher
	// Cut is from which weight on a match counts.
	Cut      screen.Cut
	Datasets []Dataset
	// Entries finds all that is listed under an id, and Close frees what a server
	// holds open; who only writes a dossier needs neither.
	Entries func(id string) ([]*entity.Entity, error)
	Close   func() error
	// Links tells what points to an entry, such as its sanctions.
	Links func(ctx context.Context, e *entity.Entity) ([]screen.Link, error)
	// Stale tells which lists are older than their limit now.
	Stale func(now time.Time) ([]Stale, error)
}

// Dataset is a list in the snapshot.
type Dataset struct {
	Name        string
	Title       string
	Publisher   string
	PublishedOn string
	Entries     int
}

// Stale is a list that is older than its limit.
type Stale struct {
	Dataset string    `json:"dataset"`
	Since   time.Time `json:"since"`
	Limit   int64     `json:"limitSeconds"`
}

// held is a snapshot that answers are given from. It is closed when it was
// replaced and the last of them is done: its file is mapped, and must not go while
// somebody reads it.
type held struct {
	*Lists
	users int
	gone  bool
}

// holder holds the snapshot in force.
type holder struct {
	mu  sync.Mutex
	now *held
	// trouble is why the newest snapshot could not be opened, and since when.
	trouble string
	since   time.Time
	err     error // of closing
}

func (h *holder) take() *held {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now.users++
	return h.now
}

func (h *holder) leave(l *held) {
	h.mu.Lock()
	defer h.mu.Unlock()
	l.users--
	h.end(l)
}

// end closes a snapshot that nobody uses any more.
func (h *holder) end(l *held) {
	if l.gone && l.users == 0 {
		h.err = errors.Join(h.err, l.Close())
	}
}

func (h *holder) set(l *Lists) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.now != nil {
		h.now.gone = true
		h.end(h.now)
	}
	h.now = &held{Lists: l}
	h.trouble = ""
}

func (h *holder) close() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now.gone = true
	h.end(h.now)
	return h.err
}

// snapshot is the id of the one in force.
func (h *holder) snapshot() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now.Snapshot
}

// troubled notes why there is no newer snapshot, "" if there is no reason; it
// tells whether that is news.
func (h *holder) troubled(why string, now time.Time) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if why == h.trouble {
		return false
	}
	h.trouble, h.since = why, now
	return true
}

func (h *holder) state() (trouble string, since time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.trouble, h.since
}

// follow goes over to each new snapshot until ctx ends.
func (s *Server) follow(ctx context.Context) {
	t := time.NewTicker(s.Every)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
			s.look(ctx)
		}
	}
}

// look goes over to the snapshot in force, if that is another one by now. One
// that cannot be opened leaves the last good one in use.
func (s *Server) look(ctx context.Context) {
	l, err := s.Source(ctx, s.lists.snapshot())
	switch {
	case ctx.Err() != nil && err != nil:
	case err != nil:
		if s.lists.troubled(err.Error(), time.Now()) {
			s.Log.Error("the newest lists cannot be used; the last good ones stay in use", "error", err.Error(), "snapshot", s.lists.snapshot())
		}
	case l != nil:
		s.lists.set(l)
		s.Log.Info("new lists are in use", "snapshot", l.Snapshot)
	default:
		s.lists.troubled("", time.Time{})
	}
}
