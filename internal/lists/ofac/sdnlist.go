package ofac

import (
	"errors"
	"io"
	"strconv"
	"strings"
	"time"

	"deciban/internal/entity"
	"deciban/internal/lists/source"
)

// SDNList is the reader of the simpler XML, sdn.xml and consolidated.xml. Its
// elements are those of OFAC's schema (sdn.xsd); the namespace has changed in
// 2024 and says nothing. What stands in fields of their own here is a clause of
// the remarks in the CSV files, so each becomes the same clause and the entry
// the same entity.
var SDNList = source.Format{
	Name:     "ofac-xml",
	Title:    "OFAC SDN and consolidated lists, XML (sdnList)",
	MaxBytes: 1 << 30,
	Claim: func(files []*source.File) []source.Claim {
		var claims []source.Claim
		for _, f := range files {
			if root, _ := f.XMLRoot(); root == "sdnList" {
				claims = append(claims, source.Claim{Dataset: datasetOfPrograms(programsOf(f.Text())), Files: []*source.File{f}})
			}
		}
		return claims
	},
	Read: readSDNList,
}

// programsOf returns the programmes of the first entries.
func programsOf(head string) []string {
	var out []string
	for {
		_, rest, ok := strings.Cut(head, "<program>")
		if !ok {
			return out
		}
		p, rest, ok := strings.Cut(rest, "</program>")
		if !ok {
			return out
		}
		out = append(out, strings.TrimSpace(p))
		head = rest
	}
}

func datasetOfPrograms(programs []string) string {
	n := 0
	for _, p := range programs {
		if isConsolidated(p) {
			n++
		}
	}
	if n*10 > len(programs) {
		return DatasetCons
	}
	return DatasetSDN
}

func titleOf(dataset string) string {
	if dataset == DatasetCons {
		return "OFAC Consolidated (non-SDN) Sanctions Lists"
	}
	return "OFAC Specially Designated Nationals and Blocked Persons List"
}

// Authority is the publisher of OFAC's lists.
const Authority = "US Office of Foreign Assets Control"

// usDate reads a date that is written as 03/28/2025, or returns "".
func usDate(text string) string {
	t, err := time.Parse("01/02/2006", text)
	if err != nil {
		return ""
	}
	return t.Format(time.DateOnly)
}

type xmlReader struct {
	*reader
	file string
}

func readSDNList(in *source.Input, b *source.Builder) error {
	f := in.Files[0]
	s, err := in.Open(f)
	if err != nil {
		return err
	}
	x, err := source.NewElements(s, f.Name)
	if err != nil {
		return err
	}
	dataset := datasetOfPrograms(programsOf(f.Text()))
	if in.Dataset != "" {
		dataset = in.Dataset
	}
	b.Describe(dataset, titleOf(dataset), Authority, "")
	r := xmlReader{newReader(b), f.Name}
	count := ""
	for {
		n, err := x.Next("publshInformation", "publishInformation", "sdnEntry")
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		if n.Name != "sdnEntry" {
			count = n.Take("Record_Count")
			b.Describe("", "", "", usDate(n.Take("Publish_Date")))
			continue
		}
		if err := r.entry(n); err != nil {
			return &source.Error{File: f.Name, Line: n.Line, Path: "sdnEntry", Value: n.Take("uid"), Err: err}
		}
	}
	if count != "" && count != strconv.Itoa(b.Entries()) {
		b.Remark("the list says that it has %s entries, but holds %d", count, b.Entries())
	}
	r.resolve()
	return nil
}

func (r *xmlReader) at(n *source.Node) entity.Place {
	return entity.Place{File: r.file, Line: n.Line, Path: n.Path}
}

// each calls f for the items of a list element.
func each(n *source.Node, list, item string, f func(*source.Node)) {
	for _, l := range n.All(list) {
		for _, k := range l.All(item) {
			f(k)
		}
	}
}

// listed is a name as OFAC's tables have it, "SURNAME, Given".
func listed(last, first string) string {
	if last == "" || first == "" {
		return last + first
	}
	return last + ", " + first
}

// sdnType is the type of an entry as the CSV files write it.
func sdnType(text string) (string, error) {
	switch t := strings.ToLower(text); t {
	case "individual", "vessel", "aircraft":
		return t, nil
	case "entity", "":
		return "", nil
	}
	return "", errors.New("the type " + text + " is not known")
}

// idClause is a document, or what else has a type and a text, as a clause of
// remarks.
func idClause(kind, number, country, issued, expires string) string {
	c := strings.TrimSpace(kind + " " + number)
	if country != "" {
		c += " (" + country + ")"
	}
	if issued != "" {
		c += " issued " + issued
	}
	if expires != "" {
		c += " expires " + expires
	}
	return c
}

