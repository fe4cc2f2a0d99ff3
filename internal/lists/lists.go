// Package lists is the registry of readers: it tells from a file's content which list it is and reads it into entities.
//
// A reader for another publisher is one Format value in its own folder and one
// line in the registry. Readers know nothing of each other or of files' names.
package lists

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"deciban/internal/entity"
	"deciban/internal/lists/au"
	"deciban/internal/lists/ca"
	"deciban/internal/lists/ch"
	"deciban/internal/lists/eu"
	"deciban/internal/lists/ftm"
	"deciban/internal/lists/ofac"
	"deciban/internal/lists/source"
	"deciban/internal/lists/table"
	"deciban/internal/lists/uk"
	"deciban/internal/lists/un"
	"deciban/internal/lists/uscsl"
)

// The types of a list that was read. They are defined in the package source,
// which readers share.
type (
	// List is one dataset as it was read from its files.
	List = source.List
	// Counts says how much a list holds.
	Counts = source.Counts
	// Options are the caller's wishes for Read.
	Options = source.Options
	// SourceFile is one file of a list, as it was when it was read.
	SourceFile = source.SourceFile
	// Problem is something odd about one value of one entity.
	Problem = source.Problem
	// Error says what is wrong in a source file, and where.
	Error = source.Error
)

// registry holds the formats, the most telling first: where several find the
// same dataset in one folder, the first is read. A format that claims any CSV
// or JSON comes last.
var registry = []*source.Format{
	&table.Mapped,
	&un.Format,
	&ofac.Advanced,
	&ofac.Format,
	&ofac.SDNList,
	&ofac.Pipes,
	&ofac.Ats,
	&ofac.Fixed,
	&uk.XML,
	&uk.CSV,
	&uk.ConList,
	&eu.XML,
	&eu.CSV,
	&uscsl.CSV,
	&uscsl.JSON,
	&uscsl.DeniedPersons,
	&au.Format,
	&ca.Format,
	&ch.Format,
	&ftm.Format,
	&ftm.Simple,
	&table.Format,
}

// Formats returns every known format.
func Formats() []*source.Format { return slices.Clone(registry) }

// Source is a list that was found, not yet read.
type Source struct {
	// Path is the folder or file that was given.
	Path   string
	Format *source.Format
	// Dataset is the list's name as far as the files' heads show it, or "".
	Dataset string
	Files   []*source.File
	// Unread are the names of other files of the folder.
	Unread []string
}

// maxFolder is the most files that a folder of a list may have.
const maxFolder = 1000

// Open finds the lists in folders and files. A folder, or files of one folder
// that belong together such as OFAC's four, are one Source. A path in which no
// list is found, or two versions of one, is an error.
func Open(paths ...string) ([]*Source, error) {
	var out []*Source
	var loose []*source.File // files given by themselves, of one folder
	flush := func() error {
		if len(loose) == 0 {
			return nil
		}
		files := loose
		loose = nil
		path := files[0].Path
		if len(files) > 1 {
			path = filepath.Dir(path)
		}
		found, unread := claim(path, files)
		for _, f := range unread {
			return unknown(f)
		}
		out = append(out, found...)
		return nil
	}
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil {
			return nil, fmt.Errorf("open list: %w", err)
		}
		if !info.IsDir() {
			f, err := source.OpenFile(path)
			if err != nil {
				return nil, fmt.Errorf("open list: %w", err)
			}
			if len(loose) > 0 && filepath.Dir(loose[0].Path) != filepath.Dir(path) {
				if err := flush(); err != nil {
					return nil, err
				}
			}
			loose = append(loose, f)
			continue
		}
		if err := flush(); err != nil {
			return nil, err
		}
		found, err := openFolder(path)
		if err != nil {
			return nil, fmt.Errorf("open list %q: %w", path, err)
		}
		out = append(out, found...)
	}
	return out, flush()
}

func openFolder(path string) ([]*Source, error) {
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil, err
	}
	var files []*source.File
	var folders []string
	for _, e := range entries {
		switch {
		case strings.HasPrefix(e.Name(), "."):
		case e.IsDir():
			folders = append(folders, e.Name())
		case len(files) == maxFolder:
			return nil, fmt.Errorf("holds more than %d files", maxFolder)
		default:
			f, err := source.OpenFile(filepath.Join(path, e.Name()))
			if err != nil {
				return nil, err
			}
			files = append(files, f)
		}
	}
	found, unread := claim(path, files)
	if len(found) == 0 {
		return nil, nothingKnown(files, folders)
	}
	for i, s := range found {
		for _, t := range found[:i] {
			if s.Dataset != "" && s.Dataset == t.Dataset {
				return nil, fmt.Errorf("holds two versions of %s, %s and %s: name one", s.Dataset, t.Files[0].Name, s.Files[0].Name)
			}
		}
		for _, f := range unread {
			s.Unread = append(s.Unread, f.Name)
		}
	}
	return found, nil
}

// claim lets each format, in the registry's order, claim files. Where a later
// format finds a dataset that an earlier one has found, its files stay unread.
func claim(path string, files []*source.File) (found []*Source, unread []*source.File) {
	left := files
	have := map[string]*source.Format{}
	for _, format := range registry {
		var claimed []*source.File
		for _, c := range format.Claim(left) {
			claimed = append(claimed, c.Files...)
			if other := have[c.Dataset]; c.Dataset != "" && other != nil && other != format {
				unread = append(unread, c.Files...)
				continue
			}
			have[c.Dataset] = format
			found = append(found, &Source{Path: path, Format: format, Dataset: c.Dataset, Files: c.Files})
		}
		left = slices.DeleteFunc(slices.Clone(left), func(f *source.File) bool { return slices.Contains(claimed, f) })
	}
	return found, append(unread, left...)
}

