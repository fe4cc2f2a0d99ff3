package uk

import (
	"errors"
	"io"
	"regexp"
	"strings"

	"deciban/internal/entity"
	"deciban/internal/lists/source"
)

// DatasetOFSI is the name of the consolidated list of the Office of Financial
// Sanctions Implementation in the OpenSanctions ecosystem. It was closed on
// 28 January 2026.
const DatasetOFSI = "gb_hmt_sanctions"

// ConList is the reader of OFSI's consolidated list, ConList.csv.
var ConList = source.Format{
	Name:     "uk-ofsi-csv",
	Title:    "UK consolidated list of financial sanctions targets (OFSI, until January 2026), CSV",
	MaxBytes: 256 << 20,
	Claim: func(files []*source.File) []source.Claim {
		var claims []source.Claim
		for _, f := range files {
			for _, row := range source.HeadRows(f, ',', 2) {
				if source.HasColumns(row, conColumns...) {
					claims = append(claims, source.Claim{Dataset: DatasetOFSI, Files: []*source.File{f}})
				}
			}
		}
		return claims
	},
	Read: readConList,
}

var conColumns = []string{"Name 6", "Name 1", "Group Type", "Alias Type", "Regime", "Group ID"}

// group is an entry: the rows with its number, in the order of the file.
type group struct {
	id   string
	rows []source.Record
}

func readConList(in *source.Input, b *source.Builder) error {
	f := in.Files[0]
	s, err := in.Open(f)
	if err != nil {
		return err
	}
	c, before, err := source.Header(source.NewRows(s, f.Name, ','), f.Name, conColumns...)
	if err != nil {
		return err
	}
	published := ""
	for _, row := range before {
		for _, cell := range row {
			if d, err := entity.ParseLooseDate(cell); err == nil && len(d) == 1 {
				published = d[0].String()
			}
		}
	}
	b.Describe(DatasetOFSI, "UK Consolidated List of Financial Sanctions Targets", authorityOFSI, published)
	// The rows of an entry stand far apart, since the file is sorted by name.
	var groups []*group
	byID := map[string]*group{}
	for {
		r, err := c.Next(b.Decode)
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		id := r.Get("Group ID")
		if !isNumber(id) {
			return r.Error("Group ID", id, errors.New("is no number of an entry"))
		}
		g := byID[id]
		if g == nil {
			g = &group{id: id}
			byID[id] = g
			groups = append(groups, g)
		}
		g.rows = append(g.rows, r)
	}
	for _, g := range groups {
		if err := conEntry(b, g); err != nil {
			return err
		}
	}
	return nil
}

const authorityOFSI = "UK Office of Financial Sanctions Implementation"

