package ofac

import (
	"regexp"
	"strings"
	"unicode"

	"deciban/internal/entity"
	"deciban/internal/lists/source"
)

// outcome is what became of a clause.
type outcome int

const (
	parsed   outcome = iota // it became statements
	kept                    // it is understood, and kept as a note
	unparsed                // it is not understood, and kept as a note
)

// schemaOf returns the schema of an entry by OFAC's type. An entry of no type
// is an organisation, and a company where that is certain.
func schemaOf(kind, name string, clauses []clause) string {
	switch kind {
	case "individual":
		return "Person"
	case "vessel":
		return "Vessel"
	case "aircraft":
		return "Airplane"
	}
	if source.IsCompanyName(name) {
		return "Company"
	}
	for _, c := range clauses {
		if l, value, ok := findLabel(c.text); ok && (l.company || l.prefix == "Target Type" && strings.HasSuffix(value, " Company")) {
			return "Company"
		}
	}
	return "Organization"
}

// clause reads one clause of e's remarks; s is e's sanction.
func (r *reader) clause(e, s *entity.Entity, c clause) outcome {
	if c.cut { // half a number is a wrong number
		r.b.NotUnderstood(e, c.text, c.at)
		return unparsed
	}
	l, value, ok := findLabel(c.text)
	if !ok {
		return r.free(e, c)
	}
	var p string
	for _, candidate := range l.props {
		if e.Schema.Property(candidate) != nil {
			p = candidate
			break
		}
	}
	b := r.b
	switch l.act {
	case actNote:
		b.Note(e, c.text, c.at)
		return kept
	case actProvision:
		b.SetText(s, "provisions", strings.TrimPrefix(c.text, "alt. "), c.text, "", c.at)
		return parsed
	case actSanction:
		if d, ok := lastDate(value); ok {
			b.Set(s, l.props[0], d, c.text, c.at)
			return parsed
		}
		b.Note(e, c.text, c.at)
		return kept
	case actLink:
		if value == "" {
			break
		}
		r.linked = append(r.linked, linked{e, linkTo, value, c.text, c.at})
		return parsed
	case actOperator:
		r.linked = append(r.linked, linked{e, linkOperator, value, c.text, c.at})
		return parsed
	case actWallet:
		return r.wallet(e, c, value)
	}
	if p == "" && value != "" { // a property that this kind of entry lacks
		b.Note(e, c.text, c.at)
		return kept
	}
	if value == "" {
		b.NotUnderstood(e, c.text, c.at)
		return unparsed
	}
	switch l.act {
	case actText:
		b.Set(e, p, value, "", c.at)
	case actCountry:
		r.country(e, p, value, c.at)
	case actDate:
		b.Set(e, p, value, value, c.at)
	case actPlace:
		r.birthPlace(e, value, c.at)
	case actAlias:
		return r.weakAlias(e, c, value)
	case actNumber:
		b.Set(e, p, value, c.text, c.at)
	case actPhone:
		b.Set(e, p, phone(value), c.text, c.at)
	case actID:
		return r.identifier(e, l, p, c, value)
	}
	return parsed
}

func (r *reader) birthPlace(e *entity.Entity, value string, at entity.Place) {
	r.b.Set(e, "birthPlace", value, "", at)
	country := value
	for { // "Seoul, Korea, South" ends in a country with a comma
		if code, ok := source.CountryCode(country); ok {
			r.b.SetText(e, "birthCountry", code, value, "", at)
			return
		}
		_, rest, more := strings.Cut(country, ",")
		if !more {
			return
		}
		country = strings.TrimSpace(rest)
	}
}

// weakAlias reads what stands in quotation marks. OFAC keeps the aliases that
// it calls weak in the remarks, former names among them.
func (r *reader) weakAlias(e *entity.Entity, c clause, value string) outcome {
	if len(value) < 2 || value[0] != '\'' {
		r.b.NotUnderstood(e, c.text, c.at)
		return unparsed
	}
	end := strings.LastIndexByte(value, '\'')
	if end == 0 {
		end = len(value)
	}
	name := strings.TrimSpace(value[1:end])
	if name == "" {
		r.b.NotUnderstood(e, c.text, c.at)
		return unparsed
	}
	r.name(e, "weakAlias", name, c.at)
	if rest := strings.Trim(value[min(end+1, len(value)):], " ."); rest != "" {
		r.b.Note(e, c.text, c.at)
	}
	return parsed
}

// wallet reads "XBT 149w62rY42aZBox8fGcmqNsXUzSStKeq8C". The address is an
// entity of its own, held by the entry, and also a number that the entry is
// known by.
func (r *reader) wallet(e *entity.Entity, c clause, value string) outcome {
	currency, address, ok := strings.Cut(value, " ")
	address = strings.TrimSpace(address)
	if !ok || address == "" || strings.ContainsAny(address, " ") {
		r.b.NotUnderstood(e, c.text, c.at)
		return unparsed
	}
	b := r.b
	p := b.PartOf(e, "CryptoWallet", "wallet", address)
	b.Set(p, "publicKey", address, c.text, c.at)
	b.SetText(p, "currencySymbol", currency, "", "", c.at)
	if e.Schema.IsA("LegalEntity") {
		b.SetText(p, "holder", e.ID, "", "", c.at)
	}
	if prop := walletProperty(e.Schema); prop != "" {
		// Not Set: an address is longer than an idNumber can be elsewhere.
		b.SetText(e, prop, address, c.text, "", c.at)
	}
	return parsed
}

// walletProperty is where a party keeps the address of its wallet: FtM has a
// property for it only on the wallet itself.
func walletProperty(s *entity.Schema) string {
	if p := entity.PropertyOfKind(entity.IDCrypto, s); p != "" {
		return p
	}
	if s.Property("idNumber") != nil {
		return "idNumber"
	}
	return ""
}

