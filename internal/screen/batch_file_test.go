package screen

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

	"deciban/internal/entity"
)

var errInjected = errors.New("no space left")

// failingDisk fails at one operation, as a full disk does, or at all from then
// on, as for a process that was killed.
type failingDisk struct {
	osDisk
	failAt, count int
	dead          bool
	// each is called before each write, with the file's name.
	each func(path string)
}

func (d *failingDisk) step() error {
	d.count++
	if d.count == d.failAt || d.dead && d.failAt > 0 && d.count > d.failAt {
		return fmt.Errorf("operation %d: %w", d.count, errInjected)
	}
	return nil
}

func (d *failingDisk) OpenFile(path string) (diskFile, error) {
	if err := d.step(); err != nil {
		return nil, err
	}
	f, err := d.osDisk.OpenFile(path)
	return &failingFile{f, path, d}, err
}

func (d *failingDisk) Rename(from, to string) error {
	if err := d.step(); err != nil {
		return err
	}
	return d.osDisk.Rename(from, to)
}

func (d *failingDisk) Remove(path string) error {
	if err := d.step(); err != nil {
		return err
	}
	return d.osDisk.Remove(path)
}

func (d *failingDisk) SyncDir(string) error { return d.step() }

type failingFile struct {
	diskFile
	path string
	disk *failingDisk
}

// Write leaves half of what it cannot write.
func (f *failingFile) Write(p []byte) (int, error) {
	if f.disk.each != nil {
		f.disk.each(f.path)
	}
	if err := f.disk.step(); err != nil {
		n := 0
		if f.disk.count == f.disk.failAt {
			n, _ = f.diskFile.Write(p[:len(p)/2])
		}
		return n, err
	}
	return f.diskFile.Write(p)
}

func (f *failingFile) Truncate(size int64) error {
	if err := f.disk.step(); err != nil {
		return err
	}
	return f.diskFile.Truncate(size)
}

// Sync only counts: waiting for the disk would be most of the test's time.
func (f *failingFile) Sync() error { return f.disk.step() }

// Close closes in any case, as the system does for a process that dies.
func (f *failingFile) Close() error { return errors.Join(f.disk.step(), f.diskFile.Close()) }

var testSettings = BatchSettings{Snapshot: "snap", Model: "m1", Threshold: "+0.00", Limit: 0, Evidence: true}

// runFile is what the command does.
func runFile(ctx context.Context, b *Batch, disk resultDisk, path string, in *SubjectReader, resume bool) error {
	form, err := ResultFormOf(path)
	if err != nil {
		return err
	}
	f := newResultFile(disk, path, form, testSettings)
	if d, ok := disk.(*failingDisk); !ok || d.each == nil {
		f.every = 0
	}
	if resume {
		b.From, err = f.resume(b.Stale)
	} else {
		err = f.create(b.Stale)
	}
	if err != nil {
		return err
	}
	b.CSV, b.Stale = f.CSV(), f.Stale()
	_, err = b.Run(ctx, in, f)
	var cut *InputError
	if err != nil && !errors.As(err, &cut) {
		return errors.Join(err, f.Suspend())
	}
	return errors.Join(err, f.Finish(ctx))
}

func reader(t testing.TB, text string) *SubjectReader {
	t.Helper()
	in, err := NewSubjectReader(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return in
}

// undisturbed is the file of results of a batch that nothing happens to.
func undisturbed(t *testing.T, name, input string) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := runFile(t.Context(), newBatch(1), &failingDisk{}, path, reader(t, input), false); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// same tells what is other than in an undisturbed run.
func same(path string, want []byte) error {
	got, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if !bytes.Equal(got, want) {
		return fmt.Errorf("%d bytes, other than the %d of an undisturbed run", len(got), len(want))
	}
	names, err := filepath.Glob(path + "?*")
	if err == nil && len(names) > 0 {
		err = fmt.Errorf("left behind: %q", names)
	}
	return err
}

// formInputs are inputs of a few dozen operations for each form of results. A
// compressed one is noted after a frame only.
func formInputs() map[string]string {
	few, frames := manyRows(70), manyRows(2*frameRows+100)
	return map[string]string{"r.jsonl": few, "r.csv": few, "r.jsonl.gz": frames, "r.csv.zst": frames, "r.xlsx": few, "r.parquet": few}
}

// Killed at any operation on the disk, or on a disk that is full for a moment, a
// batch goes on with the same bytes as if nothing had happened.
func TestABatchKilledAnywhereGoesOnToTheSameBytes(t *testing.T) {
	step := 1
	if testing.Short() {
		step = 7 // the full run takes every operation
	}
	for name, input := range formInputs() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want := undisturbed(t, name, input)
			for _, dead := range []bool{true, false} {
				for failAt := 1; ; failAt += step {
					path := filepath.Join(t.TempDir(), name)
					disk := &failingDisk{failAt: failAt, dead: dead}
					err := runFile(t.Context(), newBatch(2), disk, path, reader(t, input), false)
					if disk.count < failAt {
						if failAt < 20 {
							t.Errorf("only %d operations", disk.count)
						}
						break
					}
					if !errors.Is(err, errInjected) && dead {
						t.Fatalf("killed at %d: %v", failAt, err)
					}
					if text, err := os.ReadFile(path); err == nil && !bytes.Equal(text, want) {
						t.Fatalf("killed at %d: the file has its name and is not whole", failAt)
					}
					if err := runFile(t.Context(), newBatch(3), &failingDisk{}, path, reader(t, input), true); err != nil {
						t.Fatalf("killed at %d, then: %v", failAt, err)
					}
					if err := same(path, want); err != nil {
						t.Fatalf("killed at %d: %v", failAt, err)
					}
				}
			}
		})
	}
}

