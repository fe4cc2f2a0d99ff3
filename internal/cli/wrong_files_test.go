package cli

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"deciban/internal/testkit"
)

// Whatever is given for a list, the answer is an error that names the file, and
// the loaded lists stay as they are.
func TestWrongFilesLeaveTheLoadedListsUntouched(t *testing.T) {
	dir := t.TempDir()
	data := filepath.Join(dir, "data")
	write := func(name string, content []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	good := write("good.csv", []byte("id,name\n1,Zebedee Quillfeather\n"))
	if code, _, errs := run(t, t.Context(), "", "lists", "add", "--data", data, "--dataset", "good", good); code != 0 {
		t.Fatal(errs)
	}
	state := func() string {
		t.Helper()
		code, out, errs := run(t, t.Context(), "", "lists", "--data", data, "--json")
		if code != 0 {
			t.Fatal(errs)
		}
		return out
	}
	before := state()

	xml := readFile(t, testkit.Shared(t, "lists", "un_sc_sanctions", "un_2022-10-21.xml"))
	csv := readFile(t, testkit.Shared(t, "lists", "us_ofac_sdn", "2021-07", "sdn.csv"))
	var zipped bytes.Buffer
	z := zip.NewWriter(&zipped)
	if f, err := z.Create("sdn.csv"); err != nil {
		t.Fatal(err)
	} else if _, err := f.Write(csv); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	sparse := write("sparse.csv", []byte("id,name\n"))
	if err := os.Truncate(sparse, 3<<30); err != nil {
		t.Skipf("this file system has no sparse files: %v", err)
	}
	for name, path := range map[string]string{
		"truncated XML": write("cut.xml", xml[:len(xml)*2/3]),
		"HTML as XML":   write("page.xml", []byte("<!DOCTYPE html><html><body>Service unavailable</body></html>")),
		"zip":           write("sdn.zip", zipped.Bytes()),
		"zip as CSV":    write("zipped.csv", zipped.Bytes()),
		"empty":         write("empty.csv", nil),
		"entity bomb": write("bomb.xml", []byte(`<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>`+
			`<CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL><FIRST_NAME>&b;</FIRST_NAME></INDIVIDUAL></INDIVIDUALS></CONSOLIDATED_LIST>`)),
		"sparse":  sparse,
		"missing": filepath.Join(dir, "missing.xml"),
	} {
		code, out, errs := run(t, t.Context(), "", "lists", "add", "--data", data, "--dataset", "good", path)
		if code != ExitError || out != "" || !strings.Contains(errs, filepath.Base(path)) {
			t.Errorf("%s: code %d, out %q, err %q", name, code, out, errs)
		}
		if after := state(); after != before {
			t.Errorf("%s: the loaded lists have changed:\n%s", name, after)
		}
	}
}

func readFile(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
