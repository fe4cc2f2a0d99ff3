package index

import (
	"cmp"
	"hash/maphash"
	"math"
	"runtime"
	"slices"
	"sync"

	"deciban/internal/entity"
	"deciban/internal/names"
	"deciban/internal/weigh"
)

type post struct{ kin, name uint32 }

// builder collects the tables.
type builder struct {
	t tables
	// kinOf finds a kin by a hash of it; those of the same hash are in same.
	kinOf map[uint64]uint32
	same  map[weigh.Kin]uint32
	kins  []weigh.Kin
	seed  maphash.Seed
	// posts are pairs of a kin and a name that has it. last is the last name of
	// each kin; by tells whether persons, and others, bear it.
	posts    []post
	only     []post // of names of at most one plain part
	last     []uint32
	by       [][2]bool
	outlines []weigh.NameOutline
	keys     []string // by entry
	births   []birth
}

// birth is an entry's birth date.
type birth struct {
	dateRow
	entry uint32
}

func newBuilder() *builder {
	b := &builder{kinOf: map[uint64]uint32{}, same: map[weigh.Kin]uint32{}, seed: maphash.MakeSeed()}
	b.t.facts.aliases, b.t.facts.left = -1<<30, [2]weigh.Weight{-1 << 30, -1 << 30}
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
	for pop := range b.t.facts.left {
		b.t.facts.left[pop] = max(b.t.facts.left[pop], -1<<20)
	}
	b.rank()
	b.orderKins()
	b.groupDates()
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

// groupDates lays out the entries by birth date.
func (b *builder) groupDates() {
	t := &b.t
	class := func(r dateRow) int {
		switch d := r.date(); {
		case isDay(d):
			return 0
		case d.To.Year()-d.From.Year() <= 1:
			return 1
		}
		return 2
	}
	slices.SortFunc(b.births, func(x, y birth) int {
		return cmp.Or(class(x.dateRow)-class(y.dateRow), cmp.Compare(x.from, y.from), cmp.Compare(x.to, y.to), cmp.Compare(x.circa, y.circa), cmp.Compare(x.entry, y.entry))
	})
	b.births = slices.Compact(b.births)
	for i, x := range b.births {
		if i == 0 || b.births[i-1].dateRow != x.dateRow {
			t.groups = append(t.groups, dateGroup{x.dateRow, uint32(i)})
			switch class(x.dateRow) {
			case 0:
				t.facts.days++
			case 1:
				t.facts.years++
			}
		}
		t.groupEntries = append(t.groupEntries, x.entry)
	}
	t.groups = append(t.groups, dateGroup{first: uint32(len(t.groupEntries))})
	b.births = nil
}

func (r dateRow) date() entity.Date {
	return entity.Date{From: entity.Day(r.from), To: entity.Day(r.to), Circa: r.circa != 0}
}

func compareHashed(x, y hashed) int {
	return cmp.Or(cmp.Compare(x.hash, y.hash), cmp.Compare(x.value, y.value))
}

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
		b.births = append(b.births, birth{r, at})
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
	plain := 0
	for _, is := range o.Plain {
		if is {
			plain++
		}
	}
	kind := b.t.entries[entry].kind
	person := names.Kind(kind) == names.Person
	bornBy := [2]bool{person || kind&anyKind != 0, !person || kind&anyKind != 0}
	for i, is := range o.Plain {
		for pop, born := range bornBy {
			if is && born && plain > 1 {
				b.t.facts.left[pop] = max(b.t.facts.left[pop], o.Left[i])
			}
		}
	}
	b.t.outline = appendOutline(b.t.outline, o, func(u *weigh.Unit) uint32 {
		kin := u.Kin()
		id, ok := b.find(kin)
		if !ok {
			id = uint32(len(b.kins))
			b.kins = append(b.kins, kin)
			b.last = append(b.last, name+1) // any other
			b.by = append(b.by, [2]bool{})
		}
		if b.last[id] != name {
			b.last[id] = name
			b.posts = append(b.posts, post{id, name})
			if plain <= 1 {
				b.only = append(b.only, post{id, name})
			}
			b.by[id][0] = b.by[id][0] || bornBy[0]
			b.by[id][1] = b.by[id][1] || bornBy[1]
		}
		return id
	})
}

