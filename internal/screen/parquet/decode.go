package parquet

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// The encodings of values and levels.
const (
	encodingPlain           = 0
	encodingPlainDictionary = 2
	encodingRLE             = 3
	encodingDelta           = 5
	encodingDeltaLength     = 6
	encodingDeltaBytes      = 7
	encodingDictionary      = 8
)

var errShort = errors.New("a page has fewer values than it says")

// hybrid reads whole numbers of width bits, in runs of one number and in packed
// groups of eight.
type hybrid struct {
	b     []byte
	width int
	left  uint64 // of the run
	// packed is the run's bytes, bit the place in them; nil if the run is of
	// one number.
	packed []byte
	bit    int
	same   uint64
}

func (h *hybrid) next() (uint64, error) {
	for h.left == 0 {
		head, n := binary.Uvarint(h.b)
		if n <= 0 {
			return 0, errShort
		}
		h.b = h.b[n:]
		if h.left = head >> 1; head&1 == 0 {
			size := (h.width + 7) / 8
			if len(h.b) < size {
				return 0, errShort
			}
			h.packed, h.same = nil, 0
			for i := range size {
				h.same |= uint64(h.b[i]) << (8 * i)
			}
			h.b = h.b[size:]
			continue
		}
		if h.left > maxValues {
			return 0, errShort
		}
		size := min(int(h.left)*h.width, len(h.b)) // the last group may lack its end
		h.packed, h.bit, h.b = h.b[:size:size], 0, h.b[size:]
		if h.packed == nil {
			h.packed = []byte{}
		}
		h.left *= 8
	}
	h.left--
	if h.packed == nil {
		return h.same, nil
	}
	v, ok := bits(h.packed, h.bit, h.width)
	if !ok {
		return 0, errShort
	}
	h.bit += h.width
	return v, nil
}

// bits reads width bits from the bit at, the lowest first.
func bits(b []byte, at, width int) (v uint64, ok bool) {
	if at+width > 8*len(b) {
		return 0, false
	}
	for got := 0; got < width; {
		i, off := at/8, at%8
		take := min(8-off, width-got)
		v |= uint64(b[i]>>off) & (1<<take - 1) << got
		got += take
		at += take
	}
	return v, true
}

// values reads the values of a page one by one.
type values interface{ next() (value, error) }

// plain reads values as they are.
type plain struct {
	b      []byte
	kind   physical
	length int
	bit    int
}

func (p *plain) take(n int) ([]byte, error) {
	if n < 0 || n > len(p.b) {
		return nil, errShort
	}
	b := p.b[:n]
	p.b = p.b[n:]
	return b, nil
}

func (p *plain) next() (value, error) {
	size := 8
	switch p.kind {
	case typeBoolean:
		v, ok := bits(p.b, p.bit, 1)
		if !ok {
			return value{}, errShort
		}
		p.bit++
		return value{bits: v}, nil
	case typeInt32, typeFloat:
		size = 4
	case typeInt96:
		size = 12
	case typeFixed:
		size = p.length
	case typeBytes:
		n, err := p.take(4)
		if err != nil {
			return value{}, err
		}
		if size = int(binary.LittleEndian.Uint32(n)); size > len(p.b) {
			return value{}, errShort
		}
	}
	b, err := p.take(size)
	if err != nil {
		return value{}, err
	}
	switch p.kind {
	case typeInt32, typeFloat:
		return value{bits: uint64(binary.LittleEndian.Uint32(b))}, nil
	case typeInt64, typeDouble:
		return value{bits: binary.LittleEndian.Uint64(b)}, nil
	case typeInt96:
		return value{bits: uint64(binary.LittleEndian.Uint32(b[8:]))}, nil
	}
	return value{bytes: b}, nil
}

// dictionary reads values as their numbers in a list.
type dictionary struct {
	indices hybrid
	entries []value
}

func (d *dictionary) next() (value, error) {
	i, err := d.indices.next()
	if err != nil {
		return value{}, err
	}
	if i >= uint64(len(d.entries)) {
		return value{}, fmt.Errorf("a page refers to entry %d of a dictionary of %d", i, len(d.entries))
	}
	return d.entries[i], nil
}

// truths reads truth values in runs.
type truths struct{ hybrid }

func (t *truths) next() (value, error) {
	v, err := t.hybrid.next()
	return value{bits: v}, err
}

// delta reads whole numbers as differences, in blocks that have a least
// difference and, for each part, the bits of what is above it.
type delta struct {
	b        []byte
	perMini  int
	minis    int
	left     uint64 // values, the next included
	at       uint64 // the next value
	least    uint64
	widths   []byte // of the parts of the block that are to come
	mini     []byte
	width    int
	bit      int
	miniLeft int
}

func newDelta(b []byte) (*delta, error) {
	d := &delta{b: b}
	block, err := d.uvarint()
	if err != nil {
		return nil, err
	}
	minis, err := d.uvarint()
	if err != nil {
		return nil, err
	}
	if d.left, err = d.uvarint(); err != nil {
		return nil, err
	}
	if d.at, err = d.zigzag(); err != nil {
		return nil, err
	}
	if minis == 0 || minis > 1<<12 || block == 0 || block > 1<<20 || block%minis != 0 || block/minis%8 != 0 || d.left > maxValues {
		return nil, errors.New("a page of differences is damaged")
	}
	d.minis, d.perMini = int(minis), int(block/minis)
	return d, nil
}

