package reporting

import (
	"fmt"
	"strings"
	"testing"

	"deciban/internal/reporting/ingest"
	"deciban/internal/reporting/mentions"
)

// telling makes a report of one incident.
func telling(t *testing.T, publisher, text string, in Incident) Telling {
	t.Helper()
	a := ingest.Article{Text: text, Publisher: publisher, Published: "2024-03-25", Language: "en"}
	if in.Sentences == nil {
		in.Sentences = []Span{{Text: text}}
	}
	r := &Report{ID: a.ID(), Article: a, Incidents: []Incident{in}, Agency: ingest.Agency(text)}
	if s, ok := ingest.Sign(text); ok {
		r.Wording = &s
	}
	for i := range r.Incidents[0].Perpetrators {
		p := &r.Incidents[0].Perpetrators[i]
		p.Mention = i
		r.Mentions = append(r.Mentions, mentions.Mention{Text: p.Text, Parties: []mentions.Party{{ID: strings.ToLower(p.Text), Dataset: "list"}}})
	}
	return Telling{r, 0}
}

func actor(name, tie string) Actor { return Actor{Named{Span{Text: name}, 0}, tie} }

var morrow = &Place{Name: "Morrow Bay", Country: "xx", Kind: "city", Located: true, Latitude: 10, Longitude: 20}

func TestTellingsOfOneIncidentStandTogether(t *testing.T) {
	halvern := &Place{Name: "Halvern", Country: "xx", Kind: "city", Located: true, Latitude: 12, Longitude: 20}
	suburb := &Place{Name: "Old Quay", Country: "xx", Kind: "city", Located: true, Latitude: 10.1, Longitude: 20}
	land := &Place{Name: "Xland", Country: "xx", Kind: "country"}
	base := Incident{Type: "bombing", Stage: "carried out", From: "2024-03-22", To: "2024-03-22", Place: morrow}
	with := func(change func(*Incident)) Incident {
		in := base
		change(&in)
		return in
	}
	for _, c := range []struct {
		name  string
		other Incident
		one   bool
	}{
		{"the same day and place", base, true},
		{"the next day", with(func(in *Incident) { in.From, in.To = "2024-03-23", "2024-03-23" }), true},
		{"a week later", with(func(in *Incident) { in.From, in.To = "2024-03-29", "2024-03-29" }), false},
		{"another type that it goes by", with(func(in *Incident) { in.Type = "attack" }), true},
		{"another type", with(func(in *Incident) { in.Type = "kidnapping" }), false},
		{"planned only", with(func(in *Incident) { in.Stage = "planned" }), false},
		{"another town", with(func(in *Incident) { in.Place = halvern }), false},
		{"a suburb", with(func(in *Incident) { in.Place = suburb }), true},
		{"the country alone", with(func(in *Incident) { in.Place = land }), true},
		{"no place", with(func(in *Incident) { in.Place = nil }), false},
		{"some day of the year", with(func(in *Incident) { in.From, in.To = "2024-01-01", "2024-12-31" }), false},
		{"another perpetrator accused", with(func(in *Incident) { in.Perpetrators = []Actor{actor("Velkor", "accused")} }), true},
		{"another perpetrator as a fact", with(func(in *Incident) { in.Perpetrators = []Actor{actor("Velkor", "fact")} }), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			first := base
			first.Perpetrators = []Actor{actor("Front", "fact")}
			events := Group([]Telling{telling(t, "Post", "a", first), telling(t, "Herald", "b", c.other)})
			if one := len(events) == 1; one != c.one {
				t.Errorf("%d incidents", len(events))
			}
		})
	}
}

func TestIndependentSourcesAreCounted(t *testing.T) {
	in := Incident{Type: "bombing", Stage: "carried out", From: "2024-03-22", To: "2024-03-22", Place: morrow}
	long := "A bomb went off at the market of Morrow Bay on Friday morning and hurt nine people, the harbour master said, while the council asked everybody to stay at home until the quays had been searched. "
	long += "Two boats were held on their way out and a man was being asked where he had been during the night, a spokeswoman for the port said later."
	other := "Nine people were taken to hospital after an explosion in Morrow Bay, doctors there told this paper, and none of them is in danger. The market had only just opened when the bomb went off beneath a stall, which was not in use that day."
	for _, c := range []struct {
		name    string
		sources int
		all     []Telling
	}{
		{"two papers that wrote themselves", 2, []Telling{telling(t, "Post", long, in), telling(t, "Herald", other, in)}},
		{"a copy", 1, []Telling{telling(t, "Post", long, in), telling(t, "Herald", long+" Read more.", in)}},
		{"one paper twice", 1, []Telling{telling(t, "Post", long, in), telling(t, "Post", other, in)}},
		{"one agency in two papers' words", 1, []Telling{telling(t, "Post", "MORROW BAY (Reuters) - "+long, in), telling(t, "Herald", "MORROW BAY (Reuters) - "+other, in)}},
		{"a copy ties what else would be apart", 1, []Telling{telling(t, "Post", long, in), telling(t, "Herald", other, in), telling(t, "Post", other+" So it says.", in)}},
	} {
		events := Group(c.all)
		if len(events) != 1 || events[0].Sources != c.sources {
			t.Errorf("%s: %d incidents, %d sources; want %d", c.name, len(events), events[0].Sources, c.sources)
		}
	}
}

