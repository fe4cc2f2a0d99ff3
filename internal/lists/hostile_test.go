package lists

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"
)

// Beginnings that are right, so that what follows is read.
const (
	sdnRow   = `36,"EXAMPLE AIRLINES",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ` + "\n"
	unHead   = `<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<CONSOLIDATED_LIST dateGenerated="2031-02-03">` + "\n<INDIVIDUALS>\n"
	unRecord = `<INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>IVAN</FIRST_NAME><REFERENCE_NUMBER>XXi.001</REFERENCE_NUMBER></INDIVIDUAL>` + "\n"
	unTail   = "</INDIVIDUALS>\n</CONSOLIDATED_LIST>\n"
	ftmLine  = `{"id":"x-1","schema":"Person","datasets":["xx_test"],"properties":{"name":["Ivan Example"]}}` + "\n"
)

// manyRows returns n rows with numbers of their own.
func manyRows(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Replace(sdnRow, "36", fmt.Sprint(1000+i), 1))
	}
	return b.String()
}

func utf16le(s string) string {
	b := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u), byte(u>>8))
	}
	return string(b)
}

// TestWrongFilesAreRefusedWithFileAndPlace gives each reader what is not a list,
// or is a damaged one. want lists what the error must say.
func TestWrongFilesAreRefusedWithFileAndPlace(t *testing.T) {
	unXML := unHead + unRecord + unTail
	tests := []struct {
		name    string
		file    string
		content string
		dataset string
		want    []string
	}{
		{"an empty file", "sdn.csv", "", "", []string{"sdn.csv", "an empty file"}},
		{"white space", "list.xml", " \n\t\n", "", []string{"list.xml", "an empty file"}},
		{"an end mark alone", "sdn.csv", "\x1a\r\n", "", []string{"sdn.csv", "an empty file"}},
		{"an HTML page called XML", "consolidated.xml", "<!DOCTYPE html>\n<html><body>503</body></html>", "", []string{"consolidated.xml", "an HTML page"}},
		{"an HTML page without a doctype", "consolidated.xml", "<html><head><title>Sign in</title></head></html>", "", []string{"an HTML page"}},
		{"a zip called CSV", "sdn.csv", "PK\x03\x04\x14\x00\x00\x00\x08\x00", "", []string{"sdn.csv", "a zip archive"}},
		{"a gzip file", "sdn.csv.gz", "\x1f\x8b\x08\x00abc", "", []string{"a gzip file"}},
		{"a PDF", "list.pdf", "%PDF-1.7\n", "", []string{"a PDF file"}},
		{"UTF-16 XML", "list.xml", utf16le(unXML), "", []string{"list.xml", "UTF-16"}},
		{"binary noise", "sdn.csv", "\x01\x02\x03\x80\x81\x00\x05noise\x7f", "", []string{"sdn.csv", "binary data"}},
		{"XML of another kind", "other.xml", "<rss><channel/></rss>", "", []string{"other.xml", `"rss"`}},
		{"JSON of another kind", "x.json", `{"version": 3}`, "", []string{"x.json", "JSON"}},
		{"prose", "notes.txt", "Dear colleague,\nthe list is attached.\n", "", []string{"notes.txt", "Dear colleague"}},

		{"aliases without their list", "alt.csv", `36,12,"aka","AERO-EXAMPLE",-0- ` + "\n", "", []string{"alt.csv", "alternate identity table", "sdn.csv"}},
		{"a CSV cut off in a quoted field", "sdn.csv", sdnRow + `37,"CUT OFF HE`, "", []string{"sdn.csv", "line 2", "cut off"}},
		{"a CSV cut off between fields", "sdn.csv", sdnRow + `37,"CUT OFF",-0- ,"CUBA"`, "", []string{"sdn.csv", "line 2", "4 columns", "12"}},
		{"a row with too many columns", "sdn.csv", sdnRow + strings.TrimSuffix(sdnRow, "\n") + ",x\n", "", []string{"sdn.csv", "line 2", "13 columns"}},
		{"a quotation mark that is not doubled", "sdn.csv", sdnRow + strings.Replace(sdnRow, "EXAMPLE", `EX"AMPLE`, 1), "", []string{"sdn.csv", "line 2"}},
		{"rows after the end mark", "sdn.csv", sdnRow + "\x1a\n" + sdnRow, "", []string{"sdn.csv", "line 3", "end mark"}},
		{"an entry number that is none", "sdn.csv", sdnRow + strings.Replace(sdnRow, "36", "x36", 1), "", []string{"sdn.csv", "line 2", "x36"}},
		{"an entry type that is none", "sdn.csv", sdnRow + strings.Replace(sdnRow, `",-0- ,"CUBA`, `","spaceship","CUBA`, 1), "", []string{"line 2", "spaceship"}},
		{"an entry twice", "sdn.csv", sdnRow + sdnRow, "", []string{"sdn.csv", "line 2", "ent_num", `"36"`, "twice"}},
		{"an entry without a name", "sdn.csv", sdnRow + strings.Replace(strings.Replace(sdnRow, "36", "37", 1), `"EXAMPLE AIRLINES"`, "-0- ", 1), "", []string{"line 2", "no name"}},
		{"a zero byte far behind the head", "sdn.csv", manyRows(2000) + strings.Replace(sdnRow, "EXAMPLE", "EX\x00AMPLE", 1), "", []string{"sdn.csv", "line 2001", "column 2", "zero byte"}},

		{"an XML cut off in a record", "un.xml", unHead + unRecord + `<INDIVIDUAL><DATAID>2</DATAID><FIRST_NA`, "", []string{"un.xml", "line 5", "CONSOLIDATED_LIST/INDIVIDUALS/INDIVIDUAL[2]", "cut off"}},
		{"an XML cut off between records", "un.xml", unHead + unRecord, "", []string{"un.xml", "CONSOLIDATED_LIST/INDIVIDUALS", "cut off"}},
		{"an entity bomb", "un.xml", `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL><FIRST_NAME>&b;</FIRST_NAME></INDIVIDUAL></INDIVIDUALS></CONSOLIDATED_LIST>`, "", []string{"un.xml", "line 1", "document type declaration"}},
		{"an external entity", "un.xml", `<!DOCTYPE x SYSTEM "file:///etc/passwd"><CONSOLIDATED_LIST/>`, "", []string{"un.xml", "document type declaration"}},
		{"an entity that nothing declares", "un.xml", unHead + `<INDIVIDUAL><FIRST_NAME>&b;</FIRST_NAME></INDIVIDUAL>` + unTail, "", []string{"un.xml", "line 4", "INDIVIDUAL[1]/FIRST_NAME", "entity"}},
		{"crossed tags", "un.xml", unHead + `<INDIVIDUAL><FIRST_NAME></INDIVIDUAL></FIRST_NAME>` + unTail, "", []string{"un.xml", "line 4", "not well-formed"}},
		{"deep nesting", "un.xml", unHead + "<INDIVIDUAL>" + strings.Repeat("<a>", 100_000), "", []string{"un.xml", "line 4", "nested more than 64"}},
		{"endless siblings", "un.xml", unHead + "<INDIVIDUAL>" + strings.Repeat("<a/>", 300_000), "", []string{"un.xml", "line 4", "more than 200000 elements"}},
		{"a record without an end", "un.xml", unHead + "<INDIVIDUAL><COMMENTS1>" + strings.Repeat("long ", 3<<20), "", []string{"un.xml", "line 4", "COMMENTS1", "too long"}},
		{"an attribute without an end", "un.xml", unHead + `<INDIVIDUAL a="` + strings.Repeat("long ", 3<<20), "", []string{"un.xml", "line 4", "too long"}},
		{"a second root", "un.xml", unXML + "<more/>", "", []string{"un.xml", "second root"}},
		{"text after the end", "un.xml", unXML + "more", "", []string{"un.xml", "outside the root"}},
		{"bytes that are not UTF-8", "un.xml", unHead + "<INDIVIDUAL><FIRST_NAME>Jos\xe9</FIRST_NAME></INDIVIDUAL>" + unTail, "", []string{"un.xml", "line 4", "FIRST_NAME", "UTF-8"}},
		{"an encoding that is not read", "un.xml", strings.Replace(unXML, "UTF-8", "EBCDIC", 1), "", []string{"un.xml", "EBCDIC"}},
		{"a record without its number", "un.xml", unHead + "<INDIVIDUAL><FIRST_NAME>IVAN</FIRST_NAME></INDIVIDUAL>" + unTail, "", []string{"un.xml", "line 4", "INDIVIDUAL/REFERENCE_NUMBER"}},
		{"a list without records", "un.xml", unHead + unTail, "", []string{"no entries"}},

		{"a line that is no JSON", "x.json", ftmLine + "{\"id\":", "", []string{"x.json", "line 2"}},
		{"an unknown schema", "x.json", ftmLine + strings.Replace(ftmLine, "Person", "Wizard", 1), "", []string{"x.json", "line 2", "Wizard"}},
		{"an entity twice", "x.json", ftmLine + ftmLine, "", []string{"x.json", "line 2", "x-1", "twice"}},
		{"entities of several datasets", "x.json", ftmLine + strings.Replace(strings.Replace(ftmLine, "xx_test", "yy_test", 1), "x-1", "x-2", 1), "", []string{"x.json", "line 2", "yy_test", "--dataset"}},
		{"JSON that is not UTF-8", "x.json", ftmLine + strings.Replace(ftmLine, "Ivan", "Iv\xe4n", 1), "", []string{"x.json", "line 2", "UTF-8"}},
		{"a line without an end", "x.json", ftmLine + `{"id":"` + strings.Repeat("x", 17<<20), "", []string{"x.json", "line 2", "too long"}},

		{"a column that is no property", "own.csv", "name,birthDat\nIvan,1951\n", "xx_own", []string{"own.csv", `"birthDat"`, `"birthDate"`}},
		{"a column twice", "own.csv", "name,name\nIvan,Vanya\n", "xx_own", []string{"own.csv", "two columns"}},
		{"a table without a name for the dataset", "own.csv", "name\nIvan\n", "", []string{"own.csv", "--dataset"}},
		{"a dataset name that is none", "own.csv", "name\nIvan\n", "../x", []string{`"../x"`, "lower-case"}},
		{"a row with too few cells", "own.csv", "name,birthDate\nIvan,1951\nPetr\n", "xx_own", []string{"own.csv", "row 2", "line 3", "1 cells", "header has 2"}},
		{"a cell that is not UTF-8", "own.csv", "name,birthDate\nIv\xe4n,1951\n", "xx_own", []string{"own.csv", "row 1", "line 2", "name", "UTF-8"}},
		{"a row of an unknown schema", "own.csv", "name,schema\nIvan,Wizard\n", "xx_own", []string{"own.csv", "line 2", "schema", "Wizard"}},
		{"a property that the schema lacks", "own.csv", "name,schema,imoNumber\nIvan,Person,9187629\n", "xx_own", []string{"own.csv", "line 2", "imoNumber", "Person"}},
		{"UTF-16 cut off in a character", "own.csv", utf16le("name\nIvan\n") + "x", "xx_own", []string{"own.csv", "cut off"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), tt.file)
			if err := os.WriteFile(path, []byte(tt.content), 0o666); err != nil {
				t.Fatal(err)
			}
			l, err := Read(context.Background(), path, Options{Dataset: tt.dataset})
			if err == nil {
				t.Fatalf("read as %s with %d entities", l.Format, len(l.Entities))
			}
			for _, w := range tt.want {
				if !strings.Contains(err.Error(), w) {
					t.Errorf("error %q does not say %q", err, w)
				}
			}
			if len(err.Error()) > 1000 {
				t.Errorf("error of %d bytes", len(err.Error()))
			}
		})
	}
}

