package parquet

import (
	"bufio"
	"errors"
	"fmt"
	"io"
)

// Reader reads the rows of a file.
type Reader struct {
	r      io.ReaderAt
	footer *footer
	tops   []top
	group  int
	left   int64 // rows of the group
	pages  []*pages
	read   int64
	err    error
}

// top is a top-level column.
type top struct {
	leaf int // -1 if it has not just one
	list bool
	text func(value) string
	why  error
	skip bool
}

// Open reads the footer of a file of size bytes.
func Open(r io.ReaderAt, size int64) (*Reader, error) {
	f, err := readFooter(r, size)
	if err != nil {
		return nil, err
	}
	p := &Reader{r: r, footer: f, tops: make([]top, len(f.tops))}
	for i := range p.tops {
		p.tops[i].leaf = -1
		p.tops[i].why = errors.New("is a record, where a text or a list of texts is wanted")
	}
	for i, l := range f.leaves {
		t := &p.tops[l.top]
		if t.leaf >= 0 || i > 0 && f.leaves[i-1].top == l.top {
			t.leaf, t.why = -1, errors.New("is a record, where a text or a list of texts is wanted")
			continue
		}
		t.leaf, t.list = i, l.maxRep > 0
		t.text, t.why = f.leaves[i].text()
	}
	return p, nil
}

// Columns returns the names of the top-level columns.
func (p *Reader) Columns() []string { return p.footer.tops }

// WhyNot says why a column cannot be read as texts, or nil.
func (p *Reader) WhyNot(column int) error { return p.tops[column].why }

// IsList tells whether the column holds a list in each row.
func (p *Reader) IsList(column int) bool { return p.tops[column].list }

// Skip leaves a column out, so that its bytes are not even read. It must be
// called before Next.
func (p *Reader) Skip(column int) { p.tops[column].skip = true }

// Next returns the texts of the next row by top-level column, or io.EOF. A
// column that is left out or cannot be read as texts has none. After an error
// there is no more.
func (p *Reader) Next() ([][]string, error) {
	if p.err != nil {
		return nil, p.err
	}
	row, err := p.next()
	if err != nil && !errors.Is(err, io.EOF) {
		err = fmt.Errorf("the Parquet file is damaged at row %d: %w", p.read+1, err)
	}
	p.err = err
	p.read++
	return row, err
}

func (p *Reader) next() ([][]string, error) {
	for p.left == 0 {
		if p.group == len(p.footer.groups) {
			return nil, io.EOF
		}
		if err := p.begin(&p.footer.groups[p.group]); err != nil {
			return nil, err
		}
		p.group++
	}
	p.left--
	row := make([][]string, len(p.tops))
	room := MaxRow
	for i, c := range p.pages {
		if c == nil {
			continue
		}
		var err error
		if row[i], err = c.row(nil, &room); err != nil {
			return nil, fmt.Errorf("column %q: %w", p.footer.tops[i], noEnd(err))
		}
	}
	return row, nil
}

// noEnd keeps the end of a page from being taken for the end of the rows.
func noEnd(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("a page ends before its end")
	}
	return err
}

func (p *Reader) begin(g *rowGroup) error {
	p.left = g.rows
	if p.pages == nil {
		p.pages = make([]*pages, len(p.tops))
	}
	for i, t := range p.tops {
		if t.skip || t.why != nil {
			continue
		}
		c := g.chunks[t.leaf]
		if c.elsewhere {
			return fmt.Errorf("column %q is in another file", p.footer.tops[i])
		}
		if p.pages[i] == nil {
			p.pages[i] = &pages{leaf: &p.footer.leaves[t.leaf], text: t.text, r: bufio.NewReaderSize(nil, 32<<10)}
		}
		s := p.pages[i]
		s.r.Reset(io.NewSectionReader(p.r, c.start, c.size))
		s.codec, s.left, s.count, s.rep, s.entries = c.codec, c.size, 0, -1, s.entries[:0]
	}
	return nil
}
