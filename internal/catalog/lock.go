package catalog

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// lockPoll is how often a writer that waits asks again. Short against the time
// that writing takes, long against what asking costs.
const lockPoll = 20 * time.Millisecond

// lock waits until this process alone may write, at most c.patience. The
// returned function lets go.
func (c *Catalog) lock(ctx context.Context) (unlock func() error, err error) {
	if err := c.fsys.MkdirAll(c.dir); err != nil {
		return nil, fmt.Errorf("lock catalog: %w", err)
	}
	f, err := os.OpenFile(c.path("lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock catalog: %w", err)
	}
	timer := time.NewTimer(c.patience)
	defer timer.Stop()
	for {
		got, err := tryLock(f)
		if err != nil {
			return nil, errors.Join(fmt.Errorf("lock catalog: %w", err), f.Close())
		}
		if got {
			break
		}
		select {
		case <-ctx.Done():
			return nil, errors.Join(ctx.Err(), f.Close())
		case <-timer.C:
			return nil, errors.Join(fmt.Errorf("%w%s", ErrLocked, holder(c.path("lock"))), f.Close())
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
