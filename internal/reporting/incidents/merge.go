package incidents

import (
	"sort"

	"deciban/internal/entity"
	"deciban/internal/reporting/places"
	"deciban/internal/reporting/text"
)

// An inc is an incident that is being put together.
type inc struct {
	kind      Kind
	stage     Stage
	refs      []ref
	evs       []int32
	first     int32
	last      int32
	explosive bool
	aerial    bool
	clash     bool
	strong    bool
}

// scan does the reading.
func (r *Reader) scan(d *text.Doc, published entity.Day) []inc {
	if r.words == nil {
		r.words = loaded()
	}
	r.doc, r.held = d, 0
	r.nps, r.evs, r.refs = r.nps[:0], r.evs[:0], r.refs[:0]
	r.tag()
	for i := range d.Sentences {
		r.chunk(d.Sentences[i].First, d.Sentences[i].Last)
	}
	r.names()
	for i := range d.Sentences {
		r.match(i)
	}
	r.victims()
	r.locate(published)
	return r.merge()
}

// victims marks the noun phrases to whom something is done anywhere.
func (r *Reader) victims() {
	r.victimOf = append(r.victimOf[:0], make([]bool, len(r.nps))...)
	for _, f := range r.refs {
		if f.role == roleVictim || f.role == roleSuspect {
			r.victimOf[f.np] = true
		}
	}
}

// mostPeople is how many names of persons in a text are tied to longer ones.
const mostPeople = 1000

// names ties short forms of persons' names to the longest form in the text.
func (r *Reader) names() {
	r.full = r.full[:0]
	for i := range r.nps {
		r.full = append(r.full, int32(i))
	}
	r.people = r.people[:0]
	for i := range r.nps {
		if r.nps[i].person() && len(r.people) < mostPeople {
			r.people = append(r.people, int32(i))
		}
	}
	for _, i := range r.people {
		best := i
		for _, j := range r.people {
			if i == j || r.nps[j].nameLast-r.nps[j].nameFirst <= r.nps[best].nameLast-r.nps[best].nameFirst {
				continue
			}
			if r.within(&r.nps[i], &r.nps[j]) {
				best = j
			}
		}
		r.full[i] = best
	}
}

// within says whether all parts of a's name stand in b's, in order.
func (r *Reader) within(a, b *np) bool {
	j := b.nameFirst
	for i := a.nameFirst; i < a.nameLast; i++ {
		for j < b.nameLast && r.tok[j].low != r.tok[i].low {
			j++
		}
		if j >= b.nameLast {
			return false
		}
		j++
	}
	return true
}

// merge puts the events together into incidents.
func (r *Reader) merge() []inc {
	var out []inc
	sentence := int32(-1)
	last := -1
	for i := range r.evs {
		e := &r.evs[i]
		if e.rule.accused || e.rule.claimed || e.rule.named {
			continue
		}
		if e.denied || e.vague {
			continue
		}
		if e.sent != sentence {
			sentence = e.sent
		}
		k := r.home(out, e, last)
		if k < 0 {
			if e.rule.effect && !r.own(e) {
				continue
			}
			out = append(out, inc{kind: e.kind, first: e.sent, last: e.sent, stage: e.stage})
			k = len(out) - 1
		}
		r.join(&out[k], e, int32(i))
		if e.kind.MUC != "" {
			last = k
		}
	}
	for i := range r.evs {
		if x := r.evs[i].rule; x.accused || x.claimed || x.named {
			r.attach(out, &r.evs[i])
		}
	}
	return out
}

// attach gives what a sentence says of responsibility to the incident that it is about.
func (r *Reader) attach(out []inc, e *event) {
	best, dist := -1, int32(3)
	for i := range out {
		o := &out[i]
		if o.clash || o.kind.MUC == "" {
			continue
		}
		if r.apart && !e.rule.named && (o.stage == Planned || o.stage == Threatened) {
			// What is laid to somebody has happened.
			continue
		}
		for _, id := range o.evs {
			d := e.sent - r.evs[id].sent
			if d < 0 {
				d = 1 - d
			}
			if d < dist || d == dist && d > 0 {
				best, dist = i, d
			}
		}
	}
	if best < 0 {
		return
	}
	tie := Accused
	if e.rule.claimed {
		tie = Claimed
	}
	for _, f := range r.refs[e.first:e.last] {
		if f.role == roleVictim && r.nps[f.np].class&classPerp != 0 {
			continue
		}
		if f.role == rolePerp && r.nobody(f.np) {
			continue
		}
		if f.role == rolePerp {
			f.tie = tie
			if e.disowned {
				f.tie = Denied
			}
		}
		out[best].refs = append(out[best].refs, f)
	}
}

// nobody says whether a noun phrase means nobody: "no group has claimed it".
func (r *Reader) nobody(k int32) bool {
	n := &r.nps[k]
	for i := max(0, n.first-1); i <= n.head; i++ {
		switch r.tok[i].low {
		case "no", "nobody", "none", "neither":
			return true
		}
	}
	return false
}

// own says whether an effect tells enough to be an incident of its own.
func (r *Reader) own(e *event) bool { return e.last > e.first }

