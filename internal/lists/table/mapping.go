package table

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"

	"deciban/internal/entity"
	"deciban/internal/lists/source"
	"deciban/internal/lists/xlsx"

	"github.com/goccy/go-yaml"
)

// Mapping says what the columns of somebody's own table mean. It is a YAML file
// that is given together with the table:
//
//	dataset: our_blocklist
//	title: Blocklist of the office
//	schema: Person
//	id: [Ref]
//	columns:
//	  Full name: name
//	  Also known as: {property: alias, split: ";"}
//	  Born: {property: birthDate, dates: ["02.01.2006", "2006"]}
//	  Kind: {property: schema, values: {P: Person, C: Company}}
//	  Remark: notes
//	  Row: ignore
//	constants:
//	  program: Office rules
type Mapping struct {
	// Dataset names the list; the name that the user gives goes before it.
	Dataset string `yaml:"dataset"`
	Title   string `yaml:"title"`
	// PublishedOn is the date of the list (2006-01-02).
	PublishedOn string `yaml:"published"`
	// Sheet is the sheet of a workbook; the first one if it is "".
	Sheet string `yaml:"sheet"`
	// Delimiter separates the columns of a text; told from the header if it
	// is "".
	Delimiter string `yaml:"delimiter"`
	// Header is the number of the row that names the columns, from 1; 0 means
	// 1.
	Header int `yaml:"header"`
	// Schema is that of rows for which no column says it.
	Schema string `yaml:"schema"`
	// ID names the columns that make up the id of a row; without it, rows are
	// counted, and the id of a row changes when one is put in before it.
	ID []string `yaml:"id"`
	// Columns say what each column is. Every column must be named; what is to
	// be passed over is "ignore".
	Columns map[string]Column `yaml:"columns"`
	// Constants are values that every entry has, by property.
	Constants map[string]string `yaml:"constants"`
}

// Column is what one column means: a property, or "schema" or "ignore".
type Column struct {
	Property string `yaml:"property"`
	// Split separates several values of a cell; "" means that a cell is one.
	Split string `yaml:"split"`
	// Dates are the formats of dates in Go's writing, of 2 January 2006, tried
	// one after the other; a text that has none of them is read as on any list.
	Dates []string `yaml:"dates"`
	// Values are words of the table and what they stand for.
	Values map[string]string `yaml:"values"`
	// Prefix is put before each value.
	Prefix string `yaml:"prefix"`
}

// UnmarshalYAML reads a column written as its property alone, or in full.
func (c *Column) UnmarshalYAML(text []byte) error {
	var name string
	if err := yaml.Unmarshal(text, &name); err == nil {
		c.Property = name
		return nil
	}
	type plain Column
	return yaml.UnmarshalWithOptions(text, (*plain)(c), yaml.DisallowUnknownField())
}

// maxMapping is the most bytes that a mapping may have.
const maxMapping = 256 << 10

// maxNesting bounds how deep a mapping may be nested: the parser's memory grows
// with the square of the depth, to gigabytes for brackets alone.
const maxNesting = 50

// nested tells whether a mapping seems nested too deeply. Brackets count also
// where they are part of a text, which no mapping has so many of.
func nested(text []byte) bool {
	depth := 0
	for line := range bytes.Lines(text) {
		indent := len(line) - len(bytes.TrimLeft(line, " -?:\t"))
		// A line begins one level for each of its marks, and its indentation
		// can belong to as many.
		if marks := bytes.Count(line[:indent], []byte("-")) + bytes.Count(line[:indent], []byte("?")) + bytes.Count(line[:indent], []byte(":")); marks > maxNesting || indent > 4*maxNesting {
			return true
		}
		for _, c := range line {
			switch c {
			case '[', '{':
				depth++
			case ']', '}':
				depth = max(depth-1, 0)
			}
			if depth > maxNesting {
				return true
			}
		}
	}
	return false
}

