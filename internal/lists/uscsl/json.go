package uscsl

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sort"
	"strings"

	"deciban/internal/entity"
	"deciban/internal/lists/ofac"
	"deciban/internal/lists/source"
)

// JSON is the reader of consolidated.json: an object whose "results" are the
// entries, in the fields of the CSV, of which some are lists and objects.
var JSON = source.Format{
	Name:     "us-csl-json",
	Title:    "US Consolidated Screening List, JSON",
	MaxBytes: 512 << 20,
	Claim: func(files []*source.File) []source.Claim {
		var claims []source.Claim
		for _, f := range files {
			text := f.Text()
			if f.Shape() == source.ShapeJSON && strings.Contains(text, `"results"`) && strings.Contains(text, `"source_list_url"`) && strings.Contains(text, `"alt_names"`) {
				claims = append(claims, source.Claim{Dataset: Dataset, Files: []*source.File{f}})
			}
		}
		return claims
	},
	Read: readJSON,
}

// maxRecord is the most bytes that an entry may have.
const maxRecord = 4 << 20

func readJSON(in *source.Input, b *source.Builder) error {
	f := in.Files[0]
	s, err := in.Open(f)
	if err != nil {
		return err
	}
	bounded := source.NewBounded(s, maxRecord)
	lines := &lineCounter{r: bounded}
	d := json.NewDecoder(lines)
	line := func() int { return lines.at(d.InputOffset()) }
	fail := func(err error) error {
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			err = errors.New("the file ends here, in the middle of an entry: it is cut off")
		}
		if errors.Is(err, source.ErrTooLong) {
			err = fmt.Errorf("%w: over %d bytes without an end", source.ErrTooLong, maxRecord)
		}
		var e *source.Error
		if errors.As(err, &e) {
			return err
		}
		return &source.Error{File: f.Name, Line: line(), Err: err}
	}
	if err := findResults(d, bounded); err != nil {
		return fail(err)
	}
	r := newReader(b)
	for d.More() {
		bounded.Mark(d.InputOffset())
		var fields map[string]json.RawMessage
		if err := d.Decode(&fields); err != nil {
			return fail(err)
		}
		w, err := jsonRow(fields, f.Name, line())
		if err != nil {
			return fail(err)
		}
		e, err := r.entry(w)
		if err != nil {
			return fail(fmt.Errorf("%q: %w", w.id+" "+w.number, err))
		}
		for _, name := range left(fields) {
			b.NotUnderstood(e, name+": "+flat(fields[name]), entity.Place{File: f.Name, Line: line(), Path: name})
		}
	}
	if _, err := d.Token(); err != nil { // the end of the results
		return fail(err)
	}
	r.of.Resolve()
	return nil
}

// findResults reads on to the entries.
func findResults(d *json.Decoder, bounded *source.Bounded) error {
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return errors.Join(err, errors.New("is no object with results"))
	}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return err
		}
		if key == "results" {
			t, err := d.Token()
			if err == nil && t != json.Delim('[') {
				err = errors.New("results is no list")
			}
			return err
		}
		var skip json.RawMessage
		if err := d.Decode(&skip); err != nil {
			return err
		}
		bounded.Mark(d.InputOffset())
	}
	return errors.New("has no results")
}

// lineCounter counts lines, so that a place in the file has one.
type lineCounter struct {
	r     io.Reader
	read  int64
	ends  []int64 // offsets of line ends that were read and not yet passed
	lines int
}

func (l *lineCounter) Read(p []byte) (int, error) {
	n, err := l.r.Read(p)
	for i := 0; i < n; {
		j := bytes.IndexByte(p[i:n], '\n')
		if j < 0 {
			break
		}
		i += j + 1
		l.ends = append(l.ends, l.read+int64(i))
	}
	l.read += int64(n)
	return n, err
}

// at returns the line of an offset; offsets never go back.
func (l *lineCounter) at(offset int64) int {
	for len(l.ends) > 0 && l.ends[0] <= offset {
		l.ends = l.ends[1:]
		l.lines++
	}
	return l.lines + 1
}

