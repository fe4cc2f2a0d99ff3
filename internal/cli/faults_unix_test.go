//go:build unix

package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"deciban/internal/catalog"
	"deciban/internal/catalog/durable/faulty"
	"deciban/internal/entity"
	"deciban/internal/screen"
	"deciban/internal/weigh"
)

// manyNames is a table of n entries.
func manyNames(n int) string {
	var b strings.Builder
	b.WriteString("id,name\n")
	for i := range n {
		fmt.Fprintf(&b, "%d,%s %s\n", i, madeUp(i*7919+13), madeUp(i*104_729+7))
	}
	return b.String()
}

// faults is a data folder with a list of 600 entries, and the next version.
type faults struct {
	t          *testing.T
	data, next string
	exe        string
}

func newFaults(t *testing.T) *faults {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	f := &faults{t: t, data: filepath.Join(dir, "data"), next: filepath.Join(dir, "next.csv"), exe: exe}
	old := filepath.Join(dir, "old.csv")
	for path, n := range map[string]int{old: 600, f.next: 601} {
		if err := os.WriteFile(path, []byte(manyNames(n)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	f.add(old)
	return f
}

func (f *faults) add(path string) {
	f.t.Helper()
	if code, _, errs := run(f.t, f.t.Context(), "", "lists", "add", "--data", f.data, "--dataset", "list", path); code != 0 {
		f.t.Fatal(errs)
	}
}

// command is a process of its own that adds the next version.
func (f *faults) command(ctx context.Context) *exec.Cmd {
	cmd := exec.CommandContext(ctx, f.exe)
	cmd.Args = []string{"deciban", "--data", f.data, "lists", "add", "--dataset", "list", f.next} // TestMain goes by the name
	return cmd
}

// entries checks that everything is whole and returns how many entries are in
// force.
func (f *faults) entries() int {
	f.t.Helper()
	if code, out, errs := run(f.t, f.t.Context(), "", "lists", "verify", "--data", f.data); code != 0 {
		f.t.Errorf("lists verify: %s%s", out, errs)
	}
	c, err := catalog.Open(f.data)
	if err != nil {
		f.t.Fatal(err)
	}
	s, err := c.Current(f.t.Context())
	if err != nil {
		f.t.Fatal(err)
	}
	d, _ := s.Manifest.Dataset("list")
	return d.Counts.Entries
}

// mended adds the next version and looks for what was left over.
func (f *faults) mended() {
	f.t.Helper()
	f.add(f.next)
	if n := f.entries(); n != 601 {
		f.t.Errorf("then %d entries", n)
	}
	left, err := faulty.Leftovers(f.data)
	if err != nil {
		f.t.Fatal(err)
	}
	for _, path := range left {
		// An index that was being built is removed by lists prune, when
		// certainly nobody builds it any more.
		if filepath.Base(filepath.Dir(path)) != "index" {
			f.t.Errorf("left over: %s", path)
		}
	}
}

// The program is killed at a dozen moments spread over its work, from its start
// to the index: the former list is in force or the next one, whole, and the next
// run succeeds.
func TestAddIsKilledAtAnyMoment(t *testing.T) {
	f := newFaults(t)
	began := time.Now()
	if out, err := f.command(t.Context()).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	whole, killed := time.Since(began), 0
	const moments = 12
	for i := range moments {
		f := newFaults(t)
		ctx, cancel := context.WithTimeout(t.Context(), whole*time.Duration(i)/moments) // then it is killed with SIGKILL
		if err := f.command(ctx).Run(); err != nil {
			killed++
		}
		cancel()
		if n := f.entries(); n != 600 && n != 601 {
			t.Errorf("moment %d: %d entries", i, n)
		}
		f.mended()
	}
	if killed < moments/2 {
		t.Errorf("only %d of %d were killed", killed, moments)
	}
}

// The disk takes no more than a few kilobytes: a limit of the system stands for
// one that is full. Where the list cannot be written, the former one stays in
// force; where only its index cannot, it is loaded, and screening works.
func TestAFullDiskLosesNothing(t *testing.T) {
	for _, tt := range []struct {
		blocks, entries int
		says            string
	}{
		{1, 600, "file too large"},
		{100, 601, "their index could not be built"},
	} {
		f := newFaults(t)
		add := f.command(t.Context())
		script := fmt.Sprintf(`ulimit -f %d && exec "$@"`, tt.blocks)
		program := filepath.Join(t.TempDir(), "deciban")
		if err := os.Symlink(f.exe, program); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command("sh", append([]string{"-c", script, "sh", program}, add.Args[1:]...)...)
		out, err := cmd.CombinedOutput()
		if !strings.Contains(string(out), tt.says) || (err == nil) != (tt.entries == 601) {
			t.Errorf("%d blocks: %v\n%s", tt.blocks, err, out)
		}
		if n := f.entries(); n != tt.entries {
			t.Errorf("%d blocks: %d entries", tt.blocks, n)
		}
		name := madeUp(13) + " " + madeUp(7)
		if code, out, errs := run(t, t.Context(), "", "screen", name, "--data", f.data); code != ExitMatch || !strings.Contains(out, name) {
			t.Errorf("%d blocks: screening ends with %d: %s%s", tt.blocks, code, out, errs)
		}
		f.mended()
	}
}

// A list, or a version that is loaded, that may not be read is named.
func TestAFileThatMayNotBeReadIsNamed(t *testing.T) {
	f := newFaults(t)
	secret := filepath.Join(filepath.Dir(f.data), "secret.csv")
	if err := os.WriteFile(secret, []byte(manyNames(3)), 0o000); err != nil {
		t.Fatal(err)
	}
	add := f.command(t.Context())
	add.Args[len(add.Args)-1] = secret
	if os.Getuid() == 0 {
		asNobody(t, f, add)
	}
	out, err := add.CombinedOutput()
	if err == nil || !strings.Contains(string(out), "secret.csv") || !strings.Contains(string(out), "permission denied") {
		t.Errorf("%v\n%s", err, out)
	}
	if n := f.entries(); n != 600 {
		t.Errorf("%d entries", n)
	}
	objects, err := os.ReadDir(filepath.Join(f.data, "objects"))
	if err != nil || len(objects) != 1 {
		t.Fatalf("%d objects, %v", len(objects), err)
	}
	if err := os.Chmod(filepath.Join(f.data, "objects", objects[0].Name()), 0o000); err != nil {
		t.Fatal(err)
	}
	verify := exec.Command(f.exe)
	verify.Args = []string{"deciban", "--data", f.data, "lists", "verify"}
	if os.Getuid() == 0 {
		verify.Path, verify.SysProcAttr = add.Path, add.SysProcAttr
	}
	out, err = verify.CombinedOutput()
	if err == nil || !strings.Contains(string(out), objects[0].Name()) || !strings.Contains(string(out), "permission denied") {
		t.Errorf("%v\n%s", err, out)
	}
}

// asNobody makes a command run as a user who may not read everything, in folders
// that are his.
func asNobody(t *testing.T, f *faults, cmd *exec.Cmd) {
	t.Helper()
	const nobody = 65534
	program := filepath.Join(filepath.Dir(f.data), "program")
	from, err := os.Open(f.exe)
	if err != nil {
		t.Fatal(err)
	}
	defer from.Close()
	to, err := os.OpenFile(program, os.O_CREATE|os.O_WRONLY, 0o755)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(to, from); err != nil {
		t.Fatal(err)
	}
	if err := to.Close(); err != nil {
		t.Fatal(err)
	}
	err = filepath.WalkDir(f.data, func(path string, _ os.DirEntry, err error) error {
		return errors.Join(err, os.Chown(path, nobody, nobody))
	})
	for dir := filepath.Dir(f.data); err == nil && strings.HasPrefix(dir, os.TempDir()+string(os.PathSeparator)); dir = filepath.Dir(dir) {
		err = os.Chmod(dir, 0o755)
	}
	if err != nil {
		t.Fatal(err)
	}
	cmd.Path = program
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody, NoSetGroups: true}}
}

// Who screens goes on with the lists and the index that were in force when he
// began, though they are replaced and given up meanwhile.
func TestAReaderKeepsItsListsWhileTheyAreReplaced(t *testing.T) {
	f := newFaults(t)
	c, err := catalog.Open(f.data)
	if err != nil {
		t.Fatal(err)
	}
	s, err := c.Current(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	reader, err := screen.Attach(s, f.data).Open(t.Context(), weigh.Default())
	if err != nil {
		t.Fatal(err)
	}
	subject, err := screen.NewSubject("LegalEntity", map[string][]string{"name": {madeUp(13) + " " + madeUp(7)}})
	if err != nil {
		t.Fatal(err)
	}
	answer := func() string {
		t.Helper()
		res, err := reader.Search(t.Context(), subject, screen.Options{Min: weigh.Weight(1000), Explain: true})
		if err != nil || len(res.Matches) == 0 {
			t.Fatalf("%+v, %v", res, err)
		}
		return fmt.Sprint(res.Snapshot, len(res.Matches), res.Matches[0].Entry.ID, res.Matches[0].Weight, res.Matches[0].Evidence)
	}
	before := answer()
	var read int
	err = s.Each(t.Context(), func(*entity.Entity) error {
		if read++; read == 300 { // in the middle of reading
			f.add(f.next)
			if code, _, errs := run(t, t.Context(), "", "lists", "prune", "--keep", "1", "--data", f.data); code != 0 {
				t.Fatal(errs)
			}
		}
		return nil
	})
	if err != nil || read != 600 {
		t.Errorf("read %d entities, %v", read, err)
	}
	if after := answer(); after != before {
		t.Errorf("before %s\nafter  %s", before, after)
	}
	if _, err := os.Stat(screen.IndexPath(f.data, s.ID)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the index of what was given up: %v", err)
	}
	if err := s.Verify(t.Context()); err == nil {
		t.Error("what was given up is still there")
	}
	if n := f.entries(); n != 601 {
		t.Errorf("%d entries in force", n)
	}
}
