package cli

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"time"

	"deciban/internal/screen"
)

type batchCmd struct {
	In       string    `help:"File of subjects; the default is standard input." placeholder:"FILE"`
	Out      string    `help:"File for the results, in the form that its name says; the default is JSON lines to standard output." placeholder:"FILE"`
	Format   string    `help:"Form of the results, whatever the name of the file: jsonl, csv, xlsx or parquet; jsonl and csv also with .gz or .zst behind." placeholder:"FORM"`
	Resume   bool      `help:"Go on with an interrupted batch whose results were to go to --out; without one, begin."`
	Sheet    string    `help:"The sheet of a spreadsheet to read; the default is the first." placeholder:"NAME"`
	Column   []string  `help:"What a column holds that is not named so; only the columns that are given are read. May be repeated." placeholder:"PROPERTY=COLUMN" sep:"none"`
	Min      threshold `help:"Where a match begins to be reported: a weight (20, 20dB), a probability (90%, p0.9), or a budget (1/1000: at most one false alert in 1,000 ordinary subjects); the default is ${threshold} decibans." placeholder:"T" aliases:"threshold"`
	Limit    int       `help:"The most matches for each subject; 0 reports all." default:"10"`
	Workers  int       `help:"Subjects screened at once; 0 means one for each processor." default:"0"`
	Evidence bool      `help:"Write the evidence of each match." default:"true" negatable:""`
	Scan     bool      `help:"Look at every entry instead of using the index; the answers are the same."`
	asOfFlag
}

func (batchCmd) Help() string {
	return `Reads JSON lines {"id","schema","properties":{"name":[…],"birthDate":[…],…}}, or a table: CSV, a
spreadsheet (xlsx) or Parquet, whose columns are named as FollowTheMoney properties ("id" and
"schema" optional, several values in a field separated by ";"), or as --column says. Input may be
compressed with gzip or zstd; all this is told by content, not by name.

Writes one JSON line for each subject, in the same order; or, if the name of --out ends in .csv,
.xlsx or .parquet, a table with a row for each match, and one for a subject without any. A .gz or
.zst behind .jsonl or .csv compresses. A subject without an id gets its row's number. A row that
cannot be screened becomes one with "error" that names row, field and value; the others are
screened. The memory needed does not grow with the batch.

FILE has its name when all is done. Until then the rows that are done are in FILE.part, and a batch
that was interrupted, killed or met a full disk goes on with --resume and the same options, with
the same result as if nothing had happened. Input that is cut off or damaged is an error; FILE then
holds the rows before.

Exit code: 0 all rows were screened, 1 some could not be or another error, 130 interrupted.

Examples:
  deciban batch --in subjects.csv --out results.jsonl
  deciban batch --in subjects.csv --out results.jsonl --resume
  deciban batch --in customers.xlsx --sheet 2026 --column id=No. --column "name=Full name" --out hits.xlsx
  deciban batch --in subjects.parquet --out results.csv.gz
  cat subjects.jsonl | deciban batch --min 15 --limit 3 > results.jsonl`
}

func (cmd *batchCmd) Run(a *app) (err error) {
	if cmd.Limit < 0 || cmd.Workers < 0 {
		return errors.New("--limit and --workers must not be negative")
	}
	if cmd.Workers == 0 {
		cmd.Workers = runtime.GOMAXPROCS(0)
	}
	form, err := cmd.form()
	if err != nil {
		return err
	}
	columns, err := cmd.columns()
	if err != nil {
		return err
	}
	in, err := a.openInput(cmd.In)
	if err != nil {
		return err
	}
	defer in.Close()
	// The rows' form is checked before the lists are loaded and before the
	// output file is touched.
	subjects, err := screen.OpenSubjects(in.ReadCloser, columns)
	if err != nil {
		return fmt.Errorf("%s: %w", in.name, err)
	}
	defer subjects.Close()
	place, err := checkOutput(cmd.Out, in)
	if err != nil {
		return err
	}
	switch {
	case place == outPipe && cmd.Resume:
		return errors.New("--resume needs a file: --out names it")
	case place == outPipe && !form.Streams():
		return fmt.Errorf("%s is written to a file: --out names it", form.Table)
	}
	lists, searcher, err := a.searcher(cmd.AsOf, cmd.Scan)
	if err != nil {
		return err
	}
	cut, err := a.cut(cmd.Min, lists, searcher)
	if err != nil {
		return err
	}
	b := screen.Batch{
		Searcher: searcher, Model: modelVersion(), Workers: cmd.Workers, Stale: staleNames(a.stale), CSV: form.Table == "csv",
		Options: screen.Options{Min: cut.Persons, Limit: cmd.Limit, Explain: cmd.Evidence},
	}
	if subjects.Measured() {
		b.Progress = a.batchProgress(in)
	} else {
		b.Progress = a.batchProgress(&input{})
	}
	threshold := cut.Persons.String()
	if cut.Persons != cut.Others || cmd.Min.IsBudget() {
		b.Cut = &cut
		a.notice("threshold %s: %s dB for persons, %s dB for others (%s)", cut.Given, cut.Persons, cut.Others, cut.Source)
		threshold = fmt.Sprintf("%s for persons, %s for others", cut.Persons, cut.Others)
	}
	if place == outPipe {
		stats, err := a.batchToPipe(&b, subjects, cmd.Out, form)
		return a.batchEnd(stats, err, in, "")
	}
	settings := screen.BatchSettings{
		Snapshot: searcher.Snapshot(), Model: b.Model, Threshold: threshold, Limit: cmd.Limit, Evidence: cmd.Evidence,
	}
	out, err := a.openResults(cmd, form, settings, &b)
	if err != nil {
		return err
	}
	stats, err := a.batchToFile(&b, subjects, out)
	return a.batchEnd(stats, err, in, cmd.Out)
}

