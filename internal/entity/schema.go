package entity

// Schema is an FtM schema: a kind of thing and the properties it can have.
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
