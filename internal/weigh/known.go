package weigh

import "deciban/internal/names"

// Known pairs of spellings.
//
// Letters tell how a name is usually written, not that Джеймс is James and Bill
// is William. Pairs that were seen often enough, and that the letters alone make
// too dear, are listed with the cost that their frequency gives them.

// knownPair is another spelling of a form and what it costs.
type knownPair struct {
	form string
	cost int16
}

// knownPairs holds, by channel, the Latin spellings of native forms, and the
// native forms of Latin spellings.
type knownPairs struct {
	toLatin, fromLatin [names.ChannelCount]map[string][]knownPair
	// settled holds native forms that were seen often, and what it costs beyond
	// the letters that one is written in a way that was never seen: Шиллер is
	// Schiller, hardly Diller.
	settled [names.ChannelCount]map[string]int16
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

func (k *knownPairs) add(c names.Channel, native, latin string, cost int16) {
	if k.toLatin[c] == nil {
		k.toLatin[c], k.fromLatin[c] = map[string][]knownPair{}, map[string][]knownPair{}
	}
	k.toLatin[c][native] = append(k.toLatin[c][native], knownPair{latin, cost})
	k.fromLatin[c][latin] = append(k.fromLatin[c][latin], knownPair{native, cost})
}

// latin is the listed cost of two Latin spellings.
func (k *knownPairs) latin(a, b string) (int16, bool) {
	for _, p := range k.toLatin[names.ChanLatin][a] {
		if p.form == b {
			return p.cost, true
		}
	}
	for _, p := range k.fromLatin[names.ChanLatin][a] {
		if p.form == b {
			return p.cost, true
		}
	}
	return 0, false
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
	for _, p := range k.toLatin[u.channel][u.form] {
		if p.form == v.form {
			return p.cost, true
		}
	}
	return 0, false
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
		k.eachLatin(u.form, func(form string, cost int16) { f(names.ChanLatin, form, cost) })
		return
	}
	for _, p := range k.toLatin[u.channel][u.form] {
		f(names.ChanLatin, p.form, p.cost)
	}
	if u.channel != names.ChanLatin {
		return
	}
	for c := range k.fromLatin {
		for _, p := range k.fromLatin[c][u.form] {
			f(names.Channel(c), p.form, p.cost)
		}
	}
	k.eachLatin(u.form, func(form string, cost int16) {
		f(names.ChanHan, form, cost)
		f(names.ChanHangul, form, cost)
	})
}

// eachLatin calls f with every listed Latin spelling of a form.
func (k *knownPairs) eachLatin(form string, f func(form string, cost int16)) {
	for _, p := range k.toLatin[names.ChanLatin][form] {
		f(p.form, p.cost)
	}
	for _, p := range k.fromLatin[names.ChanLatin][form] {
		f(p.form, p.cost)
	}
}
