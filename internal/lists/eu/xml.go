package eu

import (
	"io"
	"strings"

	"deciban/internal/entity"
	"deciban/internal/lists/source"
)

// XML is the reader of both XML formats.
var XML = source.Format{
	Name:     "eu-xml",
	Title:    "EU consolidated list of financial sanctions, XML 1.1 and the older global.xml",
	MaxBytes: 512 << 20,
	Claim: func(files []*source.File) []source.Claim {
		var claims []source.Claim
		for _, f := range files {
			root, space := f.XMLRoot()
			if root == "WHOLE" || root == "export" && (strings.Contains(space, "fsd/export") || strings.Contains(f.Text(), "<sanctionEntity")) {
				claims = append(claims, source.Claim{Dataset: Dataset, Files: []*source.File{f}})
			}
		}
		return claims
	},
	Read: readXML,
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
	record, made := xml11, x.RootAttr("generationDate")
	if x.Root() == "WHOLE" {
		record, made = xml10, x.RootAttr("Date")
	}
	made, _, _ = strings.Cut(made, "T")
	if d, err := entity.ParseLooseDate(made); err == nil && len(d) == 1 {
		b.Describe(Dataset, title, authority, d[0].String())
	} else {
		b.Describe(Dataset, title, authority, "")
		b.Remark("the date of the list, %q, is no date", made)
	}
	for {
		n, err := x.Next("sanctionEntity", "ENTITY")
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		r := record(n, f.Name)
		if r.id == "" {
			return &source.Error{File: f.Name, Line: n.Line, Path: n.Name, Err: errNoID}
		}
		if err := entry(b, r); err != nil {
			return &source.Error{File: f.Name, Line: n.Line, Path: n.Name, Value: r.id, Err: err}
		}
	}
}

func place(file string, n *source.Node) entity.Place {
	return entity.Place{File: file, Line: n.Line, Path: n.Path}
}

// xml10 reads an ENTITY of global.xml.
func xml10(n *source.Node, file string) *record {
	at := func(n *source.Node) entity.Place { return place(file, n) }
	r := &record{id: n.TakeAttr("Id"), person: n.TakeAttr("Type") == "P", at: at(n)}
	r.regulations = append(r.regulations, regulation{n.TakeAttr("legal_basis"), n.TakeAttr("reg_date"), n.TakeAttr("pdf_link"), n.TakeAttr("programme"), at(n)})
	if t := remarkText(n.TakeAttr("remark")); t != "" {
		r.remarks = append(r.remarks, text{t, at(n)})
	}
	for _, k := range n.Kids {
		for _, a := range []string{"Id", "Entity_id", "legal_basis", "reg_date", "pdf_link", "programme"} {
			k.TakeAttr(a) // of the part: the entry's own say which act lists it
		}
		switch k.Name {
		case "NAME":
			r.names = append(r.names, name{last: k.Take("LASTNAME"), first: k.Take("FIRSTNAME"), middle: k.Take("MIDDLENAME"), whole: k.Take("WHOLENAME"),
				gender: k.Take("GENDER"), title: k.Take("TITLE"), function: k.Take("FUNCTION"), language: k.Take("LANGUAGE"), at: at(k)})
		case "BIRTH":
			r.births = append(r.births, birth{date: k.Take("DATE"), place: k.Take("PLACE"), country: k.Take("COUNTRY"), at: at(k)})
		case "PASSPORT":
			r.papers = append(r.papers, oldPaper(k.Take("NUMBER"), k.Take("COUNTRY"), at(k)))
		case "CITIZEN":
			if c := k.Take("COUNTRY"); c != "" {
				r.citizenships = append(r.citizenships, text{country(c), at(k)})
			}
		case "ADDRESS":
			a := address{Address: source.Address{Street: joined(k.Take("NUMBER"), k.Take("STREET")), City: k.Take("CITY"), PostalCode: k.Take("ZIPCODE"), Country: countryText(k.Take("COUNTRY"))}, at: at(k)}
			oldOther(&a, k.Take("OTHER"))
			r.addresses = append(r.addresses, a)
		}
	}
	r.rest(n, file)
	return r
}

