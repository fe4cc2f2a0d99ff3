package server

import (
	"errors"
	"fmt"
	"html/template"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"deciban/internal/casework"
	"deciban/internal/reporting"
	"deciban/internal/reporting/page"
)

// caseDoc is what the template of a case takes.
type caseDoc struct {
	*casework.Case
	Style  template.CSS // of a page that stands by itself
	At     time.Time
	Alerts []caseAlert
}

type caseAlert struct {
	casework.State
	News template.HTML
}

// WriteCase writes a case as one page that needs nothing from outside: its alerts
// with evidence, what reports say of each entry at the time at, decisions and
// history. news holds a timeline for each of the case's states.
func WriteCase(w io.Writer, c *casework.Case, news []*reporting.Timeline, at time.Time) error {
	style, err := styleText()
	if err != nil {
		return err
	}
	doc, err := newCaseDoc(c, news, at)
	if err != nil {
		return err
	}
	doc.Style = template.CSS(style) // our own
	// Written whole or not at all.
	var b strings.Builder
	if err := pages.ExecuteTemplate(&b, "case.html", doc); err != nil {
		return fmt.Errorf("case: %w", err)
	}
	_, err = io.WriteString(w, b.String())
	return err
}

func newCaseDoc(c *casework.Case, news []*reporting.Timeline, at time.Time) (*caseDoc, error) {
	doc := &caseDoc{Case: c, At: at}
	for i, s := range c.States() {
		html, err := page.News(news[i], fmt.Sprintf("alert-%d-", i+1))
		if err != nil {
			return nil, err
		}
		doc.Alerts = append(doc.Alerts, caseAlert{s, html})
	}
	return doc, nil
}

// casePage shows a case.
func (s *Server) casePage(w http.ResponseWriter, r *http.Request) {
	s.answerPage(w, r, func(q *answering) (string, any, error) {
		if err := parameters(r); err != nil {
			return "", nil, err
		}
		c, err := s.Cases.Load(r.PathValue("id"))
		if errors.Is(err, casework.ErrUnknown) {
			return "", nil, &failure{http.StatusNotFound, "there is no such case"}
		}
		if err != nil {
			return "", nil, err
		}
		news, err := s.Reports.Timelines(r.Context(), c.Entries(), anyDay)
		if err != nil {
			return "", nil, err
		}
		f, err := q.frame("Case " + c.ID)
		if err != nil {
			return "", nil, err
		}
		doc, err := newCaseDoc(c, news, time.Now())
		return "casepage.html", struct {
			frame
			Case *caseDoc
		}{f, doc}, err
	})
}

// casesPage lists the cases, the newest first.
func (s *Server) casesPage(w http.ResponseWriter, r *http.Request) {
	s.answerPage(w, r, func(q *answering) (string, any, error) {
		if err := parameters(r); err != nil {
			return "", nil, err
		}
		f, err := q.frame("Cases")
		if err != nil {
			return "", nil, err
		}
		ids, err := s.Cases.IDs()
		if err != nil {
			return "", nil, err
		}
		doc := struct {
			frame
			Cases []*casework.Case
		}{frame: f}
		for _, id := range slices.Backward(ids) {
			c, err := s.Cases.Load(id)
			if err != nil {
				return "", nil, err
			}
			doc.Cases = append(doc.Cases, c)
		}
		return "cases.html", doc, nil
	})
}
