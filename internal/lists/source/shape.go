package source

import (
	"bytes"
	"encoding/xml"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Shape is what a file looks like, whatever its name.
type Shape string

// The shapes that are told apart.
const (
	ShapeEmpty  Shape = "an empty file"
	ShapeBinary Shape = "binary data"
	ShapeZip    Shape = "a zip archive (or an Office file)"
	ShapeGzip   Shape = "a gzip file"
	ShapePDF    Shape = "a PDF file"
	ShapeUTF16  Shape = "UTF-16 text"
	ShapeHTML   Shape = "an HTML page"
	ShapeXML    Shape = "XML"
	ShapeJSON   Shape = "JSON"
	ShapeText   Shape = "text"
)

var magics = []struct {
	magic string
	shape Shape
}{
	{"PK\x03\x04", ShapeZip}, {"PK\x05\x06", ShapeZip}, {"\x1f\x8b", ShapeGzip}, {"%PDF", ShapePDF},
	{"\xff\xfe", ShapeUTF16}, {"\xfe\xff", ShapeUTF16},
}

// Shape tells what the file looks like from its head.
func (f *File) Shape() Shape {
	if f.Size == 0 {
		return ShapeEmpty
	}
	for _, m := range magics {
		if bytes.HasPrefix(f.Head, []byte(m.magic)) {
			return m.shape
		}
	}
	if bytes.IndexByte(f.Head, 0) >= 0 {
		return ShapeBinary
	}
	text := f.Text()
	switch strings.TrimSpace(text) {
	case "", "\x1a":
		return ShapeEmpty
	}
	if controls(text)*20 > len(text) {
		return ShapeBinary
	}
	switch text = strings.TrimLeftFunc(text, unicode.IsSpace); text[0] {
	case '<':
		if looksHTML(text) {
			return ShapeHTML
		}
		return ShapeXML
	case '{', '[':
		return ShapeJSON
	}
	return ShapeText
}

// Text returns the head without a byte order mark, and without a character
// that the head's end cuts in two.
func (f *File) Text() string {
	head := bytes.TrimPrefix(f.Head, []byte("\xef\xbb\xbf"))
	if f.Cut() {
		for i := 1; i < utf8.UTFMax && i <= len(head); i++ {
			if utf8.RuneStart(head[len(head)-i]) {
				if !utf8.FullRune(head[len(head)-i:]) {
					head = head[:len(head)-i]
				}
				break
			}
		}
	}
	return string(head)
}

// controls counts the bytes that no text has.
func controls(text string) int {
	n := 0
	for i := range len(text) {
		if c := text[i]; c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1a {
			n++
		}
	}
	return n
}

func looksHTML(text string) bool {
	start := strings.ToLower(Shorten(text, 1024))
	return strings.HasPrefix(start, "<!doctype html") || strings.Contains(start, "<html") || strings.HasPrefix(start, "<head")
}

// XMLRoot returns the name of the root element and its namespace, or two empty
// strings if the head does not show one.
func (f *File) XMLRoot() (name, space string) {
	if f.Shape() != ShapeXML {
		return "", ""
	}
	d := xml.NewDecoder(strings.NewReader(f.Text()))
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	for {
		t, err := d.RawToken()
		if err != nil {
			return "", ""
		}
		if s, ok := t.(xml.StartElement); ok {
			for _, a := range s.Attr {
				if a.Name.Local == "xmlns" && a.Name.Space == "" && s.Name.Space == "" || a.Name.Space == "xmlns" && a.Name.Local == s.Name.Space {
					space = a.Value
				}
			}
			return s.Name.Local, space
		}
	}
}
