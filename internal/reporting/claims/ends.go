package claims

import "deciban/internal/reporting/text"

// clauseEnd returns where the content that begins at from ends; it may lie
// beyond the sentence where a quotation does.
func (r *Reader) clauseEnd(s *text.Sentence, from, head int) int {
	d := r.doc
	i := from
	for i < s.Last {
		x := &r.tokens[i]
		switch x.tag {
		case openQuote:
			if q := x.inQuote; q >= 0 && d.Quotes[q].Open == i {
				c := d.Quotes[q].Close
				if c+1 >= s.Last {
					return c + 1
				}
				i = c + 1
				// A stop inside the marks ends the sentence.
				continue
			}
		case closeQuote:
			if q := x.inQuote; q >= 0 && d.Quotes[q].Close == i && d.Quotes[q].Open < from {
				return r.trim(from, i)
			}
		case bracketOpen:
			for j := i + 1; j < s.Last; j++ {
				if r.tokens[j].tag == bracketClose {
					i = j
					break
				}
			}
		case bracketClose:
			return r.trim(from, i)
		case stop:
			w := d.Tokens[i].Lower
			if i+1 >= s.Last || i+2 >= s.Last && r.tokens[i+1].tag == closeQuote {
				if w == "." {
					return r.trim(from, i)
				}
				return i + 1
			}
		case semicolon:
			return r.trim(from, i)
		case dash:
			return r.trim(from, i)
		case comma:
			if r.commaEnds(s, i, from, head) {
				return r.trim(from, i)
			}
		case conj:
			if i > from && r.conjEnds(s, i, head) {
				return r.trim(from, i)
			}
		case prep:
			if i > from+1 {
				if e := r.adjunctEnd(s, i); e > i && (e >= s.Last || r.tokens[e].tag == stop && e+1 >= s.Last) && r.venueIn(i, e) {
					return r.trim(from, i)
				}
			}
			if d.Tokens[i].Lower == "according" {
				return r.trim(from, i)
			}
		case ing:
			if d.Tokens[i].Lower == "according" {
				return r.trim(from, i)
			}
		}
		i++
	}
	return r.trim(from, s.Last)
}

func (r *Reader) venueIn(from, to int) bool {
	for k := from; k < to; k++ {
		if r.tokens[k].word.class&venue != 0 {
			return true
		}
	}
	return false
}

func (r *Reader) trim(from, to int) int {
	for to > from && r.tokens[to-1].tag == comma {
		to--
	}
	return to
}

func (r *Reader) isCue(i int) bool {
	l := r.tokens[i].word.lemma
	return l >= 0 && len(r.lang.lemmas[l].cues) > 0
}

// nounEnd cuts a content that is a noun phrase where a clause of the author's begins.
func (r *Reader) nounEnd(s *text.Sentence, from, end int) int {
	relative := false
	for i := from + 1; i < min(end, s.Last); i++ {
		if r.tokens[i].inQuote >= 0 && r.tokens[i].inQuote != r.tokens[from-1].inQuote {
			continue
		}
		switch x := &r.tokens[i]; x.tag {
		case wh, that, ing, toTag:
			relative = relative || x.tag != toTag
		case sub:
			if !relative && r.clauseFollows(s, i+1) && r.doc.Tokens[i].Lower != "where" && r.doc.Tokens[i].Lower != "whether" && r.doc.Tokens[i].Lower != "if" {
				return r.trim(from, i)
			}
		case conj:
			v := r.verbAfter(i+1, s.Last)
			if !relative && v >= 0 && r.tokens[v].group >= 0 && r.groups[r.tokens[v].group].finite && r.tokens[v].tag != base {
				return r.trim(from, i)
			}
			if !relative && r.tokens[i-1].tag == comma && r.clauseFollows(s, i+1) {
				return r.trim(from, i)
			}
		}
	}
	return end
}

