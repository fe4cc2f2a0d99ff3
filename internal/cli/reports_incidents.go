package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"deciban/internal/entity"
	"deciban/internal/reporting"
	"deciban/internal/reporting/archive"
	"deciban/internal/reporting/export"
	"deciban/internal/reporting/places"
	"deciban/internal/reporting/text"
)

type reportsIncidentsCmd struct {
	Type  []string `help:"Only incidents of this type, such as bombing." placeholder:"TYPE"`
	Near  string   `help:"Only incidents in this place, or within --within kilometres of it." placeholder:"PLACE"`
	About string   `help:"Only incidents in which this entry or subject has a part." placeholder:"ID"`
	Stage []string `help:"Only incidents of this stage: carried out, attempted, foiled, threatened, planned." placeholder:"STAGE"`
	// Within is in kilometres.
	Within float64 `help:"Distance of --near in kilometres." default:"50" placeholder:"KM"`
	sinceFlag
	GeoJSON bool `name:"geojson" help:"Print a GeoJSON feature for each report of an incident whose place is known." xor:"form"`
	CSV     bool `name:"csv" help:"Print a row for each report of an incident, in the columns of conflict-event data." xor:"form"`
	JSON    bool `name:"json" help:"Print one JSON document." xor:"form"`
}

func (reportsIncidentsCmd) Help() string {
	return `Prints incidents by day. What several reports say of one (type, place, days, actors) stands together,
with the number of independent sources: copies of one text, and all that one agency or publisher wrote,
count once. Where reports contradict one another, it says who says what, and not who is right.

Examples:
  deciban reports incidents --near Kandahar --type bombing --geojson
  deciban reports incidents --about un-QDe.161 --since 2024-01-01`
}

