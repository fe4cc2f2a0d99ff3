package tabular

import (
	"encoding/csv"
	"io"
	"strconv"

	"deciban/internal/screen/parquet"
)

// Result is a row of a table of results: one match of a subject, or a subject
// without a match, of whom then the fields of the match are empty.
type Result struct {
	// Row counts the subjects from 1; all rows of one subject have its number.
	Row int64
	ID  string
	// Rank counts the subject's matches from 1, the strongest first; 0 without.
	Rank        int64
	Entry       string
	Dataset     string
	Caption     string
	Schema      string
	Decibans    *float64
	Probability *float64
	// Name is the entry's name that was met.
	Name string
	// Evidence is all evidence in words; it adds up to Decibans.
	Evidence string
	// Threshold is set where it is not the same for all subjects.
	Threshold *float64
	// Error says why the subject could not be screened.
	Error    string
	Snapshot string
	Model    string
	// Stale names the lists that are older than their limit, separated by ";".
	Stale string
}

// Columns are the names of the columns, in order.
var Columns = [...]string{
	"row", "id", "rank", "entry", "dataset", "caption", "schema", "decibans", "probability",
	"name", "evidence", "threshold", "error", "snapshot", "model", "stale",
}

// cell is a field of a row.
type cell struct {
	parquet.Cell
	kind parquet.Kind
}

func text(s string) cell { return cell{parquet.Cell{Text: s, Null: s == ""}, parquet.Text} }

func count(n int64) cell { return cell{parquet.Cell{Int: n, Null: n == 0}, parquet.Int} }

func real(v *float64) cell {
	if v == nil {
		return cell{parquet.Cell{Null: true}, parquet.Real}
	}
	return cell{parquet.Cell{Real: *v}, parquet.Real}
}

// String is the field as a text, "" if there is nothing in it.
func (c cell) String() string {
	switch {
	case c.Null:
		return ""
	case c.kind == parquet.Int:
		return strconv.FormatInt(c.Int, 10)
	case c.kind == parquet.Real:
		return strconv.FormatFloat(c.Real, 'f', -1, 64)
	}
	return c.Text
}

func (r *Result) cells() [len(Columns)]cell {
	return [...]cell{
		count(r.Row), text(r.ID), count(r.Rank), text(r.Entry), text(r.Dataset), text(r.Caption), text(r.Schema),
		real(r.Decibans), real(r.Probability), text(r.Name), text(r.Evidence), real(r.Threshold),
		text(r.Error), text(r.Snapshot), text(r.Model), text(r.Stale),
	}
}

// WriteCSV writes rows as CSV (RFC 4180, with line feeds), without a header.
func WriteCSV(w io.Writer, rows []Result) error {
	out := csv.NewWriter(w)
	var fields [len(Columns)]string
	for i := range rows {
		for k, c := range rows[i].cells() {
			fields[k] = c.String()
		}
		if err := out.Write(fields[:]); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// WriteCSVHeader writes the names of the columns.
func WriteCSVHeader(w io.Writer) error {
	out := csv.NewWriter(w)
	if err := out.Write(Columns[:]); err != nil {
		return err
	}
	out.Flush()
	return out.Error()
}

// Writer writes a table of results that is only whole when it is closed.
type Writer interface {
	Write(rows []Result) error
	// Close ends the table; it does not close what the table is written to.
	Close() error
}
