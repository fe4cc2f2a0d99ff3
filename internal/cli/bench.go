package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"deciban/internal/entity"
	"deciban/internal/names"
	"deciban/internal/screen"
	"deciban/internal/weigh"
)

type benchCmd struct {
	Sizes    []int     `help:"Numbers of entries to measure with." default:"10000,100000,1000000" placeholder:"N,…"`
	Huge     bool      `help:"Measure with 3,000,000 entries too."`
	Subjects int       `help:"Subjects to screen." default:"3000"`
	In       string    `help:"File of subjects, as for batch, instead of made-up ones." placeholder:"FILE"`
	Min      threshold `help:"Weight from which on a match is reported; the default is ${threshold} decibans." placeholder:"T"`
	Plot     string    `help:"Draw the growth into an SVG file." placeholder:"FILE"`
	JSON     bool      `name:"json" help:"Print one JSON document."`
}

func (benchCmd) Help() string {
	return `Makes lists of each size by recombining the parts of the loaded entries' names, beginning with the
loaded entries themselves, and measures in one run: looking up the folded, sorted name in a hash
table, the index, and the scan of every entry. Lists and subjects are the same in every run.
The subjects are made up too: half have parts of several entries' names, half an entry's name with
a slip of the pen. Nothing is kept.

Examples:
  deciban bench --sizes 10000
  deciban bench --in subjects.jsonl --min 35 --plot growth.svg`
}

// benchRow is what was measured with one size of list.
type benchRow struct {
	Entries      int     `json:"entries"`
	Subjects     int     `json:"subjects"`
	BuildSeconds float64 `json:"build_seconds"`
	OpenMillis   float64 `json:"open_ms"`
	FileBytes    int64   `json:"file_bytes"`
	// ResidentBytes is the program's memory after screening, the list's and the
	// mapped file's included; 0 where the system does not tell.
	ResidentBytes int64 `json:"resident_bytes"`
	// The rest is in microseconds for a subject, on one core.
	Hash  float64   `json:"hash_us"`
	Index quantiles `json:"index"`
	Scan  quantiles `json:"scan"`
	// PerSecond is the number of subjects a second on all cores.
	PerSecond float64 `json:"index_per_second_all_cores"`
	Matches   int     `json:"matches"`
}

// quantiles are of microseconds for a subject.
type quantiles struct {
	Mean float64 `json:"mean_us"`
	P50  float64 `json:"p50_us"`
	P90  float64 `json:"p90_us"`
	P99  float64 `json:"p99_us"`
}

func (cmd *benchCmd) Run(a *app) error {
	lists, err := a.load(asOf{})
	if err != nil {
		return err
	}
	if cmd.Huge {
		cmd.Sizes = append(cmd.Sizes, 3000000)
	}
	if len(cmd.Sizes) == 0 || slices.Min(cmd.Sizes) < 1 || cmd.Subjects < 1 {
		return errors.New("--sizes and --subjects must be at least 1")
	}
	cut, err := cmd.Min.Cut(weigh.Default(), nil)
	if err != nil {
		return fmt.Errorf("--min: %w; bench needs a weight or a probability", err)
	}
	mill := newMill(lists.Entities)
	if len(mill.templates) == 0 {
		return errors.New("no entry has a name to recombine")
	}
	subjects, err := cmd.subjects(a, mill)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "deciban-bench-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	var rows []benchRow
	for _, n := range cmd.Sizes {
		a.notice("%s entries", grouped(n))
		row, err := measure(a.ctx, filepath.Join(dir, "bench.index"), mill, n, subjects, cut.Persons)
		if err != nil {
			return err
		}
		rows = append(rows, row)
	}
	if cmd.Plot != "" {
		if err := os.WriteFile(cmd.Plot, growthPlot(rows), 0o644); err != nil {
			return err
		}
	}
	if cmd.JSON {
		return writeJSON(a.out, map[string]any{"model": modelVersion(), "processors": runtime.GOMAXPROCS(0), "min": cut.Persons, "sizes": rows})
	}
	return a.writeBench(rows)
}

func (cmd *benchCmd) subjects(a *app, m *mill) ([]*entity.Entity, error) {
	var subjects []*entity.Entity
	if cmd.In == "" {
		r := rand.New(rand.NewPCG(20, 26))
		for range cmd.Subjects {
			subjects = append(subjects, m.subject(r))
		}
		return subjects, nil
	}
	in, err := a.openInput(cmd.In)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	read, err := screen.NewSubjectReader(in.ReadCloser)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", in.name, err)
	}
	defer read.Close()
	for len(subjects) < cmd.Subjects {
		row, err := read.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", in.name, err)
		}
		if row.Err == nil {
			subjects = append(subjects, row.Subject)
		}
	}
	if len(subjects) == 0 {
		return nil, fmt.Errorf("%s: no subject", in.name)
	}
	return subjects, nil
}

