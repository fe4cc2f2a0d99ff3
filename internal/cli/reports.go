package cli

import (
	"bufio"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"deciban/internal/entity"
	"deciban/internal/reporting"
	"deciban/internal/reporting/archive"
	"deciban/internal/reporting/mentions"
)

type reportsCmd struct {
	List      reportsListCmd      `cmd:"" help:"Show the kept reports, copies of one text together."`
	Show      reportsShowCmd      `cmd:"" help:"Show all that was read of a report, and its text."`
	About     reportsAboutCmd     `cmd:"" help:"Show what reports say of an entry or a watched subject, as a timeline."`
	Incidents reportsIncidentsCmd `cmd:"" help:"Show incidents, what several reports say of one together."`
	Confirm   reportsConfirmCmd   `cmd:"" help:"Say that a name means an entry in reports."`
	Reject    reportsRejectCmd    `cmd:"" help:"Say that a name does not mean an entry in reports."`
	Decisions reportsDecisionsCmd `cmd:"" help:"Show what was confirmed and rejected."`
	Export    reportsExportCmd    `cmd:"" help:"Write the kept reports for other programs."`
}

// sinceFlag bounds what is shown by day.
type sinceFlag struct {
	Since string `help:"From this day on." placeholder:"DATE"`
	Until string `help:"Up to this day." placeholder:"DATE"`
}

func (f *sinceFlag) check() error {
	for flag, day := range map[string]string{"--since": f.Since, "--until": f.Until} {
		if day == "" {
			continue
		}
		if _, err := time.Parse(time.DateOnly, day); err != nil {
			return fmt.Errorf("%s %s: not a day as 2024-03-28", flag, day)
		}
	}
	if f.Until != "" && f.Since > f.Until {
		return fmt.Errorf("--since %s is after --until %s", f.Since, f.Until)
	}
	return nil
}

// holds tells whether a day is within the bounds; an unknown day is within none.
func (f *sinceFlag) holds(day string) bool {
	if f.Since == "" && f.Until == "" {
		return true
	}
	return day != "" && day >= f.Since && (f.Until == "" || day <= f.Until)
}

// text says which days are shown, "" for all.
func (f *sinceFlag) text() string {
	var parts []string
	if f.Since != "" {
		parts = append(parts, "from "+f.Since)
	}
	if f.Until != "" {
		parts = append(parts, "to "+f.Until)
	}
	return strings.Join(parts, " ")
}

type reportsListCmd struct {
	sinceFlag
	JSON bool `name:"json" help:"Print one JSON document."`
}

func (reportsListCmd) Help() string {
	return `Prints the kept reports by day of publication. Reports that are copies of one text, as of an agency's,
stand together and count as one source.

Examples:
  deciban reports list --since 2024-03-01
  deciban reports list --json`
}

// listedReport is a kept report as reports list shows it.
type listedReport struct {
	reporting.Head
	// CopyOf is the id of the first report with that wording, "" if this is it.
	CopyOf    string `json:"copyOf,omitempty"`
	Language  string `json:"language"`
	Mentions  int    `json:"mentions"`
	Incidents int    `json:"incidents"`
	Claims    int    `json:"claims"`
}

