package index

import (
	"cmp"
	"slices"

	"deciban/internal/entity"
	"deciban/internal/names"
	"deciban/internal/weigh"
)

type post struct{ kin, name uint32 }

// builder collects the tables.
type builder struct {
	t     tables
	kinOf map[weigh.Kin]uint32
	kins  []weigh.Kin
	// posts are pairs of a kin and a name that has it. last is the last name of
	// each kin; by tells whether persons, and others, bear it.
	posts    []post
	last     []uint32
	by       [][2]bool
	outlines []weigh.NameOutline
	keys     []string // by entry
}

func newBuilder() *builder {
	b := &builder{kinOf: map[weigh.Kin]uint32{}}
	b.t.facts.aliases = -1 << 30
	return b
}

// add takes up the next entry. Entries of equal weight are ordered by key.
func (b *builder) add(p *weigh.Party, id, key string) {
	at := uint32(len(b.t.entries))
	b.keys = append(b.keys, key)
	b.t.pointers = append(b.t.pointers, hashed{hashText(byID, 0, id), uint64(at)})
	b.addEntry(at, p)
	b.outlines = p.Outlines(b.outlines[:0])
	for i := range b.outlines {
		b.addName(at, &b.outlines[i])
	}
}

// finish makes the tables.
func (b *builder) finish() *tables {
	b.t.entries = append(b.t.entries, entryRow{firstName: uint32(len(b.t.nameEntry)), firstDate: uint32(len(b.t.dates))})
	b.t.nameAt = append(b.t.nameAt, uint64(len(b.t.outline)))
	b.t.facts.aliases = max(b.t.facts.aliases, -1<<20)
	b.rank()
	b.orderKins()
	slices.SortFunc(b.t.days, compareDays)
	slices.SortFunc(b.t.years, compareDays)
	b.t.years = slices.Compact(b.t.years)
	slices.SortFunc(b.t.pointers, compareHashed)
	b.t.pointers = slices.Compact(b.t.pointers)
	return &b.t
}

// rank numbers the entries in the order of their keys.
func (b *builder) rank() {
	order := make([]uint32, len(b.keys))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(x, y uint32) int { return cmp.Or(cmp.Compare(b.keys[x], b.keys[y]), cmp.Compare(x, y)) })
	b.t.ranks = make([]uint32, len(order))
	for at, entry := range order {
		b.t.ranks[entry] = uint32(at)
	}
	b.keys = nil
}

func compareDays(x, y dayRow) int {
	return cmp.Or(cmp.Compare(x.day, y.day), cmp.Compare(x.entry, y.entry))
}

func compareHashed(x, y hashed) int {
	return cmp.Or(cmp.Compare(x.hash, y.hash), cmp.Compare(x.value, y.value))
}

// maxYears is the number of years over which a birth date may range to be found
// by each of them; what ranges over more is found by year 0.
const maxYears = 30

func (b *builder) addEntry(at uint32, p *weigh.Party) {
	row := entryRow{firstName: uint32(len(b.t.nameEntry)), firstDate: uint32(len(b.t.dates)), aliases: int32(p.AliasCost()), kind: uint32(p.Kind)}
	if p.Any {
		row.kind |= anyKind
	}
	b.t.entries = append(b.t.entries, row)
	b.t.facts.aliases = max(b.t.facts.aliases, p.AliasCost())
	for _, d := range p.Births() {
		r := dateRow{from: int32(d.From), to: int32(d.To)}
		if d.Circa {
			r.circa = 1
		}
		b.t.dates = append(b.t.dates, r)
		if isDay(d) {
			b.t.days = append(b.t.days, dayRow{int32(d.From), at})
			continue
		}
		if d.To.Year()-d.From.Year() > maxYears {
			b.t.years = append(b.t.years, dayRow{0, at})
			continue
		}
		for y := d.From.Year(); y <= d.To.Year(); y++ {
			b.t.years = append(b.t.years, dayRow{int32(y), at})
		}
	}
	p.Pointers(func(text string) {
		b.t.pointers = append(b.t.pointers, hashed{hashText(byPointer, 0, text), uint64(at)})
	})
}

// isDay tells whether the date is one exact day that is not 1 January, which
// stands for a year too.
func isDay(d entity.Date) bool {
	return d.From == d.To && !d.Circa && !(d.From.Month() == 1 && d.From.Day() == 1)
}

func (b *builder) addName(entry uint32, o *weigh.NameOutline) {
	name := uint32(len(b.t.nameEntry))
	b.t.nameEntry = append(b.t.nameEntry, entry)
	b.t.nameAt = append(b.t.nameAt, uint64(len(b.t.outline)))
	var spare weigh.Weight
	for _, w := range o.Left {
		spare += max(w, 0)
	}
	b.t.facts.spare = max(b.t.facts.spare, spare)
	kind := b.t.entries[entry].kind
	person := names.Kind(kind) == names.Person
	bornBy := [2]bool{person || kind&anyKind != 0, !person || kind&anyKind != 0}
	b.t.outline = appendOutline(b.t.outline, o, func(u *weigh.Unit) uint32 {
		kin := u.Kin()
		id, ok := b.kinOf[kin]
		if !ok {
			id = uint32(len(b.kins))
			b.kinOf[kin] = id
			b.kins = append(b.kins, kin)
			b.last = append(b.last, name+1) // any other
			b.by = append(b.by, [2]bool{})
		}
		if b.last[id] != name {
			b.last[id] = name
			b.posts = append(b.posts, post{id, name})
			b.by[id][0] = b.by[id][0] || bornBy[0]
			b.by[id][1] = b.by[id][1] || bornBy[1]
		}
		return id
	})
}

