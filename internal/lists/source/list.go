// Package source is what every reader of a list works with: the files, read within bounds, and the list that is built from them with a place for each statement.
//
// A reader is told from what the files hold, never from their names. What it
// does not understand is kept and counted, never dropped in silence.
package source

import (
	"context"
	"fmt"

	"deciban/internal/entity"
)

// List is one dataset as it was read from its files.
type List struct {
	// Dataset is the list's name in the OpenSanctions ecosystem, such as
	// "us_ofac_sdn", or what the user called it.
	Dataset string
	// Title and Publisher are for people.
	Title, Publisher string
	// Format names the reader, such as "ofac-csv".
	Format string
	// PublishedOn is the date of the list (2006-01-02), or "" where the files
	// do not say it.
	PublishedOn string
	// Sources are the files that the list was read from, in reading order.
	Sources []SourceFile
	// Entities are the entries and what belongs to them (Sanction, Passport,
	// Address, links), each entry before its own. They are nil if the list is
	// packed: Each passes those of any list, one by one.
	Entities []*entity.Entity
	packed   *packed
	Counts   Counts
	// Remarks are what the user should know about the list as a whole, such
	// as that a file of it is missing.
	Remarks []string
	// Problems are values that are odd or impossible. The list loads all the
	// same; the values are kept as written.
	Problems []Problem
	// Unparsed is the text that the reader did not understand. It stands as
	// notes in the entries.
	Unparsed []Problem
}

// SourceFile is one file of a list, as it was when it was read.
type SourceFile struct {
	Name   string
	Size   int64
	SHA256 string
}

// Problem is something odd about one value of one entity.
type Problem struct {
	Entity string
	Place  entity.Place
	Value  string
	Why    string
}

func (p Problem) String() string {
	e := Error{File: p.Place.File, Line: p.Place.Line, Path: p.Place.Path, Value: p.Value, Err: fmt.Errorf("%s (%s)", p.Why, p.Entity)}
	return e.Error()
}

// Format is a reader: one publisher's format.
type Format struct {
	// Name is short and stable, such as "ofac-csv"; Title is for people.
	Name, Title string
	// MaxBytes is the size of a file that is certainly none of these.
	MaxBytes int64
	// Claim finds, among files, those that are lists of this format, one
	// Claim for each list. It looks at heads only.
	Claim func(files []*File) []Claim
	// Read reads the files of one Claim into b.
	Read func(in *Input, b *Builder) error
}

// Claim says that some files are one list of a format.
type Claim struct {
	// Dataset is the list's name, or "" where only the whole content or the
	// user can say it.
	Dataset string
	Files   []*File
}

// Options are the caller's wishes for Run.
type Options struct {
	// Dataset names the list, where the files do not, or instead.
	Dataset string
	// MaxBytes is the size that a single file may have; 0 means the format's
	// own limit.
	MaxBytes int64
	// Progress, if not nil, is called with the bytes read so far and in all.
	Progress func(done, total int64)
	// Packed asks for a list whose entities are passed by List.Each alone: it
	// takes a fraction of the memory.
	Packed bool
	// Empty lets a list through that has no entries, for who decides what is to
	// become of it; else it is ErrNoEntries.
	Empty bool
}

// Run reads the files with the format. The error of a wrong file is an *Error.
func (f *Format) Run(ctx context.Context, files []*File, o Options) (*List, error) {
	if o.MaxBytes == 0 {
		o.MaxBytes = f.MaxBytes
	}
	in := NewInput(ctx, files, o.Dataset, o.MaxBytes, o.Progress)
	defer in.Close()
	defer Frugal(in.total)()
	b := NewBuilder(o.Dataset)
	b.list.Format = f.Name
	if o.Packed {
		b.packed = newPacked()
	}
	if err := f.Read(in, b); err != nil {
		return nil, err
	}
	sources, err := in.Finish()
	if err != nil {
		return nil, err
	}
	b.list.Sources = sources
	return b.List(o.Empty)
}
