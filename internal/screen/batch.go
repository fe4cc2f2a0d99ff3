package screen

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
)

// chunkRows is how many rows a worker takes at a time: enough that handing over
// costs nothing beside screening, few enough that all workers stay busy to the
// end.
const chunkRows = 16

// chunksAhead is how many chunks for each worker may wait to be written, which
// bounds the memory of a batch.
const chunksAhead = 4

// Batch screens many subjects and writes one line for each, in the order in
// which they came.
type Batch struct {
	Searcher Searcher
	// Model is the version of the model that Searcher weighs with.
	Model   string
	Options Options
	// Cut, if set, takes the place of Options.Min, by the kind of subject, and
	// is named in each line.
	Cut *Cut
	// Workers is the number of subjects that are screened at once, at least 1.
	Workers int
	// Progress, if set, is called after each write, from one goroutine.
	Progress func(BatchStats)
	// Stale names the lists that are older than their limit; each line names
	// them too.
	Stale []string
}

// BatchStats counts the rows whose lines were written.
type BatchStats struct {
	// Rows are all rows, Bad those that could not be screened, and Matched
	// those with at least one match.
	Rows, Bad, Matched int
	// Bytes is how much of the input they took.
	Bytes int64
}

// ErrInterrupted says that a batch was stopped before its end. All lines that
// were written are whole and belong to the first rows of the input.
var ErrInterrupted = errors.New("interrupted")

// chunk is a run of rows on its way through a worker.
type chunk struct {
	rows []row
	// done is closed when the fields below are ready.
	done chan struct{}
	out  bytes.Buffer
	// stats counts the lines in out.
	stats BatchStats
	// cut is true if the worker was interrupted, so that out holds lines for
	// the first of the rows only.
	cut bool
}

// Run reads subjects from in and writes a line for each to out. A row that
// cannot be screened gets a line that says why, and is counted. If ctx is
// cancelled, the rows that are being screened are finished, their lines
// written, and ErrInterrupted returned.
//
// The lines do not depend on the number of workers. Run does not wait for a
// read that hangs: when ctx is cancelled, a goroutine may stay until the read
// returns.
func (b *Batch) Run(ctx context.Context, in *SubjectReader, out io.Writer) (BatchStats, error) {
	if b.Workers < 1 {
		return BatchStats{}, fmt.Errorf("%d workers: at least 1 is needed", b.Workers)
	}
	work, stop := context.WithCancel(ctx)
	defer stop()
	jobs := make(chan *chunk)
	queue := make(chan *chunk, b.Workers*chunksAhead)
	read := make(chan error, 1)
	go func() {
		err := readChunks(work, in, jobs, queue)
		read <- err
		close(queue)
		close(jobs)
	}()
	var workers sync.WaitGroup
	for range b.Workers {
		workers.Go(func() { b.work(work, jobs) })
	}
	stats, ended, err := b.write(work, queue, out)
	stop()
	workers.Wait()
	switch {
	case err != nil:
		return stats, fmt.Errorf("write results: %w", err)
	case !ended:
		return stats, ErrInterrupted
	}
	err = <-read
	if ctx.Err() != nil && errors.Is(err, ctx.Err()) {
		err = ErrInterrupted
	}
	return stats, err
}

// readChunks hands each chunk to a worker and then queues it for the writer.
// So each chunk in the queue will be done, and the queue has the input's order.
func readChunks(ctx context.Context, in *SubjectReader, jobs, queue chan<- *chunk) error {
	for {
		c := &chunk{done: make(chan struct{})}
		var err error
		for len(c.rows) < chunkRows && err == nil {
			var r row
			if r, err = in.next(); err != nil {
				break
			}
			c.rows = append(c.rows, r)
			// Who writes one line into a pipe may wait for the answer to it
			// before writing the next.
			if !in.buffered() {
				break
			}
		}
		if len(c.rows) > 0 {
			for _, to := range []chan<- *chunk{jobs, queue} {
				select {
				case to <- c:
				case <-ctx.Done():
					return ctx.Err()
				}
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func (b *Batch) work(ctx context.Context, jobs <-chan *chunk) {
	for {
		select {
		case c, ok := <-jobs:
			if !ok {
				return
			}
			b.screen(ctx, c)
			close(c.done)
		case <-ctx.Done():
			return
		}
	}
}

// screen makes the lines of a chunk, as far as ctx lets it.
func (b *Batch) screen(ctx context.Context, c *chunk) {
	// A search that has begun is finished, so that its line is whole.
	whole := context.WithoutCancel(ctx)
	for _, r := range c.rows {
		if ctx.Err() != nil {
			c.cut = true
			return
		}
		line := b.line(whole, r)
		line.write(&c.out)
		c.stats.Rows++
		c.stats.Bytes += r.bytes
		switch {
		case line.Error != "":
			c.stats.Bad++
		case len(line.Matches) > 0:
			c.stats.Matched++
		}
	}
}

// line screens one row.
func (b *Batch) line(ctx context.Context, r row) *Line {
	line := &Line{Snapshot: b.Searcher.Snapshot(), Model: b.Model, Stale: b.Stale}
	id, subject, err := r.subject()
	line.ID = id
	if err == nil {
		opt := b.Options
		if b.Cut != nil {
			opt.Min = b.Cut.For(subject)
			line.Threshold = &opt.Min
		}
		var res *Result
		if res, err = b.Searcher.Search(ctx, subject, opt); err == nil {
			line.Matches = LineMatches(res.Matches)
			return line
		}
		err = fmt.Errorf("%s: %w", r.where(), err)
	}
	line.Error = err.Error()
	return line
}

// write writes the chunks in order. ended is true if it reached the end of the
// queue, false if it was interrupted before.
func (b *Batch) write(ctx context.Context, queue <-chan *chunk, out io.Writer) (stats BatchStats, ended bool, err error) {
	for {
		var c *chunk
		var open bool
		select {
		case c, open = <-queue:
		case <-ctx.Done():
			// The chunks that are queued have been begun.
			select {
			case c, open = <-queue:
			default:
				return stats, false, nil
			}
		}
		if !open {
			return stats, true, nil
		}
		<-c.done
		if _, err := out.Write(c.out.Bytes()); err != nil {
			return stats, false, err
		}
		stats.Rows += c.stats.Rows
		stats.Bad += c.stats.Bad
		stats.Matched += c.stats.Matched
		stats.Bytes += c.stats.Bytes
		if b.Progress != nil {
			b.Progress(stats)
		}
		if c.cut {
			return stats, false, nil
		}
	}
}
