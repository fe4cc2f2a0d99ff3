package catalog

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"deciban/internal/catalog/durable/faulty"
)

// envChild makes the test binary act as another process; its value says as
// which one.
const envChild = "DECIBAN_TEST_CATALOG_CHILD"

// TestChildProcess is not a test of its own: the others start it.
func TestChildProcess(t *testing.T) {
	role, dir, _ := strings.Cut(os.Getenv(envChild), ":")
	if role == "" {
		return
	}
	c, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	var at int
	if n, err := fmt.Sscanf(role, "killed at %d", &at); n == 1 && err == nil {
		c.fsys = &faulty.Disk{FailAt: at, Half: true, Kill: func() {
			self, err := os.FindProcess(os.Getpid())
			if err != nil {
				t.Fatal(err)
			}
			_ = self.Kill() // SIGKILL: nothing is run after it
			select {}
		}}
		if _, err := c.Add(t.Context(), version(t, "un", "new", 3)); err != nil {
			t.Fatal(err)
		}
		return
	}
	switch role {
	case "hold": // takes the lock and waits to be killed
		if _, err := c.lock(t.Context()); err != nil {
			t.Fatal(err)
		}
		fmt.Println("locked")
		time.Sleep(time.Minute)
	case "write": // replaces one list again and again until it is killed
		for i := 0; ; i++ {
			if _, err := c.Add(t.Context(), version(t, "un", fmt.Sprint("round", i), 200)); err != nil {
				t.Fatal(err)
			}
			fmt.Println("added")
		}
	}
}

// child starts the test binary in a role and waits for its first line.
func child(t *testing.T, role, dir string) *exec.Cmd {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe, "-test.run=^TestChildProcess$")
	cmd.Env = append(os.Environ(), envChild+"="+role+":"+dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		t.Fatalf("%s: %v", role, err)
	}
	return cmd
}

func kill(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // killed: its exit status says so
}

func TestLockOfAnotherProcessIsRespectedAndDiesWithIt(t *testing.T) {
	c := testCatalog(t)
	before := mustAdd(t, c, version(t, "un", "x", 1))
	other := child(t, "hold", c.Dir())
	c.patience = 50 * time.Millisecond
	_, err := c.Add(t.Context(), version(t, "un", "y", 1))
	if !errors.Is(err, ErrLocked) || !strings.Contains(err.Error(), fmt.Sprint(other.Process.Pid)) {
		t.Errorf("while locked: %v", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if _, err := c.Remove(ctx, "un"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("while locked, impatient: %v", err)
	}
	if now, err := c.Current(t.Context()); err != nil || now.ID != before.ID {
		t.Errorf("reading while locked: %v, %v", now, err)
	}
	kill(t, other)
	c.patience = lockPatience
	if got := captions(t, c); len(got) != 1 {
		t.Errorf("after: %q", got)
	}
	mustAdd(t, c, version(t, "un", "z", 1))
}

// A writer is killed at moments of the operating system's choice; what is left
// is always whole.
func TestKilledWriterLeavesAWholeSnapshot(t *testing.T) {
	c := testCatalog(t)
	for i := range 8 {
		writer := child(t, "write", c.Dir())
		time.Sleep(time.Duration(i) * 3 * time.Millisecond)
		kill(t, writer)
		if got := captions(t, c); len(got) != 200 {
			t.Fatalf("round %d: %d entries", i, len(got))
		}
	}
	mustAdd(t, c, version(t, "un", "last", 1))
	if left := leftovers(t, c); len(left) > 0 {
		t.Errorf("left over: %q", left)
	}
}

// Readers see the old or the new lists while writers take turns, and no add is
// lost.
func TestReadersAndWritersAtOnce(t *testing.T) {
	c := testCatalog(t)
	mustAdd(t, c, version(t, "base", "x", 20))
	var writers, readers sync.WaitGroup
	stop := make(chan struct{})
	for range 3 {
		readers.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				s, err := c.Current(t.Context())
				if err == nil {
					err = s.Verify(t.Context())
				}
				if err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	want := []string{"base"}
	for w := range 4 {
		name := fmt.Sprintf("list%d", w)
		want = append(want, name)
		writers.Go(func() {
			// A catalog of its own, as another process would have.
			mine, err := Open(c.Dir())
			if err != nil {
				t.Error(err)
				return
			}
			for i := range 3 {
				if _, err := mine.Add(t.Context(), version(t, name, fmt.Sprint("round", i), 5)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	writers.Wait()
	close(stop)
	readers.Wait()
	s, err := c.Current(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, d := range s.Manifest.Datasets {
		got = append(got, d.Name)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("datasets %q, want %q", got, want)
	}
	changes, err := c.History(t.Context())
	if err != nil || len(changes) != 13 {
		t.Errorf("%d changes, %v; want 13", len(changes), err)
	}
}

// A writer is killed at each operation on the disk in turn, with half of a block
// written: what is left is the former snapshot or the new one, whole, and the
// next writer clears up.
func TestKilledAtEveryWrite(t *testing.T) {
	oldWant, newWant := []string{"kept 0", "old 0", "old 1"}, []string{"kept 0", "new 0", "new 1", "new 2"}
	for n := 1; ; n++ {
		c := testCatalog(t)
		mustAdd(t, c, version(t, "ofac", "kept", 1), version(t, "un", "old", 2))
		killed := killedChild(t, fmt.Sprintf("killed at %d", n), c.Dir())
		got := captions(t, c)
		if !killed {
			if !reflect.DeepEqual(got, newWant) {
				t.Errorf("not killed: %q", got)
			}
			if n < 15 {
				t.Errorf("only %d operations", n)
			}
			return
		}
		if !reflect.DeepEqual(got, oldWant) && !reflect.DeepEqual(got, newWant) {
			t.Errorf("killed at operation %d: %q", n, got)
		}
		mustAdd(t, c, version(t, "un", "new", 3))
		if got := captions(t, c); !reflect.DeepEqual(got, newWant) {
			t.Errorf("killed at operation %d, then again: %q", n, got)
		}
		if left := leftovers(t, c); len(left) > 0 {
			t.Errorf("killed at operation %d: left over %q", n, left)
		}
	}
}

// killedChild runs the test binary in a role to its end and tells whether it was
// killed.
func killedChild(t *testing.T, role, dir string) bool {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe, "-test.run=^TestChildProcess$")
	cmd.Env = append(os.Environ(), envChild+"="+role+":"+dir)
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	switch {
	case err == nil:
		return false
	case errors.As(err, &exit) && !exit.Exited(), runtime.GOOS == "windows":
		return true
	}
	t.Fatalf("%s: %v\n%s", role, err, out)
	return false
}
