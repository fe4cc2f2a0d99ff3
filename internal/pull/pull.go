// Package pull fetches lists from their publishers: all files of a list or none, checked before they take the place of what is loaded.
//
// A pull asks only for what changed (conditional requests), goes on where it was
// interrupted, and tries again where that can help. What has arrived is read as
// a file given by hand would be, and compared with the loaded version; see
// catalog.Guard. Whatever goes wrong, the last good version stays in use, and
// the failure is remembered so that everybody is told.
package pull

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"deciban/internal/catalog"
	"deciban/internal/catalog/durable"
	"deciban/internal/lists"
)

// ErrBusy says that another process pulls the same dataset.
var ErrBusy = errors.New("another process is pulling this list")

// ErrUnknownSource says that nobody knows where a dataset is published.
var ErrUnknownSource = errors.New("no address is known")

// Puller pulls lists into a catalog.
type Puller struct {
	Catalog *catalog.Catalog
	Fetcher *Fetcher
	// Program is the version of this program: another version asks for the
	// files anew, since it may read them better.
	Program string
	// Guard compares with the loaded version; Accept takes what it objects to.
	Guard  *catalog.Guard
	Accept bool
	// FS is the disk for the status, and Now the clock; both have defaults.
	FS  durable.FS
	Now func() time.Time
	// Reading, if set, is called with the bytes of a list that were read.
	Reading func(dataset string, done, total int64)
}

// Outcome is what a pull that succeeded did.
type Outcome struct {
	Dataset string `json:"dataset"`
	// Changed is false if what is loaded is the publisher's newest.
	Changed bool `json:"changed"`
	// Snapshot is that in force after a change.
	Snapshot *catalog.Snapshot `json:"-"`
	// List is what was loaded, without its entities; nil if nothing changed.
	List *lists.List `json:"-"`
	// Bytes is what the files hold that were downloaded.
	Bytes int64 `json:"bytes"`
	// Delta is true if it was made of the loaded version and of what changed.
	Delta bool `json:"delta"`
}

// settleRounds is how often a list of several files is fetched that changes
// while it is fetched.
const settleRounds = 3

// Pull fetches a dataset and loads it if it changed. After an error what was
// loaded stays in use, and the status of the dataset says what went wrong.
func (p *Puller) Pull(ctx context.Context, src Source) (_ *Outcome, err error) {
	if len(src.URLs) == 0 && src.Index == "" {
		return nil, fmt.Errorf("pull %s: %w", src.Dataset, ErrUnknownSource)
	}
	fsys, now := p.FS, p.Now
	if fsys == nil {
		fsys = durable.Disk{}
	}
	if now == nil {
		now = time.Now
	}
	dir := filepath.Join(p.Catalog.Dir(), "pull", src.Dataset)
	unlock, err := durable.Lock(ctx, fsys, filepath.Join(dir, "lock"), 0, ErrBusy)
	if err != nil {
		return nil, fmt.Errorf("pull %s: %w", src.Dataset, err)
	}
	defer func() { err = errors.Join(err, unlock()) }()
	if err := durable.RemoveLeftovers(fsys, dir); err != nil {
		return nil, fmt.Errorf("pull %s: %w", src.Dataset, err)
	}
	status, err := ReadStatus(fsys, p.Catalog.Dir(), src.Dataset)
	if errors.Is(err, catalog.ErrDamaged) {
		status, err = &Status{Dataset: src.Dataset}, nil // all it could spare us is a download
	}
	if err != nil {
		return nil, fmt.Errorf("pull %s: %w", src.Dataset, err)
	}
	out, next, err := p.pull(ctx, src, dir, status)
	if err != nil {
		err = fmt.Errorf("pull %s: %w", src.Dataset, err)
		if ctx.Err() != nil {
			return nil, err // interrupted: nobody failed
		}
		status.Failure, status.FailedAt = strings.ReplaceAll(err.Error(), "\n", "; "), now().UTC().Truncate(time.Second)
		status.Failures++
		return nil, errors.Join(err, status.write(fsys, p.Catalog.Dir()))
	}
	next.CheckedAt = now().UTC().Truncate(time.Second)
	if err := next.write(fsys, p.Catalog.Dir()); err != nil {
		return nil, fmt.Errorf("pull %s: the list is loaded, but: %w", src.Dataset, err)
	}
	return out, nil
}

