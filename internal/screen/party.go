package screen

import (
	"bytes"

	"deciban/internal/entity"
)

// Party is an entry with what belongs to it on its list: sanctions, documents,
// addresses, links.
type Party struct {
	Entry   *entity.Entity
	Related []*entity.Entity
}

// Programmes returns what the entry is listed under, as it says itself and as
// its sanctions do.
func (p *Party) Programmes() []string {
	var all []string
	for _, e := range append([]*entity.Entity{p.Entry}, p.Related...) {
		if e == p.Entry || e.Schema.IsA("Sanction") {
			all = append(all, e.Values("program")...)
		}
	}
	return distinct(all)
}

func distinct(all []string) []string {
	var out []string
	seen := map[string]bool{}
	for _, s := range all {
		if !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}

// Parties returns the entries with that id, one for each list that has it, in
// the order of the lists. An error is a damaged index.
func (s *Indexed) Parties(id string) ([]Party, error) { return s.parties(id) }

// partiesOf finds parties among entities that are in memory.
func partiesOf(entries []*entity.Entity, related relations) func(id string) ([]Party, error) {
	return func(id string) ([]Party, error) {
		var found []Party
		for _, e := range entries {
			if e.ID == id {
				found = append(found, Party{e, related.of(e)})
			}
		}
		return found, nil
	}
}

// decodeParty reads an entry's text in the index: a line for it and for each that
// belongs to it.
func decodeParty(text []byte) (Party, error) {
	var p Party
	for line := range bytes.SplitSeq(text, []byte{'\n'}) {
		e, err := entity.DecodeStatements(line)
		if err != nil {
			return p, err
		}
		if p.Entry == nil {
			p.Entry = e
			continue
		}
		p.Related = append(p.Related, e)
	}
	return p, nil
}
