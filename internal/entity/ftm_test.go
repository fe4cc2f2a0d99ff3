package entity

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"os"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"

	"deciban/internal/testkit"
)

const sampleLine = `{"id":"x-1","caption":"Ali Reza","schema":"Person","properties":{"name":["Ali Reza","علی رضا"],` +
	`"birthDate":["1951-06-19"],"nationality":["ir"],"notes":["<b>&"]},"datasets":["x_list"],"referents":["y-2"],` +
	`"first_seen":"2023-11-02T16:38:16","last_seen":"2026-04-29T12:53:04","last_change":"2026-04-29T07:55:02","target":true}`

func TestDecodeReadsAnEntity(t *testing.T) {
	e, err := Decode([]byte(sampleLine))
	if err != nil {
		t.Fatal(err)
	}
	want := &Entity{
		ID: "x-1", Schema: mustSchema(t, "Person"), Datasets: []string{"x_list"}, Referents: []string{"y-2"},
		FirstSeen: "2023-11-02T16:38:16", LastSeen: "2026-04-29T12:53:04", LastChange: "2026-04-29T07:55:02", Target: true,
		Statements: []Statement{
			{Prop: "name", Value: "Ali Reza", Dataset: "x_list"},
			{Prop: "name", Value: "علی رضا", Dataset: "x_list"},
			{Prop: "birthDate", Value: "1951-06-19", Dataset: "x_list"},
			{Prop: "nationality", Value: "ir", Dataset: "x_list"},
			{Prop: "notes", Value: "<b>&", Dataset: "x_list"},
		},
	}
	if !reflect.DeepEqual(e, want) {
		t.Errorf("got  %+v\nwant %+v", e, want)
	}
}

