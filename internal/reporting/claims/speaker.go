package claims

import "deciban/internal/reporting/text"

// speaker finds the name, the role and the affiliation in a source: "Asfandyar
// Mir, a security specialist at the Institute of Peace".
func (r *Reader) speaker(src piece) (who, what, where piece) {
	for i := src.first; i < src.last; i++ {
		x := &r.tokens[i]
		switch {
		case x.word.class&role != 0 && (x.tag == noun || x.tag == name || x.tag == adj):
			if what.last > 0 {
				continue
			}
			what = r.rolePhrase(src, i)
			i = max(i, what.last-1)
			if where.last == 0 {
				where = r.affiliation(src, what)
			}
		case r.named(i) && who.last == 0 && x.word.class&timeNoun == 0:
			// A name that a preposition hangs on something is no speaker's.
			if i > src.first && (r.tokens[i-1].tag == prep || r.tokens[i-1].tag == toTag) && what.last == 0 {
				continue
			}
			j := i
			for j < src.last && (r.named(j) || j > i && r.tokens[j].tag == prep && j+1 < src.last && r.tokens[j+1].tag == name && particleOfName(r.doc.Tokens[j].Lower)) {
				if r.tokens[j].word.class&role != 0 && j > i {
					break
				}
				j++
			}
			if j < src.last && r.tokens[j].tag == genitive || j < src.last && (r.tokens[j].tag == noun || r.tokens[j].tag == name) && r.tokens[j].word.class&role != 0 {
				// "the ministry's spokesman", "Interior Ministry spokesman": whom the speaker is of.
				k := j
				for k > i && r.tokens[k-1].word.class&title != 0 {
					k--
				}
				if where.last == 0 && k > i {
					where = piece{i, k}
				}
				i = j - 1
				continue
			}
			if where.first <= i && i < where.last {
				continue
			}
			who = piece{i, j}
			i = j - 1
		}
	}
	return who, what, where
}

// named says whether a token is part of a name. Texts of one case tell no names,
// so there a noun that no list knows is taken for one.
func (r *Reader) named(i int) bool {
	x := &r.tokens[i]
	return x.tag == name || r.doc.Case != text.Mixed && x.tag == noun && x.word.form == 0 && x.word.lemma < 0 && x.word.noun < 0 && x.word.class == 0
}

func particleOfName(w string) bool { return w == "de" || w == "van" || w == "von" }

// rolePhrase returns the role around its noun at i: "a former counterterrorism official".
func (r *Reader) rolePhrase(src piece, i int) piece {
	p := piece{i, i + 1}
	for p.first > src.first {
		t := r.tokens[p.first-1].tag
		if t != noun && t != adj && !(t == name && r.tokens[p.first-1].word.class&(role|title) != 0) {
			break
		}
		p.first--
	}
	for p.last < src.last && r.doc.Case == text.Mixed && (r.tokens[p.last].tag == noun || r.tokens[p.last].tag == name && r.tokens[p.last].word.class&role != 0) {
		p.last++
	}
	return p
}

// affiliation returns what a role is of or at: the noun phrase behind "of", "at",
// "for" or "with", or the possessor before it.
func (r *Reader) affiliation(src piece, what piece) piece {
	for j := what.last; j < src.last; j++ {
		if t := r.tokens[j].tag; t == comma || t == wh || t == name {
			break
		}
		switch w := r.doc.Tokens[j].Lower; w {
		case "of", "at", "for", "with", "in":
			s := &r.doc.Sentences[r.doc.Tokens[j].Sentence]
			e := r.nounRight(s, j+1)
			if e <= j+1 || e > src.last {
				continue
			}
			// "a specialist in South Asia at the Institute": the later "at" tells more.
			if w == "in" || w == "of" {
				if f := r.affiliationAt(s, src, e); f.last > 0 {
					return f
				}
				if w == "in" {
					continue
				}
			}
			return piece{j + 1, r.ofRight(s, e, src.last)}
		}
	}
	if what.first-1 > src.first && r.tokens[what.first-1].tag == genitive {
		return piece{r.nounLeft(what.first-2, src.first), what.first - 1}
	}
	return piece{}
}

func (r *Reader) affiliationAt(s *text.Sentence, src piece, from int) piece {
	for j := from; j < src.last && r.tokens[j].tag != comma; j++ {
		if w := r.doc.Tokens[j].Lower; w == "at" || w == "for" || w == "with" {
			if e := r.nounRight(s, j+1); e > j+1 && e <= src.last {
				return piece{j + 1, r.ofRight(s, e, src.last)}
			}
		}
	}
	return piece{}
}

// ofRight takes in what "of" hangs on a noun phrase: "the Institute of Peace".
func (r *Reader) ofRight(s *text.Sentence, e, last int) int {
	for e < last && (r.doc.Tokens[e].Lower == "of" || r.doc.Tokens[e].Lower == "for" && e+1 < last && r.tokens[e+1].tag == name) {
		f := r.nounRight(s, e+1)
		if f == e+1 || f > last {
			break
		}
		e = f
	}
	return e
}