// known are the fields that an entry of the list may have.
var known = map[string]bool{}

func init() {
	for f := range strings.FieldsSeq(`_id id source entity_number type programs name title addresses federal_register_notice start_date end_date
 standard_order license_requirement license_policy call_sign vessel_type gross_tonnage gross_registered_tonnage vessel_flag vessel_owner remarks
 source_list_url alt_names citizenships dates_of_birth nationalities places_of_birth source_information_url ids country`) {
		known[f] = true
	}
}

// left returns the fields that are not known, sorted.
func left(fields map[string]json.RawMessage) []string {
	var out []string
	for name := range fields {
		if !known[name] && flat(fields[name]) != "" {
			out = append(out, name)
		}
	}
	sort.Strings(out)
	return out
}

// flat is a value as text: lists are joined by "; ", the values of objects by
// ", " in the order of their names.
func flat(raw json.RawMessage) string { return strings.Join(values(raw), "; ") }

func values(raw json.RawMessage) []string {
	var v any
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	if d.Decode(&v) != nil {
		return nil
	}
	var out []string
	list, ok := v.([]any)
	if !ok {
		list = []any{v}
	}
	for _, x := range list {
		if t := scalar(x); t != "" {
			out = append(out, t)
		}
	}
	return out
}

func scalar(v any) string {
	switch v := v.(type) {
	case string:
		return source.OneLine(v)
	case json.Number:
		return v.String()
	case bool:
		return fmt.Sprint(v)
	case map[string]any:
		names := make([]string, 0, len(v))
		for n := range v {
			names = append(names, n)
		}
		sort.Strings(names)
		var parts []string
		for _, n := range names {
			if t := scalar(v[n]); t != "" {
				parts = append(parts, t)
			}
		}
		return strings.Join(parts, ", ")
	}
	return ""
}

func jsonRow(fields map[string]json.RawMessage, file string, line int) (row, error) {
	text := func(name string) string { return flat(fields[name]) }
	w := row{id: text("_id"), source: text("source"), number: text("entity_number"), kind: text("type"), name: text("name")}
	if w.id == "" {
		w.id = text("id")
	}
	var addresses, papers []string
	var as []struct {
		Address, City, State, Country *string
		PostalCode                    *string `json:"postal_code"`
	}
	if err := json.Unmarshal(orList(fields["addresses"]), &as); err != nil {
		return w, fmt.Errorf("addresses: %w", err)
	}
	for _, a := range as {
		var parts []string
		for _, p := range []*string{a.Address, a.City, a.State, a.PostalCode, a.Country} {
			if p != nil && source.OneLine(*p) != "" {
				parts = append(parts, source.OneLine(*p))
			}
		}
		addresses = append(addresses, strings.Join(parts, ", "))
	}
	var ids []struct {
		Type, Number, Country *string
		IssueDate             *string `json:"issue_date"`
		ExpirationDate        *string `json:"expiration_date"`
	}
	if err := json.Unmarshal(orList(fields["ids"]), &ids); err != nil {
		return w, fmt.Errorf("ids: %w", err)
	}
	s := func(p *string) string {
		if p == nil {
			return ""
		}
		return source.OneLine(*p)
	}
	for _, i := range ids {
		papers = append(papers, "\x00"+ofac.Identifier(s(i.Type), s(i.Number), s(i.Country), ofacDay(s(i.IssueDate)), ofacDay(s(i.ExpirationDate))))
	}
	w.get = func(field string) []string {
		switch field {
		case "addresses":
			return addresses
		case "ids":
			return papers
		}
		if single[field] {
			if t := text(field); t != "" {
				return []string{t}
			}
			return nil
		}
		return values(fields[field])
	}
	w.at = func(field string) entity.Place { return entity.Place{File: file, Line: line, Path: field} }
	return w, nil
}

func orList(raw json.RawMessage) json.RawMessage {
	if len(raw) == 0 || string(raw) == `""` {
		return json.RawMessage("[]")
	}
	return raw
}
