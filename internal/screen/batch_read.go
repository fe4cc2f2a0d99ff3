package screen

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"deciban/internal/entity"
	"deciban/internal/lists/source"
	"deciban/internal/screen/tabular"
)

// MaxSubject is the most bytes that one row of a batch may have: far more than
// any subject needs, and a bound on what a file that is no table of subjects
// can make a batch hold.
const MaxSubject = 1 << 20

// SubjectReader reads the subjects of a batch: JSON lines, CSV, a spreadsheet
// (xlsx) or Parquet, told from the first bytes, and unpacked if those are of
// gzip or zstd. JSON lines are objects with "id", "schema" and "properties";
// other keys are ignored. A table has columns that are named "id", "schema" and
// as properties, or as TableOptions says, and fields that may hold several
// values separated by ";".
type SubjectReader struct {
	in     *bufio.Reader
	table  tableRows // nil for JSON lines
	rows   int
	line   int
	packed bool
	close  []func() error
}

// row is one subject as read, before it is understood: that is left to the
// workers.
type row struct {
	number, line int
	bytes        int64 // of the input, unpacked; 0 where nobody can tell
	// One of these is set. err is what is wrong with the row as a whole.
	json   []byte
	fields []string
	values [][]string
	err    error
	table  *columns
}

// where names the row in messages.
func (r row) where() string {
	place := textLine
	if r.table != nil {
		place = r.table.place
	}
	switch place {
	case sheetRow:
		return fmt.Sprintf("row %d (row %d of the sheet)", r.number, r.line)
	case rowAlone:
		return fmt.Sprintf("row %d", r.number)
	}
	return fmt.Sprintf("row %d (line %d)", r.number, r.line)
}

// NewSubjectReader is OpenSubjects without options.
func NewSubjectReader(in io.Reader) (*SubjectReader, error) { return OpenSubjects(in, TableOptions{}) }

// OpenSubjects looks at the first bytes of in. An error says that it holds none
// of the known forms, or that a column of the table is unknown. A spreadsheet
// or Parquet is read where it lies if in is a regular file; else a spreadsheet
// is read whole, within the limit of the package xlsx, and Parquet is refused.
func OpenSubjects(in io.Reader, opt TableOptions) (_ *SubjectReader, err error) {
	r := &SubjectReader{}
	defer func() {
		if err != nil {
			err = fmt.Errorf("read subjects: %w", errors.Join(err, r.Close()))
		}
	}()
	text, packing, unpack, err := tabular.Decompress(in)
	if err != nil {
		return nil, err
	}
	r.packed = packing != ""
	r.close = append(r.close, func() error { unpack(); return nil })
	r.in = bufio.NewReaderSize(text, 1<<16)
	head, err := r.in.Peek(4)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	switch {
	case string(head) == "PK\x03\x04":
		return r, r.openSheet(in, opt)
	case opt.Sheet != "":
		return nil, fmt.Errorf("sheet %q: this is no spreadsheet (xlsx)", opt.Sheet)
	case string(head) == "PAR1":
		return r, r.openParquet(in, opt)
	}
	for _, f := range foreign {
		if strings.HasPrefix(string(head), f.magic) {
			return nil, fmt.Errorf("%s; give JSON lines or CSV in UTF-8, xlsx or Parquet", f.what)
		}
	}
	return r, r.openText(opt)
}

func (r *SubjectReader) openText(opt TableOptions) error {
	if mark, err := r.in.Peek(3); err == nil && string(mark) == "\ufeff" {
		_, _ = r.in.Discard(3)
	}
	if err := r.skipSpace(); err != nil {
		if errors.Is(err, io.EOF) {
			return errors.New("the input is empty")
		}
		return err
	}
	head, err := r.in.Peek(1)
	if err != nil {
		return err
	}
	switch head[0] {
	case '{':
		if len(opt.Columns) > 0 {
			return fmt.Errorf("column %q: JSON lines have no columns", opt.Columns[0].Column)
		}
		return nil
	case '[':
		return errors.New("a JSON array; write one object a line instead")
	}
	t, err := newTable(r.in, r.line, opt.Columns)
	if err == nil {
		r.table = t
	}
	return err
}

// Close lets go of what the reader holds; not of what it reads from.
func (r *SubjectReader) Close() error {
	var err error
	for _, f := range r.close {
		err = errors.Join(err, f())
	}
	r.close = nil
	return err
}

// Measured tells whether BatchStats.Bytes counts the bytes of the input, so
// that its size tells how far a batch is.
func (r *SubjectReader) Measured() bool {
	_, csv := r.table.(*table)
	return !r.packed && (r.table == nil || csv)
}

// foreign names kinds of file by how they begin.
var foreign = []struct{ magic, what string }{
	{"\x1f\x8b", "a gzip file within a compressed one"}, {"\x28\xb5\x2f\xfd", "a zstd file within a compressed one"},
	{"\xff\xfe", "UTF-16 text"}, {"\xfe\xff", "UTF-16 text"},
}

// skipSpace skips empty lines and blanks and counts the lines.
func (r *SubjectReader) skipSpace() error {
	for {
		c, err := r.in.ReadByte()
		if err != nil {
			return err
		}
		switch c {
		case '\n':
			r.line++
		case ' ', '\t', '\r':
		default:
			return r.in.UnreadByte()
		}
	}
}

