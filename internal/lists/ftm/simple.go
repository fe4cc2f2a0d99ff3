package ftm

import (
	"errors"
	"io"
	"strings"

	"deciban/internal/entity"
	"deciban/internal/lists/source"
)

// Simple is the reader of targets.simple.csv, OpenSanctions' table of a
// collection's targets. Cells hold several values with ";" between them.
var Simple = source.Format{
	Name:     "ftm-simple-csv",
	Title:    "OpenSanctions targets, simple CSV",
	MaxBytes: 4 << 30,
	Claim: func(files []*source.File) []source.Claim {
		var claims []source.Claim
		for _, f := range files {
			for _, row := range source.HeadRows(f, ',', 1) {
				if source.HasColumns(row, simpleColumns...) {
					claims = append(claims, source.Claim{Files: []*source.File{f}})
				}
			}
		}
		return claims
	},
	Read: readSimple,
}

var simpleColumns = []string{"id", "schema", "name", "aliases", "birth_date", "countries", "identifiers", "dataset", "last_change"}

// simpleProps are the properties that a column's values become: the first that
// the schema has.
var simpleProps = []struct {
	column string
	props  []string
}{
	{"name", []string{"name"}}, {"aliases", []string{"alias"}}, {"birth_date", []string{"birthDate"}}, {"countries", []string{"country"}},
	{"addresses", []string{"address"}}, {"identifiers", []string{"idNumber", "registrationNumber"}}, {"phones", []string{"phone"}}, {"emails", []string{"email"}},
	{"program_ids", []string{"programId"}},
}

func readSimple(in *source.Input, b *source.Builder) error {
	f := in.Files[0]
	if in.Dataset == "" {
		return &source.Error{File: f.Name, Err: errors.New("the table names datasets by their titles only: name the list (--dataset)")}
	}
	s, err := in.Open(f)
	if err != nil {
		return err
	}
	c, _, err := source.Header(source.NewRows(s, f.Name, ','), f.Name, simpleColumns...)
	if err != nil {
		return err
	}
	b.Describe(in.Dataset, in.Dataset, "", "")
	for {
		r, err := c.Next(b.Decode)
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		schema, ok := entity.SchemaOf(r.Get("schema"))
		if !ok {
			return r.Error("schema", r.Get("schema"), errors.New("is no schema that is known"))
		}
		e := b.NewEntity(r.Get("id"), schema.Name)
		e.Target = true
		e.FirstSeen, e.LastSeen, e.LastChange = r.Get("first_seen"), r.Get("last_seen"), r.Get("last_change")
		if err := b.Entry(e); err != nil {
			return r.Error("id", e.ID, err)
		}
		for _, p := range simpleProps {
			prop := ""
			for _, candidate := range p.props {
				if prop == "" && schema.Property(candidate) != nil {
					prop = candidate
				}
			}
			for v := range strings.SplitSeq(r.Get(p.column), ";") {
				if v = strings.Trim(v, " \""); v == "" {
					continue
				}
				if prop == "" {
					b.Note(e, p.column+": "+v, r.At(p.column))
					continue
				}
				b.Set(e, prop, v, "", r.At(p.column))
			}
		}
		for _, column := range []string{"sanctions", "dataset"} {
			if v := r.Get(column); v != "" {
				b.Note(e, column+": "+v, r.At(column))
			}
		}
		r.Rest(b, e)
	}
}
