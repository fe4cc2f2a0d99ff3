package lists

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"
)

// workbook makes a spreadsheet of rows: text as shared strings; "#n" is the
// number n, and "@n" the number n with the style of a date.
func workbook(t testing.TB, rows ...[]string) []byte {
	t.Helper()
	var shared, sheet strings.Builder
	n := 0
	for i, row := range rows {
		fmt.Fprintf(&sheet, `<row r="%d">`, i+1)
		for j, cell := range row {
			ref := fmt.Sprintf("%c%d", 'A'+j, i+1)
			switch {
			case strings.HasPrefix(cell, "#"):
				fmt.Fprintf(&sheet, `<c r="%s"><v>%s</v></c>`, ref, cell[1:])
			case strings.HasPrefix(cell, "@"):
				fmt.Fprintf(&sheet, `<c r="%s" s="1"><v>%s</v></c>`, ref, cell[1:])
			case cell != "":
				fmt.Fprintf(&shared, `<si><t xml:space="preserve">%s</t></si>`, cell)
				fmt.Fprintf(&sheet, `<c r="%s" t="s"><v>%d</v></c>`, ref, n)
				n++
			}
		}
		sheet.WriteString("</row>")
	}
	const ns = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	return zipped(t, map[string]string{
		"[Content_Types].xml":        `<Types/>`,
		"xl/workbook.xml":            `<workbook ` + ns + `><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/styles.xml":              `<styleSheet ` + ns + `><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>`,
		"xl/sharedStrings.xml":       `<sst ` + ns + `>` + shared.String() + `</sst>`,
		"xl/worksheets/sheet1.xml":   `<worksheet ` + ns + `><sheetData>` + sheet.String() + `</sheetData></worksheet>`,
	})
}

func zipped(t testing.TB, files map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range []string{"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"} {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(files[name])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

var dfatHeader = []string{"Reference", "Name of Individual or Entity", "Type", "Name Type", "Date of Birth", "Place of Birth", "Citizenship", "Address",
	"Additional Information", "Listing Information", "Committees", "Control Date"}

func TestAustraliasRowsOfANumberAreOneEntry(t *testing.T) {
	data := workbook(t, dfatHeader,
		[]string{"#101", "Ivan Example", "Individual", "Primary Name", "@18798", "Testgrad, Russia", "a) Russia b) Tunisia", "1 Test Street, Testgrad, Russia (in 2031)", "Title: a) Dr b) Haji. Passport no.: A1234567 (Russia)_x000D_", "Listed on: 4 Oct. 2018", "Autonomous (Testland)", "@43860"},
		[]string{"101a", "Иван Пример", "Individual", "Original Script", "a) 1951; b) 1952", "", "", "", "", "", "Autonomous (Testland)", "@43860"},
		[]string{"101b1", "Vanya", "Individual", "aka ", "@1962", "", "", "", "", "", "Autonomous (Testland)", "@43860"},
		[]string{"#101", "Somebody Else", "Entity", "Primary Name", "", "", "", "", "", "", "1718 (DPRK)", "@43861"},
	)
	dir := folder(t, map[string]string{"list.xlsx": string(data)})
	l, err := Read(context.Background(), dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if l.Dataset != "au_dfat_sanctions" || l.PublishedOn != "2020-01-31" || l.Counts.Entries != 2 {
		t.Fatalf("%s of %s: %+v", l.Dataset, l.PublishedOn, l.Counts)
	}
	e, other := l.Entities[0], ""
	for _, x := range l.Entities {
		if x.First("name") == "Somebody Else" {
			other = x.ID
		}
	}
	if other != "au-dfat-101-2" {
		t.Errorf("the second entry of the number has the id %q", other)
	}
	for _, want := range [][2]string{{"name", "Ivan Example"}, {"alias", "Иван Пример"}, {"alias", "Vanya"}, {"birthDate", "1951-06-19"}, {"birthDate", "1951"}, {"birthDate", "1962"},
		{"citizenship", "tn"}, {"title", "Haji"}, {"passportNumber", "A1234567"}, {"birthCountry", "ru"}} {
		if !e.Has(want[0], want[1]) {
			t.Errorf("%s lacks %s = %s: %v", e.ID, want[0], want[1], e.Values(want[0]))
		}
	}
}

// TestHostileWorkbooksAreRefused unpacks no more than a list can have.
func TestHostileWorkbooksAreRefused(t *testing.T) {
	good := workbook(t, dfatHeader, []string{"#101", "Ivan Example", "Individual", "Primary Name"})
	with := func(part, content string) []byte {
		files := map[string]string{"[Content_Types].xml": "<Types/>", "xl/workbook.xml": `<workbook xmlns:r="r"><sheets><sheet name="a" r:id="x"/></sheets></workbook>`,
			"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="x" Target="worksheets/sheet1.xml"/></Relationships>`, "xl/worksheets/sheet1.xml": "<worksheet/>"}
		files[part] = content
		return zipped(t, files)
	}
	bomb := func(part string) []byte {
		return with(part, strings.Repeat(" ", 300<<20))
	}
	mapping := "dataset: xx_own\ncolumns:\n  name: name\n"
	for name, tt := range map[string]struct {
		data []byte
		want string
	}{
		"a bomb of rows":            {bomb("xl/worksheets/sheet1.xml"), "unpacks to more"},
		"a bomb of strings":         {bomb("xl/sharedStrings.xml"), "unpacks to more"},
		"a bomb of styles":          {bomb("xl/styles.xml"), "unpacks to more"},
		"nesting before the rows":   {with("xl/worksheets/sheet1.xml", "<worksheet>"+strings.Repeat("<a>", 4<<20)), "nested more than"},
		"nesting in a row":          {with("xl/worksheets/sheet1.xml", "<worksheet><sheetData><row r='1'>"+strings.Repeat("<a>", 4<<20)), "nested more than"},
		"nesting in a cell":         {with("xl/worksheets/sheet1.xml", "<worksheet><sheetData><row r='1'><c r='A1'>"+strings.Repeat("<a>", 4<<20)), "nested more than"},
		"nesting in an inline text": {with("xl/worksheets/sheet1.xml", "<worksheet><sheetData><row r='1'><c r='A1' t='inlineStr'><is>"+strings.Repeat("<a>", 4<<20)), "nested more than"},
		"nesting in the strings":    {with("xl/sharedStrings.xml", "<sst>"+strings.Repeat("<a>", 4<<20)), "nested more than"},
		"nesting in a string":       {with("xl/sharedStrings.xml", "<sst><si>"+strings.Repeat("<a>", 4<<20)), "nested more than"},
		"nesting in the styles":     {with("xl/styles.xml", "<styleSheet>"+strings.Repeat("<a>", 1<<20)), "nested more than"},
		"nesting in the workbook":   {with("xl/workbook.xml", "<workbook>"+strings.Repeat("<a>", 4<<20)), "xl/workbook.xml"},
		"a tag without an end":      {with("xl/worksheets/sheet1.xml", "<worksheet><a b='"+strings.Repeat("x", 16<<20)), "list.xlsx"},
		"a text without an end":     {with("xl/worksheets/sheet1.xml", "<worksheet><sheetData><row r='1'><c r='A1' t='inlineStr'><is><t>"+strings.Repeat("x", 16<<20)), "list.xlsx"},
		"a string without an end":   {with("xl/sharedStrings.xml", "<sst><si><t>"+strings.Repeat("x", 16<<20)), "list.xlsx"},
		"strings without number":    {with("xl/sharedStrings.xml", "<sst>"+strings.Repeat("<si/>", 2_000_001)), "has more than 2000000 texts"},
		"a column far out":          {with("xl/worksheets/sheet1.xml", "<worksheet><sheetData><row r='1'><c r='ZZZZZZ1'><v>1</v></c></row></sheetData></worksheet>"), "columns"},
		"an entity bomb":            {with("xl/worksheets/sheet1.xml", `<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;">]><worksheet/>`), "document type declaration"},
		"cut off":                   {good[:len(good)-40], "zip"},
		"a zip of no sheets":        {zipped(t, map[string]string{}), "has no sheet"},
	} {
		dir := folder(t, map[string]string{"list.xlsx": string(tt.data), "map.yaml": mapping})
		if err := readWithin(t, dir, Options{}); err == nil || !strings.Contains(err.Error(), "list.xlsx") || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v, want %q", name, err, tt.want)
		}
	}
}

