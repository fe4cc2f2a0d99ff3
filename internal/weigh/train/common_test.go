package main

import "testing"

func TestCommonNamesAreAsCommonAsTheySay(t *testing.T) {
	got, err := readCommon("# names\n[one given 100]\nali reza\n[two surname 3000]\nreza karimi\n")
	if err != nil {
		t.Fatal(err)
	}
	// One in 100 people is one in 250 parts: 24 decibans; the commoner use counts.
	for name, want := range map[string]int{"ali": 2398, "reza": 2398, "karimi": 3875} {
		if got[name] != want {
			t.Errorf("%s: rarity %d, want %d", name, got[name], want)
		}
	}
	for _, text := range []string{"ali\n", "[one given]\nali\n", "[one born 100]\nali\n", "[one given none]\nali\n"} {
		if _, err := readCommon(text); err == nil {
			t.Errorf("%q: no error", text)
		}
	}
	if all, err := readCommon(commonNames); err != nil || len(all) < 20000 {
		t.Errorf("common_names.txt: %d names, %v", len(all), err)
	}
}

func TestSpellingsOfASyllableArePairs(t *testing.T) {
	pairs := syllablePairs()
	for _, p := range [][2]string{{"bu", "pu"}, {"choe", "choi"}, {"eok", "uk"}, {"kwai", "gui"}, {"hua", "wa"}, {"huang", "wong"}} {
		if _, ok := pairs[[2]string{min(p[0], p[1]), max(p[0], p[1])}]; !ok {
			t.Errorf("%v is no pair", p)
		}
	}
	for _, p := range [][2]string{{"kim", "pak"}, {"huang", "kim"}} {
		if c, ok := pairs[[2]string{min(p[0], p[1]), max(p[0], p[1])}]; ok {
			t.Errorf("%v is a pair, cost %d", p, c)
		}
	}
}

func TestLogisticRegressionFindsWhatMadeTheExamples(t *testing.T) {
	// Same and stranger are equally likely where the cost is 20; each deciban of
	// cost takes one away.
	var examples []example
	for cost := range 40 {
		p := 1.0
		for range max(cost-20, 20-cost) {
			p *= 1.2589254117941673
		}
		same, other := p, 1.0
		if cost > 20 {
			same, other = 1, p
		}
		x := [columns]float64{1, 60, 60, float64(cost), 5, 0}
		examples = append(examples, example{x, true, same / (same + other)}, example{x, false, other / (same + other)})
	}
	b := logistic(examples)
	if at := b[0] + 60*b[1] + 60*b[2] + 20*b[3] + 5*b[4]; at < -0.01 || at > 0.01 || b[3] < -1.01 || b[3] > -0.99 {
		t.Errorf("factors %v: %v at a cost of 20", b, at)
	}
}
