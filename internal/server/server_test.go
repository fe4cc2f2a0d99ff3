package server

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"deciban/internal/casework"
	"deciban/internal/entity"
	"deciban/internal/reporting"
	"deciban/internal/reporting/archive"
	"deciban/internal/reporting/ingest"
	"deciban/internal/reporting/mentions"
	"deciban/internal/screen"
	"deciban/internal/weigh"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// guardedSearcher fails the test if it is used after Close.
type guardedSearcher struct {
	*screen.Indexed
	t      testing.TB
	closed atomic.Bool
}

func (g *guardedSearcher) Search(ctx context.Context, e *entity.Entity, o screen.Options) (*screen.Result, error) {
	if g.closed.Load() {
		g.t.Error("searched after it was closed")
	}
	return g.Indexed.Search(ctx, e, o)
}

func (g *guardedSearcher) Close() error {
	if g.closed.Swap(true) {
		g.t.Error("closed twice")
	}
	return nil
}

// sampleLists are the built-in sample under an id of its own.
func sampleLists(t testing.TB, id string) (*Lists, *guardedSearcher) {
	t.Helper()
	loaded, err := screen.LoadSample()
	if err != nil {
		t.Fatal(err)
	}
	g := &guardedSearcher{Indexed: screen.NewIndexed(weigh.Default(), id, loaded.Entities), t: t}
	cut, err := screen.Threshold{}.Cut(weigh.Default(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return &Lists{Snapshot: id, Sample: true, Searcher: g, Entries: g.Entries, Close: g.Close, Cut: cut, Datasets: []Dataset{{Name: "sample", Title: "Sample", Entries: len(loaded.Entities)}},
		Links: func(_ context.Context, e *entity.Entity) ([]screen.Link, error) { return loaded.Links(e), nil }}, g
}

// keptReports is an archive of one report on an entry of the sample.
func keptReports(t testing.TB) *archive.Store {
	t.Helper()
	loaded, err := screen.LoadSample()
	if err != nil {
		t.Fatal(err)
	}
	reader := reporting.NewReader(mentions.New([]mentions.Source{{Entities: loaded.Entities}}, nil), "test", nil)
	r, err := reader.Read(t.Context(), &ingest.Article{
		Text: "Al-Qaida claimed responsibility for a bombing in Kandahar on Friday. Ayman Al-Zawahiri denied that he had ordered it.", Title: "<b>Claims</b>",
		Published: "2021-03-25", Publisher: "Post & Co", Language: "en", Format: ingest.Text, Where: "test",
	})
	if err != nil {
		t.Fatal(err)
	}
	store := archive.Open(t.TempDir())
	w, err := store.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Add(r); err != nil {
		t.Fatal(err)
	}
	if err := w.Finish(time.Date(2021, 3, 26, 0, 0, 0, 0, time.UTC)); err != nil {
		t.Fatal(err)
	}
	return store
}

// newServer serves the sample; log takes what it logs.
func newServer(t testing.TB, change func(*Config)) (*Server, *bytes.Buffer) {
	t.Helper()
	lists, _ := sampleLists(t, "one")
	var log bytes.Buffer
	c := Config{
		Source: func(_ context.Context, known string) (*Lists, error) {
			if known == "one" {
				return nil, nil
			}
			return lists, nil
		},
		Reports: keptReports(t), Cases: casework.Open(t.TempDir()), Version: "test", Log: slog.New(slog.NewTextHandler(&log, nil)), Every: time.Hour,
	}
	if change != nil {
		change(&c)
	}
	s, err := New(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s, &log
}

func ask(s http.Handler, method, target, body string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	r.Host = "localhost:8787"
	for i := 0; i < len(header); i += 2 {
		if header[i] == "Host" {
			r.Host = header[i+1]
		}
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

const zawahiri = `{"queries":{"a":{"schema":"Person","properties":{"name":["Aiman al-Zawahri"],"birthDate":"1951","nationality":["eg"]}}}}`

// answer is what the tests read of an answer of /match.
type answer struct {
	Responses map[string]struct {
		Status  int
		Results []struct {
			ID           string
			Schema       string
			Score        float64
			Match        bool
			Decibans     float64
			Evidence     []struct{ Decibans float64 }
			Explanations map[string]struct{ Score float64 }
			Properties   map[string][]string
			Reports      *reporting.Timeline
		}
		Total struct {
			Value    int
			Relation string
		}
	}
	Limit    int
	Snapshot string
	Model    string
	Sample   bool
}

func decode(t testing.TB, w *httptest.ResponseRecorder, v any) {
	t.Helper()
	if w.Code != http.StatusOK {
		t.Fatalf("status %d: %s", w.Code, w.Body)
	}
	if err := json.Unmarshal(w.Body.Bytes(), v); err != nil {
		t.Fatalf("%v: %s", err, w.Body)
	}
}

func TestMatchGivesTheEvidenceThatTheTotalIsTheSumOf(t *testing.T) {
	s, _ := newServer(t, nil)
	var got answer
	w := ask(s, "POST", "/match/default?threshold=0&reports=true", zawahiri)
	decode(t, w, &got)
	subject, err := screen.NewSubject("Person", map[string][]string{"name": {"Aiman al-Zawahri"}, "birthDate": {"1951"}, "nationality": {"eg"}})
	if err != nil {
		t.Fatal(err)
	}
	want, err := s.lists.now.Searcher.Search(t.Context(), subject, screen.Options{Limit: 5})
	if err != nil {
		t.Fatal(err)
	}
	results := got.Responses["a"].Results
	if len(results) != len(want.Matches) || len(results) == 0 || got.Limit != 5 || got.Snapshot != "one" || got.Model != weigh.Default().Version() || !got.Sample || w.Header().Get("X-Batch-Size") != "1" {
		t.Fatalf("%d results: %s", len(results), w.Body)
	}
	for i, r := range results {
		m := want.Matches[i]
		if r.ID != m.Entry.ID || r.Decibans != m.Weight.Decibans() || r.Score != m.Probability || r.Schema != m.Entry.Schema.Name || !r.Match {
			t.Errorf("result %d: %s with %v (%v), want %s with %v (%v)", i, r.ID, r.Decibans, r.Score, m.Entry.ID, m.Weight, m.Probability)
		}
		evidence, kinds := 0.0, 0.0
		for _, e := range r.Evidence {
			evidence += e.Decibans
		}
		for _, e := range r.Explanations {
			kinds += e.Score
		}
		if math.Abs(evidence-r.Decibans) > 1e-6 || math.Abs(kinds-r.Decibans) > 1e-6 {
			t.Errorf("%s: evidence adds up to %v and kinds to %v, the total is %v", r.ID, evidence, kinds, r.Decibans)
		}
	}
	first := results[0]
	if first.ID != "un-QDi.006" || first.Properties["passportNumber"] == nil {
		t.Errorf("the first result: %+v", first)
	}
	if first.Reports == nil || first.Reports.Reports != 1 || len(first.Reports.Items) == 0 {
		t.Errorf("its reports: %+v", first.Reports)
	}
}

func TestThresholdsAndFiltersSayWhatCounts(t *testing.T) {
	s, _ := newServer(t, nil)
	for query, want := range map[string]struct{ results, total int }{
		"":                                     {1, 1},
		"?threshold=20dB":                      {1, 1},
		"?threshold=90%25":                     {1, 1},
		"?threshold=0.7":                       {1, 1},
		"?threshold=500dB":                     {0, 0},
		"?threshold=500dB&cutoff=20dB":         {1, 0},
		"?threshold=0&limit=2":                 {-1, -1},
		"?threshold=-90dB":                     {-1, -1},
		"?exclude_entity_ids=un-QDi.006":       {0, 0},
		"?include_dataset=sample":              {1, 1},
		"?exclude_dataset=sample":              {0, 0},
		"?exclude_schema=Person":               {0, 0},
		"?topics=sanction&topics=role.pep":     {1, 1},
		"?topics=role.pep":                     {0, 0},
		"?changed_since=2020-01-01":            {0, 0}, // the sample knows no changes
		"?algorithm=best":                      {1, 1},
		"?algorithm=deciban&threshold=0.00001": {-1, -1},
	} {
		var got answer
		decode(t, ask(s, "POST", "/match/sample"+query, zawahiri), &got)
		a := got.Responses["a"]
		if want.results >= 0 && len(a.Results) != want.results || want.total >= 0 && a.Total.Value != want.total || a.Total.Value < len(a.Results) && want.total < 0 || a.Status != 200 || a.Total.Relation != "eq" {
			t.Errorf("%s: %d results of %d, want %+v", query, len(a.Results), a.Total.Value, want)
		}
	}
}

func TestWhatCannotBeAnsweredIsSaid(t *testing.T) {
	s, _ := newServer(t, nil)
	many := map[string]any{}
	for i := range maxQueries + 1 {
		many[fmt.Sprint(i)] = map[string]any{"schema": "Person", "properties": map[string]any{"name": "x"}}
	}
	tooMany, err := json.Marshal(map[string]any{"queries": many})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		method, target, body string
		status               int
		says                 string
	}{
		{"POST", "/match/default?fuzzy=true", zawahiri, 400, `unknown parameter "fuzzy"`},
		{"POST", "/match/default?limit=2;threshold=1", zawahiri, 400, "cannot be read"},
		{"POST", "/match/default?threshold=90%", zawahiri, 400, "cannot be read"},
		{"POST", "/match/nowhere", zawahiri, 404, `no dataset "nowhere"`},
		{"POST", "/match/default?limit=0", zawahiri, 400, "from 1 to 500"},
		{"POST", "/match/default?limit=2&limit=3", zawahiri, 400, "limit is given 2 times"},
		{"POST", "/match/default?threshold=1.5", zawahiri, 400, "threshold"},
		{"POST", "/match/default?threshold=1/1000", zawahiri, 400, "a budget is set when the server is started"},
		{"POST", "/match/default?cutoff=much", zawahiri, 400, "cutoff"},
		{"POST", "/match/default?algorithm=logic-v2", zawahiri, 400, "logic-v2"},
		{"POST", "/match/default?include_dataset=nowhere", zawahiri, 400, "nowhere"},
		{"POST", "/match/default?exclude_schema=Prson", zawahiri, 400, "Prson"},
		{"POST", "/match/default?changed_since=yesterday", zawahiri, 400, "yesterday"},
		{"POST", "/match/default?reports=maybe", zawahiri, 400, "maybe"},
		{"POST", "/match/default", `{"queries":{}}`, 400, "queries is empty"},
		{"POST", "/match/default", string(tooMany), 400, "101 queries"},
		{"POST", "/match/default", `{"queries":`, 422, "no match query"},
		{"POST", "/match/default", zawahiri + `{}`, 422, "something follows"},
		{"POST", "/match/default", `{"querries":{}}`, 422, "querries"},
		{"POST", "/match/default", `{"weights":{"name":2},` + zawahiri[1:], 400, "weights"},
		{"POST", "/match/default", `{"queries":{"k7":{"schema":"Prson","properties":{"name":"x"}}}}`, 400, `query "k7"`},
		{"POST", "/match/default", `{"queries":{"k7":{"properties":{"name":"x"}}}}`, 400, "schema is missing"},
		{"POST", "/match/default", `{"queries":{"k7":{"schema":"Person","properties":{"nmae":"x"}}}}`, 400, "nmae"},
		{"POST", "/match/default", `{"queries":{"k7":{"schema":"Person","properties":{"birthDate":"1951"}}}}`, 400, "name"},
		{"POST", "/match/default", `{"queries":{"k7":{"schema":"Person","properties":{"name":[{"a":1}]}}}}`, 422, "a text, a number"},
		{"POST", "/match/default", `{"queries":{"k7":{"schema":"Person","properties":{"name":"x","nationality":["eg"` + strings.Repeat(`,"eg"`, maxValues) + `]}}}}`, 400, "has 2002 values"},
		{"POST", "/match/default", `{"queries":{"k7":null}}`, 400, "schema is missing"},
		{"POST", "/match/default", `{"queries":{"k7":{"schema":"Person","properties":null}}}`, 400, "name"},
		{"POST", "/match/default", `{"queries":{"k7":{"schema":"Person","properties":{"name":null}}}}`, 422, "a text, a number"},
		{"POST", "/match/default", `null`, 400, "queries is empty"},
		// One that is understood is not answered beside one that is not.
		{"POST", "/match/default", `{"queries":{"good":{"schema":"Person","properties":{"name":"Aiman al-Zawahri"}},"bad":{"schema":"Person","properties":{"name":"x","birthDate":"someday"}}}}`, 400, `query "bad"`},
		{"POST", "/match/default", `{"queries":{"a":{"schema":"Person","properties":{"name":"` + strings.Repeat("x", maxBody) + `"}}}}`, 413, "longer than"},
		{"GET", "/match/default", "", 404, "no such page"},
		{"GET", "/entities/nobody", "", 404, `no entry has the id "nobody"`},
		{"GET", "/entities/un-QDi.006?dataset=other", "", 404, "the id is in sample"},
		{"GET", "/entities/un-QDi.006?nested=true", "", 400, "nested"},
		{"GET", "/reports/nobody", "", 404, "nobody"},
		{"GET", "/reports/un-QDi.006?since=2021", "", 400, "2021"},
		{"GET", "/healthz?x=1", "", 400, `unknown parameter "x"`},
		{"GET", "/catalog?x=1", "", 400, "x"},
		{"GET", "/algorithms?x=1", "", 400, "x"},
		{"GET", "/nowhere", "", 404, "no such page"},
	} {
		w := ask(s, tt.method, tt.target, tt.body)
		var doc struct{ Detail string }
		if w.Code != tt.status || tt.says != "" && (json.Unmarshal(w.Body.Bytes(), &doc) != nil || !strings.Contains(doc.Detail, tt.says)) {
			t.Errorf("%s %s %.100s: %d %.300s, want %d with %q", tt.method, tt.target, tt.body, w.Code, w.Body, tt.status, tt.says)
		}
	}
}

func TestNothingThatIsScreenedIsLogged(t *testing.T) {
	s, log := newServer(t, func(c *Config) { c.Reports = archive.Open("/dev/null/no folder") })
	for _, target := range []string{"/match/default", "/match/default?threshold=x", "/match/default?reports=true&threshold=0"} {
		ask(s, "POST", target, strings.ReplaceAll(zawahiri, "Aiman al-Zawahri", "Aiman Secretname"))
	}
	for _, form := range []string{"name=Secretname&schema=Person", "name=Ayman+Zawahiri+Secretname&schema=Person&born=1951-06-19", "name=Secretname&schema=Person&born=Secretname"} {
		ask(s, "POST", "/screen", form, "Content-Type", "application/x-www-form-urlencoded")
	}
	if text := log.String(); strings.Contains(strings.ToLower(text), "secretname") || !strings.Contains(text, "a request failed") {
		t.Errorf("the log, which should tell of the missing reports and of nobody: %s", text)
	}
}

func TestNewListsAreTakenUpBetweenTwoAnswers(t *testing.T) {
	var all []*guardedSearcher
	n := 0
	s, _ := newServer(t, func(c *Config) {
		c.Source = func(context.Context, string) (*Lists, error) {
			n++
			l, g := sampleLists(t, fmt.Sprint("s", n))
			all = append(all, g)
			return l, nil
		}
	})
	stop := make(chan struct{})
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				var got answer
				w := ask(s, "POST", "/match/default", zawahiri)
				decode(t, w, &got)
				if len(got.Responses["a"].Results) != 1 || got.Snapshot != w.Header().Get("Deciban-Snapshot") {
					t.Errorf("while the lists changed: %s", w.Body)
				}
			}
		})
	}
	for range 20 {
		s.look(t.Context())
	}
	close(stop)
	wg.Wait()
	for i, g := range all {
		if closed, last := g.closed.Load(), i == len(all)-1; closed == last {
			t.Errorf("snapshot %d of %d: closed is %v", i+1, len(all), closed)
		}
	}
}

