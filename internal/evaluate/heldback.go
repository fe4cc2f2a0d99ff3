package evaluate

import (
	"fmt"
	"hash/fnv"
	"slices"
	"strings"

	"deciban/internal/entity"
	"deciban/internal/names"
	"deciban/internal/screen"
	"deciban/internal/screen/ordinary"
)

// Cases made from lists.
//
// A party with several names is as good as a labelled pair: one of its names is
// held back and screened as a subject against the list with the others.
// Strangers are made-up ordinary parties; or, if they are to be hard ones, every
// second such party, which is then taken from the list altogether: the families
// and networks of the listed share their names. Hard strangers need lists that
// hold nobody twice: a party that another list has under another spelling is no
// stranger. Which party is which follows from its names, not from the order of
// the list.

// HeldBack is a list with names held back, and the cases that they are.
type HeldBack struct {
	Entities []*entity.Entity
	Positive []Case
	Negative []Case
	// Parties are the groups of entries that are one party, and Skipped those
	// of them that share a name with the lists that were learned from.
	Parties, Skipped int
}

// HoldBack makes cases from the entities of one or more lists; hard asks for
// strangers from the lists, else the negatives are ordinary parties. Entries of
// several lists that share a whole name are taken as one party. A party that
// shares a whole name with a learned entity gives no case.
func HoldBack(entities, learned []*entity.Entity, hard bool) (*HeldBack, error) {
	known := map[string]bool{}
	for _, e := range learned {
		for _, n := range namesOf(e) {
			known[nameKey(n, e)] = true
		}
	}
	h := &HeldBack{}
	groups := parties(entities)
	gone := map[*entity.Entity]bool{}
	without := map[*entity.Entity]map[string]bool{}
	for _, g := range groups {
		h.Parties++
		keys, spelled := distinctNames(g)
		if slices.ContainsFunc(keys, func(k string) bool { return known[k] }) {
			h.Skipped++
			continue
		}
		if len(keys) < 2 {
			continue
		}
		hash := hashOf(keys)
		pick := keys[int(hash>>8%uint64(len(keys)))]
		c := caseOf(g, spelled[pick], pick, hash>>1&1 == 0)
		if c.Subject == nil {
			continue
		}
		if hard && hash&1 == 1 {
			h.Negative = append(h.Negative, c)
			for _, e := range g {
				gone[e] = true
			}
			continue
		}
		for _, e := range g {
			c.Expect = append(c.Expect, e.ID)
			without[e] = map[string]bool{pick: true}
		}
		h.Positive = append(h.Positive, c)
	}
	for _, e := range entities {
		switch {
		case gone[e]:
		case without[e] != nil:
			h.Entities = append(h.Entities, withoutNames(e, without[e]))
		default:
			h.Entities = append(h.Entities, e)
		}
	}
	if hard {
		return h, nil
	}
	var err error
	h.Negative, err = ordinaryCases()
	return h, err
}

// The ordinary strangers: others than those of a budget of false alerts, so that
// a threshold and its measure are not taken from the same.
const (
	strangersFrom   = 100_000
	strangerPersons = 6000
	strangerOthers  = 3000
)

func ordinaryCases() ([]Case, error) {
	var out []Case
	for i := range strangerPersons + strangerOthers {
		p := ordinary.Person(strangersFrom + i)
		if i >= strangerPersons {
			p = ordinary.Other(strangersFrom + i)
		}
		s, err := screen.NewSubject(p.Schema, p.Properties)
		if err != nil {
			return nil, fmt.Errorf("made-up party %s: %w", p.ID, err)
		}
		out = append(out, finish(Case{ID: p.ID, Subject: s, Schema: p.Schema, Kind: "made-up"}))
	}
	return out, nil
}

func matchable(e *entity.Entity) bool {
	return e.Schema != nil && e.Schema.Matchable && !e.Schema.IsA("Address")
}

func isNameProp(prop string) bool {
	return prop == "name" || prop == "alias" || prop == "previousName"
}

// namesOf returns the names that somebody would go by: weak aliases are left
// on the list and are never cases.
func namesOf(e *entity.Entity) []string {
	var out []string
	for i := range e.Statements {
		if isNameProp(e.Statements[i].Prop) {
			out = append(out, e.Statements[i].Value)
		}
	}
	return out
}

