package table

import (
	"bufio"
	"errors"
	"io"
	"unicode/utf16"
	"unicode/utf8"

	"deciban/internal/lists/source"
)

// decode returns r as UTF-8: without a byte order mark, and read as UTF-16 if
// its mark says so.
func decode(r io.Reader, file string) (io.Reader, error) {
	b := bufio.NewReader(r)
	mark, err := b.Peek(3)
	if err != nil && err != io.EOF {
		return nil, err
	}
	switch {
	case len(mark) == 3 && string(mark) == "\xef\xbb\xbf":
		_, err := b.Discard(3)
		return b, err
	case len(mark) >= 2 && mark[0] == 0xff && mark[1] == 0xfe:
		_, err := b.Discard(2)
		return &utf16Reader{r: b, file: file}, err
	case len(mark) >= 2 && mark[0] == 0xfe && mark[1] == 0xff:
		_, err := b.Discard(2)
		return &utf16Reader{r: b, file: file, big: true}, err
	}
	return b, nil
}

// utf16Reader turns UTF-16 into UTF-8.
type utf16Reader struct {
	r    *bufio.Reader
	file string
	big  bool
	line int
	out  []byte
}

func (u *utf16Reader) unit() (rune, error) {
	var p [2]byte
	if _, err := io.ReadFull(u.r, p[:]); err != nil {
		if errors.Is(err, io.ErrUnexpectedEOF) {
			return 0, &source.Error{File: u.file, Line: u.line + 1, Err: errors.New("ends within a UTF-16 character: the file is cut off")}
		}
		return 0, err
	}
	if u.big {
		p[0], p[1] = p[1], p[0]
	}
	return rune(p[0]) | rune(p[1])<<8, nil
}

// Read reads on.
func (u *utf16Reader) Read(p []byte) (int, error) {
	for len(u.out) < len(p) {
		c, err := u.unit()
		if err == nil && utf16.IsSurrogate(c) {
			var low rune
			low, err = u.unit()
			if c = utf16.DecodeRune(c, low); err == io.EOF || err == nil && c == utf8.RuneError {
				err = &source.Error{File: u.file, Line: u.line + 1, Err: errors.New("is not valid UTF-16")}
			}
		}
		if err != nil {
			if len(u.out) > 0 && err == io.EOF {
				break
			}
			return 0, err
		}
		if c == '\n' {
			u.line++
		}
		u.out = utf8.AppendRune(u.out, c)
	}
	n := copy(p, u.out)
	u.out = u.out[n:]
	return n, nil
}
