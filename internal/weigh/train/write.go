package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"math"
	"os"

	"deciban/internal/names"
)

// leftCounts counts how often tokens had no counterpart in another name of the
// same party, by role, rarity and number of tokens.
type leftCounts struct {
	seen, left [7][4][7]float64
}

// write writes the model file.
func (l *learned) write(path string) error {
	text := l.text()
	var z bytes.Buffer
	w, err := gzip.NewWriterLevel(&z, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := w.Write(text); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "model: %d bytes, %d compressed\n", len(text), z.Len())
	return os.WriteFile(path, z.Bytes(), 0o644)
}

// text is the model file before compression.
func (l *learned) text() []byte {
	var b bytes.Buffer
	p := func(format string, args ...any) { fmt.Fprintf(&b, format, args...) }
	p("# Deciban's model of evidence. Weights and costs are in hundredths of a deciban.\n# Written by the trainer (make model); see docs/evidence.md.\n")
	p("[model]\nversion\t%s\n", modelVersion)
	p("[numbers]\n")
	for _, n := range numbers {
		p("%s\t%d\n", n.name, n.weight)
	}
	p("[dates]\n")
	for _, n := range dateNumbers {
		p("%s\t%d\n", n.name, n.weight)
	}
	p("[pair]\n# channel, same form, another spelling, thousandths of the rarity, of the rarer's, and of the cost, if short, for each letter, for each letter more, highest cost, and by letter\n")
	for c := names.Channel(0); int(c) < names.ChannelCount; c++ {
		v := l.pair[c]
		p("%s\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\n", c, v.exact, v.variant, v.slope, v.rare, v.perCost, v.short, v.letter, v.longer, v.limit, v.perLetter)
	}
	for i, pop := range []string{"persons", "others"} {
		p("[unseen %s]\n", pop)
		for j, v := range l.unseen[i] {
			if j > 0 {
				p("\t")
			}
			p("%d", v)
		}
		p("\n[left %s]\n# role, bucket of rarity, weight in a name of 1, 2, … 6 tokens\n", pop)
		for role := names.Role(0); role < 7; role++ {
			for r := range 4 {
				p("%s\t%d", role, r)
				for n := 1; n <= 6; n++ {
					p("\t%d", l.leftWeight(i, int(role), r, n))
				}
				p("\n")
			}
		}
	}
	for c := names.Channel(0); int(c) < names.ChannelCount; c++ {
		p("[costs %s]\n", c)
		for _, o := range l.ops[c] {
			at := "rest"
			if o.First {
				at = "first"
			}
			p("%s\t%s\t%s\t%d\n", at, o.A, o.B, o.Cost)
		}
	}
	for c := names.Channel(0); int(c) < names.ChannelCount; c++ {
		p("[known %s]\n", c)
		for _, k := range l.known[c] {
			p("%s\t%s\t%d\n", k.a, k.b, k.cost)
		}
	}
	for c := names.Channel(1); int(c) < names.ChannelCount; c++ {
		p("[settled %s]\n", c)
		for _, w := range sortedStrings(l.settled[c]) {
			p("%s\t%d\n", w, l.settled[c][w])
		}
	}
	for i, pop := range []string{"persons", "others"} {
		p("[leftform %s]\n", pop)
		for _, w := range sortedStrings(l.leftForm[i]) {
			p("%s\t%d\n", w, l.leftForm[i][w])
		}
		p("[rarity %s]\n", pop)
		for _, w := range sortedStrings(l.rarity[i]) {
			p("%s\t%d\n", w, l.rarity[i][w])
		}
	}
	for c := names.Channel(1); int(c) < names.ChannelCount; c++ {
		p("[unseen %s]\n", c)
		for j, v := range nativeUnseen {
			if j > 0 {
				p("\t")
			}
			p("%d", v)
		}
		p("\n[rarity %s]\n", c)
		for _, w := range sortedStrings(l.nativeRarity[c]) {
			p("%s\t%d\n", w, l.nativeRarity[c][w])
		}
	}
	return b.Bytes()
}

const modelVersion = "2026.11.4"

type number struct {
	name   string
	weight int
}

var numbers = []number{
	{"join", -300}, {"reading", -200}, {"translation", -500}, {"acronym", -300}, {"initial", 400},
	{"alias per doubling", -150}, {"weak alias", -500}, {"look-alike", 0},
	{"prior person", -4000}, {"prior other", -4800},
	{"gender same", 0}, {"gender other", -1300}, {"country other", -1000}, {"country other organisation", -300},
	{"place same", 600}, {"address word", 300}, {"identifier same", 9000}, {"identifier other", -300},
	{"identifier unique other", -2500}, {"against identifier", -3000}, {"contact same", 5000}, {"schema other", -2500},
	{"conflict", -300}, {"conflict cap person 1", 1300}, {"conflict cap person 2", 700},
	{"conflict alike", 1500}, {"conflict cap other 1", 3600}, {"conflict cap other 2", 2800}, {"complete person", 300}, {"complete other", 800},
	{"particle rarity", 400}, {"title rarity", 800}, {"generic rarity", 2000}, {"legal form rarity", 500},
}

var dateNumbers = []number{
	{"same day", 4100}, {"same day, 1 January", 2600}, {"day and month exchanged", 2400}, {"one digit apart", 1000},
	{"same month", 2400}, {"same year", 1500}, {"same year, another day", 0}, {"within the range", 600},
	{"a year or two apart", 100}, {"up to two years apart", -1000}, {"different", -1600}, {"ten years apart or more", -2600},
}

// leftWeight is what a token weighs that has no counterpart: how often that
// happens between two names of one party. Where few were counted, the guess
// counts as ten observations.
func (l *learned) leftWeight(population, role, rarity, tokens int) int {
	guess := math.Pow(10, float64(l.leftGuess(population, role, tokens))/1000)
	c := &l.left[population]
	p := (c.left[role][rarity][tokens] + 10*guess) / (c.seen[role][rarity][tokens] + 10)
	w := int(math.Round(1000 * math.Log10(p)))
	if population == 1 && names.Role(role) == names.Number {
		w = min(w, numberLeft)
	}
	return w
}

// numberLeft is what a number of an organisation's name weighs at most that has
// no counterpart. Funds, ships, schools and plants of a series share all words
// but the number: there the words that agree are no independent evidence.
const numberLeft = -2800

func (l *learned) leftGuess(population, role, tokens int) int {
	switch names.Role(role) {
	case names.Particle, names.Title, names.LegalForm:
		return -150
	case names.Initial:
		return -250
	case names.Generic:
		return -350
	case names.Number:
		return -1200
	}
	if population == 0 {
		return []int{0, -2000, -1200, -800, -550, -450, -400}[tokens]
	}
	return []int{0, -2000, -1300, -1000, -800, -700, -600}[tokens]
}
