package page

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"deciban/internal/reporting"
)

// sample has an item of each kind; names of the wire that try to be markup.
func sample() *reporting.Timeline {
	head := reporting.Head{ID: "0123456789abcdef", Title: "Bomb <script>alert(1)</script>", Publisher: "Post & Co", URL: "https://post.example/1?a=b&c=d", Published: "2024-03-23", Where: "t"}
	bad := head
	bad.URL = "javascript:alert(1)"
	at := func(s string) reporting.Span { return reporting.Span{Start: 5, End: 9, Text: s} }
	kandahar := &reporting.Place{Name: "Kandahar", Country: "af", Kind: "city", Located: true, Latitude: 31.6, Longitude: 65.7}
	france := &reporting.Place{Name: "France", Country: "fr", Kind: "country", Located: true, Latitude: 46, Longitude: 2}
	nowhere := &reporting.Place{Name: "Morrow Bay"}
	t := &reporting.Timeline{Entries: []string{"e1"}, Caption: "The <b>Front</b>", Reports: 2, Sources: 1, Mentions: 1234}
	t.Items = []reporting.Item{
		{Day: "2022-01-01", Until: "2022-12-31", Kind: reporting.IncidentItem, What: "bombing in Kandahar", Place: kandahar, Sentence: at("First sentence."), Report: head, Copies: []reporting.Head{bad}},
		{Day: "2024-03-22", Kind: reporting.IncidentItem, What: "attack in Kandahar", Place: kandahar, Sentence: at("Second sentence."), Report: bad},
		{Day: "2024-03-23", Reported: true, Kind: reporting.IncidentItem, What: "attack in France", Place: france, Sentence: at("Third sentence."), Report: head},
		{Day: "2024-03-23", Reported: true, Kind: reporting.IncidentItem, What: "raid in Morrow Bay", Place: nowhere, Sentence: at("Fourth sentence."), Report: head},
		{Day: "2024-03-23", Reported: true, Kind: reporting.RelationItem, What: "Front hostile-to Velkor", Sentence: at("Fifth sentence."), Report: head},
		{Day: "2024-03-23", Reported: true, Kind: reporting.ClaimItem, Stance: "denies", Who: "Velkor", Says: "that it did it", What: "Velkor denies", Sentence: at("Sixth sentence."), Report: head},
		{Day: "2024-03-23", Reported: true, Kind: reporting.ClaimItem, Stance: "claims-responsibility", Says: "for it", Negated: true, Hedged: true, Sentence: at("Seventh sentence."), Report: head},
		{Kind: reporting.MentionItem, What: "named as Front", Sentence: at("Eighth sentence."), Report: head},
	}
	t.Finish()
	t.Items[1].Event, t.Items[2].Event = 1, 1
	t.Events = []reporting.EventGroup{{Reports: 2, Sources: 1, Differences: []string{"by whom: <b>"}}}
	return t
}

func write(t testing.TB, tl *reporting.Timeline) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, tl, "from 2022-01-01"); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestPageShowsEachItemWithItsSentenceAndSource(t *testing.T) {
	page := write(t, sample())
	for _, want := range []string{
		"<title>What reports say about The &lt;b&gt;Front&lt;/b&gt; · Deciban</title>", "<code>e1</code> · from 2022-01-01", "<b>1,234</b>", "Nothing of it is taken for true",
		"Who denies", "Who claims responsibility", "<bdi>Velkor</bdi></b>: <bdi>that it did it</bdi>", "(not named)", "does not", "as possible",
		`<div class="when">2022</div>`, `<small>reported</small>2024-03-23`, "no date", "named as Front",
		"First sentence.", "Second sentence.", "Third sentence.", "Fourth sentence.", "Fifth sentence.", "Sixth sentence.", "Seventh sentence.", "Eighth sentence.",
		`<a href="https://post.example/1?a=b&amp;c=d" rel="noreferrer">source</a>`, "copied by <bdi>Post &amp; Co</bdi>", "bytes 5 to 9", "<bdi>Kandahar</bdi>, Afghanistan", "prefers-color-scheme: dark", "</html>",
		"One incident: 2 reports of 1 independent source. <b>Reports differ:</b> <bdi>by whom: &lt;b&gt;</bdi>.",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q", want)
		}
	}
	if page != write(t, sample()) {
		t.Error("the same timeline gives another page")
	}
}

