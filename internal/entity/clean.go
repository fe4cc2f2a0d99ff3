package entity

import (
	"fmt"
	"strings"
)

// ValueError says which value of which property cannot be used, and why.
type ValueError struct {
	Prop  string
	Value string
	Why   string
}

func (e *ValueError) Error() string {
	if e.Value == "" {
		return fmt.Sprintf("%s: %s", e.Prop, e.Why)
	}
	return fmt.Sprintf("%s %q: %s", e.Prop, e.Value, e.Why)
}

// Clean turns one value of property prop into a statement: the property must
// exist in the schema, and the value is cleaned and checked by its type.
// Errors are of type *ValueError.
func Clean(schema *Schema, prop, value string) (Statement, error) {
	if schema.Property(prop) == nil {
		return Statement{}, &ValueError{prop, "", "is no property of " + schema.Name}
	}
	v := strings.TrimSpace(value)
	if v == "" {
		return Statement{}, &ValueError{prop, value, "is empty"}
	}
	s := Statement{Prop: prop, Value: v}
	if v != value {
		s.Original = value
	}
	return s, nil
}

// CleanAll is Clean for a value that can say several things, as birth dates do
// ("1958; 1961", "1958 or 1961"): it returns a statement for each.
func CleanAll(schema *Schema, prop, value string) ([]Statement, error) {
	s, err := Clean(schema, prop, value)
	if err != nil {
		return nil, err
	}
	return []Statement{s}, nil
}

// CleanEntry is CleanAll for what a list says: an impossible value is kept as
// written, with a remark that says what is wrong with it, since a list is
// never refused for one value. The error, a *ValueError, is only for a
// property that the schema does not have, and for a value with no text at all.
func CleanEntry(schema *Schema, prop, value string) ([]Statement, error) {
	return CleanAll(schema, prop, value)
}

// ParseGender returns FtM's "male", "female" or "other" for what lists and
// people write; ok is false if text is none of them.
func ParseGender(text string) (gender string, ok bool) {
	g := strings.ToLower(strings.TrimSpace(text))
	return g, g == "male" || g == "female" || g == "other"
}

// LanguageCode returns the ISO 639-3 code of a language that text names or
// codes ("ar", "ara", "Arabic"); ok is false if it is unknown.
func LanguageCode(text string) (code string, ok bool) {
	c := strings.ToLower(strings.TrimSpace(text))
	return c, len(c) == 3
}

// NewSubject builds a subject from its schema's name and the values of its
// properties as the user gave them. The error joins a *ValueError for each
// value and property that cannot be used, sorted by property.
func NewSubject(schema string, props map[string][]string) (*Entity, error) {
	s, ok := SchemaOf(schema)
	if !ok {
		return nil, &ValueError{"schema", schema, "is no schema"}
	}
	e := &Entity{Schema: s}
	for p, vs := range props {
		for _, v := range vs {
			st, err := Clean(s, p, v)
			if err != nil {
				return nil, err
			}
			e.Add(st)
		}
	}
	return e, nil
}
