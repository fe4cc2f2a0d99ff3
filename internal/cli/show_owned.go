package cli

import (
	"fmt"
	"slices"
	"strings"

	"deciban/internal/entity"
	"deciban/internal/lists/ownership"
	"deciban/internal/screen"
)

// ownedJSON says that listed parties own an entry that is not listed itself by
// half or more.
type ownedJSON struct {
	// Percent is what they own together, such as "62.5 %".
	Percent string      `json:"percent"`
	Stakes  []stakeJSON `json:"stakes"`
	// Path leads from a listed party to the entry, owner before asset, along
	// the largest stakes.
	Path []partyJSON `json:"path"`
}

type stakeJSON struct {
	Owner   partyJSON `json:"owner"`
	Percent string    `json:"percent"`
	// Link is the id of the Ownership that says so.
	Link string `json:"link"`
}

type partyJSON struct {
	ID      string `json:"id"`
	Caption string `json:"caption"`
}

// owned works out by the 50 percent rule whether listed parties own e, from what
// the list that e stands on says; nil if they do not, or if e is listed itself.
func owned(lists *screen.Loaded, e *entity.Entity) *ownedJSON {
	if !e.Schema.IsA("LegalEntity") && !e.Schema.IsA("Asset") {
		return nil
	}
	// Ids are unique within a dataset only.
	var all []*entity.Entity
	byID := map[string]*entity.Entity{}
	listed := map[string]bool{}
	for _, x := range lists.Entities {
		if !slices.Equal(x.Datasets, e.Datasets) {
			continue
		}
		all = append(all, x)
		byID[x.ID] = x
		switch {
		case x.Schema.IsA("Sanction"):
			for _, id := range x.Values("entity") {
				listed[id] = true
			}
		case x.Target, slices.Contains(x.Values("topics"), "sanction"):
			listed[x.ID] = true
		}
	}
	party := func(id string) partyJSON {
		p := partyJSON{ID: id}
		if x := byID[id]; x != nil {
			p.Caption = x.Caption()
		}
		return p
	}
	for _, o := range ownership.Rule(all, func(id string) bool { return listed[id] }) {
		if o.ID != e.ID {
			continue
		}
		j := &ownedJSON{Percent: o.Share.String()}
		for _, s := range o.Stakes {
			j.Stakes = append(j.Stakes, stakeJSON{party(s.Owner), s.Share.String(), s.Link})
		}
		for _, id := range o.Path {
			j.Path = append(j.Path, party(id))
		}
		return j
	}
	return nil
}

// showOwned writes what owned found.
func (a *app) showOwned(o *ownedJSON) error {
	fmt.Fprintf(a.out, "\n%s\n", a.screen.style(bold, "Owned by listed parties: "+o.Percent))
	fmt.Fprintln(a.out, a.screen.style(faint, "50 percent rule, from the stakes that the list gives"))
	t := table{columns: []column{{title: "owner", elastic: true}, {title: "id"}, {title: "stake"}, {title: "link"}}}
	for _, s := range o.Stakes {
		t.add(cell{text: s.Owner.Caption}, cell{text: s.Owner.ID}, cell{text: s.Percent}, cell{text: s.Link, style: faint})
	}
	if err := t.write(a.out, a.screen); err != nil {
		return err
	}
	var path []string
	for _, p := range o.Path {
		path = append(path, a.screen.isolate(oneLine(p.Caption)))
	}
	_, err := fmt.Fprintf(a.out, "path: %s\n", strings.Join(path, " → "))
	return err
}
