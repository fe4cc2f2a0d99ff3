package incidents

// put takes a noun phrase, and what is joined to it by "and", for a slot.
func (r *Reader) put(sl []slot, k int32, c clause) bool {
	if k < 0 {
		return false
	}
	taken := false
	for n := 0; k >= 0 && n < 12; n++ {
		one := false
		for i := range sl {
			if got := r.fits(sl[i], k); got != roleNone {
				r.refs = append(r.refs, ref{role: got, np: k})
				one = true
				break
			}
		}
		if n == 0 && !one {
			// "a group of armed men", "members of the front"
			of := r.ofPhrase(k)
			if of < 0 {
				return false
			}
			for i := range sl {
				if got := r.fits(sl[i], of); got != roleNone && (got == roleVictim || got == rolePerp || got == roleWeapon) && r.partitive(k) {
					r.refs = append(r.refs, ref{role: got, np: of})
					one = true
					break
				}
			}
			if !one {
				return false
			}
		}
		taken = taken || one
		if next := r.joined(k, c); next >= 0 {
			k = next
			continue
		}
		if one && sl[0].role != rolePerp && r.refs[len(r.refs)-1].role == roleVictim {
			r.apposed(k, c)
		}
		break
	}
	return taken
}

// apposed takes the names that are listed behind a noun phrase: "six priests:
// A, rector of the university; B, and C", "the deputy, A".
func (r *Reader) apposed(k int32, c clause) {
	j := r.nps[k].last
	if of := r.ofPhrase(k); of >= 0 {
		j = r.nps[of].last
	}
	if j >= c.last {
		return
	}
	switch r.tok[j].low {
	case ",", ":", "--", "(", ";", "including":
	default:
		return
	}
	gap := 0
	for n := 0; j < c.last && n < 120; n++ {
		t := &r.tok[j]
		switch {
		case t.np >= 0:
			m := &r.nps[t.np]
			if m.person() && m.head == m.nameLast-1 && !relates(r.tok[m.first-1].low) {
				if m.last < c.last && (r.tok[m.last].is(tagAux) || r.tok[m.last].verb && r.tok[m.last].is(tagPast|tagThird) && !r.followsBy(m.last, c)) {
					return
				}
				r.refs = append(r.refs, ref{role: roleVictim, np: t.np})
				gap = 0
			} else if gap++; gap > 3 {
				return
			}
			j = m.last
			continue
		case t.is(tagPunct) && t.low != ".", t.is(tagNum), t.low == "and", t.low == "including", t.low == "of", t.low == "in", t.low == "at", t.low == "from", t.low == "as", t.is(tagAdv):
		default:
			return
		}
		j++
	}
}

// fits returns the role that a noun phrase can play in a slot.
func (r *Reader) fits(sl slot, k int32) role {
	n := &r.nps[k]
	cl := n.class
	person := n.person() && int(n.head) == int(n.nameLast)-1
	human := person || cl&(classHuman|classArmed|classPerp) != 0
	switch sl.role {
	case rolePerp:
		if person || cl&(classPerp|classArmed|classState|classOrg|classBand) != 0 {
			return rolePerp
		}
		if cl&classHuman != 0 && cl&classAnybody != 0 {
			return rolePerp
		}
		if n.org >= 0 && cl&(classTarget|classWeapon|classEvent|classAbstract) == 0 {
			return rolePerp
		}
		if cl&classGroupHead != 0 && n.head > n.core {
			return rolePerp
		}
	case roleVictim:
		if human || cl&classBand != 0 && n.org >= 0 {
			return roleVictim
		}
		if cl == 0 && r.tok[n.head].is(tagNum) && !sl.maybe {
			return roleVictim
		}
	case roleTarget:
		if cl&classTarget != 0 && !human {
			return roleTarget
		}
		if cl&classTarget != 0 && n.last-n.core > 1 && !person {
			return roleTarget
		}
	case rolePatient:
		if cl&classGroupHead != 0 && cl&(classOrg|classPerp|classArmed|classBand) == 0 && len(sl.preps) > 0 && n.org < 0 {
			return roleTarget
		}
		if cl&classTarget != 0 && !person && cl&(classHuman) == 0 {
			return roleTarget
		}
		if human {
			return roleVictim
		}
		if cl&classTarget != 0 {
			return roleTarget
		}
	case roleWeapon:
		if cl&classWeapon != 0 {
			return roleWeapon
		}
	case roleSuspect:
		if human {
			return roleSuspect
		}
	}
	return roleNone
}