func (r *xmlReader) entry(n *source.Node) error {
	b := r.b
	uid := n.Take("uid")
	if uid == "" {
		return errors.New("the entry has no number")
	}
	kind, err := sdnType(n.Take("sdnType"))
	if err != nil {
		return err
	}
	name := listed(n.Take("lastName"), n.Take("firstName"))
	if name == "" {
		return errors.New("the entry has no name")
	}
	var clauses []clause
	add := func(text string, at entity.Place) {
		if text = source.OneLine(text); text != "" {
			clauses = append(clauses, clause{text: text, at: at})
		}
	}
	item := func(list, item, field, label string) {
		each(n, list, item, func(k *source.Node) {
			k.Take("uid")
			k.Take("mainEntry")
			if v := k.Take(field); v != "" {
				add(label+" "+v, r.at(k))
			}
		})
	}
	item("dateOfBirthList", "dateOfBirthItem", "dateOfBirth", "DOB")
	item("placeOfBirthList", "placeOfBirthItem", "placeOfBirth", "POB")
	item("nationalityList", "nationality", "country", "nationality")
	item("citizenshipList", "citizenship", "country", "citizen")
	each(n, "idList", "id", func(k *source.Node) {
		k.Take("uid")
		at := r.at(k)
		kind, number := k.Take("idType"), k.Take("idNumber")
		text := idClause(kind, number, k.Take("idCountry"), k.Take("issueDate"), k.Take("expirationDate"))
		if l, _, ok := findLabel(text); ok && l.act == actProvision {
			for _, c := range splitRemarks(text + ".") { // "…; U.S. Persons Must Continue to Block …"
				add(c.text, at)
			}
			return
		}
		add(text, at)
	})
	for _, k := range n.All("remarks") {
		for _, c := range splitRemarks(k.Value()) {
			r.remark(c.text, r.at(k), add)
		}
	}

	e := b.NewEntity("ofac-"+uid, schemaOf(kind, name, clauses))
	e.Target = true
	if err := b.Entry(e); err != nil {
		return err
	}
	r.name(e, "name", name, r.at(n))
	know(r.names, name, e)
	each(n, "akaList", "aka", func(k *source.Node) {
		k.Take("uid")
		name := listed(k.Take("lastName"), k.Take("firstName"))
		kind, category := k.Take("type"), k.Take("category")
		if name == "" {
			return
		}
		prop := "alias"
		switch {
		case strings.EqualFold(category, "weak"):
			prop = "weakAlias"
		case strings.EqualFold(kind, "f.k.a."):
			prop = "previousName"
		}
		r.name(e, prop, name, r.at(k))
		if prop != "weakAlias" {
			know(r.known, name, e)
		}
	})
	s := r.sanction(e, uid, r.at(n))
	each(n, "programList", "program", func(k *source.Node) { b.AddProgram(e, s, k.Value(), r.at(k)) })
	for t := range strings.SplitSeq(n.Take("title"), ";") {
		r.role(e, strings.TrimSpace(t), r.at(n))
	}
	for _, v := range n.All("vesselInfo") {
		r.vesselInfo(e, v)
	}
	r.clausesOf(e, s, clauses)
	each(n, "addressList", "address", func(a *source.Node) { r.xmlAddress(e, a) })
	for _, k := range n.Untaken() {
		b.NotUnderstood(e, k.Path+": "+k.Value(), r.at(k))
	}
	return nil
}

// remark takes the parentheses from "(Linked To: A; Linked To: B)".
func (r *reader) remark(text string, at entity.Place, add func(string, entity.Place)) {
	if strings.HasPrefix(text, "(Linked To:") && source.ClosingParenthesis(text, 0) == len(text)-1 {
		for _, c := range splitRemarks(text[1:len(text)-1] + ".") {
			add(c.text, at)
		}
		return
	}
	add(text, at)
}

func (r *xmlReader) vesselInfo(e *entity.Entity, v *source.Node) {
	fields := []string{"callSign", "vesselType", "tonnage", "grossRegisteredTonnage", "vesselFlag", "vesselOwner"}
	r.vessel(e, func(i int) (string, entity.Place) {
		name := fields[i-5] // the columns 5 to 10 of the main table
		for _, k := range v.All(name) {
			return k.Value(), r.at(k)
		}
		return "", r.at(v)
	})
}

func (r *xmlReader) xmlAddress(e *entity.Entity, a *source.Node) {
	var street []string
	for _, f := range []string{"address1", "address2", "address3"} {
		if v := a.Take(f); v != "" {
			street = append(street, v)
		}
	}
	r.place(e, addressParts{uid: a.Take("uid"), street: strings.Join(street, ", "), city: a.Take("city"), state: a.Take("stateOrProvince"),
		postal: a.Take("postalCode"), country: a.Take("country")}, r.at(a))
}

// addressParts is an address in the pieces of the XML formats.
type addressParts struct{ uid, street, city, state, postal, country string }

// place adds an address. The CSV files join the city with what follows it, and
// so does the whole text here.
func (r *reader) place(e *entity.Entity, a addressParts, at entity.Place) {
	b := r.b
	city := a.city
	if a.state != "" {
		city = strings.TrimPrefix(city+", "+a.state, ", ")
	}
	city = strings.TrimSpace(city + " " + a.postal)
	code, known := source.CountryCode(strings.TrimPrefix(a.country, "Region: "))
	switch {
	case known:
		b.SetText(e, "country", code, a.country, "", at)
	case a.country == "undetermined" || a.country == "":
	default:
		b.Note(e, "country: "+a.country, at)
		b.Problem(e, at, a.country, "is no country that is known here")
	}
	if a.street == "" && city == "" {
		return
	}
	var parts []string
	for _, p := range []string{a.street, city, a.country} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	full := strings.Join(parts, ", ")
	p := b.PartOf(e, "Address", "address", a.uid)
	b.Set(e, "address", full, "", at)
	b.SetText(p, "full", full, "", "", at)
	for _, f := range [...]struct{ prop, value string }{{"street", a.street}, {"city", a.city}, {"state", a.state}, {"postalCode", a.postal}} {
		if f.value != "" {
			b.SetText(p, f.prop, f.value, "", "", at)
		}
	}
	if known {
		b.SetText(p, "country", code, a.country, "", at)
	}
	b.SetText(e, "addressEntity", p.ID, "", "", at)
}
