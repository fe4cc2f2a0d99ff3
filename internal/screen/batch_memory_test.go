package screen

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// live is how many bytes of the heap are in use.
func live() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// rowsReader makes n rows as they are read.
func rowsReader(n int) io.Reader {
	i, left := 0, []byte(nil)
	return readerFunc(func(p []byte) (int, error) {
		for len(left) < len(p) && i < n {
			i++
			left = fmt.Appendf(left, `{"id":"subject %d","properties":{"name":["name %d of many"],"birthDate":["1970"]}}`+"\n", i, i*7919)
		}
		if len(left) == 0 {
			return 0, io.EOF
		}
		k := copy(p, left)
		left = left[:copy(left, left[k:])]
		return k, nil
	})
}

// However many rows there are, what is held does not grow: neither while they
// are screened nor while a table is made of them, nor while one is read.
func TestMemoryDoesNotGrowWithTheBatch(t *testing.T) {
	if testing.Short() {
		t.Skip("screens hundreds of thousands of rows, which the full run does")
	}
	const rows, allowed = 60_000, 6 << 20
	dir := t.TempDir()
	for _, name := range []string{"r.jsonl", "r.csv.gz", "r.jsonl.zst", "r.xlsx", "r.parquet"} {
		var early, late uint64
		sample := func(done, all int) {
			if m := live(); done*2 < all {
				early = max(early, m)
			} else {
				late = max(late, m)
			}
		}
		seen, made := 0, 0
		disk := &failingDisk{each: func(path string) {
			if strings.HasSuffix(path, newSuffix) && seen >= rows {
				if made++; made%8 == 0 {
					sample(made, 0)
				}
			}
		}}
		in, err := NewSubjectReader(rowsReader(rows))
		if err != nil {
			t.Fatal(err)
		}
		b := newBatch(2)
		b.Progress = func(s BatchStats) {
			if s.Rows/10_000 > seen/10_000 {
				sample(s.Rows, rows)
			}
			seen = s.Rows
		}
		path := filepath.Join(dir, name)
		if err := runFile(t.Context(), b, disk, path, in, false); err != nil {
			t.Fatal(err)
		}
		// A group of rows is held while Parquet is made.
		limit := early + allowed
		if name == "r.parquet" {
			limit += 10 << 20
		}
		t.Logf("%s: at most %d kB in the first half, %d kB later", name, early>>10, late>>10)
		if early == 0 || late > limit {
			t.Errorf("%s: %d bytes in use in the first half, %d later", name, early, late)
		}
	}
	for _, name := range []string{"r.xlsx", "r.parquet", "r.csv.gz"} {
		f, err := os.Open(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		in, err := OpenSubjects(f, TableOptions{Columns: []ColumnName{{"id", "id"}, {"name", "caption"}}})
		if err != nil {
			t.Fatal(err)
		}
		var early, late uint64
		b := newBatch(2)
		seen := 0
		b.Progress = func(s BatchStats) {
			if s.Rows/10_000 > seen/10_000 {
				if m := live(); s.Rows*2 < rows {
					early = max(early, m)
				} else {
					late = max(late, m)
				}
			}
			seen = s.Rows
		}
		stats, err := b.Run(t.Context(), in, io.Discard)
		if err = errors.Join(err, in.Close(), f.Close()); err != nil || stats.Rows != rows || stats.Bad != 0 {
			t.Errorf("%s: %+v, %v", name, stats, err)
		}
		t.Logf("reading %s: at most %d kB in the first half, %d kB later", name, early>>10, late>>10)
		if early == 0 || late > early+allowed {
			t.Errorf("reading %s: %d bytes in use in the first half, %d later", name, early, late)
		}
	}
}