// Killed again and again, later each time.
func TestABatchKilledAgainAndAgainGetsThere(t *testing.T) {
	for name, input := range formInputs() {
		want := undisturbed(t, name, input)
		path := filepath.Join(t.TempDir(), name)
		for failAt := 5; ; failAt += 3 {
			if failAt > 500 {
				t.Fatalf("%s: never whole", name)
			}
			err := runFile(t.Context(), newBatch(2), &failingDisk{failAt: failAt, dead: true}, path, reader(t, input), true)
			if err == nil {
				break
			}
			if !errors.Is(err, errInjected) {
				t.Fatalf("%s: %v", name, err)
			}
		}
		if err := same(path, want); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// An interrupt keeps what is done: it is not screened again.
func TestInterruptedBatchGoesOnWhereItStopped(t *testing.T) {
	for name, input := range formInputs() {
		want := undisturbed(t, name, input)
		path := filepath.Join(t.TempDir(), name)
		runs := 0
		for {
			ctx, cancel := context.WithCancel(t.Context())
			s := &echo{}
			s.before = func(*entity.Entity) {
				if s.calls.Load() == int64(frameRows/2+runs*frameRows/8) {
					cancel()
				}
			}
			if len(input) < 20_000 { // the few rows
				s.before = func(*entity.Entity) {
					if s.calls.Load() == 40 { // so that a chunk is whole
						cancel()
					}
				}
			}
			b := newBatch(1) // so that the first rows are done first
			b.Searcher = s
			err := runFile(ctx, b, &failingDisk{}, path, reader(t, input), runs > 0)
			cancel()
			if runs++; err == nil {
				break
			}
			if !errors.Is(err, ErrInterrupted) || runs > 50 {
				t.Fatalf("%s: run %d: %v", name, runs, err)
			}
		}
		if err := same(path, want); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if runs < 2 {
			t.Errorf("%s: %d runs", name, runs)
		}
	}
}

func TestResumeRefusesWhatIsNotTheSameBatch(t *testing.T) {
	input := manyRows(200)
	interrupted := func(t *testing.T) string {
		path := filepath.Join(t.TempDir(), "r.jsonl")
		err := runFile(t.Context(), newBatch(1), &failingDisk{failAt: 40, dead: true}, path, reader(t, input), false)
		if !errors.Is(err, errInjected) {
			t.Fatal(err)
		}
		return path
	}
	edit := func(change func(*markFile)) func(*testing.T, string) {
		return func(t *testing.T, path string) {
			var m markFile
			text, err := os.ReadFile(path + markSuffix)
			if err == nil {
				err = json.Unmarshal(text, &m)
			}
			if err != nil {
				t.Fatal(err)
			}
			change(&m)
			if text, err = json.Marshal(m); err == nil {
				err = os.WriteFile(path+markSuffix, text, 0o600)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	for name, tc := range map[string]struct {
		disturb func(*testing.T, string)
		input   string
		want    string
	}{
		"other lists":         {edit(func(m *markFile) { m.Settings.Snapshot = "old" }), input, "the snapshot of the lists was old then and is snap now; --as-of"},
		"other model":         {edit(func(m *markFile) { m.Settings.Model = "m0" }), input, "the model was m0 then"},
		"other threshold":     {edit(func(m *markFile) { m.Settings.Threshold = "+9.00" }), input, "the threshold was +9.00 then"},
		"other limit":         {edit(func(m *markFile) { m.Settings.Limit = 7 }), input, "the limit was 7 then"},
		"without evidence":    {edit(func(m *markFile) { m.Settings.Evidence = false }), input, "--evidence was false then"},
		"other form":          {edit(func(m *markFile) { m.Settings.Form = "xlsx" }), input, "the form of the results was xlsx then"},
		"newer program":       {edit(func(m *markFile) { m.Format = 2 }), input, "is of format 2, this program reads 1"},
		"lines cut":           {func(_ *testing.T, path string) { _ = os.Truncate(path+partSuffix, 10) }, input, "has 10 bytes, where"},
		"note damaged":        {func(_ *testing.T, path string) { _ = os.WriteFile(path+markSuffix, []byte("{"), 0o600) }, input, "is damaged"},
		"negative size":       {edit(func(m *markFile) { m.Size = -1 }), input, "it is damaged"},
		"other first row":     {nil, strings.Replace(input, "name", "alias", 1), ErrOtherInput.Error()},
		"rows put in between": {nil, manyRows(3) + input, ErrOtherInput.Error()},
		"too few rows":        {nil, manyRows(5), ErrOtherInput.Error()},
	} {
		t.Run(name, func(t *testing.T) {
			path := interrupted(t)
			if tc.disturb != nil {
				tc.disturb(t, path)
			}
			err := runFile(t.Context(), newBatch(1), &failingDisk{}, path, reader(t, tc.input), true)
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want it to say %q", err, tc.want)
			}
			if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("the file has its name: %v", err)
			}
			// Without --resume all begins anew.
			if err := runFile(t.Context(), newBatch(1), &failingDisk{}, path, reader(t, input), false); err != nil {
				t.Error(err)
			}
			if err := same(path, undisturbed(t, "r.jsonl", input)); err != nil {
				t.Error(err)
			}
		})
	}
}

// What comes after the rows that were screened may be mended before the batch
// goes on.
func TestRowsToComeMayChange(t *testing.T) {
	input := manyRows(200)
	path := filepath.Join(t.TempDir(), "r.csv")
	if err := runFile(t.Context(), newBatch(1), &failingDisk{failAt: 60, dead: true}, path, reader(t, input), false); !errors.Is(err, errInjected) {
		t.Fatal(err)
	}
	input += manyRows(7)
	if err := runFile(t.Context(), newBatch(1), &failingDisk{}, path, reader(t, input), true); err != nil {
		t.Fatal(err)
	}
	if err := same(path, undisturbed(t, "r.csv", input)); err != nil {
		t.Error(err)
	}
}

// Lists that have become stale since do not change the lines that follow.
func TestStaleListsAreThoseOfTheBeginning(t *testing.T) {
	input := manyRows(100)
	path := filepath.Join(t.TempDir(), "r.jsonl")
	if err := runFile(t.Context(), newBatch(1), &failingDisk{failAt: 40, dead: true}, path, reader(t, input), false); !errors.Is(err, errInjected) {
		t.Fatal(err)
	}
	b := newBatch(1)
	b.Stale = []string{"list"}
	if err := runFile(t.Context(), b, &failingDisk{}, path, reader(t, input), true); err != nil {
		t.Fatal(err)
	}
	if err := same(path, undisturbed(t, "r.jsonl", input)); err != nil {
		t.Error(err)
	}
}

func TestABatchWithoutRowsMakesAWholeFile(t *testing.T) {
	for _, name := range []string{"r.jsonl", "r.csv", "r.jsonl.gz", "r.csv.zst", "r.xlsx", "r.parquet"} {
		if text := undisturbed(t, name, "id,name\n"); name != "r.jsonl" && len(text) == 0 {
			t.Errorf("%s is empty, and so no file of its kind", name)
		}
	}
}

// A damaged input ends the batch, and the rows before are a whole file.
func TestAFaultOfTheInputLeavesAWholeFile(t *testing.T) {
	broken := errors.New("cable cut")
	for name, input := range formInputs() {
		in, err := NewSubjectReader(io.MultiReader(strings.NewReader(input), readerFunc(func([]byte) (int, error) { return 0, broken })))
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), name)
		if err := runFile(t.Context(), newBatch(2), &failingDisk{}, path, in, false); !errors.Is(err, broken) {
			t.Errorf("%s: %v", name, err)
		}
		if err := same(path, undisturbed(t, name, input)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
