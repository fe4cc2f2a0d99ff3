package un

import (
	"errors"
	"regexp"
	"strings"

	"deciban/internal/entity"
	"deciban/internal/lists/source"
)

var errNoReference = errors.New("the record has no reference number")

var nameParts = []string{"FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME"}

// names sets the name, which is all parts in their order, and the name in its
// own script. The first part is a person's given name and the last the
// surname; what the parts between are, the list does not say.
func (r *reader) names(e *entity.Entity, n *source.Node, person bool) {
	b := r.b
	var parts []string
	first, last := "", ""
	for _, p := range nameParts {
		if v := n.Take(p); v != "" {
			parts = append(parts, v)
			if p == "FIRST_NAME" {
				first = p
			} else {
				last = p
			}
		}
	}
	at := r.field(n, "FIRST_NAME")
	written := strings.Join(parts, " ")
	text := written
	if person {
		text = strings.ReplaceAll(text, ",", " ")
	}
	names, rest := source.ListedNames(text, person)
	for i, name := range names {
		prop := nameProp(name, "name")
		if i > 0 && prop == "name" {
			prop = "alias"
		}
		b.SetText(e, prop, name.Text, written, "", at)
	}
	r.noteAll(e, rest, at)
	if person && first != "" && last != "" && len(names) == 1 {
		b.SetText(e, "firstName", n.Take(first), "", "", r.field(n, first))
		b.SetText(e, "lastName", n.Take(last), "", "", r.field(n, last))
	}
	for _, o := range n.All("NAME_ORIGINAL_SCRIPT") {
		v := o.Value()
		names, rest := source.ListedNames(v, person)
		for _, name := range names {
			b.SetText(e, nameProp(name, "name"), name.Text, v, "", r.at(o))
		}
		r.noteAll(e, rest, r.at(o))
	}
}

func nameProp(n source.ListedName, prop string) string {
	switch {
	case n.Weak:
		return "weakAlias"
	case n.Previous:
		return "previousName"
	}
	return prop
}

func (r *reader) noteAll(e *entity.Entity, rest []string, at entity.Place) {
	for _, t := range rest {
		r.b.Note(e, t, at)
	}
}

func (r *reader) aliases(e *entity.Entity, n *source.Node, person bool) {
	b := r.b
	for _, a := range n.All(n.Name + "_ALIAS") {
		quality, text, note := a.Take("QUALITY"), a.Take("ALIAS_NAME"), a.Take("NOTE")
		prop := "alias"
		switch strings.ToLower(quality) {
		case "low":
			prop = "weakAlias"
		case "f.k.a.":
			prop = "previousName"
		case "good", "a.k.a.", "":
		default:
			b.Problem(e, r.field(a, "QUALITY"), quality, "is no quality of an alias that is known here")
		}
		for i, name := range r.aliasNames(e, text, note, prop, person, r.at(a)) {
			p := nameProp(name, prop)
			if prop == "weakAlias" {
				p = prop
			}
			written := text
			if i > 0 && !strings.Contains(source.OneLine(text), name.Text) && note != "" {
				written = note
			}
			value := name.Text
			if person {
				value, _, _ = source.NaturalOrder(value)
			}
			b.SetText(e, p, value, written, "", r.field(a, "ALIAS_NAME"))
		}
		if d := a.Take("DATE_OF_BIRTH"); d != "" {
			b.Set(e, "birthDate", day(d), d+" (as "+text+")", r.field(a, "DATE_OF_BIRTH"))
		}
		r.place(e, a, "CITY_OF_BIRTH", "", "COUNTRY_OF_BIRTH")
	}
}

