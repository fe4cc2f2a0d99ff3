// Package watch keeps a portfolio of subjects and tells, after lists or subjects changed, which matches are new, changed or gone, by weighing only the pairs that can have changed.
//
// What a pair of subject and entry weighs depends on the two and on the model
// alone: not on the other entries, nor on the other subjects. So after a change
// only new and changed entries have to be weighed against all subjects, and new
// and changed subjects against all entries; everything else is as it was. A
// property test holds this against a full screening on random histories.
package watch

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"deciban/internal/catalog"
	"deciban/internal/entity"
	"deciban/internal/screen"
	"deciban/internal/weigh"
)

// Portfolio is what is watched, and what the last run found.
type Portfolio struct {
	// Last describes the last run; nil if there was none.
	Last *Last
	// subjects by id.
	subjects map[string]*subject
	// entries holds the digest of each entry as it was at the last run.
	entries map[entryKey]string
}

// Last is what the matches of a portfolio depend on, beside subjects and
// entries. If model or thresholds change, everything is screened anew.
type Last struct {
	At       time.Time    `json:"at"`
	Snapshot string       `json:"snapshot"`
	Model    string       `json:"model"`
	Persons  weigh.Weight `json:"persons"` // thresholds
	Others   weigh.Weight `json:"others"`
	// Given is the threshold as the user gave it, "" for the default.
	Given string `json:"given,omitempty"`
	// News says up to where the kept reports were looked through, in the words of
	// their archive; "" if they never were.
	News string `json:"news,omitempty"`
}

// Cut is the threshold of the last run.
func (l *Last) Cut() screen.Cut {
	return screen.Cut{Persons: l.Persons, Others: l.Others, Given: l.Given, Source: "that of the last run"}
}

type entryKey struct{ dataset, id string }

type subject struct {
	entity *entity.Entity
	digest string
	// screened is the digest that the matches are of; "" if there was no run
	// since the subject was added.
	screened string
	matches  []Match // strongest first
	// read is the digest that all kept reports were looked through for.
	read string
	// told are the ids of the reports that were told to name it, sorted.
	told []string
}

// Match is a match as it is remembered.
type Match struct {
	Dataset  string       `json:"dataset"`
	ID       string       `json:"id"`
	Caption  string       `json:"caption"`
	Schema   string       `json:"schema"`
	Decibans weigh.Weight `json:"decibans"`
	// Probability is the chance that the entry is the subject, 0 to 1.
	Probability float64 `json:"probability"`
	// Evidence is the digest of the evidence, so that it shows when the same
	// total has other grounds.
	Evidence string `json:"evidence"`
}

func (m Match) key() entryKey { return entryKey{m.Dataset, m.ID} }

// New returns a portfolio of nobody.
func New() *Portfolio {
	return &Portfolio{subjects: map[string]*subject{}, entries: map[entryKey]string{}}
}

// Len is the number of subjects.
func (p *Portfolio) Len() int { return len(p.subjects) }

// IDs returns the subjects' ids, sorted.
func (p *Portfolio) IDs() []string { return slices.Sorted(maps.Keys(p.subjects)) }

// Subject returns a subject and its matches at the last run; nil if there is
// none of that id. screened is false if the subject has changed since.
func (p *Portfolio) Subject(id string) (e *entity.Entity, matches []Match, screened bool) {
	s := p.subjects[id]
	if s == nil {
		return nil, nil, false
	}
	return s.entity, s.matches, s.screened == s.digest
}

// Put adds a subject, or takes it in place of the one of its id. It tells
// whether that was there, and whether anything about it changed.
func (p *Portfolio) Put(e *entity.Entity) (known, changed bool, err error) {
	if e.ID == "" {
		return false, false, fmt.Errorf("a watched subject needs an id")
	}
	digest, err := subjectDigest(e)
	if err != nil {
		return false, false, err
	}
	old := p.subjects[e.ID]
	switch {
	case old == nil:
		p.subjects[e.ID] = &subject{entity: e, digest: digest}
		return false, true, nil
	case old.digest == digest:
		return true, false, nil
	}
	old.entity, old.digest = e, digest
	return true, true, nil
}

