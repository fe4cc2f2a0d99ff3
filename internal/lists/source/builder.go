package source

import (
	"errors"
	"fmt"
	"strings"

	"deciban/internal/entity"
)

// Builder builds a List, entity by entity.
type Builder struct {
	list    *List
	ids     map[string]bool
	entries map[string]bool
	decoded int
	// packed takes the entities that are settled; nil if all are kept as they
	// are. settled is how many of list.Entities are, then.
	packed  *packed
	settled int
	err     error
	// datasets is what all entities share; nobody writes to it.
	datasets []string
}

// NewBuilder returns a Builder for the dataset of that name, which may be set
// later.
func NewBuilder(dataset string) *Builder {
	return &Builder{list: &List{Dataset: dataset}, ids: map[string]bool{}, entries: map[string]bool{}}
}

// Describe sets what the list is; empty strings change nothing, and the name
// that the user gave to the dataset stays.
func (b *Builder) Describe(dataset, title, publisher, publishedOn string) {
	set := func(to *string, v string) {
		if *to == "" {
			*to = v
		}
	}
	set(&b.list.Dataset, dataset)
	set(&b.list.Title, title)
	set(&b.list.Publisher, publisher)
	set(&b.list.PublishedOn, publishedOn)
}

// Entries returns how many entries have been added.
func (b *Builder) Entries() int { return len(b.entries) }

// Dataset returns the dataset's name.
func (b *Builder) Dataset() string { return b.list.Dataset }

// Entry adds an entry. The id must be new.
func (b *Builder) Entry(e *entity.Entity) error {
	if err := b.Part(e); err != nil {
		return err
	}
	b.entries[e.ID] = true
	return nil
}

// Part adds an entity that belongs to an entry: a sanction, a document, an
// address, a link. The id must be new.
func (b *Builder) Part(e *entity.Entity) error {
	if e.ID == "" {
		return errors.New("entity has no id")
	}
	if b.ids[e.ID] {
		return fmt.Errorf("the id %q stands twice", e.ID)
	}
	b.ids[e.ID] = true
	b.list.Entities = append(b.list.Entities, e)
	return nil
}

// Settle says that the entities added so far are whole, but for statements that
// the Builder may still add to them: their schema, id and times stay, and nobody
// reads their statements. In a packed list they are stored away, so that a list
// of any size takes little memory while it is read; in another they give back
// what they have room for, but for a few more statements of entries and
// sanctions. A reader of a large list calls it after each party.
func (b *Builder) Settle() {
	l := b.list
	if b.packed != nil {
		for _, e := range l.Entities {
			if err := b.packed.add(e); err != nil && b.err == nil {
				b.err = err
			}
		}
		clear(l.Entities)
		l.Entities = l.Entities[:0]
		return
	}
	for _, e := range l.Entities[b.settled:] {
		spare := 0
		if e.Target || e.Schema.Name == "Sanction" {
			spare = 3
		}
		if cap(e.Statements) > len(e.Statements)+spare {
			e.Statements = append(make([]entity.Statement, 0, len(e.Statements)+spare), e.Statements...)
		}
	}
	b.settled = len(l.Entities)
}

// NewEntity returns an entity of the dataset with the schema of that name,
// which must exist; it is not added.
func (b *Builder) NewEntity(id, schema string) *entity.Entity {
	s, ok := entity.SchemaOf(schema)
	if !ok {
		panic("BUG: no schema " + schema)
	}
	if len(b.datasets) == 0 || b.datasets[0] != b.list.Dataset {
		b.datasets = []string{b.list.Dataset}
	}
	return &entity.Entity{ID: id, Schema: s, Datasets: b.datasets[:1:1]}
}

// PartOf returns a new entity that belongs to e and adds it. Its id is e's with
// the kind and the key, such as "ofac-36-passport-a123", and a number if that
// is taken.
func (b *Builder) PartOf(e *entity.Entity, schema, kind, key string) *entity.Entity {
	id := e.ID + "-" + kind
	if s := slug(key); s != "" {
		id += "-" + s
	}
	free := id
	for n := 2; b.ids[free]; n++ {
		free = fmt.Sprintf("%s-%d", id, n)
	}
	p := b.NewEntity(free, schema)
	if err := b.Part(p); err != nil {
		panic("BUG: " + err.Error())
	}
	return p
}

