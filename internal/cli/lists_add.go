package cli

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"deciban/internal/catalog"
	"deciban/internal/entity"
	"deciban/internal/lists"
	"deciban/internal/screen"
	"deciban/internal/weigh"
)

type listsAddCmd struct {
	Paths   []string `arg:"" name:"path" help:"Files, or folders with the files of one list."`
	Dataset string   `help:"Name of the dataset, for a table of your own; lower-case letters, digits and _." placeholder:"NAME"`
	Delta   bool     `help:"The files are OpenSanctions' deltas to the loaded version of the dataset, oldest first."`
	Date    string   `help:"Date of the list, where its files do not say it." placeholder:"2021-07-01"`
	Accept  bool     `help:"Take versions that are refused for having lost much, or for being older than the loaded ones."`
	Verbose bool     `short:"v" help:"Print every odd value and every text that was not understood."`
	JSON    bool     `name:"json" help:"Print the loaded lists as one JSON document."`
}

func (listsAddCmd) Help() string {
	return `What a file is, is told from its content: OFAC's CSV files, the UN's XML, FollowTheMoney JSON
lines, or a CSV table whose columns are named as FollowTheMoney properties. A list takes the
place of the version that was loaded before. A list that cannot be read is named with file and
place, and what was loaded before stays in use; the others are loaded.

A version is refused that has lost more than a tenth of its entries, that fills a property for less
than half as many as before, or that is older than the loaded one: with the figures. Look at what
differs (deciban lists diff), and take it with --accept if it is right.

Examples:
  deciban lists add sdn-folder consolidated.xml
  deciban lists add staff-blocklist.csv --dataset our_blocklist
  deciban lists add sdn-folder --date 2021-07-01
  deciban lists add --delta entities.delta.json --dataset opensanctions_sanctions`
}

func (cmd *listsAddCmd) Run(a *app) error {
	c, err := a.catalog()
	if err != nil {
		return err
	}
	if _, err := time.Parse(time.DateOnly, cmd.Date); cmd.Date != "" && err != nil {
		return fmt.Errorf("--date %q: write it as 2021-07-01", cmd.Date)
	}
	o := catalog.AddOptions{Guard: catalog.DefaultGuard(), Accept: cmd.Accept}
	var loaded []*lists.List
	var failed []error
	if cmd.Delta {
		var l *lists.List
		l, o.Base, err = cmd.update(a, c)
		loaded = []*lists.List{l}
	} else {
		loaded, failed, err = cmd.read(a)
	}
	if err != nil {
		return err
	}
	if len(loaded) == 0 {
		return errors.Join(failed...)
	}
	var bytes int64
	for _, l := range loaded {
		for _, f := range l.Sources {
			bytes += f.Size
		}
	}
	defer lists.Frugal(bytes)()
	s, err := c.AddWith(a.ctx, o, loaded...)
	var refused *catalog.RefusedError
	if errors.As(err, &refused) {
		// A version that is refused stops no other.
		failed = append(failed, err)
		loaded = slices.DeleteFunc(loaded, func(l *lists.List) bool { return refused.Of(l.Dataset) })
		if len(loaded) == 0 {
			return errors.Join(failed...)
		}
		s, err = c.AddWith(a.ctx, o, loaded...)
	}
	if err != nil {
		return errors.Join(append(failed, err)...)
	}
	for _, l := range loaded {
		l.Drop() // the snapshot has them
	}
	if err := a.buildIndex(s); err != nil {
		return errors.Join(append(failed, err)...)
	}
	for _, o := range s.Change.Accepted {
		a.notice("%s was taken although %s", o.Dataset, o.Why)
	}
	if cmd.JSON {
		err = writeJSON(a.out, newListsJSON(s))
	} else {
		err = a.writeAdded(loaded, s, cmd.Verbose)
	}
	return errors.Join(append(failed, err)...)
}

// read reads the lists. What could not be read is among failed; err is an error
// of the whole command.
func (cmd *listsAddCmd) read(a *app) (loaded []*lists.List, failed []error, err error) {
	// Each path by itself, so that one that cannot be read stops no other;
	// but files of one folder may belong together.
	found, err := lists.Open(cmd.Paths...)
	if err != nil {
		found, failed = openEach(cmd.Paths)
	}
	if cmd.Date != "" && len(found) > 1 {
		return nil, nil, fmt.Errorf("--date %s: there are %d lists; add them one at a time", cmd.Date, len(found))
	}
	if cmd.Dataset != "" && len(found) > 1 {
		return nil, nil, fmt.Errorf("--dataset %s: there are %d lists; add them one at a time", cmd.Dataset, len(found))
	}
	for _, source := range found {
		l, err := source.Read(a.ctx, lists.Options{Dataset: cmd.Dataset, Progress: a.readProgress(source.Path), Packed: true, Empty: true})
		a.clearProgress()
		if err != nil {
			if a.ctx.Err() != nil {
				return nil, nil, a.ctx.Err()
			}
			failed = append(failed, err)
			continue
		}
		if other := withName(loaded, l.Dataset); other != nil {
			return nil, nil, fmt.Errorf("two lists are both %s: %s and %s; name one, or use --dataset", l.Dataset, sourceNames(other), sourceNames(l))
		}
		switch {
		case cmd.Date == "":
		case l.PublishedOn != "" && l.PublishedOn != cmd.Date:
			return nil, nil, fmt.Errorf("--date %s: the list itself says %s", cmd.Date, l.PublishedOn)
		default:
			l.PublishedOn = cmd.Date
		}
		loaded = append(loaded, l)
	}
	return loaded, failed, nil
}

