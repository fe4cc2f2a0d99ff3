package server

import (
	"context"
	"fmt"
	"html/template"
	"io"
	"net/http"
	"strings"
	"time"

	"deciban/internal/entity"
	"deciban/internal/reporting"
	"deciban/internal/reporting/page"
	"deciban/internal/screen"
	"deciban/internal/weigh"
)

// Dossier is what a screening found and what it follows from, to be kept with a
// decision: who was asked about, which lists, model and threshold, each match with
// its evidence, what the lists say of the entry and what reports say.
type Dossier struct {
	At      time.Time
	Version string // of the program
	Subject *entity.Entity
	Lists   *Lists
	Stale   []Stale
	// Result holds the matches from the threshold on, strongest first, with their
	// evidence; News is what reports say of each.
	Result *screen.Result
	News   []*reporting.Timeline
	// Nearest is the strongest match below the threshold where there is none
	// above it, nil if the evidence speaks for nobody.
	Nearest *screen.Match
}

// dossierDoc is what the template takes.
type dossierDoc struct {
	*Dossier
	Style     template.CSS
	Threshold weigh.Weight
	Model     string
	Matches   []dossierMatch
}

type dossierMatch struct {
	screen.Match
	Programmes []string
	Links      []screen.Link
	News       template.HTML
}

// WriteDossier writes it as one page that needs nothing from outside. The same
// dossier gives the same bytes.
func WriteDossier(ctx context.Context, w io.Writer, d *Dossier) error {
	style, err := styleText()
	if err != nil {
		return err
	}
	doc := dossierDoc{Dossier: d, Style: template.CSS(style), Threshold: d.Lists.Cut.For(d.Subject), Model: weigh.Default().Version()} // our own style
	for i, m := range d.Result.Matches {
		links, err := d.Lists.Links(ctx, m.Entry)
		if err != nil {
			return err
		}
		news, err := page.News(d.News[i], fmt.Sprintf("match-%d-", i+1))
		if err != nil {
			return err
		}
		doc.Matches = append(doc.Matches, dossierMatch{m, screen.Programmes(m.Entry, links), links, news})
	}
	// Written whole or not at all.
	var b strings.Builder
	if err := pages.ExecuteTemplate(&b, "dossier.html", doc); err != nil {
		return fmt.Errorf("dossier: %w", err)
	}
	_, err = io.WriteString(w, b.String())
	return err
}

// Screen searches for the subject and fills the dossier.
func (d *Dossier) Screen(ctx context.Context, limit int, timelines func(ids []string) ([]*reporting.Timeline, error)) error {
	var err error
	d.Result, err = d.Lists.Searcher.Search(ctx, d.Subject, screen.Options{Min: d.Lists.Cut.For(d.Subject), Limit: limit, Explain: true})
	if err != nil {
		return err
	}
	if len(d.Result.Matches) == 0 {
		res, err := d.Lists.Searcher.Search(ctx, d.Subject, screen.Options{Limit: 1, Explain: true})
		if err == nil && len(res.Matches) > 0 {
			d.Nearest = &res.Matches[0]
		}
		return err
	}
	var ids []string
	for _, m := range d.Result.Matches {
		ids = append(ids, m.Entry.ID)
	}
	d.News, err = timelines(ids)
	return err
}

// dossierPage answers the start page's form with a file to keep.
func (s *Server) dossierPage(w http.ResponseWriter, r *http.Request) {
	s.answerPage(w, r, func(q *answering) (string, any, error) {
		f, err := readForm(r)
		if err != nil {
			return "", nil, err
		}
		d := &Dossier{At: time.Now(), Version: s.Version, Lists: q.lists.Lists}
		if d.Subject, err = f.subject(); err != nil {
			return "", nil, badRequest("%s", err)
		}
		if d.Stale, err = q.lists.stale(); err != nil {
			return "", nil, err
		}
		err = d.Screen(r.Context(), mostPageMatches, func(ids []string) ([]*reporting.Timeline, error) {
			return s.Reports.Timelines(r.Context(), ids, anyDay)
		})
		if err != nil {
			return "", nil, err
		}
		var b strings.Builder
		if err := WriteDossier(r.Context(), &b, d); err != nil {
			return "", nil, err
		}
		// No name in the file's name: folders are looked at by others.
		w.Header().Set("Content-Disposition", `attachment; filename="dossier-`+d.At.Format("2006-01-02-150405")+`.html"`)
		return "file", template.HTML(b.String()), nil // what a template of ours wrote
	})
}
