package cli

import "fmt"

type listsRemoveCmd struct {
	Datasets []string `arg:"" name:"dataset" help:"Names of datasets, as \"deciban lists\" shows them."`
	JSON     bool     `name:"json" help:"Print the lists that are left as one JSON document."`
}

func (listsRemoveCmd) Help() string {
	return `Former snapshots keep the list; only new screenings go without it. An unknown name is an
error, and then none is removed.

Example:
  deciban lists remove our_blocklist`
}

func (cmd *listsRemoveCmd) Run(a *app) error {
	c, err := a.catalog()
	if err != nil {
		return err
	}
	s, err := c.Remove(a.ctx, cmd.Datasets...)
	if err != nil {
		return fmt.Errorf("%w (see deciban lists)", err)
	}
	if cmd.JSON {
		return writeJSON(a.out, newListsJSON(s))
	}
	return a.writeLists(s)
}
