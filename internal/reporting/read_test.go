package reporting

import (
	"encoding/json"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"

	"deciban/internal/entity"
	"deciban/internal/reporting/ingest"
	"deciban/internal/reporting/mentions"
	"deciban/internal/testkit"
)

// ownReader looks for invented parties.
func ownReader(t testing.TB) *Reader {
	t.Helper()
	var list []*entity.Entity
	for i, n := range []struct{ schema, name string }{{"Organization", "Halvern Liberation Front"}, {"Organization", "Velkor Brigade"}, {"Person", "Zebedee Morasque"}} {
		e, err := entity.NewSubject(n.schema, map[string][]string{"name": {n.name}})
		if err != nil {
			t.Fatal(err)
		}
		e.ID, e.Datasets = fmt.Sprint("e", i), []string{"list"}
		list = append(list, e)
	}
	return NewReader(mentions.New([]mentions.Source{{Entities: list}}, nil), "test", nil)
}

const ownText = "KABUL, March 25 (Reuters) - The Halvern Liberation Front claimed responsibility for a bombing in Kandahar on Friday that killed at least 12 people. " +
	"The Velkor Brigade denied that it had taken part. Zebedee Morasque, the leader of the Halvern Liberation Front, was killed by a French drone on Sunday, officials said."

func article(text string) *ingest.Article {
	return &ingest.Article{Text: text, Published: "2024-03-25", Publisher: "Post", Language: "en", Format: ingest.Text, Where: "test"}
}

func TestAReportHoldsAllThatItsTextSays(t *testing.T) {
	r, err := ownReader(t).Read(t.Context(), article(ownText))
	if err != nil {
		t.Fatal(err)
	}
	if r.Agency != "Reuters" || r.Source() != "Reuters" || len(r.Mentions) != 4 || len(r.Claims) < 2 {
		b, _ := json.MarshalIndent(r, "", " ")
		t.Fatalf("%s", b)
	}
	var about []string
	for _, item := range r.About("e1") {
		about = append(about, string(item.Kind)+": "+item.What)
		if ownText[item.Sentence.Start:item.Sentence.End] != item.Sentence.Text {
			t.Errorf("%+v: its sentence", item)
		}
	}
	if all := strings.Join(about, "\n"); !strings.Contains(all, "claim: The Velkor Brigade denies: that it had taken part") {
		t.Errorf("of the brigade: %s", all)
	}
	if r.MentionsOf("e0") != 2 || r.MentionsOf("e9") != 0 {
		t.Errorf("mentions: %d, %d", r.MentionsOf("e0"), r.MentionsOf("e9"))
	}
	checkOffsets(t, r)
}

func TestOtherLanguagesAreReadForNamesAlone(t *testing.T) {
	a := article("Der Anführer der Gruppe Halvern Liberation Front ist am Freitag verhaftet worden, sagte die Polizei.")
	a.Language = "de"
	r, err := ownReader(t).Read(t.Context(), a)
	if err != nil || len(r.Mentions) != 1 || len(r.Claims) != 0 {
		t.Errorf("%+v %v", r, err)
	}
}

// A reader's memory, and what a report is built of, must not outlive the text:
// the next text uses it again.
func TestReportsDoNotChangeWhenTheNextIsRead(t *testing.T) {
	reader := ownReader(t)
	first, err := reader.Read(t.Context(), article(ownText))
	if err != nil {
		t.Fatal(err)
	}
	before, _ := json.Marshal(first)
	for range 3 {
		if _, err := reader.Read(t.Context(), article(strings.ToUpper(ownText)+" Velkor Brigade fighters fled to Kabul, a man said.")); err != nil {
			t.Fatal(err)
		}
	}
	if after, _ := json.Marshal(first); string(after) != string(before) {
		t.Errorf("was %s\nis  %s", before, after)
	}
}

func TestMemoryDoesNotGrowWithTheNumberOfTexts(t *testing.T) {
	reader := ownReader(t)
	read := func(from, to int) uint64 {
		for i := from; i < to; i++ {
			if _, err := reader.Read(t.Context(), article(fmt.Sprintf("Text %d. %s Name%d Surname%d said so.", i, ownText, i, i))); err != nil {
				t.Fatal(err)
			}
		}
		runtime.GC()
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	first := read(0, 300)
	if after := read(300, 1500); after > first+2<<20 {
		t.Errorf("after 300 texts %d bytes, after 1,500 %d", first, after)
	}
}

// checkOffsets holds each piece of a report against the text.
func checkOffsets(t testing.TB, r *Report) {
	t.Helper()
	text := r.Article.Text
	b, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var doc any
	if err := json.Unmarshal(b, &doc); err != nil {
		t.Fatal(err)
	}
	valid := utf8.ValidString(text)
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			s, hasStart := v["start"].(float64)
			e, hasEnd := v["end"].(float64)
			said, hasText := v["text"].(string)
			if hasStart && hasEnd && hasText {
				if s < 0 || s > e || int(e) > len(text) || valid && text[int(s):int(e)] != said {
					t.Fatalf("%v: not what stands there", v)
				}
				if !testkit.WholeRunes(text, int(s), int(e)) {
					t.Fatalf("%v: not on rune boundaries of %q", v, text)
				}
			}
			for _, x := range v {
				walk(x)
			}
		case []any:
			for _, x := range v {
				walk(x)
			}
		}
	}
	walk(doc)
}

func FuzzRead(f *testing.F) {
	f.Add(ownText)
	f.Add(strings.ToUpper(ownText))
	f.Add("“The group,” Zebedee Morasque\xff said, promised the Velkor Brigade ’s (HLF)")
	reader := ownReader(f)
	f.Fuzz(func(t *testing.T, text string) {
		r, err := reader.Read(t.Context(), article(text))
		if err != nil {
			t.Fatal(err)
		}
		checkOffsets(t, r)
		tl := timeline([]*Report{r}, always, "e0", "e1", "e2")
		for i := range tl.Items {
			if s := tl.Items[i].Sentence; !testkit.WholeRunes(text, s.Start, s.End) || text[s.Start:s.End] != s.Text {
				t.Fatalf("%+v: its sentence", tl.Items[i])
			}
		}
	})
}

func BenchmarkRead(b *testing.B) {
	reader := ownReader(b)
	a := article(strings.Repeat(ownText+" Nobody else was there, and the harbour was quiet until the evening.\n\n", 20))
	b.SetBytes(int64(len(a.Text)))
	for b.Loop() {
		if _, err := reader.Read(b.Context(), a); err != nil {
			b.Fatal(err)
		}
	}
}