// hostileMemory is what reading a file of a few kilobytes, or one that is refused,
// may hold at its peak. A record of XML may have 8 MB, and its elements as many
// again and more.
const hostileMemory = 96 << 20

// readWithin reads a list and watches how much the heap grows meanwhile.
func readWithin(t *testing.T, path string, o Options) (err error) {
	t.Helper()
	runtime.GC()
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	heap := func() uint64 {
		metrics.Read(sample)
		return sample[0].Value.Uint64()
	}
	before, peak := heap(), uint64(0)
	// Garbage counts too, so that little of it may pile up.
	defer debug.SetGCPercent(debug.SetGCPercent(10))
	done := make(chan struct{})
	go func() {
		defer close(done)
		_, err = Read(context.Background(), path, o)
	}()
	for {
		select {
		case <-done:
			if peak > before+hostileMemory {
				t.Errorf("%s: %d MB at the peak", filepath.Base(path), (peak-before)>>20)
			}
			return err
		case <-time.After(time.Millisecond):
			peak = max(peak, heap())
		}
	}
}

// TestEveryFormatRefusesDamage cuts each fixture's list off, breaks its bytes,
// and puts an endless field, an entity bomb and deep nesting in it: an error
// that names the file, or a list where the damage can be no error.
func TestEveryFormatRefusesDamage(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		name := strings.TrimSuffix(filepath.Base(path), ".txtar")
		a, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		main := a.Files[0]
		if name == "table-mapped" {
			main = a.Files[1]
		}
		data := string(fixture(main.Data, false))
		dataset := setting(string(a.Comment), "dataset")
		read := func(what, content string, must bool) {
			files := map[string]string{main.Name: content}
			if name == "table-mapped" {
				files["own.yaml"] = string(a.Files[0].Data)
			}
			dir := folder(t, files)
			err := readWithin(t, dir, Options{Dataset: dataset})
			if err == nil && must {
				t.Errorf("%s: %s: no error", name, what)
			}
			if err != nil && !strings.Contains(err.Error(), main.Name) {
				t.Errorf("%s: %s: error %v names no file", name, what, err)
			}
			if err != nil && len(err.Error()) > 2000 {
				t.Errorf("%s: %s: an error of %d bytes", name, what, len(err.Error()))
			}
		}
		isXML := strings.HasPrefix(data, "<?xml")
		read("cut in the middle", data[:len(data)/2], isXML || strings.HasPrefix(main.Name, "list.json"))
		read("a zero byte", data[:len(data)-5]+"\x00"+data[len(data)-5:], true)
		if isXML {
			_, body, _ := strings.Cut(data, "?>")
			read("an entity bomb", `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;">]>`+body, true)
			i := strings.LastIndex(data, "</")
			j := strings.LastIndex(data[:i], "</")
			read("deep nesting", data[:j]+strings.Repeat("<a>", 100_000), true)
			read("a tag without an end", data[:j]+"<a b='"+strings.Repeat("long ", 4<<20), true)
			read("a text without an end", data[:j]+"<a>"+strings.Repeat("long ", 4<<20), true)
		} else if strings.HasSuffix(main.Name, ".json") {
			at := strings.LastIndex(data, `"`) + 1 // behind the last text
			read("deep nesting", data[:at]+`,"x":`+strings.Repeat(`[`, 5<<20), true)
			read("deep nesting of objects", data[:at]+`,"x":`+strings.Repeat(`{"a":`, 5<<20), true)
			read("a text without an end", data[:at]+`,"x":"`+strings.Repeat("long ", 20<<20), true)
			read("a number without an end", data[:at]+`,"x":`+strings.Repeat("1", 100<<20), true)
		} else if strings.HasSuffix(main.Name, ".csv") || strings.HasSuffix(main.Name, ".txt") {
			read("a field of 100 MB", data+`"`+strings.Repeat("x", 100<<20)+`"`, true)
			read("a quotation that does not end", data+`"x`, true)
		}
	}
}