func (p *Puller) pull(ctx context.Context, src Source, dir string, status *Status) (*Outcome, *Status, error) {
	loaded, err := p.loaded(ctx, src.Dataset)
	if err != nil {
		return nil, nil, err
	}
	files := filepath.Join(dir, "files")
	if err := os.MkdirAll(files, 0o700); err != nil {
		return nil, nil, err
	}
	if err := removeWhole(files); err != nil {
		return nil, nil, err
	}
	requests, fd, err := p.requests(ctx, src, files)
	if err != nil {
		return nil, nil, err
	}
	next := &Status{Dataset: src.Dataset, Program: p.Program, Object: status.Object, Version: fd.version}
	// A version's name stands for its content, if it is ours that is loaded.
	ours := fd.version != "" && loaded.Object != "" && loaded.Object == status.Object && status.Program == p.Program
	if ours && fd.version == status.Version {
		next.Files = status.Files
		return &Outcome{Dataset: src.Dataset}, next, nil
	}
	if ours && status.Version != "" && fd.url != "" {
		// Whatever hinders this way, the other one is open.
		defer lists.Frugal(requests[0].size)()
		list, bytes, err := p.update(ctx, src, fd, status.Version, files)
		if ctx.Err() != nil {
			return nil, nil, ctx.Err()
		}
		if err == nil {
			next.Files = []FileStatus{{URL: requests[0].url, SHA256: requests[0].checksum, Bytes: requests[0].size}}
			return p.put(ctx, &Outcome{Dataset: src.Dataset, Bytes: bytes, Delta: true}, next, list, fd, loaded, loaded.Object)
		}
	}
	same := loaded.Object != "" && loaded.Object == status.Object && status.Program == p.Program && len(status.Files) == len(requests)
	if same {
		for i, f := range status.Files {
			switch {
			case f.URL != requests[i].url:
				same = false
			case requests[i].checksum != "" && len(requests[i].checksum) == 64 && requests[i].checksum != f.SHA256:
				same = false
			default:
				requests[i].known = f.validators
			}
		}
	}
	if !same {
		for i := range requests {
			requests[i].known = validators{}
		}
	}
	got, err := p.settled(ctx, requests, files)
	if err != nil {
		return nil, nil, err
	}
	out := &Outcome{Dataset: src.Dataset}
	if got == nil {
		next.Files = status.Files
		return out, next, nil
	}
	var paths []string
	for i, f := range got {
		paths = append(paths, f.path)
		out.Bytes += f.size
		next.Files = append(next.Files, FileStatus{requests[i].url, f.validators, f.size, f.sha256})
	}
	defer func() {
		for _, path := range paths {
			_ = os.Remove(path)
		}
	}()
	if same && sameFiles(status.Files, next.Files) {
		return out, next, nil
	}
	defer lists.Frugal(out.Bytes)()
	list, err := p.read(ctx, src, paths)
	if err != nil {
		return nil, nil, err
	}
	return p.put(ctx, out, next, list, fd, loaded, "")
}

// put loads a list that arrived in the place of loaded. base is the object from
// which it was made, "" if it is whole.
func (p *Puller) put(ctx context.Context, out *Outcome, next *Status, list *lists.List, fd feed, loaded catalog.Dataset, base string) (*Outcome, *Status, error) {
	if list.PublishedOn == "" {
		list.PublishedOn = fd.day()
	}
	snap, err := p.Catalog.AddWith(ctx, catalog.AddOptions{Action: catalog.ActionPull, Guard: p.Guard, Accept: p.Accept, Base: base}, list)
	if err != nil {
		return nil, nil, err
	}
	list.Drop() // the snapshot has the entities
	d, _ := snap.Manifest.Dataset(list.Dataset)
	next.Object = d.Object
	out.Changed, out.Snapshot, out.List = d.Object != loaded.Object, snap, list
	return out, next, nil
}

// removeWhole deletes what a pull that failed has left, but for files that have
// not arrived whole: with these the next one goes on.
func removeWhole(dir string) error {
	entries, err := os.ReadDir(dir)
	for _, e := range entries {
		name := strings.TrimSuffix(e.Name(), ".json")
		if !strings.HasSuffix(name, ".part") {
			err = errors.Join(err, os.RemoveAll(filepath.Join(dir, e.Name())))
		}
	}
	return err
}

