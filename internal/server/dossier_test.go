package server

import (
	"bytes"
	"maps"
	"regexp"
	"strings"
	"testing"
	"time"

	"deciban/internal/reporting"
	"deciban/internal/screen"
	"deciban/internal/weigh"
)

var idAttribute = regexp.MustCompile(` id="([^"]*)"`)

// dossierOf screens a subject against the sample and writes the dossier.
func dossierOf(t *testing.T, least weigh.Weight, props map[string][]string) string {
	t.Helper()
	lists, _ := sampleLists(t, "one")
	lists.Cut = screen.Cut{Persons: least, Others: least, Given: "as tested", Source: "as given"}
	subject, err := screen.NewSubject("Person", props)
	if err != nil {
		t.Fatal(err)
	}
	store := keptReports(t)
	write := func() string {
		d := &Dossier{At: time.Date(2026, 11, 27, 10, 0, 0, 0, time.UTC), Version: "test", Lists: lists, Subject: subject, Stale: []Stale{{"sample", time.Date(2022, 1, 2, 0, 0, 0, 0, time.UTC), 60}}}
		err := d.Screen(t.Context(), 10, func(ids []string) ([]*reporting.Timeline, error) {
			return store.Timelines(t.Context(), ids, anyDay)
		})
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := WriteDossier(t.Context(), &b, d); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	page := write()
	if again := write(); again != page {
		t.Error("the same dossier has other bytes")
	}
	seen := map[string]int{}
	for _, m := range idAttribute.FindAllStringSubmatch(page, -1) {
		seen[m[1]]++
	}
	for id, n := range maps.All(seen) {
		if n > 1 {
			t.Errorf("the id %s stands %d times", id, n)
		}
	}
	if strings.Contains(page, `src="`) || strings.Contains(page, "stylesheet") {
		t.Error("the page needs something from outside")
	}
	return page
}

func TestADossierHoldsAllThatADecisionFollowsFrom(t *testing.T) {
	text := texts(t, dossierOf(t, 0, map[string][]string{"name": {"Aiman al-Zawahri <b>"}, "birthDate": {"1951"}, "nationality": {"eg"}}))
	for _, want := range []string{
		"Aiman al-Zawahri <b>", "27 November 2026, 10:00:00 UTC", "birthDate 1951", "nationality Egypt", "built-in sample", "sample was stale",
		"snapshot one", "model " + weigh.Default().Version(), "threshold +0.00 dB: as given (as tested)", "Sample ( sample )",
		"same year", "same country: tells nobody apart", "What the list says", "passportNumber", "Sanction", "1 report naming it", "that he had ordered it",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %.3000s", want, text)
		}
	}
	text = texts(t, dossierOf(t, 90*weigh.Deciban, map[string][]string{"name": {"Aiman al-Zawahri"}}))
	if !strings.Contains(text, "No match of +90.00 dB or more") || !strings.Contains(text, "The strongest below that is") {
		t.Errorf("without a match: %s", text)
	}
}

func TestThePageOffersTheDossier(t *testing.T) {
	s, log := newServer(t, nil)
	w := ask(s, "POST", "/dossier", "name=Aiman+al-Zawahri&schema=Person&born=1951", "Content-Type", formType)
	disposition := w.Header().Get("Content-Disposition")
	if w.Code != 200 || !strings.HasPrefix(disposition, `attachment; filename="dossier-`) || strings.Contains(strings.ToLower(disposition), "zawahri") {
		t.Errorf("%d %q", w.Code, disposition)
	}
	if text := texts(t, w.Body.String()); !strings.Contains(text, "Dossier of a screening") || !strings.Contains(text, "same year") {
		t.Errorf("%s", text)
	}
	if w := ask(s, "POST", "/dossier", "name=&schema=Person", "Content-Type", formType); w.Code != 400 || w.Header().Get("Content-Disposition") != "" {
		t.Errorf("without a name: %d", w.Code)
	}
	if log.Len() > 0 {
		t.Errorf("the log: %s", log)
	}
}
