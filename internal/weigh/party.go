package weigh

import (
	"slices"
	"strings"

	"deciban/internal/entity"
	"deciban/internal/names"
)

// Party is an entity made ready to be weighed: its names split and romanised,
// its dates and identifiers parsed.
type Party struct {
	Entity *entity.Entity
	Kind   names.Kind
	// Any is true where the schema leaves open whether it is a person or an
	// organisation (LegalEntity, Thing).
	Any     bool
	names   []partyName
	aliases Weight // what it costs that it has several names
	births  []entity.Date
	genders []string
	// nations are the countries that it is tied to; said holds those that it
	// states as nationality or jurisdiction.
	nations, said []string
	places        []textSet
	addresses     []textSet
	ids           []identifier
	contacts      []contact
}

type partyName struct {
	raw   string
	kind  names.Kind
	parts []part
	// units holds one unit for each reading of each part, then the joins of two
	// and of three parts, then the acronym.
	units []unit
	base  Weight // what the name weighs if no part finds a counterpart
	weak  bool
	like  bool // look-alike letters were folded
}

// part is one token's place in a name.
type part struct {
	text string
	left Weight
	role names.Role
}

// unit is a form that can be compared: a reading of one part, or of two or
// three parts written as one.
type unit struct {
	form    string
	codes   []uint8
	channel names.Channel
	from, n uint8 // the parts that it covers
	rarity  Weight
	penalty Weight // of a second reading, and of joining
	notion  string
	role    names.Role
	initial byte
	acronym bool  // the initials of the parts
	id      int32 // id in the list's lexicon, -1 outside
}

type identifier struct {
	entity.Identifier
	text string
}

type contact struct {
	kind, value string
}

// Prepare makes an entity ready to be weighed. related are the entities that
// belong to it: its passports, addresses, wallets.
func (m *Model) Prepare(e *entity.Entity, related ...*entity.Entity) *Party {
	p := &Party{Entity: e, Kind: names.Organisation}
	switch {
	case e.Schema == nil:
	case e.Schema.IsA("Person"):
		p.Kind = names.Person
	case e.Schema.IsA("Vehicle"), e.Schema.IsA("Security"), e.Schema.IsA("CryptoWallet"):
		p.Kind = names.Object
	case e.Schema.Name == "LegalEntity", e.Schema.Name == "Thing":
		p.Any = true
	}
	n := 0
	for i := range e.Statements {
		s := &e.Statements[i]
		switch s.Prop {
		case "name", "alias", "previousName", "weakAlias":
			for _, spelled := range spelledNames(s.Value, p.Kind == names.Person) {
				p.addName(m, spelled.text, spelled.weak || s.Prop == "weakAlias")
				n++
			}
		}
		p.addOther(s)
	}
	for _, r := range related {
		p.addRelated(r)
	}
	p.aliases = m.aliasCost(n)
	return p
}

// aliasCost is what it costs to have n names to try: a stranger with many names
// has as many chances to resemble somebody.
func (m *Model) aliasCost(n int) Weight {
	var w Weight
	for size := 2; size <= n; size *= 2 {
		w += m.aliasPerDoubling
	}
	return w
}

func (p *Party) addName(m *Model, raw string, weak bool) {
	for _, n := range names.Parse(raw, p.Kind) {
		p.names = append(p.names, m.prepareName(n, weak))
	}
}

func (m *Model) prepareName(n names.Name, weak bool) partyName {
	pn := partyName{raw: n.Raw, kind: n.Kind, weak: weak}
	kind := n.Kind
	tokens := len(n.Tokens)
	for i := range n.Tokens {
		t := &n.Tokens[i]
		pn.like = pn.like || t.LookAlike
		r := m.tokenRarity(t, kind)
		if t.Role == names.Plain && kind == names.Person && besideSyllable(n.Tokens, i, &m.rarity[0]) {
			if w, ok := m.rarity[0].together(t.Form); ok {
				r = min(r, w)
			}
		}
		pt := part{text: t.Text, role: t.Role, left: m.left.of(kind, t.Role, t.Form, r, tokens)}
		pn.parts = append(pn.parts, pt)
		pn.base += pt.left
		u := unit{form: t.Form, channel: t.Channel, from: uint8(i), n: 1, rarity: r, notion: t.Notion, role: t.Role, id: -1}
		u.codes = appendCodes(nil, u.form)
		if t.Role == names.Initial {
			u.initial = t.Form[0]
		}
		pn.units = append(pn.units, u)
		for _, a := range t.Alternatives {
			v := u
			v.form, v.channel, v.penalty, v.notion = a.Form, a.Channel, m.reading, ""
			v.codes = appendCodes(nil, v.form)
			v.rarity = min(u.rarity, m.formRarity(v.form, v.channel, kind))
			pn.units = append(pn.units, v)
		}
	}
	for width := 2; width <= 3; width++ {
		for i := 0; i+width <= tokens; i++ {
			u, ok := m.joinUnit(n.Tokens[i:i+width], i, kind)
			if !ok {
				continue
			}
			pn.units = append(pn.units, u)
			if v, ok := m.spokenArticle(n.Tokens[i:i+width], u, kind); ok {
				pn.units = append(pn.units, v)
			}
		}
	}
	if kind != names.Person {
		if u, ok := m.acronymUnit(n.Tokens); ok {
			pn.units = append(pn.units, u)
		}
	}
	return pn
}

