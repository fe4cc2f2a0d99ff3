package entity

import (
	"errors"
	"os"
	"regexp"
	"strings"
	"testing"

	"deciban/internal/testkit"
)

func TestParseIdentifierNormalises(t *testing.T) {
	for _, c := range []struct {
		kind IDKind
		in   []string
		want string
	}{
		{IDIMO, []string{"IMO 9187629", "9187629", "imo9187629", "IMO: 9187629", "IMO No. 9187629", "IMO Number 9187629", " 918 7629 ", "９１８７６２９", "٩١٨٧٦٢٩"}, "9187629"},
		{IDIMO, []string{"5342883", "IMO 5342883"}, "5342883"}, // a company's
		{IDMMSI, []string{"MMSI 422038100", "422038100", "422 038 100"}, "422038100"},
		{IDMMSI, []string{"002320001"}, "002320001"}, // a coast station
		{IDMMSI, []string{"970123456"}, "970123456"}, // a search and rescue transmitter
		{IDPassport, []string{"A 123456", "a123456", "А123456" /* Cyrillic */, "Passport No. A123456", "passport: A-123456", "A/123.456", "Ａ１２３４５６"}, "A123456"},
		{IDPassport, []string{"NO 1234567", "NO1234567"}, "NO1234567"},
		{IDPassport, []string{"No. 1234567", "№ 1234567", "N° 1234567", "#1234567"}, "1234567"},
		{IDPassport, []string{"КА 123456", "KA123456"}, "KA123456"},
		{IDPassport, []string{"IV-БА № 123456"}, "IVБA123456"},
		{IDNational, []string{"ID 12345-678", "12345678", "National ID No. 12345678", "۱۲۳۴۵۶۷۸"}, "12345678"},
		{IDTax, []string{"TIN: 123-456-789", "123456789", "Taxpayer No. 123456789"}, "123456789"},
		{IDRegistration, []string{"HRB 12345", "hrb-12345"}, "HRB12345"},
		{IDINN, []string{"7707083893", "INN 7707083893", "ИНН: 7707083893", "INN7707083893"}, "7707083893"},
		{IDINN, []string{"500100732259"}, "500100732259"},
		{IDOGRN, []string{"1027700132195", "ОГРН 1027700132195"}, "1027700132195"},
		{IDOGRN, []string{"304500116000157"}, "304500116000157"},
		{IDMMSI, []string{"111232000"}, "111232000"}, // a rescue aircraft
		{IDMMSI, []string{"842201234"}, "842201234"}, // a handheld radio
		{IDLEI, []string{"LEIHWUPKR0MPOU8FGXBT394"}, "HWUPKR0MPOU8FGXBT394"},
		{IDBIC, []string{"SWIFTHAVIGB2L"}, "HAVIGB2L"},
		{IDISIN, []string{"ISINUS0378331005"}, "US0378331005"},
		{IDCrypto, []string{"TJRabPrwbZy45sbavfcjinPJC18kjpRTv8", "TRX TJRabPrwbZy45sbavfcjinPJC18kjpRTv8"}, "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8"},
		{IDCrypto, []string{"bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a"}, "qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a"},
		{IDLEI, []string{"HWUPKR0MPOU8FGXBT394", "LEI: hwupkr0mpou8fgxbt394", "HWUP KR0M POU8 FGXB T394"}, "HWUPKR0MPOU8FGXBT394"},
		{IDBIC, []string{"HAVIGB2L", "havigb2lxxx", "SWIFT/BIC HAVIGB2L", "SWIFT: HAVI GB 2L"}, "HAVIGB2L"},
		{IDBIC, []string{"DEUTDEFF500"}, "DEUTDEFF500"},
		{IDISIN, []string{"US0378331005", "ISIN US0378331005", "us 0378331005"}, "US0378331005"},
		{IDISIN, []string{"CND100005B20"}, "CND100005B20"},
		{IDTail, []string{"EP-MNB", "ep mnb", "Tail No. EP-MNB"}, "EPMNB"},
		{IDCallSign, []string{"5IM 316", "call sign: 5IM316"}, "5IM316"},
		{IDSerial, []string{"MSN 23407", "23407"}, "23407"},
		{IDOther, []string{"Q 1234"}, "Q1234"},
		{IDCrypto, []string{"12QtD5BFwRsdNsAZY76UVE1xyCGNTojH9h", "XBT 12QtD5BFwRsdNsAZY76UVE1xyCGNTojH9h", "bitcoin:12QtD5BFwRsdNsAZY76UVE1xyCGNTojH9h"}, "12QtD5BFwRsdNsAZY76UVE1xyCGNTojH9h"},
		{IDCrypto, []string{"3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy"}, "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy"},
		{IDCrypto, []string{"bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "BTC BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4"}, "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"},
		{IDCrypto, []string{"bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0"}, "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0"},
		{IDCrypto, []string{"0x7F367cC41522cE07553e823bf3be79A889DEbe1B", "ETH 0x7f367cc41522ce07553e823bf3be79a889debe1b"}, "0x7f367cc41522ce07553e823bf3be79a889debe1b"},
		{IDCrypto, []string{"LTC LaizKtS5DUhPuP1nTQcc83MS7HwK6vk85z"}, "LaizKtS5DUhPuP1nTQcc83MS7HwK6vk85z"},
		{IDCrypto, []string{"DASH XnPFsRWTaSgiVauosEwQ6dEitGYXgwznz2"}, "XnPFsRWTaSgiVauosEwQ6dEitGYXgwznz2"},
		{IDCrypto, []string{"XMR 5be5543ff73456ab9f2d207887e2af87322c651ea1a873c5b25b7ffae456c320"}, "5be5543ff73456ab9f2d207887e2af87322c651ea1a873c5b25b7ffae456c320"},
		{IDCrypto, []string{"XRP rrrrrrrrrrrrrrrrrrrrrhoLvTp", "rrrrrrrrrrrrrrrrrrrrrhoLvTp"}, "rrrrrrrrrrrrrrrrrrrrrhoLvTp"},
	} {
		for _, in := range c.in {
			id, err := ParseIdentifier(c.kind, "", in)
			if err != nil || id != (Identifier{Kind: c.kind, Number: c.want}) {
				t.Errorf("ParseIdentifier(%s, %q) = %+v, %v, want %q", c.kind, in, id, err, c.want)
			}
		}
	}
	if id, err := ParseIdentifier(IDPassport, "IR", "A123456"); err != nil || id.Country != "ir" {
		t.Errorf("with country: %+v, %v", id, err)
	}
}

func TestParseIdentifierSaysWhatIsWrong(t *testing.T) {
	for _, c := range []struct {
		kind    IDKind
		in, why string
	}{
		{IDIMO, "9187628", "check digit"},
		{IDIMO, "918762", "seven digits"},
		{IDIMO, "91876290", "seven digits"},
		{IDIMO, "IMO", "seven digits"},
		{IDMMSI, "12345678", "nine digits"},
		{IDMMSI, "999999999", "country"},
		{IDMMSI, "123456789", "country"},
		{IDMMSI, "111999000", "country"},
		{IDMMSI, "899912345", "country"},
		{IDBIC, "HAVIGB2Ж", "Latin"},
		{IDLEI, "HWUPKR0MPOU8FGXBTЖ94", "Latin"},
		{IDPassport, "", "no letter or digit"},
		{IDPassport, " - ", "no letter or digit"},
		{IDPassport, "12", "too short"},
		{IDPassport, "UNKNOWN", "no digit"},
		{IDPassport, strings.Repeat("1", 21), "too long"},
		{IDPassport, strings.Repeat("1", 501), "too long"},
		{IDINN, "7707083894", "check digit"},
		{IDINN, "500100732258", "check digit"},
		{IDINN, "500100732249", "check digit"},
		{IDINN, "77070838", "10 or 12"},
		{IDINN, "0000000000", "zeros"},
		{IDOGRN, "1027700132196", "check digit"},
		{IDOGRN, "304500116000158", "check digit"},
		{IDOGRN, "10277001321", "13 or 15"},
		{IDLEI, "HWUPKR0MPOU8FGXBT395", "check digits"},
		{IDLEI, "HWUPKR0MPOU8FGXBT39", "20 characters"},
		{IDBIC, "HAVIQQ2L", "country"},
		{IDBIC, "HAVIGB2", "8 or 11"},
		{IDBIC, "HAV1GB2L", "country"},
		{IDISIN, "US0378331006", "check digit"},
		{IDISIN, "US037833100", "12 characters"},
		{IDISIN, "120378331005", "two letters"},
		{IDCallSign, "AB", "three to eight"},
		{IDCallSign, "ЖЖЖ", "Latin"},
		{IDCrypto, "12QtD5BFwRsdNsAZY76UVE1xyCGNTojH9i", "checksum"},
		{IDCrypto, "12QtD5BFwRsdNsAZY76UVE1xyCGNTojH9", "base58"},
		{IDCrypto, "12QtD5BFwRsdNsAZY76UVE1xyCGNTojH0h", "base58"},
		{IDCrypto, "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5", "checksum"},
		{IDCrypto, "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3T4", "mixes"},
		{IDCrypto, "ETH 0x7F367cC41522cE07553e823bf3be79A889DEbe1", "hexadecimal"},
		{IDCrypto, "0x7F367cC41522cE07553e823bf3be79A889DEbe1G", "hexadecimal"},
		{IDCrypto, "", "empty"},
		{IDCrypto, "abc", "20 to 128"},
		{IDCrypto, "see the website of the exchange", "space"},
		{IDCrypto, "абвгдежзийклмнопрстуф", "ASCII"},
		{"shoe size", "42", "unknown kind"},
	} {
		id, err := ParseIdentifier(c.kind, "", c.in)
		var ie *IDError
		if !errors.As(err, &ie) || ie.Kind != c.kind || ie.Value != c.in || !strings.Contains(ie.Why, c.why) {
			t.Errorf("ParseIdentifier(%s, %q) = %+v, %v, want an IDError that says %q", c.kind, c.in, id, err, c.why)
		}
	}
	if _, err := ParseIdentifier(IDPassport, "Atlantis", "A123456"); err == nil || !strings.Contains(err.Error(), "country") {
		t.Errorf("an unknown country: %v", err)
	}
}

// A check digit that finds no slip is no check: every change of one digit must
// be found, by the rules that promise it.
func TestCheckDigitsFindEverySlipOfOneDigit(t *testing.T) {
	for kind, number := range map[IDKind]string{IDLEI: "HWUPKR0MPOU8FGXBT394", IDISIN: "US0378331005", IDINN: "500100732259"} {
		for i := range number {
			for d := byte('0'); d <= '9'; d++ {
				if !isDigit(number[i]) || number[i] == d {
					continue
				}
				slip := number[:i] + string(d) + number[i+1:]
				if _, err := ParseIdentifier(kind, "", slip); err == nil {
					t.Errorf("%s: %s passes for %s", kind, slip, number)
				}
			}
		}
	}
}

func TestParseIdentifierIsIdempotent(t *testing.T) {
	for _, kind := range IDKinds() {
		for _, in := range []string{"IMO 9187629", "A 123-456", "7707083893", "HWUPKR0MPOU8FGXBT394", "422038100", "DEUTDEFFXXX", "ИНН 7707083893", "US0378331005"} {
			checkIdempotent(t, kind, in)
		}
	}
}

func checkIdempotent(t *testing.T, kind IDKind, in string) {
	t.Helper()
	id, err := ParseIdentifier(kind, "", in)
	if err != nil {
		return
	}
	again, err := ParseIdentifier(kind, "", id.Number)
	if err != nil || again != id {
		t.Fatalf("%s %q is %q, and that is %q (%v)", kind, in, id.Number, again.Number, err)
	}
}

func TestComparableIsSymmetricAndReflexive(t *testing.T) {
	for _, a := range IDKinds() {
		if !Comparable(a, a) {
			t.Errorf("%s is not comparable with itself", a)
		}
		for _, b := range IDKinds() {
			if Comparable(a, b) != Comparable(b, a) {
				t.Errorf("%s and %s are comparable one way only", a, b)
			}
		}
	}
	for _, pair := range [][2]IDKind{{IDINN, IDTax}, {IDOGRN, IDRegistration}, {IDTail, IDRegistration}, {IDPassport, IDNational}} {
		if !Comparable(pair[0], pair[1]) {
			t.Errorf("%s and %s are not comparable", pair[0], pair[1])
		}
	}
	for _, pair := range [][2]IDKind{{IDIMO, IDMMSI}, {IDPassport, IDIMO}, {IDCrypto, IDTax}, {IDBIC, IDPassport}, {"x", "x"}} {
		if Comparable(pair[0], pair[1]) {
			t.Errorf("%s and %s are comparable", pair[0], pair[1])
		}
	}
}

func TestEveryKindHasAPropertyAndBack(t *testing.T) {
	for kind, schema := range map[IDKind]string{
		IDPassport: "Person", IDNational: "Person", IDTax: "Company", IDRegistration: "Company", IDIMO: "Vessel",
		IDMMSI: "Vessel", IDCallSign: "Vessel", IDTail: "Airplane", IDSerial: "Airplane", IDBIC: "Company",
		IDLEI: "Company", IDINN: "Person", IDOGRN: "Company", IDISIN: "Security", IDCrypto: "CryptoWallet", IDOther: "Person",
	} {
		s, _ := SchemaOf(schema)
		prop := PropertyOfKind(kind, s)
		if prop == "" {
			t.Errorf("%s has no property for %s", schema, kind)
			continue
		}
		if got, ok := KindIn(s, prop); got != kind && kind != IDOther || !ok {
			t.Errorf("%s of %s is of kind %q, want %s", prop, schema, got, kind)
		}
	}
	company, _ := SchemaOf("Company")
	for kind, want := range map[IDKind]string{IDPassport: "", IDMMSI: "", IDTail: "", IDISIN: "isinCode", IDIMO: "imoNumber"} {
		if got := PropertyOfKind(kind, company); got != want {
			t.Errorf("PropertyOfKind(%s, Company) = %q, want %q", kind, got, want)
		}
	}
	for _, prop := range []string{"name", "programId", "unscId", "birthDate", ""} {
		if kind, ok := KindOfProperty(prop); ok {
			t.Errorf("KindOfProperty(%q) = %s, want none", prop, kind)
		}
	}
	if kind, ok := ParseIDKind(" Passport "); kind != IDPassport || !ok {
		t.Errorf("ParseIDKind(Passport) = %q, %v", kind, ok)
	}
	if kind, ok := ParseIDKind("shoe size"); ok {
		t.Errorf("ParseIDKind(shoe size) = %q", kind)
	}
}

func TestKindsOfPropertiesExistInTheModel(t *testing.T) {
	for prop := range kindOfProperty {
		found := false
		for _, s := range Schemata() {
			found = found || s.Property(prop) != nil
		}
		if !found {
			t.Errorf("no schema has the property %s", prop)
		}
	}
}

// Numbers that OFAC publishes must pass, or the checks are wrong.
func TestIdentifiersOfOFACPass(t *testing.T) {
	text, err := os.ReadFile(testkit.Shared(t, "lists", "us_ofac_sdn", "2021-07", "sdn.csv"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		kind    IDKind
		pattern string
		least   int
		wrong   int // that are wrong on the list itself
	}{
		{IDIMO, `IMO (\d+)\b`, 450, 2}, // two are cut short there
		{IDMMSI, `MMSI (\d+)\b`, 40, 0},
		{IDCrypto, `Digital Currency Address - (\S+ \w+)`, 80, 2}, // one lacks a digit there, one is cut off with its remark
		{IDBIC, `SWIFT/BIC (\w+)`, 20, 0},
		{IDPassport, `Passport (\w+) \(`, 1000, 5},
	} {
		seen, wrong := 0, 0
		for _, m := range regexp.MustCompile(c.pattern).FindAllStringSubmatch(string(text), -1) {
			seen++
			if _, err := ParseIdentifier(c.kind, "", m[1]); err != nil {
				wrong++
				t.Log(err)
			}
		}
		if seen < c.least || wrong > c.wrong {
			t.Errorf("%s: %d of %d are refused; want at most %d, of at least %d", c.kind, wrong, seen, c.wrong, c.least)
		}
	}
}

func FuzzParseIdentifier(f *testing.F) {
	for i, s := range []string{"A 123456", "9187629", "IMO: 9187629", "XBT 12QtD5BFwRsdNsAZY76UVE1xyCGNTojH9h", "0x00", "bc1q", "ИНН 7707083893", "№№№", "\xff"} {
		f.Add(uint8(i), s)
	}
	f.Fuzz(func(t *testing.T, k uint8, s string) {
		kind := idKinds[int(k)%len(idKinds)]
		checkIdempotent(t, kind, s)
	})
}
