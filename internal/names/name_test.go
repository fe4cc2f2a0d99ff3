package names

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

// outline writes a name's tokens as "form/role".
func outline(n Name) string {
	var out []string
	for _, t := range n.Tokens {
		s := t.Form
		if t.Role != Plain {
			s += "/" + t.Role.String()
		}
		out = append(out, s)
	}
	return strings.Join(out, " ")
}

func TestTheRolesOfTokens(t *testing.T) {
	for _, c := range []struct {
		kind       Kind
		name, want string
	}{
		{Person, "Usama bin Ladin", "usama bin/particle ladin"},
		{Person, "AL-ZAWAHIRI, Dr. Ayman", "al/particle zawahiri dr/title ayman"},
		{Person, "Mullah Haji Abdul Ghani Baradar", "mullah/title haji/title abd ghani baradar"},
		{Person, "J. R. R. Tolkien", "j/initial r/initial r/initial tolkien"},
		{Person, "Ludwig van der Rohe", "ludwig van/particle der/particle rohe"},
		{Person, "O'Neil D’Arcy", "oneil darcy"},
		{Person, "Jean-Claude", "jean claude"},
		{Person, "Henry 8", "henry 8/number"},
		{Person, "A. B.", "a b"}, // nothing but initials: they are the name
		{Organisation, "Romashka OOO", "romashka =llc/legal form"},
		{Organisation, "ООО Romashka", "=llc/legal form romashka"},
		{Organisation, "Romashka LLC", "romashka =llc/legal form"},
		{Organisation, "Romashka Limited Liability Company", "romashka =llc/legal form"},
		{Organisation, "Romashka L.L.C.", "romashka =llc/legal form"},
		{Organisation, "7-28", "7 28"}, // nothing but numbers: they are the name
		{Organisation, "Brigade 007", "brigade/generic 7/number"},
		{Organisation, "Seventh of Tir", "7/number of/particle tir"},
		{Organisation, "Johnson & Johnson", "johnson and/particle johnson"},
		{Organisation, "Brigade Forty-Four", "brigade/generic 44/number"},
		{Organisation, "Forty Thieves", "40/number thieves"},
		{Object, "HERO II", "hero 2/number"},
		{Object, "M23", "m23"},
		{Organisation, "LLC", "llc"},
	} {
		ns := Parse(c.name, c.kind)
		if len(ns) == 0 {
			t.Errorf("%q: no reading", c.name)
			continue
		}
		if got := outline(ns[0]); got != c.want {
			t.Errorf("%q: %s, want %s", c.name, got, c.want)
		}
	}
}

// Forms of one legal form in several languages are one notion.
func TestLegalFormsOfAllLanguagesAreOneNotion(t *testing.T) {
	notion := func(name string) string {
		for _, tok := range Parse("Romashka "+name, Organisation)[0].Tokens {
			if tok.Role == LegalForm {
				return tok.Form
			}
		}
		return "none"
	}
	want := notion("LLC")
	for _, form := range []string{"OOO", "ООО", "L.L.C.", "Limited Liability Company", "Общество с ограниченной ответственностью", "GmbH", "Sp. z o.o.", "S.R.L."} {
		if got := notion(form); got != want {
			t.Errorf("%s is %s, LLC is %s", form, got, want)
		}
	}
	for a, b := range map[string]string{"JSC": "LLC", "AG": "GmbH"} {
		if notion(a) == notion(b) {
			t.Errorf("%s and %s are one notion, %s", a, b, notion(a))
		}
	}
}

// Words of several languages for one thing share a notion, and names of bodies
// are not generic.
func TestWordsOfOneMeaningShareANotion(t *testing.T) {
	token := func(word string) Token { return Parse("Quillfeather "+word, Organisation)[0].Tokens[1] }
	for _, pair := range [][2]string{{"Bank", "Banque"}, {"Bank", "Банк"}, {"University", "Universidad"}} {
		a, b := token(pair[0]), token(pair[1])
		if a.Notion == "" || a.Notion != b.Notion || a.Role != Generic || b.Role != Generic {
			t.Errorf("%s is %q (%s), %s is %q (%s)", pair[0], a.Notion, a.Role, pair[1], b.Notion, b.Role)
		}
	}
	if h := token("Hezbollah"); h.Notion == "" || h.Role != Plain {
		t.Errorf("Hezbollah is %q, %s", h.Notion, h.Role)
	}
}