// The page needs nothing from outside, runs nothing, and takes nothing that a
// text says for markup.
func TestPageIsSelfContained(t *testing.T) {
	page := write(t, sample())
	for _, bad := range []string{"<script", "<link", "<img", "@import", "url(", "javascript:", "<b>Front", " src="} {
		if strings.Contains(page, bad) {
			t.Errorf("holds %q", bad)
		}
	}
	// Every link inside the page leads to something on it, and nothing has the id
	// of something else.
	ids := map[string]int{}
	for _, m := range regexp.MustCompile(` id="([^"]+)"`).FindAllStringSubmatch(page, -1) {
		ids[m[1]]++
		if ids[m[1]] > 1 {
			t.Errorf("the id %s stands twice", m[1])
		}
	}
	links := regexp.MustCompile(`href="#([^"]+)"`).FindAllStringSubmatch(page, -1)
	if len(links) < 5 {
		t.Errorf("%d links inside the page", len(links))
	}
	for _, m := range links {
		if ids[m[1]] != 1 {
			t.Errorf("#%s leads nowhere", m[1])
		}
	}
	// Tags are closed in the order in which they were opened.
	var open []string
	for _, m := range regexp.MustCompile(`<(/?)([a-z][a-z0-9]*)[^>]*?(/?)>`).FindAllStringSubmatch(page, -1) {
		switch {
		case m[3] == "/" || m[2] == "meta":
		case m[1] == "":
			open = append(open, m[2])
		case len(open) == 0 || open[len(open)-1] != m[2]:
			t.Fatalf("</%s> closes %v", m[2], open)
		default:
			open = open[:len(open)-1]
		}
	}
	if len(open) > 0 {
		t.Errorf("%v stay open", open)
	}
}

func TestPageOfNothing(t *testing.T) {
	tl := &reporting.Timeline{Entries: []string{"e9"}}
	tl.Finish()
	page := write(t, tl)
	if !strings.Contains(page, "No report mentions it.") || strings.Contains(page, "<svg") {
		t.Error(page)
	}
}

// The places of a map lie inside it, wherever in the world they are, in their
// order from west to east and from north to south.
func TestPlacesLieOnTheMap(t *testing.T) {
	place := func(name string, lat, lon float64) *reporting.Place {
		return &reporting.Place{Name: name, Located: true, Latitude: lat, Longitude: lon, Kind: "city"}
	}
	for name, places := range map[string][]*reporting.Place{
		"one":                     {place("Kabul", 34.5, 69.2)},
		"a country":               {place("Kabul", 34.5, 69.2), place("Herat", 34.3, 62.2)},
		"the world":               {place("Honolulu", 21.3, -157.9), place("Santiago", -33.5, -70.7), place("Wellington", -41.3, 174.8)},
		"beside the pole":         {place("Alert", 82.5, -62.3), place("McMurdo", -77.8, 166.7)},
		"the edge of the world":   {place("Suva", -18.1, 178.4)},
		"both sides of its edges": {place("Apia", -13.8, -171.8), place("Suva", -18.1, 178.4)},
	} {
		tl := &reporting.Timeline{}
		for _, p := range places {
			tl.Items = append(tl.Items, reporting.Item{Kind: reporting.IncidentItem, Place: p})
		}
		all := spots(tl, "")
		svg := string(worldMap(all, ""))
		for i := range all {
			s := &all[i]
			if s.x < 0 || s.x > mapWidth || s.y < 0 || s.y > mapHeight {
				t.Errorf("%s: %s is at %.0f, %.0f", name, s.Place.Name, s.x, s.y)
			}
			for k := range all[:i] {
				o := &all[k]
				if (s.x < o.x) != (s.Place.Longitude < o.Place.Longitude) || (s.y < o.y) != (s.Place.Latitude > o.Place.Latitude) {
					t.Errorf("%s: %s and %s lie wrong", name, s.Place.Name, o.Place.Name)
				}
			}
			if !strings.Contains(svg, ">"+s.Place.Name+": 1 incident<") {
				t.Errorf("%s: no %s", name, s.Place.Name)
			}
		}
		if !strings.Contains(svg, `class="land" d="M`) && name != "both sides of its edges" && name != "the edge of the world" {
			t.Errorf("%s: no land", name)
		}
	}
}

// No outline leaps across the map: one that crosses the edge of the world goes on.
func TestOutlinesDoNotLeap(t *testing.T) {
	rings := outlines()
	if len(rings) < 200 {
		t.Fatalf("%d outlines", len(rings))
	}
	for _, r := range rings {
		for i := 1; i < len(r.points); i++ {
			if leap := r.points[i][0] - r.points[i-1][0]; (leap > 60 || leap < -60) && r.points[i][1] > -89 {
				t.Errorf("from %v to %v", r.points[i-1], r.points[i])
			}
		}
		if first, last := r.points[0], r.points[len(r.points)-1]; first != last && first[1] > -80 { // along the pole the map ends
			t.Errorf("a ring begins at %v and ends at %v", first, last)
		}
	}
}

// Names do not lie on one another, nor on spots.
func TestNamesOnTheMapAreApart(t *testing.T) {
	tl := &reporting.Timeline{}
	for i := range 40 {
		tl.Items = append(tl.Items, reporting.Item{Kind: reporting.IncidentItem, Place: &reporting.Place{Name: "Place number " + strconv.Itoa(i), Located: true, Latitude: 34 + float64(i%7)/10, Longitude: 69 + float64(i%6)/10}})
	}
	svg := string(worldMap(spots(tl, ""), ""))
	if n := strings.Count(svg, `class="label"`); n == 0 || n >= 40 {
		t.Errorf("%d of 40 crowded places have a name", n)
	}
}
