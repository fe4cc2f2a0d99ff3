// Package parquet reads the rows of a Parquet file as texts, and writes flat tables, within bounds.
//
// It is a reader of a table and no more: texts, numbers, days and lists of
// them, in all encodings that the usual writers use, packed with snappy, gzip
// or zstd. A page can claim to hold a thousand million rows in six bytes, so
// nothing is unfolded that is not asked for, and each part has a limit. The
// format is described at github.com/apache/parquet-format.
package parquet

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// Magic is how a file begins and ends.
const Magic = "PAR1"

// Limits of a file. Writers make pages of about 1 MB.
const (
	MaxFooter = 64 << 20 // bytes of the footer
	MaxPage   = 64 << 20 // bytes of a page, unpacked
	MaxRow    = 1 << 20  // bytes of the texts of a row
	maxValues = 1 << 24  // values of a page
	maxHeader = 1 << 20  // bytes of a page's header
	// maxEntries bounds a dictionary: writers give up on one beyond 1 MB.
	maxEntries = 1 << 22
)

// physical is a type as it is stored.
type physical int64

const (
	typeBoolean physical = iota
	typeInt32
	typeInt64
	typeInt96
	typeFloat
	typeDouble
	typeBytes
	typeFixed
)

// element is a node of the schema.
type element struct {
	kind                         physical
	length, repetition, children int64
	name                         string
	converted                    int64 // -1 if there is none
	logical                      int   // the number of the union's field, 0 if there is none
	unit                         int   // of a timestamp: 1 milliseconds, 2 microseconds, 3 nanoseconds
	unsigned                     bool
}

// leaf is a column as it is stored.
type leaf struct {
	element
	top            int // the number of the top-level column
	maxDef, maxRep int
}

// chunk is where a leaf's values of a row group are.
type chunk struct {
	start, size, unpacked int64
	codec                 int64
	elsewhere             bool
}

type rowGroup struct {
	rows   int64
	chunks []chunk
}

// footer is what the end of a file says of it.
type footer struct {
	elements []element
	leaves   []leaf
	tops     []string
	groups   []rowGroup
	locked   bool
}

func readFooter(r io.ReaderAt, size int64) (*footer, error) {
	var tail [8]byte
	if size < 12 {
		return nil, fmt.Errorf("the Parquet file has only %d bytes: it is cut off", size)
	}
	if _, err := r.ReadAt(tail[:], size-8); err != nil {
		return nil, err
	}
	switch string(tail[4:]) {
	case Magic:
	case "PARE":
		return nil, errors.New("the Parquet file is encrypted")
	default:
		return nil, errors.New("the Parquet file does not end as one (with PAR1): it is cut off, and without its end no row can be read")
	}
	n := int64(binary.LittleEndian.Uint32(tail[:4]))
	if n > size-12 || n > MaxFooter {
		return nil, fmt.Errorf("the Parquet file is damaged: its footer cannot have %d bytes", n)
	}
	h := &headerReader{r: bufio.NewReader(io.NewSectionReader(r, size-8-n, n)), left: n}
	f := &footer{}
	err := h.fields(func(id int, kind byte) error {
		switch {
		case id == 2 && kind == thriftList:
			return h.list(func(byte) error {
				e, err := h.element()
				f.elements = append(f.elements, e)
				return err
			})
		case id == 4 && kind == thriftList:
			return h.list(func(byte) error {
				g, err := h.group()
				f.groups = append(f.groups, g)
				return err
			})
		case id == 8:
			f.locked = true
		}
		return h.skip(kind, false)
	})
	if err == nil {
		err = f.tree(size)
	}
	if err != nil {
		return nil, fmt.Errorf("the Parquet file's footer is damaged: %w", err)
	}
	if f.locked {
		return nil, errors.New("the Parquet file is encrypted")
	}
	return f, nil
}

