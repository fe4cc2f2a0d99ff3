package catalog

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// fileSystem is what the catalog does to the disk. Tests put one in its place
// that fails at the n-th operation.
type fileSystem interface {
	MkdirAll(dir string) error
	// CreateTemp makes a new file in dir whose name starts with tempPrefix.
	CreateTemp(dir string) (tempFile, error)
	// Rename puts a file in another's place, in one step.
	Rename(from, to string) error
	Remove(path string) error
	// SyncDir makes the names in a folder durable.
	SyncDir(dir string) error
	ReadFile(path string) ([]byte, error)
	Open(path string) (io.ReadCloser, error)
	// ReadDir returns the names in a folder, none if it does not exist.
	ReadDir(dir string) ([]string, error)
}

type tempFile interface {
	io.Writer
	Name() string
	Sync() error
	Close() error
}

// tempPrefix starts the name of each file that is not yet whole.
const tempPrefix = ".new-"

type osFileSystem struct{}

// The folder may hold lists that the user may not pass on, so that it is for
// the user alone, as the XDG specification asks.
func (osFileSystem) MkdirAll(dir string) error { return os.MkdirAll(dir, 0o700) }

func (osFileSystem) CreateTemp(dir string) (tempFile, error) {
	return os.CreateTemp(dir, tempPrefix+"*")
}

func (osFileSystem) Rename(from, to string) error            { return rename(from, to) }
func (osFileSystem) Remove(path string) error                { return os.Remove(path) }
func (osFileSystem) SyncDir(dir string) error                { return syncDir(dir) }
func (osFileSystem) ReadFile(path string) ([]byte, error)    { return os.ReadFile(path) }
func (osFileSystem) Open(path string) (io.ReadCloser, error) { return os.Open(path) }

func (osFileSystem) ReadDir(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.Name()
	}
	return names, err
}

// writeWhole writes a file so that under its name there is ever the former
// content or all of the new.
func (c *Catalog) writeWhole(path string, write func(io.Writer) error) (err error) {
	dir := filepath.Dir(path)
	if err := c.fsys.MkdirAll(dir); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	f, err := c.fsys.CreateTemp(dir)
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	closed := false
	defer func() {
		if err == nil {
			return
		}
		err = fmt.Errorf("write %s: %w", path, err)
		if !closed {
			err = errors.Join(err, f.Close())
		}
		// What cannot be removed now is removed by the next writer.
		_ = c.fsys.Remove(f.Name())
	}()
	if err := write(f); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	closed = true
	if err := f.Close(); err != nil {
		return err
	}
	if err := c.fsys.Rename(f.Name(), path); err != nil {
		return err
	}
	return c.fsys.SyncDir(dir)
}

// removeLeftovers deletes what writers that died have left. Only the holder of
// the lock may call it.
func (c *Catalog) removeLeftovers() error {
	for _, dir := range []string{c.dir, c.path("objects"), c.path("snapshots")} {
		names, err := c.fsys.ReadDir(dir)
		if err != nil {
			return err
		}
		for _, name := range names {
			if !strings.HasPrefix(name, tempPrefix) {
				continue
			}
			if err := c.fsys.Remove(filepath.Join(dir, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
		}
	}
	return nil
}
