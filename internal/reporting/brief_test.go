package reporting

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"deciban/internal/entity"
	"deciban/internal/lists"
	"deciban/internal/reporting/ingest"
	"deciban/internal/reporting/mentions"
	"deciban/internal/reporting/places"
	"deciban/internal/testkit"
)

// TestTheBrief reads the news report that the project starts from, and holds
// each fact of testdata/brief.facts that is read right: those were checked by
// hand, sentence by sentence, against the text, of which none is written there.
// What is missed stands in the file too, with "-"; docs/reporting.md says it in
// words.
func TestTheBrief(t *testing.T) {
	if testing.Short() {
		t.Skip("reads whole lists; plain tests do it")
	}
	raw, err := os.ReadFile(testkit.Shared(t, "reporting", "brief.txt"))
	if err != nil {
		t.Fatal(err)
	}
	var all []*entity.Entity
	for _, p := range []string{testkit.Shared(t, "lists", "un_sc_sanctions", "un_2022-10-21.xml"), testkit.Shared(t, "lists", "us_ofac_sdn", "2021-07")} {
		l, err := lists.Read(context.Background(), p, lists.Options{})
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, l.Entities...)
	}
	g, err := places.Open(testkit.Shared(t, "reporting", "places", "cities15000.txt"))
	if err != nil {
		t.Fatal(err)
	}
	a := &ingest.Article{Text: string(raw), Published: "2024-03-28", Language: "en", Where: "brief"}
	r, err := NewReader(mentions.New([]mentions.Source{{Entities: all}}, nil), "shared", g).Read(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	checkOffsets(t, r)
	found := r.facts()
	if os.Getenv("DECIBAN_PRINT_FACTS") != "" {
		fmt.Println(strings.Join(found, "\n"))
	}
	file, err := os.ReadFile("testdata/brief.facts")
	if err != nil {
		t.Fatal(err)
	}
	right := 0
	for line := range strings.Lines(string(file)) {
		fact, ok := strings.CutPrefix(strings.TrimSpace(line), "+ ")
		if !ok {
			continue
		}
		right++
		if !slices.Contains(found, fact) {
			t.Errorf("no longer found: %s", fact)
		}
	}
	if right < 100 {
		t.Errorf("the file holds %d facts", right)
	}
}

// facts says what was read by types, offsets, stances, dates and entries, and
// with no word of the text.
func (r *Report) facts() []string {
	var all []string
	add := func(format string, args ...any) { all = append(all, fmt.Sprintf(format, args...)) }
	at := func(s Span) string { return fmt.Sprintf("%d-%d", s.Start, s.End) }
	who := func(mention int) string {
		if mention < 0 {
			return "-"
		}
		return r.Mentions[mention].Parties[0].ID
	}
	for _, m := range r.Mentions {
		var ids []string
		for _, p := range m.Parties {
			ids = append(ids, p.ID)
		}
		add("mention %d-%d %s %s", m.Start, m.End, m.How, strings.Join(ids, ","))
	}
	for _, in := range r.Incidents {
		id := fmt.Sprintf("incident %s @%d", strings.ReplaceAll(in.Type, " ", "-"), in.Sentences[0].Start)
		add("%s stage %s", id, in.Stage)
		if in.From != "" {
			add("%s from %s to %s", id, in.From, in.To)
		}
		if in.Place != nil {
			add("%s in %s", id, in.Place.Name)
		}
		for _, p := range in.Perpetrators {
			add("%s by %s %s %s", id, at(p.Span), p.Tie, who(p.Mention))
		}
		for _, n := range slices.Concat(in.Targets, in.Victims) {
			add("%s against %s", id, at(n.Span))
		}
	}
	for _, c := range r.Claims {
		id := fmt.Sprintf("claim @%d %s", c.Cue.Start, c.Stance)
		add("%s by %s %s", id, at(c.Source.Span), who(c.Source.Mention))
		for _, s := range c.Content {
			add("%s content %s", id, at(s))
		}
		if c.Role != nil {
			add("%s role %s", id, at(*c.Role))
		}
		if c.Affiliation != nil {
			add("%s affiliation %s", id, at(*c.Affiliation))
		}
		if c.Negated {
			add("%s negated", id)
		}
		if c.Hedged {
			add("%s hedged", id)
		}
	}
	for _, x := range r.Relations {
		add("relation %s %s %s > %s %s %s", x.Kind, at(x.A.Span), who(x.A.Mention), at(x.B.Span), who(x.B.Mention), x.When)
	}
	for _, c := range r.Commitments {
		line := fmt.Sprintf("commitment %s %s %s", c.Kind, at(c.Who.Span), who(c.Who.Mention))
		if c.Whom != nil {
			line += " to " + at(c.Whom.Span)
		}
		if c.What != nil {
			line += " what " + at(*c.What)
		}
		add("%s", strings.TrimSpace(line+" "+c.When))
	}
	for _, l := range r.Levels {
		add("level %s %s", l.Change, l.Country)
	}
	for i, s := range all {
		all[i] = strings.TrimSpace(s)
	}
	return all
}
