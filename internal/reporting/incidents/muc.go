package incidents

import (
	"deciban/internal/entity"
	"deciban/internal/reporting/text"
)

// A Template is an incident in the form of the MUC-4 task, cut down to the type
// and five roles. An entity is a list of the ways in which it is named; we give one.
type Template struct {
	Type    string     `json:"incident_type"`
	PerpInd [][]string `json:"PerpInd"`
	PerpOrg [][]string `json:"PerpOrg"`
	Target  [][]string `json:"Target"`
	Victim  [][]string `json:"Victim"`
	Weapon  [][]string `json:"Weapon"`
}

// MUC returns the incidents that belong in the database of the MUC-4 task: acts
// of terrorism that are recent, specific and no fighting between armed sides.
func (r *Reader) MUC(d *text.Doc) []Template {
	out := []Template{}
	// Without the day of publication the days of one text can still be compared.
	incs := r.scan(d, entity.MakeDay(1990, 1, 1))
	for i := range incs {
		o := &incs[i]
		if o.clash || o.kind.MUC == "" {
			continue
		}
		ev := r.weighUp(o, incs)
		if ev.points() < Doubtful {
			continue
		}
		t := r.template(o)
		out = append(out, t)
	}
	return out
}

func (r *Reader) template(o *inc) Template {
	t := Template{Type: o.kind.MUC}
	if o.aerial && o.kind.MUC == "bombing" {
		t.Type = "attack"
	}
	for _, f := range o.refs {
		n := &r.nps[f.np]
		switch f.role {
		case roleVictim:
			if n.person() && n.class&classPerp == 0 {
				t.Victim = add(t.Victim, r.fullName(f.np))
			}
		case roleTarget:
			if o.kind.MUC != "kidnapping" && n.class&classPart == 0 && !r.military(n) {
				t.Target = add(t.Target, r.targetText(f.np))
				t.Victim = add(t.Victim, r.dweller(f.np))
			}
		case roleWeapon:
			if o.kind.MUC != "kidnapping" && len(t.Weapon) == 0 {
				t.Weapon = add(t.Weapon, r.weaponText(f.np))
			}
		}
	}
	if len(t.Weapon) == 0 && o.kind.MUC != "kidnapping" {
		if k := r.weaponNear(o); k >= 0 {
			t.Weapon = add(t.Weapon, r.weaponText(k))
		}
	}
	r.perpetrators(o, &t)
	return t
}

// weaponNear returns a weapon in the sentences that tell of an incident, or -1.
func (r *Reader) weaponNear(o *inc) int32 {
	for _, id := range o.evs {
		s := r.around(&r.evs[id])
		for i := s.first; i < s.last; i++ {
			k := r.tok[i].np
			if k < 0 || r.nps[k].class&classWeapon == 0 || r.nps[k].class&classEvent != 0 {
				continue
			}
			if o.kind.MUC == "bombing" && r.nps[k].class&classExplosive == 0 {
				continue
			}
			if o.kind.MUC == "attack" && (o.clash || true) {
				continue
			}
			if o.kind.MUC == "arson" && r.nps[k].class&(classExplosive|classIncendiary) == 0 {
				continue
			}
			return k
		}
	}
	return -1
}