func TestEncodeIsCanonicalAndReadBack(t *testing.T) {
	e, err := Decode([]byte(sampleLine))
	if err != nil {
		t.Fatal(err)
	}
	line, err := Encode(e)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"id":"x-1","caption":"Ali Reza","schema":"Person","properties":{"birthDate":["1951-06-19"],"name":["Ali Reza","علی رضا"],` +
		`"nationality":["ir"],"notes":["<b>&"]},"datasets":["x_list"],"referents":["y-2"],` +
		`"first_seen":"2023-11-02T16:38:16","last_seen":"2026-04-29T12:53:04","last_change":"2026-04-29T07:55:02","target":true}`
	if string(line) != want {
		t.Errorf("got  %s\nwant %s", line, want)
	}
	if _, err := Encode(&Entity{ID: "x"}); err == nil {
		t.Error("an entity without a schema is encoded")
	}
}

func TestDecodeIsLenientWithValuesAndStrictWithTheRest(t *testing.T) {
	e, err := Decode([]byte(`{"id":"x","schema":"Vessel","datasets":["a","b"],"score":0.7,"properties":{` +
		`"name":"Sea  Star","imoNumber":["9187628",null],"shoeSize":["42",""],"flag":["Iran"]}}`))
	if err != nil {
		t.Fatal(err)
	}
	want := []Statement{
		{Prop: "name", Value: "Sea Star", Original: "Sea  Star"},
		{Prop: "imoNumber", Value: "9187628", Remark: "has a wrong check digit"},
		{Prop: "flag", Value: "ir", Original: "Iran"},
	}
	if !reflect.DeepEqual(e.Statements, want) {
		t.Errorf("statements %+v, want %+v", e.Statements, want)
	}
	if len(e.Unread) != 1 || e.Unread[0].Prop != "shoeSize" || e.Unread[0].Value != "42" || e.Unread[0].Remark == "" {
		t.Errorf("unread %+v, want shoeSize 42 with a remark", e.Unread)
	}
	line, err := Encode(e)
	if err != nil || !strings.Contains(string(line), `"shoeSize":["42"]`) {
		t.Errorf("what was unread is lost: %s (%v)", line, err)
	}
	for in, why := range map[string]string{
		``:                            "not an entity",
		`{`:                           "not an entity",
		`[]`:                          "not an entity",
		`null`:                        "id: is missing",
		`{"id":"x"}`:                  "schema: is missing",
		`{"schema":"Person"}`:         "id: is missing",
		`{"id":"x","schema":"Prson"}`: "the nearest is Person",
		`{"id":"x","schema":"Person","datasets":["un"," "]}`:                  `datasets " ": is no name of a dataset`,
		`{"id":"x","schema":"Person","properties":[]}`:                        `"properties" is no object`,
		`{"id":"x","schema":"Person","properties":{"name":[1951]}}`:           "no text",
		`{"id":"x","schema":"Person","properties":{"name":[["a"]]}}`:          "list in a list",
		`{"id":"x","schema":"Sanction","properties":{"entity":[{"id":"y"}]}}`: "nested entity",
		`{"id":"x","schema":"Person"} {"id":"y"}`:                             "not an entity",
		`{"id":5,"schema":"Person"}`:                                          "not an entity",
		`<html>`:                                                              "not an entity",
	} {
		if e, err := Decode([]byte(in)); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("Decode(%s) = %v, %v, want an error that says %q", in, e, err, why)
		}
	}
}

func TestReaderNamesLinesAndGoesOn(t *testing.T) {
	text := "\xEF\xBB\xBF" + `{"id":"a","schema":"Person","properties":{}}` + "\n\n \r\n" +
		`{"id":"b","schema":"Nobody"}` + "\r\n" + `{"id":"c","schema":"Person","properties":{"name":["C"]}}`
	r := NewReader(iotest.OneByteReader(strings.NewReader(text)))
	r.File = "x.json"
	var got []string
	for {
		e, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		var le *LineError
		var ve *ValueError
		switch {
		case errors.As(err, &le) && errors.As(err, &ve):
			got = append(got, le.Error())
		case err != nil:
			t.Fatal(err)
		default:
			got = append(got, e.ID)
			for _, st := range e.Statements {
				if st.Place != (Place{File: "x.json", Line: 5}) || r.Line() != 5 {
					t.Errorf("place %+v, line %d, want line 5", st.Place, r.Line())
				}
			}
		}
	}
	if want := []string{"a", `line 4: schema "Nobody": is no schema; the nearest is Note`, "c"}; len(got) != 3 || got[0] != want[0] || !strings.HasPrefix(got[1], `line 4: schema "Nobody"`) || got[2] != want[2] {
		t.Errorf("read %q, want %q", got, want)
	}
	if _, err := r.Read(); !errors.Is(err, io.EOF) {
		t.Errorf("after the end: %v", err)
	}
}

func TestReaderRefusesHostileInput(t *testing.T) {
	for name, text := range map[string]string{
		"UTF-16":      "\xff\xfe{\x00",
		"gzip":        "\x1f\x8b\x08\x00abc",
		"zeros":       strings.Repeat("\x00", 100),
		"html":        "<!DOCTYPE html>\n",
		"deep lists":  strings.Repeat("[", 100000),
		"deep object": strings.Repeat(`{"properties":`, 20000),
	} {
		_, err := NewReader(strings.NewReader(text)).Read()
		var le *LineError
		if !errors.As(err, &le) || le.Line != 1 {
			t.Errorf("%s: %v, want an error about line 1", name, err)
		}
	}
	// One endless line must end in an error and not in all the memory.
	long := io.MultiReader(io.LimitReader(zeros{}, maxLine+10), strings.NewReader("\n"+`{"id":"b","schema":"Person"}`))
	r := NewReader(long)
	if _, err := r.Read(); !errors.Is(err, errLongLine) {
		t.Errorf("a long line: %v", err)
	}
	if e, err := r.Read(); err != nil || e.ID != "b" {
		t.Errorf("after a long line: %v, %v", e, err)
	}
	broken := errors.New("disk on fire")
	r = NewReader(io.MultiReader(strings.NewReader(sampleLine+"\n{"), iotest.ErrReader(broken)))
	if _, err := r.Read(); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := r.Read(); !errors.Is(err, broken) || !strings.HasPrefix(err.Error(), "line 2") {
			t.Errorf("a failing reader: %v", err)
		}
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = '0'
	}
	return len(p), nil
}

func TestRealFtMFileIsReadWhole(t *testing.T) {
	f, err := os.Open(testkit.Shared(t, "lists", "ftm", "zala.entities.ftm.json"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := NewReader(bufio.NewReader(f))
	n, values := 0, 0
	for {
		e, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		n++
		values += len(e.Statements)
		for _, st := range e.Statements {
			if st.Remark != "" && st.Prop != "idNumber" && st.Prop != "phone" {
				t.Errorf("%s: %s has the remark %q", e.ID, st.Prop, st.Remark)
			}
		}
		for _, st := range e.Unread {
			if st.Prop != "abbreviation" { // newer than FtM 3.8.4
				t.Errorf("%s: %s is unread: %s", e.ID, st.Prop, st.Remark)
			}
		}
		checkCodecs(t, e)
	}
	if n != 91 || values < 1000 {
		t.Errorf("%d entities with %d values, want 91 with over 1000", n, values)
	}
}

// checkCodecs checks that the lossless form loses nothing, and that FtM's form
// is a fixed point after one round.
func checkCodecs(t *testing.T, e *Entity) {
	t.Helper()
	line, err := EncodeStatements(e)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.ContainsRune(line, '\n') {
		t.Fatalf("the stored form has a line break: %s", line)
	}
	back, err := DecodeStatements(line)
	if err != nil || !reflect.DeepEqual(back, e) {
		t.Fatalf("stored form: got %+v (%v)\nwant %+v", back, err, e)
	}
	first, err := Encode(e)
	if err != nil {
		t.Fatal(err)
	}
	d, err := Decode(first)
	if err != nil {
		t.Fatalf("%s: %v", first, err)
	}
	second, err := Encode(d)
	if err != nil || !bytes.Equal(first, second) {
		t.Fatalf("FtM form changes:\n%s\n%s (%v)", first, second, err)
	}
}

func TestStatementsKeepEveryField(t *testing.T) {
	full := Statement{
		Prop: "passportNumber", Value: "A1", Original: "a 1", Lang: "eng", Country: "ir", Dataset: "other",
		Place: Place{File: "sdn.csv", Line: 7, Path: "remarks[2]"}, FirstSeen: "2020-01-01", LastSeen: "2021-01-01", Remark: "doubtful",
	}
	// Every field differs from its zero, or the test would not see it lost.
	v := reflect.ValueOf(full)
	for i := range v.NumField() {
		if v.Field(i).IsZero() {
			t.Fatalf("the test leaves Statement.%s out", v.Type().Field(i).Name)
		}
	}
	e := &Entity{
		ID: "x", Schema: mustSchema(t, "Person"), Datasets: []string{"one", "two"}, Referents: []string{"y"},
		FirstSeen: "a", LastSeen: "b", LastChange: "c", Target: true,
		Statements: []Statement{full, {Prop: "name", Value: "B", Dataset: "one"}, {Prop: "name", Value: "C"}, {}},
		Unread:     []Statement{full},
	}
	v = reflect.ValueOf(*e)
	for i := range v.NumField() {
		if v.Field(i).IsZero() {
			t.Fatalf("the test leaves Entity.%s out", v.Type().Field(i).Name)
		}
	}
	line, err := EncodeStatements(e)
	if err != nil {
		t.Fatal(err)
	}
	back, err := DecodeStatements(line)
	if err != nil || !reflect.DeepEqual(back, e) {
		t.Errorf("got  %+v (%v)\nwant %+v", back, err, e)
	}
	for _, bad := range []*Entity{
		{ID: "x"},
		{ID: "\xff", Schema: e.Schema},
		{ID: "x", Schema: e.Schema, Statements: []Statement{{Prop: "name", Value: "\xff"}}},
		{ID: "x", Schema: e.Schema, Unread: []Statement{{Prop: "name", Original: "\xff"}}},
	} {
		if line, err := EncodeStatements(bad); err == nil {
			t.Errorf("EncodeStatements(%+v) = %s, want an error", bad, line)
		}
	}
	for _, bad := range []string{"", "{", `{"id":"x","s":"Nobody"}`} {
		if _, err := DecodeStatements([]byte(bad)); err == nil {
			t.Errorf("DecodeStatements(%q) gives no error", bad)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(sampleLine))
	f.Add([]byte(`{"id":"x","schema":"Vessel","properties":{"name":"A","imoNumber":["9187629","IMO 1"],"x":["y"],"flag":["USSR; Iran"]}}`))
	f.Add([]byte(`{"id":"x","schema":"Person","properties":{"birthDate":["1345","c. 1951 or 1952"],"phone":["+1 234 567; 1"]}}`))
	f.Add([]byte(`{"id":"x","schema":"Person","properties":{"name":["\ud800"]}}`))
	f.Fuzz(func(t *testing.T, line []byte) {
		e, err := Decode(line)
		if err != nil {
			return
		}
		checkCodecs(t, e)
	})
}

func FuzzDecodeStatements(f *testing.F) {
	f.Add([]byte(`{"id":"x","s":"Person","d":["a"],"st":[{"p":"name","v":"A","d":""},{"p":"name","v":"B"}]}`))
	f.Add([]byte(`{"id":"x","s":"Person","un":[{}]}`))
	f.Fuzz(func(t *testing.T, line []byte) {
		e, err := DecodeStatements(line)
		if err != nil {
			return
		}
		out, err := EncodeStatements(e)
		if err != nil {
			t.Fatal(err)
		}
		back, err := DecodeStatements(out)
		if err != nil {
			t.Fatal(err)
		}
		again, err := EncodeStatements(back)
		if err != nil || !bytes.Equal(out, again) {
			t.Fatalf("the stored form changes:\n%s\n%s (%v)", out, again, err)
		}
	})
}
