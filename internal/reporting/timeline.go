package reporting

import (
	"cmp"
	"slices"
	"strings"

	"deciban/internal/reporting/ingest"
	"deciban/internal/reporting/mentions"
	"deciban/internal/reporting/text"
)

// Timeline is what reports say of a party, or of several that are meant alike.
// The zero value with its Entries is an empty one.
type Timeline struct {
	Entries []string `json:"entries"`
	// Caption is the party's name on its list, as the last report's reading had it;
	// "" if no report mentions it.
	Caption string `json:"caption,omitempty"`
	// Reports is how many mention a party, Sources how many independent ones
	// there are among them, and Mentions how often.
	Reports  int `json:"reports"`
	Sources  int `json:"sources"`
	Mentions int `json:"mentions"`
	// Items are in the order of their days.
	Items []Item `json:"items"`
	// Stances groups the claims among the items.
	Stances []StanceGroup `json:"stances"`
	// Events are incidents of which several reports tell.
	Events []EventGroup `json:"events"`

	// ReportIDs are the ids of the reports that mention a party, sorted.
	ReportIDs []string `json:"-"`

	tellings []Telling
	wordings []*ingest.Signature
	by, ids  []string
}

// EventGroup is an incident of which several reports tell.
type EventGroup struct {
	// Reports tell of it, Sources of them are independent.
	Reports int `json:"reports"`
	Sources int `json:"sources"`
	// Differences are where they contradict one another, each in a line.
	Differences []string `json:"differences,omitempty"`

	day string
}

// StanceGroup is the claims of one stance.
type StanceGroup struct {
	Stance string `json:"stance"`
	// Items are their places among the timeline's items, in the order of days.
	Items []int `json:"items"`
}

// stanceOrder is the order in which stances are shown: who did it and who denies
// it first, since that is what reports contradict one another on.
var stanceOrder = []string{
	"claims-responsibility", "attributes-responsibility", "denies", "doubts", "threatens", "warns", "promises",
	"asserts", "assesses", "wants", "asks", "decrees",
}

// Bounds tells whether a day is to be shown; "" is an unknown one.
type Bounds func(day string) bool

// Add takes up what a report says of the parties. An item of which two parties
// are part stands once.
func (t *Timeline) Add(r *Report, within Bounds) {
	mentioned := 0
	means := func(m *mentions.Mention) bool { return slices.ContainsFunc(t.Entries, m.Means) }
	caption := ""
	r.AllMentions(func(m *mentions.Mention, _ bool) {
		if !means(m) {
			return
		}
		mentioned++
		for _, p := range m.Parties {
			if slices.Contains(t.Entries, p.ID) {
				caption = p.Caption
			}
		}
	})
	type key struct {
		kind ItemKind
		at   int
	}
	seen := map[key]bool{}
	for _, id := range t.Entries {
		for _, item := range r.About(id) {
			k := key{item.Kind, item.At}
			if !seen[k] && within(item.Day) {
				t.Items = append(t.Items, item)
				if item.Kind == IncidentItem {
					t.tellings = append(t.tellings, Telling{r.slim(), item.At})
				}
			}
			seen[k] = true
		}
	}
	if mentioned == 0 || !within(r.Article.Published) {
		return
	}
	t.Caption = caption
	t.Reports++
	t.Mentions += mentioned
	t.wordings = append(t.wordings, r.Wording)
	t.by = append(t.by, r.Source())
	t.ids = append(t.ids, r.ID)
	if len(seen) == 0 {
		// Nothing is said of it but its name: the sentence is all there is to show.
		t.Items = append(t.Items, r.onlyNamed(t.Entries))
	}
}

// onlyNamed is the item for a report that only names a party.
func (r *Report) onlyNamed(ids []string) Item {
	for i := range r.Mentions {
		if slices.ContainsFunc(ids, func(id string) bool { return r.Names(i, id) }) {
			return r.MentionAt(i)
		}
	}
	for _, id := range ids {
		if m := r.inTitle(id); m != nil {
			title := r.Article.Title
			return Item{Day: r.Article.Published, Reported: true, Kind: MentionItem, What: "named in the title as " + oneLine(m.Text), InTitle: true, Sentence: Span{Start: 0, End: len(title), Text: title}, Report: r.Head(), At: -1}
		}
	}
	return Item{}
}

