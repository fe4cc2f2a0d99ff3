package watch

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
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/klauspost/compress/zstd"

	"deciban/internal/catalog"
	"deciban/internal/catalog/durable"
	"deciban/internal/entity"
)

// format is the version of the file that this code writes. The history of the
// versions is in docs/format/portfolio.md.
const format = 2

// ErrBusy says that another process works on the portfolio.
var ErrBusy = errors.New("another process is working on the portfolio")

// maxLine bounds what a damaged file can claim; a subject has at most 1 MB.
const maxLine = 64 << 20

// Store keeps a portfolio in the folder "watch" of a data folder, in one file
// that is replaced as a whole.
type Store struct {
	path, lock string
	fsys       durable.FS
	patience   time.Duration
}

// Open returns the store in the data folder dir, which need not exist.
func Open(dir string) *Store {
	return &Store{
		path: filepath.Join(dir, "watch", "portfolio"), lock: filepath.Join(dir, "watch", "lock"),
		fsys: durable.Disk{}, patience: 30 * time.Second,
	}
}

// Load returns the portfolio; an empty one if none was ever saved.
func (s *Store) Load(ctx context.Context) (*Portfolio, error) {
	b, err := s.fsys.ReadFile(s.path)
	if errors.Is(err, fs.ErrNotExist) {
		return New(), nil
	}
	if err != nil {
		return nil, fmt.Errorf("read portfolio: %w", err)
	}
	p, err := decode(ctx, b)
	if err != nil {
		return nil, fmt.Errorf("portfolio %s: %w", s.path, err)
	}
	return p, nil
}

// Update loads the portfolio, lets edit change it, and saves it, while nobody
// else can. If edit fails, nothing is saved.
func (s *Store) Update(ctx context.Context, edit func(*Portfolio) error) (err error) {
	unlock, err := durable.Lock(ctx, s.fsys, s.lock, s.patience, ErrBusy)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, unlock()) }()
	if err := durable.RemoveLeftovers(s.fsys, filepath.Dir(s.path)); err != nil {
		return err
	}
	p, err := s.Load(ctx)
	if err != nil {
		return err
	}
	if err := edit(p); err != nil {
		return err
	}
	b, err := encode(p)
	if err != nil {
		return fmt.Errorf("save portfolio: %w", err)
	}
	return durable.WriteBytes(s.fsys, s.path, b)
}

// The lines of the file. The head comes first, then the subjects and the
// entries, sorted.
type headLine struct {
	Format   int   `json:"format"`
	Subjects int   `json:"subjects"`
	Entries  int   `json:"entries"`
	Last     *Last `json:"last,omitempty"`
}

type subjectLine struct {
	Subject  json.RawMessage `json:"s"`
	Screened string          `json:"d,omitempty"`
	Matches  []Match         `json:"m,omitempty"`
	Read     string          `json:"n,omitempty"`
	Told     []string        `json:"r,omitempty"`
}

type entryLine struct {
	Dataset string `json:"l"`
	ID      string `json:"i"`
	Digest  string `json:"d"`
}

// encode returns the file's bytes: a SHA-256 in hex and a newline, and the lines
// as a zstd frame, of which it is the hash.
func encode(p *Portfolio) ([]byte, error) {
	var frame bytes.Buffer
	z, err := zstd.NewWriter(&frame, zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(8<<20))
	if err != nil {
		return nil, err
	}
	enc := json.NewEncoder(z)
	enc.SetEscapeHTML(false)
	err = enc.Encode(headLine{format, len(p.subjects), len(p.entries), p.Last})
	for _, id := range p.IDs() {
		if err != nil {
			break
		}
		s := p.subjects[id]
		line := subjectLine{Screened: s.screened, Matches: s.matches, Read: s.read, Told: s.told}
		if line.Subject, err = entity.EncodeStatements(s.entity); err == nil {
			err = enc.Encode(line)
		}
	}
	keys := slices.SortedFunc(maps.Keys(p.entries), func(a, b entryKey) int {
		if c := strings.Compare(a.dataset, b.dataset); c != 0 {
			return c
		}
		return strings.Compare(a.id, b.id)
	})
	for _, k := range keys {
		if err != nil {
			break
		}
		err = enc.Encode(entryLine{k.dataset, k.id, p.entries[k]})
	}
	if err = errors.Join(err, z.Close()); err != nil {
		return nil, err
	}
	sum := sha256.Sum256(frame.Bytes())
	return append([]byte(hex.EncodeToString(sum[:])+"\n"), frame.Bytes()...), nil
}

func decode(ctx context.Context, b []byte) (*Portfolio, error) {
	head, frame, ok := bytes.Cut(b, []byte("\n"))
	sum := sha256.Sum256(frame)
	if !ok || string(head) != hex.EncodeToString(sum[:]) {
		return nil, fmt.Errorf("%w: its bytes do not fit the hash at its beginning", catalog.ErrDamaged)
	}
	z, err := zstd.NewReader(bytes.NewReader(frame), zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(64<<20))
	if err != nil {
		return nil, err
	}
	defer z.Close()
	p, err := decodeLines(ctx, z)
	if err != nil && ctx.Err() == nil && !errors.Is(err, catalog.ErrNewerFormat) {
		err = fmt.Errorf("%w: %w", catalog.ErrDamaged, err)
	}
	return p, err
}

func decodeLines(ctx context.Context, r io.Reader) (*Portfolio, error) {
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 0, 1<<16), maxLine)
	var n int
	next := func(into any) error {
		n++
		if err := ctx.Err(); err != nil {
			return err
		}
		if !lines.Scan() {
			if err := lines.Err(); err != nil {
				return fmt.Errorf("line %d: %w", n, err)
			}
			return fmt.Errorf("line %d: %w", n, io.ErrUnexpectedEOF)
		}
		if err := json.Unmarshal(lines.Bytes(), into); err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
		return nil
	}
	var head headLine
	if err := next(&head); err != nil {
		return nil, err
	}
	if head.Format > format {
		return nil, fmt.Errorf("%w: portfolio format %d, this one reads up to %d", catalog.ErrNewerFormat, head.Format, format)
	}
	if head.Format < 1 || head.Subjects < 0 || head.Entries < 0 {
		return nil, fmt.Errorf("line 1: format %d, %d subjects, %d entries", head.Format, head.Subjects, head.Entries)
	}
	p := New()
	p.Last = head.Last
	for range head.Subjects {
		var line subjectLine
		if err := next(&line); err != nil {
			return nil, err
		}
		e, err := entity.DecodeStatements(line.Subject)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		digest, err := subjectDigest(e)
		if err != nil || e.ID == "" || p.subjects[e.ID] != nil {
			return nil, fmt.Errorf("line %d: a subject without an id, or one twice", n)
		}
		p.subjects[e.ID] = &subject{e, digest, line.Screened, line.Matches, line.Read, slices.Compact(slices.Sorted(slices.Values(line.Told)))}
	}
	for range head.Entries {
		var line entryLine
		if err := next(&line); err != nil {
			return nil, err
		}
		p.entries[entryKey{line.Dataset, line.ID}] = line.Digest
	}
	if lines.Scan() {
		return nil, fmt.Errorf("line %d: more than the head says", n+1)
	}
	return p, lines.Err()
}