// Remove takes a subject out, with its matches. It tells whether it was there.
func (p *Portfolio) Remove(id string) bool {
	_, ok := p.subjects[id]
	delete(p.subjects, id)
	return ok
}

// digestBytes makes an accidental collision among a million entries less likely
// than one in 10^16.
const digestBytes = 12

func digestOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:digestBytes])
}

func subjectDigest(e *entity.Entity) (string, error) {
	b, err := entity.EncodeStatements(e)
	if err != nil {
		return "", err
	}
	return digestOf(string(b)), nil
}

// entryDigests returns the digest of each entry that is matched, with all that
// points to it: its documents and wallets are weighed with it. Where a statement
// stands in the file is left out, and when it was first and last seen: a line
// that was put in moves all lines below it.
func entryDigests(entities []*entity.Entity) map[entryKey]string {
	parts := map[string][]*entity.Entity{}
	for _, e := range entities {
		for _, owner := range catalog.Owners(e) {
			parts[owner] = append(parts[owner], e)
		}
	}
	digests := make(map[entryKey]string, len(entities))
	for _, e := range entities {
		if !matchable(e) {
			continue
		}
		key := keyOf(e)
		// Two entities of one id in a dataset cannot be; if a reader made
		// them, both count.
		digests[key] = digestOf(digests[key] + content(e, parts[e.ID]))
	}
	return digests
}

// Digest returns a digest of what the list says of an entry and of the entities
// that point to it. Where that stands in the file does not count.
func Digest(e *entity.Entity, parts []*entity.Entity) string { return digestOf(content(e, parts)) }

func content(e *entity.Entity, parts []*entity.Entity) string {
	var b strings.Builder
	writeContent(&b, e)
	for _, part := range parts {
		writeContent(&b, part)
	}
	return b.String()
}

// matchable tells which entities screening may return as matches.
func matchable(e *entity.Entity) bool {
	return e.Schema != nil && e.Schema.Matchable && !e.Schema.IsA("Address")
}

func keyOf(e *entity.Entity) entryKey {
	k := entryKey{id: e.ID}
	if len(e.Datasets) > 0 {
		k.dataset = e.Datasets[0]
	}
	return k
}

// writeContent writes what an entity says, each text with its length before it,
// so that no two entities read alike.
func writeContent(b *strings.Builder, e *entity.Entity) {
	fmt.Fprintf(b, "%d:%s%d:%s%q%d;", len(e.ID), e.ID, len(e.Schema.Name), e.Schema.Name, e.Datasets, len(e.Statements))
	for i := range e.Statements {
		s := &e.Statements[i]
		for _, text := range [...]string{s.Prop, s.Value, s.Original, s.Lang, s.Country, s.Remark} {
			fmt.Fprintf(b, "%d:%s", len(text), text)
		}
	}
}

// only returns the entities that are needed to weigh the entries that wanted
// names: themselves and what points to them, in the list's order.
func only(entities []*entity.Entity, wanted map[entryKey]bool) []*entity.Entity {
	ids := map[string]bool{}
	for key := range wanted {
		ids[key.id] = true
	}
	var out []*entity.Entity
	for _, e := range entities {
		if matchable(e) && wanted[keyOf(e)] || slices.ContainsFunc(catalog.Owners(e), func(owner string) bool { return ids[owner] }) {
			out = append(out, e)
		}
	}
	return out
}

// remember keeps of a match what a later run compares.
func remember(m screen.Match) Match {
	var b strings.Builder
	for _, e := range m.Evidence {
		for _, text := range [...]string{string(e.Kind), e.Subject, e.Entry, e.Note} {
			fmt.Fprintf(&b, "%d:%s", len(text), text)
		}
		fmt.Fprintf(&b, "%d;", e.Weight)
	}
	k := keyOf(m.Entry)
	return Match{
		Dataset: k.dataset, ID: k.id, Caption: m.Entry.Caption(), Schema: m.Entry.Schema.Name,
		Decibans: m.Weight, Probability: m.Probability, Evidence: digestOf(b.String()),
	}
}
