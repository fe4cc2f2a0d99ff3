package entity

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
