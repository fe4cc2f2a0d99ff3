package mentions

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"

	"deciban/internal/entity"
	"deciban/internal/reporting/text"
	"deciban/internal/testkit"
	"deciban/internal/weigh"
)

func entry(t testing.TB, id, schema string, names ...string) *entity.Entity {
	t.Helper()
	e, err := entity.NewSubject(schema, map[string][]string{"name": names[:1], "alias": names[1:]})
	if err != nil {
		t.Fatal(err)
	}
	e.ID, e.Datasets = id, []string{"list"}
	return e
}

// ownList is a list of invented parties, and some whose names everybody knows.
func ownList(t testing.TB) []*entity.Entity {
	return []*entity.Entity{
		entry(t, "front", "Organization", "HALVERN LIBERATION FRONT", "The Base", "Vanguard"),
		entry(t, "isk", "Organization", "ISLAMIC STATE IN IRAQ AND THE LEVANT - KHORASAN (ISIL-K)"),
		entry(t, "hezb", "Organization", "HIZBALLAH"),
		entry(t, "trust", "Organization", "AL-ZEMRAN TRUST LTD.", "Al Zemran"),
		entry(t, "quill", "Person", "Tazmin Orvelle QUILLFEATHER", "Agent", "Abu Zemran al-Halverni"),
		entry(t, "mora", "Person", "Zebedee MORASQUE"),
		entry(t, "kem", "Person", "Kem Tazmin UN"),
		entry(t, "ship", "Vessel", "ORCHID WAVE"),
		entry(t, "gibi", "Person", "ذوالفقار حلفرني"),
	}
}

func finder(t testing.TB, d Decisions, entities []*entity.Entity) *Finder {
	t.Helper()
	return New([]Source{{Entities: entities}}, d)
}

func told(ms []Mention) string {
	var all []string
	for _, m := range ms {
		s := m.Text + "=" + m.Parties[0].ID
		if m.How != Name {
			s += "/" + string(m.How)
		}
		all = append(all, s)
	}
	return strings.Join(all, ", ")
}

func TestMentions(t *testing.T) {
	r := finder(t, nil, ownList(t)).NewReader()
	for _, c := range []struct{ name, raw, want string }{
		{"a name in full", "Fighters of the Halvern Liberation Front left on Monday.", "Halvern Liberation Front=front"},
		{"an acronym that the text introduces", "The Halvern Liberation Front (HLF) met. Later the HLF denied it.", "Halvern Liberation Front=front, HLF=front/short, HLF=front/short"},
		{"no acronym before it is introduced", "The HLF met. The Halvern Liberation Front (HLF) denied it.", "Halvern Liberation Front=front, HLF=front/short"},
		{"a noun for the group", "The Halvern Liberation Front fled. Police said the militant group had arms.", "Halvern Liberation Front=front, the militant group=front/reference"},
		{"not the group that is named behind it", "The Halvern Liberation Front and Hizballah met. Few doubt the group's wish to fight Hizballah.", "Halvern Liberation Front=front, Hizballah=hezb, the group=front/reference, Hizballah=hezb"},
		{"not the owner of what is done to the group", "Hizballah fled. Few doubt the Halvern Liberation Front's power to fight the group.", "Hizballah=hezb, Halvern Liberation Front=front, the group=hezb/reference"},
		{"another spelling", "Hezbollah said no.", "Hezbollah=hezb"},
		{"a known variant and a name of two words joined", "Officials warned of ISIS-Khorasan or ISIS-K again.", "ISIS-Khorasan=isk, ISIS-K=isk"},
		{"an adjective on a name", "An ISIS-K-inspired man was held.", "ISIS-K=isk"},
		{"a company without its legal form", "Money went through the Al-Zemran Trust.", "Al-Zemran Trust=trust"},
		{"a hotel is no trust", "They met in the Al Zemran Hotel.", ""},
		{"a word that is a name too needs support", "They attacked the base. The Base is empty. Vanguard sells funds.", ""},
		{"and has it where the party is named", "The Halvern Liberation Front, also called The Base, denied it.", "Halvern Liberation Front=front, Base=front"},
		{"a person in full", "Police in Morrow Bay arrested Zebedee Morasque.", "Zebedee Morasque=mora"},
		{"a last name after the full one", "Zebedee Morasque denied it. Later Morasque's lawyer left.", "Zebedee Morasque=mora, Morasque=mora/short"},
		{"an acronym is no last name", "Kem Tazmin Un met the mayor. Later the U.N. and a UN envoy came.", "Kem Tazmin Un=kem"},
		{"a last name alone says nothing", "Morasque denied it.", ""},
		{"a namesake who is on no list", "Zebedee Morasque fled. Ines Morasque stayed. Morasque wept.", "Zebedee Morasque=mora"},
		{"a title before the name", "But President Zebedee Morasque spoke.", "Zebedee Morasque=mora"},
		{"a longer name is somebody else's", "Ostrik Zebedee Morasque Vandt spoke.", ""},
		{"a part of the name left out", "Tazmin Quillfeather spoke.", "Tazmin Quillfeather=quill"},
		{"a kunya", "The man called Abu Zemran al-Halverni was killed.", "Abu Zemran al-Halverni=quill"},
		{"a word as alias never fires for a person", "The Agent spoke to an agent.", ""},
		{"a ship only as a ship", "The tanker Orchid Wave sailed. An Orchid Wave is a flower show.", "Orchid Wave=ship"},
		{"capitals alone", "THE HALVERN LIBERATION FRONT SAID THAT ZEBEDEE MORASQUE WAS KILLED BY HEZBOLLAH.", "HALVERN LIBERATION FRONT=front, ZEBEDEE MORASQUE=mora, HEZBOLLAH=hezb"},
		{"small letters alone", "the halvern liberation front said that zebedee morasque was killed.", "halvern liberation front=front, zebedee morasque=mora"},
		{"another script", "قال ذوالفقار حلفرني إنه", "ذوالفقار حلفرني=gibi"},
		{"nothing", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			ms, err := r.Read(t.Context(), text.Cut(c.raw))
			if err != nil {
				t.Fatal(err)
			}
			if got := told(ms); got != c.want {
				t.Errorf("%s\ngot  %s\nwant %s", c.raw, got, c.want)
			}
			for _, m := range ms {
				var sum weigh.Weight
				for _, e := range m.Parties[0].Evidence {
					sum += e.Weight
				}
				if sum != m.Parties[0].Decibans || c.raw[m.Start:m.End] != m.Text {
					t.Errorf("%+v: the evidence is %v", m, sum)
				}
			}
		})
	}
}

