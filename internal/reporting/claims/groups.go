package claims

import (
	"strings"

	"deciban/internal/reporting/text"
)

// A group is a verb with its auxiliaries, negations and the adverbs between.
type group struct {
	// first and last are its tokens [first, last); head is the verb that says what is done.
	first, last, head int
	finite            bool // said, has said, will say
	infinitive        bool // to say
	gerund            bool // saying
	passive           bool // was told
	reduced           bool // told, as in "men told of it"
	negated           bool
	modal             bool
	copula            bool // the head is a form of "be"
}

func (r *Reader) verbal(i int) bool {
	switch r.tokens[i].tag {
	case modal, be, have, do, base, thirdPerson, past, participle, ing:
		return true
	}
	return false
}

// verbAfter returns where the next verb stands if only adverbs and negations come before it, or -1.
func (r *Reader) verbAfter(i, last int) int {
	for ; i < last; i++ {
		switch t := r.tokens[i].tag; {
		case t == adv || t == neg:
		case t == det && (r.doc.Tokens[i].Lower == "all" || r.doc.Tokens[i].Lower == "both") && i > 0 && (r.tokens[i-1].tag == be || r.tokens[i-1].tag == have):
		case r.verbal(i):
			return i
		default:
			return -1
		}
	}
	return -1
}

// findGroups finds the verb groups of a sentence.
func (r *Reader) findGroups(s *text.Sentence) {
	r.groups = r.groups[:0]
	for i := s.First; i < s.Last; i++ {
		x := &r.tokens[i]
		g := group{first: i, head: i, last: i + 1}
		j := i
		if x.tag == toTag {
			v := r.verbAfter(i+1, s.Last)
			if v < 0 {
				continue
			}
			switch r.tokens[v].tag {
			case base, be, have, do:
			default:
				continue
			}
			g.infinitive = true
			j = v
		} else if !r.verbal(i) {
			continue
		}
		r.grow(&g, j, s.Last)
		for k := g.first; k < g.last; k++ {
			r.tokens[k].group = int32(len(r.groups))
			w := r.doc.Tokens[k].Lower
			if r.tokens[k].tag == neg || strings.HasSuffix(w, "n't") || w == "cannot" {
				g.negated = true
			}
		}
		r.groups = append(r.groups, g)
		i = g.last - 1
	}
}

// grow extends a group from its first verb at j.
func (r *Reader) grow(g *group, j, last int) {
	lower := func(i int) string { return r.doc.Tokens[i].Lower }
	switch t := r.tokens[j].tag; t {
	case modal, do, thirdPerson, past:
		g.finite = !g.infinitive
	case be:
		g.finite = !g.infinitive && lower(j) != "be" && lower(j) != "been" && lower(j) != "being"
	case have:
		g.finite = !g.infinitive && lower(j) != "having"
	case base:
		g.finite = !g.infinitive
	case ing:
		g.gerund = true
	case participle:
		g.reduced = true
	}
	passive := false
	for {
		t := r.tokens[j].tag
		g.head, g.last = j, j+1
		g.modal = g.modal || t == modal
		g.copula = t == be
		aux := t == modal || t == be || t == have || t == do || t == ing && (lower(j) == "having" || lower(j) == "being")
		if aux {
			v := r.verbAfter(j+1, last)
			if v >= 0 {
				n := r.tokens[v].tag
				fits := false
				switch t {
				case modal, do:
					fits = n == base || n == be || n == have || n == do
				case be, ing:
					fits = n == participle || n == ing || n == past && r.tokens[v].word.form&canPart != 0
					passive = fits && n != ing
				case have:
					fits = n == participle || n == be || n == past && r.tokens[v].word.form&canPart != 0
				}
				if fits {
					j = v
					continue
				}
			}
		}
		// "continued to insist", "have to say", "is going to ask".
		if j+2 <= last-1 && r.tokens[j+1].tag == toTag && (r.tokens[j].word.class&catenative != 0 || r.tokens[j].word.lemma >= 0 && r.catenative(j)) {
			if v := r.verbAfter(j+2, last); v >= 0 && (r.tokens[v].tag == base || r.tokens[v].tag == be || r.tokens[v].tag == have) {
				passive = false
				j = v
				continue
			}
		}
		break
	}
	g.passive = passive
}

