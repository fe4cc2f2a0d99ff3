package catalog

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
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

// putObject writes the entities, in their order, as an object, unless a whole
// one is there already. A damaged one is replaced. It returns the hash and
// the length of the statement lines.
func (c *Catalog) putObject(ctx context.Context, entities []*entity.Entity) (sum string, length int64, err error) {
	if sum, length, err = hashLines(ctx, entities); err != nil {
		return "", 0, err
	}
	path := c.path("objects", sum)
	if c.verifyObject(ctx, sum) == nil {
		return sum, length, nil
	}
	return sum, length, durable.WriteFile(c.fsys, path, func(w io.Writer) error {
		// One encoder at the default level gives the same bytes everywhere.
		sealed := newSealWriter(w)
		z, err := zstd.NewWriter(sealed, zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(8<<20))
		if err != nil {
			return err
		}
		if err := writeLines(ctx, z, entities); err != nil {
			return errors.Join(err, z.Close())
		}
		if err := z.Close(); err != nil {
			return err
		}
		return sealed.seal()
	})
}

func hashLines(ctx context.Context, entities []*entity.Entity) (string, int64, error) {
	w := &hashWriter{Hash: sha256.New()}
	if err := writeLines(ctx, w, entities); err != nil {
		return "", 0, err
	}
	return hex.EncodeToString(w.Sum(nil)), w.n, nil
}

type hashWriter struct {
	hash.Hash
	n int64
}

func (w *hashWriter) Write(p []byte) (int, error) {
	w.n += int64(len(p))
	return w.Hash.Write(p)
}

func writeLines(ctx context.Context, w io.Writer, entities []*entity.Entity) error {
	b := bufio.NewWriterSize(w, 1<<16)
	for _, e := range entities {
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
		if _, err := b.Write(append(line, '\n')); err != nil {
			return err
		}
	}
	return b.Flush()
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

// readEntities returns the entities of an object, in the list's order.
func (c *Catalog) readEntities(ctx context.Context, sum string) ([]*entity.Entity, error) {
	var entities []*entity.Entity
	err := c.readObject(ctx, sum, func(line []byte) error {
		e, err := entity.DecodeStatements(line)
		if err != nil {
			return err
		}
		entities = append(entities, e)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return entities, nil
}
