package incidents

import (
	"strings"

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

// threshold is the fewest points of an incident that is taken.
var threshold = Doubtful

// MUC returns the incidents that belong in the database of the MUC-4 task: acts
// of terrorism that are recent, specific and no fighting between armed sides.
func (r *Reader) MUC(d *text.Doc) []Template {
	out := []Template{}
	incs := r.scan(d)
	for i := range incs {
		o := &incs[i]
		if o.clash || o.kind.MUC == "" {
			continue
		}
		ev := r.weighUp(o, incs)
		if ev.points() < threshold {
			continue
		}
		t := r.template(o)
		out = append(out, t)
	}
	return out
}

// An evidence counts what speaks for and against an incident being a specific act of terrorism.
type evidence struct {
	Named, Specific, Generic, Armed, Perps int
	Target, Targets, Military              int
	Weapon                                 int
	First, Events, Clashes                 int
	Finite, Noun, PluralNoun               int
	Recent, Old, We                        int
	// Raid says that armed forces did it, and that nobody was harmed.
	Raid bool
	// Echo says that nobody and nothing is told of, and that the text has another incident.
	Echo   bool
	Kind   string
	Length int
}

func (r *Reader) weighUp(o *inc, incs []inc) evidence {
	ev := evidence{First: int(o.first), Events: len(o.evs), Kind: o.kind.MUC, Length: len(r.doc.Sentences)}
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
		switch {
		case !e.rule.noun && r.tok[e.tok].verb:
			ev.Finite++
		case e.rule.noun && r.tok[e.tok].low != e.rule.base:
			ev.PluralNoun++
		case e.rule.noun:
			ev.Noun++
		}
		s := &r.doc.Sentences[e.sent]
		for i := s.First; i < s.Last; i++ {
			switch r.tok[i].low {
			case "today", "yesterday", "tonight", "morning", "afternoon", "night", "evening", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday":
				ev.Recent++
			case "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december":
				if i > s.First && r.tok[i-1].is(tagTime) && r.doc.Tokens[i-1].Kind == text.Number {
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
		{ev.Perps > 0, -1},   // killed rebels
		{ev.Armed > 0, -1},
		{ev.Military > 0, -1},
		{ev.Old > 0, -2}, // "in the last ten years"
		{ev.We > 1, -1},
		{ev.Clashes > 0, -2},
		{ev.Raid, tuneRaid},
		{ev.Echo, tuneEcho},
		{ev.Length > 10, -2},
		{ev.Length > 25, -1},
		{ev.Named+ev.Specific+ev.Target+ev.Generic+ev.Targets == 0, -3},
	} {
		if x.true {
			p += x.points
		}
	}
	return p
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
			if o.kind.MUC != "kidnapping" {
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
		s := &r.doc.Sentences[r.evs[id].sent]
		for i := s.First; i < s.Last; i++ {
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

// dweller returns the person whose home or car was attacked, or "": the attack is
// meant for that person.
func (r *Reader) dweller(k int32) string {
	n := &r.nps[k]
	switch r.tok[n.head].low {
	case "home", "house", "residence", "car", "vehicle", "motorcade", "automobile":
	default:
		return ""
	}
	if of := r.ofPhrase(k); of >= 0 && r.nps[of].person() {
		return r.fullName(of)
	}
	return ""
}

// targetText returns a thing with its owner, and without what was done to it.
func (r *Reader) targetText(k int32) string {
	n := r.nps[k]
	if n.ownerLast >= 0 {
		n.ownerLast = -1
		n.core = n.first
	}
	if c := r.coreOf(&n); c < n.head && r.tok[c].is(tagPart) && len(r.tok[c].w.verbs) > 0 && r.tok[c].class == 0 {
		n.core = c + 1
		n.ownerLast = -1
	}
	s := r.plain(&n)
	of := r.ofPhrase(k)
	if of < 0 || !r.needsOf(&n) {
		return s
	}
	m := &r.nps[of]
	last := m.head + 1
	if more := r.ofPhrase(of); more >= 0 && !m.person() {
		last = r.nps[more].head + 1
	}
	return r.words2(r.coreOf(&n), last)
}

// weaponText returns a weapon without words of its size.
func (r *Reader) weaponText(k int32) string {
	n := r.nps[k]
	if n.core == n.head && n.class&classAnybody != 0 && n.core > n.first && r.tok[n.core-1].is(tagNum) && r.tok[n.core-1].w.tags != 0 {
		// Of people of whom no more is said the number is part of the answer: "two men".
		return r.words2(n.core-1, n.head+1)
	}
	for c := r.coreOf(&n); c < n.head; c++ {
		switch r.tok[c].low {
		case "powerful", "strong", "small", "large", "huge", "violent", "heavy", "high-powered", "high-power", "big", "medium-sized", "new", "several", "possible", "alleged", "unidentified":
			n.core = c + 1
			continue
		}
		break
	}
	return r.plain(&n)
}

// perpetrators chooses whom an incident is laid to: who stands in the place of
// the doer, else who is named nearby as one who does such things.
func (r *Reader) perpetrators(o *inc, t *Template) {
	bestInd, bestOrg := int32(-1), int32(-1)
	indPoints, orgPoints := tuneInd, tuneOrg
	for _, f := range o.refs {
		if f.role == rolePerp && r.nps[f.np].person() && !r.harmed(f.np) && f.tie != Fact && r.nps[f.np].head == r.nps[f.np].nameLast-1 {
			t.PerpInd = add(t.PerpInd, r.rankedName(f.np))
		}
	}
	for k := 0; k < len(r.nps); k++ {
		n := &r.nps[k]
		s := r.doc.Tokens[n.first].Sentence
		p := 0
		switch d := r.distance(o, s); d {
		case 0:
			p += 2
		case 1:
			p++
		case 2, 3:
		default:
			p -= 1
		}
		triggered, adjective := false, false
		for _, f := range o.refs {
			if f.np != int32(k) {
				continue
			}
			switch f.role {
			case rolePerp:
				triggered = true
				p += 4
				if f.before {
					p -= 2
					adjective = !n.plural && n.core == n.head
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
				q -= tuneState
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
				q -= tuneVague
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

var tuneRaid, tuneEcho = -2, -2

// The points from which on somebody is taken for a perpetrator, and what is taken
// off a state's forces, which stand in every report, and off words that only say
// that somebody did it. Tuned on the training texts.
var tuneInd, tuneOrg, tuneState, tuneVague = 2, 0, 3, 2

// distance returns how many sentences a sentence is from what tells of the incident.
func (r *Reader) distance(o *inc, s int32) int32 {
	best := int32(1 << 20)
	for _, id := range o.evs {
		d := r.evs[id].sent - s
		if d < 0 {
			d = -d
		}
		best = min(best, d)
	}
	return best
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

func (r *Reader) addOrg(xs [][]string, n *np) [][]string {
	if len(xs) > 0 {
		return xs
	}
	return add(xs, r.orgText(n))
}

// perpText returns a noun phrase of perpetrators without words of doubt and
// without the organisation's name in front, which is an answer of its own.
func (r *Reader) perpText(k int32) string {
	n := r.nps[k]
	if n.core == n.head && n.class&classAnybody != 0 && n.core > n.first && r.tok[n.core-1].is(tagNum) && r.tok[n.core-1].w.tags != 0 {
		// Of people of whom no more is said the number is part of the answer: "two men".
		return r.words2(n.core-1, n.head+1)
	}
	for c := r.coreOf(&n); c < n.head; c++ {
		t := &r.tok[c]
		if r.tok[c].org >= 0 && c+int(t.phrase) < n.head && r.nps[k].class&(classBand|classHuman) == 0 {
			c += int(t.phrase)
			n.core = c + 1
			n.ownerLast = -1
			continue
		}
		switch t.low {
		case "alleged", "presumed", "suspected", "supposed", "apparent", "recent", "other", "so-called":
			n.core = c + 1
			continue
		}
		break
	}
	r.nps = append(r.nps, n)
	s := r.withOf(int32(len(r.nps) - 1))
	r.nps = r.nps[:len(r.nps)-1]
	return s
}

// harmed says whether something is done to a person, under any form of the name.
func (r *Reader) harmed(k int32) bool {
	for m, yes := range r.victimOf {
		if yes && m < len(r.full) && r.nps[m].person() && int(k) < len(r.full) && r.full[m] == r.full[k] {
			return true
		}
	}
	return false
}

// rankedName returns a person's name with the rank in front of it, if any: of
// those who are accused the keys keep it.
func (r *Reader) rankedName(k int32) string {
	n := &r.nps[k]
	if int(k) < len(r.full) {
		n = &r.nps[r.full[k]]
	}
	first := n.nameFirst
	if first > n.first {
		switch r.tok[first-1].low {
		case "colonel", "col", "general", "gen", "major", "maj", "captain", "capt", "lieutenant", "lt", "president", "sergeant", "corporal", "commander":
			first--
		}
	}
	return r.words2(first, n.nameLast)
}

// withOf returns a noun phrase, with what follows "of" where it says little without.
func (r *Reader) withOf(k int32) string {
	n := &r.nps[k]
	s := r.plain(n)
	of := r.ofPhrase(k)
	if of < 0 {
		return s
	}
	if r.needsOf(n) {
		m := &r.nps[of]
		return r.words2(r.coreOf(n), m.head+1)
	}
	return s
}

// needsOf says whether a noun phrase says little without what follows "of".
func (r *Reader) needsOf(n *np) bool {
	switch r.tok[n.head].low {
	case "group", "groups", "members", "member", "column", "band", "gang", "unit", "units", "elements", "squad",
		"headquarters", "house", "home", "houses", "homes", "residence", "office", "offices", "branch", "charge", "sticks", "building", "settlement", "facilities", "installations", "branches", "premises":
		return true
	}
	return false
}

func add(xs [][]string, s string) [][]string {
	if s == "" {
		return xs
	}
	for _, x := range xs {
		if x[0] == s {
			return xs
		}
	}
	return append(xs, []string{s})
}

// plain returns a noun phrase without its article and number.
func (r *Reader) plain(n *np) string {
	return r.words2(r.coreOf(n), n.head+1)
}

func (r *Reader) coreOf(n *np) int {
	c := n.core
	if n.ownerLast >= 0 {
		c = n.ownerLast + 1
	}
	if c > n.head {
		c = n.first
	}
	return c
}

func (r *Reader) words2(a, b int) string {
	return strings.Join(strings.Fields(strings.ToLower(r.doc.Text(a, b))), " ")
}

func (r *Reader) fullName(k int32) string {
	n := &r.nps[k]
	if int(k) < len(r.full) {
		n = &r.nps[r.full[k]]
	}
	return r.words2(n.nameFirst, n.nameLast)
}

func (r *Reader) orgText(n *np) string {
	for i := int(n.first); i < int(n.last); i++ {
		if r.tok[i].org == n.org && n.org >= 0 {
			return r.words2(i, i+1+int(r.tok[i].phrase))
		}
	}
	return r.plain(n)
}
