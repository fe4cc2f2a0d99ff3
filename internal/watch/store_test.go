package watch

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"

	"deciban/internal/catalog"
	"deciban/internal/catalog/durable/faulty"
	"deciban/internal/screen"
	"deciban/internal/weigh"
)

// sample returns a portfolio after a run.
func sample(t *testing.T, subjects ...string) *Portfolio {
	t.Helper()
	p := New()
	put(t, p, subjects...)
	lists := Lists{Snapshot: "s1", Searcher: scan}
	lists.Entities = append(lists.Entities, must(t, `{"id":"e1","schema":"Person","datasets":["one"],"properties":{"name":["Ottoline Brackenbury"]}}`))
	if _, err := p.Run(t.Context(), lists, Options{Model: "m", Cut: screen.Cut{Persons: 10 * weigh.Deciban}, Now: time.Unix(1, 0)}); err != nil {
		t.Fatal(err)
	}
	return p
}

func put(t *testing.T, p *Portfolio, names ...string) {
	t.Helper()
	for _, name := range names {
		e, err := screen.NewSubject("Person", map[string][]string{"name": {name}})
		if err != nil {
			t.Fatal(err)
		}
		e.ID = name
		if _, _, err := p.Put(e); err != nil {
			t.Fatal(err)
		}
	}
}

func TestPortfolioReadsBackUnchanged(t *testing.T) {
	p := sample(t, "Ottoline Brackenbury", "Zebedee Quillfeather")
	put(t, p, "Not Yet Screened")
	back := reread(t, p)
	if !reflect.DeepEqual(back, p) {
		t.Errorf("got %+v, want %+v", back, p)
	}
	if _, matches, screened := back.Subject("Ottoline Brackenbury"); len(matches) != 1 || !screened {
		t.Errorf("matches %v, screened %v", matches, screened)
	}
	if _, _, screened := back.Subject("Not Yet Screened"); screened {
		t.Error("a subject that was added since counts as screened")
	}
	one, err := encode(p)
	if err != nil {
		t.Fatal(err)
	}
	if two, _ := encode(back); !bytes.Equal(one, two) {
		t.Error("the same portfolio, other bytes")
	}
}

func TestFlippedBitInThePortfolioIsFound(t *testing.T) {
	whole, err := encode(sample(t, "Ottoline Brackenbury"))
	if err != nil {
		t.Fatal(err)
	}
	for bit := range 8 * len(whole) {
		bad := bytes.Clone(whole)
		bad[bit/8] ^= 1 << (bit % 8)
		if _, err := decode(t.Context(), bad); !errors.Is(err, catalog.ErrDamaged) {
			t.Fatalf("bit %d of byte %d: %v", bit%8, bit/8, err)
		}
	}
	for _, n := range []int{0, 1, 64, 65, len(whole) - 1} {
		if _, err := decode(t.Context(), whole[:n]); !errors.Is(err, catalog.ErrDamaged) {
			t.Errorf("cut to %d bytes: %v", n, err)
		}
	}
}

func TestNewerPortfolioIsRefusedAsSuch(t *testing.T) {
	_, err := decodeLines(t.Context(), strings.NewReader(`{"format":3,"whatever":1}`+"\n"))
	if !errors.Is(err, catalog.ErrNewerFormat) {
		t.Errorf("got %v", err)
	}
}

// A portfolio of before there were news is read, and what it says is kept.
func TestFormatOneIsRead(t *testing.T) {
	p, err := decodeLines(t.Context(), strings.NewReader("{\"format\":1,\"subjects\":1,\"entries\":1,\"last\":{\"at\":\"2024-01-02T03:04:05Z\",\"snapshot\":\"s\",\"model\":\"m\",\"persons\":30,\"others\":30}}\n"+
		"{\"s\":{\"id\":\"a\",\"s\":\"Person\"},\"d\":\"x\"}\n{\"l\":\"x\",\"i\":\"y\",\"d\":\"z\"}\n"))
	if err != nil || p.Len() != 1 || p.Last.Snapshot != "s" || p.Last.News != "" || !p.Tell("a", "r") {
		t.Errorf("%+v %v", p, err)
	}
}

// A report is told once for a subject, also after the portfolio was kept.
func TestNewsIsToldOnce(t *testing.T) {
	p := sample(t, "Ottoline Brackenbury")
	id := p.IDs()[0]
	for _, report := range []string{"r2", "r1", "r3"} {
		if !p.Tell(id, report) {
			t.Errorf("%s counts as told", report)
		}
	}
	p.Last = &Last{News: "x"}
	whole, err := encode(p)
	if err != nil {
		t.Fatal(err)
	}
	back, err := decode(t.Context(), whole)
	if err != nil {
		t.Fatal(err)
	}
	if back.Tell(id, "r1") || back.Tell(id, "r2") || !back.Tell(id, "r0") || back.Tell("nobody", "r1") || back.Last.News != "x" {
		t.Errorf("%+v", back.subjects[id].told)
	}
	if n := len(back.Unread()); n != back.Len() {
		t.Errorf("%d are unread, and no report was looked through", n)
	}
	back.Read()
	if n := len(back.Unread()); n != 0 {
		t.Errorf("%d are unread after all were looked through", n)
	}
}

