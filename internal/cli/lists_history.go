package cli

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"deciban/internal/catalog"
	"deciban/internal/screen"
)

type listsHistoryCmd struct {
	Dataset string `arg:"" optional:"" help:"Only the changes of this dataset."`
	JSON    bool   `name:"json" help:"Print one JSON document."`
}

func (listsHistoryCmd) Help() string {
	return `Prints each change, oldest first: from when on which snapshot was in force, and what was loaded,
taken out, accepted against objections, or given up. Times are UTC. An answer of --as-of TIME comes
from the last snapshot before it.

Examples:
  deciban lists history
  deciban lists history us_ofac_sdn --json`
}

// historyJSON is what lists history prints with --json.
type historyJSON struct {
	Changes []historyChange `json:"changes"`
}

type historyChange struct {
	At       time.Time      `json:"at"`
	Snapshot string         `json:"snapshot"`
	Action   catalog.Action `json:"action,omitempty"`
	// Kept is false where the snapshot has been given up.
	Kept     bool                `json:"kept"`
	Loaded   []string            `json:"loaded"`
	Removed  []string            `json:"removed"`
	Accepted []catalog.Objection `json:"accepted,omitempty"`
	Pruned   []string            `json:"pruned,omitempty"`
}

func (cmd *listsHistoryCmd) Run(a *app) error {
	c, err := a.catalog()
	if err != nil {
		return err
	}
	changes, err := c.History(a.ctx)
	if err != nil {
		return err
	}
	doc := historyJSON{Changes: []historyChange{}}
	kept := catalog.Kept(changes)
	known := cmd.Dataset == ""
	former := map[string]time.Time{}
	for i, ch := range changes {
		h := historyChange{At: ch.At, Snapshot: ch.Snapshot, Action: ch.Action, Kept: kept[i], Loaded: []string{}, Removed: []string{}, Accepted: ch.Accepted, Pruned: ch.Pruned}
		switch ch.Action {
		case catalog.ActionAdd, catalog.ActionPull:
			h.Loaded = append(h.Loaded, ch.Datasets...)
		case "": // a line of format 1 says it only by its times
			h.Loaded = append(h.Loaded, loadedSince(former, ch.Loaded)...)
		}
		for _, name := range slices.Sorted(maps.Keys(former)) {
			if _, ok := ch.Loaded[name]; !ok {
				h.Removed = append(h.Removed, name)
			}
		}
		former = ch.Loaded
		if cmd.Dataset == "" || slices.Contains(h.Loaded, cmd.Dataset) || slices.Contains(h.Removed, cmd.Dataset) {
			known = true
			doc.Changes = append(doc.Changes, h)
		}
	}
	switch {
	case !known:
		return fmt.Errorf("%w %q: it was never loaded", catalog.ErrUnknownDataset, cmd.Dataset)
	case cmd.JSON:
		return writeJSON(a.out, doc)
	case len(doc.Changes) == 0:
		_, err := fmt.Fprintln(a.out, "No list was ever loaded.")
		return err
	}
	return a.writeHistory(doc)
}

// loadedSince returns the datasets whose time of loading has moved.
func loadedSince(former, now map[string]time.Time) []string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(now)) {
		if was, ok := former[name]; !ok || !was.Equal(now[name]) {
			names = append(names, name)
		}
	}
	return names
}

func (a *app) writeHistory(doc historyJSON) error {
	t := table{columns: []column{{title: "from"}, {title: "snapshot"}, {title: "kept"}, {title: "what was done", elastic: true}}}
	for _, h := range doc.Changes {
		kept := cell{text: "yes"}
		if !h.Kept {
			kept = cell{text: "no", style: faint}
		}
		t.add(cell{text: h.At.Format("2006-01-02 15:04:05Z")}, cell{text: h.Snapshot[:12], style: bold}, kept, cell{text: h.text()})
	}
	return t.write(a.out, a.screen)
}

