// Package server answers over HTTP what the command line answers in a terminal: an API in the shapes of yente's, and pages for people.
//
// One server answers from one snapshot of the lists at a time and names it in each
// answer. Whoever changes the lists beside it, such as a pull, need not tell: the
// server looks for a new snapshot and goes over to it between two answers. If that
// fails, it goes on with the last good one and says so in /healthz.
//
// Nothing that is screened is logged, and no subject stands in an address: pages
// and programs send it in a body. docs/api.md describes each route.
package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"deciban/internal/casework"
	"deciban/internal/lists/source"
	"deciban/internal/reporting/archive"
)

// Config is what a server works with.
type Config struct {
	// Source opens the lists that are in force.
	Source Source
	// Reports is the archive of what was read.
	Reports *archive.Store
	// Cases are shown, and not changed.
	Cases *casework.Store
	// Token, if not "", must be given with each request, but for /healthz and
	// /readyz.
	Token string
	// Hosts are names, beside the loopback ones, that a browser may reach the
	// server by; "*" is any.
	Hosts []string
	// Version is the program's.
	Version string
	// Log takes what who runs the server should know.
	Log *slog.Logger
	// Every is how often the server looks for a new snapshot.
	Every time.Duration
}

// Server answers requests. It is an http.Handler.
type Server struct {
	Config
	lists holder
	mux   http.Handler
}

// New opens the lists and returns a server. Close must follow.
func New(ctx context.Context, c Config) (*Server, error) {
	s := &Server{Config: c}
	l, err := c.Source(ctx, "")
	if err != nil {
		return nil, err
	}
	s.lists.set(l)
	s.mux = s.routes()
	return s, nil
}

// Close frees the lists when the last answer from them is done.
func (s *Server) Close() error { return s.lists.close() }

// The bounds of a request: a batch of a hundred subjects with long aliases fits
// several times over.
const (
	maxBody   = 8 << 20
	maxHeader = 64 << 10
)

// Serve answers on l until ctx ends, then lets what is under way end.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	h := &http.Server{
		Handler: s, MaxHeaderBytes: maxHeader,
		ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 60 * time.Second, WriteTimeout: 5 * time.Minute, IdleTimeout: 2 * time.Minute,
		// What a client does wrong is the client's to know.
		ErrorLog: slog.NewLogLogger(discard{}, slog.LevelDebug),
	}
	watching, stop := context.WithCancel(ctx)
	defer stop()
	done := make(chan struct{})
	go func() {
		defer close(done)
		s.follow(watching)
	}()
	ended := make(chan error, 1)
	go func() { ended <- h.Serve(l) }()
	var err error
	select {
	case err = <-ended:
	case <-ctx.Done():
		graceful, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
		defer cancel()
		err = h.Shutdown(graceful)
		if served := <-ended; !errors.Is(served, http.ErrServerClosed) {
			err = errors.Join(err, served)
		}
	}
	stop()
	<-done
	return err
}

// discard is a log handler that keeps nothing.
type discard struct{}

func (discard) Enabled(context.Context, slog.Level) bool  { return false }
func (discard) Handle(context.Context, slog.Record) error { return nil }
func (d discard) WithAttrs([]slog.Attr) slog.Handler      { return d }
func (d discard) WithGroup(string) slog.Handler           { return d }

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

// routes is the table of all that the server answers.
func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	api := func(pattern string, answer func(*answering) (any, error)) {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) { s.answerJSON(w, r, answer) })
	}
	api("GET /healthz", s.health)
	api("GET /readyz", s.ready)
	api("GET /catalog", s.catalog)
	api("GET /manifest", s.catalog)
	api("GET /algorithms", s.algorithms)
	api("POST /match/{dataset}", s.match)
	api("GET /entities/{id}", s.entity)
	api("GET /reports/{id}", s.reports)
	mux.HandleFunc("GET /{$}", s.startPage)
	mux.HandleFunc("POST /screen", s.screenPage)
	mux.HandleFunc("POST /dossier", s.dossierPage)
	mux.HandleFunc("GET /entry/{id}", s.entryPage)
	mux.HandleFunc("GET /cases", s.casesPage)
	mux.HandleFunc("GET /case/{id}", s.casePage)
	mux.HandleFunc("GET /style.css", s.style)
	api("/", func(*answering) (any, error) { return nil, &failure{http.StatusNotFound, "there is no such page"} })
	return s.guarded(mux)
}

// answering is one request and the lists that it is answered from.
type answering struct {
	*http.Request
	w     http.ResponseWriter
	lists *held
}

// failure is an answer that is none: its status, and what the caller is told.
type failure struct {
	status int
	detail string
}

func (f *failure) Error() string { return f.detail }

func badRequest(format string, args ...any) error {
	return &failure{http.StatusBadRequest, fmt.Sprintf(format, args...)}
}

// answerJSON writes what answer returns, or its error as yente does:
// {"detail": …}.
func (s *Server) answerJSON(w http.ResponseWriter, r *http.Request, answer func(*answering) (any, error)) {
	lists := s.lists.take()
	defer s.lists.leave(lists)
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	doc, err := answer(&answering{r, w, lists})
	status := http.StatusOK
	if err != nil {
		f := s.failureOf(r, err)
		status, doc = f.status, map[string]string{"detail": f.detail}
	}
	header := w.Header()
	header.Set("Content-Type", "application/json; charset=utf-8")
	header.Set("Deciban-Snapshot", lists.Snapshot)
	w.WriteHeader(status)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(doc) // the caller has gone: nobody is left to tell
}

// failureOf says what the caller is told of an error. What is no fault of the
// caller's goes to the log, and a bare word to the caller; errors of this kind
// name files, never subjects.
func (s *Server) failureOf(r *http.Request, err error) *failure {
	var f *failure
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &f):
		return f
	case errors.As(err, &large):
		return &failure{http.StatusRequestEntityTooLarge, fmt.Sprintf("the request is longer than %d bytes", large.Limit)}
	case r.Context().Err() != nil:
		return &failure{http.StatusServiceUnavailable, "interrupted"}
	}
	s.Log.Error("a request failed", "route", r.Pattern, "error", err.Error())
	return &failure{http.StatusInternalServerError, "the server could not answer; its log says why"}
}

// parameters checks that a request has no other query parameters than these.
func parameters(r *http.Request, known ...string) error {
	given, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		// What cannot be read would be left out in silence.
		return badRequest("the parameters cannot be read; write them as name=value&name=value, with %%XX for other characters")
	}
	for name := range given {
		ok := false
		for _, k := range known {
			ok = ok || k == name
		}
		if !ok {
			return badRequest("unknown parameter %q; this route knows %s", cut(name), orNone(known))
		}
	}
	return nil
}

func orNone(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}

// cut bounds what of a caller's text an answer repeats.
func cut(s string) string { return source.Shorten(s, 120) }
