package ofac

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"deciban/internal/entity"
	"deciban/internal/lists/source"
)

var errAfterEnd = errors.New("the file goes on after its end mark (Ctrl-Z)")

func columnError(have, want int) error {
	return fmt.Errorf("the row has %d columns, %d are expected: the file is cut off or of another format", have, want)
}

func rowError(part Part) error {
	return fmt.Errorf("is no row of OFAC's %s", part)
}

// remarkLimit is the number of characters at which OFAC cuts remarks; the rest
// stands in the spillover file. The cut can fall inside a word.
const remarkLimit = 1000

// reader reads one list.
type reader struct {
	b       *source.Builder
	d       dialect
	files   map[Part]*source.File
	aliases map[string][]row
	places  map[string][]row
	rest    map[string]row

	// names and known find an entry by its name, or one of its aliases, exactly
	// as listed but for case; nil if several entries have it.
	names, known map[string]*entity.Entity
	linked       []linked
	// done are the pairs that are linked already.
	done map[[2]string]bool
}

// linked is a link to another entry, by name, to be resolved when all entries
// are known.
type linked struct {
	from *entity.Entity
	kind linkKind
	name string
	text string
	at   entity.Place
}

type linkKind int

const (
	linkTo linkKind = iota
	linkOwner
	linkOperator
)

func newReader(b *source.Builder) *reader {
	return &reader{b: b, files: map[Part]*source.File{}, aliases: map[string][]row{}, places: map[string][]row{},
		rest: map[string]row{}, names: map[string]*entity.Entity{}, known: map[string]*entity.Entity{}}
}

func read(d dialect, in *source.Input, b *source.Builder) error {
	r := newReader(b)
	r.d = d
	for _, f := range in.Files {
		r.files[partOf(d, f)] = f
	}
	dataset := datasetOf(d.headRows(r.files[PartPrimary]))
	b.Describe(dataset, titleOf(dataset), Authority, "")

	if err := r.group(in, PartAliases, r.aliases); err != nil {
		return err
	}
	if err := r.group(in, PartAddresses, r.places); err != nil {
		return err
	}
	if f := r.files[PartComments]; f != nil {
		err := table(r.d, in, b, f, PartComments, func(w row) error {
			id := strings.TrimSpace(w.cells[0])
			if _, twice := r.rest[id]; twice {
				return errors.New("the entry has two rows of continued remarks")
			}
			r.rest[id] = w
			return nil
		})
		if err != nil {
			return err
		}
	}
	if err := table(r.d, in, b, r.files[PartPrimary], PartPrimary, r.entry); err != nil {
		return err
	}
	r.resolve()
	r.report()
	return nil
}

// group reads a part, if it is there, by entry.
func (r *reader) group(in *source.Input, part Part, into map[string][]row) error {
	f := r.files[part]
	if f == nil {
		return nil
	}
	return table(r.d, in, r.b, f, part, func(w row) error {
		id := strings.TrimSpace(w.cells[0])
		into[id] = append(into[id], w)
		return nil
	})
}

// report says what is missing, and what belongs to no entry.
func (r *reader) report() {
	if r.files[PartAliases] == nil {
		r.b.Remark("the aliases are missing: there is no alt.csv beside the list; only weak aliases, which stand in the remarks, are read")
	}
	if r.files[PartAddresses] == nil {
		r.b.Remark("the addresses are missing: there is no add.csv beside the list")
	}
	if r.files[PartComments] == nil {
		r.b.Remark("there is no sdn_comments.csv beside the list: remarks of over 1,000 characters are cut off")
	}
	orphans := 0
	for _, m := range []map[string][]row{r.aliases, r.places} {
		for _, rows := range m {
			orphans += len(rows)
		}
	}
	if orphans > 0 {
		r.b.Remark("%d rows of aliases and addresses belong to no entry of the list and are not read", orphans)
	}
	if n := len(r.rest); n > 0 {
		r.b.Remark("%d continued remarks (%s) belong to no entry of the list and are not read: is the file of another day?", n, r.files[PartComments].Name)
	}
}

