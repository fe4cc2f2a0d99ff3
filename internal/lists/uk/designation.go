package uk

import (
	"errors"
	"strings"

	"deciban/internal/entity"
	"deciban/internal/lists/ofac"
	"deciban/internal/lists/source"
)

// full joins the parts of a name; Name 6 is the surname, or the whole name.
func (n *listName) full(person bool) string {
	given := source.OneLine(strings.Join(n.parts[:5], " "))
	if person {
		return strings.TrimSpace(given + " " + n.parts[5])
	}
	return strings.TrimSpace(n.parts[5] + " " + given)
}

// schema is that of an entry: of a type in words, or, in the older table with a
// column for each, of what it has.
func (d *designation) schema() (string, error) {
	switch kind := strings.ToLower(d.first("Designation Type").text); kind {
	case "individual":
		return "Person", nil
	case "ship":
		return "Vessel", nil
	case "entity":
		for _, n := range d.names {
			if source.IsCompanyName(n.full(false)) {
				return "Company", nil
			}
		}
		return "Organization", nil
	}
	return "", errors.New("the type of the entry is none of Individual, Entity, Ship")
}

func (d *designation) entry(b *source.Builder) (e *entity.Entity, later func(map[string]*entity.Entity), err error) {
	schema, err := d.schema()
	if err != nil {
		return nil, nil, err
	}
	person := schema == "Person"
	e = b.NewEntity("gb-fcdo-"+d.id.text, schema)
	e.Target = true
	if err := b.Entry(e); err != nil {
		return nil, nil, err
	}
	primary := -1
	for i, n := range d.names {
		if strings.EqualFold(n.kind, "Primary Name") {
			primary = i
			break
		}
	}
	if primary < 0 {
		if len(d.names) == 0 {
			return nil, nil, errors.New("the entry has no name")
		}
		primary = 0
	}
	add := func(i int, prop string) {
		n := d.names[i]
		b.AddName(e, n.full(person), source.NameAs{Prop: prop}, n.at)
		if given := source.OneLine(strings.Join(n.parts[:5], " ")); prop == "name" && person && given != "" && n.parts[5] != "" {
			b.SetText(e, "firstName", given, "", "", n.at)
			b.SetText(e, "lastName", n.parts[5], "", "", n.at)
		}
	}
	add(primary, "name")
	for i, n := range d.names {
		prop := "alias"
		switch kind := strings.ToLower(n.kind); {
		case i == primary:
			continue
		case strings.Contains(strings.ToLower(n.strength), "low"), strings.Contains(strings.ToLower(n.strength), "weak"):
			prop = "weakAlias"
		case strings.Contains(kind, "previous"), strings.Contains(kind, "former"), kind == "fka":
			prop = "previousName"
		}
		add(i, prop)
	}
	for _, o := range d.others {
		lang, _ := entity.LanguageCode(o.lang.text)
		if o.lang.text == "" {
			lang = ""
		}
		b.AddName(e, o.parts[5], source.NameAs{Prop: "alias", Lang: lang}, o.at)
	}
	s := b.AddSanction(e, authorityFCDO, "gb", d.id.at)
	b.SetText(s, "authorityId", d.id.text, "", "", d.id.at)
	d.details(b, e, s)
	for _, p := range d.papers {
		paper, ok := source.DocumentText(p.number, p.passport)
		if !ok {
			b.NotUnderstood(e, source.OneLine("document: "+p.number+" "+p.note), p.at)
			continue
		}
		if more, ok := source.DocumentText("x1 "+p.note, p.passport); ok {
			paper.Issued, paper.Expires = more.Issued, more.Expires
			if paper.Country == "" {
				paper.Country = more.Country
			}
		}
		paper.Notes = append(paper.Notes, p.note)
		b.AddDocument(e, paper, p.at)
	}
	for _, x := range d.births {
		if person {
			b.SetBirthPlaces(e, x[0].text, x[1].text, x[0].at)
		}
	}
	for _, a := range d.addresses {
		b.AddAddress(e, a.Address, a.at)
	}
	for _, v := range d.rest {
		b.NotUnderstood(e, v.text, v.at)
	}
	return e, func(byName map[string]*entity.Entity) { d.links(b, e, byName) }, nil
}

