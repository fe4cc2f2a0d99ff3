package catalog

import (
	"context"
	"fmt"
	"strings"
)

// Verified says what Verify read.
type Verified struct {
	// Changes are the journal's lines, Snapshots the manifests that are kept,
	// and Objects the versions of lists that they need.
	Changes   int `json:"changes"`
	Snapshots int `json:"snapshots"`
	Objects   int `json:"objects"`
	// Damaged names each file that does not hold what it should.
	Damaged []Damage `json:"damaged"`
}

// Damage is one damaged file.
type Damage struct {
	File string `json:"file"`
	Why  string `json:"why"`
	// Needed names what cannot be used without the file, such as
	// "us_ofac_sdn in snapshot 2f1a…".
	Needed []string `json:"needed,omitempty"`
}

// Verify reads every file of the catalog that any kept snapshot needs, and
// compares it with its hash. Damage is in the result and no error.
func (c *Catalog) Verify(ctx context.Context, progress func(done, total int)) (*Verified, error) {
	v := &Verified{Damaged: []Damage{}}
	changes, err := c.History(ctx)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		v.Damaged = append(v.Damaged, Damage{File: c.path("journal"), Why: err.Error(), Needed: []string{"everything: no list can be used"}})
		return v, nil
	}
	v.Changes = len(changes)
	var objects []string
	needs := map[string][]string{}
	for _, id := range keptIDs(changes) {
		v.Snapshots++
		at := lastChange(changes, id)
		s, err := c.snapshot(changes, at)
		if err != nil {
			v.Damaged = append(v.Damaged, Damage{c.path("snapshots", id+".json"), err.Error(), []string{describeUse("all lists", id, at, len(changes))}})
			continue
		}
		for _, d := range s.Manifest.Datasets {
			if needs[d.Object] == nil {
				objects = append(objects, d.Object)
			}
			needs[d.Object] = append(needs[d.Object], describeUse(d.Name, id, at, len(changes)))
		}
	}
	for i, object := range objects {
		err := c.verifyObject(ctx, object)
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case err != nil:
			v.Damaged = append(v.Damaged, Damage{c.path("objects", object), err.Error(), needs[object]})
		}
		v.Objects++
		if progress != nil {
			progress(i+1, len(objects))
		}
	}
	return v, nil
}

func describeUse(what, id string, at, changes int) string {
	if at == changes-1 {
		return fmt.Sprintf("%s in snapshot %s, which is in force", what, id)
	}
	return fmt.Sprintf("%s in snapshot %s", what, id)
}

// Err returns an error that names each damaged file, or nil.
func (v *Verified) Err() error {
	if len(v.Damaged) == 0 {
		return nil
	}
	var lines []string
	for _, d := range v.Damaged {
		lines = append(lines, fmt.Sprintf("%s (needed for %s)", d.Why, strings.Join(d.Needed, "; ")))
	}
	return fmt.Errorf("%d files are %w:\n%s", len(v.Damaged), ErrDamaged, strings.Join(lines, "\n"))
}
