package incidents

import (
	"fmt"
	"strings"
	"testing"

	"deciban/internal/entity"
	"deciban/internal/reporting/text"
	"deciban/internal/testkit"
)

// told writes an incident in a line.
func told(s string, x *Incident) string {
	at := func(p Span) string { return s[p.Start:p.End] }
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s", x.Kind.Name, x.Stage)
	if x.Date.From != 0 {
		fmt.Fprintf(&b, " %s", x.Date.From)
		if x.Date.To != x.Date.From {
			fmt.Fprintf(&b, "/%s", x.Date.To)
		}
	}
	if x.Place != nil {
		fmt.Fprintf(&b, " in %s(%s)", x.Place.Name, x.Place.Country)
	}
	for _, p := range x.Perpetrators {
		fmt.Fprintf(&b, " by=%s(%s)", at(p.Span), p.Tie)
	}
	list := func(what string, ps []Party) {
		for _, p := range ps {
			fmt.Fprintf(&b, " %s=%s", what, at(p.Span))
		}
	}
	list("victim", x.Victims)
	list("target", x.Targets)
	list("weapon", x.Weapons)
	list("detained", x.Detained)
	for _, c := range x.Counts {
		fmt.Fprintf(&b, " %s:", c.What)
		if c.About {
			b.WriteByte('~')
		}
		switch {
		case c.High < 0:
			fmt.Fprintf(&b, "%d-", c.Low)
		case c.High != c.Low:
			fmt.Fprintf(&b, "%d-%d", c.Low, c.High)
		default:
			fmt.Fprintf(&b, "%d", c.Low)
		}
	}
	return b.String()
}

var tales = []struct{ name, in, want string }{
	{"who did what to whom, when and where",
		"Gunmen killed the mayor Pedro Torres in Kabul, Afghanistan, on Monday.",
		"killing carried out 2024-03-25 in Kabul(af) by=Gunmen(fact) victim=Pedro Torres"},
	{"a claim and an accusation stand side by side",
		"A bomb exploded at the hotel yesterday. The Taliban claimed responsibility for the attack. The minister blamed the ELN for the attack.",
		"bombing carried out 2024-03-27 by=Taliban(claimed) by=ELN(accused) target=hotel weapon=bomb"},
	{"a denial is kept",
		"A bomb exploded at the hotel. The Taliban denied having participated in the attack.",
		"bombing carried out by=Taliban(denied) target=hotel weapon=bomb"},
	{"suspects are suspects",
		"Suspected rebels kidnapped two engineers.",
		"kidnapping carried out by=Suspected rebels(suspected) victim=two engineers kidnapped:2"},
	{"numbers that differ stand side by side",
		"A car bomb killed at least 12 people and wounded about 40 others in Lima. A car bomb killed 15 people, the police said.",
		"bombing carried out in Lima(pe) victim=at least 12 people victim=40 others weapon=car bomb killed:12- wounded:~40 killed:15"},
	{"a range of numbers",
		"The blast at the school left between 5 and 8 dead.",
		"bombing carried out target=school killed:5-8"},
	{"what was tried",
		"Rebels tried to kidnap the judge.",
		"kidnapping attempted by=Rebels(fact) victim=judge"},
	{"a bomb that was found in time",
		"Police defused a bomb outside the court.",
		"bombing attempted target=court weapon=bomb"},
	{"what was threatened",
		"The rebels threatened to kidnap the judge.",
		"kidnapping threatened by=rebels(fact) victim=judge"},
	{"what did not happen is none",
		"The rebels did not kidnap the judge.",
		""},
	{"an arrest",
		"Police arrested four men in Moscow on Saturday.",
		"arrest carried out 2024-03-23 in Moscow(ru) detained=four men"},
	{"a suicide bombing",
		"A suicide bombing at the bank killed 20 people.",
		"suicide bombing carried out victim=20 people target=bank killed:20"},
	{"an age is no number of dead",
		"Pedro Torres, 42, died in the attack.",
		"killing carried out victim=Pedro Torres"},
	{"what is promised is no crime",
		"The minister is committed to the safety of the people of Lima.",
		""},
	{"capitals alone",
		"GUERRILLAS OF THE FMLN BURNED THREE BUSES IN SAN SALVADOR TODAY.",
		"arson carried out 2024-03-28 in San Salvador(sv) by=GUERRILLAS(fact) target=THREE BUSES"},
}

