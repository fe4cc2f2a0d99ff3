package entity

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
)

// ftmEntity is FtM's JSON form of an entity.
type ftmEntity struct {
	ID         string              `json:"id"`
	Caption    string              `json:"caption,omitempty"`
	Schema     string              `json:"schema"`
	Properties map[string][]string `json:"properties"`
	Datasets   []string            `json:"datasets,omitempty"`
	Referents  []string            `json:"referents,omitempty"`
	FirstSeen  string              `json:"first_seen,omitempty"`
	LastSeen   string              `json:"last_seen,omitempty"`
	LastChange string              `json:"last_change,omitempty"`
	Target     bool                `json:"target"`
}

// Decode reads one entity from its FtM JSON form.
func Decode(line []byte) (*Entity, error) {
	var f ftmEntity
	if err := json.Unmarshal(line, &f); err != nil {
		return nil, fmt.Errorf("decode entity: %w", err)
	}
	s, ok := SchemaOf(f.Schema)
	if !ok {
		return nil, &ValueError{"schema", f.Schema, "is no schema"}
	}
	e := &Entity{ID: f.ID, Schema: s, Datasets: f.Datasets, Referents: f.Referents,
		FirstSeen: f.FirstSeen, LastSeen: f.LastSeen, LastChange: f.LastChange, Target: f.Target}
	for _, p := range s.Properties() {
		for _, v := range f.Properties[p.Name] {
			e.Add(Statement{Prop: p.Name, Value: v})
		}
	}
	return e, nil
}

// Encode writes an entity in its FtM JSON form, without a newline.
func Encode(e *Entity) ([]byte, error) {
	f := ftmEntity{ID: e.ID, Caption: e.Caption(), Schema: e.Schema.Name, Properties: map[string][]string{},
		Datasets: e.Datasets, Referents: e.Referents,
		FirstSeen: e.FirstSeen, LastSeen: e.LastSeen, LastChange: e.LastChange, Target: e.Target}
	for _, s := range e.Statements {
		f.Properties[s.Prop] = append(f.Properties[s.Prop], s.Value)
	}
	return json.Marshal(f)
}

// Reader reads entities from FtM JSON lines.
type Reader struct {
	s    *bufio.Scanner
	line int
}

// NewReader returns a Reader that reads from r.
func NewReader(r io.Reader) *Reader { return &Reader{s: bufio.NewScanner(r)} }

// Read returns the next entity, or io.EOF after the last. Other errors name
// the line; reading can go on after an error about one line's content.
func (r *Reader) Read() (*Entity, error) {
	for r.s.Scan() {
		r.line++
		if len(r.s.Bytes()) == 0 {
			continue
		}
		e, err := Decode(r.s.Bytes())
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", r.line, err)
		}
		return e, nil
	}
	if err := r.s.Err(); err != nil {
		return nil, err
	}
	return nil, io.EOF
}

// Line returns the number of the line that Read last read, from 1.
func (r *Reader) Line() int { return r.line }

// EncodeStatements writes an entity with every field of its statements as one
// line of JSON, without a newline. DecodeStatements reads it back unchanged.
func EncodeStatements(e *Entity) ([]byte, error) { return json.Marshal(e) }

// DecodeStatements reads what EncodeStatements wrote.
func DecodeStatements(line []byte) (*Entity, error) {
	var e Entity
	err := json.Unmarshal(line, &e)
	return &e, err
}