// nameKey is a name's words in order of the alphabet: two spellings of one key
// are the same name.
func nameKey(name string, e *entity.Entity) string {
	kind := names.Organisation
	if e.Schema != nil && e.Schema.IsA("Person") {
		kind = names.Person
	}
	ns := names.Parse(name, kind)
	if len(ns) == 0 {
		return ""
	}
	var forms []string
	for _, t := range ns[0].Tokens {
		forms = append(forms, t.Channel.String()+":"+t.Form)
	}
	slices.Sort(forms)
	return strings.Join(forms, " ")
}

// parties joins the matchable entries that share a whole name.
func parties(entities []*entity.Entity) [][]*entity.Entity {
	owner := map[string]int{}
	var groups [][]*entity.Entity
	at := map[*entity.Entity]int{}
	for _, e := range entities {
		if !matchable(e) {
			continue
		}
		mine := len(groups)
		groups = append(groups, []*entity.Entity{e})
		at[e] = mine
		for _, n := range namesOf(e) {
			k := nameKey(n, e)
			other, ok := owner[k]
			if k == "" || !ok {
				owner[k] = mine
				continue
			}
			if other == mine {
				continue
			}
			// The later group takes the earlier one's place in every name.
			for _, m := range groups[other] {
				at[m] = mine
			}
			groups[mine] = append(groups[other], groups[mine]...)
			groups[other] = nil
			for _, m := range groups[mine] {
				for _, n := range namesOf(m) {
					owner[nameKey(n, m)] = mine
				}
			}
		}
	}
	return slices.DeleteFunc(groups, func(g []*entity.Entity) bool { return len(g) == 0 })
}

// Parties tells which entries are one party: those that share a whole name, as
// when two lists hold the same person.
type Parties struct {
	of map[string]int
}

// PartiesOf finds the entries that are one party.
func PartiesOf(entities []*entity.Entity) *Parties {
	p := &Parties{of: map[string]int{}}
	for i, g := range parties(entities) {
		for _, e := range g {
			p.of[e.ID] = i
		}
	}
	return p
}

// Same tells whether two entries are one party. A nil Parties knows of none.
func (p *Parties) Same(a, b string) bool {
	if p == nil {
		return false
	}
	x, ok := p.of[a]
	y, too := p.of[b]
	return ok && too && x == y
}

// distinctNames returns the keys of a party's names in order, and one spelling
// of each.
func distinctNames(g []*entity.Entity) (keys []string, spelled map[string]string) {
	spelled = map[string]string{}
	for _, e := range g {
		for _, n := range namesOf(e) {
			if k := nameKey(n, e); k != "" && spelled[k] == "" {
				spelled[k] = n
				keys = append(keys, k)
			}
		}
	}
	slices.Sort(keys)
	return keys, spelled
}

// hashOf is FNV-1a, mixed once more so that each bit depends on every name.
func hashOf(keys []string) uint64 {
	h := fnv.New64a()
	for _, k := range keys {
		_, _ = h.Write([]byte(k + "\n"))
	}
	z := h.Sum64()
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	return z ^ z>>27
}

// caseOf makes a subject of a party's name; every second one knows the birth
// dates and nationalities of the list too.
func caseOf(g []*entity.Entity, name, key string, more bool) Case {
	e := g[0]
	c := Case{ID: "held-back-" + e.ID, Schema: e.Schema.Name, Kind: "name"}
	s := &entity.Entity{ID: c.ID, Schema: e.Schema}
	s.Add(entity.Statement{Prop: "name", Value: name})
	if more && e.Schema.IsA("Person") {
		c.Kind = "name, birth date"
		for i := range e.Statements {
			if st := e.Statements[i]; st.Prop == "birthDate" || st.Prop == "nationality" {
				s.Add(entity.Statement{Prop: st.Prop, Value: st.Value})
			}
		}
	}
	if !strings.Contains(key, "latin:") {
		c.Kind += ", original script"
	}
	c.Subject = s
	return c
}

// withoutNames is the entry without every spelling of the names, in whatever
// property.
func withoutNames(e *entity.Entity, gone map[string]bool) *entity.Entity {
	c := *e
	c.Statements = slices.DeleteFunc(slices.Clone(e.Statements), func(s entity.Statement) bool {
		return (isNameProp(s.Prop) || s.Prop == "weakAlias") && gone[nameKey(s.Value, e)]
	})
	return &c
}