// TestHugeFilesAreRefusedWithoutReadingThem lets the files be 3 GB, as a sparse
// file is without taking room on disk: zeros alone, and zeros after a right
// beginning. Whether the size or the record is over its limit, no more is read
// than one record may have.
func TestHugeFilesAreRefusedWithoutReadingThem(t *testing.T) {
	const size = 3 << 30
	for name, head := range map[string]string{
		"zeros.csv": "", "sdn.csv": sdnRow, "un.xml": unHead + unRecord + "<INDIVIDUAL><COMMENTS1>", "x.json": ftmLine, "own.csv": "name\nIvan\n",
		"quote.csv": sdnRow + `37,"`, "comment.xml": unHead + "<!--", "tag.xml": unHead + "<",
	} {
		for _, limit := range []int64{0, 8 << 30} {
			path := filepath.Join(t.TempDir(), name)
			if err := os.WriteFile(path, []byte(head), 0o666); err != nil {
				t.Fatal(err)
			}
			if err := os.Truncate(path, size); err != nil {
				t.Skipf("the file system has no sparse files: %v", err)
			}
			var read int64
			o := Options{Dataset: "xx_test", MaxBytes: limit, Progress: func(done, _ int64) { read = done }}
			_, err := Read(context.Background(), path, o)
			if err == nil || !strings.Contains(err.Error(), name) {
				t.Errorf("%s: error %v", name, err)
			}
			if read > 32<<20 {
				t.Errorf("%s: %d MB were read", name, read>>20)
			}
		}
	}
}

