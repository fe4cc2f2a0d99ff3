package cli

import (
	"fmt"
	"os/user"
	"slices"
	"strings"
	"time"

	"deciban/internal/casework"
	"deciban/internal/entity"
	"deciban/internal/screen"
	"deciban/internal/watch"
	"deciban/internal/weigh"
)

type caseCmd struct {
	Open   caseOpenCmd   `cmd:"" help:"Open a case: screen a subject and keep what was found."`
	List   caseListCmd   `cmd:"" help:"Show the cases."`
	Show   caseShowCmd   `cmd:"" help:"Show a case: its alerts with evidence, what reports say, decisions, history."`
	Screen caseScreenCmd `cmd:"" help:"Screen the subject of a case again, with the lists in force."`
	Decide caseDecideCmd `cmd:"" help:"Say whether an alert's entry is the subject, and on what grounds."`
	Note   caseNoteCmd   `cmd:"" help:"Add a note to a case."`
	Close  caseCloseCmd  `cmd:"" help:"Close a case of which every alert is decided."`
	Reopen caseReopenCmd `cmd:"" help:"Open a closed case again."`
	Verify caseVerifyCmd `cmd:"" help:"Check that no case was altered, and print their seals."`
}

// byFlag says who does something to a case.
type byFlag struct {
	By string `help:"Who does this, for the record; the default is the system's name for you." env:"DECIBAN_BY" placeholder:"NAME"`
}

// event returns an event of this person, now.
func (f *byFlag) event(kind casework.Kind) (casework.Event, error) {
	by := strings.TrimSpace(f.By)
	if by == "" {
		u, err := user.Current()
		if err != nil {
			return casework.Event{}, fmt.Errorf("--by is needed: the system does not tell who you are: %w", err)
		}
		by = u.Username
	}
	return casework.Event{Kind: kind, By: by, At: time.Now()}, nil
}

// cases returns the store of the cases.
func (a *app) cases() (*casework.Store, error) {
	dir, err := a.dataDir()
	if err != nil {
		return nil, err
	}
	return casework.Open(dir), nil
}

// loadCase reads a case from the store.
func (a *app) loadCase(id string) (*casework.Store, *casework.Case, error) {
	store, err := a.cases()
	if err != nil {
		return nil, nil, err
	}
	c, err := store.Load(id)
	return store, c, err
}

type caseOpenCmd struct {
	Name string `arg:"" help:"The subject's name, in any script and order."`
	subjectFlags
	Reference string    `help:"The house's own number for the matter." placeholder:"TEXT"`
	Threshold threshold `help:"Where an alert begins, as for deciban screen; the default is ${threshold} decibans." placeholder:"T"`
	byFlag
	JSON bool `name:"json" help:"Print the case as one JSON document."`
}

func (caseOpenCmd) Help() string {
	return `Screens the subject and keeps it with what was found: each alert with its evidence, the snapshot and
the model that it follows from, and the reports that name the entry. The case gets a number. Nothing
in it can be changed later, only added to. Cases hold personal data: they are in the data folder,
which only you can read.

Exit code: 0 no alert, 3 an alert is to be decided, 1 an error.

Examples:
  deciban case open "Aiman al-Zawahri" --born 1951 --nationality eg --reference HR-1734
  deciban case open "Irano Hind" --schema Organization --threshold 15 --by "Anna Weber"`
}

func (cmd *caseOpenCmd) Run(a *app) error {
	subject, err := cmd.entity(cmd.Name)
	if err != nil {
		return err
	}
	opened, err := cmd.event(casework.Opened)
	if err != nil {
		return err
	}
	opened.Reference = cmd.Reference
	if opened.Subject, err = entity.EncodeStatements(subject); err != nil {
		return err
	}
	screened, err := a.screening(cmd.Threshold, subject)
	if err != nil {
		return err
	}
	store, err := a.cases()
	if err != nil {
		return err
	}
	found := casework.Event{Kind: casework.Screened, By: opened.By, At: opened.At, Screening: screened}
	c, err := store.Create(a.ctx, opened.At, opened, found)
	if err != nil {
		return err
	}
	return a.showWork(c, cmd.JSON)
}

