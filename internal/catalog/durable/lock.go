package durable

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// lockPoll is how often a writer that waits asks again. Short against the time
// that writing takes, long against what asking costs.
const lockPoll = 20 * time.Millisecond

// Lock takes the lock that is the file path, whose folder it makes, and waits
// for it at most for patience. If another process holds it for longer, the error
// is busy with the number of that process. The returned function lets go; the
// operating system does too when the process ends, however it ends.
func Lock(ctx context.Context, fsys FS, path string, patience time.Duration, busy error) (unlock func() error, err error) {
	if err := fsys.MkdirAll(filepath.Dir(path)); err != nil {
		return nil, fmt.Errorf("lock %s: %w", path, err)
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("take the lock: %w", err)
	}
	timer := time.NewTimer(patience)
	defer timer.Stop()
	for {
		got, err := tryLock(f)
		if err != nil {
			return nil, errors.Join(fmt.Errorf("take the lock: %w", err), f.Close())
		}
		if got {
			break
		}
		select {
		case <-ctx.Done():
			return nil, errors.Join(ctx.Err(), f.Close())
		case <-timer.C:
			return nil, errors.Join(fmt.Errorf("%w%s", busy, holder(path)), f.Close())
		case <-time.After(lockPoll):
		}
	}
	// The number only helps a person who waits; nothing depends on it.
	if err := f.Truncate(0); err == nil {
		_, _ = f.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0)
	}
	return f.Close, nil
}

// holder says which process has the lock, if the file tells.
func holder(path string) string {
	b, err := os.ReadFile(path)
	pid := strings.TrimSpace(string(b))
	if err != nil || pid == "" {
		return ""
	}
	return " (process " + pid + ")"
}
