// Package ch reads the sanctions list of the Swiss State Secretariat for Economic Affairs (SECO) from its XML.
//
// A target has identities, an identity names, and a name parts with an order
// and a type, each with its spelling variants. A name may be written with any
// variant of any part, so that they multiply; the number of names is bounded.
// Whether an entry is still listed, only its last modification says. Places
// stand apart from the targets, by number.
package ch

import (
	"errors"
	"fmt"
	"io"
	"sort"
	"strconv"
	"strings"

	"deciban/internal/entity"
	"deciban/internal/lists/ofac"
	"deciban/internal/lists/source"
)

// Dataset is the list's name in the OpenSanctions ecosystem.
const Dataset = "ch_seco_sanctions"

const authority = "Swiss State Secretariat for Economic Affairs"

// Format is the reader.
var Format = source.Format{
	Name:     "ch-seco-xml",
	Title:    "Swiss consolidated sanctions list (SECO), XML",
	MaxBytes: 512 << 20,
	Claim: func(files []*source.File) []source.Claim {
		var claims []source.Claim
		for _, f := range files {
			if root, _ := f.XMLRoot(); root == "swiss-sanctions-list" {
				claims = append(claims, source.Claim{Dataset: Dataset, Files: []*source.File{f}})
			}
		}
		return claims
	},
	Read: read,
}

// place is a place in words, without its country as area, and the country.
type place struct{ text, area, country string }

type reader struct {
	b        *source.Builder
	file     string
	programs map[string]string // by sanctions-set
	places   map[string]place
	// waiting are what needs a place, which stands behind the targets.
	waiting []func()
	byID    map[string]*entity.Entity
	// relations are read when all targets are known.
	relations []func()
	delisted  int
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
	published, _, _ := strings.Cut(x.RootAttr("date"), "T")
	if _, err := entity.ParseDate(published); err != nil {
		published = ""
	}
	b.Describe(Dataset, "Swiss SECO Sanctions List", authority, published)
	r := &reader{b: b, file: f.Name, programs: map[string]string{}, places: map[string]place{}, byID: map[string]*entity.Entity{}}
	for {
		n, err := x.Next("sanctions-program", "place", "target")
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		switch n.Name {
		case "sanctions-program":
			r.program(n)
		case "place":
			r.places[n.TakeAttr("ssid")] = readPlace(n)
		default:
			if err := r.target(n); err != nil {
				return &source.Error{File: f.Name, Line: n.Line, Path: "target", Value: n.TakeAttr("ssid"), Err: err}
			}
		}
	}
	for _, f := range r.waiting {
		f()
	}
	for _, f := range r.relations {
		f()
	}
	if r.delisted > 0 {
		b.Remark("%d targets are de-listed and are not read", r.delisted)
	}
	return nil
}

func (r *reader) at(n *source.Node) entity.Place {
	return entity.Place{File: r.file, Line: n.Line, Path: n.Path}
}

// english returns the text of the elements of that name in English, or else
// the first.
func english(n *source.Node, name string) string {
	first := ""
	for _, k := range n.All(name) {
		if k.TakeAttr("lang") == "eng" {
			return k.Value()
		}
		if first == "" {
			first = k.Value()
		}
	}
	return first
}

func (r *reader) program(n *source.Node) {
	name := english(n, "program-key")
	if name == "" {
		name = english(n, "program-name")
	}
	r.programs[n.TakeAttr("ssid")] = name
	for _, k := range n.All("sanctions-set") {
		r.programs[k.TakeAttr("ssid")] = name
	}
}

func readPlace(n *source.Node) place {
	var parts []string
	country := ""
	for _, name := range []string{"location", "area"} {
		for _, k := range n.All(name) {
			if v := k.Value(); v != "" {
				parts = append(parts, v)
			}
		}
	}
	area := strings.Join(parts, ", ")
	for _, c := range n.All("country") {
		country = c.TakeAttr("iso-code")
		if v := c.Value(); v != "" {
			parts = append(parts, v)
			if country == "" {
				country = v
			}
		}
	}
	return place{strings.Join(parts, ", "), area, country}
}

