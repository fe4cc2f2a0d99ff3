package entity

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// ValueError says which value of which property cannot be used, and why.
type ValueError struct {
	// Prop is the property's name, or "schema" where the schema is wrong.
	Prop string
	// Value is the value as given, shortened if it is long.
	Value string
	Why   string
}

func (e *ValueError) Error() string {
	if e.Value == "" {
		return fmt.Sprintf("%s: %s", e.Prop, e.Why)
	}
	return fmt.Sprintf("%s %q: %s", e.Prop, e.Value, e.Why)
}

func valueError(prop, value, why string) *ValueError {
	const most = 80
	if utf8.RuneCountInString(value) > most {
		value = string([]rune(value)[:most]) + "…"
	}
	return &ValueError{Prop: prop, Value: value, Why: why}
}

// The most characters that a value may have: no name, date or number of a real
// party comes near the one, no remark of a list near the other (FtM's own limit
// for texts).
const (
	maxValue = 2000
	maxText  = 65000
)

// Clean turns one value of property prop into a statement: the property must
// exist in the schema, and the value is cleaned and checked by its type. It is
// an error for the value to say several things; see CleanAll. Errors are of
// type *ValueError.
func Clean(schema *Schema, prop, value string) (Statement, error) {
	ss, err := CleanAll(schema, prop, value)
	if err != nil {
		return Statement{}, err
	}
	if len(ss) > 1 {
		return Statement{}, valueError(prop, value, "says several things; give each as a value of its own")
	}
	return ss[0], nil
}

// CleanAll is Clean for a value that can say several things, as dates ("1958 or
// 1961") and countries ("Iranian and Iraqi") do: it returns a statement for
// each, at least one.
//
// Every value is brought to Unicode's composed form (NFC), trimmed, its white
// space made single spaces, and stripped of invisible marks of direction.
// Control characters, broken UTF-8, more than 2,000 characters (65,000 in a
// text) and a name without any letter or digit are errors. By type:
//
//   - a date becomes what Date.String writes; see ParseLooseDate, and for
//     birthDate ParseBirthDate;
//   - a country becomes its code; see CountryCode;
//   - an identifier is normalised by its kind; see ParseIdentifier. The
//     imoNumber of a Vessel must be a ship's;
//   - gender and language become FtM's codes;
//   - an e-mail address becomes lower case, a phone number digits.
func CleanAll(schema *Schema, prop, value string) ([]Statement, error) {
	p, text, err := prepare(schema, prop, value, true)
	if err != nil {
		return nil, err
	}
	values, remark, why := cleanType(schema, p, text)
	if why != "" {
		return nil, valueError(prop, value, why)
	}
	return statements(prop, value, values, remark), nil
}

// CleanEntry is CleanAll for what a list says: an impossible value is kept as
// written, with a remark that says what is wrong with it, since a list is
// never refused for one value. The error, a *ValueError, is only for a
// property that the schema does not have, for a value with no text at all, and
// for one that is too long.
func CleanEntry(schema *Schema, prop, value string) ([]Statement, error) {
	p, text, err := prepare(schema, prop, value, false)
	if err != nil {
		return nil, err
	}
	values, remark, why := cleanType(schema, p, text)
	if why != "" {
		values, remark = []string{text}, why
	} else if remark == "" && hasForbidden(value) {
		remark = "held control characters or broken UTF-8"
	}
	return statements(prop, strings.ToValidUTF8(value, "\uFFFD"), values, remark), nil
}

func statements(prop, original string, values []string, remark string) []Statement {
	ss := make([]Statement, len(values))
	for i, v := range values {
		ss[i] = Statement{Prop: prop, Value: v, Remark: remark}
		if v != original {
			ss[i].Original = original
		}
	}
	return ss
}

// prepare does what is the same for all types. If strict, characters that have
// no place in a value are errors; else they are dropped.
func prepare(schema *Schema, prop, value string, strict bool) (*Property, string, error) {
	p := schema.Property(prop)
	if p == nil {
		return nil, "", valueError(prop, "", unknownProperty(schema, prop))
	}
	limit := maxValue
	if isText(p.Type) {
		limit = maxText
	}
	if len(value) > limit && utf8.RuneCountInString(value) > limit {
		return nil, "", valueError(prop, value, fmt.Sprintf("is longer than %d characters", limit))
	}
	if strict {
		if !utf8.ValidString(value) {
			return nil, "", valueError(prop, value, "is not valid UTF-8")
		}
		if hasForbidden(value) {
			return nil, "", valueError(prop, value, "has control characters")
		}
	}
	text := Tidy(value)
	if text == "" {
		return nil, "", valueError(prop, value, "is empty")
	}
	return p, text, nil
}

func isText(typ string) bool { return typ == "text" || typ == "html" || typ == "json" }

