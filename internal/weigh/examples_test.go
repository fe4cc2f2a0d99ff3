package weigh

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"deciban/internal/entity"
	"deciban/internal/names"
	"deciban/internal/sample"
)

var update = flag.Bool("update", false, "write golden files and the examples of docs/evidence.md anew")

// worked are the examples of docs/evidence.md: a subject, and an entry of the
// built-in sample.
var worked = []struct {
	title, entry, schema string
	properties           map[string][]string
}{
	{"first", "un-QDi.006", "Person", map[string][]string{"name": {"Aiman al-Zawahri"}, "birthDate": {"1951"}, "nationality": {"eg"}}},
	{"second", "un-QDi.006", "Person", map[string][]string{"name": {"أيمن الظواهري"}, "birthDate": {"1951-06-19"}, "nationality": {"fr"}}},
}

// derive says how a pair of units comes to its weight, and computes it, from the
// printed tables and nothing else.
func (tb tables) derive(t *testing.T, d *edge, population string) (how string, w int) {
	pair := func(i int) int { return tb.number(t, "pair", channelOf(d.q, d.e).String(), i) }
	rarity := func(u *unit, role names.Role) (int, string) {
		section, unseen := "rarity "+population, "unseen "+population
		if u.channel != names.ChanLatin {
			section, unseen = "rarity "+u.channel.String(), "unseen "+u.channel.String()
		}
		r, from := 0, fmt.Sprintf("[%s] %s", section, u.form)
		if _, ok := tb[section][u.form]; ok {
			r = tb.number(t, section, u.form, 0)
		} else {
			f := tb[unseen][""]
			r, from = tb.number(t, unseen, "", min(len(u.form), len(f)-1)), fmt.Sprintf("[%s] %d letters", unseen, len(u.form))
		}
		caps := map[names.Role]string{names.Particle: "particle rarity", names.Title: "title rarity", names.Generic: "generic rarity", names.LegalForm: "legal form rarity"}
		if name, ok := caps[role]; ok {
			if most := tb.number(t, "numbers", name, 0); most < r {
				return most, fmt.Sprintf("%q", name)
			}
		}
		return r, from
	}
	if d.q.n > 1 || d.e.n > 1 || d.how != howSame && d.how != howSpelling {
		t.Fatalf("an example with a pair that is not derived here: %+v", d)
	}
	rq, fromQ := rarity(d.q, d.q.role)
	re, fromE := rarity(d.e, d.e.role)
	r, from := rq, fromQ
	switch {
	case d.q.channel == d.e.channel && re < rq, d.q.channel != d.e.channel && d.q.channel != names.ChanLatin:
		r, from = re, fromE
	}
	latinRarity := r
	for _, u := range []*unit{d.q, d.e} {
		// Across scripts the native form's rarity counts too, where it is known.
		section := "rarity " + u.channel.String()
		if _, ok := tb[section][u.form]; !ok || d.q.channel == d.e.channel || u.channel == names.ChanLatin || spelledByRule(u.channel) {
			continue
		}
		if known := tb.number(t, section, u.form, 0); known < r {
			r, from = known, fmt.Sprintf("[%s] %s", section, u.form)
		}
	}
	most := r + pair(0)
	how = fmt.Sprintf("rarity %d, %s\n", r, from)
	if d.how == howSame {
		return how + fmt.Sprintf("same form: %d %+d = %d\n", r, pair(0), most), most
	}
	// The spelling: the cheaper of the letters and the list of known pairs.
	native, latin, c := d.q, d.e, channelOf(d.q, d.e)
	if d.q.channel == names.ChanLatin && d.e.channel != names.ChanLatin {
		native, latin = d.e, d.q
	}
	cost, ops := tb.plainDistance(c, native.form, latin.form)
	how += fmt.Sprintf("cost of %q as %q, [costs %s]:", native.form, latin.form, c)
	for _, o := range ops {
		how += fmt.Sprintf(" %s→%s %d", orNone(o.a), orNone(o.b), o.cost)
	}
	how += fmt.Sprintf(" = %d\n", cost)
	if _, ok := tb["settled "+c.String()][native.form]; ok && c != names.ChanLatin {
		more := tb.number(t, "settled "+c.String(), native.form, 0)
		how += fmt.Sprintf("seldom written otherwise than listed: [settled %s] %d + %d = %d\n", c, cost, more, cost+more)
		cost += more
	}
	for _, key := range []string{native.form + "\t" + latin.form, latin.form + "\t" + native.form} {
		if _, ok := tb["known "+c.String()][key]; ok && (c == names.ChanLatin || key == native.form+"\t"+latin.form) {
			if k := tb.number(t, "known "+c.String(), key, 0); k < cost {
				cost = k
				how += fmt.Sprintf("listed: [known %s] %d\n", c, k)
			}
		}
	}
	how += fmt.Sprintf("another spelling: %d + %d × %d/1000", pair(1), r, pair(2))
	w = pair(1) + r*pair(2)/1000
	letters, longer := len(latin.form), 0
	if native.channel == latin.channel {
		rarer := max(rq, re)
		letters, longer = min(letters, len(native.form)), max(letters, len(native.form))-min(letters, len(native.form))
		w += rarer * pair(3) / 1000
		how += fmt.Sprintf(" + %d × %d/1000", rarer, pair(3))
	} else if pair(3) != 0 {
		t.Fatalf("[pair] %s: a factor for the rarer form across scripts", c)
	}
	w -= cost * pair(4) / 1000
	how += fmt.Sprintf(" − %d × %d/1000", cost, pair(4))
	if letters <= 4 && pair(5) != 0 {
		w += pair(5)
		how += fmt.Sprintf(" %+d", pair(5))
	}
	if pair(6) != 0 {
		w += min(letters, 10) * pair(6)
		how += fmt.Sprintf(" + %d letters × %d", min(letters, 10), pair(6))
	}
	if pair(7) != 0 && longer > 0 {
		w += min(longer, 3) * pair(7)
		how += fmt.Sprintf(" + %d letters more × %d", min(longer, 3), pair(7))
	}
	how += fmt.Sprintf(" = %d", w)
	if key := native.form + "\t" + latin.form; c != names.ChanLatin {
		if _, ok := tb["known "+c.String()][key]; ok {
			if k := tb.number(t, "known "+c.String(), key, 0); latinRarity+pair(0)-k > w {
				w = latinRarity + pair(0) - k
				how += fmt.Sprintf("; listed: %d %+d − %d = %d", latinRarity, pair(0), k, w)
			}
		}
	}
	if w > most {
		w = most
		how += fmt.Sprintf(", at most the same form: %d %+d = %d", r, pair(0), most)
	}
	return how + "\n", w
}