// next returns the next row, or io.EOF. Another error ends the batch.
func (r *SubjectReader) next() (row, error) {
	if r.table != nil {
		next, err := r.table.next()
		if err == nil {
			r.rows++
			next.number = r.rows
		}
		return next, err
	}
	if err := r.skipSpace(); err != nil {
		return row{}, readError(err)
	}
	line, size, err := r.readLine()
	r.line++
	r.rows++
	next := row{number: r.rows, line: r.line, bytes: size, json: line}
	if errors.Is(err, source.ErrTooLong) {
		next.json, next.err = nil, fmt.Errorf("more than %d bytes", MaxSubject)
		return next, nil
	}
	if err != nil {
		return row{}, readError(err)
	}
	return next, nil
}

func readError(err error) error {
	if errors.Is(err, io.EOF) {
		return io.EOF
	}
	return fmt.Errorf("read subjects: %w", err)
}

// readLine returns a copy of the next line, and its length. Of a line that is
// too long it reads everything and keeps nothing. The last line need not end in
// a newline.
func (r *SubjectReader) readLine() (line []byte, size int64, err error) {
	tooLong := false
	for {
		part, err := r.in.ReadSlice('\n')
		size += int64(len(part))
		if len(line)+len(part) > MaxSubject {
			line, tooLong = nil, true
		}
		if !tooLong {
			line = append(line, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err != nil && !errors.Is(err, io.EOF):
			return nil, size, err
		case tooLong:
			return nil, size, source.ErrTooLong
		}
		return line, size, nil
	}
}

// buffered tells whether more input is at hand without waiting.
func (r *SubjectReader) buffered() bool {
	if r.table != nil {
		return true // CSV is a file; nobody waits for the answer to half of it
	}
	return r.in.Buffered() > 0
}

// subject understands the row: the id (the row's number if it has none), and
// the subject or an error that names row, field and value.
func (r row) subject() (id string, _ *entity.Entity, err error) {
	id = strconv.Itoa(r.number)
	fail := func(err error) (string, *entity.Entity, error) {
		if r.table != nil {
			err = r.table.named(err)
		}
		return id, nil, fmt.Errorf("%s: %w", r.where(), oneLine(err))
	}
	if r.err != nil {
		return fail(r.err)
	}
	given, err := r.given()
	if given.ID != "" {
		id = given.ID
	}
	if err != nil {
		return fail(err)
	}
	subject, err := given.entity()
	if err != nil {
		return fail(err)
	}
	subject.ID = id
	return id, subject, nil
}

// given reads what the row says.
func (r row) given() (subjectLine, error) {
	if r.table != nil {
		return r.table.subject(r)
	}
	return decodeSubject(r.json)
}

// oneLine joins the parts of a joined error with semicolons.
func oneLine(err error) error {
	text := err.Error()
	if !strings.Contains(text, "\n") {
		return err
	}
	return errors.New(strings.ReplaceAll(text, "\n", "; "))
}

// subjectLine is a subject before its values are checked.
type subjectLine struct {
	ID         string
	Schema     string
	Properties map[string][]string
}

func (s subjectLine) entity() (*entity.Entity, error) {
	return NewSubject(s.Schema, s.Properties)
}

// DecodeSubject reads one subject in the form of a batch's JSON line.
func DecodeSubject(text []byte) (*entity.Entity, error) {
	line, err := decodeSubject(text)
	if err != nil {
		return nil, err
	}
	e, err := line.entity()
	if err != nil {
		return nil, err
	}
	e.ID = line.ID
	return e, nil
}

// jsonSubject is a subject in JSON. Its values are decoded one by one, so that
// an error can name the property.
type jsonSubject struct {
	ID         json.RawMessage            `json:"id"`
	Schema     json.RawMessage            `json:"schema"`
	Properties map[string]json.RawMessage `json:"properties"`
}

func decodeSubject(line []byte) (subjectLine, error) {
	var s subjectLine
	if !utf8.Valid(line) {
		return s, errors.New("not UTF-8")
	}
	var raw jsonSubject
	if err := json.Unmarshal(line, &raw); err != nil {
		var wrong *json.UnmarshalTypeError
		switch {
		case errors.As(err, &wrong) && wrong.Field != "":
			return s, &entity.ValueError{Prop: wrong.Field, Why: "is not an object"}
		case errors.As(err, &wrong):
			return s, errors.New("not an object")
		}
		return s, fmt.Errorf("not JSON: %w", err)
	}
	var err error
	if s.ID, err = decodeID(raw.ID); err != nil {
		return s, err
	}
	if raw.Schema != nil && json.Unmarshal(raw.Schema, &s.Schema) != nil {
		return s, wrongJSON("schema", raw.Schema, "is not a text")
	}
	if raw.Properties == nil {
		return s, &entity.ValueError{Prop: "properties", Why: "is missing"}
	}
	s.Properties = make(map[string][]string, len(raw.Properties))
	for _, prop := range slices.Sorted(maps.Keys(raw.Properties)) {
		var values []string
		if json.Unmarshal(raw.Properties[prop], &values) != nil {
			return s, wrongJSON(prop, raw.Properties[prop], "is not a list of texts")
		}
		s.Properties[prop] = values
	}
	return s, nil
}

// decodeID takes a number as well as a text: databases write their keys as
// numbers.
func decodeID(raw json.RawMessage) (id string, err error) {
	if raw == nil || json.Unmarshal(raw, &id) == nil {
		return id, nil
	}
	var n json.Number
	if json.Unmarshal(raw, &n) != nil {
		return "", wrongJSON("id", raw, "is neither a text nor a number")
	}
	return n.String(), nil
}

func wrongJSON(field string, raw json.RawMessage, why string) error {
	return &entity.ValueError{Prop: field, Value: source.Shorten(string(raw), 80), Why: why}
}
