package reporting

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"deciban/internal/reporting/mentions"
)

const copied = " The market had only just opened when the blast tore through the stalls, and the road to the river was shut until the evening while the wounded were taken to two hospitals in the city."

// read reads texts of one publisher each.
func read(t *testing.T, texts ...string) []*Report {
	t.Helper()
	reader := ownReader(t)
	var all []*Report
	for i, text := range texts {
		a := article(text)
		a.Publisher = []string{"Post", "Mail", "Herald", "Wire"}[i]
		r, err := reader.Read(t.Context(), a)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, r)
	}
	return all
}

func always(string) bool { return true }

func timeline(reports []*Report, within Bounds, ids ...string) *Timeline {
	t := &Timeline{Entries: ids}
	for _, r := range reports {
		t.Add(r, within)
	}
	t.Finish()
	return t
}

// tell writes a timeline in a form that a person can check: each group of claims
// by stance, and the other items.
func tell(tl *Timeline) []string {
	var lines []string
	for i := range tl.Items {
		if item := &tl.Items[i]; item.Kind != ClaimItem {
			lines = append(lines, item.Day+" "+string(item.Kind)+": "+item.What)
		}
	}
	for _, g := range tl.Stances {
		for _, i := range g.Items {
			lines = append(lines, g.Stance+": "+tl.Items[i].Who+": "+tl.Items[i].Says)
		}
	}
	return lines
}

