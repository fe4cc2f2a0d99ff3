package cli

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"deciban/internal/entity"
	"deciban/internal/screen"
	"deciban/internal/watch"
)

type watchCmd struct {
	Run    watchRunCmd    `cmd:"" help:"Screen what can have changed, and print which matches are new, changed or gone."`
	Add    watchAddCmd    `cmd:"" help:"Watch the subjects of a file."`
	List   watchListCmd   `cmd:"" help:"Show the watched subjects."`
	Remove watchRemoveCmd `cmd:"" help:"Stop watching subjects."`
}

// store returns the store of the watched subjects.
func (a *app) store() (*watch.Store, error) {
	dir, err := a.dataDir()
	if err != nil {
		return nil, err
	}
	return watch.Open(dir), nil
}

type watchAddCmd struct {
	File    string `arg:"" help:"Subjects in any form that deciban batch reads; - is standard input. Each needs an id that stays the same."`
	Replace bool   `help:"The file is the whole portfolio: subjects that it does not hold are watched no longer."`
	JSON    bool   `name:"json" help:"Print the counts as one JSON document."`
}

func (watchAddCmd) Help() string {
	return `A subject whose id is watched already takes the place of the one that was there. If any row cannot
be used, none is taken, and each such row is named. The subjects are kept in the data folder, which
only you can read: they are personal data.

Examples:
  deciban watch add customers.csv
  deciban watch add --replace customers.csv`
}

// addedJSON is what watch add prints with --json.
type addedJSON struct {
	Added     int `json:"added"`
	Changed   int `json:"changed"`
	Unchanged int `json:"unchanged"`
	Removed   int `json:"removed"`
	Watched   int `json:"watched"`
}

func (cmd *watchAddCmd) Run(a *app) error {
	subjects, err := a.readSubjects(cmd.File)
	if err != nil {
		return err
	}
	store, err := a.store()
	if err != nil {
		return err
	}
	var n addedJSON
	err = store.Update(a.ctx, func(p *watch.Portfolio) error {
		stays := map[string]bool{}
		for _, s := range subjects {
			known, changed, err := p.Put(s)
			if err != nil {
				return err
			}
			stays[s.ID] = true
			switch {
			case !known:
				n.Added++
			case changed:
				n.Changed++
			default:
				n.Unchanged++
			}
		}
		if cmd.Replace {
			for _, id := range p.IDs() {
				if !stays[id] {
					p.Remove(id)
					n.Removed++
				}
			}
		}
		n.Watched = p.Len()
		return nil
	})
	if err != nil {
		return err
	}
	if cmd.JSON {
		return writeJSON(a.out, n)
	}
	_, err = fmt.Fprintf(a.out, "%s added, %s changed, %s unchanged, %s removed; %s are watched\n",
		grouped(n.Added), grouped(n.Changed), grouped(n.Unchanged), grouped(n.Removed), grouped(n.Watched))
	return err
}

// mostNamed is how many wrong rows are named; the rest is counted.
const mostNamed = 10

// readSubjects reads a whole file of subjects, or says what is wrong with which
// rows.
func (a *app) readSubjects(path string) ([]*entity.Entity, error) {
	in, err := a.openInput(path)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	rows, err := screen.NewSubjectReader(in.ReadCloser)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", in.name, err)
	}
	defer rows.Close()
	var subjects []*entity.Entity
	var wrong []string
	seen := map[string]string{}
	for {
		if err := a.ctx.Err(); err != nil {
			return nil, err
		}
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		switch {
		case err != nil:
			return nil, fmt.Errorf("%s: %w", in.name, err)
		case row.Err != nil:
			wrong = append(wrong, row.Err.Error())
		case row.ID == "":
			wrong = append(wrong, row.Where+": has no id; a watched subject needs one that stays the same")
		case seen[row.ID] != "":
			wrong = append(wrong, fmt.Sprintf("%s: has the id of %s", row.Where, seen[row.ID]))
		default:
			seen[row.ID] = row.Where
			subjects = append(subjects, row.Subject)
		}
	}
	if len(wrong) > 0 {
		named := wrong[:min(len(wrong), mostNamed)]
		if more := len(wrong) - len(named); more > 0 {
			named = append(slices.Clone(named), fmt.Sprintf("and %s more", grouped(more)))
		}
		return nil, fmt.Errorf("%s: %s rows cannot be used, so that none was taken:\n%s", in.name, grouped(len(wrong)), strings.Join(named, "\n"))
	}
	return subjects, nil
}