// measure measures with n entries.
func measure(ctx context.Context, path string, m *mill, n int, subjects []*entity.Entity, least weigh.Weight) (row benchRow, err error) {
	model := weigh.Default()
	row = benchRow{Entries: n, Subjects: len(subjects)}
	start := time.Now()
	w, err := screen.NewIndexWriter(path, model, "bench")
	if err != nil {
		return row, err
	}
	hash := map[string]int{}
	var kept []*entity.Entity // for the scan
	r := rand.New(rand.NewPCG(1, 2))
	for i := range n {
		if i%1000 == 0 && ctx.Err() != nil {
			return row, errors.Join(ctx.Err(), w.Abort())
		}
		e := m.entry(r, i)
		if err := w.Add(e); err != nil {
			return row, errors.Join(err, w.Abort())
		}
		for _, name := range e.Values("name") {
			hash[foldedKey(name)] = i
		}
		if n <= mostScanned {
			kept = append(kept, e)
		}
	}
	if err := w.Finish(); err != nil {
		return row, err
	}
	row.BuildSeconds = time.Since(start).Seconds()
	if info, err := os.Stat(path); err == nil {
		row.FileBytes = info.Size()
	}
	start = time.Now()
	ix, err := screen.OpenIndex(path, model, "bench")
	if err != nil {
		return row, err
	}
	defer ix.Close()
	row.OpenMillis = float64(time.Since(start).Microseconds()) / 1000
	start = time.Now()
	for _, s := range subjects {
		for _, name := range s.Values("name") {
			row.Matches += hash[foldedKey(name)]
		}
	}
	row.Hash = micros(time.Since(start)) / float64(len(subjects))
	clear(hash)
	runtime.GC()
	opt := screen.Options{Min: least, Limit: 10, Explain: true}
	if row.Index, row.Matches, err = timeEach(ctx, ix, subjects, opt); err != nil {
		return row, err
	}
	row.ResidentBytes = residentBytes()
	if row.PerSecond, err = perSecond(ctx, path, subjects, opt); err != nil {
		return row, err
	}
	if len(kept) > 0 {
		row.Scan, _, err = timeEach(ctx, screen.NewScan(model, "bench", kept), subjects[:min(len(subjects), 100)], opt)
	}
	return row, err
}

// mostScanned is the greatest list that is scanned too: longer ones take hours.
const mostScanned = 20000

func micros(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1000 }

// timeEach screens the subjects one after another.
func timeEach(ctx context.Context, s screen.Searcher, subjects []*entity.Entity, opt screen.Options) (q quantiles, matches int, err error) {
	times := make([]float64, 0, len(subjects))
	for _, e := range subjects {
		start := time.Now()
		res, err := s.Search(ctx, e, opt)
		if err != nil {
			return q, 0, err
		}
		times = append(times, micros(time.Since(start)))
		matches += len(res.Matches)
	}
	for _, t := range times {
		q.Mean += t / float64(len(times))
	}
	slices.Sort(times)
	at := func(share float64) float64 { return times[min(int(share*float64(len(times))), len(times)-1)] }
	q.P50, q.P90, q.P99 = at(0.5), at(0.9), at(0.99)
	return q, matches, nil
}

// perSecond screens on all cores, with a searcher that has seen nothing yet.
func perSecond(ctx context.Context, path string, subjects []*entity.Entity, opt screen.Options) (float64, error) {
	ix, err := screen.OpenIndex(path, weigh.Default(), "bench")
	if err != nil {
		return 0, err
	}
	defer ix.Close()
	var next atomic.Int64
	var failed atomic.Value
	var wait sync.WaitGroup
	start := time.Now()
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(subjects) {
					return
				}
				if _, err := ix.Search(ctx, subjects[i], opt); err != nil {
					failed.Store(err)
					return
				}
			}
		})
	}
	wait.Wait()
	if err, ok := failed.Load().(error); ok {
		return 0, err
	}
	return float64(len(subjects)) / time.Since(start).Seconds(), nil
}

// foldedKey is a name for a hash table: folded, its words sorted.
func foldedKey(name string) string {
	words := strings.Fields(name)
	for i, w := range words {
		words[i] = names.FoldLatin(w)
	}
	slices.Sort(words)
	return strings.Join(words, " ")
}

// residentBytes is the memory that the program holds.
func residentBytes() int64 {
	text, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	var all, resident int64
	if _, err := fmt.Sscan(string(text), &all, &resident); err != nil {
		return 0
	}
	return resident * int64(os.Getpagesize())
}

func (a *app) writeBench(rows []benchRow) error {
	t := table{columns: []column{{title: "entries", right: true}, {title: "build s", right: true}, {title: "open ms", right: true}, {title: "file MB", right: true},
		{title: "resident MB", right: true}, {title: "hash µs", right: true}, {title: "index µs", right: true}, {title: "p50", right: true}, {title: "p90", right: true},
		{title: "p99", right: true}, {title: "a second, all cores", right: true}, {title: "× hash", right: true}, {title: "growth", right: true}, {title: "scan µs", right: true}, {title: "matches", right: true}}}
	cellOf := func(format string, v any) cell { return cell{text: fmt.Sprintf(format, v)} }
	for _, r := range rows {
		scan := cell{text: "–"}
		if r.Scan.Mean > 0 {
			scan = cellOf("%.0f", r.Scan.Mean)
		}
		t.add(cell{text: grouped(r.Entries)}, cellOf("%.1f", r.BuildSeconds), cellOf("%.1f", r.OpenMillis), cellOf("%.1f", float64(r.FileBytes)/1e6),
			cellOf("%.0f", float64(r.ResidentBytes)/1e6), cellOf("%.2f", r.Hash), cellOf("%.0f", r.Index.Mean), cellOf("%.0f", r.Index.P50), cellOf("%.0f", r.Index.P90),
			cellOf("%.0f", r.Index.P99), cell{text: grouped(int(r.PerSecond))}, cellOf("%.0f", r.Index.Mean/max(r.Hash, 0.001)),
			cellOf("%.1f", r.Index.Mean/rows[0].Index.Mean), scan, cell{text: grouped(r.Matches)})
	}
	if err := t.write(a.out, a.screen); err != nil {
		return err
	}
	fmt.Fprintf(a.out, "model %s, %d processors, %s subjects; times for a subject on one core\n", modelVersion(), runtime.GOMAXPROCS(0), grouped(rows[0].Subjects))
	return nil
}
