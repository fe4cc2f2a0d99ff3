package mentions

import (
	_ "embed"
	"regexp"
	"slices"
	"strings"
	"sync"

	"deciban/internal/entity"
)

// kind is what sort of party a name is of, since that decides how it must stand
// in a text to be one.
type kind uint8

const (
	person kind = iota
	organisation
	object // a vessel or an aircraft
)

func kindOf(s *entity.Schema) kind {
	switch {
	case s.IsA("Person"):
		return person
	case s.IsA("Vehicle"):
		return object
	}
	return organisation
}

// names of an entry that stand together in the lexicon.
type listed struct {
	// party is its place among the parties.
	party int32
	kind  kind
	// weak says that the list itself calls the name weak.
	weak bool
	// article says that the name begins with "the" or "al".
	article bool
	// parts is the number of parts that count, and form theirs as one.
	parts int8
	form  string
	// extra says that the name holds loose words beside an article.
	extra bool
	// via is the listed name by which a variant or a short form of it is weighed.
	via string
}

// lexicon finds listed names in a text: organisations' and objects' by walking
// a trie of the skeletons of their parts, persons' by the names that share two.
type lexicon struct {
	// classes holds the number of each skeleton that occurs in a listed name, from 1.
	classes map[string]int32
	// known holds the class of each folded form that was met in a listed name.
	known map[string]int32
	// roots are the first nodes, by class; next the others.
	roots []int32
	next  map[int64]int32
	// ends are the names that end at a node.
	ends  [][]listed
	nodes int32
	// persons are the parts of persons' names, and holders for each class the
	// names that have it, in order.
	persons []listed
	holders [][]int32
}

func newLexicon() *lexicon {
	return &lexicon{classes: map[string]int32{}, known: map[string]int32{}, next: map[int64]int32{}, ends: make([][]listed, 1), roots: make([]int32, 1), holders: make([][]int32, 1)}
}

// class returns the class of a listed form, making one.
func (x *lexicon) class(form string) int32 {
	if c, ok := x.known[form]; ok {
		return c
	}
	key := string(skeleton(nil, form))
	if len(key) < 2 {
		key = "=" + form // too little is left: the form itself
	}
	c, ok := x.classes[key]
	if !ok {
		c = int32(len(x.classes) + 1)
		x.classes[key] = c
		x.roots = append(x.roots, 0)
		x.holders = append(x.holders, nil)
	}
	x.known[form] = c
	return c
}

// find returns the class of a form of a text, 0 if no listed name has it.
func (x *lexicon) find(form string) int32 {
	if c, ok := x.known[form]; ok {
		return c
	}
	var buf [64]byte
	if len(form) > 48 {
		return 0
	}
	key := skeleton(buf[:0], form)
	if len(key) < 2 {
		return 0
	}
	return x.classes[string(key)]
}

func (x *lexicon) step(node, class int32) int32 {
	if node == 0 {
		return x.roots[class]
	}
	return x.next[int64(node)<<32|int64(class)]
}

// add takes up the names of a party.
func (x *lexicon) add(party int32, e *entity.Entity) {
	k := kindOf(e.Schema)
	seen := map[string]string{}
	for _, st := range e.Statements {
		p := e.Schema.Property(st.Prop)
		if p == nil || p.Type != "name" || st.Prop == "summary" {
			continue
		}
		for _, s := range spellings(st.Value, k) {
			via := ""
			if s.short {
				via = st.Value
			}
			x.addName(party, k, s.text, st.Value, via, st.Prop == "weakAlias", seen)
		}
	}
	if k != organisation {
		return
	}
	for _, line := range variants() {
		at := slices.IndexFunc(line, func(v variant) bool { return seen[v.key] != "" })
		if at < 0 {
			continue
		}
		via := seen[line[at].key]
		for _, v := range line {
			x.addName(party, k, v.text, via, via, false, seen)
		}
	}
}

//go:embed variants.txt
var variantsFile string

type variant struct{ text, key string }

// variants are the lines of variants.txt, each spelling with its comparable form.
var variants = sync.OnceValue(func() [][]variant {
	var all [][]variant
	for line := range strings.Lines(variantsFile) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		var vs []variant
		for v := range strings.SplitSeq(line, "|") {
			v = strings.TrimSpace(v)
			vs = append(vs, variant{v, keyOf(v)})
		}
		all = append(all, vs)
	}
	return all
})

// keyOf joins the forms of the parts of a name that count.
func keyOf(name string) string {
	var forms []string
	eachPart(name, func(start, end int) {
		part := strings.ReplaceAll(fold(trimPart(name[start:end])), ".", "")
		if part != "" && !loose[part] {
			forms = append(forms, part)
		}
	})
	return strings.Join(forms, " ")
}