func joined(parts ...string) string { return source.OneLine(strings.Join(parts, " ")) }

// remarkText takes the parentheses from "(UNSC RESOLUTION 1483)".
func remarkText(s string) string {
	s = source.OneLine(s)
	if len(s) > 2 && s[0] == '(' && source.ClosingParenthesis(s, 0) == len(s)-1 {
		return strings.TrimSpace(s[1 : len(s)-1])
	}
	return s
}

// xml11 reads a sanctionEntity of the export format.
func xml11(n *source.Node, file string) *record {
	at := func(n *source.Node) entity.Place { return place(file, n) }
	r := &record{id: n.TakeAttr("logicalId"), reference: n.TakeAttr("euReferenceNumber"), unID: n.TakeAttr("unitedNationId"), at: at(n)}
	if v := n.TakeAttr("designationDate"); v != "" {
		r.listed = text{v, at(n)}
	}
	if v := n.TakeAttr("designationDetails"); v != "" {
		r.remarks = append(r.remarks, text{v, at(n)})
	}
	for _, k := range n.Kids {
		for _, a := range []string{"logicalId", "regulationLanguage"} {
			k.TakeAttr(a)
		}
		for _, g := range k.All("regulationSummary") { // which act added the part
			for _, a := range []string{"regulationType", "publicationDate", "numberTitle", "publicationUrl"} {
				g.TakeAttr(a)
			}
		}
		switch k.Name {
		case "remark":
			if t := k.Value(); t != "" {
				r.remarks = append(r.remarks, text{t, at(k)})
			}
		case "subjectType":
			r.person = strings.EqualFold(k.TakeAttr("code"), "person") || k.TakeAttr("classificationCode") == "P"
			k.TakeAttr("code")
			k.TakeAttr("classificationCode")
		case "regulation":
			g := regulation{title: k.TakeAttr("numberTitle"), date: k.TakeAttr("entryIntoForceDate"), url: k.Take("publicationUrl"), programme: k.TakeAttr("programme"), at: at(k)}
			if g.date == "" {
				g.date = k.TakeAttr("publicationDate")
			}
			for _, a := range []string{"publicationDate", "regulationType", "organisationType"} {
				k.TakeAttr(a)
			}
			r.regulations = append(r.regulations, g)
		case "nameAlias":
			nm := name{last: k.TakeAttr("lastName"), first: k.TakeAttr("firstName"), middle: k.TakeAttr("middleName"), whole: k.TakeAttr("wholeName"),
				gender: k.TakeAttr("gender"), title: k.TakeAttr("title"), function: k.TakeAttr("function"), language: k.TakeAttr("nameLanguage"),
				weak: k.TakeAttr("strong") == "false", remark: remarks(k), at: at(k)}
			r.names = append(r.names, nm)
		case "citizenship":
			r.citizenships = append(r.citizenships, text{countryAttr(k), at(k)})
			r.note(k, "citizenship", k.TakeAttr("region"), remarks(k), at(k))
		case "birthdate":
			r.births = append(r.births, birth11(k, at(k)))
		case "identification":
			r.papers = append(r.papers, paper11(k, at(k)))
		case "address":
			a := address{Address: source.Address{Street: k.TakeAttr("street"), City: k.TakeAttr("city"), PostalCode: k.TakeAttr("zipCode"), POBox: k.TakeAttr("poBox"),
				State: k.TakeAttr("region"), Country: countryText(countryAttr(k)), Remarks: remarks(k)}, at: at(k)}
			if p := k.TakeAttr("place"); p != "" && p != a.City {
				a.Street = strings.Trim(a.Street+", "+p, ", ")
			}
			if k.TakeAttr("asAtListingTime") == "true" {
				a.Remarks = strings.Trim(a.Remarks+"; at the time of listing", "; ")
			}
			for _, c := range k.All("contactInfo") {
				a.contacts = append(a.contacts, contact{c.TakeAttr("key"), c.TakeAttr("value")})
			}
			r.addresses = append(r.addresses, a)
		}
	}
	r.rest(n, file)
	return r
}

