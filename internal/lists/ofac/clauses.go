package ofac

import (
	"strings"

	"deciban/internal/entity"
	"deciban/internal/lists/source"
)

// Clauses reads what OFAC says of a party for a list that repeats it in OFAC's
// words, the Consolidated Screening List.
type Clauses struct{ r *reader }

// NewClauses returns a Clauses that adds to b.
func NewClauses(b *source.Builder) *Clauses { return &Clauses{newReader(b)} }

// Schema returns the schema of an entry by OFAC's type, its name and what is
// said of it.
func (c *Clauses) Schema(kind, name string, texts []string) (string, error) {
	kind, err := sdnType(kind)
	var cs []clause
	for _, t := range texts {
		cs = append(cs, clause{text: t})
	}
	return schemaOf(kind, name, cs), err
}

// Name adds a name, a person's in the order in which it is spoken, and makes
// it known to links.
func (c *Clauses) Name(e *entity.Entity, prop, text string, at entity.Place) {
	c.r.name(e, prop, text, at)
	if prop == "name" {
		know(c.r.names, text, e)
	} else {
		know(c.r.known, text, e)
	}
}

// Role adds a title or a position, whichever a text is.
func (c *Clauses) Role(e *entity.Entity, text string, at entity.Place) { c.r.role(e, text, at) }

// Identifier is a paper or another thing with a label as one clause.
func Identifier(label, number, country, issued, expires string) string {
	return idClause(label, number, country, issued, expires)
}

// Remarks takes remarks apart into clauses.
func Remarks(text string) []string {
	var out []string
	var r reader
	for _, c := range splitRemarks(text) {
		r.remark(c.text, entity.Place{}, func(t string, _ entity.Place) { out = append(out, t) })
	}
	return out
}

// Read reads one clause of e, whose sanction is s.
func (c *Clauses) Read(e, s *entity.Entity, text string, at entity.Place) {
	if text = source.OneLine(text); text != "" {
		c.r.clausesOf(e, s, []clause{{text: text, at: at}})
	}
}

// Vessel adds what columns say of a vessel: call sign, type, tonnage, gross
// registered tonnage, flag and owner.
func (c *Clauses) Vessel(e *entity.Entity, value func(i int) (string, entity.Place)) {
	c.r.vessel(e, func(i int) (string, entity.Place) { return value(i - 5) })
}

// Resolve makes links of the names that clauses have named, when all entries
// are known.
func (c *Clauses) Resolve() { c.r.resolve() }

// IsLabel tells whether a text is a label of OFAC's, and nothing else.
func IsLabel(text string) bool {
	_, value, ok := findLabel(strings.TrimSpace(text))
	return ok && (strings.Trim(value, " -#:") == "" || value[0] == '(' && source.ClosingParenthesis(value, 0) == len(value)-1) || isDirective(text)
}

// isDirective tells whether a text is the label of what a directive forbids,
// some of which name it within: "Listing Date (EO 14024 Directive 2):".
func isDirective(text string) bool {
	text = strings.TrimSpace(text)
	return strings.HasSuffix(text, ":") || strings.HasSuffix(text, " -") || strings.HasPrefix(text, "Digital Currency Address - ")
}
