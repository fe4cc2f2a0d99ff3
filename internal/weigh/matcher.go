package weigh

import (
	"fmt"
	"slices"
	"strings"

	"deciban/internal/names"
)

// Vocabulary holds the distinct forms of a list's names, of every channel, each
// with an id.
type Vocabulary struct {
	ids map[vocabKey]int32
	// tries hold the forms of single parts and of joined ones, by channel.
	tries [2][names.ChannelCount]*Lexicon
	// global[joined][channel][i] is the id of the trie's form i.
	global [2][names.ChannelCount][]int32
	// bearers[id] lists the parties, by their place in the list, of which a
	// name has the form.
	bearers [][]int32
}

type vocabKey struct {
	channel names.Channel
	joined  int
	form    string
}

func joined(u *unit) int {
	if u.n > 1 {
		return 1
	}
	return 0
}

// NewVocabulary collects the forms of the parties' names and gives each unit
// its form's id.
func NewVocabulary(parties []*Party) *Vocabulary {
	v := &Vocabulary{ids: map[vocabKey]int32{}}
	var forms [2][names.ChannelCount][]string
	for at, p := range parties {
		for i := range p.names {
			for j := range p.names[i].units {
				u := &p.names[i].units[j]
				if u.initial != 0 || u.role == names.LegalForm || u.role == names.Number {
					continue // these are compared by equality
				}
				k := joined(u)
				key := vocabKey{u.channel, k, u.form}
				id, ok := v.ids[key]
				if !ok {
					id = int32(len(v.ids))
					v.ids[key] = id
					forms[k][u.channel] = append(forms[k][u.channel], u.form)
					v.global[k][u.channel] = append(v.global[k][u.channel], id)
					v.bearers = append(v.bearers, nil)
				}
				u.id = id
				if b := v.bearers[id]; len(b) == 0 || b[len(b)-1] != int32(at) {
					v.bearers[id] = append(b, int32(at))
				}
			}
		}
	}
	for k := range forms {
		for c := range forms[k] {
			if len(forms[k][c]) > 0 {
				v.tries[k][c] = NewLexicon(forms[k][c])
			}
		}
	}
	return v
}

// Len is the number of distinct forms.
func (v *Vocabulary) Len() int { return len(v.ids) }

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
	// hit[id] counts the subject's units that are near the form.
	hit    []uint8
	walker walker
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

// knownKey is what the forms near a unit depend on.
type knownKey struct {
	form    string
	channel names.Channel
	joined  bool
	rarity  Weight
	penalty Weight
}

// maxKnown bounds the near forms that a matcher keeps: 16 MB.
const maxKnown = 2 << 20

// near fills row k with the costs of unit u.
func (x *Matcher) near(k int, u *unit) {
	row := x.rows[k]
	for _, f := range x.nearForms(u) {
		if row[f.id] == never {
			x.touched[k] = append(x.touched[k], f.id)
			x.hit[f.id] = 1
		}
		row[f.id] = min(row[f.id], f.cost)
	}
}

// nearForms returns the forms of the vocabulary near the unit, and their costs.
func (x *Matcher) nearForms(u *unit) []near {
	key := knownKey{u.form, u.channel, u.n > 1, u.rarity, u.penalty}
	if known, ok := x.known[key]; ok {
		return known
	}
	m := x.model
	var all []near
	for join := range x.vocab.tries {
		if join == 1 && u.n > 1 {
			continue // two joins do not pair
		}
		for c := range x.vocab.tries[join] {
			trie := x.vocab.tries[join][c]
			costs, limit := m.between(u, names.Channel(c), join == 1)
			if trie == nil || costs == nil || limit <= 0 {
				continue
			}
			x.found = trie.near(&x.walker, costs, u.codes, limit, x.found[:0])
			for _, f := range x.found {
				all = append(all, near{x.vocab.global[join][c][f.id], f.cost})
			}
		}
	}
	m.known.each(u, func(c names.Channel, form string, cost int16) {
		if id, ok := x.vocab.ids[vocabKey{c, 0, form}]; ok {
			all = append(all, near{id, cost})
		}
	})
	if x.knownSize+len(all) > maxKnown {
		clear(x.known)
		x.knownSize = 0
	}
	x.known[key] = all
	x.knownSize += len(all) + 8
	return all
}

