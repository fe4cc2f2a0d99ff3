package weigh

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"deciban/internal/names"
)

// smallModel is a model with all that a model must have, and little else.
func smallModel() string {
	var b strings.Builder
	b.WriteString("# a comment\n[model]\nversion\tsmall\n[numbers]\n")
	for i, n := range (&Model{}).singleNumbers() {
		fmt.Fprintf(&b, "%s\t%d\n", n.name, i)
	}
	b.WriteString("[dates]\n")
	for r := dateSameDay; r < dateRelations; r++ {
		fmt.Fprintf(&b, "%s\t%d\n", dateNames[r], int(r)*100)
	}
	b.WriteString("[pair]\nlatin\t-100\t-1400\t500\t200\t500\t-100\t300\t400\t5500\t1100\n")
	b.WriteString("[costs latin]\nfirst\ta\ta\t10\nrest\ta\ta\t10\nrest\tk\tkh\t500\n")
	b.WriteString("[known latin]\nbill\twilliam\t800\n[unseen persons]\n800\t900\n[rarity persons]\nali\t1500\n[leftform persons]\nali\t-300\n[left persons]\nplain\t0\t-1\t-2\t-3\t-4\t-5\t-6\n")
	return b.String()
}

func TestASmallModelIsRead(t *testing.T) {
	m, err := ParseModel([]byte(smallModel()))
	if err != nil {
		t.Fatal(err)
	}
	if m.Version() != "small" || m.Rarity("ali", names.Person) != 1500 || m.Rarity("zz", names.Person) != 900 || m.date[dateDiffers] != Weight(dateDiffers)*100 {
		t.Errorf("read %+v", m.params)
	}
	if w, err := m.Number("join"); err != nil || w != m.join {
		t.Errorf("join: %v, %v", w, err)
	}
	if _, err := m.Number("luck"); err == nil || !strings.Contains(err.Error(), "luck") {
		t.Errorf("an unknown number: %v", err)
	}
}

// What lacks several things is told of the first, always the same.
func TestAModelThatLacksNumbersIsToldOfTheFirst(t *testing.T) {
	for range 20 {
		_, err := ParseModel([]byte("[model]\nversion\tempty\n"))
		if err == nil || !strings.Contains(err.Error(), `lacks the number "join"`) {
			t.Fatal(err)
		}
	}
}

func TestWrongModelsAreRefusedWithTheLine(t *testing.T) {
	for wrong, want := range map[string]string{
		"[numbers\n": "line", "[numbers]\njoin\tmany\n": "many", "[numbers]\njoin\t9999999999\n": "9999999999",
		"[costs klingon]\nrest\ta\ta\t1\n": "costs", "[costs latin]\nlast\ta\ta\t1\n": "neither first nor rest",
		"[costs latin]\nrest\ta\ta\t-1\n": "cost", "[costs latin]\nrest\ta\ta\t40000\n": "cost",
		"[known latin]\na\tb\t-5\n": "cost", "[pair]\nlatin\t1\n": "numbers", "[pair]\nlatin\t1\t1\t1\t1\t1\t-1\t1\t1\t-1\t1\n": "limits", "[pair]\nlatin\t1\t1\t1\t-1\t1\t-1\t1\t1\t1\t1\n": "below 0",
		"[left persons]\nplain\t9\t1\t1\t1\t1\t1\t1\n": "bucket", "[left persons]\nking\t0\t1\t1\t1\t1\t1\t1\n": "role",
		"[rarity martians]\na\t1\n": "neither persons nor others", "[dates]\nsame century\t5\n": "dates", "[luck]\nluck\t7\n": "section",
	} {
		_, err := ParseModel([]byte(smallModel() + wrong))
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "model line ") {
			t.Errorf("%q: %v, want the line and %q", wrong, err, want)
		}
	}
	for without, want := range map[string]string{"version\tsmall\n": "version", "different\t1100\n": "different", "join\t0\n": "join"} {
		text := strings.Replace(smallModel(), without, "", 1)
		if _, err := ParseModel([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("without %q: %v", without, err)
		}
	}
}

// Nothing in the committed model is read by nobody.
func TestEveryNumberOfTheModelIsUsed(t *testing.T) {
	m := Default()
	var used []string
	for _, n := range m.singleNumbers() {
		used = append(used, n.name)
	}
	for name := range m.number {
		if !slices.Contains(used, name) {
			t.Errorf("nothing uses the number %q", name)
		}
	}
}

func FuzzParseModel(f *testing.F) {
	f.Add(smallModel())
	f.Add("[model]\nversion\tx\n[unseen latin]\n1\t2\n[rarity arabic]\nab\t3\n")
	f.Add("[costs arabic]\nrest\tab\tc\t1\nfirst\t\t\t1\n")
	f.Fuzz(func(t *testing.T, text string) {
		for _, all := range []string{text, smallModel() + text} {
			m, err := ParseModel([]byte(all))
			if err != nil {
				continue
			}
			// What was read can be weighed with.
			p := m.Prepare(entityOf(t, "Person", map[string][]string{"name": {"Ali Khan"}, "alias": {"علي خان"}}))
			x := NewMatcher(m, NewVocabulary([]*Party{p}))
			x.Subject(p)
			if w, ok := x.Weigh(p); ok && w != sumOf(x.Explain(p)) {
				t.Errorf("total %v, the evidence adds up to %v", w, sumOf(x.Explain(p)))
			}
		}
	})
}
