package weigh

import (
	"slices"

	"deciban/internal/names"
)

// knownKey is what the forms near a unit depend on.
type knownKey struct {
	form    string
	channel names.Channel
	joined  bool
	rarity  Weight
	penalty Weight
}

// maxKnown bounds the near forms that a matcher keeps: 16 MB.
const maxKnown = 2 << 20

// near fills row k with the costs of unit u.
func (x *Matcher) near(k int, u *unit) {
	row := x.rows[k]
	for _, f := range x.nearForms(u) {
		if row[f.id] == never {
			x.touched[k] = append(x.touched[k], f.id)
			x.hit[f.id] = 1
		}
		row[f.id] = min(row[f.id], f.cost)
	}
}

// nearForms returns the forms of the vocabulary near the unit, and their costs.
func (x *Matcher) nearForms(u *unit) []near {
	if len(x.vocab.ids) == 0 {
		return nil // a judge's
	}
	key := knownKey{u.form, u.channel, u.n > 1, u.rarity, u.penalty}
	if known, ok := x.known[key]; ok {
		return known
	}
	m := x.model
	var all []near
	for join := range x.vocab.tries {
		if join == 1 && u.n > 1 {
			continue // two joins do not pair
		}
		for c := range x.vocab.tries[join] {
			trie := x.vocab.tries[join][c]
			costs, limit := m.between(u, names.Channel(c), join == 1)
			if trie == nil || costs == nil || limit <= 0 {
				continue
			}
			x.found = trie.near(&x.walker, costs, u.codes, limit, x.found[:0])
			for _, f := range x.found {
				all = append(all, near{x.vocab.global[join][c][f.id], f.cost + x.unheard(u, names.Channel(c), join, f.id)})
			}
		}
	}
	m.known.each(u, func(c names.Channel, form string, cost int16) {
		if id, ok := x.vocab.ids[vocabKey{c, 0, form}]; ok {
			all = append(all, near{id, cost})
		}
	})
	if x.knownSize+len(all) > maxKnown {
		clear(x.known)
		x.knownSize = 0
	}
	x.known[key] = all
	x.knownSize += len(all) + 8
	return all
}

// joinLimit is the highest cost of a joined form, and joinLetter what is added
// for each letter of the shorter form: the letters of parts written as one must
// all but agree. 30 decibans are one or two usual changes; the rest is what
// letters cost that agree. With twenty letters that is 45, with seven 35: what a
// search costs grows with the third power of it.
const (
	joinLimit  = 3000
	joinLetter = 75
)

// unheard is what it costs beyond the letters that the unit is another spelling
// of the channel's form.
func (x *Matcher) unheard(u *unit, c names.Channel, join int, id int32) int16 {
	settled := &x.model.known.settled
	switch {
	case u.channel != names.ChanLatin && c == names.ChanLatin && u.n == 1:
		return settled[u.channel][u.form]
	case u.channel == names.ChanLatin && c != names.ChanLatin && join == 0 && len(settled[c]) > 0:
		return settled[c][x.vocab.forms[c][id]]
	}
	return 0
}

// nativeJoinLimit is that of a joined form in another script, where unwritten
// vowels cost too. With 50 decibans instead, persons of the UN list in their own
// script are found less (0.93 of them at 0.1 %, not 0.99): عبدالجبار, Abdul Jabbar.
// For each letter of the shorter form abjads need more, since they leave out
// vowels: with 9 decibans there, too, Arabic names are found less.
const (
	nativeJoinLimit  = 8000
	nativeJoinLetter = 900
	abjadJoinLetter  = 1150
)

// abjad tells whether the channel's script leaves out vowels.
func abjad(c names.Channel) bool {
	return c == names.ChanArabic || c == names.ChanPersian || c == names.ChanHebrew
}

// Candidates appends to dst the places of the parties of which a name has a
// form near one of the subject's, in order and each once. seen is scratch
// memory of one bool a party, all false, and is left so.
func (x *Matcher) Candidates(dst []int32, seen []bool) []int32 {
	for k := range x.touched {
		for _, id := range x.touched[k] {
			for _, at := range x.vocab.bearers[id] {
				if !seen[at] {
					seen[at] = true
					dst = append(dst, at)
				}
			}
		}
	}
	slices.Sort(dst)
	for _, at := range dst {
		seen[at] = false
	}
	return dst
}

// between returns the costs of writing unit u as a form of channel c, and the
// highest cost at which the pair can still weigh something.
func (m *Model) between(u *unit, c names.Channel, join bool) (*Costs, int16) {
	var costs *Costs
	channel := u.channel
	switch {
	case u.channel == c && c != names.ChanLatin:
		costs = m.native
	case c == names.ChanLatin:
		costs = m.channels[u.channel]
	case u.channel == names.ChanLatin:
		costs, channel = m.toNative[c], c
	default:
		return nil, 0
	}
	t := &m.pair[channel]
	limit := t.reach(channel, len(u.form), join || u.n > 1)
	if u.channel == names.ChanLatin {
		// The weight grows with the rarity of the commoner spelling, which is
		// at most this one's, and with the letters of the shorter one.
		best := spellings{common: u.rarity, rarer: m.rarest, letters: len(u.form), longer: mostLonger}
		limit = max(min(limit, t.highestCost(best, -u.penalty)), 100)
	}
	return costs, limit
}

// reach is the highest cost at which two units can be spellings of one another,
// whichever is the subject's: that of the shorter form.
func (m *Model) reach(u, v *unit) int16 {
	c := channelOf(u, v)
	return m.pair[c].reach(c, min(len(u.form), len(v.form)), u.n > 1 || v.n > 1)
}

// reach is the highest cost at which a form of so many letters is looked for.
func (t *pairTable) reach(c names.Channel, letters int, join bool) int16 {
	most := int(t.limit)
	switch {
	case join && c == names.ChanLatin:
		most = min(most, joinLimit+joinLetter*letters)
	case join:
		most = min(nativeJoinLimit, nativeJoinLetter*letters)
		if abjad(c) {
			most = min(nativeJoinLimit, abjadJoinLetter*letters)
		}
	}
	return int16(min(most, int(t.perLetter)*letters))
}
