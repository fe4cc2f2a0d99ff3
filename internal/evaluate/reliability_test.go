package evaluate

import (
	"math"
	"slices"
	"strings"
	"testing"

	"deciban/internal/entity"
)

// made makes strongest matches whose truth follows a prior and slope exactly,
// without chance: at each weight the right share of them is right.
func made(prior, slope float64) []scored {
	var all []scored
	for w := -20.0; w <= 100; w += 2 {
		p := 1 / (1 + math.Pow(10, -(prior+slope*w)/10))
		all = append(all, scored{w, p, true, p}, scored{w, p, false, 1 - p})
	}
	return all
}

func TestTheFitFindsPriorAndSlope(t *testing.T) {
	for _, want := range []struct{ prior, slope float64 }{{-40, 1}, {-30, 0.6}, {-55, 1.2}} {
		prior, slope := logistic(made(want.prior, want.slope), true)
		if math.Abs(prior-want.prior) > 1 || math.Abs(slope-want.slope) > 0.03 {
			t.Errorf("prior %v, slope %v; want %+v", prior, slope, want)
		}
	}
	if prior, slope := logistic(made(-40, 1), false); math.Abs(prior+40) > 0.1 || slope != 1 {
		t.Errorf("prior alone %v, slope %v", prior, slope)
	}
}

func TestCalibrationErrorIsNothingWhereProbabilitiesHold(t *testing.T) {
	all := made(-40, 1)
	if e := calibrationError(all); e > 1e-12 {
		t.Errorf("error %v", e)
	}
	// Said 0.75 on average, right in half: the error is a quarter.
	off := []scored{{0, 0.75, true, 1}, {0, 0.75, false, 1}}
	if e := calibrationError(off); e != 0.25 {
		t.Errorf("error %v, want 0.25", e)
	}
	if e := calibrationError(nil); e != 0 {
		t.Errorf("error of nothing %v", e)
	}
}

func TestPositivesAreWeightedToThePrior(t *testing.T) {
	pos := outcomes(t, cases(t, "Person", "a", true, 10, 20, 30))
	neg := outcomes(t, cases(t, "Person", "n", false, upTo(50)...))
	r := Reliable(pos, neg, nil, 0.1)[0]
	bin := r.Bins[binOf(0.5)] // lookup says a half of everybody
	if bin.N != 53 || math.Abs(bin.Weight-1) > 1e-9 || math.Abs(bin.Right-0.1) > 1e-9 || math.Abs(r.Error-0.4) > 1e-9 {
		t.Errorf("%+v, error %v", bin, r.Error)
	}
}

func TestBinsCoverAllProbabilities(t *testing.T) {
	for i, p := range []float64{0, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99} {
		if binOf(p) != i {
			t.Errorf("binOf(%v) = %d, want %d", p, binOf(p), i)
		}
	}
	if binOf(1) != len(binEdges)-2 {
		t.Errorf("binOf(1) = %d", binOf(1))
	}
}

func entry(t *testing.T, schema, id string, names ...string) *entity.Entity {
	t.Helper()
	s, ok := entity.SchemaOf(schema)
	if !ok {
		t.Fatal(schema)
	}
	e := &entity.Entity{ID: id, Schema: s}
	for i, n := range names {
		prop := "alias"
		if i == 0 {
			prop = "name"
		}
		e.Add(entity.Statement{Prop: prop, Value: n})
	}
	return e
}

func TestEntriesThatShareAWholeNameAreOneParty(t *testing.T) {
	p := PartiesOf([]*entity.Entity{
		entry(t, "Person", "a-1", "Zebedee Quillfeather", "Zeb Quill"),
		entry(t, "Person", "b-1", "Otti Brackenbury"),
		entry(t, "Person", "c-1", "QUILL, Zeb", "The Feather"),
		entry(t, "Person", "d-1", "The Feather", "Otti Thistle"),
	})
	for pair, want := range map[[2]string]bool{{"a-1", "c-1"}: true, {"a-1", "d-1"}: true, {"c-1", "d-1"}: true, {"a-1", "b-1"}: false, {"b-1", "x"}: false} {
		if got := p.Same(pair[0], pair[1]); got != want {
			t.Errorf("Same(%v) = %v", pair, got)
		}
	}
	if (*Parties)(nil).Same("a", "a") {
		t.Error("a nil Parties knows somebody")
	}
}

