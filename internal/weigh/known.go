package weigh

import (
	"strings"

	"deciban/internal/names"
)

// Known pairs of spellings.
//
// Letters tell how a name is usually written, not that Джеймс is James and Bill
// is William. Pairs that were seen often enough, and that the letters alone make
// too dear, are listed with the cost that their frequency gives them.

// knownPairs holds the listed pairs by channel.
type knownPairs struct {
	lists [names.ChannelCount]knownList
	// settled holds native forms that were seen often, and what it costs beyond
	// the letters that one is written in a way that was never seen: Роберт is
	// Robert, hardly Roger.
	settled [names.ChannelCount]map[string]int16
}

// knownList holds the pairs of a channel. There are hundreds of thousands in all,
// so they stay where they were read, and tables of hashes find them. Pairs of
// Latin forms are listed once and read in both directions.
type knownList struct {
	// text is what was read; at says where in it each pair's line begins.
	text string
	at   []uint32
	cost []int16
	// tables hold the places of pairs in at, plus one, by the hash of the native
	// form and of the Latin one; each pair has a slot of its own.
	tables [2][]uint32
}

// forms are the native and the Latin form of a pair.
func (l *knownList) forms(i uint32) (forms [2]string) {
	native, rest, _ := strings.Cut(l.text[l.at[i]:], "\t")
	latin, _, _ := strings.Cut(rest, "\t")
	return [2]string{native, latin}
}

// add adds the pair whose line begins at a place of the text, to a list of so
// many.
func (l *knownList) add(text string, at int, cost int16, of int) {
	if l.at == nil {
		l.text, l.at, l.cost = text, make([]uint32, 0, of), make([]int16, 0, of)
	}
	l.at, l.cost = append(l.at, uint32(at)), append(l.cost, cost)
}

// index fills the tables, once all pairs are added.
func (l *knownList) index() {
	size := 1
	for size < 2*len(l.at) {
		size *= 2
	}
	for side := range l.tables {
		t := make([]uint32, size)
		for i := range l.at {
			slot := hashForm(l.forms(uint32(i))[side]) & uint32(size-1)
			for t[slot] != 0 {
				slot = (slot + 1) & uint32(size-1)
			}
			t[slot] = uint32(i) + 1
		}
		l.tables[side] = t
	}
}

// hashForm is FNV-1a.
func hashForm(form string) uint32 {
	h := uint32(2166136261)
	for i := 0; i < len(form); i++ {
		h = (h ^ uint32(form[i])) * 16777619
	}
	return h
}

// each calls f with the other form of each pair that has the form on a side.
func (l *knownList) each(side int, form string, f func(other string, cost int16)) {
	t := l.tables[side]
	if len(l.at) == 0 {
		return
	}
	for slot := hashForm(form) & uint32(len(t)-1); t[slot] != 0; slot = (slot + 1) & uint32(len(t)-1) {
		if forms := l.forms(t[slot] - 1); forms[side] == form {
			f(forms[1-side], l.cost[t[slot]-1])
		}
	}
}

// costOf is the listed cost of a pair.
func (l *knownList) costOf(native, latin string) (cost int16, ok bool) {
	l.each(0, native, func(other string, c int16) {
		if other == latin {
			cost, ok = c, true
		}
	})
	return cost, ok
}

// unheard is what the spelling of a native form as a Latin one costs beyond the
// letters, if it is not listed.
func (k *knownPairs) unheard(u, v *unit) int16 {
	if u.channel == names.ChanLatin {
		u, v = v, u
	}
	if u.channel == names.ChanLatin || v.channel != names.ChanLatin || u.n > 1 {
		return 0
	}
	return k.settled[u.channel][u.form]
}

// withUnheard adds to what the letters cost what the spelling costs beyond them.
func (k *knownPairs) withUnheard(cost int16, u, v *unit) int16 {
	if cost >= never {
		return cost
	}
	return cost + k.unheard(u, v)
}

// latin is the listed cost of two Latin spellings.
func (k *knownPairs) latin(a, b string) (int16, bool) {
	l := &k.lists[names.ChanLatin]
	if c, ok := l.costOf(a, b); ok {
		return c, true
	}
	return l.costOf(b, a)
}

// listed is the listed cost of two spellings of which one at least is Latin.
func (k *knownPairs) listed(u, v *unit) (int16, bool) {
	switch {
	case u.channel == names.ChanLatin && v.channel == names.ChanLatin:
		return k.latin(u.form, v.form)
	case u.channel == names.ChanLatin:
		u, v = v, u
	case v.channel != names.ChanLatin:
		return 0, false
	}
	if spelledByRule(u.channel) {
		if u.form == v.form {
			return 0, true
		}
		return k.latin(u.form, v.form)
	}
	return k.lists[u.channel].costOf(u.form, v.form)
}

// spelledByRule tells whether the channel holds Chinese and Korean names. Their
// forms are what most of their bearers write in Latin letters, so the same letters
// are the same form, and listed Latin spellings hold for them too.
func spelledByRule(c names.Channel) bool { return c == names.ChanHan || c == names.ChanHangul }

// each calls f with every known spelling of the unit's form, its channel and
// its cost. Pairs of Latin forms are listed once and read in both directions.
func (k *knownPairs) each(u *unit, f func(c names.Channel, form string, cost int16)) {
	if u.n > 1 || u.acronym {
		return
	}
	if spelledByRule(u.channel) {
		f(names.ChanLatin, u.form, 0)
		k.eachLatin(u.form, func(form string, cost int16) { f(names.ChanLatin, form, cost) })
		return
	}
	if u.channel != names.ChanLatin {
		k.lists[u.channel].each(0, u.form, func(form string, cost int16) { f(names.ChanLatin, form, cost) })
		return
	}
	k.eachLatin(u.form, func(form string, cost int16) { f(names.ChanLatin, form, cost) })
	for c := names.ChanLatin + 1; int(c) < names.ChannelCount; c++ {
		k.lists[c].each(1, u.form, func(form string, cost int16) { f(c, form, cost) })
	}
	f(names.ChanHan, u.form, 0)
	f(names.ChanHangul, u.form, 0)
	k.eachLatin(u.form, func(form string, cost int16) {
		f(names.ChanHan, form, cost)
		f(names.ChanHangul, form, cost)
	})
}

// eachLatin calls f with every listed Latin spelling of a form.
func (k *knownPairs) eachLatin(form string, f func(form string, cost int16)) {
	l := &k.lists[names.ChanLatin]
	l.each(0, form, f)
	l.each(1, form, f)
}
