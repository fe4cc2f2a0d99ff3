package server

import (
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// formType is how browsers send a form.
const formType = "application/x-www-form-urlencoded"

// texts returns a page's texts, and fails if a tag is not closed as HTML wants it
// or a script stands in it.
func texts(t *testing.T, page string) string {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for n := range doc.Descendants() {
		switch {
		case n.Type == html.TextNode:
			b.WriteString(n.Data + " ")
		case n.Type == html.ElementNode && n.Data == "script":
			t.Errorf("a script: %s", page)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func TestThePagesShowMatchesWithTheirEvidence(t *testing.T) {
	s, _ := newServer(t, nil)
	w := ask(s, "GET", "/", "")
	if text := texts(t, w.Body.String()); w.Code != 200 || !strings.Contains(text, "Who might it be?") || !strings.Contains(text, "built-in sample") {
		t.Errorf("the start page: %d %s", w.Code, text)
	}
	if policy := w.Header().Get("Content-Security-Policy"); !strings.Contains(policy, "default-src 'none'") || w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("its header: %v", w.Header())
	}
	form := func(fields ...string) string {
		v := url.Values{"schema": {"Person"}}
		for i := 0; i < len(fields); i += 2 {
			v.Set(fields[i], fields[i+1])
		}
		return v.Encode()
	}
	for _, tt := range []struct {
		form   string
		status int
		want   []string
	}{
		{form("name", "Aiman al-Zawahri", "born", "1951", "nationality", "Egypt"), 200, []string{"1 possible match ", "same year", "same country: tells nobody apart", "1 report of 1 independent source", "programme Al-Qaida"}},
		{form("name", "Nobody Whatsoever"), 200, []string{"No match of +30.00 dB or more"}},
		{form("name", ""), 200, []string{"name: is missing"}},
		{form("name", "x", "born", "someday"), 200, []string{"someday"}},
		{form("name", "x", "schema", "Sanction"), 200, []string{`schema "Sanction": unknown`}},
		{form("name", "x", "schema", "Vessel", "born", "1951"), 200, []string{"a birth date or gender is a person's"}},
		{form("name", "Azargoun", "schema", "Vessel", "idkind", "imo", "id", "9283019"), 200, []string{"possible match"}},
		{form("name", "x", "idkind", "imo", "id", "9116412"), 200, []string{"a Person has no number of the kind"}},
		{form("name", "<script>alert(1)</script>"), 200, []string{"No match"}},
		{form("name", "x", "nmae", "y"), 400, []string{`unknown field "nmae"`}},
	} {
		w := ask(s, "POST", "/screen", tt.form, "Content-Type", formType)
		text := texts(t, w.Body.String())
		for _, want := range tt.want {
			if w.Code != tt.status || !strings.Contains(text, want) {
				t.Errorf("%s: %d %s, want %d with %q", tt.form, w.Code, text, tt.status, want)
			}
		}
	}
}

func TestAnEntrysPageShowsStatementsAndReports(t *testing.T) {
	s, _ := newServer(t, nil)
	w := ask(s, "GET", "/entry/un-QDi.006", "")
	text := texts(t, w.Body.String())
	for _, want := range []string{
		"Aiman Muhammed Rabi al-Zawahiri", "أيمن محمد ربيع الظواهري", "passportNumber", "Egypt", "Sanction by its entity", // what the list says
		"1 report naming it", "denies", "that he had ordered it", "Post & Co", "“ <b>Claims</b> ”", // what reports say
	} {
		if w.Code != 200 || !strings.Contains(text, want) {
			t.Errorf("%d: no %q in %s", w.Code, want, text)
		}
	}
	if w := ask(s, "GET", "/entry/nobody", ""); w.Code != 404 || !strings.Contains(texts(t, w.Body.String()), `no entry has the id "nobody"`) {
		t.Errorf("an unknown entry: %d %s", w.Code, w.Body)
	}
	if w := ask(s, "GET", "/style.css", ""); w.Code != 200 || !strings.Contains(w.Body.String(), "--paper") || !strings.Contains(w.Body.String(), ".ask") {
		t.Errorf("the style sheet: %d", w.Code)
	}
}
