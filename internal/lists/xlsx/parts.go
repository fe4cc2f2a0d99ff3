package xlsx

import (
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// pass reads on to the end of the element that has begun.
func pass(d *tokens) error {
	for depth := 1; depth > 0; {
		t, err := d.Token()
		if err != nil {
			return err
		}
		switch t.(type) {
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		}
	}
	return nil
}

// styles finds out which cell styles are dates: those whose number format is
// one of the built-in ones of dates, or has the letters of one.
func (s *Sheet) styles(a *archive) error {
	if a.files["xl/styles.xml"] == nil {
		return nil
	}
	own := map[string]bool{}
	in, n := false, 0
	return a.each("xl/styles.xml", 16<<20, func(e xml.StartElement) {
		switch e.Name.Local {
		case "numFmt":
			own[attr(e, "numFmtId")] = isDateFormat(attr(e, "formatCode"))
		case "cellXfs":
			in = true
		case "cellStyles", "dxfs":
			in = false
		case "xf":
			if !in {
				return
			}
			id := attr(e, "numFmtId")
			k, _ := strconv.Atoi(id)
			date, mine := own[id]
			if s.dates[n] = date || !mine && (k >= 14 && k <= 17 || k == 22 || k >= 27 && k <= 36 || k >= 50 && k <= 58); n < 1<<20 {
				n++
			}
		}
	})
}

// isDateFormat tells whether a number format shows a day or a year. Letters
// within quotation marks, brackets or after a backslash are text.
func isDateFormat(code string) bool {
	quoted, bracket := false, false
	for i := 0; i < len(code); i++ {
		switch c := code[i]; {
		case c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case c == '[' && !quoted:
			bracket = true
		case c == ']' && !quoted:
			bracket = false
		case quoted || bracket:
		case c == 'd' || c == 'D' || c == 'y' || c == 'Y':
			return true
		}
	}
	return false
}

func (s *Sheet) sharedStrings(a *archive) error {
	const name = "xl/sharedStrings.xml"
	if a.files[name] == nil {
		return nil
	}
	r, err := a.open(name, MaxStrings)
	if err != nil {
		return err
	}
	defer r.Close()
	d := newTokens(r)
	for {
		t, err := d.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		switch t := t.(type) {
		case xml.Directive:
			return fmt.Errorf("%s: has a document type declaration, which is refused", name)
		case xml.StartElement:
			if t.Name.Local != "si" {
				continue
			}
			text, err := richText(d, "si")
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			if len(s.strings) == maxStrings {
				return fmt.Errorf("%s: has more than %d texts", name, maxStrings)
			}
			s.strings = append(s.strings, text)
		}
	}
}

// richText joins the text of an element with runs; how it is to be pronounced
// (rPh) is no part of it.
func richText(d *tokens, end string) (string, error) {
	var b strings.Builder
	text, skip := false, 0
	for {
		t, err := d.Token()
		if err != nil {
			return "", err
		}
		switch t := t.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "t":
				text = true
			case "rPh":
				skip++
			}
		case xml.EndElement:
			switch t.Name.Local {
			case "t":
				text = false
			case "rPh":
				skip--
			case end:
				return unescape(b.String()), nil
			}
		case xml.CharData:
			if text && skip == 0 {
				if b.Len()+len(t) > MaxCell {
					return "", fmt.Errorf("a cell has more than %d bytes", MaxCell)
				}
				b.Write(t)
			}
		}
	}
}

// unescape reads _x000D_, a character that XML cannot hold as it is.
func unescape(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		if i+7 <= len(s) && s[i] == '_' && (s[i+1] == 'x' || s[i+1] == 'X') && s[i+6] == '_' {
			if n, err := strconv.ParseUint(s[i+2:i+6], 16, 32); err == nil {
				b.WriteRune(rune(n))
				i += 7
				continue
			}
		}
		b.WriteByte(s[i])
		i++
	}
	return b.String()
}

// number writes a number as a person would: 12, and not 1.2E1 or
// 12.000000000000002.
func number(raw string) string {
	f, err := strconv.ParseFloat(raw, 64)
	if err != nil {
		return raw
	}
	if f == float64(int64(f)) {
		return strconv.FormatInt(int64(f), 10)
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}

// Day turns a spreadsheet's number of a day into 2006-01-02: the days since the
// end of 1899, in a calendar in which 1900 was a leap year, or since 1904. A
// fraction, which is a time of day, is dropped. ok is false for what is no day
// after 1900 and before 2200.
func Day(raw string, from1904 bool) (day string, ok bool) {
	f, err := strconv.ParseFloat(strings.TrimSpace(raw), 64)
	if err != nil || f < 1 || f > 109574 {
		return "", false
	}
	n := int(f)
	start := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case from1904:
		start = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case n < 60: // before the 29th of February that never was
		n++
	}
	return start.AddDate(0, 0, n).Format(time.DateOnly), true
}
