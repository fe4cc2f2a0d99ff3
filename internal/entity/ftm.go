package entity

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// ftmEntity is FtM's JSON form of an entity, as OpenSanctions publishes it.
type ftmEntity struct {
	ID         string        `json:"id"`
	Caption    string        `json:"caption,omitempty"`
	Schema     string        `json:"schema"`
	Properties ftmProperties `json:"properties"`
	Datasets   []string      `json:"datasets,omitempty"`
	Referents  []string      `json:"referents,omitempty"`
	FirstSeen  string        `json:"first_seen,omitempty"`
	LastSeen   string        `json:"last_seen,omitempty"`
	LastChange string        `json:"last_change,omitempty"`
	Target     bool          `json:"target"`
}

// ftmProperty is one property's values, in the order of the file.
type ftmProperty struct {
	name   string
	values []string
}

// ftmProperties keeps the order of the properties, which a map would lose.
type ftmProperties []ftmProperty

// UnmarshalJSON reads {"name": ["…", …], …}. A single value may stand without
// its list, as yente's clients write it.
func (ps *ftmProperties) UnmarshalJSON(data []byte) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	tok, err := dec.Token()
	if err != nil {
		return err
	}
	if tok == nil { // null
		return nil
	}
	if tok != json.Delim('{') {
		return errors.New(`"properties" is no object`)
	}
	for dec.More() {
		tok, err := dec.Token()
		if err != nil {
			return err
		}
		name, _ := tok.(string)
		p := ftmProperty{name: name}
		tok, err = dec.Token()
		if err != nil {
			return err
		}
		if tok != json.Delim('[') {
			v, err := propertyValue(name, tok)
			if err != nil {
				return err
			}
			p.values = append(p.values, v...)
		} else {
			for dec.More() {
				tok, err := dec.Token()
				if err != nil {
					return err
				}
				v, err := propertyValue(name, tok)
				if err != nil {
					return err
				}
				p.values = append(p.values, v...)
			}
			if _, err := dec.Token(); err != nil {
				return err
			}
		}
		*ps = append(*ps, p)
	}
	return nil
}

func propertyValue(prop string, tok json.Token) ([]string, error) {
	switch v := tok.(type) {
	case string:
		return []string{v}, nil
	case nil:
		return nil, nil
	case json.Delim:
		if v == '{' {
			return nil, valueError(prop, "", "holds a nested entity; give each entity a line of its own and refer to it by its id")
		}
		return nil, valueError(prop, "", "holds a list in a list")
	}
	return nil, valueError(prop, fmt.Sprint(tok), "is no text; FtM's values are all in quotation marks")
}

// MarshalJSON writes the properties in their order.
func (ps ftmProperties) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, p := range ps {
		if i > 0 {
			b.WriteByte(',')
		}
		name, err := marshalJSON(p.name)
		if err != nil {
			return nil, err
		}
		values, err := marshalJSON(p.values)
		if err != nil {
			return nil, err
		}
		b.Write(name)
		b.WriteByte(':')
		b.Write(values)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// marshalJSON is json.Marshal without the escaping of <, > and &.
func marshalJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// Decode reads one entity from its FtM JSON form. An unknown schema, a missing
// id, a dataset without a name, and entities nested in properties (as yente writes them with
// nested=true) are errors; errors about values are of type *ValueError.
//
// Values are cleaned as a list's, by CleanEntry: what is impossible is kept
// with a remark. Values of properties that the schema does not have go to
// Unread, since FtM's model grows with each version. Other keys of the object
// are passed over. Statements carry the dataset only where the entity has just
// one, since FtM's form does not say which of several said what.
func Decode(line []byte) (*Entity, error) {
	var f ftmEntity
	if err := json.Unmarshal(line, &f); err != nil {
		var ve *ValueError
		if errors.As(err, &ve) {
			return nil, ve
		}
		return nil, fmt.Errorf("not an entity in JSON: %w", err)
	}
	if strings.TrimSpace(f.ID) == "" {
		return nil, valueError("id", "", "is missing")
	}
	if f.Schema == "" {
		return nil, valueError("schema", "", "is missing")
	}
	for _, d := range f.Datasets {
		if strings.TrimSpace(d) == "" {
			return nil, valueError("datasets", d, "is no name of a dataset")
		}
	}
	s, ok := SchemaOf(f.Schema)
	if !ok {
		return nil, unknownSchema(f.Schema)
	}
	e := &Entity{
		ID: f.ID, Schema: s, Datasets: noneIfEmpty(f.Datasets), Referents: noneIfEmpty(f.Referents),
		FirstSeen: f.FirstSeen, LastSeen: f.LastSeen, LastChange: f.LastChange, Target: f.Target,
	}
	dataset := ""
	if len(f.Datasets) == 1 {
		dataset = f.Datasets[0]
	}
	for _, p := range f.Properties {
		for _, v := range p.values {
			ss, err := CleanEntry(s, p.name, v)
			if err != nil {
				e.unread(p.name, v, dataset, err)
				continue
			}
			for _, st := range ss {
				st.Dataset = dataset
				if !e.Has(st.Prop, st.Value) {
					e.Statements = append(e.Statements, st)
				}
			}
		}
	}
	return e, nil
}

// noneIfEmpty makes [] and a missing list the same.
func noneIfEmpty(list []string) []string {
	if len(list) == 0 {
		return nil
	}
	return list
}

// unread keeps a value that is no statement, unless it is empty.
func (e *Entity) unread(prop, value, dataset string, err error) {
	if strings.TrimSpace(value) == "" {
		return
	}
	st := Statement{Prop: prop, Value: value, Dataset: dataset}
	var ve *ValueError
	if errors.As(err, &ve) {
		st.Remark = ve.Why
	}
	e.Unread = append(e.Unread, st)
}

// Encode writes an entity in its FtM JSON form as one line, without a newline:
// its properties sorted by name, their values in the order of the statements,
// those of Unread among them. What FtM's form has no place for (originals,
// places, remarks) is left out; see EncodeStatements. Circa dates and ranges
// stand in EDTF's form ("1958/1963"), which FtM itself does not know.
func Encode(e *Entity) ([]byte, error) {
	if e.Schema == nil {
		return nil, valueError("schema", "", "is missing")
	}
	f := ftmEntity{
		ID: e.ID, Caption: e.Caption(), Schema: e.Schema.Name, Properties: ftmProperties{},
		Datasets: e.Datasets, Referents: e.Referents,
		FirstSeen: e.FirstSeen, LastSeen: e.LastSeen, LastChange: e.LastChange, Target: e.Target,
	}
	index := map[string]int{}
	for _, ss := range [2][]Statement{e.Statements, e.Unread} {
		for _, st := range ss {
			i, ok := index[st.Prop]
			if !ok {
				i = len(f.Properties)
				index[st.Prop] = i
				f.Properties = append(f.Properties, ftmProperty{name: st.Prop})
			}
			f.Properties[i].values = append(f.Properties[i].values, st.Value)
		}
	}
	slices.SortFunc(f.Properties, func(a, b ftmProperty) int { return strings.Compare(a.name, b.name) })
	return marshalJSON(f)
}