// identifier reads a number with its country and dates.
func (r *reader) identifier(e *entity.Entity, l *label, p string, c clause, value string) outcome {
	b := r.b
	d := parseDocument(value)
	tail := p == "registrationNumber" && e.Schema.Name == "Airplane"
	if d.number == "" || !tail && !strings.ContainsAny(d.number, "0123456789") { // "NIT # Provisional"
		b.NotUnderstood(e, c.text, c.at)
		return unparsed
	}
	if p == "leiCode" && len(d.number) != 20 { // the Dutch RSIN has the same label
		p = "registrationNumber"
	}
	b.Set(e, p, d.number, c.text, c.at)
	code := ""
	if d.country != "" {
		code, _ = source.CountryCode(d.country)
	}
	r.russian(e, l, d.number, code, c)
	if l.doc == "" || !e.Schema.IsA("LegalEntity") {
		return parsed
	}
	x := b.PartOf(e, l.doc, strings.ToLower(l.doc), d.number)
	b.SetText(x, "holder", e.ID, "", "", c.at)
	number := "number"
	if l.doc == docPassport {
		number = "passportNumber"
	}
	b.Set(x, number, d.number, c.text, c.at)
	b.SetText(x, "type", strings.TrimRight(l.prefix, " :#"), "", "", c.at)
	if code != "" {
		b.SetText(x, "country", code, d.country, "", c.at)
	}
	if d.issued != "" {
		b.Set(x, "startDate", d.issued, "", c.at)
	}
	if d.expires != "" {
		b.Set(x, "endDate", d.expires, "", c.at)
	}
	if d.rest != "" {
		b.Note(x, d.rest, c.at)
	}
	return parsed
}

// russian adds the kinds that Russian numbers certainly are: a tax number that
// checks as an INN, a registration number that checks as an OGRN.
func (r *reader) russian(e *entity.Entity, l *label, number, country string, c clause) {
	if country != "ru" {
		return
	}
	kind := entity.IDKind("")
	switch l.prefix {
	case "Tax ID No.":
		kind = entity.IDINN
	case "Registration Number", "Registration ID", "Public Registration Number":
		kind = entity.IDOGRN
	default:
		return
	}
	id, err := entity.ParseIdentifier(kind, country, number)
	prop := entity.PropertyOfKind(kind, e.Schema)
	if err != nil || prop == "" || len(id.Number) < 10 || kind == entity.IDOGRN && len(id.Number) < 13 {
		return
	}
	r.b.Set(e, prop, number, c.text, c.at)
}

// roles are the words of which one stands in every text that tells what
// somebody is or was, in lower case.
var roles = wordSet(`acting administrator admiral advisor adviser advisory aide agent ambassador appointee assistant associate attorney
 author businessman businessperson chair chairman chairperson chairwoman chef chief colonel commander commanded commanding commissioner
 constituent consul coordinator counselor counsellor deputy dealer dean designer diplomat director doctor editor employee engineer executive
 figure founder former general governor head inspector judge justice leader led lieutenant magistrate major manager mayor marshal member minister minster
 mp officer official ombudsman organizer owner partner politburo police president presidential professor prosecutor rector representative researcher
 scientist secretary senator senior shareholder speaker spokesman spokesperson spokeswoman supervisor treasurer brigadier sheikh captain sergeant soldier recruiter financier facilitator trainer supporter command
 lawmaker parliamentarian legislator procurement trafficker accountant lawyer banker broker trader provost chancellor
 operative hacker developer programmer intermediary oversaw ceo superintendent chemist`)

// titles are the words of address, without a full stop, in lower case.
var titles = wordSet(`haji hajji alhaji mullah maulavi mawlawi maulawi maulana shaykh sheikh sheik ayatollah hojjatoleslam dr doctor eng engineer
 prof professor ustad ustadz qari mufti mr mrs ms sayyid sayed imam father senor hafiz mulawi moulana`)

func wordSet(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

func words(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) })
}

// role adds a title or a position, whichever the text is.
func (r *reader) role(e *entity.Entity, text string, at entity.Place) {
	if text == "" {
		return
	}
	if e.Schema.Name != "Person" {
		r.b.Note(e, text, at)
		return
	}
	prop := "title"
	for _, w := range words(text) {
		if !titles[w] {
			prop = "position"
			break
		}
	}
	// At the end of the remarks a point is the sentence's, or belongs to "Ltd.":
	// the title in its own column says which.
	if !e.Has(prop, text+".") {
		r.b.SetText(e, prop, text, "", "", at)
	}
}

var (
	emailOnly   = regexp.MustCompile(`^([^\s@,]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)(?: \(email\))?\.?$`)
	websiteOnly = regexp.MustCompile(`^((?:https?://|www\.)[^\s,]+)(?: \(website\))?$`)
)

// free reads a clause without a label: what a person is, a contact, or text
// that is not understood.
func (r *reader) free(e *entity.Entity, c clause) outcome {
	if m := emailOnly.FindStringSubmatch(c.text); m != nil && e.Schema.Property("email") != nil {
		r.b.Set(e, "email", m[1], c.text, c.at)
		return parsed
	}
	if m := websiteOnly.FindStringSubmatch(c.text); m != nil && e.Schema.Property("website") != nil {
		r.b.Set(e, "website", m[1], c.text, c.at)
		return parsed
	}
	if e.Schema.Name == "Person" && c.text[0] != '(' {
		for _, w := range words(c.text) {
			if roles[w] || titles[w] {
				r.role(e, c.text, c.at)
				return parsed
			}
		}
	}
	r.b.NotUnderstood(e, c.text, c.at)
	return unparsed
}
