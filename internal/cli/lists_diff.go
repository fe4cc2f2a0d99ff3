package cli

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"deciban/internal/catalog"
	"deciban/internal/entity"
	"deciban/internal/lists"
)

type listsDiffCmd struct {
	Former  string   `arg:"" name:"a" help:"The former version: a date, a time, a snapshot's id, or a file or folder."`
	Next    string   `arg:"" optional:"" name:"b" help:"The next version; left out, what is in force."`
	Dataset []string `help:"Only this dataset; for two files that do not name theirs, their name." sep:"none" placeholder:"NAME"`
	Summary bool     `help:"Print the counts only."`
	JSON    bool     `name:"json" help:"Print one JSON document." xor:"form"`
	Ftm     bool     `help:"Print a delta of FollowTheMoney entities, as OpenSanctions publishes them: {\"op\":\"ADD\",\"entity\":{…}}." xor:"form"`
}

func (listsDiffCmd) Help() string {
	return `Prints the entries that were added, removed and changed, with the properties and values that
changed; what belongs to an entry has its schema before the property, as in Sanction.listingDate.
Where in the file a statement stands is no difference.

Exit code: 0, whatever it finds; 1 an error.

Examples:
  deciban lists diff 2021-08-18
  deciban lists diff 2f1a9c 2021-09-02 --dataset us_ofac_sdn --json
  deciban lists diff old/consolidated.xml new/consolidated.xml
  deciban lists diff 2021-08-18 --ftm > entities.delta.json`
}

func (cmd *listsDiffCmd) Run(a *app) error {
	former, err := a.side(cmd.Former, cmd.Dataset)
	if err != nil {
		return err
	}
	next, err := a.side(cmd.Next, cmd.Dataset)
	if err != nil {
		return err
	}
	names := map[string]bool{}
	for _, s := range []*diffSide{former, next} {
		for name := range s.datasets {
			names[name] = true
		}
	}
	for _, name := range cmd.Dataset {
		if !names[name] {
			return fmt.Errorf("%w %q: neither %s nor %s has it", catalog.ErrUnknownDataset, name, former.title, next.title)
		}
	}
	doc := diffJSON{From: former.title, To: next.title, Datasets: []*catalog.Diff{}}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		// A file is compared with its own dataset, not with all the others.
		if len(cmd.Dataset) > 0 && !slices.Contains(cmd.Dataset, name) ||
			former.isFile && former.datasets[name] == nil || next.isFile && next.datasets[name] == nil {
			continue
		}
		was, err := former.read(name)
		if err != nil {
			return err
		}
		is, err := next.read(name)
		if err != nil {
			return err
		}
		doc.Datasets = append(doc.Datasets, catalog.Compare(name, was, is))
	}
	if len(doc.Datasets) == 0 {
		return fmt.Errorf("%s and %s have no dataset in common", former.title, next.title)
	}
	switch {
	case cmd.JSON:
		return writeJSON(a.out, doc)
	case cmd.Ftm:
		for _, d := range doc.Datasets {
			if err := d.WriteDelta(a.out); err != nil {
				return err
			}
		}
		return nil
	}
	return a.writeDiff(doc, cmd.Summary)
}

// diffJSON is what lists diff prints with --json.
type diffJSON struct {
	From     string          `json:"from"`
	To       string          `json:"to"`
	Datasets []*catalog.Diff `json:"datasets"`
}

// diffSide is one side of a comparison. A dataset is read when it is asked for.
type diffSide struct {
	title    string
	isFile   bool
	datasets map[string]func() ([]*entity.Entity, error)
}

func (s *diffSide) read(name string) ([]*entity.Entity, error) {
	if read := s.datasets[name]; read != nil {
		return read()
	}
	return nil, nil
}

// side finds what a word means: a path that exists, or a moment or snapshot.
func (a *app) side(word string, dataset []string) (*diffSide, error) {
	if word == "" {
		s, err := a.snapshot()
		if err == nil && s == nil {
			err = catalog.ErrEmpty
		}
		if err != nil {
			return nil, err
		}
		return a.snapshotSide(s), nil
	}
	if _, err := os.Stat(word); err == nil {
		return a.fileSide(word, dataset)
	}
	var when asOf
	if err := when.UnmarshalText([]byte(word)); err != nil {
		return nil, fmt.Errorf("%w, and no file has that name", err)
	}
	c, err := a.catalog()
	if err != nil {
		return nil, err
	}
	s, err := when.open(a, c)
	if err != nil {
		return nil, err
	}
	return a.snapshotSide(s), nil
}

func (a *app) snapshotSide(s *catalog.Snapshot) *diffSide {
	side := &diffSide{title: s.ID, datasets: map[string]func() ([]*entity.Entity, error){}}
	for _, d := range s.Manifest.Datasets {
		side.datasets[d.Name] = func() ([]*entity.Entity, error) { return s.DatasetEntities(a.ctx, d.Name) }
	}
	return side
}

func (a *app) fileSide(path string, dataset []string) (*diffSide, error) {
	found, err := lists.Open(path)
	if err != nil {
		return nil, err
	}
	side := &diffSide{title: path, isFile: true, datasets: map[string]func() ([]*entity.Entity, error){}}
	for _, source := range found {
		o := lists.Options{Progress: a.readProgress(source.Path)}
		if source.Dataset == "" && len(dataset) == 1 {
			o.Dataset = dataset[0]
		}
		l, err := source.Read(a.ctx, o)
		a.clearProgress()
		if err != nil {
			return nil, err
		}
		if side.datasets[l.Dataset] != nil {
			return nil, fmt.Errorf("%s holds %s twice: name one file", path, l.Dataset)
		}
		side.datasets[l.Dataset] = func() ([]*entity.Entity, error) { return l.Entities, nil }
	}
	if len(side.datasets) == 0 {
		return nil, errors.New(path + " holds no list")
	}
	return side, nil
}

func (a *app) writeDiff(doc diffJSON, summary bool) error {
	for i, d := range doc.Datasets {
		if i > 0 {
			fmt.Fprintln(a.out)
		}
		fmt.Fprintf(a.out, "%s %s → %s entries: %s added, %s removed, %s changed\n", a.screen.style(bold, d.Dataset),
			grouped(d.Former), grouped(d.Next), grouped(len(d.Added)), grouped(len(d.Removed)), grouped(len(d.Changed)))
		if summary || d.Empty() {
			continue
		}
		t := table{columns: []column{{title: ""}, {title: "id"}, {title: "name", elastic: true}, {title: "property"}, {title: "removed", elastic: true}, {title: "added", elastic: true}}}
		for _, e := range d.Added {
			t.add(cell{text: "+", style: green}, cell{text: e.ID}, cell{text: e.Caption}, cell{}, cell{}, cell{})
		}
		for _, e := range d.Removed {
			t.add(cell{text: "-", style: red}, cell{text: e.ID}, cell{text: e.Caption}, cell{}, cell{}, cell{})
		}
		for _, e := range d.Changed {
			mark, id, name := "~", e.ID, e.Caption
			for _, p := range e.Properties {
				t.add(cell{text: mark}, cell{text: id}, cell{text: name}, cell{text: p.Property},
					cell{text: strings.Join(p.Removed, " | "), style: red}, cell{text: strings.Join(p.Added, " | "), style: green})
				mark, id, name = "", "", ""
			}
		}
		if err := t.write(a.out, a.screen); err != nil {
			return err
		}
	}
	return nil
}
