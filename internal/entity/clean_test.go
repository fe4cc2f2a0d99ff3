package entity

import (
	"errors"
	"strings"
	"testing"
)

func TestCleanByType(t *testing.T) {
	for _, c := range []struct {
		schema, prop, in, want, original string
	}{
		{"Person", "name", "Usama bin Ladin", "Usama bin Ladin", ""},
		{"Person", "name", "  Usama \t bin\r\nLadin ", "Usama bin Ladin", "  Usama \t bin\r\nLadin "},
		{"Person", "name", "Jose\u0301", "José", "Jose\u0301"},
		{"Person", "name", "\u202bأيمن\u202c", "أيمن", "\u202bأيمن\u202c"},
		{"Person", "name", "می\u200cخواهد", "می\u200cخواهد", ""}, // a joiner that Persian needs
		{"Person", "name", "\ufeffAli", "Ali", "\ufeffAli"},
		{"Person", "name", "Ali\u00a0Reza", "Ali Reza", "Ali\u00a0Reza"},
		{"Company", "name", "3M", "3M", ""},
		{"Person", "birthDate", "19 Jun 1951", "1951-06-19", "19 Jun 1951"},
		{"Person", "birthDate", "1951", "1951", ""},
		{"Person", "birthDate", "circa 1951", "1951~", "circa 1951"},
		{"Person", "nationality", "Afghan", "af", "Afghan"},
		{"Person", "nationality", "af", "af", ""},
		{"Person", "gender", "M", "male", "M"},
		{"Person", "spokenLanguage", "Arabic", "ara", "Arabic"},
		{"Person", "passportNumber", "a-123 456", "A123456", "a-123 456"},
		{"Vessel", "imoNumber", "IMO 9187629", "9187629", "IMO 9187629"},
		{"Organization", "imoNumber", "5342883", "5342883", ""},
		{"Airplane", "registrationNumber", "EP-MNB", "EPMNB", "EP-MNB"},
		{"Person", "email", "Info@Example.ORG", "info@example.org", "Info@Example.ORG"},
		{"Person", "phone", "+7 (3412) 60-01-02", "+73412600102", "+7 (3412) 60-01-02"},
		{"Person", "phone", "00963 11 2345678", "+963112345678", "00963 11 2345678"},
		{"Person", "notes", "a  b", "a b", "a  b"},
		{"Sanction", "programId", "US-RUSHAR", "US-RUSHAR", ""},
		{"Ownership", "owner", "NK-abc", "NK-abc", ""},
		{"CryptoWallet", "publicKey", "XBT 12QtD5BFwRsdNsAZY76UVE1xyCGNTojH9h", "12QtD5BFwRsdNsAZY76UVE1xyCGNTojH9h", "XBT 12QtD5BFwRsdNsAZY76UVE1xyCGNTojH9h"},
	} {
		got, err := Clean(mustSchema(t, c.schema), c.prop, c.in)
		want := Statement{Prop: c.prop, Value: c.want, Original: c.original}
		if err != nil || got != want {
			t.Errorf("Clean(%s.%s, %q) = %+v, %v, want %+v", c.schema, c.prop, c.in, got, err, want)
		}
	}
}

func TestCleanSaysWhatIsWrong(t *testing.T) {
	for _, c := range []struct {
		schema, prop, in, why string
	}{
		{"Person", "name", "", "empty"},
		{"Person", "name", " \t\u200b", "empty"},
		{"Person", "name", "😀😀", "no letter or digit"},
		{"Person", "name", "---", "no letter or digit"},
		{"Person", "name", "Ali\x00", "control"},
		{"Person", "name", "\x1b[31mAli", "control"},
		{"Person", "name", "Ali\xff", "UTF-8"},
		{"Person", "name", strings.Repeat("a", 2001), "longer than 2000"},
		{"Person", "name", strings.Repeat("é", 10000), "longer than 2000"},
		{"Person", "notes", strings.Repeat("a", 65001), "longer than 65000"},
		{"Person", "birthDate", "tomorrow", "tomorrow"},
		{"Person", "birthDate", "1958 or 1961", "several"},
		{"Person", "nationality", "Atlantis", "country"},
		{"Person", "nationality", "French and Tunisian", "several"},
		{"Person", "gender", "unknown", "male, female, other"},
		{"Person", "spokenLanguage", "Klingonese", "language"},
		{"Person", "passportNumber", "none", "no digit"},
		{"Vessel", "imoNumber", "9187628", "check digit"},
		{"Vessel", "imoNumber", "5342883", "company's"},
		{"Person", "email", "ali at example", "e-mail"},
		{"Person", "email", "ali@example", "e-mail"},
		{"Person", "phone", "none", "phone"},
		{"Person", "phone", "123", "phone"},
		{"Person", "phone", ";", "phone"},
		{"Ownership", "owner", "two words", "id"},
		{"Person", "birthdate", "1951", "the nearest is birthDate"},
		{"Person", "dob", "1951", "the nearest is birthDate"},
		{"Person", "nationalty", "af", "the nearest is nationality"},
		{"Company", "birthDate", "1951", "is no property of Company (it is one of Person)"},
		{"Thing", "birthDate", "1951", "it is one of Person"},
		{"Person", "", "x", "is no property"},
	} {
		_, err := Clean(mustSchema(t, c.schema), c.prop, c.in)
		var ve *ValueError
		if !errors.As(err, &ve) || ve.Prop != c.prop || !strings.Contains(err.Error(), c.why) {
			t.Errorf("Clean(%s.%s, %.40q): %v, want a ValueError that says %q", c.schema, c.prop, c.in, err, c.why)
		}
		if err != nil && len(err.Error()) > 500 {
			t.Errorf("the error for a long value has %d bytes", len(err.Error()))
		}
	}
}

