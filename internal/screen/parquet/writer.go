package parquet

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"math"

	"github.com/klauspost/compress/zstd"
)

// Kind is what a column holds.
type Kind uint8

// The kinds of columns that are written.
const (
	Int Kind = iota // 64 bits
	Real
	Text // UTF-8
)

// Column is a column of a table to be written.
type Column struct {
	Name string
	Kind Kind
	// Optional columns may lack values.
	Optional bool
}

// Cell is a value of one of the kinds, or of none, Null.
type Cell struct {
	Null bool
	Int  int64
	Real float64
	Text string
}

// A row group is written when it has so many bytes or rows: enough that the
// footer, which names each, stays small for any table; few enough to be held.
const (
	groupBytes = 8 << 20
	groupRows  = 1 << 16
)

// Writer writes a flat table, packed with zstd. The same rows make the same
// bytes.
type Writer struct {
	w       io.Writer
	columns []Column
	z       *zstd.Encoder
	offset  int64
	held    []heldColumn
	rows    int64 // held
	bytes   int   // held
	all     int64
	groups  []rowGroup
	packed  []byte
}

// heldColumn is a column of the row group that is not written yet.
type heldColumn struct {
	values []byte
	// runs are the lengths of runs of present and absent values in turn,
	// beginning with present ones.
	runs []int
}

// NewWriter writes the table's beginning.
func NewWriter(w io.Writer, columns []Column) (*Writer, error) {
	z, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(1<<20))
	if err != nil {
		return nil, err
	}
	t := &Writer{w: w, columns: columns, z: z, held: make([]heldColumn, len(columns))}
	return t, t.write([]byte(Magic))
}

func (t *Writer) write(b []byte) error {
	n, err := t.w.Write(b)
	t.offset += int64(n)
	return err
}

// Append adds a row. It panics if the row is not one of the table.
func (t *Writer) Append(row []Cell) error {
	for i, c := range t.columns {
		h, v := &t.held[i], row[i]
		if v.Null && !c.Optional {
			panic(fmt.Sprintf("BUG: no value for column %s", c.Name))
		}
		h.count(v.Null)
		before := len(h.values)
		switch {
		case v.Null:
		case c.Kind == Int:
			h.values = binary.LittleEndian.AppendUint64(h.values, uint64(v.Int))
		case c.Kind == Real:
			h.values = binary.LittleEndian.AppendUint64(h.values, math.Float64bits(v.Real))
		default:
			h.values = binary.LittleEndian.AppendUint32(h.values, uint32(len(v.Text)))
			h.values = append(h.values, v.Text...)
		}
		t.bytes += len(h.values) - before
	}
	if t.rows++; t.rows >= groupRows || t.bytes >= groupBytes {
		return t.flush()
	}
	return nil
}

func (h *heldColumn) count(null bool) {
	// The runs at even places are of present values.
	if len(h.runs) == 0 {
		h.runs = append(h.runs, 0)
	}
	if present := len(h.runs)%2 == 1; present == null {
		h.runs = append(h.runs, 0)
	}
	h.runs[len(h.runs)-1]++
}

// levels are the definition levels: 1 for present, 0 for absent, in runs.
func (h *heldColumn) levels() []byte {
	b := make([]byte, 4, 4+4*len(h.runs))
	for i, n := range h.runs {
		if n > 0 {
			b = binary.AppendUvarint(b, uint64(n)<<1)
			b = append(b, byte(1-i%2))
		}
	}
	binary.LittleEndian.PutUint32(b, uint32(len(b)-4))
	return b
}

// flush writes what is held as a row group, each column as one page.
func (t *Writer) flush() error {
	if t.rows == 0 {
		return nil
	}
	g := rowGroup{rows: t.rows}
	for i, c := range t.columns {
		h := &t.held[i]
		page := h.values
		if c.Optional {
			page = append(h.levels(), page...)
		}
		t.packed = t.z.EncodeAll(page, t.packed[:0])
		var head headerWriter
		head.begin()
		head.i32(1, pageData)
		head.i32(2, int64(len(page)))
		head.i32(3, int64(len(t.packed)))
		head.i32(4, int64(int32(crc32.ChecksumIEEE(t.packed))))
		head.field(5, thriftStruct)
		head.begin()
		head.i32(1, t.rows)
		head.i32(2, encodingPlain)
		head.i32(3, encodingRLE)
		head.i32(4, encodingRLE)
		head.end()
		head.end()
		at := t.offset
		if err := t.write(head.b); err != nil {
			return err
		}
		if err := t.write(t.packed); err != nil {
			return err
		}
		g.chunks = append(g.chunks, chunk{start: at, size: t.offset - at, unpacked: int64(len(head.b) + len(page))})
		h.values, h.runs = h.values[:0], h.runs[:0]
	}
	t.groups = append(t.groups, g)
	t.all += t.rows
	t.rows, t.bytes = 0, 0
	return nil
}

// Close writes the rest and the table's end.
func (t *Writer) Close() error {
	if err := t.flush(); err != nil {
		return err
	}
	var h headerWriter
	h.begin()
	h.i32(1, 1)
	h.list(2, len(t.columns)+1, thriftStruct)
	h.begin()
	h.text(4, "table")
	h.i32(5, int64(len(t.columns)))
	h.end()
	for _, c := range t.columns {
		h.begin()
		h.i32(1, int64(c.physical()))
		repetition := int64(0)
		if c.Optional {
			repetition = 1
		}
		h.i32(3, repetition)
		h.text(4, c.Name)
		if c.Kind == Text {
			h.i32(6, convertedUTF8)
			h.field(10, thriftStruct)
			h.begin()
			h.field(logicalString, thriftStruct)
			h.begin()
			h.end()
			h.end()
		}
		h.end()
	}
	h.i64(3, t.all)
	h.list(4, len(t.groups), thriftStruct)
	for _, g := range t.groups {
		t.group(&h, g)
	}
	h.text(6, "deciban")
	h.end()
	h.b = binary.LittleEndian.AppendUint32(h.b, uint32(len(h.b)))
	return t.write(append(h.b, Magic...))
}

func (c Column) physical() physical {
	switch c.Kind {
	case Int:
		return typeInt64
	case Real:
		return typeDouble
	}
	return typeBytes
}

// group writes where a row group is.
func (t *Writer) group(h *headerWriter, g rowGroup) {
	h.begin()
	h.list(1, len(g.chunks), thriftStruct)
	total := int64(0)
	for i, c := range g.chunks {
		h.begin()
		h.i64(2, c.start)
		h.field(3, thriftStruct)
		h.begin()
		h.i32(1, int64(t.columns[i].physical()))
		h.list(2, 2, thriftI32)
		h.zigzag(encodingPlain)
		h.zigzag(encodingRLE)
		h.list(3, 1, thriftBinary)
		h.bytes(t.columns[i].Name)
		h.i32(4, codecZstd)
		h.i64(5, g.rows)
		h.i64(6, c.unpacked)
		h.i64(7, c.size)
		h.i64(9, c.start)
		h.end()
		h.end()
		total += c.unpacked
	}
	h.i64(2, total)
	h.i64(3, g.rows)
	h.end()
}
