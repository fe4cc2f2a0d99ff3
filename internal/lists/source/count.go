package source

import (
	"strings"
	"unicode"

	"deciban/internal/entity"
)

// Counts says how much a list holds, so that it can be compared with an
// independent count of the same files.
type Counts struct {
	// Entries are the parties listed; what belongs to them is not counted.
	Entries  int
	BySchema map[string]int
	// Names are the different names of entries as the source wrote them, all
	// kinds together, each counted once for an entry. One text can hold
	// several names; by kind, statements are counted.
	Names         int
	Primary       int
	Aliases       int
	WeakAliases   int
	PreviousNames int
	// BirthDates are dates of birth as written, each counted once for an entry.
	BirthDates int
	// Identifiers are statements by kind; Numbers are the different numbers
	// among them, whatever their kind, each counted once for an entry.
	Identifiers map[entity.IDKind]int
	Numbers     int
	Addresses   int
	// Clauses are the remark clauses of a list that has such; ClausesNoted are
	// understood but kept as notes, for want of a property; ClausesUnparsed
	// are not understood.
	Clauses, ClausesNoted, ClausesUnparsed int
	// Parts are the entities that belong to entries, by schema.
	Parts map[string]int
}

func (l *List) count(entries map[string]bool) error {
	c := &l.Counts
	c.BySchema, c.Parts, c.Identifiers = map[string]int{}, map[string]int{}, map[entity.IDKind]int{}
	if c.Clauses > 0 {
		c.ClausesUnparsed = len(l.Unparsed)
	}
	return l.Each(func(e *entity.Entity) error {
		if !entries[e.ID] {
			c.Parts[e.Schema.Name]++
			return nil
		}
		c.Entries++
		c.BySchema[e.Schema.Name]++
		c.countEntry(e)
		return nil
	})
}

func (c *Counts) countEntry(e *entity.Entity) {
	names, dates, ids := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, s := range e.Statements {
		switch s.Prop {
		case "name":
			c.Primary++
			names[s.Text()] = true
		case "alias":
			c.Aliases++
			names[s.Text()] = true
		case "weakAlias":
			c.WeakAliases++
			names[s.Text()] = true
		case "previousName":
			c.PreviousNames++
			names[s.Text()] = true
		case "birthDate":
			dates[s.Text()] = true
		case "address":
			c.Addresses++
		default:
			if k, ok := entity.KindIn(e.Schema, s.Prop); ok {
				c.Identifiers[k]++
				ids[bare(s.Value)] = true
			}
		}
	}
	c.Names += len(names)
	c.BirthDates += len(dates)
	c.Numbers += len(ids)
}

// bare is a number without separators and in lower case.
func bare(number string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, number)
}
