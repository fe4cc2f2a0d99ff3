// Package reporting reads news texts into reports: who of the listed and watched is mentioned, who says what, what happened where and when to whom, what the actors are to one another, and where in the text each of it stands.
//
// A report says what a text says. It draws no conclusion on what is true: where
// reports contradict one another, both stand side by side, each with its source.
package reporting

import (
	"slices"

	"deciban/internal/reporting/incidents"
	"deciban/internal/reporting/ingest"
	"deciban/internal/reporting/mentions"
	"deciban/internal/reporting/relations"
)

// Report is a news text and all that was read from it. Offsets are bytes of
// Article.Text.
type Report struct {
	// ID is that of the article: the same text by the same publisher is the same
	// report.
	ID      string         `json:"id"`
	Article ingest.Article `json:"article"`
	// Agency is the news agency that the text names as its own, "" if none.
	Agency string `json:"agency,omitempty"`
	// Wording stands for the text's wording, nil for very short texts. Copies of
	// one text are found by it.
	Wording *ingest.Signature `json:"wording,omitempty"`
	// Snapshot is the state of the lists that mentions were looked for in, and
	// Model weighed them.
	Snapshot string             `json:"snapshot"`
	Model    string             `json:"model"`
	Mentions []mentions.Mention `json:"mentions"`
	// TitleMentions are those in the article's title, with offsets into that: a
	// feed often names a party there alone.
	TitleMentions []mentions.Mention     `json:"titleMentions,omitempty"`
	Incidents     []Incident             `json:"incidents"`
	Claims        []Claim                `json:"claims"`
	Relations     []relations.Relation   `json:"relations"`
	Commitments   []relations.Commitment `json:"commitments"`
	Levels        []relations.Level      `json:"levels"`

	// triggers are the words that announce the incidents, while a text is read.
	triggers []incidents.Span
}

// Span is a piece of the text with its words.
type Span = relations.Span

// Named is a phrase, with the mention in it.
type Named struct {
	Span
	// Mention is its place among the report's mentions, -1 if nobody listed or
	// watched is meant.
	Mention int `json:"mention"`
}

// Incident is what a text says to have happened, or to have been tried,
// threatened, planned or foiled.
type Incident struct {
	// Type is one of lexicon/incident_types.txt, such as "bombing".
	Type string `json:"type"`
	// Stage is "carried out", "attempted", "foiled", "threatened" or "planned".
	Stage string `json:"stage"`
	// CAMEO and PLOVER are codes by which others know the type.
	CAMEO  string `json:"cameo,omitempty"`
	PLOVER string `json:"plover,omitempty"`
	// From and To are the first and last day on which it can have been, as
	// YYYY-MM-DD; empty where the text does not tell.
	From string `json:"from,omitempty"`
	To   string `json:"to,omitempty"`
	// When is the expression that the days were read from.
	When         *Span   `json:"when,omitempty"`
	Place        *Place  `json:"place,omitempty"`
	Perpetrators []Actor `json:"perpetrators,omitempty"`
	Targets      []Named `json:"targets,omitempty"`
	Victims      []Named `json:"victims,omitempty"`
	Weapons      []Named `json:"weapons,omitempty"`
	Counts       []Count `json:"counts,omitempty"`
	// Sentences tell of it.
	Sentences []Span `json:"sentences"`

	// paragraph is the last that tells of it, while a text is read.
	paragraph int
}

// Place is where an incident was.
type Place struct {
	Span
	// Name is the gazetteer's, Country its code, ID that of GeoNames where it has
	// one.
	Name    string `json:"name"`
	ID      string `json:"id,omitempty"`
	Country string `json:"country,omitempty"`
	// Kind is "country", "region" or "city".
	Kind string `json:"kind,omitempty"`
	// Latitude and Longitude are in degrees; both 0 where Located is false.
	Located   bool    `json:"located"`
	Latitude  float64 `json:"latitude,omitempty"`
	Longitude float64 `json:"longitude,omitempty"`
}

// Actor is a perpetrator, and how the text ties it to the incident: "fact",
// "claimed", "accused", "suspected" or "denied".
type Actor struct {
	Named
	Tie string `json:"tie"`
}

// Count is a number of people that the text gives: "killed", "wounded",
// "kidnapped" or "missing". High is -1 for "at least".
type Count struct {
	What  string `json:"what"`
	Low   int    `json:"low"`
	High  int    `json:"high"`
	About bool   `json:"about,omitempty"`
	Span  Span   `json:"span"`
}

