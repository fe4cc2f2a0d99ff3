package screen

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"deciban/internal/entity"
	"deciban/internal/names"
	"deciban/internal/weigh"
)

// Scan is the reference Searcher: it looks at every entry. The index is tested
// against it.
type Scan struct {
	model    *weigh.Model
	snapshot string
	byID     map[string]*entity.Entity
	entries  []*weigh.Party
	vocab    *weigh.Vocabulary
	// matchers are reused: each holds scratch memory for one subject.
	matchers sync.Pool
}

// NewScan prepares entities for scanning. Those of schemata that are not
// matchable (Sanction, Passport, links) are used for what they say of an entry
// and are not matched themselves.
func NewScan(model *weigh.Model, snapshot string, entities []*entity.Entity) *Scan {
	related := relate(entities)
	s := &Scan{model: model, snapshot: snapshot, byID: firstByID(entities)}
	for _, e := range entities {
		if !isEntry(e) {
			continue
		}
		s.entries = append(s.entries, model.Prepare(e, related.of(e)...))
	}
	s.vocab = weigh.NewVocabulary(s.entries)
	s.matchers.New = func() any { return weigh.NewMatcher(model, s.vocab) }
	return s
}

// relations holds, by dataset and id, the entities that say something of
// another. Ids are unique within a dataset only: two tables whose rows are
// numbered 1, 2, 3 must not lend each other their passports.
type relations map[datasetID][]*entity.Entity

type datasetID struct{ dataset, id string }

func relate(entities []*entity.Entity) relations {
	r := relations{}
	for _, e := range entities {
		for _, owner := range owners(e) {
			for _, d := range datasetsOf(e) {
				key := datasetID{d, owner}
				r[key] = append(r[key], e)
			}
		}
	}
	return r
}

// of returns what the datasets that e stands on say of it, each once.
func (r relations) of(e *entity.Entity) []*entity.Entity {
	var out []*entity.Entity
	for _, d := range datasetsOf(e) {
		for _, x := range r[datasetID{d, e.ID}] {
			if !slices.Contains(out, x) {
				out = append(out, x)
			}
		}
	}
	return out
}

// datasetsOf returns the datasets of e; one without a name if it has none.
func datasetsOf(e *entity.Entity) []string {
	if len(e.Datasets) == 0 {
		return []string{""}
	}
	return e.Datasets
}

// firstByID returns the entities by id; of several with the same id, which only
// different datasets can have, the first.
func firstByID(entities []*entity.Entity) map[string]*entity.Entity {
	m := make(map[string]*entity.Entity, len(entities))
	for _, e := range entities {
		if _, taken := m[e.ID]; !taken {
			m[e.ID] = e
		}
	}
	return m
}

// owners names the entities that e says something of.
func owners(e *entity.Entity) []string {
	if e.Schema == nil {
		return nil
	}
	switch {
	case e.Schema.IsA("Identification"), e.Schema.IsA("CryptoWallet"):
		return e.Values("holder")
	}
	return nil
}

// Entry returns the entity of that id.
func (s *Scan) Entry(id string) (*entity.Entity, bool) {
	e, ok := s.byID[id]
	return e, ok
}

// Snapshot is the id of the snapshot that is scanned.
func (s *Scan) Snapshot() string { return s.snapshot }

// Len is the number of entries that are matched.
func (s *Scan) Len() int { return len(s.entries) }

// Search weighs the subject against every entry.
func (s *Scan) Search(ctx context.Context, subject *entity.Entity, opt Options) (*Result, error) {
	return s.search(ctx, subject, opt, false)
}

// SearchFast is for trials.
func (s *Scan) SearchFast(ctx context.Context, subject *entity.Entity, opt Options) (*Result, error) {
	return s.search(ctx, subject, opt, true)
}

func (s *Scan) search(ctx context.Context, subject *entity.Entity, opt Options, fast bool) (*Result, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	q := s.model.Prepare(subject)
	x := s.matchers.Get().(*weigh.Matcher)
	defer s.matchers.Put(x)
	x.Subject(q)
	res := &Result{Snapshot: s.snapshot, Model: s.model.Version(), Stats: Stats{Entries: len(s.entries)}}
	type hit struct {
		weight weigh.Weight
		entry  *weigh.Party
	}
	var hits []hit
	entries := s.entries
	if fast {
		entries = nil
		for _, at := range x.Candidates(nil, make([]bool, len(s.entries))) {
			entries = append(entries, s.entries[at])
		}
	}
	for _, e := range entries {
		w, ok := x.Weigh(e)
		if ok && w >= opt.Min {
			hits = append(hits, hit{w, e})
		}
	}
	slices.SortFunc(hits, func(a, b hit) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(dataset(a.entry.Entity), dataset(b.entry.Entity)), cmp.Compare(a.entry.Entity.ID, b.entry.Entity.ID))
	})
	if opt.Limit > 0 && len(hits) > opt.Limit {
		hits = hits[:opt.Limit]
	}
	for _, h := range hits {
		m := Match{Entry: h.entry.Entity, Weight: h.weight, Probability: s.model.Probability(h.weight, h.entry.Kind == names.Person)}
		if opt.Explain {
			m.Evidence = x.Explain(h.entry)
		}
		res.Matches = append(res.Matches, m)
	}
	return res, nil
}

func dataset(e *entity.Entity) string {
	if len(e.Datasets) == 0 {
		return ""
	}
	return e.Datasets[0]
}

// Compare weighs one entity against another, without a snapshot. Where nothing
// agrees the evidence still says what was compared.
func Compare(model *weigh.Model, subject, entry *entity.Entity) (Match, error) {
	e := model.Prepare(entry)
	x := weigh.NewMatcher(model, weigh.NewVocabulary([]*weigh.Party{e}))
	x.Subject(model.Prepare(subject))
	m := Match{Entry: entry, Evidence: x.Explain(e)}
	for _, ev := range m.Evidence {
		m.Weight += ev.Weight
	}
	m.Probability = model.Probability(m.Weight, e.Kind == names.Person)
	return m, nil
}