func holdBack(t *testing.T, list, learned []*entity.Entity, hard bool) *HeldBack {
	t.Helper()
	h, err := HoldBack(list, learned, hard)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestOrdinaryStrangersLeaveTheListWhole(t *testing.T) {
	list := []*entity.Entity{
		entry(t, "Person", "a", "Zebedee Quillfeather", "Zeb Quill"), entry(t, "Company", "b", "Quill Trading", "Feather Trading"),
	}
	h := holdBack(t, list, nil, false)
	if len(h.Entities) != 2 || len(h.Positive) != 2 || len(h.Negative) != strangerPersons+strangerOthers {
		t.Errorf("%d entities, %d positives, %d negatives", len(h.Entities), len(h.Positive), len(h.Negative))
	}
	for _, c := range h.Negative[:10] {
		if c.Subject == nil || len(c.Expect) != 0 {
			t.Errorf("%+v", c)
		}
	}
}

func TestHoldingBackTakesTheNameFromEveryEntryOfTheParty(t *testing.T) {
	var list []*entity.Entity
	for i := range 60 {
		n := string(rune('a'+i%26)) + string(rune('a'+i/26))
		list = append(list, entry(t, "Person", "one-"+n, "Zebedee "+n+"uill", "Otti "+n+"rack", "Barnabas "+n+"thistle"),
			entry(t, "Person", "two-"+n, "Otti "+n+"rack", "Zebedee "+n+"uill", "Barnabas "+n+"thistle"))
	}
	list = append(list, entry(t, "Person", "single", "Only Onename"))
	h := holdBack(t, list, nil, true)
	if h.Parties != 61 || len(h.Positive) == 0 || len(h.Negative) == 0 || len(h.Positive)+len(h.Negative) != 60 {
		t.Fatalf("%d parties, %d positives, %d negatives", h.Parties, len(h.Positive), len(h.Negative))
	}
	left := map[string]*entity.Entity{}
	for _, e := range h.Entities {
		left[e.ID] = e
	}
	for _, c := range h.Positive {
		if len(c.Expect) != 2 {
			t.Errorf("%s expects %v", c.ID, c.Expect)
		}
		for _, id := range c.Expect {
			if len(namesOf(left[id])) != 2 || slices.Contains(namesOf(left[id]), c.Name()) {
				t.Errorf("%s: %s still has %q, or lost more", c.ID, id, namesOf(left[id]))
			}
		}
	}
	for _, c := range h.Negative {
		id := strings.TrimPrefix(c.ID, "held-back-")
		if left[id] != nil || len(c.Expect) != 0 {
			t.Errorf("%s is still listed, or expects %v", id, c.Expect)
		}
	}
	if left["single"] == nil || len(list[0].Statements) != 3 {
		t.Error("an entry that gives no case is gone, or the list itself was changed")
	}
	// The same cases whatever the order of the list.
	turned := slices.Clone(list)
	slices.Reverse(turned)
	again := holdBack(t, turned, nil, true)
	names := func(cs []Case) (ns []string) {
		for _, c := range cs {
			ns = append(ns, c.Name())
		}
		slices.Sort(ns)
		return ns
	}
	if !slices.Equal(names(h.Positive), names(again.Positive)) || !slices.Equal(names(h.Negative), names(again.Negative)) {
		t.Error("the cases depend on the order of the list")
	}
}

func TestPartiesThatWereLearnedFromGiveNoCase(t *testing.T) {
	list := []*entity.Entity{entry(t, "Person", "a", "Zebedee Quillfeather", "Zeb Quill")}
	h := holdBack(t, list, []*entity.Entity{entry(t, "Person", "old", "Quill Zeb")}, true)
	if h.Skipped != 1 || len(h.Positive)+len(h.Negative) != 0 || len(h.Entities) != 1 {
		t.Errorf("%+v", h)
	}
}
