package server

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"deciban/internal/entity"
	"deciban/internal/reporting"
	"deciban/internal/screen"
)

// party is an entry with what points to it.
type party struct {
	*entity.Entity
	Links      []screen.Link
	Programmes []string
}

// parties returns what is listed under an id, one for each list that has it.
func (q *answering) parties(id string) ([]party, error) {
	found, err := q.lists.Entries(id)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, &failure{http.StatusNotFound, fmt.Sprintf("no entry has the id %q", cut(id))}
	}
	var all []party
	for _, e := range found {
		links, err := q.lists.Links(q.Context(), e)
		if err != nil {
			return nil, err
		}
		all = append(all, party{e, links, screen.Programmes(e, links)})
	}
	return all, nil
}

// entity answers GET /entities/{id}.
func (s *Server) entity(q *answering) (any, error) {
	if err := parameters(q.Request, "dataset"); err != nil {
		return nil, err
	}
	all, err := q.parties(q.PathValue("id"))
	if err != nil {
		return nil, err
	}
	var names []string
	for _, p := range all {
		names = append(names, p.Datasets...)
		if d := q.URL.Query().Get("dataset"); d != "" && !slices.Contains(p.Datasets, d) {
			continue
		}
		more := struct {
			// Linked are the entities that point to it.
			Linked     []result `json:"linked"`
			Programmes []string `json:"programmes"`
			Snapshot   string   `json:"snapshot"`
		}{[]result{}, append([]string{}, p.Programmes...), q.lists.Snapshot}
		for _, l := range p.Links {
			more.Linked = append(more.Linked, result{l.From, struct {
				By string `json:"by"`
			}{l.Prop}})
		}
		return result{p.Entity, more}, nil
	}
	return nil, &failure{http.StatusNotFound, fmt.Sprintf("the id is in %s", strings.Join(names, ", "))}
}

// reports answers GET /reports/{id}: what the kept reports say of an entry.
func (s *Server) reports(q *answering) (any, error) {
	if err := parameters(q.Request, "since", "until"); err != nil {
		return nil, err
	}
	since, until := q.URL.Query().Get("since"), q.URL.Query().Get("until")
	for _, day := range []string{since, until} {
		if day == "" {
			continue
		}
		if _, err := time.Parse(time.DateOnly, day); err != nil {
			return nil, badRequest("%q is no day as 2024-03-28", cut(day))
		}
	}
	within := func(day string) bool {
		return since == "" && until == "" || day != "" && day >= since && (until == "" || day <= until)
	}
	id := q.PathValue("id")
	t, err := s.timeline(q, id, within)
	if err != nil {
		return nil, err
	}
	if t.Reports == 0 {
		// An id that nobody has would else look like one of whom nothing is said.
		if _, err := q.parties(id); err != nil {
			return nil, err
		}
	}
	return t, nil
}

func (s *Server) timeline(q *answering, id string, within reporting.Bounds) (*reporting.Timeline, error) {
	all, err := s.Reports.Timelines(q.Context(), []string{id}, within)
	if err != nil {
		return nil, err
	}
	return all[0], nil
}
