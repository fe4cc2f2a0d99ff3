package screen

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"sync"

	"deciban/internal/screen/tabular"
)

// chunkRows is how many rows a worker takes at a time: enough that handing over
// costs nothing beside screening, few enough that all workers stay busy to the
// end.
const chunkRows = 16

// chunksAhead is how many chunks for each worker may wait to be written, which
// bounds the memory of a batch.
const chunksAhead = 4

// frameRows is how many rows share a frame of a compressed output: enough to
// compress well, few enough that little is screened again after an interrupt.
// No chunk holds rows of two frames.
const frameRows = 1024

// Batch screens many subjects and writes one line for each, or as CSV one for
// each match, in the order in which they came.
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
	// CSV asks for CSV with a header in place of JSON lines.
	CSV bool
	// From is how far an interrupted batch came, whose lines out has already;
	// nil begins with the first row.
	From *BatchMark
}

// BatchStats counts the rows whose lines were written.
type BatchStats struct {
	// Rows are all rows, Bad those that could not be screened, and Matched
	// those with at least one match.
	Rows    int `json:"rows"`
	Bad     int `json:"bad"`
	Matched int `json:"matched"`
	// Bytes is how much of the input they took.
	Bytes int64 `json:"bytes"`
}

// BatchMark is a place in a batch, after the row of the number Rows.
type BatchMark struct {
	BatchStats
	// Digest is the hash of all rows before it, by which a batch that goes on
	// there knows its input.
	Digest string `json:"digest"`
}

// Marker is an output that wants to know which rows the lines belong to that it
// was given.
type Marker interface {
	io.Writer
	// Mark is called after each write with the place that was reached.
	Mark(BatchMark) error
}

// InputError is what ends a batch because of its input. The rows before it are
// screened and written.
type InputError struct{ Err error }

func (e *InputError) Error() string { return e.Err.Error() }

// Unwrap returns the cause.
func (e *InputError) Unwrap() error { return e.Err }

// ErrOtherInput says that a batch cannot be gone on with, since the input does
// not begin with the rows that were screened.
var ErrOtherInput = errors.New("the input does not begin with the rows that were screened before the interrupt")

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
	// digest is the hash of the input's rows up to the last of this chunk.
	digest string
	// cut is true if the worker was interrupted, so that out holds lines for
	// the first of the rows only.
	cut bool
}

// Run reads subjects from in and writes a line for each to out. A row that
// cannot be screened gets a line that says why, and is counted. If ctx is
// cancelled, the rows that are being screened are finished, their lines
// written, and ErrInterrupted returned.
//
// If From is set, the rows before it are read and compared, not screened, and
// what is written goes on where an undisturbed run would have.
//
// The lines do not depend on the number of workers. Run does not wait for a
// read that hangs: when ctx is cancelled, a goroutine may stay until the read
// returns.
func (b *Batch) Run(ctx context.Context, in *SubjectReader, out io.Writer) (BatchStats, error) {
	if b.Workers < 1 {
		return BatchStats{}, fmt.Errorf("%d workers: at least 1 is needed", b.Workers)
	}
	digest := newDigest(in)
	stats := BatchStats{}
	if b.From != nil {
		if err := b.skip(ctx, in, digest); err != nil {
			return b.From.BatchStats, err
		}
		stats = b.From.BatchStats
	} else if b.CSV {
		if err := tabular.WriteCSVHeader(out); err != nil {
			return stats, fmt.Errorf("write results: %w", err)
		}
	}
	work, stop := context.WithCancel(ctx)
	defer stop()
	jobs := make(chan *chunk)
	queue := make(chan *chunk, b.Workers*chunksAhead)
	read := make(chan error, 1)
	go func() {
		err := readChunks(work, in, digest, jobs, queue)
		read <- err
		close(queue)
		close(jobs)
	}()
	var workers sync.WaitGroup
	for range b.Workers {
		workers.Go(func() { b.work(work, jobs) })
	}
	stats, ended, err := b.write(work, stats, queue, out)
	stop()
	workers.Wait()
	switch {
	case err != nil:
		return stats, fmt.Errorf("write results: %w", err)
	case !ended:
		return stats, ErrInterrupted
	}
	err = <-read
	switch {
	case err == nil:
		return stats, nil
	case ctx.Err() != nil && errors.Is(err, ctx.Err()):
		return stats, ErrInterrupted
	}
	return stats, &InputError{err}
}

