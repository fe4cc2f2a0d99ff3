package weigh

import "deciban/internal/names"

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

// knownList holds the pairs of a channel. There are some hundred thousand, so they
// are rows that are chained, not maps of slices. Pairs of Latin forms are listed
// once and read in both directions.
type knownList struct {
	rows []knownRow
	// first is the first row of a form, by side.
	first [2]map[string]int32
}

// knownRow is a pair; next are the rows of the same forms that were read before,
// by side, or -1.
type knownRow struct {
	forms [2]string // the native and the Latin one
	next  [2]int32
	cost  int16
}

// add adds a pair to a list of about so many: what grows while it is read takes
// twice the memory.
func (l *knownList) add(native, latin string, cost int16, about int) {
	if l.first[0] == nil {
		l.rows = make([]knownRow, 0, about)
		l.first = [2]map[string]int32{make(map[string]int32, about/2), make(map[string]int32, about/2)}
	}
	r := knownRow{forms: [2]string{native, latin}, cost: cost}
	for side, form := range r.forms {
		r.next[side] = -1
		if at, ok := l.first[side][form]; ok {
			r.next[side] = at
		}
		l.first[side][form] = int32(len(l.rows))
	}
	l.rows = append(l.rows, r)
}

// each calls f with the other form of each pair that has the form on a side.
func (l *knownList) each(side int, form string, f func(other string, cost int16)) {
	at, ok := l.first[side][form]
	for ok && at >= 0 {
		r := &l.rows[at]
		f(r.forms[1-side], r.cost)
		at = r.next[side]
	}
}

// cost is the listed cost of a pair.
func (l *knownList) cost(native, latin string) (int16, bool) {
	at, ok := l.first[0][native]
	for ok && at >= 0 {
		if r := &l.rows[at]; r.forms[1] == latin {
			return r.cost, true
		}
		at = l.rows[at].next[0]
	}
	return 0, false
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
	if c, ok := l.cost(a, b); ok {
		return c, true
	}
	return l.cost(b, a)
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
	return k.lists[u.channel].cost(u.form, v.form)
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
