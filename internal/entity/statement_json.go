package entity

import (
	"encoding/json"
	"fmt"
	"unicode/utf8"
)

// The lossless form of an entity, for snapshots: one JSON object a line, with
// one object a statement. Keys are short and empty fields are left out, since
// snapshots hold millions of statements.
//
//	id   id                     p   property
//	s    schema                 v   value
//	d    datasets               o   original
//	r    referents              l   language
//	f    first seen             c   country of issue
//	l    last seen              d   dataset, if not the entity's first
//	c    last change            f   file of the place
//	t    target                 n   line of the place
//	st   statements             x   path of the place
//	un   unread                 fs  first seen
//	                            ls  last seen
//	                            m   remark
type storedEntity struct {
	ID         string            `json:"id"`
	Schema     string            `json:"s"`
	Datasets   []string          `json:"d,omitempty"`
	Referents  []string          `json:"r,omitempty"`
	FirstSeen  string            `json:"f,omitempty"`
	LastSeen   string            `json:"l,omitempty"`
	LastChange string            `json:"c,omitempty"`
	Target     bool              `json:"t,omitempty"`
	Statements []storedStatement `json:"st,omitempty"`
	Unread     []storedStatement `json:"un,omitempty"`
}

type storedStatement struct {
	Prop      string  `json:"p"`
	Value     string  `json:"v"`
	Original  string  `json:"o,omitempty"`
	Lang      string  `json:"l,omitempty"`
	Country   string  `json:"c,omitempty"`
	Dataset   *string `json:"d,omitempty"`
	File      string  `json:"f,omitempty"`
	Line      int     `json:"n,omitempty"`
	Path      string  `json:"x,omitempty"`
	FirstSeen string  `json:"fs,omitempty"`
	LastSeen  string  `json:"ls,omitempty"`
	Remark    string  `json:"m,omitempty"`
}

// EncodeStatements writes an entity with every field of its statements as one
// line of JSON, without a newline; the same entity gives the same bytes.
// DecodeStatements reads it back unchanged, but for empty lists, which become
// nil. It is an error for a field not to
// be valid UTF-8, since JSON would change it.
func EncodeStatements(e *Entity) ([]byte, error) {
	if e.Schema == nil {
		return nil, valueError("schema", "", "is missing")
	}
	s := storedEntity{
		ID: e.ID, Schema: e.Schema.Name, Datasets: e.Datasets, Referents: e.Referents,
		FirstSeen: e.FirstSeen, LastSeen: e.LastSeen, LastChange: e.LastChange, Target: e.Target,
		Statements: storeStatements(e, e.Statements), Unread: storeStatements(e, e.Unread),
	}
	for _, text := range append(append([]string{e.ID, e.FirstSeen, e.LastSeen, e.LastChange}, e.Datasets...), e.Referents...) {
		if !utf8.ValidString(text) {
			return nil, fmt.Errorf("entity %q: its head is not valid UTF-8", e.ID)
		}
	}
	for _, list := range [2][]Statement{e.Statements, e.Unread} {
		for i := range list {
			if prop, ok := list[i].validUTF8(); !ok {
				return nil, fmt.Errorf("entity %q: a value of %q is not valid UTF-8", e.ID, prop)
			}
		}
	}
	return marshalJSON(s)
}

func (s *Statement) validUTF8() (prop string, ok bool) {
	for _, text := range [...]string{s.Prop, s.Value, s.Original, s.Lang, s.Country, s.Dataset,
		s.Place.File, s.Place.Path, s.FirstSeen, s.LastSeen, s.Remark} {
		if !utf8.ValidString(text) {
			return s.Prop, false
		}
	}
	return "", true
}

func (e *Entity) firstDataset() string {
	if len(e.Datasets) == 0 {
		return ""
	}
	return e.Datasets[0]
}

func storeStatements(e *Entity, list []Statement) []storedStatement {
	if len(list) == 0 {
		return nil
	}
	first := e.firstDataset()
	out := make([]storedStatement, len(list))
	for i, st := range list {
		out[i] = storedStatement{
			Prop: st.Prop, Value: st.Value, Original: st.Original, Lang: st.Lang, Country: st.Country,
			File: st.Place.File, Line: st.Place.Line, Path: st.Place.Path,
			FirstSeen: st.FirstSeen, LastSeen: st.LastSeen, Remark: st.Remark,
		}
		if st.Dataset != first {
			out[i].Dataset = &list[i].Dataset
		}
	}
	return out
}

// DecodeStatements reads what EncodeStatements wrote.
func DecodeStatements(line []byte) (*Entity, error) {
	var s storedEntity
	if err := json.Unmarshal(line, &s); err != nil {
		return nil, fmt.Errorf("read stored entity: %w", err)
	}
	schema, ok := SchemaOf(s.Schema)
	if !ok {
		return nil, fmt.Errorf("read stored entity %q: %w", s.ID, unknownSchema(s.Schema))
	}
	e := &Entity{
		ID: s.ID, Schema: schema, Datasets: noneIfEmpty(s.Datasets), Referents: noneIfEmpty(s.Referents),
		FirstSeen: s.FirstSeen, LastSeen: s.LastSeen, LastChange: s.LastChange, Target: s.Target,
	}
	e.Statements = restoreStatements(e, s.Statements)
	e.Unread = restoreStatements(e, s.Unread)
	return e, nil
}

func restoreStatements(e *Entity, list []storedStatement) []Statement {
	if len(list) == 0 {
		return nil
	}
	out := make([]Statement, len(list))
	for i, st := range list {
		out[i] = Statement{
			Prop: st.Prop, Value: st.Value, Original: st.Original, Lang: st.Lang, Country: st.Country,
			Dataset: e.firstDataset(), Place: Place{File: st.File, Line: st.Line, Path: st.Path},
			FirstSeen: st.FirstSeen, LastSeen: st.LastSeen, Remark: st.Remark,
		}
		if st.Dataset != nil {
			out[i].Dataset = *st.Dataset
		}
	}
	return out
}
