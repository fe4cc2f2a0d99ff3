package uk

import (
	"errors"
	"io"
	"maps"
	"slices"
	"strings"

	"deciban/internal/entity"
	"deciban/internal/lists/source"
)

// DatasetFCDO is the UK Sanctions List's name in the OpenSanctions ecosystem.
const DatasetFCDO = "gb_fcdo_sanctions"

const authorityFCDO = "UK Foreign, Commonwealth & Development Office"

// XML and CSV are the readers of the UK Sanctions List, the only list of the
// United Kingdom since 28 January 2026. In the XML an entry is one element; in
// the CSV it is as many rows as it has names, addresses and the like, with one
// number (Unique ID). Both become the same designation, and so the same entity.
var (
	XML = source.Format{
		Name:     "uk-fcdo-xml",
		Title:    "UK Sanctions List, XML",
		MaxBytes: 512 << 20,
		Claim: func(files []*source.File) []source.Claim {
			var claims []source.Claim
			for _, f := range files {
				if root, _ := f.XMLRoot(); root == "Designations" {
					claims = append(claims, source.Claim{Dataset: DatasetFCDO, Files: []*source.File{f}})
				}
			}
			return claims
		},
		Read: readXML,
	}
	CSV = source.Format{
		Name:     "uk-fcdo-csv",
		Title:    "UK Sanctions List, CSV",
		MaxBytes: 512 << 20,
		Claim: func(files []*source.File) []source.Claim {
			var claims []source.Claim
			for _, f := range files {
				for _, row := range source.HeadRows(f, ',', 3) {
					if source.HasColumns(row, listColumns...) {
						claims = append(claims, source.Claim{Dataset: DatasetFCDO, Files: []*source.File{f}})
					}
				}
			}
			return claims
		},
		Read: readCSV,
	}
)

var listColumns = []string{"Unique ID", "Name 6", "Name type", "Regime Name", "OFSI Group ID"}

// value is a text with its place.
type value struct {
	text string
	at   entity.Place
}

// designation is an entry as both files give it. Fields are named as the CSV's
// columns; each holds its different values in the order of the file.
type designation struct {
	id        value
	names     []listName
	others    []listName // in another script
	addresses []listAddress
	papers    []listPaper
	births    [][2]value
	fields    map[string][]value
	rest      []value
}

type listName struct {
	parts          [6]string // Name 1 to Name 5, Name 6
	kind, strength string
	lang           value
	at             entity.Place
}

type listAddress struct {
	source.Address
	at entity.Place
}

type listPaper struct {
	passport     bool
	number, note string
	at           entity.Place
}

func (d *designation) add(field string, v value) {
	if v.text == "" {
		return
	}
	if d.fields == nil {
		d.fields = map[string][]value{}
	}
	for _, have := range d.fields[field] {
		if have.text == v.text {
			return
		}
	}
	d.fields[field] = append(d.fields[field], v)
}

func (d *designation) first(field string) value {
	if v := d.fields[field]; len(v) > 0 {
		return v[0]
	}
	return value{at: d.id.at}
}

// reportDate finds a date in a line such as "Report Date: 28-Jan-2026".
func reportDate(text string) string {
	_, after, ok := strings.Cut(text, ":")
	if !ok {
		after = text
	}
	after, _, _ = strings.Cut(strings.TrimSpace(after), "T")
	if d, err := entity.ParseLooseDate(after); err == nil && len(d) == 1 {
		return d[0].String()
	}
	return ""
}

const titleFCDO = "UK Sanctions List"

func readCSV(in *source.Input, b *source.Builder) error {
	f := in.Files[0]
	s, err := in.Open(f)
	if err != nil {
		return err
	}
	c, before, err := source.Header(source.NewRows(s, f.Name, ','), f.Name, listColumns...)
	if err != nil {
		return err
	}
	published := ""
	for _, row := range before {
		if d := reportDate(strings.Join(row, "")); d != "" {
			published = d
		}
	}
	b.Describe(DatasetFCDO, titleFCDO, authorityFCDO, published)
	var order []*designation
	byID := map[string]*designation{}
	for {
		r, err := c.Next(b.Decode)
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		id := r.Get("Unique ID")
		if id == "" {
			return r.Error("Unique ID", "", errNoID)
		}
		d := byID[id]
		if d == nil {
			d = &designation{id: value{id, r.At("Unique ID")}}
			byID[id] = d
			order = append(order, d)
		}
		d.row(r)
	}
	return entries(b, f.Name, order)
}

