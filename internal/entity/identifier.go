package entity

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// IDKind is a kind of identifier. Two identifiers are compared only if their
// kinds are comparable.
type IDKind string

// The kinds of identifier that Deciban normalises.
const (
	IDPassport     IDKind = "passport"
	IDNational     IDKind = "national"
	IDTax          IDKind = "tax"
	IDRegistration IDKind = "registration"
	IDIMO          IDKind = "imo"      // seven digits, the last a check digit
	IDMMSI         IDKind = "mmsi"     // nine digits
	IDCallSign     IDKind = "callsign" // radio call sign
	IDTail         IDKind = "tail"     // aircraft registration
	IDSerial       IDKind = "serial"   // aircraft manufacturer's serial number
	IDBIC          IDKind = "bic"      // SWIFT/BIC, ISO 9362
	IDLEI          IDKind = "lei"      // ISO 17442
	IDINN          IDKind = "inn"      // Russian taxpayer number
	IDOGRN         IDKind = "ogrn"     // Russian registration number
	IDISIN         IDKind = "isin"     // ISO 6166
	IDCrypto       IDKind = "crypto"   // wallet address
	IDOther        IDKind = "other"
)

var idKinds = []IDKind{IDPassport, IDNational, IDTax, IDRegistration, IDIMO, IDMMSI, IDCallSign, IDTail,
	IDSerial, IDBIC, IDLEI, IDINN, IDOGRN, IDISIN, IDCrypto, IDOther}

// IDKinds returns all kinds of identifier.
func IDKinds() []IDKind { return slices.Clone(idKinds) }

// ParseIDKind returns the kind called name, as in "--id passport:A123"; ok is
// false if there is none.
func ParseIDKind(name string) (kind IDKind, ok bool) {
	kind = IDKind(strings.ToLower(strings.TrimSpace(name)))
	return kind, slices.Contains(idKinds, kind)
}

// Identifier is one normalised identifier.
type Identifier struct {
	Kind IDKind
	// Country is the issuing country's code in lower case, or "".
	Country string
	// Number is the normalised form: upper case without separators, except
	// where the kind's letters are case-sensitive (crypto).
	Number string
}

// IDError says why a text is not an identifier of its kind.
type IDError struct {
	Kind  IDKind
	Value string
	Why   string
}

func (e *IDError) Error() string { return fmt.Sprintf("%s %q: %s", e.Kind, e.Value, e.Why) }

// ParseIdentifier normalises text as an identifier of a kind and checks it as
// far as the kind allows: check digits of IMO, LEI, INN, OGRN and ISIN numbers
// and of Bitcoin-like addresses, the shape of the others. country is the
// issuing country's code as CountryCode gives it, or "".
//
// A label before the number ("IMO: 9187629", "Passport No. A123") is dropped,
// digits of all scripts become those of ASCII, and Cyrillic and Greek letters
// that look like Latin ones become Latin ones.
//
// An IMO number may be that of a ship or that of a company, whose check digits
// differ. Errors are of type *IDError.
func ParseIdentifier(kind IDKind, country, text string) (Identifier, error) {
	fail := func(why string) (Identifier, error) {
		return Identifier{}, &IDError{Kind: kind, Value: text, Why: why}
	}
	check, ok := idChecks[kind]
	if !ok {
		return fail("is of an unknown kind")
	}
	country = strings.ToLower(country)
	if country != "" && !knownCountry(country) {
		return fail(fmt.Sprintf("has the unknown country %q", country))
	}
	if len(text) > maxIdentifierText {
		return fail("is too long")
	}
	if kind == IDCrypto {
		number, why := normaliseCrypto(text)
		if why != "" {
			return fail(why)
		}
		return Identifier{Kind: kind, Country: country, Number: number}, nil
	}
	number := foldIdentifier(text)
	// The labels are looked for only if what stands there does not pass as it
	// is: "IMO" may well be the beginning of a registration number.
	if bare := compact(stripLabels(number)); bare != "" {
		number = bare
	} else {
		number = compact(number)
	}
	if number == "" {
		return fail("has no letter or digit")
	}
	number, why := check(number)
	if why != "" {
		return fail(why)
	}
	return Identifier{Kind: kind, Country: country, Number: number}, nil
}

const maxIdentifierText = 500

