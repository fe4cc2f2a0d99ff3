// Package archive keeps reports in a folder: what was read is added and never changed, and found again by its content's hash.
//
// Each reading writes one object or more, under the SHA-256 of what it holds, and
// then a line of the log that names them. Whoever dies in between leaves an
// object that nothing names, which the next writer removes. docs/format/reports.md
// describes every byte.
package archive

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/klauspost/compress/zstd"

	"deciban/internal/catalog"
	"deciban/internal/catalog/durable"
	"deciban/internal/reporting"
)

// format is the version that this code writes; docs/format/reports.md has the
// history.
const format = 1

// ErrBusy says that another process is adding reports.
var ErrBusy = errors.New("another process is working on the reports")

const (
	// maxLine bounds what a damaged object can claim; a report has its text of
	// at most 4 MB and what was read from it.
	maxLine = 64 << 20
	// perObject is how many reports an object holds at most, so that a reader
	// that looks for a few days need not unpack a year.
	perObject = 5_000
)

// Store is the folder "reports" of a data folder.
type Store struct {
	dir  string
	fsys durable.FS
}

// Open returns the store in the data folder dir, which need not exist.
func Open(dir string) *Store {
	return &Store{dir: filepath.Join(dir, "reports"), fsys: durable.Disk{}}
}

func (s *Store) path(elem ...string) string {
	return filepath.Join(append([]string{s.dir}, elem...)...)
}

// Object is a file of reports.
type Object struct {
	// Hash is the SHA-256 of the file's bytes, which is its name.
	Hash string `json:"hash"`
	// Reports is the number of reports, From and To the first and last day of
	// publication, "" if none of them says its day.
	Reports int    `json:"reports"`
	From    string `json:"from,omitempty"`
	To      string `json:"to,omitempty"`
	// Undated is the number of reports that say no day.
	Undated int `json:"undated,omitempty"`
}

// Entry is a line of the log: what one reading added.
type Entry struct {
	Format  int       `json:"format"`
	At      time.Time `json:"at"`
	Objects []Object  `json:"objects"`
	// Check is the SHA-256 of the former line's Check and of this line without
	// its own, so that no line can be changed or taken out unnoticed.
	Check string `json:"check"`
}

func (e Entry) check(former string) (string, error) {
	e.Check = former
	b, err := json.Marshal(e)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:]), nil
}

