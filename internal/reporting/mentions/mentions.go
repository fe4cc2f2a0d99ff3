// Package mentions finds in a news text who of the listed entries and watched subjects is named in it, by the names and weights of screening.
//
// A text is read once, at the speed of looking words up: the parts of listed
// names, reduced to what their spellings have in common, stand in a trie, and a
// run of capitals that shares them is a candidate. Only candidates are weighed,
// by the same [weigh.Matcher] that screens a subject of that name, so that a
// mention carries the evidence that a match carries. A mention is text at a
// place and whom it may mean; it never becomes an entity.
package mentions

import (
	"context"
	"slices"
	"strings"

	"deciban/internal/entity"
	"deciban/internal/names"
	"deciban/internal/reporting/text"
	"deciban/internal/weigh"
)

// How is how a mention names its party.
type How string

// The ways to name a party.
const (
	// Name is a listed name, or a spelling of one.
	Name How = "name"
	// Short is a short form that the text introduces, or the last part of a name
	// that it gave in full.
	Short How = "short"
	// Reference is a common noun, such as "the group".
	Reference How = "reference"
)

// Mention is a place in a text that names a party.
type Mention struct {
	// Start and End are byte offsets into the text as received.
	Start int    `json:"start"`
	End   int    `json:"end"`
	Text  string `json:"text"`
	How   How    `json:"how"`
	// Of is the place in the text's mentions of the one that this is short for,
	// -1 if it stands for itself.
	Of int `json:"of"`
	// Parties are whom it may mean, strongest first.
	Parties []Party `json:"parties"`
	// Confirmed is true where a person said that this name means this party.
	Confirmed bool `json:"confirmed,omitempty"`
}

// Means tells whether it may mean the party of that id.
func (m *Mention) Means(id string) bool {
	return slices.ContainsFunc(m.Parties, func(p Party) bool { return p.ID == id })
}

// Party is an entry or a watched subject that a mention may mean.
type Party struct {
	ID      string `json:"id"`
	Dataset string `json:"dataset"`
	Caption string `json:"caption"`
	Schema  string `json:"schema"`
	// Watched is true for a subject of the portfolio.
	Watched bool `json:"watched,omitempty"`
	// Alias is the listed name that agreed.
	Alias string `json:"alias"`
	// Decibans is the weight of the name, the sum of Evidence, and Probability
	// that of a stranger's match of this weight when screened: a report's
	// context is no part of it.
	Decibans    weigh.Weight     `json:"decibans"`
	Probability float64          `json:"probability"`
	Evidence    []weigh.Evidence `json:"evidence,omitempty"`
}

// Key tells parties apart.
func (p *Party) Key() string { return p.Dataset + "\x00" + p.ID }

// Source is a set of parties to look for.
type Source struct {
	// Entities are the parties; those that are not matchable are left out.
	Entities []*entity.Entity
	// Watched is true for the subjects of a portfolio.
	Watched bool
}

// Decisions tells what a person decided on a name in the sense of a party:
// whether anything, and whether it was confirmed.
type Decisions interface {
	Decided(form, partyKey string) (decided, confirmed bool)
	// Confirmed visits each name that was confirmed, with its party's key.
	Confirmed(visit func(name, partyKey string))
}

// Finder holds the names to look for. It is safe for concurrent use.
type Finder struct {
	lexicon   *lexicon
	parties   []party
	decisions Decisions
	model     spellingModel
}

type party struct {
	entity  *entity.Entity
	watched bool
	key     string
}

// New prepares the names of all parties. decisions may be nil.
func New(sources []Source, decisions Decisions) *Finder {
	f := &Finder{lexicon: newLexicon(), decisions: decisions, model: spellingModel{weigh.Default()}}
	for _, s := range sources {
		for _, e := range s.Entities {
			if e.Schema == nil || !e.Schema.Matchable || e.Schema.IsA("Address") || e.Schema.IsA("CryptoWallet") {
				continue
			}
			at := int32(len(f.parties))
			f.parties = append(f.parties, party{e, s.Watched, partyKey(e, s.Watched)})
			f.lexicon.add(at, e)
		}
	}
	if decisions != nil {
		f.takeConfirmed()
	}
	return f
}

// takeConfirmed adds names that a person confirmed for an organisation, whether a
// list has them or not. They are weighed by the party's listed name.
func (f *Finder) takeConfirmed() {
	confirmed := map[string][]string{}
	f.decisions.Confirmed(func(name, key string) { confirmed[key] = append(confirmed[key], name) })
	for at, p := range f.parties {
		for _, name := range confirmed[p.key] {
			if k := kindOf(p.entity.Schema); k != person {
				f.lexicon.addName(int32(at), k, name, p.entity.Caption(), p.entity.Caption(), false, map[string]string{})
			}
		}
	}
}

