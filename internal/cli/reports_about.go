package cli

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"deciban/internal/entity"
	"deciban/internal/reporting"
	"deciban/internal/reporting/archive"
	"deciban/internal/reporting/export"
	"deciban/internal/reporting/ingest"
	"deciban/internal/reporting/mentions"
	"deciban/internal/reporting/page"
	"deciban/internal/reporting/text"
	"deciban/internal/screen"
)

// signature and copies keep the imports of package ingest in one file.
type signature = ingest.Signature

func copies(all []*signature) []int { return ingest.Copies(all) }

const watchedDataset = mentions.WatchedDataset

type reportsAboutCmd struct {
	ID string `arg:"" name:"entry" help:"The entry's id, such as un-QDe.161, or a watched subject's."`
	sinceFlag
	Again bool   `help:"Look for its names in all kept texts again, for an entry or subject that came after they were read; takes as long as reading."`
	HTML  string `name:"html" help:"Write one page with a timeline, a map and the claims by stance; it needs nothing from outside." placeholder:"FILE" xor:"form"`
	JSON  bool   `name:"json" help:"Print one JSON document." xor:"form"`
}

func (reportsAboutCmd) Help() string {
	return `Prints, by day, the incidents in which reports give the entry a part, the claims by and about it, its
relations and its promises, each with its sentence, its source and its place in the text. What reports
say of it is not taken for true. Who is named was found when the reports were read; of an entry that
was listed since, or under another name then, --again finds what they say.

Examples:
  deciban reports about un-QDe.161 --since 2024-01-01
  deciban reports about un-QDe.161 --html khorasan.html
  deciban reports about un-QDe.161 --json`
}

// timelines reads the archive once for each of several parties.
func (a *app) timelines(ids []string, f sinceFlag) ([]*reporting.Timeline, error) {
	store, err := a.reports()
	if err != nil {
		return nil, err
	}
	return store.Timelines(a.ctx, ids, f.holds)
}

// timelineAgain reads all kept texts for a party as it is listed or watched now.
// Mentions that were kept stay; where a report has none of it, those that are
// found now stand in.
func (a *app) timelineAgain(id string, f sinceFlag) (*reporting.Timeline, error) {
	parties, err := a.parties(id)
	if err != nil {
		return nil, err
	}
	if len(parties) == 0 {
		return nil, fmt.Errorf("no entry and no watched subject has the id %q", id)
	}
	store, err := a.reports()
	if err != nil {
		return nil, err
	}
	decisions, err := store.Decisions()
	if err != nil {
		return nil, err
	}
	var sources []mentions.Source
	for _, p := range parties {
		sources = append(sources, mentions.Source{Entities: []*entity.Entity{p.entity}, Watched: slices.Contains(p.datasets, watchedDataset)})
	}
	reader := mentions.New(sources, decisions).NewReader()
	t := &reporting.Timeline{Entries: []string{id}}
	var doc text.Doc
	err = a.eachReport(archive.Which{}, func(r *reporting.Report) error {
		if r.MentionsOf(id) == 0 {
			again := reporting.Report{Article: r.Article}
			if err := a.mentionsAgain(reader, &doc, &again); err != nil {
				return err
			}
			r.Take(again.Mentions)
			r.TitleMentions = append(r.TitleMentions, again.TitleMentions...)
		}
		t.Add(r, f.holds)
		return nil
	})
	t.Finish()
	return t, err
}

// mentionsAgain looks for mentions in a report's text and title.
func (a *app) mentionsAgain(reader *mentions.Reader, doc *text.Doc, r *reporting.Report) (err error) {
	doc.Cut(r.Article.Text)
	if r.Mentions, err = reader.Read(a.ctx, doc); err != nil {
		return err
	}
	reporting.CutTitle(doc, r.Article.Title)
	r.TitleMentions, err = reader.Read(a.ctx, doc)
	return err
}

// eachReport visits the kept reports as they stand after what was confirmed and
// rejected since.
func (a *app) eachReport(which archive.Which, visit func(*reporting.Report) error) error {
	store, err := a.reports()
	if err != nil {
		return err
	}
	return store.VisitDecided(a.ctx, which, visit)
}

