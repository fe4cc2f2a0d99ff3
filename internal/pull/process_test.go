package pull

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"deciban/internal/catalog"
	"deciban/internal/catalog/durable"
	"deciban/internal/catalog/durable/faulty"
)

// envChild makes the test binary act as another process.
const envChild = "DECIBAN_TEST_PULL_CHILD"

// TestChildProcess is not a test of its own: the next one starts it.
func TestChildProcess(t *testing.T) {
	dir, address, ok := strings.Cut(os.Getenv(envChild), " ")
	if !ok {
		return
	}
	p := newPuller(t)
	var err error
	if p.Catalog, err = catalog.Open(dir); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Pull(t.Context(), Source{Dataset: "blocklist", URLs: []string{address}, MaxBytes: 1 << 20}); err != nil {
		t.Fatal(err)
	}
}

// A process is killed in the middle of a download: what was loaded is whole, the
// lock is free, and the next pull goes on where it stopped.
func TestKilledPullGoesOnWhereItStopped(t *testing.T) {
	pub, p := newPublisher(t), newPuller(t)
	pub.put("/list.csv", table(2000))
	if _, err := p.Pull(t.Context(), pub.source("/list.csv")); err != nil {
		t.Fatal(err)
	}
	content := table(2001)
	pub.put("/list.csv", content)
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe, "-test.run=^TestChildProcess$")
	cmd.Env = append(os.Environ(), envChild+"="+p.Catalog.Dir()+" "+pub.URL+"/list.csv")
	started, killed := make(chan struct{}), make(chan error, 1)
	etag := pub.files["/list.csv"].etag
	pub.mu.Lock()
	pub.handle = func(w http.ResponseWriter, _ *http.Request) bool {
		w.Header().Set("ETag", etag)
		sendHead(w, content, 20000)
		time.Sleep(100 * time.Millisecond) // so that they are written
		<-started
		killed <- cmd.Process.Kill()
		return true
	}
	pub.mu.Unlock()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	close(started)
	if err := <-killed; err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // killed: its exit status says so
	if got := entries(t, p); got != 2000 {
		t.Errorf("%d entries", got)
	}
	pub.mu.Lock()
	pub.handle = nil
	pub.mu.Unlock()
	pub.requests()
	if _, err := p.Pull(t.Context(), pub.source("/list.csv")); err != nil || entries(t, p) != 2001 {
		t.Errorf("then: %v, %d entries", err, entries(t, p))
	}
	if asked := pub.requests(); len(asked) != 1 || !strings.Contains(asked[0], "Range=bytes=") {
		t.Errorf("asked %q", asked)
	}
}

// Two processes pull the same list at once: one does, the other is told which.
func TestTwoProcessesPullAtOnce(t *testing.T) {
	pub, p := newPublisher(t), newPuller(t)
	pub.put("/list.csv", table(30))
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe, "-test.run=^TestChildProcess$")
	cmd.Env = append(os.Environ(), envChild+"="+p.Catalog.Dir()+" "+pub.URL+"/list.csv")
	asked, goOn := make(chan struct{}), make(chan struct{})
	pub.mu.Lock()
	pub.handle = func(http.ResponseWriter, *http.Request) bool {
		close(asked)
		<-goOn
		return false
	}
	pub.mu.Unlock()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	<-asked
	_, err = p.Pull(t.Context(), pub.source("/list.csv"))
	if want := fmt.Sprintf("(process %d)", cmd.Process.Pid); !errors.Is(err, ErrBusy) || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want %s", err, want)
	}
	close(goOn)
	if err := cmd.Wait(); err != nil || entries(t, p) != 30 {
		t.Errorf("the other one: %v, %d entries", err, entries(t, p))
	}
	pub.mu.Lock()
	pub.handle = nil
	pub.mu.Unlock()
	if out, err := p.Pull(t.Context(), pub.source("/list.csv")); err != nil || out.Changed {
		t.Errorf("then: %+v, %v", out, err)
	}
}

// After a fault at any operation on the disk that keeps the status, the list is
// the former one or the new one, and the next pull succeeds.
func TestFaultAtEveryOperationOfTheStatus(t *testing.T) {
	for n := 1; ; n++ {
		pub, p := newPublisher(t), newPuller(t)
		pub.put("/list.csv", table(20))
		if _, err := p.Pull(t.Context(), pub.source("/list.csv")); err != nil {
			t.Fatal(err)
		}
		pub.put("/list.csv", table(21))
		disk := &faulty.Disk{FailAt: n, Dead: true, Half: true}
		p.FS = disk
		_, err := p.Pull(t.Context(), pub.source("/list.csv"))
		p.FS = durable.Disk{}
		if disk.Count < n {
			if err != nil || n < 6 {
				t.Errorf("%d operations, %v", n, err)
			}
			return
		}
		got := entries(t, p)
		if got != 20 && got != 21 || err != nil && !errors.Is(err, faulty.ErrInjected) {
			t.Errorf("operation %d: %d entries, %v", n, got, err)
		}
		if _, err := p.Pull(t.Context(), pub.source("/list.csv")); err != nil || entries(t, p) != 21 {
			t.Errorf("operation %d, then again: %d entries, %v", n, entries(t, p), err)
		}
	}
}

// A disk that is full while a file arrives is said as such and not taken for a
// broken line, which would be tried again.
func TestFullDiskIsNotTriedAgain(t *testing.T) {
	f, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("needs /dev/full, a device that is always full")
	}
	defer f.Close()
	_, err = io.Copy(diskWriter{f}, strings.NewReader(table(2000)))
	var forGood permanent
	if !errors.As(err, &forGood) || !strings.Contains(err.Error(), "no space left") {
		t.Errorf("got %v", err)
	}
}