// aliasNames returns the names in an alias and its note. A note that says what
// the alias is ("previously listed as", "original script: …", transliterations)
// is read; any other is kept with the alias in the notes.
func (r *reader) aliasNames(e *entity.Entity, text, note, prop string, person bool, at entity.Place) []source.ListedName {
	var names []source.ListedName
	var rest []string
	if words := strings.Split(text, ", "); person && len(words) > 2 && !strings.Contains(strings.Join(words, ""), " ") {
		for _, w := range words { // "Abdurezak, Abdelrazaq, Abdulrazak"
			names = append(names, source.ListedName{Text: w})
		}
	} else {
		names, rest = source.ListedNames(text, person)
	}
	r.noteAll(e, rest, at)
	if note == "" {
		return names
	}
	understood := false
	lower := strings.ToLower(note)
	if strings.Contains(lower, "listed as") {
		for i := range names {
			names[i].Previous = true
		}
		understood = len(lower) <= len("previously listed as.")
	}
	for _, label := range []string{"original script: ", "in arabic: "} {
		if i := strings.Index(lower, label); i >= 0 {
			more, _ := source.ListedNames(note[i+len(label):], person)
			for _, m := range more {
				m.Previous = len(names) > 0 && names[0].Previous
				names = append(names, m)
			}
			understood = true
		}
	}
	if more := transliterations(text, note); more != nil {
		names = append(names, more...)
		understood = true
	}
	if !understood || strings.ContainsAny(note, "0123456789") {
		r.b.Note(e, "alias "+text+": "+note, at)
	}
	return names
}

// transliterations returns the names in a note that holds nothing else, as
// "Hajji Malik Noorzai; Hajji Malak Noorzai" does beside an alias in Arabic
// script, and nil for any other note.
func transliterations(text, note string) []source.ListedName {
	body, said := strings.CutSuffix(note, " (transliterations of original script name)")
	if !said {
		if strings.ContainsAny(note, "0123456789:()") || source.IsLatin(text) || !source.IsLatin(note) {
			return nil
		}
	}
	var names []source.ListedName
	for _, t := range strings.FieldsFunc(body, func(r rune) bool { return r == ';' || r == ',' }) {
		if t = strings.TrimSpace(t); len(strings.Fields(t)) > 6 {
			return nil
		}
		names = append(names, source.ListedName{Text: t})
	}
	return names
}

// birthDate reads a date that is EXACT, APPROXIMATELY or BETWEEN two years. A
// note can hold what the fields have no room for, such as a month.
func (r *reader) birthDate(e *entity.Entity, d *source.Node) {
	kind, note := d.Take("TYPE_OF_DATE"), d.Take("NOTE")
	circa := ""
	if strings.EqualFold(kind, "APPROXIMATELY") || strings.EqualFold(note, "approximately") {
		circa = "~"
	}
	at := r.at(d)
	year, date, from, to := d.Take("YEAR"), d.Take("DATE"), d.Take("FROM_YEAR"), d.Take("TO_YEAR")
	written := strings.TrimSpace(strings.ToLower(kind))
	if written == "exact" {
		written = ""
	}
	switch {
	case date != "":
		r.b.Set(e, "birthDate", day(date)+circa, joined(written, date), at)
	case from != "" || to != "":
		if from == "" || to == "" {
			from, to = from+to, from+to
		}
		r.b.Set(e, "birthDate", from+"/"+to+circa, joined(written, from+" and "+to), at)
	case year != "":
		if ds, err := entity.ParseLooseDate(strings.TrimSuffix(note, ".") + " " + year); note != "" && err == nil && len(ds) == 1 {
			r.b.Set(e, "birthDate", ds[0].String(), joined(note, year), at)
			return
		}
		r.b.Set(e, "birthDate", year+circa, joined(written, year), at)
	case note != "":
		if ds, err := entity.ParseLooseDate(note); err == nil {
			for _, x := range ds {
				r.b.Set(e, "birthDate", x.String(), note, at)
			}
			return
		}
		r.b.NotUnderstood(e, "date of birth: "+note, at)
		return
	}
	if note != "" && !strings.EqualFold(note, "approximately") {
		r.b.Note(e, "date of birth: "+note, at)
	}
}

// joined joins two texts with a blank.
func joined(a, b string) string { return strings.TrimSpace(a + " " + b) }

