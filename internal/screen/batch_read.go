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
)

// MaxSubject is the most bytes that one row of a batch may have: far more than
// any subject needs, and a bound on what a file that is no table of subjects
// can make a batch hold.
const MaxSubject = 1 << 20

// SubjectReader reads the subjects of a batch: JSON lines or CSV, told from
// the first character. JSON lines are objects with "id", "schema" and
// "properties"; other keys are ignored. CSV has a header whose columns are
// "id", "schema" and properties, and fields that may hold several values
// separated by ";".
type SubjectReader struct {
	in    *bufio.Reader
	table *table
	rows  int
	line  int
}

// row is one subject as read, before it is understood: that is left to the
// workers.
type row struct {
	number, line int
	bytes        int64 // of the input
	// One of these is set. err is what is wrong with the row as a whole.
	json   []byte
	fields []string
	err    error
	table  *table
}

// where names the row in messages.
func (r row) where() string { return fmt.Sprintf("row %d (line %d)", r.number, r.line) }

// NewSubjectReader looks at the first bytes of in. An error says that it holds
// neither of the two forms, or that a column of the table is unknown.
func NewSubjectReader(in io.Reader) (*SubjectReader, error) {
	r := &SubjectReader{in: bufio.NewReaderSize(in, 1<<16)}
	if mark, err := r.in.Peek(3); err == nil && string(mark) == "\ufeff" {
		_, _ = r.in.Discard(3)
	}
	if err := r.skipSpace(); err != nil {
		if errors.Is(err, io.EOF) {
			return nil, errors.New("read subjects: the input is empty")
		}
		return nil, fmt.Errorf("read subjects: %w", err)
	}
	head, err := r.in.Peek(4)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("read subjects: %w", err)
	}
	switch {
	case head[0] == '{':
		return r, nil
	case head[0] == '[':
		return nil, errors.New("read subjects: a JSON array; write one object a line instead")
	}
	for _, f := range foreign {
		if strings.HasPrefix(string(head), f.magic) {
			return nil, fmt.Errorf("read subjects: %s; give JSON lines or CSV in UTF-8", f.what)
		}
	}
	if r.table, err = newTable(r.in, r.line); err != nil {
		return nil, fmt.Errorf("read subjects: %w", err)
	}
	return r, nil
}

// foreign names kinds of file by how they begin.
var foreign = []struct{ magic, what string }{
	{"PK\x03\x04", "a zip or xlsx file"}, {"PAR1", "a Parquet file"},
	{"\x1f\x8b", "a gzip file"}, {"\x28\xb5\x2f\xfd", "a zstd file"},
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
		return id, nil, fmt.Errorf("%s: %w", r.where(), oneLine(err))
	}
	if r.err != nil {
		return fail(r.err)
	}
	var given subjectLine
	if r.table != nil {
		given, err = r.table.subject(r.fields)
	} else {
		given, err = decodeSubject(r.json)
	}
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

// table is a CSV file of subjects.
type table struct {
	rows   *csvRows
	header []string
}

// knownColumn tells whether some schema has the property.
func knownColumn(name string) bool {
	return slices.ContainsFunc(entity.Schemata(), func(s *entity.Schema) bool { return s.Property(name) != nil })
}

func newTable(in io.Reader, linesBefore int) (*table, error) {
	t := &table{rows: newCSVRows(in, linesBefore)}
	header, line, err := t.rows.next()
	if err != nil {
		return nil, fmt.Errorf("header: %w", err)
	}
	seen := map[string]bool{}
	for i, name := range header {
		name = strings.TrimSpace(name)
		switch {
		case name == "":
			return nil, fmt.Errorf("line %d: column %d has no name", line, i+1)
		case seen[name]:
			return nil, fmt.Errorf("line %d: column %q stands there twice", line, name)
		case name != "id" && name != "schema" && !knownColumn(name):
			return nil, fmt.Errorf("line %d: column %q is neither \"id\", \"schema\" nor a FollowTheMoney property such as \"name\", \"birthDate\" or \"nationality\"%s",
				line, source.Shorten(name, 80), separatorHint(header))
		}
		seen[name] = true
		t.header = append(t.header, name)
	}
	return t, nil
}

func separatorHint(header []string) string {
	if len(header) == 1 && strings.ContainsAny(header[0], ";\t") {
		return "; columns are to be separated by commas"
	}
	return ""
}

func (t *table) next() (row, error) {
	before := t.rows.r.InputOffset()
	fields, line, err := t.rows.next()
	r := row{line: line, bytes: t.rows.r.InputOffset() - before, fields: fields, table: t}
	var bad *csvRowError
	switch {
	case errors.As(err, &bad):
		r.err = bad
		return r, nil
	case err != nil:
		return row{}, readError(err)
	}
	return r, nil
}

// subject sorts the fields of a row by property.
func (t *table) subject(fields []string) (subjectLine, error) {
	s := subjectLine{Properties: map[string][]string{}}
	for i, name := range t.header {
		if i < len(fields) && name == "id" {
			s.ID = strings.TrimSpace(fields[i])
		}
	}
	if len(fields) != len(t.header) {
		return s, fmt.Errorf("%d fields, where the header has %d", len(fields), len(t.header))
	}
	for i, name := range t.header {
		if !utf8.ValidString(fields[i]) {
			return s, &entity.ValueError{Prop: name, Value: fields[i], Why: "is not UTF-8"}
		}
		switch name {
		case "id":
		case "schema":
			s.Schema = strings.TrimSpace(fields[i])
		default:
			for v := range strings.SplitSeq(fields[i], ";") {
				if v = strings.TrimSpace(v); v != "" {
					s.Properties[name] = append(s.Properties[name], v)
				}
			}
		}
	}
	return s, nil
}
