// Package page writes what reports say of a party as one page that needs nothing from outside: a timeline, a map, and the claims by stance.
//
// Each item shows its day and its source, and its sentence one click away, without
// a script. The same timeline gives the same bytes.
package page

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"net/url"
	"strconv"
	"strings"

	"deciban/internal/entity"
	"deciban/internal/reporting"
)

//go:embed page.html
var pageText string

//go:embed news.html
var newsText string

//go:embed style.css
var styleText string

// Style is the page's style sheet, for pages that hold News.
func Style() template.CSS { return template.CSS(styleText) } // our own file

// Write writes the page. bounds says which days were asked for, "" for all.
func Write(w io.Writer, t *reporting.Timeline, bounds string) error {
	return execute(w, pageText, t, bounds, "")
}

// News returns the part of the page that shows the reports, with the counts
// before it, to stand in another page with the Style. prefix begins the ids of its
// elements, so that several can stand in one page.
func News(t *reporting.Timeline, prefix string) (template.HTML, error) {
	var b strings.Builder
	if err := execute(&b, `{{template "tiles" .}}{{template "news" .}}`, t, "", prefix); err != nil {
		return "", err
	}
	return template.HTML(b.String()), nil // what a template of ours wrote
}

func execute(w io.Writer, text string, t *reporting.Timeline, bounds, prefix string) error {
	p := doc{Timeline: t, Bounds: bounds, Spots: spots(t, prefix)}
	page, err := template.New("page").Funcs(template.FuncMap{
		"style":   Style,
		"many":    many,
		"grouped": grouped,
		"day":     day,
		"stance":  func(s string) string { return strings.ReplaceAll(s, "-", " ") },
		"link":    link,
		"short":   func(id string) string { return id[:min(12, len(id))] },
		"item":    func(i int) *reporting.Item { return &t.Items[i] },
		"country": entity.CountryName,
		"event":   p.event,
		"map":     func(all []spot) template.HTML { return worldMap(all, prefix) },
		"anchor":  func(i int) string { return fmt.Sprintf("%sitem-%d", prefix, i+1) },
	}).Parse(newsText)
	if err == nil {
		page, err = page.Parse(text)
	}
	if err != nil {
		return fmt.Errorf("page: %w", err)
	}
	return page.Execute(w, p)
}

// doc is what the page's template takes.
type doc struct {
	*reporting.Timeline
	Bounds string
	Spots  []spot
}

// Told are the incidents and threat levels, Ties the relations and promises, and
// Named the reports that only name the party, as places among the items.
func (d doc) Told() []int  { return d.Of(reporting.IncidentItem, reporting.LevelItem) }
func (d doc) Ties() []int  { return d.Of(reporting.RelationItem, reporting.CommitmentItem) }
func (d doc) Named() []int { return d.Of(reporting.MentionItem) }

// Incidents counts the accounts of incidents.
func (d doc) Incidents() int { return len(d.Of(reporting.IncidentItem)) }

// event returns the event whose last telling an item is, nil for others.
func (d doc) event(item *reporting.Item) *reporting.EventGroup {
	if item.Event == 0 {
		return nil
	}
	for i := len(d.Items) - 1; i >= 0; i-- {
		if d.Items[i].Event == item.Event {
			if &d.Items[i] == item {
				return &d.Timeline.Events[item.Event-1]
			}
			return nil
		}
	}
	return nil
}

// Title names the party.
func (d doc) Title() string {
	if d.Caption != "" {
		return d.Caption
	}
	return strings.Join(d.Entries, ", ")
}

// link returns an address that a reader can follow, "" for any other.
func link(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return ""
	}
	return address
}

// day is an item's day as text.
func day(item *reporting.Item) string {
	switch {
	case item.Day == "":
		return "no date"
	case item.Until != "":
		return reporting.DayText(item.Day, item.Until)
	}
	return item.Day
}

func many(n int, thing string) string {
	if n != 1 {
		thing += "s"
	}
	return grouped(n) + " " + thing
}

func grouped(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
