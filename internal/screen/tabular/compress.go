// Package tabular reads and writes the forms in which batches travel: compressed text, spreadsheets and Parquet.
//
// What is read is told from its first bytes; what is written, from the name of
// its file. All of it streams: no form holds more than a block of rows.
package tabular

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/zstd"
)

// How packed data begins.
const (
	magicGzip = "\x1f\x8b"
	magicZstd = "\x28\xb5\x2f\xfd"
)

// maxWindow bounds what a zstd stream may ask to be held in memory: that of
// the strongest usual setting (--ultra -22).
const maxWindow = 128 << 20

// Decompress returns what in holds, unpacked if its first bytes are those of
// gzip or zstd, and the name of the compression, "" for none. An error of the
// returned reader says whether the data is cut off or damaged, and comes after
// all that could be unpacked. close lets go of what the reader holds.
func Decompress(in io.Reader) (r io.Reader, name string, closer func(), err error) {
	src := &source{r: in}
	b := bufio.NewReaderSize(src, 1<<16)
	head, err := b.Peek(4)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, "", nil, err
	}
	closer = func() {}
	switch {
	case len(head) >= 2 && string(head[:2]) == magicGzip:
		name = "gzip"
		var z *gzip.Reader
		if z, err = gzip.NewReader(b); err == nil {
			r = z
		}
	case string(head) == magicZstd:
		name = "zstd"
		var z *zstd.Decoder
		if z, err = zstd.NewReader(b, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(maxWindow)); err == nil {
			r, closer = z, z.Close
		}
	default:
		return b, "", closer, nil
	}
	u := &unpacked{r: r, src: src, name: name}
	if err != nil {
		return nil, name, nil, u.word(err)
	}
	return u, name, closer, nil
}

// source remembers the error of the reader below, so that a disk that fails is
// not taken for data that is damaged.
type source struct {
	r   io.Reader
	err error
}

func (s *source) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		s.err = err
	}
	return n, err
}

// unpacked words the errors of a decompressor.
type unpacked struct {
	r    io.Reader
	src  *source
	name string
}

func (u *unpacked) Read(p []byte) (int, error) {
	n, err := u.r.Read(p)
	if err == nil || err == io.EOF {
		return n, err
	}
	return n, u.word(err)
}

func (u *unpacked) word(err error) error {
	switch {
	case u.src.err != nil:
		return u.src.err
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return fmt.Errorf("the %s data ends before its end: the file is cut off", u.name)
	}
	return fmt.Errorf("the %s data is damaged: %w", u.name, err)
}

// blockSize is how much a compressor is given at a time.
const blockSize = 64 << 10

// Compressor writes a run of frames, each of which can be unpacked by itself;
// together they are a file as any other. What a frame holds alone decides its
// bytes, not how it came: so a file can be gone on with after any frame as if
// nothing had happened.
type Compressor struct {
	w     io.Writer
	z     encoder
	block []byte
	open  bool
}

type encoder interface {
	io.WriteCloser
	Reset(io.Writer)
}

// NewCompressor writes to w. name is "gzip" or "zstd".
func NewCompressor(name string, w io.Writer) (*Compressor, error) {
	c := &Compressor{w: w, block: make([]byte, 0, blockSize)}
	switch name {
	case "gzip":
		c.z = gzip.NewWriter(nil)
	case "zstd":
		z, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(1<<20))
		if err != nil {
			return nil, err
		}
		c.z = z
	default:
		return nil, fmt.Errorf("the compression %q is not known", name)
	}
	return c, nil
}

// Write adds to the frame.
func (c *Compressor) Write(p []byte) (int, error) {
	n := 0
	for n < len(p) {
		k := min(len(p)-n, cap(c.block)-len(c.block))
		c.block = append(c.block, p[n:n+k]...)
		n += k
		if len(c.block) == cap(c.block) {
			if err := c.flush(); err != nil {
				return n, err
			}
		}
	}
	return n, nil
}

func (c *Compressor) flush() error {
	if !c.open {
		c.z.Reset(c.w)
		c.open = true
	}
	_, err := c.z.Write(c.block)
	c.block = c.block[:0]
	return err
}

// EndFrame ends the frame, if anything is in it.
func (c *Compressor) EndFrame() error {
	if len(c.block) > 0 {
		if err := c.flush(); err != nil {
			return err
		}
	}
	if !c.open {
		return nil
	}
	c.open = false
	return c.z.Close()
}

// EmptyFrame writes a frame that holds nothing: a file without any is no
// compressed file.
func (c *Compressor) EmptyFrame() error {
	c.z.Reset(c.w)
	return c.z.Close()
}