// Log returns what was added, oldest first; nothing if nothing ever was.
func (s *Store) Log() ([]Entry, error) {
	b, err := s.fsys.ReadFile(s.path("log"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read reports: %w", err)
	}
	entries, err := parseLog(b)
	if err != nil {
		return nil, fmt.Errorf("reports %s: %w", s.path("log"), err)
	}
	return entries, nil
}

func parseLog(b []byte) ([]Entry, error) {
	if len(b) > 0 && b[len(b)-1] != '\n' {
		return nil, fmt.Errorf("%w: its last line is cut short", catalog.ErrDamaged)
	}
	var entries []Entry
	former := ""
	n := 0
	for line := range bytes.Lines(b) {
		n++
		var e Entry
		if err := json.Unmarshal(line, &e); err != nil {
			return nil, fmt.Errorf("%w: line %d: %w", catalog.ErrDamaged, n, err)
		}
		if e.Format > format {
			return nil, fmt.Errorf("%w: line %d has format %d, this one reads up to %d", catalog.ErrNewerFormat, n, e.Format, format)
		}
		want, err := e.check(former)
		if err != nil || want != e.Check {
			return nil, fmt.Errorf("%w: line %d does not fit its check", catalog.ErrDamaged, n)
		}
		for _, o := range e.Objects {
			if _, err := hex.DecodeString(o.Hash); err != nil || len(o.Hash) != 64 {
				return nil, fmt.Errorf("%w: line %d: object %q is no hash", catalog.ErrDamaged, n, o.Hash)
			}
		}
		former = e.Check
		entries = append(entries, e)
	}
	return entries, nil
}

// Which says which reports are visited; the zero value is all.
type Which struct {
	// Since passes over objects whose days are all before it; single reports are
	// not passed over.
	Since string
	// Naming are ids of parties: a report that holds none of them is passed over
	// unread, which takes about a twentieth of the time. One that is visited may
	// still hold them as something else.
	Naming []string
	// Watched passes over reports that name no subject that was watched when they
	// were read.
	Watched bool
	// Incidents passes over reports that tell of no incident.
	Incidents bool
	// After is the Check of a line of the log: what was added up to it is passed
	// over. All is visited if the log has no such line.
	After string
}

// Each visits the reports, in the order in which they were read, each once. If
// since is not "", objects whose days are all before it are passed over; single
// reports are not.
func (s *Store) Each(ctx context.Context, since string, visit func(*reporting.Report) error) error {
	return s.Visit(ctx, Which{Since: since}, visit)
}

// Visit visits some of the reports, in the order in which they were read, each
// once.
func (s *Store) Visit(ctx context.Context, which Which, visit func(*reporting.Report) error) error {
	entries, err := s.Log()
	if err != nil {
		return err
	}
	if which.After != "" {
		at := slices.IndexFunc(entries, func(e Entry) bool { return e.Check == which.After })
		entries = entries[at+1:]
	}
	named, err := idKeys(which.Naming)
	if err != nil {
		return err
	}
	if which.Watched {
		named = append(named, []byte(`"watched":true`))
	}
	for _, e := range entries {
		for _, o := range e.Objects {
			if which.Since != "" && o.Undated == 0 && o.To < which.Since {
				continue
			}
			err := s.object(ctx, o, func(line []byte) error {
				if which.Incidents && !bytes.Contains(line, []byte(`"incidents":[{`)) {
					return nil
				}
				if named != nil && !slices.ContainsFunc(named, func(key []byte) bool { return bytes.Contains(line, key) }) {
					return nil
				}
				rep := new(reporting.Report)
				if err := json.Unmarshal(line, rep); err != nil {
					return fmt.Errorf("%w: %w", catalog.ErrDamaged, err)
				}
				if err := visit(rep); err != nil {
					return &visitError{err}
				}
				return nil
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// idKeys are what a report's line holds for each party of these ids.
func idKeys(ids []string) ([][]byte, error) {
	var keys [][]byte
	for _, id := range ids {
		b, err := json.Marshal(id)
		if err != nil {
			return nil, err
		}
		keys = append(keys, append([]byte(`"id":`), b...))
	}
	return keys, nil
}

func (s *Store) object(ctx context.Context, o Object, visit func(line []byte) error) error {
	path := s.path("objects", o.Hash)
	f, err := s.fsys.Open(path)
	if err != nil {
		return fmt.Errorf("read reports: %w", err)
	}
	defer f.Close()
	// The hash is compared before a report is used: what is shown years later
	// must be what was kept.
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return fmt.Errorf("read reports %s: %w", path, err)
	}
	if hex.EncodeToString(h.Sum(nil)) != o.Hash {
		return fmt.Errorf("reports %s: %w: its bytes do not fit its name", path, catalog.ErrDamaged)
	}
	again, err := s.fsys.Open(path)
	if err != nil {
		return fmt.Errorf("read reports: %w", err)
	}
	defer again.Close()
	n, err := decode(ctx, again, visit)
	var own *visitError
	switch {
	case errors.As(err, &own):
		return own.error
	case err != nil:
		return fmt.Errorf("reports %s: %w", path, err)
	case n != o.Reports:
		return fmt.Errorf("reports %s: %w: holds %d reports, the log says %d", path, catalog.ErrDamaged, n, o.Reports)
	}
	return nil
}

type visitError struct{ error }

// decode reads the lines of an object.
func decode(ctx context.Context, r io.Reader, visit func(line []byte) error) (int, error) {
	z, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(64<<20))
	if err != nil {
		return 0, err
	}
	defer z.Close()
	lines := bufio.NewScanner(z)
	lines.Buffer(make([]byte, 0, 1<<16), maxLine)
	n := 0
	for lines.Scan() {
		if err := ctx.Err(); err != nil {
			return n, err
		}
		n++
		if err := visit(lines.Bytes()); err != nil {
			return n, fmt.Errorf("report %d: %w", n, err)
		}
	}
	if err := lines.Err(); err != nil {
		return n, fmt.Errorf("%w: after report %d: %w", catalog.ErrDamaged, n, err)
	}
	return n, nil
}

// Writer adds reports. Nothing of them is there before Finish.
type Writer struct {
	store   *Store
	ctx     context.Context
	unlock  func() error
	known   map[[12]byte]bool
	entries []Entry
	objects []Object
	file    durable.File
	sum     interface{ Sum([]byte) []byte }
	z       *zstd.Encoder
	now     Object
}

// Begin takes the lock and returns a writer. Finish or Abort must follow.
func (s *Store) Begin(ctx context.Context) (w *Writer, err error) {
	unlock, err := durable.Lock(ctx, s.fsys, s.path("lock"), 30*time.Second, ErrBusy)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, unlock())
		}
	}()
	if err := s.fsys.MkdirAll(s.path("objects")); err != nil {
		return nil, fmt.Errorf("add reports: %w", err)
	}
	if err := durable.RemoveLeftovers(s.fsys, s.dir, s.path("objects")); err != nil {
		return nil, err
	}
	w = &Writer{store: s, ctx: ctx, unlock: unlock, known: map[[12]byte]bool{}}
	if w.entries, err = s.Log(); err != nil {
		return nil, err
	}
	if err := s.removeUnnamed(w.entries); err != nil {
		return nil, err
	}
	for _, e := range w.entries {
		for _, o := range e.Objects {
			if err := s.object(ctx, o, w.learn); err != nil {
				return nil, err
			}
		}
	}
	return w, nil
}

// learn takes the id from the beginning of a report's line, without reading the
// rest.
func (w *Writer) learn(line []byte) error {
	rest, ok := bytes.CutPrefix(line, []byte(`{"id":"`))
	id, _, closed := bytes.Cut(rest, []byte(`"`))
	if !ok || !closed {
		return fmt.Errorf("%w: begins with no id", catalog.ErrDamaged)
	}
	w.known[idOf(string(id))] = true
	return nil
}

// removeUnnamed removes objects that no line of the log names.
func (s *Store) removeUnnamed(entries []Entry) error {
	named := map[string]bool{}
	for _, e := range entries {
		for _, o := range e.Objects {
			named[o.Hash] = true
		}
	}
	all, err := s.fsys.ReadDir(s.path("objects"))
	if err != nil {
		return fmt.Errorf("add reports: %w", err)
	}
	for _, name := range all {
		if !named[name] && !strings.HasPrefix(name, ".") {
			if err := s.fsys.Remove(s.path("objects", name)); err != nil {
				return fmt.Errorf("add reports: %w", err)
			}
		}
	}
	return nil
}

// idOf is the report's id as bytes; all that is kept of the reports while adding.
func idOf(text string) (id [12]byte) {
	if n, err := hex.Decode(id[:], []byte(text[:min(len(text), 24)])); err != nil || n != len(id) {
		sum := sha256.Sum256([]byte(text))
		copy(id[:], sum[:])
	}
	return id
}

// Known tells whether a report of that id is kept already, or is being added.
func (w *Writer) Known(id string) bool { return w.known[idOf(id)] }

// Add takes a report up, and tells whether it was new.
func (w *Writer) Add(r *reporting.Report) (bool, error) {
	id := idOf(r.ID)
	if w.known[id] {
		return false, nil
	}
	line, err := json.Marshal(r)
	if err != nil {
		return false, fmt.Errorf("add report: %w", err)
	}
	if len(line) >= maxLine {
		return false, fmt.Errorf("add report: %s: %d bytes, the most is %d", r.Article.Where, len(line), maxLine)
	}
	if w.file == nil {
		if err := w.begin(); err != nil {
			return false, err
		}
	}
	if _, err := w.z.Write(append(line, '\n')); err != nil {
		return false, fmt.Errorf("add report: %w", err)
	}
	w.known[id] = true
	w.now.Reports++
	switch day := r.Article.Published; {
	case day == "":
		w.now.Undated++
	default:
		if w.now.From == "" || day < w.now.From {
			w.now.From = day
		}
		w.now.To = max(w.now.To, day)
	}
	if w.now.Reports == perObject {
		return true, w.end()
	}
	return true, nil
}

func (w *Writer) begin() (err error) {
	if w.file, err = w.store.fsys.CreateTemp(w.store.path("objects")); err != nil {
		return fmt.Errorf("add reports: %w", err)
	}
	h := sha256.New()
	w.sum, w.now = h, Object{}
	w.z, err = zstd.NewWriter(io.MultiWriter(w.file, h), zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(4<<20))
	return err
}

// end closes the object and gives it its name.
func (w *Writer) end() error {
	if w.file == nil {
		return nil
	}
	f := w.file
	w.file = nil
	err := w.z.Close()
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return errors.Join(fmt.Errorf("add reports: %w", err), w.store.fsys.Remove(f.Name()))
	}
	w.now.Hash = hex.EncodeToString(w.sum.Sum(nil))
	if err := w.store.fsys.Rename(f.Name(), w.store.path("objects", w.now.Hash)); err != nil {
		return fmt.Errorf("add reports: %w", err)
	}
	w.objects = append(w.objects, w.now)
	return nil
}

