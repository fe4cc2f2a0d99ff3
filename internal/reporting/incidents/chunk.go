package incidents

// An np is a noun phrase: the tokens [first, last), of which core is the first
// that is no article or number, and head the one that says what it is.
type np struct {
	first, core, head, last int
	class                   class
	// nameFirst and nameLast are a person's name in it; equal where there is none.
	nameFirst, nameLast int
	// org is an organisation of the lexicon in it, or -1.
	org int32
	// owner is the noun phrase in front of 's that begins it, or -1: "the minister's car".
	ownerLast int
	plural    bool
}

func (n *np) person() bool { return n.nameLast > n.nameFirst }

// chunk cuts a sentence into noun phrases.
func (r *Reader) chunk(first, last int) {
	for i := first; i < last; {
		end := r.phraseEnd(i, last)
		if end <= i {
			i++
			continue
		}
		r.addNP(i, end)
		i = end
	}
}

// phraseEnd returns where the noun phrase that begins at i ends, or i.
func (r *Reader) phraseEnd(i, last int) int {
	j := i
	noun := false
	for j < last {
		t := &r.tok[j]
		switch {
		case t.verb:
			return ended(i, j, noun)
		case noun && (t.low == "hostage" || t.low == "prisoner" || t.low == "captive") && r.tok[j-1].class&classHuman != 0:
			return ended(i, j, noun)
		case t.is(tagTime):
			return ended(i, j, noun)
		case t.inside && t.is(tagNoun) || t.phrase > 0 && t.is(tagNoun):
			noun = noun || t.is(tagNoun)
		case t.is(tagPunct):
			// Marks of quotation and the hyphen stay inside: the "dare-to-die squad".
			if (t.low == "\"" || t.low == "''" || t.low == "``") && j+1 < last && !r.tok[j+1].verb && r.tok[j+1].tags&(tagPunct|tagPrep|tagPron|tagConj) == 0 && j > i && !r.closes(j) {
				break
			}
			if t.low == "\"" && noun && j+1 < last && r.closes(j) && r.tok[j+1].tags&(tagPunct|tagPrep|tagPron|tagConj|tagAux|tagDet|tagAdv) == 0 && !r.tok[j+1].verb && r.opened(i, j) {
				break
			}
			return ended(i, j, noun)
		case t.low == "'s" || t.low == "'":
			if !noun {
				return ended(i, j, noun)
			}
		case t.is(tagDet) && !t.is(tagPron|tagConj) || t.is(tagDet) && j == i:
			if noun && r.tok[j-1].low != "'s" || j > i && r.tok[j-1].is(tagAdj) && !r.tok[j-1].is(tagDet) {
				return ended(i, j, noun)
			}
		case t.is(tagNum):
			if noun && j > i && !r.numbered(j, last) {
				return ended(i, j, noun)
			}
			if j+1 >= last || r.tok[j+1].tags&(tagPunct|tagPrep|tagConj|tagAux) != 0 || r.tok[j+1].verb {
				noun = true
			}
		case t.is(tagPrep | tagConj | tagPron | tagAux):
			return ended(i, j, noun)
		case t.is(tagAdv) && !t.is(tagNoun|tagAdj):
			if j+1 < last && (r.tok[j+1].is(tagAdj) || r.tok[j+1].is(tagPart)) && !r.tok[j+1].verb && !noun {
				break
			}
			return ended(i, j, noun)
		case t.is(tagAdj) && !t.is(tagNoun):
			if noun && j+1 < last && r.tok[j-1].low != "'s" && (r.tok[j+1].tags&(tagPunct|tagPrep|tagConj) != 0) {
				// "left 10 people dead"
				return ended(i, j, noun)
			}
			if j+1 >= last || r.tok[j+1].tags&(tagPunct|tagPrep|tagConj|tagAux|tagPron) != 0 || r.tok[j+1].verb {
				noun = true
			}
		default:
			noun = true
		}
		j++
	}
	return ended(i, j, noun)
}

func ended(i, j int, noun bool) int {
	if !noun {
		return i
	}
	return j
}

// closes says whether a mark of quotation closes: a blank stands behind it and none before.
func (r *Reader) closes(j int) bool {
	t := &r.doc.Tokens[j]
	return j > 0 && r.doc.Tokens[j-1].End == t.Start
}

// opened says whether a quotation opens between i and j.
func (r *Reader) opened(i, j int) bool {
	for k := i; k < j; k++ {
		if r.tok[k].low == "\"" {
			return true
		}
	}
	return false
}

