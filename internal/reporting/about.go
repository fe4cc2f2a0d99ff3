package reporting

import (
	"slices"
	"strings"
)

// Head is what an item of a timeline says of its report.
type Head struct {
	ID        string `json:"id"`
	Title     string `json:"title,omitempty"`
	Publisher string `json:"publisher,omitempty"`
	Agency    string `json:"agency,omitempty"`
	URL       string `json:"url,omitempty"`
	Published string `json:"published,omitempty"`
	Where     string `json:"where"`
}

// Head returns what is shown of the report beside what it says.
func (r *Report) Head() Head {
	a := &r.Article
	return Head{r.ID, a.Title, a.Publisher, r.Agency, a.URL, a.Published, a.Where}
}

// By names whose report it is, as well as it is known.
func (h Head) By() string {
	by := h.Publisher
	if by == "" {
		by = h.Where
	}
	if h.Agency != "" && h.Agency != by {
		by = h.Agency + ", " + by
	}
	return by
}

// ItemKind is what an item of a timeline is.
type ItemKind string

// The kinds of items.
const (
	IncidentItem   ItemKind = "incident"
	ClaimItem      ItemKind = "claim"
	RelationItem   ItemKind = "relation"
	CommitmentItem ItemKind = "commitment"
)

// Item is one thing that a report says of a party.
type Item struct {
	// Day is that of the incident where it is known, else that of publication.
	Day  string   `json:"day,omitempty"`
	Kind ItemKind `json:"kind"`
	// What says it in one line; Sentence is where the report does.
	What     string `json:"what"`
	Sentence Span   `json:"sentence"`
	Report   Head   `json:"report"`
	// At is its place among the report's incidents, claims, relations or
	// commitments.
	At int `json:"at"`
}

// About returns what the report says of the party of that id, in the order of
// the text: incidents and claims in which it has a part, relations and
// commitments.
func (r *Report) About(id string) []Item {
	var items []Item
	head := r.Head()
	add := func(at int, kind ItemKind, day, what string, sentence Span) {
		if day == "" {
			day = r.Article.Published
		}
		items = append(items, Item{day, kind, what, sentence, head, at})
	}
	for i := range r.Incidents {
		if in := &r.Incidents[i]; r.incidentNames(in, id) {
			add(i, IncidentItem, in.From, r.TellIncident(in), in.Sentences[0])
		}
	}
	for i := range r.Claims {
		if c := &r.Claims[i]; r.claimNames(c, id) {
			add(i, ClaimItem, "", r.TellClaim(c), c.Sentence)
		}
	}
	for i := range r.Relations {
		if x := &r.Relations[i]; r.Names(x.A.Mention, id) || r.Names(x.B.Mention, id) {
			what := x.A.Text + " " + x.Kind + " " + x.B.Text
			if x.When != "" {
				what += ", " + x.When
			}
			add(i, RelationItem, "", polarity(x.Negated, x.Hedged)+what, x.Sentence)
		}
	}
	for i := range r.Commitments {
		if c := &r.Commitments[i]; r.Names(c.Who.Mention, id) || c.Whom != nil && r.Names(c.Whom.Mention, id) {
			what := c.Kind + " of " + c.Who.Text
			if c.Whom != nil {
				what += " to " + c.Whom.Text
			}
			if c.What != nil {
				what += ": " + c.What.Text
			}
			add(i, CommitmentItem, "", what, c.Sentence)
		}
	}
	return items
}

// MentionsOf counts the mentions of the party of that id.
func (r *Report) MentionsOf(id string) int {
	n := 0
	for i := range r.Mentions {
		if r.Names(i, id) {
			n++
		}
	}
	return n
}

func polarity(negated, hedged bool) string {
	switch {
	case negated && hedged:
		return "perhaps not: "
	case negated:
		return "not: "
	case hedged:
		return "perhaps: "
	}
	return ""
}

func (r *Report) incidentNames(in *Incident, id string) bool {
	for _, a := range in.Perpetrators {
		if r.Names(a.Mention, id) {
			return true
		}
	}
	for _, list := range [][]Named{in.Targets, in.Victims} {
		for _, n := range list {
			if r.Names(n.Mention, id) {
				return true
			}
		}
	}
	return false
}

func (r *Report) claimNames(c *Claim, id string) bool {
	return r.Names(c.Source.Mention, id) || slices.ContainsFunc(c.About, func(i int) bool { return r.Names(i, id) })
}

// TellIncident says an incident in one line.
func (r *Report) TellIncident(in *Incident) string {
	what := in.Type
	if in.Stage != "" && in.Stage != "carried out" {
		what += " (" + in.Stage + ")"
	}
	if in.Place != nil {
		what += " in " + in.Place.Name
	}
	var by []string
	for _, p := range in.Perpetrators {
		s := p.Text
		if p.Tie != "fact" && p.Tie != "" {
			s += " (" + p.Tie + ")"
		}
		by = append(by, s)
	}
	if len(by) > 0 {
		what += ", by " + strings.Join(by, ", ")
	}
	var harmed []string
	for _, list := range [][]Named{in.Targets, in.Victims} {
		for _, n := range list {
			harmed = append(harmed, n.Text)
		}
	}
	if len(harmed) > 0 {
		what += ", against " + strings.Join(harmed, ", ")
	}
	for _, c := range in.Counts {
		what += ", " + c.String()
	}
	return oneLine(what)
}

// TellClaim says a claim in one line.
func (r *Report) TellClaim(c *Claim) string {
	who := c.Source.Text
	if who == "" {
		who = "(not named)"
	}
	stance := c.Stance
	if c.Negated {
		stance = "not " + stance
	}
	what := who + " " + stance
	if c.Hedged {
		what += " as possible"
	}
	var parts []string
	for _, s := range c.Content {
		parts = append(parts, s.Text)
	}
	if len(parts) > 0 {
		what += ": " + strings.Join(parts, " … ")
	}
	return oneLine(what)
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
