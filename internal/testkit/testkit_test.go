package testkit

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// recorder stands for a test and records how it would have ended.
type recorder struct {
	testing.TB
	skipped, failed string
}

func (r *recorder) Helper() {}

func (r *recorder) Skipf(format string, args ...any) { r.skipped = fmt.Sprintf(format, args...) }

func (r *recorder) Fatalf(format string, args ...any) { r.failed = fmt.Sprintf(format, args...) }

func TestSharedFindsFileUnderEnvironmentVariable(t *testing.T) {
	dir := t.TempDir()
	want := filepath.Join(dir, "lists", "a.csv")
	if err := os.MkdirAll(filepath.Dir(want), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(want, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	t.Setenv(EnvShared, dir)
	r := &recorder{TB: t}
	if got := Shared(r, "lists", "a.csv"); got != want || r.skipped+r.failed != "" {
		t.Errorf("Shared = %q (skipped %q, failed %q), want %q", got, r.skipped, r.failed, want)
	}
}

func TestSharedSkipsWithReasonWhereMissing(t *testing.T) {
	t.Setenv(EnvShared, t.TempDir())
	t.Setenv(EnvRequireAll, "")
	r := &recorder{TB: t}
	Shared(r, "lists", "none.csv")
	if !strings.Contains(r.skipped, "needs ../"+filepath.Join("shared", "lists", "none.csv")) || r.failed != "" {
		t.Errorf("skipped %q, failed %q; want a skip that names the file", r.skipped, r.failed)
	}
}

func TestSharedFailsWhereAllIsRequired(t *testing.T) {
	t.Setenv(EnvShared, t.TempDir())
	t.Setenv(EnvRequireAll, "1")
	r := &recorder{TB: t}
	Shared(r, "lists", "none.csv")
	if !strings.Contains(r.failed, "none.csv") || r.skipped != "" {
		t.Errorf("skipped %q, failed %q; want a failure that names the file", r.skipped, r.failed)
	}
}

func TestRepositoryRootHoldsThisPackage(t *testing.T) {
	root, err := repositoryRoot()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(root, "internal", "testkit", "testkit.go")); err != nil {
		t.Error(err)
	}
}
