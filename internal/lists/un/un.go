// Package un reads the consolidated list of the United Nations Security Council from its XML.
//
// The format is that of https://scsanctions.un.org/resources/xml/en/consolidated.xml:
// INDIVIDUAL and ENTITY elements with flat fields. What trips readers up: only
// the first and the last part of a name can be trusted to be what they are
// called, one alias field can hold several names, and QUALITY "Low" marks an
// alias that is too weak to find somebody by.
package un

import (
	"io"
	"regexp"
	"strings"

	"deciban/internal/entity"
	"deciban/internal/lists/source"
)

// Dataset is the list's name in the OpenSanctions ecosystem.
const Dataset = "un_sc_sanctions"

// Format is the reader.
var Format = source.Format{
	Name:     "un-xml",
	Title:    "UN Security Council Consolidated List, XML",
	MaxBytes: 256 << 20,
	Claim: func(files []*source.File) []source.Claim {
		var claims []source.Claim
		for _, f := range files {
			if root, _ := f.XMLRoot(); root == "CONSOLIDATED_LIST" {
				claims = append(claims, source.Claim{Dataset: Dataset, Files: []*source.File{f}})
			}
		}
		return claims
	},
	Read: read,
}

// reader reads one file.
type reader struct {
	b    *source.Builder
	file string
	// mentions are the reference numbers that entries' comments name, to be
	// made links when all entries are known.
	mentions []mention
	byRef    map[string]*entity.Entity
}

type mention struct {
	from *entity.Entity
	ref  string
	at   entity.Place
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
	published := x.RootAttr("dateGenerated")
	if len(published) > 10 {
		published = published[:10]
	}
	if _, err := entity.ParseDate(published); err != nil {
		b.Remark("the date of the list, %q, is no date", x.RootAttr("dateGenerated"))
		published = ""
	}
	b.Describe(Dataset, "UN Security Council Consolidated List", "United Nations Security Council", published)
	r := &reader{b: b, file: f.Name, byRef: map[string]*entity.Entity{}}
	for {
		n, err := x.Next("INDIVIDUAL", "ENTITY")
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		if err := r.record(n); err != nil {
			return err
		}
	}
	r.link()
	return nil
}

// at is the place of an element of the record.
func (r *reader) at(n *source.Node) entity.Place {
	return entity.Place{File: r.file, Line: n.Line, Path: n.Path}
}

// field is the place of a field of n, which need not be there.
func (r *reader) field(n *source.Node, name string) entity.Place {
	for _, k := range n.All(name) {
		return r.at(k)
	}
	return r.at(n)
}

func (r *reader) record(n *source.Node) error {
	b := r.b
	person := n.Name == "INDIVIDUAL"
	schema := "Person"
	if !person {
		schema = "Organization"
		if source.IsCompanyName(n.Take("FIRST_NAME")) {
			schema = "Company"
		}
	}
	ref, dataid := n.Take("REFERENCE_NUMBER"), n.Take("DATAID")
	if ref == "" {
		return &source.Error{File: r.file, Line: n.Line, Path: n.Name + "/REFERENCE_NUMBER", Err: errNoReference}
	}
	e := b.NewEntity("un-"+ref, schema)
	if r.byRef[ref] != nil {
		e.ID += "-" + dataid
		b.Problem(e, r.at(n), ref, "is the reference number of two entries")
	}
	e.Target = true
	if err := b.Entry(e); err != nil {
		return &source.Error{File: r.file, Line: n.Line, Path: n.Name, Value: ref, Err: err}
	}
	r.byRef[ref] = e

	r.names(e, n, person)
	r.aliases(e, n, person)
	for _, d := range n.All("INDIVIDUAL_DATE_OF_BIRTH") {
		r.birthDate(e, d)
	}
	for _, p := range n.All("INDIVIDUAL_PLACE_OF_BIRTH") {
		r.birthPlace(e, p)
	}
	for _, d := range n.All("INDIVIDUAL_DOCUMENT") {
		r.document(e, d)
	}
	for _, a := range n.All(n.Name + "_ADDRESS") {
		r.address(e, a)
	}
	r.values(n, "DESIGNATION", func(text string, at entity.Place) { b.Set(e, "position", text, "", at) })
	r.values(n, "TITLE", func(text string, at entity.Place) { b.Set(e, "title", text, "", at) })
	r.values(n, "NATIONALITY", func(text string, at entity.Place) {
		prop := "nationality"
		if !person {
			prop = "country"
		}
		b.SetCountry(e, prop, text, at)
	})
	if g := n.Take("GENDER"); g != "" && !strings.EqualFold(g, "unknown") {
		b.Set(e, "gender", g, "", r.field(n, "GENDER"))
	}
	r.comments(e, n)
	r.sanction(e, n, ref, dataid)
	// Numbers of the publisher's own administration, the same for all entries
	// or empty.
	n.Take("VERSIONNUM")
	n.Take("SORT_KEY")
	n.Take("SORT_KEY_LAST_MOD")
	r.values(n, "LIST_TYPE", func(string, entity.Place) {})
	for _, k := range n.Untaken() {
		b.NotUnderstood(e, k.Path+": "+k.Value(), r.at(k))
	}
	return nil
}

