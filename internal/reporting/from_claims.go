package reporting

import (
	"deciban/internal/reporting/claims"
	"deciban/internal/reporting/text"
)

// takeClaims takes up what the claims' reader found, with the words and the
// mentions of each piece.
func (r *Report) takeClaims(d *text.Doc, found []claims.Claim) {
	for i := range found {
		c := &found[i]
		sent := sentenceOf(d, c.Sentence)
		k := Claim{
			Source: r.named(c.Source.Start, c.Source.End), Cue: r.span(c.Cue.Start, c.Cue.End), Stance: c.Stance.String(),
			Negated: c.Negated, Hedged: c.Hedged, Direct: c.Direct, Outer: c.Outer, Rule: c.Rule, Sentence: r.span(sent.Start, sent.End),
			Name: r.optional(c.Name), Role: r.optional(c.Role), Affiliation: r.optional(c.Affiliation),
		}
		if c.Source.Empty() {
			k.Source = Named{Mention: -1}
		}
		for _, part := range c.Content {
			k.Content = append(k.Content, r.span(part.Start, part.End))
			for m := range r.Mentions {
				if r.Mentions[m].Start < part.End && part.Start < r.Mentions[m].End {
					k.About = append(k.About, m)
				}
			}
		}
		r.Claims = append(r.Claims, k)
	}
}

func (r *Report) optional(s claims.Span) *Span {
	if s.Empty() {
		return nil
	}
	sp := r.span(s.Start, s.End)
	return &sp
}

// sentenceOf returns a sentence's bounds; those of an index that is none are empty.
func sentenceOf(d *text.Doc, i int) text.Sentence {
	if i < 0 || i >= len(d.Sentences) {
		return text.Sentence{}
	}
	return d.Sentences[i]
}