// commaEnds says whether the comma at i ends the content.
func (r *Reader) commaEnds(s *text.Sentence, i, from, head int) bool {
	j := i + 1
	if j >= s.Last {
		return true
	}
	x := &r.tokens[j]
	w := r.doc.Tokens[j].Lower
	if x.group >= 0 && r.groups[x.group].finite && r.groups[x.group].first == j && r.inRelative(s, head) {
		return true // back in the clause that a relative one stood in
	}
	if (x.tag == pron || x.tag == det || x.tag == name) && r.inRelative(s, head) && r.clauseFollows(s, j) {
		return true
	}
	switch x.tag {
	case wh:
		return w == "who" || w == "which"
	case sub:
		return w == "while" || w == "although" || w == "though" || w == "whereas"
	case ing:
		return r.isCue(j) || w == "according"
	case conj:
		if w == "but" || w == "yet" {
			return r.clauseFollows(s, j+1) || r.verbAfter(j+1, s.Last) >= 0
		}
		if w == "and" || w == "or" {
			return r.conjEnds(s, j, head) || r.cueClause(s, j+1) || r.subordinate(s, head) && r.clauseFollows(s, j+1)
		}
	case untagged, noun, det, name, pron, poss:
		if w == "according" {
			return true
		}
		if r.tokens[from].tag == that && !r.finiteBetween(from, i) {
			return false // "that despite its losses, …"
		}
		return r.cueClause(s, j) || r.subordinate(s, head) && r.clauseFollows(s, j)
	}
	return false
}

// inRelative says whether a verb's subject is a relative pronoun.
func (r *Reader) inRelative(s *text.Sentence, head int) bool {
	i := head
	if g := r.tokens[head].group; g >= 0 {
		i = r.groups[g].first
	}
	for i > s.First && r.tokens[i-1].tag == adv {
		i--
	}
	return i > s.First && r.tokens[i-1].tag == wh
}

// cueClause says whether a clause of another source begins at j: "others said".
func (r *Reader) cueClause(s *text.Sentence, j int) bool {
	for i := j; i < s.Last && i < j+12; i++ {
		if g := r.tokens[i].group; g >= 0 {
			h := &r.groups[g]
			return h.finite && h.first == i && i > j && r.isCue(h.head)
		}
		if t := r.tokens[i].tag; t == comma || t == stop || t == that || t == wh || t == openQuote {
			return false
		}
	}
	return false
}

// subordinate says whether the cue is the first finite verb of a sentence that
// begins with a subordinate clause, so that the main clause is still to come:
// "While the ministry denies it, analysts …".
func (r *Reader) subordinate(s *text.Sentence, head int) bool {
	i := r.skipLead(s, s.First)
	for i < s.Last && r.tokens[i].tag == adv {
		i++
	}
	if i >= s.Last || r.tokens[i].tag != sub {
		return false
	}
	for k := i + 1; k < head; k++ {
		if r.tokens[k].tag != comma {
			continue
		}
		switch r.tokens[min(k+1, s.Last-1)].tag {
		case conj, wh, ing, sub, participle:
		default:
			if r.clauseFollows(s, k+1) {
				return false // the main clause has begun
			}
		}
	}
	return true
}

// conjEnds says whether the conjunction at i begins something of the source's
// own: another cue in the same form.
func (r *Reader) conjEnds(s *text.Sentence, i, head int) bool {
	v := r.verbAfter(i+1, s.Last)
	if v < 0 {
		return false
	}
	g := r.tokens[v].group
	if g < 0 {
		return false
	}
	h := &r.groups[g]
	m := r.tokens[head].group
	if m < 0 {
		return false
	}
	mine := &r.groups[m]
	if !r.isCue(h.head) {
		return false
	}
	return h.finite == mine.finite && h.gerund == mine.gerund && h.infinitive == mine.infinitive && r.tokens[h.head].tag == r.tokens[mine.head].tag
}
