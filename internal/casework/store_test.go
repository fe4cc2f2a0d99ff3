package casework

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"deciban/internal/catalog"
	"deciban/internal/catalog/durable/faulty"
)

func openTest(t testing.TB) *Store {
	t.Helper()
	s := Open(t.TempDir())
	s.fsys = faulty.Unsynced{}
	return s
}

// create opens a case with one alert.
func create(t testing.TB, s *Store, at time.Time) *Case {
	t.Helper()
	c, err := s.Create(context.Background(), at, opening(t), screened(alert("e1", 5000, "k")))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func note(s *Store, id, text string) error {
	_, err := s.Append(context.Background(), id, func(*Case) ([]Event, error) {
		return []Event{{Kind: Noted, By: "anna", At: day(9), Text: text}}, nil
	})
	return err
}

func TestACaseReadsBackUnchanged(t *testing.T) {
	s := openTest(t)
	c := create(t, s, day(1))
	if err := note(s, c.ID, "first <&> line\nsecond"); err != nil {
		t.Fatal(err)
	}
	back, err := s.Load(c.ID)
	if err != nil {
		t.Fatal(err)
	}
	again, err := s.Load(c.ID)
	if err != nil || !reflect.DeepEqual(back, again) || back.Seal == c.Seal {
		t.Errorf("%v: %+v, then %+v", err, back, again)
	}
	if got := back.Events[2].Text; got != "first <&> line\nsecond" {
		t.Errorf("the note is %q", got)
	}
	if !reflect.DeepEqual(back.Events[:2], c.Events) || back.Subject.Caption() != "Ottoline Brackenbury" {
		t.Errorf("%+v, not %+v", back.Events[:2], c.Events)
	}
	whole, err := os.ReadFile(s.path(c.ID))
	if err != nil || bytes.Count(whole, []byte("\n")) != 3 {
		t.Errorf("%v: %s", err, whole)
	}
}

func TestCasesAreNumberedByYear(t *testing.T) {
	s := openTest(t)
	for _, year := range []int{2026, 2025, 2026, 2027, 2025} {
		create(t, s, time.Date(year, 5, 1, 0, 0, 0, 0, time.UTC))
	}
	for _, other := range []string{"notes.txt", "2026-3.jsonl", "2026-0009.json", "20260009.jsonl", "2026-0000.jsonl"} {
		if err := os.WriteFile(filepath.Join(s.dir, other), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Rename(s.path("2026-0002"), s.path("2026-10000")); err != nil {
		t.Fatal(err)
	}
	create(t, s, day(1))
	ids, err := s.IDs()
	if want := []string{"2025-0001", "2025-0002", "2026-0001", "2026-10000", "2026-10001", "2027-0001"}; err != nil || !slices.Equal(ids, want) {
		t.Errorf("%v, %v; want %v", ids, err, want)
	}
	for _, id := range []string{"", "2026-0007", "../2026-0001", "2026-1", "2026-00001"} {
		if _, err := s.Load(id); !errors.Is(err, ErrUnknown) {
			t.Errorf("%q: %v", id, err)
		}
		if err := note(s, id, "x"); !errors.Is(err, ErrUnknown) {
			t.Errorf("%q, to be added to: %v", id, err)
		}
	}
}

// Whatever is changed in a record, but by one who rewrites all that follows, is
// found; and who rewrites all has another seal.
func TestAnAlteredRecordIsFound(t *testing.T) {
	c := newCase(t, screened(alert("e1", 5000, "k")))
	decide(t, c, "e1", Different)
	if err := c.append(Event{Kind: Closed, By: "anna", At: day(4), Outcome: "cleared", Text: "x"}); err != nil {
		t.Fatal(err)
	}
	whole := bytes.Join(c.lines, nil)
	if back, err := parse("x", whole); err != nil || back.Seal != c.Seal {
		t.Fatalf("%v", err)
	}
	last := len(whole) - len(c.lines[3])
	for bit := range 8 * len(whole) {
		bad := bytes.Clone(whole)
		bad[bit/8] ^= 1 << (bit % 8)
		back, err := parse("x", bad)
		switch {
		case err == nil && bit/8 < last:
			t.Fatalf("bit %d of byte %d, before the last line, is not missed", bit%8, bit/8)
		case err == nil && back.Seal == c.Seal:
			t.Fatalf("bit %d of byte %d does not show in the seal", bit%8, bit/8)
		case err != nil && !errors.Is(err, catalog.ErrDamaged) && !errors.Is(err, catalog.ErrNewerFormat):
			t.Fatalf("bit %d of byte %d: %v", bit%8, bit/8, err)
		}
	}
	lines := func(at ...int) []byte {
		var b []byte
		for _, i := range at {
			b = append(b, c.lines[i]...)
		}
		return b
	}
	for name, bad := range map[string][]byte{
		"empty": {}, "a line is out": lines(0, 2, 3), "the first is out": lines(1, 2, 3), "exchanged": lines(0, 2, 1, 3), "twice": lines(0, 1, 1, 2, 3),
		"cut": whole[:len(whole)-1], "two on a line": bytes.Replace(whole, []byte("}\n{"), []byte("} {"), 1),
		"an unknown field": bytes.Replace(whole, []byte(`"n":1`), []byte(`"n":1,"x":2`), 1),
	} {
		if _, err := parse("x", bad); !errors.Is(err, catalog.ErrDamaged) || name != "empty" && !strings.Contains(err.Error(), "line ") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if back, err := parse("x", lines(0, 1, 2)); err != nil || back.Seal == c.Seal {
		t.Errorf("without the last line the seal is the same: %v", err)
	}
	if _, err := parse("x", bytes.Replace(whole, []byte(`"format":1`), []byte(`"format":2`), 1)); !errors.Is(err, catalog.ErrNewerFormat) {
		t.Errorf("a newer format: %v", err)
	}
}

// After a fault at any operation the record is the former or the new one.
func TestFaultAtEveryOperation(t *testing.T) {
	for _, dead := range []bool{false, true} {
		for n := 1; ; n++ {
			s := openTest(t)
			c := create(t, s, day(1))
			disk := &faulty.Disk{FailAt: n, Dead: dead, Half: true}
			s.fsys = disk
			err := note(s, c.ID, "second")
			s.fsys = faulty.Unsynced{}
			if disk.Count < n {
				if err != nil || n < 6 {
					t.Errorf("%d operations, %v", n, err)
				}
				break
			}
			back, loadErr := s.Load(c.ID)
			if loadErr != nil || len(back.Events) != 2 && len(back.Events) != 3 || err == nil && len(back.Events) != 3 {
				t.Errorf("operation %d: %v; then %v", n, err, loadErr)
			}
			if err := note(s, c.ID, "again"); err != nil {
				t.Errorf("operation %d, then again: %v", n, err)
			}
			if left, _ := faulty.Leftovers(s.dir); len(left) > 0 {
				t.Errorf("operation %d, then again: left over %q", n, left)
			}
		}
	}
}

// Several who write at once all get their line, one after the other.
func TestNothingIsLostBetweenWriters(t *testing.T) {
	s := openTest(t)
	c := create(t, s, day(1))
	const writers, notes = 6, 10
	var wait sync.WaitGroup
	for w := range writers {
		wait.Go(func() {
			for n := range notes {
				if err := note(s, c.ID, fmt.Sprintf("%d %d", w, n)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wait.Wait()
	back, err := s.Load(c.ID)
	if err != nil || len(back.Events) != 2+writers*notes {
		t.Fatalf("%v: %d events", err, len(back.Events))
	}
	seen := map[string]bool{}
	for _, e := range back.Events[2:] {
		seen[e.Text] = true
	}
	if len(seen) != writers*notes {
		t.Errorf("%d notes of %d", len(seen), writers*notes)
	}
}

func TestAFailedEditLeavesTheRecordAlone(t *testing.T) {
	s := openTest(t)
	c := create(t, s, day(1))
	bad := errors.New("bad")
	if _, err := s.Append(t.Context(), c.ID, func(*Case) ([]Event, error) { return nil, bad }); !errors.Is(err, bad) {
		t.Error(err)
	}
	_, err := s.Append(t.Context(), c.ID, func(*Case) ([]Event, error) {
		return []Event{{Kind: Noted, By: "anna", Text: "x"}, {Kind: Noted, By: "anna"}}, nil
	})
	if !errors.Is(err, ErrRefused) || !strings.Contains(err.Error(), c.ID) {
		t.Error(err)
	}
	if back, err := s.Load(c.ID); err != nil || back.Seal != c.Seal {
		t.Errorf("%v", err)
	}
}

func FuzzParse(f *testing.F) {
	c := newCase(f, screened(alert("e1", 5000, "k", "r1")))
	decide(f, c, "e1", Different)
	f.Add(bytes.Join(c.lines, nil))
	f.Add(c.lines[0])
	f.Add([]byte(`{"n":1,"kind":"opened","format":1,"subject":{"id":"","s":"Person"},"before":""}` + "\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		c, err := parse("x", b)
		if err != nil {
			return
		}
		if got := bytes.Join(c.lines, nil); !bytes.Equal(got, b) {
			t.Errorf("%q became %q", b, got)
		}
		for _, s := range c.States() {
			_ = s.Match()
		}
		if err := c.append(Event{Kind: Noted, By: "x", Text: "y", At: day(1)}); err != nil {
			t.Skip("the record ends where nothing can follow: " + err.Error())
		}
		if _, err := parse("x", bytes.Join(c.lines, nil)); err != nil {
			t.Errorf("with a note more: %v", err)
		}
	})
}
