package source

import (
	"bytes"
	"fmt"

	"github.com/klauspost/compress/zstd"

	"deciban/internal/entity"
)

// packedBlock is the number of bytes that are compressed at once. Smaller blocks
// compress worse; of a larger one more must be unpacked to reach an entity.
const packedBlock = 256 << 10

// packed holds entities as the lines that a snapshot stores, in compressed
// blocks: a tenth or less of what they take as values, and in the list's order.
type packed struct {
	blocks [][]byte
	open   []byte
	z      *zstd.Encoder
	// heads are the entities in order, without the statements that are stored.
	// What a reader adds to one later stands in it and is put behind; at the
	// end, those to which nothing was added are nil.
	heads []*entity.Entity
}

func newPacked() *packed {
	z, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithWindowSize(packedBlock))
	if err != nil {
		panic("BUG: " + err.Error()) // only of impossible options
	}
	return &packed{z: z}
}

// add stores the statements of e away.
func (p *packed) add(e *entity.Entity) error {
	line, err := entity.EncodeStatements(e)
	if err != nil {
		wrong := &Error{Err: err}
		if len(e.Statements) > 0 {
			wrong.File, wrong.Line = e.Statements[0].Place.File, e.Statements[0].Place.Line
		}
		return wrong
	}
	p.open = append(append(p.open, line...), '\n')
	if len(p.open) >= packedBlock {
		p.close()
	}
	e.Statements, e.Unread = nil, nil
	p.heads = append(p.heads, e)
	return nil
}

func (p *packed) close() {
	// The room that EncodeAll leaves would add up.
	p.blocks = append(p.blocks, bytes.Clone(p.z.EncodeAll(p.open, nil)))
	p.open = p.open[:0]
}

// end says that nothing is added any more.
func (p *packed) end() {
	if len(p.open) > 0 {
		p.close()
	}
	p.open, p.z = nil, nil
	for i, e := range p.heads {
		if len(e.Statements)+len(e.Unread) == 0 {
			p.heads[i] = nil
		}
	}
}

// each passes every entity, with what was added to it later.
func (p *packed) each(each func(*entity.Entity) error) error {
	z, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1))
	if err != nil {
		panic("BUG: " + err.Error()) // only of impossible options
	}
	defer z.Close()
	var lines []byte
	at := 0
	for _, block := range p.blocks {
		if lines, err = z.DecodeAll(block, lines[:0]); err != nil {
			return fmt.Errorf("unpack: %w", err)
		}
		for rest := lines; len(rest) > 0; at++ {
			var line []byte
			line, rest, _ = bytes.Cut(rest, []byte{'\n'})
			e, err := entity.DecodeStatements(line)
			if err != nil {
				return fmt.Errorf("unpack: %w", err)
			}
			if more := p.heads[at]; more != nil {
				for _, st := range more.Statements {
					e.Add(st)
				}
				e.Unread = append(e.Unread, more.Unread...)
			}
			if err := each(e); err != nil {
				return err
			}
		}
	}
	return nil
}

// Each passes the entities in the list's order, and ends with the first error
// that each returns. Those of a packed list are made anew for each call.
func (l *List) Each(each func(*entity.Entity) error) error {
	if l.packed != nil {
		return l.packed.each(each)
	}
	for _, e := range l.Entities {
		if err := each(e); err != nil {
			return err
		}
	}
	return nil
}

// Drop gives up the entities, for who has stored them and goes on to use what
// the list says of itself.
func (l *List) Drop() { l.packed, l.Entities = nil, nil }
