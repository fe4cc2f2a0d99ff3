package cli

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"deciban/internal/entity"
	"deciban/internal/reporting"
	"deciban/internal/reporting/archive"
	"deciban/internal/reporting/ingest"
	"deciban/internal/reporting/mentions"
)

type readCmd struct {
	Paths     []string `arg:"" optional:"" name:"path" help:"Files and folders of plain texts, pages, feeds, web archives (.warc, .warc.gz) and JSON lines; - is standard input."`
	Published string   `help:"Day of publication of texts that do not say theirs, from which words such as yesterday are counted." placeholder:"DATE"`
	Publisher string   `help:"Publisher of texts that do not say theirs." placeholder:"NAME"`
	Feed      []string `help:"Feed (RSS or Atom), as a file or an https address." sep:"none" placeholder:"URL"`
	WARC      []string `name:"warc" help:"Web archive." sep:"none" placeholder:"FILE"`
	JSONL     []string `name:"jsonl" help:"Texts as JSON lines, with the keys text, title, publisher, url, published." sep:"none" placeholder:"FILE"`
	HTML      []string `name:"html" help:"Page." sep:"none" placeholder:"FILE"`
	NoKeep    bool     `name:"no-keep" help:"Keep nothing; without it the reports are kept in the data folder, for deciban reports."`
	Full      bool     `help:"Print all that was read of each report, however many there are."`
	JSON      bool     `name:"json" help:"Print each report as a line of JSON, with the offsets of all that was read."`
}

func (readCmd) Help() string {
	return `Reads news texts: who of the listed and watched is mentioned, by the weights of screening; who says
what about whom; what happened where and when to whom; what the actors are to one another. Each has
its place in the text as it was received, or for a page in the article that was taken out of it.
A report says what a text says: nothing of it is taken for true, and a mention is never made an entry.

Reports are kept once: reading a text again adds nothing.

Exit code: 0 read, 3 a new report names a watched subject (see deciban watch --help), 1 an error.

Examples:
  deciban read article.txt --published 2024-03-28
  deciban read --feed https://news.example/rss.xml --json
  deciban read archive/ --warc crawl.warc.gz --publisher "The Halvern Post"`
}

// reports returns the archive of reports.
func (a *app) reports() (*archive.Store, error) {
	dir, err := a.dataDir()
	if err != nil {
		return nil, err
	}
	return archive.Open(dir), nil
}

func (cmd *readCmd) Run(a *app) (err error) {
	if cmd.Published != "" {
		if _, err := time.Parse(time.DateOnly, cmd.Published); err != nil {
			return fmt.Errorf("--published %s: not a day as 2024-03-28", cmd.Published)
		}
	}
	if len(cmd.Paths)+len(cmd.Feed)+len(cmd.WARC)+len(cmd.JSONL)+len(cmd.HTML) == 0 {
		return errors.New("name a text, or give --feed, --warc, --jsonl or --html")
	}
	// A mistyped name must not hide behind what is said of the lists.
	for _, path := range cmd.files() {
		if _, err := os.Stat(path); err != nil {
			return fmt.Errorf("read: %w", err)
		}
	}
	store, err := a.reports()
	if err != nil {
		return err
	}
	reader, err := a.reportReader(store)
	if err != nil {
		return err
	}
	out := &readOutput{cmd: cmd, a: a, reader: reader, watched: map[string]int{}, names: map[string]string{}}
	if !cmd.NoKeep {
		if out.keep, err = store.Begin(a.ctx); err != nil {
			return err
		}
	}
	err = cmd.readAll(a, out)
	if out.keep != nil {
		if err != nil && !errors.Is(err, errSkipped) {
			return errors.Join(err, out.keep.Abort())
		}
		err = errors.Join(err, out.keep.Finish(time.Now()))
	}
	if flushErr := out.finish(); err == nil || errors.Is(err, errSkipped) {
		err = errors.Join(flushErr, err)
	}
	if err == nil && len(out.watched) > 0 && !cmd.NoKeep {
		return exitCode(ExitMatch)
	}
	return err
}

// files returns the sources that are files or folders here.
func (cmd *readCmd) files() (paths []string) {
	paths = slices.Concat(cmd.Paths, cmd.WARC, cmd.JSONL, cmd.HTML)
	for _, feed := range cmd.Feed {
		if !strings.Contains(feed, "://") {
			paths = append(paths, feed)
		}
	}
	return slices.DeleteFunc(paths, func(path string) bool { return path == "-" })
}

