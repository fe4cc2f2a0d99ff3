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
			who := r.accusedIn(c)
			switch {
			case who == nil:
			case strings.Contains(c.Rule, "another's deed"), r.laidTo(c, who):
				tie := "accused"
				if strings.HasPrefix(strings.ToLower(c.Cue.Text), "suspect") {
					tie = "suspected"
				}
				r.tie(in, *who, tie, c)
			case r.ofAnother(c, who):
				in.Perpetrators = slices.DeleteFunc(in.Perpetrators, func(a Actor) bool { return a.Tie == "accused" && a.Start < who.End && who.Start < a.End })
			}
		case "assesses":
			// "is believed to be behind the bombing"
			if who := r.accusedIn(c); who != nil && strings.Contains(c.Rule, "passive") && r.laidTo(c, who) && c.ofDeed() {
				r.tie(in, *who, "suspected", c)
			}
		}
	}
	r.tieFromSuspicion(d)
}

// laidTo tells whether a claim lays the incident beside it to somebody: "blamed the
// Front", "suspect the Front of the attack", and not "accused the Front of greed".
func (r *Report) laidTo(c *Claim, who *Named) bool {
	first := c.Content[0]
	// Behind the party's article, or "members of".
	const before = 15
	if who.Start > first.Start+before || who.End > first.End {
		return false
	}
	rest := strings.Trim(r.Article.Text[who.End:first.End], " ,.;’'”\"")
	return rest == "" && len(c.Content) == 1 || c.ofDeed()
}

// ofAnother tells whether a party is accused of something else than the incident
// beside the claim: "accused the Front of greed".
func (r *Report) ofAnother(c *Claim, who *Named) bool {
	first := c.Content[0]
	if who.End > first.End {
		return false
	}
	words := strings.Fields(strings.ToLower(r.Article.Text[who.End:first.End]))
	if len(words) < 2 || words[0] != "of" {
		return false
	}
	for _, w := range words[1:] {
		w = strings.Trim(w, ",.;’'”\"")
		// "It", and what is done ("of bombing the mill"), is the incident for all that
		// is known.
		if w == "it" || strings.HasSuffix(w, "ing") {
			return false
		}
	}
	return true
}

// tieFromSuspicion reads "suspicion fell on the Front", which nobody says.
func (r *Report) tieFromSuspicion(d *text.Doc) {
	for i := range r.Mentions {
		m := &r.Mentions[i]
		at := sentenceIndex(d, m.Start)
		if at < 0 {
			continue
		}
		s := &d.Sentences[at]
		words := strings.Fields(strings.ToLower(r.Article.Text[s.Start:m.Start]))
		if n := len(words); n > 0 && words[n-1] == "the" {
			words = words[:n-1]
		}
		if !suspicion(words) || modifies(r.Article.Text[m.End:s.End]) {
			continue
		}
		c := Claim{Sentence: r.span(s.Start, s.End)}
		if in := r.incidentBeside(d, &c); in != nil {
			r.tie(in, Named{r.span(m.Start, m.End), i}, "suspected", &c)
		}
	}
}

// modifies tells whether a name before rest belongs to a noun: "the ISIS branch" is
// not ISIS.
func modifies(rest string) bool {
	rest, ok := strings.CutPrefix(rest, " ")
	if !ok {
		return false // punctuation, or nothing, stands behind it
	}
	switch word, _, _ := strings.Cut(rest, " "); word {
	case "after", "in", "for", "and", "but", "which", "who", "when", "as", "over", "following", "because", "since", "on", "at", "or", "from", "immediately", "soon":
		return false
	}
	return true
}

// suspicion tells whether words end in "suspicion fell on".
func suspicion(words []string) bool {
	n := len(words)
	if n < 3 || words[n-1] != "on" && words[n-1] != "upon" {
		return false
	}
	switch words[n-2] {
	case "fell", "falls", "fallen", "fall", "focused", "focuses", "centered", "centred":
	default:
		return false
	}
	for _, w := range words[max(0, n-6) : n-2] {
		if w == "suspicion" || w == "suspicions" || w == "blame" {
			return true
		}
	}
	return false
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
