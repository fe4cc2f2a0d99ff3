package weigh

import (
	"fmt"
	"slices"
	"strings"

	"deciban/internal/entity"
	"deciban/internal/names"
)

// textSet is a text's comparable words, for places and addresses.
type textSet struct {
	text  string
	words []string
}

// addOther takes up what a statement says besides the name.
func (p *Party) addOther(s *entity.Statement) {
	switch s.Prop {
	case "birthDate":
		if d, err := entity.ParseDate(s.Value); err == nil && !d.IsZero() {
			p.births = append(p.births, d)
		}
	case "gender":
		p.genders = addUnique(p.genders, s.Value)
	case "nationality", "citizenship", "jurisdiction", "mainCountry", "flag":
		p.said = addUnique(p.said, s.Value)
		p.nations = addUnique(p.nations, s.Value)
	case "country", "birthCountry", "pastFlags":
		p.nations = addUnique(p.nations, s.Value)
		if s.Prop == "country" && p.Kind != names.Person {
			p.said = addUnique(p.said, s.Value)
		}
	case "birthPlace":
		p.places = append(p.places, newTextSet(s.Value))
	case "address":
		p.addresses = append(p.addresses, newTextSet(s.Value))
	case "email", "phone", "website":
		if v := contactForm(s.Prop, s.Value); v != "" {
			p.contacts = append(p.contacts, contact{s.Prop, v})
		}
	default:
		if kind, ok := entity.KindOfProperty(s.Prop); ok {
			if id, err := entity.ParseIdentifier(kind, s.Country, s.Value); err == nil {
				p.addID(id, s.Text())
			} else if id, err := entity.ParseIdentifier(kind, "", s.Value); err == nil { // of a country that nobody knows
				p.addID(id, s.Text())
			}
		}
	}
}

// addRelated takes up what an entity that belongs to the party says of it.
func (p *Party) addRelated(r *entity.Entity) {
	if r.Schema == nil {
		return
	}
	switch {
	case r.Schema.IsA("Identification"):
		kind := entity.IDOther
		if r.Schema.Name == "Passport" {
			kind = entity.IDPassport
		}
		country := r.First("country")
		for _, prop := range []string{"number", "passportNumber"} {
			for _, v := range r.Values(prop) {
				// The party's own statement has the kind; this one knows the
				// country.
				known := false
				for i := range p.ids {
					if p.ids[i].Number == normalNumber(v) {
						if p.ids[i].Country == "" {
							p.ids[i].Country = country
						}
						known = true
					}
				}
				if !known {
					if id, err := entity.ParseIdentifier(kind, country, v); err == nil {
						p.addID(id, v)
					}
				}
			}
		}
	case r.Schema.IsA("CryptoWallet"):
		for _, v := range r.Values("publicKey") {
			if id, err := entity.ParseIdentifier(entity.IDCrypto, "", v); err == nil {
				p.addID(id, v)
			}
		}
	case r.Schema.IsA("Address"):
		if v := r.First("full"); v != "" {
			p.addresses = append(p.addresses, newTextSet(v))
		}
		p.nations = addUnique(p.nations, r.First("country"))
	}
}

func normalNumber(v string) string {
	id, err := entity.ParseIdentifier(entity.IDOther, "", v)
	if err != nil {
		return v
	}
	return id.Number
}

func (p *Party) addID(id entity.Identifier, text string) {
	for _, have := range p.ids {
		if have.Identifier == id {
			return
		}
	}
	p.ids = append(p.ids, identifier{id, text})
}

func newTextSet(text string) textSet {
	t := textSet{text: text}
	readings := names.Parse(text, names.Organisation)
	if len(readings) == 0 {
		return t
	}
	for _, tok := range readings[0].Tokens {
		if tok.Role != names.Particle && tok.Channel == names.ChanLatin && len(tok.Form) > 1 {
			t.words = addUnique(t.words, tok.Form)
		}
	}
	return t
}

func contactForm(prop, v string) string {
	v = strings.ToLower(strings.TrimSpace(v))
	switch prop {
	case "phone":
		v = strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' {
				return r
			}
			return -1
		}, v)
		v = strings.TrimLeft(v, "0")
		if len(v) < 7 {
			return ""
		}
	case "website":
		v = strings.TrimPrefix(strings.TrimPrefix(v, "https://"), "http://")
		v = strings.TrimSuffix(strings.TrimPrefix(v, "www."), "/")
	}
	return v
}

