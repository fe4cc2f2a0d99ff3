// Package ordinary makes up ordinary parties: people, companies and ships on no list, recombined from common names of many countries.
//
// They stand in for a user's own customers where a threshold is to be set by
// how often ordinary parties raise an alert. The names are in names.txt and
// words.txt. Every country counts the same, so that no origin is rare in the
// background merely because few of its people are somebody's customers.
//
// The i-th party is the same on every machine and in every version that has
// the same Recipe: it follows from i alone.
package ordinary

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"
)

// Recipe names the names and the way in which they are combined. A table of
// weights that was measured with another recipe is measured anew.
const Recipe = "2"

// Party is an ordinary party: what a subject needs.
type Party struct {
	ID         string
	Schema     string
	Properties map[string][]string
	// Origin is the group of names that a person's name is from; "" for others.
	Origin string
}

// Country is one country's common names.
type Country struct {
	// Code is the country's code as entities have it; a country may stand for
	// its neighbours that share its names.
	Code string
	// Origin is the group of names that it belongs to, such as "arabic".
	Origin               string
	Men, Women, Surnames []string
	patterns             []string
}

//go:embed names.txt
var namesText string

//go:embed words.txt
var wordsText string

var countries = sync.OnceValue(func() []Country {
	cs, err := parseCountries(namesText)
	if err != nil {
		panic("BUG: the embedded names: " + err.Error())
	}
	return cs
})

var words = sync.OnceValue(func() map[string][]string {
	w, err := parseWords(wordsText)
	if err != nil {
		panic("BUG: the embedded words: " + err.Error())
	}
	return w
})

// Countries returns the common names by country.
func Countries() []Country { return slices.Clone(countries()) }

func parseCountries(text string) ([]Country, error) {
	var cs []Country
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if line[0] == '[' {
			head, patterns, ok := strings.Cut(line[1:], "]")
			code, origin, two := strings.Cut(head, " ")
			if !ok || !two {
				return nil, fmt.Errorf("line %d: %q is not [code origin] patterns", n, line)
			}
			cs = append(cs, Country{Code: code, Origin: origin, patterns: split(patterns)})
			continue
		}
		kind, list, ok := strings.Cut(line, ":")
		if !ok || len(cs) == 0 {
			return nil, fmt.Errorf("line %d: %q belongs to no country", n, line)
		}
		c := &cs[len(cs)-1]
		switch kind {
		case "m":
			c.Men = split(list)
		case "f":
			c.Women = split(list)
		case "s":
			c.Surnames = split(list)
		default:
			return nil, fmt.Errorf("line %d: %q is none of m, f, s", n, kind)
		}
	}
	for _, c := range cs {
		if len(c.Men) == 0 || len(c.Women) == 0 || len(c.Surnames) == 0 || len(c.patterns) == 0 {
			return nil, fmt.Errorf("country %s lacks names or patterns", c.Code)
		}
	}
	return cs, nil
}

func parseWords(text string) (map[string][]string, error) {
	w := map[string][]string{}
	section := ""
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '[':
			section = strings.Trim(line, "[]")
		case section == "":
			return nil, fmt.Errorf("%q belongs to no section", line)
		case strings.HasSuffix(section, "patterns"):
			w[section] = append(w[section], line)
		default:
			w[section] = append(w[section], split(line)...)
		}
	}
	return w, nil
}

func split(list string) []string {
	var out []string
	for v := range strings.SplitSeq(list, ",") {
		if v = strings.TrimSpace(v); v != "" {
			out = append(out, v)
		}
	}
	return out
}

// dice is a sequence of numbers that follows from its seed alone: SplitMix64
// (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014).
type dice uint64

