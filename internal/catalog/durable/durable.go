// Package durable changes files so that a process that dies at any point leaves the former content or all of the new, never anything between.
//
// It holds what the rooms that keep something in a folder share: writing a file
// under another name, flushing it and renaming it; a lock that ends with the
// process; and the seam at which tests make the disk fail.
package durable

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// FS is what is done to the disk. Tests put one in its place that fails at the
// n-th operation; see the package faulty.
type FS interface {
	MkdirAll(dir string) error
	// CreateTemp makes a new file in dir whose name starts with TempPrefix.
	CreateTemp(dir string) (File, error)
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

// File is a file that is being written.
type File interface {
	io.Writer
	Name() string
	Sync() error
	Close() error
}

// TempPrefix starts the name of each file that is not yet whole.
const TempPrefix = ".new-"

// Disk is the operating system's file system.
type Disk struct{}

// MkdirAll makes a folder for the user alone, as the XDG specification asks: it
// may hold lists that the user may not pass on, and whom he screens.
func (Disk) MkdirAll(dir string) error { return os.MkdirAll(dir, 0o700) }

// CreateTemp makes a file for the user alone.
func (Disk) CreateTemp(dir string) (File, error) { return os.CreateTemp(dir, TempPrefix+"*") }

// Rename puts a file in another's place, in one step.
func (Disk) Rename(from, to string) error { return rename(from, to) }

// Remove deletes a file.
func (Disk) Remove(path string) error { return os.Remove(path) }

// SyncDir makes the names in a folder durable.
func (Disk) SyncDir(dir string) error { return syncDir(dir) }

// ReadFile reads a whole file.
func (Disk) ReadFile(path string) ([]byte, error) { return os.ReadFile(path) }

// Open opens a file for reading.
func (Disk) Open(path string) (io.ReadCloser, error) { return os.Open(path) }

// ReadDir returns the names in a folder, none if it does not exist.
func (Disk) ReadDir(dir string) ([]string, error) {
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

// WriteFile writes a file so that under its name there is ever the former
// content or all of the new. The error names the file.
func WriteFile(fsys FS, path string, write func(io.Writer) error) error {
	err := writeNamed(fsys, filepath.Dir(path), func(w io.Writer) (string, error) { return filepath.Base(path), write(w) })
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

// WriteNamed is WriteFile for a file in dir whose name depends on what is
// written: write returns it at the end, or "" if the file is not wanted after
// all. An error of write comes back as it is.
func WriteNamed(fsys FS, dir string, write func(io.Writer) (name string, err error)) error {
	var own error
	err := writeNamed(fsys, dir, func(w io.Writer) (string, error) {
		var name string
		name, own = write(w)
		return name, own
	})
	if err != nil && own == nil {
		err = fmt.Errorf("write a file in %s: %w", dir, err)
	}
	return err
}

func writeNamed(fsys FS, dir string, write func(io.Writer) (name string, err error)) (err error) {
	if err := fsys.MkdirAll(dir); err != nil {
		return err
	}
	f, err := fsys.CreateTemp(dir)
	if err != nil {
		return err
	}
	closed, wanted := false, true
	defer func() {
		if err == nil && wanted {
			return
		}
		if !closed {
			err = errors.Join(err, f.Close())
		}
		// What cannot be removed now is removed by the next writer.
		_ = fsys.Remove(f.Name())
	}()
	name, err := write(f)
	if err != nil {
		return err
	}
	if wanted = name != ""; !wanted {
		return nil
	}
	if err := f.Sync(); err != nil {
		return err
	}
	closed = true
	if err := f.Close(); err != nil {
		return err
	}
	if err := fsys.Rename(f.Name(), filepath.Join(dir, name)); err != nil {
		return err
	}
	return fsys.SyncDir(dir)
}

// WriteBytes is WriteFile for content that is at hand.
func WriteBytes(fsys FS, path string, content []byte) error {
	return WriteFile(fsys, path, func(w io.Writer) error {
		_, err := w.Write(content)
		return err
	})
}

// RemoveLeftovers deletes what writers that died have left in the folders. Only
// the holder of their lock may call it.
func RemoveLeftovers(fsys FS, dirs ...string) error {
	for _, dir := range dirs {
		names, err := fsys.ReadDir(dir)
		if err != nil {
			return fmt.Errorf("remove unfinished files: %w", err)
		}
		for _, name := range names {
			if !strings.HasPrefix(name, TempPrefix) {
				continue
			}
			if err := fsys.Remove(filepath.Join(dir, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return fmt.Errorf("remove unfinished files: %w", err)
			}
		}
	}
	return nil
}