// Tidy brings text to Unicode's composed form (NFC), makes each run of white
// space one space, trims it, and drops control characters and marks that only
// steer the direction of writing. Joiners stay: Persian and Indic names need
// them. Broken UTF-8 becomes U+FFFD.
func Tidy(text string) string {
	if plainASCII(text) {
		return text
	}
	text = norm.NFC.String(strings.ToValidUTF8(text, "\uFFFD"))
	var b strings.Builder
	b.Grow(len(text))
	space := false
	for _, r := range text {
		switch {
		case unicode.IsSpace(r) || r == '\u200b' || r == '\u2060':
			space = b.Len() > 0
		case unicode.IsControl(r) || steers(r):
		default:
			if space {
				b.WriteByte(' ')
				space = false
			}
			b.WriteRune(r)
		}
	}
	// What stood apart from its mark by a dropped character may compose now.
	return norm.NFC.String(b.String())
}

// plainASCII tells whether Tidy would leave text as it is, for the most common
// case, fast.
func plainASCII(s string) bool {
	for i := range len(s) {
		c := s[i]
		if c < ' ' || c > '~' || c == ' ' && (i == 0 || i == len(s)-1 || s[i-1] == ' ') {
			return false
		}
	}
	return true
}

// steers tells whether r is an invisible character other than a joiner: marks,
// embeddings and overrides of direction, byte order mark, soft hyphen, tags.
func steers(r rune) bool {
	return unicode.Is(unicode.Cf, r) && r != '\u200c' && r != '\u200d'
}

// hasForbidden tells whether s has control characters other than white space,
// or broken UTF-8.
func hasForbidden(s string) bool {
	for i, r := range s {
		if unicode.IsControl(r) && !unicode.IsSpace(r) {
			return true
		}
		if r == utf8.RuneError {
			if _, size := utf8.DecodeRuneInString(s[i:]); size == 1 {
				return true
			}
		}
	}
	return false
}

// cleanType cleans a tidy text by the property's type. It returns at least one
// value, or why there is none.
func cleanType(schema *Schema, p *Property, text string) (values []string, remark, why string) {
	one := func(v string) ([]string, string, string) { return []string{v}, "", "" }
	switch p.Type {
	case "name":
		if !strings.ContainsFunc(text, isLetterOrNumber) {
			return nil, "", "has no letter or digit"
		}
	case "date":
		return cleanDate(p.Name, text)
	case "country":
		if codes := CountryCodes(text); codes != nil {
			return codes, "", ""
		}
		return nil, "", "is no known country, or could be several"
	case "identifier":
		kind, ok := KindIn(schema, p.Name)
		if !ok {
			break
		}
		id, err := ParseIdentifier(kind, "", text)
		var ie *IDError
		switch {
		case errors.As(err, &ie):
			return nil, "", ie.Why
		case kind == IDIMO && schema.IsA("Vessel") && !shipIMO(id.Number):
			return nil, "", "is a company's IMO number and not a ship's"
		}
		return one(id.Number)
	case "gender":
		if g, ok := ParseGender(text); ok {
			return one(g)
		}
		return nil, "", "is none of male, female, other"
	case "language":
		if l, ok := LanguageCode(text); ok {
			return one(l)
		}
		return nil, "", "is no known language"
	case "email":
		return cleanEmail(text)
	case "phone":
		return cleanPhone(text)
	case "entity":
		if strings.ContainsFunc(text, unicode.IsSpace) {
			return nil, "", "is no entity's id: it has spaces"
		}
	}
	return one(text)
}

func isLetterOrNumber(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

func cleanDate(prop, text string) (values []string, remark, why string) {
	var ds []Date
	var err error
	if prop == "birthDate" {
		ds, remark, err = ParseBirthDate(text)
	} else {
		ds, err = ParseLooseDate(text)
	}
	var de *DateError
	if errors.As(err, &de) {
		return nil, "", de.Why
	}
	for _, d := range ds {
		values = append(values, d.String())
	}
	return values, remark, ""
}

// cleanEmail asks for something on both sides of one @, and a dot in the
// domain; more would refuse addresses that work.
func cleanEmail(text string) (values []string, remark, why string) {
	text = strings.TrimPrefix(strings.ToLower(text), "mailto:")
	user, domain, ok := strings.Cut(text, "@")
	inner := strings.Trim(domain, ".")
	if !ok || user == "" || inner != domain || !strings.Contains(domain, ".") ||
		strings.ContainsAny(domain, "@ ,;:") || strings.ContainsAny(user, " ,;") {
		return nil, "", "is no e-mail address"
	}
	return []string{text}, "", ""
}

// cleanPhone keeps the digits, and the plus that marks a number with its
// country: E.164 allows 15 digits. Several numbers may be divided by ";" or ",".
func cleanPhone(text string) (values []string, remark, why string) {
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r == ';' || r == ',' }) {
		part = strings.TrimSpace(foldDigits(norm.NFKC.String(part)))
		part = strings.TrimSpace(strings.TrimPrefix(part, "tel:"))
		digits := strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' {
				return r
			}
			return -1
		}, part)
		if strings.ContainsFunc(part, unicode.IsLetter) || len(digits) < 5 || len(digits) > 15 {
			return nil, "", "is no phone number of 5 to 15 digits"
		}
		switch {
		case strings.HasPrefix(part, "+"), strings.HasPrefix(part, "(+"):
			digits = "+" + digits
		case strings.HasPrefix(digits, "00") && len(digits) > 7:
			digits = "+" + digits[2:]
		}
		if !slices.Contains(values, digits) {
			values = append(values, digits)
		}
	}
	if values == nil {
		return nil, "", "is no phone number of 5 to 15 digits"
	}
	return values, "", ""
}