func TestFoldersWithoutAListAreRefused(t *testing.T) {
	t.Run("an empty folder", func(t *testing.T) { refused(t, t.TempDir(), "is empty") })
	t.Run("nothing known", func(t *testing.T) {
		dir := folder(t, map[string]string{"readme.md": "# Hello\n", "logo.png": "\x89PNG\r\n\x1a\n\x00\x00"})
		refused(t, dir, "no list of a known format", "logo.png (binary data)", "readme.md (text)")
	})
	t.Run("only folders", func(t *testing.T) {
		dir := folder(t, map[string]string{"2019/sdn.csv": sdnRow, "2021/sdn.csv": sdnRow})
		refused(t, dir, "only folders (2019, 2021)")
	})
	t.Run("two versions of a list", func(t *testing.T) {
		dir := folder(t, map[string]string{"a.xml": unHead + unRecord + unTail, "b.xml": unHead + unRecord + unTail})
		refused(t, dir, "two versions of un_sc_sanctions", "a.xml", "b.xml")
	})
	t.Run("a path that is not there", func(t *testing.T) { refused(t, filepath.Join(t.TempDir(), "nowhere"), "nowhere") })
	t.Run("a damaged part", func(t *testing.T) {
		dir := folder(t, map[string]string{"sdn.csv": sdnRow, "alt.csv": `36,12,"aka","X",-0- ` + "\n" + `36,13,"aka"` + "\n"})
		refused(t, dir, "alt.csv", "line 2", "3 columns")
	})
}

