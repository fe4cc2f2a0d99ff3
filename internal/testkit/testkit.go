// Package testkit finds what tests need but the repository does not hold: the real lists and evaluation sets of the shared folder.
//
// Only tests import it.
package testkit

import (
	"os"
	"path/filepath"
	"testing"
)

// EnvShared names the environment variable that holds the path of the shared
// folder; without it, the folder "shared" beside the repository root serves.
const EnvShared = "DECIBAN_SHARED"

// EnvRequireAll names the environment variable that, set to 1, turns each skip
// of a test for want of shared data into a failure. The gate sets it, so that
// it cannot be green because nothing was tested.
const EnvRequireAll = "DECIBAN_REQUIRE_ALL"

// Shared returns the path of a file or folder of the shared folder, such as
// Shared(t, "lists", "un_sc_sanctions", "un_2022-10-21.xml"). Where it is
// missing, the test is skipped with a reason, or fails if EnvRequireAll is 1.
func Shared(t testing.TB, elem ...string) string {
	t.Helper()
	what := filepath.Join(append([]string{"shared"}, elem...)...)
	root, err := sharedRoot()
	if err != nil {
		missing(t, what, err)
		return ""
	}
	path := filepath.Join(append([]string{root}, elem...)...)
	if _, err := os.Stat(path); err != nil {
		missing(t, what, err)
		return ""
	}
	return path
}

func missing(t testing.TB, what string, err error) {
	t.Helper()
	if os.Getenv(EnvRequireAll) == "1" {
		t.Fatalf("needs ../%s, and %s=1 forbids skipping: %v", what, EnvRequireAll, err)
		return
	}
	t.Skipf("needs ../%s: %v", what, err)
}

func sharedRoot() (string, error) {
	if dir := os.Getenv(EnvShared); dir != "" {
		return filepath.Abs(dir)
	}
	root, err := repositoryRoot()
	if err != nil {
		return "", err
	}
	return filepath.Join(filepath.Dir(root), "shared"), nil
}

// repositoryRoot walks up from the working directory, which for a test is its
// package's folder, to the folder that holds go.mod.
func repositoryRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", &os.PathError{Op: "find repository root", Path: dir, Err: os.ErrNotExist}
		}
		dir = parent
	}
}
