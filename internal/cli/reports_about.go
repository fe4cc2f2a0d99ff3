package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"deciban/internal/reporting"
	"deciban/internal/reporting/archive"
	"deciban/internal/reporting/export"
	"deciban/internal/reporting/ingest"
	"deciban/internal/reporting/mentions"
	"deciban/internal/screen"
)

// signature and copies keep the imports of package ingest in one file.
type signature = ingest.Signature

func copies(all []*signature) []int { return ingest.Copies(all) }

const watchedDataset = mentions.WatchedDataset

type reportsAboutCmd struct {
	ID string `arg:"" name:"entry" help:"The entry's id, such as un-QDe.161, or a watched subject's."`
	sinceFlag
	JSON bool `name:"json" help:"Print one JSON document."`
}

func (reportsAboutCmd) Help() string {
	return `Prints, by day, the incidents in which reports give the entry a part, the claims by and about it, its
relations and its promises, each with its sentence, its source and its place in the text. What reports
say of it is not taken for true.

Examples:
  deciban reports about un-QDe.161 --since 2024-01-01
  deciban reports about un-QDe.161 --json`
}

// timeline collects what reports say of any of the parties.
type timeline struct {
	Entries []string `json:"entries"`
	// Reports is how many mention a party, Sources how many independent ones
	// there are among them, and Mentions how often.
	Reports  int              `json:"reports"`
	Sources  int              `json:"sources"`
	Mentions int              `json:"mentions"`
	Items    []reporting.Item `json:"items"`
}

// timeline reads the archive for parties. An item of which two parties are part
// stands once.
func (a *app) timeline(store *archive.Store, ids []string, f sinceFlag) (*timeline, error) {
	t := &timeline{Entries: ids, Items: []reporting.Item{}}
	var wordings []*signature
	var by []string
	err := store.Each(a.ctx, "", func(r *reporting.Report) error {
		mentioned := 0
		type key struct {
			kind reporting.ItemKind
			at   int
		}
		seen := map[key]bool{}
		for _, id := range ids {
			mentioned += r.MentionsOf(id)
			for _, item := range r.About(id) {
				k := key{item.Kind, item.At}
				if !seen[k] && f.holds(item.Day) {
					t.Items = append(t.Items, item)
				}
				seen[k] = true
			}
		}
		if mentioned > 0 && f.holds(r.Article.Published) {
			t.Reports++
			t.Mentions += mentioned
			wordings = append(wordings, r.Wording)
			by = append(by, r.Source())
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	sources := map[string]bool{}
	for i, first := range copies(wordings) {
		if first == i {
			sources[strings.ToLower(by[i])] = true
		}
	}
	t.Sources = len(sources)
	slices.SortStableFunc(t.Items, func(x, y reporting.Item) int { return strings.Compare(x.Day, y.Day) })
	return t, nil
}

func (cmd *reportsAboutCmd) Run(a *app) error {
	if err := cmd.check(); err != nil {
		return err
	}
	store, err := a.reports()
	if err != nil {
		return err
	}
	t, err := a.timeline(store, []string{cmd.ID}, cmd.sinceFlag)
	if err != nil {
		return err
	}
	if cmd.JSON {
		return writeJSON(a.out, t)
	}
	if t.Reports == 0 && len(t.Items) == 0 {
		_, err := fmt.Fprintf(a.out, "No report mentions %s.\n", cmd.ID)
		return err
	}
	fmt.Fprintf(a.out, "%s reports of %s independent sources mention %s, %s times.\n", grouped(t.Reports), grouped(t.Sources), cmd.ID, grouped(t.Mentions))
	return a.writeItems(t.Items)
}

// writeItems prints a timeline.
func (a *app) writeItems(items []reporting.Item) error {
	for _, item := range items {
		fmt.Fprintf(a.out, "\n%s  %s  %s\n", orDash(item.Day), a.screen.style(bold, string(item.Kind)), a.screen.isolate(oneLine(item.What)))
		fmt.Fprintf(a.out, "  “%s”\n", a.screen.isolate(oneLine(item.Sentence.Text)))
		_, err := fmt.Fprintf(a.out, "  %s\n", a.screen.style(faint, fmt.Sprintf("%s, %s, report %s, bytes %d to %d", oneLine(item.Report.By()), strings.TrimSpace(orDash(item.Report.Published)), item.Report.ID[:12], item.Sentence.Start, item.Sentence.End)))
		if err != nil {
			return err
		}
	}
	return nil
}

// newsOf collects what the kept reports say of each match's entry.
func (a *app) newsOf(res *screen.Result) ([]*timeline, error) {
	store, err := a.reports()
	if err != nil {
		return nil, err
	}
	var all []*timeline
	for _, m := range res.Matches {
		t, err := a.timeline(store, []string{m.Entry.ID}, sinceFlag{})
		if err != nil {
			return nil, err
		}
		all = append(all, t)
	}
	return all, nil
}

// mostNews is how many items stand under a match; the newest.
const mostNews = 8

// writeMatchNews prints the newest that reports say under a match.
func (a *app) writeMatchNews(t *timeline) error {
	if t.Reports == 0 {
		_, err := fmt.Fprintln(a.out, "\n  No report mentions it.")
		return err
	}
	fmt.Fprintf(a.out, "\n  %s reports of %s independent sources mention it. They say, and it is not taken for true:\n", grouped(t.Reports), grouped(t.Sources))
	items := t.Items
	if n := len(items) - mostNews; n > 0 {
		fmt.Fprintf(a.out, "  (the newest %d of %s: deciban reports about %s)\n", mostNews, grouped(len(items)), t.Entries[0])
		items = items[n:]
	}
	return a.writeItems(items)
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
	store, err := a.reports()
	if err != nil {
		return err
	}
	out, err := a.openOutput(cmd.Out, &input{})
	if err != nil {
		return err
	}
	w, err := export.New(cmd.Format, out)
	if err == nil {
		err = store.Each(a.ctx, cmd.Since, func(r *reporting.Report) error {
			if !cmd.holds(r.Article.Published) || cmd.About != "" && r.MentionsOf(cmd.About) == 0 {
				return nil
			}
			return w.Add(r)
		})
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
