package index

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"sync"

	"deciban/internal/weigh"
)

// Open maps an index file into memory. party prepares an entry from its text.
// Errors wrap ErrDamaged, or ErrOther where the file was built of something else
// than want.
func Open(path string, want About, m *weigh.Model, party func(text []byte) (*weigh.Party, error)) (*Index, error) {
	b, unmap, err := mapFile(path)
	if err != nil {
		return nil, fmt.Errorf("open index %s: %w", path, err)
	}
	ix, err := read(b, want, m, party)
	if err != nil {
		_ = unmap()
		return nil, fmt.Errorf("open index %s: %w", path, err)
	}
	ix.unmap = unmap
	return ix, nil
}

// Close ends the mapping. Nothing that the index returned may be used after.
func (ix *Index) Close() error {
	if ix.unmap == nil {
		return nil
	}
	unmap := ix.unmap
	ix.unmap = nil
	return unmap()
}

func damaged(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{ErrDamaged}, args...)...)
}

// read checks the file and lays the tables over it. Nothing is copied but what
// is small.
func read(b []byte, want About, m *weigh.Model, party func(text []byte) (*weigh.Party, error)) (*Index, error) {
	if !littleEndian {
		return nil, fmt.Errorf("%w: this machine is not little-endian", ErrOther)
	}
	sections, err := readHead(b)
	if err != nil {
		return nil, err
	}
	ix := &Index{model: m, t: &tables{}}
	about := sections[secAbout]
	if crc32.Checksum(about.bytes, castagnoli) != about.sum || json.Unmarshal(about.bytes, &ix.about) != nil {
		return nil, damaged("what it was built of cannot be read")
	}
	if ix.about != want {
		return nil, fmt.Errorf("%w: it was built of snapshot %.12s with %s, not of %.12s with %s",
			ErrOther, ix.about.Snapshot, ix.about.Model, want.Snapshot, want.Model)
	}
	if err := checkSums(sections); err != nil {
		return nil, err
	}
	if err := ix.lay(sections); err != nil {
		return nil, err
	}
	ix.party = func(entry uint32) *weigh.Party {
		text, err := ix.Text(int(entry))
		var p *weigh.Party
		if err == nil {
			p, err = party(text)
		}
		if err != nil {
			panic(entryError{err})
		}
		return p
	}
	ix.start()
	return ix, nil
}

// entryError carries what is wrong with an entry's text through a search.
type entryError struct{ error }

// RuntimeError makes it one of the errors that Search returns.
func (entryError) RuntimeError() {}

// span is a section as it stands in the file.
type span struct {
	bytes []byte
	size  uint32
	sum   uint32
	flags uint32
}

func readHead(b []byte) (map[uint32]span, error) {
	const table = headSize + mostRows*rowSize
	le := binary.LittleEndian
	switch {
	case len(b) == 0:
		return nil, damaged("it is empty")
	case len(b) < len(magic)+4 || string(b[:len(magic)]) != magic:
		return nil, damaged("it is no index")
	case le.Uint32(b[8:]) != formatVersion:
		return nil, fmt.Errorf("%w: its format is %d, this program's %d", ErrOther, le.Uint32(b[8:]), formatVersion)
	case len(b) < table:
		return nil, damaged("it ends in its head")
	}
	head := bytes.Clone(b[:table])
	sum := le.Uint32(head[headSize-4:])
	le.PutUint32(head[headSize-4:], 0)
	if crc32.Checksum(head, castagnoli) != sum {
		return nil, damaged("its head has another checksum")
	}
	n := le.Uint32(head[12:])
	if le.Uint64(head[16:]) != uint64(len(b)) {
		return nil, damaged("it has %d bytes, not %d", len(b), le.Uint64(head[16:]))
	}
	if n > mostRows {
		return nil, damaged("%d sections", n)
	}
	sections := map[uint32]span{}
	for i := range n {
		r := head[headSize+i*rowSize:]
		from, length := le.Uint64(r[8:]), le.Uint64(r[16:])
		if from > uint64(len(b)) || length > uint64(len(b))-from || from%8 != 0 {
			return nil, damaged("section %d is beyond its end", le.Uint32(r))
		}
		sections[le.Uint32(r)] = span{b[from : from+length : from+length], le.Uint32(r[4:]), le.Uint32(r[24:]), le.Uint32(r[28:])}
	}
	return sections, nil
}

// checkSums compares the sections' checksums, on all processors.
func checkSums(sections map[uint32]span) error {
	const piece = 8 << 20
	var wait sync.WaitGroup
	var mu sync.Mutex
	var bad error
	slots := make(chan struct{}, 8)
	for id, s := range sections {
		if s.flags&noChecksum != 0 {
			continue
		}
		wait.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			var sum uint32
			for b := s.bytes; len(b) > 0; b = b[min(piece, len(b)):] {
				sum = crc32.Update(sum, castagnoli, b[:min(piece, len(b))])
			}
			if sum != s.sum {
				mu.Lock()
				defer mu.Unlock()
				bad = damaged("section %d has another checksum", id)
			}
		})
	}
	wait.Wait()
	return bad
}

// lay lays the tables over the sections.
func (ix *Index) lay(sections map[uint32]span) error {
	t := ix.t
	var bad error
	set := func(section uint32, a array) {
		s, ok := sections[section]
		if !ok || int(s.size) != a.size || !a.set(s.bytes) {
			bad = damaged("section %d is missing or odd", section)
		}
	}
	t.eachArray(set)
	set(secTextAt, arrayAt(&ix.textAt))
	set(secTexts, arrayAt(&ix.texts))
	var facts []int32
	set(secFacts, arrayAt(&facts))
	if bad != nil {
		return bad
	}
	if !t.facts.set(facts) {
		return damaged("%d facts", len(facts))
	}
	rest := sections[secLexicons].bytes
	t.eachTrie(func(list []array) {
		for _, a := range list {
			if len(rest) < 8 {
				bad = damaged("the lexicons are cut")
				return
			}
			n := binary.LittleEndian.Uint64(rest)
			padded := (n + 7) &^ 7
			if n > uint64(len(rest)) || padded > uint64(len(rest)-8) || !a.set(rest[8:8+n:8+n]) {
				bad = damaged("the lexicons are odd")
				return
			}
			rest = rest[8+padded:]
		}
	})
	if ix.texts == nil {
		ix.texts = []byte{}
	}
	if bad == nil && (len(ix.textAt) != t.entriesLen()+1 || len(t.ranks) != t.entriesLen()) {
		bad = damaged("%d entries, %d texts", t.entriesLen(), len(ix.textAt)-1)
	}
	return bad
}

// Text returns what was given to Add as the entry's text. It must not be
// changed.
func (ix *Index) Text(entry int) ([]byte, error) {
	from, to := ix.textAt[entry], ix.textAt[entry+1]
	if to < from+4 || to > uint64(len(ix.texts)) {
		return nil, damaged("the text of entry %d is cut", entry)
	}
	b := ix.texts[from:to]
	if crc32.Checksum(b[4:], castagnoli) != binary.LittleEndian.Uint32(b) {
		return nil, damaged("the text of entry %d has another checksum", entry)
	}
	return b[4:], nil
}
