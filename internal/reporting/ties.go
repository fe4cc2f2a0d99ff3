package reporting

import (
	"slices"
	"sort"
	"strings"

	"deciban/internal/reporting/mentions"
	"deciban/internal/reporting/text"
)

// laid are the types of incidents that somebody is blamed for, claims or denies.
var laid = map[string]bool{
	"attack": true, "killing": true, "shooting": true, "bombing": true, "suicide bombing": true, "kidnapping": true, "arson": true, "air strike": true, "drone strike": true,
}

// tieFromClaims gives the incidents whom claims beside them tie to them: who says
// that he did it, or that he did not, and whom others say to have. Rules for
// incidents read one sentence's words; who says them is known from the claims. Only
// the listed and watched are taken, since any other name may be a speaker's.
func (r *Report) tieFromClaims(d *text.Doc) {
	for i := range r.Claims {
		c := &r.Claims[i]
		if len(r.Incidents) == 0 {
			return
		}
		in := r.incidentBeside(d, c)
		if in == nil {
			continue
		}
		switch c.Stance {
		case "claims-responsibility":
			if c.Negated {
				// "No group has claimed responsibility" lays it to nobody.
				in.Perpetrators = slices.DeleteFunc(in.Perpetrators, func(a Actor) bool {
					return a.Tie == "claimed" && c.Source.Start <= a.Start && a.End <= c.Source.End
				})
				continue
			}
			r.tie(in, c.Source, "claimed", c)
		case "denies":
			if c.ofDeed() {
				r.tie(in, c.Source, "denied", c)
			}
		case "attributes-responsibility":
			if strings.Contains(c.Rule, "another's deed") {
				if who := r.accusedIn(c); who != nil {
					r.tie(in, *who, "accused", c)
				}
			}
		}
	}
}

// incidentBeside returns the incident that a claim speaks of: one in its sentence,
// else the nearest of the two before it; nil if there is none.
func (r *Report) incidentBeside(d *text.Doc, c *Claim) *Incident {
	const back = 2
	var best *Incident
	distance := back + 1
	at := sentenceIndex(d, c.Sentence.Start)
	for i := range r.Incidents {
		in := &r.Incidents[i]
		if !laid[in.Type] || in.Stage != "carried out" && in.Stage != "attempted" {
			continue
		}
		for _, s := range in.Sentences {
			k := sentenceIndex(d, s.Start)
			if k < 0 || at < k || at-k >= distance || d.Sentences[at].Paragraph > d.Sentences[k].Paragraph+1 {
				continue
			}
			best, distance = in, at-k
		}
	}
	return best
}

// sentenceIndex returns the index of the sentence that holds an offset, -1 if none
// does.
func sentenceIndex(d *text.Doc, offset int) int {
	i := sort.Search(len(d.Sentences), func(i int) bool { return d.Sentences[i].End > offset })
	if i == len(d.Sentences) || d.Sentences[i].Start > offset {
		return -1
	}
	return i
}

// ofDeed tells whether what is denied is having done it: "denied involvement", and
// not "denied the request".
func (c *Claim) ofDeed() bool {
	if strings.Contains(c.Rule, "no part") {
		return true
	}
	for _, s := range c.Content {
		words := strings.Fields(strings.ToLower(s.Text))
		for i, w := range words {
			switch strings.Trim(w, ",.;“”\"'") {
			case "involvement", "involved", "responsibility", "responsible", "role", "complicity", "behind",
				"attack", "attacks", "bombing", "bombings", "bomb", "bombs", "blast", "blasts", "explosion", "explosions", "killing", "killings", "murder", "murders",
				"assassination", "massacre", "kidnapping", "kidnappings", "abduction", "shelling", "shooting", "ambush", "raid", "raids", "strike", "strikes", "assault":
				return true
			case "it":
				if i == 0 && len(words) == 1 {
					return true
				}
			}
		}
	}
	return false
}

// accusedIn returns the first listed or watched whom the content of a claim names,
// apart from its source.
func (r *Report) accusedIn(c *Claim) *Named {
	for _, i := range c.About {
		m := &r.Mentions[i]
		if c.Source.Mention >= 0 && sameParties(r.partiesOf(c.Source.Mention), r.partiesOf(i)) {
			continue
		}
		return &Named{r.span(m.Start, m.End), i}
	}
	return nil
}

// tie adds a perpetrator. One that is there as a fact in the words of the claim
// alone is what the claim says, and no fact.
func (r *Report) tie(in *Incident, who Named, tie string, c *Claim) {
	if who.Mention < 0 {
		return
	}
	m := &r.Mentions[who.Mention]
	who.Span = r.span(m.Start, m.End)
	for i := range in.Perpetrators {
		a := &in.Perpetrators[i]
		if a.Start != who.Start && !sameParties(r.partiesOf(a.Mention), r.partiesOf(who.Mention)) {
			continue
		}
		if a.Tie == tie {
			return
		}
		if a.Tie == "fact" && c.Sentence.Start <= a.Start && a.End <= c.Sentence.End {
			a.Tie = tie
			return
		}
	}
	in.Perpetrators = append(in.Perpetrators, Actor{who, tie})
}

// sameParties tells whether two mentions may mean one party.
func sameParties(x, y []mentions.Party) bool {
	return slices.ContainsFunc(x, func(p mentions.Party) bool {
		return slices.ContainsFunc(y, func(q mentions.Party) bool { return p.Key() == q.Key() })
	})
}
