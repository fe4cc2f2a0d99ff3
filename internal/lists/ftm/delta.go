package ftm

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"deciban/internal/entity"
	"deciban/internal/lists/source"
)

// Change is one line of OpenSanctions' delta feed.
type Change struct {
	// Op is ADD, MOD or DEL.
	Op string
	ID string
	// Entity is nil for DEL.
	Entity *entity.Entity
}

// ReadDelta reads a delta file, {"op": …, "entity": {…}} one after the other, and
// calls each for its changes in order. Errors are each's, or name the change by
// its number from 1.
func ReadDelta(r io.Reader, each func(Change) error) error {
	bounded := source.NewBounded(r, MaxLine)
	d := json.NewDecoder(bounded)
	for n := 1; ; n++ {
		bounded.Mark(d.InputOffset())
		var raw struct {
			Op     string          `json:"op"`
			Entity json.RawMessage `json:"entity"`
		}
		fail := func(err error) error { return fmt.Errorf("change %d: %w", n, err) }
		if err := d.Decode(&raw); err == io.EOF {
			return nil
		} else if err != nil {
			return fail(err)
		}
		c := Change{Op: raw.Op}
		switch raw.Op {
		case "ADD", "MOD":
			e, err := entity.Decode(raw.Entity)
			if err != nil {
				return fail(err)
			}
			c.ID, c.Entity = e.ID, e
		case "DEL":
			var gone struct{ ID string }
			if err := json.Unmarshal(raw.Entity, &gone); err != nil || gone.ID == "" {
				return fail(errors.Join(errors.New("does not say which entity is deleted"), err))
			}
			c.ID = gone.ID
		default:
			return fail(fmt.Errorf("the operation %q is none of ADD, MOD, DEL", source.Shorten(raw.Op, 20)))
		}
		if err := each(c); err != nil {
			return err
		}
	}
}

// Version is one version of a delta feed.
type Version struct{ Name, URL string }

// ParseDeltaIndex reads the index of a delta feed (delta_url): its versions,
// oldest first, as their names, which begin with the time, sort.
func ParseDeltaIndex(text []byte) ([]Version, error) {
	var raw struct {
		Versions map[string]string `json:"versions"`
	}
	if err := json.Unmarshal(text, &raw); err != nil {
		return nil, fmt.Errorf("read delta index: %w", err)
	}
	var names []string
	for name := range raw.Versions {
		names = append(names, name)
	}
	slices.Sort(names)
	out := make([]Version, len(names))
	for i, name := range names {
		out[i] = Version{name, raw.Versions[name]}
	}
	return out, nil
}
