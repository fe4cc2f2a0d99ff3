package server

import (
	"crypto/sha256"
	"crypto/subtle"
	"net"
	"net/http"
	"runtime/debug"
	"slices"
	"strings"
)

// policy is what pages may load: the server's own style sheet, and no script.
const policy = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// guarded lets through who may ask.
func (s *Server) guarded(next http.Handler) http.Handler {
	// A page of somebody else's must not have a browser ask in its user's name.
	next = http.NewCrossOriginProtection().Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer s.recovered(w, r)
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		// Answers are about people: no cache between keeps them.
		h.Set("Cache-Control", "no-store")
		switch {
		case !s.mayBeCalled(r.Host):
			// Else a foreign name that is made to lead here would let a page of its
			// own read what is loaded.
			http.Error(w, "this server does not go by that name; see deciban serve --help, --host", http.StatusMisdirectedRequest)
		case s.Token != "" && !open(r) && !s.knows(r):
			h.Set("WWW-Authenticate", `Basic realm="Deciban"`)
			http.Error(w, "a token is needed", http.StatusUnauthorized)
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// recovered answers a request that ended in a panic, and logs where, not of what:
// that may be a name.
func (s *Server) recovered(w http.ResponseWriter, r *http.Request) {
	switch v := recover(); v {
	case nil:
	case http.ErrAbortHandler:
		panic(v)
	default:
		s.Log.Error("BUG: a request ended in a panic", "route", r.Pattern, "stack", string(debug.Stack()))
		http.Error(w, "the server could not answer; its log says why", http.StatusInternalServerError)
	}
}

// open are the routes by which who runs the server asks whether it lives.
func open(r *http.Request) bool { return r.URL.Path == "/healthz" || r.URL.Path == "/readyz" }

// mayBeCalled tells whether the server goes by that name.
func (s *Server) mayBeCalled(host string) bool {
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	host = strings.Trim(host, "[]")
	if ip := net.ParseIP(host); host == "localhost" || ip != nil && ip.IsLoopback() {
		return true
	}
	return slices.Contains(s.Hosts, "*") || slices.ContainsFunc(s.Hosts, func(h string) bool { return strings.EqualFold(h, host) })
}

// knows tells whether the request gives the token: as "ApiKey" or "Bearer", as
// clients of yente do, or as the password of HTTP's Basic, as browsers do.
func (s *Server) knows(r *http.Request) bool {
	given := ""
	if _, password, ok := r.BasicAuth(); ok {
		given = password
	} else if scheme, token, ok := strings.Cut(r.Header.Get("Authorization"), " "); ok && (strings.EqualFold(scheme, "ApiKey") || strings.EqualFold(scheme, "Bearer")) {
		given = strings.TrimSpace(token)
	}
	// Hashes are of one length, and comparing them takes one time.
	a, b := sha256.Sum256([]byte(given)), sha256.Sum256([]byte(s.Token))
	return subtle.ConstantTimeCompare(a[:], b[:]) == 1
}
