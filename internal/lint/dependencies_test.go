package lint

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// licences recognises a licence by words that stand in its text. The order
// matters: the Mozilla Public License names the GNU licences.
var licences = []struct {
	name string
	text *regexp.Regexp
	// tests alone may use it, since nothing of it is in the program.
	tests bool
	// free says that its terms are met by passing its text on.
	free bool
}{
	{"MPL-2.0", regexp.MustCompile(`Mozilla Public License`), true, false},
	{"GPL", regexp.MustCompile(`GNU (AFFERO |LESSER |LIBRARY )?GENERAL PUBLIC LICENSE|GNU (Affero |Lesser )?General Public License`), false, false},
	{"Apache-2.0", regexp.MustCompile(`Apache License\s+Version 2\.0`), true, true},
	{"MIT", regexp.MustCompile(`Permission is hereby granted, free of charge`), true, true},
	{"ISC", regexp.MustCompile(`Permission to use, copy, modify, and(/or)? distribute this software for any\s+purpose`), true, true},
	{"BSD", regexp.MustCompile(`Redistribution and use in source and binary forms`), true, true},
}

// licencesOf returns the names of the licences in the text of a licence file.
func licencesOf(text string) []string {
	var names []string
	for _, l := range licences {
		if l.text.MatchString(text) {
			names = append(names, l.name)
			if !l.free {
				break
			}
		}
	}
	return names
}

// allowed tells whether a module under these licences may be used.
func allowed(names []string, inTestsOnly bool) bool {
	return len(names) > 0 && !slices.ContainsFunc(names, func(name string) bool {
		i := slices.IndexFunc(licences, func(l struct {
			name        string
			text        *regexp.Regexp
			tests, free bool
		}) bool {
			return l.name == name
		})
		return !licences[i].free && !(licences[i].tests && inTestsOnly)
	})
}

// used returns the folders of the modules whose packages the repository
// imports, by path.
func used(t *testing.T, args ...string) map[string]string {
	t.Helper()
	cmd := exec.Command("go", slices.Concat([]string{"list", "-e", "-deps", "-json=Module"}, args, []string{"./..."})...)
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "GOPROXY=off", "GOFLAGS=-mod=readonly")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, stderr.Bytes())
	}
	dirs := make(map[string]string)
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p struct{ Module *struct{ Path, Dir string } }
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return dirs
		} else if err != nil {
			t.Fatal(err)
		}
		if p.Module != nil && p.Module.Path != module {
			dirs[p.Module.Path] = p.Module.Dir
		}
	}
}

func TestEveryModuleIsUnderAPermissiveLicence(t *testing.T) {
	shipped := used(t)
	all := used(t, "-test")
	listed := dependencyRows(repo(t)["docs/dependencies.md"])
	for _, m := range slices.Sorted(maps.Keys(all)) {
		names, err := filepath.Glob(filepath.Join(all[m], "[LC][IO][CP][EY]*"))
		if err != nil || len(names) == 0 {
			t.Errorf("%s: has no licence file", m)
			continue
		}
		var found []string
		for _, name := range names {
			b, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			found = append(found, licencesOf(string(b))...)
		}
		_, ships := shipped[m]
		if !allowed(found, !ships) {
			t.Errorf("%s: its licence is %q, which the program may not use", m, found)
		}
		if row, ok := listed[m]; ok && !slices.ContainsFunc(found, func(l string) bool { return strings.HasPrefix(row, l) }) {
			t.Errorf("%s: docs/dependencies.md gives its licence as %q, its own file says %q", m, row, found)
		}
	}
}

func TestLicencesAreToldApart(t *testing.T) {
	mit := "Permission is hereby granted, free of charge, to any person"
	for _, c := range []struct {
		text             string
		program, inTests bool
	}{
		{mit, true, true},
		{"Apache License\n   Version 2.0, January 2004", true, true},
		{"Redistribution and use in source and binary forms, with or", true, true},
		{mit + "\n\nGNU GENERAL PUBLIC LICENSE\nVersion 3", false, false},
		{"GNU LESSER GENERAL PUBLIC LICENSE", false, false},
		{"Mozilla Public License Version 2.0 … the GNU General Public License", false, true},
		{"All rights reserved.", false, false},
	} {
		names := licencesOf(c.text)
		if got := allowed(names, false); got != c.program {
			t.Errorf("%q: in the program %v, want %v", c.text, got, c.program)
		}
		if got := allowed(names, true); got != c.inTests {
			t.Errorf("%q: in tests %v, want %v", c.text, got, c.inTests)
		}
	}
}

// dependencyRows returns the licence that each row of the table gives, by module.
func dependencyRows(text string) map[string]string {
	rows := make(map[string]string)
	for line := range strings.Lines(text) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if !strings.HasPrefix(line, "|") || len(cells) != 3 {
			continue
		}
		m, why, licence := strings.Trim(strings.TrimSpace(cells[0]), "`"), strings.TrimSpace(cells[1]), strings.TrimSpace(cells[2])
		if host, _, _ := strings.Cut(m, "/"); strings.Contains(host, ".") && !strings.Contains(m, " ") && why != "" {
			rows[m] = licence
		}
	}
	return rows
}

// requirement is a line of go.mod that asks for a module.
var requirement = regexp.MustCompile(`(?m)^(?:require )?\s*([^\s/]+\.[^\s]+) v[^\s]+(?: // indirect)?$`)

// unlistedDependencies compares what the code imports with
// docs/dependencies.md, and that with go.mod.
func unlistedDependencies(tr tree) []string {
	rows := dependencyRows(tr["docs/dependencies.md"])
	var required []string
	for _, m := range requirement.FindAllStringSubmatch(tr["go.mod"], -1) {
		required = append(required, m[1])
	}
	missing := make(map[string]bool)
	eachImport(tr, func(_, _, imported, _ string) {
		for _, m := range required {
			if _, ok := rows[m]; !ok && (imported == m || strings.HasPrefix(imported, m+"/")) {
				missing[m] = true
			}
		}
	})
	var objections []string
	for _, m := range slices.Sorted(maps.Keys(missing)) {
		objections = append(objections, "docs/dependencies.md: no row with reason and licence for "+m)
	}
	for _, m := range slices.Sorted(maps.Keys(rows)) {
		if !slices.Contains(required, m) {
			objections = append(objections, "docs/dependencies.md: go.mod does not ask for "+m)
		}
	}
	return objections
}
