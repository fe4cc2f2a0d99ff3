package incidents

import (
	"fmt"
	"strings"
	"sync"

	"deciban/internal/reporting/lexicon"
)

// A tag is a part of speech that a word may be; a word can have several.
type tag uint32

const (
	tagDet tag = 1 << iota
	tagNum
	tagPrep
	tagConj
	tagPron
	tagAux
	tagAdv
	tagAdj
	tagBase  // attack
	tagThird // attacks
	tagPast  // attacked, as past tense
	tagPart  // attacked, as participle
	tagIng   // attacking
	tagNoun
	tagPunct
	tagTime

	tagVerb = tagBase | tagThird | tagPast | tagPart | tagIng
)

// A class is what a noun may stand for.
type class uint32

const (
	classPerp class = 1 << iota
	classBand
	classArmed
	classHuman
	classTarget
	classWeapon
	classExplosive
	classIncendiary
	classFirearm
	classState
	classGroupHead
	classEvent
	classAbstract
	classPlace
	classTitle
	classGiven
	classFamily
	classOrg
	classVague // a perpetrator of whom no more is said: "the killers"
	classHarmed
	classPart
	classMilitary
	classAnybody // people of whom no more is said
	classSquad   // a death squad or a mafia: an organisation that has no name
)

var classNames = map[string]class{
	"perpetrator": classPerp, "unnamed perpetrator": classVague, "band": classBand, "armed": classArmed, "human": classHuman,
	"target": classTarget, "weapon": classWeapon, "explosive": classExplosive,
	"incendiary": classIncendiary, "firearm": classFirearm, "state": classState,
	"group head": classGroupHead, "event": classEvent, "abstract": classAbstract,
	"place noun": classPlace, "title": classTitle, "given": classGiven, "harmed": classHarmed, "part": classPart, "military target": classMilitary, "anybody": classAnybody, "family": classFamily,
}

var tagNames = map[string]tag{
	"determiner": tagDet, "number": tagNum, "preposition": tagPrep, "conjunction": tagConj,
	"pronoun": tagPron, "auxiliary": tagAux, "adverb": tagAdv, "time": tagTime, "adjective": tagAdj,
}

// A word is what the lexicon knows of a form.
type word struct {
	tags  tag
	class class
	// base is the base form of a verb.
	base string
	// verbs and nouns are the rules that the form announces.
	verbs, nouns []*rule
	// phrases begin with this form, the longest first.
	phrases []phrase
}

// A phrase is an expression of several words.
type phrase struct {
	rest  []string
	tags  tag
	class class
	org   int
}

// An organisation of the lexicon, with the ways in which it is written.
type organisation struct {
	names []string
	class class
}

type words struct {
	forms map[string]*word
	orgs  []organisation
	rules []*rule
	types map[string]Kind
	kinds []Kind
	// identify is the rule that names those who were harmed.
	identify *rule
}

var loaded = sync.OnceValue(func() *words {
	w, err := load()
	if err != nil {
		panic("BUG: " + err.Error())
	}
	return w
})

func load() (*words, error) {
	w := &words{forms: make(map[string]*word, 1<<14), types: map[string]Kind{}}
	for _, load := range []struct {
		file string
		line func(section, line string) error
	}{
		{"incident_types.txt", w.kindLine},
		{"incident_grammar.txt", w.grammarLine},
		{"incident_words.txt", w.classLine},
		{"person_names.txt", w.nameLine},
		{"organisations.txt", w.orgLine},
	} {
		if err := eachLine(load.file, load.line); err != nil {
			return nil, err
		}
	}
	if err := w.loadRules("incident_rules.txt"); err != nil {
		return nil, err
	}
	for _, f := range w.forms {
		sortPhrases(f.phrases)
	}
	return w, nil
}

// eachLine calls fn for each line of a list with its section.
func eachLine(name string, fn func(section, line string) error) error {
	return eachNumbered(name, func(section string, _ int, line string) error { return fn(section, line) })
}

func eachNumbered(name string, fn func(section string, number int, line string) error) error {
	sections, err := lexicon.Read(name)
	if err != nil {
		return err
	}
	for _, s := range sections {
		for _, l := range s.Lines {
			if err := fn(s.Name, l.Number, l.Text); err != nil {
				return fmt.Errorf("lexicon %q: line %d: %w", name, l.Number, err)
			}
		}
	}
	return nil
}

func (w *words) form(s string) *word {
	f := w.forms[s]
	if f == nil {
		f = new(word)
		w.forms[s] = f
	}
	return f
}

func (w *words) add(expression string, tags tag, c class, org int) {
	parts := strings.Fields(expression)
	f := w.form(parts[0])
	if len(parts) == 1 && org < 0 {
		f.tags |= tags
		f.class |= c
		return
	}
	f.addPhrase(phrase{rest: parts[1:], tags: tags, class: c, org: org})
}

func (f *word) addPhrase(p phrase) {
	for i := range f.phrases {
		if q := &f.phrases[i]; strings.Join(q.rest, " ") == strings.Join(p.rest, " ") {
			q.tags |= p.tags
			q.class |= p.class
			if p.org >= 0 {
				q.org = p.org
			}
			return
		}
	}
	f.phrases = append(f.phrases, p)
}

func sortPhrases(ps []phrase) {
	for i := 1; i < len(ps); i++ {
		for j := i; j > 0 && len(ps[j].rest) > len(ps[j-1].rest); j-- {
			ps[j], ps[j-1] = ps[j-1], ps[j]
		}
	}
}

