package durable

import (
	"errors"
	"os"
	"time"

	"golang.org/x/sys/windows"
)

// renamePatience is how long a rename waits for a reader that has the file open
// at this moment: Windows refuses to replace an open file.
const renamePatience = 5 * time.Second

func rename(from, to string) error {
	for end := time.Now().Add(renamePatience); ; time.Sleep(5 * time.Millisecond) {
		err := os.Rename(from, to)
		busy := errors.Is(err, windows.ERROR_ACCESS_DENIED) || errors.Is(err, windows.ERROR_SHARING_VIOLATION)
		if !busy || time.Now().After(end) {
			return err
		}
	}
}

// Windows keeps the names in a folder itself; there is nothing to flush.
func syncDir(string) error { return nil }

// tryLock takes the lock on an open file, or says that another holds it. The
// system lets go of it when the process ends, however it ends: a stale lock
// cannot be. It locks a byte far beyond the end, so that the text in the file
// stays readable.
func tryLock(f *os.File) (bool, error) {
	at := &windows.Overlapped{OffsetHigh: 1 << 30}
	err := windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, at)
	switch {
	case err == nil:
		return true, nil
	case errors.Is(err, windows.ERROR_LOCK_VIOLATION), errors.Is(err, windows.ERROR_IO_PENDING):
		return false, nil
	}
	return false, &os.PathError{Op: "LockFileEx", Path: f.Name(), Err: err}
}