// catenative says whether a verb is of the kind that only prepares the next one.
func (r *Reader) catenative(i int) bool {
	return r.lang.words[r.lang.lemmas[r.tokens[i].word.lemma].name].class&catenative != 0
}

func (r *Reader) nominal(i int) bool {
	switch r.tokens[i].tag {
	case noun, name, adj, num, genitive, det, poss:
		return true
	case pron:
		return r.doc.Tokens[i].Lower != "there"
	}
	return false
}

// nounLeft returns where the noun phrase that ends with token i begins, not before lo.
// It takes in what hangs on it behind: "a spokesman for the ministry".
func (r *Reader) nounLeft(i, lo int) int {
	k := i
	if r.tokens[i].tag == pron && r.doc.Tokens[i].Lower != "one" && r.doc.Tokens[i].Lower != "none" {
		switch {
		case strings.HasSuffix(r.doc.Tokens[i].Lower, "self") || strings.HasSuffix(r.doc.Tokens[i].Lower, "selves"):
			if i > lo && (r.tokens[i-1].tag == name || r.tokens[i-1].tag == noun || r.tokens[i-1].tag == pron) {
				return r.nounLeft(i-1, lo)
			}
			return i
		case i-2 >= lo && (r.tokens[i-1].tag == prep || r.tokens[i-1].tag == toTag) && r.doc.Tokens[i].Lower != "it" && r.doc.Tokens[i].Lower != "you":
			// "a source close to him"
		default:
			return i
		}
	}
	for k > lo {
		p := &r.tokens[k-1]
		cur := &r.tokens[k]
		if cur.tag == det || cur.tag == poss {
			if p.tag == det || r.doc.Tokens[k-1].Lower == "half" {
				k--
				continue
			}
			break
		}
		stopHere := false
		switch p.tag {
		case noun, name, num:
			// "On Tuesday Mir said": a day is no part of the name behind it.
			if p.word.class&timeNoun != 0 && cur.tag != genitive && (cur.tag == name || cur.tag == det || cur.tag == pron) {
				stopHere = true
			}
		case adj, det, poss, genitive:
		case adv:
			// "a very senior official", "nearly 300 people"
			stopHere = k-2 < lo || r.tokens[k-2].tag != det && cur.tag != num || cur.tag == name
		case ing:
			stopHere = k-1 != lo && r.tokens[k-2].tag != det || cur.tag == det || cur.tag == poss || cur.tag == pron
		case participle:
			stopHere = true
		case openQuote:
			stopHere = true
		case closeQuote:
			stopHere = true
		case mark:
			w := r.doc.Tokens[k-1].Lower
			stopHere = w != "/" && w != "&"
		case bracketClose:
			o := r.bracket(k-1, lo)
			if o < 0 || o == lo {
				stopHere = true
			} else {
				k = o
				continue
			}
		default:
			stopHere = true
		}
		if stopHere {
			break
		}
		k--
	}
	// "Almost half", "About 4 in 10"
	if k > lo && (r.tokens[k].tag == num || r.doc.Tokens[k].Lower == "half" || r.doc.Tokens[k].Lower == "all" || r.doc.Tokens[k].Lower == "every") {
		switch r.doc.Tokens[k-1].Lower {
		case "about", "almost", "nearly", "around", "roughly", "some", "approximately":
			return k - 1
		}
	}
	if k <= lo+1 {
		return k
	}
	p := &r.tokens[k-1]
	w := r.doc.Tokens[k-1].Lower
	switch p.tag {
	case prep, toTag:
		switch w {
		case "of", "for", "in", "at", "from", "with", "on", "between", "about", "against", "within", "among", "near", "behind", "inside", "around", "to", "outside", "under", "across":
			if t := r.tokens[k-2].tag; t == noun || t == name || t == pron && w == "of" || t == det && w == "of" || t == num && (w == "of" || w == "in" && r.tokens[k].tag == num) || t == participle || t == adj {
				if r.tokens[k].word.class&timeNoun != 0 && w != "of" {
					return k
				}
				if t == participle {
					if k-3 >= lo && (r.tokens[k-3].tag == noun || r.tokens[k-3].tag == name) {
						return r.nounLeft(k-3, lo)
					}
					return k
				}
				return r.nounLeft(k-2, lo)
			}
		}
	case conj:
		if t := r.tokens[k-2].tag; (w == "and" || w == "or" || w == "&") && (t == noun || t == name || t == bracketClose) {
			b := r.nounLeft(k-2, lo)
			if b <= lo || r.clauseBegins(b-1) {
				return b
			}
			// "A, B and C"
			if r.tokens[b-1].tag == comma && b-2 > lo && (r.tokens[b-2].tag == name || r.tokens[b-2].tag == noun) {
				c := r.nounLeft(b-2, lo)
				if c <= lo || r.clauseBegins(c-1) {
					return c
				}
			}
			return b
		}
	case participle:
		if t := r.tokens[k-2].tag; t == noun || t == name {
			return r.nounLeft(k-2, lo)
		}
	case past, thirdPerson, base, be, have, modal, do, ing:
		// "a man who saw the attack said"
		if g := p.group; g >= 0 && g < int32(len(r.groups)) {
			f := r.groups[g].first
			for f > lo && r.tokens[f-1].tag == adv {
				f--
			}
			if f-2 >= lo && (r.tokens[f-1].tag == wh || r.tokens[f-1].tag == that) && (r.tokens[f-2].tag == noun || r.tokens[f-2].tag == name || r.tokens[f-2].tag == det) && r.groups[g].finite {
				return r.nounLeft(f-2, lo)
			}
		}
	}
	return k
}

