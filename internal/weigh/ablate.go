package weigh

import (
	"fmt"
	"strings"

	"deciban/internal/names"
)

// Parts of the model.
//
// What does a part add? Take it away and measure again. Without says what each
// is replaced by, which is always the plainest thing that could stand there, so
// that the rest still works.

// modelPart is a part that the model can do without.
type modelPart struct {
	name string
	// what says what stands in its place.
	what string
	// take removes it from a copy of the model. What maps and slices hold is
	// shared with the model and must be replaced, not changed.
	take func(m *Model)
}

// forbidden is a penalty that no evidence outweighs.
const forbidden = -1000 * Deciban

var modelParts = []modelPart{
	{"spelling costs", "each change of a Latin letter costs 12 decibans, whichever it is", func(m *Model) {
		m.channels[names.ChanLatin] = m.native
	}},
	{"known pairs", "no pairs of spellings by heart: letters alone tell that Bill is William", func(m *Model) {
		m.known = knownPairs{}
	}},
	{"rarities", "each token is as rare as one in 5,000", func(m *Model) {
		for p := range m.rarity {
			m.rarity[p] = rarityTable{unseen: []Weight{evenRarity}}
		}
		for c := range m.nativeRarity {
			m.nativeRarity[c] = rarityTable{unseen: []Weight{evenRarity}}
		}
	}},
	{"roles", "particles, titles, generic words and legal forms weigh as their rarity says", func(m *Model) {
		m.particleRarity, m.titleRarity, m.genericRarity, m.legalRarity = -forbidden, -forbidden, -forbidden, -forbidden
	}},
	{"native channels", "no name in another script finds a Latin one", func(m *Model) {
		for c := range m.channels {
			if names.Channel(c) != names.ChanLatin {
				m.channels[c], m.toNative[c] = nil, nil
			}
		}
		m.known = m.known.latinOnly()
	}},
	{"further readings", "each token is read in one way", func(m *Model) { m.reading = forbidden }},
	{"joins", "words written as one match no two", func(m *Model) { m.join = forbidden }},
	{"left-over weights", "a token without a counterpart weighs nothing", func(m *Model) { m.left = leftTable{} }},
	{"initials", "an initial weighs nothing", func(m *Model) { m.initial = forbidden }},
	{"acronyms", "an acronym matches no name", func(m *Model) { m.acronym = forbidden }},
	{"translations", "bank and banque are two words", func(m *Model) { m.translation = forbidden }},
	{"alias costs", "many names are as good as one", func(m *Model) { m.aliasPerDoubling, m.weakAlias = 0, 0 }},
	{"birth dates", "birth dates weigh nothing", func(m *Model) { m.date = [dateRelations]Weight{} }},
	{"countries", "countries weigh nothing", func(m *Model) { m.countryOther, m.countryOtherOrg = 0, 0 }},
	{"gender", "gender weighs nothing", func(m *Model) { m.genderSame, m.genderOther = 0, 0 }},
	{"identifiers", "identifiers and contacts weigh nothing", func(m *Model) {
		m.identifierSame, m.identifierOther, m.identifierUnique, m.contact = 0, 0, 0, 0
	}},
}

// evenRarity is one in 5,000, about what a token of a list is on average.
const evenRarity = 37 * Deciban

// latinOnly leaves out the pairs of other scripts.
func (k *knownPairs) latinOnly() knownPairs {
	var l knownPairs
	l.lists[names.ChanLatin] = k.lists[names.ChanLatin]
	return l
}

// Parts returns the parts of the model that Without can take away, and what
// stands in the place of each.
func Parts() (parts, instead []string) {
	for _, p := range modelParts {
		parts = append(parts, p.name)
		instead = append(instead, p.what)
	}
	return parts, instead
}

// Without returns the model without one of its Parts, to measure what that
// adds. The version says that it is not whole.
func (m *Model) Without(part string) (*Model, error) {
	var known []string
	for _, p := range modelParts {
		if p.name == part {
			c := *m
			p.take(&c)
			c.version = m.version + " without " + part
			return &c, nil
		}
		known = append(known, p.name)
	}
	return nil, fmt.Errorf("the model has no part %q; it has %s", part, strings.Join(known, ", "))
}
