package tabular

import (
	"archive/zip"
	"bufio"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"deciban/internal/screen/parquet"
)

// Limits of a sheet, by ECMA-376 and the programs that read it.
const (
	maxSheetRows = 1 << 20
	maxCellUnits = 32767 // UTF-16 units of a text
)

// NewXLSXWriter writes results as a workbook. What does not fit into a sheet
// goes on in another, with the header again. A text that is longer than a cell
// can be ends in "…".
func NewXLSXWriter(w io.Writer) (Writer, error) { return newXLSXWriter(w, maxSheetRows), nil }

func newXLSXWriter(w io.Writer, sheetRows int) *xlsxWriter {
	return &xlsxWriter{zip: zip.NewWriter(w), sheetRows: sheetRows}
}

type xlsxWriter struct {
	zip       *zip.Writer
	sheetRows int
	sheet     *bufio.Writer // nil before the first
	sheets    int
	row       int // of the sheet
}

const (
	xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	mainNS  = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	relNS   = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	typeNS  = "application/vnd.openxmlformats-officedocument.spreadsheetml."
)

// The parts that never change. A sheet's type is the default, since when the
// types are written nobody knows how many sheets there will be.
var fixedParts = []struct{ name, text string }{
	{"[Content_Types].xml", xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="` + typeNS + `worksheet+xml"/>` +
		`<Override PartName="/xl/workbook.xml" ContentType="` + typeNS + `sheet.main+xml"/>` +
		`<Override PartName="/xl/styles.xml" ContentType="` + typeNS + `styles+xml"/></Types>`},
	{"_rels/.rels", xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="` + relNS + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
	{"xl/styles.xml", xmlHead + `<styleSheet xmlns="` + mainNS + `">` +
		`<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>` +
		`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
		`<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
		`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
		`<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>` +
		`<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`},
}

// part begins a part of the archive. It bears no time, so that the same results
// are the same bytes.
func (x *xlsxWriter) part(name string) (io.Writer, error) {
	return x.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
}

func (x *xlsxWriter) write(name, text string) error {
	w, err := x.part(name)
	if err == nil {
		_, err = io.WriteString(w, text)
	}
	return err
}

func (x *xlsxWriter) begin() error {
	if x.sheets == 0 {
		for _, p := range fixedParts {
			if err := x.write(p.name, p.text); err != nil {
				return err
			}
		}
	}
	x.sheets++
	w, err := x.part(fmt.Sprintf("xl/worksheets/sheet%d.xml", x.sheets))
	if err != nil {
		return err
	}
	x.sheet, x.row = bufio.NewWriterSize(w, 1<<16), 1
	x.sheet.WriteString(xmlHead + `<worksheet xmlns="` + mainNS + `"><sheetViews><sheetView workbookViewId="0">` +
		`<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData><row r="1">`)
	for i, name := range Columns {
		fmt.Fprintf(x.sheet, `<c r="%c1" s="1" t="inlineStr"><is><t>%s</t></is></c>`, 'A'+i, name)
	}
	x.sheet.WriteString("</row>")
	return nil
}

func (x *xlsxWriter) end() error {
	x.sheet.WriteString("</sheetData></worksheet>")
	return x.sheet.Flush()
}

// Write adds rows.
func (x *xlsxWriter) Write(rows []Result) error {
	for i := range rows {
		switch {
		case x.sheet == nil:
			if err := x.begin(); err != nil {
				return err
			}
		case x.row == x.sheetRows:
			if err := errors.Join(x.end(), x.begin()); err != nil {
				return err
			}
		}
		x.row++
		at := strconv.Itoa(x.row)
		x.sheet.WriteString(`<row r="` + at + `">`)
		for k, c := range rows[i].cells() {
			ref := string(rune('A'+k)) + at
			switch {
			case c.Null:
			case c.kind != parquet.Text:
				x.sheet.WriteString(`<c r="` + ref + `"><v>` + c.String() + `</v></c>`)
			default:
				x.sheet.WriteString(`<c r="` + ref + `" t="inlineStr"><is><t xml:space="preserve">`)
				writeText(x.sheet, c.Text)
				x.sheet.WriteString(`</t></is></c>`)
			}
		}
		if _, err := x.sheet.WriteString("</row>"); err != nil {
			return err
		}
	}
	return nil
}

// Close ends the workbook.
func (x *xlsxWriter) Close() error {
	if x.sheet == nil {
		if err := x.begin(); err != nil {
			return err
		}
	}
	if err := x.end(); err != nil {
		return err
	}
	var book, rels strings.Builder
	for n := 1; n <= x.sheets; n++ {
		name := "results"
		if n > 1 {
			name = fmt.Sprint("results ", n)
		}
		fmt.Fprintf(&book, `<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, name, n, n)
		fmt.Fprintf(&rels, `<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>`, n, relNS, n)
	}
	fmt.Fprintf(&rels, `<Relationship Id="rId%d" Type="%s/styles" Target="styles.xml"/>`, x.sheets+1, relNS)
	return errors.Join(
		x.write("xl/workbook.xml", xmlHead+`<workbook xmlns="`+mainNS+`" xmlns:r="`+relNS+`"><sheets>`+book.String()+`</sheets></workbook>`),
		x.write("xl/_rels/workbook.xml.rels", xmlHead+`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`+rels.String()+`</Relationships>`),
		x.zip.Close())
}

// writeText writes a text for XML. A character that XML cannot hold is written
// as _x001F_, as spreadsheets do, and what looks like that as _x005F_x001F_.
func writeText(w *bufio.Writer, s string) {
	units := 0
	if utf16Len(s) <= maxCellUnits {
		units = -maxCellUnits // never reached
	}
	for i, r := range s {
		if units += utf16.RuneLen(r); units > maxCellUnits-len("…") {
			w.WriteString("…")
			return
		}
		switch {
		case r == '&':
			w.WriteString("&amp;")
		case r == '<':
			w.WriteString("&lt;")
		case r == '>':
			w.WriteString("&gt;")
		case r == '_' && isEscape(s[i:]):
			w.WriteString("_x005F_")
		case r < ' ' && r != '\t' && r != '\n', r == 0xFFFE, r == 0xFFFF:
			fmt.Fprintf(w, "_x%04X_", r)
		default:
			w.WriteRune(r)
		}
	}
}

func utf16Len(s string) int {
	if len(s) <= maxCellUnits {
		return len(s) // at least as many as there are units
	}
	n := 0
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n
}

// isEscape tells whether s begins with what a reader takes for an escaped
// character.
func isEscape(s string) bool {
	if len(s) < 7 || s[0] != '_' || s[1] != 'x' && s[1] != 'X' || s[6] != '_' || !utf8.ValidString(s[2:6]) {
		return false
	}
	_, err := strconv.ParseUint(s[2:6], 16, 32)
	return err == nil
}
