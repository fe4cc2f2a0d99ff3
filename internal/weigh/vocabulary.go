package weigh

import "deciban/internal/names"

// Vocabulary holds the distinct forms of a list's names, of every channel, each
// with an id.
type Vocabulary struct {
	ids map[vocabKey]int32
	// tries hold the forms of single parts and of joined ones, by channel.
	tries [2][names.ChannelCount]*Lexicon
	// global[joined][channel][i] is the id of the trie's form i.
	global [2][names.ChannelCount][]int32
	// forms[channel][i] is the trie's form i, of single parts.
	forms [names.ChannelCount][]string
	// bearers[id] lists the parties, by their place in the list, of which a
	// name has the form.
	bearers [][]int32
}

type vocabKey struct {
	channel names.Channel
	joined  int
	form    string
}

func joined(u *unit) int {
	if u.n > 1 {
		return 1
	}
	return 0
}

// NewVocabulary collects the forms of the parties' names and gives each unit
// its form's id.
func NewVocabulary(parties []*Party) *Vocabulary {
	v := &Vocabulary{ids: map[vocabKey]int32{}}
	var forms [2][names.ChannelCount][]string
	for at, p := range parties {
		for i := range p.names {
			for j := range p.names[i].units {
				u := &p.names[i].units[j]
				if u.initial != 0 || u.role == names.LegalForm || u.role == names.Number {
					continue // these are compared by equality
				}
				k := joined(u)
				key := vocabKey{u.channel, k, u.form}
				id, ok := v.ids[key]
				if !ok {
					id = int32(len(v.ids))
					v.ids[key] = id
					forms[k][u.channel] = append(forms[k][u.channel], u.form)
					v.global[k][u.channel] = append(v.global[k][u.channel], id)
					v.bearers = append(v.bearers, nil)
				}
				u.id = id
				if b := v.bearers[id]; len(b) == 0 || b[len(b)-1] != int32(at) {
					v.bearers[id] = append(b, int32(at))
				}
			}
		}
	}
	v.forms = forms[0]
	for k := range forms {
		for c := range forms[k] {
			if len(forms[k][c]) > 0 {
				v.tries[k][c] = NewLexicon(forms[k][c])
			}
		}
	}
	return v
}

// Len is the number of distinct forms.
func (v *Vocabulary) Len() int { return len(v.ids) }