// home returns the incident that an event belongs to, or -1.
func (r *Reader) home(out []inc, e *event, last int) int {
	if e.rule.clash {
		for i := len(out) - 1; i >= 0; i-- {
			if out[i].clash && out[i].last == e.sent {
				return i
			}
		}
		return -1
	}
	if (e.rule.effect || e.rule.light) && last >= 0 && out[last].last >= e.sent-1 && !(r.apart && r.elsewhere(&out[last], e)) {
		return last
	}
	best := -1
	for i := len(out) - 1; i >= 0; i-- {
		o := &out[i]
		if o.clash || o.kind.MUC == "" && o.kind.Name != e.kind.Name || !r.compatible(o, e) {
			continue
		}
		switch r.likeness(o, e) {
		case same:
			return i
		case perhaps:
			if best < 0 {
				best = i
			}
		}
	}
	return best
}

func (r *Reader) compatible(o *inc, e *event) bool {
	if o.kind.MUC == e.kind.MUC {
		return true
	}
	boom := o.kind.MUC == "bombing" && e.kind.MUC == "attack" || o.kind.MUC == "attack" && e.kind.MUC == "bombing"
	return boom && o.last >= e.sent-1 && !(r.apart && r.elsewhere(o, e))
}

type likeness uint8

const (
	other likeness = iota
	perhaps
	same
)

// likeness says whether an event is of an incident: the same where they share a
// victim or a target, another where each has its own.
func (r *Reader) likeness(o *inc, e *event) likeness {
	if r.apart && e.stage != o.stage {
		return other
	}
	if o.last == e.sent && r.evs[o.evs[len(o.evs)-1]].sent == e.sent {
		return same
	}
	var mine, theirs, shared [roleSuspect + 1]int
	for _, f := range r.refs[e.first:e.last] {
		if f.role != roleVictim && f.role != roleTarget {
			continue
		}
		if f.role == roleVictim && !r.nps[f.np].person() {
			continue
		}
		mine[f.role]++
		for _, g := range o.refs {
			if g.role == f.role && r.alike(f.np, g.np) {
				shared[f.role]++
				break
			}
		}
	}
	for _, g := range o.refs {
		if g.role == roleVictim && !r.nps[g.np].person() {
			continue
		}
		theirs[g.role]++
	}
	if shared[roleVictim]+shared[roleTarget] > 0 {
		return same
	}
	if r.apart && r.elsewhere(o, e) {
		return other
	}
	if e.rule.effect {
		return perhaps
	}
	if mine[roleVictim] > 0 && theirs[roleVictim] > 0 {
		return other
	}
	if (mine[roleTarget] > 0 || mine[roleVictim] > 0) && theirs[roleTarget]+theirs[roleVictim] > 0 && r.another(e) {
		return other
	}
	if mine[roleTarget] > 0 && theirs[roleTarget] > 0 && !e.rule.noun {
		return other
	}
	if !e.rule.noun && r.another(e) {
		return other
	}
	if mine[roleVictim] > 0 && theirs[roleTarget] > 0 && theirs[roleVictim] == 0 && !e.rule.noun && e.sent > o.last+1 {
		return other
	}
	return perhaps
}

// another says whether an event is told as a further one: "meanwhile", "another bomb".
func (r *Reader) another(e *event) bool {
	s := r.around(e)
	for i := s.first; i < min(s.last, s.first+3); i++ {
		switch r.tok[i].low {
		case "meanwhile", "also", "another", "second", "later", "addition", "elsewhere", "other", "earlier", "separate", "previously", "likewise", "similarly":
			return true
		}
	}
	for i := max(s.first, int(e.tok)-4); i < int(e.tok); i++ {
		switch r.tok[i].low {
		case "another", "second", "third", "other":
			return true
		}
	}
	return false
}

// alike says whether two noun phrases may name the same party.
func (r *Reader) alike(a, b int32) bool {
	m, n := &r.nps[a], &r.nps[b]
	if m.person() && n.person() {
		return r.within(m, n) || r.within(n, m)
	}
	return r.tok[m.head].low == r.tok[n.head].low
}

func (r *Reader) join(o *inc, e *event, id int32) {
	o.evs = append(o.evs, id)
	o.last = e.sent
	o.clash = o.clash || e.rule.clash
	o.strong = o.strong || !e.rule.weak
	for _, f := range r.refs[e.first:e.last] {
		if f.role == roleWeapon && r.nps[f.np].class&classExplosive != 0 {
			o.explosive = true
		}
		o.refs = append(o.refs, f)
	}
	if e.kind.MUC == "bombing" && r.fromTheAir(e) {
		// The task counts bombs from the air among attacks.
		o.aerial = true
	}
	if e.kind.MUC == "bombing" || o.explosive && o.kind.MUC == "attack" {
		if k, ok := r.words.types["bombing"]; ok && o.kind.MUC == "attack" {
			o.kind = k
		}
	}
	if e.stage != CarriedOut && o.stage == CarriedOut && len(o.evs) == 1 {
		o.stage = e.stage
	}
}

