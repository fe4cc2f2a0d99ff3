package weigh

import "testing"

// evidenceOf weighs two persons' names.
func evidenceOf(t *testing.T, q, e string) (Weight, []Evidence) {
	t.Helper()
	m := Default()
	p := m.Prepare(entityOf(t, "Person", map[string][]string{"name": {e}}))
	x := NewMatcher(m, NewVocabulary([]*Party{p}))
	x.Subject(m.Prepare(entityOf(t, "Person", map[string][]string{"name": {q}})))
	w, _ := x.Weigh(p)
	return w, x.Explain(p)
}

// A name that is common in its own script is common however oddly a list spells it.
func TestACommonNameIsNotRareForAnOddSpelling(t *testing.T) {
	for _, c := range [][2]string{{"محمد", "Muamad"}, {"حسین", "Hosein"}, {"Иванов", "Iwanoff"}} {
		_, ev := evidenceOf(t, c[0], c[1])
		if len(ev) == 0 || ev[0].Weight > 24*Deciban {
			t.Errorf("%s and %s: %+v", c[0], c[1], ev)
		}
	}
	if w, ev := evidenceOf(t, "الظواهري", "Zawahiri"); w < 30*Deciban {
		t.Errorf("a rare name weighs %s: %+v", w, ev)
	}
}

func TestTwoSyllablesAreNoRarerThanBoth(t *testing.T) {
	weightOf := func(name string, at int) Weight {
		_, ev := evidenceOf(t, name, name)
		return ev[at].Weight
	}
	if w := weightOf("Junzheng Wang", 0); w > 33*Deciban {
		t.Errorf("Junzheng beside Wang weighs %s", w)
	}
	// Beside other names, what can be cut so is mostly no Chinese name.
	if w := weightOf("Vladimir Putin", 1); w < 38*Deciban {
		t.Errorf("Putin weighs %s", w)
	}
}

func TestAnInitialIsNotJoined(t *testing.T) {
	if w, ev := evidenceOf(t, "Katia Bogomolova", "Hachim K. Atia"); w > 0 {
		t.Errorf("%s: %+v", w, ev)
	}
}

func TestKoreanSyllablesInTheirUsualSpellings(t *testing.T) {
	for _, c := range [][2]string{{"Che-Son Ri", "Je-Son Ri"}, {"Lee Yong-chol", "Ri Yong Chol"}} {
		_, ev := evidenceOf(t, c[0], c[1])
		for _, e := range ev {
			if e.Weight < 0 && (e.Subject == "" || e.Entry == "") {
				t.Errorf("%s and %s: %+v", c[0], c[1], ev)
				break
			}
		}
	}
}

func TestWordsBehindANameAreNoPartOfIt(t *testing.T) {
	a, _ := evidenceOf(t, "Zebedee Quillfeather", "Zebedee Quillfeather")
	b, _ := evidenceOf(t, "Zebedee Quillfeather born in 1963", "Zebedee Quillfeather")
	if a != b {
		t.Errorf("%s and %s", a, b)
	}
}

// Titles that are written in several ways are the same title.
func TestTitlesAgreeHoweverTheyAreWritten(t *testing.T) {
	for _, c := range [][2]string{{"Haji Zebedee", "Hajji Zebedee"}, {"Sayed Zebedee", "Sayyid Zebedee"}, {"Doctor Zebedee", "Dr. Zebedee"}, {"Mulla Zebedee", "Mullah Zebedee"}} {
		w, ev := evidenceOf(t, c[0], c[1])
		alone, _ := evidenceOf(t, "Zebedee", "Zebedee")
		if w < alone || len(ev) < 2 || ev[1].Weight < 0 || ev[1].Subject == "" {
			t.Errorf("%s and %s: %s, the name alone %s: %+v", c[0], c[1], w, alone, ev)
		}
	}
	// Another title agrees with nothing.
	if w, ev := evidenceOf(t, "Haji Zebedee", "Qari Zebedee"); w >= 51*Deciban {
		t.Errorf("two titles: %s %+v", w, ev)
	}
}

// The article that is spoken like the letter behind it is the article, joined too.
func TestTheSpokenArticleIsTheArticle(t *testing.T) {
	for _, c := range [][2]string{{"Essebsi", "al-Sebsi"}, {"Errashidi", "al-Rashidi"}, {"Azzein", "al-Zein"}, {"Ashshahri", "al-Shahri"}, {"Essebsi", "El Sebsi"}} {
		for _, swapped := range []bool{false, true} {
			a, b := "Zebedee "+c[0], "Zebedee "+c[1]
			if swapped {
				a, b = b, a
			}
			_, ev := evidenceOf(t, a, b)
			found := false
			for _, e := range ev {
				found = found || e.Weight >= 15*Deciban && (e.Subject == c[0] || e.Entry == c[0])
			}
			if !found {
				t.Errorf("%s and %s: %+v", a, b, ev)
			}
		}
	}
	for _, c := range [][2]string{{"Essebsi", "al-Mebsi"}, {"Ekkarim", "al-Karim"}} {
		if w, ev := evidenceOf(t, c[0], c[1]); w > 10*Deciban {
			t.Errorf("%s and %s: %s %+v", c[0], c[1], w, ev)
		}
	}
}

// A name that Afghans write with letters of their own is the one that Arabs write.
func TestUsualSpellingsHoldInPersianLettersToo(t *testing.T) {
	for _, c := range [][2]string{{"عیسی", "Essa"}, {"موسی", "Moussa"}, {"یحیی", "Yahia"}} {
		if w, ev := evidenceOf(t, c[0], c[1]); w < 10*Deciban {
			t.Errorf("%s and %s: %s %+v", c[0], c[1], w, ev)
		}
	}
}