// loaded returns what is in force of a dataset, the zero Dataset if nothing is.
func (p *Puller) loaded(ctx context.Context, dataset string) (catalog.Dataset, error) {
	snap, err := p.Catalog.Current(ctx)
	if errors.Is(err, catalog.ErrEmpty) {
		return catalog.Dataset{}, nil
	}
	if err != nil {
		return catalog.Dataset{}, err
	}
	d, _ := snap.Manifest.Dataset(dataset)
	return d, nil
}

// requests says which files to fetch; an index is fetched to know it, and tells of
// its deltas too.
func (p *Puller) requests(ctx context.Context, src Source, dir string) ([]request, feed, error) {
	if src.Index != "" {
		got, err := p.Fetcher.fetch(ctx, request{url: src.Index, name: "index.json", maxBytes: maxIndex}, dir)
		if err != nil {
			return nil, feed{}, err
		}
		b, err := os.ReadFile(got.path)
		if err = errors.Join(err, os.Remove(got.path)); err != nil {
			return nil, feed{}, err
		}
		r, fd, err := parseIndex(b, src.Index)
		if err != nil {
			return nil, feed{}, err
		}
		r.maxBytes = src.MaxBytes
		return []request{r}, fd, nil
	}
	var all []request
	for _, u := range src.URLs {
		all = append(all, request{url: u, name: fileName(u), maxBytes: src.MaxBytes, browser: src.Browser})
	}
	return all, feed{}, nil
}

// settled fetches files that belong together. It returns nil if none changed.
// Several are asked for once more at the end: if one of them changed meanwhile,
// the publisher was writing a new version, and all are fetched again.
func (p *Puller) settled(ctx context.Context, requests []request, dir string) ([]*fetched, error) {
	for round := 1; ; round++ {
		got := make([]*fetched, len(requests))
		unchanged := 0
		for i, r := range requests {
			f, err := p.Fetcher.fetch(ctx, r, dir)
			if err != nil {
				return nil, err
			}
			if got[i] = f; f.unchanged {
				unchanged++
			}
		}
		if unchanged == len(requests) {
			return nil, nil
		}
		for i, r := range requests {
			r.known = validators{}
			requests[i] = r
			if !got[i].unchanged {
				continue
			}
			f, err := p.Fetcher.fetch(ctx, r, dir)
			if err != nil {
				return nil, err
			}
			got[i] = f
		}
		if len(requests) == 1 {
			return got, nil
		}
		moved, err := p.moved(ctx, requests, got, dir)
		if err != nil || moved == "" {
			return got, err
		}
		if round == settleRounds {
			return nil, fmt.Errorf("%s changed again and again while the list's files were downloaded; try again later", moved)
		}
	}
}

// moved returns the name of a file that is no longer what was fetched, or "".
func (p *Puller) moved(ctx context.Context, requests []request, got []*fetched, dir string) (string, error) {
	again := filepath.Join(dir, "again")
	if err := os.MkdirAll(again, 0o700); err != nil {
		return "", err
	}
	defer os.RemoveAll(again)
	for i, r := range requests {
		r.known = got[i].validators
		f, err := p.Fetcher.fetch(ctx, r, again)
		if err != nil {
			return "", err
		}
		// Without validators the whole file comes again, and its hash tells.
		if !f.unchanged && f.sha256 != got[i].sha256 {
			return r.name, nil
		}
	}
	return "", nil
}

func sameFiles(a, b []FileStatus) bool {
	for i := range a {
		if a[i].SHA256 != b[i].SHA256 {
			return false
		}
	}
	return true
}

// read reads what arrived as the one list that it must be.
func (p *Puller) read(ctx context.Context, src Source, paths []string) (*lists.List, error) {
	found, err := lists.Open(paths...)
	if err != nil {
		return nil, err
	}
	if len(found) != 1 {
		return nil, fmt.Errorf("the files that arrived are %d lists", len(found))
	}
	o := lists.Options{Packed: true, Empty: true}
	if p.Reading != nil {
		o.Progress = func(done, total int64) { p.Reading(src.Dataset, done, total) }
	}
	// A table and a collection do not name themselves. A list that does must
	// be the one that was asked for.
	if found[0].Dataset == "" || src.Index != "" {
		o.Dataset = src.Dataset
	} else if found[0].Dataset != src.Dataset {
		return nil, fmt.Errorf("what arrived is %s", found[0].Dataset)
	}
	list, err := found[0].Read(ctx, o)
	if err != nil {
		return nil, err
	}
	return list, nil
}
