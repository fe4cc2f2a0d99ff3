package cli

import (
	"errors"
	"fmt"
	"strings"

	"deciban/internal/entity"
	"deciban/internal/lists"
)

type listsCheckCmd struct {
	Paths   []string `arg:"" name:"path" help:"A list's files, or the folder with them; a table of your own with its mapping."`
	Dataset string   `help:"Name of the dataset, where the files do not say it." placeholder:"NAME"`
	Rows    int      `help:"How many entries to show." default:"5"`
	Verbose bool     `short:"v" help:"Print every odd value and every text that was not understood."`
	JSON    bool     `name:"json" help:"Print the entries as FollowTheMoney JSON lines."`
}

func (listsCheckCmd) Help() string {
	return `Reads a list to its end without loading it, and prints its first entries as entities, each value
with the place that it comes from, and what was odd or not understood. So a mapping for a table of
your own can be tried until the entries are right.

Examples:
  deciban lists check blocklist.xlsx blocklist.yaml
  deciban lists check sdn_advanced.xml --rows 1`
}

func (cmd *listsCheckCmd) Run(a *app) error {
	if cmd.Rows < 0 {
		return fmt.Errorf("--rows %d: at least 0", cmd.Rows)
	}
	found, err := lists.Open(cmd.Paths...)
	if err != nil {
		return err
	}
	if cmd.Dataset != "" && len(found) > 1 {
		return fmt.Errorf("--dataset %s: there are %d lists; check them one at a time", cmd.Dataset, len(found))
	}
	var failed []error
	for i, source := range found {
		l, err := source.Read(a.ctx, lists.Options{Dataset: cmd.Dataset, Progress: a.readProgress(source.Path), Packed: true})
		a.clearProgress()
		if err != nil {
			failed = append(failed, err)
			continue
		}
		if cmd.JSON {
			err = cmd.writeJSON(a, l)
		} else {
			if i > 0 {
				fmt.Fprintln(a.out)
			}
			err = cmd.write(a, l)
		}
		if err != nil {
			return err
		}
	}
	return errors.Join(failed...)
}

// firstEntries returns the first n entries of a list with what belongs to them.
func firstEntries(l *lists.List, n int) ([]*entity.Entity, error) {
	shown := map[string]bool{}
	var out []*entity.Entity
	err := l.Each(func(e *entity.Entity) error {
		if e.Target && len(shown) < n {
			shown[e.ID] = true
			out = append(out, e)
		} else if !e.Target && len(out) > 0 && refersTo(e, shown) {
			out = append(out, e)
		}
		return nil
	})
	return out, err
}

// refersTo tells whether an entity belongs to one of those shown: it names it,
// or its id begins with its id.
func refersTo(e *entity.Entity, shown map[string]bool) bool {
	for _, s := range e.Statements {
		if p := e.Schema.Property(s.Prop); p != nil && p.Type == "entity" && shown[s.Value] {
			return true
		}
	}
	for i := len(e.ID) - 1; i > 0; i-- {
		if e.ID[i] == '-' && shown[e.ID[:i]] {
			return true
		}
	}
	return false
}

func (cmd *listsCheckCmd) writeJSON(a *app, l *lists.List) error {
	first, err := firstEntries(l, cmd.Rows)
	if err != nil {
		return err
	}
	for _, e := range first {
		line, err := entity.Encode(e)
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintf(a.out, "%s\n", line); err != nil {
			return err
		}
	}
	return nil
}

// checkedProblems is how many odd values are shown without --verbose.
const checkedProblems = 10

func (cmd *listsCheckCmd) write(a *app, l *lists.List) error {
	first, err := firstEntries(l, cmd.Rows)
	if err != nil {
		return err
	}
	var b strings.Builder
	c := l.Counts
	fmt.Fprintf(&b, "%s, read as %s: %d entries, %d names, %d birth dates, %d identifiers, %d addresses\n", l.Dataset, l.Format, c.Entries, c.Names, c.BirthDates, c.Numbers, c.Addresses)
	for _, e := range first {
		fmt.Fprintf(&b, "\n%s  %s\n", e.ID, e.Schema.Name)
		for _, s := range e.Statements {
			fmt.Fprintf(&b, "  %-18s %s", s.Prop, oneLine(s.Value))
			if s.Original != "" && s.Original != s.Value {
				fmt.Fprintf(&b, "  (written %q)", oneLine(s.Original))
			}
			fmt.Fprintf(&b, "  [%s]", place(s.Place))
			if s.Remark != "" {
				fmt.Fprintf(&b, "  ! %s", s.Remark)
			}
			b.WriteByte('\n')
		}
	}
	for _, r := range l.Remarks {
		fmt.Fprintf(&b, "\nnote: %s\n", r)
	}
	for _, group := range []struct {
		title string
		all   []lists.Problem
	}{{"odd values", l.Problems}, {"not understood, kept as notes", l.Unparsed}} {
		if len(group.all) == 0 {
			continue
		}
		fmt.Fprintf(&b, "\n%s: %d\n", group.title, len(group.all))
		for i, p := range group.all {
			if i == checkedProblems && !cmd.Verbose {
				fmt.Fprintf(&b, "  … and %d more (--verbose)\n", len(group.all)-i)
				break
			}
			fmt.Fprintf(&b, "  %s\n", oneLine(p.String()))
		}
	}
	b.WriteString("\nNothing was loaded.\n")
	_, err = fmt.Fprint(a.out, b.String())
	return err
}
