package catalog

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

var errInjected = errors.New("injected")

// unsyncedFileSystem does not wait for the disk, which would be most of the
// time of these tests.
type unsyncedFileSystem struct{ osFileSystem }

func (f unsyncedFileSystem) CreateTemp(dir string) (tempFile, error) {
	t, err := f.osFileSystem.CreateTemp(dir)
	return unsyncedFile{t}, err
}

func (unsyncedFileSystem) SyncDir(string) error { return nil }

type unsyncedFile struct{ tempFile }

func (unsyncedFile) Sync() error { return nil }

// faultyFileSystem counts the operations that change the disk and fails at the
// n-th. If it is dead from then on, all later operations fail too, as if the
// process had been killed; if not, only that one fails, as on a full disk.
type faultyFileSystem struct {
	unsyncedFileSystem
	failAt int
	dead   bool
	// half makes the failing write leave half of its bytes.
	half  bool
	count int
}

func (f *faultyFileSystem) step() error {
	f.count++
	if f.count == f.failAt || f.dead && f.count > f.failAt {
		return fmt.Errorf("operation %d: %w", f.count, errInjected)
	}
	return nil
}

func (f *faultyFileSystem) MkdirAll(dir string) error {
	if err := f.step(); err != nil {
		return err
	}
	return f.unsyncedFileSystem.MkdirAll(dir)
}

func (f *faultyFileSystem) CreateTemp(dir string) (tempFile, error) {
	if err := f.step(); err != nil {
		return nil, err
	}
	t, err := f.unsyncedFileSystem.CreateTemp(dir)
	return &faultyFile{t, f}, err
}

func (f *faultyFileSystem) Rename(from, to string) error {
	if err := f.step(); err != nil {
		return err
	}
	return f.unsyncedFileSystem.Rename(from, to)
}

func (f *faultyFileSystem) Remove(path string) error {
	if err := f.step(); err != nil {
		return err
	}
	return f.unsyncedFileSystem.Remove(path)
}

func (f *faultyFileSystem) SyncDir(dir string) error {
	if err := f.step(); err != nil {
		return err
	}
	return f.unsyncedFileSystem.SyncDir(dir)
}

type faultyFile struct {
	tempFile
	fsys *faultyFileSystem
}

func (f *faultyFile) Write(p []byte) (int, error) {
	if err := f.fsys.step(); err != nil {
		if f.fsys.half {
			n, _ := f.tempFile.Write(p[:len(p)/2])
			return n, err
		}
		return 0, err
	}
	return f.tempFile.Write(p)
}

func (f *faultyFile) Sync() error {
	if err := f.fsys.step(); err != nil {
		return err
	}
	return f.tempFile.Sync()
}

// Close closes in any case, as the system does for a process that dies.
func (f *faultyFile) Close() error {
	return errors.Join(f.fsys.step(), f.tempFile.Close())
}

var _ io.Writer = (*faultyFile)(nil)

// After a fault at any operation the former snapshot or the new one is whole,
// never anything else, and the next writer succeeds and clears up.
func TestFaultAtEveryOperation(t *testing.T) {
	oldWant := []string{"kept 0", "old 0", "old 1"}
	newWant := []string{"kept 0", "new 0", "new 1", "new 2"}
	for _, dead := range []bool{false, true} {
		for _, half := range []bool{false, true} {
			t.Run(fmt.Sprintf("dead=%v,half=%v", dead, half), func(t *testing.T) {
				ops := 0
				for n := 1; ; n++ {
					c := testCatalog(t)
					c.fsys = unsyncedFileSystem{}
					mustAdd(t, c, version(t, "ofac", "kept", 1), version(t, "un", "old", 2))
					faulty := &faultyFileSystem{failAt: n, dead: dead, half: half}
					c.fsys = faulty
					_, err := c.Add(t.Context(), version(t, "un", "new", 3))
					c.fsys = unsyncedFileSystem{}
					got := captions(t, c)
					if faulty.count < n {
						if err != nil || !reflect.DeepEqual(got, newWant) {
							t.Fatalf("without a fault: %q, %v", got, err)
						}
						break
					}
					ops = n
					if err != nil && !errors.Is(err, errInjected) {
						t.Errorf("operation %d: unexpected error %v", n, err)
					}
					isNew := reflect.DeepEqual(got, newWant)
					switch {
					case err == nil && !isNew:
						t.Errorf("operation %d failed, Add did not say so, and the new list is not in force: %q", n, got)
					case !isNew && !reflect.DeepEqual(got, oldWant):
						t.Errorf("operation %d: neither the old lists nor the new: %q", n, got)
					}
					mustAdd(t, c, version(t, "un", "new", 3))
					if got := captions(t, c); !reflect.DeepEqual(got, newWant) {
						t.Errorf("operation %d, then again: %q", n, got)
					}
					if left := leftovers(t, c); len(left) > 0 {
						t.Errorf("operation %d, then again: left over %q", n, left)
					}
				}
				if ops < 15 {
					t.Errorf("only %d operations were seen to fail", ops)
				}
			})
		}
	}
}

// The first list of all meets the same faults.
func TestFaultAtEveryOperationOfTheFirstAdd(t *testing.T) {
	for n := 1; ; n++ {
		c := testCatalog(t)
		faulty := &faultyFileSystem{failAt: n, dead: true}
		c.fsys = faulty
		_, err := c.Add(t.Context(), version(t, "un", "new", 2))
		c.fsys = unsyncedFileSystem{}
		got := captions(t, c)
		if faulty.count < n {
			break
		}
		if len(got) != 0 && len(got) != 2 || err == nil && len(got) == 0 {
			t.Errorf("operation %d: %q, %v", n, got, err)
		}
	}
}

func leftovers(t *testing.T, c *Catalog) []string {
	t.Helper()
	var left []string
	err := filepath.WalkDir(c.Dir(), func(path string, d os.DirEntry, err error) error {
		if strings.HasPrefix(d.Name(), tempPrefix) {
			left = append(left, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return left
}
