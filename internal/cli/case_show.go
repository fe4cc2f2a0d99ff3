package cli

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"deciban/internal/casework"
	"deciban/internal/entity"
	"deciban/internal/reporting"
	"deciban/internal/screen"
	"deciban/internal/server"
	"deciban/internal/weigh"
)

type caseShowCmd struct {
	Case string `arg:"" help:"The case's number."`
	HTML string `name:"html" help:"Write one page to keep; it needs nothing from outside." placeholder:"FILE" xor:"form"`
	JSON bool   `name:"json" help:"Print one JSON document." xor:"form"`
}

func (caseShowCmd) Help() string {
	return `Prints the alerts as they were found at the last screening, whatever lists and model are in force now;
under each, what the kept reports say of the entry today, and what was decided. What reports say is
not taken for true. The seal is a hash that stands for the whole record: who notes it elsewhere can
prove later that the record is still the same.

Examples:
  deciban case show 2026-0001
  deciban case show 2026-0001 --html case.html`
}

func (cmd *caseShowCmd) Run(a *app) error {
	_, c, err := a.loadCase(cmd.Case)
	if err != nil {
		return err
	}
	if cmd.HTML == "" {
		return a.writeCase(c, cmd.JSON)
	}
	news, err := a.newsOfCase(c)
	if err != nil {
		return err
	}
	return writeFile(cmd.HTML, func(w writer) error { return server.WriteCase(w, c, news, time.Now()) })
}

// newsOfCase collects what the kept reports say of each of its alerts' entries.
func (a *app) newsOfCase(c *casework.Case) ([]*reporting.Timeline, error) {
	return a.timelines(c.Entries(), sinceFlag{})
}

// caseJSON is what the commands of a case print with --json.
type caseJSON struct {
	ID        string      `json:"id"`
	Reference string      `json:"reference,omitempty"`
	Subject   subjectJSON `json:"subject"`
	// Open is how many alerts are to be decided.
	Open    int              `json:"open"`
	Outcome string           `json:"outcome,omitempty"`
	Alerts  []alertJSON      `json:"alerts"`
	Events  []casework.Event `json:"events"`
	Seal    string           `json:"seal"`
}

// alertJSON is an alert as it stands.
type alertJSON struct {
	screen.LineMatch
	Standing   casework.Standing   `json:"standing"`
	Verdict    casework.Verdict    `json:"verdict,omitempty"`
	NewReports []string            `json:"newReports,omitempty"`
	Reports    *reporting.Timeline `json:"reports"`
}

func newCaseJSON(c *casework.Case, news []*reporting.Timeline) caseJSON {
	doc := caseJSON{
		ID: c.ID, Reference: c.Opening().Reference, Subject: newSubjectJSON(c.Subject), Open: c.Open(),
		Alerts: []alertJSON{}, Events: c.Events, Seal: c.Seal,
	}
	if c.Closing != nil {
		doc.Outcome = c.Closing.Outcome
	}
	for i, s := range c.States() {
		alert := alertJSON{LineMatch: s.LineMatch, Standing: s.Standing, NewReports: s.NewReports, Reports: news[i]}
		if s.Decision != nil {
			alert.Verdict = s.Decision.Decision.Verdict
		}
		doc.Alerts = append(doc.Alerts, alert)
	}
	return doc
}

// writeCase prints all of a case.
func (a *app) writeCase(c *casework.Case, asJSON bool) error {
	news, err := a.newsOfCase(c)
	if err != nil {
		return err
	}
	if asJSON {
		return writeJSON(a.out, newCaseJSON(c, news))
	}
	if err := a.writeCaseHead(c); err != nil {
		return err
	}
	for i, s := range c.States() {
		if err := a.writeAlert(&s, news[i]); err != nil {
			return err
		}
	}
	fmt.Fprintln(a.out)
	t := table{columns: []column{{title: "history", right: true}, {title: "at (UTC)"}, {title: "by"}, {title: "what", elastic: true}}}
	for i := range c.Events {
		e := &c.Events[i]
		t.add(cell{text: fmt.Sprint(e.N)}, cell{text: e.At.Format("2006-01-02 15:04")}, cell{text: e.By}, cell{text: e.Words()})
	}
	if err := t.write(a.out, a.screen); err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.out, "\nSeal %s\n", c.Seal)
	return err
}

// counted is a number with its thing.
func counted(n int, thing string) string {
	if n != 1 {
		thing += "s"
	}
	return grouped(n) + " " + thing
}

// writeCaseHead prints how a case stands.
func (a *app) writeCaseHead(c *casework.Case) error {
	fmt.Fprintf(a.out, "%s   %s\n", a.screen.style(bold, "Case "+c.ID), a.screen.style(bold, oneLine(c.Standing())))
	about := []string{a.screen.isolate(oneLine(subjectCaption(c.Subject))), c.Subject.Schema.Name}
	if ref := c.Opening().Reference; ref != "" {
		about = append(about, "reference "+oneLine(ref))
	}
	fmt.Fprintln(a.out, strings.Join(about, " · "))
	s := c.Screening
	if s == nil {
		return nil
	}
	lists := "snapshot " + s.Snapshot[:min(12, len(s.Snapshot))]
	if s.Sample {
		lists = "the built-in sample, which is not for decisions"
	}
	_, err := fmt.Fprintln(a.out, a.screen.style(faint, fmt.Sprintf("Screened %s UTC against %s, model %s, from %s dB on.",
		c.ScreenedBy.At.Format("2006-01-02 15:04"), lists, s.Model, s.Threshold)))
	if len(s.Stale) > 0 {
		_, err = fmt.Fprintf(a.out, "Stale then: %s.\n", strings.Join(s.Stale, ", "))
	}
	return err
}

