package source

import (
	"strings"
	"testing"
)

func TestNamesAreTakenApartAsAPersonWouldScreenThem(t *testing.T) {
	// A name ends in ~ if it is weak and in ^ if it is a previous one; what is
	// left as a remark stands after #.
	const person, other = true, false
	tests := []struct {
		text   string
		person bool
		want   string
	}{
		{"Fazel Rahim; Fazil\n      Rahim", person, "Fazel Rahim|Fazil Rahim"},
		{`"GODANE"`, person, "GODANE"},
		{"“Abu Muscab”", person, "Abu Muscab"},
		{"Abu Banat (original script: Абу Банат)", person, "Abu Banat|Абу Банат"},
		{"Ansar al-Shari'a (AAS)", other, "Ansar al-Shari'a|AAS~"},
		{"HARAKAT UL-MUJAHIDIN / HUM", other, "HARAKAT UL-MUJAHIDIN|HUM~"},
		{"STATE ORGANIZATION OF ELECTRICITY / DEPARTMENT OF COMPUTING", other, "STATE ORGANIZATION OF ELECTRICITY / DEPARTMENT OF COMPUTING"},
		{"Encep Nurjaman (birth name)", person, "Encep Nurjaman#birth name"},
		{"حسن غول (Hassan Ghul; Hasan Gul)", person, "حسن غول|Hassan Ghul|Hasan Gul"},
		{"Hay’at Tahrir al-Sham (HTS) (هيئة)", other, "Hay’at Tahrir al-Sham|HTS~|هيئة"},
		{"Ansar al Charia in Libya (ASL)", other, "Ansar al Charia in Libya|ASL~"},
		{"STATE ESTABLISHMENT (SOUTHERN AREA)", other, "STATE ESTABLISHMENT (SOUTHERN AREA)"},
		{"STATE ESTABLISHMENT (ROADS", other, "STATE ESTABLISHMENT ROADS"},
		{") Abdelrahman", person, "Abdelrahman"},
		{"(Sheikh) Musa Hilal", person, "Sheikh Musa Hilal"},
		{"Lom-ali Butayev (Butaev)", person, "Lom-ali Butayev|Lom-ali Butaev"},
		{"Ezatullah Haqqani (previously listed as)", person, "Ezatullah Haqqani^"},
		{"Safia Farkash, born 1 Jan. 1953 (Oman)", person, "Safia Farkash#born 1 Jan. 1953 (Oman)"},
		{"ኤርሚኣስ ግርማይ (Tigrinya)", person, "ኤርሚኣስ ግርማይ#Tigrinya"},
		{"華信船務(香港)有限公司", other, "華信船務(香港)有限公司"},
		{"PCC (UK)", other, "PCC (UK)"},
		{"JONGWE PRINTING (PVT) LTD", other, "JONGWE PRINTING (PVT) LTD"},
		{"Haji Gul (حاجی گل ), ", person, "Haji Gul|حاجی گل"},
		{" ; () ; ", person, ""},
	}
	for _, tt := range tests {
		names, rest := ListedNames(tt.text, tt.person)
		var got []string
		for _, n := range names {
			text := n.Text
			if n.Weak {
				text += "~"
			}
			if n.Previous {
				text += "^"
			}
			got = append(got, text)
		}
		text := strings.Join(got, "|")
		for _, r := range rest {
			text += "#" + r
		}
		if text != tt.want {
			t.Errorf("%q: got %q, want %q", tt.text, text, tt.want)
		}
	}
}

func TestSurnameFirstIsTurnedRound(t *testing.T) {
	for name, want := range map[string]string{
		"AL-ZAWAHIRI, Ayman":          "Ayman AL-ZAWAHIRI",
		"DELOS REYES, Feliciano, Jr.": "Feliciano DELOS REYES Jr.",
		"Hilarion Santos, III":        "Hilarion Santos III",
		"ABU ZUBAYDAH":                "ABU ZUBAYDAH",
		"A, B, C":                     "A, B, C",
		", Ayman":                     "Ayman",
		"AYMAN,":                      "AYMAN",
	} {
		if got, _, _ := NaturalOrder(name); got != want {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
	if _, given, surname := NaturalOrder("AL-ZAWAHIRI, Ayman M."); given != "Ayman M." || surname != "AL-ZAWAHIRI" {
		t.Errorf("given name %q, surname %q", given, surname)
	}
}

func TestOnlyACertainLegalFormMakesACompany(t *testing.T) {
	for name, want := range map[string]bool{
		"EXAMPLE CO., LTD.": true, "EXAMPLE, S.A. DE C.V.": true, "EXAMPLE GMBH": true, "OOO EXAMPLE": true, "EXAMPLE LINES (PVT) LTD": true,
		"EXAMPLE C.A.": true, "EXAMPLE INC": true, "EXAMPLE SDN. BHD.": true,
		"FRONT OF EXAMPLES": false, "LTD": false, "AL-QA'IDA": false, "BANK OF EXAMPLES": false, "EXAMPLE AS": false,
	} {
		if got := IsCompanyName(name); got != want {
			t.Errorf("%q: got %v", name, got)
		}
	}
}

func TestCountriesAreReadWithTheirPartsTurnedRound(t *testing.T) {
	for text, want := range map[string]string{"Russia": "ru", "Korea, North": "kp", "Man, Isle of": "im", "Nowhere, Isle of": "", "A, B, C": ""} {
		if got, _ := CountryCode(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestBytesThatAreNotUTF8AreReadAsWindows1252(t *testing.T) {
	for in, want := range map[string]string{"Jos\xe9": "José", "José": "José", "\x80 \x93x\x94": "€ “x”", "plain": "plain"} {
		got, decoded := DecodeText(in)
		if got != want || decoded != (in != want) {
			t.Errorf("%q: got %q, %v", in, got, decoded)
		}
	}
}

func TestIdsOfPartsAreStableAndFree(t *testing.T) {
	b := NewBuilder("xx_test")
	e := b.NewEntity("x-1", "Person")
	if err := b.Entry(e); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"x-1-passport-A-12.3", "x-1-passport-A-12.3-2", "x-1-passport-A-12.3-3"} {
		if got := b.PartOf(e, "Passport", "passport", " A/12.3 (é) ").ID; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	if err := b.Entry(b.NewEntity("x-1", "Person")); err == nil {
		t.Error("an id can stand twice")
	}
	if err := b.Entry(b.NewEntity("", "Person")); err == nil {
		t.Error("an entity can be without an id")
	}
}

func TestWhatNobodyAskedForIsReported(t *testing.T) {
	x, err := NewElements(strings.NewReader("<l><r><a>1</a><a>2</a><b><c> x\ny </c></b><d/></r></l>"), "x.xml")
	if err != nil {
		t.Fatal(err)
	}
	n, err := x.Next("r")
	if err != nil {
		t.Fatal(err)
	}
	if got := n.Take("a"); got != "1" {
		t.Errorf("took %q", got)
	}
	var left []string
	for _, k := range n.Untaken() {
		left = append(left, k.Path+"="+k.Value())
	}
	if got, want := strings.Join(left, " "), "a[2]=2 b/c=x y"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