// modifications returns the last one's type, and the day of the first listing.
func modifications(n *source.Node) (last, listed, changed string) {
	newest := ""
	for _, m := range n.All("modification") {
		kind := m.TakeAttr("modification-type")
		day := m.TakeAttr("effective-date")
		if d := m.TakeAttr("enactment-date"); day == "" {
			day = d
		}
		if d := m.TakeAttr("publication-date"); day == "" {
			day = d
		}
		day, _, _ = strings.Cut(day, "T")
		if day >= newest { // of one day's, the last in the file
			newest, last = day, kind
		}
		if kind == "listed" && (listed == "" || day < listed) {
			listed = day
		}
	}
	return last, listed, newest
}

func (r *reader) target(n *source.Node) error {
	b := r.b
	id := n.TakeAttr("ssid")
	if id == "" {
		return errors.New("the target has no number")
	}
	last, listed, changed := modifications(n)
	if last == "de-listed" {
		r.delisted++
		return nil
	}
	var body *source.Node
	schema := ""
	for _, k := range n.Kids {
		switch k.Name {
		case "individual":
			body, schema = k, "Person"
		case "entity":
			body, schema = k, "Organization"
		case "object":
			body = k
			switch k.TakeAttr("object-type") {
			case "vessel":
				schema = "Vessel"
			case "aircraft":
				schema = "Airplane"
			default:
				schema = "Organization"
			}
		}
	}
	if body == nil {
		return errors.New("the target is no individual, entity or object")
	}
	identities := body.All("identity")
	sort.SliceStable(identities, func(i, j int) bool {
		return identities[i].TakeAttr("main") == "true" && identities[j].TakeAttr("main") != "true"
	})
	primary := ""
	for _, i := range identities {
		for _, nm := range i.All("name") {
			if primary == "" {
				if spelled, _ := spellings(nm); len(spelled) > 0 {
					primary = spelled[0].text
				}
			}
		}
	}
	if schema == "Organization" && source.IsCompanyName(primary) {
		schema = "Company"
	}
	e := b.NewEntity("ch-seco-"+id, schema)
	e.Target = true
	if err := b.Entry(e); err != nil {
		return err
	}
	r.byID[id] = e
	for _, i := range identities {
		r.identity(e, i)
	}
	if e.First("name") == "" {
		return errors.New("the target has no name")
	}
	if schema == "Person" {
		if sex := body.TakeAttr("sex"); sex != "" {
			b.Set(e, "gender", sex, "", r.at(body))
		}
	}
	s := b.AddSanction(e, authority, "ch", r.at(n))
	b.SetText(s, "authorityId", id, "", "", r.at(n))
	sets := n.All("sanctions-set-id")
	for _, k := range sets {
		b.AddProgram(e, s, r.programs[k.Value()], r.at(k))
	}
	if set := n.TakeAttr("sanctions-set-id"); set != "" {
		for one := range strings.FieldsSeq(set) {
			b.AddProgram(e, s, r.programs[one], r.at(n))
		}
	}
	if listed != "" {
		b.Set(s, "listingDate", listed, "", r.at(n))
	}
	if changed != "" {
		b.Set(s, "modifiedAt", changed, "", r.at(n))
	}
	r.about(e, s, body)
	r.about(e, s, n)
	for _, k := range n.All("foreign-identifier") {
		if v := k.Value(); v != "" {
			b.SetText(s, "unscId", v, "", "", r.at(k))
		}
	}
	for _, k := range n.Untaken() {
		if !strings.Contains(k.Path, "modification") {
			b.NotUnderstood(e, k.Path+": "+k.Value(), r.at(k))
		}
	}
	return nil
}

