package source

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"deciban/internal/lists/xlsx"
)

// RowReader is what Columns reads: the rows of a table with their lines.
type RowReader interface {
	// Next returns the next row, or io.EOF.
	Next() ([]string, error)
	// Line returns the line of the last row.
	Line() int
	// Error returns an error about a cell of the last row.
	Error(column, value string, err error) error
}

// Sheet is a sheet of a workbook as rows, all as long as the first one.
type Sheet struct {
	file  string
	sheet *xlsx.Sheet
	width int
}

// OpenSheet opens a sheet of a workbook: that of the name, or the first one.
// Errors are of type *Error.
func OpenSheet(in *Input, f *File, name string) (*Sheet, error) {
	s, err := in.Open(f)
	if err != nil {
		return nil, err
	}
	if f.Size > xlsx.MaxArchive {
		return nil, &Error{File: f.Name, Err: fmt.Errorf("holds %d bytes, the limit for a workbook is %d", f.Size, xlsx.MaxArchive)}
	}
	data, err := io.ReadAll(io.LimitReader(s, xlsx.MaxArchive+1))
	if err != nil {
		return nil, err
	}
	sheet, err := xlsx.Open(data, name)
	if err != nil {
		return nil, &Error{File: f.Name, Err: err}
	}
	return &Sheet{file: f.Name, sheet: sheet}, nil
}

// Next returns the next row that has a cell. Its line is its number in the
// sheet.
func (s *Sheet) Next() ([]string, error) {
	for {
		row, err := s.sheet.Next()
		if err == io.EOF {
			return nil, io.EOF
		}
		if err != nil {
			if errors.Is(err, io.ErrUnexpectedEOF) {
				err = errors.New("the sheet ends here, in the middle of its rows: the file is cut off")
			}
			return nil, &Error{File: s.file, Line: s.Line(), Err: err}
		}
		for len(row) > s.width && strings.TrimSpace(row[len(row)-1]) == "" {
			row = row[:len(row)-1] // blanks beside the table
		}
		if len(row) == 0 {
			continue
		}
		if s.width == 0 {
			s.width = len(row)
		}
		for len(row) < s.width {
			row = append(row, "")
		}
		return row, nil
	}
}

// Line returns the number of the last row.
func (s *Sheet) Line() int { return s.sheet.Row() }

// Error returns an error about a cell of the last row.
func (s *Sheet) Error(column, value string, err error) error {
	return &Error{File: s.file, Line: s.Line(), Path: column, Value: value, Err: err}
}

// Close closes the sheet.
func (s *Sheet) Close() error { return s.sheet.Close() }