func TestListsThatCannotBeUsedLeaveTheLastGoodOnes(t *testing.T) {
	var wrong error
	first := true
	s, log := newServer(t, func(c *Config) {
		good := c.Source
		c.Source = func(ctx context.Context, known string) (*Lists, error) {
			if wrong != nil {
				return nil, wrong
			}
			if first {
				first = false
				return good(ctx, known)
			}
			return nil, nil
		}
	})
	state := func() (h struct{ Status, Trouble, Snapshot string }) {
		decode(t, ask(s, "GET", "/healthz", ""), &h)
		return h
	}
	if h := state(); h.Status != "ok" || h.Trouble != "" {
		t.Errorf("at first: %+v", h)
	}
	wrong = errors.New("the manifest is damaged")
	s.look(t.Context())
	s.look(t.Context())
	if h := state(); h.Status != "degraded" || h.Trouble == "" || strings.Contains(h.Trouble, "manifest") || h.Snapshot != "one" {
		t.Errorf("with damaged lists: %+v", h)
	}
	if n := strings.Count(log.String(), "the manifest is damaged"); n != 1 {
		t.Errorf("said %d times: %s", n, log)
	}
	var got answer
	if decode(t, ask(s, "POST", "/match/default", zawahiri), &got); len(got.Responses["a"].Results) != 1 {
		t.Error("the last good lists do not answer")
	}
	wrong = nil
	s.look(t.Context())
	if h := state(); h.Status != "ok" || h.Trouble != "" {
		t.Errorf("afterwards: %+v", h)
	}
}

