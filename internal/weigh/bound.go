package weigh

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"sync"

	"deciban/internal/entity"
	"deciban/internal/names"
)

// Bounds.
//
// The index must know, before it weighs an entry, the most that it can weigh.
// What it needs for that from this package is here: a name's parts and units,
// what a unit of the subject weighs against one of an entry, and how much all
// that is not the pairing of parts can add. These bounds come from the same
// functions and numbers that weigh.

// Unit is a form of a name that can be compared: a reading of one part, or of
// several parts written as one. Units are read-only.
type Unit = unit

// Span returns the first part that the unit covers, and how many.
func (u *unit) Span() (from, n int) { return int(u.from), int(u.n) }

// Searched tells whether the unit's counterparts are found by spelling. Others
// are compared by equality: initials, legal forms, numbers.
func (u *unit) Searched() bool {
	return u.initial == 0 && u.role != names.LegalForm && u.role != names.Number
}

// Form returns the unit's form, its channel, and whether it covers several parts.
func (u *unit) Form() (form string, c names.Channel, several bool) {
	return u.form, u.channel, u.n > 1
}

// Is tells whether the unit has the form.
func (u *unit) Is(c names.Channel, form string) bool { return u.channel == c && u.form == form }

// Initial returns the letter of an initial, or 0.
func (u *unit) Initial() byte { return u.initial }

// Notion returns the unit's notion, or "".
func (u *unit) Notion() string { return u.notion }

// Kin is what decides how a unit compares, whatever name it stands in: units of
// the same kin weigh the same against any other unit.
type Kin struct {
	form, notion    string
	channel         names.Channel
	role            names.Role
	rarity, penalty Weight
	initial         byte
	several, apart  bool
}

// Kin returns the unit's kin.
func (u *unit) Kin() Kin {
	return Kin{u.form, u.notion, u.channel, u.role, u.rarity, u.penalty, u.initial, u.n > 1, u.acronym}
}

// Searched is Unit.Searched for units of the kin.
func (k *Kin) Searched() bool {
	return k.initial == 0 && k.role != names.LegalForm && k.role != names.Number
}

// Form is Unit.Form for units of the kin.
func (k *Kin) Form() (form string, c names.Channel, several bool) {
	return k.form, k.channel, k.several
}

// Initial is Unit.Initial for units of the kin.
func (k *Kin) Initial() byte { return k.initial }

// Notion is Unit.Notion for units of the kin.
func (k *Kin) Notion() string { return k.notion }

// Rarity is how rare units of the kin are.
func (k *Kin) Rarity() Weight { return k.rarity }

// Apart tells whether the kin is of acronyms, whose rarity is not that of a word.
func (k *Kin) Apart() bool { return k.apart }

// Unit returns a unit of the kin that covers the first part or parts.
func (k *Kin) Unit() Unit {
	u := k.unit()
	u.codes = appendCodes(nil, u.form)
	return u
}

// unit is Unit without the form's codes.
func (k *Kin) unit() Unit {
	u := unit{form: k.form, channel: k.channel, n: 1, rarity: k.rarity, penalty: k.penalty, notion: k.notion,
		role: k.role, initial: k.initial, acronym: k.apart, id: -1}
	if k.several {
		u.n = 2
	}
	return u
}

// NameOutline is what the bounds need of a name.
type NameOutline struct {
	// Base is what the name weighs if no part finds a counterpart.
	Base Weight
	// Left holds what each part weighs without a counterpart, and Plain whether
	// it counts where two names conflict.
	Left  []Weight
	Plain []bool
	// Units are the units that pairing looks at.
	Units []*Unit
}

// Outlines appends the outlines of the party's names to dst.
func (p *Party) Outlines(dst []NameOutline) []NameOutline {
	for i := range p.names {
		n := &p.names[i]
		if len(dst) < cap(dst) {
			dst = dst[:len(dst)+1]
		} else {
			dst = append(dst, NameOutline{})
		}
		o := &dst[len(dst)-1]
		o.Base, o.Left, o.Plain, o.Units = n.base, o.Left[:0], o.Plain[:0], o.Units[:0]
		for j := range n.parts {
			o.Left = append(o.Left, n.parts[j].left)
			o.Plain = append(o.Plain, n.parts[j].role == names.Plain)
		}
		for j := range n.units {
			o.Units = append(o.Units, &n.units[j])
		}
	}
	return dst
}

// AliasCost is what it costs that the party has several names.
func (p *Party) AliasCost() Weight { return p.aliases }

// Births returns the party's birth dates.
func (p *Party) Births() []entity.Date { return p.births }

// Excludes tells whether the two cannot be the same party whatever their names.
func (p *Party) Excludes(e *Party) bool { return p.excludes(e) }

