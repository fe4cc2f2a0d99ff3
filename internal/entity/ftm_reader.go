package entity

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// LineError says in which line of a file reading failed.
type LineError struct {
	Line int // from 1
	Err  error
}

func (e *LineError) Error() string { return fmt.Sprintf("line %d: %v", e.Line, e.Err) }

// Unwrap returns the error without its line.
func (e *LineError) Unwrap() error { return e.Err }

// maxLine bounds one line: the largest entities of OpenSanctions take about a
// megabyte, and a file that is one endless line must not fill the memory.
const maxLine = 32 << 20

var (
	errLongLine = fmt.Errorf("is longer than %d MiB", maxLine>>20)
	errUTF16    = errors.New("is UTF-16; FtM's JSON lines are UTF-8")
)

// Reader reads entities from FtM JSON lines. Its memory does not grow with the
// file.
type Reader struct {
	// File is the name that statements get as their place; "" if none.
	File string

	r    *bufio.Reader
	buf  []byte
	line int
	err  error // that ends reading
}

// NewReader returns a Reader that reads from r.
func NewReader(r io.Reader) *Reader { return &Reader{r: bufio.NewReaderSize(r, 64<<10)} }

// Line returns the number of the line that Read last read, from 1.
func (r *Reader) Line() int { return r.line }

// Read returns the next entity, or io.EOF after the last. Empty lines are
// passed over. Another error is of type *LineError; after one about a line's
// content, the next Read goes on with the line after it, so that a caller may
// count it and continue. After an error of the underlying reader, Read returns
// it again.
func (r *Reader) Read() (*Entity, error) {
	for {
		line, err := r.next()
		switch {
		case errors.Is(err, errLongLine):
			return nil, &LineError{Line: r.line, Err: err}
		case err != nil:
			return nil, err
		}
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		e, err := Decode(line)
		if err != nil {
			return nil, &LineError{Line: r.line, Err: err}
		}
		for i := range e.Statements {
			e.Statements[i].Place = Place{File: r.File, Line: r.line}
		}
		for i := range e.Unread {
			e.Unread[i].Place = Place{File: r.File, Line: r.line}
		}
		return e, nil
	}
}

// next returns the next line, which is valid until the next call.
func (r *Reader) next() ([]byte, error) {
	if r.err != nil {
		return nil, r.err
	}
	r.buf = r.buf[:0]
	r.line++
	long := false
	for {
		part, err := r.r.ReadSlice('\n')
		if !long {
			r.buf = append(r.buf, part...)
		}
		if len(r.buf) > maxLine {
			long, r.buf = true, r.buf[:0]
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case errors.Is(err, io.EOF):
			r.err = io.EOF
			if len(r.buf) == 0 && !long {
				return nil, io.EOF
			}
		case err != nil:
			r.err = &LineError{Line: r.line, Err: err}
			return nil, r.err
		}
		break
	}
	if long {
		return nil, errLongLine
	}
	line := r.buf
	if r.line == 1 {
		if bytes.HasPrefix(line, []byte{0xFF, 0xFE}) || bytes.HasPrefix(line, []byte{0xFE, 0xFF}) {
			r.err = &LineError{Line: 1, Err: errUTF16}
			return nil, r.err
		}
		line = bytes.TrimPrefix(line, []byte("\xEF\xBB\xBF"))
	}
	return line, nil
}
