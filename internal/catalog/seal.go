package catalog

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"io"
)

// A seal ends each object: a skippable frame (RFC 8878, 3.1.2), which every
// decoder passes over, with the SHA-256 of all bytes before it. An object's name
// is the hash of its lines; but some bits of a zstd frame mean nothing to a
// decoder, and only the seal finds those flipped.
const (
	sealMagic = 0x184D2A5D
	sealSize  = 8 + sha256.Size
)

type sealWriter struct {
	w io.Writer
	h hash.Hash
}

func newSealWriter(w io.Writer) *sealWriter { return &sealWriter{w, sha256.New()} }

func (s *sealWriter) Write(p []byte) (int, error) {
	s.h.Write(p)
	return s.w.Write(p)
}

func (s *sealWriter) seal() error {
	_, err := s.w.Write(sealOf(s.h))
	return err
}

func sealOf(h hash.Hash) []byte {
	b := binary.LittleEndian.AppendUint32(make([]byte, 0, sealSize), sealMagic)
	b = binary.LittleEndian.AppendUint32(b, sha256.Size)
	return h.Sum(b)
}

// sealReader passes on what stands before the seal and checks it at the end. An
// object of format 1 has none and is passed on whole.
type sealReader struct {
	r   *bufio.Reader
	h   hash.Hash
	end bool
}

func newSealReader(r io.Reader) *sealReader {
	return &sealReader{r: bufio.NewReaderSize(r, 1<<16), h: sha256.New()}
}

func (s *sealReader) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	if s.end {
		return s.r.Read(p)
	}
	ahead, err := s.r.Peek(sealSize + 1)
	switch {
	case err == nil:
		p = p[:min(len(p), s.r.Buffered()-sealSize)]
		n, err := s.r.Read(p)
		s.h.Write(p[:n])
		return n, err
	case !errors.Is(err, io.EOF):
		return 0, err
	}
	s.end = true
	if len(ahead) == sealSize && binary.LittleEndian.Uint32(ahead)&^0xf == sealMagic&^0xf {
		if !bytes.Equal(ahead, sealOf(s.h)) {
			return 0, fmt.Errorf("%w: its seal does not fit its bytes", ErrDamaged)
		}
		return 0, io.EOF
	}
	return s.r.Read(p)
}
