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

// each calls f with every known spelling of the unit's form, its channel and
// its cost. Pairs of Latin forms are listed once and read in both directions.
func (k *knownPairs) each(u *unit, f func(c names.Channel, form string, cost int16)) {
	if u.n > 1 || u.acronym {
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
}