func (r *reader) birthPlace(e *entity.Entity, p *source.Node) {
	r.place(e, p, "CITY", "STATE_PROVINCE", "COUNTRY")
	if note := p.Take("NOTE"); note != "" {
		r.b.Set(e, "birthPlace", note, "", r.field(p, "NOTE"))
	}
	if s := p.Take("STREET"); s != "" {
		r.b.Note(e, "place of birth: "+s, r.field(p, "STREET"))
	}
}

func (r *reader) place(e *entity.Entity, p *source.Node, city, state, country string) {
	var parts []string
	for _, f := range []string{city, state, country} {
		if f == "" {
			continue
		}
		if v := p.Take(f); v != "" {
			parts = append(parts, v)
		}
	}
	if len(parts) == 0 {
		return
	}
	r.b.Set(e, "birthPlace", strings.Join(parts, ", "), "", r.at(p))
	if c := p.Take(country); c != "" {
		r.b.SetCountry(e, "birthCountry", c, r.field(p, country))
	}
}

func (r *reader) address(e *entity.Entity, a *source.Node) {
	b := r.b
	street, city, state, zip, country := a.Take("STREET"), a.Take("CITY"), a.Take("STATE_PROVINCE"), a.Take("ZIP_CODE"), a.Take("COUNTRY")
	note := a.Take("NOTE")
	at := r.at(a)
	if country != "" {
		b.SetCountry(e, "country", country, r.field(a, "COUNTRY"))
	}
	var parts []string
	for _, p := range []string{street, city, state, zip, country} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	switch {
	case len(parts) > 1 || len(parts) == 1 && country == "":
		full := strings.Join(parts, ", ")
		b.Set(e, "address", full, "", at)
		p := b.PartOf(e, "Address", "address", "")
		b.SetText(p, "full", full, "", "", at)
		for _, f := range [...]struct{ prop, value string }{{"street", street}, {"city", city}, {"state", state}, {"postalCode", zip}, {"remarks", note}} {
			if f.value != "" {
				b.SetText(p, f.prop, f.value, "", "", at)
			}
		}
		if code, ok := entity.CountryCode(country); ok {
			b.SetText(p, "country", code, country, "", r.field(a, "COUNTRY"))
		}
		b.SetText(e, "addressEntity", p.ID, "", "", at)
		if note != "" {
			b.Note(e, "address "+full+": "+note, at)
		}
	case note != "" && len(parts) == 0 && strings.Contains(note, ","):
		b.Set(e, "address", note, "", at)
	case note != "":
		b.Note(e, joined("address "+country, ": "+note), at)
	}
}

var (
	expires = regexp.MustCompile(`(?i)\b(?:expir(?:es|ed|ing|y)(?: date)?|expiration date|valid until):?(?: on)? +([0-9]{1,2} [A-Za-z]+\.? [0-9]{4}|[A-Z][a-z]+ [0-9]{1,2}, [0-9]{4})`)
	issued  = regexp.MustCompile(`(?i)\bissued(?: on| in)? +([0-9]{1,2} [A-Za-z]+\.? [0-9]{4}|[A-Z][a-z]+\.? [0-9]{4}|[0-9]{4})\b`)
	// inText finds the number at the end of a text such as "Russian foreign
	// travel passport number 515458008".
	inText = regexp.MustCompile(`(?i)\b(?:number|no\.?|passport|\(tazkira\))[:.]*\s*([0-9A-Z][0-9A-Z/ .-]*[0-9][0-9A-Z/.-]*)`)
)