func (cmd *reportsIncidentsCmd) Run(a *app) error {
	if err := cmd.check(); err != nil {
		return err
	}
	for _, t := range cmd.Type {
		if types := reporting.IncidentTypes(); !slices.Contains(types, t) {
			return fmt.Errorf("--type %s: unknown; one of %s", t, strings.Join(types, ", "))
		}
	}
	for _, s := range cmd.Stage {
		if stages := reporting.IncidentStages(); !slices.Contains(stages, s) {
			return fmt.Errorf("--stage %s: unknown; one of %s", s, strings.Join(stages, ", "))
		}
	}
	near, err := cmd.place(a)
	if err != nil {
		return err
	}
	var tellings []reporting.Telling
	which := archive.Which{Incidents: true}
	if cmd.About != "" {
		which.Naming = []string{cmd.About}
	}
	err = a.eachReport(which, func(r *reporting.Report) error {
		for i := range r.Incidents {
			if cmd.wanted(r, &r.Incidents[i], near) {
				tellings = append(tellings, reporting.Telling{Report: r, At: i})
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if cmd.About != "" && len(tellings) == 0 {
		if err := a.checkParty(cmd.About); err != nil {
			return err
		}
	}
	switch {
	case cmd.GeoJSON:
		return a.exportIncidents("geojson", tellings)
	case cmd.CSV:
		return a.exportIncidents("csv", tellings)
	}
	events := reporting.Group(tellings)
	if cmd.JSON {
		return writeJSON(a.out, newEventsJSON(events))
	}
	if len(events) == 0 {
		_, err := fmt.Fprintln(a.out, "No such incident in the reports.")
		return err
	}
	for i := range events {
		if err := a.writeEvent(&events[i]); err != nil {
			return err
		}
	}
	return nil
}

// place finds the place that --near names: among those of the kept incidents,
// else in the gazetteer.
func (cmd *reportsIncidentsCmd) place(a *app) (*reporting.Place, error) {
	if cmd.Near == "" {
		return nil, nil
	}
	var found *reporting.Place
	err := a.eachReport(archive.Which{Incidents: true}, func(r *reporting.Report) error {
		for i := range r.Incidents {
			p := r.Incidents[i].Place
			if p != nil && (strings.EqualFold(p.Name, cmd.Near) || strings.EqualFold(p.Text, cmd.Near)) && (found == nil || !found.Located) {
				found = p
			}
		}
		return nil
	})
	if err != nil || found != nil {
		return found, err
	}
	g, err := a.gazetteer()
	if err != nil {
		return nil, err
	}
	f := places.Finder{Gazetteer: g}
	for _, m := range f.Find(text.Cut(cmd.Near)) {
		p := m.Place
		return &reporting.Place{Name: p.Name, ID: p.ID, Country: p.Country, Located: true, Latitude: p.Lat, Longitude: p.Lon}, nil
	}
	return nil, fmt.Errorf("--near %s: no such place is known; deciban places pull loads all towns of 15,000 people", cmd.Near)
}

func (cmd *reportsIncidentsCmd) wanted(r *reporting.Report, in *reporting.Incident, near *reporting.Place) bool {
	day := in.From
	if day == "" {
		day = r.Article.Published
	}
	// A suicide bombing is a bombing.
	typed := func(t string) bool { return t == in.Type || strings.HasSuffix(in.Type, " "+t) }
	if len(cmd.Type) > 0 && !slices.ContainsFunc(cmd.Type, typed) || len(cmd.Stage) > 0 && !slices.Contains(cmd.Stage, in.Stage) || !cmd.holds(day) {
		return false
	}
	if cmd.About != "" && !slices.ContainsFunc(r.About(cmd.About), func(item reporting.Item) bool {
		return item.Kind == reporting.IncidentItem && &r.Incidents[item.At] == in
	}) {
		return false
	}
	return near == nil || in.Place != nil && in.Place.Within(near, cmd.Within)
}

func (a *app) exportIncidents(format string, tellings []reporting.Telling) error {
	w, err := export.New(format, a.out)
	if err != nil {
		return err
	}
	incidents, ok := w.(export.IncidentWriter)
	if !ok {
		return errors.New("BUG: " + format + " takes no single incidents")
	}
	for _, t := range tellings {
		if err := incidents.AddIncident(t.Report, t.At); err != nil {
			return err
		}
	}
	return w.Close()
}

func (a *app) writeEvent(e *reporting.Event) error {
	first := e.Tellings[0]
	in := first.Incident()
	where := ""
	if in.Place != nil {
		where = " in " + in.Place.Name
		if in.Place.Country != "" && in.Place.Kind != "country" {
			where += ", " + entity.CountryName(in.Place.Country)
		}
	}
	stage := ""
	if in.Stage != "carried out" {
		stage = " (" + in.Stage + ")"
	}
	count := "1 report"
	if n := len(e.Tellings); n > 1 {
		count = fmt.Sprintf("%d reports of %d independent sources", n, e.Sources)
	}
	from, to, reported := e.Days()
	day := orDash(reporting.DayText(from, to))
	if reported {
		day = "reported " + day
	}
	fmt.Fprintf(a.out, "%s  %s%s%s  %s\n", day, a.screen.style(bold, in.Type), stage, a.screen.isolate(oneLine(where)), a.screen.style(faint, count))
	for _, t := range e.Tellings {
		h := t.Report.Head()
		fmt.Fprintf(a.out, "  %s\n", a.screen.isolate(t.Report.TellIncident(t.Incident())))
		fmt.Fprintf(a.out, "    “%s”\n", a.screen.isolate(oneLine(t.Incident().Sentences[0].Text)))
		fmt.Fprintf(a.out, "    %s\n", a.screen.style(faint, fmt.Sprintf("%s, %s, report %s", oneLine(h.By()), strings.TrimSpace(orDash(h.Published)), h.ID[:12])))
	}
	for _, d := range e.Differences {
		fmt.Fprintf(a.out, "  %s %s\n", a.screen.style(bold, "reports differ:"), a.screen.isolate(oneLine(d)))
	}
	_, err := fmt.Fprintln(a.out)
	return err
}

// eventsJSON is what reports incidents prints with --json.
type eventsJSON struct {
	Incidents []eventJSON `json:"incidents"`
}

type eventJSON struct {
	Day string `json:"day,omitempty"`
	// Until is the last day on which it can have been, if that is another.
	Until string `json:"until,omitempty"`
	// Reported is true if the day is that of publication, since no report tells
	// the incident's.
	Reported    bool          `json:"reported,omitempty"`
	Sources     int           `json:"sources"`
	Differences []string      `json:"differences"`
	Reports     []tellingJSON `json:"reports"`
}

type tellingJSON struct {
	Report   reporting.Head     `json:"report"`
	Incident reporting.Incident `json:"incident"`
}

func newEventsJSON(events []reporting.Event) eventsJSON {
	doc := eventsJSON{Incidents: []eventJSON{}}
	for i := range events {
		e := &events[i]
		from, to, reported := e.Days()
		if to == from {
			to = ""
		}
		j := eventJSON{Day: from, Until: to, Reported: reported, Sources: e.Sources, Differences: append([]string{}, e.Differences...)}
		for _, t := range e.Tellings {
			j.Reports = append(j.Reports, tellingJSON{t.Report.Head(), *t.Incident()})
		}
		doc.Incidents = append(doc.Incidents, j)
	}
	return doc
}
