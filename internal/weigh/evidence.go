package weigh

// Evidence is one comparison of a subject with an entry and what it weighs. The
// weights of a match's evidence add up to the match's total.
type Evidence struct {
	// Kind tells what was compared: "name", "birthDate", "identifier", … It is
	// one of the Kind constants.
	Kind Kind `json:"kind"`
	// Subject and Entry are the two sides' text, as written by each; one is
	// empty where only the other side has something.
	Subject string `json:"subject"`
	Entry   string `json:"entry"`
	Weight  Weight `json:"decibans"`
	// Note says in one short sentence why it weighs what it weighs.
	Note string `json:"note"`
}

// Kind is a kind of evidence.
type Kind string

// The kinds of evidence.
const (
	KindName       Kind = "name"       // a token pair, or a token left over
	KindAlias      Kind = "alias"      // which of the entry's names it is, and how many were tried
	KindScript     Kind = "script"     // look-alike letters of another script in a name
	KindBirthDate  Kind = "birthDate"  //
	KindGender     Kind = "gender"     //
	KindCountry    Kind = "country"    // nationality, citizenship, jurisdiction, flag
	KindPlace      Kind = "place"      // birth place
	KindAddress    Kind = "address"    //
	KindIdentifier Kind = "identifier" // passport, IMO number, wallet address, …
	KindContact    Kind = "contact"    // e-mail, phone, website
	KindSchema     Kind = "schema"     // a person is not a ship
)
