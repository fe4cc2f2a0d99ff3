package lint

import (
	"errors"
	"flag"
	"maps"
	"os"
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

// program builds deciban and returns its path.
func program(t *testing.T) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "deciban")
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	build := exec.Command("go", "build", "-buildvcs=false", "-o", name, "./cmd/deciban")
	build.Dir = root
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	return name
}

// TestOutputsInDocumentsAreTheProgramsOwn runs each command of a block of kind
// "console" on the built-in sample, and compares what it prints.
func TestOutputsInDocumentsAreTheProgramsOwn(t *testing.T) {
	name := program(t)
	data := t.TempDir()
	tr := repo(t)
	for _, p := range tr.paths() {
		if path.Ext(p) != ".md" {
			continue
		}
		text := console.ReplaceAllStringFunc(tr[p], func(block string) string {
			head, _, _ := strings.Cut(strings.TrimPrefix(block, consoleStart), "\n")
			args := strings.TrimPrefix(strings.TrimPrefix(head, "go run ./cmd/"), "deciban")
			cmd := exec.Command(name, shellWords(args)...)
			cmd.Dir = root // files of the repository are named as they are there
			cmd.Env = append(os.Environ(), "DECIBAN_DATA="+data, "COLUMNS=", "NO_COLOR=1")
			out, err := cmd.Output()
			var exit *exec.ExitError
			if err != nil && !errors.As(err, &exit) {
				t.Fatal(err)
			}
			if err != nil && exit.ExitCode() != 3 {
				t.Errorf("%s: %s: %v\n%s", p, head, err, exit.Stderr)
				return block
			}
			return consoleStart + head + "\n" + string(out) + "```"
		})
		switch {
		case text == tr[p]:
		case *update:
			if err := os.WriteFile(filepath.Join(root, filepath.FromSlash(p)), []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		default:
			t.Errorf("%s: an output is not what the program prints now; go test ./internal/lint -update writes\n%s", p, text)
		}
	}
}

var update = flag.Bool("update", false, "write the outputs in documents anew")

// A block of kind "console" holds one command and what it prints.
const consoleStart = "```console\n$ "

var console = regexp.MustCompile("(?s)```console\n\\$ .*?```")

// shellWords cuts a command line into words, as a shell does with quotation
// marks but without anything else.
func shellWords(line string) []string {
	var words []string
	var word strings.Builder
	var quote rune
	started := false
	for _, r := range line + " " {
		switch {
		case r == quote:
			quote = 0
		case quote == 0 && (r == '"' || r == '\''):
			quote, started = r, true
		case quote == 0 && r == ' ':
			if started {
				words = append(words, word.String())
			}
			word.Reset()
			started = false
		default:
			word.WriteRune(r)
			started = true
		}
	}
	return words
}

func TestShellWordsKeepWhatIsQuoted(t *testing.T) {
	got := shellWords(` screen "Aiman al-Zawahri"  --alias '' --born 1951 "it's"`)
	want := []string{"screen", "Aiman al-Zawahri", "--alias", "", "--born", "1951", "it's"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestCommandsInDocumentsExist asks the program for help on each command that
// the documents show, and looks for the options there.
func TestCommandsInDocumentsExist(t *testing.T) {
	name := program(t)
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
