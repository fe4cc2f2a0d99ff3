package mentions

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"

	"deciban/internal/entity"
	"deciban/internal/lists"
	"deciban/internal/reporting/text"
	"deciban/internal/testkit"
)

// sharedFinder holds the lists of the UN of October 2022 and of OFAC of July
// 2021, read once.
var sharedFinder = sync.OnceValues(func() (*Finder, error) {
	var all []*entity.Entity
	for _, p := range sharedLists {
		found, err := lists.Open(p)
		if err != nil {
			return nil, err
		}
		for _, s := range found {
			l, err := s.Read(context.Background(), lists.Options{})
			if err != nil {
				return nil, err
			}
			all = append(all, l.Entities...)
		}
	}
	return New([]Source{{Entities: all}}, nil), nil
})

var sharedLists []string

func listsFinder(t testing.TB) *Finder {
	t.Helper()
	sharedLists = []string{testkit.Shared(t, "lists", "un_sc_sanctions", "un_2022-10-21.xml"), testkit.Shared(t, "lists", "us_ofac_sdn", "2021-07")}
	f, err := sharedFinder()
	if err != nil {
		t.Fatal(err)
	}
	return f
}

type re3dDoc struct {
	ID    string `json:"_id"`
	Title string `json:"title"`
	Text  string `json:"text"`
}

type re3dEntity struct {
	Begin int    `json:"begin"`
	End   int    `json:"end"`
	Type  string `json:"type"`
	Value string `json:"value"`
	Doc   string `json:"documentId"`
}

func readLines[T any](t testing.TB, path string) []T {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []T
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<22)
	for s.Scan() {
		var v T
		if err := json.Unmarshal(s.Bytes(), &v); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		all = append(all, v)
	}
	return all
}

func TestListedOrganisationsInSharedTexts(t *testing.T) {
	if testing.Short() {
		t.Skip("reads whole lists; plain tests do it")
	}
	f := listsFinder(t)
	// Every name of an organisation on the lists, folded.
	listed := map[string]bool{}
	for _, p := range f.parties {
		if kindOf(p.entity.Schema) != organisation {
			continue
		}
		for _, prop := range []string{"name", "alias", "weakAlias", "previousName"} {
			for _, v := range p.entity.Values(prop) {
				for _, s := range spellings(v, organisation) {
					listed[Form(s.text)] = true
				}
			}
		}
	}
	r := f.NewReader()
	found, all, ok := 0, 0, 0
	hows := map[How]int{}
	for _, folder := range []string{"CENTCOM", "UK_Government", "US_State_Department"} {
		gold := map[string][]re3dEntity{}
		for _, e := range readLines[re3dEntity](t, testkit.Shared(t, "reporting", "relations", folder, "entities.json")) {
			gold[e.Doc] = append(gold[e.Doc], e)
		}
		for _, d := range readLines[re3dDoc](t, testkit.Shared(t, "reporting", "relations", folder, "documents.json")) {
			ms, err := r.Read(t.Context(), text.Cut(d.Text))
			if err != nil {
				t.Fatal(err)
			}
			for i, m := range ms {
				hows[m.How]++
				all++
				if os.Getenv("DECIBAN_PRINT_MENTIONS") != "" {
					from, to := max(0, m.Start-50), min(len(d.Text), m.End+40)
					fmt.Printf("%s\t%s\t%s\t%s\t%s %v\t…%s[[%s]]%s…\n", folder, d.ID[:6], m.How, m.Text, m.Parties[0].ID+" "+m.Parties[0].Caption, m.Parties[0].Decibans, strings.ToValidUTF8(strings.ReplaceAll(d.Text[from:m.Start], "\n", " "), ""), m.Text, strings.ToValidUTF8(strings.ReplaceAll(d.Text[m.End:to], "\n", " "), ""))
				}
				if m.Start < 0 || m.End > len(d.Text) || d.Text[m.Start:m.End] != m.Text || i > 0 && ms[i-1].Start > m.Start {
					t.Fatalf("%s: %+v: its offsets are wrong", d.ID, m)
				}
			}
			// The annotation counts characters.
			runes := []rune(d.Text)
			for _, g := range gold[d.ID] {
				value := strings.TrimPrefix(strings.TrimPrefix(g.Value, "the "), "The ")
				// OFAC lists a party of which a short name is "UK"; the texts mean
				// the country.
				if g.Type != "Organisation" || !listed[Form(value)] || value == "UK" {
					continue
				}
				start, end := len(string(runes[:min(g.Begin, len(runes))])), len(string(runes[:min(g.End, len(runes))]))
				found++
				hit := false
				for _, m := range ms {
					hit = hit || m.Start < end && start < m.End
				}
				if hit {
					ok++
				} else if os.Getenv("DECIBAN_PRINT_MENTIONS") != "" {
					fmt.Printf("MISSED\t%s\t%q in %q\n", d.ID[:6], g.Value, string(runes[max(0, g.Begin-60):min(len(runes), g.End+40)]))
				}
			}
		}
	}
	t.Logf("%d mentions, %v; of %d annotated organisations that are on the lists %d are found", all, hows, found, ok)
	if found < 150 || float64(ok) < 0.85*float64(found) {
		t.Errorf("of %d annotated organisations that are on the lists %d are found", found, ok)
	}
}