func refused(t *testing.T, path string, want ...string) {
	t.Helper()
	_, err := Read(context.Background(), path, Options{})
	if err == nil {
		t.Fatal("no error")
	}
	for _, w := range want {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("error %q does not say %q", err, w)
		}
	}
}

func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestReadingEndsWhenTheContextDoes(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for name, content := range map[string]string{"sdn.csv": sdnRow, "un.xml": unHead + unRecord + unTail, "x.json": ftmLine, "own.csv": "name\nIvan\n"} {
		path := filepath.Join(folder(t, map[string]string{name: content}), name)
		if _, err := Read(ctx, path, Options{Dataset: "xx_test"}); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

func TestAPipeIsRefusedWithoutWaiting(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pipe")
	if err := exec.Command("mkfifo", path).Run(); err != nil {
		t.Skipf("needs mkfifo: %v", err)
	}
	refused(t, path, "not a regular file")
	refused(t, filepath.Dir(path), "not a regular file")
}

func TestAByteOrderMarkChangesNothing(t *testing.T) {
	for name, content := range map[string]string{"sdn.csv": sdnRow, "un.xml": unHead + unRecord + unTail, "x.json": ftmLine, "own.csv": "name\nIvan\n"} {
		path := filepath.Join(folder(t, map[string]string{name: "\ufeff" + content}), name)
		l, err := Read(context.Background(), path, Options{Dataset: "xx_test"})
		if err != nil || l.Counts.Entries != 1 {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

func TestErrorsOfUnknownFilesCanBeTold(t *testing.T) {
	path := filepath.Join(folder(t, map[string]string{"x.xml": "<rss/>"}), "x.xml")
	if _, err := Open(path); !errors.Is(err, ErrUnknown) {
		t.Errorf("error %v", err)
	}
	var e *Error
	path = filepath.Join(folder(t, map[string]string{"sdn.csv": sdnRow + "37"}), "sdn.csv")
	if _, err := Read(context.Background(), path, Options{}); !errors.As(err, &e) || e.File != "sdn.csv" || e.Line != 2 {
		t.Errorf("error %v", err)
	}
}

func TestLooseFilesOfOneListAreReadTogether(t *testing.T) {
	dir := folder(t, map[string]string{"one.csv": sdnRow, "two.csv": `36,12,"aka","AERO-EXAMPLE",-0- ` + "\n", "list.xml": unHead + unRecord + unTail})
	found, err := Open(filepath.Join(dir, "two.csv"), filepath.Join(dir, "one.csv"), filepath.Join(dir, "list.xml"))
	if err != nil {
		t.Fatal(err)
	}
	if len(found) != 2 || found[0].Dataset != "un_sc_sanctions" || found[1].Dataset != "us_ofac_sdn" {
		t.Fatalf("found %+v", found)
	}
	l, err := found[1].Read(context.Background(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if l.Counts.Aliases != 1 || len(l.Sources) != 2 {
		t.Errorf("counts %+v, sources %+v", l.Counts, l.Sources)
	}
}
