package ch

import (
	"fmt"
	"sort"
	"strconv"
	"strings"

	"deciban/internal/entity"
	"deciban/internal/lists/source"
)

// maxNames is the most spellings that a name is multiplied into. Real names have
// under 30; the variants beyond are kept as weak names of their own.
const maxNames = 64

// spelling is one way to write a name.
type spelling struct {
	text, lang string
}

type part struct {
	order    int
	kind     string
	value    string
	variants []spelling
}

func partsOf(n *source.Node) []part {
	var ps []part
	for _, k := range n.All("name-part") {
		p := part{kind: k.TakeAttr("name-part-type"), value: k.Take("value")}
		p.order, _ = strconv.Atoi(k.TakeAttr("order"))
		for _, v := range k.All("spelling-variant") {
			if t := v.Value(); t != "" {
				p.variants = append(p.variants, spelling{t, v.TakeAttr("lang")})
			}
			v.TakeAttr("script")
			v.TakeAttr("lang")
		}
		if p.value != "" || len(p.variants) > 0 {
			ps = append(ps, p)
		}
	}
	sort.SliceStable(ps, func(i, j int) bool { return ps[i].order < ps[j].order })
	return ps
}

// spellings returns the ways to write a name, the one with the parts' own
// values first, and the variants that there was no room to combine.
func spellings(n *source.Node) (all []spelling, left []spelling) {
	all = []spelling{{}}
	for _, p := range partsOf(n) {
		choices := []spelling{}
		if p.value != "" {
			choices = append(choices, spelling{text: p.value})
		}
		choices = append(choices, p.variants...)
		if len(all)*len(choices) > maxNames {
			left = append(left, choices[1:]...)
			choices = choices[:1]
		}
		var next []spelling
		for _, c := range choices { // the values' own combination stays first
			for _, a := range all {
				// A variant in another script goes with such variants only.
				if a.text != "" && source.IsLatin(a.text) != source.IsLatin(c.text) {
					continue
				}
				next = append(next, spelling{strings.TrimSpace(a.text + " " + c.text), c.lang})
			}
		}
		if next != nil {
			all = next
		}
	}
	if len(all) == 1 && all[0].text == "" {
		return nil, left
	}
	return all, left
}

func (r *reader) name(e *entity.Entity, n *source.Node) {
	b := r.b
	prop := "alias"
	kind, quality := n.TakeAttr("name-type"), n.TakeAttr("quality")
	switch {
	case kind == "primary-name" && e.First("name") == "":
		prop = "name"
	case quality == "low":
		prop = "weakAlias"
	case kind == "formerly-known-as" || kind == "fka":
		prop = "previousName"
	}
	if e.First("name") == "" {
		prop = "name"
	}
	all, left := spellings(n)
	for i, s := range all {
		p := prop
		if i > 0 && p == "name" {
			p = "alias"
		}
		lang, _ := entity.LanguageCode(s.lang)
		if s.lang == "" {
			lang = ""
		}
		b.AddName(e, s.text, source.NameAs{Prop: p, Others: p, Lang: lang}, r.at(n))
	}
	for _, s := range left {
		b.AddName(e, s.text, source.NameAs{Prop: "weakAlias"}, r.at(n))
	}
	if len(left) > 0 {
		b.Problem(e, r.at(n), all[0].text, fmt.Sprintf("has more than %d spellings; %d variants of parts are kept apart", maxNames, len(left)))
	}
	if prop == "name" && e.Schema.Name == "Person" {
		for _, p := range partsOf(n) {
			target := map[string]string{"given-name": "firstName", "further-given-name": "middleName", "family-name": "lastName", "father-name": "fatherName", "grand-father-name": "secondName", "title": "title"}[p.kind]
			if target != "" && p.value != "" {
				b.SetText(e, target, p.value, "", "", r.at(n))
			}
		}
	}
}
