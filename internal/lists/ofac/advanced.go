package ofac

import (
	"errors"
	"io"
	"strings"

	"deciban/internal/entity"
	"deciban/internal/lists/source"
)

// Advanced is the reader of the advanced XML, sdn_advanced.xml and
// cons_advanced.xml, whose schema is that of the UN's advanced sanctions data
// model. All that it says is said through numbers: of types in reference tables
// at the beginning, of locations, of documents by the identity that they belong
// to, of name parts by groups that say what they are. It is read record by
// record; what is kept is small: the tables, and locations and documents until
// the party that they belong to. What a feature says becomes the clause that
// the CSV files have for it, and so the same statement.
var Advanced = source.Format{
	Name:     "ofac-advanced",
	Title:    "OFAC SDN and consolidated lists, advanced XML",
	MaxBytes: 2 << 30,
	Claim: func(files []*source.File) []source.Claim {
		var claims []source.Claim
		for _, f := range files {
			if root, _ := f.XMLRoot(); root == "Sanctions" && strings.Contains(f.Text(), "ReferenceValueSets") {
				claims = append(claims, source.Claim{Dataset: advancedDataset(f), Files: []*source.File{f}})
			}
		}
		return claims
	},
	Read: readAdvanced,
}

// advancedDataset tells the two lists apart as for the CSV files, by the
// programmes of the entries. They stand at the end of the file.
func advancedDataset(f *source.File) string {
	tail := f.Tail(source.HeadSize)
	var programs []string
	for {
		_, rest, ok := strings.Cut(tail, "<SanctionsMeasure ")
		if !ok {
			return datasetOfPrograms(programs)
		}
		measure, rest, _ := strings.Cut(rest, "</SanctionsMeasure>")
		if _, text, ok := strings.Cut(measure, "<Comment>"); ok {
			text, _, _ = strings.Cut(text, "</Comment>")
			programs = append(programs, strings.TrimSpace(text))
		}
		tail = rest
	}
}

// wordsByID holds the words of one reference table by their numbers.
type wordsByID map[string]string

type place struct {
	country string
	parts   [][2]string // type and value
	at      entity.Place
}

type paper struct {
	kind, number, country, issued, expires string
	at                                     entity.Place
}

type advanced struct {
	*reader
	file      string
	tables    map[string]wordsByID
	latin     map[string]bool // scripts
	transport map[string]string
	places    map[string]place
	papers    map[string][]paper // by identity
	byProfile map[string]*entity.Entity
	last      string // profile
	sanctions map[*entity.Entity]*entity.Entity
	lists     map[string]int
	relations []relation
	// lostEntries counts the sanctions entries of no party of the list, and
	// lostEntry is the first.
	lostEntries int
	lostEntry   string
}

type relation struct {
	from, to, kind, comment string
	former                  bool
	at                      entity.Place
}

func readAdvanced(in *source.Input, b *source.Builder) error {
	f := in.Files[0]
	s, err := in.Open(f)
	if err != nil {
		return err
	}
	x, err := source.NewElements(s, f.Name)
	if err != nil {
		return err
	}
	r := &advanced{reader: newReader(b), file: f.Name, tables: map[string]wordsByID{}, latin: map[string]bool{}, transport: map[string]string{}, places: map[string]place{},
		papers: map[string][]paper{}, byProfile: map[string]*entity.Entity{}, sanctions: map[*entity.Entity]*entity.Entity{}, lists: map[string]int{}}
	dataset := advancedDataset(f)
	if in.Dataset != "" {
		dataset = in.Dataset
	}
	b.Describe(dataset, titleOf(dataset), Authority, "")
	for {
		n, err := x.Next("DateOfIssue", "ReferenceValueSets", "Location", "IDRegDocument", "DistinctParty", "ProfileRelationship", "SanctionsEntry")
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		if err := r.record(n); err != nil {
			return &source.Error{File: f.Name, Line: n.Line, Path: n.Name, Value: n.TakeAttr("ID") + n.TakeAttr("FixedRef"), Err: err}
		}
	}
	if r.lostEntries > 0 {
		r.b.Remark("%d sanctions entries belong to no party of the list and are not read; the first: %s", r.lostEntries, r.lostEntry)
	}
	if n := len(r.papers); n > 0 {
		b.Remark("the documents of %d identities belong to no party of the list and are not read", n)
	}
	r.relate()
	r.resolve()
	return nil
}

func (r *advanced) at(n *source.Node) entity.Place {
	return entity.Place{File: r.file, Line: n.Line, Path: source.Intern(n.Path)}
}

// word returns the word that a number means, or the number where no table has
// it, which is a Problem of the list.
func (r *advanced) word(table, id string) string {
	if w, ok := r.tables[table][id]; ok {
		return w
	}
	return ""
}