var errNoID = errors.New("the entry has no number")

func entries(b *source.Builder, file string, all []*designation) error {
	links := []func(byName map[string]*entity.Entity){}
	byName := map[string]*entity.Entity{}
	for _, d := range all {
		e, later, err := d.entry(b)
		if err != nil {
			return &source.Error{File: file, Line: d.id.at.Line, Path: d.id.at.Path, Value: d.id.text, Err: err}
		}
		links = append(links, later)
		for _, n := range e.Values("name") {
			key := strings.ToUpper(n)
			if have, ok := byName[key]; ok && have != e {
				e = nil
			}
			byName[key] = e
		}
	}
	for _, l := range links {
		l(byName)
	}
	return nil
}

// plain are the columns that hold values of the whole entry, by the name of the
// XML's element for the value.
var plain = map[string]string{
	"LastUpdated": "Last Updated", "DateDesignated": "Date Designated", "OFSIGroupID": "OFSI Group ID", "UNReferenceNumber": "UN Reference Number",
	"RegimeName": "Regime Name", "IndividualEntityShip": "Designation Type", "DesignationSource": "Designation source", "SanctionsImposed": "Sanctions Imposed",
	"OtherInformation": "Other Information", "UKStatementofReasons": "UK Statement of Reasons", "PhoneNumber": "Phone number", "Website": "Website",
	"EmailAddress": "Email address", "DOB": "D.O.B", "Nationality": "Nationality(/ies)", "Position": "Position", "Gender": "Gender",
	"TypeOfEntity": "Type of entity", "Subsidiary": "Subsidiaries", "ParentCompany": "Parent company", "BusinessRegistrationNumber": "Business registration number (s)",
	"IMONumber": "IMO number", "CurrentOwnerOperator": "Current owner/operator (s)", "PreviousOwnerOperator": "Previous owner/operator (s)",
	"CurrentBelievedFlagOfShip": "Current believed flag of ship", "PreviousFlag": "Previous flags", "TypeOfShip": "Type of ship", "TonnageOfShip": "Tonnage of ship",
	"LengthOfShip": "Length of ship", "YearBuilt": "Year Built", "HullIdentificationNumber": "Hull identification number (HIN)", "Title": "Title",
}

var plainColumns = slices.Sorted(maps.Values(plain))

// row adds what a row says that the rows before it did not.
func (d *designation) row(r source.Record) {
	n := listName{kind: r.Get("Name type"), strength: r.Get("Alias strength"), at: r.At("Name 6")}
	for i, c := range []string{"Name 1", "Name 2", "Name 3", "Name 4", "Name 5", "Name 6"} {
		n.parts[i] = r.Get(c)
	}
	d.name(n)
	other := listName{parts: [6]string{5: r.Get("Name non-latin script")}, lang: value{text: r.Get("Non-latin script language")}, at: r.At("Name non-latin script")}
	r.Get("Non-latin script type")
	if other.parts[5] != "" {
		d.otherName(other)
	}
	for _, c := range plainColumns {
		d.add(c, value{r.Get(c), r.At(c)})
	}
	a := listAddress{Address: source.Address{Street: strings.Join(cells(r, "Address Line 1", "Address Line 2", "Address Line 3", "Address Line 4", "Address Line 5"), ", "),
		City: r.Get("Address Line 6"), PostalCode: r.Get("Address Postal Code"), Country: r.Get("Address Country")}, at: r.At("Address Line 1")}
	d.address(a)
	d.paper(listPaper{true, r.Get("Passport number"), r.Get("Passport additional information"), r.At("Passport number")})
	d.paper(listPaper{false, r.Get("National Identifier number"), r.Get("National Identifier additional information"), r.At("National Identifier number")})
	d.birth(value{r.Get("Town of birth"), r.At("Town of birth")}, value{r.Get("Country of birth"), r.At("Country of birth")})
	for _, l := range r.Left() {
		v := value{l.Path + ": " + l.Value, r.At(l.Path)}
		known := false
		for _, have := range d.rest {
			known = known || have.text == v.text
		}
		if !known {
			d.rest = append(d.rest, v)
		}
	}
}

func (d *designation) name(n listName) {
	for _, have := range d.names {
		if have.parts == n.parts && have.kind == n.kind {
			return
		}
	}
	if n.parts != [6]string{} {
		d.names = append(d.names, n)
	}
}