func (h *headerReader) element() (e element, err error) {
	e.converted = -1
	return e, h.fields(func(id int, kind byte) error {
		switch id {
		case 1:
			return h.number(kind, (*int64)(&e.kind))
		case 2:
			return h.number(kind, &e.length)
		case 3:
			return h.number(kind, &e.repetition)
		case 4:
			if kind != thriftBinary {
				return errHeader
			}
			e.name, err = h.text()
			return err
		case 5:
			return h.number(kind, &e.children)
		case 6:
			return h.number(kind, &e.converted)
		case 10:
			if kind != thriftStruct {
				return errHeader
			}
			return h.logical(&e)
		}
		return h.skip(kind, false)
	})
}

// logical reads the union of logical types.
func (h *headerReader) logical(e *element) error {
	return h.fields(func(id int, kind byte) error {
		e.logical = id
		if kind != thriftStruct {
			return errHeader
		}
		return h.fields(func(part int, kind byte) error {
			switch {
			case id == logicalTimestamp && part == 2 && kind == thriftStruct:
				return h.fields(func(unit int, kind byte) error {
					e.unit = unit
					return h.skip(kind, false)
				})
			case id == logicalInteger && part == 2:
				e.unsigned = kind == thriftFalse
			}
			return h.skip(kind, false)
		})
	})
}

func (h *headerReader) group() (g rowGroup, err error) {
	return g, h.fields(func(id int, kind byte) error {
		switch {
		case id == 1 && kind == thriftList:
			return h.list(func(byte) error {
				c, err := h.chunk()
				g.chunks = append(g.chunks, c)
				return err
			})
		case id == 3:
			return h.number(kind, &g.rows)
		}
		return h.skip(kind, false)
	})
}

func (h *headerReader) chunk() (c chunk, err error) {
	var data, dictionary int64
	err = h.fields(func(id int, kind byte) error {
		switch {
		case id == 1:
			c.elsewhere = true
		case id == 3 && kind == thriftStruct:
			return h.fields(func(id int, kind byte) error {
				switch id {
				case 4:
					return h.number(kind, &c.codec)
				case 7:
					return h.number(kind, &c.size)
				case 9:
					return h.number(kind, &data)
				case 11:
					return h.number(kind, &dictionary)
				}
				return h.skip(kind, false)
			})
		}
		return h.skip(kind, false)
	})
	c.start = data
	if dictionary > 0 && dictionary < data {
		c.start = dictionary
	}
	return c, err
}

// tree finds the leaves, and checks that the row groups fit to them and into
// the file.
func (f *footer) tree(size int64) error {
	if len(f.elements) == 0 {
		return errors.New("there is no schema")
	}
	at := 1
	var walk func(top, def, rep, depth int) error
	walk = func(top, def, rep, depth int) error {
		if at >= len(f.elements) || depth > maxNesting {
			return errors.New("the schema does not add up")
		}
		e := f.elements[at]
		at++
		switch e.repetition {
		case 0:
		case 1:
			def++
		case 2:
			def++
			rep++
		default:
			return errors.New("the schema has a repetition that does not exist")
		}
		if e.children == 0 {
			f.leaves = append(f.leaves, leaf{e, top, def, rep})
			return nil
		}
		for range e.children {
			if err := walk(top, def, rep, depth+1); err != nil {
				return err
			}
		}
		return nil
	}
	for top := range f.elements[0].children {
		if at < len(f.elements) {
			f.tops = append(f.tops, f.elements[at].name)
		}
		if err := walk(int(top), 0, 0, 1); err != nil {
			return err
		}
	}
	if at != len(f.elements) {
		return errors.New("the schema does not add up")
	}
	for i, g := range f.groups {
		if len(g.chunks) != len(f.leaves) || g.rows < 0 {
			return fmt.Errorf("row group %d has %d columns, the schema has %d", i, len(g.chunks), len(f.leaves))
		}
		for _, c := range g.chunks {
			if c.start < 4 || c.size < 0 || c.start > size || c.size > size-c.start {
				return fmt.Errorf("row group %d is not within the file", i)
			}
		}
	}
	return nil
}
