package weigh

import (
	"strings"
	"testing"

	"deciban/internal/entity"
)

// Two parties that differ in all but a number.
func strangers(prop, number string) (q, e map[string][]string) {
	q = map[string][]string{"name": {"Zebedee Barnabas Quillfeather"}, "birthDate": {"1951-06-19"}, "gender": {"male"}, "nationality": {"eg"}, prop: {number}}
	e = map[string][]string{"name": {"Otti Kestrel Brackenbury"}, "birthDate": {"1980-02-03"}, "gender": {"female"}, "nationality": {"fr"}, prop: {number}}
	return q, e
}

func TestAnIdentifierThatAgreesDecidesWhateverElseDiffers(t *testing.T) {
	m := Default()
	least := m.identifierSame + m.againstIdentifier
	if least < 55*Deciban {
		t.Fatalf("a right number with all else wrong weighs %v: not well above a usual threshold", least)
	}
	for _, c := range []struct{ schema, prop, number string }{
		{"Person", "passportNumber", "P1234567"}, {"Person", "idNumber", "19510619-1234"},
		{"Vessel", "imoNumber", "9187629"}, {"Company", "leiCode", "529900T8BM49AURSDO55"},
	} {
		a, b := strangers(c.prop, c.number)
		if c.schema != "Person" {
			for _, p := range []map[string][]string{a, b} {
				delete(p, "birthDate")
				delete(p, "gender")
			}
		}
		w, ev, ok := compare(entityOf(t, c.schema, a), entityOf(t, c.schema, b))
		if !ok || w < least {
			t.Errorf("%s: %v, %v, want %v at least\n%s", c.prop, w, ok, least, table(ev))
		}
		if c.schema == "Person" && (w != least || !strings.Contains(ev[len(ev)-1].Note, "the same number decides")) {
			t.Errorf("%s: %v, and no row says that the number decides\n%s", c.prop, w, table(ev))
		}
		// With the right name it weighs more, and nothing has to be made good.
		b["name"] = a["name"]
		if more, ev, _ := compare(entityOf(t, c.schema, a), entityOf(t, c.schema, b)); more <= w {
			t.Errorf("%s with the right name: %v\n%s", c.prop, more, table(ev))
		}
	}
}

func TestOfSeveralNumbersThatDifferTheStrongestCountsBothWays(t *testing.T) {
	m := Default()
	a := map[string][]string{"name": {"KESTREL"}, "callSign": {"ABCD1"}, "imoNumber": {"9187629"}}
	b := map[string][]string{"name": {"KESTREL"}, "imoNumber": {"9074729"}, "callSign": {"ABCD2"}}
	alone := map[string][]string{"name": {"KESTREL"}}
	plain, _, _ := compare(entityOf(t, "Vessel", alone), entityOf(t, "Vessel", alone))
	one, ev, _ := compare(entityOf(t, "Vessel", a), entityOf(t, "Vessel", b))
	back, _, _ := compare(entityOf(t, "Vessel", b), entityOf(t, "Vessel", a))
	if one != plain+m.identifierUnique || back != one {
		t.Errorf("%v and %v, want %v\n%s", one, back, plain+m.identifierUnique, table(ev))
	}
}

func TestNumbersOfDifferentCountriesAreDifferentNumbers(t *testing.T) {
	party := func(country string) *entity.Entity {
		e := entityOf(t, "Person", map[string][]string{"name": {"Zebedee Quillfeather"}})
		e.Statements = append(e.Statements, entity.Statement{Prop: "passportNumber", Value: "P1234567", Country: country})
		return e
	}
	m := Default()
	plain, _, _ := compare(entityOf(t, "Person", map[string][]string{"name": {"Zebedee Quillfeather"}}), party("eg"))
	for _, c := range []struct {
		one, other string
		want       Weight
	}{{"eg", "eg", m.identifierSame}, {"eg", "", m.identifierSame}, {"", "", m.identifierSame}, {"eg", "fr", 0}, {"xx-unknown", "eg", m.identifierSame}} {
		if w, ev, _ := compare(party(c.one), party(c.other)); w != plain+c.want {
			t.Errorf("passports of %q and %q add %v, want %v\n%s", c.one, c.other, w-plain, c.want, table(ev))
		}
	}
}

// A passport as an entity of its own tells the country, and does not blot out
// the one that the holder's statement has.
func TestARelatedPassportTellsTheCountry(t *testing.T) {
	m := Default()
	holder := entityOf(t, "Person", map[string][]string{"name": {"Zebedee Quillfeather"}})
	holder.Statements = append(holder.Statements, entity.Statement{Prop: "passportNumber", Value: "P1234567", Country: "eg"})
	bare := entityOf(t, "Person", map[string][]string{"name": {"Zebedee Quillfeather"}, "passportNumber": {"P1234567"}})
	for _, c := range []struct {
		holder  *entity.Entity
		country []string
		want    string
	}{{holder, nil, "eg"}, {bare, []string{"fr"}, "fr"}, {bare, nil, ""}} {
		p := m.Prepare(c.holder, entityOf(t, "Passport", map[string][]string{"number": {"P1234567"}, "country": c.country}))
		if len(p.ids) != 1 || p.ids[0].Country != c.want {
			t.Errorf("%v: %+v, want one of %q", c.country, p.ids, c.want)
		}
	}
}

func TestWordsWithDigitsAreFoundAndOtherDigitsAreNot(t *testing.T) {
	for _, schema := range []string{"Person", "Organization", "Vessel"} {
		same := entityOf(t, schema, map[string][]string{"name": {"M23"}})
		if w, ev, ok := compare(same, same); !ok || w < 20*Deciban {
			t.Errorf("%s M23 does not find itself: %v, %v\n%s", schema, w, ok, table(ev))
		}
		if w, ev, ok := compare(same, entityOf(t, schema, map[string][]string{"name": {"M24"}})); ok {
			t.Errorf("%s M23 for M24: %v\n%s", schema, w, table(ev))
		}
	}
}

func TestNamesOfNumbersOrLegalFormsOnlyFindThemselves(t *testing.T) {
	for schema, texts := range map[string][]string{"Organization": {"7-28", "39", "LLC", "OOO Ltd"}, "Person": {"A. B.", "13"}, "Vessel": {"7", "K 7"}} {
		for _, text := range texts {
			e := entityOf(t, schema, map[string][]string{"name": {text}})
			if w, ev, ok := compare(e, e); !ok || w <= 0 {
				t.Errorf("%s %q does not find itself: %v, %v\n%s", schema, text, w, ok, table(ev))
			}
		}
	}
}