// TestHostileMappingsAreRefused gives a mapping that YAML's aliases would make
// grow without bound, one that is nested deeply, and one that is endless.
func TestHostileMappingsAreRefused(t *testing.T) {
	bomb := "a: &a [x,x,x,x,x,x,x,x,x]\n"
	for c := 'b'; c < 'l'; c++ {
		bomb += fmt.Sprintf("%c: &%c [*%c%s]\n", c, c, c-1, strings.Repeat(fmt.Sprintf(",*%c", c-1), 8))
	}
	for name, mapping := range map[string]string{
		"aliases":                  bomb + "dataset: xx_own\ncolumns:\n  name: *k\n",
		"nesting":                  "dataset: xx_own\ncolumns:\n  name: " + strings.Repeat("[", 100_000),
		"nesting of maps":          "dataset: xx_own\ncolumns:\n  name: " + strings.Repeat("{a: ", 50_000),
		"nesting of items":         "dataset: xx_own\ncolumns:\n  name:\n  " + strings.Repeat("- ", 100_000),
		"nesting of keys":          "dataset: xx_own\ncolumns:\n  name:\n  " + strings.Repeat("? ", 100_000),
		"nesting by indentation":   "dataset: xx_own\ncolumns:\n" + staircase(700),
		"a tag before nothing":     "dataset: xx_own\ncolumns:\n  name: name\nid: !x: ", // the YAML library's panic
		"a mapping without an end": "dataset: xx_own\ncolumns:\n  name: name\n  x: " + strings.Repeat("long ", 4<<20),
	} {
		dir := folder(t, map[string]string{"own.csv": "name\nIvan\n", "own.yaml": mapping})
		began := time.Now()
		if err := readWithin(t, dir, Options{}); err == nil || !strings.Contains(err.Error(), "own.") || len(err.Error()) > 2000 {
			t.Errorf("%s: error %v", name, err)
		}
		if took := time.Since(began); took > 20*time.Second {
			t.Errorf("%s: refused after %s", name, took)
		}
	}
}