// update makes the next version of a list from the loaded one, which it names.
func (cmd *listsAddCmd) update(a *app, c *catalog.Catalog) (l *lists.List, base string, err error) {
	if cmd.Dataset == "" {
		return nil, "", errors.New("--delta: name the list with --dataset")
	}
	s, err := c.Current(a.ctx)
	if err != nil {
		return nil, "", fmt.Errorf("--delta: %w", err)
	}
	d, ok := s.Manifest.Dataset(cmd.Dataset)
	if !ok {
		return nil, "", fmt.Errorf("--delta: %w %q: load it whole first", catalog.ErrUnknownDataset, cmd.Dataset)
	}
	former := func(each func(*entity.Entity) error) error { return s.EachOf(a.ctx, d.Name, each) }
	l, err = lists.Update(a.ctx, former, cmd.Paths, lists.Options{Dataset: d.Name, Progress: a.readProgress(d.Name), Packed: true, Empty: true})
	a.clearProgress()
	if err != nil {
		return nil, "", err
	}
	l.Title, l.Publisher, l.PublishedOn = d.Title, d.Publisher, cmd.Date
	return l, d.Object, nil
}

func openEach(paths []string) (found []*lists.Source, failed []error) {
	for _, p := range paths {
		some, err := lists.Open(p)
		if err != nil {
			failed = append(failed, err)
			continue
		}
		found = append(found, some...)
	}
	return found, failed
}

func withName(all []*lists.List, dataset string) *lists.List {
	for _, l := range all {
		if l.Dataset == dataset {
			return l
		}
	}
	return nil
}

func sourceNames(l *lists.List) string {
	if len(l.Sources) == 0 {
		return l.Format
	}
	return l.Sources[0].Name
}

// writeAdded says what was loaded, so that the counts can be compared with the
// publisher's and nothing that was not understood goes unnoticed.
func (a *app) writeAdded(loaded []*lists.List, s *catalog.Snapshot, verbose bool) error {
	for _, l := range loaded {
		d, _ := s.Manifest.Dataset(l.Dataset)
		n := d.Counts
		fmt.Fprintf(a.out, "%s %s\n", a.screen.style(bold, l.Dataset), a.screen.style(faint, oneLine(l.Title)))
		if l.PublishedOn != "" {
			fmt.Fprintf(a.out, "  list of %s\n", l.PublishedOn)
		}
		fmt.Fprintf(a.out, "  %s entries, %s names, %s birth dates, %s identifiers, %s addresses\n",
			grouped(n.Entries), grouped(n.Names), grouped(n.BirthDates), grouped(n.Identifiers), grouped(n.Addresses))
		if n.Clauses > 0 {
			fmt.Fprintf(a.out, "  %s of %s remark clauses not understood (%.2f %%), kept as notes\n",
				grouped(n.Unparsed), grouped(n.Clauses), 100*float64(n.Unparsed)/float64(n.Clauses))
		} else if n.Unparsed > 0 {
			fmt.Fprintf(a.out, "  %s texts not understood, kept as notes\n", grouped(n.Unparsed))
		}
		if n.Problems > 0 {
			fmt.Fprintf(a.out, "  %s odd values, kept as written\n", grouped(n.Problems))
		}
		for _, r := range l.Remarks {
			fmt.Fprintf(a.out, "  %s\n", oneLine(r))
		}
		if !verbose {
			continue
		}
		for _, p := range l.Problems {
			fmt.Fprintf(a.out, "  odd: %s\n", oneLine(p.String()))
		}
		for _, p := range l.Unparsed {
			fmt.Fprintf(a.out, "  not understood: %s\n", oneLine(p.String()))
		}
	}
	_, err := fmt.Fprintf(a.out, "snapshot %s\n", s.ID)
	return err
}

// buildIndex builds the snapshot's index, so that who screens need not wait for
// it. A folder in which it cannot be kept is no reason to fail: then each
// screening builds its own.
func (a *app) buildIndex(s *catalog.Snapshot) error {
	dir, err := a.dataDir()
	if err != nil {
		return err
	}
	if err := screen.BuildIndex(a.ctx, dir, weigh.Default(), s.ID, s.Each); err != nil {
		if a.ctx.Err() != nil {
			return a.ctx.Err()
		}
		a.notice("the lists are loaded, but their index could not be built: %v", err)
	}
	return nil
}
