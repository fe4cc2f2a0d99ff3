package screen

import (
	"context"
	"slices"

	"deciban/internal/catalog"
	"deciban/internal/entity"
)

// Link is an entity that points to another, such as a Sanction to whom it is
// on, and the property that does.
type Link struct {
	From *entity.Entity
	Prop string
}

// LinkTo returns the property by which from points to e, "" if it does not: ids
// mean something within a list only.
func LinkTo(from, e *entity.Entity) string {
	if from.ID == e.ID || !slices.Equal(from.Datasets, e.Datasets) {
		return ""
	}
	for i := range from.Statements {
		s := &from.Statements[i]
		if s.Value != e.ID {
			continue
		}
		if p := from.Schema.Property(s.Prop); p != nil && p.Type == "entity" {
			return s.Prop
		}
	}
	return ""
}

// Links returns what points to e on the list that e stands on.
func (l *Loaded) Links(e *entity.Entity) []Link {
	var links []Link
	for _, from := range l.Entities {
		if prop := LinkTo(from, e); prop != "" {
			links = append(links, Link{from, prop})
		}
	}
	return links
}

// ReadLinks is Links for who keeps no entities: it reads the list of e once, which
// takes some tenths of a second for ten thousand entries.
func ReadLinks(ctx context.Context, s *catalog.Snapshot, e *entity.Entity) ([]Link, error) {
	if len(e.Datasets) == 0 {
		return nil, nil
	}
	var links []Link
	err := s.EachOf(ctx, e.Datasets[0], func(from *entity.Entity) error {
		if prop := LinkTo(from, e); prop != "" {
			links = append(links, Link{from, prop})
		}
		return nil
	})
	return links, err
}

// Programmes returns what e is listed under, as it says itself and as the
// sanctions among its links do.
func Programmes(e *entity.Entity, links []Link) []string {
	all := slices.Clone(e.Values("program"))
	for _, link := range links {
		if !link.From.Schema.IsA("Sanction") {
			continue
		}
		for _, p := range link.From.Values("program") {
			if !slices.Contains(all, p) {
				all = append(all, p)
			}
		}
	}
	return all
}

// Programmes returns what e is listed under.
func (l *Loaded) Programmes(e *entity.Entity) []string { return Programmes(e, l.Links(e)) }
