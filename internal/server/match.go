package server

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"deciban/internal/entity"
	"deciban/internal/lists/source"
	"deciban/internal/reporting"
	"deciban/internal/screen"
	"deciban/internal/weigh"
)

// maxQueries is how many subjects a request may hold, as in yente; maxValues is
// how many values one may have, far more than an entry of a list has.
const (
	maxQueries = 100
	maxValues  = 2000
)

// matchBody is what /match takes.
type matchBody struct {
	Weights map[string]float64 `json:"weights"`
	Config  map[string]any     `json:"config"`
	Queries map[string]example `json:"queries"`
}

// example is a subject as yente's clients write it.
type example struct {
	ID         string            `json:"id,omitempty"`
	Schema     string            `json:"schema"`
	Properties map[string]values `json:"properties"`
}

// values are a property's: one value or a list of them.
type values []string

// UnmarshalJSON reads a text, a number, or a list of these.
func (v *values) UnmarshalJSON(b []byte) error {
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.UseNumber()
	var x any
	if err := dec.Decode(&x); err != nil {
		return err
	}
	list, ok := x.([]any)
	if !ok {
		list = []any{x}
	}
	*v = values{}
	for _, one := range list {
		switch one := one.(type) {
		case string:
			*v = append(*v, one)
		case json.Number:
			*v = append(*v, one.String())
		default:
			return errors.New("a property's value is a text, a number, or a list of these")
		}
	}
	return nil
}

// subject builds what is asked about. Thing is yente's word for a party of any
// kind; here that is a LegalEntity.
func (x *example) subject() (*entity.Entity, error) {
	schema := x.Schema
	switch schema {
	case "":
		return nil, errors.New("schema is missing")
	case "Thing":
		schema = "LegalEntity"
	}
	props := map[string][]string{}
	n := 0
	for name, v := range x.Properties {
		props[name] = v
		n += len(v)
	}
	if n > maxValues {
		return nil, fmt.Errorf("has %d values; a subject may have %d", n, maxValues)
	}
	e, err := screen.NewSubject(schema, props)
	if err != nil {
		return nil, err
	}
	e.ID = x.ID
	return e, nil
}

// matches is the answer to one subject.
type matches struct {
	Status  int     `json:"status"`
	Results []any   `json:"results"`
	Total   total   `json:"total"`
	Query   example `json:"query"`
	// Threshold is the weight from which on a match counts.
	Threshold weigh.Weight `json:"threshold_decibans"`
}

type total struct {
	// Value counts the results that count as matches, those beyond the limit too.
	Value    int    `json:"value"`
	Relation string `json:"relation"`
}

// scored is what a result has beside the entity.
type scored struct {
	// Score is the calibrated probability that the entry is the subject.
	Score        float64                 `json:"score"`
	Match        bool                    `json:"match"`
	Decibans     weigh.Weight            `json:"decibans"`
	Explanations map[string]*explanation `json:"explanations"`
	// Evidence adds up to Decibans.
	Evidence []weigh.Evidence    `json:"evidence"`
	Reports  *reporting.Timeline `json:"reports,omitempty"`
}

// explanation is the evidence of one kind, in yente's shape; its score is in
// decibans.
type explanation struct {
	Detail    string       `json:"detail"`
	Score     weigh.Weight `json:"score"`
	Query     string       `json:"query,omitempty"`
	Candidate string       `json:"candidate,omitempty"`
}

// result is an entity in FollowTheMoney's form with more fields.
type result struct {
	entity *entity.Entity
	more   any
}

// MarshalJSON writes one object of both.
func (r result) MarshalJSON() ([]byte, error) {
	b, err := entity.Encode(r.entity)
	if err != nil {
		return nil, err
	}
	more, err := json.Marshal(r.more)
	if err != nil {
		return nil, err
	}
	return slices.Concat(bytes.TrimSuffix(b, []byte("}")), []byte(","), bytes.TrimPrefix(more, []byte("{"))), nil
}

// match answers POST /match/{dataset}.
func (s *Server) match(q *answering) (any, error) {
	which, err := q.matchParameters()
	if err != nil {
		return nil, err
	}
	body, err := readMatchBody(q.Body)
	if err != nil {
		return nil, err
	}
	doc := struct {
		Responses map[string]matches `json:"responses"`
		Limit     int                `json:"limit"`
		Snapshot  string             `json:"snapshot"`
		Model     string             `json:"model"`
		Sample    bool               `json:"sample"`
		Stale     []Stale            `json:"stale"`
	}{map[string]matches{}, which.limit, q.lists.Snapshot, weigh.Default().Version(), q.lists.Sample, nil}
	if doc.Stale, err = q.lists.stale(); err != nil {
		return nil, err
	}
	// All are understood before one is answered: half an answer would look like
	// a whole one.
	keys := slices.Sorted(maps.Keys(body.Queries))
	var subjects []*entity.Entity
	var wrong []string
	for _, key := range keys {
		x := body.Queries[key]
		e, err := x.subject()
		if err != nil {
			wrong = append(wrong, fmt.Sprintf("query %q: %s", cut(key), source.Shorten(strings.ReplaceAll(err.Error(), "\n", "; "), 500)))
			continue
		}
		subjects = append(subjects, e)
	}
	if wrong != nil {
		return nil, badRequest("%s", strings.Join(wrong, "\n"))
	}
	for i, key := range keys {
		m, err := s.matchOne(q, subjects[i], which)
		if err != nil {
			return nil, err
		}
		m.Query = body.Queries[key]
		doc.Responses[key] = *m
	}
	q.w.Header().Set("X-Batch-Size", strconv.Itoa(len(keys)))
	return doc, nil
}

