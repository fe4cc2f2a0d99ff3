package pull

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"slices"
	"time"

	"deciban/internal/entity"
	"deciban/internal/lists"
	"deciban/internal/lists/ftm"
)

// feed is what an index says of the deltas of its collection.
type feed struct {
	// version is that of the collection, such as "20240527134702-zbn", and url
	// the address of the deltas' index; both may be "".
	version, url string
}

// day is the day of a version's name, or "".
func (f feed) day() string {
	if len(f.version) < 8 {
		return ""
	}
	d, err := time.Parse("20060102", f.version[:8])
	if err != nil {
		return ""
	}
	return d.Format(time.DateOnly)
}

// maxDeltas is the most steps that are fetched one by one: for more, the whole is
// fetched in less time.
const maxDeltas = 100

// errNoWay says that the feed does not lead from the loaded version to the newest.
var errNoWay = errors.New("the deltas do not lead from the loaded version to the newest")

// update makes the newest version of a collection from the loaded one, which has
// the version from. Any error means that the whole must be fetched instead.
func (p *Puller) update(ctx context.Context, src Source, fd feed, from, dir string) (l *lists.List, bytes int64, err error) {
	fetch := func(address, name string, max int64) (string, error) {
		got, err := p.Fetcher.fetch(ctx, request{url: address, name: name, maxBytes: max}, dir)
		if err != nil {
			return "", err
		}
		bytes += got.size
		return got.path, nil
	}
	path, err := fetch(fd.url, "deltas.json", maxIndex)
	if err != nil {
		return nil, 0, err
	}
	text, err := os.ReadFile(path)
	if err = errors.Join(err, os.Remove(path)); err != nil {
		return nil, 0, err
	}
	all, err := ftm.ParseDeltaIndex(text)
	if err != nil {
		return nil, 0, err
	}
	first := slices.IndexFunc(all, func(v ftm.Version) bool { return v.Name == from })
	last := slices.IndexFunc(all, func(v ftm.Version) bool { return v.Name == fd.version })
	if first < 0 || last <= first || last-first > maxDeltas {
		return nil, 0, errNoWay
	}
	base, err := url.Parse(fd.url)
	if err != nil {
		return nil, 0, err
	}
	var paths []string
	defer func() {
		for _, path := range paths {
			err = errors.Join(err, os.Remove(path))
		}
	}()
	for i, v := range all[first+1 : last+1] {
		to, err := base.Parse(v.URL)
		if err != nil || v.URL == "" {
			return nil, 0, fmt.Errorf("deltas %s: the address of version %q is %q", shown(fd.url), v.Name, v.URL)
		}
		path, err := fetch(to.String(), fmt.Sprintf("delta-%d.json", i+1), src.MaxBytes)
		if err != nil {
			return nil, 0, err
		}
		paths = append(paths, path)
	}
	snap, err := p.Catalog.Current(ctx)
	if err != nil {
		return nil, 0, err
	}
	former := func(each func(*entity.Entity) error) error { return snap.EachOf(ctx, src.Dataset, each) }
	l, err = lists.Update(ctx, former, paths, lists.Options{Dataset: src.Dataset, Packed: true, Empty: true})
	return l, bytes, err
}