// joinLimit is the highest cost of a joined form: the letters of parts written
// as one must all but agree. 25 decibans are two usual changes.
const joinLimit = 3000

// nativeJoinLimit is that of a joined form in another script, where unwritten
// vowels cost too.
const nativeJoinLimit = 8000

// Candidates appends to dst the places of the parties of which a name has a
// form near one of the subject's, in order and each once. seen is scratch
// memory of one bool a party, all false, and is left so.
func (x *Matcher) Candidates(dst []int32, seen []bool) []int32 {
	for k := range x.touched {
		for _, id := range x.touched[k] {
			for _, at := range x.vocab.bearers[id] {
				if !seen[at] {
					seen[at] = true
					dst = append(dst, at)
				}
			}
		}
	}
	slices.Sort(dst)
	for _, at := range dst {
		seen[at] = false
	}
	return dst
}

// between returns the costs of writing unit u as a form of channel c, and the
// highest cost at which the pair can still weigh something.
func (m *Model) between(u *unit, c names.Channel, join bool) (*Costs, int16) {
	var costs *Costs
	channel := u.channel
	switch {
	case u.channel == c && c != names.ChanLatin:
		costs = m.native
	case c == names.ChanLatin:
		costs = m.channels[u.channel]
	case u.channel == names.ChanLatin:
		costs, channel = m.toNative[c], c
	default:
		return nil, 0
	}
	t := &m.pair[channel]
	limit := int16(min(int(t.limit), int(t.perLetter)*len(u.form)))
	if join || u.n > 1 {
		if channel == names.ChanLatin {
			limit = min(limit, joinLimit)
		} else {
			limit = int16(min(nativeJoinLimit, int(t.perLetter)*len(u.form)))
		}
	}
	if u.channel == names.ChanLatin && t.perCost > 0 {
		// The weight grows with the rarity of the commoner spelling, which is
		// at most this one's.
		most := int64(t.variant+u.penalty)*1000 + int64(u.rarity)*int64(t.slope)
		limit = int16(max(min(int64(limit), most/int64(t.perCost)), 100))
	}
	return costs, limit
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
	touches := x.Touches(e)
	if x.subject.excludes(e) && !x.pointed(e) {
		return 0, false
	}
	if !touches && !x.pointed(e) {
		return 0, false
	}
	best, ok := x.bestName(e)
	if !ok && touches && !x.pointed(e) {
		return 0, false
	}
	return best.total + x.model.weighOthers(x.subject, e, nil), true
}

// excludes tells whether the two cannot be the same party whatever their names:
// a person is neither an organisation nor a ship.
func (p *Party) excludes(e *Party) bool {
	return !p.Any && !e.Any && p.Kind != e.Kind && (p.Kind == names.Person || e.Kind == names.Person)
}

