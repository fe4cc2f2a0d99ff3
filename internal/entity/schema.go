package entity

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
)

// Schema is an FtM schema: a kind of thing and the properties it can have.
// Schemata are shared and never change.
type Schema struct {
	Name      string
	Extends   []string
	Matchable bool
	// Caption lists the properties that name such an entity, best first.
	Caption []string
	// Edge is set for schemata that link two entities.
	Edge *Edge
	// contains its own properties and the inherited ones
	props map[string]*Property
	// the names in props, sorted
	names []string
	// contains its own name and those of all ancestors
	is map[string]bool
}

// Property is one property of a schema.
type Property struct {
	Name string
	// Type is the FtM type: name, date, country, identifier, address, text, …
	Type string
	// Format is an identifier's format, such as "imo"; else empty.
	Format string
	// Range is the schema that a property of type entity refers to.
	Range string
	// Matchable is false for values that say nothing about who it is.
	Matchable bool
}

// Edge describes a schema that links two entities.
type Edge struct {
	// Source and Target are the properties that hold the two ends.
	Source, Target string
	Label          string
	Directed       bool
}

// IsA tells whether the schema is, or extends, the schema called name.
func (s *Schema) IsA(name string) bool { return s.is[name] }

// Property returns the property called name, own or inherited, or nil.
func (s *Schema) Property(name string) *Property { return s.props[name] }

// Properties returns the properties, own and inherited, sorted by name.
func (s *Schema) Properties() []*Property {
	ps := make([]*Property, len(s.names))
	for i, n := range s.names {
		ps[i] = s.props[n]
	}
	return ps
}

// String returns the schema's name.
func (s *Schema) String() string { return s.Name }

// SchemaOf returns the schema called name, as FtM spells it ("Person",
// "PublicBody"); ok is false if there is none.
func SchemaOf(name string) (s *Schema, ok bool) {
	s, ok = model.byName[name]
	return s, ok
}

// Schemata returns all schemata, sorted by name.
func Schemata() []*Schema { return slices.Clone(model.sorted) }

//go:embed schema.txt
var schemaText string

// model holds the schemata of schema.txt.
var model = mustReadModel(schemaText)

type schemaModel struct {
	byName map[string]*Schema
	sorted []*Schema
}

func mustReadModel(text string) *schemaModel {
	m, err := readModel(text)
	if err != nil {
		panic("BUG: embedded schema.txt: " + err.Error())
	}
	return m
}

// readModel reads the form that the head of schema.txt describes.
func readModel(text string) (*schemaModel, error) {
	m := &schemaModel{byName: map[string]*Schema{}}
	own := map[string][]*Property{}
	var cur *Schema
	for i, line := range strings.Split(text, "\n") {
		var err error
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '\t':
			var p *Property
			if p, err = readProperty(line[1:]); err == nil {
				if cur == nil {
					err = fmt.Errorf("property before any schema")
					break
				}
				own[cur.Name] = append(own[cur.Name], p)
			}
		default:
			if cur, err = readSchema(line); err == nil {
				m.byName[cur.Name] = cur
				m.sorted = append(m.sorted, cur)
			}
		}
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", i+1, err)
		}
	}
	for _, s := range m.sorted {
		if err := m.inherit(s, own); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(m.sorted, func(a, b *Schema) int { return strings.Compare(a.Name, b.Name) })
	return m, nil
}

// inherit fills s.props, s.names, s.is and, where it has none, the caption and
// the edge, from its ancestors. An own property wins over an inherited one.
func (m *schemaModel) inherit(s *Schema, own map[string][]*Property) error {
	if s.props != nil {
		return nil
	}
	s.props = map[string]*Property{}
	s.is = map[string]bool{s.Name: true}
	for _, name := range s.Extends {
		parent := m.byName[name]
		if parent == nil {
			return fmt.Errorf("schema %s extends %s, which does not exist", s.Name, name)
		}
		if err := m.inherit(parent, own); err != nil {
			return err
		}
		for n := range parent.is {
			s.is[n] = true
		}
		for n, p := range parent.props {
			if s.props[n] == nil {
				s.props[n] = p
			}
		}
		if len(s.Caption) == 0 {
			s.Caption = parent.Caption
		}
		if s.Edge == nil {
			s.Edge = parent.Edge
		}
	}
	for _, p := range own[s.Name] {
		s.props[p.Name] = p
	}
	for n := range s.props {
		s.names = append(s.names, n)
	}
	slices.Sort(s.names)
	return nil
}

func readSchema(line string) (*Schema, error) {
	s := &Schema{}
	fields := strings.Fields(line)
	s.Name, fields = fields[0], fields[1:]
	if len(fields) > 0 && fields[0] == "<" {
		fields = fields[1:]
		for more := true; more && len(fields) > 0; fields = fields[1:] {
			var parent string
			parent, more = strings.CutSuffix(fields[0], ",")
			s.Extends = append(s.Extends, parent)
		}
	}
	for _, f := range fields {
		key, value, _ := strings.Cut(f, "=")
		switch key {
		case "matchable":
			s.Matchable = true
		case "caption":
			s.Caption = strings.Split(value, ",")
		case "edge":
			ends, label, _ := strings.Cut(value, "=")
			e := &Edge{Label: strings.ReplaceAll(label, "_", " ")}
			if e.Source, e.Target, e.Directed = strings.Cut(ends, ">"); !e.Directed {
				e.Source, e.Target, _ = strings.Cut(ends, "-")
			}
			if e.Source == "" || e.Target == "" {
				return nil, fmt.Errorf("edge %q lacks an end", value)
			}
			s.Edge = e
		default:
			return nil, fmt.Errorf("unknown word %q", f)
		}
	}
	return s, nil
}

func readProperty(line string) (*Property, error) {
	p := &Property{Matchable: true}
	if rest, ok := strings.CutSuffix(line, " !"); ok {
		line, p.Matchable = rest, false
	}
	name, typ, ok := strings.Cut(line, " ")
	if !ok || name == "" {
		return nil, fmt.Errorf("property %q lacks a type", line)
	}
	typ, p.Range, _ = strings.Cut(typ, ">")
	p.Name = name
	p.Type, p.Format, _ = strings.Cut(typ, ":")
	return p, nil
}
