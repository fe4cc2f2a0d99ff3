package entity

import (
	"fmt"
	"strings"
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
// far as the kind allows. country is the issuing country's code or "". Errors
// are of type *IDError.
func ParseIdentifier(kind IDKind, country, text string) (Identifier, error) {
	n := strings.ToUpper(strings.TrimSpace(text))
	if n == "" {
		return Identifier{}, &IDError{kind, text, "is empty"}
	}
	return Identifier{Kind: kind, Country: country, Number: n}, nil
}

// KindOfProperty returns the kind of identifier that the FtM property prop
// holds; ok is false if it holds none.
func KindOfProperty(prop string) (kind IDKind, ok bool) {
	kind, ok = kindOfProperty[prop]
	return kind, ok
}

var kindOfProperty = map[string]IDKind{
	"passportNumber": IDPassport, "idNumber": IDNational, "taxNumber": IDTax,
	"registrationNumber": IDRegistration, "innCode": IDINN, "ogrnCode": IDOGRN,
	"imoNumber": IDIMO, "mmsi": IDMMSI, "callSign": IDCallSign, "serialNumber": IDSerial,
	"leiCode": IDLEI, "swiftBic": IDBIC, "isin": IDISIN, "isinCode": IDISIN,
	"publicKey": IDCrypto, "vatCode": IDTax, "socialSecurityNumber": IDNational,
}

// PropertyOfKind returns the property of schema that holds identifiers of the
// kind, or "" if it has none.
func PropertyOfKind(kind IDKind, schema *Schema) string {
	for _, p := range schema.Properties() {
		if kindOfProperty[p.Name] == kind {
			return p.Name
		}
	}
	return ""
}

// Comparable tells whether two identifiers of these kinds can be the same.
func Comparable(a, b IDKind) bool { return a == b }