func (d *dice) next() uint64 {
	*d += 0x9e3779b97f4a7c15
	z := uint64(*d)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// roll returns a number below n.
func (d *dice) roll(n int) int { return int(d.next() >> 33 % uint64(n)) }

func pick(d *dice, list []string) string { return list[d.roll(len(list))] }

// seeds keep the sequences of persons, companies and ships apart.
const (
	personSeed  = 0x6f7264696e617279
	companySeed = 0x636f6d70616e7900
	shipSeed    = 0x7368697000000000
)

// Person returns the i-th ordinary person. Every second one comes with birth
// date and nationality, the others with nothing but the name: customers' files
// are of both kinds.
func Person(i int) Party {
	d := dice(personSeed + uint64(i)*0x2545f4914f6cdd1d)
	cs := countries()
	c := &cs[i%len(cs)]
	// Three in five are men: lists hold nearly none but men, and so do the
	// files of many who screen.
	woman := d.roll(5) >= 3
	p := Party{
		ID: fmt.Sprintf("person-%d", i), Schema: "Person", Origin: c.Origin,
		Properties: map[string][]string{"name": {c.name(&d, woman)}},
	}
	if i/len(cs)%2 == 0 {
		year, month, day := 1940+d.roll(65), 1+d.roll(12), 1+d.roll(28)
		p.Properties["birthDate"] = []string{fmt.Sprintf("%d-%02d-%02d", year, month, day)}
		p.Properties["nationality"] = []string{c.Code}
	}
	return p
}

// How often a name is not one of the listed common ones. In most countries the
// 25 commonest given names are borne by some two in five, the 25 commonest
// surnames by one in four or fewer; among Koreans and Vietnamese nearly all bear
// one of a few surnames.
const (
	rareGivenPercent   = 50
	rareSurnamePercent = 70
	// Words that companies are named by are of even more kinds.
	rareWordPercent = 60
)

// fewSurnames tells of the countries where nearly everybody bears a listed one.
func (c *Country) fewSurnames() bool {
	switch c.Code {
	case "kr", "vn", "cn", "tw":
		return true
	}
	return false
}

// draw returns one of the country's common names, or a rare one made up of
// their letters.
func (c *Country) draw(d *dice, list []string, rarePercent int) string {
	if d.roll(100) >= rarePercent {
		return pick(d, list)
	}
	return letters()[c.Origin].name(d)
}

// name fills one of the country's patterns.
func (c *Country) name(d *dice, woman bool) string {
	given := c.Men
	if woman {
		given = c.Women
	}
	var parts []string
	for _, w := range strings.Fields(pick(d, c.patterns)) {
		article := ""
		if rest, ok := strings.CutPrefix(w, "al-"); ok {
			article, w = "al-", rest
		}
		letter, suffix, _ := strings.Cut(w, "+")
		for fixed := false; !fixed; {
			switch letter {
			case "G", "H":
				w = c.draw(d, given, rareGivenPercent)
			case "M":
				w = c.draw(d, c.Men, rareGivenPercent) + suffix
			case "S":
				w = c.surname(d)
			default:
				fixed = true
			}
			fixed = fixed || !slices.Contains(parts, w)
		}
		if woman && (suffix != "" || letter == "S") {
			w = c.feminine(w)
		}
		parts = append(parts, article+w)
	}
	return strings.Join(parts, " ")
}

func (c *Country) surname(d *dice) string {
	if c.fewSurnames() {
		return pick(d, c.Surnames)
	}
	return c.draw(d, c.Surnames, rareSurnamePercent)
}

// feminine is a woman's form of a patronymic or surname, where names have one.
func (c *Country) feminine(name string) string {
	switch c.Origin {
	case "slavic", "turkic", "persian":
	default:
		return name
	}
	for _, end := range []struct{ man, woman string }{
		{"ovich", "ovna"}, {"ovych", "ivna"}, {"avich", "auna"}, {"ov", "ova"}, {"ev", "eva"}, {"in", "ina"}, {"ski", "ska"},
	} {
		if stem, ok := strings.CutSuffix(name, end.man); ok {
			return stem + end.woman
		}
	}
	return name
}

// Other returns the i-th ordinary party that is no person: five companies to
// each ship.
func Other(i int) Party {
	w := words()
	if i%6 == 5 {
		d := dice(shipSeed + uint64(i)*0x2545f4914f6cdd1d)
		return Party{
			ID: fmt.Sprintf("ship-%d", i), Schema: "Vessel",
			Properties: map[string][]string{"name": {fill(&d, pick(&d, w["vessel patterns"]))}},
		}
	}
	d := dice(companySeed + uint64(i)*0x2545f4914f6cdd1d)
	return Party{
		ID: fmt.Sprintf("company-%d", i), Schema: "Company",
		Properties: map[string][]string{"name": {fill(&d, pick(&d, w["company patterns"]))}},
	}
}

// fill replaces the capital letters of a pattern.
func fill(d *dice, pattern string) string {
	cs, w := countries(), words()
	var parts []string
	for _, part := range strings.Fields(pattern) {
		switch part {
		case "P":
			part = cs[d.roll(len(cs))].surname(d)
		case "G":
			part = pick(d, cs[d.roll(len(cs))].Women)
		case "C":
			part = pick(d, w["cities"])
		case "W":
			if part = pick(d, w["words"]); d.roll(100) < rareWordPercent {
				part = letters()[cs[d.roll(len(cs))].Origin].name(d)
			}
		case "B":
			part = pick(d, w["branches"])
		case "A":
			part = pick(d, w["ship adjectives"])
		case "N":
			part = pick(d, w["ship nouns"])
		case "I":
			part = fmt.Sprint(1 + d.roll(20))
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, " ")
}