// partitive says whether a noun phrase tells a quantity or a part of what follows "of".
func (r *Reader) partitive(k int32) bool {
	n := &r.nps[k]
	switch r.tok[n.head].low {
	case "group", "groups", "number", "dozens", "hundreds", "thousands", "members", "member", "one", "two", "three", "four", "five", "some", "several", "many", "most", "couple", "pair", "series", "kg", "tons", "pounds", "grams", "body", "bodies", "lives", "life", "half", "leaders", "charge", "sticks":
		return true
	}
	return r.tok[n.head].is(tagNum)
}

// ofPhrase returns the noun phrase behind an "of" that follows a noun phrase, or -1.
func (r *Reader) ofPhrase(k int32) int32 {
	j := int(r.nps[k].last)
	if j+1 < len(r.tok) && r.tok[j].low == "of" && r.tok[j+1].np >= 0 {
		return r.tok[j+1].np
	}
	return -1
}

// joined returns the noun phrase that "and" or a comma joins to one, or -1.
func (r *Reader) joined(k int32, c clause) int32 {
	j := int(r.nps[k].last)
	if j < c.last && r.tok[j].low == "(" {
		for d := 0; d < 8 && j < c.last && r.tok[j].low != ")"; d++ {
			j++
		}
		j++
	}
	if of := r.ofPhrase(k); of >= 0 && j < c.last && r.tok[j].low == "of" {
		j = int(r.nps[of].last)
	}
	and := false
	for j < c.last && (r.tok[j].low == "," || r.tok[j].low == "and" || r.tok[j].low == "or" || r.tok[j].low == "&" || r.tok[j].inside && and || r.tok[j].low == "as" && r.tok[j].phrase == 2) {
		and = and || r.tok[j].low == "and" || r.tok[j].low == "as"
		j++
	}
	if j == int(r.nps[k].last) || j >= c.last {
		return -1
	}
	m := r.tok[j].np
	if m < 0 || int(r.nps[m].first) != j {
		return -1
	}
	e := int(r.nps[m].last)
	if e < c.last && (r.tok[e].verb && r.tok[e].tags&(tagPast|tagThird) != 0 && r.tok[e].w.base != "" && !r.followsBy(e, c) || r.tok[e].is(tagAux)) {
		// It begins a clause of its own.
		return -1
	}
	return m
}

func (r *Reader) followsBy(i int, c clause) bool { return i+1 < c.last && r.tok[i+1].low == "by" }

// backList takes a subject and the noun phrases joined in front of it.
func (r *Reader) backList(k int32, sl []slot, c clause) bool {
	if len(sl) == 0 || k < 0 {
		return false
	}
	start := k
	for n := 0; n < 12; n++ {
		j := int(r.nps[start].first) - 1
		and := false
		for j >= c.first && (r.tok[j].low == "," || r.tok[j].low == "and" || r.tok[j].low == "or") {
			and = and || r.tok[j].low != ","
			j--
		}
		if j < c.first || j == int(r.nps[start].first)-1 || r.tok[j].np < 0 || !and && start == k && n == 0 {
			break
		}
		m := r.tok[j].np
		if r.fits(sl[0], m) == roleNone {
			break
		}
		start = m
	}
	taken := false
	for m := start; m <= k; m++ {
		for i := range sl {
			if got := r.fits(sl[i], m); got != roleNone {
				r.refs = append(r.refs, ref{role: got, np: m})
				taken = true
				break
			}
		}
	}
	if !taken {
		return r.put(sl, k, c)
	}
	return true
}

