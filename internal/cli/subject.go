package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"deciban/internal/entity"
	"deciban/internal/lists/source"
	"deciban/internal/screen"
)

// subjectSchemata are the kinds of party that can be asked about.
var subjectSchemata = []string{"Person", "Organization", "Company", "PublicBody", "LegalEntity", "Vessel", "Airplane", "CryptoWallet", "Security", "Thing"}

// idKindNames lists the kinds of identifier that --id takes.
func idKindNames() string {
	var names []string
	for _, k := range entity.IDKinds() {
		names = append(names, string(k))
	}
	return strings.Join(names, ", ")
}

// subjectFlags say who is asked about, beside the name.
type subjectFlags struct {
	Schema      string   `help:"What the subject is: ${schemata}." default:"Person" placeholder:"SCHEMA"`
	Alias       []string `help:"Another name." sep:"none" placeholder:"NAME"`
	Born        []string `help:"Birth date, as far as it is known: 1951-06-19, 1951-06, 1951, 1958/1963 (between), 1951~ (about)." sep:"none" placeholder:"DATE"`
	Nationality []string `help:"Nationality, as a code or a name. It only tells people apart and never adds suspicion." sep:"none" placeholder:"COUNTRY"`
	Country     []string `help:"Country of residence, registration or flag." sep:"none" placeholder:"COUNTRY"`
	Gender      []string `help:"male, female or other." sep:"none" placeholder:"GENDER"`
	ID          []string `name:"id" help:"Identifier: ${idkinds}; with the issuing country as KIND:COUNTRY:VALUE." sep:"none" placeholder:"KIND:VALUE"`
	Address     []string `help:"Address." sep:"none" placeholder:"ADDRESS"`
}

// entity builds the subject. The error names each flag whose value cannot be
// used.
func (f *subjectFlags) entity(name string) (*entity.Entity, error) {
	schema, err := subjectSchema(f.Schema)
	if err != nil {
		return nil, err
	}
	// flagOf tells which flag a property's values came from.
	flagOf := map[string]string{}
	props := map[string][]string{}
	set := func(flag, prop string, values ...string) {
		if len(values) > 0 {
			flagOf[prop] = flag
			props[prop] = append(props[prop], values...)
		}
	}
	set("NAME", "name", name)
	set("--alias", "alias", f.Alias...)
	set("--born", "birthDate", f.Born...)
	set("--nationality", "nationality", f.Nationality...)
	set("--country", "country", f.Country...)
	set("--gender", "gender", f.Gender...)
	set("--address", "address", f.Address...)
	issued := map[string]string{} // the issuing country by property and number
	for _, text := range f.ID {
		id, written, err := parseID(text)
		if err != nil {
			return nil, err
		}
		prop := entity.PropertyOfKind(id.Kind, schema)
		if prop == "" {
			return nil, fmt.Errorf("--id %s: a %s has no identifier of the kind %q", text, schema, id.Kind)
		}
		set("--id "+string(id.Kind), prop, written)
		issued[prop+" "+id.Number] = id.Country
	}
	subject, err := screen.NewSubject(schema.Name, props)
	if err != nil {
		return nil, nameFlags(err, flagOf)
	}
	for i := range subject.Statements {
		st := &subject.Statements[i]
		st.Country = issued[st.Prop+" "+st.Value]
	}
	return subject, nil
}

// subjectSchema returns the schema of that name, told apart without regard to
// case.
func subjectSchema(name string) (*entity.Schema, error) {
	for _, s := range subjectSchemata {
		if strings.EqualFold(s, name) {
			name = s
		}
	}
	schema, ok := entity.SchemaOf(name)
	if !ok || !slices.Contains(subjectSchemata, name) {
		return nil, fmt.Errorf("--schema %s: unknown; one of %s", name, strings.Join(subjectSchemata, ", "))
	}
	return schema, nil
}

// nameFlags words the errors of NewSubject in terms of the flags.
func nameFlags(err error, flagOf map[string]string) error {
	var parts []error
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		parts = joined.Unwrap()
	} else {
		parts = []error{err}
	}
	for i, part := range parts {
		var v *entity.ValueError
		if !errors.As(part, &v) || flagOf[v.Prop] == "" {
			continue
		}
		if v.Value == "" {
			parts[i] = fmt.Errorf("%s: %s %s", flagOf[v.Prop], v.Prop, v.Why)
			continue
		}
		parts[i] = fmt.Errorf("%s %q: %s", flagOf[v.Prop], source.Shorten(v.Value, 60), v.Why)
	}
	return errors.Join(parts...)
}

// parseID reads KIND:VALUE or KIND:COUNTRY:VALUE, where COUNTRY is a two-letter
// code. It returns the identifier and its value as written.
func parseID(text string) (id entity.Identifier, written string, err error) {
	name, value, ok := strings.Cut(text, ":")
	kind, known := entity.ParseIDKind(name)
	if !ok || !known {
		return id, "", fmt.Errorf("--id %q: write KIND:VALUE, where KIND is one of %s", text, idKindNames())
	}
	country := ""
	// A value can hold a colon itself, as some wallet addresses do.
	if cc, rest, ok := strings.Cut(value, ":"); ok && len(cc) == 2 {
		if country, ok = entity.CountryCode(cc); !ok {
			return id, "", fmt.Errorf("--id %q: %q is no country", text, cc)
		}
		value = rest
	}
	if id, err = entity.ParseIdentifier(kind, "", value); err != nil {
		return id, "", fmt.Errorf("--id %s: %w", name, err)
	}
	id.Country = country
	return id, value, nil
}
