// Package ca reads Canada's Consolidated Canadian Autonomous Sanctions List from its XML.
//
// The list has no stable numbers: items are counted anew within a schedule, so
// that an entry's id is made of its country and name. Dates of birth are what a
// spreadsheet has made of them, and aliases stand in one field, separated by
// whatever the writer took, with the language before some ("Arabic: …").
package ca

import (
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"regexp"
	"strconv"
	"strings"

	"deciban/internal/entity"
	"deciban/internal/lists/source"
	"deciban/internal/lists/xlsx"
)

// Dataset is the list's name in the OpenSanctions ecosystem.
const Dataset = "ca_dfatd_sema_sanctions"

const authority = "Global Affairs Canada"

// Format is the reader.
var Format = source.Format{
	Name:     "ca-sema-xml",
	Title:    "Consolidated Canadian Autonomous Sanctions List, XML",
	MaxBytes: 128 << 20,
	Claim: func(files []*source.File) []source.Claim {
		var claims []source.Claim
		for _, f := range files {
			if root, _ := f.XMLRoot(); root == "data-set" && strings.Contains(f.Text(), "<Schedule>") {
				claims = append(claims, source.Claim{Dataset: Dataset, Files: []*source.File{f}})
			}
		}
		return claims
	},
	Read: read,
}

type reader struct {
	b    *source.Builder
	file string
	ids  map[string]int
}

func read(in *source.Input, b *source.Builder) error {
	f := in.Files[0]
	s, err := in.Open(f)
	if err != nil {
		return err
	}
	x, err := source.NewElements(s, f.Name)
	if err != nil {
		return err
	}
	b.Describe(Dataset, "Consolidated Canadian Autonomous Sanctions List", authority, "")
	r := &reader{b, f.Name, map[string]int{}}
	for {
		n, err := x.Next("record")
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if err := r.record(n); err != nil {
			return &source.Error{File: f.Name, Line: n.Line, Path: "record", Err: err}
		}
	}
}

func (r *reader) at(n *source.Node, field string) entity.Place {
	for _, k := range n.All(field) {
		return entity.Place{File: r.file, Line: k.Line, Path: k.Path}
	}
	return entity.Place{File: r.file, Line: n.Line}
}

func take(n *source.Node, fields ...string) (value, field string) {
	for _, f := range fields {
		if v := n.Take(f); v != "" {
			return v, f
		}
	}
	return "", fields[0]
}

// id makes an id of what is least likely to change. Entries of the same name
// are told apart by the order in which they stand.
func (r *reader) id(country, name string) string {
	h := fnv.New64a()
	io.WriteString(h, strings.ToUpper(country)+"\x00"+strings.ToUpper(name))
	id := fmt.Sprintf("ca-sema-%016x", h.Sum64())
	if r.ids[id]++; r.ids[id] > 1 {
		return fmt.Sprintf("%s-%d", id, r.ids[id])
	}
	return id
}

// alsoKnown is an alias within a name: "Dux JSC (also known as Duks)".
var alsoKnown = regexp.MustCompile(`(?i)\s*\((?:also known as|a\.?k\.?a\.?|aka) ([^()]*)\)`)

func (r *reader) record(n *source.Node) error {
	b := r.b
	country := n.Take("Country")
	last, given := n.Take("LastName"), n.Take("GivenName")
	organisation, field := take(n, "Entity", "EntityOrShip")
	imo := n.Take("ShipIMONumber")
	title, titleField := take(n, "Title", "TitleOrShip")
	schema, name, nameField := "Person", strings.TrimSpace(given+" "+last), "LastName"
	if organisation != "" {
		schema, name, nameField = "Organization", organisation, field
		switch {
		case imo != "":
			schema = "Vessel"
		case source.IsCompanyName(alsoKnown.ReplaceAllString(organisation, "")):
			schema = "Company"
		}
		if last+given != "" {
			return errors.New("has the name of a person and that of an organisation")
		}
	}
	if name == "" {
		return errors.New("the entry has no name")
	}
	e := b.NewEntity(r.id(country, name), schema)
	e.Target = true
	if err := b.Entry(e); err != nil {
		return err
	}
	at := r.at(n, nameField)
	var within []string
	bare := alsoKnown.ReplaceAllStringFunc(name, func(m string) string {
		within = append(within, alsoKnown.FindStringSubmatch(m)[1])
		return ""
	})
	b.AddName(e, bare, source.NameAs{Prop: "name", Written: name}, at)
	if schema == "Person" && last != "" && given != "" {
		b.SetText(e, "firstName", given, "", "", r.at(n, "GivenName"))
		b.SetText(e, "lastName", last, "", "", r.at(n, "LastName"))
	}
	for _, a := range within {
		r.aliases(e, a, name, at)
	}
	for _, k := range n.All("Aliases") {
		r.aliases(e, k.Value(), k.Value(), r.at(n, "Aliases"))
	}
	if title != "" {
		switch schema {
		case "Person": // "General/général"
			english, _, _ := strings.Cut(title, "/")
			b.Set(e, "title", english, title, r.at(n, titleField))
		case "Vessel":
			b.Set(e, "type", title, "", r.at(n, titleField))
		default:
			b.NotUnderstood(e, title, r.at(n, titleField))
		}
	}
	if imo != "" && e.Schema.Property("imoNumber") != nil {
		b.Set(e, "imoNumber", imo, "", r.at(n, "ShipIMONumber"))
	}
	s := b.AddSanction(e, authority, "ca", r.at(n, "Country"))
	english, _, _ := strings.Cut(country, " / ")
	if strings.Contains(english, "Regulations") {
		english = country
	}
	b.AddProgram(e, s, english, r.at(n, "Country"))
	listed := n.Take("DateOfListing")
	if listed != "" {
		b.Set(s, "listingDate", listed, "", r.at(n, "DateOfListing"))
	}
	place := strings.TrimSpace("schedule " + n.Take("Schedule"))
	b.SetText(s, "recordId", place+", item "+n.Take("Item"), "", "", r.at(n, "Item"))
	born, bornField := take(n, "DateOfBirth", "DateOfBirthOrShipBuildDate")
	if born != "" {
		r.date(e, born, listed, r.at(n, bornField))
	}
	for _, k := range n.Untaken() {
		b.NotUnderstood(e, k.Path+": "+k.Value(), entity.Place{File: r.file, Line: k.Line, Path: k.Path})
	}
	return nil
}

