package watch

import (
	"slices"

	"deciban/internal/entity"
	"deciban/internal/weigh"
)

// News is a report that names a watched subject. That it does says nothing
// against the subject, and nothing for its being the one who is meant beyond the
// weight of the name.
type News struct {
	Subject string `json:"subject"`
	// Caption is the subject's name.
	Caption string `json:"subjectCaption"`
	// Report is its id, By who wrote it, Published the day; "" where it is not known.
	Report    string `json:"report"`
	Title     string `json:"title,omitempty"`
	By        string `json:"by"`
	URL       string `json:"url,omitempty"`
	Published string `json:"published,omitempty"`
	// Name is how the report names the subject first, at the bytes Start to End of
	// its text, in Sentence, or of its title if InTitle is true; Alias is the subject's name that agreed.
	Name     string       `json:"name"`
	Start    int          `json:"start"`
	End      int          `json:"end"`
	Sentence string       `json:"sentence"`
	InTitle  bool         `json:"inTitle,omitempty"`
	Alias    string       `json:"alias"`
	Decibans weigh.Weight `json:"decibans"`
	// Times is how often the report names it.
	Times int `json:"times"`
}

// Unread returns the subjects that are new or changed since the kept reports were
// looked through, in the order of their ids: reports that were read before may
// name them as they are now.
func (p *Portfolio) Unread() []*entity.Entity {
	var all []*entity.Entity
	for _, id := range p.IDs() {
		if s := p.subjects[id]; s.read != s.digest {
			all = append(all, s.entity)
		}
	}
	return all
}

// Read remembers that the kept reports were looked through for all subjects.
func (p *Portfolio) Read() {
	for _, s := range p.subjects {
		s.read = s.digest
	}
}

// Tell remembers that a report was told to name a subject. It tells whether that
// is new; never for who is not watched.
func (p *Portfolio) Tell(subject, report string) bool {
	s := p.subjects[subject]
	if s == nil {
		return false
	}
	at, known := slices.BinarySearch(s.told, report)
	if known {
		return false
	}
	s.told = slices.Insert(s.told, at, report)
	return true
}