// newDigest begins the hash of the input, with the names of its columns.
func newDigest(in *SubjectReader) hash.Hash {
	h := sha256.New()
	if in.table == nil {
		return h
	}
	c := in.table.header()
	for _, name := range c.names {
		addText(h, name)
	}
	for _, r := range c.read {
		addText(h, r.prop)
		addText(h, c.names[r.at])
	}
	return h
}

// addText adds a text with its length, so that no two rows are one when their
// parts are moved.
func addText[T string | []byte](h hash.Hash, s T) {
	var n [8]byte
	binary.LittleEndian.PutUint64(n[:], uint64(len(s)))
	h.Write(n[:])
	h.Write([]byte(s))
}

// digest adds the row to a hash.
func (r *row) digest(h hash.Hash) {
	switch {
	case r.err != nil:
		addText(h, r.err.Error())
	case r.json != nil:
		addText(h, r.json)
	}
	for _, f := range r.fields {
		addText(h, f)
	}
	for _, values := range r.values {
		addText(h, fmt.Sprint(len(values)))
		for _, v := range values {
			addText(h, v)
		}
	}
	h.Write([]byte{'\n'})
}

// skip reads the rows that were screened before.
func (b *Batch) skip(ctx context.Context, in *SubjectReader, digest hash.Hash) error {
	for range b.From.Rows {
		if ctx.Err() != nil {
			return ErrInterrupted
		}
		r, err := in.next()
		if errors.Is(err, io.EOF) {
			return ErrOtherInput
		}
		if err != nil {
			return fmt.Errorf("%w: %w", ErrOtherInput, err)
		}
		r.digest(digest)
	}
	if hex.EncodeToString(digest.Sum(nil)) != b.From.Digest {
		return ErrOtherInput
	}
	return nil
}

// readChunks hands each chunk to a worker and then queues it for the writer.
// So each chunk in the queue will be done, and the queue has the input's order.
func readChunks(ctx context.Context, in *SubjectReader, digest hash.Hash, jobs, queue chan<- *chunk) error {
	for {
		c := &chunk{done: make(chan struct{})}
		var err error
		for len(c.rows) < chunkRows && err == nil {
			var r row
			if r, err = in.next(); err != nil {
				break
			}
			c.rows = append(c.rows, r)
			r.digest(digest)
			// Who writes one line into a pipe may wait for the answer to it
			// before writing the next.
			if !in.buffered() || r.number%frameRows == 0 {
				break
			}
		}
		if len(c.rows) > 0 {
			c.digest = hex.EncodeToString(digest.Sum(nil))
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
	var results []tabular.Result
	for _, r := range c.rows {
		if ctx.Err() != nil {
			c.cut = true
			break
		}
		line := b.line(whole, r)
		if b.CSV {
			results = line.results(results, r.number)
		} else {
			line.write(&c.out)
		}
		c.stats.Rows++
		c.stats.Bytes += r.bytes
		switch {
		case line.Error != "":
			c.stats.Bad++
		case len(line.Matches) > 0:
			c.stats.Matched++
		}
	}
	if err := tabular.WriteCSV(&c.out, results); err != nil {
		panic("BUG: a line that CSV cannot hold: " + err.Error())
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
func (b *Batch) write(ctx context.Context, stats BatchStats, queue <-chan *chunk, out io.Writer) (_ BatchStats, ended bool, err error) {
	marker, _ := out.(Marker)
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
		if marker != nil && !c.cut {
			if err := marker.Mark(BatchMark{stats, c.digest}); err != nil {
				return stats, false, err
			}
		}
		if b.Progress != nil {
			b.Progress(stats)
		}
		if c.cut {
			return stats, false, nil
		}
	}
}