// unknownProperty says where a property that the schema does not have might
// have been meant: in another schema, or under the nearest name.
func unknownProperty(schema *Schema, prop string) string {
	why := "is no property of " + schema.Name
	for _, s := range model.sorted {
		if s.Matchable && s.Property(prop) != nil && !s.IsA(schema.Name) {
			return fmt.Sprintf("%s (it is one of %s)", why, s.Name)
		}
	}
	for _, s := range model.sorted {
		if s.Property(prop) != nil && s.IsA(schema.Name) {
			return fmt.Sprintf("%s (it is one of %s)", why, s.Name)
		}
	}
	if near := nearest(prop, schema.names); near != "" {
		why += fmt.Sprintf("; the nearest is %s", near)
	}
	return why
}

// nearest returns the candidate that takes the fewest changes of letters to
// become word, regardless of case; the first of several.
func nearest(word string, candidates []string) string {
	word = strings.ToLower(word)
	if alias := propertyAliases[word]; slices.Contains(candidates, alias) {
		return alias
	}
	if len(word) > 60 {
		return ""
	}
	best, least := "", -1
	for _, c := range candidates {
		if d := editDistance(word, strings.ToLower(c)); least < 0 || d < least {
			best, least = c, d
		}
	}
	return best
}

// propertyAliases are words for properties that resemble their names little.
var propertyAliases = map[string]string{
	"dob": "birthDate", "born": "birthDate", "date_of_birth": "birthDate", "dateofbirth": "birthDate",
	"pob": "birthPlace", "sex": "gender", "aka": "alias", "passport": "passportNumber", "imo": "imoNumber",
	"lei": "leiCode", "bic": "swiftBic", "swift": "swiftBic", "inn": "innCode", "ogrn": "ogrnCode",
	"tin": "taxNumber", "wallet": "publicKey", "surname": "lastName", "given_name": "firstName",
}

// editDistance is Levenshtein's distance in bytes.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}

// NewSubject builds a subject from its schema's name and the values of its
// properties as the user gave them. The schema must be a kind of Thing. The
// error joins a *ValueError for the schema, or for each value and property that
// cannot be used and for a subject without a name or identifier, sorted by
// property; errors.As finds the first.
func NewSubject(schema string, props map[string][]string) (*Entity, error) {
	s, ok := SchemaOf(schema)
	switch {
	case !ok:
		return nil, unknownSchema(schema)
	case !s.IsA("Thing"):
		return nil, valueError("schema", schema, "is no kind of party that can be screened")
	}
	e := &Entity{Schema: s}
	var errs []error
	for _, p := range slices.Sorted(maps.Keys(props)) {
		if s.Property(p) == nil {
			errs = append(errs, valueError(p, "", unknownProperty(s, p)))
			continue
		}
		for _, v := range props[p] {
			ss, err := CleanAll(s, p, v)
			if err != nil {
				errs = append(errs, err)
				continue
			}
			for _, st := range ss {
				e.Add(st)
			}
		}
	}
	if len(errs) == 0 && !e.canBeScreened() {
		errs = append(errs, valueError("name", "", "is missing, and there is no identifier either"))
	}
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	return e, nil
}

// canBeScreened tells whether the entity has anything that tells who it is: a
// name or part of one, or an identifier.
func (e *Entity) canBeScreened() bool {
	for _, st := range e.Statements {
		p := e.Schema.Property(st.Prop)
		switch {
		case p.Type == "name", p.Type == "email", p.Type == "phone", p.Type == "url":
			return true
		case st.Prop == "firstName", st.Prop == "lastName":
			return true
		}
		if _, ok := KindIn(e.Schema, st.Prop); ok {
			return true
		}
	}
	return false
}

func unknownSchema(name string) *ValueError {
	names := make([]string, len(model.sorted))
	for i, s := range model.sorted {
		names[i] = s.Name
	}
	why := "is no schema"
	if near := nearest(name, names); near != "" && name != "" {
		why += "; the nearest is " + near
	}
	return valueError("schema", name, why)
}