// slug keeps the letters, digits and marks that ids are made of.
func slug(key string) string {
	var b strings.Builder
	for _, r := range key {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '.':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	return Shorten(strings.Trim(b.String(), "-"), 64)
}

// Set adds the value of a property to e, cleaned. original is the text as
// written if it is more than value; it may be "". An impossible value is kept
// as written, with a remark, and is a Problem. The property must exist.
func (b *Builder) Set(e *entity.Entity, prop, value, original string, at entity.Place) {
	if strings.TrimSpace(value) == "" {
		return
	}
	sts, err := entity.CleanEntry(e.Schema, prop, value)
	if err != nil {
		if e.Schema.Property(prop) == nil {
			panic(fmt.Sprintf("BUG: %s of %s: %v", prop, e.Schema, err))
		}
		b.Problem(e, at, value, err.Error()) // nothing is left of it, such as of a lone control character
		return
	}
	for _, st := range sts {
		st.Place = at
		if original != "" && original != st.Value {
			st.Original = original
		}
		if st.Remark != "" {
			b.Problem(e, at, value, st.Remark)
		}
		e.Add(st)
	}
}

// SetText adds a value that needs no cleaning, such as a name that the reader
// has taken apart. original and lang may be "".
func (b *Builder) SetText(e *entity.Entity, prop, value, original, lang string, at entity.Place) {
	if e.Schema.Property(prop) == nil {
		panic(fmt.Sprintf("BUG: %s has no property %s", e.Schema, prop))
	}
	st := entity.Statement{Prop: prop, Value: OneLine(value), Lang: lang, Place: at}
	if original != "" && original != st.Value {
		st.Original = original
	}
	e.Add(st)
}

// SetCountry adds a country; a text that names none stays in the entity's notes
// with the property's name before it, and is a Problem.
func (b *Builder) SetCountry(e *entity.Entity, prop, text string, at entity.Place) {
	if strings.TrimSpace(text) == "" {
		return
	}
	code, ok := CountryCode(text)
	if !ok {
		b.Note(e, prop+": "+text, at)
		b.Problem(e, at, text, "is no country that is known here")
		return
	}
	b.SetText(e, prop, code, text, "", at)
}

// CountryCode is entity.CountryCode, which also reads a name with its parts
// turned round, "Man, Isle of".
func CountryCode(text string) (code string, ok bool) {
	if code, ok = entity.CountryCode(text); ok {
		return code, true
	}
	if head, tail, found := strings.Cut(text, ", "); found && !strings.Contains(tail, ",") {
		return entity.CountryCode(tail + " " + head)
	}
	return "", false
}

// Note keeps a text in e's notes, or where its schema has none, in its summary.
func (b *Builder) Note(e *entity.Entity, text string, at entity.Place) {
	prop := "notes"
	if e.Schema.Property(prop) == nil {
		prop = "summary"
	}
	b.SetText(e, prop, text, "", "", at)
}

// NotUnderstood keeps a text in e's notes and counts it as unparsed.
func (b *Builder) NotUnderstood(e *entity.Entity, text string, at entity.Place) {
	b.Note(e, text, at)
	b.list.Unparsed = append(b.list.Unparsed, Problem{Entity: e.ID, Place: at, Value: text, Why: "is not understood; kept as a note"})
}

// Problem records that a value of e is odd.
func (b *Builder) Problem(e *entity.Entity, at entity.Place, value, why string) {
	b.list.Problems = append(b.list.Problems, Problem{Entity: e.ID, Place: at, Value: value, Why: why})
}

// Remark records something about the list as a whole.
func (b *Builder) Remark(format string, args ...any) {
	b.list.Remarks = append(b.list.Remarks, fmt.Sprintf(format, args...))
}

// Clauses counts remark clauses: all of them, and those that are understood
// but have no property, so that they are kept as notes on purpose.
func (b *Builder) Clauses(all, noted int) {
	b.list.Counts.Clauses += all
	b.list.Counts.ClausesNoted += noted
}

// Decode returns s as UTF-8, reading it as Windows-1252 if it is not, and
// counts how often that was needed.
func (b *Builder) Decode(s string) string {
	t, decoded := DecodeText(s)
	if decoded {
		b.decoded++
	}
	return t
}

// ErrNoEntries says that a list is whole and has no entry.
var ErrNoEntries = errors.New("the list has no entries")

// List returns the finished list, counted. A list without any entry is
// ErrNoEntries unless empty allows it: no publisher's list is empty, so it is
// for a person to say that this one is.
func (b *Builder) List(empty bool) (*List, error) {
	if len(b.entries) == 0 && !empty {
		return nil, ErrNoEntries
	}
	if b.list.Dataset == "" {
		return nil, errors.New("the dataset has no name")
	}
	if b.decoded > 0 {
		b.Remark("%d fields are not UTF-8 and were read as Windows-1252", b.decoded)
	}
	if b.packed != nil {
		b.Settle()
		b.packed.end()
		b.list.packed, b.list.Entities = b.packed, nil
	}
	if b.err != nil {
		return nil, b.err
	}
	return b.list, b.list.count(b.entries)
}