// find returns the number of a kin; a new one gets the next number, and ok is
// false.
func (b *builder) find(kin weigh.Kin) (id uint32, ok bool) {
	next := uint32(len(b.kins))
	hash := maphash.Comparable(b.seed, kin)
	id, ok = b.kinOf[hash]
	if !ok {
		b.kinOf[hash] = next
		return next, false
	}
	if b.kins[id] == kin {
		return id, true
	}
	if id, ok = b.same[kin]; !ok {
		b.same[kin] = next
		return next, false
	}
	return id, true
}

// orderKins numbers the kins so that those of a form stand together, and builds
// what finds them.
func (b *builder) orderKins() {
	n := len(b.kins)
	b.kinOf, b.same, b.last = nil, nil, nil
	order := make([]uint32, n)
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(x, y uint32) int {
		return cmp.Or(compareKins(&b.kins[x], &b.kins[y]), cmp.Compare(x, y))
	})
	place := make([]uint32, n)
	hasOnly := make([]bool, n)
	for _, p := range b.only {
		hasOnly[p.kin] = true
	}
	type lexicon struct {
		forms []string
		ids   []int32
	}
	var lex [2][3][names.ChannelCount]lexicon
	t := &b.t
	form := int32(-1)
	for at, was := range order {
		place[was] = uint32(at)
		u := &b.kins[was]
		t.kins = append(t.kins, uint32(len(t.kinText)))
		t.kinText = u.AppendText(t.kinText)
		t.heads = append(t.heads, headOf(u))
		if !u.Apart() {
			t.facts.rarest = max(t.facts.rarest, u.Rarity())
		}
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
			k := weigh.SinglePart
			if several {
				k = weigh.SeveralParts
			} else {
				t.lookup = append(t.lookup, hashed{hashText(byForm, c, text), uint64(form)})
			}
			borne, only := b.borne(order[at:], hasOnly)
			for pop := range lex {
				if borne[pop] {
					l := &lex[pop][k][c]
					l.forms, l.ids = append(l.forms, text), append(l.ids, form)
				}
				if borne[pop] && only && !several {
					l := &lex[pop][weigh.OnlyPart][c]
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
	// Each lexicon is its own.
	var building sync.WaitGroup
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	for pop := range lex {
		for k := range lex[pop] {
			for c := range lex[pop][k] {
				if l := &lex[pop][k][c]; len(l.forms) > 0 {
					slots <- struct{}{}
					building.Go(func() {
						t.lexicons[pop][k][c] = weigh.NewLexiconIDs(l.forms, l.ids)
						*l = lexicon{}
						<-slots
					})
				}
			}
		}
	}
	building.Wait()
	slices.SortFunc(t.lookup, compareHashed)
	b.renumber(place)
}

// sortPosts lays out the names by kin, in the kins' new numbers.
func (b *builder) sortPosts(place []uint32) {
	t := &b.t
	t.postFrom, t.posts = layPosts[uint64](b.posts, place)
	t.onlyFrom, t.only = layPosts[uint32](b.only, place)
	b.posts, b.only = nil, nil
}

func layPosts[N uint32 | uint64](posts []post, place []uint32) (from []N, names []uint32) {
	from = make([]N, len(place)+1)
	for _, p := range posts {
		from[place[p.kin]+1]++
	}
	for i := 1; i < len(from); i++ {
		from[i] += from[i-1]
	}
	names = make([]uint32, len(posts))
	at := slices.Clone(from)
	for _, p := range posts {
		kin := place[p.kin]
		names[at[kin]] = p.name
		at[kin]++
	}
	return from, names
}

// headOf is the kin's head.
func headOf(k *weigh.Kin) kinHead {
	_, c, several := k.Form()
	h := kinHead{info: uint8(c), rarity: int16(min(k.Rarity(), math.MaxInt16))}
	letters, n := k.Letters()
	h.letters, h.size = letters, uint8(n)
	flag := func(is bool, flag uint8) {
		if is {
			h.info |= flag << channelBits
		}
	}
	flag(several, kinSeveral)
	flag(k.Searched(), kinSearched)
	flag(k.Notion() != "", kinNotion)
	return h
}

// borne tells whether persons, and others, bear the form of the first of the
// kins, which stand in order, and whether a name of one plain part does.
func (b *builder) borne(order []uint32, hasOnly []bool) (by [2]bool, only bool) {
	for i, kin := range order {
		if i > 0 && (!b.kins[kin].Searched() || compareForms(&b.kins[kin], &b.kins[order[0]]) != 0) {
			break
		}
		only = only || hasOnly[kin]
		by[0] = by[0] || b.by[kin][0]
		by[1] = by[1] || b.by[kin][1]
	}
	return by, only
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
