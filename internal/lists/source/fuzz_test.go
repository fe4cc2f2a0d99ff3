package source

import (
	"errors"
	"io"
	"strings"
	"testing"
	"unicode/utf8"
)

func FuzzListedNames(f *testing.F) {
	for _, s := range []string{"Fazel Rahim; Fazil Rahim", `"GODANE"`, "Abu Banat (original script: Абу Банат)", "Ansar al-Shari'a (AAS)",
		"Hay’at (HTS) (هيئة (original script); Hayat; Hay’et) ", ") Abd", "A (B", "(((((", "X, born 1 Jan. 1953 (Oman)", "A / B", "ኤርሚኣስ (Tigrinya)"} {
		f.Add(s, true)
	}
	f.Fuzz(func(t *testing.T, text string, person bool) {
		names, rest := ListedNames(text, person)
		seen := map[ListedName]bool{}
		for _, n := range names {
			if n.Text == "" || n.Text != OneLine(n.Text) {
				t.Errorf("name %q of %q is not clean", n.Text, text)
			}
			if seen[n] {
				t.Errorf("name %q of %q stands twice", n.Text, text)
			}
			seen[n] = true
			if !utf8.ValidString(n.Text) && utf8.ValidString(text) {
				t.Errorf("name %q is not UTF-8, %q is", n.Text, text)
			}
		}
		if len(names) > len(text)+1 || len(rest) > len(text)+1 {
			t.Errorf("%d names and %d remarks in %d bytes", len(names), len(rest), len(text))
		}
		natural, _, _ := NaturalOrder(text)
		if len(natural) > len(text)+2 {
			t.Errorf("natural order of %q is %q", text, natural)
		}
	})
}

func FuzzRows(f *testing.F) {
	f.Add("a,b\n1,2\n", ',')
	f.Add("36,\"X\",-0- \r\n\x1a\r\n", ',')
	f.Add("\"a\n", ';')
	f.Fuzz(func(t *testing.T, text string, comma rune) {
		if comma == '"' || comma == '\r' || comma == '\n' || comma == 0 || !utf8.ValidRune(comma) || comma == utf8.RuneError {
			t.Skip("no delimiter")
		}
		r := NewRows(strings.NewReader(text), "x.csv", comma)
		line := 0
		for {
			_, err := r.Next()
			if err == io.EOF {
				return
			}
			if err != nil {
				var e *Error
				if !errors.As(err, &e) || e.File != "x.csv" {
					t.Errorf("error %v names no file", err)
				}
				return
			}
			if r.Line() <= line {
				t.Errorf("line %d after %d", r.Line(), line)
			}
			line = r.Line()
		}
	})
}

func FuzzElements(f *testing.F) {
	f.Add("<a><r><b>1</b><b>2</b></r></a>")
	f.Add("<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>")
	f.Add("<a><r><r></r></a>")
	f.Add("\xef\xbb\xbf<a><r/></a>")
	f.Fuzz(func(t *testing.T, text string) {
		x, err := NewElements(strings.NewReader(text), "x.xml")
		for err == nil {
			var n *Node
			if n, err = x.Next("r", "b"); err == nil {
				for _, k := range n.Untaken() {
					if k.Value() == "" && strings.TrimSpace(k.Text) != "" && OneLine(k.Text) != "" {
						t.Errorf("element %s lost its text %q", k.Path, k.Text)
					}
				}
				if left := n.Untaken(); len(left) > 0 {
					t.Errorf("%s is still untaken", left[0].Path)
				}
			}
		}
		var e *Error
		if err != io.EOF && (!errors.As(err, &e) || e.File != "x.xml") {
			t.Errorf("error %v names no file", err)
		}
	})
}

func FuzzDocumentNumber(f *testing.F) {
	for _, s := range []string{"Jordan 654781", "Russian foreign travel passport number 515458008", "8208 No. 555627", "TR-P 614 166", "NO33301/862",
		"R00012098, South Sudan", "(revoked) A 0139243", "number", "((("} {
		f.Add(s, true)
	}
	f.Fuzz(func(t *testing.T, text string, all bool) {
		number, country := DocumentNumber(text, all)
		if number != "" && !strings.ContainsAny(number, "0123456789") {
			t.Errorf("number %q of %q has no digit", number, text)
		}
		if len(number) > len(text) || len(country) > len(text) {
			t.Errorf("%q became %q of %q", text, number, country)
		}
	})
}