// Pointers calls visit with a text for each identifier and contact: parties of
// which one agrees have a text in common.
func (p *Party) Pointers(visit func(string)) {
	for i := range p.ids {
		visit("id\x00" + p.ids[i].Number)
	}
	for _, c := range p.contacts {
		visit(c.kind + "\x00" + c.value)
	}
}

// Near forms.

// Lexicons hold an index's forms by channel: those of single parts, of several
// parts written as one, and of single parts of names that hold no other plain
// part. A form's id is its id in the lexicon.
type Lexicons [3][names.ChannelCount]*Lexicon

// The lexicons of Lexicons.
const (
	SinglePart = iota
	SeveralParts
	OnlyPart
)

// Walker holds the scratch memory of walks through lexicons.
type Walker struct {
	w     walkers
	found []near
}

// NearForms appends to dst the forms of a lexicon that the unit can be a spelling
// of by the letters, and their costs: all that can weigh at least least, if no
// form is rarer than rarest. It appends some others too.
func (m *Model) NearForms(w *Walker, l *Lexicons, which int, u *Unit, least, rarest Weight, dst []Near) []Near {
	for c := range l[which] {
		costs, limit := m.limitFor(u, names.Channel(c), which == SeveralParts, least, rarest)
		if l[which][c] == nil || costs == nil || limit < 0 {
			continue
		}
		w.found = l[which][c].near(&w.w, costs, u.codes, limit, w.found[:0])
		for _, f := range w.found {
			dst = append(dst, Near{f.id, f.cost, (names.Channel(c) == names.ChanLatin) != (u.channel == names.ChanLatin)})
		}
	}
	return dst
}

// limitFor is between, but for spellings that weigh at least least.
func (m *Model) limitFor(u *Unit, c names.Channel, several bool, least, rarest Weight) (*Costs, int16) {
	if several && u.n > 1 {
		return nil, 0 // two joins do not pair
	}
	costs, limit := m.between(u, c, several)
	if costs == nil || limit <= 0 {
		return nil, 0
	}
	full := limit
	// The most favourable of what forms of the lexicon can be.
	best := spellings{common: u.rarity, rarer: max(u.rarity, rarest), letters: len(u.form), longer: mostLonger}
	t := &m.pair[c]
	switch {
	case u.channel == c && c != names.ChanLatin:
		t = &nativePair
	case u.channel != names.ChanLatin:
		common := m.mostCommon(u, rarest)
		t, best = &m.pair[u.channel], spellings{common: common, rarer: common, letters: mostLetters, longer: mostLonger}
	}
	penalty := u.penalty
	if several {
		penalty += max(m.join, m.acronym)
	} else {
		penalty += max(m.reading, 0)
	}
	limit = min(limit, t.highestCost(best, least-penalty))
	if u.channel == c && u.rarity+max(t.exact, 0)+penalty >= least {
		// The same form weighs more than its cost tells.
		limit = max(limit, min(costs.itself(u.codes), full))
	}
	return costs, limit
}

// mostCommon is the greatest rarity that can count for a form in another script,
// if no Latin form is rarer than rarest.
func (m *Model) mostCommon(u *Unit, rarest Weight) Weight {
	return max(u.rarity, min(rarest, m.nativeCommon(u)))
}

// WalkLimit is the greatest of the costs that NearForms looks for among Latin
// forms: what a walk takes depends on it most.
func (m *Model) WalkLimit(u *Unit, which int, least, rarest Weight) int16 {
	_, limit := m.limitFor(u, names.ChanLatin, which == SeveralParts, least, rarest)
	return max(limit, 0)
}

// Never is a cost that no spelling has.
const Never int16 = never

// WeighUnits weighs one unit against another, given the cost of writing u as v,
// or Never. ok is false where they do not agree.
func (m *Model) WeighUnits(u, v *Unit, cost int16) (w Weight, ok bool) {
	ed, ok := m.pairUnits(u, v, func(*unit, *unit) int16 { return cost })
	return ed.weight, ok
}

// MostUnit is the most that the unit can weigh against any other, if none is
// rarer than rarest.
func (m *Model) MostUnit(u *Unit, rarest Weight) Weight {
	rarity := u.rarity
	if u.channel != names.ChanLatin {
		rarity = m.mostCommon(u, rarest)
	}
	most := max(m.initial, rarity, rarity+nativePair.exact)
	for c := range m.pair {
		most = max(most, rarity+m.pair[c].exact)
	}
	return most + max(u.penalty, 0) + max(m.acronym, m.join, m.reading, m.translation, 0)
}

// MostNames is the most that a pair of names can weigh whose base and gains add
// up to at most sum, if on both sides at least left plain parts have no
// counterpart.
func (m *Model) MostNames(kind names.Kind, sum Weight, left int) Weight {
	most := sum
	if left > 0 {
		most = m.conflicted(kind, sum, left)
	}
	for n := max(left+1, 1); n <= 2; n++ {
		most = max(most, m.conflicted(kind, sum, n))
	}
	return most + max(m.weakAlias, 0) + max(m.lookAlike, 0) + max(m.completeName[population(kind)], 0)
}