func TestTimelineGroupsClaimsByStance(t *testing.T) {
	first := "The Halvern Liberation Front attacked a bank in Kandahar on Friday, the police said." + copied
	tl := timeline(read(t, first, first+" Shops stayed closed.", "The Halvern Liberation Front denied that it had attacked it. The Velkor Brigade claimed responsibility for it.", "Old rope of the Halvern Liberation Front lay there."), always, "e0")
	want := []string{
		"2024-03-22 incident: bombing in Kandahar, by Halvern Liberation Front, against bank",
		"2024-03-25 mention: named as Halvern Liberation Front",
		"denies: The Halvern Liberation Front: that it had attacked it",
		"asserts: the police: The Halvern Liberation Front attacked a bank in Kandahar on Friday",
	}
	if got := tell(tl); !slices.Equal(got, want) {
		t.Errorf("%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if tl.Reports != 4 || tl.Sources != 3 || tl.Mentions != 4 {
		t.Errorf("%d reports of %d sources, %d mentions", tl.Reports, tl.Sources, tl.Mentions)
	}
	// The copy stands under what it copies.
	if item := tl.Items[0]; len(item.Copies) != 1 || item.Copies[0].Publisher != "Mail" || item.Reported || item.Place == nil {
		t.Errorf("%+v", item)
	}
	if i := tl.Of(MentionItem); len(i) != 1 || tl.Items[i[0]].Sentence.Text != "Old rope of the Halvern Liberation Front lay there." {
		t.Errorf("%+v", tl.Items)
	}
}

func TestTimelineKeepsToItsBounds(t *testing.T) {
	reports := read(t, "The police said that the Halvern Liberation Front had set off a bomb in Kandahar on 2 January 2024.")
	old := func(day string) bool { return day < "2024-02-01" }
	if got := tell(timeline(reports, old, "e0")); len(got) != 1 || !strings.HasPrefix(got[0], "2024-01-02 incident: ") {
		t.Errorf("before February: %q", got)
	}
	late := func(day string) bool { return day >= "2024-02-01" }
	if got := tell(timeline(reports, late, "e0")); len(got) != 1 || !strings.HasPrefix(got[0], "asserts: The police") {
		t.Errorf("from February: %q", got)
	}
	if tl := timeline(reports, always, "e9"); tl.Reports != 0 || len(tl.Items) != 0 {
		t.Errorf("of nobody: %+v", tl)
	}
}

func TestDayText(t *testing.T) {
	for _, c := range [][3]string{
		{"2024-03-22", "2024-03-22", "2024-03-22"}, {"2024-02-01", "2024-02-29", "2024-02"}, {"2022-01-01", "2022-12-31", "2022"},
		{"2024-03-05", "2024-03-11", "2024-03-05 to 2024-03-11"}, {"", "", ""}, {"2024-01-01", "2024-01-30", "2024-01-01 to 2024-01-30"},
	} {
		if got := DayText(c[0], c[1]); got != c[2] {
			t.Errorf("%s, %s: %q, want %q", c[0], c[1], got, c[2])
		}
	}
}

// A party that is found after a report was read has its part in what the report
// says: under another's name, and under a name that meant nobody.
func TestMentionsThatAreFoundLater(t *testing.T) {
	r := read(t, "The Halvern Liberation Front denied that it had met the Old Harbour Boys. The Old Harbour Boys bombed a bank in Kandahar on Friday.")[0]
	at := func(name, id string, from int) mentions.Mention {
		start := from + strings.Index(r.Article.Text[from:], name)
		return mentions.Mention{Start: start, End: start + len(name), Text: name, Of: 7, Parties: []mentions.Party{{ID: id, Dataset: "late"}}}
	}
	kept := len(r.Mentions)
	r.Take([]mentions.Mention{at("Halvern Liberation Front", "late", 0), at("Old Harbour Boys", "boys", 0), at("Old Harbour Boys", "boys", 80)})
	if len(r.Mentions) != kept+2 || r.MentionsOf("late") != 1 || r.MentionsOf("e0") != 1 || r.MentionsOf("boys") != 2 || r.Mentions[kept].Of != -1 {
		t.Errorf("%+v", r.Mentions)
	}
	if got, want := tell(timeline([]*Report{r}, always, "late")), tell(timeline([]*Report{r}, always, "e0")); len(got) == 0 || !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	want := []string{"2024-03-22 incident: bombing in Kandahar, by Old Harbour Boys, against bank", "denies: The Halvern Liberation Front: that it had met the Old Harbour Boys"}
	if got := tell(timeline([]*Report{r}, always, "boys")); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// A name that stands in the title alone is a mention, with the title as its
// sentence; in a headline each word may have a capital.
func TestNamesInTheTitle(t *testing.T) {
	a := article("Rain fell on the old harbour for the third day, and the ferry stayed where it was.")
	a.Title = "Zebedee Morasque Seen In Kandahar, Say Police"
	r, err := ownReader(t).Read(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Mentions) != 0 || len(r.TitleMentions) != 1 || r.MentionsOf("e2") != 1 {
		t.Fatalf("%+v", r)
	}
	tl := timeline([]*Report{r}, always, "e2")
	if got := tell(tl); !slices.Equal(got, []string{"2024-03-25 mention: named in the title as Zebedee Morasque"}) || !tl.Items[0].InTitle || tl.Items[0].Sentence.Text != a.Title || tl.Caption != "Zebedee Morasque" {
		t.Errorf("%q %+v", got, tl.Items)
	}
	// What the text says of it goes before.
	b := article("The Halvern Liberation Front denied that it had attacked the ferry.")
	b.Title = "Halvern Liberation Front Denies Attack"
	r, err = ownReader(t).Read(t.Context(), b)
	if err != nil {
		t.Fatal(err)
	}
	if tl := timeline([]*Report{r}, always, "e0"); tl.Mentions != 2 || len(tl.Of(MentionItem)) != 0 || len(tl.Stances) != 1 {
		t.Errorf("%+v", tl)
	}
}

// What several reports tell of one incident stands together in the timeline, on
// its day, with where they contradict one another.
func TestTimelineGroupsTellingsOfOneIncident(t *testing.T) {
	tl := timeline(read(t,
		"The Halvern Liberation Front set off a bomb in Kandahar on Friday and killed 12 people.",
		"The Halvern Liberation Front bombed a school in Paris on Thursday.",
		"A bomb in Kandahar killed 14 people on Friday. The Halvern Liberation Front denied that it had set off the bomb."), always, "e0")
	var got []string
	for i := range tl.Items {
		if item := &tl.Items[i]; item.Kind == IncidentItem {
			got = append(got, fmt.Sprintf("%s %s %d", item.Day, item.Report.Publisher, item.Event))
		}
	}
	if want := []string{"2024-03-21 Mail 0", "2024-03-22 Post 1", "2024-03-22 Herald 1"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if len(tl.Events) != 1 || tl.Events[0].Reports != 2 || tl.Events[0].Sources != 2 || len(tl.Events[0].Differences) != 2 {
		t.Errorf("%+v", tl.Events)
	}
}
