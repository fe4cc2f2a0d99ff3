package catalog

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"deciban/internal/entity"
	"deciban/internal/lists"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// testCatalog returns an empty catalog whose clock moves a minute a look.
func testCatalog(t *testing.T) *Catalog {
	t.Helper()
	c, err := Open(filepath.Join(t.TempDir(), "data"))
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	c.now = func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		now = now.Add(time.Minute)
		return now
	}
	return c
}

// version returns a list of n persons whose names carry the mark.
func version(t *testing.T, name, mark string, n int) *lists.List {
	t.Helper()
	person, ok := entity.SchemaOf("Person")
	if !ok {
		t.Fatal("no schema Person")
	}
	v := &lists.List{
		Dataset: name, Title: "List " + name, PublishedOn: "2026-01-02",
		Sources: []lists.SourceFile{{Name: name + ".csv", Size: int64(n), SHA256: strings.Repeat("0", 64)}},
	}
	for i := range n {
		e := &entity.Entity{ID: fmt.Sprintf("%s-%d", name, i), Schema: person, Datasets: []string{name}}
		e.Add(entity.Statement{Prop: "name", Value: fmt.Sprintf("%s %d", mark, i), Original: "as written", Lang: "ara",
			Place: entity.Place{File: name + ".csv", Line: i + 2, Path: "name"}, Remark: "a doubt"})
		v.Entities = append(v.Entities, e)
	}
	return v
}

