package source

import (
	"io"
)

// Bounded limits how far a parser may read on within one record. A parser
// reads ahead in small steps, so a record that never ends costs no more than
// the limit, however large the file is.
type Bounded struct {
	r     io.Reader
	read  int64
	mark  int64
	limit int64
}

// NewBounded returns a reader that fails with ErrTooLong when more than limit
// bytes have been read since the last Mark.
func NewBounded(r io.Reader, limit int64) *Bounded { return &Bounded{r: r, limit: limit} }

// Mark says that the record that ends at offset is done.
func (b *Bounded) Mark(offset int64) { b.mark = offset }

// Read reads on.
func (b *Bounded) Read(p []byte) (int, error) {
	if b.read-b.mark > b.limit {
		return 0, ErrTooLong
	}
	// Small steps keep the read-ahead from counting as part of the record.
	n, err := b.r.Read(p[:min(len(p), 32<<10)])
	b.read += int64(n)
	return n, err
}
