package evaluate

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"deciban/internal/screen"
)

// ReadCases reads a labelled set: JSON lines
//
//	{"id","schema","properties":{…},"expect":["ofac-540"],"kind":"un-alias"}
//
// or CSV with a header, whose columns are "id", "schema", "expect", "kind" and
// FollowTheMoney properties, several values separated by ";". A row whose
// values cannot be used becomes a case with Err. A file that is neither is an
// error that names the line.
func ReadCases(in io.Reader) ([]Case, error) {
	r := bufio.NewReaderSize(in, 64<<10)
	if mark, err := r.Peek(3); err == nil && string(mark) == "\ufeff" {
		_, _ = r.Discard(3)
	}
	head, err := r.Peek(1)
	for err == nil && strings.ContainsAny(string(head), " \t\r\n") {
		_, _ = r.Discard(1)
		head, err = r.Peek(1)
	}
	switch {
	case errors.Is(err, io.EOF):
		return nil, errors.New("the file is empty")
	case err != nil:
		return nil, err
	case head[0] == '{':
		return readLines(r)
	}
	return readTable(r)
}

// labels are what a set says of a subject beside the subject itself.
type labels struct {
	ID     json.RawMessage `json:"id"`
	Schema string          `json:"schema"`
	Expect []string        `json:"expect"`
	Kind   string          `json:"kind"`
}

func readLines(r *bufio.Reader) ([]Case, error) {
	var cases []Case
	s := bufio.NewScanner(r)
	s.Buffer(make([]byte, 64<<10), screen.MaxSubject)
	n := 0
	for s.Scan() {
		n++
		line := s.Bytes()
		if len(strings.TrimSpace(string(line))) == 0 {
			continue
		}
		var l labels
		if err := json.Unmarshal(line, &l); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		c := Case{ID: labelID(l.ID, n), Schema: l.Schema, Expect: l.Expect, Kind: l.Kind}
		c.Subject, c.Err = screen.DecodeSubject(line)
		cases = append(cases, finish(c))
	}
	if err := s.Err(); err != nil {
		return nil, fmt.Errorf("line %d: %w", n+1, err)
	}
	return cases, nil
}

// labelID is an id that is a text or a number, or else the line's number.
func labelID(raw json.RawMessage, line int) string {
	var text string
	var number json.Number
	switch {
	case json.Unmarshal(raw, &text) == nil && text != "":
		return text
	case json.Unmarshal(raw, &number) == nil && number != "":
		return number.String()
	}
	return strconv.Itoa(line)
}

func finish(c Case) Case {
	if c.Schema == "" {
		c.Schema = screen.DefaultSchema
	}
	if c.Kind == "" {
		c.Kind = "unnamed"
	}
	if c.Err != nil {
		c.Subject = nil
	}
	if c.Subject != nil {
		c.Subject.ID = c.ID
	}
	return c
}

func readTable(r io.Reader) ([]Case, error) {
	t := csv.NewReader(r)
	header, err := t.Read()
	if err != nil {
		return nil, fmt.Errorf("header: %w", err)
	}
	for i := range header {
		header[i] = strings.TrimSpace(header[i])
	}
	if !slices.Contains(header, "name") {
		return nil, fmt.Errorf("the header has no column %q, and the file is not JSON lines", "name")
	}
	var cases []Case
	for {
		row, err := t.Read()
		if errors.Is(err, io.EOF) {
			return cases, nil
		}
		if err != nil {
			return nil, err
		}
		line, _ := t.FieldPos(0)
		c := Case{ID: strconv.Itoa(line)}
		props := map[string][]string{}
		for i, v := range row {
			switch v = strings.TrimSpace(v); {
			case v == "":
			case header[i] == "id":
				c.ID = v
			case header[i] == "schema":
				c.Schema = v
			case header[i] == "kind":
				c.Kind = v
			default:
				var values []string
				for part := range strings.SplitSeq(v, ";") {
					if part = strings.TrimSpace(part); part != "" {
						values = append(values, part)
					}
				}
				if header[i] == "expect" {
					c.Expect = values
				} else {
					props[header[i]] = values
				}
			}
		}
		c.Subject, c.Err = screen.NewSubject(c.Schema, props)
		cases = append(cases, finish(c))
	}
}
