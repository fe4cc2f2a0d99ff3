package source

import (
	"runtime/debug"
	"sync"
)

// For a list of over largeList bytes the garbage collector is set to
// largeListGC percent: what is read is garbage at once and lies beside what
// grows, so that collecting it more often costs little and keeps the whole
// smaller.
const (
	largeList   = 64 << 20
	largeListGC = 40
)

var frugal struct {
	sync.Mutex
	users  int
	former int
}

// Frugal makes the process spare memory while it works on files of so many
// bytes, if that is much. The returned function ends it; several can overlap.
func Frugal(bytes int64) (end func()) {
	if bytes <= largeList {
		return func() {}
	}
	frugal.Lock()
	defer frugal.Unlock()
	if frugal.users++; frugal.users == 1 {
		if frugal.former = debug.SetGCPercent(largeListGC); frugal.former >= 0 && frugal.former < largeListGC {
			debug.SetGCPercent(frugal.former) // the user wants it even smaller
		}
	}
	return sync.OnceFunc(func() {
		frugal.Lock()
		defer frugal.Unlock()
		if frugal.users--; frugal.users == 0 {
			debug.SetGCPercent(frugal.former)
		}
	})
}
