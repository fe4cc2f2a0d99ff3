package evaluate

import (
	"slices"
	"testing"

	"deciban/internal/entity"
	"deciban/internal/screen/ordinary"
)

func TestOrigins(t *testing.T) {
	person, _ := entity.SchemaOf("Person")
	for _, tt := range []struct{ name, nationality, want string }{
		{"김민준", "us", "korean"},
		{"田中さくら", "", "japanese"},
		{"田中太郎", "jp", "japanese"},
		{"王伟", "", "chinese"},
		{"王伟", "us", "chinese"},
		{"Νίκος Παπαδόπουλος", "", "greek"},
		{"გიორგი ბერიძე", "", "caucasus"},
		{"أحمد", "", "arabic"},
		{"احمد کریمی", "ir", "persian"},
		{"Иван Петров", "", "slavic"},
		{"Нурсултан Ахметов", "kz", "turkic"},
		{"John Smith", "us", "western"},
		{"Wei Zhang", "us", "chinese"},
		{"Mohammed Al Qahtani", "us", "arabic"},
		{"Juan Hernández", "us", "hispanic"},
		{"Taras Zozulenko", "ca", "slavic"},
		{"Irakli Gagnashvili", "de", "caucasus"},
		{"Xqz Vfb", "fr", "western"},
		{"Xqz Vfb", "", "other"},
		{"Ivan Petrov", "kr", "korean"},
	} {
		e := &entity.Entity{Schema: person}
		e.Add(entity.Statement{Prop: "name", Value: tt.name})
		if tt.nationality != "" {
			e.Add(entity.Statement{Prop: "nationality", Value: tt.nationality})
		}
		if got := Origin(e); got != tt.want {
			t.Errorf("Origin(%q, %q) = %q, want %q", tt.name, tt.nationality, got, tt.want)
		}
	}
}

func TestEveryGroupAndCountryIsKnown(t *testing.T) {
	for code, origin := range originOfCountry {
		if !slices.Contains(Origins, origin) {
			t.Errorf("%s: group %q is unknown", code, origin)
		}
	}
	for _, c := range ordinary.Countries() {
		if !slices.Contains(Origins, c.Origin) {
			t.Errorf("%s: group %q is unknown", c.Code, c.Origin)
		}
		if got := originOfCountry[c.Code]; got != c.Origin {
			t.Errorf("%s is %q by nationality and %q by its names", c.Code, got, c.Origin)
		}
	}
	for _, e := range endings {
		if !slices.Contains(Origins, e.origin) {
			t.Errorf("ending %s: group %q is unknown", e.end, e.origin)
		}
	}
	for _, o := range Origins {
		if o != "other" && OriginTitle(o) == o {
			t.Errorf("group %s has no title", o)
		}
	}
	for code := range manyOrigins {
		if originOfCountry[code] == "" {
			t.Errorf("country %s of many origins has no group of its own", code)
		}
	}
}

// The made-up persons say how well names alone tell their group.
func TestNamesAloneMostlyTellTheirGroup(t *testing.T) {
	person, _ := entity.SchemaOf("Person")
	right, n := 0, 3000
	for i := range n {
		p := ordinary.Person(i)
		e := &entity.Entity{Schema: person}
		e.Add(entity.Statement{Prop: "name", Value: p.Properties["name"][0]})
		if Origin(e) == p.Origin {
			right++
		}
	}
	if share := float64(right) / float64(n); share < 0.55 {
		t.Errorf("only %.2f of the names are told", share)
	}
}
