package entity

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"deciban/internal/testkit"
)

var update = flag.Bool("update", false, "rewrite golden and generated files")

func mustSchema(t testing.TB, name string) *Schema {
	t.Helper()
	s, ok := SchemaOf(name)
	if !ok {
		t.Fatalf("no schema %s", name)
	}
	return s
}

func TestSchemataInheritPropertiesCaptionAndKinship(t *testing.T) {
	person := mustSchema(t, "Person")
	if !person.IsA("Person") || !person.IsA("LegalEntity") || !person.IsA("Thing") || person.IsA("Company") {
		t.Error("Person's ancestors are wrong")
	}
	for prop, typ := range map[string]string{"birthDate": "date", "name": "name", "taxNumber": "identifier", "gender": "gender"} {
		if p := person.Property(prop); p == nil || p.Type != typ || p.Name != prop {
			t.Errorf("Person's %s is %+v, want type %s", prop, p, typ)
		}
	}
	if person.Property("imoNumber") != nil || person.Property("") != nil {
		t.Error("Person has properties that are not its own")
	}
	company := mustSchema(t, "Company")
	if !company.IsA("Asset") || !company.IsA("Organization") || company.Property("imoNumber") == nil || company.Property("amount") == nil {
		t.Error("Company does not inherit from both its parents")
	}
	if got := strings.Join(mustSchema(t, "LegalEntity").Caption, " "); got != "name email phone registrationNumber" {
		t.Errorf("LegalEntity's caption: %s", got)
	}
	own := mustSchema(t, "Ownership")
	if own.Edge == nil || *own.Edge != (Edge{Source: "owner", Target: "asset", Label: "owns", Directed: true}) {
		t.Errorf("Ownership's edge: %+v", own.Edge)
	}
	if f := mustSchema(t, "Family").Edge; f == nil || f.Directed || f.Source != "person" || f.Target != "relative" || f.Label != "related to" {
		t.Errorf("Family's edge: %+v", f)
	}
	if p := own.Property("asset"); p.Type != "entity" || p.Range != "Asset" {
		t.Errorf("Ownership's asset: %+v", p)
	}
	if p := company.Property("leiCode"); p.Format != "lei" || !p.Matchable {
		t.Errorf("Company's leiCode: %+v", p)
	}
	if person.Property("birthPlace").Matchable || person.Property("weakAlias").Matchable {
		t.Error("birthPlace and weakAlias are matchable")
	}
	for name, want := range map[string]bool{"Person": true, "Thing": false, "Asset": false, "Vessel": true, "Sanction": false} {
		if mustSchema(t, name).Matchable != want {
			t.Errorf("%s: matchable is %v", name, !want)
		}
	}
	if _, ok := SchemaOf("person"); ok {
		t.Error("schema names are not case-sensitive")
	}
}

func TestSchemataAreSortedAndCannotBeHarmed(t *testing.T) {
	a := Schemata()
	if len(a) < 30 || !slices.IsSortedFunc(a, func(x, y *Schema) int { return strings.Compare(x.Name, y.Name) }) {
		t.Errorf("%d schemata, or not sorted", len(a))
	}
	a[0] = nil
	if Schemata()[0] == nil {
		t.Error("Schemata gives its own list away")
	}
	for _, s := range Schemata() {
		ps := s.Properties()
		if !slices.IsSortedFunc(ps, func(x, y *Property) int { return strings.Compare(x.Name, y.Name) }) {
			t.Errorf("%s: properties are not sorted", s)
		}
		for _, p := range ps {
			if p.Range != "" {
				mustSchema(t, p.Range)
			}
			if (p.Type == "entity") != (p.Range != "") {
				t.Errorf("%s.%s: type %s, range %q", s, p.Name, p.Type, p.Range)
			}
		}
		for _, c := range s.Caption {
			if s.Property(c) == nil {
				t.Errorf("%s: its caption %s is no property", s, c)
			}
		}
		if e := s.Edge; e != nil && (s.Property(e.Source) == nil || s.Property(e.Target) == nil) {
			t.Errorf("%s: its edge %+v names no properties", s, e)
		}
	}
}

func TestReadModelRefusesBrokenFiles(t *testing.T) {
	for text, why := range map[string]string{
		"\tname name\n":           "before any schema",
		"A < B\n":                 "does not exist",
		"A\n\tname\n":             "lacks a type",
		"A red\n":                 "unknown word",
		"A edge=a>=b\n":           "lacks an end",
		"A < B, C\nB\n\tx name\n": "does not exist",
	} {
		if _, err := readModel(text); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("readModel(%q): %v, want an error that says %q", text, err, why)
		}
	}
}