// unknown says what a file is that is no list.
func unknown(f *source.File) error {
	return fmt.Errorf("open list %q: %w", f.Path, whyUnknown(f))
}

// ErrNoEntries is the cause when a list is whole and has no entry.
var ErrNoEntries = source.ErrNoEntries

// ErrUnknown is the cause when a file is no list of a known format.
var ErrUnknown = errors.New("not a list of a known format")

func whyUnknown(f *source.File) error {
	shape := f.Shape()
	what := string(shape)
	switch shape {
	case source.ShapeJSON:
		if strings.HasPrefix(strings.TrimLeft(f.Text(), " \t\r\n"), `{"op"`) {
			return fmt.Errorf("%s is a delta of FollowTheMoney entities, which needs the version that it goes out from (--delta): %w", f.Name, ErrUnknown)
		}
	case source.ShapeXML:
		if root, _ := f.XMLRoot(); root != "" {
			what = fmt.Sprintf("XML with the root element %q", source.Shorten(root, 60))
		}
	case source.ShapeText, source.ShapeUTF16:
		if missing := ofac.Missing(f); missing != "" {
			return fmt.Errorf("%s is %s: %w", f.Name, missing, ErrUnknown)
		}
		if why := table.WhyNot(f); why != nil {
			return fmt.Errorf("%s is %s, %w: %w", f.Name, shape, ErrUnknown, why)
		}
	}
	return fmt.Errorf("%s is %s, %w", f.Name, what, ErrUnknown)
}

func nothingKnown(files []*source.File, folders []string) error {
	const most = 5
	var seen []string
	for _, f := range files[:min(len(files), most)] {
		seen = append(seen, fmt.Sprintf("%s (%s)", f.Name, f.Shape()))
	}
	switch {
	case len(files) > most:
		return fmt.Errorf("holds no list of a known format, only %s and %d more: %w", strings.Join(seen, ", "), len(files)-most, ErrUnknown)
	case len(files) > 0:
		return fmt.Errorf("holds no list of a known format, only %s: %w", strings.Join(seen, ", "), ErrUnknown)
	case len(folders) > 0:
		return fmt.Errorf("holds no list, only folders (%s): name one: %w", strings.Join(folders[:min(len(folders), most)], ", "), ErrUnknown)
	}
	return fmt.Errorf("is empty: %w", ErrUnknown)
}

// Bytes is the size of the list's files.
func (s *Source) Bytes() int64 {
	var n int64
	for _, f := range s.Files {
		n += f.Size
	}
	return n
}

// Frugal makes the process spare memory while it works on files of so many
// bytes, if that is much; the returned function ends it.
func Frugal(bytes int64) (end func()) { return source.Frugal(bytes) }

// Read reads the list. Errors about the content name the file and the place in
// it (Error); ctx ends it early.
func (s *Source) Read(ctx context.Context, o Options) (*List, error) {
	if o.Dataset != "" && !ValidDataset(o.Dataset) {
		return nil, fmt.Errorf("read list %q: the dataset name %q may have only lower-case letters, digits and _", s.Path, o.Dataset)
	}
	l, err := s.Format.Run(ctx, s.Files, o)
	if err != nil {
		return nil, fmt.Errorf("read list %q: %w", s.Path, err)
	}
	if len(s.Unread) > 0 {
		l.Remarks = append(l.Remarks, "not read: "+strings.Join(s.Unread, ", "))
	}
	return l, nil
}

// Update reads what OpenSanctions' delta files, in their order, make of the version
// of a list that former passes. o.Dataset names it.
func Update(ctx context.Context, former func(each func(*entity.Entity) error) error, deltas []string, o Options) (*List, error) {
	if !ValidDataset(o.Dataset) {
		return nil, fmt.Errorf("update list: the dataset name %q may have only lower-case letters, digits and _", o.Dataset)
	}
	var files []*source.File
	for _, path := range deltas {
		f, err := source.OpenFile(path)
		if err != nil {
			return nil, fmt.Errorf("update list %s: %w", o.Dataset, err)
		}
		files = append(files, f)
	}
	l, err := ftm.Updated(former).Run(ctx, files, o)
	if err != nil {
		return nil, fmt.Errorf("update list %s: %w", o.Dataset, err)
	}
	return l, nil
}

// ValidDataset tells whether a name can name a dataset: lower-case letters,
// digits and "_", as in the OpenSanctions ecosystem, so that it is safe in
// file names and addresses.
func ValidDataset(name string) bool {
	for _, r := range name {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '_' {
			return false
		}
	}
	return name != "" && len(name) <= 64
}

// Read finds the one list at path, a folder or a file, and reads it.
func Read(ctx context.Context, path string, o Options) (*List, error) {
	found, err := Open(path)
	if err != nil {
		return nil, err
	}
	if len(found) != 1 {
		var names []string
		for _, s := range found {
			names = append(names, s.Files[0].Name)
		}
		return nil, fmt.Errorf("open list %q: holds %d lists (%s): name one", path, len(found), strings.Join(names, ", "))
	}
	return found[0].Read(ctx, o)
}