// CanFind tells whether a text that names the entity so would be found to: after
// a person confirmed the name, that is any name of an organisation, and of a
// person one that agrees with a listed name.
func CanFind(name string, e *entity.Entity) bool {
	if e.Schema == nil || kindOf(e.Schema) != person {
		return true
	}
	d := text.Cut(name)
	ms, err := New([]Source{{Entities: []*entity.Entity{e}}}, nil).NewReader().Read(context.Background(), d)
	return err == nil && len(ms) > 0
}

func partyKey(e *entity.Entity, watched bool) string {
	p := Party{ID: e.ID, Dataset: datasetOf(e, watched)}
	return p.Key()
}

// WatchedDataset is what the dataset of a watched subject is called.
const WatchedDataset = "watched"

func datasetOf(e *entity.Entity, watched bool) string {
	switch {
	case watched:
		return WatchedDataset
	case len(e.Datasets) > 0:
		return e.Datasets[0]
	}
	return ""
}

// Form is the comparable form of a name: by it, a decision on a mention is
// remembered.
func Form(name string) string {
	var b strings.Builder
	eachPart(name, func(start, end int) {
		part := strings.ReplaceAll(fold(trimPart(name[start:end])), ".", "")
		if part == "" || part == "the" {
			return
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(part)
	})
	return b.String()
}

// Reader finds mentions in one text after another with the same memory. It is
// not safe for concurrent use.
type Reader struct {
	f     *Finder
	doc   *text.Doc
	parts []part
	// found are the mentions so far; weak the candidates that need support.
	found, weak []candidate
	// weighed keeps what a name weighed, as far as there is room.
	weighed map[string][]Party
	// ready are the parties that were weighed, as far as there is room.
	ready   map[int32]*weigh.Party
	classes []int32
	ids     []int32
}

// NewReader returns a reader.
func (f *Finder) NewReader() *Reader {
	return &Reader{f: f, weighed: map[string][]Party{}, ready: map[int32]*weigh.Party{}}
}

// mostWeighed bounds the memory of what names weighed.
const mostWeighed = 20_000

// candidate is a span of parts that names a party.
type candidate struct {
	// first and last are its parts: [first, last).
	first, last int
	start, end  int
	kind        kind
	parties     []Party
	how         How
	of          int
	confirmed   bool
}

// The least weights. A text is no customer base: that a listed name stands in it
// in full is worth more than that a customer bears it, so organisations need less
// than the threshold of screening. A person's needs more: texts name many people,
// none of whom asked to be screened.
const (
	leastOrganisation = 28 * weigh.Deciban
	leastPerson       = 40 * weigh.Deciban
	// leastPart is that of a person's name of which the list has more parts: a
	// first and a last name that are common together name many.
	leastPart = 60 * weigh.Deciban
	// leastWeak is that of a name that counts only where the party is named
	// otherwise too.
	leastWeak = 12 * weigh.Deciban
	// within is how much weaker a second party may be and still be shown.
	within = 10 * weigh.Deciban
	// mostParties bounds whom one mention may mean.
	mostParties = 6
)

// Read finds the mentions of a text, in its order.
func (r *Reader) Read(ctx context.Context, d *text.Doc) ([]Mention, error) {
	r.doc, r.found, r.weak = d, r.found[:0], r.weak[:0]
	r.cut()
	if err := r.walk(ctx); err != nil {
		return nil, err
	}
	r.support()
	r.shortForms()
	r.lastNames()
	r.references()
	return r.mentions(), nil
}

// mentions turns candidates into mentions.
func (r *Reader) mentions() []Mention {
	order := make([]int, len(r.found))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return r.found[a].start - r.found[b].start })
	place := make([]int, len(r.found))
	for i, at := range order {
		place[at] = i
	}
	out := make([]Mention, 0, len(order))
	for _, at := range order {
		c := &r.found[at]
		of := -1
		if c.of >= 0 {
			of = place[c.of]
		}
		out = append(out, Mention{c.start, c.end, r.doc.Raw[c.start:c.end], c.how, of, c.parties, c.confirmed})
	}
	return out
}

// weigh weighs a name against the parties ids, of which the lexicon has it, and
// returns those that are allowed, strongest first.
func (r *Reader) weigh(name string, k kind, ids []int32, allowed func(*Party) bool) []Party {
	key := k.schema() + " " + name
	all, ok := r.weighed[key]
	if !ok {
		all = r.against(name, k, ids)
		if len(r.weighed) >= mostWeighed {
			clear(r.weighed)
		}
		r.weighed[key] = all
	}
	var parties []Party
	for i := range all {
		if !allowed(&all[i]) {
			continue
		}
		if len(parties) > 0 && all[i].Decibans < parties[0].Decibans-within || len(parties) == mostParties {
			break
		}
		parties = append(parties, all[i])
	}
	return parties
}

