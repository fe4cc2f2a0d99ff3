package cli

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A real process is killed in the midst of a batch, with no chance to tidy up,
// and another goes on: again and again, until all is done.
func TestKilledProcessIsGoneOnWith(t *testing.T) {
	if testing.Short() {
		t.Skip("screens thousands of subjects in processes, which the full run does")
	}
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	var rows []string
	for i := range 12_000 {
		name := fmt.Sprint("Somebody ", i)
		if i%50 == 0 {
			name = "Aiman al-Zawahri"
		}
		rows = append(rows, fmt.Sprintf(`{"id":"row %d","properties":{"name":["%s"]}}`+"\n", i, name))
	}
	// start starts a batch whose subjects come slowly from the row slow on, so
	// that it can be caught at work.
	start := func(out string, slow int) (*exec.Cmd, *bytes.Buffer) {
		cmd := exec.Command(exe)
		cmd.Args = []string{"deciban", "batch", "--sample", "--min", "10", "--out", out, "--resume"} // TestMain goes by the name
		cmd.Env = append(os.Environ(), "XDG_DATA_HOME="+filepath.Join(dir, "home"), "LOCALAPPDATA="+filepath.Join(dir, "home"), "HOME="+dir)
		errs := &bytes.Buffer{}
		cmd.Stderr = errs
		in, err := cmd.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		go func() {
			defer in.Close()
			for i := 0; i < len(rows); i += 100 {
				if _, err := io.WriteString(in, strings.Join(rows[i:i+100], "")); err != nil {
					return // it was killed
				}
				if i >= slow {
					time.Sleep(25 * time.Millisecond)
				}
			}
		}()
		return cmd, errs
	}
	for _, name := range []string{"r.jsonl", "r.csv.zst", "r.xlsx", "r.parquet"} {
		whole := filepath.Join(dir, "whole."+name)
		cmd, errs := start(whole, len(rows))
		if err := cmd.Wait(); err != nil {
			t.Fatalf("%s: %v: %s", name, err, errs)
		}
		want, err := os.ReadFile(whole)
		if err != nil {
			t.Fatal(err)
		}
		out := filepath.Join(dir, name)
		for kill := range 2 {
			cmd, errs := start(out, kill*4000)
			if !noted(out + ".part.json") {
				t.Fatalf("%s: nothing was noted before the end: %s", name, errs)
			}
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
			_ = cmd.Wait() // it says that it was killed
			if _, err := os.Stat(out); err == nil {
				t.Errorf("%s: the results have their name before they are whole", name)
			}
		}
		cmd, errs = start(out, len(rows))
		if err := cmd.Wait(); err != nil || strings.Contains(errs.String(), "nothing to go on with") {
			t.Fatalf("%s: %v: %s", name, err, errs)
		}
		got, err := os.ReadFile(out)
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: %d bytes, other than the %d of an undisturbed run; %v", name, len(got), len(want), err)
		}
		if left, _ := filepath.Glob(out + "?*"); len(left) > 0 {
			t.Errorf("%s: left behind: %q", name, left)
		}
	}
}

// noted waits until the place that was reached is noted anew; false if it never
// is.
func noted(path string) bool {
	before, _ := os.ReadFile(path)
	for range 10_000 {
		if now, err := os.ReadFile(path); err == nil && !bytes.Equal(now, before) {
			return true
		}
		time.Sleep(time.Millisecond)
	}
	return false
}
