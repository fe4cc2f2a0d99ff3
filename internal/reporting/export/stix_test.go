package export

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"deciban/internal/reporting"
)

// The standard's own rules (STIX 2.1, sections 2.9, 3.2 to 3.4, 4, 5 and 10), as
// far as they concern what is written.
var (
	stixID   = regexp.MustCompile(`^([a-z][a-z-]*)--[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	stixTime = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$`)
	stixTerm = regexp.MustCompile(`^[a-z0-9-]+$`)

	stixRequired = map[string][]string{
		"identity":     {"name"},
		"incident":     {"name"},
		"location":     {"country"},
		"opinion":      {"opinion", "object_refs"},
		"relationship": {"relationship_type", "source_ref", "target_ref"},
		"report":       {"name", "published", "object_refs"},
		"threat-actor": {"name"},
	}
	// stixAllowed are the properties beside those of all objects; others need an
	// extension.
	stixAllowed = map[string][]string{
		"identity":     {"name", "description", "roles", "identity_class", "sectors", "contact_information"},
		"incident":     {"name", "description"},
		"location":     {"name", "description", "latitude", "longitude", "precision", "region", "country", "administrative_area", "city", "street_address", "postal_code"},
		"opinion":      {"explanation", "authors", "opinion", "object_refs"},
		"relationship": {"relationship_type", "description", "source_ref", "target_ref", "start_time", "stop_time"},
		"report":       {"name", "description", "report_types", "published", "object_refs"},
		"threat-actor": {"name", "description", "threat_actor_types", "aliases", "first_seen", "last_seen", "roles", "goals", "sophistication", "resource_level", "primary_motivation", "secondary_motivations", "personal_motivations"},
	}
	stixCommon   = []string{"type", "spec_version", "id", "created_by_ref", "created", "modified", "revoked", "labels", "confidence", "lang", "external_references", "object_marking_refs", "granular_markings", "extensions"}
	stixOpinions = []string{"strongly-disagree", "disagree", "neutral", "agree", "strongly-agree"}
)

type bundle struct {
	Type, ID string
	Objects  []map[string]any
}

func readBundle(t *testing.T, text string) bundle {
	t.Helper()
	var b bundle
	if err := json.Unmarshal([]byte(text), &b); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	if b.Type != "bundle" || !strings.HasPrefix(b.ID, "bundle--") || !stixID.MatchString(b.ID) {
		t.Errorf("%s %s is no bundle", b.Type, b.ID)
	}
	return b
}

// checkObject says what of an object is against the standard.
func checkObject(o map[string]any) (wrong []string) {
	kind, _ := o["type"].(string)
	id, _ := o["id"].(string)
	if m := stixID.FindStringSubmatch(id); m == nil || m[1] != kind {
		wrong = append(wrong, fmt.Sprintf("id %q", id))
	}
	if o["spec_version"] != "2.1" {
		wrong = append(wrong, "spec_version")
	}
	required, known := stixRequired[kind]
	if !known {
		return append(wrong, fmt.Sprintf("type %q", kind))
	}
	for _, key := range required {
		if v, ok := o[key]; !ok || v == "" {
			wrong = append(wrong, key+" is missing")
		}
	}
	for key, v := range o {
		if !slices.Contains(stixCommon, key) && !slices.Contains(stixAllowed[kind], key) {
			wrong = append(wrong, key+" is not of the standard")
		}
		if list, ok := v.([]any); ok && len(list) == 0 {
			wrong = append(wrong, key+" is an empty list")
		}
	}
	for _, key := range []string{"created", "modified", "published"} {
		v, ok := o[key].(string)
		if _, err := time.Parse(time.RFC3339, v); (ok || key != "published") && (err != nil || !stixTime.MatchString(v)) {
			wrong = append(wrong, fmt.Sprintf("%s %q", key, v))
		}
	}
	if v, ok := o["relationship_type"].(string); ok && !stixTerm.MatchString(v) {
		wrong = append(wrong, "relationship_type "+v)
	}
	if v, ok := o["opinion"].(string); ok && !slices.Contains(stixOpinions, v) {
		wrong = append(wrong, "opinion "+v)
	}
	if labels, ok := o["labels"].([]any); ok {
		for _, l := range labels {
			if !stixTerm.MatchString(l.(string)) {
				wrong = append(wrong, fmt.Sprintf("label %q", l))
			}
		}
	}
	_, lat := o["latitude"]
	if _, lon := o["longitude"]; lat != lon {
		wrong = append(wrong, "one of latitude and longitude")
	}
	return wrong
}