func (r *record) note(k *source.Node, label, region, remark string, at entity.Place) {
	for _, t := range []string{region, remark} {
		if t != "" {
			r.remarks = append(r.remarks, text{label + ": " + t, at})
		}
	}
}

// countryAttr returns the country of a part: the code, or the name where the
// code says nothing.
func countryAttr(k *source.Node) string {
	code, name := k.TakeAttr("countryIso2Code"), k.TakeAttr("countryDescription")
	if code == "" || code == "00" {
		if strings.EqualFold(name, "unknown") {
			return ""
		}
		return name
	}
	return code
}

func remarks(k *source.Node) string {
	var parts []string
	for _, m := range k.All("remark") {
		if t := m.Value(); t != "" {
			parts = append(parts, t)
		}
	}
	return strings.Join(parts, "; ")
}

func birth11(k *source.Node, at entity.Place) birth {
	x := birth{circa: k.TakeAttr("circa") == "true", calendar: k.TakeAttr("calendarType"), place: k.TakeAttr("place"), city: k.TakeAttr("city"),
		region: k.TakeAttr("region"), zip: k.TakeAttr("zipCode"), country: countryAttr(k), remark: remarks(k), at: at}
	x.date = birthText(k.TakeAttr("birthdate"), k.TakeAttr("dayOfMonth"), k.TakeAttr("monthOfYear"), k.TakeAttr("year"), k.TakeAttr("yearRangeFrom"), k.TakeAttr("yearRangeTo"))
	return x
}

// birthText makes one text of the fields of a date of birth, the most telling
// of them: a day, a range of years, a month, a year.
func birthText(date, day, month, year, from, to string) string {
	date, _, _ = strings.Cut(date, "T")
	none := func(s string) bool { return strings.Trim(s, "0 ") == "" }
	switch {
	case date != "":
		return date
	case !none(from) && !none(to):
		return from + "/" + to
	case !none(from) || !none(to):
		return strings.TrimSpace(from + to)
	case none(year):
		return ""
	case !none(day) && !none(month):
		return day + "/" + month + "/" + year
	case !none(month):
		if len(month) == 1 {
			month = "0" + month
		}
		return year + "-" + month
	}
	return year
}

func paper11(k *source.Node, at entity.Place) paper {
	p := paper{number: k.TakeAttr("number"), kind: k.TakeAttr("identificationTypeDescription"), country: countryAttr(k), issued: k.TakeAttr("issuedDate"),
		expires: k.TakeAttr("validTo"), at: at}
	code := k.TakeAttr("identificationTypeCode")
	if p.kind == "" {
		p.kind = code
	} else if code == "passport" && !strings.Contains(strings.ToLower(p.kind), "passport") {
		p.kind = "passport: " + p.kind
	}
	latin := k.TakeAttr("latinNumber")
	if p.number == "" {
		p.number = latin
	}
	if p.issued == "" {
		p.issued = k.TakeAttr("validFrom")
	}
	k.TakeAttr("validFrom")
	for _, f := range [...][2]string{{"diplomatic", "diplomatic"}, {"knownExpired", "known to be expired"}, {"knownFalse", "known to be false"},
		{"reportedLost", "reported lost"}, {"revokedByIssuer", "revoked by the issuer"}} {
		if k.TakeAttr(f[0]) == "true" {
			p.notes = append(p.notes, f[1])
		}
	}
	for _, f := range [...][2]string{{"issuedBy", "issued by "}, {"nameOnDocument", "name on the document: "}, {"region", "region: "}} {
		if v := k.TakeAttr(f[0]); v != "" {
			p.notes = append(p.notes, f[1]+v)
		}
	}
	if t := remarks(k); t != "" {
		p.notes = append(p.notes, t)
	}
	return p
}

// rest keeps what no part has asked for.
func (r *record) rest(n *source.Node, file string) {
	for _, k := range n.Untaken() {
		r.others = append(r.others, text{k.Path + ": " + k.Value(), place(file, k)})
	}
	for _, a := range n.UntakenAttrs() {
		r.others = append(r.others, text{a.Path + ": " + a.Value, entity.Place{File: file, Line: a.Line, Path: a.Path}})
	}
}
