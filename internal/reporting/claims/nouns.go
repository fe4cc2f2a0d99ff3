package claims

import (
	"fmt"
	"slices"
	"strings"

	"deciban/internal/reporting/lexicon"
)

// A nounCue is an entry of nouns.txt.
type nounCue struct {
	// leads are the words that may lead to its content.
	leads  []string
	stance Stance
	list   string
}

func (c *nounCue) leadsWith(w string) bool { return slices.Contains(c.leads, w) }

func (l *loader) readNouns() error {
	sections, err := lexicon.Read("nouns.txt")
	if err != nil {
		return err
	}
	for _, s := range sections {
		stance, err := ParseStance(s.Rest)
		if err != nil {
			return fmt.Errorf("read lexicon %q: line %d: %w", "nouns.txt", s.Line, err)
		}
		for _, line := range s.Lines {
			if line.Text[0] == '=' {
				continue
			}
			f := strings.Fields(line.Text)
			if len(f) < 2 {
				return fmt.Errorf("read lexicon %q: line %d: %q has no word that leads to its content", "nouns.txt", line.Number, line.Text)
			}
			id := int32(len(l.nouns))
			l.nouns = append(l.nouns, nounCue{leads: f[1:], stance: stance, list: s.Name})
			for _, x := range [...]string{f[0], third(f[0])} {
				w, ok := l.words[x]
				if !ok {
					w = word{lemma: -1}
				} else if w.noun >= 0 {
					// A noun of two lists belongs to the first, with the words of both.
					if x == f[0] {
						l.nouns[w.noun].leads = append(l.nouns[w.noun].leads, f[1:]...)
					}
					continue
				}
				w.noun = id
				w.form |= canNoun
				l.words[x] = w
			}
		}
	}
	return nil
}
