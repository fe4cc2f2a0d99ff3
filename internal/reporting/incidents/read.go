package incidents

import (
	"deciban/internal/entity"
	"deciban/internal/reporting/places"
	"deciban/internal/reporting/text"
)

// Read returns the incidents that a text tells of, in the order in which it
// does. Published is the day from which words such as "yesterday" are counted, 0
// where it is unknown. The result is the caller's.
func (r *Reader) Read(d *text.Doc, published entity.Day) []Incident {
	r.apart = true
	incs := r.scan(d, published)
	r.apart = false
	if len(incs) == 0 {
		return nil
	}
	out := make([]Incident, 0, len(incs))
	for i := range incs {
		o := &incs[i]
		x := Incident{Kind: r.finer(o), Stage: o.stage}
		ev := r.weighUp(o, incs)
		x.Points = ev.points()
		r.parties(o, &x)
		if r.empty(o, &x) {
			continue
		}
		r.when(o, &x)
		r.wherever(o, &x)
		r.counts(o, &x)
		seen := int32(-1)
		for _, id := range o.evs {
			e := &r.evs[id]
			x.Triggers = append(x.Triggers, r.span(int(e.tok), int(e.tok)+1))
			if e.sent != seen {
				s := &d.Sentences[e.sent]
				x.Sentences = append(x.Sentences, Span{s.Start, s.End})
				seen = e.sent
			}
		}
		out = append(out, x)
	}
	return out
}

// empty says whether nothing is told but a word such as "attack".
func (r *Reader) empty(o *inc, x *Incident) bool {
	if o.clash {
		return len(x.Perpetrators) < 2
	}
	return len(x.Perpetrators)+len(x.Targets)+len(x.Victims)+len(x.Detained)+len(x.Weapons) == 0 && !o.strong
}

func (r *Reader) span(first, last int) Span {
	return Span{int(r.doc.Tokens[first].Start), int(r.doc.Tokens[last-1].End)}
}

// finer tells suicide bombings, air strikes and drone strikes from others of their kind.
func (r *Reader) finer(o *inc) Kind {
	name := ""
	for _, id := range o.evs {
		e := &r.evs[id]
		s := r.around(e)
		for i := max(s.first, int(e.tok)-4); i < min(s.last, int(e.tok)+5); i++ {
			switch r.tok[i].low {
			case "suicide":
				if o.kind.Name == "bombing" || o.kind.Name == "attack" {
					name = "suicide bombing"
				}
			case "drone", "drones", "unmanned":
				name = "drone strike"
			case "airstrike", "airstrikes", "warplane", "warplanes", "aerial":
				name = "air strike"
			case "air":
				if i+1 < s.last && (r.tok[i+1].low == "strike" || r.tok[i+1].low == "strikes" || r.tok[i+1].low == "raid" || r.tok[i+1].low == "raids") {
					name = "air strike"
				}
			case "raid", "raids", "raided":
				if o.kind.Name == "attack" {
					name = "raid"
				}
			case "shot", "shooting", "gunned", "machinegunned":
				if o.kind.Name == "attack" {
					name = "shooting"
				}
			}
		}
	}
	if k, ok := r.words.types[name]; ok {
		return k
	}
	if o.kind.Name == "attack" {
		for _, id := range o.evs {
			if r.evs[id].kind.Name == "killing" && !r.evs[id].rule.effect {
				return r.evs[id].kind
			}
		}
	}
	return o.kind
}

// parties fills the roles.
func (r *Reader) parties(o *inc, x *Incident) {
	for _, f := range o.refs {
		if n := &r.nps[f.np]; f.before && !n.plural && n.class&(classOrg|classBand) == 0 && f.role != roleWeapon {
			// In "terrorist attack" it says what the attack was.
			continue
		}
		switch f.role {
		case rolePerp:
			r.actor(x, f)
		case roleVictim:
			x.Victims = r.party(x.Victims, f.np)
		case roleTarget:
			x.Targets = r.party(x.Targets, f.np)
		case roleWeapon:
			x.Weapons = r.party(x.Weapons, f.np)
		case roleSuspect:
			x.Detained = r.party(x.Detained, f.np)
		}
	}
}

