package lint

import (
	"maps"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// shellLine finds a call of the program in a document's code block.
var shellLine = regexp.MustCompile(`(?m)^\s*(?:\$ )?(?:\S.* \| )?(?:\./)?(?:deciban|go run \./cmd/deciban)( .*)$`)

// commandWord is the name of a command, before its first argument.
var commandWord = regexp.MustCompile(`^[a-z][a-z-]*$`)

// TestCommandsInDocumentsExist asks the program for help on each command that
// the documents show, and looks for the options there.
func TestCommandsInDocumentsExist(t *testing.T) {
	name := filepath.Join(t.TempDir(), "deciban")
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	build := exec.Command("go", "build", "-buildvcs=false", "-o", name, "./cmd/deciban")
	build.Dir = root
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	tr := repo(t)
	shown := make(map[string]string)
	for _, p := range tr.paths() {
		if path.Ext(p) != ".md" {
			continue
		}
		for _, block := range codeBlocks(tr[p]) {
			for _, m := range shellLine.FindAllStringSubmatch(block, -1) {
				call, _, _ := strings.Cut(m[1], " #")
				call, _, _ = strings.Cut(call, " | ")
				shown[strings.TrimSpace(call)] = p
			}
		}
	}
	if len(shown) == 0 {
		t.Error("no document shows a command")
	}
	help := make(map[string]string)
	for _, call := range slices.Sorted(maps.Keys(shown)) {
		var command, options []string
		for i, w := range strings.Fields(call) {
			if strings.HasPrefix(w, "--") {
				option, _, _ := strings.Cut(w, "=")
				options = append(options, option)
			} else if len(command) == i && commandWord.MatchString(w) {
				command = append(command, w)
			}
		}
		// What looks like a word of the command may be an argument of it.
		var out string
		for n := len(command); n >= 0 && out == ""; n-- {
			key := strings.Join(command[:n], " ")
			if _, ok := help[key]; !ok {
				b, err := exec.Command(name, append(slices.Clone(command[:n]), "--help")...).CombinedOutput()
				if err == nil {
					help[key] = string(b)
				} else {
					help[key] = ""
				}
			}
			if out = help[key]; n == 0 && len(command) > 0 {
				t.Errorf("%s: deciban %s: there is no such command", shown[call], call)
			}
		}
		for _, option := range options {
			if !strings.Contains(out, option) {
				t.Errorf("%s: deciban %s: there is no option %s", shown[call], call, option)
			}
		}
	}
}

// codeBlocks returns the fenced blocks of a Markdown text, without the fences.
func codeBlocks(text string) []string {
	var blocks []string
	parts := strings.Split("\n"+text, "\n```")
	for i := 1; i < len(parts); i += 2 {
		_, body, _ := strings.Cut(parts[i], "\n")
		blocks = append(blocks, body)
	}
	return blocks
}
