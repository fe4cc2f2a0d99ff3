package incidents

import (
	"strings"
)

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
	return r.written(r.coreOf(&n), last)
}

// weaponText returns a weapon without words of its size.
func (r *Reader) weaponText(k int32) string {
	n := r.nps[k]
	if n.core == n.head && n.class&classAnybody != 0 && n.core > n.first && r.tok[n.core-1].is(tagNum) && r.tok[n.core-1].w.tags != 0 {
		// Of people of whom no more is said the number is part of the answer: "two men".
		return r.written(n.core-1, n.head+1)
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
		return r.written(n.core-1, n.head+1)
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
	return r.written(first, n.nameLast)
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
		return r.written(r.coreOf(n), m.head+1)
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
	return r.written(r.coreOf(n), n.head+1)
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

// written returns the tokens [a, b) in small letters.
func (r *Reader) written(a, b int) string {
	return strings.Join(strings.Fields(strings.ToLower(r.doc.Text(a, b))), " ")
}

func (r *Reader) fullName(k int32) string {
	n := &r.nps[k]
	if int(k) < len(r.full) {
		n = &r.nps[r.full[k]]
	}
	return r.written(n.nameFirst, n.nameLast)
}

func (r *Reader) orgText(n *np) string {
	for i := int(n.first); i < int(n.last); i++ {
		if r.tok[i].org == n.org && n.org >= 0 {
			return r.written(i, i+1+int(r.tok[i].phrase))
		}
	}
	return r.plain(n)
}
