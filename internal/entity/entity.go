// Package entity is the data model: parties as FollowTheMoney entities whose every value is a sourced statement.
//
// The shape is that of FollowTheMoney (FtM) 3.8: an entity has a schema and
// properties, a property has any number of values. Deciban keeps each value as
// a Statement, so that it can always be said which list said it, and where.
package entity

import (
	"slices"
)

// Entity is a party as data: an entry on a list, or the subject that somebody
// asks about. Its values are statements, in the order in which the source gave
// them.
type Entity struct {
	// ID is unique within a dataset: "ofac-36", "un-QDi.006", or the id of an
	// FtM file as it is.
	ID string
	// Schema is one of the known schemata; see SchemaOf.
	Schema *Schema
	// Datasets names the lists that the entity stands on, usually one.
	Datasets []string
	// Statements are the entity's values.
	Statements []Statement
	// Unread are the values that the source gives for properties that the
	// schema does not have, or that cannot be used at all: kept so that
	// nothing is lost, counted by readers, never compared.
	Unread []Statement
	// Referents are other ids by which the entity has been known.
	Referents []string
	// FirstSeen, LastSeen and LastChange are FtM's times for the whole entity
	// (2006-01-02T15:04:05), empty where unknown.
	FirstSeen, LastSeen, LastChange string
	// Target is FtM's flag for an entity that a list is about, and not one
	// that is only linked to it.
	Target bool
}

// Statement is one sourced fact: a property's value, as the source wrote it and
// as it is compared, with where it stands.
type Statement struct {
	// Prop is the FtM property's name, such as "birthDate".
	Prop string
	// Value is the cleaned value: a date as Date.String writes it, a country
	// as its ISO 3166-1 alpha-2 code in lower case (or an FtM code such as
	// "suhh"), an identifier normalised by kind, other text trimmed.
	Value string
	// Original is the text as written, where it differs from Value.
	Original string
	// Lang is the ISO 639-3 code of the value's language, where the source
	// says so.
	Lang string
	// Country is the code of the country that issued an identifier, where the
	// source says so; else empty.
	Country string
	// Dataset is the list that said it, such as "us_ofac_sdn".
	Dataset string
	// Place says where in the source the value stands.
	Place Place
	// FirstSeen and LastSeen are days (2006-01-02), empty where unknown.
	FirstSeen, LastSeen string
	// Remark tells of a doubt about the value, such as an IMO number whose
	// check digit is wrong. A remark never stops a list from loading.
	Remark string
}

// Place is a position in a source file.
type Place struct {
	// File is the file's base name as published, such as "sdn.csv".
	File string
	// Line counts from 1; 0 where lines mean nothing.
	Line int
	// Path is the column of a table, or the path of an XML element below the
	// record, such as "INDIVIDUAL_ALIAS[2]/ALIAS_NAME".
	Path string
}

// Text returns the value as the source wrote it.
func (s Statement) Text() string {
	if s.Original != "" {
		return s.Original
	}
	return s.Value
}

// Add appends a statement with the entity's first dataset, unless the same
// property already holds the same value.
func (e *Entity) Add(s Statement) {
	if s.Value == "" || e.Has(s.Prop, s.Value) {
		return
	}
	if s.Dataset == "" && len(e.Datasets) > 0 {
		s.Dataset = e.Datasets[0]
	}
	e.Statements = append(e.Statements, s)
}

// Has tells whether property prop holds value.
func (e *Entity) Has(prop, value string) bool {
	return slices.ContainsFunc(e.Statements, func(s Statement) bool {
		return s.Prop == prop && s.Value == value
	})
}

// Values returns the values of property prop, in order.
func (e *Entity) Values(prop string) []string {
	var vs []string
	for i := range e.Statements {
		if e.Statements[i].Prop == prop {
			vs = append(vs, e.Statements[i].Value)
		}
	}
	return vs
}

// First returns the first value of property prop, or "".
func (e *Entity) First(prop string) string {
	for i := range e.Statements {
		if e.Statements[i].Prop == prop {
			return e.Statements[i].Value
		}
	}
	return ""
}

// Caption returns the text that names the entity in a line: the first value of
// the schema's caption properties, or the id.
func (e *Entity) Caption() string {
	if e.Schema != nil {
		for _, p := range e.Schema.Caption {
			if v := e.First(p); v != "" {
				return v
			}
		}
	}
	return e.ID
}
