package export

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"

	"deciban/internal/entity"
	"deciban/internal/reporting"
)

// columns are those by which conflict-event data are exchanged (ACLED codebook),
// as far as a text tells them, and behind them those of our own: the last day, our
// type and stage, how actor1 is tied to it, the most who can have died, and where
// the report says so.
var columns = []string{
	"event_id_cnty", "event_date", "year", "time_precision", "event_type", "sub_event_type", "actor1", "actor2", "country", "location", "latitude", "longitude", "geo_precision",
	"source", "notes", "fatalities",
	"event_date_last", "type", "stage", "actor1_tie", "fatalities_most", "report_id", "offset_start", "offset_end",
}

// eventTypes are event_type and sub_event_type of that codebook for our types.
var eventTypes = map[string][2]string{
	"attack":          {"Violence against civilians", "Attack"},
	"killing":         {"Violence against civilians", "Attack"},
	"shooting":        {"Violence against civilians", "Attack"},
	"kidnapping":      {"Violence against civilians", "Abduction/forced disappearance"},
	"bombing":         {"Explosions/Remote violence", "Remote explosive/landmine/IED"},
	"suicide bombing": {"Explosions/Remote violence", "Suicide bomb"},
	"air strike":      {"Explosions/Remote violence", "Air/drone strike"},
	"drone strike":    {"Explosions/Remote violence", "Air/drone strike"},
	"clash":           {"Battles", "Armed clash"},
	"arrest":          {"Strategic developments", "Arrests"},
	"arson":           {"Strategic developments", "Looting/property destruction"},
	"robbery":         {"Strategic developments", "Looting/property destruction"},
}

// eventType codes an incident. What was foiled, planned or threatened did no
// harm, and that codebook has it among the developments.
func eventType(in *reporting.Incident) (event, sub string) {
	switch in.Stage {
	case "foiled":
		return "Strategic developments", "Disrupted weapons use"
	case "planned", "threatened":
		return "Strategic developments", "Other"
	}
	if t, ok := eventTypes[in.Type]; ok {
		return t[0], t[1]
	}
	return "Strategic developments", "Other"
}

func newTable(b *bufio.Writer) (Writer, error) {
	t := &table{buffered: b, w: csv.NewWriter(b)}
	return t, t.w.Write(columns)
}

// table writes a row for each incident.
type table struct {
	buffered *bufio.Writer
	w        *csv.Writer
}

func (t *table) Add(r *reporting.Report) error {
	for i := range r.Incidents {
		if err := t.AddIncident(r, i); err != nil {
			return err
		}
	}
	return nil
}

// timePrecision is 1 for a day, 2 for a week, 3 for what is wider.
func timePrecision(in *reporting.Incident) int {
	switch days, ok := in.Span(); {
	case ok && days == 0:
		return 1
	case ok && days < 7:
		return 2
	}
	return 3
}

// AddIncident writes one incident's row.
func (t *table) AddIncident(r *reporting.Report, i int) error {
	in := &r.Incidents[i]
	event, sub := eventType(in)
	row := map[string]string{
		"event_id_cnty": fmt.Sprintf("%s-%d", r.ID, i), "event_date": in.From, "event_date_last": in.To, "event_type": event, "sub_event_type": sub, "type": in.Type, "stage": in.Stage,
		"source": r.Head().By(), "notes": in.Sentences[0].Text, "report_id": r.ID,
		"offset_start": strconv.Itoa(in.Sentences[0].Start), "offset_end": strconv.Itoa(in.Sentences[0].End),
	}
	if in.From != "" {
		row["time_precision"] = strconv.Itoa(timePrecision(in))
	}
	if len(in.From) >= 4 {
		row["year"] = in.From[:4]
	}
	if len(in.Perpetrators) > 0 {
		row["actor1"], row["actor1_tie"] = in.Perpetrators[0].Text, in.Perpetrators[0].Tie
	}
	for _, list := range [][]reporting.Named{in.Targets, in.Victims} {
		if len(list) > 0 && row["actor2"] == "" {
			row["actor2"] = list[0].Text
		}
	}
	if p := in.Place; p != nil {
		row["country"], row["location"] = entity.CountryName(p.Country), p.Name
		if p.Located {
			row["latitude"], row["longitude"] = strconv.FormatFloat(p.Latitude, 'f', -1, 64), strconv.FormatFloat(p.Longitude, 'f', -1, 64)
		}
		switch p.Kind {
		case "city":
			row["geo_precision"] = "1"
		case "country":
			row["geo_precision"] = "3"
		default:
			row["geo_precision"] = "2"
		}
	}
	for _, c := range in.Counts {
		if c.What == "killed" && row["fatalities"] == "" {
			row["fatalities"] = strconv.Itoa(c.Low)
			if c.High >= 0 {
				row["fatalities_most"] = strconv.Itoa(c.High)
			}
		}
	}
	cells := make([]string, len(columns))
	for k, name := range columns {
		cells[k] = harmless(strings.Join(strings.Fields(row[name]), " "))
	}
	return t.w.Write(cells)
}

// harmless keeps a spreadsheet from taking a text for a formula. Numbers keep
// their sign.
func harmless(cell string) string {
	if cell == "" || strings.IndexByte("=+-@", cell[0]) < 0 {
		return cell
	}
	if _, err := strconv.ParseFloat(cell, 64); err == nil {
		return cell
	}
	return "'" + cell
}

func (t *table) Close() error {
	t.w.Flush()
	if err := t.w.Error(); err != nil {
		return err
	}
	return t.buffered.Flush()
}