// entry reads one row of the main table with all that belongs to it.
func (r *reader) entry(w row) error {
	b := r.b
	id := strings.TrimSpace(w.cells[0])
	col := func(i int) (string, entity.Place) {
		return null(w.cells[i]), entity.Place{File: r.files[PartPrimary].Name, Line: w.line, Path: columns[PartPrimary][i]}
	}
	clauses := r.clauses(id, w)
	name, at := col(1)
	if name == "" {
		return errors.New("the entry has no name")
	}
	kind := strings.TrimSpace(w.cells[2])
	e := b.NewEntity("ofac-"+id, schemaOf(kind, name, clauses))
	e.Target = true
	if err := b.Entry(e); err != nil {
		return err
	}
	r.name(e, "name", name, at)
	know(r.names, name, e)
	for _, a := range r.aliases[id] {
		r.alias(e, a)
	}
	delete(r.aliases, id)

	programs, at := col(3)
	s := r.sanction(e, id, at)
	for p := range strings.SplitSeq(programs, "] [") {
		if p = strings.Trim(p, " []"); p != "" {
			b.SetText(s, "program", p, "", "", at)
			b.SetText(e, "program", p, "", "", at)
		}
	}
	if title, at := col(4); title != "" {
		for t := range strings.SplitSeq(title, ";") {
			r.role(e, strings.TrimSpace(t), at)
		}
	}
	r.vessel(e, col)
	r.clausesOf(e, s, clauses)
	for _, p := range r.places[id] {
		r.address(e, p)
	}
	delete(r.places, id)
	return nil
}

func (r *reader) sanction(e *entity.Entity, id string, at entity.Place) *entity.Entity {
	s := r.b.AddSanction(e, Authority, "us", at)
	r.b.SetText(s, "authorityId", id, "", "", at)
	return s
}

// clausesOf reads the clauses of e and counts them.
func (r *reader) clausesOf(e, s *entity.Entity, clauses []clause) {
	noted := 0
	for _, c := range clauses {
		if r.clause(e, s, c) == kept {
			noted++
		}
	}
	r.b.Clauses(len(clauses), noted)
}

// clauses joins an entry's remarks with their rest and takes them apart.
func (r *reader) clauses(id string, w row) []clause {
	text := w.cells[11]
	if null(text) == "" {
		text = ""
	}
	at := entity.Place{File: r.files[PartPrimary].Name, Line: w.line, Path: "Remarks"}
	var more entity.Place
	rest, continued := r.rest[id]
	cut := len(text)
	if continued {
		delete(r.rest, id)
		more = entity.Place{File: r.files[PartComments].Name, Line: rest.line, Path: "Remarks"}
		if n := len([]rune(text)); n < remarkLimit {
			r.b.Remark("entry %s has continued remarks, but its remarks have only %d characters: is %s of another day?", id, n, more.File)
		}
		text += rest.cells[1]
	}
	cs := splitRemarks(text)
	if !continued && len([]rune(text)) >= remarkLimit && len(cs) > 0 {
		cs[len(cs)-1].cut = true
	}
	for i := range cs {
		cs[i].at = at
		if cs[i].offset >= cut {
			cs[i].at = more
		}
	}
	return cs
}

// name adds a name; a person's in the order in which it is spoken.
func (r *reader) name(e *entity.Entity, prop, text string, at entity.Place) {
	person := e.Schema.Name == "Person"
	names, rest := source.ListedNames(text, person)
	for i, n := range names {
		p := prop
		switch {
		case n.Weak && prop != "weakAlias":
			p = "weakAlias"
		case i > 0 && prop == "name":
			p = "alias"
		}
		value := n.Text
		if person {
			var given, surname string
			value, given, surname = source.NaturalOrder(value)
			if prop == "name" && i == 0 && surname != "" {
				defer r.b.SetText(e, "lastName", surname, "", "", at)
				defer r.b.SetText(e, "firstName", given, "", "", at)
			}
		}
		r.b.SetText(e, p, value, text, "", at)
	}
	for _, t := range rest {
		r.b.Note(e, t, at)
	}
	if len(names) == 0 {
		r.b.NotUnderstood(e, text, at)
	}
}

// nameKey is the name by which a link finds an entry: as listed, but for case
// and the full stop at the end, which can be the sentence's or the name's.
func nameKey(name string) string {
	return strings.ToUpper(strings.TrimRight(source.OneLine(name), ". "))
}

func know(names map[string]*entity.Entity, name string, e *entity.Entity) {
	key := nameKey(name)
	if have, ok := names[key]; ok && have != e {
		e = nil
	}
	names[key] = e
}

// named returns the one entry that a name names, or nil. A name counts before
// an alias.
func (r *reader) named(name string) *entity.Entity {
	key := nameKey(name)
	if e, ok := r.names[key]; ok {
		return e
	}
	return r.known[key]
}

func (r *reader) alias(e *entity.Entity, w row) {
	at := entity.Place{File: r.files[PartAliases].Name, Line: w.line, Path: "alt_name"}
	name := null(w.cells[3])
	if name == "" {
		return
	}
	prop := "alias"
	if strings.TrimSpace(w.cells[2]) == "fka" {
		prop = "previousName"
	}
	r.name(e, prop, name, at)
	know(r.known, name, e)
	if t := null(w.cells[4]); t != "" {
		at.Path = "alt_remarks"
		r.b.Note(e, "alias "+name+": "+t, at)
	}
}