// TestSchemaFileIsFollowTheMoney compares schema.txt with FtM's own dump of its
// model, and writes it from there with -update.
func TestSchemaFileIsFollowTheMoney(t *testing.T) {
	data, err := os.ReadFile(testkit.Shared(t, "lists", "ftm", "ftm_default_model_v3.8.4.json"))
	if err != nil {
		t.Fatal(err)
	}
	var m struct {
		Schemata map[string]struct {
			Extends   []string
			Matchable bool
			Caption   []string
			Edge      *struct {
				Source, Target, Label string
				Directed              bool
			}
			Properties map[string]struct {
				Type, Format, Range string
				Matchable, Stub     bool
			}
		}
	}
	if err := json.Unmarshal(data, &m); err != nil {
		t.Fatal(err)
	}
	head, _, _ := strings.Cut(schemaText, "\nAddress")
	var b strings.Builder
	b.WriteString(head + "\n")
	for _, name := range slices.Sorted(maps.Keys(m.Schemata)) {
		s := m.Schemata[name]
		b.WriteString(name)
		if slices.Sort(s.Extends); len(s.Extends) > 0 {
			b.WriteString(" < " + strings.Join(s.Extends, ", "))
		}
		if s.Matchable {
			b.WriteString(" matchable")
		}
		if len(s.Caption) > 0 {
			b.WriteString(" caption=" + strings.Join(s.Caption, ","))
		}
		if e := s.Edge; e != nil {
			arrow := map[bool]string{true: ">", false: "-"}[e.Directed]
			fmt.Fprintf(&b, " edge=%s%s%s=%s", e.Source, arrow, e.Target, strings.ReplaceAll(e.Label, " ", "_"))
		}
		b.WriteByte('\n')
		for _, prop := range slices.Sorted(maps.Keys(s.Properties)) {
			p := s.Properties[prop]
			if p.Stub {
				continue
			}
			b.WriteString("\t" + prop + " " + p.Type)
			if p.Format != "" {
				b.WriteString(":" + p.Format)
			}
			if p.Range != "" {
				b.WriteString(">" + p.Range)
			}
			if !p.Matchable {
				b.WriteString(" !")
			}
			b.WriteByte('\n')
		}
	}
	if *update {
		if err := os.WriteFile("schema.txt", []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if b.String() != schemaText {
		t.Error("schema.txt is not what FtM's model gives; run with -update and look at the difference")
	}
}

// TestDesignSubsetIsThere reads the design's table of schemata and checks each
// property, its type, format and range.
func TestDesignSubsetIsThere(t *testing.T) {
	data, err := os.ReadFile(testkit.Shared(t, "design", "followthemoney-subset.md"))
	if err != nil {
		t.Fatal(err)
	}
	head := regexp.MustCompile(`^## (\w+)  extends=(.*?) matchable=(\w+) `)
	prop := regexp.MustCompile(`^(\w+):(\w+)(?:\((\w+)\))?(?:->(\w+))?(!?)$`)
	var s *Schema
	seen := 0
	for _, line := range strings.Split(string(data), "\n") {
		if m := head.FindStringSubmatch(line); m != nil {
			s = mustSchema(t, m[1])
			for _, parent := range regexp.MustCompile(`\w+`).FindAllString(m[2], -1) {
				if !s.IsA(parent) {
					t.Errorf("%s does not extend %s", s, parent)
				}
			}
			if s.Matchable != (m[3] == "True") {
				t.Errorf("%s: matchable is %v", s, s.Matchable)
			}
			continue
		}
		if s == nil || line == "" {
			continue
		}
		for _, text := range strings.Split(line, ", ") {
			m := prop.FindStringSubmatch(text)
			if m == nil {
				t.Fatalf("cannot read %q", text)
			}
			seen++
			p := s.Property(m[1])
			if p == nil {
				t.Errorf("%s has no %s", s, m[1])
				continue
			}
			if got := (Property{m[1], m[2], m[3], m[4], m[5] == ""}); *p != got {
				t.Errorf("%s: %+v, want %+v", s, *p, got)
			}
		}
	}
	if seen < 200 {
		t.Errorf("%d properties read, want over 200", seen)
	}
}