// Every reference of the bundle leads to an object in it, and each object is as
// the standard asks.
func TestSTIX(t *testing.T) {
	text := write(t, "stix", report(), other())
	b := readBundle(t, text)
	ids := map[string]bool{}
	count := map[string]int{}
	for _, o := range b.Objects {
		if wrong := checkObject(o); len(wrong) > 0 {
			t.Errorf("%v\nis wrong in: %s", o, strings.Join(wrong, ", "))
		}
		id := o["id"].(string)
		if ids[id] {
			t.Errorf("%s stands twice", id)
		}
		ids[id] = true
		count[o["type"].(string)]++
	}
	if count["identity"] != 1 || count["threat-actor"] != 2 || count["location"] != 1 || count["report"] != 2 {
		t.Errorf("%v: what reports have in common is written once", count)
	}
	for _, o := range b.Objects {
		var refs []any
		for _, key := range []string{"source_ref", "target_ref", "created_by_ref"} {
			if v, ok := o[key]; ok {
				refs = append(refs, v)
			}
		}
		if v, ok := o["object_refs"].([]any); ok {
			refs = append(refs, v...)
		}
		for _, ref := range refs {
			if !ids[ref.(string)] {
				t.Errorf("%s points to %v, which is not in the bundle", o["id"], ref)
			}
		}
	}
	for _, want := range []string{`"opinion":"disagree"`, `"relationship_type":"denied-by"`, `"relationship_type":"located-at"`, `"labels":["attack","planned"]`, `"relationship_type":"related-to"`} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s in %s", want, text)
		}
	}
}

// other is a second report on the same parties.
func other() *reporting.Report {
	r := report()
	r.Article.Title, r.Article.Published = "Again", ""
	r.ID = r.Article.ID()
	r.Incidents[0].Victims = []reporting.Named{{Span: reporting.Span{Start: 39, End: 45, Text: "Velkor"}, Mention: 1}}
	return r
}

// A customer in the news is no threat actor, nor is a ship.
func TestWatchedSubjectsAreNoThreatActors(t *testing.T) {
	r := report()
	r.Mentions[0].Parties[0].Watched = true
	r.Mentions[1].Parties[0].Schema = "Vessel"
	kinds := map[string]int{}
	for _, o := range readBundle(t, write(t, "stix", r)).Objects {
		kinds[o["type"].(string)]++
		if wrong := checkObject(o); len(wrong) > 0 {
			t.Errorf("%v: %v", o, wrong)
		}
	}
	if kinds["threat-actor"] != 0 || kinds["identity"] != 3 {
		t.Errorf("%v", kinds)
	}
}

// What a person rejected since the report was read goes to no other program.
func TestRejectedMentionsAreNotWritten(t *testing.T) {
	for _, format := range []string{"ftm", "stix", "geojson", "csv"} {
		r := report()
		r.Mentions[0].Parties = nil
		text := write(t, format, r)
		if strings.Contains(text, `"e1"`) || format == "stix" && strings.Contains(text, "hostile-to") {
			t.Errorf("%s: %s", format, text)
		}
	}
}

// The same objects have the same id in each bundle, and bundles of other content
// another.
func TestIdsOfBundles(t *testing.T) {
	first, second := readBundle(t, write(t, "stix", report())), readBundle(t, write(t, "stix", other()))
	if first.ID == second.ID {
		t.Errorf("two bundles are %s", first.ID)
	}
	created := map[string]any{}
	for _, o := range first.Objects {
		created[o["id"].(string)] = o["created"]
	}
	shared := 0
	for _, o := range second.Objects {
		if was, ok := created[o["id"].(string)]; ok {
			shared++
			if was != o["created"] {
				t.Errorf("%s was created at %v and %v", o["id"], was, o["created"])
			}
		}
	}
	if shared < 3 {
		t.Errorf("%d objects in common", shared)
	}
}