func (cmd *reportsListCmd) Run(a *app) error {
	if err := cmd.check(); err != nil {
		return err
	}
	store, err := a.reports()
	if err != nil {
		return err
	}
	var heads []listedReport
	var wordings []*signature
	err = store.Each(a.ctx, cmd.Since, func(r *reporting.Report) error {
		if !cmd.holds(r.Article.Published) {
			return nil
		}
		heads = append(heads, listedReport{Head: r.Head(), Language: r.Article.Language, Mentions: len(r.Mentions) + len(r.TitleMentions), Incidents: len(r.Incidents), Claims: len(r.Claims)})
		wordings = append(wordings, r.Wording)
		return nil
	})
	if err != nil {
		return err
	}
	for i, first := range copies(wordings) {
		if first != i {
			heads[i].CopyOf = heads[first].ID
		}
	}
	slices.SortStableFunc(heads, func(x, y listedReport) int { return strings.Compare(x.Published, y.Published) })
	if cmd.JSON {
		return writeJSON(a.out, struct {
			Reports []listedReport `json:"reports"`
		}{append([]listedReport{}, heads...)})
	}
	if len(heads) == 0 {
		_, err := fmt.Fprintln(a.out, "No reports. Read some with: deciban read FILE")
		return err
	}
	t := table{columns: []column{{title: "published"}, {title: "report"}, {title: "title", elastic: true}, {title: "by", elastic: true}, {title: "mentions", right: true}, {title: "incidents", right: true}, {title: "claims", right: true}, {title: "copy of"}}}
	for _, h := range heads {
		title := h.Title
		if title == "" {
			title = h.Where
		}
		t.add(cell{text: h.Published}, cell{text: h.ID[:12], style: bold}, cell{text: title}, cell{text: h.By()}, cell{text: fmt.Sprint(h.Mentions)}, cell{text: fmt.Sprint(h.Incidents)}, cell{text: fmt.Sprint(h.Claims)}, cell{text: h.CopyOf[:min(len(h.CopyOf), 12)]})
	}
	return t.write(a.out, a.screen)
}

type reportsShowCmd struct {
	ID   string `arg:"" name:"report" help:"The report's id, or its beginning."`
	JSON bool   `name:"json" help:"Print one JSON document."`
	Text bool   `help:"Print the text as it was kept, and nothing else."`
}

func (reportsShowCmd) Help() string {
	return `Prints what was read of a kept report. With --text, the text that all offsets refer to, byte for byte.

Examples:
  deciban reports show 4f2a
  deciban reports show 4f2a --text`
}

func (cmd *reportsShowCmd) Run(a *app) error {
	store, err := a.reports()
	if err != nil {
		return err
	}
	var found *reporting.Report
	err = store.Each(a.ctx, "", func(r *reporting.Report) error {
		if !strings.HasPrefix(r.ID, cmd.ID) {
			return nil
		}
		if found != nil {
			return fmt.Errorf("several reports have ids that begin with %q", cmd.ID)
		}
		found = r
		return nil
	})
	switch {
	case err != nil:
		return err
	case found == nil:
		return fmt.Errorf("no report has an id that begins with %q", cmd.ID)
	case cmd.Text:
		_, err := a.out.WriteString(found.Article.Text)
		return err
	case cmd.JSON:
		return writeJSON(a.out, found)
	}
	return a.writeNews(found)
}

// decideFlags are what confirm and reject take.
type decideFlags struct {
	Name    string `arg:"" help:"The name as reports write it."`
	ID      string `arg:"" name:"entry" help:"The entry's id, or the subject's."`
	Dataset string `help:"Dataset of the entry; watched for a subject. Needed where two have that id." placeholder:"DATASET"`
	Note    string `help:"Why, for who reads it later." placeholder:"TEXT"`
	JSON    bool   `name:"json" help:"Print the decision as one JSON document."`
}

type reportsConfirmCmd struct{ decideFlags }

func (reportsConfirmCmd) Help() string {
	return `Remembers that this name means this entry in reports. Later readings take it even where it needs
support otherwise, as a word that is a name too, and for an organisation even if no list has it; a
person's name must agree with a listed one. Reports that are kept already are shown with the name
marked, and stay as they were read.

Examples:
  deciban reports confirm "The Base" un-QDe.004 --note "so in all of this magazine's reports"`
}

func (cmd *reportsConfirmCmd) Run(a *app) error { return cmd.decide(a, true) }

type reportsRejectCmd struct{ decideFlags }

func (reportsRejectCmd) Help() string {
	return `Remembers that this name does not mean this entry in reports. Later readings leave it out, in that
sense and for that name alone. Reports that are kept already are shown without it, and stay as they
were read.

Examples:
  deciban reports reject "Adam Khan" un-TAi.167 --note "the actor"`
}

func (cmd *reportsRejectCmd) Run(a *app) error { return cmd.decide(a, false) }

