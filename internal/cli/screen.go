package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"math"

	"deciban/internal/entity"
	"deciban/internal/reporting"
	"deciban/internal/screen"
	"deciban/internal/weigh"
)

type screenCmd struct {
	Name string `arg:"" help:"The name, in any script and order."`
	subjectFlags
	Threshold threshold `help:"Where a match begins to count: a weight (20, 20dB), a probability (90%, p0.9), or a budget (1/1000: at most one false alert in 1,000 ordinary subjects); the default is ${threshold} decibans." placeholder:"T"`
	Limit     int       `help:"The most matches to show; 0 shows all." default:"10"`
	JSON      bool      `name:"json" help:"Print one JSON document."`
	Reports   bool      `help:"Show under each match what the kept reports say of the entry (see deciban read --help)."`
	Dossier   string    `help:"Write also one page to keep: subject, lists, threshold, evidence, what the lists and the kept reports say." placeholder:"FILE"`
	Scan      bool      `help:"Look at every entry instead of using the index; the answers are the same."`
	asOfFlag
}

func (screenCmd) Help() string {
	return `Prints each match above the threshold, strongest first: the entry, the total in decibans
and as a probability, and the evidence that it is the sum of. 10 decibans are odds of ten to one.

Exit code: 0 no match, 3 a match, 1 an error.

Examples:
  deciban screen "Aiman al-Zawahri" --born 1951 --nationality eg
  deciban screen "أيمن الظواهري" --json
  deciban screen "Irano Hind" --schema Organization --threshold 15
  deciban screen "Adrian Darya" --schema Vessel --id imo:9116412
  deciban screen "Aiman al-Zawahri" --dossier zawahri.html`
}

func (cmd *screenCmd) Run(a *app) error {
	subject, err := cmd.entity(cmd.Name)
	if err != nil {
		return err
	}
	if cmd.Limit < 0 {
		return fmt.Errorf("--limit %d: must not be negative", cmd.Limit)
	}
	lists, err := a.load(cmd.AsOf)
	if err != nil {
		return err
	}
	searcher := lists.Searcher(weigh.Default())
	if cmd.Scan {
		searcher = lists.Scan(weigh.Default())
	}
	cut, err := a.cut(cmd.Threshold, lists, searcher)
	if err != nil {
		return err
	}
	least := cut.For(subject)
	res, err := searcher.Search(a.ctx, subject, screen.Options{Min: least, Limit: cmd.Limit, Explain: true})
	if err != nil {
		return err
	}
	var news []*reporting.Timeline
	if cmd.Reports {
		if news, err = a.newsOf(res); err != nil {
			return err
		}
	}
	if cmd.Dossier != "" {
		if err := a.writeDossier(cmd, lists, searcher, cut, subject); err != nil {
			return err
		}
	}
	switch {
	case cmd.JSON:
		err = a.writeScreenJSON(lists, subject, cut, res, news)
	case len(res.Matches) == 0:
		err = a.writeNoMatch(searcher, subject, cut)
	default:
		if err = a.writeMatches(lists, res, news); err == nil && cmd.Threshold.IsShare() {
			fmt.Fprintf(a.out, "\n%s\n", a.screen.style(faint, "Threshold "+cutText(cut, subject)+"."))
		}
	}
	if err == nil && len(res.Matches) > 0 {
		err = exitCode(ExitMatch)
	}
	return err
}

// writeMatches writes the matches for people, with the news of each where they
// were asked for.
func (a *app) writeMatches(lists *screen.Loaded, res *screen.Result, news []*reporting.Timeline) error {
	for i, m := range res.Matches {
		if i > 0 {
			fmt.Fprintln(a.out)
		}
		if err := a.writeMatch(m, lists.Programmes(m.Entry)); err != nil {
			return err
		}
		if news != nil {
			if err := a.writeMatchNews(news[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

// writeNoMatch says that nobody was found, and names the entry that comes
// nearest, so that the answer can be judged.
func (a *app) writeNoMatch(searcher screen.Searcher, subject *entity.Entity, cut screen.Cut) error {
	fmt.Fprintf(a.out, "No match of %s or more.\n", cutText(cut, subject))
	res, err := searcher.Search(a.ctx, subject, screen.Options{Min: math.MinInt32, Limit: 1})
	if err != nil {
		return err
	}
	if len(res.Matches) == 0 {
		_, err = fmt.Fprintln(a.out, "Nothing on the lists resembles it.")
		return err
	}
	m := res.Matches[0]
	_, err = fmt.Fprintf(a.out, "The strongest below that is %s (%s) with %s dB, %s.\n",
		a.screen.isolate(oneLine(m.Entry.Caption())), m.Entry.ID, m.Weight, screen.Likelihood(m.Probability))
	return err
}

// screenJSON is what screen --json prints.
type screenJSON struct {
	Subject   subjectJSON  `json:"subject"`
	Threshold weigh.Weight `json:"threshold"`
	// ThresholdGiven is the threshold as it was set, "" for the default, and
	// ThresholdSource says how it became a weight.
	ThresholdGiven  string      `json:"thresholdGiven"`
	ThresholdSource string      `json:"thresholdSource"`
	Matches         []matchJSON `json:"matches"`
	Snapshot        string      `json:"snapshot"`
	Model           string      `json:"model"`
	// Sample is true if no real list was screened against.
	Sample bool `json:"sample"`
	// Stale are the lists that are older than their limit.
	Stale []staleList `json:"stale,omitempty"`
}

type subjectJSON struct {
	Schema     string              `json:"schema"`
	Properties map[string][]string `json:"properties"`
}

// matchJSON is a match as in a batch's line, and its programmes.
type matchJSON struct {
	screen.LineMatch
	Programmes []string `json:"programmes"`
	// Reports is what the kept reports say of the entry, if it was asked for.
	Reports *reporting.Timeline `json:"reports,omitempty"`
}

func (a *app) writeScreenJSON(lists *screen.Loaded, subject *entity.Entity, cut screen.Cut, res *screen.Result, news []*reporting.Timeline) error {
	doc := screenJSON{
		Subject: newSubjectJSON(subject), Threshold: cut.For(subject), ThresholdGiven: cut.Given, ThresholdSource: cut.Source, Matches: []matchJSON{},
		Snapshot: res.Snapshot, Model: res.Model, Sample: lists.Sample(), Stale: a.stale,
	}
	for i, l := range screen.LineMatches(res.Matches) {
		programmes := lists.Programmes(res.Matches[i].Entry)
		if programmes == nil {
			programmes = []string{}
		}
		m := matchJSON{LineMatch: l, Programmes: programmes}
		if news != nil {
			m.Reports = news[i]
		}
		doc.Matches = append(doc.Matches, m)
	}
	return writeJSON(a.out, doc)
}

func newSubjectJSON(e *entity.Entity) subjectJSON {
	s := subjectJSON{Schema: e.Schema.Name, Properties: map[string][]string{}}
	for _, st := range e.Statements {
		s.Properties[st.Prop] = append(s.Properties[st.Prop], st.Value)
	}
	return s
}

// writeJSON writes an indented document. Names hold & and <, and the reader is
// no web page.
func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}