// showWork prints a case after something was done to it. An alert that is to be
// decided is an outcome of its own.
func (a *app) showWork(c *casework.Case, asJSON bool) error {
	if err := a.writeCase(c, asJSON); err != nil {
		return err
	}
	if c.Open() > 0 {
		return exitCode(ExitMatch)
	}
	return nil
}

// screening searches for a subject, for a case.
func (a *app) screening(t threshold, subject *entity.Entity) (*casework.Screening, error) {
	lists, err := a.load(asOf{})
	if err != nil {
		return nil, err
	}
	searcher := lists.Searcher(weigh.Default())
	cut, err := a.cut(t, lists, searcher)
	if err != nil {
		return nil, err
	}
	least := cut.For(subject)
	res, err := searcher.Search(a.ctx, subject, screen.Options{Min: least, Explain: true})
	if err != nil {
		return nil, err
	}
	news, err := a.newsOf(res)
	if err != nil {
		return nil, err
	}
	s := &casework.Screening{
		Snapshot: res.Snapshot, Model: res.Model, Program: programVersion(), Sample: lists.Sample(),
		Threshold: least, Given: cut.Given, Source: cut.Source, Alerts: []casework.Alert{},
	}
	for _, l := range a.stale {
		s.Stale = append(s.Stale, l.Dataset)
	}
	for i, l := range screen.LineMatches(res.Matches) {
		var parts []*entity.Entity
		for _, link := range lists.Links(res.Matches[i].Entry) {
			parts = append(parts, link.From)
		}
		s.Alerts = append(s.Alerts, casework.Alert{LineMatch: l, Content: watch.Digest(res.Matches[i].Entry, parts), Reports: news[i].ReportIDs})
	}
	return s, nil
}

type caseScreenCmd struct {
	Case      string    `arg:"" help:"The case's number."`
	Threshold threshold `help:"Where an alert begins; the default is that of the last time." placeholder:"T"`
	byFlag
	JSON bool `name:"json" help:"Print the case as one JSON document."`
}

func (caseScreenCmd) Help() string {
	return `Screens the subject again with the lists, the model and the reports of now, and adds what is found to
the case. What was decided stays decided, unless the list says something else of the entry since, or
the evidence has grown by 3 decibans or more: then it is to be decided again.

Exit code: 0 nothing is to be decided, 3 an alert is, 1 an error.

Examples:
  deciban lists pull && deciban case screen 2026-0001`
}

func (cmd *caseScreenCmd) Run(a *app) error {
	store, c, err := a.loadCase(cmd.Case)
	if err != nil {
		return err
	}
	t := cmd.Threshold
	if !t.set && c.Screening != nil {
		if given := c.Screening.Given; given != "" {
			err = t.UnmarshalText([]byte(given))
		}
		if err != nil {
			return fmt.Errorf("the threshold of the last time: %w", err)
		}
	}
	found, err := cmd.event(casework.Screened)
	if err != nil {
		return err
	}
	if found.Screening, err = a.screening(t, c.Subject); err != nil {
		return err
	}
	c, err = store.Append(a.ctx, cmd.Case, func(*casework.Case) ([]casework.Event, error) { return []casework.Event{found}, nil })
	if err != nil {
		return err
	}
	return a.showWork(c, cmd.JSON)
}

type caseDecideCmd struct {
	Case    string   `arg:"" help:"The case's number."`
	Verdict string   `arg:"" help:"same: the entry is the subject; different: it is somebody else; unclear: it cannot be told yet." enum:"same,different,unclear"`
	Entry   []string `arg:"" name:"entry" help:"The alerts' entries, by id, such as un-QDi.006."`
	Grounds string   `help:"Why." required:"" placeholder:"TEXT"`
	byFlag
	JSON bool `name:"json" help:"Print the case as one JSON document."`
}

