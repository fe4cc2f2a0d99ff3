package lists

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"deciban/internal/entity"

	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestFixturesReadAsEntities reads each testdata/*.txtar: files of a list as
// its publisher would write them, and the entities that they are, with the
// place of each statement. Lines before the files set the dataset, or Windows
// line ends. Run with -update to write what is read.
func TestFixturesReadAsEntities(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatal("no fixtures", err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir()
			comment := string(a.Comment)
			want := -1
			for i, f := range a.Files {
				if f.Name == "want" {
					want = i
					continue
				}
				if err := os.WriteFile(filepath.Join(dir, f.Name), fixture(f.Data, strings.Contains(comment, "crlf: yes")), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			l, err := Read(context.Background(), dir, Options{Dataset: setting(comment, "dataset")})
			if err != nil {
				t.Fatal(err)
			}
			got := render(l)
			if *update {
				a.Files[want].Data = []byte(got)
				if err := os.WriteFile(path, txtar.Format(a), 0o666); err != nil {
					t.Fatal(err)
				}
				return
			}
			if w := string(a.Files[want].Data); got != w {
				t.Errorf("got:\n%s", diff(w, got))
			}
		})
	}
}

// setting returns the value of a line "key: value" of a comment.
func setting(comment, key string) string {
	for line := range strings.Lines(comment) {
		if v, ok := strings.CutPrefix(strings.TrimSpace(line), key+": "); ok {
			return v
		}
	}
	return ""
}

// fixture puts in what a text file of ours cannot hold.
func fixture(data []byte, crlf bool) []byte {
	data = bytes.ReplaceAll(data, []byte("<CTRL-Z>\n"), []byte("\x1a"))
	data = bytes.ReplaceAll(data, []byte("<F1>"), []byte("\xf1"))
	data = bytes.ReplaceAll(data, []byte("<E9>"), []byte("\xe9"))
	if crlf {
		data = bytes.ReplaceAll(data, []byte("\n"), []byte("\r\n"))
	}
	return data
}

func render(l *List) string {
	var b strings.Builder
	fmt.Fprintf(&b, "dataset %s\ntitle %s\npublisher %s\npublished %s\nformat %s\n", l.Dataset, l.Title, l.Publisher, l.PublishedOn, l.Format)
	for _, s := range l.Sources {
		fmt.Fprintf(&b, "source %s %d\n", s.Name, s.Size)
	}
	c := l.Counts
	fmt.Fprintf(&b, "entries %d %v\nnames %d: primary %d alias %d weak %d previous %d\n", c.Entries, c.BySchema, c.Names, c.Primary, c.Aliases, c.WeakAliases, c.PreviousNames)
	fmt.Fprintf(&b, "dates %d, identifiers %d %v, addresses %d\n", c.BirthDates, c.Numbers, c.Identifiers, c.Addresses)
	fmt.Fprintf(&b, "clauses %d, noted %d, unparsed %d\nparts %v\n", c.Clauses, c.ClausesNoted, c.ClausesUnparsed, c.Parts)
	for _, r := range l.Remarks {
		fmt.Fprintf(&b, "remark %s\n", r)
	}
	for _, p := range l.Problems {
		fmt.Fprintf(&b, "problem %s\n", p)
	}
	for _, p := range l.Unparsed {
		fmt.Fprintf(&b, "unparsed %s\n", p)
	}
	for _, e := range l.Entities {
		target := ""
		if e.Target {
			target = " target"
		}
		fmt.Fprintf(&b, "\n%s %s%s\n", e.ID, e.Schema.Name, target)
		for _, s := range e.Statements {
			b.WriteString("    " + renderStatement(s) + "\n")
		}
	}
	return b.String()
}

func renderStatement(s entity.Statement) string {
	out := s.Prop + " = " + s.Value
	if s.Original != "" {
		out += "  « " + s.Original
	}
	if s.Lang != "" {
		out += "  lang " + s.Lang
	}
	out += fmt.Sprintf("  @ %s:%d", s.Place.File, s.Place.Line)
	if s.Place.Path != "" {
		out += " " + s.Place.Path
	}
	if s.Remark != "" {
		out += "  ! " + s.Remark
	}
	return out
}

// diff shows the lines that differ, plainly: those only in one text.
func diff(want, got string) string {
	count := map[string]int{}
	for line := range strings.Lines(want) {
		count[line]--
	}
	for line := range strings.Lines(got) {
		count[line]++
	}
	var b strings.Builder
	for line := range strings.Lines(want) {
		if count[line] < 0 {
			b.WriteString("- " + line)
		}
	}
	for line := range strings.Lines(got) {
		if count[line] > 0 {
			b.WriteString("+ " + line)
		}
	}
	return b.String()
}
