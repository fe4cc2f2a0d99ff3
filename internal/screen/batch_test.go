package screen

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"deciban/internal/entity"
	"deciban/internal/weigh"
)

// echo is a Searcher that finds for each subject an entry of its name, at a
// weight of the name's length.
type echo struct {
	// before, if set, is called before each search returns.
	before func(subject *entity.Entity)
	calls  atomic.Int64
}

func (s *echo) Entry(string) (*entity.Entity, bool) { return nil, false }
func (s *echo) Snapshot() string                    { return "snap" }

func (s *echo) Search(ctx context.Context, subject *entity.Entity, opt Options) (*Result, error) {
	s.calls.Add(1)
	if s.before != nil {
		s.before(subject)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	name := subject.First("name")
	if name == "unsearchable" {
		return nil, errors.New("the index says no")
	}
	entry := &entity.Entity{ID: "entry-" + name, Schema: subject.Schema, Datasets: []string{"list"}}
	entry.Add(entity.Statement{Prop: "name", Value: name})
	m := Match{Entry: entry, Weight: weigh.Weight(len(name)) * weigh.Deciban, Probability: 0.25}
	if opt.Explain {
		m.Evidence = []weigh.Evidence{{Kind: weigh.KindName, Subject: name, Entry: name, Weight: m.Weight, Note: "same <spelling> & all"}}
	}
	res := &Result{}
	if m.Weight >= opt.Min {
		res.Matches = append(res.Matches, m)
	}
	return res, nil
}

func runBatch(t *testing.T, b *Batch, input string) (string, BatchStats, error) {
	t.Helper()
	in, err := NewSubjectReader(strings.NewReader(input))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	stats, err := b.Run(t.Context(), in, &out)
	return out.String(), stats, err
}

func newBatch(workers int) *Batch {
	return &Batch{Searcher: &echo{}, Model: "m1", Workers: workers, Options: Options{Explain: true}}
}

func TestBatchLineHasTheFieldsInTheirOrder(t *testing.T) {
	out, stats, err := runBatch(t, newBatch(1), `{"id":"a","schema":"Person","properties":{"name":["Li Wei"]}}`)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"id":"a","matches":[{"id":"entry-Li Wei","dataset":"list","caption":"Li Wei","schema":"Person","decibans":6,"probability":0.25,` +
		`"evidence":[{"kind":"name","subject":"Li Wei","entry":"Li Wei","decibans":6,"note":"same <spelling> & all"}]}],"snapshot":"snap","model":"m1"}` + "\n"
	if out != want {
		t.Errorf("got  %swant %s", out, want)
	}
	if want := (BatchStats{Rows: 1, Matched: 1, Bytes: 61}); stats != want {
		t.Errorf("stats %+v, want %+v", stats, want)
	}
}

func TestBatchWithoutMatchWritesAnEmptyList(t *testing.T) {
	b := newBatch(1)
	b.Options.Min = 100 * weigh.Deciban
	out, stats, err := runBatch(t, b, `{"properties":{"name":["Li Wei"]}}`)
	if want := `{"id":"1","matches":[],"snapshot":"snap","model":"m1"}` + "\n"; out != want || err != nil {
		t.Errorf("got %s, %v; want %s", out, err, want)
	}
	if stats.Matched != 0 {
		t.Errorf("stats %+v", stats)
	}
}

func TestBatchWithoutEvidenceLeavesItOut(t *testing.T) {
	b := newBatch(1)
	b.Options.Explain = false
	out, _, err := runBatch(t, b, `{"properties":{"name":["Li Wei"]}}`)
	if err != nil || strings.Contains(out, "evidence") {
		t.Errorf("got %s, %v", out, err)
	}
}

func TestCSVAndJSONLinesSayTheSame(t *testing.T) {
	lines := `{"id":"x1","schema":"Company","properties":{"name":["Acme \"Ltd\"","Acme"],"country":["de"]}}
{"id":"2","properties":{"name":["Li, Wei"],"birthDate":["1970","1971-02"]}}
`
	csv := "\ufeff\nid,schema,name,birthDate,country\r\nx1,Company,\"Acme \"\"Ltd\"\"; Acme\",,de\r\n,,\"Li, Wei\",1970;1971-02,\r\n"
	a, _, err := runBatch(t, newBatch(2), lines)
	if err != nil {
		t.Fatal(err)
	}
	b, _, err := runBatch(t, newBatch(2), csv)
	if err != nil {
		t.Fatal(err)
	}
	if a != b {
		t.Errorf("JSON lines: %s\nCSV: %s", a, b)
	}
}

// manyRows is a batch with rows of uneven cost, repeated ids and bad rows.
func manyRows(n int) string {
	var b strings.Builder
	for i := range n {
		switch {
		case i%17 == 3:
			fmt.Fprintf(&b, `{"id":"bad%d","properties":{"name":["x"],"birthDat":["1970"]}}`+"\n", i)
		case i%5 == 0:
			fmt.Fprintf(&b, `{"id":"same","properties":{"name":["name %d"]}}`+"\n", i)
		default:
			fmt.Fprintf(&b, `{"properties":{"name":["%s"]}}`+"\n", strings.Repeat("n", i%40+1))
		}
	}
	return b.String()
}

func TestSameBytesOnOneWorkerAndSixteen(t *testing.T) {
	input := manyRows(1000)
	uneven := &echo{before: func(s *entity.Entity) {
		if len(s.First("name")) > 30 {
			time.Sleep(50 * time.Microsecond)
		}
	}}
	var want string
	for _, workers := range []int{1, 2, 3, 16} {
		b := newBatch(workers)
		b.Searcher = uneven
		out, stats, err := runBatch(t, b, input)
		if err != nil {
			t.Fatal(err)
		}
		if stats.Rows != 1000 || stats.Bad != 59 || stats.Bytes != int64(len(input)) || strings.Count(out, "\n") != 1000 {
			t.Errorf("%d workers: %+v, %d lines", workers, stats, strings.Count(out, "\n"))
		}
		if want == "" {
			want = out
		}
		if out != want {
			t.Errorf("%d workers: other bytes than with one", workers)
		}
	}
}

func TestBadRowsBecomeLinesThatNameRowFieldAndValue(t *testing.T) {
	for name, tc := range map[string]struct {
		input string
		want  []string
	}{
		"not JSON":          {`{"id":"a"` + "\n", []string{`"id":"1"`, "row 1 (line 1)", "not JSON"}},
		"no properties":     {`{"id":"a"}`, []string{`"id":"a"`, "row 1", "properties"}},
		"properties a list": {`{"id":"a","properties":["x"]}`, []string{"row 1", "properties: is not an object"}},
		"value no list":     {`{"id":"a","properties":{"name":"x"}}`, []string{`"id":"a"`, `name ""x"": is not a list of texts`}},
		"value a number":    {`{"id":"a","properties":{"name":[7]}}`, []string{`name "[7]": is not a list of texts`}},
		"unknown schema":    {`{"id":"a","schema":"Persn","properties":{"name":["x"]}}`, []string{"schema", "Persn"}},
		"unknown property":  {`{"id":"a","properties":{"nam":["x"]}}`, []string{"row 1", "nam"}},
		"empty name":        {`{"id":"a","properties":{"name":[" "]}}`, []string{"name"}},
		"no UTF-8":          {"{\"id\":\"a\",\"properties\":{\"name\":[\"\xff\"]}}", []string{"not UTF-8"}},
		"too long":          {`{"id":"a","properties":{"name":["` + strings.Repeat("x", MaxSubject) + `"]}}`, []string{"row 1 (line 1)", "more than 1048576 bytes"}},
		"id an object":      {`{"id":{},"properties":{"name":["x"]}}`, []string{`id "{}": is neither a text nor a number`}},
		"search fails":      {`{"id":"a","properties":{"name":["unsearchable"]}}`, []string{"row 1", "the index says no"}},
		"fields missing":    {"id,name,country\na,b\n", []string{`"id":"a"`, "row 1 (line 2)", "2 fields, where the header has 3"}},
		"quote inside":      {"id,name\na,b\"c\nd,e\n", []string{"row 1 (line 2)", "quotation mark"}},
		"schema lacks it":   {"id,schema,name,birthDate\na,Vessel,Sea,1970\n", []string{`"id":"a"`, "birthDate"}},
		"csv no UTF-8":      {"id,name\na,\xff\n", []string{"name", "not UTF-8"}},
	} {
		t.Run(name, func(t *testing.T) {
			good := "\n" + `{"id":"good","properties":{"name":["fine"]}}` + "\n"
			if strings.HasPrefix(tc.input, "id,") {
				good = ""
			}
			out, stats, err := runBatch(t, newBatch(2), tc.input+good)
			if err != nil {
				t.Fatal(err)
			}
			if stats.Bad != 1 {
				t.Errorf("stats %+v, want 1 bad row", stats)
			}
			first, rest, _ := strings.Cut(out, "\n")
			var line struct{ ID, Error, Snapshot, Model string }
			if err := json.Unmarshal([]byte(first), &line); err != nil || line.Snapshot != "snap" || line.Model != "m1" {
				t.Errorf("line %s: %v", first, err)
			}
			for _, w := range tc.want {
				if !strings.Contains(strings.ReplaceAll(strings.ReplaceAll(first, `\\`, ``), `\"`, `"`), w) {
					t.Errorf("line %q lacks %q", first, w)
				}
			}
			if strings.Contains(first, `"matches"`) {
				t.Errorf("a bad row has matches: %s", first)
			}
			if good != "" && !strings.Contains(rest, `"id":"good","matches":[{`) {
				t.Errorf("the row after it was not screened: %q", rest)
			}
		})
	}
}

func TestRowsAfterABadQuoteAreScreened(t *testing.T) {
	out, stats, err := runBatch(t, newBatch(1), "id,name\na,b\"c\nd,eeee\n")
	if err != nil || stats.Rows != 2 || stats.Bad != 1 || !strings.Contains(out, `"id":"d","matches":[{`) {
		t.Errorf("%+v, %v, %s", stats, err, out)
	}
}

func TestInputThatIsNoTableOfSubjectsIsRefused(t *testing.T) {
	for name, tc := range map[string]struct{ input, want string }{
		"empty":            {"", "empty"},
		"blank":            {" \n\n\t", "empty"},
		"JSON array":       {`[{"id":"a"}]`, "one object a line"},
		"zip":              {"PK\x03\x04....", "zip"},
		"gzip":             {"\x1f\x8b\x08....", "gzip"},
		"zstd":             {"\x28\xb5\x2f\xfd....", "zstd"},
		"Parquet":          {"PAR1....", "Parquet"},
		"UTF-16":           {"\xff\xfei\x00d\x00", "UTF-16"},
		"unknown column":   {"id,nmae\n1,x\n", `column "nmae"`},
		"column twice":     {"name,name\nx,y\n", "twice"},
		"column unnamed":   {"name,,id\nx,y,z\n", "column 2 has no name"},
		"semicolons":       {"id;name\n1;x\n", "separated by commas"},
		"HTML":             {"<!DOCTYPE html><html>\n", "neither"},
		"quote in header":  {"na\"me\nx\n", "quotation mark"},
		"endless header":   {strings.Repeat("x", 2*MaxSubject), "more than"},
		"header line told": {"\n\nid,nmae\n", "line 3"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := NewSubjectReader(strings.NewReader(tc.input))
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want it to say %q", err, tc.want)
			}
		})
	}
}

func TestUnendedQuoteDoesNotSwallowTheWholeFile(t *testing.T) {
	in, err := NewSubjectReader(io.MultiReader(strings.NewReader("id,name\na,good\nb,\"open\n"), endless{}))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	stats, err := newBatch(1).Run(t.Context(), in, &out)
	if err == nil || !strings.Contains(err.Error(), "quotation mark") || stats.Rows != 1 {
		t.Errorf("%+v, %v", stats, err)
	}
}

// endless is a file that goes on for ever.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = "row\n"[i%4]
	}
	return len(p), nil
}

// However long the input, only so many rows are held.
func TestBatchHoldsFewRows(t *testing.T) {
	const workers = 2
	release := make(chan struct{})
	s := &echo{before: func(*entity.Entity) { <-release }}
	var read atomic.Int64
	in, err := NewSubjectReader(readerFunc(func(p []byte) (int, error) {
		// A row a read, so that the reading ahead can be counted.
		read.Add(1)
		return copy(p, `{"properties":{"name":["x"]}}`+"\n"), nil
	}))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	b := newBatch(workers)
	b.Searcher = s
	done := make(chan error, 1)
	go func() {
		_, err := b.Run(ctx, in, io.Discard)
		done <- err
	}()
	for s.calls.Load() < workers {
		time.Sleep(time.Millisecond)
	}
	time.Sleep(20 * time.Millisecond)
	if n := read.Load(); n > chunkRows*(workers*(chunksAhead+1)+2) {
		t.Errorf("%d rows were read ahead", n)
	}
	cancel()
	close(release)
	if err := <-done; !errors.Is(err, ErrInterrupted) {
		t.Errorf("got %v", err)
	}
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

// An interrupt at any moment leaves whole lines of the first rows.
func TestInterruptLeavesWholeLinesOfTheFirstRows(t *testing.T) {
	input := manyRows(600)
	want, _, err := runBatch(t, newBatch(4), input)
	if err != nil {
		t.Fatal(err)
	}
	for _, after := range []int64{0, 1, 2, 15, 16, 17, 100, 333} {
		ctx, cancel := context.WithCancel(t.Context())
		s := &echo{}
		s.before = func(*entity.Entity) {
			if s.calls.Load() >= after {
				cancel()
			}
		}
		b := newBatch(4)
		b.Searcher = s
		in, err := NewSubjectReader(strings.NewReader(input))
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		stats, err := b.Run(ctx, in, &out)
		cancel()
		if !errors.Is(err, ErrInterrupted) {
			t.Errorf("after %d searches: %v", after, err)
		}
		if !strings.HasPrefix(want, out.String()) || out.Len() > 0 && out.Bytes()[out.Len()-1] != '\n' {
			t.Errorf("after %d searches: the lines are not the first ones", after)
		}
		if n := strings.Count(out.String(), "\n"); n != stats.Rows {
			t.Errorf("after %d searches: %d lines, %d rows counted", after, n, stats.Rows)
		}
	}
}

// Ctrl-C ends a batch even if it waits for input that does not come.
func TestInterruptWhileInputHangs(t *testing.T) {
	r, w := io.Pipe()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	go func() { _, _ = io.WriteString(w, `{"id":"a","properties":{"name":["x"]}}`+"\n") }()
	in, err := NewSubjectReader(r)
	if err != nil {
		t.Fatal(err)
	}
	out := &answers{cancel: cancel}
	stats, err := newBatch(2).Run(ctx, in, out)
	if !errors.Is(err, ErrInterrupted) || stats.Rows != 1 {
		t.Errorf("%+v, %v", stats, err)
	}
	w.Close() // lets the reading goroutine go
}

// answers cancels as soon as the first answer comes: so it came although the
// input had not ended.
type answers struct {
	mu     sync.Mutex
	cancel func()
}

func (a *answers) Write(p []byte) (int, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.cancel()
	return len(p), nil
}

func TestFailureToWriteEndsTheBatch(t *testing.T) {
	in, err := NewSubjectReader(strings.NewReader(manyRows(500)))
	if err != nil {
		t.Fatal(err)
	}
	full := errors.New("disk full")
	_, err = newBatch(3).Run(t.Context(), in, writerFunc(func([]byte) (int, error) { return 0, full }))
	if !errors.Is(err, full) {
		t.Errorf("got %v", err)
	}
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

func TestFailureToReadEndsTheBatchAfterTheRowsBefore(t *testing.T) {
	broken := errors.New("cable cut")
	in, err := NewSubjectReader(io.MultiReader(strings.NewReader(manyRows(100)), readerFunc(func([]byte) (int, error) { return 0, broken })))
	if err != nil {
		t.Fatal(err)
	}
	stats, err := newBatch(3).Run(t.Context(), in, io.Discard)
	if !errors.Is(err, broken) || stats.Rows != 100 {
		t.Errorf("%+v, %v", stats, err)
	}
}

func TestIDsMayBeNumbersAndRepeat(t *testing.T) {
	out, _, err := runBatch(t, newBatch(1), `{"id":12345678901234567890,"properties":{"name":["x"]}}
{"id":null,"properties":{"name":["x"]}}

{"id":"a","properties":{"name":["x"]}}
{"id":"a","properties":{"name":["x"]},"expect":["ignored"],"kind":"ignored"}
`)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for line := range strings.Lines(out) {
		var l Line
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, l.ID)
	}
	if got, want := strings.Join(ids, " "), "12345678901234567890 2 a a"; got != want {
		t.Errorf("ids %s, want %s", got, want)
	}
}

func TestBatchNeedsAWorker(t *testing.T) {
	if _, err := newBatch(0).Run(t.Context(), nil, nil); err == nil {
		t.Error("no error")
	}
}

// Whatever the input, a batch ends, each row has one line of JSON, and the
// number of workers changes nothing.
func FuzzBatch(f *testing.F) {
	for _, seed := range []string{
		manyRows(5), "id,name\na,b\n", "id,name\na,\"b\nc\"\n", "name,birthDate\n\"a;b\",1970\nx", `{"id":1,"properties":{}}`,
		"{\n{\n", "\ufeff{", "id,schema,name\n1,Vessel,x\n", "{}\x00\n{}", "name\n\"\n", "name\n\n\n \n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, input string) {
		var first string
		for _, workers := range []int{1, 5} {
			in, err := NewSubjectReader(strings.NewReader(input))
			if err != nil {
				return
			}
			var out bytes.Buffer
			stats, err := newBatch(workers).Run(t.Context(), in, &out)
			text := fmt.Sprint(out.String(), err)
			if workers == 1 {
				first = text
			} else if text != first {
				t.Errorf("%d workers differ from one", workers)
			}
			n := 0
			for line := range strings.Lines(out.String()) {
				n++
				if !json.Valid([]byte(line)) {
					t.Errorf("line %d is not JSON: %q", n, line)
				}
			}
			if n != stats.Rows {
				t.Errorf("%d lines, %d rows", n, stats.Rows)
			}
		}
	})
}

func TestBatchLeavesNoGoroutine(t *testing.T) {
	defer goleak.VerifyNone(t)
	if _, _, err := runBatch(t, newBatch(8), manyRows(300)); err != nil {
		t.Fatal(err)
	}
}