func readMatchBody(r io.Reader) (*matchBody, error) {
	dec := json.NewDecoder(r)
	dec.DisallowUnknownFields()
	body := &matchBody{}
	if err := dec.Decode(body); err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			return nil, err
		}
		return nil, &failure{http.StatusUnprocessableEntity, "the body is no match query: " + cut(err.Error())}
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, &failure{http.StatusUnprocessableEntity, "the body is no match query: something follows the document"}
	}
	switch {
	case len(body.Queries) == 0:
		return nil, badRequest("queries is empty")
	case len(body.Queries) > maxQueries:
		return nil, badRequest("%d queries; a request may have %d", len(body.Queries), maxQueries)
	case len(body.Weights) > 0 || len(body.Config) > 0:
		return nil, badRequest("weights and config cannot be set: every weight comes from the model, so that an answer can be checked")
	}
	return body, nil
}

// which says which matches are wanted, and how many.
type which struct {
	limit int
	// least is the weight from which on one counts and from which on one is
	// shown, for persons and for others.
	counts, shows screen.Cut
	keeps         []func(*entity.Entity) bool
	reports       bool
}

func (q *answering) matchParameters() (*which, error) {
	err := parameters(q.Request, "limit", "threshold", "cutoff", "algorithm", "include_dataset", "exclude_dataset", "exclude_schema", "topics", "changed_since", "exclude_entity_ids", "reports")
	if err != nil {
		return nil, err
	}
	given := q.URL.Query()
	w := &which{limit: 5, counts: q.lists.Cut, shows: q.lists.Cut}
	for _, name := range []string{"limit", "threshold", "cutoff", "algorithm", "changed_since", "reports"} {
		if len(given[name]) > 1 {
			return nil, badRequest("%s is given %d times", name, len(given[name]))
		}
	}
	if text := given.Get("limit"); text != "" {
		if w.limit, err = strconv.Atoi(text); err != nil || w.limit < 1 || w.limit > 500 {
			return nil, badRequest("limit %q is no number from 1 to 500", cut(text))
		}
	}
	for _, p := range []struct {
		name string
		set  func(screen.Cut)
	}{
		{"threshold", func(c screen.Cut) { w.counts, w.shows = c, c }},
		{"cutoff", func(c screen.Cut) {
			w.shows.Persons, w.shows.Others = min(w.shows.Persons, c.Persons), min(w.shows.Others, c.Others)
		}},
	} {
		if text := given.Get(p.name); text != "" {
			c, err := cutOf(text)
			if err != nil {
				return nil, badRequest("%s: %v", p.name, err)
			}
			p.set(c)
		}
	}
	if a := given.Get("algorithm"); a != "" && a != algorithmName && a != "best" {
		return nil, badRequest("algorithm %q: there is one, %q", cut(a), algorithmName)
	}
	if text := given.Get("reports"); text != "" {
		if w.reports, err = strconv.ParseBool(text); err != nil {
			return nil, badRequest("reports %q is neither true nor false", cut(text))
		}
	}
	if d := q.PathValue("dataset"); d != everything {
		if !q.lists.has(d) {
			return nil, &failure{http.StatusNotFound, fmt.Sprintf("no dataset %q is loaded; all that are: %s", cut(d), everything)}
		}
		w.keep(func(e *entity.Entity) bool { return slices.Contains(e.Datasets, d) })
	}
	return w, w.filters(q.lists.Lists, given)
}

func (w *which) keep(f func(*entity.Entity) bool) { w.keeps = append(w.keeps, f) }

