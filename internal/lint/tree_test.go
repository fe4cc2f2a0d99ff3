package lint

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"
)

// root is the repository, seen from this package's folder.
const root = "../.."

// tree is the text of a repository's files by path, with "/" between folders.
type tree map[string]string

// paths returns the paths in order.
func (tr tree) paths() []string { return slices.Sorted(maps.Keys(tr)) }

// goFiles returns the paths of the Go files in order.
func (tr tree) goFiles() []string {
	return slices.DeleteFunc(tr.paths(), func(p string) bool { return path.Ext(p) != ".go" })
}

// parse reads a Go file with its comments.
func (tr tree) parse(name string) (*token.FileSet, *ast.File, error) {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, name, tr[name], parser.ParseComments|parser.SkipObjectResolution)
	return fset, f, err
}

// built tells of files and folders that tools make and git ignores.
func built(p string) bool {
	switch p {
	case ".git", "deciban", "dist", "web/node_modules", "coverage.out":
		return true
	}
	return path.Ext(p) == ".test" || path.Ext(p) == ".prof"
}

// repository reads the files of the repository once. A binary file is there
// under its path without its bytes; size tells how many it has.
var repository = sync.OnceValues(func() (tree, error) {
	tr := make(tree)
	files := os.DirFS(root)
	err := fs.WalkDir(files, ".", func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case built(p) && d.IsDir():
			return fs.SkipDir
		case built(p) || !d.Type().IsRegular():
			return nil
		}
		b, err := fs.ReadFile(files, p)
		if err != nil {
			return err
		}
		if bytes.IndexByte(b, 0) >= 0 {
			b = nil
		}
		tr[p] = string(b)
		return nil
	})
	return tr, err
})

func repo(t *testing.T) tree {
	t.Helper()
	tr, err := repository()
	if err != nil {
		t.Fatal(err)
	}
	return tr
}

// rule is one rule of the house.
type rule struct {
	name string
	// objects returns what the rule objects to, each with the file's path.
	objects func(tree) []string
	// broken is a tree that the rule must object to once, with these words.
	broken tree
	want   string
}

var rules = slices.Concat(sourceRules, importRules, textRules, documentRules)

func TestHouse(t *testing.T) {
	tr := repo(t)
	for _, r := range rules {
		t.Run(r.name, func(t *testing.T) {
			for _, o := range r.objects(tr) {
				t.Error(o)
			}
		})
	}
}

func TestEachRuleFindsItsFault(t *testing.T) {
	for _, r := range rules {
		t.Run(r.name, func(t *testing.T) {
			got := r.objects(r.broken)
			if len(got) != 1 || !strings.Contains(got[0], r.want) {
				t.Errorf("objects to %q, want one objection that says %q", got, r.want)
			}
		})
	}
}

// at writes an objection to a place in a Go file.
func at(fset *token.FileSet, pos token.Pos, format string, args ...any) string {
	p := fset.Position(pos)
	return fmt.Sprintf("%s:%d: ", p.Filename, p.Line) + fmt.Sprintf(format, args...)
}
