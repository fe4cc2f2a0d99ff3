package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
)

// input is what a batch reads.
type input struct {
	io.ReadCloser
	name string
	file os.FileInfo // nil if it is not a regular file
}

func (a *app) openInput(path string) (*input, error) {
	if path == "" || path == "-" {
		return &input{ReadCloser: io.NopCloser(a.in), name: "standard input"}, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read subjects: %w", err)
	}
	in := &input{ReadCloser: f, name: path}
	info, err := f.Stat()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("read subjects: %w", err), f.Close())
	}
	if info.Mode().IsRegular() {
		in.file = info
	}
	return in, nil
}

// outPlace is where results go.
type outPlace uint8

const (
	outPipe outPlace = iota // standard output, a pipe or a device
	outFile
)

// checkOutput tells what kind of place path is.
func checkOutput(path string, in *input) (outPlace, error) {
	if path == "" || path == "-" {
		return outPipe, nil
	}
	info, err := os.Stat(path)
	switch {
	case err == nil && in.file != nil && os.SameFile(info, in.file):
		return outFile, fmt.Errorf("write results: %s is the file of subjects", path)
	case err == nil && info.IsDir():
		return outFile, fmt.Errorf("write results: %s is a folder", path)
	case err == nil && !info.Mode().IsRegular():
		return outPipe, nil
	}
	return outFile, nil
}

// output is where a command writes. A file has another name until it is
// finished, so that under its own name there is never half of it.
type output struct {
	*bufio.Writer
	file *os.File
	path string // the file's own name, "" if it is written in place
}

func (a *app) openOutput(path string, in *input) (*output, error) {
	if path == "" || path == "-" {
		return &output{Writer: a.out}, nil
	}
	place, err := checkOutput(path, in)
	if err != nil {
		return nil, err
	}
	if place == outPipe {
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			return nil, fmt.Errorf("write results: %w", err)
		}
		return &output{Writer: bufio.NewWriter(f), file: f}, nil
	}
	// Results are personal data: for the user alone, like the lists.
	f, err := os.OpenFile(path+".part", os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, fmt.Errorf("write results: %w", err)
	}
	return &output{Writer: bufio.NewWriterSize(f, 1<<16), file: f, path: path}, nil
}

// Write writes a run of lines. Standard output is flushed each time: who reads
// it through a pipe waits for them.
func (o *output) Write(p []byte) (int, error) {
	n, err := o.Writer.Write(p)
	if err == nil && o.path == "" {
		err = o.Flush()
	}
	return n, err
}

// finish gives the file its name. What could not be written stays under the
// other name.
func (o *output) finish() error {
	err := o.Flush()
	if o.file != nil && o.path != "" && err == nil {
		err = o.file.Sync()
	}
	if o.file != nil {
		err = errors.Join(err, o.file.Close())
	}
	if o.path != "" && err == nil {
		err = os.Rename(o.path+".part", o.path)
	}
	if err != nil {
		return fmt.Errorf("write results: %w", err)
	}
	return nil
}