// numbered says whether a number continues a name: "military detachment no 4", "m-19".
func (r *Reader) numbered(j, last int) bool {
	if j+1 < last && r.tok[j+1].class&(classTarget|classWeapon) != 0 && r.tok[j+1].is(tagNoun) && r.tok[j-1].unknown() {
		return true
	}
	return j+1 < last && r.tok[j+1].is(tagNoun) && r.tok[j-1].is(tagDet|tagAdj|tagNum)
}

func (r *Reader) addNP(first, last int) {
	n := np{first: first, last: last, org: -1, ownerLast: -1}
	for first < last-1 && r.tok[first].is(tagAdv) && r.tok[first].class == 0 && !(r.tok[first+1].is(tagAdj | tagPart)) {
		first++
		n.first = first
	}
	c := first
	for c < last-1 && (r.tok[c].is(tagDet|tagNum) && !r.tok[c].is(tagNoun) || r.tok[c].low == "\"") {
		c++
	}
	for i := first; i < last-1; i++ {
		if r.tok[i].low == "'s" || r.tok[i].low == "'" {
			n.ownerLast = i
		}
	}
	n.core = c
	head := last - 1
	for head > c && (r.tok[head].low == "\"" || r.tok[head].low == "'s" || r.tok[head].low == "'") {
		head--
	}
	n.head = head
	h := &r.tok[head]
	n.class = h.class &^ (classGiven | classFamily | classTitle)
	for i := first; i < last; i++ {
		if r.tok[i].org >= 0 {
			n.org = r.tok[i].org
			if i+int(r.tok[i].phrase) == head {
				n.class |= classOrg | r.words.orgs[n.org].class
			}
		}
		r.tok[i].np = int32(len(r.nps))
	}
	r.name(&n)
	n.plural = len(h.low) > 2 && h.low[len(h.low)-1] == 's' || h.low == "people" || h.low == "men" || h.low == "women" || h.low == "children" || hasSuffix(h.low, "men")
	r.nps = append(r.nps, n)
}

// name finds a person's name in a noun phrase: it begins with a given name, or
// follows a title, and runs on over names and unknown words.
func (r *Reader) name(n *np) {
	start := n.first
	if n.ownerLast >= 0 {
		start = n.ownerLast + 1
	}
	for i := start; i < n.last; i++ {
		t := &r.tok[i]
		if t.inside || t.phrase > 0 {
			if !(i > start && r.tok[i-1].class&classTitle != 0) {
				continue
			}
		}
		given := t.class&classGiven != 0 && (t.tags == 0 || t.tags&tagPart == 0 && t.tags&tagNoun == 0)
		afterTitle := i > n.first && r.tok[i-1].class&classTitle != 0 && t.nameLike()
		lone := t.class&classFamily != 0 && t.tags == 0 && i+1 == n.last && (i == n.first || r.tok[i-1].class&classTitle != 0)
		pair := t.class&classFamily != 0 && t.tags == 0 && i+1 < n.last && r.tok[i+1].class&classFamily != 0 && r.tok[i+1].tags == 0
		whole := t.unknown() && i == n.core && i+1 < n.last && r.tok[n.last-1].class&classFamily != 0 && r.allNames(i, n.last)
		if !given && !afterTitle && !lone && !pair && !whole {
			continue
		}
		if i > n.first && (r.tok[i-1].low == "san" || r.tok[i-1].low == "santa" || r.tok[i-1].low == "el" || r.tok[i-1].low == "fort" || r.tok[i-1].low == "puerto" || r.tok[i-1].low == "ciudad") {
			return
		}
		begin := i
		if !given && begin > start && begin > 0 && r.tok[begin-1].unknown() && len(r.tok[begin-1].low) > 3 {
			begin--
		}
		end := i + 1
		for end < n.last && (r.tok[end].nameLike() || r.tok[end].class&classGiven != 0) && r.tok[end].low != "'s" && r.tok[end].low != "'" {
			end++
		}
		if end < n.last && r.tok[end].low != "'s" && r.tok[end].low != "\"" && r.tok[end].low != "'" && !(r.tok[end].is(tagNum)) {
			// "the manuel rodriguez patriotic front" is no person.
			i = end
			continue
		}
		n.nameFirst, n.nameLast = begin, end
		if end == n.last || n.ownerLast < 0 || end > n.ownerLast {
			n.class |= classHuman
			n.head = end - 1
		}
		return
	}
}

func (r *Reader) allNames(i, last int) bool {
	for ; i < last; i++ {
		if !r.tok[i].nameLike() {
			return false
		}
	}
	return true
}