func (x *lexicon) addName(party int32, k kind, written, value, via string, weak bool, seen map[string]string) {
	var classes []int32
	var form strings.Builder
	article, extra, n := false, false, 0
	eachPart(written, func(start, end int) {
		part := fold(trimPart(written[start:end]))
		part = strings.ReplaceAll(part, ".", "")
		if part == "" {
			return
		}
		if loose[part] {
			if n == 0 && (part == "the" || part == "al") {
				article = true
			} else {
				extra = true
			}
			return
		}
		n++
		if form.Len() > 0 {
			form.WriteByte(' ')
		}
		form.WriteString(part)
		classes = append(classes, x.class(part))
	})
	if n == 0 || n > 20 || seen[form.String()] != "" {
		return
	}
	seen[form.String()] = value
	l := listed{party, k, weak, article, int8(n), form.String(), extra, via}
	if k == person {
		id := int32(len(x.persons))
		x.persons = append(x.persons, l)
		slices.Sort(classes)
		for _, c := range slices.Compact(classes) {
			x.holders[c] = append(x.holders[c], id)
		}
		return
	}
	node := int32(0)
	for _, c := range classes {
		to := x.step(node, c)
		if to == 0 {
			x.nodes++
			to = x.nodes
			x.ends = append(x.ends, nil)
			if node == 0 {
				x.roots[c] = to
			} else {
				x.next[int64(node)<<32|int64(c)] = to
			}
		}
		node = to
	}
	x.ends[node] = append(x.ends[node], l)
}

// bracket finds what stands in brackets in a listed name: "TEHRIK-E TALIBAN
// PAKISTAN (TTP)".
var bracket = regexp.MustCompile(`\s*\(([^()]*)\)\s*`)

// legalForm finds a company's legal form at the end, which reports leave out.
var legalForm = regexp.MustCompile(`(?i)[\s,]+(llc|ltd|limited|inc|incorporated|co|corp|corporation|company|plc|gmbh|s\.?a\.?|a\.?g\.?|ooo|oao|pjsc|jsc|zao|ao|fze|fzco|pte|bv|nv|a\.?s\.?|sdn bhd|est|l\.?l\.?c\.?)\.?$`)

// spelling is a way in which a text may write a listed name. A short one stands
// in brackets in it, and is weighed by the whole.
type spelling struct {
	text  string
	short bool
}

// spellings returns the ways in which a text may write a listed name.
func spellings(listed string, k kind) []spelling {
	var all []spelling
	for part := range strings.SplitSeq(listed, ";") {
		part = strings.Trim(strings.TrimSpace(part), `"“”«»`)
		if part == "" {
			continue
		}
		bare := strings.TrimSpace(bracket.ReplaceAllString(part, " "))
		if bare != "" {
			all = append(all, spelling{strings.Trim(bare, ` "“”`), false})
		}
		for _, m := range bracket.FindAllStringSubmatch(part, -1) {
			if k != person && shortForm(m[1]) && abbreviates(m[1], bare) {
				all = append(all, spelling{m[1], true})
			}
		}
	}
	if k == organisation {
		for _, name := range all {
			for cut := name.text; !name.short; {
				loc := legalForm.FindStringIndex(cut)
				if loc == nil || loc[0] == 0 {
					break
				}
				cut = strings.TrimRight(cut[:loc[0]], " ,.&")
				if strings.ContainsAny(cut, " -") {
					all = append(all, spelling{cut, false})
				}
			}
		}
	}
	return all
}

// shortForm tells whether a bracket holds a short form: capitals, with digits
// and hyphens at most.
func shortForm(s string) bool {
	letters := 0
	for _, r := range s {
		switch {
		case r >= 'A' && r <= 'Z':
			letters++
		case r >= '0' && r <= '9', r == '-', r == '.':
		default:
			return false
		}
	}
	return letters >= 2 && letters <= 10
}

// abbreviates tells whether a short form is one of a name: its letters stand in
// the name in that order, the first at the name's beginning. "UK" is none of BANK
// SADERAT.
func abbreviates(short, name string) bool {
	name = strings.ToUpper(strings.TrimPrefix(strings.TrimPrefix(name, "THE "), "The "))
	at := 0
	for _, r := range short {
		if r < 'A' || r > 'Z' {
			continue
		}
		n := strings.IndexRune(name[at:], r)
		if n < 0 || at == 0 && n > 0 {
			return false
		}
		at += n + 1
	}
	return true
}

// together returns the persons' names that have all of the classes, which are at
// least two; at most a hundred, since more say nothing.
func (x *lexicon) together(dst []int32, classes []int32) []int32 {
	rarest := 0
	for i, c := range classes {
		if len(x.holders[c]) < len(x.holders[classes[rarest]]) {
			rarest = i
		}
	}
names:
	for _, id := range x.holders[classes[rarest]] {
		for i, c := range classes {
			if i == rarest {
				continue
			}
			if _, ok := slices.BinarySearch(x.holders[c], id); !ok {
				continue names
			}
		}
		if dst = append(dst, id); len(dst) >= 100 {
			break
		}
	}
	return dst
}

// schema is that of the subject by which a name of the kind is weighed.
func (k kind) schema() string {
	switch k {
	case person:
		return "Person"
	case object:
		return "Vehicle"
	}
	return "Organization"
}
