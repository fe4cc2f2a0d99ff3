package catalog

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"deciban/internal/entity"
	"deciban/internal/lists"
	"deciban/internal/testkit"
)

// filled is version with a birth date for the first n entries.
func filled(t *testing.T, name string, entries, n int) *lists.List {
	t.Helper()
	l := version(t, name, "x", entries)
	for _, e := range l.Entities[:n] {
		e.Add(entity.Statement{Prop: "birthDate", Value: "1970-01-02"})
	}
	return l
}

func fillOf(l *lists.List) fill {
	f := newFill()
	for _, e := range l.Entities {
		f.add(e)
	}
	return f
}

func TestGuardRefusesWithFiguresAndAcceptTakes(t *testing.T) {
	dated := func(l *lists.List, day string) *lists.List { l.PublishedOn = day; return l }
	for name, tc := range map[string]struct {
		former, next *lists.List
		want         []string // parts of the message; none: it is taken
	}{
		"the same":              {filled(t, "un", 100, 60), filled(t, "un", 100, 60), nil},
		"a tenth lost":          {filled(t, "un", 100, 0), filled(t, "un", 90, 0), nil},
		"more than a tenth":     {filled(t, "un", 100, 0), filled(t, "un", 89, 0), []string{"11 of the 100 loaded entries are gone (11.0 %, allowed are 10.0 %); it has 89 entries"}},
		"few entries":           {filled(t, "un", 9, 0), filled(t, "un", 1, 0), nil},
		"older":                 {dated(filled(t, "un", 5, 0), "2022-10-21"), dated(filled(t, "un", 5, 0), "2018-06-07"), []string{"it is of 2018-06-07, older than the loaded one of 2022-10-21"}},
		"of no date":            {dated(filled(t, "un", 5, 0), "2022-10-21"), dated(filled(t, "un", 5, 0), ""), nil},
		"a property half empty": {filled(t, "un", 100, 60), filled(t, "un", 100, 30), nil},
		"a property emptier":    {filled(t, "un", 100, 60), filled(t, "un", 100, 29), []string{"birthDate is filled for 29.0 % of the entries (29 of 100), before for 60.0 % (60 of 100)"}},
		"a rare property":       {filled(t, "un", 100, 19), filled(t, "un", 100, 0), nil},
		"several at once":       {dated(filled(t, "un", 100, 60), "2022-10-21"), dated(filled(t, "un", 10, 0), "2018-06-07"), []string{"older than", "are gone", "birthDate is filled"}},
	} {
		t.Run(name, func(t *testing.T) {
			c := testCatalog(t)
			before := mustAdd(t, c, tc.former)
			_, err := c.AddWith(t.Context(), AddOptions{Guard: DefaultGuard()}, tc.next)
			if len(tc.want) == 0 {
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			var refused *RefusedError
			if !errors.Is(err, ErrRefused) || !errors.As(err, &refused) || len(refused.Objections) != len(tc.want) {
				t.Fatalf("got %v", err)
			}
			for _, want := range append(tc.want, "un is refused", "--accept") {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q is not in: %v", want, err)
				}
			}
			if now, err := c.Current(t.Context()); err != nil || now.ID != before.ID {
				t.Errorf("in force: %v, %v", now, err)
			}
			s, err := c.AddWith(t.Context(), AddOptions{Action: ActionPull, Guard: DefaultGuard(), Accept: true}, tc.next)
			if err != nil {
				t.Fatal(err)
			}
			if s.Change.Action != ActionPull || len(s.Change.Accepted) != len(tc.want) {
				t.Errorf("the journal says %+v", s.Change)
			}
			changes, err := c.History(t.Context())
			if err != nil || len(changes[len(changes)-1].Accepted) != len(tc.want) {
				t.Errorf("read back: %+v, %v", changes, err)
			}
		})
	}
}

// A damaged version must not keep a whole one out.
func TestGuardComparesWithNothingWhereTheLoadedVersionIsDamaged(t *testing.T) {
	c := testCatalog(t)
	s := mustAdd(t, c, filled(t, "un", 100, 0))
	d, _ := s.Manifest.Dataset("un")
	if err := os.WriteFile(filepath.Join(c.Dir(), "objects", d.Object), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := c.AddWith(t.Context(), AddOptions{Guard: DefaultGuard()}, filled(t, "un", 10, 0)); err != nil {
		t.Error(err)
	}
}

// Each dated step of the real lists passes, but the one that a missing file
// makes; the years between UN vintages do too.
func TestGuardOnRealLists(t *testing.T) {
	read := func(elem ...string) *lists.List {
		l, err := lists.Read(t.Context(), testkit.Shared(t, append([]string{"lists"}, elem...)...), lists.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	objections := func(former, next *lists.List) string {
		var all []string
		for _, o := range DefaultGuard().compare(describe(former), describe(next), fillOf(former), fillOf(next)) {
			all = append(all, o.Kind+": "+o.Why)
		}
		return strings.Join(all, "; ")
	}
	var sdn []*lists.List
	for _, v := range []string{"2021-07", "2021-08-18T093901", "2021-09-02T184941", "2021-10-06T184829", "2021-11-08T184932", "2021-12-02T014159"} {
		sdn = append(sdn, read("us_ofac_sdn", v))
	}
	for i := 2; i < len(sdn); i++ {
		if got := objections(sdn[i-1], sdn[i]); got != "" {
			t.Errorf("OFAC step %d: %s", i, got)
		}
	}
	// From 2021-08 on there is only the main file.
	if got := objections(sdn[0], sdn[1]); !strings.Contains(got, "alias") || !strings.Contains(got, "address") {
		t.Errorf("without the files of aliases and addresses: %q", got)
	}
	older, newer := read("un_sc_sanctions", "un_2018-06-07.xml"), read("un_sc_sanctions", "un_2018-06-21.xml")
	if got := objections(older, newer); got != "" {
		t.Errorf("UN step: %s", got)
	}
	if got := objections(newer, older); !strings.HasPrefix(got, "age: it is of 2018-06-07") {
		t.Errorf("UN step back: %q", got)
	}
	for _, l := range append(sdn, older, newer) {
		n := 0
		for _, e := range l.Entities {
			if IsEntry(e) {
				n++
			}
		}
		if n != l.Counts.Entries {
			t.Errorf("%s: %d entries, the reader counts %d", l.Dataset, n, l.Counts.Entries)
		}
	}
	cut := *newer
	cut.Entities = nil
	for i, e := range newer.Entities {
		if i%3 == 0 || !IsEntry(e) {
			cut.Entities = append(cut.Entities, e)
		}
	}
	if got := objections(newer, &cut); !strings.HasPrefix(got, "loss: ") {
		t.Errorf("two thirds of the entries gone: %q", got)
	}
}
