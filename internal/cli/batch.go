package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"time"

	"deciban/internal/screen"
)

type batchCmd struct {
	In       string    `help:"File of subjects; the default is standard input." placeholder:"FILE"`
	Out      string    `help:"File for the results; the default is standard output." placeholder:"FILE"`
	Min      threshold `help:"Where a match begins to be reported: a weight (20, 20dB), a probability (90%, p0.9), or a budget (1/1000: at most one false alert in 1,000 ordinary subjects); the default is ${threshold} decibans." placeholder:"T" aliases:"threshold"`
	Limit    int       `help:"The most matches for each subject; 0 reports all." default:"10"`
	Workers  int       `help:"Subjects screened at once; 0 means one for each processor." default:"0"`
	Evidence bool      `help:"Write the evidence of each match." default:"true" negatable:""`
	Scan     bool      `help:"Look at every entry instead of using the index; the answers are the same."`
	asOfFlag
}

func (batchCmd) Help() string {
	return `Reads JSON lines {"id","schema","properties":{"name":[…],"birthDate":[…],…}}, or CSV with a header
whose columns are named as FollowTheMoney properties ("id" and "schema" optional, several values
in a field separated by ";"). Writes one JSON line for each subject, in the same order. A subject
without an id gets its row's number. A row that cannot be screened becomes a line with "error"
that names row, field and value; the others are screened.

Exit code: 0 all rows were screened, 1 some could not be or another error, 130 interrupted. Then
the lines that were written are whole and belong to the first rows.

Examples:
  deciban batch --in subjects.csv --out results.jsonl
  cat subjects.jsonl | deciban batch --min 15 --limit 3 > results.jsonl`
}

func (cmd *batchCmd) Run(a *app) (err error) {
	if cmd.Limit < 0 || cmd.Workers < 0 {
		return errors.New("--limit and --workers must not be negative")
	}
	if cmd.Workers == 0 {
		cmd.Workers = runtime.GOMAXPROCS(0)
	}
	in, err := a.openInput(cmd.In)
	if err != nil {
		return err
	}
	defer in.Close()
	// The rows' form is checked before the lists are loaded and before the
	// output file is touched.
	subjects, err := screen.NewSubjectReader(in)
	if err != nil {
		return fmt.Errorf("%s: %w", in.name, err)
	}
	lists, searcher, err := a.searcher(cmd.AsOf, cmd.Scan)
	if err != nil {
		return err
	}
	cut, err := a.cut(cmd.Min, lists, searcher)
	if err != nil {
		return err
	}
	out, err := a.openOutput(cmd.Out, in)
	if err != nil {
		return err
	}
	b := screen.Batch{
		Searcher: searcher, Model: modelVersion(), Workers: cmd.Workers, Stale: staleNames(a.stale),
		Options:  screen.Options{Min: cut.Persons, Limit: cmd.Limit, Explain: cmd.Evidence},
		Progress: a.batchProgress(in),
	}
	if cut.Persons != cut.Others || cmd.Min.IsBudget() {
		b.Cut = &cut
		a.notice("threshold %s: %s dB for persons, %s dB for others (%s)", cut.Given, cut.Persons, cut.Others, cut.Source)
	}
	stats, err := b.Run(a.ctx, subjects, out)
	a.clearProgress()
	if err = errors.Join(err, out.finish()); err != nil {
		if errors.Is(err, screen.ErrInterrupted) {
			a.notice("interrupted: %s rows are done, their lines are whole", grouped(stats.Rows))
			return exitCode(ExitInterrupted)
		}
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

// input is what a batch reads.
type input struct {
	io.ReadCloser
	name string
	file os.FileInfo // nil if it is not a regular file
}

func (a *app) openInput(path string) (*input, error) {
	if path == "" || path == "-" {
		return &input{ReadCloser: io.NopCloser(a.in), name: "standard input"}, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read subjects: %w", err)
	}
	in := &input{ReadCloser: f, name: path}
	info, err := f.Stat()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("read subjects: %w", err), f.Close())
	}
	if info.Mode().IsRegular() {
		in.file = info
	}
	return in, nil
}

// output is where a batch writes. A file has another name until it is finished,
// so that under its own name there is never half a line.
type output struct {
	*bufio.Writer
	file *os.File
	path string // the file's own name, "" if it is written in place
}

func (a *app) openOutput(path string, in *input) (*output, error) {
	if path == "" || path == "-" {
		return &output{Writer: a.out}, nil
	}
	info, err := os.Stat(path)
	switch {
	case err == nil && in.file != nil && os.SameFile(info, in.file):
		return nil, fmt.Errorf("write results: %s is the file of subjects", path)
	case err == nil && info.IsDir():
		return nil, fmt.Errorf("write results: %s is a folder", path)
	case err == nil && !info.Mode().IsRegular(): // a device or a pipe
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			return nil, fmt.Errorf("write results: %w", err)
		}
		return &output{Writer: bufio.NewWriter(f), file: f}, nil
	}
	// Results are personal data: for the user alone, like the lists.
	f, err := os.OpenFile(path+".part", os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, fmt.Errorf("write results: %w", err)
	}
	return &output{Writer: bufio.NewWriterSize(f, 1<<16), file: f, path: path}, nil
}

// Write writes a run of lines. Standard output is flushed each time: who reads
// it through a pipe waits for them.
func (o *output) Write(p []byte) (int, error) {
	n, err := o.Writer.Write(p)
	if err == nil && o.path == "" {
		err = o.Flush()
	}
	return n, err
}

// finish gives the file its name. What could not be written stays under the
// other name.
func (o *output) finish() error {
	err := o.Flush()
	if o.file != nil && o.path != "" && err == nil {
		err = o.file.Sync()
	}
	if o.file != nil {
		err = errors.Join(err, o.file.Close())
	}
	if o.path != "" && err == nil {
		err = os.Rename(o.path+".part", o.path)
	}
	if err != nil {
		return fmt.Errorf("write results: %w", err)
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
