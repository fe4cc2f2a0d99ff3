package cli

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"deciban/internal/entity"
)

// mill makes entries and subjects by recombining the parts of real ones.
type mill struct {
	templates []*entity.Entity
	// words are the parts of names by schema and place: first, middle, last.
	words map[string]*[3][]string
	dates []string
}

func newMill(entities []*entity.Entity) *mill {
	m := &mill{words: map[string]*[3][]string{}}
	for _, e := range entities {
		if e.Schema == nil || !e.Schema.Matchable || len(e.Values("name")) == 0 {
			continue
		}
		m.templates = append(m.templates, e)
		w := m.words[e.Schema.Name]
		if w == nil {
			w = &[3][]string{}
			m.words[e.Schema.Name] = w
		}
		for _, prop := range []string{"name", "alias"} {
			for _, v := range e.Values(prop) {
				parts := strings.Fields(v)
				for i, p := range parts {
					w[wordPlace(i, len(parts))] = append(w[wordPlace(i, len(parts))], p)
				}
			}
		}
		m.dates = append(m.dates, e.Values("birthDate")...)
	}
	return m
}

// wordPlace is where part i of n stands: 0 first, 1 between, 2 last.
func wordPlace(i, n int) int {
	switch i {
	case 0:
		return 0
	case n - 1:
		return 2
	}
	return 1
}

func pick(r *rand.Rand, from []string) string { return from[r.IntN(len(from))] }

// recombine makes a name of the template's shape with parts of other entries.
func (m *mill) recombine(r *rand.Rand, schema, name string) string {
	parts := strings.Fields(name)
	for i := range parts {
		parts[i] = pick(r, m.words[schema][wordPlace(i, len(parts))])
	}
	return strings.Join(parts, " ")
}

// entry makes entry i: the first are the real ones, without what belongs to
// them.
func (m *mill) entry(r *rand.Rand, i int) *entity.Entity {
	if i < len(m.templates) {
		return m.templates[i]
	}
	t := m.templates[r.IntN(len(m.templates))]
	e := &entity.Entity{ID: fmt.Sprint("made-", i), Schema: t.Schema, Datasets: []string{"bench"}}
	for _, s := range t.Statements {
		switch s.Prop {
		case "name", "alias", "weakAlias", "previousName":
			s.Value = m.recombine(r, t.Schema.Name, s.Value)
		case "birthDate":
			s.Value = m.date(r)
		case "gender", "nationality", "country", "topics", "program":
		default:
			continue
		}
		e.Statements = append(e.Statements, entity.Statement{Prop: s.Prop, Value: s.Value})
	}
	return e
}

// date is a birth date of the lists, mostly with another month and day.
func (m *mill) date(r *rand.Rand) string {
	if len(m.dates) == 0 {
		return "1970"
	}
	d := pick(r, m.dates)
	if len(d) == len("2006-01-02") && r.IntN(4) > 0 {
		return fmt.Sprintf("%s-%02d-%02d", d[:4], 1+r.IntN(12), 1+r.IntN(28))
	}
	return d
}

// subject makes a subject: a stranger, or an entry whose name has a slip of the
// pen.
func (m *mill) subject(r *rand.Rand) *entity.Entity {
	for {
		t := m.templates[r.IntN(len(m.templates))]
		name := pick(r, t.Values("name"))
		props := map[string][]string{}
		if r.IntN(2) == 0 {
			props["name"] = []string{m.recombine(r, t.Schema.Name, name)}
		} else {
			letters := []rune(name)
			k := r.IntN(len(letters))
			letters[k] = rune('a' + r.IntN(26))
			props["name"] = []string{string(letters)}
			if n := t.Values("nationality"); len(n) > 0 {
				props["nationality"] = n[:1]
			}
		}
		if t.Schema.IsA("Person") {
			props["birthDate"] = []string{m.date(r)}
		}
		if e, err := entity.NewSubject(t.Schema.Name, props); err == nil {
			return e
		}
	}
}