// ignored is the property of a column that is passed over.
const ignored = "ignore"

// unmarshal reads YAML and refuses fields that are not known. The library's
// decoder ends in a panic for some texts, which fuzzing found: those are errors of
// the text.
func unmarshal(text []byte, m *Mapping) (err error) {
	defer func() {
		if recover() != nil {
			err = errors.New("is no YAML that can be read")
		}
	}()
	return yaml.UnmarshalWithOptions(text, m, yaml.DisallowUnknownField())
}

// ParseMapping reads and checks a mapping; file names it in errors, which are of
// type *source.Error.
func ParseMapping(text []byte, file string) (*Mapping, error) {
	m := &Mapping{}
	fail := func(path string, err error) error { return &source.Error{File: file, Path: path, Err: err} }
	if len(text) > maxMapping {
		return nil, fail("", fmt.Errorf("has %d bytes, a mapping may have %d", len(text), maxMapping))
	}
	if anchors.Match(text) {
		return nil, fail("", errors.New("has an anchor or an alias (& or *), which a mapping does without"))
	}
	if nested(text) {
		return nil, fail("", fmt.Errorf("is nested more than %d deep; a mapping is four deep", maxNesting))
	}
	if err := unmarshal(text, m); err != nil {
		return nil, fail("", errors.New(source.Shorten(source.OneLine(yaml.FormatError(err, false, false)), 300)))
	}
	if len(m.Columns) == 0 {
		return nil, fail("columns", errors.New("names no column"))
	}
	if m.Schema == "" {
		m.Schema = DefaultSchema
	}
	if s, ok := entity.SchemaOf(m.Schema); !ok || !IsParty(s) {
		return nil, fail("schema", fmt.Errorf("%q is no schema of a party", m.Schema))
	}
	if m.PublishedOn != "" {
		if _, err := time.Parse(time.DateOnly, m.PublishedOn); err != nil {
			return nil, fail("published", fmt.Errorf("%q is no day: write it as 2021-07-01", m.PublishedOn))
		}
	}
	if len([]rune(m.Delimiter)) > 1 || strings.ContainsAny(m.Delimiter, "\"\r\n") {
		return nil, fail("delimiter", fmt.Errorf("%q is no single character", m.Delimiter))
	}
	if m.Header < 0 || m.Header > 100 {
		return nil, fail("header", fmt.Errorf("%d is no row from 1 to 100", m.Header))
	}
	known := append(properties(), "notes")
	named := false
	for name, c := range m.Columns {
		switch {
		case c.Property == ignored:
		case c.Property == "schema":
			for word, s := range c.Values {
				if schema, ok := entity.SchemaOf(s); !ok || !IsParty(schema) {
					return nil, fail("columns."+name+".values."+word, fmt.Errorf("%q is no schema of a party", s))
				}
			}
		case !slices.Contains(known, c.Property):
			return nil, fail("columns."+name, fmt.Errorf("%q is no property that is known; the nearest is %q", c.Property, nearest(c.Property, append(known, "schema", ignored))))
		case c.Property == "name" || c.Property == "lastName" || c.Property == "alias":
			named = true
		}
	}
	if !named {
		return nil, fail("columns", errors.New("no column is a name"))
	}
	for p := range m.Constants {
		if !slices.Contains(known, p) {
			return nil, fail("constants."+p, fmt.Errorf("is no property that is known; the nearest is %q", nearest(p, known)))
		}
	}
	for _, id := range m.ID {
		if _, ok := m.Columns[id]; !ok {
			return nil, fail("id", fmt.Errorf("%q is none of the columns", id))
		}
	}
	return m, nil
}

// anchors are what YAML can grow without bound by.
var anchors = regexp.MustCompile(`(?m)(?:^|[\s\[{,:-])[&*][A-Za-z0-9_]+`)