func isNumber(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

var (
	imoNumber = regexp.MustCompile(`(?i)\bIMO(?: number)?s?:? *([0-9]{7})\b`)
	mmsi      = regexp.MustCompile(`\bMMSI:? *([0-9]{9})\b`)
	unRef     = regexp.MustCompile(`(?i)\bUN ?Ref(?:erence)?\)?\.?:? *([A-Z]{2}[ie]\.[0-9]{3})\b`)
)

// conSchema is the schema of an entry. Before there was a type for ships, they
// were entities of which nothing is said but their IMO number.
func conSchema(kind, name, other string) (string, error) {
	switch strings.ToLower(kind) {
	case "individual":
		return "Person", nil
	case "ship":
		return "Vessel", nil
	case "entity":
		m := imoNumber.FindAllStringIndex(other, -1)
		switch {
		case source.IsCompanyName(name):
			return "Company", nil
		case len(m) == 1 && !strings.Contains(strings.ToLower(other[:m[0][0]]), "company"):
			return "Vessel", nil
		}
		return "Organization", nil
	}
	return "", errors.New("is no type of an entry")
}

func conEntry(b *source.Builder, g *group) error {
	first := g.rows[0]
	for _, r := range g.rows {
		if strings.EqualFold(r.Get("Alias Type"), "Prime Alias") || strings.EqualFold(r.Get("Alias Type"), "Primary name") {
			first = r
			break
		}
	}
	kind := first.Get("Group Type")
	schema, err := conSchema(kind, first.Get("Name 6"), first.Get("Other Information"))
	if err != nil {
		return first.Error("Group Type", kind, err)
	}
	e := b.NewEntity("gb-hmt-"+g.id, schema)
	e.Target = true
	if err := b.Entry(e); err != nil {
		return first.Error("Group ID", g.id, err)
	}
	s := b.AddSanction(e, authorityOFSI, "gb", first.At("Group ID"))
	b.SetText(s, "authorityId", g.id, "", "", first.At("Group ID"))
	conNames(b, e, first, "name")
	if e.First("name") == "" {
		return first.Error("Name 6", "", errors.New("the entry has no name"))
	}
	seen := map[string]bool{}
	for _, r := range g.rows {
		prop := ""
		switch kind := r.Get("Alias Type"); strings.ToLower(kind) {
		case "prime alias", "primary name", "primary name variation", "aka", "":
			prop = "alias"
		case "fka":
			prop = "previousName"
		default:
			b.Problem(e, r.At("Alias Type"), kind, "is no kind of alias that is known here")
			prop = "alias"
		}
		if strings.EqualFold(r.Get("Alias Quality"), "Low quality") {
			prop = "weakAlias"
		}
		if r.Line != first.Line {
			conNames(b, e, r, prop)
		}
		conDetails(b, e, s, r, seen)
		r.Rest(b, e)
	}
	return nil
}

// conNames adds the name of a row and the one in another script. Name 6 is the
// surname, or an organisation's whole name.
func conNames(b *source.Builder, e *entity.Entity, r source.Record, prop string) {
	surname := r.Get("Name 6")
	given := joinCells(r, "Name 1", "Name 2", "Name 3", "Name 4", "Name 5")
	full := strings.TrimSpace(given + " " + surname)
	if e.Schema.Name != "Person" {
		full = strings.TrimSpace(surname + " " + given)
	}
	for _, v := range e.Values("name") {
		if v == full {
			prop = ""
		}
	}
	if prop != "" && full != "" {
		b.AddName(e, full, source.NameAs{Prop: prop}, r.At("Name 6"))
	}
	if prop == "name" && e.Schema.Name == "Person" && given != "" && surname != "" {
		b.SetText(e, "firstName", given, "", "", r.At("Name 1"))
		b.SetText(e, "lastName", surname, "", "", r.At("Name 6"))
	}
	if other := r.Get("Name Non-Latin Script"); other != "" {
		lang, _ := entity.LanguageCode(r.Get("Non-Latin Script Language"))
		r.Get("Non-Latin Script Type")
		b.AddName(e, other, source.NameAs{Prop: "alias", Lang: lang}, r.At("Name Non-Latin Script"))
	}
}

func joinCells(r source.Record, columns ...string) string {
	var parts []string
	for _, c := range columns {
		if v := r.Get(c); v != "" {
			parts = append(parts, v)
		}
	}
	return strings.Join(parts, " ")
}

// conDetails adds all of a row but the names. Most of it is the same in each
// row of an entry; seen holds what was read.
func conDetails(b *source.Builder, e, s *entity.Entity, r source.Record, seen map[string]bool) {
	once := func(column string, add func(text string, at entity.Place)) {
		text := r.Get(column)
		key := column + "\x00" + text
		if text == "" || seen[key] {
			return
		}
		seen[key] = true
		add(text, r.At(column))
	}
	// texts adds each numbered part of a cell to a property, or to the notes of
	// an entry that cannot have it.
	texts := func(column, prop string) {
		once(column, func(text string, at entity.Place) {
			for _, t := range source.Enumerated(text) {
				if e.Schema.Property(prop) == nil {
					b.Note(e, column+": "+t, at)
					continue
				}
				b.Set(e, prop, t, text, at)
			}
		})
	}
	texts("Title", "title")
	texts("Position", "position")
	texts("Gender", "gender")
	if e.Schema.Name == "Person" {
		once("DOB", func(text string, at entity.Place) { b.SetDates(e, "birthDate", text, at) })
		towns, countries := r.Get("Town of Birth"), r.Get("Country of Birth")
		if key := "born\x00" + towns + "\x00" + countries; !seen[key] && towns+countries != "" {
			seen[key] = true
			b.SetBirthPlaces(e, towns, countries, r.At("Town of Birth"))
		}
		once("Nationality", func(text string, at entity.Place) { b.SetCountries(e, "nationality", text, at) })
	} else {
		for _, c := range []string{"DOB", "Town of Birth", "Country of Birth", "Nationality"} {
			once(c, func(text string, at entity.Place) { b.NotUnderstood(e, c+": "+text, at) })
		}
	}
	documents := func(column, details string, passport bool) {
		more := r.Get(details)
		once(column, func(text string, at entity.Place) {
			parts := source.Enumerated(text)
			label := ""
			if len(parts) > 1 && !strings.ContainsAny(parts[0], "0123456789") { // "Jordanian passport numbers (1) … (2) …"
				label, parts = parts[0], parts[1:]
			}
			for _, part := range parts {
				d, ok := source.DocumentText(part, passport)
				if !ok {
					b.NotUnderstood(e, column+": "+part, at)
					continue
				}
				d.Type = label
				d.Notes = append(d.Notes, more)
				b.AddDocument(e, d, at)
			}
		})
	}
	documents("Passport Details", "", true)
	documents("NI Number", "", false)
	documents("Passport Number", "Passport Details", true)
	documents("National Identification Number", "National Identification Details", false)
	a := source.Address{
		Street: strings.Join(cells(r, "Address 1", "Address 2", "Address 3", "Address 4", "Address 5"), ", "), City: r.Get("Address 6"),
		PostalCode: r.Get("Post/Zip Code"), Country: r.Get("Country"),
	}
	if key := "address\x00" + strings.Join(a.Parts(), "\x00"); !seen[key] && len(a.Parts()) > 0 {
		seen[key] = true
		b.AddAddress(e, a, r.At("Address 1"))
	}
	once("Other Information", func(text string, at entity.Place) {
		b.Note(e, text, at)
		if m := unRef.FindStringSubmatch(text); m != nil {
			b.SetText(s, "unscId", m[1], m[0], "", at)
		}
		if m := imoNumber.FindAllStringSubmatch(text, -1); len(m) == 1 && e.Schema.Property("imoNumber") != nil {
			b.Set(e, "imoNumber", m[0][1], m[0][0], at)
		}
		if m := mmsi.FindStringSubmatch(text); m != nil && e.Schema.Property("mmsi") != nil {
			b.Set(e, "mmsi", m[1], m[0], at)
		}
	})
	once("Regime", func(text string, at entity.Place) { b.AddProgram(e, s, text, at) })
	once("Listed On", func(text string, at entity.Place) { b.Set(s, "listingDate", text, "", at) })
	once("UK Sanctions List Date Designated", func(text string, at entity.Place) { b.Set(s, "startDate", text, "", at) })
	once("Last Updated", func(text string, at entity.Place) { b.Set(s, "modifiedAt", text, "", at) })
	r.Get("Group Type")
}

func cells(r source.Record, columns ...string) []string {
	var out []string
	for _, c := range columns {
		if v := r.Get(c); v != "" {
			out = append(out, v)
		}
	}
	return out
}