// foldIdentifier writes text in upper case and ASCII as far as it goes: full
// and half width forms and digits of all scripts as the usual ones, and
// look-alike letters as Latin.
func foldIdentifier(text string) string {
	// Normalisation would make the letters "No" of the numero sign.
	s := strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "№", " ")
	s = norm.NFKC.String(s)
	s = strings.ToUpper(foldDigits(s))
	return strings.Map(func(r rune) rune {
		if l, ok := lookAlike[r]; ok {
			return l
		}
		return r
	}, s)
}

// lookAlike maps capital letters of Cyrillic and Greek to the Latin capitals
// that they are drawn like.
var lookAlike = map[rune]rune{
	'А': 'A', 'В': 'B', 'С': 'C', 'Е': 'E', 'Н': 'H', 'І': 'I', 'Ј': 'J', 'К': 'K', 'М': 'M', 'О': 'O',
	'Р': 'P', 'Ѕ': 'S', 'Т': 'T', 'Х': 'X', 'У': 'Y', 'Ү': 'Y', 'Ԛ': 'Q', 'Ԝ': 'W',
	'Α': 'A', 'Β': 'B', 'Ε': 'E', 'Ζ': 'Z', 'Η': 'H', 'Ι': 'I', 'Κ': 'K', 'Μ': 'M', 'Ν': 'N', 'Ο': 'O',
	'Ρ': 'P', 'Τ': 'T', 'Υ': 'Y', 'Χ': 'X',
}

// compact keeps letters and digits only. Marks that a separator kept apart come
// together, so that it composes and orders them anew.
func compact(s string) string {
	return norm.NFKC.String(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			return r
		}
		return -1
	}, s))
}

// idLabels are words that stand before an identifier and say what it is. Those
// that are numbers' own beginnings elsewhere ("NO" begins Norwegian ones) are
// labels only if a mark follows; see stripLabels.
var idLabels = map[string]bool{
	"IMO": true, "MMSI": true, "PASSPORT": true, "NUMBER": true, "NUM": true, "NR": true, "NUMERO": true,
	"NÚMERO": true, "TIN": true, "INN": true, "ИНН": true, "OGRN": true, "ОГРН": true, "OГPH": true, "BIC": true,
	"SWIFT": true, "LEI": true, "ISIN": true, "VAT": true, "TAX": true, "TAXPAYER": true, "REGISTRATION": true,
	"CALLSIGN": true, "CALL": true, "SIGN": true, "ID": true, "CODE": true, "TAIL": true, "SERIAL": true,
	"MSN": true, "NATIONAL": true, "CARD": true, "IDENTIFICATION": true, "IDENTITY": true, "SSN": true,
	"COMPANY": true, "VESSEL": true, "SHIP": true, "AIRCRAFT": true,
}

// stripLabels drops words such as "IMO:" or "Passport No." from the beginning
// of an upper-case text. A label that is joined to digits, as in "IMO9187629",
// is dropped by the check of its kind.
func stripLabels(s string) string {
	for {
		rest := strings.TrimLeftFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		end := strings.IndexFunc(rest, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) })
		if end <= 0 {
			return rest
		}
		word, after := rest[:end], rest[end:]
		switch {
		case idLabels[foldLabel(word)] && !unicode.IsDigit(rune(after[0])):
		case (word == "NO" || word == "N" || word == "NRO") && strings.ContainsRune(".:°º#", []rune(after)[0]):
		default:
			return rest
		}
		s = after
	}
}

// foldLabel gives a label's word as it stands in idLabels whose letters went
// through lookAlike.
func foldLabel(w string) string {
	switch w {
	case "ИHH":
		return "ИНН"
	case "OГPH":
		return "ОГРН"
	}
	return w
}

