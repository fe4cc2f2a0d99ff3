package weigh

import (
	"slices"

	"deciban/internal/names"
)

// How a weight comes about.
//
// A subject and an entry are compared in three steps.
//
// First, the names. Each name was split into parts (party.go); a part may have
// several readings, and neighbouring parts may be read as one: all these are
// units. For each unit of the subject the forms of the list that can be
// spellings of it are found, with what the spelling costs (nearforms.go). Then,
// for a name of the subject and one of the entry:
//
//	total = what each part of both names weighs without a counterpart   [left, leftform]
//	      + what each pair of units gains over that                    (pairing.go)
//	      + what the two names weigh as wholes                         (whole.go)
//
// A pair of units weighs, by how they agree:
//
//	same form             rarity + exact
//	another spelling      variant + slope × rarity − per-cost × cost, never more than the same form
//	same meaning          rarity + exact + "translation"
//	initial               "initial"
//	acronym               11 decibans a letter + "acronym"
//
// where rarity is that of the commoner spelling [rarity, unseen], at most
// "particle rarity", "title rarity", "generic rarity" or "legal form rarity" for
// a part of that role; exact, variant, slope and per-cost are the channel's
// [pair]; and cost is that of the cheapest way to write one form as the other
// [costs, known]. A unit that is a further reading adds "reading", one of
// several parts "join". Of all sets of pairs that share no part the one that
// gains most counts, so the order of the parts does not matter.
//
// As wholes: nothing left over on either side adds "complete person" or
// "complete other"; a plain part left over on both sides adds "conflict" for
// each such pair, and of what the names then weigh above "conflict cap" a tenth
// counts; for persons, where the only such parts look alike, the cap is higher by
// "conflict alike". A "weak alias" and look-alike letters ("look-alike") have their
// numbers too.
//
// The strongest pair of names counts, and each doubling of the number of names
// that either side offers adds "alias per doubling": who has many names has
// many chances to resemble somebody.
//
// Second, all else (attributes.go, birthdate.go): how the birth dates relate
// [dates], "gender same", "gender other", "country other", "place same",
// "address word", "identifier same", "identifier other", "contact same",
// "schema other". What only one side states weighs nothing. Countries that
// agree weigh nothing.
//
// Third, an identifier that agrees decides: all other evidence together then
// takes away no more than "against identifier".
//
// Words in quotes are names of the model's [numbers], words in brackets its
// other sections; docs/evidence.md tells where each comes from. Weigh gives the
// sum and Explain its rows; both take the same steps, so the rows add up.

// Matcher weighs one subject after another against the parties of a
// vocabulary. It is not safe for concurrent use; each worker has its own.
type Matcher struct {
	model   *Model
	vocab   *Vocabulary
	subject *Party
	// rows[k][id] is the cost of the subject's unit k as the form id.
	rows    [][]int16
	touched [][]int32
	units   map[*unit]int
	// hit[id] is 1 if a unit of the subject is near the form.
	hit    []uint8
	walker walkers
	found  []near
	// known keeps what was found for a unit, since tokens repeat from subject
	// to subject; knownSize counts what it holds.
	known     map[knownKey][]near
	knownSize int
	edges     []edge
	chosen    []edge
}

// NewMatcher returns a matcher.
func NewMatcher(m *Model, v *Vocabulary) *Matcher {
	return &Matcher{model: m, vocab: v, hit: make([]uint8, v.Len()), units: map[*unit]int{}, known: map[knownKey][]near{}}
}

// Subject sets the subject, and finds the forms near each part of its names.
func (x *Matcher) Subject(p *Party) {
	for k := range x.touched {
		for _, id := range x.touched[k] {
			x.rows[k][id] = never
			x.hit[id] = 0
		}
		x.touched[k] = x.touched[k][:0]
	}
	clear(x.units)
	x.subject = p
	k := 0
	for i := range p.names {
		for j := range p.names[i].units {
			u := &p.names[i].units[j]
			if u.initial != 0 || u.role == names.LegalForm || u.role == names.Number {
				continue
			}
			if k == len(x.rows) {
				row := make([]int16, x.vocab.Len())
				for id := range row {
					row[id] = never
				}
				x.rows = append(x.rows, row)
				x.touched = append(x.touched, nil)
			}
			x.units[u] = k
			x.near(k, u)
			k++
		}
	}
}

// Touches tells whether any part of the party's names is near one of the
// subject's, so that the names can agree at all.
func (x *Matcher) Touches(e *Party) bool {
	for i := range e.names {
		if x.touchesName(&e.names[i]) {
			return true
		}
	}
	return false
}

func (x *Matcher) touchesName(n *partyName) bool {
	for j := range n.units {
		if id := n.units[j].id; id >= 0 && x.hit[id] != 0 {
			return true
		}
	}
	return false
}

func (x *Matcher) cost(q, e *unit) int16 {
	if e.id < 0 {
		return never
	}
	k, ok := x.units[q]
	if !ok {
		return never
	}
	return x.rows[k][e.id]
}

// Weigh returns the total weight of the subject against e, or false where
// nothing agrees: neither a part of a name nor an identifier nor a contact. A
// birth date or a country alone points at nobody.
func (x *Matcher) Weigh(e *Party) (Weight, bool) {
	pointed := x.pointed(e)
	if !pointed && (x.subject.excludes(e) || !x.Touches(e)) {
		return 0, false
	}
	best, ok := x.bestName(e)
	if !ok && !pointed {
		return 0, false
	}
	return x.model.weighOthers(x.subject, e, best.total, nil), true
}

// excludes tells whether the two cannot be the same party whatever their names:
// a person is neither an organisation nor a ship.
func (p *Party) excludes(e *Party) bool {
	return !p.Any && !e.Any && p.Kind != e.Kind && (p.Kind == names.Person || e.Kind == names.Person)
}

// pointed tells whether an identifier or a contact agrees.
func (x *Matcher) pointed(e *Party) bool {
	q := x.subject
	if len(q.ids) == 0 && len(q.contacts) == 0 {
		return false
	}
	found := false
	x.model.weighIdentifiers(q, e, func(_ Kind, _, _ string, w Weight, _ string) { found = found || w > 0 })
	for _, c := range q.contacts {
		found = found || slices.Contains(e.contacts, c)
	}
	return found
}

// bestName finds the pair of names that agrees best, and what all names
// together weigh. ok is false where no part agrees.
func (x *Matcher) bestName(e *Party) (best nameMatch, ok bool) {
	q := x.subject
	for i := range q.names {
		a := &q.names[i]
		for j := range e.names {
			b := &e.names[j]
			if ok && !x.touchesName(b) {
				continue
			}
			x.edges = x.model.pairNames(a, b, x.cost, x.edges[:0])
			agrees := false
			for k := range x.edges {
				agrees = agrees || x.edges[k].cost < never
			}
			if ok && !agrees {
				continue
			}
			gain, chosen := bestPairing(x.edges, x.chosen)
			x.chosen = chosen
			total := a.base + b.base + gain
			total += x.model.conflict(a, b, chosen, total)
			total += x.model.complete(a, b, chosen)
			total += x.model.nameExtras(a, b)
			if best.q == nil || agrees && !ok || total > best.total {
				best = nameMatch{q: a, e: b, total: total, edges: append(best.edges[:0], chosen...)}
			}
			ok = ok || agrees
		}
	}
	if best.q != nil {
		best.total += q.aliases + e.aliases
	}
	return best, ok
}
