// Package faulty is a disk that fails at the n-th operation, as a full one does or one whose process is killed; only tests import it.
package faulty

import (
	"errors"
	"fmt"
	"os"

	"deciban/internal/catalog/durable"
)

// ErrInjected is the cause of each failure.
var ErrInjected = errors.New("injected")

// Unsynced does not wait for the disk, which would be most of the time of tests
// that write thousands of files.
type Unsynced struct{ durable.Disk }

// CreateTemp makes a file whose Sync does nothing.
func (u Unsynced) CreateTemp(dir string) (durable.File, error) {
	f, err := u.Disk.CreateTemp(dir)
	return unsyncedFile{f}, err
}

// SyncDir does nothing.
func (Unsynced) SyncDir(string) error { return nil }

type unsyncedFile struct{ durable.File }

func (unsyncedFile) Sync() error { return nil }

// Disk counts the operations that change the disk and fails at one of them.
type Disk struct {
	Unsynced
	// FailAt is the operation that fails, counted from 1; 0 is none.
	FailAt int
	// Dead makes all later operations fail too, as if the process had been
	// killed; else only that one fails, as on a full disk.
	Dead bool
	// Half makes a failing write leave half of its bytes.
	Half bool
	// Kill, if set, is called in place of failing: it ends the process.
	Kill func()
	// Count is the number of operations so far.
	Count int
}

func (d *Disk) step() error {
	d.Count++
	if d.Count != d.FailAt && (!d.Dead || d.FailAt == 0 || d.Count < d.FailAt) {
		return nil
	}
	if d.Kill != nil {
		d.Kill()
	}
	return fmt.Errorf("operation %d: %w", d.Count, ErrInjected)
}

// MkdirAll is an operation.
func (d *Disk) MkdirAll(dir string) error {
	if err := d.step(); err != nil {
		return err
	}
	return d.Unsynced.MkdirAll(dir)
}

// CreateTemp is an operation, and so is all that is done to the file.
func (d *Disk) CreateTemp(dir string) (durable.File, error) {
	if err := d.step(); err != nil {
		return nil, err
	}
	f, err := d.Unsynced.CreateTemp(dir)
	return &file{f, d}, err
}

// Rename is an operation.
func (d *Disk) Rename(from, to string) error {
	if err := d.step(); err != nil {
		return err
	}
	return d.Unsynced.Rename(from, to)
}

// Remove is an operation.
func (d *Disk) Remove(path string) error {
	if err := d.step(); err != nil {
		return err
	}
	return d.Unsynced.Remove(path)
}

// SyncDir is an operation.
func (d *Disk) SyncDir(dir string) error {
	if err := d.step(); err != nil {
		return err
	}
	return d.Unsynced.SyncDir(dir)
}

type file struct {
	durable.File
	disk *Disk
}

func (f *file) Write(p []byte) (int, error) {
	half := func() int {
		if !f.disk.Half {
			return 0
		}
		n, _ := f.File.Write(p[:len(p)/2])
		return n
	}
	if f.disk.Kill != nil && f.disk.Count+1 == f.disk.FailAt {
		half() // the process is gone after the next line
	}
	if err := f.disk.step(); err != nil {
		return half(), err
	}
	return f.File.Write(p)
}

func (f *file) Sync() error {
	if err := f.disk.step(); err != nil {
		return err
	}
	return f.File.Sync()
}

// Close closes in any case, as the system does for a process that dies.
func (f *file) Close() error { return errors.Join(f.disk.step(), f.File.Close()) }

// Leftovers returns the files below dir that a writer has not finished.
func Leftovers(dir string) ([]string, error) {
	var left []string
	err := walk(dir, func(path, name string) {
		if len(name) >= len(durable.TempPrefix) && name[:len(durable.TempPrefix)] == durable.TempPrefix {
			left = append(left, path)
		}
	})
	return left, err
}

func walk(dir string, each func(path, name string)) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	for _, e := range entries {
		path := dir + string(os.PathSeparator) + e.Name()
		if e.IsDir() {
			err = errors.Join(err, walk(path, each))
			continue
		}
		each(path, e.Name())
	}
	return err
}