// kindOfProperty maps FtM's identifier properties to kinds. Properties that
// identify no party but a programme or a listing are left out on purpose:
// programId, authorityId, unscId, and those of documents and contracts.
var kindOfProperty = map[string]IDKind{
	"passportNumber":       IDPassport,
	"idNumber":             IDNational,
	"socialSecurityNumber": IDNational,
	"personalNumber":       IDNational,
	"number":               IDNational, // of an Identification
	"taxNumber":            IDTax,
	"vatCode":              IDTax,
	"irsCode":              IDTax,
	"innCode":              IDINN,
	"ogrnCode":             IDOGRN,
	"registrationNumber":   IDRegistration,
	"ibcRuc":               IDRegistration,
	"jibCode":              IDRegistration,
	"mbsCode":              IDRegistration,
	"voenCode":             IDTax,
	"licenseNumber":        IDRegistration,
	"imoNumber":            IDIMO,
	"mmsi":                 IDMMSI,
	"callSign":             IDCallSign,
	"serialNumber":         IDSerial,
	"swiftBic":             IDBIC,
	"leiCode":              IDLEI,
	"isin":                 IDISIN,
	"isinCode":             IDISIN,
	"publicKey":            IDCrypto,
	"bvdId":                IDOther,
	"cageCode":             IDOther,
	"cikCode":              IDOther,
	"crsNumber":            IDOther,
	"dunsCode":             IDOther,
	"figiCode":             IDOther,
	"giiNumber":            IDOther,
	"icaoCode":             IDOther,
	"npiCode":              IDOther,
	"permId":               IDOther,
	"uniqueEntityId":       IDOther,
	"wikidataId":           IDOther,
}

// KindOfProperty returns the kind of identifier that the FtM property prop
// holds; ok is false if it holds none, or none that identifies a party. The
// registrationNumber of an Airplane is its tail number; see KindIn.
func KindOfProperty(prop string) (kind IDKind, ok bool) {
	kind, ok = kindOfProperty[prop]
	return kind, ok
}

// KindIn is KindOfProperty for a schema: the registrationNumber of an Airplane
// is of kind IDTail.
func KindIn(schema *Schema, prop string) (kind IDKind, ok bool) {
	if prop == "registrationNumber" && schema.IsA("Airplane") {
		return IDTail, true
	}
	return KindOfProperty(prop)
}

// propertiesOfKind lists where identifiers of a kind are kept, best first.
var propertiesOfKind = map[IDKind][]string{
	IDPassport:     {"passportNumber"},
	IDNational:     {"idNumber", "number"},
	IDTax:          {"taxNumber"},
	IDRegistration: {"registrationNumber"},
	IDIMO:          {"imoNumber"},
	IDMMSI:         {"mmsi"},
	IDCallSign:     {"callSign"},
	IDTail:         {"registrationNumber"},
	IDSerial:       {"serialNumber"},
	IDBIC:          {"swiftBic"},
	IDLEI:          {"leiCode"},
	IDINN:          {"innCode"},
	IDOGRN:         {"ogrnCode"},
	IDISIN:         {"isin", "isinCode"},
	IDCrypto:       {"publicKey"},
	IDOther:        {"idNumber", "registrationNumber", "number"},
}

// PropertyOfKind returns the property of schema that holds identifiers of the
// kind, or "" if it has none.
func PropertyOfKind(kind IDKind, schema *Schema) string {
	for _, p := range propertiesOfKind[kind] {
		if schema.Property(p) == nil {
			continue
		}
		if k, _ := KindIn(schema, p); k == kind || kind == IDOther {
			return p
		}
	}
	return ""
}

// comparableKinds lists, beside its own, the kinds under which the same number
// is found on another list. Lists disagree on what to call a number: a Russian
// taxpayer number is now an INN, now a tax number, now a registration number,
// and many call every document number an id number.
var comparableKinds = map[IDKind][]IDKind{
	IDPassport:     {IDNational, IDOther},
	IDNational:     {IDTax, IDINN, IDRegistration, IDOther},
	IDTax:          {IDINN, IDRegistration, IDOther},
	IDRegistration: {IDINN, IDOGRN, IDTail, IDOther},
	IDINN:          {IDOther},
	IDOGRN:         {IDTax, IDNational, IDOther},
	IDIMO:          {IDOther},
	IDMMSI:         {IDOther},
	IDSerial:       {IDOther},
	IDBIC:          {IDOther},
	IDLEI:          {IDRegistration, IDOther},
	IDISIN:         {IDOther},
	IDCrypto:       {IDOther},
}

// Comparable tells whether identifiers of these two kinds can be the same. It
// is the same both ways.
func Comparable(a, b IDKind) bool {
	return a == b && slices.Contains(idKinds, a) ||
		slices.Contains(comparableKinds[a], b) || slices.Contains(comparableKinds[b], a)
}
