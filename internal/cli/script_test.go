package cli

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"deciban/internal/lists/xlsx"
	"deciban/internal/screen/parquet"
	"deciban/internal/screen/tabular"
)

// TestMain lets the test binary stand in for the program.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"deciban": program})
}

func program() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	os.Exit(Run(ctx, os.Args[1:], Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}))
}

// The scripts show each command at work; they are its documentation as much as
// its test.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       os.Getenv("DECIBAN_UPDATE_SCRIPTS") != "",
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			// No test sees the lists of who runs it.
			env.Setenv("XDG_DATA_HOME", env.WorkDir+"/home")
			env.Setenv("LOCALAPPDATA", env.WorkDir+"/home")
			env.Setenv("HOME", env.WorkDir+"/home")
			env.Setenv("YEAR", strconv.Itoa(time.Now().UTC().Year()))
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){"exits": exits, "serve": serve, "pack": pack, "cutoff": cutoff, "rows": rows, "alter": alter},
	})
}

// exits CODE COMMAND ARGUMENTS… runs a command that must end with the code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND ARGUMENTS…")
	}
	want, err := strconv.Atoi(args[0])
	if err != nil {
		ts.Fatalf("exits: %v", err)
	}
	got := 0
	var failed *exec.ExitError
	switch err := ts.Exec(args[1], args[2:]...); {
	case errors.As(err, &failed):
		got = failed.ExitCode()
	case err != nil:
		ts.Fatalf("exits: %v", err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// alter FILE OLD NEW puts other text in the place of one that the file holds.
func alter(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: alter FILE OLD NEW")
	}
	whole := ts.ReadFile(args[0])
	if !strings.Contains(whole, args[1]) {
		ts.Fatalf("%s holds no %q", args[0], args[1])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.ReplaceAll(whole, args[1], args[2])), 0o600))
}

// serve FOLDER publishes a folder on this machine until the script ends, and puts
// its address into the environment as URL. A file that is changed is served
// anew; "broken" in the folder makes every answer an HTML page with status 200.
func serve(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: serve FOLDER")
	}
	dir := ts.MkAbs(args[0])
	files := http.FileServer(http.Dir(dir))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, err := os.Stat(filepath.Join(dir, "broken")); err == nil {
			fmt.Fprint(w, "<!DOCTYPE html><html><head><title>Maintenance</title></head></html>")
			return
		}
		files.ServeHTTP(w, r)
	}))
	ts.Defer(server.Close)
	ts.Setenv("URL", server.URL)
}

// pack PACKING FILE TO compresses a file with gzip or zstd.
func pack(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: pack PACKING FILE TO")
	}
	var b bytes.Buffer
	z, err := tabular.NewCompressor(args[0], &b)
	ts.Check(err)
	_, err = io.WriteString(z, ts.ReadFile(args[1]))
	ts.Check(err)
	ts.Check(z.EndFrame())
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), b.Bytes(), 0o600))
}

// cutoff BYTES FILE takes bytes away from a file's end.
func cutoff(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: cutoff BYTES FILE")
	}
	n, err := strconv.Atoi(args[0])
	ts.Check(err)
	ts.Check(os.Truncate(ts.MkAbs(args[1]), int64(len(ts.ReadFile(args[1]))-n)))
}

// rows FILE TO writes the rows of a compressed file, a workbook or a Parquet
// file as they are, or as CSV.
func rows(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: rows FILE TO")
	}
	text := ts.ReadFile(args[0])
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	switch filepath.Ext(args[0]) {
	case ".xlsx":
		s, err := xlsx.Open([]byte(text), "")
		ts.Check(err)
		defer s.Close()
		for {
			row, err := s.Next()
			if err == io.EOF {
				break
			}
			ts.Check(err)
			for len(row) < len(tabular.Columns) {
				row = append(row, "")
			}
			ts.Check(w.Write(row))
		}
	case ".parquet":
		p, err := parquet.Open(strings.NewReader(text), int64(len(text)))
		ts.Check(err)
		ts.Check(w.Write(p.Columns()))
		for {
			values, err := p.Next()
			if err == io.EOF {
				break
			}
			ts.Check(err)
			var row []string
			for _, v := range values {
				row = append(row, strings.Join(v, ";"))
			}
			ts.Check(w.Write(row))
		}
	default:
		r, _, closer, err := tabular.Decompress(strings.NewReader(text))
		ts.Check(err)
		defer closer()
		_, err = io.Copy(&out, r)
		ts.Check(err)
	}
	w.Flush()
	ts.Check(w.Error())
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), out.Bytes(), 0o600))
}
