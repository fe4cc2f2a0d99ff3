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
	s := &Scan{model: model, snapshot: snapshot, byID: make(map[string]*entity.Entity, len(entities))}
	related := map[string][]*entity.Entity{}
	for _, e := range entities {
		s.byID[e.ID] = e
		for _, owner := range owners(e) {
			related[owner] = append(related[owner], e)
		}
	}
	for _, e := range entities {
		if e.Schema == nil || !e.Schema.Matchable || e.Schema.IsA("Address") {
			continue
		}
		s.entries = append(s.entries, model.Prepare(e, related[e.ID]...))
	}
	s.vocab = weigh.NewVocabulary(s.entries)
	s.matchers.New = func() any { return weigh.NewMatcher(model, s.vocab) }
	return s
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