func (r *advanced) record(n *source.Node) error {
	switch n.Name {
	case "DateOfIssue":
		if d := ymd(n); !d.IsZero() {
			r.b.Describe("", "", "", d.String())
		}
	case "ReferenceValueSets":
		for _, set := range n.Kids {
			for _, v := range set.Kids {
				t := r.tables[v.Name]
				if t == nil {
					t = wordsByID{}
					r.tables[v.Name] = t
				}
				id := v.TakeAttr("ID")
				t[id] = v.Value()
				switch v.Name {
				case "Script":
					r.latin[id] = v.TakeAttr("ScriptCode") == "Latn" || strings.EqualFold(v.Value(), "Latin")
				case "PartySubType":
					r.transport[id] = v.TakeAttr("PartyTypeID")
				case "AreaCode":
					if d := v.TakeAttr("Description"); d != "" {
						t[id] = d
					}
				}
			}
		}
	case "Location":
		r.location(n)
	case "IDRegDocument":
		r.document(n)
	case "DistinctParty":
		return r.party(n)
	case "ProfileRelationship":
		r.relations = append(r.relations, relation{n.TakeAttr("From-ProfileID"), n.TakeAttr("To-ProfileID"), r.word("RelationType", n.TakeAttr("RelationTypeID")),
			n.Take("Comment"), n.TakeAttr("Former") == "true", r.at(n)})
	case "SanctionsEntry":
		r.entryOf(n)
	}
	return nil
}

func (r *advanced) location(n *source.Node) {
	p := place{at: r.at(n)}
	for _, c := range n.All("LocationCountry") {
		p.country = r.word("Country", c.TakeAttr("CountryID"))
	}
	for _, c := range n.All("LocationAreaCode") {
		if w := r.word("AreaCode", c.TakeAttr("AreaCodeID")); p.country == "" {
			p.country = w
		}
	}
	for _, part := range n.All("LocationPart") {
		kind := r.word("LocPartType", part.TakeAttr("LocPartTypeID"))
		for _, v := range part.All("LocationPartValue") {
			if text := v.Take("Value"); text != "" {
				p.parts = append(p.parts, [2]string{source.Intern(kind), text})
				break // the first, which is the primary one
			}
		}
	}
	r.places[n.TakeAttr("ID")] = p
}

func (p place) address(id string) addressParts {
	a := addressParts{uid: id, country: p.country}
	var street []string
	for _, part := range p.parts {
		switch kind := strings.ToUpper(part[0]); {
		case strings.HasPrefix(kind, "ADDRESS"):
			street = append(street, part[1])
		case kind == "CITY":
			a.city = part[1]
		case strings.Contains(kind, "STATE"), strings.Contains(kind, "PROVINCE"), kind == "REGION":
			a.state = part[1]
		case strings.Contains(kind, "POSTAL"):
			a.postal = part[1]
		default:
			street = append(street, part[1])
		}
	}
	a.street = strings.Join(street, ", ")
	return a
}

// text is a location in words, as a place of birth has it.
func (p place) text() string {
	var parts []string
	for _, part := range p.parts {
		parts = append(parts, part[1])
	}
	if p.country != "" {
		parts = append(parts, p.country)
	}
	return strings.Join(parts, ", ")
}

func (r *advanced) document(n *source.Node) {
	p := paper{kind: r.word("IDRegDocType", n.TakeAttr("IDRegDocTypeID")), number: n.Take("IDRegistrationNo"), country: r.word("Country", n.TakeAttr("IssuedBy-CountryID")),
		at: r.at(n)}
	for _, d := range n.All("DocumentDate") {
		text := ""
		for _, k := range d.All("DatePeriod") {
			text = periodText(k)
		}
		switch kind := r.word("IDRegDocDateType", d.TakeAttr("IDRegDocDateTypeID")); {
		case strings.Contains(kind, "Issue"):
			p.issued = text
		case strings.Contains(kind, "Expir"):
			p.expires = text
		}
	}
	id := n.TakeAttr("IdentityID")
	r.papers[id] = append(r.papers[id], p)
}

func (r *advanced) party(n *source.Node) error {
	profiles := n.All("Profile")
	if len(profiles) == 0 {
		return errors.New("the party has no profile")
	}
	defer r.b.Settle()
	for _, p := range profiles {
		if err := r.profile(n, p); err != nil {
			return err
		}
	}
	e := r.byProfile[r.last]
	for _, k := range n.Untaken() {
		r.b.NotUnderstood(e, k.Path+": "+k.Value(), r.at(k))
	}
	return nil
}