func TestCleanAllTakesSeveralValuesApart(t *testing.T) {
	person := mustSchema(t, "Person")
	for _, c := range []struct{ prop, in, want string }{
		{"birthDate", "1958 or 1961", "1958 1961"},
		{"birthDate", "1345; 1346", "1966-03-21/1967-03-20 1967-03-21/1968-03-20"},
		{"nationality", "(a) French, (b) Tunisian", "fr tn"},
		{"phone", "+93 20 123 456; +93 20 123 457", "+9320123456 +9320123457"},
		{"name", "A; B", "A; B"},
	} {
		ss, err := CleanAll(person, c.prop, c.in)
		var got []string
		for _, s := range ss {
			got = append(got, s.Value)
			if s.Text() != c.in {
				t.Errorf("%q: the original is lost: %+v", c.in, s)
			}
		}
		if strings.Join(got, " ") != c.want || err != nil {
			t.Errorf("CleanAll(%s, %q) = %q, %v, want %q", c.prop, c.in, got, err, c.want)
		}
	}
	if ss, _ := CleanAll(person, "birthDate", "1345"); len(ss) != 1 || !strings.Contains(ss[0].Remark, "Solar Hijri") {
		t.Errorf("a bare year 1345 has no remark: %+v", ss)
	}
}

func TestCleanEntryKeepsImpossibleValuesWithARemark(t *testing.T) {
	for _, c := range []struct{ schema, prop, in, want, remark string }{
		{"Vessel", "imoNumber", "IMO 9187628", "IMO 9187628", "check digit"},
		{"Person", "birthDate", "in the seventies", "in the seventies", "date"},
		{"Person", "nationality", "Atlantis", "Atlantis", "country"},
		{"Person", "gender", "Unknown", "Unknown", "male"},
		{"Person", "name", "Ali\x01 Reza", "Ali Reza", "control"},
		{"Person", "name", "Ali\xff", "Ali\uFFFD", "UTF-8"},
		{"Person", "name", "???", "???", "letter"},
		{"Person", "name", "Ali", "Ali", ""},
	} {
		ss, err := CleanEntry(mustSchema(t, c.schema), c.prop, c.in)
		if err != nil || len(ss) != 1 || ss[0].Value != c.want || (ss[0].Remark == "") != (c.remark == "") || !strings.Contains(ss[0].Remark, c.remark) {
			t.Errorf("CleanEntry(%s, %q) = %+v, %v, want %q with a remark on %q", c.prop, c.in, ss, err, c.want, c.remark)
		}
	}
	for _, c := range [][2]string{{"noSuch", "x"}, {"name", " "}, {"name", strings.Repeat("a", 3000)}} {
		if ss, err := CleanEntry(mustSchema(t, "Person"), c[0], c[1]); err == nil {
			t.Errorf("CleanEntry(%s, %.20q) = %+v, want an error", c[0], c[1], ss)
		}
	}
}

func TestCleanIsIdempotent(t *testing.T) {
	// What was cleaned once stays as it is; snapshots depend on it.
	for prop, values := range map[string][]string{
		"name":           {" Usama  bin\tLadin", "Jose\u0301", "a\u200f\u0301", "ﬁ", "ΐ"},
		"birthDate":      {"19 Jun 1951", "c. 1961", "1345", "1345 AH", "early 1970s", "1958-63"},
		"nationality":    {"Korea, North", "Crimea", "USSR"},
		"passportNumber": {"No. A-123", "passport 12345"},
		"innCode":        {"ИНН 7707083893"},
		"swiftBic":       {"DEUTDEFFXXX"},
		"phone":          {"00963 11 2345678", "+7 (3412) 60-01-02"},
		"email":          {"MAILTO:A@B.org"},
		"gender":         {"F"},
		"spokenLanguage": {"Dari", "ps", "ger"},
	} {
		for _, v := range values {
			first, err := Clean(mustSchema(t, "Company"), prop, v)
			if err != nil {
				first, err = Clean(mustSchema(t, "Person"), prop, v)
			}
			if err != nil {
				t.Errorf("%s %q: %v", prop, v, err)
				continue
			}
			schema := mustSchema(t, "Person")
			again, err := Clean(schema, prop, first.Value)
			if err != nil || again.Value != first.Value || again.Original != "" {
				t.Errorf("%s %q is %q, and that is %+v (%v)", prop, v, first.Value, again, err)
			}
		}
	}
}