// weighOthers appends the evidence besides the names and returns what all weighs
// together; sum is what the names weigh.
func (m *Model) weighOthers(q, e *Party, sum Weight, ev *[]Evidence) Weight {
	add := func(kind Kind, subject, entry string, w Weight, note string) {
		sum += w
		if ev != nil {
			*ev = append(*ev, Evidence{kind, subject, entry, w, note})
		}
	}
	if a, b, rel, w := m.bestDates(q.births, e.births); rel != dateUnknown {
		add(KindBirthDate, a.String(), b.String(), w, dateNames[rel])
	}
	if len(q.genders) > 0 && len(e.genders) > 0 {
		if g := intersect(q.genders, e.genders); g != "" {
			add(KindGender, g, g, m.genderSame, "same gender: one person in two has it")
		} else {
			add(KindGender, q.genders[0], e.genders[0], m.genderOther, "different gender")
		}
	}
	m.weighCountries(q, e, add)
	m.weighPlaces(q, e, add)
	decided := m.weighIdentifiers(q, e, add)
	for _, c := range q.contacts {
		if slices.Contains(e.contacts, c) {
			add(KindContact, c.value, c.value, m.contact, "same "+c.kind)
			break
		}
	}
	if !q.Any && !e.Any && q.Kind != e.Kind {
		add(KindSchema, schemaName(q), schemaName(e), m.schemaOther, "different kinds of party")
	}
	// Names are misspelt, translated, changed and hidden behind; a number that
	// agrees is nobody else's. So all else can take away so much and no more.
	if rest := sum - m.identifierSame; decided && m.identifierSame > 0 && rest < m.againstIdentifier {
		add(KindIdentifier, "", "", m.againstIdentifier-rest, fmt.Sprintf("the same number decides: what else differs takes away %g decibans at most", -m.againstIdentifier.Decibans()))
	}
	return sum
}

func schemaName(p *Party) string {
	if p.Entity == nil || p.Entity.Schema == nil {
		return ""
	}
	return p.Entity.Schema.Name
}

type addEvidence func(kind Kind, subject, entry string, w Weight, note string)

// weighCountries tells two parties apart by their countries. That they agree
// weighs nothing: no nationality makes anybody more suspect.
func (m *Model) weighCountries(q, e *Party, add addEvidence) {
	if len(q.said) == 0 || len(e.said) == 0 {
		return
	}
	if c := intersect(q.said, e.said); c != "" {
		add(KindCountry, countryName(c), countryName(c), 0, "same country: tells nobody apart")
		return
	}
	if c := intersect(q.nations, e.nations); c != "" {
		add(KindCountry, countryList(q.said), countryName(c), 0, "tied to the same country")
		return
	}
	w := m.countryOther
	if q.Kind != names.Person {
		w = m.countryOtherOrg
	}
	add(KindCountry, countryList(q.said), countryList(e.said), w, "different countries")
}

func countryName(code string) string { return entity.CountryName(code) }

func countryList(codes []string) string {
	var ns []string
	for _, c := range codes {
		ns = append(ns, countryName(c))
	}
	return strings.Join(ns, ", ")
}

func (m *Model) weighPlaces(q, e *Party, add addEvidence) {
	if a, b, n := bestOverlap(q.places, e.places); n > 0 {
		add(KindPlace, a.text, b.text, m.placeSame, "same place of birth")
	}
	if a, b, n := bestOverlap(q.addresses, e.addresses); n > 1 {
		add(KindAddress, a.text, b.text, m.addressWord*Weight(min(n, 4)-1), "words of the address in common")
	}
}

// bestOverlap finds the two texts with most words in common, and their number.
func bestOverlap(q, e []textSet) (a, b textSet, n int) {
	for _, x := range q {
		for _, y := range e {
			k := 0
			for _, w := range x.words {
				if slices.Contains(y.words, w) {
					k++
				}
			}
			if k > n {
				a, b, n = x, y, k
			}
		}
	}
	return
}

// weighIdentifiers lets an identifier that agrees decide; one that disagrees is
// weak evidence against, and strong where a party has but one such number. Of
// several that disagree the strongest counts.
func (m *Model) weighIdentifiers(q, e *Party, add addEvidence) (agrees bool) {
	var differs, against *identifier
	var least Weight
	for i := range q.ids {
		x := &q.ids[i]
		for j := range e.ids {
			y := &e.ids[j]
			if !entity.Comparable(x.Kind, y.Kind) {
				continue
			}
			apart := x.Country != "" && y.Country != "" && x.Country != y.Country
			if x.Number == y.Number && !apart {
				add(KindIdentifier, x.text, y.text, m.identifierSame, "same "+string(y.Kind)+" number")
				return true
			}
			if w := m.otherIdentifier(x.Kind); x.Kind == y.Kind && !apart && (differs == nil || w < least) {
				differs, against, least = x, y, w
			}
		}
	}
	switch {
	case differs == nil:
	case onlyOne(differs.Kind):
		add(KindIdentifier, differs.text, against.text, least, "another "+string(differs.Kind)+" number, of which a party has one")
	default:
		add(KindIdentifier, differs.text, against.text, least, "another "+string(differs.Kind)+" number; parties have several")
	}
	return false
}

// otherIdentifier is what another number of the kind weighs.
func (m *Model) otherIdentifier(kind entity.IDKind) Weight {
	if onlyOne(kind) {
		return m.identifierUnique
	}
	return m.identifierOther
}

// onlyOne tells whether a party has one number of the kind all its life.
func onlyOne(kind entity.IDKind) bool {
	switch kind {
	case entity.IDIMO, entity.IDLEI, entity.IDINN, entity.IDOGRN, entity.IDISIN:
		return true
	}
	return false
}

func intersect(a, b []string) string {
	for _, x := range a {
		if slices.Contains(b, x) {
			return x
		}
	}
	return ""
}