// filters takes up the parameters that leave entries out. One that names what
// does not exist is an error: nobody would notice that it does nothing.
func (w *which) filters(lists *Lists, given map[string][]string) error {
	for _, name := range slices.Concat(given["include_dataset"], given["exclude_dataset"]) {
		if !lists.has(name) {
			return badRequest("no dataset %q is loaded", cut(name))
		}
	}
	inAny := func(all []string) func(*entity.Entity) bool {
		return func(e *entity.Entity) bool {
			return slices.ContainsFunc(e.Datasets, func(d string) bool { return slices.Contains(all, d) })
		}
	}
	if all := given["include_dataset"]; all != nil {
		w.keep(inAny(all))
	}
	if all := given["exclude_dataset"]; all != nil {
		in := inAny(all)
		w.keep(func(e *entity.Entity) bool { return !in(e) })
	}
	for _, name := range given["exclude_schema"] {
		if _, ok := entity.SchemaOf(name); !ok {
			return badRequest("exclude_schema %q is no schema", cut(name))
		}
		w.keep(func(e *entity.Entity) bool { return e.Schema.Name != name })
	}
	if topics := given["topics"]; topics != nil {
		w.keep(func(e *entity.Entity) bool {
			return slices.ContainsFunc(e.Values("topics"), func(t string) bool { return slices.Contains(topics, t) })
		})
	}
	if ids := given["exclude_entity_ids"]; ids != nil {
		if len(ids) > 50 {
			return badRequest("%d exclude_entity_ids; there may be 50", len(ids))
		}
		w.keep(func(e *entity.Entity) bool {
			return !slices.Contains(ids, e.ID) && !slices.ContainsFunc(e.Referents, func(r string) bool { return slices.Contains(ids, r) })
		})
	}
	if since := given["changed_since"]; since != nil {
		if !isMoment(since[0]) {
			return badRequest("changed_since %q is no day as 2026-01-31, nor a moment as 2026-01-31T12:00:00", cut(since[0]))
		}
		w.keep(func(e *entity.Entity) bool { return e.LastChange > since[0] })
	}
	return nil
}

func isMoment(s string) bool {
	for _, layout := range []string{"2006-01-02", "2006-01-02T15", "2006-01-02T15:04", "2006-01-02T15:04:05"} {
		if _, err := time.Parse(layout, s); err == nil {
			return true
		}
	}
	return false
}

func (l *Lists) has(name string) bool {
	return slices.ContainsFunc(l.Datasets, func(d Dataset) bool { return d.Name == name })
}

// cutOf reads a threshold: a probability as yente's clients give it (0.7), or what
// the command line takes, but for a budget, which is for whoever runs the server.
func cutOf(text string) (screen.Cut, error) {
	if p, err := strconv.ParseFloat(text, 64); err == nil {
		switch {
		case p == 0:
			return screen.Cut{Given: text, Source: "as given"}, nil
		case !(p > 0 && p < 1):
			return screen.Cut{}, fmt.Errorf("%q is no probability below 1; write decibans as 20dB", cut(text))
		}
		text = "p" + text
	}
	t, err := screen.ParseThreshold(text)
	if err != nil {
		return screen.Cut{}, err
	}
	if t.IsBudget() {
		return screen.Cut{}, fmt.Errorf("%q: a budget is set when the server is started", cut(text))
	}
	c, err := t.Cut(weigh.Default(), nil)
	// What the evidence speaks against is no result: there are as many as entries,
	// and a request could ask for the whole list a hundred times.
	c.Persons, c.Others = max(c.Persons, 0), max(c.Others, 0)
	return c, err
}

// matchOne screens one subject.
func (s *Server) matchOne(q *answering, subject *entity.Entity, w *which) (*matches, error) {
	counts := w.counts.For(subject)
	res, err := q.lists.Searcher.Search(q.Context(), subject, screen.Options{Min: min(counts, w.shows.For(subject)), Explain: true})
	if err != nil {
		return nil, err
	}
	m := &matches{Status: http.StatusOK, Results: []any{}, Total: total{Relation: "eq"}, Threshold: counts}
	var shown []screen.Match
	for _, x := range res.Matches {
		if slices.ContainsFunc(w.keeps, func(keep func(*entity.Entity) bool) bool { return !keep(x.Entry) }) {
			continue
		}
		if x.Weight >= counts {
			m.Total.Value++
		}
		if len(shown) < w.limit {
			shown = append(shown, x)
		}
	}
	var news []*reporting.Timeline
	if w.reports {
		var ids []string
		for _, x := range shown {
			ids = append(ids, x.Entry.ID)
		}
		if news, err = s.Reports.Timelines(q.Context(), ids, anyDay); err != nil {
			return nil, err
		}
	}
	for i, x := range shown {
		more := scored{Score: x.Probability, Match: x.Weight >= counts, Decibans: x.Weight, Explanations: explain(x.Evidence), Evidence: x.Evidence}
		if news != nil {
			more.Reports = news[i]
		}
		m.Results = append(m.Results, result{x.Entry, more})
	}
	return m, nil
}

func anyDay(string) bool { return true }

// explain puts the evidence of each kind together.
func explain(all []weigh.Evidence) map[string]*explanation {
	out := map[string]*explanation{}
	for _, e := range all {
		x := out[string(e.Kind)]
		if x == nil {
			x = &explanation{}
			out[string(e.Kind)] = x
		}
		x.Score += e.Weight
		x.Detail = joined(x.Detail, "; ", e.Note)
		x.Query = joined(x.Query, " ", e.Subject)
		x.Candidate = joined(x.Candidate, " ", e.Entry)
	}
	return out
}

func joined(s, by, more string) string {
	if s == "" || more == "" {
		return s + more
	}
	return s + by + more
}