var (
	bornIn    = regexp.MustCompile(`(?i)^born (?:in|on) (?:the )?`)
	serial    = regexp.MustCompile(`^[0-9]{5}$`)
	shortYear = regexp.MustCompile(`^((?:[0-9]{1,2}-)?[A-Z][a-z]{2})-([0-9]{2})$`)
)

// date sets a date of birth, or the year in which a ship was built.
func (r *reader) date(e *entity.Entity, text, listed string, at entity.Place) {
	prop := "birthDate"
	if e.Schema.Name == "Vessel" {
		prop = "buildDate"
	}
	if e.Schema.Property(prop) == nil {
		r.b.NotUnderstood(e, text, at)
		return
	}
	value := bornIn.ReplaceAllString(text, "")
	if serial.MatchString(value) {
		if day, ok := xlsx.Day(value, false); ok {
			value = day
		}
	}
	if m := shortYear.FindStringSubmatch(value); m != nil {
		value = strings.ReplaceAll(m[1], "-", " ") + " " + fullYear(m[2], listed)
	}
	r.b.Set(e, prop, value, text, at)
}

// fullYear completes a year of two digits: the last such year at least ten
// years before the listing, since no child is listed, or before 2020.
func fullYear(two, listed string) string {
	limit := 2020
	if len(listed) >= 4 {
		if y, err := strconv.Atoi(listed[:4]); err == nil {
			limit = y
		}
	}
	y, _ := strconv.Atoi(two)
	for y += 1900; y+100 <= limit-10; y += 100 {
	}
	return strconv.Itoa(y)
}

var (
	languageLabel = regexp.MustCompile(`^([A-Z][a-z]+)\s*:\s*`)
	// separators stand between aliases; a comma does too, but not always.
	separators = regexp.MustCompile(`\s*(?:;|\n| / |(?:^|\s)(?:or|OR)\s|(?:^|\s)and\s|\s/|/\s)\s*`)
	// beforeLabel is where a language begins without a separator.
	beforeLabel = regexp.MustCompile(`\s(Arabic|Russian|Ukrainian|Belarusian|Belarussian|Persian|Burmese|Chinese)\s*:`)
)

// aliases takes the aliases of a field apart.
func (r *reader) aliases(e *entity.Entity, text, written string, at entity.Place) {
	person := e.Schema.Name == "Person"
	text = beforeLabel.ReplaceAllString(text, "; $1:")
	lang := ""
	for _, part := range splitAliases(text, person) {
		part = strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(part, "also known as "), "also "))
		if m := languageLabel.FindStringSubmatch(part); m != nil {
			if code, ok := entity.LanguageCode(strings.Replace(m[1], "Belarussian", "Belarusian", 1)); ok {
				lang, part = code, part[len(m[0]):]
			}
		} else {
			lang = ""
		}
		prop := "alias"
		if person && len(strings.Fields(part)) == 1 { // another spelling of the surname alone
			prop = "weakAlias"
		}
		r.b.AddName(e, part, source.NameAs{Prop: prop, Others: prop, Lang: lang, Written: written}, at)
	}
}

// splitAliases splits at separators, and at commas but for those before a legal
// form, which the Russian names of companies have at their end. The word "and"
// separates only people's names.
func splitAliases(text string, person bool) []string {
	var out []string
	from := 0
	for _, m := range separators.FindAllStringIndex(text, -1) {
		if strings.TrimSpace(text[m[0]:m[1]]) == "and" && !person {
			continue
		}
		out = append(out, text[from:m[0]])
		from = m[1]
	}
	out = append(out, text[from:])
	var names []string
	for _, part := range out {
		for piece := range strings.SplitSeq(part, ",") {
			piece = strings.TrimSpace(piece)
			switch {
			case piece == "":
			case len(names) > 0 && !person && isForm(piece):
				names[len(names)-1] += ", " + piece
			default:
				names = append(names, piece)
			}
		}
	}
	return names
}

// forms are legal forms and the like that follow a comma.
var forms = map[string]bool{"ООО": true, "АО": true, "ОАО": true, "ЗАО": true, "ПАО": true, "САО": true, "НКО": true, "ФГУП": true, "АНО": true,
	"OOO": true, "AO": true, "OAO": true, "ZAO": true, "PAO": true, "FSUE": true, "АО \"НИИ\"Аргон\"": true}

func isForm(s string) bool {
	bare := strings.Trim(s, ".\" ")
	return forms[bare] || source.IsCompanyName("x "+bare) && len(strings.Fields(bare)) <= 2 || strings.HasPrefix(s, "Некоммерческое")
}
