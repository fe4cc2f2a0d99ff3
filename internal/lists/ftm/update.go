package ftm

import (
	"errors"
	"fmt"
	"slices"

	"deciban/internal/entity"
	"deciban/internal/lists/source"
)

// Former passes the entities of the loaded version of a list, in its order.
type Former func(each func(*entity.Entity) error) error

// Updated is the format of the version of a list that delta files make of a
// former one, each file the next step. A change that does not fit the former
// version is an error: then it is not the one that the feed goes out from, and
// the result would be neither version.
func Updated(former Former) *source.Format {
	return &source.Format{
		Name: Format.Name, Title: Format.Title, MaxBytes: Format.MaxBytes,
		Read: func(in *source.Input, b *source.Builder) error { return update(former, in, b) },
	}
}

// change is what becomes of an entity through all deltas.
type change struct {
	// was tells whether the former version must have it; e is nil if the next
	// has it no more.
	was  bool
	e    *entity.Entity
	file string
	at   int
	seen bool
}

func update(former Former, in *source.Input, b *source.Builder) error {
	if in.Dataset == "" {
		return errors.New("a delta does not say which list it is of")
	}
	changes := map[string]*change{}
	var order []string
	for _, f := range in.Files {
		s, err := in.Open(f)
		if err != nil {
			return err
		}
		n := 0
		err = ReadDelta(s, func(c Change) error {
			n++
			known := changes[c.ID]
			if known == nil {
				known = &change{was: c.Op != "ADD"}
				changes[c.ID] = known
				order = append(order, c.ID)
			} else if (known.e == nil) != (c.Op == "ADD") {
				return fmt.Errorf("change %d: %s of %q, but an earlier change says otherwise", n, c.Op, c.ID)
			}
			if known.e, known.file, known.at = c.Entity, f.Name, n; c.Entity != nil && !slices.Contains(c.Entity.Datasets, in.Dataset) {
				c.Entity.Datasets = append([]string{in.Dataset}, c.Entity.Datasets...)
			}
			return nil
		})
		if err != nil {
			var e *source.Error
			if errors.As(err, &e) {
				return err
			}
			return &source.Error{File: f.Name, Err: err}
		}
	}
	b.Describe(in.Dataset, in.Dataset, "", "")
	put := func(e *entity.Entity) error {
		add := b.Part
		if isEntry(e) {
			add = b.Entry
		}
		if err := add(e); err != nil {
			return err
		}
		b.Settle()
		return nil
	}
	putChanged := func(c *change) error {
		place(b, c.e, c.file, c.at, in.Dataset)
		if err := put(c.e); err != nil {
			return &source.Error{File: c.file, Line: c.at, Err: err}
		}
		return nil
	}
	var added, modified, deleted int
	err := former(func(e *entity.Entity) error {
		c := changes[e.ID]
		switch {
		case c == nil:
			for i := range e.Statements {
				if st := &e.Statements[i]; st.Remark != "" {
					b.Problem(e, st.Place, st.Text(), st.Remark)
				}
			}
			return put(e)
		case !c.was:
			return &source.Error{File: c.file, Line: c.at, Err: fmt.Errorf("adds %q, which is loaded", e.ID)}
		}
		if c.seen = true; c.e == nil {
			deleted++
			return nil
		}
		modified++
		return putChanged(c)
	})
	if err != nil {
		return err
	}
	for _, id := range order {
		c := changes[id]
		switch {
		case c.seen:
		case c.was:
			return &source.Error{File: c.file, Line: c.at, Err: fmt.Errorf("changes %q, which is not loaded", id)}
		case c.e != nil:
			added++
			if err := putChanged(c); err != nil {
				return err
			}
		}
	}
	b.Remark("%d entities were added, %d changed and %d removed by deltas to the version that was loaded", added, modified, deleted)
	return nil
}
