package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"math"

	"deciban/internal/entity"
	"deciban/internal/screen"
	"deciban/internal/weigh"
)

type screenCmd struct {
	Name string `arg:"" help:"The name, in any script and order."`
	subjectFlags
	Threshold threshold `help:"Weight in decibans from which on a match counts, such as 20 or 20dB; the default is ${threshold}." placeholder:"DB"`
	Limit     int       `help:"The most matches to show; 0 shows all." default:"10"`
	JSON      bool      `name:"json" help:"Print one JSON document."`
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
  deciban screen "Adrian Darya" --schema Vessel --id imo:9116412`
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
	least := cmd.Threshold.value()
	searcher := lists.Searcher(weigh.Default())
	res, err := searcher.Search(a.ctx, subject, screen.Options{Min: least, Limit: cmd.Limit, Explain: true})
	if err != nil {
		return err
	}
	switch {
	case cmd.JSON:
		err = a.writeScreenJSON(lists, subject, least, res)
	case len(res.Matches) == 0:
		err = a.writeNoMatch(searcher, subject, least)
	default:
		err = a.writeMatches(lists, res)
	}
	if err == nil && len(res.Matches) > 0 {
		err = exitCode(ExitMatch)
	}
	return err
}

// writeMatches writes the matches for people.
func (a *app) writeMatches(lists *screen.Loaded, res *screen.Result) error {
	for i, m := range res.Matches {
		if i > 0 {
			fmt.Fprintln(a.out)
		}
		if err := a.writeMatch(m, lists.Programmes(m.Entry)); err != nil {
			return err
		}
	}
	return nil
}

// writeNoMatch says that nobody was found, and names the entry that comes
// nearest, so that the answer can be judged.
func (a *app) writeNoMatch(searcher screen.Searcher, subject *entity.Entity, least weigh.Weight) error {
	fmt.Fprintf(a.out, "No match of %s dB or more.\n", least)
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
		a.screen.isolate(oneLine(m.Entry.Caption())), m.Entry.ID, m.Weight, likelihood(m.Probability))
	return err
}

// screenJSON is what screen --json prints.
type screenJSON struct {
	Subject   subjectJSON  `json:"subject"`
	Threshold weigh.Weight `json:"threshold"`
	Matches   []matchJSON  `json:"matches"`
	Snapshot  string       `json:"snapshot"`
	Model     string       `json:"model"`
	// Sample is true if no real list was screened against.
	Sample bool `json:"sample"`
}

type subjectJSON struct {
	Schema     string              `json:"schema"`
	Properties map[string][]string `json:"properties"`
}

// matchJSON is a match as in a batch's line, and its programmes.
type matchJSON struct {
	screen.LineMatch
	Programmes []string `json:"programmes"`
}

func (a *app) writeScreenJSON(lists *screen.Loaded, subject *entity.Entity, least weigh.Weight, res *screen.Result) error {
	doc := screenJSON{
		Subject: newSubjectJSON(subject), Threshold: least, Matches: []matchJSON{},
		Snapshot: res.Snapshot, Model: res.Model, Sample: lists.Sample(),
	}
	for i, l := range screen.LineMatches(res.Matches) {
		programmes := lists.Programmes(res.Matches[i].Entry)
		if programmes == nil {
			programmes = []string{}
		}
		doc.Matches = append(doc.Matches, matchJSON{l, programmes})
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