// Finish makes what was added part of the archive and lets go of the lock. at is
// the time of the reading.
func (w *Writer) Finish(at time.Time) (err error) {
	defer func() { err = errors.Join(err, w.unlock()) }()
	if err := w.end(); err != nil {
		return err
	}
	if len(w.objects) == 0 {
		return nil
	}
	if err := w.store.fsys.SyncDir(w.store.path("objects")); err != nil {
		return fmt.Errorf("add reports: %w", err)
	}
	e := Entry{Format: format, At: at.UTC().Truncate(time.Second), Objects: w.objects}
	former := ""
	if n := len(w.entries); n > 0 {
		former = w.entries[n-1].Check
	}
	if e.Check, err = e.check(former); err != nil {
		return fmt.Errorf("add reports: %w", err)
	}
	var log bytes.Buffer
	for _, e := range append(slices.Clone(w.entries), e) {
		line, err := json.Marshal(e)
		if err != nil {
			return fmt.Errorf("add reports: %w", err)
		}
		log.Write(append(line, '\n'))
	}
	return durable.WriteBytes(w.store.fsys, w.store.path("log"), log.Bytes())
}

// Abort leaves the archive as it was and lets go of the lock.
func (w *Writer) Abort() error {
	var err error
	if w.file != nil {
		err = errors.Join(w.z.Close(), w.file.Close(), w.store.fsys.Remove(w.file.Name()))
		w.file = nil
	}
	for _, o := range w.objects {
		err = errors.Join(err, w.store.fsys.Remove(w.store.path("objects", o.Hash)))
	}
	return errors.Join(err, w.unlock())
}