func (w *words) classLine(section, line string) error {
	c, ok := classNames[section]
	if !ok {
		return fmt.Errorf("class %q is unknown", section)
	}
	for _, x := range strings.Split(line, ",") {
		x = strings.ToLower(strings.TrimSpace(x))
		if x == "" {
			continue
		}
		if c == classHarmed {
			// These are participles too; they stay what they are.
			w.form(x).class |= c
			continue
		}
		w.add(x, tagNoun, c, -1)
		if p := plural(x); p != "" && c != classTitle {
			w.add(p, tagNoun, c, -1)
		}
	}
	return nil
}

// plural returns the regular plural of a noun, or "" where it has one already.
func plural(s string) string {
	last := s[strings.LastIndexByte(s, ' ')+1:]
	switch {
	case strings.HasSuffix(last, "s") && !strings.HasSuffix(last, "ss"), strings.HasSuffix(last, "men"), strings.HasSuffix(last, "ren"), last == "people":
		return ""
	case strings.HasSuffix(last, "ss"), strings.HasSuffix(last, "x"), strings.HasSuffix(last, "ch"), strings.HasSuffix(last, "sh"):
		return s + "es"
	case strings.HasSuffix(last, "y") && len(last) > 2 && !strings.ContainsRune("aeiou", rune(last[len(last)-2])):
		return s[:len(s)-1] + "ies"
	case strings.HasSuffix(last, "man") && last != "german":
		return s[:len(s)-2] + "en"
	}
	return s + "s"
}

func (w *words) grammarLine(section, line string) error {
	switch section {
	case "common verbs":
		for _, x := range strings.Split(line, ",") {
			if x = strings.TrimSpace(x); x != "" && !strings.Contains(x, " ") {
				w.verb(x)
			}
		}
	case "irregular":
		for _, x := range strings.Split(line, ";") {
			p := strings.Fields(x)
			if len(p) != 3 {
				return fmt.Errorf("irregular verb %q is not base, past and participle", strings.TrimSpace(x))
			}
			w.mark(p[1], tagPast, p[0])
			w.mark(p[2], tagPart, p[0])
		}
	default:
		t, ok := tagNames[section]
		if !ok {
			return fmt.Errorf("class %q is unknown", section)
		}
		for _, x := range strings.Split(line, ",") {
			if x = strings.TrimSpace(x); x != "" {
				w.add(x, t, 0, -1)
			}
		}
	}
	return nil
}

func (w *words) mark(form string, t tag, base string) {
	f := w.form(form)
	f.tags |= t
	if f.base == "" {
		f.base = base
	}
}

// verb adds the regular forms of a verb.
func (w *words) verb(base string) {
	w.mark(base, tagBase, base)
	third, past, ing := base+"s", base+"ed", base+"ing"
	n := len(base)
	vowel := func(i int) bool { return i >= 0 && strings.IndexByte("aeiou", base[i]) >= 0 }
	switch {
	case strings.HasSuffix(base, "e"):
		past, ing = base+"d", base[:n-1]+"ing"
	case strings.HasSuffix(base, "y") && !vowel(n-2):
		third, past = base[:n-1]+"ies", base[:n-1]+"ied"
	case strings.HasSuffix(base, "s"), strings.HasSuffix(base, "sh"), strings.HasSuffix(base, "ch"), strings.HasSuffix(base, "x"):
		third = base + "es"
	case n > 2 && n < 6 && !vowel(n-1) && vowel(n-2) && !vowel(n-3) && strings.IndexByte("bdgmnprt", base[n-1]) >= 0:
		w.mark(base+base[n-1:]+"ed", tagPast|tagPart, base)
		w.mark(base+base[n-1:]+"ing", tagIng, base)
	}
	w.mark(third, tagThird, base)
	w.mark(past, tagPast|tagPart, base)
	w.mark(ing, tagIng, base)
}

func (w *words) nameLine(section, line string) error {
	c, ok := classNames[section]
	if !ok {
		return fmt.Errorf("class %q is unknown", section)
	}
	for _, x := range strings.Fields(line) {
		w.add(x, 0, c, -1)
	}
	return nil
}

func (w *words) orgLine(section, line string) error {
	c := classOrg
	switch section {
	case "armed group":
	case "death squad":
		c |= classSquad
	case "state":
		c |= classState
	default:
		return fmt.Errorf("class %q is unknown", section)
	}
	o := organisation{class: c}
	for _, x := range strings.Split(line, "|") {
		x = strings.ToLower(strings.Join(strings.Fields(x), " "))
		o.names = append(o.names, x)
		w.add(strings.ReplaceAll(x, "'s", " 's"), tagNoun, c, len(w.orgs))
	}
	w.orgs = append(w.orgs, o)
	return nil
}

func (w *words) kindLine(_, line string) error {
	p := strings.Split(line, "|")
	if len(p) != 4 {
		return fmt.Errorf("type %q has not 4 fields", line)
	}
	for i := range p {
		p[i] = strings.TrimSpace(p[i])
	}
	k := Kind{Name: p[0], MUC: p[1], CAMEO: p[2], PLOVER: p[3]}
	if k.MUC == "-" {
		k.MUC = ""
	}
	w.types[k.Name] = k
	w.kinds = append(w.kinds, k)
	return nil
}