// staircase is a map in a map in a map.
func staircase(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%sa:\n", strings.Repeat(" ", i+1))
	}
	return b.String()
}

// TestAGigabyteInOneTagIsNotRead puts a sparse gigabyte after the beginning of
// each XML list: no more is read than a record may have.
func TestAGigabyteInOneTagIsNotRead(t *testing.T) {
	for _, name := range []string{"ofac-xml", "ofac-advanced", "eu-xml11", "eu-xml10", "uk-fcdo-xml", "ca-sema", "ch-seco"} {
		a, err := txtar.ParseFile(filepath.Join("testdata", name+".txtar"))
		if err != nil {
			t.Fatal(err)
		}
		data := a.Files[0].Data
		data = data[:bytes.LastIndex(data, []byte("</"))]
		path := filepath.Join(t.TempDir(), a.Files[0].Name)
		if err := os.WriteFile(path, append(data, "<a b='"...), 0o666); err != nil {
			t.Fatal(err)
		}
		if err := os.Truncate(path, 1<<30); err != nil {
			t.Skipf("the file system has no sparse files: %v", err)
		}
		var done int64
		err = readWithin(t, path, Options{MaxBytes: 2 << 30, Progress: func(n, _ int64) { done = n }})
		if err == nil || !strings.Contains(err.Error(), a.Files[0].Name) || done > 32<<20 {
			t.Errorf("%s: error %v after %d MB", name, err, done>>20)
		}
	}
}