func orNone(s string) string {
	if s == "" {
		return "∅"
	}
	return s
}

// derivation writes an example: each row of the evidence and how it comes to its
// weight, computed from the printed tables.
func derivation(t *testing.T, tb tables, q *Party, x *Matcher, e *Party) string {
	best, ok := x.bestName(e)
	if !ok {
		t.Fatal("the names of the example do not agree")
	}
	rows := x.Explain(e)
	var b strings.Builder
	sum := 0
	for _, row := range rows {
		fmt.Fprintf(&b, "%s: %s | %s: %v\n", row.Kind, orNone(row.Subject), orNone(row.Entry), row.Weight)
		how, w := "", 0
		switch {
		case row.Kind == KindName && row.Subject != "" && row.Entry != "":
			found := false
			for i := range best.edges {
				d := &best.edges[i]
				if best.q.textOf(d.q) == row.Subject && best.e.textOf(d.e) == row.Entry {
					how, w = tb.derive(t, d, "persons")
					found = true
				}
			}
			if !found && row.Note == "nothing of either name is left over" {
				w = tb.number(t, "numbers", "complete person", 0)
				how = "[numbers] complete person\n"
			} else if !found {
				t.Fatalf("an example with evidence that is not derived here: %+v", row)
			}
		case row.Kind == KindName:
			n, text := best.e, row.Entry
			if row.Subject != "" {
				n, text = best.q, row.Subject
			}
			for i := range n.parts {
				if n.parts[i].text != text {
					continue
				}
				u := &n.units[0]
				for j := range n.units {
					if int(n.units[j].from) == i && n.units[j].n == 1 && n.units[j].penalty == 0 {
						u = &n.units[j]
					}
				}
				if _, ok := tb["leftform persons"][u.form]; ok {
					w = tb.number(t, "leftform persons", u.form, 0)
					how = fmt.Sprintf("without a counterpart: [leftform persons] %s\n", u.form)
				} else {
					key := fmt.Sprintf("%s\t%d", n.parts[i].role, RarityBucket(u.rarity))
					w = tb.number(t, "left persons", key, min(len(n.parts), leftTokens)-1)
					how = fmt.Sprintf("without a counterpart: [left persons] %s, bucket of rarity %d, name of %d parts\n", n.parts[i].role, RarityBucket(u.rarity), len(n.parts))
				}
			}
		case row.Kind == KindAlias:
			each := tb.number(t, "numbers", "alias per doubling", 0)
			var a, z int
			for _, s := range q.Entity.Statements {
				if s.Prop == "name" || s.Prop == "alias" || s.Prop == "weakAlias" || s.Prop == "previousName" {
					a++
				}
			}
			for _, s := range e.Entity.Statements {
				if s.Prop == "name" || s.Prop == "alias" || s.Prop == "weakAlias" || s.Prop == "previousName" {
					z++
				}
			}
			doublings := 0
			for _, n := range []int{a, z} {
				for size := 2; size <= n; size *= 2 {
					doublings++
				}
			}
			w = each * doublings
			how = fmt.Sprintf("the subject has %d, the entry %d names: %d doublings × [numbers] alias per doubling %d\n", a, z, doublings, each)
		case row.Kind == KindBirthDate:
			w = tb.number(t, "dates", row.Note, 0)
			how = fmt.Sprintf("[dates] %s\n", row.Note)
		case row.Kind == KindCountry:
			if row.Weight != 0 {
				w = tb.number(t, "numbers", "country other", 0)
				how = "[numbers] country other\n"
			} else {
				how = "countries that agree weigh nothing\n"
			}
		case row.Kind == KindGender:
			w = tb.number(t, "numbers", "gender same", 0)
			how = "[numbers] gender same\n"
		default:
			t.Fatalf("an example with evidence that is not derived here: %+v", row)
		}
		if Weight(w) != row.Weight {
			t.Errorf("%+v weighs %d by the printed tables:\n%s", row, w, how)
		}
		sum += w
		for line := range strings.Lines(how) {
			b.WriteString("    " + line)
		}
	}
	total, _ := x.Weigh(e)
	if Weight(sum) != total {
		t.Errorf("the example adds up to %d by the printed tables, not %v", sum, total)
	}
	fmt.Fprintf(&b, "total: %v", total)
	return b.String()
}

// The examples of docs/evidence.md are what the printed tables give, and what
// the program says.
func TestTheExamplesOfTheDocumentAreRight(t *testing.T) {
	const path = "../../docs/evidence.md"
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	text, tb, m := string(raw), readTables(), Default()
	entities, err := sample.Entities()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range worked {
		var entry *entity.Entity
		for _, e := range entities {
			if e.ID == c.entry {
				entry = e
			}
		}
		e := m.Prepare(entry)
		x := NewMatcher(m, NewVocabulary([]*Party{e}))
		q := m.Prepare(entityOf(t, c.schema, c.properties))
		x.Subject(q)
		want := derivation(t, tb, q, x, e)
		begin, end := "<!-- "+c.title+" example -->\n```text\n", "\n```\n<!-- end -->"
		before, rest, ok := strings.Cut(text, begin)
		have, after, ok2 := strings.Cut(rest, end)
		if !ok || !ok2 {
			t.Fatalf("%s: no %s example", path, c.title)
		}
		if have != want && !*update {
			t.Errorf("%s: the %s example is stale (run with -update and read the diff):\n%s\nis now\n%s", path, c.title, have, want)
		}
		text = before + begin + want + end + after
	}
	if *update {
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