type decisions map[string]bool

func (d decisions) Decided(form, key string) (bool, bool) {
	yes, ok := d[form+"/"+key]
	return ok, yes
}

func (d decisions) Confirmed(visit func(name, key string)) {
	for k, yes := range d {
		if name, key, _ := strings.Cut(k, "/"); yes {
			visit(name, key)
		}
	}
}

func TestAConfirmedNameIsFoundThoughNoListHasIt(t *testing.T) {
	list := ownList(t)
	front := Party{ID: "front", Dataset: "list"}
	r := finder(t, decisions{Form("the Old Harbour Boys") + "/" + front.Key(): true}, list).NewReader()
	ms, err := r.Read(t.Context(), text.Cut("Police blamed the Old Harbour Boys."))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := told(ms), "Old Harbour Boys=front"; got != want || !ms[0].Confirmed {
		t.Errorf("got %s, want %s", got, want)
	}
	for name, want := range map[string]bool{"Zebedee Morasque": true, "The Poet": false} {
		if got := CanFind(name, list[5]); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
	if !CanFind("The Old Harbour Boys", list[0]) {
		t.Error("an organisation's confirmed name cannot be found")
	}
}

func TestDecisionsHoldForTheNameInThatSense(t *testing.T) {
	list := ownList(t)
	no := Party{ID: "hezb", Dataset: "list"}
	yes := Party{ID: "front", Dataset: "list"}
	r := finder(t, decisions{Form("Hezbollah") + "/" + no.Key(): false, Form("the Base") + "/" + yes.Key(): true}, list).NewReader()
	ms, err := r.Read(t.Context(), text.Cut("Hezbollah and Hizballah met at The Base."))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := told(ms), "Hizballah=hezb, Base=front"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if !ms[1].Confirmed || ms[0].Confirmed {
		t.Errorf("confirmed: %+v", ms)
	}
}

func TestSkeletonsJoinSpellings(t *testing.T) {
	for _, c := range [][2]string{{"zawahiri", "zawahri"}, {"qaddafi", "gadhafi"}, {"muhammad", "mohamed"}, {"hizballah", "hezbollah"}, {"usama", "osama"}, {"yusuf", "youssef"}, {"jihad", "jehad"}} {
		if a, b := string(skeleton(nil, c[0])), string(skeleton(nil, c[1])); a != b {
			t.Errorf("%s is %s, %s is %s", c[0], a, c[1], b)
		}
	}
}

// invented makes names that nobody bears, the same in every run.
type invented struct{ *rand.Rand }

func (v invented) word() string {
	const consonants, vowels = "bdfghjklmnprstvz", "aeiou"
	var b strings.Builder
	for range 2 + v.IntN(3) {
		b.WriteByte(consonants[v.IntN(len(consonants))])
		b.WriteByte(vowels[v.IntN(len(vowels))])
	}
	s := b.String()
	return strings.ToUpper(s[:1]) + s[1:]
}

func (v invented) entities(t testing.TB, n int) []*entity.Entity {
	all := make([]*entity.Entity, 0, n)
	for i := range n {
		schema, name := "Person", v.word()+" "+v.word()
		if i%3 == 0 {
			schema, name = "Organization", v.word()+" "+v.word()+" Front"
		}
		all = append(all, entry(t, fmt.Sprint("e", i), schema, name, v.word()+" "+v.word()+" "+v.word()))
	}
	return all
}

// article writes about size bytes of text in which every tenth word or so is a name.
func (v invented) article(list []*entity.Entity, size int) string {
	plain := strings.Fields("the police said on that a man had been held near the border after an attack in which officials were hurt and no group took part although witnesses spoke of shots")
	var b strings.Builder
	for b.Len() < size {
		for k := range 12 + v.IntN(12) {
			w := plain[v.IntN(len(plain))]
			if k == 0 {
				w = strings.ToUpper(w[:1]) + w[1:]
			}
			switch v.IntN(60) {
			case 0:
				w = list[v.IntN(len(list))].Caption()
			case 1, 2, 3:
				w = v.word() + " " + v.word()
			case 4, 5:
				w = v.word()
			}
			b.WriteString(w)
			b.WriteByte(' ')
		}
		b.WriteString("ended. ")
		if v.IntN(4) == 0 {
			b.WriteString("\n\n")
		}
	}
	return b.String()
}

func TestMemoryDoesNotGrowWithTheNumberOfTexts(t *testing.T) {
	v := invented{rand.New(rand.NewPCG(1, 2))}
	list := v.entities(t, 500)
	r := finder(t, nil, list).NewReader()
	d := new(text.Doc)
	read := func(n int) uint64 {
		for range n {
			d.Cut(v.article(list, 3000))
			if _, err := r.Read(t.Context(), d); err != nil {
				t.Fatal(err)
			}
		}
		runtime.GC()
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	first := read(100)
	if after := read(400); after > first+4<<20 {
		t.Errorf("after 100 texts %d bytes, after 500 %d", first, after)
	}
	if len(r.weighed) > mostWeighed {
		t.Errorf("%d names are kept", len(r.weighed))
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{"The Halvern Liberation Front (HLF) met. The HLF fled.", "Zebedee Morasque and ISIS-K’s men, the group", "\xff\xfe(a-", "AL-ZEMRAN TRUST OR HEZBOLLAH, the group", "ذوالفقار حلفرني"} {
		f.Add(s)
	}
	find := finder(f, nil, ownList(f))
	f.Fuzz(func(t *testing.T, raw string) {
		ms, err := find.NewReader().Read(t.Context(), text.Cut(raw))
		if err != nil {
			t.Fatal(err)
		}
		for i, m := range ms {
			if m.Start < 0 || m.End > len(raw) || m.Start >= m.End || raw[m.Start:m.End] != m.Text || len(m.Parties) == 0 {
				t.Fatalf("%+v", m)
			}
			if !testkit.WholeRunes(raw, m.Start, m.End) {
				t.Fatalf("%q: not on rune boundaries", m.Text)
			}
			if i > 0 && ms[i-1].Start > m.Start || m.Of >= len(ms) || m.Of == i {
				t.Fatalf("%+v: its place", m)
			}
		}
	})
}

func BenchmarkRead(b *testing.B) {
	v := invented{rand.New(rand.NewPCG(1, 2))}
	list := v.entities(b, 15_000)
	r := finder(b, nil, list).NewReader()
	const size = 4 << 20
	all := v.article(list, size)
	d := new(text.Doc)
	b.SetBytes(int64(len(all)))
	b.ResetTimer()
	for b.Loop() {
		clear(r.weighed)
		for from := 0; from < len(all); from += 4000 {
			d.Cut(strings.ToValidUTF8(all[from:min(len(all), from+4000)], ""))
			if _, err := r.Read(b.Context(), d); err != nil {
				b.Fatal(err)
			}
		}
	}
}