// properties are the columns whose values become those of a property, or a note
// where the entry cannot have it.
var properties = []struct{ column, prop string }{
	{"Title", "title"}, {"Position", "position"}, {"Gender", "gender"}, {"Type of entity", "legalForm"}, {"Phone number", "phone"}, {"Website", "website"},
	{"Email address", "email"}, {"Business registration number (s)", "registrationNumber"}, {"IMO number", "imoNumber"}, {"Type of ship", "type"},
	{"Tonnage of ship", "grossRegisteredTonnage"}, {"Year Built", "buildDate"}, {"Hull identification number (HIN)", "registrationNumber"}, {"Length of ship", ""},
	{"Other Information", "notes"},
}

func (d *designation) details(b *source.Builder, e, s *entity.Entity) {
	person := e.Schema.Name == "Person"
	for _, p := range properties {
		for _, v := range d.fields[p.column] {
			for _, t := range source.Enumerated(v.text) {
				switch {
				case p.prop == "notes":
					b.Note(e, v.text, v.at)
				case p.prop == "" || e.Schema.Property(p.prop) == nil:
					b.Note(e, p.column+": "+t, v.at)
				default:
					b.Set(e, p.prop, t, v.text, v.at)
				}
				if p.prop == "notes" {
					break
				}
			}
		}
	}
	for _, v := range d.fields["D.O.B"] {
		if person {
			b.SetDates(e, "birthDate", v.text, v.at)
		} else {
			b.NotUnderstood(e, "D.O.B: "+v.text, v.at)
		}
	}
	countries := func(column, prop string) {
		for _, v := range d.fields[column] {
			if e.Schema.Property(prop) == nil {
				b.Note(e, column+": "+v.text, v.at)
				continue
			}
			b.SetCountries(e, prop, v.text, v.at)
		}
	}
	countries("Nationality(/ies)", "nationality")
	countries("Current believed flag of ship", "flag")
	countries("Previous flags", "pastFlags")
	for _, v := range d.fields["Regime Name"] {
		b.AddProgram(e, s, v.text, v.at)
	}
	for _, f := range [...]struct{ column, prop string }{
		{"UN Reference Number", "unscId"}, {"OFSI Group ID", "recordId"}, {"Sanctions Imposed", "provisions"}, {"UK Statement of Reasons", "reason"}, {"Designation source", "summary"},
	} {
		for _, v := range d.fields[f.column] {
			parts := []string{v.text}
			if f.prop == "provisions" {
				parts = strings.Split(v.text, "|")
			}
			for _, t := range parts {
				b.SetText(s, f.prop, t, "", "", v.at)
			}
		}
	}
	for _, f := range [...][2]string{{"Date Designated", "listingDate"}, {"Last Updated", "modifiedAt"}} {
		for _, v := range d.fields[f[0]] {
			b.Set(s, f[1], v.text, "", v.at)
		}
	}
}

// links makes links of the names of parents, subsidiaries and owners that are
// entries themselves, and keeps the others as notes.
func (d *designation) links(b *source.Builder, e *entity.Entity, byName map[string]*entity.Entity) {
	for _, f := range [...]struct {
		column, kind string
		reversed     bool
	}{
		{"Parent company", "Owned by", false}, {"Subsidiaries", "Owned by", true}, {"Current owner/operator (s)", "owner or operator", false}, {"Previous owner/operator (s)", "owner or operator", false},
	} {
		for _, v := range d.fields[f.column] {
			for _, name := range source.Enumerated(v.text) {
				to := byName[strings.ToUpper(name)]
				if to == nil || to == e {
					b.Note(e, f.column+": "+name, v.at)
					continue
				}
				from := e
				if f.reversed {
					from, to = to, from
				}
				ofac.Relate(b, from, to, f.kind, f.column, strings.HasPrefix(f.column, "Previous"), v.at)
			}
		}
	}
}
