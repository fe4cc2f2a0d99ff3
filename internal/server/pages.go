package server

import (
	"embed"
	"errors"
	"fmt"
	"html/template"
	"io"
	"net/http"
	"net/url"
	"strings"

	"deciban/internal/entity"
	"deciban/internal/reporting"
	"deciban/internal/reporting/page"
	"deciban/internal/screen"
	"deciban/internal/weigh"
)

//go:embed pages
var pagesFS embed.FS

// pages are the templates; a fault in one ends the program at its start.
var pages = template.Must(template.New("").Funcs(template.FuncMap{
	"likelihood": screen.Likelihood,
	"percent":    screen.Percent,
	"country":    entity.CountryName,
	"join":       func(all []string) string { return strings.Join(all, ", ") },
	"sign":       sign,
	"short":      func(s string) string { return s[:min(12, len(s))] },
	"many":       many,
	"value":      valueText,
	"id":         url.PathEscape,
}).ParseFS(pagesFS, "pages/*.html"))

// sign is the class of a weight.
func sign(w weigh.Weight) string {
	switch {
	case w > 0:
		return "for"
	case w < 0:
		return "against"
	}
	return "neither"
}

func many(n int, thing string) string {
	if n != 1 {
		thing += "s"
	}
	return fmt.Sprintf("%d %s", n, thing)
}

// valueText is a statement's value for people.
func valueText(e *entity.Entity, s entity.Statement) string {
	if p := e.Schema.Property(s.Prop); p != nil && p.Type == "country" {
		if name := entity.CountryName(s.Value); name != "" {
			return name
		}
	}
	return s.Value
}

// frame is what stands around each page.
type frame struct {
	Title    string
	Lists    *Lists
	Stale    []Stale
	Model    string
	Datasets string
}

// styleText is the style sheet of all pages.
func styleText() (string, error) {
	own, err := pagesFS.ReadFile("pages/style.css")
	return string(page.Style()) + string(own), err
}

func (s *Server) style(w http.ResponseWriter, _ *http.Request) {
	text, err := styleText()
	if err != nil {
		panic("BUG: the style sheet is embedded: " + err.Error())
	}
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	w.Header().Set("Cache-Control", "max-age=300") // says nothing of anybody
	_, _ = io.WriteString(w, text)
}