// errSkipped says that some of the texts could not be read; the others were.
var errSkipped = errors.New("could not be read")

// readAll reads every source in the order of the flags.
func (cmd *readCmd) readAll(a *app, out *readOutput) error {
	skipped := 0
	base := ingest.Options{Published: cmd.Published, Publisher: cmd.Publisher, Skipped: func(err error) error {
		skipped++
		if skipped <= mostNamed {
			a.notice("%s", printable(err.Error()))
		}
		return nil
	}}
	for _, group := range []struct {
		paths  []string
		format ingest.Format
	}{{cmd.Paths, ingest.Any}, {cmd.Feed, ingest.Feed}, {cmd.WARC, ingest.WARC}, {cmd.JSONL, ingest.JSONL}, {cmd.HTML, ingest.HTML}} {
		for _, path := range group.paths {
			opt := base
			opt.Format = group.format
			var err error
			switch {
			case path == "-":
				err = ingest.Reader(a.ctx, "standard input", a.in, opt, out.add)
			case group.format == ingest.Feed && strings.Contains(path, "://"):
				err = ingest.Fetch(a.ctx, path, opt, out.add)
			default:
				err = ingest.Path(a.ctx, path, opt, out.add)
			}
			if err != nil {
				return err
			}
		}
	}
	if skipped > 0 {
		return fmt.Errorf("%s texts %w", grouped(skipped), errSkipped)
	}
	return nil
}

// reportReader prepares what a text is read with: the lists, the watched
// subjects, and what was decided on mentions.
func (a *app) reportReader(store *archive.Store) (*reporting.Reader, error) {
	lists, err := a.load(asOf{})
	if err != nil {
		return nil, err
	}
	sources := []mentions.Source{{Entities: lists.Entities}}
	portfolio, err := a.store()
	if err != nil {
		return nil, err
	}
	p, err := portfolio.Load(a.ctx)
	if err != nil {
		return nil, err
	}
	if p.Len() > 0 {
		var watched []*entity.Entity
		for _, id := range p.IDs() {
			e, _, _ := p.Subject(id)
			watched = append(watched, e)
		}
		sources = append(sources, mentions.Source{Entities: watched, Watched: true})
	}
	decisions, err := store.Decisions()
	if err != nil {
		return nil, err
	}
	g, err := a.gazetteer()
	if err != nil {
		return nil, err
	}
	return reporting.NewReader(mentions.New(sources, decisions), lists.ID, g), nil
}

// readOutput takes the articles one by one: nothing of them stays in memory but
// the first, until it is known whether it is the only one.
type readOutput struct {
	cmd    *readCmd
	a      *app
	reader *reporting.Reader
	keep   *archive.Writer
	first  *reporting.Report
	isNew  bool
	// watched counts the new reports that name each watched subject.
	watched map[string]int
	names   map[string]string
	// The counts of all.
	reports, added, mentions, incidents, claims, relations int
}

func (o *readOutput) add(article *ingest.Article) error {
	r, err := o.reader.Read(o.a.ctx, article)
	if err != nil {
		return err
	}
	isNew := true
	if o.keep != nil {
		if isNew, err = o.keep.Add(r); err != nil {
			return err
		}
	}
	o.reports++
	if isNew {
		o.added++
		o.note(r)
	}
	o.mentions += len(r.Mentions) + len(r.TitleMentions)
	o.incidents += len(r.Incidents)
	o.claims += len(r.Claims)
	o.relations += len(r.Relations) + len(r.Commitments) + len(r.Levels)
	if o.cmd.JSON {
		return writeJSONLine(o.a.out, r)
	}
	if o.cmd.Full {
		return o.a.writeNews(r)
	}
	if o.reports == 1 {
		o.first, o.isNew = r, isNew
		return nil
	}
	if err := o.flushFirst(); err != nil {
		return err
	}
	return o.line(r, isNew)
}

// note counts the watched subjects that a new report names.
func (o *readOutput) note(r *reporting.Report) {
	seen := map[string]bool{}
	r.AllMentions(func(m *mentions.Mention, _ bool) {
		for _, p := range m.Parties {
			if p.Watched && !seen[p.ID] {
				seen[p.ID] = true
				o.watched[p.ID]++
				o.names[p.ID] = p.Caption
			}
		}
	})
}