// Explain returns the evidence of the subject against e; its weights add up to
// what Weigh returns.
func (x *Matcher) Explain(e *Party) []Evidence {
	var ev []Evidence
	best, _ := x.bestName(e)
	ev = x.model.explainName(x.subject, e, &best, ev)
	x.model.weighOthers(x.subject, e, &ev)
	return ev
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
				agrees = agrees || x.edges[k].how != howInitial
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

// Conflicts.
//
// That one name lacks a part of the other is usual. That each has a part that
// the other lacks is what tells relatives apart, and companies of a group: all
// their other parts agree for one common reason, so the parts are no
// independent evidence. Then what the names weigh together is bent towards a
// cap: above it, a tenth counts.

// conflict is what it costs that both names have plain parts left over; sum is
// what the names weigh without it.
func (m *Model) conflict(q, e *partyName, edges []edge, sum Weight) Weight {
	var usedQ, usedE uint32
	for i := range edges {
		usedQ |= mask(edges[i].q)
		usedE |= mask(edges[i].e)
	}
	n := min(q.plainLeft(usedQ), e.plainLeft(usedE))
	if n == 0 {
		return 0
	}
	w := m.conflictEach * Weight(n)
	limit := m.conflictCap[population(q.kind)][min(n, 2)-1]
	if over := sum + w - limit; over > 0 {
		w -= over - over/10
	}
	return w
}

// complete is what it weighs that nothing of either name is left over but
// particles, titles and legal forms: strangers who share some parts mostly have
// others that they do not share.
func (m *Model) complete(q, e *partyName, edges []edge) Weight {
	var usedQ, usedE uint32
	for i := range edges {
		// An initial, or a spelling far from the other, leaves it open.
		if edges[i].how == howInitial || 2*edges[i].weight < pairRarity(edges[i].q, edges[i].e) && edges[i].how == howSpelling {
			return 0
		}
		usedQ |= mask(edges[i].q)
		usedE |= mask(edges[i].e)
	}
	if q.wholeBut(usedQ) && e.wholeBut(usedE) {
		return m.completeName[population(q.kind)]
	}
	return 0
}

// wholeBut tells whether used covers all parts of the name that matter.
func (n *partyName) wholeBut(used uint32) bool {
	for i := range n.parts {
		if used&(1<<i) == 0 && n.parts[i].role != names.Particle && n.parts[i].role != names.Title && n.parts[i].role != names.LegalForm {
			return false
		}
	}
	return used != 0
}

// plainLeft counts the plain parts that are not in used.
func (n *partyName) plainLeft(used uint32) int {
	k := 0
	for i := range n.parts {
		if used&(1<<i) == 0 && n.parts[i].role == names.Plain {
			k++
		}
	}
	return k
}

// ownParts writes the plain parts that are not in used.
func (n *partyName) ownParts(used uint32) string {
	var s []string
	for i := range n.parts {
		if used&(1<<i) == 0 && n.parts[i].role == names.Plain {
			s = append(s, n.parts[i].text)
		}
	}
	return strings.Join(s, " ")
}

// nameExtras weighs what concerns the two names as wholes.
func (m *Model) nameExtras(a, b *partyName) Weight {
	var w Weight
	if b.weak || a.weak {
		w += m.weakAlias
	}
	if a.like || b.like {
		w += m.lookAlike
	}
	return w
}

// explainName words the evidence of a pair of names.
func (m *Model) explainName(q, e *Party, n *nameMatch, ev []Evidence) []Evidence {
	if n.q == nil {
		return ev
	}
	usedQ, usedE := uint32(0), uint32(0)
	edges := slices.Clone(n.edges)
	slices.SortFunc(edges, func(a, b edge) int { return int(a.q.from) - int(b.q.from) })
	for i := range edges {
		d := &edges[i]
		usedQ |= mask(d.q)
		usedE |= mask(d.e)
		ev = append(ev, Evidence{KindName, n.q.textOf(d.q), n.e.textOf(d.e), d.weight, d.note()})
	}
	ev = append(ev, n.q.leftOver(usedQ, true)...)
	ev = append(ev, n.e.leftOver(usedE, false)...)
	var sum Weight
	for i := range ev {
		sum += ev[i].Weight
	}
	if w := m.complete(n.q, n.e, n.edges); w != 0 {
		ev = append(ev, Evidence{KindName, n.q.raw, n.e.raw, w, "nothing of either name is left over"})
	}
	if w := m.conflict(n.q, n.e, n.edges, sum); w != 0 {
		ev = append(ev, Evidence{KindName, n.q.ownParts(usedQ), n.e.ownParts(usedE), w, "each has a part that the other lacks: relatives and namesakes share the rest"})
	}
	if n.e.weak || n.q.weak {
		ev = append(ev, Evidence{KindAlias, n.q.raw, n.e.raw, m.weakAlias, "a weak alias, by the list's own word"})
	}
	if n.q.like || n.e.like {
		ev = append(ev, Evidence{KindScript, n.q.raw, n.e.raw, m.lookAlike, "letters of another script that look alike were folded"})
	}
	if w := q.aliases + e.aliases; w != 0 {
		ev = append(ev, Evidence{KindAlias, n.q.raw, n.e.raw, w, fmt.Sprintf("best of %d × %d names", len(q.names), len(e.names))})
	}
	return ev
}

func (n *partyName) textOf(u *unit) string {
	s := n.parts[u.from].text
	for k := u.from + 1; k < u.from+u.n; k++ {
		s += " " + n.parts[k].text
	}
	return s
}

// leftOver words the parts that have no counterpart.
func (n *partyName) leftOver(used uint32, subject bool) []Evidence {
	var ev []Evidence
	for i := range n.parts {
		if used&(1<<i) != 0 || n.parts[i].left == 0 {
			continue
		}
		e := Evidence{Kind: KindName, Weight: n.parts[i].left, Note: n.parts[i].role.String() + " without a counterpart"}
		if n.parts[i].role == names.Plain {
			e.Note = "part of the name without a counterpart"
		}
		if subject {
			e.Subject = n.parts[i].text
		} else {
			e.Entry = n.parts[i].text
		}
		ev = append(ev, e)
	}
	return ev
}

// note says why an edge weighs what it weighs.
func (d *edge) note() string {
	rare := min(d.q.rarity, d.e.rarity)
	if d.q.channel != d.e.channel {
		rare = pairRarity(d.q, d.e)
	}
	s := ""
	switch d.how {
	case howSame:
		s = "same"
	case howSpelling:
		s = "another spelling"
		if d.q.channel != d.e.channel {
			s = "romanisation"
		}
	case howNotion:
		s = "same meaning"
	case howInitial:
		return "initial"
	case howNickname:
		s = "short form"
	case howAcronym:
		s = "acronym"
	}
	if d.q.n > 1 || d.e.n > 1 {
		s += ", joined"
	}
	return s + ", borne by " + oneIn(rare)
}

// oneIn words a rarity: "1 in 2,300".
func oneIn(r Weight) string {
	n := 1.0
	for w := r; w > 0; w -= 100 {
		n *= 1.2589254117941673
	}
	digits := 1.0
	for n/digits >= 100 {
		digits *= 10
	}
	v := int64(n/digits+0.5) * int64(digits)
	s := fmt.Sprint(v)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return "1 in " + s
}

// Leftover reports, for the best pair of names of the subject and e, each part
// and whether it found a counterpart. The trainer counts them. It returns false
// where the parts that agree weigh less than 30 decibans: then they may be
// names that have nothing to do with one another.
func (x *Matcher) Leftover(e *Party, report func(form string, role names.Role, rarity Weight, tokens int, left bool)) bool {
	best, ok := x.bestName(e)
	var agree Weight
	for i := range best.edges {
		agree += best.edges[i].weight
	}
	if !ok || agree < 30*Deciban {
		return false
	}
	var usedQ, usedE uint32
	for i := range best.edges {
		usedQ |= mask(best.edges[i].q)
		usedE |= mask(best.edges[i].e)
	}
	for _, side := range []struct {
		n    *partyName
		used uint32
	}{{best.q, usedQ}, {best.e, usedE}} {
		for j := range side.n.units {
			u := &side.n.units[j]
			if u.n == 1 && u.penalty == 0 {
				report(u.form, side.n.parts[u.from].role, u.rarity, len(side.n.parts), side.used&mask(u) == 0)
			}
		}
	}
	return true
}

// Names returns the number of ways in which the party's names can be read.
func (p *Party) Names() int { return len(p.names) }
