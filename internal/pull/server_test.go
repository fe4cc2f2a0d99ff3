package pull

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"deciban/internal/catalog"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// publisher is a server of the tests' own. It serves files by path, well or
// badly.
type publisher struct {
	*httptest.Server
	mu    sync.Mutex
	files map[string]published
	// asked are the requests so far: method, path, and the headers that say
	// what the client has.
	asked []string
	// handle, if set, answers in place of the publisher and says whether it did.
	handle func(w http.ResponseWriter, r *http.Request) bool
}

type published struct {
	content  string
	modified time.Time
	etag     string
}

func newPublisher(t *testing.T) *publisher {
	t.Helper()
	p := &publisher{files: map[string]published{}}
	p.Server = httptest.NewServer(p)
	t.Cleanup(p.Close)
	return p
}

// put publishes a file with both validators.
func (p *publisher) put(path, content string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := len(p.asked) + len(p.files)
	p.files[path] = published{content, time.Date(2026, 11, 1, 0, 0, n, 0, time.UTC), fmt.Sprintf("%q", fmt.Sprint("v", n))}
}

func (p *publisher) requests() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	all := p.asked
	p.asked = nil
	return all
}

func (p *publisher) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	about := r.URL.Path
	for _, h := range []string{"If-None-Match", "Range", "If-Range"} {
		if v := r.Header.Get(h); v != "" {
			about += " " + h + "=" + v
		}
	}
	p.asked = append(p.asked, about)
	f, ok := p.files[r.URL.Path]
	handle := p.handle
	p.mu.Unlock()
	if handle != nil && handle(w, r) {
		return
	}
	if !ok {
		http.NotFound(w, r)
		return
	}
	if f.etag != "" {
		w.Header().Set("ETag", f.etag)
	}
	// Conditions and ranges as the standard library understands them.
	http.ServeContent(w, r, "", f.modified, strings.NewReader(f.content))
}

// quick is a fetcher that loses no time.
func quick(t *testing.T) *Fetcher {
	t.Helper()
	f := NewFetcher("deciban/test (contact tests@example.org)")
	f.Backoff, f.MaxBackoff = time.Millisecond, 4*time.Millisecond
	f.IdleTimeout, f.FileTimeout = 400*time.Millisecond, 20*time.Second
	f.MinRate, f.RateWindow = 1000, 150*time.Millisecond
	t.Cleanup(f.Client.CloseIdleConnections)
	return f
}

func newPuller(t *testing.T) *Puller {
	t.Helper()
	c, err := catalog.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return &Puller{Catalog: c, Fetcher: quick(t), Program: "test", Guard: catalog.DefaultGuard()}
}

// source is a table at one address of the publisher.
func (p *publisher) source(path string) Source {
	return Source{Dataset: "blocklist", URLs: []string{p.URL + path}, MaxBytes: 1 << 20, MaxAge: time.Hour}
}

// table is a list of n persons.
func table(n int) string {
	var b strings.Builder
	b.WriteString("id,schema,name\n")
	for i := range n {
		fmt.Fprintf(&b, "%d,Person,Zebedee Quillfeather %d\n", i, i)
	}
	return b.String()
}

func entries(t *testing.T, p *Puller) int {
	t.Helper()
	s, err := p.Catalog.Current(context.Background())
	if err != nil {
		return 0
	}
	n := 0
	for _, d := range s.Manifest.Datasets {
		n += d.Counts.Entries
	}
	return n
}

func packed(t *testing.T, content string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(content)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// hangUp ends the connection without a word.
func hangUp(w http.ResponseWriter) {
	c, _, err := http.NewResponseController(w).Hijack()
	if err == nil {
		_ = c.Close()
	}
}

// sendHead sends n bytes of content as if all would come.
func sendHead(w http.ResponseWriter, content string, n int) {
	w.Header().Set("Content-Length", strconv.Itoa(len(content)))
	_, _ = w.Write([]byte(content[:n]))
	_ = http.NewResponseController(w).Flush()
}