// about reads what stands beside the identities.
func (r *reader) about(e, s *entity.Entity, n *source.Node) {
	b := r.b
	for _, k := range n.All("justification") {
		if v := k.Value(); v != "" {
			b.SetText(s, "reason", v, "", "", r.at(k))
		}
	}
	for _, name := range []string{"other-information", "remark"} {
		for _, k := range n.All(name) {
			text := k.Value()
			if text == "" {
				continue
			}
			b.Note(e, text, r.at(k))
			if _, number, ok := strings.Cut(text, "IMO"); ok && e.Schema.Property("imoNumber") != nil {
				if d, ok := source.DocumentText(number, false); ok && len(d.Number) == 7 {
					b.Set(e, "imoNumber", d.Number, text, r.at(k))
				}
			}
		}
	}
	for _, k := range n.All("generic-attribute") {
		if v := k.Value(); v != "" {
			b.Note(e, k.TakeAttr("name")+": "+v, r.at(k))
		}
	}
	for _, k := range n.All("relation") {
		to, kind, at := k.TakeAttr("target-id"), k.TakeAttr("relation-type"), r.at(k)
		remark := k.Take("remark")
		r.relations = append(r.relations, func() {
			if other := r.byID[to]; other != nil && other != e {
				ofac.Relate(b, e, other, strings.ReplaceAll(kind, "-", " "), remark, false, at)
				return
			}
			b.Note(e, strings.TrimSpace("relation ("+kind+") to target "+to+" "+remark), at)
		})
	}
}

func (r *reader) identity(e *entity.Entity, i *source.Node) {
	b := r.b
	person := e.Schema.Name == "Person"
	for _, n := range i.All("name") {
		r.name(e, n)
	}
	for _, k := range i.All("day-month-year") {
		number := func(a string) int { v, _ := strconv.Atoi(k.TakeAttr(a)); return v }
		day, month, year := number("day"), number("month"), number("year")
		quality, calendar := k.TakeAttr("quality"), k.TakeAttr("calendar")
		text := fmt.Sprint(year)
		switch {
		case entity.ValidDay(year, month, day):
			text = fmt.Sprintf("%04d-%02d-%02d", year, month, day)
		case entity.ValidDay(year, month, 1):
			text = fmt.Sprintf("%04d-%02d", year, month)
		}
		if quality == "approximate" || quality == "circa" {
			text = "circa " + text
		}
		switch {
		case !person || year == 0 || calendar != "" && !strings.EqualFold(calendar, "gregorian"):
			b.NotUnderstood(e, "date ("+calendar+"): "+text, r.at(k))
		default:
			b.Set(e, "birthDate", text, "", r.at(k))
		}
	}
	for _, k := range i.All("year") {
		if v := k.TakeAttr("year"); v != "" && person {
			b.Set(e, "birthDate", v, "", r.at(k))
		}
	}
	for _, k := range i.All("place-of-birth") {
		id, at := k.TakeAttr("place-id"), r.at(k)
		r.waiting = append(r.waiting, func() {
			p := r.places[id]
			if !person || p.text == "" {
				return
			}
			b.Set(e, "birthPlace", p.text, "", at)
			b.SetCountries(e, "birthCountry", p.country, at)
		})
	}
	for _, k := range i.All("nationality") {
		for _, c := range k.All("country") {
			prop := "nationality"
			if !person {
				prop = "country"
			}
			text := c.TakeAttr("iso-code")
			if v := c.Value(); text == "" {
				text = v
			}
			b.SetCountries(e, prop, text, r.at(c))
		}
	}
	for _, k := range i.All("identification-document") {
		d := source.Document{Passport: strings.Contains(k.TakeAttr("document-type"), "passport"), Type: k.TakeAttr("document-type"), Number: k.Take("number"),
			Issued: k.Take("date-of-issue"), Expires: k.Take("expiry-date"), Notes: []string{k.Take("remark")}}
		for _, c := range k.All("issuer") {
			d.Country = c.TakeAttr("code")
			if v := c.Value(); d.Country == "" {
				d.Country = v
			}
		}
		b.AddDocument(e, d, r.at(k))
	}
	for _, k := range i.All("address") {
		a := source.Address{Street: k.Take("address-details"), PostalCode: k.Take("zip-code"), POBox: k.Take("p-o-box"), Remarks: k.Take("remark")}
		if c := k.Take("c-o"); c != "" {
			a.Street = strings.Trim("c/o "+c+", "+a.Street, ", ")
		}
		id, at := k.TakeAttr("place-id"), r.at(k)
		r.waiting = append(r.waiting, func() {
			p := r.places[id]
			a := a
			a.City, a.Country = p.area, p.country
			if iso, ok := source.CountryCode(p.country); ok {
				a.Country = entity.CountryName(iso)
			}
			b.AddAddress(e, a, at)
		})
	}
}
