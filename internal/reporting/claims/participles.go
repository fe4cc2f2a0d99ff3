package claims

import "deciban/internal/reporting/text"

// pastOrParticiple tells "officials said" from "has said", "a said man", "men accused of".
func (r *Reader) pastOrParticiple(s *text.Sentence, i int, p tag, f form, next string) tag {
	if f&canPart == 0 {
		return past
	}
	onlyPart := f&canPast == 0
	// An auxiliary before, perhaps with the subject of a question between.
	for j, n := i-1, 0; j >= s.First && n < 5; j-- {
		switch t := r.tokens[j].tag; t {
		case be, have:
			return participle
		case adv, neg:
			continue
		case pron, name:
			if j-1 >= s.First && (r.tokens[j-1].tag == have || r.tokens[j-1].tag == be) && n == 0 && t == pron && (j-1 == s.First || r.tokens[j-2].tag != noun && r.tokens[j-2].tag != name && r.tokens[j-2].tag != pron) {
				return participle
			}
		}
		break
	}
	switch {
	case onlyPart:
		return participle
	case p == det && standsAlone(r.prevWord(s, i)) && (r.startsPhrase(s, i+1) || next == "to" || next == ","):
		return past
	case p == det || p == poss || p == genitive:
		return adj
	case p == num && !r.startsPhrase(s, i+1):
		return adj
	case p == prep && r.nominalNext(s, i+1):
		return adj
	case next == "by" && p != pron:
		return participle
	case p == sub || p == untagged:
		return participle
	case (p == noun || p == comma) && (next == "as" || next == "of" || next == "with" || next == "in" || next == "on" || next == "to") && r.finiteFollows(s, i+1):
		return participle
	case (p == noun || p == name) && r.afterFinite(s, i) && (next == "to" || next == "in" || next == "on" || next == "at" || next == "with" || next == "from" || next == "for" || next == "as"):
		return participle // "they point to attacks blamed on the group"
	case p == conj && i+1 < s.Last && r.tokens[i+1].tag == untagged && r.tokens[i+1].word.form&canVerb == 0 && r.doc.Tokens[i+1].Kind == text.Word && !r.doc.Tokens[i+1].Cap && !suffix(next, "ly") && r.tokens[i-1].tag == conj && i-2 >= s.First && (r.tokens[i-2].tag == noun || r.tokens[i-2].tag == adj):
		return adj // "attacks and thwarted schemes"
	case p == adj && !r.startsPhrase(s, i+1):
		return adj
	}
	return past
}

// standsAlone says whether a determiner may be a subject: "many said".
func standsAlone(w string) bool {
	switch w {
	case "these", "those", "some", "all", "both", "many", "most", "several", "few", "half", "others", "this", "another", "each":
		return true
	}
	return false
}

// afterFinite says whether the clause that i stands in has its finite verb already,
// which is none that a clause of its own may follow.
func (r *Reader) afterFinite(s *text.Sentence, i int) bool {
	for j := i - 1; j >= s.First; j-- {
		x := &r.tokens[j]
		switch x.tag {
		case comma, sub, wh, that, stop, colon, semicolon, dash, openQuote, closeQuote:
			return false
		case be, have, do, modal:
			return true
		case past, thirdPerson, base:
			if x.word.lemma >= 0 {
				for _, c := range r.lang.lemmas[x.word.lemma].cues {
					if c.frames&clauseFrame != 0 && len(c.rest) == 0 {
						return false
					}
				}
			}
			return true
		}
	}
	return false
}

// finiteFollows says whether a finite verb follows before a comma, so that what
// stands at i is not the verb of the clause.
func (r *Reader) finiteFollows(s *text.Sentence, i int) bool {
	for ; i < s.Last; i++ {
		x := &r.tokens[i]
		switch {
		case x.tag == comma || x.tag == stop || x.tag == semicolon || x.word.closed == that || x.word.closed == wh || x.word.closed == sub || x.word.closed == conj:
			return false
		case i > s.First && r.tokens[i-1].word.closed == toTag:
		case x.word.closed == be || x.word.closed == have || x.word.closed == modal || x.word.closed == do:
			return true
		case x.word.closed == untagged && x.word.form&canPast != 0 && x.word.form&canPart == 0, x.word.closed == untagged && r.doc.Tokens[i].Lower == "said":
			return true
		}
	}
	return false
}