// orderKins numbers the kins so that those of a form stand together, and builds
// what finds them.
func (b *builder) orderKins() {
	n := len(b.kins)
	b.kinOf, b.last = nil, nil
	order := make([]uint32, n)
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(x, y uint32) int {
		return cmp.Or(compareKins(&b.kins[x], &b.kins[y]), cmp.Compare(x, y))
	})
	place := make([]uint32, n)
	type lexicon struct {
		forms []string
		ids   []int32
	}
	var lex [2][2][names.ChannelCount]lexicon
	t := &b.t
	form := int32(-1)
	for at, was := range order {
		place[was] = uint32(at)
		u := &b.kins[was]
		t.kins = append(t.kins, uint32(len(t.kinText)))
		t.kinText = u.AppendText(t.kinText)
		text, c, several := u.Form()
		look := func(tag byte, text string) {
			t.lookup = append(t.lookup, hashed{hashText(tag, c, text), uint64(at)})
		}
		if u.Notion() != "" {
			t.lookup = append(t.lookup, hashed{hashText(byNotion, 0, u.Notion()), uint64(at)})
		}
		if u.Initial() != 0 {
			look(byInitial, text[:1])
		}
		if !u.Searched() {
			if u.Initial() == 0 {
				look(byEqual, text)
			}
			continue
		}
		if form < 0 || compareForms(u, &b.kins[order[at-1]]) != 0 {
			form++
			t.formKins = append(t.formKins, uint32(at))
			k := 0
			if several {
				k = 1
			} else {
				t.lookup = append(t.lookup, hashed{hashText(byForm, c, text), uint64(form)})
			}
			borne := b.borne(order[at:])
			for pop := range lex {
				if borne[pop] {
					l := &lex[pop][k][c]
					l.forms, l.ids = append(l.forms, text), append(l.ids, form)
				}
			}
		}
		if at == n-1 || !b.kins[order[at+1]].Searched() {
			t.formKins = append(t.formKins, uint32(at)+1)
		}
	}
	t.kins = append(t.kins, uint32(len(t.kinText)))
	b.sortPosts(place)
	for pop := range lex {
		for k := range lex[pop] {
			for c, l := range lex[pop][k] {
				if len(l.forms) > 0 {
					t.lexicons[pop][k][c] = weigh.NewLexiconIDs(l.forms, l.ids)
				}
			}
		}
	}
	slices.SortFunc(t.lookup, compareHashed)
	b.renumber(place)
}

// sortPosts lays out the names by kin, in the kins' new numbers.
func (b *builder) sortPosts(place []uint32) {
	t := &b.t
	t.postFrom = make([]uint64, len(place)+1)
	for _, p := range b.posts {
		t.postFrom[place[p.kin]+1]++
	}
	for i := 1; i < len(t.postFrom); i++ {
		t.postFrom[i] += t.postFrom[i-1]
	}
	t.posts = make([]uint32, len(b.posts))
	at := slices.Clone(t.postFrom)
	for _, p := range b.posts {
		kin := place[p.kin]
		t.posts[at[kin]] = p.name
		at[kin]++
	}
	b.posts = nil
}

// borne tells whether persons, and others, bear the form of the first of the
// kins, which stand in order.
func (b *builder) borne(order []uint32) (by [2]bool) {
	for i, kin := range order {
		if i > 0 && (!b.kins[kin].Searched() || compareForms(&b.kins[kin], &b.kins[order[0]]) != 0) {
			return by
		}
		by[0] = by[0] || b.by[kin][0]
		by[1] = by[1] || b.by[kin][1]
	}
	return by
}

// compareKins sorts searched kins first, by form.
func compareKins(x, y *weigh.Kin) int {
	if x.Searched() != y.Searched() {
		if x.Searched() {
			return -1
		}
		return 1
	}
	return compareForms(x, y)
}

func compareForms(x, y *weigh.Kin) int {
	a, ac, as := x.Form()
	b, bc, bs := y.Form()
	if as != bs {
		if bs {
			return -1
		}
		return 1
	}
	return cmp.Or(cmp.Compare(ac, bc), cmp.Compare(a, b))
}

// renumber puts the kins' new numbers into the outlines.
func (b *builder) renumber(place []uint32) {
	t := &b.t
	for i := range t.nameEntry {
		o := t.outline[t.nameAt[i]:t.nameAt[i+1]]
		for k := outlineHead + int(o[1]); k < len(o); k += 2 {
			o[k] = int32(place[o[k]])
		}
	}
}
