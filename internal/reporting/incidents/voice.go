package incidents

func (r *Reader) near(i int, c clause, dist int, words ...string) bool {
	for j := max(c.first, i-dist); j < min(c.last, i+dist+1); j++ {
		for _, w := range words {
			if r.tok[j].low == w {
				return true
			}
		}
	}
	return false
}

// passive says whether a verb stands in the passive.
func (r *Reader) passive(i int, c clause) bool {
	t := &r.tok[i]
	if !t.is(tagPart) {
		return false
	}
	j := i - 1
	for j >= c.first && (r.tok[j].is(tagAdv|tagTime) || r.tok[j].low == "\"") {
		j--
	}
	if j >= c.first && r.tok[j].is(tagAux) {
		return isBe(r.tok[j].low)
	}
	if r.followsBy(i, c) {
		return true
	}
	if j >= c.first && (r.tok[j].low == "and" || r.tok[j].low == "or" || r.tok[j].low == ",") {
		// "was kidnapped and murdered"
		if i+1 < c.last && r.tok[i+1].np >= 0 {
			return false
		}
		for k := j - 1; k >= max(c.first, j-8); k-- {
			if r.tok[k].verb {
				return r.passive(k, c)
			}
		}
		return false
	}
	if j >= c.first && r.tok[j].np >= 0 && !t.is(tagPast) {
		return true
	}
	// "the bomb placed in the bank": no object behind, a preposition instead.
	if j >= c.first && r.tok[j].np >= 0 && i+1 < c.last && r.tok[i+1].is(tagPrep) && r.tok[i+1].low != "to" && !(particle(r.tok[i+1].low) && i+2 < c.last && r.tok[i+2].np >= 0) && t.w.base != "explode" && t.w.base != "attack" && t.w.base != "shoot" && t.w.base != "fire" && t.takesObject() {
		return true
	}
	return false
}

// subject returns the noun phrase in front of a verb that is its subject, or -1.
func (r *Reader) subject(i int, c clause, depth int) int32 {
	if depth > 3 {
		return -1
	}
	j := i - 1
	for j >= c.first && r.tok[j].np < 0 && (r.tok[j].is(tagAdv|tagAux|tagTime) || r.tok[j].low == "\"" || r.tok[j].low == "on" && r.tok[j+1].is(tagTime)) {
		j--
	}
	if j < c.first {
		return -1
	}
	if r.tok[j].verb && depth < 3 && j < i-1 {
		// "denied having killed"
		return r.subject(j, c, depth+1)
	}
	if r.tok[j].low == "to" && j > c.first && r.tok[j-1].np >= 0 {
		// "ordered soldiers to kill", but "the ability to kill"
		if k := r.tok[j-1].np; r.nps[k].class&(classPerp|classArmed|classBand|classHuman|classOrg) != 0 {
			return k
		}
		return -1
	}
	if r.tok[j].low == "to" {
		// "tried to kill"
		return r.earlierSubject(j, c, depth)
	}
	relative := false
	switch r.tok[j].low {
	case "who", "that", "which", "whom":
		relative = true
		if r.tok[j].low == "which" && j > c.first && r.tok[j-1].low == "," {
			return -1
		}
		j--
		if j >= c.first && r.tok[j].low == "," {
			j--
		}
	}
	if j < c.first {
		return -1
	}
	switch {
	case r.tok[j].low == ")":
		for j >= c.first && r.tok[j].low != "(" {
			j--
		}
		j--
	case r.tok[j].low == "," && !relative:
		if r.tok[i].is(tagIng) && !r.tok[i].is(tagPast) {
			return r.earlierSubject(j, c, depth)
		}
		if k := r.apposedSubject(j, c); k >= 0 {
			j = r.nps[k].last - 1
			break
		}
		k := j - 1
		for k >= max(c.first, j-16) && r.tok[k].low != "," && r.tok[k].low != "--" {
			k--
		}
		if k > c.first && (r.tok[k].low == "," || r.tok[k].low == "--") && r.tok[k-1].np >= 0 {
			j = k - 1
		} else if r.tok[i].is(tagPast) && r.verbBetween(c.first, j) {
			return r.earlierSubject(j, c, depth)
		} else if j > c.first && r.tok[j-1].np >= 0 {
			j--
		}
	case r.tok[j].low == "and" || r.tok[j].low == "or" || r.tok[j].low == "then" || r.tok[j].low == "but":
		return r.earlierSubject(j, c, depth)
	case r.tok[j].is(tagPrep) && r.tok[i].is(tagIng):
		if j-1 >= c.first && r.tok[j-1].np >= 0 && (r.tok[j].low == "of" || r.tok[j].low == "for") {
			return r.tok[j-1].np
		}
		return r.earlierSubject(j, c, depth)
	}
	if j < c.first || r.tok[j].np < 0 {
		return -1
	}
	k := r.tok[j].np
	for {
		f := int(r.nps[k].first)
		if f-2 >= c.first && r.tok[f-1].verb && r.tok[f-1].is(tagIng) && r.tok[f-2].np >= 0 && len(r.tok[f-1].w.verbs) == 0 {
			// "two men riding a motorcycle shot"
			k = r.tok[f-2].np
			continue
		}
		if f-3 >= c.first && r.tok[f-1].is(tagPrep) && r.tok[f-2].verb && r.tok[f-2].is(tagPart|tagIng) && r.tok[f-3].np >= 0 && len(r.tok[f-2].w.verbs) == 0 && !relative {
			// "a man dressed in a uniform shot"
			k = r.tok[f-3].np
			continue
		}
		if f-2 < c.first || !r.tok[f-1].is(tagPrep) || r.tok[f-2].np < 0 {
			break
		}
		up := r.tok[f-2].np
		if relative && r.tok[f-1].low != "of" {
			break
		}
		if r.tok[f-1].low == "by" {
			break
		}
		k = up
	}
	return k
}

