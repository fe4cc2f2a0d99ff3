package casework

import (
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
	"strconv"
	"strings"
	"time"

	"deciban/internal/catalog"
	"deciban/internal/catalog/durable"
)

// format is the version of the files that this code writes. The history of the
// versions is in docs/format/case.md.
const format = 1

var (
	// ErrBusy says that another process works on the cases.
	ErrBusy = errors.New("another process is working on the cases")
	// ErrUnknown says that there is no case of that number.
	ErrUnknown = errors.New("there is no such case")
)

// Store keeps cases in the folder "cases" of a data folder, a file for each.
type Store struct {
	dir, lock string
	fsys      durable.FS
	patience  time.Duration
}

// Open returns the store in the data folder dir, which need not exist.
func Open(dir string) *Store {
	return &Store{dir: filepath.Join(dir, "cases"), lock: filepath.Join(dir, "cases", "lock"), fsys: durable.Disk{}, patience: 30 * time.Second}
}

// suffix is that of a case's file.
const suffix = ".jsonl"

// number reads a case's number: a year and a count in it, such as 2026-0001.
func number(id string) (year, n int, ok bool) {
	y, count, found := strings.Cut(id, "-")
	year, errYear := strconv.Atoi(y)
	n, errCount := strconv.Atoi(count)
	return year, n, found && errYear == nil && errCount == nil && n > 0 && id == numbered(year, n)
}

func numbered(year, n int) string { return fmt.Sprintf("%04d-%04d", year, n) }

// IDs returns the numbers of all cases, in the order in which they were opened.
func (s *Store) IDs() ([]string, error) {
	files, err := s.fsys.ReadDir(s.dir)
	if err != nil {
		return nil, fmt.Errorf("list cases: %w", err)
	}
	var ids []string
	for _, name := range files {
		id, isCase := strings.CutSuffix(name, suffix)
		if _, _, ok := number(id); ok && isCase {
			ids = append(ids, id)
		}
	}
	slices.SortFunc(ids, func(a, b string) int {
		ya, na, _ := number(a)
		yb, nb, _ := number(b)
		if ya != yb {
			return ya - yb
		}
		return na - nb
	})
	return ids, nil
}

func (s *Store) path(id string) string { return filepath.Join(s.dir, id+suffix) }

// Load reads a case and checks all of it.
func (s *Store) Load(id string) (*Case, error) {
	if _, _, ok := number(id); !ok {
		return nil, fmt.Errorf("%w: %q (their numbers are like 2026-0001)", ErrUnknown, id)
	}
	b, err := s.fsys.ReadFile(s.path(id))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: %s", ErrUnknown, id)
	}
	if err != nil {
		return nil, fmt.Errorf("read case %s: %w", id, err)
	}
	c, err := parse(id, b)
	if err != nil {
		return nil, fmt.Errorf("case %s: %s: %w", id, s.path(id), err)
	}
	return c, nil
}

// Create opens a case with its first events and gives it the next number of the
// year.
func (s *Store) Create(ctx context.Context, at time.Time, events ...Event) (*Case, error) {
	return s.write(ctx, func() (*Case, []Event, error) {
		ids, err := s.IDs()
		if err != nil {
			return nil, nil, err
		}
		n, now := 0, at.UTC().Year()
		for _, id := range ids {
			if year, count, _ := number(id); year == now {
				n = max(n, count)
			}
		}
		events[0].Format = format
		return &Case{ID: numbered(now, n+1)}, events, nil
	})
}

// Append adds the events that make gives for the case as it stands.
func (s *Store) Append(ctx context.Context, id string, makeEvents func(*Case) ([]Event, error)) (*Case, error) {
	return s.write(ctx, func() (*Case, []Event, error) {
		c, err := s.Load(id)
		if err != nil {
			return nil, nil, err
		}
		events, err := makeEvents(c)
		return c, events, err
	})
}

// write adds events to a case while nobody else can: all of them or none.
func (s *Store) write(ctx context.Context, prepare func() (*Case, []Event, error)) (c *Case, err error) {
	unlock, err := durable.Lock(ctx, s.fsys, s.lock, s.patience, ErrBusy)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, unlock()) }()
	if err := durable.RemoveLeftovers(s.fsys, s.dir); err != nil {
		return nil, err
	}
	c, events, err := prepare()
	if err != nil {
		return nil, err
	}
	for _, e := range events {
		if err := c.append(e); err != nil {
			return nil, fmt.Errorf("case %s: %w", c.ID, err)
		}
	}
	return c, durable.WriteBytes(s.fsys, s.path(c.ID), bytes.Join(c.lines, nil))
}

// append adds an event to the record. Its number, and what ties it to the one
// before, are set here.
func (c *Case) append(e Event) error {
	e.N, e.Before = len(c.Events)+1, c.Seal
	e.At = e.At.UTC().Truncate(time.Second)
	if err := c.add(e); err != nil {
		return err
	}
	var line bytes.Buffer
	enc := json.NewEncoder(&line)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(e); err != nil {
		return err
	}
	c.lines = append(c.lines, line.Bytes())
	c.Seal = hashOf(line.Bytes())
	return nil
}

func hashOf(line []byte) string {
	sum := sha256.Sum256(line)
	return hex.EncodeToString(sum[:])
}

// parse reads a case's file.
func parse(id string, b []byte) (*Case, error) {
	c := &Case{ID: id}
	for line := range bytes.Lines(b) {
		n := len(c.lines) + 1
		bad := func(format string, args ...any) error {
			return fmt.Errorf("%w: line %d: %w", catalog.ErrDamaged, n, fmt.Errorf(format, args...))
		}
		if line[len(line)-1] != '\n' {
			return nil, bad("it is cut")
		}
		var e Event
		dec := json.NewDecoder(bytes.NewReader(line))
		dec.DisallowUnknownFields()
		err := dec.Decode(&e)
		var head struct{ Format int }
		if n == 1 && json.Unmarshal(line, &head) == nil && head.Format > format {
			return nil, fmt.Errorf("%w: format %d", catalog.ErrNewerFormat, head.Format)
		}
		if _, more := dec.Token(); err == nil && !errors.Is(more, io.EOF) {
			return nil, bad("there is more than one event in it")
		}
		switch {
		case err != nil:
			return nil, bad("it is no event of a case") // why may hold a name
		case e.Before != c.Seal:
			return nil, bad("the line before it is another than it was")
		case (n == 1) != (e.Format == format):
			return nil, bad("its format is %d", e.Format)
		}
		if err := c.add(e); err != nil {
			return nil, bad("%w", err)
		}
		c.lines = append(c.lines, bytes.Clone(line))
		c.Seal = hashOf(line)
	}
	if len(c.Events) == 0 {
		return nil, fmt.Errorf("%w: it is empty", catalog.ErrDamaged)
	}
	return c, nil
}