func (o *readOutput) flushFirst() error {
	if o.first == nil {
		return nil
	}
	r := o.first
	o.first = nil
	return o.line(r, o.isNew)
}

// line prints one report of many.
func (o *readOutput) line(r *reporting.Report, isNew bool) error {
	known := ""
	if !isNew {
		known = ", known"
	}
	_, err := fmt.Fprintf(o.a.out, "%s  %s%s: %s, %s, %s%s\n", orDash(r.Article.Published), o.a.screen.isolate(oneLine(titleOf(r))), remarks(r), count(len(r.Mentions)+len(r.TitleMentions), "mention"), count(len(r.Incidents), "incident"), count(len(r.Claims), "claim"), known)
	return err
}

func remarks(r *reporting.Report) string {
	if r.Article.English() {
		return ""
	}
	return " (" + r.Article.Language + ")"
}

func orDash(s string) string {
	if s == "" {
		return "no date   "
	}
	return s
}

func titleOf(r *reporting.Report) string {
	if r.Article.Title != "" {
		return r.Article.Title
	}
	return r.Article.Where
}

// finish prints the only report whole, or the counts of many.
func (o *readOutput) finish() error {
	if o.cmd.JSON {
		return nil
	}
	if o.first != nil {
		if err := o.a.writeNews(o.first); err != nil {
			return err
		}
	}
	for _, id := range slices.Sorted(maps.Keys(o.watched)) {
		if !o.cmd.NoKeep {
			fmt.Fprintf(o.a.out, "%s the watched subject %s, %s (deciban reports about %s)\n", newReports(o.watched[id], "name"), id, o.a.screen.isolate(oneLine(o.names[id])), id)
		}
	}
	_, err := fmt.Fprintf(o.a.out, "%s read, %s of them new: %s, %s, %s, %s\n",
		count(o.reports, "report"), grouped(o.added), count(o.mentions, "mention"), count(o.incidents, "incident"), count(o.claims, "claim"), count(o.relations, "relation"))
	return err
}

// writeNews prints all that was read of a report.
func (a *app) writeNews(r *reporting.Report) error {
	fmt.Fprintln(a.out, a.screen.style(bold, a.screen.isolate(oneLine(titleOf(r)))))
	about := []string{r.ID}
	for _, s := range []string{r.Article.Publisher, r.Agency, r.Article.Author, r.Article.Published, r.Article.Language, r.Article.URL} {
		if s != "" && !slices.Contains(about, s) {
			about = append(about, oneLine(s))
		}
	}
	fmt.Fprintln(a.out, a.screen.style(faint, strings.Join(about, " · ")))
	for _, remark := range r.Article.Remarks {
		fmt.Fprintln(a.out, a.screen.style(faint, oneLine(remark)))
	}
	for _, t := range []table{mentionTable(r), incidentTable(r), claimTable(r), relationTable(r)} {
		if len(t.rows) == 0 {
			continue
		}
		fmt.Fprintln(a.out)
		if err := t.write(a.out, a.screen); err != nil {
			return err
		}
	}
	if len(r.Mentions)+len(r.TitleMentions) == 0 {
		fmt.Fprintln(a.out, "\nNobody listed or watched is mentioned.")
	}
	fmt.Fprintln(a.out)
	return nil
}

// mentionTable has a row for each party that is mentioned.
func mentionTable(r *reporting.Report) table {
	t := table{columns: []column{{title: "mention", elastic: true}, {title: "times", right: true}, {title: "first at", right: true}, {title: "may be", elastic: true}, {title: "entry"}, {title: "dataset"}, {title: "as", elastic: true}, {title: "dB", right: true}}}
	type row struct {
		names     []string
		times     int
		at        string
		party     mentions.Party
		confirmed bool
	}
	var order []string
	rows := map[string]*row{}
	r.AllMentions(func(m *mentions.Mention, title bool) {
		for _, p := range m.Parties {
			x, ok := rows[p.Key()]
			if !ok {
				x = &row{at: fmt.Sprint(m.Start), party: p}
				if title {
					x.at = "title"
				}
				rows[p.Key()] = x
				order = append(order, p.Key())
			}
			x.times++
			x.confirmed = x.confirmed || m.Confirmed
			if !slices.Contains(x.names, m.Text) {
				x.names = append(x.names, m.Text)
			}
		}
	})
	for _, key := range order {
		x := rows[key]
		names := x.names
		if len(names) > 4 {
			names = append(slices.Clone(names[:4]), "…")
		}
		caption := x.party.Caption
		if x.confirmed {
			caption += " (confirmed)"
		}
		t.add(cell{text: strings.Join(names, ", ")}, cell{text: fmt.Sprint(x.times)}, cell{text: x.at}, cell{text: caption}, cell{text: x.party.ID}, cell{text: x.party.Dataset}, cell{text: x.party.Alias}, weightCell(x.party.Decibans))
	}
	return t
}

