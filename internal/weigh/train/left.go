package main

import (
	"fmt"
	"math"
	"os"

	"deciban/internal/entity"
	"deciban/internal/names"
	"deciban/internal/weigh"
)

// countLeft pairs each two names of a party with the model so far, and counts
// which tokens found a counterpart.
func (l *learned) countLeft(m *weigh.Model, groups []group) {
	forms := [2]map[string][2]float64{{}, {}}
	person, _ := entity.SchemaOf("Person")
	other, _ := entity.SchemaOf("Organization")
	for _, g := range groups {
		schema, pop := other, 1
		if g.kind == names.Person {
			schema, pop = person, 0
		}
		list := g.names
		if len(list) > 8 {
			list = list[:8]
		}
		for i := range list {
			for j := range list {
				if i == j {
					continue
				}
				e := m.Prepare(&entity.Entity{ID: "e", Schema: schema, Statements: []entity.Statement{{Prop: "name", Value: list[j]}}})
				q := m.Prepare(&entity.Entity{ID: "q", Schema: schema, Statements: []entity.Statement{{Prop: "name", Value: list[i]}}})
				if e.Names() == 0 || q.Names() == 0 {
					continue
				}
				x := weigh.NewMatcher(m, weigh.NewVocabulary([]*weigh.Party{e}))
				x.Subject(q)
				w := 1 / float64(len(list)-1)
				x.Leftover(e, func(form string, role names.Role, rarity weigh.Weight, tokens int, left bool) {
					c := &l.left[pop]
					r, n := weigh.RarityBucket(rarity), min(tokens, 6)
					c.seen[role][r][n] += w
					if role == names.Number {
						return // numbers must agree, whichever they are
					}
					f := forms[pop][form]
					f[0] += w
					if left {
						c.left[role][r][n] += w
						f[1] += w
					}
					forms[pop][form] = f
				})
			}
		}
	}
	// Forms that are left out more or less often than their role tells.
	for pop := range forms {
		l.leftForm[pop] = map[string]int{}
		for _, form := range sortedStrings(forms[pop]) {
			f := forms[pop][form]
			if f[0] >= 12 {
				p := (f[1] + 1) / (f[0] + 4)
				l.leftForm[pop][form] = int(math.Round(1000 * math.Log10(p)))
			}
		}
		fmt.Fprintf(os.Stderr, "left: %d forms of their own\n", len(l.leftForm[pop]))
		for role := range 7 {
			for r := range 4 {
				fmt.Fprintf(os.Stderr, "%d %s %d", pop, names.Role(role), r)
				for n := 1; n <= 6; n++ {
					fmt.Fprintf(os.Stderr, "  %.0f:%.1f", l.left[pop].seen[role][r][n], 10*math.Log10((l.left[pop].left[role][r][n]+.5)/(l.left[pop].seen[role][r][n]+1)))
				}
				fmt.Fprintln(os.Stderr)
			}
		}
	}
}