func (f *decideFlags) decide(a *app, confirmed bool) error {
	datasets, findable, err := f.datasets(a)
	if err != nil {
		return err
	}
	if confirmed && len(datasets) > 0 && !findable {
		return fmt.Errorf("%q agrees with no listed name of %s, and a person is found by those alone", f.Name, f.ID)
	}
	if f.Dataset != "" {
		if !slices.Contains(datasets, f.Dataset) {
			return fmt.Errorf("no entry %q is in the dataset %q", f.ID, f.Dataset)
		}
		datasets = []string{f.Dataset}
	}
	switch len(datasets) {
	case 0:
		return fmt.Errorf("no entry and no watched subject has the id %q", f.ID)
	case 1:
	default:
		return fmt.Errorf("%q is in several datasets: give --dataset, one of %s", f.ID, strings.Join(datasets, ", "))
	}
	store, err := a.reports()
	if err != nil {
		return err
	}
	d := archive.Decision{Name: f.Name, Dataset: datasets[0], ID: f.ID, Confirmed: confirmed, Note: f.Note, At: time.Now()}
	if err := store.Decide(a.ctx, d); err != nil {
		return err
	}
	if f.JSON {
		return writeJSON(a.out, d)
	}
	does := "means"
	if !confirmed {
		does = "does not mean"
	}
	_, err = fmt.Fprintf(a.out, "In reports read from now on, %q %s %s (%s).\n", oneLine(f.Name), does, f.ID, datasets[0])
	return err
}

// datasets returns those that have an entry of that id, and whether a text can
// name one of them so.
func (f *decideFlags) datasets(a *app) (all []string, findable bool, err error) {
	parties, err := a.parties(f.ID)
	for _, p := range parties {
		all = append(all, p.datasets...)
		findable = findable || mentions.CanFind(f.Name, p.entity)
	}
	return all, findable, err
}

// party is an entry or a watched subject that reports may name.
type party struct {
	entity   *entity.Entity
	datasets []string
}

// parties returns the entries and the watched subject of that id.
func (a *app) parties(id string) (all []party, err error) {
	lists, err := a.load(asOf{})
	if err != nil {
		return nil, err
	}
	for _, e := range lists.Entries(id) {
		all = append(all, party{e, e.Datasets})
	}
	portfolio, err := a.store()
	if err != nil {
		return nil, err
	}
	p, err := portfolio.Load(a.ctx)
	if err != nil {
		return nil, err
	}
	if e, _, _ := p.Subject(id); e != nil {
		all = append(all, party{e, []string{watchedDataset}})
	}
	return all, nil
}

// checkParty says where nothing was found whether that is for a slip in the id.
func (a *app) checkParty(id string) error {
	parties, err := a.parties(id)
	if err == nil && len(parties) == 0 {
		err = fmt.Errorf("no report mentions %q, and no entry and no watched subject has that id", id)
	}
	return err
}

type reportsDecisionsCmd struct {
	JSON bool `name:"json" help:"Print one JSON document."`
}

func (reportsDecisionsCmd) Help() string {
	return `Prints the latest decision on each name and entry. All earlier ones stay on record in the data folder.

Examples:
  deciban reports decisions`
}

func (cmd *reportsDecisionsCmd) Run(a *app) error {
	store, err := a.reports()
	if err != nil {
		return err
	}
	decisions, err := store.Decisions()
	if err != nil {
		return err
	}
	all := decisions.All()
	if cmd.JSON {
		return writeJSON(a.out, struct {
			Decisions []archive.Decision `json:"decisions"`
		}{all})
	}
	if len(all) == 0 {
		_, err := fmt.Fprintln(a.out, "Nothing was confirmed or rejected.")
		return err
	}
	t := table{columns: []column{{title: "name", elastic: true}, {title: "decision"}, {title: "entry"}, {title: "dataset"}, {title: "on"}, {title: "note", elastic: true}}}
	for _, d := range all {
		what := "confirmed"
		if !d.Confirmed {
			what = "rejected"
		}
		t.add(cell{text: d.Name}, cell{text: what, style: bold}, cell{text: d.ID}, cell{text: d.Dataset}, cell{text: d.At.Format("2006-01-02 15:04Z")}, cell{text: d.Note})
	}
	return t.write(a.out, a.screen)
}

// writeJSONLine writes a document on one line.
func writeJSONLine(w *bufio.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}
