package lists

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"deciban/internal/entity"
	"deciban/internal/testkit"
)

// The delta file of OpenSanctions' own tests, whose six changes add three
// entities, applied to a real collection.
func TestARealDeltaIsApplied(t *testing.T) {
	base, err := Read(context.Background(), testkit.Shared(t, "lists", "ftm", "zala.entities.ftm.json"), Options{Dataset: "sanctions"})
	if err != nil {
		t.Fatal(err)
	}
	delta := testkit.Shared(t, "lists", "ftm", "t2_all_deltas.jsonl")
	next, err := Update(context.Background(), base.Each, []string{delta}, Options{Dataset: "sanctions"})
	if err != nil {
		t.Fatal(err)
	}
	if next.Counts.Entries != base.Counts.Entries+3 || len(next.Entities) != len(base.Entities)+3 || len(next.Sources) != 1 {
		t.Errorf("%d entries of %d, %+v", next.Counts.Entries, base.Counts.Entries, next.Sources)
	}
	for i, e := range base.Entities {
		if next.Entities[i] != e {
			t.Fatalf("entity %d is another", i)
		}
	}
	if last := next.Entities[len(next.Entities)-1]; last.Datasets[0] != "sanctions" || last.Statements[0].Dataset != "sanctions" {
		t.Errorf("%s stands on %q", last.ID, last.Datasets)
	}
	// Once more it does not fit.
	var e *Error
	if _, err := Update(context.Background(), next.Each, []string{delta}, Options{Dataset: "sanctions"}); !errors.As(err, &e) || e.File != "t2_all_deltas.jsonl" {
		t.Errorf("again: %v", err)
	}
}

func TestDeltasThatDoNotFitAreRefused(t *testing.T) {
	former := func(each func(*entity.Entity) error) error {
		for _, id := range []string{"a", "b"} {
			e, err := entity.Decode(fmt.Appendf(nil, `{"id":%q,"schema":"Person","datasets":["own"],"properties":{"name":["Ivan"]}}`, id))
			if err != nil {
				return err
			}
			if err := each(e); err != nil {
				return err
			}
		}
		return nil
	}
	person := func(op, id string) string {
		return fmt.Sprintf(`{"op":%q,"entity":{"id":%q,"schema":"Person","datasets":["own"],"properties":{"name":["Petr"]}}}`, op, id)
	}
	for name, tt := range map[string]struct{ delta, want string }{
		"added though there":   {person("ADD", "a"), `adds "a", which is loaded`},
		"changed though not":   {person("MOD", "c"), `changes "c", which is not loaded`},
		"removed though not":   {`{"op":"DEL","entity":{"id":"c"}}`, `changes "c", which is not loaded`},
		"added twice":          {person("ADD", "c") + person("ADD", "c"), `change 2: ADD of "c"`},
		"changed when removed": {`{"op":"DEL","entity":{"id":"a"}}` + person("MOD", "a"), `change 2: MOD of "a"`},
		"not to be read":       {person("ADD", "c") + "{", "change 2"},
	} {
		dir := folder(t, map[string]string{"entities.delta.json": tt.delta})
		_, err := Update(context.Background(), former, []string{filepath.Join(dir, "entities.delta.json")}, Options{Dataset: "own"})
		if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), "entities.delta.json") {
			t.Errorf("%s: error %v, want %q", name, err, tt.want)
		}
	}
	dir := folder(t, map[string]string{"entities.delta.json": `{"op":"DEL","entity":{"id":"a"}}{"op":"DEL","entity":{"id":"b"}}`})
	path := []string{filepath.Join(dir, "entities.delta.json")}
	if _, err := Update(context.Background(), former, path, Options{Dataset: "own"}); !errors.Is(err, ErrNoEntries) {
		t.Errorf("all removed: %v", err)
	}
	if _, err := Update(context.Background(), former, path, Options{Dataset: "Own"}); err == nil {
		t.Error("a name that is none was taken")
	}
}
