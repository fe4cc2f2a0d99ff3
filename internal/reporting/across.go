package reporting

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"deciban/internal/reporting/ingest"
)

// Telling is one report's account of an incident.
type Telling struct {
	Report *Report
	// At is the incident's place among the report's.
	At int
}

// Incident returns what the report tells.
func (t Telling) Incident() *Incident { return &t.Report.Incidents[t.At] }

// Event is an incident of which one report or more tell.
type Event struct {
	Tellings []Telling
	// Sources is the number of independent ones: copies of one text, and what
	// one agency or publisher wrote, count once.
	Sources int
	// Differences are where the tellings contradict one another, each in a line
	// that names who says what. What is true is not for this program to say.
	Differences []string
}

// apart is how many days two tellings' days may lie apart: an attack in the
// night is told under either day, and days of publication stand in for unknown
// ones.
const apart = 1

// Group puts the tellings of one incident together: those of one type, whose
// days meet, whose places are the same or one lies in the other, and whose
// actors do not exclude one another. At least the place must be told, and days
// on both sides: two reports of "a bombing" are not of one.
func Group(tellings []Telling) []Event {
	group := make([]int, len(tellings))
	for i := range group {
		group[i] = i
	}
	find := func(i int) int {
		for group[i] != i {
			i = group[i]
		}
		return i
	}
	// Only those of one type and stage can be one incident.
	byType := map[string][]int{}
	for i, t := range tellings {
		in := t.Incident()
		key := family(in.Type) + "/" + in.Stage
		for _, k := range byType[key] {
			if find(i) != find(k) && same(tellings[k], t) {
				a, b := find(i), find(k)
				group[max(a, b)] = min(a, b)
			}
		}
		byType[key] = append(byType[key], i)
	}
	place := map[int]int{}
	var events []Event
	for i, t := range tellings {
		g := find(i)
		at, ok := place[g]
		if !ok {
			at = len(events)
			place[g] = at
			events = append(events, Event{})
		}
		events[at].Tellings = append(events[at].Tellings, t)
	}
	for i := range events {
		events[i].Sources = sources(events[i].Tellings)
		events[i].Differences = differences(events[i].Tellings)
	}
	slices.SortStableFunc(events, func(a, b Event) int {
		x, _, _ := a.Days()
		y, _, _ := b.Days()
		return cmp.Compare(x, y)
	})
	return events
}

// family joins types that one incident goes by: who is killed in a bombing is
// also reported as killed.
func family(kind string) string {
	switch kind {
	case "bombing", "attack", "killing", "shooting", "suicide bombing":
		return "attack"
	}
	return kind
}

// Days are the first and last day on which it can have been, by the telling that
// is most exact, the earliest of those. Where none tells its day, both are the
// first day of publication, and reported is true.
func (e *Event) Days() (from, to string, reported bool) {
	least, first := math.MaxInt, ""
	for _, t := range e.Tellings {
		in := t.Incident()
		if n, ok := in.Span(); ok && (n < least || n == least && in.From < from) {
			least, from, to = n, in.From, in.To
		}
		if p := t.Report.Article.Published; p != "" && (first == "" || p < first) {
			first = p
		}
	}
	if from == "" {
		return first, first, true
	}
	return from, to, false
}

// Span is how many days lie between the first and the last on which it can have
// been.
func (in *Incident) Span() (int, bool) {
	from, err := time.Parse(time.DateOnly, in.From)
	to, errTo := time.Parse(time.DateOnly, in.To)
	return int(to.Sub(from).Hours() / 24), err == nil && errTo == nil
}

// days are the incident's days, or the day of publication and two before it.
func (t Telling) days() (from, to string) {
	in := t.Incident()
	if in.From != "" {
		return in.From, in.To
	}
	if p := t.Report.Article.Published; p != "" {
		return addDays(p, -2), p
	}
	return "", ""
}

func addDays(day string, n int) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return t.AddDate(0, 0, n).Format(time.DateOnly)
}

// longest is the longest span of days that says enough to tell incidents apart:
// "in 2022" does not.
const longest = 10

func same(a, b Telling) bool {
	if a.Report == b.Report {
		return false // within a text, the reader has put together what is one
	}
	x, y := a.Incident(), b.Incident()
	af, at := a.days()
	bf, bt := b.days()
	if af == "" || bf == "" || addDays(af, longest) < at || addDays(bf, longest) < bt || addDays(at, apart) < bf || addDays(bt, apart) < af {
		return false
	}
	if x.Place == nil || y.Place == nil || !samePlace(x.Place, y.Place) {
		return false
	}
	return !actorsExclude(a, b)
}

func samePlace(x, y *Place) bool {
	switch {
	case x.ID != "" && x.ID == y.ID, strings.EqualFold(x.Name, y.Name):
		return x.Country == y.Country || x.Country == "" || y.Country == ""
	case x.Country == "" || x.Country != y.Country:
		return false
	case x.Kind == "country" || y.Kind == "country":
		return true
	}
	// A suburb is told as its city.
	return x.Within(y, 40)
}