func (cmd *reportsAboutCmd) Run(a *app) error {
	if err := cmd.check(); err != nil {
		return err
	}
	var t *reporting.Timeline
	if cmd.Again {
		var err error
		if t, err = a.timelineAgain(cmd.ID, cmd.sinceFlag); err != nil {
			return err
		}
	} else {
		all, err := a.timelines([]string{cmd.ID}, cmd.sinceFlag)
		if err != nil {
			return err
		}
		t = all[0]
	}
	if t.Reports == 0 && len(t.Items) == 0 {
		if err := a.checkParty(cmd.ID); err != nil {
			return err
		}
	}
	switch {
	case cmd.JSON:
		return writeJSON(a.out, t)
	case cmd.HTML != "":
		return writeFile(cmd.HTML, func(w io.Writer) error { return page.Write(w, t, cmd.text()) })
	}
	if t.Reports == 0 && len(t.Items) == 0 {
		hint := " It may have come after they were read; --again looks through their texts."
		if cmd.Again {
			hint = ""
		}
		_, err := fmt.Fprintf(a.out, "No report mentions %s.%s\n", cmd.ID, hint)
		return err
	}
	fmt.Fprintf(a.out, "%s %s, %s. What they say is not taken for true.\n", sourcesText(t), cmd.ID, count(t.Mentions, "time"))
	return a.writeTimeline(t, "", 0)
}

// sourcesText counts a timeline's reports and sources.
func sourcesText(t *reporting.Timeline) string {
	verb := "mention"
	if t.Reports == 1 {
		verb += "s"
	}
	return count(t.Reports, "report") + " of " + count(t.Sources, "independent source") + " " + verb
}

// count writes a number of things.
func count(n int, thing string) string {
	if n != 1 {
		thing += "s"
	}
	return grouped(n) + " " + thing
}

// writeTimeline prints what happened by day, then the claims by stance. If most
// is not 0, the newest so many of each group are shown.
func (a *app) writeTimeline(t *reporting.Timeline, indent string, most int) error {
	show := func(title string, items []int, line func(reporting.Item) string) {
		if len(items) == 0 {
			return
		}
		many := grouped(len(items))
		if n := len(items) - most; most > 0 && n > 0 {
			many = fmt.Sprintf("the newest %d of %s", most, many)
			items = items[n:]
		}
		fmt.Fprintf(a.out, "\n%s%s (%s)\n", indent, a.screen.style(bold, title), many)
		for k, i := range items {
			item := t.Items[i]
			fmt.Fprintf(a.out, "%s  %s  %s\n", indent, dayText(&item), a.screen.isolate(line(item)))
			fmt.Fprintf(a.out, "%s    “%s”\n", indent, a.screen.isolate(oneLine(item.Sentence.Text)))
			where := []string{oneLine(item.Report.By()), strings.TrimSpace(orDash(item.Report.Published)), "report " + item.Report.ID[:12]}
			if item.InTitle {
				where = append(where, "title")
			} else {
				where = append(where, fmt.Sprintf("bytes %d to %d", item.Sentence.Start, item.Sentence.End))
			}
			if item.Report.URL != "" {
				where = append(where, oneLine(item.Report.URL))
			}
			for _, c := range item.Copies {
				where = append(where, "copied by "+oneLine(c.By()))
			}
			fmt.Fprintf(a.out, "%s    %s\n", indent, a.screen.style(faint, strings.Join(where, ", ")))
			if item.Event == 0 || k+1 < len(items) && t.Items[items[k+1]].Event == item.Event {
				continue
			}
			e := t.Events[item.Event-1]
			fmt.Fprintf(a.out, "%s    %s\n", indent, a.screen.style(faint, "one incident: "+count(e.Reports, "report")+" of "+count(e.Sources, "independent source")))
			for _, d := range e.Differences {
				fmt.Fprintf(a.out, "%s    %s %s\n", indent, a.screen.style(bold, "reports differ:"), a.screen.isolate(oneLine(d)))
			}
		}
	}
	say := func(item reporting.Item) string { return string(item.Kind) + ": " + item.What }
	show("What happened", t.Of(reporting.IncidentItem, reporting.LevelItem), say)
	show("Relations and promises", t.Of(reporting.RelationItem, reporting.CommitmentItem), say)
	for _, g := range t.Stances {
		show("Who "+stanceText(g.Stance), g.Items, claimText)
	}
	show("Named, and nothing more", t.Of(reporting.MentionItem), say)
	return nil
}