func (r *Reader) actor(x *Incident, f ref) {
	p := r.partyOf(f.np)
	tie := f.tie
	n := &r.nps[f.np]
	for i := n.first; i < n.head; i++ {
		switch r.tok[i].low {
		case "alleged", "presumed", "suspected", "supposed", "apparent", "purported":
			tie = max(tie, Suspected)
		}
	}
	for i := n.first - 1; i >= max(0, n.first-3); i-- {
		switch r.tok[i].low {
		case "allegedly", "presumably", "apparently", "reportedly", "possibly":
			tie = max(tie, Suspected)
		}
	}
	for i := range x.Perpetrators {
		a := &x.Perpetrators[i]
		if r.sameParty(&a.Party, f.np) {
			a.Others = append(a.Others, p.Span)
			// A claim says more than a bare accusation.
			if tie == Claimed || a.Tie == Fact {
				a.Tie = tie
			}
			return
		}
	}
	x.Perpetrators = append(x.Perpetrators, Actor{Party: p, Tie: tie})
}

func (r *Reader) party(ps []Party, k int32) []Party {
	p := r.partyOf(k)
	for i := range ps {
		if r.sameParty(&ps[i], k) {
			if ps[i].Span != p.Span {
				ps[i].Others = append(ps[i].Others, p.Span)
			}
			return ps
		}
	}
	return append(ps, p)
}

// partyOf returns the place of a noun phrase, from behind its article on, with
// the longest form of a person's name.
func (r *Reader) partyOf(k int32) Party {
	n := &r.nps[k]
	if n.person() && n.head == n.nameLast-1 {
		m := n
		if int(k) < len(r.full) {
			m = &r.nps[r.full[k]]
		}
		p := Party{Span: r.span(m.nameFirst, m.nameLast), Person: true, np: k}
		if own := r.span(n.nameFirst, n.nameLast); own != p.Span {
			p.Others = []Span{own}
		}
		return p
	}
	first := n.first
	for first < n.head && r.tok[first].is(tagDet) && !r.tok[first].is(tagNum) && r.tok[first].phrase == 0 && !r.tok[first].inside {
		first++
	}
	last := n.head + 1
	if of := r.ofPhrase(k); of >= 0 && (r.needsOf(n) || r.tok[n.head].is(tagNum)) {
		last = r.nps[of].head + 1
	}
	return Party{Span: r.span(first, last), Organisation: n.org >= 0 && n.class&classOrg != 0 || n.class&classState != 0, np: k}
}

func (r *Reader) sameParty(p *Party, k int32) bool {
	if p.np == k {
		return true
	}
	return r.alike(p.np, k)
}

// when takes the date that stands nearest to the words that announce an incident.
func (r *Reader) when(o *inc, x *Incident) {
	best := 1 << 30
	for _, id := range o.evs {
		e := &r.evs[id]
		for k := r.firstDay(int(e.tok) - reach); k < len(r.days) && r.days[k].First < int(e.tok)+reach; k++ {
			m := &r.days[k]
			d := gap(int(e.tok), m.First, m.Last)
			if m.Sentence != int(e.sent) {
				if m.Sentence < int(e.sent)-1 || m.Sentence > int(e.sent)+1 {
					continue
				}
				d += 100
			}
			if d < best {
				best, x.Date, x.DateSpan = d, m.Date, Span{m.Start, m.End}
			}
		}
	}
}

// wherever takes the place that stands nearest, a town before a country.
func (r *Reader) wherever(o *inc, x *Incident) {
	best := 1 << 30
	for _, id := range o.evs {
		e := &r.evs[id]
		for k := r.firstPlace(int(e.tok) - reach); k < len(r.where) && r.where[k].First < int(e.tok)+reach; k++ {
			m := &r.where[k]
			if r.inName(m.First) {
				continue
			}
			d := gap(int(e.tok), m.First, m.Last)
			if !r.located(k, e) {
				// Of another sentence only "in Lima" is a place of the incident.
				if m.Sentence != int(e.sent) {
					continue
				}
				d += 60
			}
			if m.Last <= int(e.tok) {
				d += 5
			}
			if m.Sentence != int(e.sent) {
				if m.Sentence < int(e.sent)-1 || m.Sentence > int(e.sent)+1 {
					continue
				}
				d += 100
			}
			if m.Place.Kind == places.Country {
				d += 40
			}
			if d < best {
				best, x.Place, x.PlaceSpan = d, m.Place, Span{m.Start, m.End}
			}
		}
	}
}
