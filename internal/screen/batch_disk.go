package screen

import (
	"io"
	"os"

	"deciban/internal/catalog/durable"
)

// resultDisk is what a file of results asks of the disk. Tests put one in its
// place that fails.
type resultDisk interface {
	// OpenFile opens a file for writing, and makes it if there is none.
	OpenFile(path string) (diskFile, error)
	Size(path string) (int64, error)
	ReadFile(path string) ([]byte, error)
	Open(path string) (io.ReadCloser, error)
	Rename(from, to string) error
	Remove(path string) error
	SyncDir(dir string) error
}

type diskFile interface {
	io.Writer
	io.Seeker
	io.Closer
	Truncate(size int64) error
	Sync() error
}

// osDisk is the operating system's disk.
type osDisk struct{ durable.Disk }

// OpenFile opens a file for the user alone, like the lists: results are
// personal data.
func (osDisk) OpenFile(path string) (diskFile, error) {
	return os.OpenFile(path, os.O_WRONLY|os.O_CREATE, 0o600)
}

func (osDisk) Size(path string) (int64, error) {
	info, err := os.Stat(path)
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}