type watchListCmd struct {
	IDs  []string `arg:"" optional:"" name:"id" help:"Only these subjects, with their matches."`
	JSON bool     `name:"json" help:"Print one JSON document."`
}

func (watchListCmd) Help() string {
	return `Prints how many subjects are watched and when they were last screened; with ids, these subjects and
their matches at the last run; with --json, all.

Examples:
  deciban watch list
  deciban watch list customer-17
  deciban watch list --json`
}

// watchedJSON is what watch list prints with --json.
type watchedJSON struct {
	LastRun  *watch.Last      `json:"lastRun"`
	Subjects []watchedSubject `json:"subjects"`
}

type watchedSubject struct {
	ID      string `json:"id"`
	Caption string `json:"caption"`
	Schema  string `json:"schema"`
	// Screened is false if the subject is new or changed since the last run.
	Screened bool          `json:"screened"`
	Matches  []watch.Match `json:"matches"`
}

func (cmd *watchListCmd) Run(a *app) error {
	store, err := a.store()
	if err != nil {
		return err
	}
	p, err := store.Load(a.ctx)
	if err != nil {
		return err
	}
	ids := cmd.IDs
	if len(ids) == 0 {
		ids = p.IDs()
	}
	doc := watchedJSON{LastRun: p.Last, Subjects: []watchedSubject{}}
	waiting, matched := 0, 0
	for _, id := range ids {
		e, matches, screened := p.Subject(id)
		if e == nil {
			return fmt.Errorf("no watched subject has the id %q", id)
		}
		if !screened {
			waiting++
		}
		if len(matches) > 0 {
			matched++
		}
		doc.Subjects = append(doc.Subjects, watchedSubject{id, e.Caption(), e.Schema.Name, screened, append([]watch.Match{}, matches...)})
	}
	if cmd.JSON {
		return writeJSON(a.out, doc)
	}
	if len(cmd.IDs) > 0 {
		return a.writeWatched(doc)
	}
	if p.Len() == 0 {
		_, err := fmt.Fprintln(a.out, "Nobody is watched. Add subjects with: deciban watch add FILE")
		return err
	}
	fmt.Fprintf(a.out, "%s subjects are watched, %s of them with matches, %s to be screened.\n", grouped(p.Len()), grouped(matched), grouped(waiting))
	if p.Last != nil {
		_, err = fmt.Fprintf(a.out, "Last run %s, snapshot %s, threshold %s dB for persons, %s dB for others.\n",
			p.Last.At.Format("2006-01-02 15:04Z"), p.Last.Snapshot, p.Last.Persons, p.Last.Others)
	}
	return err
}

func (a *app) writeWatched(doc watchedJSON) error {
	t := table{columns: []column{{title: "subject"}, {title: "name", elastic: true}, {title: "entry"}, {title: "dataset"}, {title: "name", elastic: true}, {title: "dB", right: true}}}
	for _, s := range doc.Subjects {
		if len(s.Matches) == 0 {
			what := "no match"
			if !s.Screened {
				what = "to be screened"
			}
			t.add(cell{text: s.ID, style: bold}, cell{text: s.Caption}, cell{text: what, style: faint}, cell{}, cell{}, cell{})
		}
		for _, m := range s.Matches {
			t.add(cell{text: s.ID, style: bold}, cell{text: s.Caption}, cell{text: m.ID}, cell{text: m.Dataset}, cell{text: m.Caption}, cell{text: m.Decibans.String()})
		}
	}
	return t.write(a.out, a.screen)
}

type watchRemoveCmd struct {
	IDs []string `arg:"" optional:"" name:"id" help:"Ids of subjects."`
	All bool     `help:"Stop watching everybody."`
}

func (watchRemoveCmd) Help() string {
	return `Deletes the subjects and their matches from the data folder. An unknown id is an error, and then
none is removed.

Examples:
  deciban watch remove customer-17 customer-18
  deciban watch remove --all`
}

func (cmd *watchRemoveCmd) Run(a *app) error {
	if cmd.All == (len(cmd.IDs) > 0) {
		return errors.New("name the subjects to remove, or give --all")
	}
	store, err := a.store()
	if err != nil {
		return err
	}
	removed, left := 0, 0
	err = store.Update(a.ctx, func(p *watch.Portfolio) error {
		ids := cmd.IDs
		if cmd.All {
			ids = p.IDs()
		}
		for _, id := range ids {
			if !p.Remove(id) {
				return fmt.Errorf("no watched subject has the id %q; none was removed", id)
			}
			removed++
		}
		left = p.Len()
		return nil
	})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.out, "%s removed; %s are watched\n", grouped(removed), grouped(left))
	return err
}