// clauseBegins says whether a clause may begin behind token i.
func (r *Reader) clauseBegins(i int) bool {
	switch r.tokens[i].tag {
	case comma, sub, that, openQuote, conj, colon, semicolon, dash, adv, stop, mark, closeQuote:
		return true
	}
	return false
}

// bracket returns the token of the bracket that the one at i closes, or -1.
func (r *Reader) bracket(i, lo int) int {
	for k := i - 1; k >= lo && i-k < 25; k-- {
		if r.tokens[k].tag == bracketOpen {
			return k
		}
	}
	return -1
}

// subject returns the tokens of the subject of a group whose first token (with
// adverbs) is at; ok is false where there is none right before it.
func (r *Reader) subject(s *text.Sentence, at int) (first, last int, ok bool) {
	p := at - 1
	if p < s.First {
		return 0, 0, false
	}
	// "The ministry on Tuesday said"
	if b := r.timeLeft(s, p); b <= p && b > s.First {
		if t := r.tokens[b-1].tag; t == noun || t == name || t == num || t == pron || t == bracketClose {
			if f, l, ok := r.subject(s, b); ok {
				return f, l, true
			}
		}
	}
	switch t := r.tokens[p].tag; t {
	case pron:
		w := r.doc.Tokens[p].Lower
		if w == "there" {
			return 0, 0, false
		}
		return r.nounLeft(p, s.First), at, true
	case wh, that:
		return p, at, true
	case noun, name, num:
		return r.nounLeft(p, s.First), at, true
	case adj, det:
		return r.nounLeft(p, s.First), at, true
	case bracketClose:
		o := r.bracket(p, s.First)
		if o > s.First && (r.tokens[o-1].tag == name || r.tokens[o-1].tag == noun) {
			return r.nounLeft(o-1, s.First), at, true
		}
	case comma:
		return r.aside(s, p, at)
	case dash:
		// "Mir — a specialist in Washington — said"
		for q := p - 1; q > s.First && p-q < asideMost; q-- {
			if r.tokens[q].tag != dash {
				continue
			}
			if t := r.tokens[q-1].tag; t == noun || t == name || t == num || t == pron {
				return r.nounLeft(q-1, s.First), at, true
			}
			break
		}
	}
	return 0, 0, false
}