func (d *delta) uvarint() (uint64, error) {
	v, n := binary.Uvarint(d.b)
	if n <= 0 {
		return 0, errShort
	}
	d.b = d.b[n:]
	return v, nil
}

func (d *delta) zigzag() (uint64, error) {
	v, err := d.uvarint()
	return v>>1 ^ -(v & 1), err
}

func (d *delta) next() (value, error) {
	if d.left == 0 {
		return value{}, errShort
	}
	d.left--
	v := d.at
	if d.left > 0 {
		if err := d.advance(); err != nil {
			return value{}, err
		}
	}
	return value{bits: v}, nil
}

func (d *delta) advance() (err error) {
	if d.miniLeft == 0 {
		if len(d.widths) == 0 {
			if d.least, err = d.zigzag(); err != nil {
				return err
			}
			if len(d.b) < d.minis {
				return errShort
			}
			d.widths, d.b = d.b[:d.minis], d.b[d.minis:]
		}
		d.width, d.widths = int(d.widths[0]), d.widths[1:]
		if d.width > 64 {
			return errors.New("a page of differences is damaged")
		}
		size := min(d.perMini/8*d.width, len(d.b)) // the last part may lack its end
		d.mini, d.b = d.b[:size], d.b[size:]
		d.bit, d.miniLeft = 0, d.perMini
	}
	v, ok := bits(d.mini, d.bit, d.width)
	if !ok {
		return errShort
	}
	d.bit += d.width
	d.miniLeft--
	d.at += d.least + v
	return nil
}

// lengths reads all numbers, of texts' bytes, and returns what comes after them.
func lengths(b []byte) (all []int, rest []byte, err error) {
	d, err := newDelta(b)
	if err != nil {
		return nil, nil, err
	}
	for d.left > 0 {
		v, err := d.next()
		if err != nil {
			return nil, nil, err
		}
		n := int64(v.bits)
		if n = int64(int32(n)); n < 0 || n > MaxPage {
			return nil, nil, errors.New("a page has a text of an impossible length")
		}
		all = append(all, int(n))
	}
	return all, d.b, nil
}

// deltaLength reads texts whose lengths stand before them all.
type deltaLength struct {
	lengths []int
	b       []byte
}

func (d *deltaLength) next() (value, error) {
	if len(d.lengths) == 0 || d.lengths[0] > len(d.b) {
		return value{}, errShort
	}
	n := d.lengths[0]
	v := value{bytes: d.b[:n]}
	d.lengths, d.b = d.lengths[1:], d.b[n:]
	return v, nil
}

// deltaBytes reads texts that begin as the one before them.
type deltaBytes struct {
	prefixes []int
	suffixes deltaLength
	last     []byte
}

func (d *deltaBytes) next() (value, error) {
	suffix, err := d.suffixes.next()
	if err != nil {
		return value{}, err
	}
	if len(d.prefixes) == 0 || d.prefixes[0] > len(d.last) || d.prefixes[0]+len(suffix.bytes) > MaxRow {
		return value{}, errShort
	}
	d.last = append(d.last[:d.prefixes[0]:d.prefixes[0]], suffix.bytes...)
	d.prefixes = d.prefixes[1:]
	return value{bytes: d.last}, nil
}

// newValues begins to read the values of a page.
func newValues(encoding int64, b []byte, l *leaf, entries []value) (values, error) {
	isBytes := l.kind == typeBytes || l.kind == typeFixed
	isInt := l.kind == typeInt32 || l.kind == typeInt64
	switch {
	case encoding == encodingPlain:
		return &plain{b: b, kind: l.kind, length: int(l.length)}, nil
	case encoding == encodingPlainDictionary || encoding == encodingDictionary:
		if len(b) == 0 {
			return &dictionary{}, nil // a page without values
		}
		if b[0] > 32 {
			return nil, errors.New("a page refers to a dictionary of too many entries")
		}
		return &dictionary{hybrid{b: b[1:], width: int(b[0])}, entries}, nil
	case encoding == encodingRLE && l.kind == typeBoolean:
		levels, _, err := sized(b)
		return &truths{hybrid{b: levels, width: 1}}, err
	case encoding == encodingDelta && isInt:
		return newDelta(b)
	case encoding == encodingDeltaLength && l.kind == typeBytes:
		all, rest, err := lengths(b)
		return &deltaLength{all, rest}, err
	case encoding == encodingDeltaBytes && isBytes:
		prefixes, rest, err := lengths(b)
		if err != nil {
			return nil, err
		}
		all, rest, err := lengths(rest)
		return &deltaBytes{prefixes: prefixes, suffixes: deltaLength{all, rest}}, err
	}
	return nil, fmt.Errorf("the encoding %d of a column of type %d is not read", encoding, l.kind)
}

// sized takes a part that begins with its length.
func sized(b []byte) (part, rest []byte, err error) {
	if len(b) < 4 || uint64(binary.LittleEndian.Uint32(b)) > uint64(len(b)-4) {
		return nil, nil, errShort
	}
	n := int(binary.LittleEndian.Uint32(b))
	return b[4 : 4+n], b[4+n:], nil
}