func (caseDecideCmd) Help() string {
	return `Keeps what you decide beside the evidence that was in view. A later decision on the same entry takes
the place of an earlier one; both stay in the record. Deciban itself decides nothing.

Examples:
  deciban case decide 2026-0001 different un-QDi.006 --grounds "Passport seen: born 1984 in Graz"`
}

func (cmd *caseDecideCmd) Run(a *app) error {
	e, err := cmd.event(casework.Decided)
	if err != nil {
		return err
	}
	e.Text = cmd.Grounds
	return a.addToCase(cmd.Case, cmd.JSON, func(c *casework.Case) ([]casework.Event, error) {
		var events []casework.Event
		for i, entry := range cmd.Entry {
			if slices.Contains(cmd.Entry[:i], entry) {
				return nil, fmt.Errorf("%s is named twice", entry)
			}
			d, err := c.Decision(entry, casework.Verdict(cmd.Verdict))
			if err != nil {
				return nil, fmt.Errorf("case %s: %w", c.ID, err)
			}
			e.Decision = d
			events = append(events, e)
		}
		return events, nil
	})
}

// addToCase adds events to a case and prints it.
func (a *app) addToCase(id string, asJSON bool, makeEvents func(*casework.Case) ([]casework.Event, error)) error {
	store, err := a.cases()
	if err != nil {
		return err
	}
	c, err := store.Append(a.ctx, id, makeEvents)
	if err != nil {
		return err
	}
	if asJSON {
		return a.writeCase(c, true)
	}
	return a.writeCaseHead(c)
}

// addEvent adds one event to a case and prints it.
func (a *app) addEvent(id string, asJSON bool, e casework.Event) error {
	return a.addToCase(id, asJSON, func(*casework.Case) ([]casework.Event, error) { return []casework.Event{e}, nil })
}

type caseNoteCmd struct {
	Case string `arg:"" help:"The case's number."`
	Text string `arg:"" help:"The note."`
	byFlag
	JSON bool `name:"json" help:"Print the case as one JSON document."`
}

func (caseNoteCmd) Help() string {
	return `Examples:
  deciban case note 2026-0001 "Asked for a copy of the passport"`
}

func (cmd *caseNoteCmd) Run(a *app) error {
	e, err := cmd.event(casework.Noted)
	if err != nil {
		return err
	}
	e.Text = cmd.Text
	return a.addEvent(cmd.Case, cmd.JSON, e)
}

type caseCloseCmd struct {
	Case    string `arg:"" help:"The case's number."`
	Outcome string `arg:"" help:"What was done, in a word of the house: cleared, refused, reported, …"`
	Grounds string `help:"Why." required:"" placeholder:"TEXT"`
	byFlag
	JSON bool `name:"json" help:"Print the case as one JSON document."`
}

func (caseCloseCmd) Help() string {
	return `Every alert of the last screening must be decided first, as same or different.

Examples:
  deciban case close 2026-0001 cleared --grounds "Another person of the name"`
}

func (cmd *caseCloseCmd) Run(a *app) error {
	e, err := cmd.event(casework.Closed)
	if err != nil {
		return err
	}
	e.Outcome, e.Text = cmd.Outcome, cmd.Grounds
	return a.addEvent(cmd.Case, cmd.JSON, e)
}

type caseReopenCmd struct {
	Case    string `arg:"" help:"The case's number."`
	Grounds string `help:"Why." required:"" placeholder:"TEXT"`
	byFlag
	JSON bool `name:"json" help:"Print the case as one JSON document."`
}

func (caseReopenCmd) Help() string {
	return `Examples:
  deciban case reopen 2026-0001 --grounds "The list was corrected"`
}

func (cmd *caseReopenCmd) Run(a *app) error {
	e, err := cmd.event(casework.Reopened)
	if err != nil {
		return err
	}
	e.Text = cmd.Grounds
	return a.addEvent(cmd.Case, cmd.JSON, e)
}
