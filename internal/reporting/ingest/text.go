package ingest

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// plain reads a text as it is.
func plain(where string, body []byte) (*Article, error) {
	text, remark, err := decode(body)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", where, err)
	}
	if strings.TrimSpace(text) == "" {
		return nil, fmt.Errorf("%s: holds no text", where)
	}
	a := &Article{Text: text, Format: Text, Where: where}
	if remark != "" {
		a.Remarks = append(a.Remarks, remark)
	}
	return a, bounded(a)
}

// bounded tells whether the article's text may be read.
func bounded(a *Article) error {
	if len(a.Text) > maxText {
		return fmt.Errorf("%s: a text of %d bytes; the most that is read is %d MB", a.Where, len(a.Text), maxText>>20)
	}
	return nil
}

// decode brings a text to UTF-8 and says if that changed it.
func decode(body []byte) (text, remark string, err error) {
	switch {
	case bytes.HasPrefix(body, []byte("\xef\xbb\xbf")):
		body, remark = body[3:], "a byte order mark was left off"
	case bytes.HasPrefix(body, []byte("\xff\xfe")), bytes.HasPrefix(body, []byte("\xfe\xff")):
		b, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(body)
		return string(b), "was UTF-16: offsets are those of the text in UTF-8", err
	}
	if bytes.IndexByte(body, 0) >= 0 {
		return "", "", fmt.Errorf("holds zero bytes: not a text")
	}
	if utf8.Valid(body) {
		return string(body), remark, nil
	}
	// Older newswire is in the code page of Windows, which gives every byte a
	// meaning: nothing is lost, though a letter may be wrong.
	b, err := charmap.Windows1252.NewDecoder().Bytes(body)
	return string(b), "was not UTF-8, and read as Windows-1252: offsets are those of the text in UTF-8", err
}
