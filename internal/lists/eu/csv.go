package eu

import (
	"encoding/csv"
	"io"
	"strings"

	"deciban/internal/entity"
	"deciban/internal/lists/source"
)

// CSV is the reader of the list as a table with semicolons. Each row is one
// part of an entry: a name, an address, a date of birth, a paper, a
// citizenship; the columns of the entry itself stand in each.
var CSV = source.Format{
	Name:     "eu-csv",
	Title:    "EU consolidated list of financial sanctions, CSV with semicolons",
	MaxBytes: 512 << 20,
	Claim: func(files []*source.File) []source.Claim {
		var claims []source.Claim
		for _, f := range files {
			if columnsOf(f) != nil {
				claims = append(claims, source.Claim{Dataset: Dataset, Files: []*source.File{f}})
			}
		}
		return claims
	},
	Read: readCSV,
}

// layout names the columns of one of the two tables.
type layout struct {
	id, reference, unID, subject, remark, made string
	regulation                                 [4]string // title, date, URL, programme
	last, first, middle, whole                 string
	gender, title, function, language          string
	// old says that papers and addresses are written as in XML 1.0.
	old bool
}

var oldLayout = &layout{
	id: "Entity_logical_id", reference: "EU_ref_num", subject: "Subject_type", remark: "Entity_remark", made: "Date_file",
	regulation: [4]string{"Leba_numtitle", "Leba_publication_date", "Leba_url", "Programme"},
	last:       "Naal_lastname", first: "Naal_firstname", middle: "Naal_middlename", whole: "Naal_wholename",
	gender: "Naal_gender", title: "Naal_title", function: "Naal_function", language: "Naal_language", old: true,
}

var newLayout = &layout{
	id: "Entity_LogicalId", reference: "Entity_EU_ReferenceNumber", unID: "Entity_UnitedNationId", subject: "Entity_SubjectType", remark: "Entity_Remark", made: "fileGenerationDate",
	regulation: [4]string{"Entity_Regulation_NumberTitle", "Entity_Regulation_EntryIntoForceDate", "Entity_Regulation_PublicationUrl", "Entity_Regulation_Programme"},
	last:       "NameAlias_LastName", first: "NameAlias_FirstName", middle: "NameAlias_MiddleName", whole: "NameAlias_WholeName",
	gender: "NameAlias_Gender", title: "NameAlias_Title", function: "NameAlias_Function", language: "NameAlias_NameLanguage",
}

// columnsOf returns the layout of a file whose header is the EU's, or nil.
func columnsOf(f *source.File) *layout {
	if f.Shape() != source.ShapeText {
		return nil
	}
	line, _, _ := strings.Cut(f.Text(), "\n")
	header := strings.Split(strings.Trim(line, "\"\t\r "), ";")
	switch {
	case source.HasColumns(header, newLayout.id, newLayout.whole, newLayout.subject):
		return newLayout
	case source.HasColumns(header, oldLayout.id, oldLayout.whole, oldLayout.subject):
		return oldLayout
	}
	return nil
}

// unwrap undoes what a spreadsheet has done to a copy of the table that it did
// not take apart: each row is one quoted cell, with tabs after it. It reads line
// by line, since no cell of such a copy has a line break.
type unwrap struct{ rows *source.Rows }

func (u unwrap) next() ([]string, error) {
	row, err := u.rows.Next()
	if err != nil || len(row) != 1 || !strings.Contains(row[0], ";") {
		return row, err
	}
	r := csv.NewReader(strings.NewReader(strings.TrimRight(row[0], "\t\r ")))
	r.Comma, r.LazyQuotes = ';', true
	inner, err := r.Read()
	if err != nil {
		return nil, u.rows.Error("", row[0], err)
	}
	return inner, nil
}

func readCSV(in *source.Input, b *source.Builder) error {
	f := in.Files[0]
	l := columnsOf(f)
	s, err := in.Open(f)
	if err != nil {
		return err
	}
	rows := source.NewRows(s, f.Name, ';')
	u := unwrap{rows}
	header, err := u.next()
	if err != nil {
		return err
	}
	c := source.NewColumns(rows, f.Name, header)
	made := l.made
	if l.old && strings.HasPrefix(header[0], l.made) { // "Date_filexxxx"
		made = header[0]
	}
	var order []string
	byID := map[string]*record{}
	published := ""
	for {
		row, err := u.next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		r, ok, err := c.Record(row, b.Decode)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		if d, err := entity.ParseLooseDate(r.Get(made)); err == nil && len(d) == 1 && published == "" {
			published = d[0].String()
		}
		id := r.Get(l.id)
		if id == "" {
			return r.Error(l.id, "", errNoID)
		}
		e := byID[id]
		if e == nil {
			e = &record{id: id, reference: r.Get(l.reference), unID: r.Get(l.unID), at: r.At(l.id)}
			e.person = strings.HasPrefix(strings.ToUpper(r.Get(l.subject)), "P")
			byID[id] = e
			order = append(order, id)
		}
		l.row(e, r)
		for _, left := range r.Left() {
			e.others = append(e.others, text{left.Path + ": " + left.Value, r.At(left.Path)})
		}
	}
	b.Describe(Dataset, title, authority, published)
	for _, id := range order {
		r := byID[id]
		if len(r.names) == 0 {
			b.Remark("the entry %s has no name and is not read: is the file cut off?", id)
			continue
		}
		if err := entry(b, r); err != nil {
			return &source.Error{File: f.Name, Line: r.at.Line, Path: l.id, Value: id, Err: err}
		}
	}
	return nil
}

