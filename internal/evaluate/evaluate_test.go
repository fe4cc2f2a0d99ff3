package evaluate

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"deciban/internal/entity"
	"deciban/internal/screen"
	"deciban/internal/weigh"
)

// lookup is a Searcher that finds the entry whose id is the subject's name, at
// the weight that the subject's second name says.
type lookup struct{ before func() }

func (l lookup) Entry(id string) (*entity.Entity, bool) { return &entity.Entity{ID: id}, true }
func (lookup) Snapshot() string                         { return "snap" }

func (l lookup) Search(ctx context.Context, subject *entity.Entity, opt screen.Options) (*screen.Result, error) {
	if l.before != nil {
		l.before()
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	names := subject.Values("name")
	w, err := weigh.ParseWeight(names[1])
	if err != nil {
		return nil, errors.New("the index says no")
	}
	res := &screen.Result{}
	if w >= opt.Min {
		res.Matches = append(res.Matches, screen.Match{Entry: &entity.Entity{ID: names[0], Schema: subject.Schema}, Weight: w, Probability: 0.5})
	}
	return res, nil
}

// cases makes cases of one schema and kind whose strongest match is an entry of
// their own name, at the weights.
func cases(t *testing.T, schema, kind string, right bool, weights ...float64) []Case {
	t.Helper()
	var out []Case
	for i, w := range weights {
		id := fmt.Sprintf("%s-%s-%d", kind, schema, i)
		s, err := screen.NewSubject(schema, map[string][]string{"name": {id, fmt.Sprint(w)}})
		if err != nil {
			t.Fatal(err)
		}
		c := Case{ID: id, Subject: s, Schema: schema, Kind: kind}
		if right {
			c.Expect = []string{id}
		}
		out = append(out, c)
	}
	return out
}

func outcomes(t *testing.T, cs []Case) []Outcome {
	t.Helper()
	r := Runner{Searcher: lookup{}, Min: -2000, Limit: 1, Workers: 3}
	os, err := r.Run(t.Context(), cs)
	if err != nil {
		t.Fatal(err)
	}
	return os
}

func upTo(n int) (ws []float64) {
	for i := range n {
		ws = append(ws, float64(i))
	}
	return ws
}

func TestRecallIsTheShareAboveTheThresholdOfTheSide(t *testing.T) {
	pos := outcomes(t, slices.Concat(cases(t, "Person", "alias", true, 990, 989.5, 500, -30), cases(t, "Company", "alias", true, 99.5, 12)))
	neg := outcomes(t, slices.Concat(cases(t, "Person", "ordinary", false, upTo(1000)...), cases(t, "Vessel", "ordinary", false, upTo(100)...)))
	s, err := Score(pos, neg, []float64{0.01, 0.5}, false)
	if err != nil {
		t.Fatal(err)
	}
	// Of 1,000 persons at 0 to 999, ten exceed 989; of 100 others, one exceeds 98.
	if got := s.Thresholds[0].Decibans; got[0].String() != "989.00" || got[1].String() != "499.00" {
		t.Errorf("thresholds of persons %v", got)
	}
	if got := s.Thresholds[1].Decibans; got[0].String() != "98.00" {
		t.Errorf("thresholds of others %v", got)
	}
	want := map[string][]float64{"all": {0.5, 4.0 / 6}, "persons": {0.5, 0.75}, "others": {0.5, 0.5}, "alias": {0.5, 4.0 / 6}}
	for _, g := range s.Groups {
		if !slices.Equal(g.Recall, want[g.Name]) {
			t.Errorf("%s: %v, want %v", g.Name, g.Recall, want[g.Name])
		}
	}
}

func TestWithTop1TheStrongestMatchMustBeTheRightEntry(t *testing.T) {
	pos := outcomes(t, append(cases(t, "Person", "a", true, 500), cases(t, "Person", "b", false, 500)...))
	neg := outcomes(t, cases(t, "Person", "n", false, upTo(100)...))
	s, err := Score(pos, neg, []float64{0.01}, true)
	if err != nil || s.Groups[0].Recall[0] != 0.5 {
		t.Errorf("%+v, %v", s, err)
	}
}

func TestASideWithoutNegativesTakesThoseOfTheOther(t *testing.T) {
	pos := outcomes(t, cases(t, "Company", "a", true, 98.5, 97))
	neg := outcomes(t, cases(t, "Person", "n", false, upTo(100)...))
	s, err := Score(pos, neg, []float64{0.01}, false)
	if err != nil || s.Thresholds[1].Negatives != 100 || s.Groups[0].Recall[0] != 0.5 {
		t.Errorf("%+v, %v", s, err)
	}
}

func TestNothingFoundIsWeakerThanAnyMatch(t *testing.T) {
	pos := outcomes(t, cases(t, "Person", "a", true, -19, -400))
	neg := outcomes(t, cases(t, "Person", "n", false, -500, -500, -500, -500))
	s, err := Score(pos, neg, []float64{0.01}, false)
	if err != nil || s.Groups[0].Recall[0] != 0.5 || s.Thresholds[0].Decibans[0].String() != "none" {
		t.Errorf("%+v, %v", s, err)
	}
	if b, err := json.Marshal(s.Thresholds); err != nil || !strings.Contains(string(b), "[null]") {
		t.Errorf("%s, %v", b, err)
	}
}

func TestWithoutCasesThereIsNothingToMeasure(t *testing.T) {
	if _, err := Score(nil, outcomes(t, cases(t, "Person", "n", false, 1)), DefaultRates, false); !errors.Is(err, ErrNoCases) {
		t.Errorf("error %v", err)
	}
}

// Whatever the strengths: a higher rate never finds fewer, the share of
// negatives above a threshold never exceeds the rate, and a curve agrees with
// the scores.
func TestRecallGrowsWithTheRateAndTheRateIsKept(t *testing.T) {
	x := uint32(7)
	random := func(n int, up float64) (ws []float64) {
		for range n {
			x = x*1664525 + 1013904223
			ws = append(ws, up+float64(x>>16)/1000)
		}
		return ws
	}
	pos := outcomes(t, slices.Concat(cases(t, "Person", "a", true, random(300, 20)...), cases(t, "Company", "a", true, random(100, 10)...)))
	neg := outcomes(t, slices.Concat(cases(t, "Person", "n", false, random(700, 0)...), cases(t, "Company", "n", false, random(150, 0)...)))
	rates := logRates(len(neg))
	s, err := Score(pos, neg, rates, false)
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range s.Groups {
		if !slices.IsSorted(g.Recall) {
			t.Errorf("%s: recall falls: %v", g.Name, g.Recall)
		}
	}
	sorted := sortedStrengths(neg)
	for _, r := range rates {
		at := thresholdsAt(&sorted, r)
		for _, share := range alertsBy(neg, at, func(o *Outcome) string { return o.Case.side().String() }) {
			if share.Rate() > r {
				t.Errorf("at %v, %v of %s raise an alert", r, share.Rate(), share.Name)
			}
		}
	}
	for _, c := range Curves(pos, neg, false) {
		for i, p := range c.Points {
			g := s.Groups[slices.IndexFunc(s.Groups, func(g Group) bool { return g.Name == c.Group })]
			if p.Recall != g.Recall[i] {
				t.Errorf("%s at %v: curve %v, score %v", c.Group, p.Rate, p.Recall, g.Recall[i])
			}
		}
	}
}

func TestOutcomesDoNotDependOnTheNumberOfWorkers(t *testing.T) {
	cs := cases(t, "Person", "n", false, upTo(500)...)
	var want []Outcome
	for _, workers := range []int{1, 16} {
		r := Runner{Searcher: lookup{}, Limit: 1, Workers: workers}
		got, err := r.Run(t.Context(), cs)
		if err != nil {
			t.Fatal(err)
		}
		for i := range want {
			if got[i].Case != want[i].Case || got[i].Strength() != want[i].Strength() {
				t.Fatalf("outcome %d differs with %d workers", i, workers)
			}
		}
		want = got
	}
}

func TestRunningStopsWhenItIsInterruptedOrFails(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	r := Runner{Searcher: lookup{before: stop}, Workers: 2}
	if _, err := r.Run(ctx, cases(t, "Person", "n", false, upTo(50)...)); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	bad := cases(t, "Person", "n", false, upTo(50)...)
	bad[20].Subject.Statements[1].Value = "x"
	r = Runner{Searcher: lookup{}, Workers: 2}
	if _, err := r.Run(t.Context(), bad); err == nil || !strings.Contains(err.Error(), bad[20].ID) {
		t.Errorf("error %v", err)
	}
}

func TestBars(t *testing.T) {
	b, err := ParseBar("un-alias:0.01:0.86")
	if err != nil || b != (Bar{"un-alias", 0.01, 0.86}) {
		t.Errorf("%+v, %v", b, err)
	}
	for _, text := range []string{"", "all", "all:0.1", "all:x:1", "all:0.1:2", "all:0:0.5", "all:2:0.5"} {
		if b, err := ParseBar(text); err == nil {
			t.Errorf("ParseBar(%q) = %+v", text, b)
		}
	}
	s := &Scores{Rates: []float64{0.01}, Groups: []Group{{"all", 10, []float64{0.7}}}}
	for bar, want := range map[Bar]bool{{"all", 0.01, 0.7}: true, {"all", 0.01, 0.71}: false} {
		if r, err := s.Check(bar); err != nil || r.OK != want {
			t.Errorf("%+v: %+v, %v", bar, r, err)
		}
	}
	for _, bar := range []Bar{{"all", 0.02, 0.7}, {"nobody", 0.01, 0.7}} {
		if r, err := s.Check(bar); err == nil {
			t.Errorf("%+v: %+v, want an error", bar, r)
		}
	}
}

func TestSampleTakesEvenlyAndNeverMore(t *testing.T) {
	cs := make([]Case, 1000)
	for i := range cs {
		cs[i].ID = fmt.Sprint(i)
	}
	got := Sample(cs, 10)
	if len(got) != 10 || got[0].ID != "0" || got[9].ID != "900" {
		t.Errorf("%v", got)
	}
	if len(Sample(cs, 0)) != 1000 || len(Sample(cs, 5000)) != 1000 {
		t.Error("a sample of all is not all")
	}
}

func TestNameOnlyLeavesTheCasesThemselvesAlone(t *testing.T) {
	s, err := screen.NewSubject("Person", map[string][]string{"name": {"A B"}, "birthDate": {"1970"}, "nationality": {"fr"}, "gender": {"male"}})
	if err != nil {
		t.Fatal(err)
	}
	cs := []Case{{Subject: s}, {Err: errors.New("unusable")}}
	got := NameOnly(cs)
	if got[0].Subject.First("birthDate") != "" || got[0].Subject.First("nationality") != "" || got[0].Subject.First("gender") != "male" {
		t.Errorf("%+v", got[0].Subject)
	}
	if s.First("birthDate") != "1970" {
		t.Error("the case itself lost its birth date")
	}
}

func TestSetsAreReadAsLinesAndAsTable(t *testing.T) {
	lines := "\ufeff\n" + `{"id":"a","schema":"Company","properties":{"name":["Acme"]},"expect":["x-1","x-2"],"kind":"alias"}
{"id":7,"properties":{"name":["Li Wei"],"birthDate":["1970"]}}

{"properties":{"name":["B"],"birthDate":["never"]}}
`
	table := "id,schema,name,expect,kind,birthDate\na,Company,Acme,x-1; x-2,alias,\n7,,Li Wei,,,1970\n4,,B,,,never\n"
	for form, text := range map[string]string{"lines": lines, "table": table} {
		cs, err := ReadCases(strings.NewReader(text))
		if err != nil || len(cs) != 3 {
			t.Fatalf("%s: %d cases, %v", form, len(cs), err)
		}
		if c := cs[0]; c.ID != "a" || c.Schema != "Company" || !slices.Equal(c.Expect, []string{"x-1", "x-2"}) || c.Kind != "alias" || c.Name() != "Acme" {
			t.Errorf("%s: %+v", form, c)
		}
		if c := cs[1]; c.ID != "7" || c.Schema != "Person" || c.Subject.First("birthDate") != "1970" {
			t.Errorf("%s: %+v", form, c)
		}
		if c := cs[2]; c.Err == nil || c.Subject != nil {
			t.Errorf("%s: %+v", form, c)
		}
	}
	for _, text := range []string{"", "   \n", "[1]", "a,b\n1,2\n", "{\n", `{"id":[1],"expect":3}`, "name\n\"x\n"} {
		if cs, err := ReadCases(strings.NewReader(text)); err == nil {
			t.Errorf("ReadCases(%q) = %+v, want an error", text, cs)
		}
	}
}

func FuzzReadCases(f *testing.F) {
	f.Add([]byte("id,name,expect\n1,a b,x;y\n"))
	f.Add([]byte(`{"id":"a","properties":{"name":["x"]},"expect":["y"]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		cs, err := ReadCases(bytes.NewReader(text))
		if err != nil {
			return
		}
		for _, c := range cs {
			if (c.Subject == nil) != (c.Err != nil) || c.ID == "" || c.Schema == "" {
				t.Errorf("%q became %+v", text, c)
			}
		}
	})
}

func FuzzReadPairs(f *testing.F) {
	f.Add([]byte("id,schema,name1,name2,is_match,logicv2_score\n1,Person,a b,a c,true,0.5\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		ps, err := ReadPairs(bytes.NewReader(text))
		if err != nil {
			return
		}
		for _, s := range ScorePairs(ps[:min(len(ps), 50)]) {
			if !(s.AUC >= 0 && s.AUC <= 1 && s.F1 >= 0 && s.F1 <= 1) {
				t.Errorf("%q: %+v", text, s)
			}
		}
	})
}

func TestPairsAreScoredAsDefined(t *testing.T) {
	ps := []Pair{{Match: true, Weight: 300}, {Match: true, Weight: 100}, {Weight: 200}, {Weight: 100}}
	// Of the four pairs of a match and a stranger: 3>2, 3>1, 1<2, 1=1.
	s := ScorePairs(ps)[0]
	if s.AUC != 2.5/4 {
		t.Errorf("AUC %v", s.AUC)
	}
	// From 1 on all four are taken: 2·2/(4+2).
	if s.F1 != 2.0/3 {
		t.Errorf("F1 %v at %v", s.F1, s.At)
	}
}

func TestReadingPairsNamesWhatIsWrong(t *testing.T) {
	for text, want := range map[string]string{
		"id,schema,name1,name2\n":                                                "is_match",
		"id,schema,name1,name2,is_match\n1,Person,a,b,maybe\n":                   "line 2",
		"id,schema,name1,name2,is_match,logicv2_score\n1,Person,a,b,true,much\n": "logicv2_score",
	} {
		if _, err := ReadPairs(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

func TestThePageIsWholeAndEscapesNames(t *testing.T) {
	pos := outcomes(t, cases(t, "Person", "<script>alert(1)</script>", true, 50, 3, -500))
	neg := outcomes(t, slices.Concat(cases(t, "Person", "n", false, upTo(40)...), cases(t, "Company", "n", false, upTo(40)...)))
	r := &Report{Title: "Evaluation", Model: "m", Snapshot: "0123456789abcdef", Evidence: "all", Positives: 3, Negatives: 80}
	var err error
	if r.Scores, err = Score(pos, neg, DefaultRates, false); err != nil {
		t.Fatal(err)
	}
	r.Curves, r.Strengths = Curves(pos, neg, false), Histograms(pos, neg)
	r.Origins = FalseAlertsByOrigin(neg, []float64{0.001, 0.01})
	r.Reliability, r.Fits = Reliable(pos, neg, nil, 0.01), FitProbability(pos, neg, nil, 0.01)
	if r.Misses, r.FalseAlerts, err = WorstOf(t.Context(), lookup{}, pos, neg, 0.05, 3); err != nil {
		t.Fatal(err)
	}
	r.Pairs = ScorePairs([]Pair{{Match: true, Weight: 1, Schema: "Person"}, {Schema: "Person"}})
	r.Ablations = []Ablation{{"", "the whole model", r.Scores.Groups}, {"joins", "none", r.Scores.Groups}}
	r.Bars = []Reached{{"all", 0.01, 0.5, 0.4, false}}
	r.AtThreshold = NewAtThreshold(screen.Cut{Persons: 1000, Others: 1000, Given: "10", Source: "as given"}, pos, neg)
	var b bytes.Buffer
	if err := r.WriteHTML(&b); err != nil {
		t.Fatal(err)
	}
	page := b.String()
	if strings.Contains(page, "<script") || strings.Contains(page, "http://") && strings.Count(page, "http://") != strings.Count(page, "http://www.w3.org/2000/svg") {
		t.Error("the page has a script or reaches outside")
	}
	for _, want := range []string{"</html>", "Worst misses", "Worst false alerts", "prefers-color-scheme: dark", "Recall without each part", "missed", "At the threshold 10", `role="img"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if n := strings.Count(page, "<svg"); n != strings.Count(page, "</svg>") || n < 6 {
		t.Errorf("%d plots", n)
	}
	if strings.Contains(page, "NaN") || strings.Contains(page, "Inf") {
		t.Error("a number of the page is none")
	}
}