func TestParseGenderAndLanguageCode(t *testing.T) {
	for in, want := range map[string]string{"Male": "male", "MALE": "male", " f. ": "female", "Femenino": "female", "мужской": "male", "زن": "female", "X": "other", "Unknown": "", "": ""} {
		if got, ok := ParseGender(in); got != want || ok != (want != "") {
			t.Errorf("ParseGender(%q) = %q, %v, want %q", in, got, ok, want)
		}
	}
	for in, want := range map[string]string{"ar": "ara", "ara": "ara", "Arabic": "ara", "العربية": "ara", "Русский": "rus", "ger": "deu", "zh-Hant": "zho", "zh_TW": "zho",
		"Dari": "prs", "Pashto": "pus", "ps": "pus", "Farsi": "fas", "fa": "fas", "": "", "-": "", "und": "", "Klingonese language": "", "\xff\xff": ""} {
		if got, ok := LanguageCode(in); got != want || ok != (want != "") {
			t.Errorf("LanguageCode(%q) = %q, %v, want %q", in, got, ok, want)
		}
	}
}

func TestNewSubjectBuildsAnEntity(t *testing.T) {
	e, err := NewSubject("Person", map[string][]string{
		"name": {"Aiman al-Zawahri", "Aiman  al-Zawahri"}, "birthDate": {"1951", "1958 or 1961"}, "nationality": {"Egypt"},
	})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range e.Statements {
		got = append(got, s.Prop+"="+s.Value)
	}
	want := "birthDate=1951 birthDate=1958 birthDate=1961 name=Aiman al-Zawahri nationality=eg"
	if strings.Join(got, " ") != want {
		t.Errorf("statements %q, want %q", got, want)
	}
	if e.Caption() != "Aiman al-Zawahri" || e.Schema.Name != "Person" {
		t.Errorf("caption %q, schema %v", e.Caption(), e.Schema)
	}
}

func TestNewSubjectCollectsAllErrors(t *testing.T) {
	_, err := NewSubject("Person", map[string][]string{
		"name": {"Ali", ""}, "birthDate": {"never", "1951"}, "shoeSize": {"42"}, "nationality": {"Atlantis", "Lemuria"},
	})
	if err == nil {
		t.Fatal("no error")
	}
	lines := strings.Split(err.Error(), "\n")
	var props []string
	for _, l := range lines {
		p, _, _ := strings.Cut(strings.ReplaceAll(l, ":", " "), " ")
		props = append(props, p)
	}
	if got := strings.Join(props, " "); got != "birthDate name nationality nationality shoeSize" {
		t.Errorf("errors about %q:\n%v", got, err)
	}
	var ve *ValueError
	if !errors.As(err, &ve) || ve.Prop != "birthDate" || ve.Value != "never" {
		t.Errorf("the first error is %+v", ve)
	}
	for _, c := range []struct {
		schema, why string
		props       map[string][]string
	}{
		{"Persn", "the nearest is Person", nil},
		{"", "is no schema", nil},
		{"Sanction", "no kind of party", nil},
		{"Person", "is missing", nil},
		{"Person", "is missing", map[string][]string{"birthDate": {"1951"}}},
	} {
		if e, err := NewSubject(c.schema, c.props); err == nil || !strings.Contains(err.Error(), c.why) {
			t.Errorf("NewSubject(%q, %v) = %v, %v, want an error that says %q", c.schema, c.props, e, err, c.why)
		}
	}
	if _, err := NewSubject("Vessel", map[string][]string{"imoNumber": {"9187629"}}); err != nil {
		t.Errorf("a vessel by its number alone: %v", err)
	}
}

func FuzzClean(f *testing.F) {
	for i, s := range []string{"Ali", "19 Jun 1951", "IMO 9187629", "a@b.org", "\u202e\u0301", "\xff", "+93 20 123456"} {
		f.Add(uint8(i*37), s)
	}
	person := mustSchema(f, "Person")
	props := person.Properties()
	f.Fuzz(func(t *testing.T, i uint8, s string) {
		prop := props[int(i)%len(props)].Name
		ss, err := CleanAll(person, prop, s)
		entry, entryErr := CleanEntry(person, prop, s)
		if err == nil && (entryErr != nil || len(entry) != len(ss)) {
			t.Fatalf("%s %q is fine for a subject but not for a list: %v", prop, s, entryErr)
		}
		for _, st := range ss {
			again, err := Clean(person, prop, st.Value)
			if err != nil || again.Value != st.Value {
				t.Fatalf("%s %q is %q, and that is %q (%v)", prop, s, st.Value, again.Value, err)
			}
		}
	})
}