func (d *designation) otherName(n listName) {
	for _, have := range d.others {
		if have.parts == n.parts {
			return
		}
	}
	d.others = append(d.others, n)
}

func (d *designation) address(a listAddress) {
	for _, have := range d.addresses {
		if have.Address == a.Address {
			return
		}
	}
	if len(a.Parts()) > 0 {
		d.addresses = append(d.addresses, a)
	}
}

func (d *designation) paper(p listPaper) {
	for _, have := range d.papers {
		if have.number == p.number && have.note == p.note && have.passport == p.passport {
			return
		}
	}
	if p.number+p.note != "" {
		d.papers = append(d.papers, p)
	}
}

func (d *designation) birth(town, country value) {
	for _, have := range d.births {
		if have[0].text == town.text && have[1].text == country.text {
			return
		}
	}
	if town.text+country.text != "" {
		d.births = append(d.births, [2]value{town, country})
	}
}

func readXML(in *source.Input, b *source.Builder) error {
	f := in.Files[0]
	s, err := in.Open(f)
	if err != nil {
		return err
	}
	x, err := source.NewElements(s, f.Name)
	if err != nil {
		return err
	}
	var all []*designation
	published := ""
	for {
		n, err := x.Next("DateGenerated", "Designation")
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		if n.Name == "DateGenerated" {
			published = reportDate(n.Value())
			continue
		}
		d := xmlDesignation(n, f.Name)
		if d.id.text == "" {
			return &source.Error{File: f.Name, Line: n.Line, Path: "Designation/UniqueID", Err: errNoID}
		}
		all = append(all, d)
	}
	b.Describe(DatasetFCDO, titleFCDO, authorityFCDO, published)
	return entries(b, f.Name, all)
}

func xmlDesignation(n *source.Node, file string) *designation {
	at := func(k *source.Node) entity.Place { return entity.Place{File: file, Line: k.Line, Path: k.Path} }
	d := &designation{id: value{n.Take("UniqueID"), at(n)}}
	var walk func(k *source.Node)
	walk = func(k *source.Node) {
		switch k.Name {
		case "Name":
			nm := listName{kind: k.Take("NameType"), strength: k.Take("AliasStrength"), at: at(k)}
			for i, f := range []string{"Name1", "Name2", "Name3", "Name4", "Name5", "Name6"} {
				nm.parts[i] = k.Take(f)
			}
			d.name(nm)
			return
		case "NonLatinName":
			o := listName{parts: [6]string{5: k.Take("NameNonLatinScript")}, lang: value{text: k.Take("NonLatinScriptLanguage")}, at: at(k)}
			k.Take("NonLatinScriptType")
			if o.parts[5] != "" {
				d.otherName(o)
			}
			return
		case "Address":
			var street []string
			for _, l := range []string{"AddressLine1", "AddressLine2", "AddressLine3", "AddressLine4", "AddressLine5"} {
				if v := k.Take(l); v != "" {
					street = append(street, v)
				}
			}
			d.address(listAddress{source.Address{Street: strings.Join(street, ", "), City: k.Take("AddressLine6"), PostalCode: k.Take("AddressPostalCode"),
				Country: k.Take("AddressCountry")}, at(k)})
			return
		case "Passport":
			d.paper(listPaper{true, k.Take("PassportNumber"), k.Take("PassportAdditionalInformation"), at(k)})
			return
		case "NationalIdentifier":
			d.paper(listPaper{false, k.Take("NationalIdentifierNumber"), k.Take("NationalIdentifierAdditionalInformation"), at(k)})
			return
		case "Location":
			d.birth(value{k.Take("TownOfBirth"), at(k)}, value{k.Take("CountryOfBirth"), at(k)})
			return
		case "SanctionsImposedIndicators":
			for _, i := range k.Kids { // the same as SanctionsImposed, one by one
				i.Value()
			}
			return
		}
		if c, ok := plain[k.Name]; ok && strings.TrimSpace(k.Text) != "" {
			d.add(c, value{k.Value(), at(k)})
		}
		for _, kid := range k.Kids {
			walk(kid)
		}
	}
	for _, k := range n.Kids {
		walk(k)
	}
	for _, k := range n.Untaken() {
		d.rest = append(d.rest, value{k.Path + ": " + k.Value(), at(k)})
	}
	return d
}
