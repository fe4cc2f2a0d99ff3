package ofac

import (
	"regexp"
	"strings"

	"deciban/internal/entity"
	"deciban/internal/lists/source"
)

// relationKinds are OFAC's types of relation, as they begin, and what they
// become. Each is read from the first party to the second.
var relationKinds = []struct {
	kind, schema string
	// swap says that the first party is the target of the link and not its
	// source: "A is owned by B" is B owns A.
	swap bool
}{
	{"owned or controlled by", "Ownership", true},
	{"owned by", "Ownership", true},
	{"property in the interest of", "Ownership", true},
	{"owns", "Ownership", false},
	{"leader or official of", "Directorship", false},
	{"principal executive officer", "Directorship", false},
	{"acting for or on behalf of", "Representation", false},
	{"family member of", "Family", false},
	{"member of", "Membership", false},
	{"associate of", "Associate", false},
}

var percent = regexp.MustCompile(`\b([0-9]{1,3}(?:\.[0-9]+)?) ?(?:%|per ?cent)`)

// Relate links two entries by OFAC's words for what they are to each other. A
// type that says nothing more definite, or whose ends cannot be these two either
// way, becomes an UnknownLink with the words as its role.
func Relate(b *source.Builder, from, to *entity.Entity, kind, comment string, former bool, at entity.Place) *entity.Entity {
	schema, a, z := "UnknownLink", from, to
	lower := strings.ToLower(kind)
	for _, k := range relationKinds {
		if !strings.HasPrefix(lower, k.kind) {
			continue
		}
		s, _ := entity.SchemaOf(k.schema)
		if k.swap {
			a, z = to, from
		}
		switch {
		case fits(s, a, z):
			schema = k.schema
		case fits(s, z, a):
			schema, a, z = k.schema, z, a
		default:
			a, z = from, to
		}
		break
	}
	link := b.AddLink(schema, a, z, kind, "", at)
	if m := percent.FindStringSubmatch(comment); m != nil && schema == "Ownership" {
		b.SetText(link, "percentage", m[1], comment, "", at)
	}
	if former && link.Schema.Property("status") != nil {
		b.SetText(link, "status", "former", "", "", at)
	}
	if comment != "" {
		b.SetText(link, "summary", comment, "", "", at)
	}
	return link
}

// fits tells whether two entities can be the ends of a link.
func fits(s *entity.Schema, source, target *entity.Entity) bool {
	return source.Schema.IsA(s.Property(s.Edge.Source).Range) && target.Schema.IsA(s.Property(s.Edge.Target).Range)
}

// related says that two entries are linked, so that the same link by name in
// the remarks is not made once more.
func (r *reader) related(a, b *entity.Entity) {
	if r.done == nil {
		r.done = map[[2]string]bool{}
	}
	r.done[[2]string{a.ID, b.ID}] = true
	r.done[[2]string{b.ID, a.ID}] = true
}
