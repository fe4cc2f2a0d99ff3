package incidents

// A ref is a noun phrase in a role of an event.
type ref struct {
	role role
	np   int32
	tie  Tie
	// before says that it stands in front of the event's noun: "guerrilla attack".
	before bool
}

// An event is a rule that fired: one word of one sentence, with its parties.
type event struct {
	rule *rule
	kind Kind
	sent int32
	tok  int32
	// refs are Reader.refs[first:last].
	first, last int32
	stage       Stage
	// date and place are indices into Reader.days and Reader.where, or -1.
	date, place int32
	// denied events did not happen; vague ones are told in general.
	denied, vague bool
	// disowned: a party denies it, or it is denied of a party.
	disowned bool
}

// reach is how many tokens of a sentence are looked at on either side of a word.
// Longer sentences are lists and tables; the bound keeps the time linear.
const reach = 150

// mostEvents is how many events of a text are read: a report has some ten, and a
// text made to cost time shall not.
const mostEvents = 2000

func window(i, first, last int) clause {
	return clause{max(first, i-reach), min(last, i+reach)}
}

// around is the part of its sentence that is looked at for an event.
func (r *Reader) around(e *event) clause {
	s := &r.doc.Sentences[e.sent]
	return window(int(e.tok), s.First, s.Last)
}

// clause is the part of a sentence that is looked through.
type clause struct{ first, last int }

// match fires the rules of a sentence.
func (r *Reader) match(s int) {
	sent := &r.doc.Sentences[s]
	r.named(sent.First, sent.Last, int32(s))
	for i := sent.First; i < sent.Last; i++ {
		if len(r.evs) >= mostEvents {
			return
		}
		t := &r.tok[i]
		if len(t.w.verbs)+len(t.w.nouns) == 0 {
			continue
		}
		c := window(i, sent.First, sent.Last)
		if t.verb {
			for _, x := range t.w.verbs {
				if r.fireVerb(x, i, c, int32(s)) {
					break
				}
			}
			continue
		}
		if t.tags&tagVerb != 0 && len(t.w.verbs) > 0 && t.is(tagPart) && t.np >= 0 && !t.is(tagNoun) {
			r.fireParticiple(t.w.verbs, i, int32(s))
		}
		if len(t.w.nouns) > 0 && t.np >= 0 {
			for _, x := range t.w.nouns {
				r.fireNoun(x, i, c, int32(s))
				break
			}
		}
	}
}

func (r *Reader) begin(x *rule, i int, s int32) event {
	return event{rule: x, kind: x.kind, sent: s, tok: int32(i), first: int32(len(r.refs)), date: -1, place: -1}
}

func (r *Reader) commit(e event) bool {
	e.last = int32(len(r.refs))
	if e.kind.MUC == "bombing" && !e.rule.noun && r.has(&e, roleWeapon) && !r.explosive(&e) {
		// Grenades, rockets and stones that are thrown make an attack.
		e.kind = r.words.types["attack"]
	}
	for i := range e.rule.slots {
		sl := &e.rule.slots[i]
		if sl.must && !r.has(&e, sl.role) {
			r.refs = r.refs[:e.first]
			return false
		}
	}
	r.evs = append(r.evs, e)
	return true
}

func (r *Reader) has(e *event, want role) bool {
	for _, f := range r.refs[e.first:len(r.refs)] {
		if f.role == want || want == rolePatient && (f.role == roleVictim || f.role == roleTarget) {
			return true
		}
	}
	return false
}

// fireVerb fires a verb's rule.
func (r *Reader) fireVerb(x *rule, i int, c clause, s int32) bool {
	if x.hostage && !r.near(i, c, 10, "hostage", "hostages", "prisoner", "captive", "kidnapped") {
		return false
	}
	if x.claimed && !r.near(i, clause{i, c.last}, 8, "responsibility", "credit", "authorship", "having", "participation", "involvement") {
		return false
	}
	if x.fire {
		// "set fire to a bus", "set three buses on fire"
		switch {
		case i+2 < c.last && (r.tok[i+1].low == "fire" || r.tok[i+1].low == "fires"):
			e := r.begin(x, i, s)
			r.backList(r.subject(i, c, 0), x.slot("subject"), c)
			r.preps(x, i+2, c, false, false)
			r.modality(&e, i, c)
			return r.commit(e)
		case r.near(i, clause{i, c.last}, 12, "ablaze", "afire", "aflame") || r.onFire(i, c):
			e := r.begin(x, i, s)
			k := r.object(i, c)
			if r.passive(i, c) {
				k = r.subject(i, c, 0)
			} else {
				r.backList(r.subject(i, c, 0), x.slot("subject"), c)
			}
			if k >= 0 {
				r.put([]slot{{role: roleTarget}}, k, c)
			}
			r.modality(&e, i, c)
			return r.commit(e)
		}
		return false
	}
	if x.freed && !r.kidnapped() {
		return false
	}
	if x.unharmed && !r.near(i, c, 12, "unharmed", "unscathed", "unhurt", "uninjured", "unwounded", "attack", "attempt", "ambush", "explosion", "bombing", "miraculously") {
		return false
	}
	if x.light && !r.eventNear(i, c) {
		// "committed to helping" is no crime.
		return false
	}
	if x.byEvent && !r.eventNear(i, c) {
		return false
	}
	if x.base == "involve" && !(i+1 < c.last && r.tok[i+1].low == "in") {
		return false
	}
	if x.base == "blow" && !(i+1 < c.last && r.tok[i+1].low == "up") && !r.near(i, clause{i, c.last}, 8, "up") {
		return false
	}
	if x.base == "go" && !(i+1 < c.last && r.tok[i+1].low == "off") {
		return false
	}
	if x.base == "carry" && !(i+1 < c.last && r.tok[i+1].low == "out") {
		return false
	}
	if x.base == "gun" && !(i+1 < c.last && r.tok[i+1].low == "down") {
		return false
	}
	e := r.begin(x, i, s)
	passive := r.passive(i, c)
	subj := r.subject(i, c, 0)
	obj := r.object(i, c)
	if passive {
		r.backList(subj, x.slot("object"), c)
		if subj >= 0 && r.has(&e, roleVictim) {
			r.apposed(subj, clause{c.first, i})
		}
		if obj >= 0 && len(x.slot("object")) > 0 && x.hostage {
			r.put(x.slot("object"), obj, c)
		}
	} else {
		if subj >= 0 && x.slot("subject") != nil {
			r.backList(subj, x.slot("subject"), c)
		}
		if obj < 0 {
			obj = r.pronounObject(i, c)
		}
		r.put(x.slot("object"), obj, c)
	}
	if sl := x.prep("with"); sl != nil && sl.must {
		r.loaded(sl, i, c)
	}
	r.preps(x, i+1, c, passive, false)
	r.modality(&e, i, c)
	return r.commit(e)
}

