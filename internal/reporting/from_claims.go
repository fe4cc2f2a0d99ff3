package reporting

import (
	"slices"

	"deciban/internal/reporting/claims"
	"deciban/internal/reporting/incidents"
	"deciban/internal/reporting/text"
)

// takeClaims takes up what the claims' reader found, with the words and the
// mentions of each piece.
func (r *Report) takeClaims(d *text.Doc, found []claims.Claim) {
	// place has each found claim's among those that stay.
	place := make([]int, len(found))
	for i := range found {
		c := &found[i]
		if r.isDeed(c) {
			place[i] = -1
			continue
		}
		place[i] = len(r.Claims)
		sent := sentenceOf(d, c.Sentence)
		k := Claim{
			Source: r.named(c.Source.Start, c.Source.End), Cue: r.span(c.Cue.Start, c.Cue.End), Stance: c.Stance.String(),
			Negated: c.Negated, Hedged: c.Hedged, Direct: c.Direct, Outer: c.Outer, Rule: c.Rule, Sentence: r.span(sent.Start, sent.End),
			Name: r.optional(c.Name), Role: r.optional(c.Role), Affiliation: r.optional(c.Affiliation), Hearer: r.optional(c.Hearer),
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
	for i := range r.Claims {
		c := &r.Claims[i]
		for c.Outer >= 0 && c.Outer < len(place) && place[c.Outer] < 0 {
			c.Outer = found[c.Outer].Outer
		}
		if c.Outer = min(c.Outer, len(place)-1); c.Outer >= 0 {
			c.Outer = place[c.Outer]
		}
	}
}

// isDeed tells whether what was read as an opinion is what was done: "the Front
// attacked a bank", where in a debate one attacks a proposal.
func (r *Report) isDeed(c *claims.Claim) bool {
	return c.Stance == claims.Assesses && slices.ContainsFunc(r.triggers, func(t incidents.Span) bool {
		return t.Start < c.Cue.End && c.Cue.Start < t.End
	})
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
