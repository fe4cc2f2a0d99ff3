package cli

import (
	"errors"
	"fmt"
	"runtime"

	"deciban/internal/screen"
	"deciban/internal/weigh"
)

type calibrateCmd struct {
	File    string `arg:"" help:"Your own customers, as for batch: JSON lines or CSV with a header; - reads standard input."`
	Workers int    `help:"Subjects screened at once; 0 means one for each processor." default:"0"`
	JSON    bool   `name:"json" help:"Print one JSON document."`
}

func (calibrateCmd) Help() string {
	return `Screens your own customers and counts how strong the strongest match of each is. From then on a
threshold such as 1/1000 means: at most one alert in 1,000 of these. Without it, made-up ordinary
parties from common names of many countries serve.

Kept are counts and weights, in the folder of the lists; no name, no id. Customers who are on a list
count as false alerts too, so leave out those who are known to be. Run it again when the program's
model or your customers have changed.

Examples:
  deciban calibrate customers.csv
  deciban screen "John Smith" --threshold 1/1000`
}

func (cmd *calibrateCmd) Run(a *app) error {
	if cmd.Workers < 0 {
		return errors.New("--workers must not be negative")
	}
	if cmd.Workers == 0 {
		cmd.Workers = runtime.GOMAXPROCS(0)
	}
	s, err := a.snapshot()
	if err != nil {
		return err
	}
	if s == nil {
		return errors.New("no list is loaded: what was measured on the sample would say nothing (see deciban lists add --help)")
	}
	in, err := a.openInput(cmd.File)
	if err != nil {
		return err
	}
	defer in.Close()
	subjects, err := screen.NewSubjectReader(in.ReadCloser)
	if err != nil {
		return fmt.Errorf("%s: %w", in.name, err)
	}
	defer subjects.Close()
	lists, err := a.load(asOf{})
	if err != nil {
		return err
	}
	dir, err := a.dataDir()
	if err != nil {
		return err
	}
	p := a.newProgress()
	progress := func(bytes int64) {
		if in.file != nil && in.file.Size() > 0 && p.due() {
			share := float64(bytes) / float64(in.file.Size())
			p.draw(fmt.Sprintf("screening customers: %.0f %%, %s", 100*share, p.left(share)))
		}
	}
	model := weigh.Default()
	b, bad, err := screen.MeasureCustomers(a.ctx, lists.Searcher(model), cmd.Workers, subjects, progress)
	a.clearProgress()
	if err != nil {
		return err
	}
	b.Model = model.Version()
	if b.Persons.Subjects+b.Others.Subjects == 0 {
		return fmt.Errorf("%s: no row could be screened", in.name)
	}
	if err := screen.WriteBackground(dir, b); err != nil {
		return err
	}
	if cmd.JSON {
		err = writeJSON(a.out, newCalibrationJSON(b, bad))
	} else {
		err = a.writeCalibration(b)
	}
	if err == nil && bad > 0 {
		err = fmt.Errorf("%s rows could not be screened and were left out", grouped(bad))
	}
	return err
}

// budgets are the shares of false alerts that calibrate shows.
var budgets = []struct {
	text  string
	share float64
}{{"1/20", 0.05}, {"1/100", 0.01}, {"1/200", 0.005}, {"1/1000", 0.001}, {"1/10000", 0.0001}}

// writeCalibration shows what each budget means now.
func (a *app) writeCalibration(b *screen.Background) error {
	fmt.Fprintf(a.out, "%s persons, %s others; snapshot %.12s, model %s\n", grouped(b.Persons.Subjects), grouped(b.Others.Subjects), b.Snapshot, b.Model)
	t := table{columns: []column{{title: "at most"}, {title: "persons", right: true}, {title: "others", right: true}}}
	for _, at := range budgets {
		t.add(cell{text: at.text}, budgetCell(&b.Persons, at.share), budgetCell(&b.Others, at.share))
	}
	return t.write(a.out, a.screen)
}

func budgetCell(s *screen.Strengths, share float64) cell {
	w, err := s.Budget(share)
	if err != nil {
		return cell{text: "too few", style: faint}
	}
	return cell{text: w.String() + " dB"}
}

// calibrationJSON is what calibrate --json prints.
type calibrationJSON struct {
	Persons  int          `json:"persons"`
	Others   int          `json:"others"`
	Bad      int          `json:"bad"`
	Budgets  []budgetJSON `json:"budgets"`
	Snapshot string       `json:"snapshot"`
	Model    string       `json:"model"`
}

// budgetJSON is null for a side with too few subjects to tell.
type budgetJSON struct {
	Budget  string        `json:"budget"`
	Persons *weigh.Weight `json:"persons"`
	Others  *weigh.Weight `json:"others"`
}

func newCalibrationJSON(b *screen.Background, bad int) calibrationJSON {
	doc := calibrationJSON{Persons: b.Persons.Subjects, Others: b.Others.Subjects, Bad: bad, Snapshot: b.Snapshot, Model: b.Model}
	for _, at := range budgets {
		row := budgetJSON{Budget: at.text}
		if w, err := b.Persons.Budget(at.share); err == nil {
			row.Persons = &w
		}
		if w, err := b.Others.Budget(at.share); err == nil {
			row.Others = &w
		}
		doc.Budgets = append(doc.Budgets, row)
	}
	return doc
}
