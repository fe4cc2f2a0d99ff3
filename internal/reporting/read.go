package reporting

import (
	"context"
	"fmt"

	"deciban/internal/reporting/claims"
	"deciban/internal/reporting/incidents"
	"deciban/internal/reporting/ingest"
	"deciban/internal/reporting/mentions"
	"deciban/internal/reporting/places"
	"deciban/internal/reporting/relations"
	"deciban/internal/reporting/text"
	"deciban/internal/weigh"
)

// Reader reads one article after another with the same memory. It is not safe
// for concurrent use; each worker has its own.
type Reader struct {
	snapshot  string
	mentions  *mentions.Reader
	claims    *claims.Reader
	incidents incidents.Reader
	doc       text.Doc
	// part is a paragraph, or the title.
	part text.Doc
}

// NewReader returns a reader that looks for the finder's parties, which are
// those of a snapshot, and for places in the gazetteer; nil is the built-in one.
func NewReader(f *mentions.Finder, snapshot string, g *places.Gazetteer) *Reader {
	return &Reader{snapshot: snapshot, mentions: f.NewReader(), claims: claims.NewReader(), incidents: incidents.Reader{Gazetteer: g}}
}

// Read reads an article. In texts that are not English only names are looked
// for.
func (r *Reader) Read(ctx context.Context, a *ingest.Article) (*Report, error) {
	rep := &Report{ID: a.ID(), Article: *a, Agency: ingest.Agency(a.Text), Snapshot: r.snapshot, Model: weigh.Default().Version()}
	if s, ok := ingest.Sign(a.Text); ok {
		rep.Wording = &s
	}
	r.doc.Cut(a.Text)
	var err error
	if rep.Mentions, err = r.mentions.Read(ctx, &r.doc); err != nil {
		return nil, fmt.Errorf("%s: %w", a.Where, err)
	}
	if a.Title != "" {
		CutTitle(&r.part, a.Title)
		if rep.TitleMentions, err = r.mentions.Read(ctx, &r.part); err != nil {
			return nil, fmt.Errorf("%s: title: %w", a.Where, err)
		}
	}
	defer rep.fillLists()
	if !a.English() {
		return rep, nil
	}
	r.readIncidents(rep)
	rep.takeClaims(&r.doc, r.claims.Read(&r.doc))
	rep.dropSpeakers()
	rep.tieFromClaims(&r.doc)
	found := relations.Read(&r.doc, rep.Mentions)
	rep.Relations, rep.Commitments, rep.Levels = found.Relations, found.Commitments, found.Levels
	rep.fillFromRelations()
	return rep, nil
}

// CutTitle cuts a title for mentions to be looked for in it.
func CutTitle(d *text.Doc, title string) {
	d.Cut(title)
	if headline(d) {
		d.Case = text.AllUpper // its capitals tell nothing
	}
}

// headline tells whether each word of a title has a capital but for the short ones,
// as papers of the United States print it.
func headline(d *text.Doc) bool {
	words := 0
	for i := range d.Tokens {
		t := &d.Tokens[i]
		if t.Kind != text.Word || len(t.Lower) <= 4 {
			continue
		}
		if words++; !t.Cap {
			return false
		}
	}
	return words >= 3
}

// fillLists makes lists of what was not found, for those who read the JSON: a list
// is never null.
func (r *Report) fillLists() {
	r.Mentions, r.Incidents, r.Claims = list(r.Mentions), list(r.Incidents), list(r.Claims)
	r.Relations, r.Commitments, r.Levels = list(r.Relations), list(r.Commitments), list(r.Levels)
}

func list[T any](all []T) []T {
	if all == nil {
		return []T{}
	}
	return all
}
