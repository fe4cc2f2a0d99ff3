package lint

import (
	"encoding/json"
	"fmt"
	"hash/maphash"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"deciban/internal/testkit"
)

// machinePath finds what is true on one machine only. It is put together from
// parts so as not to find itself.
var machinePath = regexp.MustCompile(`(^|[^\w.-])/(wo` + `rk|ro` + `ot)/|/tmp/ba` + `sh_jobs|\.lib` + `rary/`)

// largestFile keeps data out that the project did not write; the learned model
// is a few megabytes.
const largestFile = 4 << 20

var textRules = []rule{
	{
		name:    "no file names a path of somebody's machine",
		objects: machinePaths,
		broken:  tree{"docs/a.md": "Run it in /ro" + "ot/deciban.\n", "docs/b.md": "See ../shared/work/a.\n"},
		want:    "docs/a.md:1: ",
	},
	{
		name:    "no file is large",
		objects: largeFiles,
		broken:  tree{"testdata/list.xml": strings.Repeat("x", largestFile+1)},
		want:    "testdata/list.xml: ",
	},
}

func machinePaths(tr tree) []string {
	var objections []string
	for _, p := range tr.paths() {
		if path.Base(p) == "go.sum" {
			continue
		}
		n := 0
		for line := range strings.Lines(tr[p]) {
			if n++; machinePath.MatchString(line) {
				objections = append(objections, fmt.Sprintf("%s:%d: names a path of one machine: %.120s", p, n, strings.TrimSpace(line)))
			}
		}
	}
	return objections
}

func largeFiles(tr tree) []string {
	var objections []string
	for _, p := range tr.paths() {
		if n := len(tr[p]); n > largestFile {
			objections = append(objections, fmt.Sprintf("%s: %d bytes; data that the project did not write stays outside", p, n))
		}
	}
	return objections
}

// passage is the number of words in a row that makes a quotation.
const passage = 12

// words returns the words of a text, folded.
func words(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// passages calls f with the hash of each run of words that makes a quotation.
func passages(seed maphash.Seed, text string, f func(hash uint64, words []string)) {
	ws := words(text)
	for i := range len(ws) - passage + 1 {
		f(maphash.String(seed, strings.Join(ws[i:i+passage], " ")), ws[i:i+passage])
	}
}

// TestNoTextOfTheEvaluationSetsIsInTheTree looks for sentences of news articles
// whose licence lets nobody pass them on.
func TestNoTextOfTheEvaluationSetsIsInTheTree(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 20 MB of news texts, which the full run does")
	}
	seed := maphash.MakeSeed()
	known := make(map[uint64]bool)
	learn := func(text string) {
		passages(seed, text, func(h uint64, _ []string) { known[h] = true })
	}
	brief, err := os.ReadFile(testkit.Shared(t, "reporting", "brief.txt"))
	if err != nil {
		t.Fatal(err)
	}
	learn(string(brief))
	for _, sub := range []string{"incidents", "attribution"} {
		dir := os.DirFS(testkit.Shared(t, "reporting", sub))
		err := fs.WalkDir(dir, ".", func(p string, d fs.DirEntry, err error) error {
			if err != nil || !d.Type().IsRegular() || !slices.Contains([]string{".txt", ".json"}, path.Ext(p)) {
				return err
			}
			b, err := fs.ReadFile(dir, p)
			if err != nil {
				return err
			}
			for line := range strings.Lines(string(b)) {
				var doc struct {
					Text string `json:"doctext"`
				}
				if json.Unmarshal([]byte(line), &doc) == nil && doc.Text != "" {
					learn(doc.Text)
				} else {
					learn(line)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(known) < 100_000 {
		t.Fatalf("only %d passages of news texts; the test would find nothing", len(known))
	}
	tr := repo(t)
	for _, p := range tr.paths() {
		for line := range strings.Lines(tr[p]) {
			found := ""
			passages(seed, line, func(h uint64, ws []string) {
				if known[h] && found == "" {
					found = strings.Join(ws, " ")
				}
			})
			if found != "" {
				t.Errorf("%s: quotes a text of an evaluation set: %q", p, found)
				break
			}
		}
	}
}

// TestNoFileOfTheSharedFolderIsInTheTree compares the bytes of files of one size.
func TestNoFileOfTheSharedFolderIsInTheTree(t *testing.T) {
	dir := testkit.Shared(t)
	tr := repo(t)
	bySize := make(map[int64][]string)
	for _, p := range tr.paths() {
		info, err := os.Stat(filepath.Join(root, filepath.FromSlash(p)))
		if err != nil {
			t.Fatal(err)
		}
		if info.Size() > 0 && path.Base(p) != "LICENSE" {
			bySize[info.Size()] = append(bySize[info.Size()], p)
		}
	}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		for _, p := range bySize[info.Size()] {
			mine, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(p)))
			if err != nil {
				return err
			}
			theirs, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			if string(mine) == string(theirs) {
				t.Errorf("%s: is a copy of %s", p, strings.TrimPrefix(name, dir))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