// before takes what stands in front of an event noun in its noun phrase as a
// noun phrase of its own: "dynamite attack".
func (r *Reader) before(sl slot, n *np, i int) bool {
	start := int(n.core)
	if n.ownerLast >= 0 && int(n.ownerLast) < i {
		start = int(n.ownerLast) + 1
	}
	end := i
	for end > start && r.tok[end-1].is(tagIng|tagAdj|tagPart|tagPast) && r.tok[end-1].class == 0 {
		end--
	}
	if end <= start {
		return false
	}
	sub := np{first: start, core: start, head: end - 1, last: end, org: -1, ownerLast: -1}
	sub.class = r.tok[end-1].class &^ (classGiven | classFamily | classTitle)
	for j := start; j < end; j++ {
		if r.tok[j].org >= 0 && j+int(r.tok[j].phrase) == end-1 {
			sub.org = r.tok[j].org
			sub.class |= r.words.orgs[sub.org].class
			sub.first = j
		}
	}
	if sub.class == 0 {
		return false
	}
	r.nps = append(r.nps, sub)
	m := int32(len(r.nps) - 1)
	if got := r.fits(sl, m); got != roleNone {
		r.refs = append(r.refs, ref{role: got, np: m, before: true})
		return true
	}
	r.nps = r.nps[:m]
	return false
}

// owner takes what stands in front of 's.
func (r *Reader) owner(sls []slot, n *np) {
	if len(sls) == 0 {
		return
	}
	h := int(n.ownerLast) - 1
	sub := np{first: n.first, core: n.core, head: h, last: n.ownerLast, org: -1, ownerLast: -1}
	sub.class = r.tok[h].class &^ (classGiven | classFamily | classTitle)
	for j := int(n.first); j <= h; j++ {
		if r.tok[j].org >= 0 && j+int(r.tok[j].phrase) == h {
			sub.org = r.tok[j].org
			sub.class |= r.words.orgs[sub.org].class
		}
	}
	r.name(&sub)
	r.nps = append(r.nps, sub)
	m := int32(len(r.nps) - 1)
	for _, sl := range sls {
		if got := r.fits(sl, m); got != roleNone {
			r.refs = append(r.refs, ref{role: got, np: m})
			return
		}
	}
	r.nps = r.nps[:m]
}

// doer is the slot of "by" in the passive.
var doer = []slot{{preps: []string{"by"}, role: rolePerp}}

// preps takes the noun phrases behind prepositions that follow a word.
func (r *Reader) preps(x *rule, j int, c clause, by, noun bool) {
	first := true
	for n := 0; j < c.last && n < 30; n++ {
		t := &r.tok[j]
		switch {
		case t.is(tagPrep) && t.np < 0:
			sl := x.prep(t.low)
			w := j + 1 + int(t.phrase)
			if t.phrase > 0 && t.low == "in" { // "in front of"
				sl = x.prep("front")
			}
			if w < c.last && r.tok[w].np >= 0 {
				k := r.tok[w].np
				switch {
				case sl != nil && (t.low != "of" || first):
					r.putPrep(x, sl, t.low, k, c)
				case t.low == "by" && by:
					r.put(doer, k, c)
				}
				j = int(r.nps[k].last)
				first = false
				continue
			}
			j = w
			continue
		case t.np >= 0:
			j = int(r.nps[t.np].last)
			continue
		case t.low == "(":
			for j < c.last && r.tok[j].low != ")" {
				j++
			}
		case t.low == "," || t.is(tagAdv|tagTime) || t.low == "and" || t.low == "\"":
		case t.verb && t.is(tagPart) && (r.followsBy(j, c)) && noun:
			// "the attack carried out by"
		case noun && t.verb && (t.w.base == "carry" || t.w.base == "perpetrate" || t.w.base == "commit" || t.w.base == "stage" || t.w.base == "launch"):
		default:
			return
		}
		j++
	}
}

func (r *Reader) putPrep(x *rule, sl *slot, prep string, k int32, c clause) {
	for i := range x.slots {
		y := &x.slots[i]
		for _, p := range y.preps {
			if p == prep || p == "front" && prep == "in" && y == sl {
				if r.put([]slot{*y}, k, c) {
					return
				}
			}
		}
	}
}

// loaded takes the load of what is in front of a verb: "a truck loaded with dynamite exploded".
func (r *Reader) loaded(sl *slot, i int, c clause) {
	for j := i - 1; j > max(c.first, i-14); j-- {
		if (r.tok[j].low == "with" || r.tok[j].low == "of") && r.tok[j+1].np >= 0 {
			switch r.tok[j-1].low {
			case "loaded", "packed", "filled", "full", "laden", "rigged", "stuffed":
				r.put([]slot{{role: sl.role}}, r.tok[j+1].np, c)
				return
			}
		}
	}
}

// relates says whether a preposition ties a name to somebody else: "the son of A".
func relates(s string) bool { return s == "of" || s == "by" || s == "with" || s == "for" || s == "to" }
