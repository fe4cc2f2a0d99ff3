package ofac

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"deciban/internal/lists/source"
)

func FuzzSplitRemarks(f *testing.F) {
	for _, s := range []string{"DOB 1951; POB Giza, Egypt.", "a.k.a. 'AL-'ARABI; B'; Gender Male.", "x (a; b); y", "x (a; b", "a.k.a. 'open; Gender Male.", ";;; ; .", "..."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var joined strings.Builder
		last := -1
		for _, c := range splitRemarks(text) {
			if c.text == "" || c.offset <= last || !strings.HasPrefix(text[c.offset:], c.text) {
				t.Fatalf("clause %q at %d, after %d, of %q", c.text, c.offset, last, text)
			}
			last = c.offset
			joined.WriteString(c.text + ";")
			if l, value, ok := findLabel(c.text); ok && len(value) > len(c.text)-len(l.prefix) {
				t.Errorf("value %q of %q", value, c.text)
			}
		}
		// Nothing is lost but separators, white space and the last full stop.
		// What is left is joined again with a space: bytes that a semicolon kept
		// apart must not become a character.
		drop := func(s string) string {
			return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ';' || unicode.IsSpace(r) }), " ")
		}
		want := drop(strings.TrimSuffix(strings.TrimRightFunc(text, unicode.IsSpace), "."))
		if got := drop(joined.String()); got != want {
			t.Errorf("%q became %q", want, got)
		}
	})
}

func FuzzParseDocument(f *testing.F) {
	for _, s := range []string{"A1234567 (Russia) issued 04 Mar 2004 expires 03 Mar 2014", "# 54514-1 (Bahrain) expires 09 Jun 2009", "(5777731)", "293481 Distrito Federal (Mexico)",
		"No. 59 531 at Commercial Registry", "issued 21 Jun 1992 in Amman, Jordan", "472220033 (Korea, North)", "(((", "HRB 26136 (Germany)"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d := parseDocument(text)
		if len(d.number) > len(text) || strings.TrimSpace(d.number) != d.number && d.number != strings.Join(strings.Fields(d.number), " ") {
			t.Errorf("number %q of %q", d.number, text)
		}
		if phone(text) == "" && text != "" {
			t.Errorf("phone number %q is lost", text)
		}
	})
}

// FuzzRead gives the reader any main table: it must end in a list or in an
// error that names the file.
func FuzzRead(f *testing.F) {
	row := `36,"EXAMPLE, Ivan","individual","SDGT] [IRGC","Dr.",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 1951; Passport A1 (Russia); a.k.a. 'X'; Linked To: EXAMPLE, Ivan; Digital Currency Address - XBT 1A."` + "\n"
	f.Add([]byte(row + "\x1a\n"))
	f.Add([]byte(strings.Replace(row, "individual", "vessel", 1)))
	f.Add([]byte(strings.Replace(row, "individual", "aircraft", 1)))
	f.Add([]byte(strings.Replace(row, `"individual"`, "-0- ", 1)))
	f.Fuzz(func(t *testing.T, data []byte) {
		path := filepath.Join(t.TempDir(), "sdn.csv")
		if err := os.WriteFile(path, data, 0o666); err != nil {
			t.Fatal(err)
		}
		file, err := source.OpenFile(path)
		if err != nil {
			t.Fatal(err)
		}
		claims := claim(commas, []*source.File{file})
		if len(claims) == 0 {
			return
		}
		l, err := Format.Run(context.Background(), claims[0].Files, source.Options{})
		var e *source.Error
		switch {
		case errors.As(err, &e) && e.File == "sdn.csv":
		case err != nil && !strings.Contains(err.Error(), "no entries"):
			t.Errorf("error %v names no file", err)
		case err == nil && l.Counts.Clauses < l.Counts.ClausesNoted+l.Counts.ClausesUnparsed:
			t.Errorf("counts %+v", l.Counts)
		}
	})
}