func mustAdd(t *testing.T, c *Catalog, versions ...*lists.List) *Snapshot {
	t.Helper()
	s, err := c.Add(t.Context(), versions...)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// captions returns the captions of what the current snapshot holds.
func captions(t *testing.T, c *Catalog) []string {
	t.Helper()
	s, err := c.Current(t.Context())
	if errors.Is(err, ErrEmpty) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	entities, err := s.Entities(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, e := range entities {
		all = append(all, e.Caption())
	}
	return all
}

func TestAddedListReadsBackUnchanged(t *testing.T) {
	c := testCatalog(t)
	v := version(t, "un", "Aiman", 3)
	added := mustAdd(t, c, v)
	s, err := c.Current(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if s.ID != added.ID || !reflect.DeepEqual(s.Manifest, added.Manifest) || !reflect.DeepEqual(s.Change, added.Change) {
		t.Errorf("Current = %+v, want what Add returned, %+v", s, added)
	}
	got, err := s.Entities(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, v.Entities) {
		t.Errorf("entities changed on the way:\n%+v\n%+v", got[0], v.Entities[0])
	}
	d, ok := s.Manifest.Dataset("un")
	if !ok || d.Title != "List un" || d.PublishedOn != "2026-01-02" || len(d.Sources) != 1 || d.Bytes == 0 {
		t.Errorf("dataset = %+v", d)
	}
}

func TestAddReplacesOnlyTheDatasetOfItsName(t *testing.T) {
	c := testCatalog(t)
	mustAdd(t, c, version(t, "un", "old", 2), version(t, "ofac", "kept", 1))
	mustAdd(t, c, version(t, "un", "new", 1))
	if got, want := captions(t, c), []string{"kept 0", "new 0"}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestSnapshotIDDependsOnTheListsAlone(t *testing.T) {
	a, b := testCatalog(t), testCatalog(t)
	mustAdd(t, a, version(t, "un", "x", 2))
	first := mustAdd(t, a, version(t, "ofac", "y", 1))
	b.now = time.Now
	second := mustAdd(t, b, version(t, "ofac", "y", 1), version(t, "un", "x", 2))
	if first.ID != second.ID {
		t.Errorf("same lists in another order at another time: %s and %s", first.ID, second.ID)
	}
	if third := mustAdd(t, b, version(t, "un", "x", 3)); third.ID == second.ID {
		t.Error("another list, same id")
	}
	if again := mustAdd(t, b, version(t, "un", "x", 2)); again.ID != second.ID {
		t.Error("the former list again, another id")
	}
}

func TestRemove(t *testing.T) {
	c := testCatalog(t)
	mustAdd(t, c, version(t, "un", "x", 1), version(t, "ofac", "y", 1))
	if _, err := c.Remove(t.Context(), "un", "nope"); !errors.Is(err, ErrUnknownDataset) || !strings.Contains(err.Error(), "nope") {
		t.Errorf("unknown dataset: %v", err)
	}
	if got := captions(t, c); len(got) != 2 {
		t.Errorf("after a refused removal: %q", got)
	}
	if _, err := c.Remove(t.Context(), "un"); err != nil {
		t.Fatal(err)
	}
	if got := captions(t, c); !reflect.DeepEqual(got, []string{"y 0"}) {
		t.Errorf("got %q", got)
	}
	if _, err := c.Remove(t.Context(), "ofac"); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Current(t.Context()); !errors.Is(err, ErrEmpty) {
		t.Errorf("all removed: %v", err)
	}
}

func TestHistoryAndOpenSnapshot(t *testing.T) {
	c := testCatalog(t)
	first := mustAdd(t, c, version(t, "un", "old", 1))
	second := mustAdd(t, c, version(t, "un", "new", 1))
	changes, err := c.History(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(changes) != 2 || changes[0].Snapshot != first.ID || changes[1].Snapshot != second.ID || !changes[0].At.Before(changes[1].At) {
		t.Fatalf("history = %+v", changes)
	}
	s, err := c.OpenSnapshot(t.Context(), first.ID[:8])
	if err != nil {
		t.Fatal(err)
	}
	entities, err := s.Entities(t.Context())
	if err != nil || entities[0].Caption() != "old 0" {
		t.Errorf("former snapshot: %v, %v", entities, err)
	}
	for _, id := range []string{"", first.ID[:5], "ffffffffff", strings.ToUpper(first.ID) + "0"} {
		if _, err := c.OpenSnapshot(t.Context(), id); !errors.Is(err, ErrUnknownSnapshot) {
			t.Errorf("OpenSnapshot(%q): %v", id, err)
		}
	}
}

func TestUnusableListsAreRefusedAndChangeNothing(t *testing.T) {
	twice := version(t, "un", "x", 2)
	twice.Entities[1].ID = twice.Entities[0].ID
	anonymous := version(t, "un", "x", 1)
	anonymous.Entities[0].ID = ""
	for name, versions := range map[string][]*lists.List{
		"none at all":        {},
		"no entities":        {version(t, "un", "x", 0)},
		"no name":            {version(t, "", "x", 1)},
		"a path for a name":  {version(t, "../un", "x", 1)},
		"upper case":         {version(t, "UN", "x", 1)},
		"an id twice":        {twice},
		"no id":              {anonymous},
		"a dataset twice":    {version(t, "un", "x", 1), version(t, "un", "y", 1)},
		"a bad one among ok": {version(t, "ok", "x", 1), version(t, "un", "x", 0)},
	} {
		t.Run(name, func(t *testing.T) {
			c := testCatalog(t)
			before := mustAdd(t, c, version(t, "un", "good", 1))
			if _, err := c.Add(t.Context(), versions...); err == nil {
				t.Error("no error")
			}
			if after, err := c.Current(t.Context()); err != nil || after.ID != before.ID {
				t.Errorf("after: %v, %v", after, err)
			}
		})
	}
}

func TestFlippedBitIsFoundAndNamed(t *testing.T) {
	c := testCatalog(t)
	mustAdd(t, c, version(t, "ofac", "former", 3)) // a first line of another length
	s := mustAdd(t, c, version(t, "un", "x", 3))
	d, _ := s.Manifest.Dataset("un")
	for _, file := range []string{"journal", "snapshots/" + s.ID + ".json", "objects/" + d.Object} {
		path := filepath.Join(c.Dir(), filepath.FromSlash(file))
		whole, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for bit := range 8 * len(whole) {
			bad := append([]byte(nil), whole...)
			bad[bit/8] ^= 1 << (bit % 8)
			if err := os.WriteFile(path, bad, 0o600); err != nil {
				t.Fatal(err)
			}
			got, err := c.Current(t.Context())
			if err == nil {
				_, err = got.Entities(t.Context())
			}
			if err == nil {
				t.Errorf("%s: flipped bit %d of byte %d not noticed", file, bit%8, bit/8)
			} else if !strings.Contains(err.Error(), path) && !strings.Contains(err.Error(), file) {
				t.Errorf("%s: error does not name the file: %v", file, err)
			}
			if bit%97 != 0 {
				continue
			}
			v, err := c.Verify(t.Context(), nil)
			if err != nil || len(v.Damaged) != 1 || v.Damaged[0].File != path || !errors.Is(v.Err(), ErrDamaged) || len(v.Damaged[0].Needed) == 0 {
				t.Errorf("%s: Verify says %+v, %v", file, v, err)
			}
		}
		for _, cut := range []int{0, 1, len(whole) / 2, len(whole) - 1} {
			if err := os.WriteFile(path, whole[:cut], 0o600); err != nil {
				t.Fatal(err)
			}
			got, err := c.Current(t.Context())
			if err == nil {
				_, err = got.Entities(t.Context())
			}
			if err == nil {
				t.Errorf("%s: cut to %d bytes, not noticed", file, cut)
			}
		}
		if err := os.WriteFile(path, whole, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Verify(t.Context()); err != nil {
		t.Errorf("whole again: %v", err)
	}
}

func TestAddMendsADamagedObjectOfTheSameContent(t *testing.T) {
	c := testCatalog(t)
	s := mustAdd(t, c, version(t, "un", "x", 5))
	d, _ := s.Manifest.Dataset("un")
	path := filepath.Join(c.Dir(), "objects", d.Object)
	if err := os.WriteFile(path, []byte("rubbish"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := s.Verify(t.Context()); !errors.Is(err, ErrDamaged) {
		t.Fatalf("Verify: %v", err)
	}
	mustAdd(t, c, version(t, "un", "x", 5))
	if err := s.Verify(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestNewerManifestIsRefusedAsSuch(t *testing.T) {
	m := Manifest{Format: manifestFormat + 1}
	b, id, err := m.encode()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := decodeManifest(b, id); !errors.Is(err, ErrNewerFormat) {
		t.Errorf("got %v", err)
	}
}

func TestCancelledAddChangesNothing(t *testing.T) {
	c := testCatalog(t)
	before := mustAdd(t, c, version(t, "un", "x", 1))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.Add(ctx, version(t, "un", "y", 1)); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if after, err := c.Current(t.Context()); err != nil || after.ID != before.ID {
		t.Errorf("after: %v, %v", after, err)
	}
}

func TestOpenRefusesAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path); err == nil || !strings.Contains(err.Error(), "not a folder") {
		t.Errorf("got %v", err)
	}
	if _, err := Open(""); err == nil {
		t.Error("no error for no folder")
	}
}

func TestUserDataDir(t *testing.T) {
	home := func() (string, error) { return filepath.FromSlash("/home/u"), nil }
	for _, tc := range []struct {
		goos string
		env  map[string]string
		want string
	}{
		{"linux", nil, "/home/u/.local/share"},
		{"linux", map[string]string{"XDG_DATA_HOME": "/xdg"}, "/xdg"},
		{"linux", map[string]string{"XDG_DATA_HOME": "relative"}, "/home/u/.local/share"},
		{"darwin", map[string]string{"XDG_DATA_HOME": "/xdg"}, "/home/u/Library/Application Support"},
		{"windows", map[string]string{"LOCALAPPDATA": "/local"}, "/local"},
		{"windows", nil, "/home/u/AppData/Local"},
	} {
		got, err := userDataDir(tc.goos, func(k string) string { return tc.env[k] }, home)
		if err != nil || filepath.ToSlash(got) != tc.want {
			t.Errorf("%s %v: %q, %v; want %q", tc.goos, tc.env, got, err, tc.want)
		}
	}
}

// Who has opened a snapshot goes on reading it while another takes its place.
// Only when it is given up is that said.
func TestReaderKeepsItsSnapshotDuringASwap(t *testing.T) {
	c := testCatalog(t)
	old := mustAdd(t, c, version(t, "un", "old", 3))
	reader, err := c.Current(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	mustAdd(t, c, version(t, "un", "new", 4))
	entities, err := reader.Entities(t.Context())
	if err != nil || len(entities) != 3 || reader.ID != old.ID {
		t.Errorf("after the swap: %d entities, %v", len(entities), err)
	}
	if _, err := c.Prune(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	if _, err := reader.Entities(t.Context()); !errors.Is(err, ErrPruned) || errors.Is(err, ErrDamaged) {
		t.Errorf("after pruning: %v", err)
	}
}

// A file that cannot be read, whatever the reason, is named, and nothing is
// written over it.
func TestUnreadableFileIsNamedAndKept(t *testing.T) {
	for _, file := range []string{"journal", "manifest", "object"} {
		t.Run(file, func(t *testing.T) {
			c := testCatalog(t)
			s := mustAdd(t, c, version(t, "un", "x", 3))
			d, _ := s.Manifest.Dataset("un")
			path := map[string]string{"journal": c.path("journal"), "manifest": c.path("snapshots", s.ID+".json"), "object": c.path("objects", d.Object)}[file]
			// A folder in its place cannot be read by anybody, root included.
			if err := os.Rename(path, path+".kept"); err != nil {
				t.Fatal(err)
			}
			if err := os.Mkdir(path, 0o700); err != nil {
				t.Fatal(err)
			}
			now, err := c.Current(t.Context())
			if err == nil {
				_, err = now.Entities(t.Context())
			}
			if err == nil || !strings.Contains(err.Error(), path) {
				t.Errorf("reading: %v", err)
			}
			if v, err := c.Verify(t.Context(), nil); err != nil || len(v.Damaged) != 1 || v.Damaged[0].File != path {
				t.Errorf("verify: %+v, %v", v, err)
			}
			if file != "object" { // another list can be loaded beside a broken one
				if _, err := c.Add(t.Context(), version(t, "ofac", "y", 1)); err == nil {
					t.Error("added without knowing what is loaded")
				}
			}
			if info, err := os.Stat(path); err != nil || !info.IsDir() {
				t.Errorf("written over: %v, %v", info, err)
			}
		})
	}
}