// Mapped is the reader of a table, CSV or xlsx, that comes with a mapping.
var Mapped = source.Format{
	Name:     "table-mapped",
	Title:    "table of one's own with a mapping, CSV or xlsx",
	MaxBytes: 4 << 30,
	Claim: func(files []*source.File) []source.Claim {
		var mappings, tables []*source.File
		for _, f := range files {
			switch {
			case isMapping(f):
				mappings = append(mappings, f)
			case f.Shape() == source.ShapeText, f.Shape() == source.ShapeUTF16, f.Shape() == source.ShapeZip && xlsx.IsWorkbook(f.Head):
				tables = append(tables, f)
			}
		}
		// One mapping says what one table is; which, with several, it cannot.
		if len(mappings) != 1 || len(tables) != 1 {
			return nil
		}
		dataset := ""
		if m, err := loadMapping(mappings[0]); err == nil {
			dataset = m.Dataset
		}
		return []source.Claim{{Dataset: dataset, Files: []*source.File{mappings[0], tables[0]}}}
	},
	Read: readMapped,
}

var mappingKey = regexp.MustCompile(`(?m)^columns:\s*(?:#.*)?$`)

// isMapping tells whether a file is YAML with columns.
func isMapping(f *source.File) bool {
	return f.Size <= maxMapping && f.Shape() == source.ShapeText && mappingKey.MatchString(strings.ReplaceAll(f.Text(), "\r\n", "\n"))
}

func loadMapping(f *source.File) (*Mapping, error) {
	text, err := os.ReadFile(f.Path)
	if err != nil {
		return nil, err
	}
	return ParseMapping(text, f.Name)
}

func readMapped(in *source.Input, b *source.Builder) error {
	// The mapping is a source, too: with another one the list is another.
	s, err := in.Open(in.Files[0])
	if err != nil {
		return err
	}
	text, err := io.ReadAll(io.LimitReader(s, maxMapping+1))
	if err != nil {
		return err
	}
	m, err := ParseMapping(text, in.Files[0].Name)
	if err != nil {
		return err
	}
	f := in.Files[1]
	if m.Dataset == "" && in.Dataset == "" {
		return &source.Error{File: in.Files[0].Name, Path: "dataset", Err: errors.New("the mapping does not say which dataset it is: name it here or with --dataset")}
	}
	title := m.Title
	if title == "" {
		title = f.Name
	}
	b.Describe(m.Dataset, title, "", m.PublishedOn)
	rows, decodeCell, err := m.open(in, b, f)
	if err != nil {
		return err
	}
	var header []string
	for range max(m.Header, 1) {
		if header, err = rows.Next(); err == io.EOF {
			return &source.Error{File: f.Name, Err: source.ErrNoHeader}
		} else if err != nil {
			return err
		}
	}
	if err := m.check(header, rows); err != nil {
		return err
	}
	c := source.NewColumns(rows, f.Name, header)
	for n := 1; ; n++ {
		r, err := c.Next(decodeCell)
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if err := m.entry(b, r, header, n); err != nil {
			return err
		}
	}
}

// open returns the rows of the table, and what to do with the text of a cell.
func (m *Mapping) open(in *source.Input, b *source.Builder, f *source.File) (source.RowReader, func(string) string, error) {
	if f.Shape() == source.ShapeZip {
		s, err := source.OpenSheet(in, f, m.Sheet)
		return s, nil, err
	}
	s, err := in.Open(f)
	if err != nil {
		return nil, nil, err
	}
	text, err := decode(s, f.Name)
	if err != nil {
		return nil, nil, err
	}
	comma := delimiter(f.Text())
	if f.Shape() == source.ShapeUTF16 {
		comma = ','
	}
	for _, r := range m.Delimiter {
		comma = r
	}
	return source.NewRows(text, f.Name, comma), b.Decode, nil
}

