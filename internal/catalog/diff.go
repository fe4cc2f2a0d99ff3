package catalog

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"deciban/internal/entity"
)

// Diff says how two versions of a dataset differ. Where a statement stands in
// the file, and when it was first and last seen, is no difference: a line that
// was put in moves all lines below it.
type Diff struct {
	Dataset string `json:"dataset"`
	// Former and Next count the entries of each version.
	Former int `json:"former"`
	Next   int `json:"next"`
	// Added, Removed and Changed are in the order of the ids.
	Added   []DiffEntry `json:"added"`
	Removed []DiffEntry `json:"removed"`
	Changed []DiffEntry `json:"changed"`

	former, next map[string]*entity.Entity
}

// DiffEntry is an entry that differs.
type DiffEntry struct {
	ID      string `json:"id"`
	Schema  string `json:"schema"`
	Caption string `json:"caption"`
	// Properties are what changed, sorted by name. An entry that was added or
	// removed has none.
	Properties []DiffProperty `json:"properties,omitempty"`
}

// DiffProperty is what changed of one property. What belongs to an entry has its
// schema before the property, as in "Sanction.listingDate".
type DiffProperty struct {
	Property string   `json:"property"`
	Added    []string `json:"added,omitempty"`
	Removed  []string `json:"removed,omitempty"`
}

// Compare returns how next differs from former, two versions of a dataset.
func Compare(dataset string, former, next []*entity.Entity) *Diff {
	d := &Diff{
		Dataset: dataset, Added: []DiffEntry{}, Removed: []DiffEntry{}, Changed: []DiffEntry{},
		former: byID(former), next: byID(next),
	}
	was, is := valuesOf(former), valuesOf(next)
	d.Former, d.Next = len(was), len(is)
	for id, values := range is {
		e := d.next[id]
		entry := DiffEntry{ID: id, Schema: e.Schema.Name, Caption: e.Caption()}
		old, there := was[id]
		if !there {
			d.Added = append(d.Added, entry)
			continue
		}
		if entry.Properties = differences(old, values); len(entry.Properties) > 0 {
			d.Changed = append(d.Changed, entry)
		}
	}
	for id := range was {
		if _, there := is[id]; !there {
			e := d.former[id]
			d.Removed = append(d.Removed, DiffEntry{ID: id, Schema: e.Schema.Name, Caption: e.Caption()})
		}
	}
	for _, list := range [][]DiffEntry{d.Added, d.Removed, d.Changed} {
		slices.SortFunc(list, func(a, b DiffEntry) int { return strings.Compare(a.ID, b.ID) })
	}
	return d
}

// Empty tells whether nothing differs.
func (d *Diff) Empty() bool { return len(d.Added)+len(d.Removed)+len(d.Changed) == 0 }

func byID(entities []*entity.Entity) map[string]*entity.Entity {
	m := make(map[string]*entity.Entity, len(entities))
	for _, e := range entities {
		m[e.ID] = e
	}
	return m
}

// value is what is compared of a statement, and how it is shown.
type value struct{ prop, text string }

// valuesOf returns for each entry its values and those of what belongs to it.
func valuesOf(entities []*entity.Entity) map[string]map[value]bool {
	all := map[string]map[value]bool{}
	for _, e := range entities {
		if IsEntry(e) {
			all[e.ID] = map[value]bool{{"schema", e.Schema.Name}: true}
		}
	}
	for _, e := range entities {
		if values, ok := all[e.ID]; ok && IsEntry(e) {
			addValues(values, "", e, "")
			continue
		}
		for _, owner := range Owners(e) {
			if values, ok := all[owner]; ok {
				addValues(values, e.Schema.Name+".", e, owner)
			}
		}
	}
	return all
}

// addValues adds the values of e. Those that only point to the owner are left
// out, and ids of what belongs to entries: they come and go with the rest.
func addValues(values map[value]bool, prefix string, e *entity.Entity, owner string) {
	n := len(values)
	for _, list := range [2][]entity.Statement{e.Statements, e.Unread} {
		for i := range list {
			s := &list[i]
			if s.Value == owner {
				continue
			}
			text := s.Value
			if s.Original != "" && s.Original != s.Value {
				text += " (" + s.Original + ")"
			}
			for _, more := range []string{s.Lang, s.Country} {
				if more != "" {
					text += " [" + more + "]"
				}
			}
			values[value{prefix + s.Prop, text}] = true
		}
	}
	if prefix != "" && len(values) == n { // it says no more than that it is there
		values[value{prefix + "id", e.ID}] = true
	}
}

func differences(was, is map[value]bool) []DiffProperty {
	byProp := map[string]*DiffProperty{}
	of := func(v value) *DiffProperty {
		p := byProp[v.prop]
		if p == nil {
			p = &DiffProperty{Property: v.prop}
			byProp[v.prop] = p
		}
		return p
	}
	for v := range is {
		if !was[v] {
			p := of(v)
			p.Added = append(p.Added, v.text)
		}
	}
	for v := range was {
		if !is[v] {
			p := of(v)
			p.Removed = append(p.Removed, v.text)
		}
	}
	var out []DiffProperty
	for _, p := range byProp {
		slices.Sort(p.Added)
		slices.Sort(p.Removed)
		out = append(out, *p)
	}
	slices.SortFunc(out, func(a, b DiffProperty) int { return strings.Compare(a.Property, b.Property) })
	return out
}

// WriteDelta writes the difference as OpenSanctions publishes deltas: a line
// {"op":"ADD"|"MOD"|"DEL","entity":{…}} for each entity, entries and what
// belongs to them alike, in the order of their ids. Of a deleted one only the id
// is written. Applied to the former version, they give the next.
func (d *Diff) WriteDelta(w io.Writer) error {
	type op struct {
		Op     string          `json:"op"`
		Entity json.RawMessage `json:"entity"`
	}
	ids := map[string]bool{}
	for id := range d.former {
		ids[id] = true
	}
	for id := range d.next {
		ids[id] = true
	}
	sorted := make([]string, 0, len(ids))
	for id := range ids {
		sorted = append(sorted, id)
	}
	slices.Sort(sorted)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for _, id := range sorted {
		was, is := d.former[id], d.next[id]
		line := op{Op: "MOD"}
		var err error
		switch {
		case is == nil:
			line.Op = "DEL"
			line.Entity, err = json.Marshal(map[string]string{"id": id})
		case was == nil:
			line.Op = "ADD"
			line.Entity, err = entity.Encode(is)
		default:
			var old []byte
			if old, err = entity.Encode(was); err == nil {
				line.Entity, err = entity.Encode(is)
			}
			if err == nil && bytes.Equal(old, line.Entity) {
				continue
			}
		}
		if err != nil {
			return fmt.Errorf("write delta of %s: %w", id, err)
		}
		if err := enc.Encode(line); err != nil {
			return err
		}
	}
	return nil
}
