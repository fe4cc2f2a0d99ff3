package ofac

import (
	"slices"
	"strings"
)

// action is what is done with what follows a label.
type action int

const (
	actText      action = iota // a property, as it is
	actCountry                 // a property that is a country
	actDate                    // a property that is a date
	actPlace                   // a birth place
	actID                      // an identifier, with country and dates
	actNumber                  // an identifier, nothing else
	actPhone                   // a telephone number in OFAC's writing
	actAlias                   // a weak alias in quotation marks
	actWallet                  // a digital currency address
	actLink                    // the name of another entry
	actOperator                // the name of an aircraft's operator
	actProvision               // what the sanction forbids: on the sanction
	actSanction                // a property of the sanction that is a date
	actNote                    // understood, but FtM has no property for it
)

// label is how a clause begins and what that means.
type label struct {
	prefix string
	act    action
	// props are the properties to choose from: the first that the entry's
	// schema has.
	props []string
	// doc is the schema of the document that an identifier is the number of.
	doc string
	// company is set where only a company has such a clause.
	company bool
}

func prop(p ...string) []string { return p }

const (
	docPassport = "Passport"
	docOther    = "Identification"
)

// ids returns labels for identifiers of the same kind.
func ids(doc string, props []string, prefixes ...string) []label {
	var out []label
	for _, p := range prefixes {
		out = append(out, label{prefix: p, act: actID, props: props, doc: doc})
	}
	return out
}

// notes returns labels that are understood but kept as notes.
func notes(act action, prefixes ...string) []label {
	var out []label
	for _, p := range prefixes {
		out = append(out, label{prefix: p, act: act})
	}
	return out
}

