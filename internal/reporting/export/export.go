// Package export writes reports for other programs: FollowTheMoney, STIX 2.1, GeoJSON, and tables in the columns of conflict-event data.
//
// Each form keeps where a thing is said: the sentence, its offsets, and the
// report. The same reports give the same bytes.
package export

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"deciban/internal/entity"
	"deciban/internal/reporting"
	"deciban/internal/reporting/mentions"
)

// Writer takes one report after another. Close ends the document.
type Writer interface {
	Add(*reporting.Report) error
	Close() error
}

// Formats are the names of the formats.
var Formats = []string{"jsonl", "ftm", "stix", "geojson", "csv"}

// New returns a writer of that format.
func New(format string, w io.Writer) (Writer, error) {
	b := bufio.NewWriter(w)
	switch format {
	case "jsonl":
		return &lines{b}, nil
	case "ftm":
		return &ftm{w: b}, nil
	case "stix":
		return newSTIX(b), nil
	case "geojson":
		return &geo{w: b}, nil
	case "csv":
		return newTable(b)
	}
	return nil, fmt.Errorf("no format %q: it is one of %s", format, strings.Join(Formats, ", "))
}

// lines writes a report a line, as it is kept.
type lines struct{ w *bufio.Writer }

func (l *lines) Add(r *reporting.Report) error { return writeLine(l.w, r) }
func (l *lines) Close() error                  { return l.w.Flush() }

func writeLine(w *bufio.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// ftm writes an Article, its Mentions, and an Event for each incident, whose
// proof is the article.
type ftm struct{ w *bufio.Writer }

func (f *ftm) Close() error { return f.w.Flush() }

func (f *ftm) Add(r *reporting.Report) error {
	a := &r.Article
	article := "report-" + r.ID
	err := f.entity("Article", article, map[string][]string{
		"title": {a.Title}, "author": {a.Author}, "publisher": {a.Publisher}, "sourceUrl": {a.URL}, "publishedAt": {a.Published}, "language": {a.Language}, "bodyText": {a.Text},
	})
	if err != nil {
		return err
	}
	i := 0
	r.AllMentions(func(m *mentions.Mention, _ bool) {
		at := i
		i++
		if len(m.Parties) == 0 || err != nil {
			return // a person rejected all whom it might have meant
		}
		var resolved []string
		for _, p := range m.Parties {
			resolved = append(resolved, p.ID)
		}
		err = f.entity("Mention", fmt.Sprintf("%s-mention-%d", article, at), map[string][]string{
			"name": {m.Text}, "document": {article}, "resolved": resolved, "detectedSchema": {m.Parties[0].Schema},
		})
	})
	if err != nil {
		return err
	}
	for i := range r.Incidents {
		in := &r.Incidents[i]
		props := map[string][]string{
			"name": {in.Title()}, "proof": {article}, "summary": {r.TellIncident(in)}, "publisher": {a.Publisher}, "sourceUrl": {a.URL},
		}
		// A date may be a year or a month in this model; what began and ended is
		// only what has other bounds.
		if date := in.Date(); date != "" {
			props["date"] = []string{date}
		} else {
			props["startDate"], props["endDate"] = []string{in.From}, []string{in.To}
		}
		for _, s := range in.Sentences {
			props["description"] = append(props["description"], s.Text)
		}
		if in.Place != nil {
			props["location"], props["country"] = []string{in.Place.Name}, []string{in.Place.Country}
		}
		for _, p := range in.Perpetrators {
			if p.Mention < 0 {
				continue
			}
			for _, party := range r.Mentions[p.Mention].Parties {
				// Who is accused did not organise it, for all that is known.
				if p.Tie == "fact" || p.Tie == "claimed" {
					props["organizer"] = append(props["organizer"], party.ID)
				} else {
					props["involved"] = append(props["involved"], party.ID)
				}
			}
		}
		if err := f.entity("Event", fmt.Sprintf("%s-event-%d", article, i), props); err != nil {
			return err
		}
	}
	return nil
}

// entity writes an entity with the values that its schema takes.
func (f *ftm) entity(schema, id string, props map[string][]string) error {
	s, ok := entity.SchemaOf(schema)
	if !ok {
		return fmt.Errorf("BUG: no schema %s", schema)
	}
	e := &entity.Entity{ID: id, Schema: s}
	for _, p := range s.Properties() {
		for _, v := range props[p.Name] {
			if strings.TrimSpace(v) == "" {
				continue
			}
			if len(v) > 1<<16 && p.Name == "bodyText" {
				v = strings.ToValidUTF8(v[:1<<16], "") // as much as the data model takes of one value
			}
			statements, err := entity.CleanAll(s, p.Name, v)
			if err != nil {
				continue // what the model does not take as that is left out here, and stays in the report
			}
			for _, st := range statements {
				e.Add(st)
			}
		}
	}
	line, err := entity.Encode(e)
	if err != nil {
		return fmt.Errorf("write %s: %w", id, err)
	}
	if _, err := f.w.Write(line); err != nil {
		return err
	}
	return f.w.WriteByte('\n')
}

// geo writes a feature for each incident that has a place on the map (RFC 7946).
type geo struct {
	w *bufio.Writer
	n int
}

type feature struct {
	Type       string         `json:"type"`
	ID         string         `json:"id"`
	Geometry   point          `json:"geometry"`
	Properties map[string]any `json:"properties"`
}

type point struct {
	Type        string     `json:"type"`
	Coordinates [2]float64 `json:"coordinates"`
}

func (g *geo) Add(r *reporting.Report) error {
	for i := range r.Incidents {
		if err := g.AddIncident(r, i); err != nil {
			return err
		}
	}
	return nil
}

// AddIncident writes one incident, nothing if it has no place on the map.
func (g *geo) AddIncident(r *reporting.Report, i int) error {
	in := &r.Incidents[i]
	if in.Place == nil || !in.Place.Located {
		return nil
	}
	sep := ",\n"
	if g.n == 0 {
		sep = "{\"type\":\"FeatureCollection\",\"features\":[\n"
	}
	g.n++
	b, err := json.Marshal(feature{"Feature", fmt.Sprintf("%s-%d", r.ID, i), point{"Point", [2]float64{in.Place.Longitude, in.Place.Latitude}}, map[string]any{
		"type": in.Type, "stage": in.Stage, "from": in.From, "to": in.To, "place": in.Place.Name, "placeKind": in.Place.Kind, "country": in.Place.Country,
		"what": r.TellIncident(in), "sentence": in.Sentences[0].Text, "start": in.Sentences[0].Start, "end": in.Sentences[0].End, "report": r.Head(),
	}})
	if err != nil {
		return err
	}
	_, err = g.w.WriteString(sep + string(b))
	return err
}

func (g *geo) Close() error {
	end := "\n]}\n"
	if g.n == 0 {
		end = "{\"type\":\"FeatureCollection\",\"features\":[]}\n"
	}
	if _, err := g.w.WriteString(end); err != nil {
		return err
	}
	return g.w.Flush()
}

// IncidentWriter takes single incidents.
type IncidentWriter interface {
	Writer
	AddIncident(r *reporting.Report, at int) error
}
