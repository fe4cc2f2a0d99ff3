package parquet

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"hash/crc32"
	"io"

	"github.com/klauspost/compress/snappy"
	"github.com/klauspost/compress/zstd"
)

// The ways in which pages are packed.
const (
	codecNone   = 0
	codecSnappy = 1
	codecGzip   = 2
	codecZstd   = 6
)

// codecNames names those that are not read, too.
var codecNames = [...]string{"nothing", "snappy", "gzip", "LZO", "brotli", "LZ4", "zstd", "LZ4"}

// pages reads the values of a leaf in a row group, page by page.
type pages struct {
	leaf    *leaf
	text    func(value) string
	codec   int64
	r       *bufio.Reader
	left    int64 // bytes of the chunk
	entries []value
	zstd    *zstd.Decoder

	// of the page
	count      int64 // values to come, those that are absent included
	reps, defs hybrid
	values     values
	// rep is the next value's repetition level; -1 if it is not read yet.
	rep int
}

// page is a page's header.
type page struct {
	kind, size, packed int64
	crc                int64
	hasCRC             bool
	values, encoding   int64
	levels             [2]int64 // encodings of the levels
	defBytes, repBytes int64    // of a page of the second version
	plain              bool     // not packed, whatever the codec
}

// The kinds of pages.
const (
	pageData       = 0
	pageDictionary = 2
	pageData2      = 3
)

func (p *pages) header() (g page, err error) {
	h := &headerReader{r: p.r, left: min(p.left, maxHeader)}
	before := h.left
	g.kind, g.values = -1, -1
	err = h.fields(func(id int, kind byte) error {
		switch {
		case id == 1:
			return h.number(kind, &g.kind)
		case id == 2:
			return h.number(kind, &g.size)
		case id == 3:
			return h.number(kind, &g.packed)
		case id == 4:
			g.hasCRC = true
			return h.number(kind, &g.crc)
		case id == 5 && kind == thriftStruct:
			return h.fields(func(id int, kind byte) error {
				switch id {
				case 1:
					return h.number(kind, &g.values)
				case 2:
					return h.number(kind, &g.encoding)
				case 3, 4:
					return h.number(kind, &g.levels[id-3])
				}
				return h.skip(kind, false)
			})
		case id == 7 && kind == thriftStruct:
			return h.fields(func(id int, kind byte) error {
				switch id {
				case 1:
					return h.number(kind, &g.values)
				case 2:
					return h.number(kind, &g.encoding)
				}
				return h.skip(kind, false)
			})
		case id == 8 && kind == thriftStruct:
			return h.fields(func(id int, kind byte) error {
				switch id {
				case 1:
					return h.number(kind, &g.values)
				case 4:
					return h.number(kind, &g.encoding)
				case 5:
					return h.number(kind, &g.defBytes)
				case 6:
					return h.number(kind, &g.repBytes)
				case 7:
					g.plain = kind == thriftFalse
				}
				return h.skip(kind, false)
			})
		}
		return h.skip(kind, false)
	})
	p.left -= before - h.left
	switch {
	case err != nil:
		return g, err
	case g.packed < 0 || g.packed > p.left || g.size < 0 || g.size > MaxPage || g.packed > MaxPage:
		return g, fmt.Errorf("a page cannot have %d bytes, and %d unpacked", g.packed, g.size)
	case g.kind != pageData && g.kind != pageData2 && g.kind != pageDictionary:
		return g, nil // passed over
	case g.values < 0 || g.values > maxValues:
		return g, fmt.Errorf("a page cannot have %d values", g.values)
	}
	return g, nil
}

// next goes on to the next page with values; io.EOF if there is none.
func (p *pages) next() error {
	for p.left > 0 {
		g, err := p.header()
		if err != nil {
			return err
		}
		b := make([]byte, g.packed)
		if _, err := io.ReadFull(p.r, b); err != nil {
			return err
		}
		p.left -= g.packed
		if g.hasCRC && crc32.ChecksumIEEE(b) != uint32(g.crc) {
			return errors.New("the checksum of a page does not fit")
		}
		switch g.kind {
		case pageDictionary:
			if err := p.dictionary(g, b); err != nil {
				return err
			}
		case pageData, pageData2:
			if err := p.data(g, b); err != nil {
				return err
			}
			if p.count > 0 {
				return nil
			}
		}
	}
	return io.EOF
}

func (p *pages) dictionary(g page, b []byte) error {
	b, err := p.unpack(b, g.size)
	if err != nil {
		return err
	}
	if g.values > maxEntries {
		return fmt.Errorf("a dictionary cannot have %d entries", g.values)
	}
	if g.encoding != encodingPlain && g.encoding != encodingPlainDictionary {
		return fmt.Errorf("the encoding %d of a dictionary is not read", g.encoding)
	}
	from := plain{b: b, kind: p.leaf.kind, length: int(p.leaf.length)}
	p.entries = p.entries[:0]
	for range g.values {
		v, err := from.next()
		if err != nil {
			return err
		}
		p.entries = append(p.entries, v)
	}
	return nil
}