// labels are all known labels. The words are OFAC's feature types and document
// types, as they stand in the lists of 2018 to 2025.
var labels = sorted(slices.Concat(
	[]label{
		{prefix: "DOB", act: actDate, props: prop("birthDate")},
		{prefix: "POB", act: actPlace, props: prop("birthPlace")},
		{prefix: "nationality", act: actCountry, props: prop("nationality", "jurisdiction", "country")},
		{prefix: "Nationality of Registration", act: actCountry, props: prop("jurisdiction", "country")},
		{prefix: "citizen", act: actCountry, props: prop("citizenship", "country")},
		{prefix: "Gender", act: actText, props: prop("gender")},
		{prefix: "ethnicity", act: actText, props: prop("ethnicity")},
		{prefix: "Title", act: actText, props: prop("position")},
		{prefix: "Position", act: actText, props: prop("position")},
		{prefix: "Individual's height is", act: actText, props: prop("height")},
		{prefix: "HAMAS -", act: actText, props: prop("political")},
		{prefix: "Occupation", act: actText, props: prop("position")},

		{prefix: "a.k.a.", act: actAlias, props: prop("weakAlias")},
		{prefix: "f.k.a.", act: actAlias, props: prop("weakAlias")},
		{prefix: "n.k.a.", act: actAlias, props: prop("weakAlias")},
		{prefix: "d.b.a.", act: actAlias, props: prop("weakAlias")},

		{prefix: "Linked To:", act: actLink},
		{prefix: "Digital Currency Address -", act: actWallet},

		{prefix: "Email Address", act: actText, props: prop("email")},
		{prefix: "EMAIL", act: actText, props: prop("email")},
		{prefix: "Website", act: actText, props: prop("website")},
		{prefix: "Phone Number", act: actPhone, props: prop("phone")},
		{prefix: "Phone No.", act: actPhone, props: prop("phone")},
		{prefix: "Phone", act: actPhone, props: prop("phone")},
		{prefix: "Telephone", act: actPhone, props: prop("phone")},
		{prefix: "Fax", act: actPhone, props: prop("phone")},
		{prefix: "SWIFT/BIC", act: actNumber, props: prop("swiftBic")},
		{prefix: "BIK (RU)", act: actNumber, props: prop("bikCode"), company: true},
		{prefix: "ISIN", act: actNumber, props: prop("isinCode"), company: true},
		{prefix: "Equity Ticker", act: actNumber, props: prop("ticker"), company: true},
		{prefix: "MICEX Code", act: actNumber, props: prop("ticker"), company: true},

		{prefix: "Organization Established Date", act: actDate, props: prop("incorporationDate")},
		{prefix: "Organization Type:", act: actText, props: prop("sector")},
		{prefix: "Target Type", act: actText, props: prop("classification")},

		{prefix: "Vessel Registration Identification", act: actID, props: prop("registrationNumber")},
		{prefix: "Vessel Registration Identification IMO", act: actID, props: prop("imoNumber")},
		{prefix: "Vessel Registration Number", act: actID, props: prop("registrationNumber")},
		{prefix: "Company Number IMO", act: actID, props: prop("imoNumber"), company: true},
		{prefix: "Identification Number IMO", act: actID, props: prop("imoNumber")},
		{prefix: "International Maritime Organization No.", act: actID, props: prop("imoNumber")},
		{prefix: "MMSI", act: actID, props: prop("mmsi")},
		{prefix: "Other Vessel Call Sign", act: actID, props: prop("callSign")},
		{prefix: "Vessel Call Sign", act: actID, props: prop("callSign")},
		{prefix: "Vessel Type", act: actText, props: prop("type")},
		{prefix: "Other Vessel Type", act: actText, props: prop("pastTypes")},
		{prefix: "Vessel Flag", act: actCountry, props: prop("flag")},
		{prefix: "Other Vessel Flag", act: actCountry, props: prop("pastFlags")},
		{prefix: "Former Vessel Flag", act: actCountry, props: prop("pastFlags")},
		{prefix: "Vessel Year of Build", act: actDate, props: prop("buildDate")},
		{prefix: "Vessel Gross Tonnage", act: actText, props: prop("tonnage")},
		{prefix: "Vessel Gross Registered Tonnage", act: actText, props: prop("grossRegisteredTonnage")},

		{prefix: "Aircraft Model", act: actText, props: prop("model")},
		{prefix: "Aircraft Operator", act: actOperator, props: prop("operator")},
		{prefix: "Aircraft Manufacture Date", act: actDate, props: prop("buildDate")},
		{prefix: "Aircraft Manufacturer's Serial Number (MSN)", act: actID, props: prop("serialNumber")},
		{prefix: "Aircraft Construction Number (also called L/N or S/N or F/N)", act: actID, props: prop("serialNumber")},
		{prefix: "Aircraft Serial Identification", act: actID, props: prop("serialNumber")},
		{prefix: "Aircraft Tail Number", act: actID, props: prop("registrationNumber")},
		{prefix: "Previous Aircraft Tail Number", act: actID, props: prop("registrationNumber")},
		{prefix: "Aircraft Mode S Transponder Code", act: actID, props: prop("icaoCode")},

		{prefix: "Listing Date", act: actSanction, props: prop("listingDate")},
		{prefix: "Effective Date", act: actSanction, props: prop("startDate")},
	},

	ids(docPassport, prop("passportNumber"), "Passport", "Diplomatic Passport", "Stateless Person Passport",
		"British National Overseas Passport", "U.S.A. Passport", "Travel Document Number", "Official Passport", "Service Passport"),

	ids(docOther, prop("socialSecurityNumber"), "SSN"),
	ids(docOther, prop("idNumber"), "National ID No.", "National ID", "Cedula No.", "Cedula de Ciudadania", "Identification Number",
		"Personal ID Card", "Personal ID", "D.N.I.", "C.U.R.P.", "C.U.I.P.", "C.U.I.", "I.F.E.", "Credencial electoral", "Electoral Registry No.",
		"Citizen's Card Number", "Numero de Identidad", "LE Number", "Residency Number", "Kenyan ID No.", "Bosnian Personal ID No.",
		"Turkish Identification Number", "Turkish Identificiation Number", "Stateless Person ID Card", "CNP (Personal Numerical Code)",
		"UAE Identification", "National Foreign ID Number", "Birth Certificate Number", "Driver's License No.", "Moroccan Personal ID No.",
		"Cartilla de Servicio Militar Nacional", "VisaNumberID", "Immigration No.", "Seafarer's Identification Document",
		"Tarjeta Profesional", "Tarjeta de Identidad", "Serial No.", "N.I.E.", "Refugee ID Card",
		"Permanent Resident Card", "Romanian Permanent Resident", "Pilot License Number", "Military Registration Number", "Tazkira National ID Card", "Pilgrim Passport", "Professional Registration Number",
		"Afghan ID No.", "Phillipine ID No.", "Philippine ID No.", "Malaysian ID No.", "Jamaican ID No.", "Italian ID No.", "Photo ID No.", "Consular ID",
		"Naturalization No.", "Alien Registration", "A.C.N.", "Numero Unico de Identificacao"),
	ids("", prop("taxNumber"), "Tax ID No.", "NIT", "RUC", "RIF", "R.F.C.", "RFC", "RSIN", "C.U.I.T.", "C.U.I.L.", "Italian Fiscal Code",
		"Italian Fiscal Code:", "Fiscal Code", "US FEIN", "RTN", "C.I.F.", "Economic Register Number (CBLS)", "C.N.P.J.", "Paraguayan tax identification number",
		"UK Tax ID", "Romanian Tax Registration", "Stock Exchange Ticker", "Nuit", "Numero Unico de Identificacao Tributaria (NUIT)"),
	ids("", prop("vatCode"), "V.A.T. Number", "VAT Number", "V.A.T."),
	ids("", prop("leiCode"), "Legal Entity Number"),
	ids("", prop("dunsCode"), "D-U-N-S Number"),
	ids("", prop("registrationNumber"), "Registration ID", "Registration Number", "Business Registration Document #",
		"Business Registration Document", "Business Registration Number", "Commercial Registry Number", "C.R. No.", "Romanian C.R.", "Matricula Mercantil No",
		"Matricula Mercantil No.", "Folio Mercantil No.", "Certificate of Incorporation Number", "Chamber of Commerce Number",
		"Dubai Chamber of Commerce Membership No.", "Istanbul Chamber of Comm. No.", "Enterprise Number", "Branch Unit Number",
		"Business Number", "Public Registration Number", "Registered Charity No.", "Unified Social Credit Code (USCC)",
		"United Social Credit Code Certificate (USCCC)", "File Number", "Central Registration System Number", "Government Gazette Number",
		"Company ID", "Entity Number", "Organization Code", "Trademark number", "Pvt. Ltd. Registration", "UK Company Number", "Register Number",
		"Economic Registry Number", "Public Security and Immigration No.", "Bosnian Registration"),
	ids("", prop("licenseNumber", "registrationNumber"), "Trade License No.", "License", "Tourism License No.", "SRE Permit No.", "MSB Registration Number",
		"Afghan Money Service Provider License Number", "Business License", "Insurance License"),
	[]label{{prefix: "Company Number", act: actID, props: prop("registrationNumber"), company: true}},

	notes(actProvision, "Additional Sanctions Information", "Secondary sanctions risk", "Transactions Prohibited For",
		"Executive Order", "CAATSA Section", "IFCA Determination", "U.S. Persons Must Continue to Block",
		"United States financial institutions are", "Subject to Directive", "IFSR Determination", "Section 1245", "PEESA Information",
		"EO 13846 Information", "EO 13902 Information", "EO 14024 Directive", "Russian Sectoral Sanctions", "Correspondent Account",
		"The following transactions", "Purchase/Sales For Divestment Date", "CAPTA Status"),
	notes(actNote, "For more information", "Issuer Name", "Chinese Commercial Code", "UN/LOCODE", "TELEX", "TGMS",
		"PFLP", "DFLP", "all offices worldwide", "all branches", "all locations", "and all other", "and other locations", "Also operations in", "Operations in", "Only locations in", "Possibly Located in", "Organization:", "Associated with", "Assocated with", "passport place of issue",
		"ICTY indictee", "arrested", "currently incarcerated", "currently in", "In custody", "Wanted by", "Believed to be",
		"named in UNSCR", "Tribe:", "Subtribe:", "Driver's License is issued by", "Holder of a", "founded by", "This designation refers",
		"Interpol:", "From:", "From", "Serving", "Currency:", "Albu Kamal Branch",
		"son of", "daughter of", "wife of", "husband of", "brother of", "sister of", "half-brother of", "daughter-in-law of",
		"son-in-law of", "sister-in-law of", "brother-in-law of", "Spouse of", "Child of", "mother of", "father of", "nephew of", "cousin of"),
))

// sorted orders labels so that the longest comes first, which decides between
// "Passport" and "Passport issued".
func sorted(ls []label) []label {
	slices.SortStableFunc(ls, func(a, b label) int { return len(b.prefix) - len(a.prefix) })
	return ls
}

// findLabel returns the label with which a clause begins, what follows it, and
// whether it is marked as an alternative to another ("alt. DOB 1950"). Case
// does not matter. ok is false for free text.
func findLabel(text string) (l *label, value string, ok bool) {
	for _, alt := range []string{"alt. ", "alternate "} {
		if len(text) > len(alt) && strings.EqualFold(text[:len(alt)], alt) {
			text = strings.TrimSpace(text[len(alt):])
			break
		}
	}
	for i := range labels {
		l := &labels[i]
		n := len(l.prefix)
		if len(text) < n || !strings.EqualFold(text[:n], l.prefix) {
			continue
		}
		rest := text[n:]
		if rest != "" && isWordByte(rest[0]) && isWordByte(l.prefix[n-1]) {
			continue // "Fax" is not the beginning of "Faxian"
		}
		return l, strings.TrimLeft(rest, " :,"), true
	}
	return nil, text, false
}

func isWordByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c >= 0x80
}
