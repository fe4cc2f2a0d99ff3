package claims

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"deciban/internal/reporting/lexicon"
)

// form is what a word form may be; a form of two words holds both.
type form uint16

const (
	canBase  form = 1 << iota // say
	canThird                  // says
	canPast                   // said
	canPart                   // said, as in "has said"
	canIng                    // saying
	canNoun
	// nounFirst: more often a noun than a verb; adjFirst: than any.
	nounFirst
	adjFirst
)

const canVerb = canBase | canThird | canPast | canPart | canIng

// A word is what the lexicon knows of a word form.
type word struct {
	form form
	// lemma is the verb that it is a form of, or -1.
	lemma int32
	// closed is the tag of a function word, or 0.
	closed tag
	// noun is the cue noun that it is, or -1.
	noun int32
	// class is a set of the classes of words below.
	class class
}

// class is a set of what else a word may be.
type class uint32

const (
	timeNoun class = 1 << iota // Tuesday, week
	venue                      // statement, interview, Twitter
	catenative
	artifact // report, poll
	hearer   // reporters, me
	cueAdverb
	hedge
	role
	attack
	title
)

// A language is the lexicon ready for use.
type language struct {
	words  map[string]word
	lemmas []lemma
	nouns  []nounCue
	// be is the lemma of "be", whose forms are function words; claim that of
	// "claim", whose stance hangs on its object.
	be, claim int32
	// rows are those of stances.txt.
	rows []row
}

// A lemma is a verb with the cues that begin with it.
type lemma struct {
	name string
	cues []cue
}

// A cue is an entry of cues.txt.
type cue struct {
	// rest are the words behind the verb, as of "point out".
	rest   []string
	frames frames
	stance Stance
	list   string
}

// frames are the shapes that a cue's content may have; see cues.txt.
type frames uint8

const (
	clauseFrame frames = 1 << iota
	nounFrame
	quoteFrame
	beforeFrame
	infinitiveFrame
	hearerFrame
	passiveFrame
)

var frameLetters = map[rune]frames{'s': clauseFrame, 'n': nounFrame, 'q': quoteFrame, 'e': beforeFrame, 'i': infinitiveFrame, 'r': hearerFrame, 'p': passiveFrame}

// english is the lexicon of this build. That it can be read is tested, so that
// an error is a fault of Deciban itself.
var english = sync.OnceValue(func() *language {
	l, err := load()
	if err != nil {
		panic("BUG: " + err.Error())
	}
	return l
})

type loader struct {
	*language
	ids       map[string]int32
	irregular map[string][2]string
}

func load() (*language, error) {
	l := loader{&language{words: make(map[string]word)}, make(map[string]int32), make(map[string][2]string)}
	sections, err := lexicon.Read("words.txt")
	if err != nil {
		return nil, err
	}
	for _, s := range sections {
		if s.Name == "irregular" {
			for _, line := range s.Lines {
				for entry := range strings.SplitSeq(line.Text, ";") {
					f := strings.Fields(entry)
					if len(f) == 0 {
						continue
					}
					if len(f) != 3 {
						return nil, fmt.Errorf("read lexicon %q: line %d: %q is not base, past and participle", "words.txt", line.Number, entry)
					}
					l.irregular[f[0]] = [2]string{f[1], f[2]}
				}
			}
		}
	}
	// In order, since two verbs may share a form and the first has it: "lays".
	for _, base := range slices.Sorted(maps.Keys(l.irregular)) {
		l.verb(base, 0)
	}
	for _, s := range sections {
		var f form
		switch s.Name {
		case "irregular":
			continue
		case "verb":
		case "both":
			f = canNoun
		case "noun":
			f = canNoun | nounFirst
		case "adjective":
			f = adjFirst
		default:
			return nil, fmt.Errorf("read lexicon %q: line %d: no section may be named %q", "words.txt", s.Line, s.Name)
		}
		for _, w := range s.Words() {
			l.verb(w, f)
		}
	}
	if err := l.readCues(); err != nil {
		return nil, err
	}
	l.be, l.claim = l.verb("be", 0), l.verb("claim", 0)
	if err := l.readNouns(); err != nil {
		return nil, err
	}
	if err := l.readFunctionWords(); err != nil {
		return nil, err
	}
	if l.rows, err = readStances(); err != nil {
		return nil, err
	}
	return l.language, nil
}