// Claim is who says what, with what word and in what stance.
type Claim struct {
	// Source is empty where the text does not tell.
	Source Named `json:"source"`
	Cue    Span  `json:"cue"`
	// Content is what is said, in one piece or more; About are the mentions in it.
	Content []Span `json:"content"`
	About   []int  `json:"about,omitempty"`
	// Stance is such as "asserts", "denies" or "claims-responsibility".
	Stance  string `json:"stance"`
	Negated bool   `json:"negated,omitempty"`
	Hedged  bool   `json:"hedged,omitempty"`
	Direct  bool   `json:"direct,omitempty"`
	// Name, Role and Affiliation are parts of the source, where it has them.
	Name        *Span `json:"name,omitempty"`
	Role        *Span `json:"role,omitempty"`
	Affiliation *Span `json:"affiliation,omitempty"`
	// Hearer is who is spoken to, where the text tells: "told reporters that".
	Hearer *Span `json:"hearer,omitempty"`
	// Outer is the place of the claim in whose content this one stands, -1 if none.
	Outer int `json:"outer"`
	// Sentence is the one in which the cue stands.
	Sentence Span   `json:"sentence"`
	Rule     string `json:"rule,omitempty"`
}

// span returns a piece of the text; offsets that do not fit give an empty one.
func (r *Report) span(start, end int) Span {
	if start < 0 || end > len(r.Article.Text) || start >= end {
		return Span{}
	}
	return Span{Start: start, End: end, Text: r.Article.Text[start:end]}
}

// mentionIn returns the first mention that touches a piece of the text, -1 if
// there is none.
func (r *Report) mentionIn(start, end int) int {
	for i := range r.Mentions {
		if m := &r.Mentions[i]; m.Start < end && start < m.End {
			return i
		}
	}
	return -1
}

func (r *Report) named(start, end int) Named {
	return Named{r.span(start, end), r.mentionIn(start, end)}
}

// Take adds mentions that were found after the report was read. One that stands
// where another does may mean either party; what the report says in the words of
// others is tied to them where it meant nobody. The report in an archive stays as
// it is.
func (r *Report) Take(found []mentions.Mention) {
	for _, m := range found {
		if at := slices.IndexFunc(r.Mentions, func(o mentions.Mention) bool { return o.Start == m.Start && o.End == m.End }); at >= 0 {
			r.Mentions[at].Parties = append(r.Mentions[at].Parties, m.Parties...)
			continue
		}
		at := len(r.Mentions)
		m.Of = -1
		r.Mentions = append(r.Mentions, m)
		r.eachNamed(func(start, end int, mention *int) {
			if *mention < 0 && m.Start < end && start < m.End {
				*mention = at
			}
		})
		for i := range r.Claims {
			c := &r.Claims[i]
			if slices.ContainsFunc(c.Content, func(s Span) bool { return m.Start < s.End && s.Start < m.End }) {
				c.About = append(c.About, at)
			}
		}
	}
}

// eachNamed visits each phrase that may be a mention.
func (r *Report) eachNamed(visit func(start, end int, mention *int)) {
	named := func(n *Named) { visit(n.Start, n.End, &n.Mention) }
	for i := range r.Incidents {
		in := &r.Incidents[i]
		for k := range in.Perpetrators {
			named(&in.Perpetrators[k].Named)
		}
		for _, list := range [][]Named{in.Targets, in.Victims, in.Weapons} {
			for k := range list {
				named(&list[k])
			}
		}
	}
	for i := range r.Claims {
		named(&r.Claims[i].Source)
	}
	end := func(e *relations.End) { visit(e.Start, e.End, &e.Mention) }
	for i := range r.Relations {
		end(&r.Relations[i].A)
		end(&r.Relations[i].B)
	}
	for i := range r.Commitments {
		end(&r.Commitments[i].Who)
		if r.Commitments[i].Whom != nil {
			end(r.Commitments[i].Whom)
		}
	}
}

// Names tells whether a mention may mean the party of that id; i may be -1.
func (r *Report) Names(i int, id string) bool {
	return slices.ContainsFunc(r.partiesOf(i), func(p mentions.Party) bool { return p.ID == id })
}

// inTitle returns the first mention of the party in the title, nil if there is none.
func (r *Report) inTitle(id string) *mentions.Mention {
	i := slices.IndexFunc(r.TitleMentions, func(m mentions.Mention) bool { return m.Means(id) })
	if i < 0 {
		return nil
	}
	return &r.TitleMentions[i]
}

// AllMentions visits the mentions in the text, then those in the title.
func (r *Report) AllMentions(visit func(m *mentions.Mention, title bool)) {
	for i := range r.Mentions {
		visit(&r.Mentions[i], false)
	}
	for i := range r.TitleMentions {
		visit(&r.TitleMentions[i], true)
	}
}

// partiesOf are whom a mention may mean: nobody if i is no mention, or a person
// has rejected all since the report was read.
func (r *Report) partiesOf(i int) []mentions.Party {
	if i < 0 || i >= len(r.Mentions) {
		return nil
	}
	return r.Mentions[i].Parties
}

// Source is by whom the report is, for counting sources: the agency, else the
// publisher, else where it was read.
func (r *Report) Source() string {
	switch {
	case r.Agency != "":
		return r.Agency
	case r.Article.Publisher != "":
		return r.Article.Publisher
	}
	return r.Article.Where
}
