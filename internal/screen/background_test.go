package screen

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"deciban/internal/entity"
	"deciban/internal/weigh"
)

func budgetOf(t *testing.T, dir string, s Searcher) *Budget {
	t.Helper()
	return &Budget{Searcher: s, Model: weigh.Default(), Dir: dir, Workers: 3, Notice: func(text string) { t.Log(text) }}
}

func mustThreshold(t *testing.T, text string) Threshold {
	t.Helper()
	th, err := ParseThreshold(text)
	if err != nil {
		t.Fatal(err)
	}
	return th
}

func TestBudgetMeasuresOnceForEachSnapshotAndKeepsNoName(t *testing.T) {
	dir, s := t.TempDir(), &echo{}
	b := budgetOf(t, dir, s)
	first, err := b.Cut(t.Context(), mustThreshold(t, "1/1000"))
	if err != nil {
		t.Fatal(err)
	}
	calls := s.calls.Load()
	if calls != ordinaryPersons+ordinaryOthers {
		t.Errorf("%d searches, want %d", calls, ordinaryPersons+ordinaryOthers)
	}
	again, err := b.Cut(t.Context(), mustThreshold(t, "1/1000"))
	if err != nil || again != first || s.calls.Load() != calls {
		t.Errorf("the second time: %+v, %v, %d searches; want %+v and none", again, err, s.calls.Load()-calls, first)
	}
	files, err := filepath.Glob(filepath.Join(dir, backgroundDir, "*"))
	if err != nil || len(files) != 1 {
		t.Fatalf("files %q, %v", files, err)
	}
	text, err := os.ReadFile(files[0])
	if err != nil || strings.Contains(string(text), "Smith") {
		t.Errorf("%v; the file holds a name: %s", err, text)
	}
	// A damaged file is measured again and replaced.
	if err := os.WriteFile(files[0], text[:len(text)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	if again, err = b.Cut(t.Context(), mustThreshold(t, "1/1000")); err != nil || again != first || s.calls.Load() != 2*calls {
		t.Errorf("after damage: %+v, %v, %d searches", again, err, s.calls.Load())
	}
}

func TestTheNumberOfWorkersChangesNothing(t *testing.T) {
	one, err := MeasureOrdinary(t.Context(), &echo{}, 1, nil)
	if err != nil {
		t.Fatal(err)
	}
	many, err := MeasureOrdinary(t.Context(), &echo{}, 16, nil)
	if err != nil || !reflect.DeepEqual(one, many) {
		t.Errorf("%v\none worker: %+v\nsixteen:    %+v", err, one, many)
	}
}

func TestMeasuringStopsWhenItIsInterruptedOrFails(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	s := &echo{before: func(*entity.Entity) { stop() }}
	if _, err := MeasureOrdinary(ctx, s, 2, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want %v", err, context.Canceled)
	}
	in, err := NewSubjectReader(strings.NewReader(strings.Repeat(`{"properties":{"name":["unsearchable"]}}`+"\n", 100)))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := MeasureCustomers(t.Context(), &echo{}, 2, in, nil); err == nil || !strings.Contains(err.Error(), "the index says no") {
		t.Errorf("error %v", err)
	}
}

func customers(t *testing.T, s Searcher, persons int) *Background {
	t.Helper()
	rows := strings.Repeat(`{"properties":{"name":["Ann"]}}`+"\n", persons) + "{\"properties\":{}}\n"
	in, err := NewSubjectReader(strings.NewReader(rows))
	if err != nil {
		t.Fatal(err)
	}
	b, bad, err := MeasureCustomers(t.Context(), s, 2, in, nil)
	if err != nil || bad != 1 || b.Persons.Subjects != persons {
		t.Fatalf("%+v, %d bad, %v", b, bad, err)
	}
	b.Model = weigh.Default().Version()
	return b
}

func TestCustomersServeWhereThereAreEnoughOfThem(t *testing.T) {
	dir, s := t.TempDir(), &echo{}
	if err := WriteBackground(dir, customers(t, s, 1000)); err != nil {
		t.Fatal(err)
	}
	c, err := budgetOf(t, dir, s).Cut(t.Context(), mustThreshold(t, "1/1000"))
	if err != nil {
		t.Fatal(err)
	}
	if want := "persons: 1000 customers; others: 3000 made-up"; !strings.HasSuffix(c.Source, want) {
		t.Errorf("source %q, want %q", c.Source, want)
	}
	// All are called Ann, which echo finds at three hundred hundredths.
	if c.Persons != 3*weigh.Deciban+strengthStep {
		t.Errorf("persons %s", c.Persons)
	}
	if c, err = budgetOf(t, dir, s).Cut(t.Context(), mustThreshold(t, "1/2000")); err != nil || !strings.Contains(c.Source, "persons: 6000 made-up") {
		t.Errorf("%+v, %v; want the made-up persons, since 1,000 cannot tell", c, err)
	}
}

func TestCustomersOfAnotherModelDoNotServe(t *testing.T) {
	dir, s := t.TempDir(), &echo{}
	b := customers(t, s, 5000)
	b.Model = "older"
	if err := WriteBackground(dir, b); err != nil {
		t.Fatal(err)
	}
	told := ""
	budget := budgetOf(t, dir, s)
	budget.Notice = func(text string) { told += text }
	c, err := budget.Cut(t.Context(), mustThreshold(t, "1/1000"))
	if err != nil || strings.Contains(c.Source, "customers") || !strings.Contains(told, "calibrate again") {
		t.Errorf("%+v, %v; told %q", c, err, told)
	}
}

func TestCustomersOfFormerListsServeAndSaySo(t *testing.T) {
	dir, s := t.TempDir(), &echo{}
	b := customers(t, s, 5000)
	b.Snapshot = "former"
	if err := WriteBackground(dir, b); err != nil {
		t.Fatal(err)
	}
	c, err := budgetOf(t, dir, s).Cut(t.Context(), mustThreshold(t, "1/1000"))
	if err != nil || !strings.Contains(c.Source, "5000 customers, before the lists changed") {
		t.Errorf("%+v, %v", c, err)
	}
}

func TestDamagedCustomersAreAnErrorThatNamesTheFile(t *testing.T) {
	dir := t.TempDir()
	if err := WriteBackground(dir, customers(t, &echo{}, 10)); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(customersPath(dir), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := budgetOf(t, dir, &echo{}).Cut(t.Context(), mustThreshold(t, "1/10")); err == nil || !strings.Contains(err.Error(), "customers.json") {
		t.Errorf("error %v", err)
	}
}

func TestAFolderThatCannotBeWrittenIsNoReasonToFail(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(dir, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	made := &Background{Model: "m", Snapshot: "s"}
	if err := WriteBackground(dir, made); err == nil {
		t.Error("writing below a file is no error")
	}
	told := ""
	b := Budget{Dir: dir, Notice: func(text string) { told = text }}
	if b.keep(made); !strings.Contains(told, "measured anew") {
		t.Errorf("told %q", told)
	}
}

func FuzzDecodeBackground(f *testing.F) {
	f.Add([]byte(`{"format":1,"snapshot":"s","model":"m","customers":true,"persons":{"subjects":3,"counts":[{"decibans":20,"subjects":1}]},"others":{}}`))
	f.Add([]byte(`{"format":2}`))
	f.Add([]byte(`null`))
	f.Fuzz(func(t *testing.T, text []byte) {
		b, err := decodeBackground(text)
		if err != nil {
			return
		}
		for _, s := range []*Strengths{&b.Persons, &b.Others} {
			if w, err := s.Budget(0.5); err == nil && s.Share(w) > 0.5 {
				t.Errorf("half of %+v: %s lets %v pass", s, w, s.Share(w))
			}
		}
	})
}
