package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// run runs a command against the built-in sample, or what --data in args names.
func run(t *testing.T, ctx context.Context, in string, args ...string) (code int, out, errs string) {
	t.Helper()
	t.Setenv("XDG_DATA_HOME", t.TempDir())
	t.Setenv("DECIBAN_DATA", "")
	var o, e bytes.Buffer
	code = Run(ctx, args, Streams{In: strings.NewReader(in), Out: &o, Err: &e})
	return code, o.String(), e.String()
}

func TestNamesThatCannotBeScreenedAreRefused(t *testing.T) {
	for name, tc := range map[string]struct{ subject, want string }{
		"empty":             {"", "is empty"},
		"blank":             {" \u00a0\t", "is empty"},
		"10,000 characters": {strings.Repeat("Aiman ", 1667), "is longer than"},
		"emoji":             {"🙂🎉", "has no letter or digit"},
		"marks":             {"?!-'", "has no letter or digit"},
		"control character": {"Aiman\x07 al-Zawahiri", "has control characters"},
		"escape sequence":   {"\x1b[31mAiman", "has control characters"},
		"zero byte":         {"Ai\x00man", "has control characters"},
		"broken UTF-8":      {"Aiman \xff\xfe", "is not valid UTF-8"},
	} {
		t.Run(name, func(t *testing.T) {
			code, out, errs := run(t, t.Context(), "", "screen", "--sample", "--", tc.subject)
			if code != ExitError || out != "" || !strings.Contains(errs, tc.want) {
				t.Errorf("code %d, out %q, err %q; want code 1 and %q", code, out, errs, tc.want)
			}
			if len(errs) > 500 || strings.ContainsAny(errs, "\x07\x1b\x00") {
				t.Errorf("the message is long or would act on a terminal: %q", errs)
			}
			// The same through a batch: an error line, and the next row is screened.
			row, err := json.Marshal(map[string]any{"id": "x", "properties": map[string]any{"name": []string{tc.subject}}})
			if err != nil {
				t.Fatal(err)
			}
			code, out, _ = run(t, t.Context(), string(row)+"\n"+`{"id":"y","properties":{"name":["Li Wei"]}}`, "batch", "--sample")
			first, rest, _ := strings.Cut(out, "\n")
			if name == "broken UTF-8" { // json.Marshal mends it
				return
			}
			if code != ExitError || !strings.Contains(first, `"error":"row 1 (line 1): name`) || !strings.Contains(rest, `"id":"y","matches":`) {
				t.Errorf("batch: code %d, %s", code, out)
			}
		})
	}
}

func TestInterruptedBatchKeepsItsWholeLines(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	file := filepath.Join(t.TempDir(), "results.jsonl")
	rows := 0
	in := readerFunc(func(p []byte) (int, error) {
		if rows++; rows == 40 {
			cancel()
		}
		return copy(p, fmt.Sprintf(`{"id":"row %d","properties":{"name":["Li Wei"]}}`+"\n", rows)), nil
	})
	var errs bytes.Buffer
	code := Run(ctx, []string{"batch", "--sample", "--out", file}, Streams{In: in, Out: io.Discard, Err: &errs})
	if code != ExitInterrupted || !strings.Contains(errs.String(), "interrupted: ") {
		t.Fatalf("code %d, %s", code, errs.String())
	}
	if _, err := os.Stat(file); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the results have their name before they are whole: %v", err)
	}
	text, err := os.ReadFile(file + ".part")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for line := range strings.Lines(string(text)) {
		n++
		var l struct{ ID string }
		if err := json.Unmarshal([]byte(line), &l); err != nil || l.ID != fmt.Sprint("row ", n) || !strings.HasSuffix(line, "\n") {
			t.Errorf("line %d: %q, %v", n, line, err)
		}
	}
	if want := fmt.Sprintf("interrupted: %d rows are done", n); !strings.Contains(errs.String(), want) {
		t.Errorf("%d lines, but: %s", n, errs.String())
	}
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

type failingWriter struct{}

func (failingWriter) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestOutputThatCannotBeWrittenIsAnError(t *testing.T) {
	t.Setenv("XDG_DATA_HOME", t.TempDir())
	t.Setenv("DECIBAN_DATA", "")
	for _, args := range [][]string{
		{"screen", "Aiman al-Zawahiri", "--sample"}, {"screen", "Aiman", "--json", "--sample"}, {"show", "un-QDi.006"}, {"version"}, {"lists"}, {"--help"},
		{"batch", "--sample"}, {"compare", "a", "b"},
	} {
		var errs bytes.Buffer
		in := strings.NewReader(`{"properties":{"name":["x"]}}`)
		if code := Run(t.Context(), args, Streams{In: in, Out: failingWriter{}, Err: &errs}); code != ExitError {
			t.Errorf("%v: exit code %d, %s", args, code, errs.String())
		}
	}
}

func TestCancelledCommandSaysInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	code, _, errs := run(t, ctx, "", "screen", "Aiman", "--sample")
	if code != ExitInterrupted || !strings.Contains(errs, "interrupted") {
		t.Errorf("code %d, %q", code, errs)
	}
}

// madeUp makes a word of a number.
func madeUp(n int) string {
	syllables := [16]string{"KA", "LO", "MI", "TER", "ZAN", "BU", "REV", "SHI", "DOR", "PEL", "NAK", "VUS", "GRI", "HON", "JAT", "QUI"}
	word := ""
	for range 4 {
		word += syllables[n&15]
		n >>= 4
	}
	return word
}
