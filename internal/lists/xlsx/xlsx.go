// Package xlsx reads the rows of a spreadsheet in Office Open XML, as text, within bounds.
//
// It is a reader of a table and no more: shared and inline strings, numbers,
// truth values, the results of formulas, and dates, which are numbers whose
// style is that of a date. A zip archive can hold a thousand times its size, so
// each part has a limit that is enforced while it is unpacked, whatever the
// archive says of itself. The format is ECMA-376, part 1.
package xlsx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"
)

// Limits of a workbook. The largest list known, Australia's, has 5 MB of rows
// and 1 MB of strings.
const (
	MaxArchive = 64 << 20  // bytes of the file
	MaxPart    = 256 << 20 // bytes of a part, unpacked
	MaxStrings = 64 << 20  // bytes of all shared strings
	maxStrings = 2_000_000 // shared strings: twice the rows of a sheet
	MaxCell    = 1 << 20   // bytes of a cell
	MaxColumns = 1024
	maxParts   = 10_000
	maxDepth   = 32
)

// Sheet reads the rows of one sheet.
type Sheet struct {
	strings  []string
	dates    map[int]bool // styles that are dates
	from1904 bool
	part     io.ReadCloser
	d        *tokens
	row      int
}

// ErrTooLarge is the cause where a part holds more than its limit.
var ErrTooLarge = errors.New("unpacks to more than a list can have")

// limited fails when more than its limit is read.
type limited struct {
	r    io.ReadCloser
	left int64
	name string
}

func (l *limited) Read(p []byte) (int, error) {
	n, err := l.r.Read(p)
	if l.left -= int64(n); l.left < 0 {
		return 0, fmt.Errorf("%s %w", l.name, ErrTooLarge)
	}
	return n, err
}

func (l *limited) Close() error { return l.r.Close() }

type archive struct{ files map[string]*zip.File }

func (a *archive) open(name string, limit int64) (io.ReadCloser, error) {
	f := a.files[name]
	if f == nil {
		return nil, fmt.Errorf("has no part %s: it is no workbook, or damaged", name)
	}
	if f.UncompressedSize64 > uint64(limit) {
		return nil, fmt.Errorf("%s %w", name, ErrTooLarge)
	}
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	return &limited{r, limit, name}, nil
}

// IsWorkbook tells whether the beginning of a zip archive is that of a
// workbook: one of its first entries says so.
func IsWorkbook(head []byte) bool {
	return bytes.HasPrefix(head, []byte("PK\x03\x04")) && (bytes.Contains(head, []byte("[Content_Types].xml")) || bytes.Contains(head, []byte("xl/")))
}

// Open opens a sheet of a workbook: that of the name, or the first one if name
// is "".
func Open(data []byte, name string) (*Sheet, error) {
	return OpenAt(bytes.NewReader(data), int64(len(data)), name)
}

// OpenAt is Open for a workbook of size bytes that need not be in memory; r is
// read until the sheet is closed.
func OpenAt(r io.ReaderAt, size int64, name string) (*Sheet, error) {
	if size > MaxArchive {
		return nil, fmt.Errorf("the archive has %d bytes, the limit is %d", size, MaxArchive)
	}
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, fmt.Errorf("is no zip archive, or cut off: %w", err)
	}
	if len(z.File) > maxParts {
		return nil, fmt.Errorf("the archive has %d parts", len(z.File))
	}
	a := &archive{map[string]*zip.File{}}
	for _, f := range z.File {
		a.files[strings.TrimPrefix(f.Name, "/")] = f
	}
	s := &Sheet{dates: map[int]bool{}}
	part, err := s.workbook(a, name)
	if err != nil {
		return nil, err
	}
	if err := s.styles(a); err != nil {
		return nil, err
	}
	if err := s.sharedStrings(a); err != nil {
		return nil, err
	}
	if s.part, err = a.open(part, MaxPart); err != nil {
		return nil, err
	}
	s.d = newTokens(s.part)
	return s, nil
}