func (r *Reader) verbBetween(i, j int) bool {
	for ; i < j; i++ {
		if r.tok[i].verb && r.tok[i].is(tagPast|tagThird) {
			return true
		}
	}
	return false
}

// earlierSubject returns the subject of the verb before j.
func (r *Reader) earlierSubject(j int, c clause, depth int) int32 {
	for k := j - 1; k >= c.first; k-- {
		if r.tok[k].verb && r.tok[k].tags&(tagPast|tagThird|tagPart|tagBase) != 0 {
			return r.subject(k, c, depth+1)
		}
		if r.tok[k].low == ";" || r.tok[k].low == ":" {
			break
		}
	}
	return -1
}

// object returns the noun phrase behind a verb, or -1.
func (r *Reader) object(i int, c clause) int32 {
	j := i + 1
	for j < c.last && (r.tok[j].is(tagAdv|tagTime) && r.tok[j].np < 0 || r.tok[j].low == "up" || r.tok[j].low == "down" || r.tok[j].low == "out" || r.tok[j].low == "off") {
		j++
	}
	if j < c.last && r.tok[j].low == "\"" {
		j++
	}
	if j < c.last && r.tok[j].np >= 0 {
		return r.tok[j].np
	}
	return -1
}

// modality reads from the words around whether the event took place.
func (r *Reader) modality(e *event, i int, c clause) {
	switch {
	case e.rule.attempted:
		e.stage = Attempted
	case e.rule.planned:
		e.stage = Planned
	}
	for j := max(c.first, i-6); j < i; j++ {
		switch r.tok[j].low {
		case "not", "never", "no", "without", "didn't", "hasn't", "wasn't", "haven't", "weren't", "nobody":
			e.denied = true
		case "attempted", "tried", "attempt", "attempts", "failed", "unsuccessful", "unsuccessfully", "trying":
			if e.stage == CarriedOut {
				e.stage = Attempted
			}
		case "thwarted", "foiled", "prevented", "frustrated", "averted", "thwarting", "foiling", "disrupted":
			e.stage = Foiled
		case "threatened", "threatening", "threat", "threats", "threaten":
			e.stage = Threatened
		case "planned", "planning", "plotting", "plot", "plotted", "plan", "plans":
			if e.stage != Foiled {
				e.stage = Planned
			}
		case "denied", "denies", "deny", "denying", "disavowed", "disowned":
			e.disowned = true
		case "would", "could", "will", "may", "might", "if", "should", "can":
			e.vague = true
		}
	}
}

// eventNear says whether the subject or the object of a verb is an incident: "planned the murder".
func (r *Reader) eventNear(i int, c clause) bool {
	if k := r.object(i, c); k >= 0 && r.nps[k].class&classEvent != 0 {
		return true
	}
	k := r.subject(i, c, 0)
	return k >= 0 && r.nps[k].class&classEvent != 0
}

func particle(s string) bool { return s == "up" || s == "off" || s == "down" || s == "out" }

func (r *Reader) onFire(i int, c clause) bool {
	for j := i + 1; j+1 < min(c.last, i+12); j++ {
		if r.tok[j].low == "on" && r.tok[j+1].low == "fire" {
			return true
		}
	}
	return false
}

// apposedSubject returns the noun phrase that a comma in front of a verb leads
// back to over what is said of it: "A, the son of B, chief of C, was wounded".
func (r *Reader) apposedSubject(j int, c clause) int32 {
	commas := 0
	best := int32(-1)
	free := true
	for k := j - 1; k >= c.first; k-- {
		t := &r.tok[k]
		switch {
		case t.low == ";" || t.low == ":":
			return best
		case t.low == ",":
			commas++
			if k > c.first && r.tok[k-1].np >= 0 && free {
				m := r.tok[k-1].np
				n := &r.nps[m]
				if n.class&(classHuman|classArmed|classPerp|classTarget|classBand|classOrg) != 0 {
					best = m
				}
			}
			free = true
		case t.verb || t.is(tagAux):
			free = false
			if t.is(tagPart|tagIng) && !t.is(tagPast) {
				free = true
			}
		case t.low == "who" || t.low == "which" || t.low == "whose":
			free = true
		case t.low == "that" && t.np < 0:
			return best
		}
	}
	return best
}

// takesObject says whether a rule of the verb has an object.
func (t *token) takesObject() bool {
	for _, x := range t.w.verbs {
		if len(x.slot("object")) > 0 {
			return true
		}
	}
	return len(t.w.verbs) == 0
}

// pronounObject returns the person that "him" or "her" behind a verb means: the
// last one named before, in the sentence or the one before it, or -1.
func (r *Reader) pronounObject(i int, c clause) int32 {
	if i+1 >= c.last || r.tok[i+1].low != "him" && !(r.tok[i+1].low == "her" && r.tok[i+1].np < 0) {
		return -1
	}
	first := c.first
	if s := int(r.doc.Tokens[i].Sentence); s > 0 {
		first = r.doc.Sentences[s-1].First
	}
	for j := i - 1; j >= first; j-- {
		if k := r.tok[j].np; k >= 0 && r.nps[k].person() {
			return k
		}
	}
	return -1
}