// verb adds a verb's forms, if it is not yet known, and returns its lemma.
func (l *loader) verb(base string, f form) int32 {
	id, known := l.ids[base]
	if !known {
		id = int32(len(l.lemmas))
		l.ids[base] = id
		l.lemmas = append(l.lemmas, lemma{name: base})
	} else if f == 0 {
		return id
	}
	add := func(s string, as form) {
		w, ok := l.words[s]
		if !ok {
			w = word{lemma: id, noun: -1}
		}
		// "found" is the past of "find" before it is the base of "found".
		if ok && w.lemma != id && w.form&(canPast|canPart) != 0 && as&(canPast|canPart) == 0 {
			return
		}
		if as&(canPast|canPart) != 0 || w.lemma < 0 {
			w.lemma = id
		}
		w.form |= as
		l.words[s] = w
	}
	past, part := regular(base, "ed"), ""
	if irr, ok := l.irregular[base]; ok {
		past, part = irr[0], irr[1]
	} else {
		part = past
	}
	add(base, canBase|f)
	add(third(base), canThird|f&(canNoun|nounFirst))
	add(past, canPast)
	add(part, canPart)
	add(regular(base, "ing"), canIng)
	if d := doubled(base); d != "" {
		if _, ok := l.irregular[base]; !ok {
			add(d+"ed", canPast|canPart)
		}
		add(d+"ing", canIng)
	}
	return id
}

func vowel(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }

// doubled returns the base with its last letter twice, if it may stand so.
func doubled(base string) string {
	n := len(base)
	if n < 3 || vowel(base[n-1]) || strings.IndexByte("wxyh", base[n-1]) >= 0 || !vowel(base[n-2]) || vowel(base[n-3]) && base[n-3] != 'u' {
		return ""
	}
	return base + base[n-1:]
}

func third(base string) string {
	n := len(base)
	switch {
	case n > 1 && base[n-1] == 'y' && !vowel(base[n-2]):
		return base[:n-1] + "ies"
	case strings.HasSuffix(base, "s") || strings.HasSuffix(base, "x") || strings.HasSuffix(base, "z") || strings.HasSuffix(base, "ch") || strings.HasSuffix(base, "sh") || strings.HasSuffix(base, "o"):
		return base + "es"
	}
	return base + "s"
}

func regular(base, end string) string {
	n := len(base)
	switch {
	case end == "ed" && base[n-1] == 'e':
		return base + "d"
	case end == "ed" && n > 1 && base[n-1] == 'y' && !vowel(base[n-2]):
		return base[:n-1] + "ied"
	case end == "ing" && strings.HasSuffix(base, "ie"):
		return base[:n-2] + "ying"
	case end == "ing" && n > 2 && base[n-1] == 'e' && base[n-2] != 'e' && base[n-2] != 'o':
		return base[:n-1] + "ing"
	}
	return base + end
}

func (l *loader) readCues() error {
	sections, err := lexicon.Read("cues.txt")
	if err != nil {
		return err
	}
	for _, s := range sections {
		f := strings.Fields(s.Rest)
		if len(f) != 2 {
			return fmt.Errorf("read lexicon %q: line %d: %q is not frames and stance", "cues.txt", s.Line, s.Rest)
		}
		var fr frames
		for _, r := range f[0] {
			if frameLetters[r] == 0 {
				return fmt.Errorf("read lexicon %q: line %d: no frame is named %q", "cues.txt", s.Line, r)
			}
			fr |= frameLetters[r]
		}
		stance, err := ParseStance(f[1])
		if err != nil {
			return fmt.Errorf("read lexicon %q: line %d: %w", "cues.txt", s.Line, err)
		}
		// An entry may go on in the next line.
		var entries strings.Builder
		for _, line := range s.Lines {
			if line.Text[0] != '=' {
				entries.WriteString(line.Text + " ")
			}
		}
		for entry := range strings.SplitSeq(entries.String(), ",") {
			words := strings.Fields(entry)
			if len(words) == 0 {
				continue
			}
			id := l.verb(words[0], 0)
			if l.words[words[0]].form&canBase == 0 {
				l.verb(words[0], canNoun)
			}
			l.lemmas[id].add(cue{rest: words[1:], frames: fr, stance: stance, list: s.Name})
		}
	}
	return nil
}

// add adds a cue behind those with as many or more words, since the longest that
// fits is meant.
func (m *lemma) add(c cue) {
	i := 0
	for i < len(m.cues) && len(m.cues[i].rest) >= len(c.rest) {
		i++
	}
	m.cues = slices.Insert(m.cues, i, c)
}
