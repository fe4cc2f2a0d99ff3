package catalog

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"deciban/internal/catalog/durable/faulty"
)

// files returns the names in a folder of the catalog.
func files(t *testing.T, c *Catalog, folder string) []string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(c.Dir(), folder))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func TestPruneKeepsTheLastSnapshotsAndWhatTheyNeed(t *testing.T) {
	c := testCatalog(t)
	kept := version(t, "ofac", "kept", 2)
	var ids []string
	for i := range 5 {
		ids = append(ids, mustAdd(t, c, kept, version(t, "un", fmt.Sprint("round", i), 1)).ID)
	}
	p, err := c.Prune(t.Context(), 2)
	if err != nil || !reflect.DeepEqual(p.Snapshots, ids[:3]) || p.Objects != 3 || p.Bytes == 0 {
		t.Fatalf("pruned %+v, %v; want %q and 3 objects", p, err, ids[:3])
	}
	if m, o := files(t, c, "snapshots"), files(t, c, "objects"); len(m) != 2 || len(o) != 3 {
		t.Errorf("%d manifests, %d objects; want 2 and 3", len(m), len(o))
	}
	if got := captions(t, c); len(got) != 3 {
		t.Errorf("in force: %q", got)
	}
	if _, err := c.OpenSnapshot(t.Context(), ids[0]); !errors.Is(err, ErrPruned) || errors.Is(err, ErrDamaged) {
		t.Errorf("a pruned snapshot: %v", err)
	}
	if s, err := c.OpenSnapshot(t.Context(), ids[3]); err != nil || s.Verify(t.Context()) != nil {
		t.Errorf("a kept one: %v", err)
	}
	v, err := c.Verify(t.Context(), nil)
	if err != nil || v.Err() != nil || v.Snapshots != 2 || v.Objects != 3 || v.Changes != 6 {
		t.Errorf("verify: %+v, %v", v, err)
	}
	again, err := c.Prune(t.Context(), 2)
	if err != nil || len(again.Snapshots) != 0 || again.Objects != 0 {
		t.Errorf("again: %+v, %v", again, err)
	}
	if changes, _ := c.History(t.Context()); len(changes) != 6 {
		t.Errorf("%d changes: pruning nothing is no change", len(changes))
	}
	// What was given up comes back when the same lists are loaded again.
	back := mustAdd(t, c, version(t, "un", "round0", 1))
	if back.ID != ids[0] {
		t.Fatalf("snapshot %s, want %s", back.ID, ids[0])
	}
	if s, err := c.OpenSnapshot(t.Context(), ids[0]); err != nil || s.Verify(t.Context()) != nil {
		t.Errorf("loaded again: %v", err)
	}
	for _, keep := range []int{0, -1} {
		if _, err := c.Prune(t.Context(), keep); err == nil {
			t.Errorf("keep %d: no error", keep)
		}
	}
}