func incidentTable(r *reporting.Report) table {
	t := table{columns: []column{{title: "incident"}, {title: "stage"}, {title: "when"}, {title: "where", elastic: true}, {title: "by", elastic: true}, {title: "against", elastic: true}, {title: "with", elastic: true}, {title: "how many", elastic: true}, {title: "at", right: true}}}
	for i := range r.Incidents {
		in := &r.Incidents[i]
		where := ""
		if in.Place != nil {
			where = in.Place.Name
			if in.Place.Country != "" && in.Place.Kind != "country" {
				where += ", " + entity.CountryName(in.Place.Country)
			}
		}
		var by, against, with, many []string
		for _, p := range in.Perpetrators {
			s := p.Text
			if p.Tie != "fact" {
				s += " (" + p.Tie + ")"
			}
			by = append(by, s)
		}
		for _, list := range [][]reporting.Named{in.Targets, in.Victims} {
			for _, n := range list {
				against = append(against, n.Text)
			}
		}
		for _, w := range in.Weapons {
			with = append(with, w.Text)
		}
		for _, c := range in.Counts {
			many = append(many, c.String())
		}
		t.add(cell{text: in.Type, style: bold}, cell{text: in.Stage}, cell{text: reporting.DayText(in.From, in.To)}, cell{text: where}, cell{text: strings.Join(by, "; ")}, cell{text: strings.Join(against, "; ")}, cell{text: strings.Join(with, "; ")}, cell{text: strings.Join(many, "; ")}, cell{text: fmt.Sprint(in.Sentences[0].Start)})
	}
	return t
}

func claimTable(r *reporting.Report) table {
	t := table{columns: []column{{title: "who says", elastic: true}, {title: "stance"}, {title: "what", elastic: true}, {title: "at", right: true}}}
	for i := range r.Claims {
		c := &r.Claims[i]
		who := c.Source.Text
		if who == "" {
			who = "not named"
		}
		stance := c.Stance
		if c.Negated {
			stance = "not " + stance
		}
		if c.Hedged {
			stance += ", hedged"
		}
		var parts []string
		for _, s := range c.Content {
			parts = append(parts, s.Text)
		}
		t.add(cell{text: who}, cell{text: stance, style: bold}, cell{text: strings.Join(parts, " … ")}, cell{text: fmt.Sprint(c.Cue.Start)})
	}
	return t
}

// relationTable holds relations, commitments and threat levels.
func relationTable(r *reporting.Report) table {
	t := table{columns: []column{{title: "who", elastic: true}, {title: "relation"}, {title: "to whom", elastic: true}, {title: "what", elastic: true}, {title: "when"}, {title: "at", right: true}}}
	for i := range r.Relations {
		x := &r.Relations[i]
		kind := x.Kind
		if x.Negated {
			kind = "not " + kind
		}
		if x.Hedged {
			kind += ", hedged"
		}
		t.add(cell{text: x.A.Text}, cell{text: kind, style: bold}, cell{text: x.B.Text}, cell{}, cell{text: x.When}, cell{text: fmt.Sprint(x.Sentence.Start)})
	}
	for i := range r.Commitments {
		c := &r.Commitments[i]
		whom, what := "", ""
		if c.Whom != nil {
			whom = c.Whom.Text
		}
		if c.What != nil {
			what = c.What.Text
		}
		t.add(cell{text: c.Who.Text}, cell{text: c.Kind, style: bold}, cell{text: whom}, cell{text: what}, cell{text: c.When}, cell{text: fmt.Sprint(c.Sentence.Start)})
	}
	for i := range r.Levels {
		l := &r.Levels[i]
		to := ""
		if l.To != nil {
			to = "threat level " + l.To.Text
		}
		t.add(cell{text: l.Named.Text}, cell{text: "level " + l.Change, style: bold}, cell{}, cell{text: to}, cell{}, cell{text: fmt.Sprint(l.Sentence.Start)})
	}
	return t
}
