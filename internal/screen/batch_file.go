package screen

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"time"

	"deciban/internal/screen/tabular"
)

// The names beside that of the results while a batch is not finished. The file
// itself is there when all is.
const (
	partSuffix = ".part"      // the lines of the rows that are done
	markSuffix = ".part.json" // how far they are sure to be whole
	newSuffix  = ".part.new"  // what is written to take another's place
)

// markEvery is how often the place is noted, which waits for the disk.
const markEvery = time.Second

// markFormat is the version of the file that notes the place.
const markFormat = 1

// maxResultLine bounds what a damaged file can claim. A line holds the matches
// of a subject, each of a few kilobytes.
const maxResultLine = 1 << 30

// BatchSettings are what the lines of a batch depend on beside its input. Only
// a batch with the same can be gone on with.
type BatchSettings struct {
	Snapshot  string `json:"snapshot"`
	Model     string `json:"model"`
	Threshold string `json:"threshold"`
	Limit     int    `json:"limit"`
	Evidence  bool   `json:"evidence"`
	Form      string `json:"form"`
}

// differ says what is other than before, or "".
func (s BatchSettings) differ(before BatchSettings) string {
	for _, v := range []struct {
		what      string
		then, now any
		hint      string
	}{
		{"the model", before.Model, s.Model, ""},
		{"the snapshot of the lists", before.Snapshot, s.Snapshot, "; --as-of asks the one of then"},
		{"the threshold", before.Threshold, s.Threshold, ""},
		{"the limit", before.Limit, s.Limit, ""},
		{"--evidence", before.Evidence, s.Evidence, ""},
		{"the form of the results", before.Form, s.Form, ""},
	} {
		if v.then != v.now {
			return fmt.Sprintf("%s was %v then and is %v now%s", v.what, v.then, v.now, v.hint)
		}
	}
	return ""
}

// markFile is the file that notes the place, in JSON.
type markFile struct {
	Format   int           `json:"format"`
	Settings BatchSettings `json:"settings"`
	// Stale is part of each line, and may not change within a batch.
	Stale []string `json:"stale,omitempty"`
	BatchMark
	// Size is that of the lines.
	Size int64 `json:"size"`
}

// ResultFile is the file of a batch's results. It has its own name when it is
// whole, and never before: until then the lines are in a file beside it, whose
// length is noted again and again together with the row that it belongs to. So
// a batch that ends at any moment, whatever ends it, can be gone on with, and
// the result is the one of an undisturbed batch, byte for byte. A form that
// does not stream is made of the lines at the end.
type ResultFile struct {
	path  string
	form  ResultForm
	disk  resultDisk
	every time.Duration
	mark  markFile

	part     diskFile
	buffer   *bufio.Writer
	packer   *tabular.Compressor
	size     int64     // of what went through buffer
	last     time.Time // of the last note
	unsaid   *BatchMark
	unsaidAt int64
	failed   bool
}

// CreateResults begins a file of results anew.
func CreateResults(path string, form ResultForm, settings BatchSettings, stale []string) (*ResultFile, error) {
	f := newResultFile(osDisk{}, path, form, settings)
	return f, f.create(stale)
}

// ResumeResults opens what an interrupted batch has left, and returns the place
// where it goes on; nil, without an error, if there is nothing to go on with, so
// that it begins anew. stale is what CreateResults would be given; Stale tells
// what holds.
func ResumeResults(path string, form ResultForm, settings BatchSettings, stale []string) (*ResultFile, *BatchMark, error) {
	f := newResultFile(osDisk{}, path, form, settings)
	from, err := f.resume(stale)
	return f, from, err
}

func newResultFile(disk resultDisk, path string, form ResultForm, settings BatchSettings) *ResultFile {
	settings.Form = form.Table + form.Packing
	return &ResultFile{path: path, form: form, disk: disk, every: markEvery, mark: markFile{Format: markFormat, Settings: settings}}
}

// CSV tells whether the lines are to be CSV.
func (f *ResultFile) CSV() bool { return f.form.Table == "csv" }