func FuzzPortfolio(f *testing.F) {
	f.Add([]byte("{\"format\":1,\"subjects\":1,\"entries\":1}\n{\"s\":{\"id\":\"a\",\"s\":\"Person\"}}\n{\"l\":\"x\",\"i\":\"y\",\"d\":\"z\"}\n"))
	f.Add([]byte("{\"format\":1,\"subjects\":99999999999}\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := decodeLines(t.Context(), bytes.NewReader(b))
		if err != nil {
			return
		}
		whole, err := encode(p)
		if err != nil {
			t.Skip("holds what JSON has no place for: " + err.Error())
		}
		if back, err := decode(t.Context(), whole); err != nil || back.Len() != p.Len() {
			t.Errorf("%q: %v", b, err)
		}
	})
}

func openTest(t *testing.T) *Store {
	t.Helper()
	s := Open(t.TempDir())
	s.fsys = faulty.Unsynced{}
	return s
}

// After a fault at any operation the portfolio is the former or the new one.
func TestFaultAtEveryOperation(t *testing.T) {
	for _, dead := range []bool{false, true} {
		for n := 1; ; n++ {
			s := openTest(t)
			add := func(name string) error {
				return s.Update(t.Context(), func(p *Portfolio) error { put(t, p, name); return nil })
			}
			if err := add("First Subject"); err != nil {
				t.Fatal(err)
			}
			disk := &faulty.Disk{FailAt: n, Dead: dead, Half: true}
			s.fsys = disk
			err := add("Second Subject")
			s.fsys = faulty.Unsynced{}
			if disk.Count < n {
				if err != nil || n < 6 {
					t.Errorf("%d operations, %v", n, err)
				}
				break
			}
			p, loadErr := s.Load(t.Context())
			if loadErr != nil || p.Len() != 1 && p.Len() != 2 || err == nil && p.Len() != 2 {
				t.Errorf("operation %d: %v; then %v", n, err, loadErr)
			}
			if err := add("Second Subject"); err != nil {
				t.Errorf("operation %d, then again: %v", n, err)
			}
			if left, _ := faulty.Leftovers(filepath.Dir(s.path)); len(left) > 0 {
				t.Errorf("operation %d, then again: left over %q", n, left)
			}
		}
	}
}

// envChild makes the test binary act as another process.
const envChild = "DECIBAN_TEST_WATCH_CHILD"

// TestChildProcess is not a test of its own: the next one starts it.
func TestChildProcess(t *testing.T) {
	at, dir, ok := strings.Cut(os.Getenv(envChild), ":")
	if !ok {
		return
	}
	n := 0
	if _, err := fmt.Sscan(at, &n); err != nil {
		t.Fatal(err)
	}
	s := Open(dir)
	s.fsys = &faulty.Disk{FailAt: n, Half: true, Kill: func() {
		if self, err := os.FindProcess(os.Getpid()); err == nil {
			_ = self.Kill()
		}
		select {}
	}}
	if err := s.Update(t.Context(), func(p *Portfolio) error { put(t, p, "Second Subject"); return nil }); err != nil {
		t.Fatal(err)
	}
}

func TestKilledAtEveryWrite(t *testing.T) {
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for n := 1; ; n++ {
		dir := t.TempDir()
		s := Open(dir)
		if err := s.Update(t.Context(), func(p *Portfolio) error { put(t, p, "First Subject"); return nil }); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(exe, "-test.run=^TestChildProcess$")
		cmd.Env = append(os.Environ(), fmt.Sprintf("%s=%d:%s", envChild, n, dir))
		out, err := cmd.CombinedOutput()
		p, loadErr := s.Load(t.Context())
		if loadErr != nil {
			t.Fatalf("killed at operation %d: %v", n, loadErr)
		}
		var exit *exec.ExitError
		switch {
		case err == nil:
			if p.Len() != 2 || n < 6 {
				t.Errorf("%d subjects after %d operations", p.Len(), n)
			}
			return
		case !errors.As(err, &exit) || exit.Exited() && runtime.GOOS != "windows":
			t.Fatalf("%v\n%s", err, out)
		case p.Len() != 1 && p.Len() != 2:
			t.Errorf("killed at operation %d: %d subjects", n, p.Len())
		}
	}
}

func TestTwoUpdatesAtOnce(t *testing.T) {
	s, other := openTest(t), *openTest(t)
	other.path, other.lock, other.patience = s.path, s.lock, 0
	err := s.Update(t.Context(), func(p *Portfolio) error {
		put(t, p, "First Subject")
		if err := other.Update(t.Context(), func(*Portfolio) error { return nil }); !errors.Is(err, ErrBusy) {
			t.Errorf("while locked: %v", err)
		}
		if before, err := other.Load(t.Context()); err != nil || before.Len() != 0 {
			t.Errorf("reading while locked: %v, %v", before, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	failed := errors.New("no")
	if err := s.Update(t.Context(), func(p *Portfolio) error { p.Remove("First Subject"); return failed }); !errors.Is(err, failed) {
		t.Errorf("got %v", err)
	}
	if p, err := s.Load(t.Context()); err != nil || p.Len() != 1 {
		t.Errorf("after an edit that failed: %v, %v", p, err)
	}
}
