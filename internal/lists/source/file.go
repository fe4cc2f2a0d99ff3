package source

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
)

// HeadSize is how much of a file is read to tell what it is. A row of any
// known list is shorter, so that the head holds at least one whole record.
const HeadSize = 64 << 10

// File is one file that may be a list, or a part of one.
type File struct {
	// Path is where the file lies; Name is its base name, as in Place.File.
	Path, Name string
	Size       int64
	// Head is the file's first bytes, at most HeadSize.
	Head []byte
}

// OpenFile looks at the file at path: its size and its head. It refuses what
// is not a regular file, since a pipe or a device has no size to check.
func OpenFile(path string) (*File, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() { // before opening: to open a pipe can wait for ever
		return nil, fmt.Errorf("%s is not a regular file", path)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	head := make([]byte, min(info.Size(), HeadSize))
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return nil, err
	}
	return &File{Path: path, Name: filepath.Base(path), Size: info.Size(), Head: head[:n]}, nil
}

// Cut tells whether the head is only a part of the file.
func (f *File) Cut() bool { return f.Size > int64(len(f.Head)) }

// Stream reads a file's content once, from its beginning, and knows its size
// and SHA-256 when it has been read to the end. It ends with an error when the
// context does, or when the file holds more than the limit.
type Stream struct {
	file     *File
	f        *os.File
	ctx      context.Context
	sum      hash.Hash
	read     int64
	max      int64
	progress func(n int64)
}

// Read reads on.
func (s *Stream) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := s.f.Read(p)
	s.read += int64(n)
	if s.read > s.max {
		return 0, &Error{File: s.file.Name, Err: fmt.Errorf("holds more than %d bytes, the limit for such a list", s.max)}
	}
	s.sum.Write(p[:n])
	if s.progress != nil && n > 0 {
		s.progress(int64(n))
	}
	return n, err
}

// Close closes the file.
func (s *Stream) Close() error { return s.f.Close() }

// finish reads what is left, so that the sum is that of the whole file.
func (s *Stream) finish() (SourceFile, error) {
	if _, err := io.Copy(io.Discard, s); err != nil {
		return SourceFile{}, err
	}
	return SourceFile{Name: s.file.Name, Size: s.read, SHA256: hex.EncodeToString(s.sum.Sum(nil))}, nil
}

// Input is what a reader reads: the files of one list, with the caller's
// limits, progress and context.
type Input struct {
	Files []*File
	// Dataset is what the caller names the list, or "".
	Dataset string

	ctx      context.Context
	max      int64
	progress func(done, total int64)
	done     int64
	total    int64
	streams  []*Stream
}

// NewInput returns an Input over files. No file may be larger than max bytes;
// progress, which may be nil, is called with the bytes read so far and in all.
func NewInput(ctx context.Context, files []*File, dataset string, max int64, progress func(done, total int64)) *Input {
	in := &Input{Files: files, Dataset: dataset, ctx: ctx, max: max, progress: progress}
	for _, f := range files {
		in.total += f.Size
	}
	return in
}

// Open opens one of the files. The stream is closed by Close.
func (in *Input) Open(f *File) (*Stream, error) {
	if f.Size > in.max {
		return nil, &Error{File: f.Name, Err: fmt.Errorf("holds %d bytes, the limit for such a list is %d", f.Size, in.max)}
	}
	h, err := os.Open(f.Path)
	if err != nil {
		return nil, err
	}
	s := &Stream{file: f, f: h, ctx: in.ctx, sum: sha256.New(), max: in.max, progress: func(n int64) {
		in.done += n
		if in.progress != nil {
			in.progress(in.done, in.total)
		}
	}}
	in.streams = append(in.streams, s)
	return s, nil
}

// Err returns the context's error, for loops that read nothing.
func (in *Input) Err() error { return in.ctx.Err() }

// Finish reads each opened file to its end and returns what they were, in the
// order of Files.
func (in *Input) Finish() ([]SourceFile, error) {
	var out []SourceFile
	for _, f := range in.Files {
		for _, s := range in.streams {
			if s.file == f {
				sf, err := s.finish()
				if err != nil {
					return nil, err
				}
				out = append(out, sf)
			}
		}
	}
	return out, nil
}

// Close closes every stream.
func (in *Input) Close() error {
	var errs []error
	for _, s := range in.streams {
		errs = append(errs, s.Close())
	}
	in.streams = nil
	return errors.Join(errs...)
}

// ReadAll reads a file as a whole to tell what it is, as a workbook must be: its
// table of contents stands at the end.
func (f *File) ReadAll(limit int64) ([]byte, error) {
	if f.Size > limit {
		return nil, &Error{File: f.Name, Err: fmt.Errorf("holds %d bytes, the limit is %d", f.Size, limit)}
	}
	h, err := os.Open(f.Path)
	if err != nil {
		return nil, err
	}
	defer h.Close()
	return io.ReadAll(io.LimitReader(h, limit))
}

// Tail returns the last n bytes of a file as text, or what there is of them; ""
// if they cannot be read, which reading the file will tell.
func (f *File) Tail(n int64) string {
	h, err := os.Open(f.Path)
	if err != nil {
		return ""
	}
	defer h.Close()
	n = min(n, f.Size)
	data := make([]byte, n)
	k, _ := h.ReadAt(data, f.Size-n)
	return string(data[:k])
}