func (r *reader) address(e *entity.Entity, w row) {
	b := r.b
	at := func(i int) entity.Place {
		return entity.Place{File: r.files[PartAddresses].Name, Line: w.line, Path: columns[PartAddresses][i]}
	}
	street, city, country, remarks := null(w.cells[2]), null(w.cells[3]), null(w.cells[4]), null(w.cells[5])
	var parts []string
	for _, p := range []string{street, city, country} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	if len(parts) == 0 && remarks == "" {
		return
	}
	code, known := source.CountryCode(strings.TrimPrefix(country, "Region: "))
	switch {
	case known:
		b.SetText(e, "country", code, country, "", at(4))
	case country == "undetermined" || country == "":
	default:
		b.Note(e, "country: "+country, at(4))
		b.Problem(e, at(4), country, "is no country that is known here")
	}
	if street == "" && city == "" && remarks == "" {
		return
	}
	full := strings.Join(parts, ", ")
	p := b.PartOf(e, "Address", "address", strings.TrimSpace(w.cells[1]))
	if full != "" {
		b.Set(e, "address", full, "", at(2))
		b.SetText(p, "full", full, "", "", at(2))
	}
	for i, f := range []string{"", "", "street", "city", "", "remarks"} {
		if v := null(w.cells[i]); f != "" && v != "" {
			b.SetText(p, f, v, "", "", at(i))
		}
	}
	if known {
		b.SetText(p, "country", code, country, "", at(4))
	}
	b.SetText(e, "addressEntity", p.ID, "", "", at(2))
}

// thousands is a number with commas, as tonnages are written in the CSV files.
var thousands = regexp.MustCompile(`^[0-9]{1,3}(?:,[0-9]{3})+$`)

// vessel reads the columns that only vessels have.
func (r *reader) vessel(e *entity.Entity, col func(int) (string, entity.Place)) {
	b := r.b
	for i, prop := range []string{"callSign", "type", "tonnage", "grossRegisteredTonnage"} {
		i += 5 // Call_Sign is the first of the four columns
		v, at := col(i)
		switch {
		case v == "":
		case e.Schema.Property(prop) != nil && thousands.MatchString(v):
			b.Set(e, prop, strings.ReplaceAll(v, ",", ""), v, at) // the XML files have no commas
		case e.Schema.Property(prop) != nil:
			b.Set(e, prop, v, "", at)
		default:
			b.Note(e, columns[PartPrimary][i]+": "+v, at)
		}
	}
	if flag, at := col(9); flag != "" {
		r.country(e, "flag", flag, at)
	}
	if owner, at := col(10); owner != "" {
		r.linked = append(r.linked, linked{e, linkOwner, owner, "owner: " + owner, at})
	}
}

// country sets a country that a property of the schema can hold. OFAC writes
// "None Identified" where it looked for one and found none.
func (r *reader) country(e *entity.Entity, prop, text string, at entity.Place) {
	switch {
	case e.Schema.Property(prop) == nil || text == "None Identified" || text == "Unknown":
		r.b.Note(e, prop+": "+text, at)
	default:
		r.b.SetCountry(e, prop, text, at)
	}
}

// resolve turns links by name into links by id where exactly one entry has the
// name, and keeps the others as notes.
func (r *reader) resolve() {
	b := r.b
	done := r.done
	if done == nil {
		done = map[[2]string]bool{}
	}
	for _, l := range r.linked {
		to := r.named(l.name)
		if to == nil || to == l.from {
			b.Note(l.from, l.text, l.at)
			continue
		}
		switch l.kind {
		case linkOwner, linkOperator:
			prop := "owner"
			if l.kind == linkOperator {
				prop = "operator"
			}
			if to.Schema.IsA("LegalEntity") {
				b.SetText(l.from, prop, to.ID, l.text, "", l.at)
				continue
			}
			b.Note(l.from, l.text, l.at)
		default:
			pair := [2]string{l.from.ID, to.ID}
			if done[pair] {
				continue
			}
			done[pair] = true
			p := b.PartOf(l.from, "UnknownLink", "link", to.ID)
			b.SetText(p, "subject", l.from.ID, "", "", l.at)
			b.SetText(p, "object", to.ID, l.text, "", l.at)
			b.SetText(p, "role", "linked to", "", "", l.at)
			b.Settle()
		}
	}
}