// conflicted is the most that a sum becomes when n plain parts are left over on both
// sides.
func (m *Model) conflicted(kind names.Kind, sum Weight, n int) Weight {
	w := m.conflictEach * Weight(n)
	limit := m.conflictCap[population(kind)][min(n, 2)-1]
	if n == 1 && kind == names.Person {
		limit += max(m.conflictAlike, 0)
	}
	if over := sum + w - limit; over > 0 {
		w -= over - over/10
	}
	return sum + w
}

// OtherSlack is the most that other evidence than names, birth dates,
// identifiers and contacts can add for this subject.
func (m *Model) OtherSlack(q *Party) Weight {
	var w Weight
	if len(q.genders) > 0 {
		w += max(m.genderSame, m.genderOther, 0)
	}
	if len(q.said) > 0 {
		w += max(m.countryOther, m.countryOtherOrg, 0)
	}
	if len(q.places) > 0 {
		w += max(m.placeSame, 0)
	}
	if len(q.addresses) > 0 {
		w += max(3*m.addressWord, 0)
	}
	if len(q.ids) > 0 {
		w += max(m.identifierOther, m.identifierUnique, 0)
	}
	return w + max(m.schemaOther, 0)
}

// DateWeight is what the birth dates weigh; 0 where either has none.
func (m *Model) DateWeight(q, e []entity.Date) Weight {
	_, _, rel, w := m.bestDates(q, e)
	if rel == dateUnknown {
		return 0
	}
	return w
}

// Known calls visit with every listed spelling of the unit's form, and its cost.
func (m *Model) Known(u *Unit, visit func(c names.Channel, form string, cost int16)) {
	m.known.each(u, visit)
}

// Unheard is what the spelling costs beyond the letters if it is not listed:
// where a native form is seldom written in another way than the listed ones.
func (m *Model) Unheard(u, v *Unit) int16 { return m.known.unheard(u, v) }

// MostInitial is the most that an initial weighs.
func (m *Model) MostInitial() Weight { return max(m.initial, 0) }

// MostApart is the most that two birth dates weigh that are exact days of which
// neither is a slip of the pen for the other, nor 1 January.
func (m *Model) MostApart() Weight {
	return max(0, m.date[dateSameYearOff], m.date[dateApart], m.date[dateDiffers], m.date[dateFar])
}

// One entry at a time.

// Judge weighs a subject against single parties that belong to no vocabulary.
// It is not safe for concurrent use. A party that is being weighed must not be
// in use by another judge.
type Judge struct {
	x    *Matcher
	cost func(q *Unit, name, unit int) int16
}

// NewJudge returns a judge. cost tells the cost of writing a searched unit of
// the subject as a unit of a name of the party that is being weighed, both by
// their places in the outlines, or Never.
func NewJudge(m *Model, cost func(q *Unit, name, unit int) int16) *Judge {
	return &Judge{x: NewMatcher(m, NewVocabulary(nil)), cost: cost}
}

// Subject sets the subject.
func (j *Judge) Subject(p *Party) { j.x.Subject(p) }

// Weigh is Matcher.Weigh.
func (j *Judge) Weigh(e *Party) (Weight, bool) {
	j.enter(e)
	return j.x.Weigh(e)
}

// Explain is Matcher.Explain.
func (j *Judge) Explain(e *Party) []Evidence {
	j.enter(e)
	return j.x.Explain(e)
}

// enter makes the party's units, and what they cost, the matcher's whole
// vocabulary.
func (j *Judge) enter(e *Party) {
	x := j.x
	n := int32(0)
	for i := range e.names {
		for k := range e.names[i].units {
			u := &e.names[i].units[k]
			u.id = -1
			if u.Searched() {
				u.id = n
				n++
			}
		}
	}
	x.hit = slices.Grow(x.hit[:0], int(n))[:n]
	clear(x.hit)
	for k := range x.rows {
		x.rows[k] = slices.Grow(x.rows[k][:0], int(n))[:n]
		x.touched[k] = x.touched[k][:0]
	}
	for u, k := range x.units {
		row := x.rows[k]
		for i := range e.names {
			for at := range e.names[i].units {
				v := &e.names[i].units[at]
				if v.id < 0 {
					continue
				}
				c := j.cost(u, i, at)
				row[v.id] = c
				if c != never {
					x.hit[v.id] = 1
				}
			}
		}
	}
}

// Fingerprint tells models apart that have the same version: while a model is
// being made, its version stays.
func (m *Model) Fingerprint() string { return fingerprint() }

var fingerprint = sync.OnceValue(func() string {
	sum := sha256.Sum256(embedded)
	return hex.EncodeToString(sum[:6])
})