// fireParticiple fires on "the murdered priests".
func (r *Reader) fireParticiple(xs []*rule, i int, s int32) {
	n := &r.nps[r.tok[i].np]
	if int(n.head) <= i {
		return
	}
	for _, x := range xs {
		e := r.begin(x, i, s)
		for _, sl := range x.slot("object") {
			if got := r.fits(sl, r.tok[i].np); got != roleNone {
				r.refs = append(r.refs, ref{role: got, np: r.tok[i].np})
				break
			}
		}
		if len(r.refs) > int(e.first) && r.commit(e) {
			return
		}
		r.refs = r.refs[:e.first]
	}
}

// fireNoun fires a noun's rule.
func (r *Reader) fireNoun(x *rule, i int, c clause, s int32) {
	k := r.tok[i].np
	n := &r.nps[k]
	if x.base == "strike" && !r.near(i, clause{max(c.first, i-2), i}, 2, "air", "drone", "missile", "rocket", "artillery", "retaliatory", "military") {
		// Workers strike too.
		return
	}
	e := r.begin(x, i, s)
	atHead := int(n.head) == i
	if !atHead && n.class&(classTarget|classWeapon|classHuman|classPerp|classArmed|classBand) != 0 && n.class&classEvent == 0 {
		// "bombing victims", "attack helicopter"
		r.refs = r.refs[:e.first]
		return
	}
	for _, sl := range x.slot("before") {
		if sl.role == roleNone {
			continue
		}
		if r.before(sl, n, i) {
			break
		}
	}
	if n.ownerLast >= 0 && int(n.ownerLast) < i {
		r.owner(x.slot("owner"), n)
	}
	j := int(n.last)
	r.preps(x, j, c, true, true)
	r.modality(&e, i, c)
	r.commit(e)
}

// named fires on a sentence that names those who were harmed: "among the injured were A and B".
func (r *Reader) named(first, last int, s int32) {
	for i := first + 1; i+1 < last; i++ {
		if !r.tok[i].is(tagAux) || !isBe(r.tok[i].low) {
			continue
		}
		if len(r.evs) >= mostEvents {
			return
		}
		c := window(i, first, last)
		switch r.tok[i+1].low {
		case "unharmed", "unhurt", "uninjured", "unscathed", "injured", "wounded", "dead":
			if k := r.subject(i+1, c, 0); k >= 0 && !r.tok[i+1].verb {
				e := r.begin(r.words.identify, i, s)
				r.backList(k, []slot{{role: roleVictim}}, c)
				r.commit(e)
			}
		}
		harmed := false
		for j := i - 1; j >= max(c.first, i-7) && !r.tok[j].is(tagAux); j-- {
			harmed = harmed || r.tok[j].class&classHarmed != 0
		}
		k := r.tok[i+1].np
		if !harmed || k < 0 || !r.nps[k].person() {
			continue
		}
		if r.nps[k].last < c.last && (r.tok[r.nps[k].last].verb && r.tok[r.nps[k].last].is(tagPart) && !r.tok[r.nps[k].last].is(tagIng)) {
			continue
		}
		e := r.begin(r.words.identify, i, s)
		r.put([]slot{{role: roleVictim}}, k, c)
		r.commit(e)
	}
}

// kidnapped says whether the text tells of people who are held, so that those who
// are released were kidnapped.
func (r *Reader) kidnapped() bool {
	if r.held == 0 {
		r.held = -1
		for i := range r.tok {
			switch r.tok[i].low {
			case "kidnapped", "kidnapping", "kidnappers", "abducted", "hostage", "hostages", "captors", "ransom", "kidnap", "abduction":
				r.held = 1
			}
		}
	}
	return r.held > 0
}

// explosive says whether one of an event's weapons is a bomb or the like.
func (r *Reader) explosive(e *event) bool {
	for _, f := range r.refs[e.first:len(r.refs)] {
		if f.role == roleWeapon && r.nps[f.np].class&classExplosive != 0 {
			return true
		}
	}
	return false
}