func (h historyChange) text() string {
	var parts []string
	verb := "loaded "
	if h.Action == catalog.ActionPull {
		verb = "pulled "
	}
	if len(h.Loaded) > 0 {
		parts = append(parts, verb+strings.Join(h.Loaded, ", "))
	}
	if len(h.Removed) > 0 {
		parts = append(parts, "took out "+strings.Join(h.Removed, ", "))
	}
	for _, o := range h.Accepted {
		parts = append(parts, fmt.Sprintf("accepted %s although %s", o.Dataset, o.Why))
	}
	if len(h.Pruned) > 0 {
		parts = append(parts, fmt.Sprintf("gave up %d snapshots", len(h.Pruned)))
	}
	return strings.Join(parts, "; ")
}

type listsPruneCmd struct {
	Keep int  `required:"" help:"Number of snapshots to keep, the one in force among them." placeholder:"N"`
	JSON bool `name:"json" help:"Print what was given up as one JSON document."`
}

func (listsPruneCmd) Help() string {
	return `Gives up all snapshots but the last N, and the versions of lists and the indexes that only they need. The history
goes on telling of them. An answer that named such a snapshot can no longer be worked out again.

Example:
  deciban lists prune --keep 400`
}

func (cmd *listsPruneCmd) Run(a *app) error {
	c, err := a.catalog()
	if err != nil {
		return err
	}
	p, err := c.Prune(a.ctx, cmd.Keep)
	if err != nil {
		return err
	}
	doc := prunedJSON{Pruned: p}
	if doc.Indexes, doc.IndexBytes, err = a.pruneIndexes(c); err != nil {
		return fmt.Errorf("%d snapshots are given up, but not all of their indexes: %w", len(p.Snapshots), err)
	}
	if cmd.JSON {
		return writeJSON(a.out, doc)
	}
	_, err = fmt.Fprintf(a.out, "%s snapshots, %s versions of lists and %s indexes given up, %s freed\n",
		grouped(len(p.Snapshots)), grouped(p.Objects), grouped(doc.Indexes), byteSize(p.Bytes+doc.IndexBytes))
	return err
}

// prunedJSON is what lists prune prints with --json.
type prunedJSON struct {
	*catalog.Pruned
	// Indexes is the number of index files that no kept snapshot has, and
	// IndexBytes their size on the disk.
	Indexes    int   `json:"indexes"`
	IndexBytes int64 `json:"indexBytes"`
}

// pruneIndexes removes the indexes of snapshots that are not kept, also those
// that an interrupted run has left.
func (a *app) pruneIndexes(c *catalog.Catalog) (n int, bytes int64, err error) {
	changes, err := c.History(a.ctx)
	if err != nil {
		return 0, 0, err
	}
	kept := map[string]bool{}
	for i, k := range catalog.Kept(changes) {
		kept[changes[i].Snapshot] = k
	}
	return screen.RemoveIndexes(c.Dir(), func(snapshot string) bool { return kept[snapshot] })
}

// byteSize writes a number of bytes for people, in powers of 1,000.
func byteSize(n int64) string {
	switch {
	case n < 1000:
		return fmt.Sprintf("%d B", n)
	case n < 1_000_000:
		return fmt.Sprintf("%.1f kB", float64(n)/1e3)
	case n < 1_000_000_000:
		return fmt.Sprintf("%.1f MB", float64(n)/1e6)
	}
	return fmt.Sprintf("%.1f GB", float64(n)/1e9)
}

type listsVerifyCmd struct {
	JSON bool `name:"json" help:"Print one JSON document."`
}

func (listsVerifyCmd) Help() string {
	return `Reads every file that any kept snapshot needs and compares it with its hash. A single changed bit
is found; the file is named, and what needs it. Load a damaged list again to mend it.

Exit code: 0 all is whole, 1 something is damaged.

Example:
  deciban lists verify`
}

func (cmd *listsVerifyCmd) Run(a *app) error {
	c, err := a.catalog()
	if err != nil {
		return err
	}
	p := a.newProgress()
	v, err := c.Verify(a.ctx, func(done, total int) {
		if p.due() {
			p.draw(p.bar("verifying", int64(done), int64(total)))
		}
	})
	a.clearProgress()
	if err != nil {
		return err
	}
	if cmd.JSON {
		err = writeJSON(a.out, v)
	} else if len(v.Damaged) == 0 {
		_, err = fmt.Fprintf(a.out, "All is whole: %s changes, %s snapshots, %s versions of lists.\n", grouped(v.Changes), grouped(v.Snapshots), grouped(v.Objects))
	}
	return errors.Join(err, v.Err())
}