// decoder reads XML; entities that a document declares are never expanded.
// maxToken is the most bytes of a tag or of a text between two: those of a cell,
// each of which may be written as an entity.
const maxToken = 8 * MaxCell

// tokens reads a part token by token, within bounds: the decoder itself keeps a
// tag of any length and elements of any depth.
type tokens struct {
	d           *xml.Decoder
	r           io.Reader
	read, begun int64
	depth       int
}

func newTokens(r io.Reader) *tokens {
	t := &tokens{r: r}
	t.d = xml.NewDecoder(t)
	t.d.CharsetReader = func(label string, r io.Reader) (io.Reader, error) {
		return nil, encodingError(label)
	}
	return t
}

// encodingError is the name of an encoding that no workbook has. As a type of its
// own it is told without what the decoder puts before it: the name once more, whole.
type encodingError string

func (e encodingError) Error() string {
	return fmt.Sprintf("the encoding %.40q is not that of a workbook", string(e))
}

// Read reads on for the decoder, no further than a token may be long.
func (t *tokens) Read(p []byte) (int, error) {
	if t.read-t.begun > maxToken {
		return 0, fmt.Errorf("a tag or text has more than %d bytes", maxToken)
	}
	n, err := t.r.Read(p)
	t.read += int64(n)
	return n, err
}

// Token returns the next token; names are resolved and ends checked.
func (t *tokens) Token() (xml.Token, error) { return t.next(t.d.Token) }

// RawToken returns the next token as it stands.
func (t *tokens) RawToken() (xml.Token, error) { return t.next(t.d.RawToken) }

func (t *tokens) next(token func() (xml.Token, error)) (xml.Token, error) {
	t.begun = t.d.InputOffset()
	k, err := token()
	var encoding encodingError
	if errors.As(err, &encoding) {
		return nil, encoding
	}
	switch k.(type) {
	case xml.StartElement:
		if t.depth++; t.depth > maxDepth {
			return nil, fmt.Errorf("elements are nested more than %d deep", maxDepth)
		}
	case xml.EndElement:
		t.depth--
	}
	return k, err
}

func attr(s xml.StartElement, name string) string {
	for _, a := range s.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// workbook finds the part that holds the sheet.
func (s *Sheet) workbook(a *archive, name string) (part string, err error) {
	id := ""
	var names []string
	err = a.each("xl/workbook.xml", 4<<20, func(e xml.StartElement) {
		switch e.Name.Local {
		case "workbookPr":
			v := attr(e, "date1904")
			s.from1904 = v == "1" || v == "true"
		case "sheet":
			n := attr(e, "name")
			names = append(names, n)
			if id == "" && (name == "" || n == name) {
				for _, x := range e.Attr {
					if x.Name.Local == "id" && x.Name.Space != "" {
						id = x.Value
					}
				}
			}
		}
	})
	if err != nil {
		return "", err
	}
	if id == "" {
		return "", fmt.Errorf("has no sheet %q, only %q", name, names)
	}
	err = a.each("xl/_rels/workbook.xml.rels", 4<<20, func(e xml.StartElement) {
		if e.Name.Local == "Relationship" && attr(e, "Id") == id && attr(e, "TargetMode") != "External" {
			part = attr(e, "Target")
		}
	})
	if err == nil && part == "" {
		err = fmt.Errorf("does not say where its sheet %q is", name)
	}
	if strings.HasPrefix(part, "/") {
		return strings.TrimPrefix(part, "/"), err
	}
	return path.Join("xl", part), err
}

// each calls f for the elements of a part.
func (a *archive) each(name string, limit int64, f func(xml.StartElement)) error {
	r, err := a.open(name, limit)
	if err != nil {
		return err
	}
	defer r.Close()
	d := newTokens(r)
	for {
		t, err := d.RawToken()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			f(t)
		case xml.Directive:
			return fmt.Errorf("%s: has a document type declaration, which is refused", name)
		}
	}
}

