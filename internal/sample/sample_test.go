package sample

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"deciban/internal/entity"
)

// record is a line of the file as it is written, unknown properties included.
type record struct {
	ID         string              `json:"id"`
	Schema     string              `json:"schema"`
	Properties map[string][]string `json:"properties"`
	Datasets   []string            `json:"datasets"`
	Target     bool                `json:"target"`
}

func records(t *testing.T) []record {
	t.Helper()
	var rs []record
	for i, line := range bytes.Split(bytes.TrimSuffix(file, []byte("\n")), []byte("\n")) {
		d := json.NewDecoder(bytes.NewReader(line))
		d.DisallowUnknownFields()
		var r record
		if err := d.Decode(&r); err != nil {
			t.Fatalf("line %d: %v", i+1, err)
		}
		rs = append(rs, r)
	}
	return rs
}

func TestEveryLineBecomesAnEntityThatKeepsItsValues(t *testing.T) {
	es, err := Entities()
	if err != nil {
		t.Fatal(err)
	}
	rs := records(t)
	if len(es) != len(rs) {
		t.Fatalf("%d entities from %d lines", len(es), len(rs))
	}
	for i, e := range es {
		if e.ID != rs[i].ID || e.Schema.Name != rs[i].Schema {
			t.Fatalf("line %d: got %s %s, want %s %s", i+1, e.Schema, e.ID, rs[i].Schema, rs[i].ID)
		}
		for prop, values := range rs[i].Properties {
			if got := len(e.Values(prop)); got != len(values) {
				t.Errorf("%s: %s has %d values %q, want %d %q", e.ID, prop, got, e.Values(prop), len(values), values)
			}
		}
		for _, s := range e.Statements {
			if s.Dataset != Dataset || s.Place != (entity.Place{File: File, Line: i + 1}) {
				t.Errorf("%s: %s stands at %+v of %q, want line %d of %s", e.ID, s.Prop, s.Place, s.Dataset, i+1, File)
			}
			if s.Remark != "" {
				t.Errorf("%s: %s %q is doubted: %s", e.ID, s.Prop, s.Value, s.Remark)
			}
		}
	}
}

func TestEachRecordIsWellFormed(t *testing.T) {
	seen := make(map[string]bool)
	for _, r := range records(t) {
		if seen[r.ID] {
			t.Errorf("%s: the id is not unique", r.ID)
		}
		seen[r.ID] = true
		schema, ok := entity.SchemaOf(r.Schema)
		if !ok {
			t.Errorf("%s: %q is no schema", r.ID, r.Schema)
			continue
		}
		if r.Target != schema.Matchable {
			t.Errorf("%s: target is %v for a %s", r.ID, r.Target, r.Schema)
		}
		if len(r.Datasets) != 1 || r.Datasets[0] != Dataset {
			t.Errorf("%s: datasets %q, want %q alone", r.ID, r.Datasets, Dataset)
		}
		if len(r.Properties["sourceUrl"]) == 0 {
			t.Errorf("%s: has no sourceUrl, its public reference", r.ID)
		}
		for prop, values := range r.Properties {
			if schema.Property(prop) == nil {
				t.Errorf("%s: %q is no property of %s", r.ID, prop, r.Schema)
				continue
			}
			for _, v := range values {
				if _, err := entity.Clean(schema, prop, v); err != nil {
					t.Errorf("%s: %v", r.ID, err)
				}
			}
		}
	}
}

func TestLinksReachTheirEnds(t *testing.T) {
	rs := records(t)
	byID := make(map[string]record, len(rs))
	for _, r := range rs {
		byID[r.ID] = r
	}
	for _, r := range rs {
		schema, _ := entity.SchemaOf(r.Schema)
		for prop, values := range r.Properties {
			p := schema.Property(prop)
			if p == nil || p.Type != "entity" {
				continue
			}
			for _, id := range values {
				end, ok := byID[id]
				if !ok {
					t.Errorf("%s: %s %q is not in the sample", r.ID, prop, id)
					continue
				}
				if s, _ := entity.SchemaOf(end.Schema); !s.IsA(p.Range) {
					t.Errorf("%s: %s %q is a %s, not a %s", r.ID, prop, id, end.Schema, p.Range)
				}
			}
		}
	}
}

// TestSampleShowsWhatItIsFor keeps the sample from losing the cases that it
// was written to show.
func TestSampleShowsWhatItIsFor(t *testing.T) {
	count := make(map[string]int)
	for _, r := range records(t) {
		count["schema "+r.Schema]++
		if r.Target {
			count["entries"]++
		}
		for prop, values := range r.Properties {
			count["property "+prop] += len(values)
			for _, v := range values {
				switch {
				case prop == "birthDate" && len(v) == len("1971"):
					count["birth year only"]++
				case prop == "birthDate" && strings.Contains(v, "/"):
					count["birth date between two years"]++
				case prop == "birthDate" && strings.HasSuffix(v, "~"):
					count["birth year circa"]++
				case prop == "name" || prop == "alias":
					count["script "+script(v)]++
				}
			}
		}
	}
	if n := count["entries"]; n < 60 || n > 100 {
		t.Errorf("%d entries, want 60 to 100", n)
	}
	for _, what := range []string{
		"schema Person", "schema Organization", "schema Company", "schema Vessel", "schema Airplane",
		"schema CryptoWallet", "schema Sanction", "schema Passport", "schema Family", "schema Ownership",
		"property weakAlias", "property previousName", "property passportNumber", "property imoNumber",
		"property mmsi", "property swiftBic", "property innCode", "property pastFlags", "property deathDate",
		"birth year only", "birth date between two years", "birth year circa",
		"script Latin", "script Arabic", "script Cyrillic", "script Han", "script Hangul", "script Ethiopic", "script Myanmar",
	} {
		if count[what] == 0 {
			t.Errorf("the sample shows no %s", what)
		}
	}
}