// perpetrators chooses whom an incident is laid to: who stands in the place of
// the doer, else who is named nearby as one who does such things.
func (r *Reader) perpetrators(o *inc, t *Template) {
	bestInd, bestOrg := int32(-1), int32(-1)
	indPoints, orgPoints := individualFrom, organisationFrom
	for _, f := range o.refs {
		if f.role == rolePerp && r.nps[f.np].person() && !r.harmed(f.np) && f.tie != Fact && r.nps[f.np].head == r.nps[f.np].nameLast-1 {
			t.PerpInd = add(t.PerpInd, r.rankedName(f.np))
		}
	}
	near := r.nearness(o)
	first := make(map[int32]int, len(o.refs))
	for i := len(o.refs) - 1; i >= 0; i-- {
		first[o.refs[i].np] = i
	}
	for k := 0; k < len(r.nps); k++ {
		n := &r.nps[k]
		p := int(near[r.doc.Tokens[n.first].Sentence]) - 1
		from, named := first[int32(k)]
		if !named {
			if n.org < 0 && n.class&(classState|classPerp) == 0 {
				continue
			}
			from = len(o.refs)
		}
		triggered, adjective := false, false
		for _, f := range o.refs[from:] {
			if f.np != int32(k) {
				continue
			}
			switch f.role {
			case rolePerp:
				triggered = true
				p += 4
				if f.before {
					p -= 2
					adjective = !n.plural && n.class&classBand == 0
				}
			case roleVictim, roleTarget:
				p -= 4
			}
		}
		if r.victimOf[k] {
			p -= 3
		}
		if !triggered && k < len(r.full) && r.tok[n.first].np != int32(k) {
			continue
		}
		org := n.org >= 0 || n.class&classState != 0 || n.class&classGroupHead != 0 && triggered
		// In "terrorist attack" it says what the attack was.
		ind := !adjective && !n.person() && !r.bare(int32(k)) && (n.class&classPerp != 0 || triggered && n.class&(classState|classOrg|classGroupHead) == 0 || triggered && n.class&classPerp != 0)
		if org {
			q := p
			if n.org < 0 || r.words.orgs[n.org].class&classState != 0 {
				q -= stateLess
			}
			if q > orgPoints {
				bestOrg, orgPoints = int32(k), q
			}
		}
		if ind {
			q := p
			if n.class&classPerp != 0 {
				q++
			}
			if !n.plural {
				q--
			}
			if n.class&classVague != 0 && !triggered {
				q -= vagueLess
			}
			if q > indPoints {
				bestInd, indPoints = int32(k), q
			}
		}
	}
	if bestInd >= 0 {
		t.PerpInd = append([][]string{{r.perpText(bestInd)}}, t.PerpInd...)
		if indPoints >= orgPoints {
			r.orgOf(t, bestInd)
		}
	}
	if bestOrg >= 0 && len(t.PerpOrg) == 0 {
		t.PerpOrg = r.addOrg(t.PerpOrg, &r.nps[bestOrg])
	}
}

// How a perpetrator is chosen, in points as perpetrators gives them; tuned on the
// training texts.
const (
	// individualFrom and organisationFrom are what must be passed.
	individualFrom, organisationFrom = 2, 0
	// stateLess is taken off a state's forces, which stand in every report.
	stateLess = 3
	// vagueLess is taken off words that only say that somebody did it.
	vagueLess = 2
)

// nearness returns, for each sentence, 3 where it tells of the incident, 2 beside
// such a sentence, 1 within three sentences of one, else 0.
func (r *Reader) nearness(o *inc) []int8 {
	r.nearby = append(r.nearby[:0], make([]int8, len(r.doc.Sentences))...)
	for _, id := range o.evs {
		s := int(r.evs[id].sent)
		for d := -3; d <= 3; d++ {
			if s+d < 0 || s+d >= len(r.nearby) {
				continue
			}
			x := int8(1)
			switch d {
			case 0:
				x = 3
			case 1, -1:
				x = 2
			}
			r.nearby[s+d] = max(r.nearby[s+d], x)
		}
	}
	return r.nearby
}

func (r *Reader) hasRole(o *inc, want role) bool {
	for _, f := range o.refs {
		if f.role == want {
			return true
		}
	}
	return false
}

// bare says whether a noun phrase says nothing by itself: "the group", "members".
func (r *Reader) bare(k int32) bool {
	n := &r.nps[k]
	return n.class&classBand != 0 && n.core == n.head && n.org < 0 && r.ofPhrase(k) < 0
}

func (r *Reader) orgOf(t *Template, k int32) {
	n := &r.nps[k]
	if n.org >= 0 {
		t.PerpOrg = r.addOrg(t.PerpOrg, n)
	} else if of := r.ofPhrase(k); of >= 0 && r.nps[of].org >= 0 {
		t.PerpOrg = r.addOrg(t.PerpOrg, &r.nps[of])
	}
}
