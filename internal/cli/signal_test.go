//go:build unix

package cli

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// A real process gets a real Ctrl-C in the middle of a batch.
func TestInterruptSignalLeavesCompleteLines(t *testing.T) {
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe)
	cmd.Args = []string{"deciban", "batch", "--sample"} // TestMain goes by the name
	cmd.Env = append(os.Environ(), "XDG_DATA_HOME="+filepath.Join(t.TempDir(), "home"))
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var errs bytes.Buffer
	cmd.Stderr = &errs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { // until the pipe breaks
		for i := 1; ; i++ {
			if _, err := fmt.Fprintf(in, `{"id":"row %d","properties":{"name":["Li Wei"]}}`+"\n", i); err != nil {
				return
			}
		}
	}()
	lines := bufio.NewReader(out)
	n := 0
	for {
		line, err := lines.ReadString('\n')
		if errors.Is(err, io.EOF) {
			if line != "" {
				t.Errorf("the last line is cut: %q", line)
			}
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		n++
		var l struct{ ID string }
		if err := json.Unmarshal([]byte(line), &l); err != nil || l.ID != fmt.Sprint("row ", n) {
			t.Fatalf("line %d: %q, %v", n, line, err)
		}
		if n == 50 {
			if err := cmd.Process.Signal(syscall.SIGINT); err != nil {
				t.Fatal(err)
			}
		}
	}
	err = cmd.Wait()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != ExitInterrupted {
		t.Errorf("%v, want exit code %d", err, ExitInterrupted)
	}
	if want := fmt.Sprintf("interrupted: %s rows are done", grouped(n)); !strings.Contains(errs.String(), want) {
		t.Errorf("%d lines, but: %s", n, errs.String())
	}
}