// kindOf is the type of a party as the CSV files write it.
func (r *advanced) kindOf(p *source.Node) string {
	sub := p.TakeAttr("PartySubTypeID")
	kind := r.word("PartyType", r.transport[sub])
	switch word := r.word("PartySubType", sub); {
	case strings.EqualFold(kind, "Individual"):
		return "individual"
	case strings.EqualFold(word, "Vessel"):
		return "vessel"
	case strings.EqualFold(word, "Aircraft"):
		return "aircraft"
	}
	return ""
}

func (r *advanced) profile(party, p *source.Node) error {
	b := r.b
	id := p.TakeAttr("ID")
	if id == "" {
		id = party.TakeAttr("FixedRef")
	}
	if id == "" {
		return errors.New("the profile has no number")
	}
	kind := r.kindOf(p)
	names := r.namesOf(p, kind == "individual")
	if len(names) == 0 {
		return errors.New("the party has no name")
	}
	var clauses []clause
	add := func(text string, at entity.Place) {
		if text = source.OneLine(text); text != "" {
			clauses = append(clauses, clause{text: text, at: at})
		}
	}
	var rest features
	for _, f := range p.All("Feature") {
		r.feature(f, add, &rest)
	}
	for _, i := range p.All("Identity") {
		identity := i.TakeAttr("ID")
		for _, d := range r.papers[identity] {
			add(idClause(d.kind, d.number, d.country, d.issued, d.expires), d.at)
		}
		delete(r.papers, identity)
	}
	for _, c := range append(party.All("Comment"), p.All("Comment")...) {
		for _, k := range splitRemarks(c.Value()) {
			r.remark(k.text, r.at(c), add)
		}
	}
	e := b.NewEntity("ofac-"+id, schemaOf(kind, names[0].text, clauses))
	e.Target = true
	if err := b.Entry(e); err != nil {
		return err
	}
	r.byProfile[id], r.last = e, id
	for i, nm := range names {
		prop := nm.prop
		if i == 0 {
			prop = "name"
		}
		r.name(e, prop, nm.text, nm.at)
		if i == 0 {
			know(r.reader.names, nm.text, e)
		} else if prop != "weakAlias" {
			know(r.known, nm.text, e)
		}
	}
	s := r.sanction(e, id, r.at(p))
	r.sanctions[e] = s
	for _, t := range rest.titles {
		for part := range strings.SplitSeq(t.text, ";") {
			r.role(e, strings.TrimSpace(part), t.at)
		}
	}
	r.vessel(e, func(i int) (string, entity.Place) { c := rest.vessel[i-5]; return c.text, c.at })
	r.clausesOf(e, s, clauses)
	for _, a := range rest.places {
		r.place(e, r.places[a].address(a), r.places[a].at)
	}
	return nil
}

// entryOf adds the programmes of an entry, of which there can be several, and
// the day on which it was listed.
func (r *advanced) entryOf(n *source.Node) {
	e := r.byProfile[n.TakeAttr("ProfileID")]
	if e == nil {
		if r.lostEntries++; r.lostEntry == "" {
			r.lostEntry = n.TakeAttr("ID")
		}
		return
	}
	s := r.sanctions[e]
	for _, m := range n.All("SanctionsMeasure") {
		text := m.Take("Comment")
		switch kind := r.word("SanctionsType", m.TakeAttr("SanctionsTypeID")); {
		case strings.EqualFold(kind, "Program"):
			r.b.AddProgram(e, s, text, r.at(m))
		case text != "":
			r.b.SetText(s, "provisions", source.OneLine(kind+" "+text), "", "", r.at(m))
		}
	}
	for _, ev := range n.All("EntryEvent") {
		for _, d := range ev.All("Date") {
			if x := ymd(d); !x.IsZero() {
				r.b.Set(s, "listingDate", x.String(), "", r.at(ev))
			}
		}
		if basis := r.word("LegalBasis", ev.TakeAttr("LegalBasisID")); basis != "" && basis != "Unknown" {
			r.b.SetText(s, "reason", basis, "", "", r.at(ev))
		}
	}
}

// relate makes links of the relations. A relation whose ends cannot be what its
// type says, but can the other way round, is reversed: OFAC has both.
func (r *advanced) relate() {
	lost, first := 0, relation{}
	for _, x := range r.relations {
		from, to := r.byProfile[x.from], r.byProfile[x.to]
		if from == nil || to == nil || from == to {
			if lost++; lost == 1 {
				first = x
			}
			continue
		}
		Relate(r.b, from, to, x.kind, x.comment, x.former, x.at)
		r.related(from, to)
		r.b.Settle()
	}
	if lost > 0 {
		r.b.Remark("%d relations have an end that is no party of the list and are not read; the first: %s, of the profiles %s and %s", lost, first.kind, first.from, first.to)
	}
}