// values calls f for each VALUE below the elements with that name, or for the
// element's own text.
func (r *reader) values(n *source.Node, name string, f func(text string, at entity.Place)) {
	for _, k := range n.All(name) {
		if v := k.Value(); v != "" {
			f(v, r.at(k))
		}
		for _, v := range k.All("VALUE") {
			if text := v.Value(); text != "" {
				f(text, r.at(v))
			}
		}
	}
}

func (r *reader) sanction(e *entity.Entity, n *source.Node, ref, dataid string) {
	b := r.b
	s := b.PartOf(e, "Sanction", "sanction", "")
	b.SetText(s, "entity", e.ID, "", "", r.at(n))
	b.SetText(s, "authority", "United Nations Security Council", "", "", r.at(n))
	b.SetText(s, "unscId", ref, "", "", r.field(n, "REFERENCE_NUMBER"))
	if dataid != "" {
		b.SetText(s, "recordId", dataid, "", "", r.field(n, "DATAID"))
	}
	if p := n.Take("UN_LIST_TYPE"); p != "" {
		b.SetText(s, "program", p, "", "", r.field(n, "UN_LIST_TYPE"))
		b.SetText(e, "program", p, "", "", r.field(n, "UN_LIST_TYPE"))
	}
	r.date(s, n, "LISTED_ON", "listingDate")
	r.date(s, n, "SUBMITTED_ON", "date")
	r.values(n, "LAST_DAY_UPDATED", func(text string, at entity.Place) { b.Set(s, "modifiedAt", day(text), text, at) })
	if by := n.Take("SUBMITTED_BY"); by != "" {
		b.SetText(s, "summary", "submitted by "+by, "", "", r.field(n, "SUBMITTED_BY"))
	}
}

func (r *reader) date(e *entity.Entity, n *source.Node, field, prop string) {
	if v := n.Take(field); v != "" {
		r.b.Set(e, prop, day(v), v, r.field(n, field))
	}
}

// day cuts the time from a date, which some vintages have.
func day(text string) string {
	head, _, _ := strings.Cut(text, "T")
	return head
}

// reference matches the permanent reference numbers of the lists, such as
// QDi.006 and TAe.012.
var reference = regexp.MustCompile(`\b[A-Z]{2}[ie]\.[0-9]{3}\b`)

var (
	imoNumber = regexp.MustCompile(`(?i)\b(?:company )?(?:IMO number|number IMO|IMO):? *([0-9]{7})\b`)
	swiftCode = regexp.MustCompile(`\bSWIFT(?:/BIC)?: *([A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?)\b`)
	emailText = regexp.MustCompile(`\b[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+\b`)
)

// comments keeps the free text as a note, and takes from it what is certain:
// the numbers that a shipping company or a bank is known by, e-mail addresses,
// and the reference numbers of other entries.
func (r *reader) comments(e *entity.Entity, n *source.Node) {
	for _, k := range n.All("COMMENTS1") {
		text := k.Value()
		if text == "" {
			continue
		}
		at := r.at(k)
		r.b.Note(e, text, at)
		for _, m := range emailText.FindAllString(text, -1) {
			r.b.Set(e, "email", m, "", at)
		}
		if e.Schema.IsA("Organization") {
			// A vessel's number can stand there too, so it counts only
			// where there is exactly one.
			if m := imoNumber.FindAllStringSubmatch(text, -1); len(m) == 1 {
				r.b.Set(e, "imoNumber", m[0][1], m[0][0], at)
			}
			for _, m := range swiftCode.FindAllStringSubmatch(text, -1) {
				r.b.Set(e, "swiftBic", m[1], m[0], at)
			}
		}
		for _, ref := range reference.FindAllString(text, -1) {
			r.mentions = append(r.mentions, mention{e, ref, at})
		}
	}
}

// link makes an UnknownLink of each comment that names another entry by its
// reference number. Which kind of link it is, only the sentence says.
func (r *reader) link() {
	done := map[[2]string]bool{}
	for _, m := range r.mentions {
		to := r.byRef[m.ref]
		if to == nil || to == m.from || done[[2]string{m.from.ID, to.ID}] {
			continue
		}
		done[[2]string{m.from.ID, to.ID}] = true
		l := r.b.PartOf(m.from, "UnknownLink", "link", to.ID)
		r.b.SetText(l, "subject", m.from.ID, "", "", m.at)
		r.b.SetText(l, "object", to.ID, m.ref, "", m.at)
		r.b.SetText(l, "role", "named in the comments", "", "", m.at)
	}
}
