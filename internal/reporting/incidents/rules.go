package incidents

import (
	"fmt"
	"strings"
)

// A role is what a party is in an incident.
type role uint8

const (
	roleNone role = iota
	rolePerp
	roleVictim
	roleTarget
	rolePatient // victim or target, as its noun says
	roleWeapon
	roleSuspect
)

var roleNames = map[string]role{
	"none": roleNone, "perp": rolePerp, "victim": roleVictim, "target": roleTarget,
	"patient": rolePatient, "weapon": roleWeapon, "suspect": roleSuspect,
}

// A slot says what stands where.
type slot struct {
	// at is "subject", "object", "before", "owner", or "" for prepositions.
	at    string
	preps []string
	role  role
	// must silences the rule where nothing fits; maybe takes a noun only if it is of the role's kind.
	must, maybe bool
}

// An example is a sentence that we wrote and what the rule finds in it.
type example struct {
	line int
	text string
	want map[string]string
}

// A rule says which word announces an incident, and where its parties stand.
type rule struct {
	kind  Kind
	line  int
	noun  bool
	base  string
	slots []slot
	// weak rules need a party besides; effect rules tell what another incident
	// did; clash rules tell of fighting; light verbs have the incident in their object.
	weak, effect, clash, light, attempted, hostage, claimed, accused, named, byEvent, fire, unharmed, freed, planned bool
	examples                                                                                                         []example
}

func (r *rule) slot(at string) []slot {
	for i := range r.slots {
		if r.slots[i].at == at {
			j := i
			for j < len(r.slots) && r.slots[j].at == at {
				j++
			}
			return r.slots[i:j]
		}
	}
	return nil
}

// prep returns the slot of a preposition.
func (r *rule) prep(p string) *slot {
	for i := range r.slots {
		for _, x := range r.slots[i].preps {
			if x == p {
				return &r.slots[i]
			}
		}
	}
	return nil
}

func (w *words) loadRules(name string) error {
	var kind Kind
	var open []*rule
	flush := func() error {
		for _, r := range open {
			if len(r.slots) == 0 {
				return fmt.Errorf("rule of line %d has no slots", r.line)
			}
			if len(r.examples) == 0 {
				return fmt.Errorf("rule of line %d has no example", r.line)
			}
			w.rules = append(w.rules, r)
			w.announce(r)
			if r.named {
				w.identify = r
			}
		}
		open = nil
		return nil
	}
	n := 0
	err := eachNumbered(name, func(_ string, line int, text string) error {
		n = line
		key, rest, _ := strings.Cut(text, " ")
		rest = strings.TrimSpace(rest)
		switch key {
		case "type":
			if err := flush(); err != nil {
				return err
			}
			k, ok := w.types[rest]
			if !ok {
				return fmt.Errorf("type %q is not in incident_types.txt", rest)
			}
			kind = k
		case "verb", "noun":
			for _, x := range strings.Split(rest, ",") {
				open = append(open, &rule{kind: kind, line: line, noun: key == "noun", base: strings.TrimSpace(x)})
			}
		case "slots":
			for _, x := range strings.Fields(rest) {
				s, err := parseSlot(x)
				if err != nil {
					return err
				}
				for _, r := range open {
					r.slots = append(r.slots, s)
				}
			}
		case "mark":
			for _, x := range strings.Fields(rest) {
				for _, r := range open {
					if err := r.mark(x); err != nil {
						return err
					}
				}
			}
		case "e.g.":
			ex, err := parseExample(line, rest)
			if err != nil {
				return err
			}
			for _, r := range open {
				r.examples = append(r.examples, ex)
			}
		default:
			return fmt.Errorf("%q is none of type, verb, noun, slots, mark and e.g.: an example", key)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := flush(); err != nil {
		return fmt.Errorf("lexicon %q: line %d: %w", name, n, err)
	}
	return nil
}

func parseSlot(x string) (slot, error) {
	at, name, ok := strings.Cut(x, "=")
	if !ok {
		return slot{}, fmt.Errorf("slot %q is not position=role", x)
	}
	var s slot
	switch {
	case strings.HasSuffix(name, "!"):
		s.must, name = true, name[:len(name)-1]
	case strings.HasSuffix(name, "?"):
		s.maybe, name = true, name[:len(name)-1]
	}
	r, ok := roleNames[name]
	if !ok {
		return slot{}, fmt.Errorf("role %q of slot %q is unknown", name, x)
	}
	s.role = r
	switch at {
	case "subject", "object", "before", "owner":
		s.at = at
	default:
		s.preps = strings.Split(at, "+")
	}
	return s, nil
}

func parseExample(line int, s string) (example, error) {
	text, want, ok := strings.Cut(s, "=>")
	if !ok {
		return example{}, fmt.Errorf("example %q says not what is found: => role=text", s)
	}
	ex := example{line: line, text: strings.TrimSpace(text), want: map[string]string{}}
	for _, x := range strings.Split(want, ";") {
		if x = strings.TrimSpace(x); x == "" {
			continue
		}
		k, v, ok := strings.Cut(x, "=")
		if _, known := roleNames[k]; !ok || !known {
			return example{}, fmt.Errorf("example %q: %q is not role=text", s, x)
		}
		ex.want[k] = v
	}
	return ex, nil
}

func (r *rule) mark(x string) error {
	switch x {
	case "weak":
		r.weak = true
	case "effect":
		r.effect = true
	case "clash":
		r.clash = true
	case "light":
		r.light = true
	case "attempted":
		r.attempted = true
	case "claimed":
		r.claimed = true
	case "accused":
		r.accused = true
	case "byevent":
		r.byEvent = true
	case "unharmed":
		r.unharmed = true
	case "freed":
		r.freed = true
	case "planned":
		r.planned = true
	case "fire":
		r.fire = true
	case "named":
		r.named = true
	case "hostage":
		r.hostage = true
	default:
		return fmt.Errorf("mark %q is unknown", x)
	}
	return nil
}

// announce hangs a rule on the forms of its word.
func (w *words) announce(r *rule) {
	if r.noun {
		forms := []string{r.base}
		if p := plural(r.base); p != "" {
			forms = append(forms, p)
		}
		for _, f := range forms {
			if strings.Contains(f, " ") {
				f = f[strings.LastIndexByte(f, ' ')+1:]
			}
			x := w.form(f)
			x.tags |= tagNoun
			x.class |= classEvent
			x.nouns = append(x.nouns, r)
		}
		return
	}
	w.verb(r.base)
	for _, f := range w.forms {
		if f.base == r.base && f.tags&tagVerb != 0 {
			f.verbs = append(f.verbs, r)
		}
	}
}
