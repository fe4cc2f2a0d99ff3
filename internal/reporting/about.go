package reporting

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"deciban/internal/reporting/mentions"
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
	// LevelItem is a threat level in whose sentence the party is named.
	LevelItem ItemKind = "threat level"
	// MentionItem is a report that names the party and says nothing else of it
	// that is read.
	MentionItem ItemKind = "mention"
)

// Item is one thing that a report says of a party.
type Item struct {
	// Day is that of the incident where it is known, else that of publication;
	// Reported is true for the latter. Until is the last day on which the incident
	// can have been, if that is another.
	Day      string   `json:"day,omitempty"`
	Until    string   `json:"until,omitempty"`
	Reported bool     `json:"reported,omitempty"`
	Kind     ItemKind `json:"kind"`
	// Stance is that of a claim, Who its source in the text's words and Says its
	// content; "" where the text does not tell.
	Stance string `json:"stance,omitempty"`
	Who    string `json:"who,omitempty"`
	Says   string `json:"says,omitempty"`
	// Negated and Hedged are a claim's: "did not say", "may".
	Negated bool `json:"negated,omitempty"`
	Hedged  bool `json:"hedged,omitempty"`
	// Place is that of an incident.
	Place *Place `json:"place,omitempty"`
	// What says it in one line; Sentence is where the report does.
	What     string `json:"what"`
	Sentence Span   `json:"sentence"`
	// InTitle says that the sentence is the title, which its offsets refer to.
	InTitle bool `json:"inTitle,omitempty"`
	Report  Head `json:"report"`
	// Event is the place of its event among the timeline's events, from 1; 0 for an
	// incident that one report alone tells of.
	Event int `json:"event,omitempty"`
	// Copies are reports that are copies of this one and say the same.
	Copies []Head `json:"copies,omitempty"`
	// At is its place among the report's incidents, claims, relations, commitments,
	// levels or mentions; -1 for its title.
	At int `json:"at"`
}

// About returns what the report says of the party of that id, in the order of
// the text: incidents and claims in which it has a part, relations and
// commitments.
func (r *Report) About(id string) []Item {
	var items []Item
	head := r.Head()
	add := func(at int, kind ItemKind, what string, sentence Span) *Item {
		items = append(items, Item{Day: r.Article.Published, Reported: true, Kind: kind, What: oneLine(what), Sentence: sentence, Report: head, At: at})
		return &items[len(items)-1]
	}
	for i := range r.Incidents {
		if in := &r.Incidents[i]; r.incidentNames(in, id) {
			item := add(i, IncidentItem, r.TellIncident(in), in.Sentences[0])
			item.Place = in.Place
			if in.From != "" {
				item.Day, item.Reported = in.From, false
				if in.To != in.From {
					item.Until = in.To
				}
			}
		}
	}
	for i := range r.Claims {
		if c := &r.Claims[i]; r.claimNames(c, id) {
			item := add(i, ClaimItem, r.TellClaim(c), c.Sentence)
			item.Stance, item.Who, item.Says = c.Stance, strings.TrimRight(oneLine(c.Source.Text), " ,;"), c.says()
			item.Negated, item.Hedged = c.Negated, c.Hedged
		}
	}
	for i := range r.Relations {
		if x := &r.Relations[i]; r.Names(x.A.Mention, id) || r.Names(x.B.Mention, id) {
			what := x.A.Text + " " + x.Kind + " " + x.B.Text
			if x.When != "" {
				what += ", " + x.When
			}
			add(i, RelationItem, polarity(x.Negated, x.Hedged)+what, x.Sentence)
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
			add(i, CommitmentItem, what, c.Sentence)
		}
	}
	for i := range r.Levels {
		l := &r.Levels[i]
		if !slices.ContainsFunc(r.Mentions, func(m mentions.Mention) bool {
			return l.Sentence.Start <= m.Start && m.End <= l.Sentence.End && m.Means(id)
		}) {
			continue
		}
		what := l.Named.Text + " " + l.Change + " its threat level"
		if l.To != nil {
			what += " to " + l.To.Text
		}
		add(i, LevelItem, what, l.Sentence)
	}
	return items
}

// MentionsOf counts the mentions of the party of that id, in the text and in the
// title.
func (r *Report) MentionsOf(id string) int {
	n := 0
	r.AllMentions(func(m *mentions.Mention, _ bool) {
		if m.Means(id) {
			n++
		}
	})
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

// Title names an incident by its type, and by its stage if it did not come about.
func (in *Incident) Title() string {
	if in.Stage == "" || in.Stage == "carried out" {
		return in.Type
	}
	return in.Type + " (" + in.Stage + ")"
}

// Date is the incident's day, month (YYYY-MM) or year where the text tells just
// that, "" where it tells nothing or other bounds.
func (in *Incident) Date() string { return wholeDate(in.From, in.To) }

func wholeDate(from, to string) string {
	first, err := time.Parse(time.DateOnly, from)
	if err != nil {
		return ""
	}
	switch {
	case from == to:
		return from
	case first.Day() == 1 && to == first.AddDate(0, 1, -1).Format(time.DateOnly):
		return from[:len("2006-01")]
	case first.YearDay() == 1 && to == first.AddDate(1, 0, -1).Format(time.DateOnly):
		return from[:len("2006")]
	}
	return ""
}

// DayText writes the first and last day on which something can have been: as a
// day, a month, a year, or both; "" if they are.
func DayText(from, to string) string {
	if date := wholeDate(from, to); date != "" || from == "" || to == "" {
		return cmp.Or(date, from)
	}
	return from + " to " + to
}

// TellIncident says an incident in one line.
func (r *Report) TellIncident(in *Incident) string {
	what := in.Title()
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
	if content := c.says(); content != "" {
		what += ": " + content
	}
	return oneLine(what)
}

// says is the content in one line.
func (c *Claim) says() string {
	var parts []string
	for _, s := range c.Content {
		parts = append(parts, s.Text)
	}
	return oneLine(strings.Join(parts, " … "))
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