// row adds a row's part to its record. What stands in each row of an entry is
// added once.
func (l *layout) row(e *record, r source.Record) {
	at := r.At
	if g := (regulation{r.Get(l.regulation[0]), r.Get(l.regulation[1]), r.Get(l.regulation[2]), r.Get(l.regulation[3]), at(l.regulation[0])}); g.title+g.programme != "" {
		known := false
		for _, have := range e.regulations {
			known = known || have.title == g.title && have.programme == g.programme
		}
		if !known {
			e.regulations = append(e.regulations, g)
		}
	}
	addOnce(&e.remarks, remarkText(strings.ReplaceAll(r.Get(l.remark), `\n`, " ")), at(l.remark))
	n := name{last: r.Get(l.last), first: r.Get(l.first), middle: r.Get(l.middle), whole: r.Get(l.whole), gender: r.Get(l.gender),
		title: r.Get(l.title), function: r.Get(l.function), language: r.Get(l.language), at: at(l.whole)}
	if l.old {
		l.oldParts(e, r, &n)
	} else {
		l.newParts(e, r, &n)
	}
	if n.full() != "" {
		e.names = append(e.names, n)
	}
}

func addOnce(to *[]text, value string, at entity.Place) {
	for _, have := range *to {
		if have.value == value {
			return
		}
	}
	if value != "" {
		*to = append(*to, text{value, at})
	}
}

func (l *layout) oldParts(e *record, r source.Record, _ *name) {
	at := r.At
	r.Ignore("Naal_logical_id", "Naal_leba_numtitle", "Naal_leba_publication_date", "Naal_leba_url", "Naal_programme",
		"Addr_logical_id", "Addr_leba_numtitle", "Addr_leba_publication_date", "Addr_leba_url", "Addr_programme",
		"Birt_logical_id", "Birt_leba_numtitle", "Birt_leba_publication_date", "Birt_leba_url", "Birt_programme",
		"Iden_logical_id", "Iden_leba_numtitle", "Iden_leba_publication_date", "Iden_leba_url", "Iden_programme",
		"Citi_logical_id", "Citi_leba_numtitle", "Citi_leba_publication_date", "Citi_leba_url", "Citi_programme",
		"Entity_logical_id2", "Entity_logical_id3", "Entity_logical_id4", "Entity_logical_id5", "Entity_logical_id6")
	if x := (birth{date: r.Get("Birt_date"), place: r.Get("Birt_place"), country: r.Get("Birt_country"), at: at("Birt_date")}); x.date+x.place+x.country != "" {
		e.births = append(e.births, x)
	}
	if v := r.Get("Iden_number"); v != "" {
		e.papers = append(e.papers, oldPaper(v, r.Get("Iden_country"), at("Iden_number")))
	}
	addOnce(&e.citizenships, country(r.Get("Citi_country")), at("Citi_country"))
	a := address{Address: source.Address{Street: joined(r.Get("Addr_number"), r.Get("Addr_street")), City: r.Get("Addr_city"), PostalCode: r.Get("Addr_zipcode"),
		Country: countryText(r.Get("Addr_country"))}, at: at("Addr_street")}
	oldOther(&a, strings.ReplaceAll(r.Get("Addr_other"), `\n`, " "))
	if len(a.Parts()) > 0 || a.Remarks != "" || len(a.contacts) > 0 {
		e.addresses = append(e.addresses, a)
	}
}

