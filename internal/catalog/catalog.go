// Package catalog keeps the lists that are loaded: verified, content-addressed snapshots, of which the last good one stays in use.
//
// A catalog is a folder:
//
//	objects/SHA256         one version of one dataset: statement lines, zstd-compressed
//	snapshots/SHA256.json  a manifest: which datasets, which objects, from which source files
//	journal                one line for each change; the last line names the snapshot in force
//	lock                   held by the process that writes
//
// Objects and manifests are named by the hash of what they hold and never
// change. The journal is replaced as a whole: written under another name,
// flushed to the disk and renamed. So a reader needs no lock, and a writer that
// dies at any point leaves the former snapshot in force. The byte-level
// description is docs/format/snapshot.md.
package catalog

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"deciban/internal/catalog/durable"
)

// Errors that callers tell apart with errors.Is.
var (
	// ErrEmpty says that no list is loaded.
	ErrEmpty = errors.New("no list is loaded")
	// ErrUnknownDataset says that no loaded dataset has that name.
	ErrUnknownDataset = errors.New("unknown dataset")
	// ErrUnknownSnapshot says that the catalog holds no snapshot of that id.
	ErrUnknownSnapshot = errors.New("unknown snapshot")
	// ErrPruned says that a snapshot was in force once and has been given up.
	ErrPruned = errors.New("pruned")
	// ErrRefused says that a new version of a list is too unlike the loaded one
	// to be taken without a person's word.
	ErrRefused = errors.New("refused")
	// ErrDamaged says that a file does not hold what its name promises.
	ErrDamaged = errors.New("damaged")
	// ErrLocked says that another process writes and has not finished in time.
	ErrLocked = errors.New("another process is writing to the catalog")
	// ErrNewerFormat says that a later version of Deciban wrote the file.
	ErrNewerFormat = errors.New("written by a newer version of deciban")
)

// EnvDir names the environment variable that holds the catalog's folder.
const EnvDir = "DECIBAN_DATA"

// lockPatience is how long a writer waits for another one. Writing the largest
// lists takes a few seconds; who holds the lock for longer is stuck.
const lockPatience = 30 * time.Second

// Catalog is the store of lists in one folder. It is safe for concurrent use,
// by any number of processes.
type Catalog struct {
	dir      string
	fsys     durable.FS
	now      func() time.Time
	patience time.Duration
}

// Open returns the catalog in folder dir. The folder need not exist: it is made
// when the first list is added.
func Open(dir string) (*Catalog, error) {
	if dir == "" {
		return nil, errors.New("open catalog: no folder given")
	}
	switch info, err := os.Stat(dir); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return nil, fmt.Errorf("open catalog: %w", err)
	case !info.IsDir():
		return nil, fmt.Errorf("open catalog %q: not a folder", dir)
	}
	return &Catalog{dir: dir, fsys: durable.Disk{}, now: time.Now, patience: lockPatience}, nil
}

// Dir returns the catalog's folder.
func (c *Catalog) Dir() string { return c.dir }

// DefaultDir returns the folder that serves when none is named: the value of
// EnvDir, else "deciban" in the place where the operating system keeps a user's
// application data.
func DefaultDir() (string, error) {
	if dir := os.Getenv(EnvDir); dir != "" {
		return dir, nil
	}
	base, err := userDataDir(runtime.GOOS, os.Getenv, os.UserHomeDir)
	if err != nil {
		return "", fmt.Errorf("find the user's data folder: %w; name one with %s", err, EnvDir)
	}
	return filepath.Join(base, "deciban"), nil
}

// userDataDir follows the XDG base directory specification on Linux and the
// other Unixes, and the vendors' guidelines on Windows and macOS.
func userDataDir(goos string, getenv func(string) string, home func() (string, error)) (string, error) {
	switch goos {
	case "windows":
		if dir := getenv("LOCALAPPDATA"); dir != "" {
			return dir, nil
		}
		h, err := home()
		return filepath.Join(h, "AppData", "Local"), err
	case "darwin":
		h, err := home()
		return filepath.Join(h, "Library", "Application Support"), err
	}
	// The specification says that a relative path is to be ignored.
	if dir := getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return dir, nil
	}
	h, err := home()
	return filepath.Join(h, ".local", "share"), err
}

// lock waits until this process alone may write, at most c.patience. The
// returned function lets go.
func (c *Catalog) lock(ctx context.Context) (unlock func() error, err error) {
	unlock, err = durable.Lock(ctx, c.fsys, c.path("lock"), c.patience, ErrLocked)
	if err != nil && ctx.Err() == nil {
		err = fmt.Errorf("lock catalog: %w", err)
	}
	return unlock, err
}

// removeLeftovers deletes what writers that died have left. Only the holder of
// the lock may call it.
func (c *Catalog) removeLeftovers() error {
	return durable.RemoveLeftovers(c.fsys, c.dir, c.path("objects"), c.path("snapshots"))
}

func (c *Catalog) path(elem ...string) string {
	return filepath.Join(append([]string{c.dir}, elem...)...)
}
