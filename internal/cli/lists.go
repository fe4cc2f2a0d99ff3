package cli

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"deciban/internal/catalog"
	"deciban/internal/pull"
)

type listsCmd struct {
	List   listsListCmd   `cmd:"" default:"withargs" help:"Show the loaded lists (what \"deciban lists\" alone does)."`
	Add    listsAddCmd    `cmd:"" help:"Load lists from files and folders."`
	Remove listsRemoveCmd `cmd:"" help:"Take lists out."`
	Check  listsCheckCmd  `cmd:"" help:"Read a list without loading it, and show its first entries."`

	Pull     listsPullCmd     `cmd:"" help:"Fetch lists from their publishers."`
	Schedule listsScheduleCmd `cmd:"" help:"Pull again and again."`

	Diff    listsDiffCmd    `cmd:"" help:"Show what differs between two versions."`
	History listsHistoryCmd `cmd:"" help:"Show when which snapshot was in force."`
	Prune   listsPruneCmd   `cmd:"" help:"Give up former snapshots."`
	Verify  listsVerifyCmd  `cmd:"" help:"Check every file against its hash."`
}

type listsListCmd struct {
	JSON bool `name:"json" help:"Print one JSON document."`
}

func (listsListCmd) Help() string {
	return `Prints for each dataset how much it holds, the date of the list and when it was loaded, and the
snapshot that they make up together.

Examples:
  deciban lists
  deciban lists --json`
}

func (cmd *listsListCmd) Run(a *app) error {
	s, err := a.snapshot()
	if err != nil {
		return err
	}
	if s == nil {
		return a.writeNoLists(cmd.JSON)
	}
	fresh, err := a.freshness(s)
	if err != nil {
		return err
	}
	if cmd.JSON {
		doc := newListsJSON(s)
		for i := range doc.Datasets {
			doc.Datasets[i].Freshness = &fresh[i] // both in the order of the manifest
		}
		return writeJSON(a.out, doc)
	}
	return a.writeLists(s, fresh...)
}

// listsJSON is what lists, lists add and lists remove print with --json.
type listsJSON struct {
	Snapshot string     `json:"snapshot"`
	Datasets []listJSON `json:"datasets"`
}

type listJSON struct {
	catalog.Dataset
	LoadedAt time.Time `json:"loadedAt"`
	// Freshness says how old it is, and why its last pull failed if it did.
	Freshness *pull.Freshness `json:"freshness,omitempty"`
}

func newListsJSON(s *catalog.Snapshot) listsJSON {
	doc := listsJSON{Snapshot: s.ID, Datasets: []listJSON{}}
	for _, d := range s.Manifest.Datasets {
		doc.Datasets = append(doc.Datasets, listJSON{Dataset: d, LoadedAt: s.Change.Loaded[d.Name]})
	}
	return doc
}

func (a *app) writeNoLists(asJSON bool) error {
	if asJSON {
		return writeJSON(a.out, listsJSON{Datasets: []listJSON{}})
	}
	_, err := fmt.Fprintln(a.out, "No list is loaded; screening uses the built-in sample. Load lists with: deciban lists add FILE…")
	return err
}

// writeLists prints the lists, and below them what is amiss with any.
func (a *app) writeLists(s *catalog.Snapshot, fresh ...pull.Freshness) error {
	if len(s.Manifest.Datasets) == 0 {
		return a.writeNoLists(false)
	}
	t := table{columns: []column{
		{title: "dataset"}, {title: "entries", right: true}, {title: "names", right: true}, {title: "birth dates", right: true},
		{title: "identifiers", right: true}, {title: "list of"}, {title: "loaded"}, {title: "state"}, {title: "title", elastic: true, optional: true},
	}}
	state := map[string]cell{}
	var amiss []string
	for _, f := range fresh {
		var words []string
		if f.Stale {
			words = append(words, "stale")
			amiss = append(amiss, fmt.Sprintf("%s is stale: %s", f.Dataset, staleText(f)))
		}
		if f.Failure != "" {
			words = append(words, "pull failed")
			amiss = append(amiss, fmt.Sprintf("%s: the last pull failed, on %s: %s", f.Dataset, f.FailedAt.Format("2006-01-02 15:04Z"), f.Failure))
		}
		state[f.Dataset] = cell{text: strings.Join(words, ", "), style: red}
	}
	for _, d := range s.Manifest.Datasets {
		published := d.PublishedOn
		if published == "" {
			published = "unknown"
		}
		t.add(cell{text: d.Name, style: bold}, number(d.Counts.Entries), number(d.Counts.Names), number(d.Counts.BirthDates),
			number(d.Counts.Identifiers), cell{text: published}, cell{text: s.Change.Loaded[d.Name].Format("2006-01-02 15:04Z")}, state[d.Name], cell{text: d.Title, style: faint})
	}
	if err := t.write(a.out, a.screen); err != nil {
		return err
	}
	for _, line := range amiss {
		fmt.Fprintln(a.out, a.screen.style(red, oneLine(line)))
	}
	_, err := fmt.Fprintf(a.out, "snapshot %s\n", s.ID)
	return err
}

func number(n int) cell { return cell{text: grouped(n)} }

// grouped writes a number with commas between groups of three digits.
func grouped(n int) string {
	text := strconv.Itoa(n)
	start := len(text) % 3
	if n < 0 {
		return "-" + grouped(-n)
	}
	out := text[:start]
	for i := start; i < len(text); i += 3 {
		if out != "" {
			out += ","
		}
		out += text[i : i+3]
	}
	return out
}