func TestTheArabicArticleIsAPartOfItsOwn(t *testing.T) {
	n := Parse("أيمن الظواهري", Person)[0]
	if len(n.Tokens) != 3 || n.Tokens[1].Role != Particle || n.Tokens[1].Channel != ChanArabic || n.Tokens[2].Text != "الظواهري" {
		t.Errorf("%+v", n.Tokens)
	}
	// Too little would be left of the word without it.
	if n := Parse("الله", Person)[0]; len(n.Tokens) != 1 {
		t.Errorf("%+v", n.Tokens)
	}
}

func TestNamesWithoutSpacesAreSplitInEveryWay(t *testing.T) {
	for name, want := range map[string]int{"金正恩": 2, "김정은": 2, "欧阳锋": 2, "남궁민수": 2} {
		ns := Parse(name, Person)
		found := false
		for _, n := range ns {
			if n.Raw != name {
				t.Errorf("%s: raw %q", name, n.Raw)
			}
			found = found || len(n.Tokens) == want
		}
		if !found {
			t.Errorf("%s: no reading of %d parts among %d", name, want, len(ns))
		}
		if ns := Parse(name, Organisation); len(ns) != 1 {
			t.Errorf("%s as an organisation: %d readings", name, len(ns))
		}
	}
	// Apart already.
	if ns := Parse("金 正恩", Person); len(ns) != 1 || len(ns[0].Tokens) != 2 {
		t.Errorf("%+v", ns)
	}
}

func TestLookAlikeLettersAreNoticed(t *testing.T) {
	for name, want := range map[string]bool{"Vladimir": false, "Vlаdimir": true, "Владимир": false, "Bаnk": true} {
		if got := Parse(name, Person)[0].Tokens[0].LookAlike; got != want {
			t.Errorf("%q: look-alike %v", name, got)
		}
	}
}

func TestWhatIsNoNameHasNoReading(t *testing.T) {
	for _, s := range []string{"", " ", "—", "🙂🙂", "\x00\x01", "\u200d"} {
		if ns := Parse(s, Person); len(ns) != 0 {
			t.Errorf("%q: %v", s, ns)
		}
	}
}

func TestLegalNotionsArePlain(t *testing.T) {
	for spelling, notion := range legalForms().notion {
		if FoldLatin(notion) != notion {
			t.Errorf("%q: notion %q has other letters than a–z", spelling, notion)
		}
	}
	for _, form := range []string{"ООО Ромашка", "ТОО Ромашка", "Romashka LLC"} {
		tokens := Parse(form, Organisation)[0].Tokens
		if notion := tokens[0].Notion + tokens[1].Notion; notion != "=llc" {
			t.Errorf("%q: notion %q, not =llc", form, notion)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"Usama bin Ladin", "ООО «Ромашка»", "金正恩 김정은", "a\u0300\xff\x00", strings.Repeat("ab ", 500), "S.A. & Co. KG 7"} {
		for kind := range 3 {
			f.Add(s, kind)
		}
	}
	f.Fuzz(func(t *testing.T, raw string, k int) {
		kind := Kind(uint(k) % 3)
		if len(raw) > 10000 {
			return
		}
		ns := Parse(raw, kind)
		if len(ns) > 16 {
			t.Errorf("%q: %d readings", raw, len(ns))
		}
		for _, n := range ns {
			if len(n.Tokens) == 0 || len(n.Tokens) > maxTokens || n.Raw != raw || n.Kind != kind {
				t.Errorf("%q: %d tokens, raw %q", raw, len(n.Tokens), n.Raw)
			}
			for _, tok := range n.Tokens {
				if tok.Form == "" || int(tok.Role) >= len(roleNames) || int(tok.Channel) >= ChannelCount {
					t.Errorf("%q: token %+v", raw, tok)
				}
				for _, c := range []byte(tok.Form) {
					if c >= utf8.RuneSelf || c < ' ' {
						t.Errorf("%q: form %q", raw, tok.Form)
						break
					}
				}
			}
		}
		if again := Parse(raw, kind); fmt.Sprint(again) != fmt.Sprint(ns) {
			t.Errorf("%q: read otherwise the second time", raw)
		}
	})
}
