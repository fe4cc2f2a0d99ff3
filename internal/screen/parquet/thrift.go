package parquet

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// The types of Thrift's compact protocol, in which headers are written.
const (
	thriftTrue   = 1
	thriftFalse  = 2
	thriftByte   = 3
	thriftI16    = 4
	thriftI32    = 5
	thriftI64    = 6
	thriftDouble = 7
	thriftBinary = 8
	thriftList   = 9
	thriftSet    = 10
	thriftMap    = 11
	thriftStruct = 12
)

// maxNesting bounds how deep a header goes; those of the format go 6 deep.
const maxNesting = 16

var errHeader = errors.New("a header is damaged")

// headerReader reads a header of at most left bytes.
type headerReader struct {
	r     *bufio.Reader
	left  int64
	depth int
}

func (h *headerReader) byte() (byte, error) {
	if h.left--; h.left < 0 {
		return 0, errHeader
	}
	b, err := h.r.ReadByte()
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return b, err
}

func (h *headerReader) uvarint() (uint64, error) {
	var v uint64
	for shift := 0; shift < 64; shift += 7 {
		b, err := h.byte()
		if err != nil {
			return 0, err
		}
		v |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return v, nil
		}
	}
	return 0, errHeader
}

func (h *headerReader) int() (int64, error) {
	v, err := h.uvarint()
	return int64(v>>1) ^ -int64(v&1), err
}

// text reads a text; one longer than a name can be is no header's.
func (h *headerReader) text() (string, error) {
	n, err := h.uvarint()
	if err != nil {
		return "", err
	}
	if n > 1<<16 || int64(n) > h.left {
		return "", errHeader
	}
	b := make([]byte, n)
	h.left -= int64(n)
	_, err = io.ReadFull(h.r, b)
	return string(b), err
}

// fields calls f for each field of a struct; f reads the value or skips it.
func (h *headerReader) fields(f func(id int, kind byte) error) error {
	if h.depth++; h.depth > maxNesting {
		return errHeader
	}
	id := 0
	for {
		head, err := h.byte()
		if err != nil {
			return err
		}
		if head == 0 {
			h.depth--
			return nil
		}
		if delta := int(head >> 4); delta != 0 {
			id += delta
		} else {
			v, err := h.int()
			if err != nil {
				return err
			}
			id = int(int16(v))
		}
		if err := f(id, head&0xf); err != nil {
			return err
		}
	}
}

// list calls f for each element of a list.
func (h *headerReader) list(f func(kind byte) error) error {
	head, err := h.byte()
	if err != nil {
		return err
	}
	n := uint64(head >> 4)
	if n == 15 {
		if n, err = h.uvarint(); err != nil {
			return err
		}
	}
	if h.depth++; h.depth > maxNesting || n > uint64(max(h.left, 0)) { // an element has a byte at least
		return errHeader
	}
	for range n {
		if err := f(head & 0xf); err != nil {
			return err
		}
	}
	h.depth--
	return nil
}

func (h *headerReader) discard(n uint64) error {
	if n > uint64(max(h.left, 0)) {
		return errHeader
	}
	h.left -= int64(n)
	_, err := io.CopyN(io.Discard, h.r, int64(n))
	return err
}

// skip passes over a value. In a list, truth values are bytes.
func (h *headerReader) skip(kind byte, inList bool) error {
	switch kind {
	case thriftTrue, thriftFalse:
		if inList {
			return h.discard(1)
		}
		return nil
	case thriftByte:
		return h.discard(1)
	case thriftI16, thriftI32, thriftI64:
		_, err := h.uvarint()
		return err
	case thriftDouble:
		return h.discard(8)
	case thriftBinary:
		n, err := h.uvarint()
		if err != nil {
			return err
		}
		return h.discard(n)
	case thriftList, thriftSet:
		return h.list(func(kind byte) error { return h.skip(kind, true) })
	case thriftStruct:
		return h.fields(func(_ int, kind byte) error { return h.skip(kind, false) })
	}
	return fmt.Errorf("%w: it has a value of type %d", errHeader, kind)
}

// number reads a field that must be a whole number.
func (h *headerReader) number(kind byte, to *int64) error {
	if kind < thriftI16 || kind > thriftI64 {
		return errHeader
	}
	v, err := h.int()
	*to = v
	return err
}

// headerWriter writes headers.
type headerWriter struct {
	b    []byte
	last []int // the last field's number of each struct that is open
}

func (h *headerWriter) begin() { h.last = append(h.last, 0) }

func (h *headerWriter) end() {
	h.b = append(h.b, 0)
	h.last = h.last[:len(h.last)-1]
}

// field writes a field's head. The numbers of the format's fields that are
// written never jump by more than 15.
func (h *headerWriter) field(id int, kind byte) {
	last := &h.last[len(h.last)-1]
	h.b = append(h.b, byte(id-*last)<<4|kind)
	*last = id
}

func (h *headerWriter) zigzag(v int64) {
	h.b = binary.AppendUvarint(h.b, uint64(v<<1)^uint64(v>>63))
}

func (h *headerWriter) i32(id int, v int64) {
	h.field(id, thriftI32)
	h.zigzag(v)
}

func (h *headerWriter) i64(id int, v int64) {
	h.field(id, thriftI64)
	h.zigzag(v)
}

func (h *headerWriter) bytes(s string) {
	h.b = binary.AppendUvarint(h.b, uint64(len(s)))
	h.b = append(h.b, s...)
}

func (h *headerWriter) text(id int, s string) {
	h.field(id, thriftBinary)
	h.bytes(s)
}

func (h *headerWriter) list(id, n int, kind byte) {
	h.field(id, thriftList)
	if n < 15 {
		h.b = append(h.b, byte(n)<<4|kind)
		return
	}
	h.b = append(h.b, 0xf0|kind)
	h.b = binary.AppendUvarint(h.b, uint64(n))
}
