// Package screen takes a subject through the entries and returns the matches, strongest first, each with its evidence.
package screen

import (
	"context"

	"deciban/internal/entity"
	"deciban/internal/weigh"
)

// Searcher finds the entries that a subject might be. The full scan and the
// index both implement it and give the same answers; so can a set of them.
// A Searcher is safe for concurrent use.
type Searcher interface {
	// Search returns the matches of at least opt.Min, strongest first; equal
	// weights by dataset and id.
	Search(ctx context.Context, subject *entity.Entity, opt Options) (*Result, error)
	// Entry returns the entry of that id, or false.
	Entry(id string) (*entity.Entity, bool)
	// Snapshot is the id of the snapshot that is searched.
	Snapshot() string
}

// Options of one search.
type Options struct {
	// Min is the least total that is reported.
	Min weigh.Weight
	// Limit is the largest number of matches; 0 means all.
	Limit int
	// Explain asks for the evidence of each match, not just its total.
	Explain bool
}

// Match is an entry that the subject might be.
type Match struct {
	Entry *entity.Entity
	// Weight is the total, the sum of Evidence.
	Weight weigh.Weight
	// Probability is the calibrated chance that it is the subject, 0 to 1.
	Probability float64
	// Evidence is empty unless it was asked for.
	Evidence []weigh.Evidence
}

// Result is the answer to one search.
type Result struct {
	Matches  []Match
	Snapshot string
	Model    string
	Stats    Stats
}

// Stats counts the work of a search.
type Stats struct {
	// Entries is the number of entries that were looked at whole.
	Entries int
}