// fromTheAir says whether bombs fell from aircraft.
func (r *Reader) fromTheAir(e *event) bool {
	s := r.around(e)
	for i := s.first; i < s.last; i++ {
		switch r.tok[i].low {
		case "aircraft", "planes", "helicopters", "helicopter", "aerial", "airplanes", "warplanes", "jets", "aviation", "bombers", "gunships":
			return true
		case "air":
			if i+1 < s.last && (r.tok[i+1].low == "force" || r.tok[i+1].low == "raid" || r.tok[i+1].low == "raids" || r.tok[i+1].low == "strikes") {
				return true
			}
		}
	}
	return e.kind.MUC == "bombing" && (e.rule.base == "bomb" || e.rule.base == "bombing") && r.byForces(e)
}

// byForces says whether the doer is an army or a government.
func (r *Reader) byForces(e *event) bool {
	for _, f := range r.refs[e.first:e.last] {
		if f.role == rolePerp && r.nps[f.np].class&(classState|classArmed) != 0 && r.nps[f.np].class&classPerp == 0 {
			return true
		}
	}
	return false
}

// locate gives each event the date and the place that its sentence tells.
func (r *Reader) locate(published entity.Day) {
	r.places.Gazetteer = r.Gazetteer
	r.days = r.dates.Read(r.doc, published)
	r.where = r.places.Find(r.doc)
	for i := range r.evs {
		e := &r.evs[i]
		best := 1 << 30
		for k := r.firstDay(int(e.tok) - reach); k < len(r.days) && r.days[k].First < int(e.tok)+reach; k++ {
			m := &r.days[k]
			if m.Sentence != int(e.sent) {
				continue
			}
			if d := gap(int(e.tok), m.First, m.Last); d < best {
				best, e.date = d, int32(k)
			}
		}
		best = 1 << 30
		for k := r.firstPlace(int(e.tok) - reach); k < len(r.where) && r.where[k].First < int(e.tok)+reach; k++ {
			m := &r.where[k]
			if m.Sentence != int(e.sent) || r.inName(m.First) {
				continue
			}
			d := gap(int(e.tok), m.First, m.Last)
			if m.Last <= int(e.tok) {
				// What stands behind is its place more often.
				d += 5
			}
			if m.Place.Kind == places.Country {
				d += 40
			}
			if !r.located(k, e) {
				continue
			}
			if d < best {
				best, e.place = d, int32(k)
			}
		}
	}
}

// gap returns how many tokens lie between a word and an expression.
func gap(tok, first, last int) int {
	if tok < first {
		return first - tok
	}
	return tok - last + 1
}

// inName says whether a token is part of a person's name.
func (r *Reader) inName(i int) bool {
	k := r.tok[i].np
	return k >= 0 && r.nps[k].person() && i >= r.nps[k].nameFirst && i < r.nps[k].nameLast
}

// located says whether a place stands where an event's place does: "in Kerman",
// "Kerman, Iran", "the Moscow attack".
func (r *Reader) located(k int, e *event) bool {
	m := &r.where[k]
	if m.Last <= int(e.tok) && int(e.tok)-m.Last < 3 && r.tok[m.First].np == r.tok[e.tok].np {
		return true
	}
	if m.First == 0 {
		return false
	}
	if locates(r.tok[m.First-1].low) || r.tok[m.First-1].np >= 0 && m.First > 1 && r.tok[m.First-1].np == r.tok[m.First].np && r.leads(r.tok[m.First].np) {
		return true
	}
	return r.tok[m.First-1].low == "," && k > 0 && r.where[k-1].Last == m.First-1
}

// firstDay returns the index of the first date from a token on.
func (r *Reader) firstDay(tok int) int {
	return sort.Search(len(r.days), func(i int) bool { return r.days[i].First >= tok })
}

// firstPlace returns the index of the first place from a token on.
func (r *Reader) firstPlace(tok int) int {
	return sort.Search(len(r.where), func(i int) bool { return r.where[i].First >= tok })
}

// leads says whether a preposition of place stands before a noun phrase.
func (r *Reader) leads(k int32) bool {
	first := r.nps[k].first
	return first > 0 && locates(r.tok[first-1].low)
}

func locates(s string) bool {
	switch s {
	case "in", "at", "near", "outside", "northern", "southern", "eastern", "western", "central", "downtown", "of":
		return true
	}
	return false
}

// elsewhere says whether an event has a day or a place of its own that is not the incident's.
func (r *Reader) elsewhere(o *inc, e *event) bool {
	for _, id := range o.evs {
		f := &r.evs[id]
		if e.date >= 0 && f.date >= 0 {
			a, b := &r.days[e.date].Date, &r.days[f.date].Date
			if (a.To < b.From || b.To < a.From) && narrow(a) && narrow(b) {
				return true
			}
		}
		if e.place >= 0 && f.place >= 0 {
			a, b := r.where[e.place].Place, r.where[f.place].Place
			if a.Country != b.Country {
				return true
			}
			if a.ID != b.ID && a.Kind != places.Country && b.Kind != places.Country {
				return true
			}
		}
	}
	return false
}

// narrow says whether a date is known to about a week.
func narrow(d *entity.Date) bool { return d.To.Epoch()-d.From.Epoch() <= 7 }