// actorsExclude tells whether both tell as fact who did it, and mean others. Who
// is accused or claims it may well differ between tellings of one incident.
func actorsExclude(a, b Telling) bool {
	x, y := facts(a), facts(b)
	if len(x) == 0 || len(y) == 0 {
		return false
	}
	for k := range x {
		if y[k] {
			return false
		}
	}
	return true
}

// facts are the listed parties that a telling gives as perpetrators for a fact.
func facts(t Telling) map[string]bool {
	m := map[string]bool{}
	for _, p := range t.Incident().Perpetrators {
		if p.Tie == "fact" {
			for _, party := range t.Report.partiesOf(p.Mention) {
				m[party.Key()] = true
			}
		}
	}
	return m
}

// sources counts the independent ones.
func sources(ts []Telling) int {
	var wordings []*ingest.Signature
	for _, t := range ts {
		wordings = append(wordings, t.Report.Wording)
	}
	copies := ingest.Copies(wordings)
	bySource := map[string]int{}
	root := make([]int, len(ts))
	find := func(i int) int {
		for root[i] != i {
			i = root[i]
		}
		return i
	}
	for i := range ts {
		root[i] = i
	}
	for i, t := range ts {
		for _, k := range []int{copies[i], bySourceOf(bySource, t.Report.Source(), i)} {
			a, b := find(i), find(k)
			root[max(a, b)] = min(a, b)
		}
	}
	n := 0
	for i := range root {
		if find(i) == i {
			n++
		}
	}
	return n
}

// bySourceOf returns the first telling of a source.
func bySourceOf(first map[string]int, source string, i int) int {
	key := strings.ToLower(source)
	if k, ok := first[key]; ok {
		return k
	}
	first[key] = i
	return i
}

// differences says where tellings contradict one another.
func differences(ts []Telling) []string {
	var out []string
	// Figures: two that cannot both be.
	figures := map[string][]string{}
	ranges := map[string][][2]int{}
	var whats []string
	for _, t := range ts {
		for _, c := range t.Incident().Counts {
			if _, ok := figures[c.What]; !ok {
				whats = append(whats, c.What)
			}
			figures[c.What] = append(figures[c.What], fmt.Sprintf("%s: %s", t.Report.Head().By(), c.String()))
			ranges[c.What] = append(ranges[c.What], [2]int{c.Low, c.High})
		}
	}
	for _, what := range whats {
		if conflict(ranges[what]) {
			out = append(out, "how many were "+what+": "+strings.Join(unique(figures[what]), "; "))
		}
	}
	// Perpetrators: more than one, or one that is denied.
	var who []string
	parties := map[string]bool{}
	denied := false
	for _, t := range ts {
		for _, p := range t.Incident().Perpetrators {
			tie := p.Tie
			if tie == "" {
				tie = "fact"
			}
			if of := t.Report.partiesOf(p.Mention); len(of) > 0 {
				parties[of[0].Key()] = true
			}
			denied = denied || tie == "denied"
			who = append(who, fmt.Sprintf("%s: %s (%s)", t.Report.Head().By(), oneLine(p.Text), tie))
		}
	}
	if len(parties) > 1 || denied {
		out = append(out, "by whom: "+strings.Join(unique(who), "; "))
	}
	return out
}

func conflict(ranges [][2]int) bool {
	for i, a := range ranges {
		for _, b := range ranges[:i] {
			if a[1] >= 0 && a[1] < b[0] || b[1] >= 0 && b[1] < a[0] {
				return true
			}
		}
	}
	return false
}

func unique(all []string) []string {
	var out []string
	for _, s := range all {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// String says a count as "at least 12 killed".
func (c Count) String() string {
	n := fmt.Sprint(c.Low)
	switch {
	case c.High < 0:
		n = "at least " + n
	case c.High > c.Low:
		n = fmt.Sprintf("%d to %d", c.Low, c.High)
	}
	if c.About {
		n = "about " + n
	}
	return n + " " + c.What
}

// Within tells whether a place is the other, or lies within km kilometres of it.
// Places of which one is not on the map are the same by name and country alone.
func (p *Place) Within(o *Place, km float64) bool {
	if p.ID != "" && p.ID == o.ID || strings.EqualFold(p.Name, o.Name) && p.Country == o.Country {
		return true
	}
	if !p.Located || !o.Located {
		return false
	}
	return distance(p, o) <= km
}

// distance is that on a sphere of the Earth's mean radius, in kilometres (the
// haversine formula).
func distance(p, o *Place) float64 {
	const radius, degree = 6371.0, math.Pi / 180
	dLat, dLon := (p.Latitude-o.Latitude)*degree, (p.Longitude-o.Longitude)*degree
	h := math.Pow(math.Sin(dLat/2), 2) + math.Cos(p.Latitude*degree)*math.Cos(o.Latitude*degree)*math.Pow(math.Sin(dLon/2), 2)
	return 2 * radius * math.Asin(math.Min(1, math.Sqrt(h)))
}
