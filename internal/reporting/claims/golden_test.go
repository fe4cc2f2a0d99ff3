package claims

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"deciban/internal/reporting/text"
	"deciban/internal/testkit"
)

var update = flag.Bool("update", false, "write the golden files anew")

// show writes the claims of a text, a claim a paragraph.
func show(d *text.Doc, claims []Claim) string {
	var b strings.Builder
	part := func(name string, spans ...Span) {
		for _, s := range spans {
			if !s.Empty() {
				fmt.Fprintf(&b, "  %-12s %s\n", name, strings.ReplaceAll(d.Raw[s.Start:s.End], "\n", " "))
			}
		}
	}
	for i, c := range claims {
		fmt.Fprintf(&b, "%d %s", i, c.Stance)
		for _, f := range []struct {
			set  bool
			name string
		}{{c.Negated, "negated"}, {c.Hedged, "hedged"}, {c.Direct, "direct"}} {
			if f.set {
				b.WriteString(" " + f.name)
			}
		}
		if c.Outer >= 0 {
			fmt.Fprintf(&b, " within %d", c.Outer)
		}
		fmt.Fprintf(&b, " (%s)\n", c.Rule)
		part("source", c.Source)
		part("cue", c.Cue)
		part("content", c.Content...)
		part("hearer", c.Hearer)
		part("name", c.Name)
		part("role", c.Role)
		part("affiliation", c.Affiliation)
	}
	return b.String()
}

// TestGolden reads testdata/*.txt, written for this, and compares with *.golden.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no texts: %v", err)
	}
	r := NewReader()
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		d := text.Cut(strings.ReplaceAll(string(b), "\r\n", "\n"))
		got := show(d, r.Read(d))
		golden := strings.TrimSuffix(f, ".txt") + ".golden"
		if *update {
			if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if w := strings.ReplaceAll(string(want), "\r\n", "\n"); w != got {
			t.Errorf("%s: %s", f, firstDifference(w, got))
		}
	}
}

func firstDifference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range min(len(w), len(g)) {
		if w[i] != g[i] {
			return fmt.Sprintf("line %d is %q, want %q", i+1, g[i], w[i])
		}
	}
	return fmt.Sprintf("%d lines, want %d", len(g), len(w))
}

// TestBrief looks for claims in the report that the project starts from, checked
// by hand; the report itself is not in the repository, so each is known by the
// first letters of its source and cue.
func TestBrief(t *testing.T) {
	b, err := os.ReadFile(testkit.Shared(t, "reporting", "brief.txt"))
	if err != nil {
		t.Fatal(err)
	}
	d := text.Cut(string(b))
	r := NewReader()
	claims := r.Read(d)
	for _, want := range []struct {
		source, cue string
		stance      Stance
		negated     bool
		direct      bool
	}{
		{"ISIS", "attributed", AttributesResponsibility, false, false},
		{"the U.S.", "had warned", Warns, false, false},
		{"Russian officials", "also said", Asserts, false, false},
		{"both Kyiv and Washington", "say", Denies, false, false},
		{"", "has been established", Asserts, true, false},
		{"", "were all said", Asserts, false, false},
		{"", "are believed", Assesses, false, false},
		{"Afghanistan's Taliban rulers", "promise", Promises, false, false},
		{"experts", "suggest", Asserts, false, false},
		{"Asfandyar Mir, a security specialist", "remarked", Asserts, false, true},
		{"Mir", "highlighted", Asserts, false, false},
		{"Michael Kugelman", "noted", Asserts, false, true},
		{"Kugelman", "emphasized", Asserts, false, true},
		{"Samantha Vinograd", "remarked", Asserts, false, false},
		{"a security expert", "stated", Asserts, false, true},
		{"The expert", "expressed concerns about", Asserts, false, false},
		{"the Taliban's", "claims of", Asserts, false, false},
		{"the Taliban", "asserts", Asserts, false, false},
		{"a security analyst", "said", Asserts, false, true},
	} {
		found := false
		for _, c := range claims {
			source, cue := d.Raw[c.Source.Start:c.Source.End], d.Raw[c.Cue.Start:c.Cue.End]
			if strings.HasPrefix(source, want.source) && (want.source != "" || source == "") && strings.HasPrefix(cue, want.cue) {
				found = true
				if c.Stance != want.stance || c.Negated != want.negated || c.Direct != want.direct {
					t.Errorf("%q %q: stance %s, negated %v, direct %v", source, cue, c.Stance, c.Negated, c.Direct)
				}
			}
		}
		if !found {
			t.Errorf("no claim of %q with %q", want.source, want.cue)
		}
	}
	if t.Failed() {
		t.Log(show(d, claims))
	}
}