// dayText is an item's day, or its first and last, or "reported" and the day of
// the report where the text does not tell it.
func dayText(item *reporting.Item) string {
	switch {
	case item.Kind == reporting.IncidentItem && item.Reported:
		return "reported " + orDash(item.Day)
	case item.Until != "":
		return reporting.DayText(item.Day, item.Until)
	}
	return orDash(item.Day)
}

// stanceText is a stance as a heading.
func stanceText(stance string) string { return strings.ReplaceAll(stance, "-", " ") }

// claimText says a claim under the heading of its stance.
func claimText(item reporting.Item) string {
	who := item.Who
	if who == "" {
		who = "(not named)"
	}
	switch {
	case item.Negated && item.Hedged:
		who += ", not, and as possible"
	case item.Negated:
		who += ", not"
	case item.Hedged:
		who += ", as possible"
	}
	if item.Says == "" {
		return who
	}
	return who + ": " + item.Says
}

// newsOf collects what the kept reports say of each match's entry.
func (a *app) newsOf(res *screen.Result) ([]*reporting.Timeline, error) {
	var ids []string
	for _, m := range res.Matches {
		ids = append(ids, m.Entry.ID)
	}
	return a.timelines(ids, sinceFlag{})
}

// mostNews is how many items of each group stand under a match; the newest.
const mostNews = 3

// writeMatchNews prints the newest that reports say under a match.
func (a *app) writeMatchNews(t *reporting.Timeline) error {
	if t.Reports == 0 {
		_, err := fmt.Fprintln(a.out, "\n  No report mentions it.")
		return err
	}
	fmt.Fprintf(a.out, "\n  %s it. What they say is not taken for true; all of it: deciban reports about %s\n", sourcesText(t), t.Entries[0])
	return a.writeTimeline(t, "  ", mostNews)
}

type reportsExportCmd struct {
	Format string `help:"${enum}: JSON lines with all offsets, FollowTheMoney, STIX 2.1, GeoJSON of the incidents, or their table in the columns of conflict-event data." enum:"jsonl,ftm,stix,geojson,csv" default:"jsonl"`
	About  string `help:"Only reports that mention this entry or subject." placeholder:"ID"`
	sinceFlag
	Out string `help:"File to write; the default is standard output." placeholder:"FILE"`
}

func (reportsExportCmd) Help() string {
	return `Writes the kept reports by the day of their publication. Each form keeps where a thing is said.

Examples:
  deciban reports export --format stix --since 2024-01-01 --out reports.json
  deciban reports export --format csv --about un-QDe.161`
}

func (cmd *reportsExportCmd) Run(a *app) error {
	if err := cmd.check(); err != nil {
		return err
	}
	out, err := a.openOutput(cmd.Out, &input{})
	if err != nil {
		return err
	}
	w, err := export.New(cmd.Format, out)
	if err == nil {
		which := archive.Which{Since: cmd.Since}
		if cmd.About != "" {
			which.Naming = []string{cmd.About}
		}
		named := false
		err = a.eachReport(which, func(r *reporting.Report) error {
			if cmd.About != "" && r.MentionsOf(cmd.About) == 0 {
				return nil
			}
			named = true
			if !cmd.holds(r.Article.Published) {
				return nil
			}
			return w.Add(r)
		})
		if err == nil && !named && cmd.About != "" {
			err = a.checkParty(cmd.About)
		}
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		if out.file != nil {
			err = errors.Join(err, out.file.Close())
		}
		return err
	}
	return out.finish()
}
