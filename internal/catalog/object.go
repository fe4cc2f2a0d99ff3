package catalog

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"github.com/klauspost/compress/zstd"

	"deciban/internal/catalog/durable"
	"deciban/internal/entity"
)

// maxLine is the longest statement line that is read: far above the longest
// real entry (some 200 kB), and a bound for what a damaged file can claim.
const maxLine = 64 << 20

// maxWindow bounds the memory that a damaged object can make the decoder take.
const maxWindow = 64 << 20

// errGone is the damage of a file that should be there.
var errGone = fmt.Errorf("%w: the file is gone", ErrDamaged)

// putObject writes the entities that each passes, in their order, as an object,
// unless a whole one is there already. A damaged one is replaced. It returns the
// hash and the length of the statement lines. An error of each, or of done, which
// is asked when all have passed, leaves nothing.
func (c *Catalog) putObject(ctx context.Context, each func(func(*entity.Entity) error) error, done func() error) (sum string, length int64, err error) {
	err = durable.WriteNamed(c.fsys, c.path("objects"), func(w io.Writer) (string, error) {
		// One encoder at the default level gives the same bytes everywhere.
		sealed := newSealWriter(w)
		z, err := zstd.NewWriter(sealed, zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(8<<20))
		if err != nil {
			return "", err
		}
		h := sha256.New()
		if length, err = writeLines(ctx, io.MultiWriter(h, z), each); err == nil {
			err = done()
		}
		if err != nil {
			return "", errors.Join(err, z.Close())
		}
		if err := z.Close(); err != nil {
			return "", err
		}
		if sum = hex.EncodeToString(h.Sum(nil)); c.verifyObject(ctx, sum) == nil {
			return "", nil
		}
		return sum, sealed.seal()
	})
	return sum, length, err
}

func writeLines(ctx context.Context, w io.Writer, each func(func(*entity.Entity) error) error) (length int64, err error) {
	b := bufio.NewWriterSize(w, 1<<16)
	err = each(func(e *entity.Entity) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		line, err := entity.EncodeStatements(e)
		if err != nil {
			return fmt.Errorf("encode entity %q: %w", e.ID, err)
		}
		if len(line) >= maxLine {
			return fmt.Errorf("encode entity %q: its %d bytes are more than the %d allowed", e.ID, len(line), maxLine)
		}
		length += int64(len(line)) + 1
		_, err = b.Write(append(line, '\n'))
		return err
	})
	if err != nil {
		return 0, err
	}
	return length, b.Flush()
}

// readObject calls each for every statement line and then checks the hash: what
// each has seen counts only if readObject returns nil.
func (c *Catalog) readObject(ctx context.Context, sum string, each func(line []byte) error) (err error) {
	path := c.path("objects", sum)
	defer func() {
		if err != nil {
			err = fmt.Errorf("object %s: %w", path, err)
		}
	}()
	f, err := c.fsys.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return errGone
	}
	if err != nil {
		return err
	}
	defer f.Close()
	z, err := zstd.NewReader(newSealReader(f), zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxWindow))
	if err != nil {
		return err
	}
	defer z.Close()
	h := sha256.New()
	lines := bufio.NewScanner(io.TeeReader(z, h))
	lines.Buffer(make([]byte, 0, 1<<16), maxLine)
	for lines.Scan() {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := each(lines.Bytes()); err != nil {
			return fmt.Errorf("%w: %w", ErrDamaged, err)
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if got := hex.EncodeToString(h.Sum(nil)); got != sum {
		return fmt.Errorf("%w: its lines' SHA-256 is %s", ErrDamaged, got)
	}
	return nil
}

func (c *Catalog) verifyObject(ctx context.Context, sum string) error {
	return c.readObject(ctx, sum, func([]byte) error { return nil })
}

// eachEntity calls each for every entity of an object, in the list's order, and
// then checks the hash: what each has seen counts only if eachEntity returns nil.
func (c *Catalog) eachEntity(ctx context.Context, sum string, each func(*entity.Entity) error) error {
	var stop error // an error of each is no damage
	err := c.readObject(ctx, sum, func(line []byte) error {
		e, err := entity.DecodeStatements(line)
		if err != nil {
			return err
		}
		stop = each(e)
		return stop
	})
	if stop != nil {
		return stop
	}
	return err
}
