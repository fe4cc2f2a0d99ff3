// Package ofac reads the lists of the United States Office of Foreign Assets Control from their CSV files.
//
// A list is four files without headers: the entries (sdn.csv, cons_prim.csv),
// their aliases (alt.csv), addresses (add.csv) and, where an entry's remarks
// are longer than 1,000 characters, the rest of them (sdn_comments.csv). The
// columns are those of OFAC's data specification (dat_spec.txt). Which file is
// which, and which list it is, is told from the rows. Much of what matters
// stands in the remarks; see remarks.go.
package ofac

import (
	"io"
	"slices"
	"strconv"
	"strings"

	"deciban/internal/lists/source"
)

// The datasets, named as in the OpenSanctions ecosystem.
const (
	DatasetSDN  = "us_ofac_sdn"
	DatasetCons = "us_ofac_cons"
)

// Format is the reader of the tables separated by commas.
var Format = format(commas, "ofac-csv", "OFAC SDN and consolidated lists, CSV")

// Part is one of the files of which a list consists.
type Part string

// The parts, as OFAC's specification calls them.
const (
	PartPrimary   Part = "main table"
	PartAliases   Part = "alternate identity table"
	PartAddresses Part = "address table"
	PartComments  Part = "remarks spillover"
)

// columns of each part.
var columns = map[Part][]string{
	PartPrimary: {"ent_num", "SDN_Name", "SDN_Type", "Program", "Title", "Call_Sign", "Vess_type", "Tonnage", "GRT",
		"Vess_flag", "Vess_owner", "Remarks"},
	PartAliases:   {"ent_num", "alt_num", "alt_type", "alt_name", "alt_remarks"},
	PartAddresses: {"ent_num", "add_num", "Address", "City", "Country", "Add_remarks"},
	PartComments:  {"ent_num", "Remarks"},
}

// endOfFile is the character, Ctrl-Z, that stands alone on the last line.
const endOfFile = "\x1a"

// null reads a field: OFAC writes "-0-" where there is nothing. A file that was
// cut off within its last field has "-0" there.
func null(v string) string {
	switch v = strings.TrimSpace(v); v {
	case "-0-", "-0":
		return ""
	}
	return v
}

// partOf tells which part of a list a file is, from its first rows, or returns
// "" for another file.
func partOf(d dialect, f *source.File) Part {
	rows := d.headRows(f)
	if len(rows) == 0 {
		return ""
	}
	for part, cols := range columns {
		if slices.ContainsFunc(rows[:1], func(row []string) bool { return len(row) == len(cols) && isRow(part, row) }) {
			return part
		}
	}
	return ""
}

func isRow(part Part, row []string) bool {
	if _, err := strconv.ParseUint(strings.TrimSpace(row[0]), 10, 64); err != nil {
		return false
	}
	switch part {
	case PartPrimary:
		switch strings.TrimSpace(row[2]) {
		case "individual", "vessel", "aircraft", "entity", "-0-":
			return true
		}
		return false
	case PartAliases:
		return isAltType(row[2])
	case PartAddresses:
		_, err := strconv.ParseUint(strings.TrimSpace(row[1]), 10, 64)
		return err == nil
	}
	return true
}

func isAltType(t string) bool {
	switch strings.TrimSpace(t) {
	case "aka", "fka", "nka", "dba":
		return true
	}
	return false
}

// claim makes one list of each main table, with the other parts that belong to
// it: those whose first entries it has too, if there are several main tables.
func claim(d dialect, files []*source.File) []source.Claim {
	var claims []source.Claim
	var ids []map[string]bool
	parts := map[*source.File]Part{}
	for _, f := range files {
		parts[f] = partOf(d, f)
		if parts[f] != PartPrimary {
			continue
		}
		rows := d.headRows(f)
		have := map[string]bool{}
		for _, row := range rows {
			have[strings.TrimSpace(row[0])] = true
		}
		ids = append(ids, have)
		claims = append(claims, source.Claim{Dataset: datasetOf(rows), Files: []*source.File{f}})
	}
	for _, part := range []Part{PartAliases, PartAddresses, PartComments} {
		taken := map[int]bool{}
		for _, f := range files {
			if parts[f] != part {
				continue
			}
			best, most := -1, -1
			for i := range claims {
				n := 0
				for _, row := range d.headRows(f) {
					if ids[i][strings.TrimSpace(row[0])] {
						n++
					}
				}
				if n > most && !taken[i] {
					best, most = i, n
				}
			}
			if best >= 0 {
				taken[best] = true
				claims[best].Files = append(claims[best].Files, f)
			}
		}
	}
	return claims
}

// consolidated are the programmes that hardly an SDN entry has, as they begin.
var consolidated = []string{"NS-", "561", "FSE", "CMIC", "CAPTA", "UKRAINE-EO13662"}

func isConsolidated(program string) bool {
	return slices.ContainsFunc(consolidated, func(c string) bool { return strings.HasPrefix(program, c) })
}

// datasetOf tells the two lists apart by the programmes of the first entries:
// of the consolidated list's, half and more are of its own; of the SDN list's,
// one in a thousand.
func datasetOf(rows [][]string) string {
	n := 0
	for _, row := range rows {
		if len(row) != len(columns[PartPrimary]) {
			continue
		}
		for p := range strings.SplitSeq(row[3], "] [") {
			if isConsolidated(strings.TrimSpace(p)) {
				n++
				break
			}
		}
	}
	if n*10 > len(rows) {
		return DatasetCons
	}
	return DatasetSDN
}

// Missing says what a file of OFAC's needs to be a list, or returns "".
func Missing(f *source.File) string {
	switch p := partOf(commas, f); p {
	case PartAliases, PartAddresses, PartComments:
		return "OFAC's " + string(p) + ", which is no list without its main table (sdn.csv)"
	}
	return ""
}

// row is one row of a part, with its line.
type row struct {
	line  int
	cells []string
}

// table reads a part. The error names the line where a row is wrong.
func table(d dialect, in *source.Input, b *source.Builder, f *source.File, part Part, each func(row) error) error {
	s, err := in.Open(f)
	if err != nil {
		return err
	}
	rows := newTableRows(d, part, s, f.Name)
	cols := columns[part]
	for {
		cells, err := rows.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if rows.Line() == 1 {
			cells[0] = strings.TrimPrefix(cells[0], "\ufeff")
		}
		if len(cells) == 1 && strings.TrimSpace(cells[0]) == endOfFile {
			if _, err := rows.Next(); err == nil {
				return rows.Error("", "", errAfterEnd)
			} else if err != io.EOF {
				return err
			}
			return nil
		}
		if len(cells) != len(cols) {
			return rows.Error("", "", columnError(len(cells), len(cols)))
		}
		for i := range cells {
			cells[i] = b.Decode(cells[i])
		}
		if !isRow(part, cells) {
			return rows.Error("", strings.Join(cells[:min(3, len(cells))], ","), rowError(part))
		}
		if err := each(row{rows.Line(), cells}); err != nil {
			return rows.Error(cols[0], cells[0], err)
		}
	}
}
