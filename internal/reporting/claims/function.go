package claims

import (
	"fmt"

	"deciban/internal/reporting/lexicon"
)

// tag is a token's part of speech.
type tag uint8

const (
	untagged tag = iota
	noun
	name
	adj
	num
	det
	poss
	genitive
	pron
	prep
	toTag
	conj
	sub
	that
	wh
	neg
	adv
	particle
	modal
	be
	have
	do
	base
	thirdPerson
	past
	participle
	ing
	openQuote
	closeQuote
	comma
	colon
	semicolon
	dash
	stop
	bracketOpen
	bracketClose
	mark
)

var closedTags = map[string]tag{
	"preposition": prep, "subordinator": sub, "coordinator": conj, "relative": wh, "that": that, "determiner": det, "possessive": poss,
	"pronoun": pron, "modal": modal, "be": be, "have": have, "do": do, "to": toTag, "negation": neg, "adverb": adv, "particle": particle, "clitic": genitive, "number": num,
}

var classes = map[string]class{
	"time": timeNoun, "venue": venue, "catenative": catenative, "artifact": artifact, "hearer": hearer, "cue adverb": cueAdverb, "hedge": hedge, "role": role, "attack": attack, "title": title,
}

func (l *loader) readFunctionWords() error {
	sections, err := lexicon.Read("function.txt")
	if err != nil {
		return err
	}
	for _, s := range sections {
		closed, isTag := closedTags[s.Name]
		c, isClass := classes[s.Name]
		if !isTag && !isClass {
			return fmt.Errorf("read lexicon %q: line %d: no section may be named %q", "function.txt", s.Line, s.Name)
		}
		for _, x := range s.Words() {
			w, ok := l.words[x]
			if !ok {
				w = word{lemma: -1, noun: -1}
			}
			if isTag {
				w.closed = closed
			}
			w.class |= c
			l.words[x] = w
		}
	}
	return nil
}
