package deciban_test

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"

	"deciban"
	"deciban/internal/cli"
)

func TestOpenReadsWhatTheCommandLineLoaded(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	if _, err := deciban.Open(t.Context(), dir); !errors.Is(err, deciban.ErrNoLists) || !strings.Contains(err.Error(), dir) {
		t.Errorf("before anything is loaded: %v", err)
	}
	table := filepath.Join(t.TempDir(), "table.csv")
	if err := os.WriteFile(table, []byte("id,schema,name\n7,Person,Zebedee Quillfeather\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var out, errs strings.Builder
	if code := cli.Run(t.Context(), []string{"lists", "add", "--data", dir, "--dataset", "mine", table}, cli.Streams{Out: &out, Err: &errs}); code != 0 {
		t.Fatalf("code %d: %s", code, errs.String())
	}
	s, err := deciban.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if s.Sample() || !strings.Contains(out.String(), s.Snapshot()) {
		t.Errorf("sample %v, snapshot %s; the command line said: %s", s.Sample(), s.Snapshot(), out.String())
	}
	want := []deciban.Entity{{
		ID: "7", Schema: "Person", Caption: "Zebedee Quillfeather", Datasets: []string{"mine"},
		Statements: []deciban.Statement{{Property: "name", Value: "Zebedee Quillfeather", Dataset: "mine", File: "table.csv", Line: 2, Path: "name"}},
	}}
	if got := s.Entries("7"); !reflect.DeepEqual(got, want) {
		t.Errorf("entries %+v, want %+v", got, want)
	}
	if got := s.Entries("8"); got != nil {
		t.Errorf("unknown id: %+v", got)
	}
	t.Setenv("DECIBAN_DATA", dir)
	again, err := deciban.Open(t.Context(), "")
	if err != nil || again.Snapshot() != s.Snapshot() {
		t.Errorf("by the environment: %v, %v", again, err)
	}
}

func TestSubjectsThatCannotBeUsed(t *testing.T) {
	s, err := deciban.OpenSample()
	if err != nil {
		t.Fatal(err)
	}
	type props = map[string][]string
	for name, tc := range map[string]struct {
		subject  deciban.Subject
		property string
	}{
		"no name":          {deciban.Subject{Properties: props{"birthDate": {"1970"}}}, "name"},
		"empty name":       {deciban.Subject{Properties: props{"name": {""}}}, "name"},
		"unknown property": {deciban.Subject{Properties: props{"name": {"x"}, "nmae": {"y"}}}, "nmae"},
		"unknown schema":   {deciban.Subject{Schema: "Persn", Properties: props{"name": {"x"}}}, "schema"},
		"several":          {deciban.Subject{Properties: props{"birthDate": {"x"}, "gender": {"y"}, "name": {"z"}}}, "birthDate"},
	} {
		_, screenErr := s.Screen(t.Context(), tc.subject, deciban.Options{})
		_, compareErr := deciban.Compare(tc.subject, tc.subject)
		for _, err := range []error{screenErr, compareErr} {
			var v *deciban.ValueError
			if !errors.As(err, &v) || v.Property != tc.property {
				t.Errorf("%s: %v, want a ValueError about %s", name, err, tc.property)
			}
		}
	}
	good := deciban.Subject{Properties: props{"name": {"x"}}}
	if _, err := s.Screen(t.Context(), good, deciban.Options{Limit: -1}); err == nil {
		t.Error("a negative limit is no error")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Screen(ctx, good, deciban.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestScreenerIsTheSameForAllWhoUseItAtOnce(t *testing.T) {
	s, err := deciban.OpenSample()
	if err != nil {
		t.Fatal(err)
	}
	subjects := []string{"Aiman al-Zawahri", "Usama bin Laden", "Haqqani", "Islamic State"}
	answer := func(name string) string {
		res, err := s.Screen(t.Context(), deciban.Subject{Schema: "LegalEntity", Properties: map[string][]string{"name": {name}}}, deciban.Options{Limit: 5})
		if err != nil {
			t.Error(err)
		}
		b, err := json.Marshal(res)
		if err != nil {
			t.Error(err)
		}
		return string(b)
	}
	want := map[string]string{}
	for _, name := range subjects {
		want[name] = answer(name)
	}
	var all sync.WaitGroup
	for i := range 32 {
		name := subjects[i%len(subjects)]
		all.Go(func() {
			if got := answer(name); got != want[name] {
				t.Errorf("%s: another answer than alone", name)
			}
		})
	}
	all.Wait()
}

func TestWeightIsWrittenInDecibans(t *testing.T) {
	b, err := json.Marshal(deciban.Evidence{Weight: 2931})
	if err != nil || !strings.Contains(string(b), `"decibans":29.31`) || (20*deciban.Deciban).String() != "+20.00" || deciban.Weight(-50).Decibans() != -0.5 {
		t.Errorf("%s, %v", b, err)
	}
}

func TestThresholdTakesEveryForm(t *testing.T) {
	s, err := deciban.OpenSample()
	if err != nil {
		t.Fatal(err)
	}
	for text, check := range map[string]func(deciban.Threshold) bool{
		"25dB":  func(th deciban.Threshold) bool { return th.Persons == 25*deciban.Deciban && th.Others == th.Persons },
		"90%":   func(th deciban.Threshold) bool { return th.Persons > 0 && th.Others > 0 },
		"1/100": func(th deciban.Threshold) bool { return th.Persons >= 0 && th.Others > 0 && th.Source != "" },
	} {
		th, err := s.Threshold(t.Context(), text)
		if err != nil || !check(th) {
			t.Errorf("%s: %+v, %v", text, th, err)
		}
		if th.For(deciban.Subject{}) != th.Persons || th.For(deciban.Subject{Schema: "Vessel"}) != th.Others {
			t.Errorf("%s: the wrong side of %+v", text, th)
		}
	}
	for _, text := range []string{"", "often", "1/1000000"} {
		if th, err := s.Threshold(t.Context(), text); err == nil {
			t.Errorf("%q: %+v, want an error", text, th)
		}
	}
}
