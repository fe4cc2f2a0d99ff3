package export

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"deciban/internal/entity"
	"deciban/internal/reporting"
	"deciban/internal/reporting/ingest"
	"deciban/internal/reporting/mentions"
	"deciban/internal/reporting/relations"
)

// report holds one of everything.
func report() *reporting.Report {
	text := "The Front bombed Morrow Bay on Friday. Velkor denied it."
	span := func(s string) reporting.Span {
		at := strings.Index(text, s)
		return reporting.Span{Start: at, End: at + len(s), Text: s}
	}
	party := func(id, name string) []mentions.Party {
		return []mentions.Party{{ID: id, Dataset: "list", Caption: name, Schema: "Organization", Alias: name, Decibans: 4000}}
	}
	front, velkor := span("The Front"), span("Velkor")
	a := ingest.Article{Text: text, Title: "Bomb", Publisher: "=Post", URL: "https://post.example/1", Published: "2024-03-23", Language: "en", Where: "t"}
	return &reporting.Report{
		ID: a.ID(), Article: a,
		Mentions: []mentions.Mention{{Start: front.Start, End: front.End, Text: front.Text, How: mentions.Name, Of: -1, Parties: party("e1", "Front")}, {Start: velkor.Start, End: velkor.End, Text: velkor.Text, How: mentions.Name, Of: -1, Parties: party("e2", "Velkor")}},
		Incidents: []reporting.Incident{
			{Type: "bombing", Stage: "carried out", From: "2024-03-22", To: "2024-03-22", Place: &reporting.Place{Span: span("Morrow Bay"), Name: "Morrow Bay", Country: "gb", Kind: "city", Located: true, Latitude: -10.5, Longitude: 20},
				Perpetrators: []reporting.Actor{{Named: reporting.Named{Span: front, Mention: 0}, Tie: "fact"}}, Counts: []reporting.Count{{What: "killed", Low: 3, High: -1}}, Sentences: []reporting.Span{span("The Front bombed Morrow Bay on Friday.")}},
			{Type: "attack", Stage: "planned", From: "2024-02-01", To: "2024-02-29", Perpetrators: []reporting.Actor{{Named: reporting.Named{Span: velkor, Mention: 1}, Tie: "denied"}}, Sentences: []reporting.Span{span("Velkor denied it.")}},
		},
		Claims:    []reporting.Claim{{Source: reporting.Named{Span: velkor, Mention: 1}, Cue: span("denied"), Stance: "denies", About: []int{0}, Outer: -1, Sentence: span("Velkor denied it.")}},
		Relations: []relations.Relation{{Kind: "hostile-to", A: relations.End{Span: front, Mention: 0}, B: relations.End{Span: velkor, Mention: 1}, Sentence: span("Velkor denied it.")}},
	}
}

func write(t *testing.T, format string, reports ...*reporting.Report) string {
	t.Helper()
	var b bytes.Buffer
	w, err := New(format, &b)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range reports {
		if err := w.Add(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestNothingIsADocumentToo(t *testing.T) {
	for _, format := range Formats {
		got := write(t, format)
		if format == "geojson" || format == "stix" {
			if !json.Valid([]byte(got)) {
				t.Errorf("%s: %s", format, got)
			}
		}
	}
	if _, err := New("xml", nil); err == nil || !strings.Contains(err.Error(), "jsonl, ftm, stix, geojson, csv") {
		t.Errorf("%v", err)
	}
}

func TestSameReportsGiveSameBytes(t *testing.T) {
	for _, format := range Formats {
		if a, b := write(t, format, report(), report()), write(t, format, report(), report()); a != b {
			t.Errorf("%s differs:\n%s\n%s", format, a, b)
		}
	}
}

// What is written as FtM is read back by the program's own reader, and the
// events point to their article.
func TestFtM(t *testing.T) {
	var schemata []string
	for line := range strings.Lines(write(t, "ftm", report())) {
		e, err := entity.Decode([]byte(strings.TrimSuffix(line, "\n")))
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		schemata = append(schemata, e.Schema.Name)
		if e.Schema.Name == "Event" && e.First("proof") != "report-"+report().ID {
			t.Errorf("the proof of %s is %q", e.ID, e.First("proof"))
		}
		if e.ID == "report-"+report().ID+"-event-0" && (e.First("organizer") != "e1" || e.First("date") != "2024-03-22" || e.First("country") != "gb") {
			t.Errorf("%s", line)
		}
		// Who denies it did not organise it.
		if e.ID == "report-"+report().ID+"-event-1" && (e.First("organizer") != "" || e.First("involved") != "e2" || e.First("name") != "attack (planned)" || e.First("date") != "2024-02") {
			t.Errorf("%s", line)
		}
	}
	if want := []string{"Article", "Mention", "Mention", "Event", "Event"}; !slices.Equal(schemata, want) {
		t.Errorf("%v, want %v", schemata, want)
	}
}

func TestGeoJSON(t *testing.T) {
	var doc struct {
		Type     string
		Features []struct {
			Geometry struct {
				Type        string
				Coordinates []float64
			}
			Properties map[string]any
		}
	}
	if err := json.Unmarshal([]byte(write(t, "geojson", report(), report())), &doc); err != nil {
		t.Fatal(err)
	}
	// Longitude stands first; what has no place is on no map.
	if doc.Type != "FeatureCollection" || len(doc.Features) != 2 || !slices.Equal(doc.Features[0].Geometry.Coordinates, []float64{20, -10.5}) || doc.Features[0].Properties["type"] != "bombing" {
		t.Errorf("%+v", doc)
	}
}

func TestCSV(t *testing.T) {
	rows, err := csv.NewReader(strings.NewReader(write(t, "csv", report()))).ReadAll()
	if err != nil || len(rows) != 3 {
		t.Fatal(rows, err)
	}
	cell := func(row int, column string) string { return rows[row][slices.Index(rows[0], column)] }
	for column, want := range map[string]string{
		"event_date": "2024-03-22", "year": "2024", "time_precision": "1", "event_type": "Explosions/Remote violence", "sub_event_type": "Remote explosive/landmine/IED", "type": "bombing", "country": "United Kingdom", "actor1": "The Front", "actor1_tie": "fact", "location": "Morrow Bay", "latitude": "-10.5",
		"fatalities": "3", "fatalities_most": "", "source": "'=Post", "offset_start": "0",
	} {
		if got := cell(1, column); got != want {
			t.Errorf("%s: %q, want %q", column, got, want)
		}
	}
	// What is only planned is no attack in that codebook, and a month no week.
	if got := []string{cell(2, "event_type"), cell(2, "sub_event_type"), cell(2, "stage"), cell(2, "time_precision"), cell(2, "event_date_last")}; !slices.Equal(got, []string{"Strategic developments", "Other", "planned", "3", "2024-02-29"}) {
		t.Errorf("planned: %q", got)
	}
}

// Every type of ours that others can have has a code of theirs.
func TestEventTypesAreOurs(t *testing.T) {
	for name := range eventTypes {
		if !slices.Contains(reporting.IncidentTypes(), name) {
			t.Errorf("%q is no type of an incident", name)
		}
	}
}