// subjectCaption is what a case's subject is called.
func subjectCaption(e *entity.Entity) string { return strings.Join(e.Values("name"), ", ") }

// writeAlert prints an alert as it stands, with its evidence and its news.
func (a *app) writeAlert(s *casework.State, news *reporting.Timeline) error {
	fmt.Fprintf(a.out, "\n%s   %s\n", a.screen.style(bold, a.screen.isolate(oneLine(s.Caption))),
		a.screen.style(bold, fmt.Sprintf("%s dB, %s (%s)", s.Decibans, screen.Likelihood(s.Probability), screen.Percent(s.Probability))))
	fmt.Fprintln(a.out, a.screen.style(faint, oneLine(strings.Join([]string{s.ID, s.Schema, s.Dataset}, " · "))))
	standing := string(s.Standing)
	if d := s.Decision; d != nil {
		standing += fmt.Sprintf(": %s, by %s on %s: %s", d.Decision.Verdict, d.By, d.At.Format(time.DateOnly), d.Text)
	}
	fmt.Fprintln(a.out, a.screen.isolate(oneLine(standing)))
	if n := len(s.NewReports); n > 0 {
		fmt.Fprintf(a.out, "%s named it since that decision.\n", counted(n, "report"))
	}
	if s.Standing == casework.Gone {
		return nil
	}
	if err := a.writeEvidence(s.Match()); err != nil {
		return err
	}
	return a.writeMatchNews(news)
}

type caseListCmd struct {
	Open bool `help:"Only those that are not closed."`
	JSON bool `name:"json" help:"Print one JSON document a line."`
}

func (caseListCmd) Help() string {
	return `Examples:
  deciban case list --open`
}

// caseLine is what case list prints of a case with --json.
type caseLine struct {
	ID        string        `json:"id"`
	Reference string        `json:"reference,omitempty"`
	Name      string        `json:"name"`
	Opened    time.Time     `json:"opened"`
	Alerts    int           `json:"alerts"`
	Open      int           `json:"open"`
	Strongest *weigh.Weight `json:"strongest,omitempty"`
	Outcome   string        `json:"outcome,omitempty"`
}

// eachCase calls visit with every case, in the order in which they were opened.
func (a *app) eachCase(visit func(*casework.Case, error) error) error {
	store, err := a.cases()
	if err != nil {
		return err
	}
	ids, err := store.IDs()
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := a.ctx.Err(); err != nil {
			return err
		}
		if err := visit(store.Load(id)); err != nil {
			return err
		}
	}
	return nil
}

func (cmd *caseListCmd) Run(a *app) error {
	t := table{columns: []column{{title: "case"}, {title: "opened"}, {title: "subject", elastic: true}, {title: "reference"}, {title: "alerts", right: true}, {title: "strongest", right: true}, {title: "standing", elastic: true}}}
	err := a.eachCase(func(c *casework.Case, err error) error {
		if err != nil {
			return err
		}
		if cmd.Open && c.Closing != nil {
			return nil
		}
		l := caseLine{ID: c.ID, Reference: c.Opening().Reference, Name: subjectCaption(c.Subject), Opened: c.Opening().At, Open: c.Open()}
		strongest := ""
		if c.Screening != nil && len(c.Screening.Alerts) > 0 {
			l.Alerts, l.Strongest = len(c.Screening.Alerts), &c.Screening.Alerts[0].Decibans
			strongest = l.Strongest.String()
		}
		if c.Closing != nil {
			l.Outcome = c.Closing.Outcome
		}
		if cmd.JSON {
			return writeJSONLine(a.out, l)
		}
		t.add(cell{text: l.ID}, cell{text: l.Opened.Format(time.DateOnly)}, cell{text: l.Name}, cell{text: l.Reference},
			cell{text: grouped(l.Alerts)}, cell{text: strongest}, cell{text: c.Standing()})
		return nil
	})
	if err != nil || cmd.JSON {
		return err
	}
	if len(t.rows) == 0 {
		_, err = fmt.Fprintln(a.out, "There is no case. deciban case open begins one.")
		return err
	}
	return t.write(a.out, a.screen)
}

type caseVerifyCmd struct {
	JSON bool `name:"json" help:"Print one JSON document a line."`
}

func (caseVerifyCmd) Help() string {
	return `Reads every case and checks that each line is the one that the next was written after, and that each
event fits those before it. A case that was rewritten as a whole shows in its seal: compare it with the
one that you noted.

Exit code: 0 all are whole, 1 one is not.

Examples:
  deciban case verify`
}

func (cmd *caseVerifyCmd) Run(a *app) error {
	var bad []error
	err := a.eachCase(func(c *casework.Case, err error) error {
		if err != nil {
			bad = append(bad, err)
			return nil
		}
		if cmd.JSON {
			return writeJSONLine(a.out, map[string]any{"id": c.ID, "events": len(c.Events), "seal": c.Seal})
		}
		_, err = fmt.Fprintf(a.out, "%s  %s  %s\n", c.ID, c.Seal, counted(len(c.Events), "event"))
		return err
	})
	return errors.Join(err, errors.Join(bad...))
}
