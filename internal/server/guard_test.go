package server

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"deciban/internal/entity"
	"deciban/internal/screen"
)

func TestOnlyWhoMayAskIsAnswered(t *testing.T) {
	s, _ := newServer(t, func(c *Config) { c.Token, c.Hosts = "a token of some length", []string{"screening.example"} })
	token := "ApiKey a token of some length"
	basic := httptest.NewRequest("GET", "/", nil)
	basic.SetBasicAuth("anybody", "a token of some length")
	for _, tt := range []struct {
		method, target string
		header         []string
		want           int
	}{
		{"GET", "/catalog", nil, 401},
		{"GET", "/", nil, 401},
		{"GET", "/nowhere", nil, 401},
		{"GET", "/healthz", nil, 200},
		{"GET", "/readyz", nil, 200},
		{"GET", "/catalog", []string{"Authorization", token}, 200},
		{"GET", "/catalog", []string{"Authorization", "Bearer a token of some length"}, 200},
		{"GET", "/catalog", []string{"Authorization", basic.Header.Get("Authorization")}, 200},
		{"GET", "/catalog", []string{"Authorization", "Bearer another token"}, 401},
		{"GET", "/catalog", []string{"Authorization", "ApiKey "}, 401},
		{"GET", "/catalog", []string{"Authorization", token, "Host", "screening.example"}, 200},
		{"GET", "/catalog", []string{"Authorization", token, "Host", "127.0.0.1:8787"}, 200},
		{"GET", "/catalog", []string{"Authorization", token, "Host", "[::1]:8787"}, 200},
		{"GET", "/catalog", []string{"Authorization", token, "Host", "elsewhere.example"}, 421},
		{"POST", "/screen", []string{"Authorization", token, "Sec-Fetch-Site", "cross-site"}, 403},
		{"POST", "/screen", []string{"Authorization", token, "Origin", "https://elsewhere.example"}, 403},
	} {
		if w := ask(s, tt.method, tt.target, "", tt.header...); w.Code != tt.want {
			t.Errorf("%s %s %q: %d, want %d", tt.method, tt.target, tt.header, w.Code, tt.want)
		}
	}
}

// TestAPanicIsAnsweredAndLoggedWithoutNames lets a search end in a panic that holds
// the subject's name.
func TestAPanicIsAnsweredAndLoggedWithoutNames(t *testing.T) {
	s, log := newServer(t, nil)
	s.lists.now.Searcher = panicking{s.lists.now.Searcher}
	w := ask(s, "POST", "/match/default", zawahiri)
	if w.Code != http.StatusInternalServerError || strings.Contains(w.Body.String(), "Zawahri") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if text := log.String(); !strings.Contains(text, "BUG") || !strings.Contains(text, "POST /match/{dataset}") || strings.Contains(text, "Zawahri") {
		t.Errorf("the log: %s", text)
	}
}

type panicking struct{ screen.Searcher }

func (panicking) Search(_ context.Context, e *entity.Entity, _ screen.Options) (*screen.Result, error) {
	panic(fmt.Sprint("cannot search for ", e.Values("name")))
}
