package table

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"deciban/internal/entity"
	"deciban/internal/lists/source"
)

// Format is the reader of a table as a list of one's own.
var Format = source.Format{
	Name:     "table",
	Title:    "table whose columns are FtM properties, CSV",
	MaxBytes: 4 << 30,
	Claim: func(files []*source.File) []source.Claim {
		var claims []source.Claim
		for _, f := range files {
			if WhyNot(f) == nil {
				claims = append(claims, source.Claim{Files: []*source.File{f}})
			}
		}
		return claims
	},
	Read: read,
}

// WhyNot says why a file is no table, from its head, or returns nil.
func WhyNot(f *source.File) error {
	switch f.Shape() {
	case source.ShapeText, source.ShapeUTF16:
	default:
		return fmt.Errorf("is %s, not a table", f.Shape())
	}
	// A name column is what makes any CSV file a list of parties.
	r, err := NewReader(strings.NewReader(string(f.Head)), f.Name)
	if err != nil {
		return err
	}
	for _, c := range r.columns {
		switch c {
		case "name", "alias", "lastName", "weakAlias", "previousName", "publicKey", "imoNumber", "passportNumber", "idNumber":
			return nil
		}
	}
	return errors.New("has no column that tells who is meant, such as name")
}

func read(in *source.Input, b *source.Builder) error {
	f := in.Files[0]
	if in.Dataset == "" {
		return &source.Error{File: f.Name, Err: errors.New("a table does not say which dataset it is: name it (--dataset)")}
	}
	b.Describe(in.Dataset, f.Name, "", "")
	s, err := in.Open(f)
	if err != nil {
		return err
	}
	r, err := NewReader(s, f.Name)
	if err != nil {
		return err
	}
	for {
		row, props, id, schema, err := r.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if err := r.add(b, f.Name, row, props, id, schema); err != nil {
			return err
		}
	}
}

func (r *Reader) add(b *source.Builder, file string, row int, props map[string][]string, id, schema string) error {
	if len(props) == 0 {
		return r.rows.Error("", "", errors.New("the row says nothing"))
	}
	if schema == "" {
		schema = DefaultSchema
	}
	sch, ok := entity.SchemaOf(schema)
	if !ok || !IsParty(sch) {
		return r.rows.Error("schema", schema, errors.New("is no schema of a party"))
	}
	if id == "" {
		id = fmt.Sprintf("%s-%d", b.Dataset(), row)
	}
	e := b.NewEntity(id, schema)
	e.Target = true
	for _, c := range r.columns {
		for _, v := range props[c] {
			at := entity.Place{File: file, Line: r.rows.Line(), Path: c}
			if sch.Property(c) == nil {
				return r.rows.Error(c, v, fmt.Errorf("is no property of %s", schema))
			}
			b.Set(e, c, v, "", at)
		}
	}
	if err := b.Entry(e); err != nil {
		return r.rows.Error("id", id, err)
	}
	return nil
}
