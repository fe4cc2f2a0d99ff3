package screen

import (
	"deciban/internal/entity"
)

// DefaultSchema is that of a subject that does not say what it is.
const DefaultSchema = "Person"

// NewSubject builds a subject from the values as the user gave them; an empty
// schema means DefaultSchema. Errors are those of entity.NewSubject. A subject
// with neither a name nor a number is an error too: nothing would ever be found
// for it, and "no match" must not be the answer to a name that was left out.
func NewSubject(schema string, props map[string][]string) (*entity.Entity, error) {
	if schema == "" {
		schema = DefaultSchema
	}
	e, err := entity.NewSubject(schema, props)
	if err != nil {
		return nil, err
	}
	for i := range e.Statements {
		switch p := e.Schema.Property(e.Statements[i].Prop); p.Type {
		case "name", "identifier", "email", "phone", "url":
			return e, nil
		}
	}
	return nil, &entity.ValueError{Prop: "name", Why: "is missing, and there is no identifier either"}
}