// document reads a passport or another identity document. Its number can stand
// in a text, and its dates and country in the note.
func (r *reader) document(e *entity.Entity, d *source.Node) {
	b := r.b
	kind, kind2, number := d.Take("TYPE_OF_DOCUMENT"), d.Take("TYPE_OF_DOCUMENT2"), d.Take("NUMBER")
	issuer, issue, note := d.Take("ISSUING_COUNTRY"), d.Take("COUNTRY_OF_ISSUE"), d.Take("NOTE")
	city, date := d.Take("CITY_OF_ISSUE"), d.Take("DATE_OF_ISSUE")
	written := strings.TrimSpace(joined(kind, number))
	for _, t := range []string{kind2, issuer, note} {
		if t != "" && !strings.EqualFold(t, kind) {
			written += " (" + t + ")"
		}
	}
	at := r.at(d)
	countryText := firstOf(issuer, issue)
	words := number
	if number == "" {
		words = joined(kind2, note)
	}
	num, said := documentNumber(words, number != "")
	if countryText == "" {
		countryText = said
	}
	if num == "" {
		if written != "" {
			b.NotUnderstood(e, "document: "+written, at)
		}
		return
	}
	lower := strings.ToLower(kind + " " + kind2 + " " + words)
	schema, prop, part := "Identification", "idNumber", "number"
	if strings.Contains(lower, "passport") || strings.Contains(lower, "pasaporte") || strings.Contains(lower, "passeport") || strings.Contains(lower, "travel document") {
		schema, prop, part = "Passport", "passportNumber", "passportNumber"
		// "national passport" with a national number is a Russian inner passport.
		if strings.Contains(strings.ToLower(kind), "national id") && !strings.Contains(strings.ToLower(words), "passport") {
			schema, prop, part = "Identification", "idNumber", "number"
		}
	}
	if strings.Contains(lower, "fiscal code") {
		prop = "taxNumber"
	}
	b.Set(e, prop, num, written, at)
	p := b.PartOf(e, schema, strings.ToLower(schema), num)
	b.SetText(p, "holder", e.ID, "", "", at)
	b.Set(p, part, num, written, at)
	b.SetText(p, "type", firstOf(kind2, kind), "", "", at)
	if code, ok := entity.CountryCode(countryText); ok {
		b.SetText(p, "country", code, countryText, "", at)
	} else if countryText != "" {
		b.Note(p, "issuing country: "+countryText, at)
		b.Problem(e, at, countryText, "is no country that is known here")
	}
	if city != "" {
		b.Note(p, "issued in "+city, at)
	}
	if date != "" {
		b.Set(p, "startDate", day(date), date, r.field(d, "DATE_OF_ISSUE"))
	}
	if note != "" {
		b.Note(p, note, at)
		r.noteDate(p, "endDate", expires, note, at)
		if date == "" {
			r.noteDate(p, "startDate", issued, note, at)
		}
	}
}

// noteDate sets a date that a note tells in words, where it is one.
func (r *reader) noteDate(p *entity.Entity, prop string, re *regexp.Regexp, note string, at entity.Place) {
	m := re.FindStringSubmatch(note)
	if m == nil {
		return
	}
	if ds, err := entity.ParseLooseDate(m[1]); err == nil && len(ds) == 1 {
		r.b.Set(p, prop, ds[0].String(), m[0], at)
	}
}

// documentNumber takes the number from its text and returns the country that
// the text names, as in "Jordan 654781". all says that the text is meant to be
// the number, so that it is one even without a label.
func documentNumber(text string, all bool) (number, country string) {
	text = strings.TrimSpace(text)
	if text == "" {
		return "", ""
	}
	words := strings.Fields(text)
	for i := min(3, len(words)-1); i > 0; i-- {
		name := strings.Join(words[:i], " ")
		if _, ok := entity.CountryCode(name); ok && len(name) > 3 {
			country = name
			break
		}
	}
	if m := inText.FindStringSubmatch(text); m != nil {
		return strings.TrimSpace(m[1]), country
	}
	if country != "" {
		text = strings.TrimSpace(text[len(country):])
	}
	if !strings.ContainsAny(text, "0123456789") {
		return "", country
	}
	if all {
		return text, country
	}
	if m := bareNumber.FindString(text); m != "" {
		return m, country
	}
	return "", country
}

// bareNumber is a number that begins a text or follows a colon, as in
// "Italian Fiscal Code: DAOMMD74T11Z352Z".
var bareNumber = regexp.MustCompile(`\b[0-9A-Z]{0,4}[0-9][0-9A-Z/-]{4,}\b|\b[A-Z]{6}[0-9]{2}[A-Z][0-9]{2}[A-Z][0-9]{3}[A-Z]\b`)

func firstOf(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}