// against weighs a name as screening does: a subject of that name against each
// of the parties. What a pair weighs depends on the two alone, so that there is
// no need to ask the index of all.
func (r *Reader) against(name string, k kind, ids []int32) []Party {
	subject, err := entity.NewSubject(k.schema(), map[string][]string{"name": {name}})
	if err != nil {
		return nil // a text may hold what is no name; then nobody bears it
	}
	parties := make([]*weigh.Party, 0, len(ids))
	for _, id := range ids {
		parties = append(parties, r.prepared(id))
	}
	x := weigh.NewMatcher(r.f.model.Model, weigh.NewVocabulary(parties))
	x.Subject(r.f.model.Prepare(subject))
	var all []Party
	for i, p := range parties {
		w, ok := x.Weigh(p)
		if !ok || w < leastWeak || k == person && w < leastPerson {
			continue
		}
		evidence := x.Explain(p)
		if cost, leftOver := r.f.model.strange(evidence, k); cost > mostStrange || leftOver && k == person && w < leastPart {
			continue
		}
		e := r.f.parties[ids[i]].entity
		watched := r.f.parties[ids[i]].watched
		all = append(all, Party{ID: e.ID, Dataset: datasetOf(e, watched), Caption: e.Caption(), Schema: e.Schema.Name, Watched: watched,
			Decibans: w, Probability: r.f.model.Probability(w, k == person), Evidence: evidence, Alias: aliasOf(e, evidence)})
	}
	slices.SortStableFunc(all, func(a, b Party) int {
		if a.Decibans != b.Decibans {
			return int(b.Decibans - a.Decibans)
		}
		return strings.Compare(a.Key(), b.Key())
	})
	return all
}

// mostPrepared bounds how many parties stay prepared.
const mostPrepared = 5_000

func (r *Reader) prepared(id int32) *weigh.Party {
	p, ok := r.ready[id]
	if !ok {
		p = r.f.model.Prepare(r.f.parties[id].entity)
		if len(r.ready) >= mostPrepared {
			clear(r.ready)
		}
		r.ready[id] = p
	}
	return p
}

// mostStrange is the most that spellings and left-over parts may cost of a
// mention's weight. A customer may write his name oddly, and a list know a part
// of it that he leaves out; reports agree on one spelling or two of those who are
// in the news, and of strangers there are very many in them.
const mostStrange = 10 * weigh.Deciban

// spellingModel tells what a name's parts would weigh if they were spelled alike.
type spellingModel struct{ *weigh.Model }

// strange returns what spellings and left-over parts cost, and whether the entry
// has a part that the text has not.
func (m spellingModel) strange(evidence []weigh.Evidence, k kind) (cost weigh.Weight, leftOver bool) {
	kind := names.Organisation
	if k == person {
		kind = names.Person
	}
	for _, e := range evidence {
		switch {
		case e.Kind != weigh.KindName:
		case e.Subject == "" || e.Entry == "":
			cost -= min(e.Weight, 0)
			leftOver = leftOver || strings.HasPrefix(e.Note, "part of the name")
		case strings.HasPrefix(e.Note, "another spelling"):
			cost += max(0, m.Rarity(fold(strings.ToLower(e.Entry)), kind)-e.Weight)
		}
	}
	return cost, leftOver
}

// aliasOf returns the entry's name that agreed: the shortest that holds all that
// the evidence says of names.
func aliasOf(e *entity.Entity, evidence []weigh.Evidence) string {
	best := ""
names:
	for _, s := range e.Statements {
		if p := e.Schema.Property(s.Prop); p == nil || p.Type != "name" {
			continue
		}
		for _, ev := range evidence {
			if ev.Kind == weigh.KindName && !strings.Contains(s.Value, ev.Entry) {
				continue names
			}
		}
		if best == "" || len(s.Value) < len(best) {
			best = s.Value
		}
	}
	if best == "" {
		return e.Caption()
	}
	return best
}

// decided applies what a person decided on the name: rejected parties go, and
// confirmed says that one of those that stay was confirmed.
func (r *Reader) decided(name string, parties []Party) (left []Party, confirmed bool) {
	if r.f.decisions == nil {
		return parties, false
	}
	form := Form(name)
	for _, p := range parties {
		decided, yes := r.f.decisions.Decided(form, p.Key())
		if decided && !yes {
			continue
		}
		confirmed = confirmed || decided
		left = append(left, p)
	}
	return left, confirmed
}
