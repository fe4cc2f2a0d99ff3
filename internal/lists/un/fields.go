package un

import (
	"errors"
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
	} else {
		names = append(names, listsInParentheses(note)...)
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
	if rest, ok := strings.CutPrefix(note, "transliterations: "); ok {
		body, _, _ = strings.Cut(rest, ")")
		said = true
	}
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

// listsInParentheses returns the names in parts of a note such as "born in 1971
// (Ibrahim ‘Awad; Ibrahim Awwad)": only names stand in parentheses with
// semicolons between them.
func listsInParentheses(note string) []source.ListedName {
	var names []source.ListedName
	for {
		_, rest, ok := strings.Cut(note, "(")
		if !ok {
			return names
		}
		inside, after, ok := strings.Cut(rest, ")")
		if !ok {
			return names
		}
		if strings.Contains(inside, ";") && !strings.ContainsAny(inside, "0123456789:") {
			for t := range strings.SplitSeq(inside, ";") {
				names = append(names, source.ListedName{Text: strings.TrimSpace(t)})
			}
		}
		note = after
	}
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
		if code, ok := source.CountryCode(country); ok {
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
