package entity

import (
	"slices"
	"testing"
)

func TestEntityKeepsOrderAndRefusesRepetition(t *testing.T) {
	e := &Entity{ID: "x-1", Schema: mustSchema(t, "Person"), Datasets: []string{"one", "two"}}
	if e.Caption() != "x-1" || e.First("name") != "" || e.Values("name") != nil {
		t.Error("an entity without statements has values")
	}
	e.Add(Statement{Prop: "lastName", Value: "Reza"})
	if e.Caption() != "Reza" {
		t.Errorf("caption %q, want the last name where there is no name", e.Caption())
	}
	e.Add(Statement{Prop: "name", Value: "B", Original: "b", Dataset: "two"})
	e.Add(Statement{Prop: "name", Value: "A"})
	e.Add(Statement{Prop: "name", Value: "B", Remark: "again"})
	e.Add(Statement{Prop: "name", Value: ""})
	if got := e.Values("name"); !slices.Equal(got, []string{"B", "A"}) || e.First("name") != "B" || e.Caption() != "B" {
		t.Errorf("names %q, first %q, caption %q", got, e.First("name"), e.Caption())
	}
	if len(e.Statements) != 3 || e.Statements[0].Dataset != "one" || e.Statements[1].Dataset != "two" {
		t.Errorf("statements %+v", e.Statements)
	}
	if e.Statements[1].Text() != "b" || e.Statements[2].Text() != "A" {
		t.Error("Text is not what the source wrote")
	}
	if !e.Has("name", "A") || e.Has("alias", "A") || e.Has("name", "a") {
		t.Error("Has is wrong")
	}
	if (&Entity{ID: "y"}).Caption() != "y" {
		t.Error("an entity without a schema has no caption")
	}
}
