package weigh

import (
	"fmt"
	"strconv"
	"strings"

	"deciban/internal/names"
)

// ParseModel reads a model file: lines of tab-separated fields in sections that
// begin with "[name]"; "#" begins a comment. Its parts are described in
// docs/evidence.md.
func ParseModel(text []byte) (*Model, error) { return parseModel(string(text)) }

func parseModel(text string) (*Model, error) {
	p := modelParser{m: &Model{number: map[string]Weight{}}}
	for i := range p.m.rarity {
		p.m.rarity[i].known = map[string]Weight{}
		p.m.left.byForm[i] = map[string]Weight{}
	}
	p.text = text
	read := 0
	for line := range strings.Lines(text) {
		p.at, read = read, read+len(line)
		p.line++
		line = strings.TrimRight(line, "\r\n")
		if line == "" || line[0] == '#' {
			continue
		}
		if strings.HasPrefix(line, "[known ") {
			section, _, _ := strings.Cut(text[read:], "\n[")
			p.known = strings.Count(section, "\n") + 1
		}
		if err := p.readLine(line); err != nil {
			return nil, fmt.Errorf("model line %d: %w", p.line, err)
		}
	}
	return p.finish()
}

type modelParser struct {
	m       *Model
	line    int
	section string
	arg     string
	text    string
	at      int // where in it the line begins
	known   int // lines of the section of known pairs that is being read
	ops     [names.ChannelCount][]Op
	dates   [dateRelations]bool
}

func (p *modelParser) readLine(line string) error {
	if line[0] == '[' {
		head, ok := strings.CutSuffix(line[1:], "]")
		if !ok {
			return fmt.Errorf("section %q does not end in ]", line)
		}
		p.section, p.arg, _ = strings.Cut(head, " ")
		return nil
	}
	f := strings.Split(line, "\t")
	switch p.section {
	case "model":
		if f[0] == "version" && len(f) == 2 {
			p.m.version = f[1]
			return nil
		}
	case "numbers":
		if len(f) == 2 {
			w, err := number(f[1])
			p.m.number[f[0]] = Weight(w)
			return err
		}
	case "dates":
		if len(f) == 2 {
			for r := dateSameDay; r < dateRelations; r++ {
				if dateNames[r] == f[0] {
					w, err := number(f[1])
					p.m.date[r] = Weight(w)
					p.dates[r] = true
					return err
				}
			}
		}
	case "costs":
		c, err := channelNamed(p.arg)
		if err != nil || len(f) != 4 {
			break
		}
		if f[0] != "first" && f[0] != "rest" {
			return fmt.Errorf("operation %q: neither first nor rest", f[0])
		}
		cost, err := costOf(f[3])
		p.ops[c] = append(p.ops[c], Op{A: f[1], B: f[2], First: f[0] == "first", Cost: cost})
		return err
	case "known":
		c, err := channelNamed(p.arg)
		if err != nil || len(f) != 3 {
			break
		}
		cost, err := costOf(f[2])
		p.m.known.lists[c].add(p.text, p.at, cost, p.known)
		return err
	case "settled":
		c, err := channelNamed(p.arg)
		if err != nil || len(f) != 2 {
			break
		}
		cost, err := costOf(f[1])
		if p.m.known.settled[c] == nil {
			p.m.known.settled[c] = map[string]int16{}
		}
		p.m.known.settled[c][f[0]] = cost
		return err
	case "pair":
		return p.readPair(f)
	case "rarity", "unseen", "left", "leftform":
		return p.readPopulation(f)
	}
	return fmt.Errorf("section %q cannot hold %q", p.section, line)
}

func (p *modelParser) readPair(f []string) error {
	c, err := channelNamed(f[0])
	if err != nil {
		return err
	}
	n, err := ints(f[1:], 10)
	if err != nil {
		return err
	}
	if n[8] < 0 || n[8] >= never || n[9] < 0 || n[9] >= never {
		return fmt.Errorf("limits %d and %d: not costs", n[8], n[9])
	}
	if n[2] < 0 || n[3] < 0 || n[4] < 0 || n[5] > 0 || n[6] < 0 || n[7] < 0 {
		// The index relies on it.
		return fmt.Errorf("%q: a factor below 0, or more for short forms", strings.Join(f[3:9], " "))
	}
	p.m.pair[c] = pairTable{exact: Weight(n[0]), variant: Weight(n[1]), slope: int32(n[2]), rare: int32(n[3]), perCost: int32(n[4]),
		short: Weight(n[5]), letter: Weight(n[6]), longer: Weight(n[7]), limit: int16(n[8]), perLetter: int16(n[9])}
	return nil
}