// MentionAt returns the mention at place i with its sentence, as an item.
func (r *Report) MentionAt(i int) Item {
	m := &r.Mentions[i]
	return Item{Day: r.Article.Published, Reported: true, Kind: MentionItem, What: "named as " + oneLine(m.Text), Sentence: r.SentenceAt(m.Start, m.End), Report: r.Head(), At: i}
}

// SentenceAt returns the sentence that holds a piece of the text, else the piece.
func (r *Report) SentenceAt(start, end int) Span {
	for _, s := range text.Cut(r.Article.Text).Sentences {
		if s.Start <= start && end <= s.End {
			return r.span(s.Start, s.End)
		}
	}
	return r.span(start, end)
}

// Finish counts the sources and puts the items in order. Add may be called no
// more.
func (t *Timeline) Finish() {
	sources := map[string]bool{}
	original := map[string]string{}
	for i, first := range ingest.Copies(t.wordings) {
		original[t.ids[i]] = t.ids[first]
		if first == i {
			sources[strings.ToLower(t.by[i])] = true
		}
	}
	t.findEvents()
	t.Items = joinCopies(t.Items, original)
	t.ReportIDs = slices.Sorted(slices.Values(t.ids))
	t.Sources, t.wordings, t.by, t.ids = len(sources), nil, nil, nil
	// Tellings of one event stand together, on its day.
	day := func(item *Item) string {
		if item.Event > 0 {
			return t.Events[item.Event-1].day
		}
		return item.Day
	}
	slices.SortStableFunc(t.Items, func(x, y Item) int {
		return cmp.Or(strings.Compare(day(&x), day(&y)), cmp.Compare(x.Kind.order(), y.Kind.order()), cmp.Compare(x.Event, y.Event), strings.Compare(x.Day, y.Day))
	})
	t.Stances = []StanceGroup{}
	for _, stance := range stanceOrder {
		g := StanceGroup{Stance: stance}
		for i := range t.Items {
			if t.Items[i].Stance == stance {
				g.Items = append(g.Items, i)
			}
		}
		if len(g.Items) > 0 {
			t.Stances = append(t.Stances, g)
		}
	}
}

// Of returns the places of the items of these kinds, in the order of days.
func (t *Timeline) Of(kinds ...ItemKind) (items []int) {
	for i := range t.Items {
		if slices.Contains(kinds, t.Items[i].Kind) {
			items = append(items, i)
		}
	}
	return items
}

// slim is what grouping incidents needs of a report, without its text.
func (r *Report) slim() *Report {
	s := &Report{ID: r.ID, Agency: r.Agency, Wording: r.Wording, Mentions: r.Mentions, Incidents: r.Incidents, Article: r.Article}
	s.Article.Text = ""
	return s
}

// findEvents groups the incidents, and gives each item the place of its event
// where several reports tell of it.
func (t *Timeline) findEvents() {
	t.Events = []EventGroup{}
	type telling struct {
		report string
		at     int
	}
	event := map[telling]int{}
	for _, e := range Group(t.tellings) {
		if len(e.Tellings) < 2 {
			continue
		}
		from, _, _ := e.Days()
		t.Events = append(t.Events, EventGroup{Reports: len(e.Tellings), Sources: e.Sources, Differences: e.Differences, day: from})
		for _, x := range e.Tellings {
			event[telling{x.Report.ID, x.At}] = len(t.Events)
		}
	}
	for i := range t.Items {
		if item := &t.Items[i]; item.Kind == IncidentItem {
			item.Event = event[telling{item.Report.ID, item.At}]
		}
	}
	t.tellings = nil
}

// joinCopies puts what a copy says in its original's words under the original's
// item. original has the id of the first report of each wording.
func joinCopies(items []Item, original map[string]string) []Item {
	type key struct {
		report         string
		kind           ItemKind
		what, sentence string
	}
	joined := []Item{}
	at := map[key]int{}
	for _, item := range items {
		of, ok := original[item.Report.ID]
		if !ok {
			of = item.Report.ID
		}
		k := key{of, item.Kind, item.What, oneLine(item.Sentence.Text)}
		if i, ok := at[k]; ok && joined[i].Report.ID != item.Report.ID {
			joined[i].Copies = append(joined[i].Copies, item.Report)
			continue
		}
		at[k] = len(joined)
		joined = append(joined, item)
	}
	return joined
}

// order is that of kinds on one day.
func (k ItemKind) order() int {
	return slices.Index([]ItemKind{IncidentItem, LevelItem, CommitmentItem, RelationItem, ClaimItem, MentionItem}, k)
}