func TestContradictionsAreShownAndNotDecided(t *testing.T) {
	in := func(perpetrators []Actor, counts ...Count) Incident {
		return Incident{Type: "bombing", Stage: "carried out", From: "2024-03-22", To: "2024-03-22", Place: morrow, Perpetrators: perpetrators, Counts: counts}
	}
	events := Group([]Telling{
		telling(t, "Post", "a", in([]Actor{actor("Front", "claimed")}, Count{What: "killed", Low: 12, High: 12})),
		telling(t, "Herald", "b", in([]Actor{actor("Velkor", "accused")}, Count{What: "killed", Low: 14, High: 14}, Count{What: "wounded", Low: 3, High: 3})),
		telling(t, "Mail", "c", in([]Actor{actor("Velkor", "denied")}, Count{What: "killed", Low: 10, High: -1})),
	})
	want := []string{
		"how many were killed: Post: 12 killed; Herald: 14 killed; Mail: at least 10 killed",
		"by whom: Post: Front (claimed); Herald: Velkor (accused); Mail: Velkor (denied)",
	}
	if len(events) != 1 || fmt.Sprint(events[0].Differences) != fmt.Sprint(want) {
		t.Errorf("got  %q\nwant %q", events[0].Differences, want)
	}
	// At least 10 and 12 do not contradict one another.
	same := Group([]Telling{telling(t, "Post", "a", in(nil, Count{What: "killed", Low: 12, High: 12})), telling(t, "Mail", "c", in(nil, Count{What: "killed", Low: 10, High: -1}))})
	if len(same[0].Differences) != 0 {
		t.Errorf("%q", same[0].Differences)
	}
}

func TestDistances(t *testing.T) {
	london, paris := &Place{Name: "London", Located: true, Latitude: 51.5074, Longitude: -0.1278}, &Place{Name: "Paris", Located: true, Latitude: 48.8566, Longitude: 2.3522}
	if d := distance(london, paris); d < 340 || d > 347 {
		t.Errorf("London and Paris are %f km apart", d)
	}
	if london.Within(paris, 300) || !london.Within(paris, 350) {
		t.Error("within")
	}
}

// The day of an event is the most exact that is told, and never one that nobody
// tells.
func TestDaysOfAnEvent(t *testing.T) {
	telling := func(published, from, to string) Telling {
		r := &Report{Incidents: []Incident{{Type: "bombing", From: from, To: to}}}
		r.Article.Published = published
		return Telling{Report: r}
	}
	for name, c := range map[string]struct {
		tellings []Telling
		from, to string
		reported bool
	}{
		"the most exact":  {[]Telling{telling("2024-03-28", "2024-03-01", "2024-03-31"), telling("2024-03-29", "2024-03-23", "2024-03-23"), telling("2024-03-29", "2024-03-22", "2024-03-22")}, "2024-03-22", "2024-03-22", false},
		"a year":          {[]Telling{telling("2024-03-28", "2022-01-01", "2022-12-31")}, "2022-01-01", "2022-12-31", false},
		"none":            {[]Telling{telling("2024-03-28", "", ""), telling("2024-03-27", "", ""), telling("", "", "")}, "2024-03-27", "2024-03-27", true},
		"nothing at all":  {[]Telling{telling("", "", "")}, "", "", true},
		"a telling alone": {[]Telling{telling("2024-03-28", "", ""), telling("2024-03-28", "2024-03-26", "2024-03-26")}, "2024-03-26", "2024-03-26", false},
	} {
		e := Event{Tellings: c.tellings}
		if from, to, reported := e.Days(); from != c.from || to != c.to || reported != c.reported {
			t.Errorf("%s: %s to %s, %v; want %s to %s, %v", name, from, to, reported, c.from, c.to, c.reported)
		}
	}
}