func (l *layout) newParts(e *record, r source.Record, n *name) {
	at := r.At
	r.Ignore("Entity_SubjectType_ClassificationCode", "Entity_Regulation_Type", "Entity_Regulation_OrganisationType", "Entity_Regulation_PublicationDate")
	for _, p := range []string{"NameAlias", "Address", "BirthDate", "Identification", "Citizenship"} {
		for _, c := range []string{"LogicalId", "RegulationLanguage", "Regulation_Type", "Regulation_OrganisationType", "Regulation_PublicationDate",
			"Regulation_EntryIntoForceDate", "Regulation_NumberTitle", "Regulation_Programme", "Regulation_PublicationUrl"} {
			r.Ignore(p + "_" + c)
		}
	}
	n.remark = r.Get("NameAlias_Remark")
	n.weak = strings.EqualFold(r.Get("NameAlias_Strong"), "false")
	if v := r.Get("Entity_DesignationDate"); v != "" && e.listed.value == "" {
		e.listed = text{v, at("Entity_DesignationDate")}
	}
	addOnce(&e.remarks, r.Get("Entity_DesignationDetails"), at("Entity_DesignationDetails"))
	cc := func(p string) string {
		code, name := r.Get(p+"_CountryIso2Code"), r.Get(p+"_CountryDescription")
		if code == "" || code == "00" {
			if strings.EqualFold(name, "unknown") {
				return ""
			}
			return name
		}
		return code
	}
	a := address{Address: source.Address{Street: r.Get("Address_Street"), City: r.Get("Address_City"), PostalCode: r.Get("Address_ZipCode"), POBox: r.Get("Address_PoBox"),
		State: r.Get("Address_Region"), Country: countryText(cc("Address")), Remarks: r.Get("Address_Remark")}, at: at("Address_Street")}
	if p := r.Get("Address_Place"); p != "" && p != a.City {
		a.Street = strings.Trim(a.Street+", "+p, ", ")
	}
	if strings.EqualFold(r.Get("Address_AsAtListingTime"), "true") && len(a.Parts()) > 0 {
		a.Remarks = strings.Trim(a.Remarks+"; at the time of listing", "; ")
	}
	for _, m := range contactText.FindAllStringSubmatch(r.Get("Address_ContactInfo"), -1) {
		a.contacts = append(a.contacts, contact{m[1], m[2]})
	}
	if len(a.Parts()) > 0 || a.Remarks != "" || len(a.contacts) > 0 {
		e.addresses = append(e.addresses, a)
	}
	x := birth{circa: strings.EqualFold(r.Get("BirthDate_Circa"), "true"), calendar: r.Get("BirthDate_CalendarType"), place: r.Get("BirthDate_Place"),
		city: r.Get("BirthDate_City"), region: r.Get("BirthDate_Region"), zip: r.Get("BirthDate_ZipCode"), country: cc("BirthDate"), remark: r.Get("BirthDate_Remark"),
		date: birthText(r.Get("BirthDate_BirthDate"), r.Get("BirthDate_Day"), r.Get("BirthDate_Month"), r.Get("BirthDate_Year"), r.Get("BirthDate_YearRangeFrom"), r.Get("BirthDate_YearRangeTo")),
		at:   at("BirthDate_BirthDate")}
	if x.date+x.place+x.city+x.region+x.country+x.remark != "" {
		e.births = append(e.births, x)
	}
	p := paper{number: r.Get("Identification_Number"), kind: r.Get("Identification_TypeDescription"), country: cc("Identification"), issued: r.Get("Identification_IssuedDate"),
		expires: r.Get("Identification_ValidTo"), at: at("Identification_Number")}
	code, latin, from := r.Get("Identification_TypeCode"), r.Get("Identification_LatinNumber"), r.Get("Identification_ValidFrom")
	if p.kind == "" {
		p.kind = code
	} else if code == "passport" && !strings.Contains(strings.ToLower(p.kind), "passport") {
		p.kind = "passport: " + p.kind
	}
	if p.number == "" {
		p.number = latin
	}
	if p.issued == "" {
		p.issued = from
	}
	for _, f := range [...][2]string{{"Diplomatic", "diplomatic"}, {"KnownExpired", "known to be expired"}, {"KnownFalse", "known to be false"},
		{"ReportedLost", "reported lost"}, {"RevokedByIssuer", "revoked by the issuer"}} {
		if strings.EqualFold(r.Get("Identification_"+f[0]), "true") {
			p.notes = append(p.notes, f[1])
		}
	}
	for _, f := range [...][2]string{{"IssuedBy", "issued by "}, {"NameOnDocument", "name on the document: "}, {"Region", "region: "}, {"Remark", ""}} {
		if v := r.Get("Identification_" + f[0]); v != "" {
			p.notes = append(p.notes, f[1]+v)
		}
	}
	if p.number != "" {
		e.papers = append(e.papers, p)
	}
	addOnce(&e.citizenships, country(cc("Citizenship")), at("Citizenship_CountryIso2Code"))
	for _, c := range []string{"Citizenship_Region", "Citizenship_Remark"} {
		if v := r.Get(c); v != "" {
			addOnce(&e.remarks, "citizenship: "+v, at(c))
		}
	}
}