// Stale are the lists that every line has to name as stale.
func (f *ResultFile) Stale() []string { return f.mark.Stale }

// Part is the name of the file that holds the rows that are done.
func (f *ResultFile) Part() string { return f.path + partSuffix }

func (f *ResultFile) create(stale []string) error {
	f.mark.Stale = stale
	// The note goes first: it must never stand beside other lines than its own.
	err := f.disk.Remove(f.path + markSuffix)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("write results: %w", err)
	}
	return f.open(0)
}

// open opens the lines behind the first size bytes and drops what follows.
func (f *ResultFile) open(size int64) error {
	part, err := f.disk.OpenFile(f.Part())
	if err != nil {
		return fmt.Errorf("write results: %w", err)
	}
	if err := part.Truncate(size); err != nil {
		return fmt.Errorf("write results: %w", errors.Join(err, part.Close()))
	}
	if _, err := part.Seek(size, io.SeekStart); err != nil {
		return fmt.Errorf("write results: %w", errors.Join(err, part.Close()))
	}
	f.part, f.size, f.last = part, size, time.Now()
	f.buffer = bufio.NewWriterSize(part, 1<<16)
	if f.form.Packing != "" {
		f.packer, err = tabular.NewCompressor(f.form.Packing, (*counter)(f))
	}
	return err
}

// counter counts what goes to the file.
type counter ResultFile

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.buffer.Write(p)
	c.size += int64(n)
	return n, err
}

func (f *ResultFile) resume(stale []string) (*BatchMark, error) {
	text, err := f.disk.ReadFile(f.path + markSuffix)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, f.create(stale)
	}
	if err != nil {
		return nil, fmt.Errorf("resume: %w", err)
	}
	anew := "; without --resume the batch begins anew"
	var before markFile
	if err := json.Unmarshal(text, &before); err != nil {
		return nil, fmt.Errorf("resume: %s is damaged: %w%s", f.path+markSuffix, err, anew)
	}
	if before.Format != markFormat {
		return nil, fmt.Errorf("resume: %s is of format %d, this program reads %d%s", f.path+markSuffix, before.Format, markFormat, anew)
	}
	if why := f.mark.Settings.differ(before.Settings); why != "" {
		return nil, fmt.Errorf("resume %s: %s%s", f.path, why, anew)
	}
	have, err := f.disk.Size(f.Part())
	switch {
	case errors.Is(err, fs.ErrNotExist):
		// The last batch was killed after it had given the results their name.
		return nil, f.create(stale)
	case err != nil:
		return nil, fmt.Errorf("resume: %w", err)
	case have < before.Size || before.Size < 0 || before.Rows < 0:
		return nil, fmt.Errorf("resume: %s has %d bytes, where %d were noted: it is damaged%s", f.Part(), have, before.Size, anew)
	}
	f.mark = before
	return &f.mark.BatchMark, f.open(before.Size)
}

// Write takes lines.
func (f *ResultFile) Write(p []byte) (n int, err error) {
	if f.packer != nil {
		n, err = f.packer.Write(p)
	} else {
		n, err = (*counter)(f).Write(p)
	}
	f.failed = f.failed || err != nil
	return n, err
}

// Mark notes the place now and then.
func (f *ResultFile) Mark(at BatchMark) error {
	if f.packer != nil {
		if at.Rows%frameRows != 0 {
			return nil
		}
		if err := f.packer.EndFrame(); err != nil {
			f.failed = true
			return err
		}
	}
	f.unsaid, f.unsaidAt = &at, f.size
	if time.Since(f.last) < f.every {
		return nil
	}
	return f.note()
}

