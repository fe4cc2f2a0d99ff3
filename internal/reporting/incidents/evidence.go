package incidents

import (
	"deciban/internal/reporting/places"
	"deciban/internal/reporting/text"
)

// An evidence counts what speaks for and against an incident being a specific act of terrorism.
type evidence struct {
	Named, Specific, Generic, Armed, Perps int
	Target, Targets, Military              int
	Weapon                                 int
	First, Events, Clashes                 int
	Finite, Noun, PluralNoun               int
	Recent, Old, We                        int
	// Placed says that a town is told in which it happened.
	Placed bool
	// Raid says that armed forces did it, and that nobody was harmed.
	Raid bool
	// Echo says that nobody and nothing is told of, and that the text has another incident.
	Echo bool
	// Parts is how many parts in it the text fills.
	Parts  int
	Kind   string
	Length int
}

func (r *Reader) weighUp(o *inc, incs []inc) evidence {
	ev := evidence{First: int(o.first), Events: len(o.evs), Kind: o.kind.MUC, Length: len(r.doc.Sentences), Parts: len(o.refs)}
	for i := range incs {
		if incs[i].clash {
			ev.Clashes++
		}
	}
	for _, f := range o.refs {
		n := &r.nps[f.np]
		switch f.role {
		case roleVictim:
			switch {
			case n.person() && n.class&classPerp == 0:
				ev.Named++
			case n.class&classPerp != 0:
				ev.Perps++
			case n.class&classArmed != 0:
				ev.Armed++
			case r.specific(n):
				ev.Specific++
			default:
				ev.Generic++
			}
		case roleTarget:
			switch {
			case r.military(n):
				ev.Military++
			case n.plural && n.core == n.head && !r.tok[n.first].is(tagNum):
				ev.Targets++
			default:
				ev.Target++
			}
		}
	}
	if r.hasRole(o, roleWeapon) || r.weaponNear(o) >= 0 {
		ev.Weapon = 1
	}
	forces, others := 0, 0
	for _, f := range o.refs {
		if f.role == rolePerp {
			if c := r.nps[f.np].class; c&(classState|classArmed) != 0 && c&classPerp == 0 {
				forces++
			} else {
				others++
			}
		}
	}
	ev.Raid = forces > 0 && others == 0 && ev.Named+ev.Specific+ev.Generic == 0
	for i := range incs {
		if x := &incs[i]; x != o && !x.clash && x.kind.MUC != "" && ev.Named+ev.Specific+ev.Target == 0 && len(x.refs) > len(o.refs) {
			ev.Echo = true
		}
	}
	for _, id := range o.evs {
		e := &r.evs[id]
		ev.Placed = ev.Placed || e.place >= 0 && r.where[e.place].Place.Kind != places.Country
		switch {
		case !e.rule.noun && r.tok[e.tok].verb:
			ev.Finite++
		case e.rule.noun && r.tok[e.tok].low != e.rule.base:
			ev.PluralNoun++
		case e.rule.noun:
			ev.Noun++
		}
		s := r.around(e)
		for i := s.first; i < s.last; i++ {
			switch r.tok[i].low {
			case "today", "yesterday", "tonight", "morning", "afternoon", "night", "evening", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday":
				ev.Recent++
			case "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december":
				if i > s.first && r.tok[i-1].is(tagTime) && r.doc.Tokens[i-1].Kind == text.Number {
					ev.Recent++
				}
			case "years", "year", "decade", "decades", "1980", "1981", "1982", "1983", "1984", "1985", "1986", "1987", "months":
				ev.Old++
			case "we", "our", "us", "i":
				ev.We++
			}
		}
	}
	return ev
}

// specific says whether a noun phrase means certain people: one, or a number.
func (r *Reader) specific(n *np) bool {
	if !n.plural {
		return true
	}
	for i := n.first; i < n.head; i++ {
		if r.tok[i].is(tagNum) {
			return true
		}
	}
	return false
}

// military says whether a target belongs to armed forces.
func (r *Reader) military(n *np) bool {
	if n.class&classMilitary != 0 {
		return true
	}
	for i := n.first; i < n.last; i++ {
		switch r.tok[i].low {
		case "military", "army", "garrison", "garrisons", "barracks", "infantry", "brigade", "battalion", "base", "helicopter", "helicopters", "troops", "enemy", "patrol", "force":
			return true
		}
	}
	return false
}

// points weighs the evidence. The numbers are set by hand, in steps that a reader
// can follow: what makes an account specific and recent counts for it, what
// makes it fighting, history or oratory against.
func (ev *evidence) points() int {
	p := 0
	for _, x := range [...]struct {
		true   bool
		points int
	}{
		{ev.Recent > 0, 3}, // "today", "on Monday"
		{ev.Placed, 1},     // "the attack in Kerman"
		{ev.Named > 0, 3},
		{ev.Target > 0, 3},
		{ev.Target > 1, 1},
		{ev.Weapon > 0, 2},
		{ev.Noun > 0, 2}, // one murder, not murders
		{ev.Noun > 1, 1},
		{ev.Specific > 0, 1}, // people who are counted
		{ev.Specific > 1, 1},
		{ev.Finite > 1, 1},
		{ev.First == 0, 1},
		{ev.Kind == "kidnapping", 1},
		{ev.PluralNoun > 0, -1}, // murders
		{ev.PluralNoun > 1, -1},
		{ev.Generic > 0, -1}, // "civilians"
		{ev.Perps > 0, -3},   // killed rebels
		{ev.Armed > 0, -2},
		{ev.Military > 0, -1},
		{ev.Old > 0, -3}, // "in the last ten years"
		{ev.We > 1, -1},
		{ev.Clashes > 0, -2},
		{ev.Raid, -2},
		{ev.Echo, -2},
		{ev.Length > 10, -2},
		{ev.Length > 25, -1},
		{ev.Named+ev.Specific+ev.Target+ev.Generic+ev.Targets == 0, -3},
		{ev.Parts == 0, -2}, // a word alone, with nobody and nothing
	} {
		if x.true {
			p += x.points
		}
	}
	return p
}