// answerPage writes the page that build returns.
func (s *Server) answerPage(w http.ResponseWriter, r *http.Request, build func(*answering) (name string, data any, err error)) {
	lists := s.lists.take()
	defer s.lists.leave(lists)
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	q := &answering{r, w, lists}
	status := http.StatusOK
	name, data, err := build(q)
	if err != nil {
		f := s.failureOf(r, err)
		status, name = f.status, "failure.html"
		data = struct {
			frame
			Detail string
		}{frame{Title: http.StatusText(f.status), Lists: lists.Lists, Model: weigh.Default().Version()}, f.detail}
	}
	// Written whole or not at all: half a page would look like a whole one.
	var b strings.Builder
	if err := pages.ExecuteTemplate(&b, name, data); err != nil {
		s.Log.Error("a page failed", "page", name, "error", err.Error())
		http.Error(w, "the server could not answer; its log says why", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(b.String())) // the caller has gone: nobody is left to tell
}

func (q *answering) frame(title string) (frame, error) {
	stale, err := q.lists.stale()
	var names []string
	for _, d := range q.lists.Datasets {
		names = append(names, d.Name)
	}
	return frame{Title: title, Lists: q.lists.Lists, Stale: stale, Model: weigh.Default().Version(), Datasets: strings.Join(names, ", ")}, err
}

// form is what a person asks on the start page.
type form struct {
	Name, Schema, Born, Nationality, Gender, IDKind, ID string
}

// formSchemata are the kinds of party that the form offers, with their words.
var formSchemata = [][2]string{
	{"Person", "a person"}, {"Organization", "an organisation"}, {"Company", "a company"}, {"LegalEntity", "a person or an organisation"},
	{"Vessel", "a ship"}, {"Airplane", "an aircraft"}, {"CryptoWallet", "a crypto wallet"},
}

// startDoc is what the start page shows.
type startDoc struct {
	frame
	Form     form
	Schemata [][2]string
	Kinds    []entity.IDKind
	Genders  []string
	// Wrong says what of the form cannot be used.
	Wrong string
	// Asked says that there is an answer: Matches, or else Nearest, if the evidence
	// speaks for anything on the lists at all.
	Asked     bool
	Threshold weigh.Weight
	Matches   []pageMatch
	Nearest   *screen.Match
}

type pageMatch struct {
	screen.Match
	Programmes []string
	News       *reporting.Timeline
}

func (s *Server) startPage(w http.ResponseWriter, r *http.Request) {
	s.answerPage(w, r, func(q *answering) (string, any, error) {
		if err := parameters(r); err != nil {
			return "", nil, err
		}
		f, err := q.frame("Screen")
		return "start.html", startDoc{frame: f, Form: form{Schema: screen.DefaultSchema}, Schemata: formSchemata, Kinds: entity.IDKinds(), Genders: []string{"male", "female", "other"}}, err
	})
}

// mostPageMatches is how many matches a page shows.
const mostPageMatches = 20

func (s *Server) screenPage(w http.ResponseWriter, r *http.Request) {
	s.answerPage(w, r, func(q *answering) (string, any, error) {
		given, err := readForm(r)
		if err != nil {
			return "", nil, err
		}
		f, err := q.frame("Screen")
		if err != nil {
			return "", nil, err
		}
		doc := startDoc{frame: f, Schemata: formSchemata, Kinds: entity.IDKinds(), Genders: []string{"male", "female", "other"}, Form: *given}
		subject, err := doc.Form.subject()
		if err != nil {
			doc.Wrong = err.Error()
			return "start.html", doc, nil
		}
		doc.Asked, doc.Threshold = true, q.lists.Cut.For(subject)
		res, err := q.lists.Searcher.Search(r.Context(), subject, screen.Options{Min: doc.Threshold, Limit: mostPageMatches, Explain: true})
		if err != nil {
			return "", nil, err
		}
		if len(res.Matches) == 0 {
			res, err := q.lists.Searcher.Search(r.Context(), subject, screen.Options{Limit: 1, Explain: true})
			if err != nil {
				return "", nil, err
			}
			if len(res.Matches) > 0 {
				doc.Nearest = &res.Matches[0]
			}
			return "start.html", doc, nil
		}
		var ids []string
		for _, m := range res.Matches {
			ids = append(ids, m.Entry.ID)
		}
		news, err := s.Reports.Timelines(r.Context(), ids, anyDay)
		if err != nil {
			return "", nil, err
		}
		for i, m := range res.Matches {
			doc.Matches = append(doc.Matches, pageMatch{m, m.Entry.Values("program"), news[i]})
		}
		return "start.html", doc, nil
	})
}

// readForm reads what was sent; a field that is not known is an error.
func readForm(r *http.Request) (*form, error) {
	if err := r.ParseForm(); err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			return nil, err
		}
		return nil, badRequest("the form cannot be read")
	}
	for name := range r.Form {
		switch name {
		case "name", "schema", "born", "nationality", "gender", "idkind", "id":
		default:
			return nil, badRequest("unknown field %q", cut(name))
		}
	}
	get := func(name string) string { return strings.TrimSpace(r.PostForm.Get(name)) }
	return &form{get("name"), get("schema"), get("born"), get("nationality"), get("gender"), get("idkind"), get("id")}, nil
}

// subject builds what the form asks about.
func (f *form) subject() (*entity.Entity, error) {
	known := false
	for _, s := range formSchemata {
		known = known || s[0] == f.Schema
	}
	schema, ok := entity.SchemaOf(f.Schema)
	if !ok || !known {
		return nil, fmt.Errorf("schema %q: unknown", cut(f.Schema))
	}
	props := map[string][]string{}
	set := func(prop, value string) {
		if value != "" {
			props[prop] = append(props[prop], value)
		}
	}
	set("name", f.Name)
	if schema.IsA("Person") {
		set("birthDate", f.Born)
		set("nationality", f.Nationality)
		set("gender", f.Gender)
	} else {
		if f.Born != "" || f.Gender != "" {
			return nil, errors.New("a birth date or gender is a person's")
		}
		set("country", f.Nationality)
	}
	if f.ID != "" {
		prop := entity.PropertyOfKind(entity.IDKind(f.IDKind), schema)
		if prop == "" {
			return nil, fmt.Errorf("a %s has no number of the kind %q", f.Schema, cut(f.IDKind))
		}
		set(prop, f.ID)
	}
	return screen.NewSubject(f.Schema, props)
}

// entryDoc is what an entry's page shows.
type entryDoc struct {
	frame
	Parties []party
	News    template.HTML
	Reports int
}

func (s *Server) entryPage(w http.ResponseWriter, r *http.Request) {
	s.answerPage(w, r, func(q *answering) (string, any, error) {
		if err := parameters(r); err != nil {
			return "", nil, err
		}
		id := r.PathValue("id")
		all, err := q.parties(id)
		if err != nil {
			return "", nil, err
		}
		t, err := s.timeline(q, id, anyDay)
		if err != nil {
			return "", nil, err
		}
		f, err := q.frame(all[0].Caption())
		if err != nil {
			return "", nil, err
		}
		doc := entryDoc{frame: f, Parties: all, Reports: t.Reports}
		doc.News, err = page.News(t, "")
		return "entry.html", doc, err
	})
}