// note notes the last place that could be noted.
func (f *ResultFile) note() error {
	if f.unsaid == nil {
		return nil
	}
	err := f.buffer.Flush()
	if err == nil {
		err = f.part.Sync()
	}
	if err == nil {
		f.mark.BatchMark, f.mark.Size = *f.unsaid, f.unsaidAt
		err = f.replace(f.path+markSuffix, func(w io.Writer) error {
			enc := json.NewEncoder(w)
			enc.SetIndent("", "  ")
			return enc.Encode(&f.mark)
		})
	}
	f.failed = f.failed || err != nil
	f.unsaid, f.last = nil, time.Now()
	return err
}

// replace writes a file whole or not at all.
func (f *ResultFile) replace(path string, write func(io.Writer) error) error {
	file, err := f.disk.OpenFile(f.path + newSuffix)
	if err != nil {
		return err
	}
	err = file.Truncate(0)
	if err == nil {
		err = write(file)
	}
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return err
	}
	if err := f.disk.Rename(f.path+newSuffix, path); err != nil {
		return err
	}
	return f.disk.SyncDir(filepath.Dir(path))
}

// Kept is the number of rows that are kept for ResumeResults.
func (f *ResultFile) Kept() int { return f.mark.Rows }

// Suspend leaves what is done for ResumeResults. After an error of Write or
// Mark it only closes, since the last note stands.
func (f *ResultFile) Suspend() error {
	var err error
	if !f.failed {
		if err = f.note(); err == nil {
			err = f.part.Truncate(f.mark.Size)
		}
	}
	if err = errors.Join(err, f.part.Close()); err != nil {
		return fmt.Errorf("write results: %w", err)
	}
	return nil
}

// Finish gives the results their name. If it fails, or is stopped by ctx with
// ErrInterrupted, ResumeResults can be asked again.
func (f *ResultFile) Finish(ctx context.Context) error {
	if err := f.finish(ctx); err != nil {
		return fmt.Errorf("write results: %w", err)
	}
	return nil
}

func (f *ResultFile) finish(ctx context.Context) error {
	if err := errors.Join(f.end(), f.part.Close()); err != nil {
		return err
	}
	if !f.form.Streams() {
		if err := f.replace(f.path, func(to io.Writer) error { return f.convert(ctx, to) }); err != nil {
			return err
		}
	} else if err := f.disk.Rename(f.Part(), f.path); err != nil {
		return err
	}
	for _, suffix := range []string{markSuffix, partSuffix, newSuffix} {
		if err := f.disk.Remove(f.path + suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return f.disk.SyncDir(filepath.Dir(f.path))
}

// end makes the lines whole.
func (f *ResultFile) end() error {
	if f.packer != nil {
		if err := f.packer.EndFrame(); err != nil {
			return err
		}
		if f.size == 0 {
			if err := f.packer.EmptyFrame(); err != nil {
				return err
			}
		}
	} else if err := f.note(); err != nil { // what follows may take a while
		return err
	}
	if err := f.buffer.Flush(); err != nil {
		return err
	}
	return f.part.Sync()
}

// convert makes a table of the lines.
func (f *ResultFile) convert(ctx context.Context, to io.Writer) error {
	in, err := f.disk.Open(f.Part())
	if err != nil {
		return err
	}
	defer in.Close()
	out := bufio.NewWriterSize(to, 1<<16)
	open := tabular.NewParquetWriter
	if f.form.Table == "xlsx" {
		open = tabular.NewXLSXWriter
	}
	table, err := open(out)
	if err != nil {
		return err
	}
	lines := bufio.NewScanner(in)
	lines.Buffer(make([]byte, 1<<16), maxResultLine)
	var rows []tabular.Result
	number := 0
	for lines.Scan() {
		if ctx.Err() != nil {
			return ErrInterrupted
		}
		number++
		var line Line
		if err := json.NewDecoder(bytes.NewReader(lines.Bytes())).Decode(&line); err != nil {
			return fmt.Errorf("%s: line %d is damaged: %w", f.Part(), number, err)
		}
		rows = line.results(rows[:0], number)
		if err := table.Write(rows); err != nil {
			return err
		}
	}
	if err := errors.Join(lines.Err(), table.Close()); err != nil {
		return err
	}
	return out.Flush()
}