func TestTalesAreRead(t *testing.T) {
	published := entity.MakeDay(2024, 3, 28)
	var r Reader
	for _, c := range tales {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			xs := r.Read(text.Cut(c.in), published)
			for i := range xs {
				got = append(got, told(c.in, &xs[i]))
			}
			if g := strings.Join(got, "; "); g != c.want {
				t.Errorf("\ngot  %q\nwant %q", g, c.want)
			}
		})
	}
}

// spans calls fn for each span of an incident.
func spans(x *Incident, fn func(Span)) {
	for _, ps := range [][]Party{x.Targets, x.Victims, x.Detained, x.Weapons} {
		for _, p := range ps {
			fn(p.Span)
			for _, o := range p.Others {
				fn(o)
			}
		}
	}
	for _, p := range x.Perpetrators {
		fn(p.Span)
	}
	for _, c := range x.Counts {
		fn(c.Span)
	}
	for _, s := range append(append([]Span{}, x.Triggers...), x.Sentences...) {
		fn(s)
	}
	if x.Place != nil {
		fn(x.PlaceSpan)
	}
	if x.Date.From != 0 {
		fn(x.DateSpan)
	}
}

func FuzzRead(f *testing.F) {
	for _, c := range tales {
		f.Add(c.in)
	}
	for _, x := range loaded().rules {
		for _, e := range x.examples {
			f.Add(e.text)
		}
	}
	f.Add("killed killed, and 's \" of the \xff\xfe (bomb) exploded in by of 'é  of of")
	var r Reader
	f.Fuzz(func(t *testing.T, s string) {
		xs := r.Read(text.Cut(s), entity.MakeDay(2024, 3, 28))
		for i := range xs {
			spans(&xs[i], func(p Span) {
				if p.Start < 0 || p.End > len(s) || p.Start >= p.End {
					t.Fatalf("%q: span %+v of %d bytes", s, p, len(s))
				}
				if !testkit.WholeRunes(s, p.Start, p.End) {
					t.Fatalf("%q: span %+v cuts a rune", s, p)
				}
			})
		}
		r.MUC(text.Cut(s))
	})
}

func BenchmarkRead(b *testing.B) {
	var sb strings.Builder
	for range 20 {
		for _, c := range tales {
			sb.WriteString(c.in)
			sb.WriteString(" The president said in a speech that the country needs peace, and that talks with the opposition will go on next week.\n\n")
		}
	}
	d := text.Cut(sb.String())
	var r Reader
	b.SetBytes(int64(len(d.Raw)))
	b.ReportAllocs()
	for b.Loop() {
		r.Read(d, entity.MakeDay(2024, 3, 28))
	}
}

// Fighters who were killed, and a word with nobody and nothing, say less than
// anything else that there was a specific act.
func TestPointsOfFightersAndOfAWordAlone(t *testing.T) {
	points := func(s string) int {
		t.Helper()
		var r Reader
		found := r.Read(text.Cut(s), 0)
		if len(found) == 0 {
			t.Fatalf("%q: no incident", s)
		}
		return found[0].Points
	}
	farmers, rebels := points("Gunmen killed three farmers in the valley."), points("Soldiers killed three rebels in the valley.")
	if rebels > farmers-9 {
		t.Errorf("three rebels %d points, three farmers %d", rebels, farmers)
	}
	alone, told := points("The murder is being investigated."), points("The murder of a judge is being investigated.")
	if alone > told-6 {
		t.Errorf("a murder %d points, that of a judge %d", alone, told)
	}
}