// besideSyllable tells whether a token, in Latin letters or of a Chinese or Korean
// name, stands beside one that is a single syllable, as given names stand beside
// surnames there. Elsewhere what looks like two syllables mostly is not: Putin, Laden.
func besideSyllable(ts []names.Token, at int, t *rarityTable) bool {
	latin := func(c names.Channel) bool { return c == names.ChanLatin || spelledByRule(c) }
	if !latin(ts[at].Channel) || t.syllable(ts[at].Form) {
		return false
	}
	for i := range ts {
		if i != at && ts[i].Role == names.Plain && latin(ts[i].Channel) && t.syllable(ts[i].Form) {
			return true
		}
	}
	return false
}

// acronymUnit is the name's initials as one word, "BNC" for "Banco Nacional de
// Cuba", without legal forms and particles.
func (m *Model) acronymUnit(ts []names.Token) (unit, bool) {
	u := unit{channel: names.ChanLatin, acronym: true, penalty: m.acronym, id: -1}
	first, last := -1, -1
	for i, t := range ts {
		if t.Channel != names.ChanLatin || t.Role == names.LegalForm || t.Role == names.Particle {
			continue
		}
		if first < 0 {
			first = i
		}
		last = i
		u.form += t.Form[:1]
	}
	if len(u.form) < 3 || len(u.form) > 12 {
		return unit{}, false
	}
	u.from, u.n = uint8(first), uint8(last-first+1)
	u.codes = appendCodes(nil, u.form)
	// One letter of an acronym is worth about twelve to one: letters are not
	// equally common at the start of words.
	u.rarity = Weight(len(u.form)) * 11 * Deciban
	return u, true
}

// tokenRarity is the rarity of a token among the names of its script.
func (m *Model) tokenRarity(t *names.Token, kind names.Kind) Weight {
	r := m.formRarity(t.Form, t.Channel, kind)
	switch t.Role {
	case names.Particle:
		// A particle says little: it comes with the others of its language.
		return min(r, m.particleRarity)
	case names.Title:
		return min(r, m.titleRarity)
	case names.Generic:
		return min(r, m.genericRarity)
	case names.LegalForm:
		return min(r, m.legalRarity)
	}
	return r
}

func (m *Model) formRarity(form string, c names.Channel, kind names.Kind) Weight {
	if c == names.ChanLatin {
		return m.rarity[population(kind)].of(form)
	}
	return m.nativeRarity[c].of(form)
}

// joinUnit is a run of parts written as one word: "abd al rahman" as
// "abdalrahman".
func (m *Model) joinUnit(ts []names.Token, from int, kind names.Kind) (unit, bool) {
	u := unit{from: uint8(from), n: uint8(len(ts)), channel: ts[len(ts)-1].Channel, penalty: m.join, id: -1}
	var sum Weight
	plain := false
	for _, t := range ts {
		form := t.Form
		if t.Role == names.LegalForm {
			// "JSCARGUMENT": a legal form is joined as it is written, not as
			// the notion that it stands for.
			form = names.FoldLatin(t.Text)
			if strings.ContainsRune(t.Text, ' ') || form == "" {
				return unit{}, false
			}
		}
		if t.Channel != u.channel || t.Role == names.Initial {
			return unit{}, false
		}
		plain = plain || t.Role != names.LegalForm && t.Role != names.Number
		u.form += form
		sum += m.tokenRarity(&t, kind)
	}
	if !plain {
		return unit{}, false // numbers must agree as they are
	}
	if len(u.form) > maxLetters || len(u.form) < 3 {
		return unit{}, false
	}
	u.codes = appendCodes(nil, u.form)
	u.rarity = min(m.formRarity(u.form, u.channel, kind), sum)
	return u, true
}

// sunLetters are those to which the l of the Arabic article before them is made
// like in speech, as they are written in Latin letters; the longer ones first.
var sunLetters = []string{"sh", "th", "dh", "d", "n", "r", "s", "t", "z"}

// spokenArticle is the article al and the word behind it, joined as u, the way
// that they are spoken: "arrashidi" for "al rashidi". North African papers write
// Errachidi and Essebsi.
func (m *Model) spokenArticle(ts []names.Token, u unit, kind names.Kind) (unit, bool) {
	if len(ts) != 2 || u.channel != names.ChanLatin || ts[0].Role != names.Particle || ts[0].Form != "al" && ts[0].Form != "el" {
		return unit{}, false
	}
	word := ts[1].Form
	for _, letter := range sunLetters {
		if !strings.HasPrefix(word, letter) {
			continue
		}
		v := u
		v.form = ts[0].Form[:1] + letter + word
		if len(v.form) > maxLetters {
			return unit{}, false
		}
		v.codes = appendCodes(nil, v.form)
		v.rarity = min(m.formRarity(v.form, v.channel, kind), u.rarity)
		return v, true
	}
	return unit{}, false
}

// HasNames tells whether there is a name to compare.
func (p *Party) HasNames() bool { return len(p.names) > 0 }

func addUnique(list []string, v string) []string {
	if v == "" || slices.Contains(list, v) {
		return list
	}
	return append(list, v)
}
