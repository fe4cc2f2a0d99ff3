package table

import (
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"

	"deciban/internal/lists/source"
)

// all reads a table to its end, with the errors of single rows.
func all(text string) (rows []map[string][]string, ids []string, bad []string, err error) {
	r, err := NewReader(strings.NewReader(text), "in.csv")
	if err != nil {
		return nil, nil, nil, err
	}
	for {
		_, props, id, _, err := r.Next()
		var e *RowError
		switch {
		case err == io.EOF:
			return rows, ids, bad, nil
		case errors.As(err, &e):
			bad = append(bad, err.Error())
		case err != nil:
			return rows, ids, bad, err
		default:
			rows = append(rows, props)
			ids = append(ids, id)
		}
	}
}

func TestDelimitersMarksAndEncodingsMakeNoDifference(t *testing.T) {
	want := []map[string][]string{{"name": {"Иван Example", "Vanya"}, "birthDate": {"1951"}}, {"name": {"Petr"}}}
	plain := "id,name,birthDate\n7,Иван Example; Vanya,1951\n8,Petr,\n"
	quoted := strings.Replace(plain, "Иван Example; Vanya", `"Иван Example; Vanya"`, 1)
	utf16 := func(s string, big bool) string {
		var b strings.Builder
		for _, r := range "\ufeff" + s {
			if big {
				b.WriteByte(byte(r >> 8))
				b.WriteByte(byte(r))
			} else {
				b.WriteByte(byte(r))
				b.WriteByte(byte(r >> 8))
			}
		}
		return b.String()
	}
	for name, text := range map[string]string{
		"comma":                  plain,
		"semicolon":              strings.ReplaceAll(strings.ReplaceAll(quoted, ",", ";"), `;"`, `;"`),
		"tab":                    strings.ReplaceAll(plain, ",", "\t"),
		"byte order mark":        "\ufeff" + plain,
		"Windows line ends":      strings.ReplaceAll(plain, "\n", "\r\n"),
		"blank lines":            strings.ReplaceAll(plain, "\n", "\n\n"),
		"no line end at the end": strings.TrimSuffix(plain, "\n"),
		"UTF-16, little-endian":  utf16(plain, false),
		"UTF-16, big-endian":     utf16(plain, true),
	} {
		rows, ids, bad, err := all(text)
		if err != nil || len(bad) > 0 {
			t.Errorf("%s: %v %v", name, err, bad)
		}
		if !reflect.DeepEqual(rows, want) || !reflect.DeepEqual(ids, []string{"7", "8"}) {
			t.Errorf("%s: got %v %v", name, rows, ids)
		}
	}
}

func TestABadRowDoesNotEndTheTable(t *testing.T) {
	rows, _, bad, err := all("name,birthDate\nIvan,1951\nPetr\nJos\xe9,1960\nAnna,1970\n")
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 2 || len(bad) != 2 {
		t.Fatalf("%d rows, errors %q", len(rows), bad)
	}
	for i, want := range [][]string{{"row 2", "line 3", "1 cells"}, {"row 3", "line 4", "name", "UTF-8"}} {
		for _, w := range want {
			if !strings.Contains(bad[i], w) {
				t.Errorf("error %q does not say %q", bad[i], w)
			}
		}
	}
}

func TestRowsAreCountedWithoutTheHeader(t *testing.T) {
	r, err := NewReader(strings.NewReader("name\n\"two\nlines\"\nPetr\n"), "in.csv")
	if err != nil {
		t.Fatal(err)
	}
	for i, line := range []int{2, 4} {
		row, _, _, _, err := r.Next()
		if err != nil || row != i+1 || r.Line() != line {
			t.Errorf("row %d on line %d, error %v", row, r.Line(), err)
		}
	}
}

func TestAnUnknownColumnNamesTheNearestProperty(t *testing.T) {
	for column, nearest := range map[string]string{"Name": "name", "birth_date": "birthDate", "nationalities": "nationality", "passport": "passportNumber", "ID": "id", "imo": "imoNumber"} {
		_, err := NewReader(strings.NewReader("name,"+column+"\n"), "in.csv")
		if err == nil || !strings.Contains(err.Error(), `the nearest is "`+nearest+`"`) || !strings.Contains(err.Error(), "column 2") {
			t.Errorf("%s: error %v", column, err)
		}
	}
}

func FuzzReader(f *testing.F) {
	f.Add("name,birthDate\nIvan,1951\n")
	f.Add("id;name\n1;\"a;b\"\n")
	f.Add("\xff\xfen\x00a\x00m\x00e\x00\n\x00I\x00")
	f.Add("\ufeffname\n")
	f.Fuzz(func(t *testing.T, text string) {
		_, _, _, err := all(text)
		var e *source.Error
		if err != nil && (!errors.As(err, &e) || e.File != "in.csv") {
			t.Errorf("error %v names no file", err)
		}
	})
}
