package server

import (
	"net/http/httptest"
	"strings"
	"testing"

	"deciban/internal/testkit"
)

// TestInABrowser screens somebody as a person would, and follows the match to its
// entry and the map there.
func TestInABrowser(t *testing.T) {
	b := testkit.NewBrowser(t)
	s, _ := newServer(t, nil)
	h := httptest.NewServer(s)
	defer h.Close()
	quiet := func(where string) {
		t.Helper()
		if text := b.Complaints(); text != "" {
			t.Errorf("%s: the browser says: %s", where, text)
		}
	}
	b.Open(h.URL + "/")
	if got := b.Text("h1"); got != "Who might it be?" {
		t.Errorf("the start page: %q", got)
	}
	// The policy lets the style sheet through.
	if got := b.Style(".ask", "display"); got != "grid" {
		t.Errorf("the form is not styled: %q", got)
	}
	quiet("start page")
	b.Type("input[name=name]", "أيمن الظواهري")
	b.Type("input[name=born]", "1951")
	b.Follow("button")
	if got := b.Text("section h2"); !strings.Contains(got, "1 possible match") {
		t.Errorf("the answer: %q", got)
	}
	if got := b.Text(".match .evidence"); !strings.Contains(got, "same year") || !strings.Contains(got, "romanisation") {
		t.Errorf("the evidence: %q", got)
	}
	quiet("answer")
	b.Follow(".match h3 a")
	if got := b.Text("h1"); !strings.Contains(got, "al-Zawahiri") {
		t.Errorf("the entry: %q", got)
	}
	if got := b.Text("main"); !strings.Contains(got, "Who denies") || !strings.Contains(got, "Post & Co") {
		t.Errorf("its reports: %q", got)
	}
	quiet("entry")
	b.Open(h.URL + "/entry/un-QDe.004")
	if got := b.Style("svg .spot", "fill-opacity"); got == "" || got == "1" {
		t.Errorf("the map is not styled: %q", got)
	}
	quiet("map")
	for _, width := range []int{1100, 500} {
		b.Resize(width, 900)
		for _, page := range []string{"/", "/entry/un-QDi.006", "/entry/nobody"} {
			b.Open(h.URL + page)
			if n := b.Wide(); n > 0 {
				t.Errorf("%s at %d pixels is %d too wide", page, width, n)
			}
		}
	}
}
