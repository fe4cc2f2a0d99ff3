package places

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"deciban/internal/reporting/text"
	"deciban/internal/testkit"
)

func find(g *Gazetteer, s string) string {
	f := Finder{Gazetteer: g}
	var got []string
	for _, m := range f.Find(text.Cut(s)) {
		got = append(got, s[m.Start:m.End]+"="+m.Place.Country+"/"+m.Place.Name)
	}
	return strings.Join(got, "; ")
}

func TestPlacesOfTheBuiltInTable(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"A bomb exploded in Kabul, Afghanistan.", "Kabul=af/Kabul; Afghanistan=af/Afghanistan"},
		{"A BOMB EXPLODED IN LIMA, PERU.", "LIMA=pe/Lima; PERU=pe/Peru"},
		{"a bomb exploded in kandahar today.", "kandahar=af/Kandahar"},
		{"The Afghan minister left.", ""},
		{"He left for Costa Rica and the United States.", "Costa Rica=cr/Costa Rica; United States=us/United States"},
		{"They told us so.", ""},
		{"It was in the U.S. and in Paris.", "U.S.=us/United States of America; Paris=fr/Paris"},
		{"In March it was Reading week.", ""},
		{"Moscow hurls accusations at Ukraine.", "Moscow=ru/Moscow; Ukraine=ua/Ukraine"},
	} {
		t.Run(c.in, func(t *testing.T) {
			got := strings.ReplaceAll(find(nil, c.in), "us/United States of America", "us/United States")
			if want := strings.ReplaceAll(c.want, "us/United States of America", "us/United States"); got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

// row is a line of a GeoNames file that we made up.
func row(id, name, alt, lat, lon, code, country, people string) string {
	return strings.Join([]string{id, name, name, alt, lat, lon, "P", code, country, "", "", "", "", "", people, "", "1", "UTC", "2022-01-01"}, "\t") + "\n"
}

var made = row("1", "Springfield", "", "10", "10", "PPL", "US", "150000") +
	row("2", "Springfield", "Feldquell", "20", "20", "PPL", "SV", "40000") +
	row("3", "Smallham", "", "30", "30", "PPL", "GB", "16000")

func TestPlacesOfOneNameAreToldApart(t *testing.T) {
	g, err := Read(strings.NewReader(made))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ in, want string }{
		{"He lives in Springfield.", "Springfield=us/Springfield"},
		{"A bus burned in Springfield, El Salvador.", "Springfield=sv/Springfield; El Salvador=sv/El Salvador"},
		{"Salvadoran troops came. They took Feldquell.", ""},
		{"Salvadoran troops came to Feldquell.", "Feldquell=sv/Springfield"},
		{"Smallham won.", ""},
		{"There was a fire in Smallham near London.", "Smallham=gb/Smallham; London=gb/London"},
		{"There was a fire in Smallham.", ""},
		{"A fire in Smallham alarmed the British.", "Smallham=gb/Smallham"},
	} {
		if got := find(g, c.in); got != c.want {
			t.Errorf("%q: got %q, want %q", c.in, got, c.want)
		}
	}
}

func TestErrorsNameTheLineAndTheValue(t *testing.T) {
	for in, want := range map[string]string{
		"":    "no places in it",
		"a\n": "line 1: 1 fields, want 19 parted by tabs",
		row("1", "A", "", "99", "0", "PPL", "US", "5"):               `line 1: latitude "99" is no number from -90 to 90`,
		row("1", "A", "", "9", "x", "PPL", "US", "5"):                `line 1: longitude "x" is no number from -180 to 180`,
		made + row("x", "A", "", "9", "0", "PPL", "US", "5"):         `line 4: geonameid "x" is no number`,
		made + "\n" + row("9", "A", "", "9", "0", "PPL", "US", "-5"): `line 5: population "-5" is no number`,
	} {
		if _, err := Read(strings.NewReader(in)); err == nil || err.Error() != want {
			t.Errorf("%q: got %v, want %s", in, err, want)
		}
	}
}

func TestArchiveIsRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "cities.zip")
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create("cities15000.txt")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte(made)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	g, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if g.Len() != Builtin().Len()+3 {
		t.Errorf("%d places, want 3 more than the %d built in", g.Len(), Builtin().Len())
	}
	if _, err := Open(filepath.Join(t.TempDir(), "none.txt")); err == nil {
		t.Error("a file that is missing is no error")
	}
}

func TestGeoNamesFile(t *testing.T) {
	g, err := Open(testkit.Shared(t, "reporting", "places", "cities15000.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for in, want := range map[string]string{
		"Clashes in San Miguel, El Salvador, went on.":       "San Miguel=sv/San Miguel; El Salvador=sv/El Salvador",
		"Colombian police found a bomb in Cartagena.":        "Cartagena=co/Cartagena",
		"Spanish police found a bomb in Cartagena, Spain.":   "Cartagena=es/Cartagena; Spain=es/Spain",
		"A suicide bombing in Kandahar province killed ten.": "Kandahar=af/Kandahar",
	} {
		if got := find(g, in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func FuzzFind(f *testing.F) {
	f.Add("In Kabul, Afghanistan (U.S.) near SAN SALVADOR")
	f.Fuzz(func(t *testing.T, s string) {
		var x Finder
		for _, m := range x.Find(text.Cut(s)) {
			if !testkit.WholeRunes(s, m.Start, m.End) || m.Start == m.End {
				t.Fatalf("%q: %+v", s, m)
			}
		}
	})
}

func FuzzReadGazetteer(f *testing.F) {
	f.Add(made)
	f.Fuzz(func(t *testing.T, s string) {
		if g, err := Read(strings.NewReader(s)); err == nil && g.Len() < Builtin().Len() {
			t.Fatal("places were lost")
		}
	})
}