func TestStaleListsShowInEveryAnswer(t *testing.T) {
	s, _ := newServer(t, nil)
	s.lists.now.Stale = func(time.Time) ([]Stale, error) {
		return []Stale{{"sample", time.Date(2022, 1, 2, 0, 0, 0, 0, time.UTC), 60}}, nil
	}
	for _, w := range []*httptest.ResponseRecorder{ask(s, "GET", "/healthz", ""), ask(s, "POST", "/match/default", zawahiri), ask(s, "GET", "/", ""), ask(s, "GET", "/catalog", "")} {
		if text := w.Body.String(); !strings.Contains(text, "2022-01-02") && !strings.Contains(text, `"outdated":["sample"]`) {
			t.Errorf("says nothing of it: %s", text)
		}
	}
}

func TestServeEndsWithItsContext(t *testing.T) {
	s, _ := newServer(t, func(c *Config) { c.Every = time.Millisecond })
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx, l) }()
	res, err := http.Get("http://" + l.Addr().String() + "/readyz")
	if err != nil || res.StatusCode != 200 {
		t.Fatal(res, err)
	}
	res.Body.Close()
	http.DefaultClient.CloseIdleConnections()
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// TestARequestCannotAskForAllEntries asks for everything that there is: what the
// evidence speaks against is no result.
func TestARequestCannotAskForAllEntries(t *testing.T) {
	s, _ := newServer(t, nil)
	for _, query := range []string{"threshold=0", "threshold=-999dB", "cutoff=-999dB", "cutoff=0", "threshold=0.0000000001"} {
		var got answer
		decode(t, ask(s, "POST", "/match/default?limit=500&"+query, zawahiri), &got)
		for _, r := range got.Responses["a"].Results {
			if r.Decibans < 0 {
				t.Errorf("%s: %s with %v decibans", query, r.ID, r.Decibans)
			}
		}
		if n := len(got.Responses["a"].Results); n == 0 || n > 50 {
			t.Errorf("%s: %d results", query, n)
		}
	}
}
