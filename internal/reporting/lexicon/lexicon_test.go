package lexicon

import (
	"strings"
	"testing"
)

func TestEveryListCanBeRead(t *testing.T) {
	entries, err := files.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		sections, err := Read(e.Name())
		if err != nil {
			t.Error(err)
		}
		for _, s := range sections {
			if len(s.Lines) == 0 {
				t.Errorf("%s:%d: section [%s] is empty", e.Name(), s.Line, s.Name)
			}
		}
	}
}

func TestErrorsNameTheLine(t *testing.T) {
	for content, want := range map[string]string{
		"word\n[a]\n":    `read lexicon "x.txt": line 1: "word" stands before`,
		"[a]\nb\n[c\n":   `read lexicon "x.txt": line 3: "[c" is no section`,
		"# only\n\n[ ]x": `read lexicon "x.txt": line 3: "[ ]x" is no section`,
	} {
		if _, err := Parse("x.txt", content); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: got %v, want %s", content, err, want)
		}
	}
}