func (p *pages) data(g page, b []byte) (err error) {
	var reps, defs []byte
	if g.kind == pageData2 {
		if g.repBytes < 0 || g.defBytes < 0 || g.repBytes > int64(len(b)) || g.defBytes > int64(len(b))-g.repBytes || g.size < g.repBytes+g.defBytes {
			return errShort
		}
		reps, defs, b = b[:g.repBytes], b[g.repBytes:g.repBytes+g.defBytes], b[g.repBytes+g.defBytes:]
		if size := g.size - g.repBytes - g.defBytes; !g.plain {
			if b, err = p.unpack(b, size); err != nil {
				return err
			}
		}
	} else {
		if b, err = p.unpack(b, g.size); err != nil {
			return err
		}
		for i, level := range []struct {
			most int
			to   *[]byte
		}{{p.leaf.maxRep, &reps}, {p.leaf.maxDef, &defs}} {
			if level.most == 0 {
				continue
			}
			if g.levels[1-i] != encodingRLE {
				return fmt.Errorf("the encoding %d of levels is not read", g.levels[1-i])
			}
			if *level.to, b, err = sized(b); err != nil {
				return err
			}
		}
	}
	p.reps, p.defs = hybrid{b: reps, width: width(p.leaf.maxRep)}, hybrid{b: defs, width: width(p.leaf.maxDef)}
	p.count = g.values
	p.values, err = newValues(g.encoding, b, p.leaf, p.entries)
	return err
}

// width is how many bits a level takes.
func width(most int) int {
	n := 0
	for ; most > 0; most >>= 1 {
		n++
	}
	return n
}

// unpack unpacks a page, which must then have size bytes.
func (p *pages) unpack(b []byte, size int64) (out []byte, err error) {
	switch p.codec {
	case codecNone:
		out = b
	case codecSnappy:
		var n int
		if n, err = snappy.DecodedLen(b); err == nil && int64(n) == size {
			out, err = snappy.Decode(nil, b)
		}
	case codecGzip:
		var z *gzip.Reader
		if len(b) == 0 && size == 0 {
			break
		}
		if z, err = gzip.NewReader(bytes.NewReader(b)); err == nil {
			out, err = io.ReadAll(io.LimitReader(z, size+1))
		}
	case codecZstd:
		if p.zstd == nil {
			if p.zstd, err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxMemory(MaxPage)); err != nil {
				return nil, err
			}
		}
		if len(b) > 0 {
			out, err = p.zstd.DecodeAll(b, nil)
		}
	default:
		name := fmt.Sprint("codec ", p.codec)
		if p.codec >= 0 && p.codec < int64(len(codecNames)) {
			name = codecNames[p.codec]
		}
		return nil, fmt.Errorf("pages are packed with %s, which is not read; snappy, gzip and zstd are", name)
	}
	if err != nil {
		return nil, fmt.Errorf("a page cannot be unpacked: %w", err)
	}
	if int64(len(out)) != size {
		return nil, errors.New("a page has another length than it says")
	}
	return out, nil
}

// row appends the texts of the leaf's next row, and counts their bytes in room.
func (p *pages) row(to []string, room *int) ([]string, error) {
	for first := true; ; first = false {
		if p.count == 0 {
			err := p.next()
			if errors.Is(err, io.EOF) && !first {
				return to, nil
			}
			if errors.Is(err, io.EOF) {
				err = errors.New("a column has fewer rows than the others")
			}
			if err != nil {
				return to, err
			}
			p.rep = -1
		}
		if p.rep < 0 {
			p.rep = 0
			if p.leaf.maxRep > 0 {
				v, err := p.reps.next()
				if err != nil {
					return to, err
				}
				p.rep = int(v)
			}
		}
		if p.rep > p.leaf.maxRep || first && p.rep != 0 {
			return to, errors.New("a row begins within another")
		}
		if !first && p.rep == 0 {
			return to, nil
		}
		p.rep = -1
		p.count--
		def := 0
		if p.leaf.maxDef > 0 {
			v, err := p.defs.next()
			if err != nil {
				return to, err
			}
			def = int(v)
		}
		// A list of absent values takes room too, so that none is endless.
		*room--
		if def == p.leaf.maxDef {
			v, err := p.values.next()
			if err != nil {
				return to, err
			}
			if *room -= len(v.bytes); *room >= 0 {
				to = append(to, p.text(v))
			}
		}
		if *room < 0 {
			return to, fmt.Errorf("more than %d bytes", MaxRow)
		}
	}
}
