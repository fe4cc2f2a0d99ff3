package pull

import (
	"context"
	"os"
)

// Download fetches one file that is no list, such as a gazetteer, into a folder
// and returns its path and its SHA-256. It is tried again, goes on where it
// stopped, and is bounded as lists are: over HTTPS, or from this machine, with
// at most maxBytes. Whether it is what was wanted is for the caller to see
// before the file takes the place of another.
func (f *Fetcher) Download(ctx context.Context, address, dir, name string, maxBytes int64) (path, sum string, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", "", err
	}
	got, err := f.fetch(ctx, request{url: address, name: name, maxBytes: maxBytes}, dir)
	if err != nil {
		return "", "", err
	}
	return got.path, got.sha256, nil
}