// Next returns the cells of the next row as text, without empty cells at its
// end, or io.EOF. A date is written as 2006-01-02.
func (s *Sheet) Next() ([]string, error) {
	for {
		t, err := s.d.Token()
		if err == io.EOF {
			return nil, s.cut(err)
		}
		if err != nil {
			return nil, err
		}
		switch t := t.(type) {
		case xml.Directive:
			return nil, errors.New("has a document type declaration, which is refused")
		case xml.StartElement:
			if t.Name.Local == "row" {
				s.row++
				if n, err := strconv.Atoi(attr(t, "r")); err == nil && n > 0 {
					s.row = n
				}
				return s.cells()
			}
		case xml.EndElement:
			if t.Name.Local == "sheetData" {
				return nil, io.EOF
			}
		}
	}
}

// cut is the error at the end of the part before the end of the rows.
func (s *Sheet) cut(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// Row returns the number of the last row, from 1.
func (s *Sheet) Row() int { return s.row }

// Close closes the sheet.
func (s *Sheet) Close() error { return s.part.Close() }

func (s *Sheet) cells() ([]string, error) {
	var out []string
	at := 0
	for {
		t, err := s.d.Token()
		if err != nil {
			return nil, s.cut(err)
		}
		switch t := t.(type) {
		case xml.EndElement:
			if t.Name.Local == "row" {
				for len(out) > 0 && out[len(out)-1] == "" {
					out = out[:len(out)-1]
				}
				return out, nil
			}
		case xml.StartElement:
			if t.Name.Local != "c" {
				if err := pass(s.d); err != nil {
					return nil, s.cut(err)
				}
				continue
			}
			if n, ok := column(attr(t, "r")); ok {
				at = n
			}
			if at >= MaxColumns {
				return nil, fmt.Errorf("row %d has more than %d columns", s.row, MaxColumns)
			}
			v, err := s.value(t)
			if err != nil {
				return nil, fmt.Errorf("cell %s: %w", attr(t, "r"), err)
			}
			for len(out) <= at {
				out = append(out, "")
			}
			out[at] = v
			at++
		}
	}
}

// column reads the letters of a cell's reference, "C12".
func column(ref string) (n int, ok bool) {
	for i := 0; i < len(ref) && i < 4; i++ {
		c := ref[i]
		if c < 'A' || c > 'Z' {
			break
		}
		n = n*26 + int(c-'A') + 1
	}
	return n - 1, n > 0
}

func (s *Sheet) value(c xml.StartElement) (string, error) {
	kind := attr(c, "t")
	var raw strings.Builder
	text := ""
	in := false
	for {
		t, err := s.d.Token()
		if err != nil {
			return "", s.cut(err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "v":
				in = true
			case "is":
				if text, err = richText(s.d, "is"); err != nil {
					return "", err
				}
				continue
			}
		case xml.EndElement:
			if t.Name.Local == "c" {
				if kind == "inlineStr" {
					return text, nil
				}
				return s.text(kind, attr(c, "s"), raw.String())
			}
			in = false
		case xml.CharData:
			if in {
				if raw.Len()+len(t) > MaxCell {
					return "", fmt.Errorf("has more than %d bytes", MaxCell)
				}
				raw.Write(t)
			}
		}
	}
}

func (s *Sheet) text(kind, style, raw string) (string, error) {
	switch kind {
	case "s":
		n, err := strconv.Atoi(raw)
		if err != nil || n < 0 || n >= len(s.strings) {
			return "", fmt.Errorf("refers to a text that the workbook does not have (%q)", raw)
		}
		return s.strings[n], nil
	case "str":
		return unescape(raw), nil
	case "b":
		return map[string]string{"1": "true", "0": "false"}[raw], nil
	case "e", "d":
		return raw, nil
	}
	n, _ := strconv.Atoi(style)
	if raw != "" && s.dates[n] {
		if d, ok := Day(raw, s.from1904); ok {
			return d, nil
		}
	}
	return number(raw), nil
}
