package catalog

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"

	"deciban/internal/catalog/durable"
)

// Pruned says what Prune gave up.
type Pruned struct {
	// Snapshots are the ids that were given up, oldest first.
	Snapshots []string `json:"snapshots"`
	// Objects is the number of versions of lists that no kept snapshot needs,
	// and Bytes their size on the disk.
	Objects int   `json:"objects"`
	Bytes   int64 `json:"bytes"`
}

// Prune gives up all snapshots but the last keep, of which the one in force is
// the first, and what only they need. The journal stays whole and tells what was
// given up. If it is interrupted, the next one goes on.
func (c *Catalog) Prune(ctx context.Context, keep int) (_ *Pruned, err error) {
	if keep < 1 {
		return nil, fmt.Errorf("keep %d snapshots: the one in force cannot be given up", keep)
	}
	unlock, err := c.lock(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, unlock()) }()
	if err := c.removeLeftovers(); err != nil {
		return nil, err
	}
	changes, err := c.History(ctx)
	if err != nil {
		return nil, err
	}
	out := &Pruned{Snapshots: []string{}}
	if len(changes) == 0 {
		return out, nil
	}
	ids := keptIDs(changes)
	kept := ids[max(len(ids)-keep, 0):]
	needed := map[string]bool{}
	for _, id := range kept {
		needed["snapshots/"+id+".json"] = true
		s, err := c.snapshot(changes, lastChange(changes, id))
		if err != nil {
			// What a damaged manifest needs, nobody knows.
			return nil, fmt.Errorf("nothing was pruned: %w", err)
		}
		for _, d := range s.Manifest.Datasets {
			needed["objects/"+d.Object] = true
		}
	}
	// The journal comes first: from then on a missing file is no damage.
	if out.Snapshots = append(out.Snapshots, ids[:len(ids)-len(kept)]...); len(out.Snapshots) > 0 {
		last := changes[len(changes)-1]
		_, err := c.appendChange(changes, Change{
			Snapshot: last.Snapshot, At: c.now().UTC().Truncate(time.Second), Loaded: last.Loaded,
			Action: ActionPrune, Pruned: out.Snapshots,
		})
		if err != nil {
			return nil, err
		}
	}
	for _, folder := range []string{"snapshots", "objects"} {
		if err := c.removeUnneeded(folder, needed, out); err != nil {
			return nil, fmt.Errorf("prune: %w", err)
		}
	}
	return out, nil
}

func (c *Catalog) removeUnneeded(folder string, needed map[string]bool, out *Pruned) error {
	names, err := c.fsys.ReadDir(c.path(folder))
	if err != nil {
		return err
	}
	slices.Sort(names)
	for _, name := range names {
		if needed[folder+"/"+name] || strings.HasPrefix(name, durable.TempPrefix) || !isOurs(name) {
			continue
		}
		path := c.path(folder, name)
		if info, err := os.Stat(path); err == nil && folder == "objects" {
			out.Objects++
			out.Bytes += info.Size()
		}
		if err := c.fsys.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if _, err := os.Stat(c.path(folder)); err != nil {
		return nil // nothing was ever in it
	}
	return c.fsys.SyncDir(c.path(folder))
}

// isOurs tells whether a name is that of an object or a manifest, so that
// nothing else is ever deleted.
func isOurs(name string) bool {
	name = strings.TrimSuffix(name, ".json")
	return len(name) == 64 && strings.Trim(name, "0123456789abcdef") == ""
}

// keptIDs returns the ids of the snapshots that were not given up, in the order
// in which they were last in force.
func keptIDs(changes []Change) []string {
	var ids []string
	for i, ch := range changes {
		if lastChange(changes, ch.Snapshot) == i && prunedAt(changes, ch.Snapshot).IsZero() {
			ids = append(ids, ch.Snapshot)
		}
	}
	return ids
}

// lastChange returns the place of the last change that put the snapshot in
// force, or -1.
func lastChange(changes []Change, id string) int {
	for i, ch := range slices.Backward(changes) {
		if ch.Snapshot == id {
			return i
		}
	}
	return -1
}

// prunedAt says when a snapshot was given up, zero if it was not, or came into
// force again afterwards.
func prunedAt(changes []Change, id string) time.Time {
	for _, ch := range slices.Backward(changes) {
		switch {
		case ch.Snapshot == id:
			return time.Time{}
		case slices.Contains(ch.Pruned, id):
			return ch.At
		}
	}
	return time.Time{}
}

// Kept tells for each change whether its snapshot can still be opened.
func Kept(changes []Change) []bool {
	kept := make([]bool, len(changes))
	for i, ch := range changes {
		kept[i] = prunedAt(changes, ch.Snapshot).IsZero()
	}
	return kept
}