func TestPruneRefusesToGuessWhatADamagedManifestNeeds(t *testing.T) {
	c := testCatalog(t)
	mustAdd(t, c, version(t, "un", "old", 1))
	s := mustAdd(t, c, version(t, "un", "new", 1))
	if err := os.WriteFile(filepath.Join(c.Dir(), "snapshots", s.ID+".json"), []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Prune(t.Context(), 1); !errors.Is(err, ErrDamaged) {
		t.Errorf("got %v", err)
	}
	if o := files(t, c, "objects"); len(o) != 2 {
		t.Errorf("%d objects left", len(o))
	}
}

func TestPruneLeavesForeignFilesAlone(t *testing.T) {
	c := testCatalog(t)
	mustAdd(t, c, version(t, "un", "old", 1))
	mustAdd(t, c, version(t, "un", "new", 1))
	foreign := filepath.Join(c.Dir(), "objects", "README")
	if err := os.WriteFile(foreign, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Prune(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(foreign); err != nil {
		t.Error(err)
	}
}

// After a fault at any operation of a prune the list in force is whole, no kept
// snapshot is damaged, and the next prune finishes the work.
func TestFaultAtEveryOperationOfPrune(t *testing.T) {
	for _, dead := range []bool{false, true} {
		ops := 0
		for n := 1; ; n++ {
			c := testCatalog(t)
			c.fsys = faulty.Unsynced{}
			for i := range 4 {
				mustAdd(t, c, version(t, "un", fmt.Sprint("round", i), 2))
			}
			want := captions(t, c)
			disk := &faulty.Disk{FailAt: n, Dead: dead}
			c.fsys = disk
			_, err := c.Prune(t.Context(), 2)
			c.fsys = faulty.Unsynced{}
			if disk.Count < n {
				if err != nil {
					t.Fatal(err)
				}
				break
			}
			ops = n
			if err != nil && !errors.Is(err, faulty.ErrInjected) {
				t.Errorf("operation %d: %v", n, err)
			}
			if got := captions(t, c); !reflect.DeepEqual(got, want) {
				t.Errorf("operation %d: %q", n, got)
			}
			if v, err := c.Verify(t.Context(), nil); err != nil || v.Err() != nil {
				t.Errorf("operation %d: %v, %v", n, err, v.Err())
			}
			if _, err := c.Prune(t.Context(), 2); err != nil {
				t.Errorf("operation %d, then again: %v", n, err)
			}
			if m, o := files(t, c, "snapshots"), files(t, c, "objects"); len(m) != 2 || len(o) != 2 {
				t.Errorf("operation %d, then again: %d manifests, %d objects", n, len(m), len(o))
			}
		}
		if ops < 10 {
			t.Errorf("only %d operations were seen to fail", ops)
		}
	}
}

func TestAsOfAnswersFromTheSnapshotInForceThen(t *testing.T) {
	c := testCatalog(t)
	day := time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC)
	c.now = func() time.Time { return day }
	if _, err := c.AsOf(t.Context(), day); !errors.Is(err, ErrEmpty) {
		t.Errorf("nothing loaded: %v", err)
	}
	first := mustAdd(t, c, version(t, "un", "first", 1))
	day = day.AddDate(0, 0, 2)
	second := mustAdd(t, c, version(t, "un", "second", 1))
	day = day.AddDate(0, 0, 2)
	if _, err := c.Remove(t.Context(), "un"); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		at      string
		want    string
		wantErr error
	}{
		{"2026-11-01T08:59:59Z", "", ErrUnknownSnapshot},
		{"2026-11-01T09:00:00Z", first.ID, nil},
		{"2026-11-03T08:59:59Z", first.ID, nil},
		{"2026-11-03T10:00:00+01:00", second.ID, nil},
		{"2026-11-04T00:00:00Z", second.ID, nil},
		{"2026-11-05T09:00:00Z", "", ErrEmpty},
	} {
		at, err := time.Parse(time.RFC3339, tc.at)
		if err != nil {
			t.Fatal(err)
		}
		s, err := c.AsOf(t.Context(), at)
		if !errors.Is(err, tc.wantErr) || err == nil && s.ID != tc.want {
			t.Errorf("%s: %v, %v; want %s, %v", tc.at, s, err, tc.want, tc.wantErr)
		}
	}
	if _, err := c.Prune(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	if _, err := c.AsOf(t.Context(), day.AddDate(0, 0, -1)); !errors.Is(err, ErrPruned) || !strings.Contains(err.Error(), "2026-11-05") {
		t.Errorf("pruned: %v", err)
	}
}

// Objects of format 1 end without a seal and stay readable.
func TestObjectWithoutSealIsRead(t *testing.T) {
	c := testCatalog(t)
	s := mustAdd(t, c, version(t, "un", "x", 5))
	d, _ := s.Manifest.Dataset("un")
	path := filepath.Join(c.Dir(), "objects", d.Object)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, whole[:len(whole)-sealSize], 0o600); err != nil {
		t.Fatal(err)
	}
	if got := captions(t, c); len(got) != 5 {
		t.Errorf("got %q", got)
	}
}

// A journal of format 1 has no actions.
func TestJournalOfFormat1IsRead(t *testing.T) {
	const line = `{"snapshot":"5d41","at":"2026-11-23T12:01:00Z","loaded":{"un":"2026-11-23T12:01:00Z"},"check":"`
	ch := Change{Snapshot: "5d41", At: time.Date(2026, 11, 23, 12, 1, 0, 0, time.UTC), Loaded: map[string]time.Time{"un": time.Date(2026, 11, 23, 12, 1, 0, 0, time.UTC)}}
	check, err := ch.check("")
	if err != nil {
		t.Fatal(err)
	}
	changes, err := parseJournal([]byte(line + check + "\"}\n"))
	if err != nil || len(changes) != 1 || changes[0].Action != "" {
		t.Errorf("%+v, %v", changes, err)
	}
}