// form is the form of the results.
func (cmd *batchCmd) form() (screen.ResultForm, error) {
	if cmd.Format == "" {
		return screen.ResultFormOf(cmd.Out)
	}
	form, err := screen.ResultFormOf("results." + cmd.Format)
	table, _, _ := strings.Cut(cmd.Format, ".")
	if err == nil && (form.Table != table || strings.Contains(cmd.Format, ".") != (form.Packing != "")) {
		err = errors.New("is none of jsonl, csv, xlsx and parquet")
	}
	if err != nil {
		return form, fmt.Errorf("--format %q: %w", cmd.Format, err)
	}
	return form, nil
}

// columns are what --sheet and --column say.
func (cmd *batchCmd) columns() (screen.TableOptions, error) {
	opt := screen.TableOptions{Sheet: cmd.Sheet}
	for _, c := range cmd.Column {
		property, column, ok := strings.Cut(c, "=")
		if !ok || property == "" || column == "" {
			return opt, fmt.Errorf("--column %q: write PROPERTY=COLUMN, such as name=Customer", c)
		}
		opt.Columns = append(opt.Columns, screen.ColumnName{Property: strings.TrimSpace(property), Column: strings.TrimSpace(column)})
	}
	return opt, nil
}

// openResults opens the file of results, and tells b where it goes on.
func (a *app) openResults(cmd *batchCmd, form screen.ResultForm, settings screen.BatchSettings, b *screen.Batch) (out *screen.ResultFile, err error) {
	if cmd.Resume {
		out, b.From, err = screen.ResumeResults(cmd.Out, form, settings, b.Stale)
		if err == nil && b.From == nil {
			a.notice("there is nothing to go on with for %s: the batch begins with the first row", cmd.Out)
		}
	} else {
		out, err = screen.CreateResults(cmd.Out, form, settings, b.Stale)
	}
	if err != nil {
		return nil, err
	}
	b.Stale = out.Stale()
	return out, nil
}

// batchToFile runs the batch into a file.
func (a *app) batchToFile(b *screen.Batch, subjects *screen.SubjectReader, out *screen.ResultFile) (screen.BatchStats, error) {
	stats, err := b.Run(a.ctx, subjects, out)
	var cut *screen.InputError
	if err != nil && !errors.As(err, &cut) {
		err = errors.Join(err, out.Suspend())
		stats.Rows = out.Kept()
		return stats, err
	}
	if e := out.Finish(a.ctx); e != nil {
		stats.Rows = out.Kept()
		return stats, e // the input's fault comes again when the batch goes on
	}
	return stats, err
}

// batchToPipe runs the batch into standard output, a pipe or a device.
func (a *app) batchToPipe(b *screen.Batch, subjects *screen.SubjectReader, path string, form screen.ResultForm) (stats screen.BatchStats, err error) {
	out, err := a.openOutput(path, &input{})
	if err != nil {
		return stats, err
	}
	defer func() {
		// What cannot be written was said already where that ended the batch.
		if e := out.finish(); err == nil || errors.Is(err, screen.ErrInterrupted) {
			err = errors.Join(err, e)
		}
	}()
	if form.Packing == "" {
		return b.Run(a.ctx, subjects, out)
	}
	packed, err := screen.NewPackedResults(out, form.Packing)
	if err != nil {
		return stats, err
	}
	stats, err = b.Run(a.ctx, subjects, packed)
	if e := packed.Close(); e != nil && err == nil {
		err = fmt.Errorf("write results: %w", e)
	}
	return stats, err
}

// batchEnd says how a batch ended. path is the file of results, "" for a pipe.
func (a *app) batchEnd(stats screen.BatchStats, err error, in *input, path string) error {
	a.clearProgress()
	var cut *screen.InputError
	switch {
	case errors.Is(err, screen.ErrInterrupted) && path != "":
		a.notice("interrupted: %s rows are done and kept in %s.part; --resume goes on", grouped(stats.Rows), path)
		return exitCode(ExitInterrupted)
	case errors.Is(err, screen.ErrInterrupted):
		a.notice("interrupted: %s rows are done, their lines are whole", grouped(stats.Rows))
		return exitCode(ExitInterrupted)
	case errors.As(err, &cut):
		return fmt.Errorf("%s: %w (after %s rows, whose results are written)", in.name, err, grouped(stats.Rows))
	case errors.Is(err, screen.ErrOtherInput):
		return fmt.Errorf("%s: %w; without --resume the batch begins anew", in.name, err)
	case err != nil && path != "":
		return fmt.Errorf("%w (%s rows are kept in %s.part; --resume goes on)", err, grouped(stats.Rows), path)
	case err != nil:
		return fmt.Errorf("%w (after %s rows)", err, grouped(stats.Rows))
	}
	if a.notes.interactive {
		a.notice("%s rows, %s with a match", grouped(stats.Rows), grouped(stats.Matched))
	}
	if stats.Bad > 0 {
		return fmt.Errorf("%s of %s rows could not be screened; their lines have an \"error\"", grouped(stats.Bad), grouped(stats.Rows))
	}
	return nil
}

// batchProgress reports rows, rows a second, and the time left if the input's
// size is known.
func (a *app) batchProgress(in *input) func(screen.BatchStats) {
	p := a.newProgress()
	return func(s screen.BatchStats) {
		if !p.due() {
			return
		}
		text := fmt.Sprintf("%s rows, %.0f a second", grouped(s.Rows), float64(s.Rows)/time.Since(p.start).Seconds())
		if in.file != nil && in.file.Size() > 0 {
			if left := p.left(float64(s.Bytes) / float64(in.file.Size())); left != "" {
				text += ", " + left
			}
		}
		p.draw(text)
	}
}