// timeLeft returns where the phrase of time that ends with token p begins, or p+1.
func (r *Reader) timeLeft(s *text.Sentence, p int) int {
	if r.tokens[p].word.class&timeNoun == 0 || r.tokens[p].tag == modal {
		return p + 1
	}
	b := p
	for b > s.First && (r.tokens[b-1].word.class&timeNoun != 0 || r.doc.Tokens[b-1].Lower == "last" || r.doc.Tokens[b-1].Lower == "this" || r.doc.Tokens[b-1].Lower == "next") && r.tokens[b-1].tag != modal {
		b--
	}
	if b == p && r.tokens[p].tag == noun && r.doc.Tokens[p].Lower[len(r.doc.Tokens[p].Lower)-1] == 's' && !(b > s.First && r.tokens[b-1].tag == prep) {
		return p + 1 // "recent years have seen"
	}
	if b > s.First && r.tokens[b-1].tag == prep {
		if w := r.doc.Tokens[b-1].Lower; w == "on" || w == "in" || w == "during" || w == "by" {
			b--
		}
	}
	return b
}

// asideMost is how many tokens an apposition between a source and its verb may have.
const asideMost = 40

// aside finds the subject of a verb before which a comma closes something between:
// "Mir, a specialist in Washington, said".
func (r *Reader) aside(s *text.Sentence, p, at int) (first, last int, ok bool) {
	// The aside begins behind the nearest comma that leaves no verb of its own open.
	for q := p - 1; q > s.First && p-q < asideMost; q-- {
		if r.tokens[q].tag == closeQuote || r.tokens[q].tag == stop || r.tokens[q].tag == semicolon {
			return 0, 0, false
		}
		if r.tokens[q].tag != comma {
			continue
		}
		t := r.tokens[q-1].tag
		if t != noun && t != name && t != num && t != bracketClose && t != pron && t != adj && !(t == det && standsAlone(r.doc.Tokens[q-1].Lower)) {
			return 0, 0, false
		}
		inner := q + 1
		switch x := &r.tokens[inner]; {
		case inner >= p:
			return 0, 0, false
		case x.tag == wh, x.tag == det, x.tag == num, x.tag == poss, x.tag == noun, x.tag == name, x.tag == adj:
			// "…, a specialist, …": but a phrase with a verb whose subject it is is no aside.
			if x.tag != wh && r.finiteBetween(inner, p) {
				continue
			}
			if x.tag == noun && r.doc.Tokens[inner].Lower == "however" {
				return r.nounLeft(q-1, s.First), q, true
			}
			b := r.nounLeft(q-1, s.First)
			if b > s.First && x.tag != wh && r.tokens[b-1].group >= 0 && r.groups[r.tokens[b-1].group].finite {
				return inner, p, true // what stands before is another verb's object
			}
			if b > s.First+1 && r.tokens[b-1].tag == comma && x.tag != wh && x.tag != det {
				// Perhaps one of several asides: "Magel, 53, a pilot, said".
				if f, _, ok := r.aside(s, b-1, at); ok && r.tokens[f].tag == name {
					return f, at, true
				}
			}
			if r.tokens[b].tag == num && b == q-1 && b > s.First+1 && r.tokens[b-1].tag == comma && (r.tokens[b-2].tag == name || r.tokens[b-2].tag == noun) {
				b = r.nounLeft(b-2, s.First)
			}
			return b, at, true
		case x.tag == adv, x.tag == prep, x.tag == sub, x.tag == ing, x.tag == participle, x.tag == toTag:
			// "Mir, however, said": what is between is not part of the source.
			return r.nounLeft(q-1, s.First), q, true
		default:
			return 0, 0, false
		}
	}
	return 0, 0, false
}

// finiteBetween says whether a finite verb group begins in [from, to) that is no relative clause's.
func (r *Reader) finiteBetween(from, to int) bool {
	for i := range r.groups {
		g := &r.groups[i]
		f := g.first
		for f > from && r.tokens[f-1].tag == adv {
			f--
		}
		if g.finite && g.first >= from && g.first < to && !(f > from && (r.tokens[f-1].tag == wh || r.tokens[f-1].tag == that)) {
			return true
		}
	}
	return false
}