// readPopulation reads the sections that exist for persons and others.
func (p *modelParser) readPopulation(f []string) error {
	if c, err := channelNamed(p.arg); err == nil && c != names.ChanLatin {
		return p.readNative(c, f)
	}
	pop := 0
	switch p.arg {
	case "persons":
	case "others":
		pop = 1
	default:
		return fmt.Errorf("section %s of %q: neither persons nor others", p.section, p.arg)
	}
	switch p.section {
	case "rarity", "leftform":
		n, err := ints(f[1:], 1)
		if err != nil {
			return err
		}
		if p.section == "rarity" {
			p.m.rarity[pop].known[f[0]] = Weight(n[0])
		} else {
			p.m.left.byForm[pop][f[0]] = Weight(n[0])
		}
	case "unseen":
		n, err := ints(f, len(f))
		if err != nil {
			return err
		}
		for _, v := range n {
			p.m.rarity[pop].unseen = append(p.m.rarity[pop].unseen, Weight(v))
		}
	case "left":
		role := -1
		for r := names.Role(0); int(r) < leftRoles; r++ {
			if r.String() == f[0] {
				role = int(r)
			}
		}
		n, err := ints(f[1:], 1+leftTokens)
		if err != nil || role < 0 || n[0] < 0 || n[0] >= leftRarities {
			return fmt.Errorf("left: %v: not a role, a bucket of rarity and %d weights", f, leftTokens)
		}
		for i, v := range n[1:] {
			p.m.left.byRole[pop][role][n[0]][i+1] = Weight(v)
		}
	}
	return nil
}

// readNative reads a channel's rarities.
func (p *modelParser) readNative(c names.Channel, f []string) error {
	t := &p.m.nativeRarity[c]
	switch p.section {
	case "rarity":
		n, err := ints(f[1:], 1)
		if err != nil {
			return err
		}
		if t.known == nil {
			t.known = map[string]Weight{}
		}
		t.known[f[0]] = Weight(n[0])
		return nil
	case "unseen":
		n, err := ints(f, len(f))
		for _, v := range n {
			t.unseen = append(t.unseen, Weight(v))
		}
		return err
	}
	return fmt.Errorf("section %s is not for channels", p.section)
}

// maxNumber bounds the numbers of a model: 10,000 decibans. A sum of as many as
// a match can have stays a Weight.
const maxNumber = 1_000_000

func number(s string) (int, error) {
	v, err := strconv.Atoi(s)
	if err != nil || v > maxNumber || v < -maxNumber {
		return 0, fmt.Errorf("%q: not a whole number between %d and %d", s, -maxNumber, maxNumber)
	}
	return v, nil
}

// costOf reads a cost. None is negative or more than never, so that two of them
// add up without overflow.
func costOf(s string) (int16, error) {
	v, err := number(s)
	if err != nil || v < 0 || v >= never {
		return 0, fmt.Errorf("cost %q: not a whole number from 0 to %d", s, never-1)
	}
	return int16(v), nil
}

func ints(f []string, want int) ([]int, error) {
	if len(f) != want {
		return nil, fmt.Errorf("%d numbers, want %d", len(f), want)
	}
	out := make([]int, len(f))
	for i := range f {
		v, err := number(f[i])
		if err != nil {
			return nil, err
		}
		out[i] = v
	}
	return out, nil
}

func channelNamed(s string) (names.Channel, error) {
	for c := names.Channel(0); int(c) < names.ChannelCount; c++ {
		if c.String() == s {
			return c, nil
		}
	}
	return 0, fmt.Errorf("channel %q: unknown", s)
}

// unlistedCost is what an operation on a single letter costs that a channel's
// table does not list: 28 decibans.
const unlistedCost = 2800

func (p *modelParser) finish() (*Model, error) {
	m := p.m
	if m.version == "" {
		return nil, fmt.Errorf("model without a version")
	}
	for _, n := range m.singleNumbers() {
		w, ok := m.number[n.name]
		if !ok {
			return nil, fmt.Errorf("model %s lacks the number %q", m.version, n.name)
		}
		*n.at = w
	}
	for i := range m.rarity {
		for _, w := range m.rarity[i].unseen {
			m.rarest = max(m.rarest, w)
		}
		for _, w := range m.rarity[i].known {
			m.rarest = max(m.rarest, w)
		}
	}
	for r := dateSameDay; r < dateRelations; r++ {
		if !p.dates[r] {
			return nil, fmt.Errorf("model %s lacks what the dates %q weigh", m.version, dateNames[r])
		}
	}
	for c := range p.ops {
		if len(p.ops[c]) == 0 {
			continue
		}
		// A digit is itself: "M23" is no variant of M23. The pairs of spellings
		// hold too few digits to learn it.
		for d := '0'; d <= '9'; d++ {
			p.ops[c] = append(p.ops[c], Op{A: string(d), B: string(d)}, Op{A: string(d), B: string(d), First: true})
		}
		var err error
		if m.channels[c], err = NewCosts(p.ops[c], unlistedCost); err != nil {
			return nil, err
		}
		if c == int(names.ChanLatin) {
			continue
		}
		turned := make([]Op, len(p.ops[c]))
		for i, o := range p.ops[c] {
			turned[i] = Op{A: o.B, B: o.A, First: o.First, Cost: o.Cost}
		}
		if m.toNative[c], err = NewCosts(turned, unlistedCost); err != nil {
			return nil, err
		}
	}
	for c := range m.known.lists {
		m.known.lists[c].index()
	}
	var same []Op
	for c := 1; c < 128; c++ {
		if codeOf[c] != codeOf[0] {
			same = append(same, Op{A: string(rune(c)), B: string(rune(c))}, Op{A: string(rune(c)), B: string(rune(c)), First: true})
		}
	}
	var err error
	m.native, err = NewCosts(same, 1200)
	return m, err
}
