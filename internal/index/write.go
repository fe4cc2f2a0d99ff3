package index

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"strings"

	"deciban/internal/weigh"
)

// Writer builds an index file.
type Writer struct {
	b      *builder
	path   string
	file   *os.File
	out    *bufio.Writer
	at     uint64
	rows   []sectionRow
	textAt []uint64
	about  About
	err    error
}

type sectionRow struct {
	section, size uint32
	from, length  uint64
	sum, flags    uint32
}

const unfinished = ".new-index-"

// Unfinished tells whether a file's name is that of an index that is being built,
// or whose builder died.
func Unfinished(name string) bool { return strings.HasPrefix(name, unfinished) }

// Create begins an index file. Until Finish it has another name, so that under
// its own there is never half an index.
func Create(path string, about About) (*Writer, error) {
	if !littleEndian {
		return nil, errors.New("index files need a little-endian machine")
	}
	f, err := os.CreateTemp(filepath.Dir(path), unfinished+"*")
	if err != nil {
		return nil, fmt.Errorf("create index: %w", err)
	}
	w := &Writer{b: newBuilder(), path: path, file: f, out: bufio.NewWriterSize(f, 1<<20), about: about}
	// The texts come first: they are written while the rest is collected.
	w.write(make([]byte, headSize+mostRows*rowSize))
	w.rows = append(w.rows, sectionRow{section: secTexts, size: 1, from: w.at, flags: noChecksum})
	return w, nil
}

// Add takes up the next entry: what it is weighed by, its id, the key that orders it
// among those of equal weight, and its text, which Index.Text returns.
func (w *Writer) Add(p *weigh.Party, id, key string, text []byte) {
	w.b.add(p, id, key)
	w.textAt = append(w.textAt, w.at-w.rows[0].from)
	w.write(binary.LittleEndian.AppendUint32(nil, crc32.Checksum(text, castagnoli)))
	w.write(text)
}

func (w *Writer) write(p []byte) {
	if w.err == nil {
		_, w.err = w.out.Write(p)
		w.at += uint64(len(p))
	}
}

// section writes a section of elements of a size.
func (w *Writer) section(section uint32, size int, p []byte) {
	w.align()
	w.rows = append(w.rows, sectionRow{section, uint32(size), w.at, uint64(len(p)), crc32.Checksum(p, castagnoli), 0})
	w.write(p)
}

func (w *Writer) align() {
	w.write(make([]byte, (alignment-w.at%alignment)%alignment))
}

// Finish writes the rest, waits for the disk, and gives the file its name.
func (w *Writer) Finish() (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("write index %s: %w", w.path, errors.Join(err, w.Abort()))
		}
	}()
	w.rows[0].length = w.at - w.rows[0].from
	w.textAt = append(w.textAt, w.rows[0].length)
	t := w.b.finish()
	w.b = nil
	about, err := json.Marshal(w.about)
	if err != nil {
		return err
	}
	w.section(secAbout, 1, about)
	w.section(secFacts, 4, bytesOf(t.facts.numbers()))
	w.section(secTextAt, 8, bytesOf(w.textAt))
	t.eachArray(func(section uint32, a array) { w.section(section, a.size, a.bytes()) })
	var lexicons []byte
	t.eachTrie(func(list []array) {
		for _, a := range list {
			lexicons = binary.LittleEndian.AppendUint64(lexicons, uint64(len(a.bytes())))
			lexicons = append(lexicons, a.bytes()...)
			for len(lexicons)%8 != 0 {
				lexicons = append(lexicons, 0)
			}
		}
	})
	w.section(secLexicons, 8, lexicons)
	if w.err != nil {
		return w.err
	}
	if err := w.out.Flush(); err != nil {
		return err
	}
	if _, err := w.file.WriteAt(w.head(), 0); err != nil {
		return err
	}
	if err := w.file.Sync(); err != nil {
		return err
	}
	if err := w.file.Close(); err != nil {
		return err
	}
	if err := os.Rename(w.file.Name(), w.path); err != nil {
		return err
	}
	w.file = nil
	return nil
}

// head is the file's head with the table of sections.
func (w *Writer) head() []byte {
	h := append([]byte{}, magic...)
	h = binary.LittleEndian.AppendUint32(h, formatVersion)
	h = binary.LittleEndian.AppendUint32(h, uint32(len(w.rows)))
	h = binary.LittleEndian.AppendUint64(h, w.at)
	h = append(h, make([]byte, headSize-len(h))...)
	for _, r := range w.rows {
		h = binary.LittleEndian.AppendUint32(h, r.section)
		h = binary.LittleEndian.AppendUint32(h, r.size)
		h = binary.LittleEndian.AppendUint64(h, r.from)
		h = binary.LittleEndian.AppendUint64(h, r.length)
		h = binary.LittleEndian.AppendUint32(h, r.sum)
		h = binary.LittleEndian.AppendUint32(h, r.flags)
	}
	h = append(h, make([]byte, headSize+mostRows*rowSize-len(h))...)
	binary.LittleEndian.PutUint32(h[headSize-4:], crc32.Checksum(h, castagnoli))
	return h
}

// Abort removes the unfinished file. It does nothing after Finish.
func (w *Writer) Abort() error {
	if w.file == nil {
		return nil
	}
	f := w.file
	w.file = nil
	closed := f.Close()
	if errors.Is(closed, os.ErrClosed) {
		closed = nil
	}
	return errors.Join(closed, os.Remove(f.Name()))
}
