package lint

import (
	"fmt"
	"go/ast"
	"go/format"
	"path"
	"regexp"
	"slices"
	"strings"
)

// longFiles may be longer than 500 lines, though never than 900. Each says why
// it is better whole than cut.
var longFiles = map[string]string{}

const (
	usualLines = 500
	mostLines  = 900
)

// vagueNames say nothing of what a package is for, so that anything ends up in it.
var vagueNames = []string{"util", "utils", "common", "helper", "helpers", "misc", "base", "shared", "types"}

// unfinished finds marks of work that was left. It is put together from parts so
// as not to find itself. Three X stand in real data too (the head office's
// branch code in a BIC), so they count only where they begin a comment.
var unfinished = regexp.MustCompile(`\b(TO` + `DO|FIX` + `ME)\b|(//|#)\s*XX` + `X\b|\b(not ` + `implemented|un` + `implemented)\b`)

var sourceRules = []rule{
	{
		name:    "every package says its one idea in the first sentence of its comment",
		objects: packagesWithoutComment,
		broken:  tree{"internal/a/a.go": "// Helper functions.\npackage a\n", "internal/b/b.go": "// Package b is the other.\npackage b\n"},
		want:    "internal/a: ",
	},
	{
		name:    "no package has a name that says nothing",
		objects: vaguePackages,
		broken:  tree{"internal/util/a.go": "package util\n"},
		want:    "internal/util: ",
	},
	{
		name:    "files stay short",
		objects: longSources,
		broken:  tree{"a.go": strings.Repeat("\n", usualLines+1), "b.go": strings.Repeat("\n", usualLines)},
		want:    "a.go: 501 lines",
	},
	{
		name:    "nothing is left unfinished",
		objects: unfinishedWork,
		broken:  tree{"a.go": "package a\n\n// TO" + "DO: the rest\n"},
		want:    "a.go:3: ",
	},
	{
		name:    "no test is skipped without a reason",
		objects: silentSkips,
		broken:  tree{"a_test.go": "package a\n\nfunc TestA(t *testing.T) { t.Skip() }\n\nfunc TestB(t *testing.T) { t.Skip(\"needs a disk\") }\n"},
		want:    "a_test.go:3: ",
	},
	{
		name:    "files are as gofmt writes them",
		objects: unformatted,
		broken:  tree{"a.go": "package a\nvar  x = 1\n"},
		want:    "a.go: ",
	},
}

func packagesWithoutComment(tr tree) []string {
	said := make(map[string]bool)
	for _, p := range tr.goFiles() {
		if strings.HasSuffix(p, "_test.go") || inTestdata(p) {
			continue
		}
		dir := path.Dir(p)
		_, f, err := tr.parse(p)
		if err != nil {
			continue // the compiler says it better
		}
		if !said[dir] {
			said[dir] = f.Doc != nil && (strings.HasPrefix(f.Doc.Text(), "Package "+f.Name.Name+" ") ||
				f.Name.Name == "main" && strings.HasPrefix(f.Doc.Text(), "Command "))
		}
	}
	var objections []string
	for dir, ok := range said {
		if !ok {
			objections = append(objections, fmt.Sprintf("%s: no comment that begins with %q, or %q for a program", dir, "Package "+path.Base(dir), "Command …"))
		}
	}
	slices.Sort(objections)
	return objections
}

func vaguePackages(tr tree) []string {
	var objections []string
	for _, p := range tr.goFiles() {
		dir := path.Dir(p)
		o := fmt.Sprintf("%s: the name %q says nothing; name the package after its idea", dir, path.Base(dir))
		if slices.Contains(vagueNames, path.Base(dir)) && !slices.Contains(objections, o) {
			objections = append(objections, o)
		}
	}
	return objections
}

func longSources(tr tree) []string {
	var objections []string
	for _, p := range tr.paths() {
		if !slices.Contains([]string{".go", ".ts", ".svelte"}, path.Ext(p)) {
			continue
		}
		lines := strings.Count(tr[p], "\n")
		switch _, known := longFiles[p]; {
		case lines > mostLines:
			objections = append(objections, fmt.Sprintf("%s: %d lines, more than %d", p, lines, mostLines))
		case lines > usualLines && !known:
			objections = append(objections, fmt.Sprintf("%s: %d lines, more than %d; cut it, or say in longFiles why it is better whole", p, lines, usualLines))
		case lines <= usualLines && known:
			objections = append(objections, fmt.Sprintf("%s: only %d lines now; take it out of longFiles", p, lines))
		}
	}
	return objections
}

func unfinishedWork(tr tree) []string {
	var objections []string
	for _, p := range tr.paths() {
		if !slices.Contains([]string{".go", ".ts", ".svelte", ".sh", ".md", ".yml", ".py"}, path.Ext(p)) && path.Base(p) != "Makefile" && path.Dir(p) != ".ci" {
			continue
		}
		n := 0
		for line := range strings.Lines(tr[p]) {
			if n++; unfinished.MatchString(line) {
				objections = append(objections, fmt.Sprintf("%s:%d: left unfinished: %s", p, n, strings.TrimSpace(line)))
			}
		}
	}
	return objections
}

func silentSkips(tr tree) []string {
	var objections []string
	for _, p := range tr.goFiles() {
		if !strings.Contains(tr[p], "Skip") {
			continue
		}
		fset, f, err := tr.parse(p)
		if err != nil {
			continue // the compiler says it better
		}
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			sel, ok := call.Fun.(*ast.SelectorExpr)
			if ok && (sel.Sel.Name == "SkipNow" || sel.Sel.Name == "Skip" && len(call.Args) == 0) {
				objections = append(objections, at(fset, call.Pos(), "a test is skipped without a reason"))
			}
			return true
		})
	}
	return objections
}

func unformatted(tr tree) []string {
	var objections []string
	for _, p := range tr.goFiles() {
		out, err := format.Source([]byte(tr[p]))
		if err != nil || inTestdata(p) {
			continue // the compiler says it better
		}
		if string(out) != tr[p] {
			objections = append(objections, p+": not formatted; run make fmt")
		}
	}
	return objections
}

func inTestdata(p string) bool { return slices.Contains(strings.Split(p, "/"), "testdata") }