// check compares the header with the mapping: each column must be in the other.
func (m *Mapping) check(header []string, rows source.RowReader) error {
	var names []string
	for _, h := range header {
		h = source.OneLine(strings.TrimPrefix(h, "\ufeff"))
		names = append(names, h)
		if _, ok := m.Columns[h]; !ok && h != "" {
			return rows.Error(h, "", fmt.Errorf("the mapping does not say what this column is; %q passes it over", ignored))
		}
	}
	missing := []string{}
	for name := range m.Columns {
		if !slices.Contains(names, name) {
			missing = append(missing, name)
		}
	}
	if slices.Sort(missing); len(missing) > 0 {
		return rows.Error("", "", fmt.Errorf("the table has no column %q, which the mapping names; it has %q", missing, names))
	}
	return nil
}

func (m *Mapping) entry(b *source.Builder, r source.Record, header []string, row int) error {
	schema := m.Schema
	for name, c := range m.Columns {
		if c.Property != "schema" {
			continue
		}
		v := r.Get(name)
		if s, ok := c.Values[v]; ok {
			v = s
		}
		if s, ok := entity.SchemaOf(v); v != "" && (!ok || !IsParty(s)) {
			return r.Error(name, v, errors.New("is no schema of a party, and the mapping's values do not name it"))
		}
		if v != "" {
			schema = v
		}
	}
	id := fmt.Sprintf("%s-%d", b.Dataset(), row)
	if len(m.ID) > 0 {
		var parts []string
		for _, c := range m.ID {
			if v := r.Get(c); v != "" {
				parts = append(parts, v)
			}
		}
		if len(parts) == 0 {
			return r.Error(strings.Join(m.ID, ", "), "", errors.New("the row has no id"))
		}
		id = b.Dataset() + "-" + strings.Join(strings.Fields(strings.Join(parts, "-")), "-")
	}
	e := b.NewEntity(id, schema)
	e.Target = true
	for _, h := range header {
		h = source.OneLine(strings.TrimPrefix(h, "\ufeff"))
		c := m.Columns[h]
		if h == "" || c.Property == ignored || c.Property == "schema" {
			r.Ignore(h)
			continue
		}
		for _, v := range c.split(r.Get(h)) {
			if e.Schema.Property(c.Property) == nil {
				return r.Error(h, v, fmt.Errorf("%s is no property of %s", c.Property, schema))
			}
			at := r.At(h)
			if c.Property == "name" || c.Property == "alias" || c.Property == "weakAlias" || c.Property == "previousName" {
				b.AddName(e, v, source.NameAs{Prop: c.Property, Reversed: true}, at)
				continue
			}
			b.Set(e, c.Property, c.value(v), v, at)
		}
	}
	if len(e.Statements) == 0 {
		return r.Error("", "", errors.New("the row says nothing"))
	}
	for _, p := range sortedKeys(m.Constants) {
		if e.Schema.Property(p) != nil {
			b.Set(e, p, m.Constants[p], "", entity.Place{File: r.At("").File, Line: r.Line, Path: "constants." + p})
		}
	}
	if err := b.Entry(e); err != nil {
		return r.Error(strings.Join(m.ID, ", "), id, err)
	}
	return nil
}

func sortedKeys(m map[string]string) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

func (c Column) split(cell string) []string {
	parts := []string{cell}
	if c.Split != "" {
		parts = strings.Split(cell, c.Split)
	}
	var out []string
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// value is a text as the mapping understands it.
func (c Column) value(text string) string {
	if v, ok := c.Values[text]; ok {
		return v
	}
	for _, format := range c.Dates {
		if t, err := time.Parse(format, text); err == nil && t.Year() > 0 {
			switch {
			case !strings.Contains(format, "1") && !strings.Contains(format, "Jan"):
				return t.Format("2006")
			case !strings.Contains(format, "2") || !strings.ContainsAny(strings.ReplaceAll(format, "2006", ""), "2"):
				return t.Format("2006-01")
			}
			return t.Format(time.DateOnly)
		}
	}
	return c.Prefix + text
}
