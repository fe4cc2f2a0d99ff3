package pull

import (
	"crypto/sha1"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"deciban/internal/catalog"
	"deciban/internal/catalog/durable"
)

func TestPullLoadsAndThenAsksOnlyForWhatChanged(t *testing.T) {
	pub, p := newPublisher(t), newPuller(t)
	pub.put("/list.csv", table(30))
	out, err := p.Pull(t.Context(), pub.source("/list.csv"))
	if err != nil || !out.Changed || out.List == nil || entries(t, p) != 30 {
		t.Fatalf("first: %+v, %v", out, err)
	}
	if got := pub.requests(); len(got) != 1 || got[0] != "/list.csv" {
		t.Errorf("asked %q", got)
	}
	out, err = p.Pull(t.Context(), pub.source("/list.csv"))
	if err != nil || out.Changed || out.Bytes != 0 {
		t.Errorf("unchanged: %+v, %v", out, err)
	}
	if got := pub.requests(); len(got) != 1 || !strings.Contains(got[0], `If-None-Match="v0"`) {
		t.Errorf("asked %q", got)
	}
	if changes, _ := p.Catalog.History(t.Context()); len(changes) != 1 || changes[0].Action != catalog.ActionPull {
		t.Errorf("changes: %+v", changes)
	}
	pub.put("/list.csv", table(31))
	out, err = p.Pull(t.Context(), pub.source("/list.csv"))
	if err != nil || !out.Changed || entries(t, p) != 31 {
		t.Errorf("changed: %+v, %v", out, err)
	}
	// Another program may read the same files better.
	pub.requests()
	p.Program = "newer"
	if _, err := p.Pull(t.Context(), pub.source("/list.csv")); err != nil {
		t.Fatal(err)
	}
	if got := pub.requests(); strings.Contains(got[0], "If-None-Match") {
		t.Errorf("a newer program asked %q", got)
	}
	// What was loaded by hand in between is not what the publisher's word is about.
	if _, err := p.Catalog.Remove(t.Context(), "blocklist"); err != nil {
		t.Fatal(err)
	}
	pub.requests()
	if out, err := p.Pull(t.Context(), pub.source("/list.csv")); err != nil || !out.Changed || entries(t, p) != 31 {
		t.Errorf("after removal: %+v, %v", out, err)
	}
	if got := pub.requests(); strings.Contains(got[0], "If-None-Match") {
		t.Errorf("after removal, asked %q", got)
	}
}

// Whatever a server does wrong, the pull says what, and the last good version
// stays in use.
func TestEveryFaultIsRefusedWithItsReason(t *testing.T) {
	good := table(300)
	for name, tc := range map[string]struct {
		handle func(w http.ResponseWriter, r *http.Request) bool
		edit   func(s *Source)
		want   string
	}{
		"an HTML page with status 200": {want: `the server sent an HTML page in place of the list, titled "Scheduled maintenance"`, handle: func(w http.ResponseWriter, _ *http.Request) bool {
			fmt.Fprint(w, "<!DOCTYPE html><html><head><title>Scheduled\n maintenance</title></head><body>Sorry</body></html>")
			return true
		}},
		"cut short": {want: "cut short: 1000 of ", handle: func(w http.ResponseWriter, r *http.Request) bool {
			sendHead(w, good, 1000)
			hangUp(w)
			return true
		}},
		"cut short without a length": {want: "cut short after ", handle: func(w http.ResponseWriter, r *http.Request) bool {
			_, _ = w.Write([]byte(good[:1000]))
			_ = http.NewResponseController(w).Flush()
			hangUp(w)
			return true
		}},
		"hangs up": {want: "EOF", handle: func(w http.ResponseWriter, _ *http.Request) bool { hangUp(w); return true }},
		"sends nothing": {want: "the server sent nothing for 400ms", handle: func(w http.ResponseWriter, r *http.Request) bool {
			select {
			case <-r.Context().Done():
			case <-time.After(5 * time.Second):
			}
			return true
		}},
		"stops in the middle": {want: "the server sent nothing for 400ms", handle: func(w http.ResponseWriter, r *http.Request) bool {
			sendHead(w, good, 100)
			select {
			case <-r.Context().Done():
			case <-time.After(5 * time.Second):
			}
			return true
		}},
		"trickles": {want: "bytes a second over", handle: func(w http.ResponseWriter, r *http.Request) bool {
			w.Header().Set("Content-Length", fmt.Sprint(len(good)))
			for i := range good {
				if _, err := w.Write([]byte{good[i]}); err != nil || r.Context().Err() != nil {
					return true
				}
				_ = http.NewResponseController(w).Flush()
				time.Sleep(10 * time.Millisecond)
			}
			return true
		}},
		"redirects in a loop": {want: "redirect loop: ", handle: func(w http.ResponseWriter, r *http.Request) bool {
			http.Redirect(w, r, "/list.csv", http.StatusFound)
			return true
		}},
		"redirects for ever": {want: "redirect loop: more than 5 redirects", handle: func(w http.ResponseWriter, r *http.Request) bool {
			http.Redirect(w, r, r.URL.Path+"x", http.StatusFound)
			return true
		}},
		"redirects to plain HTTP elsewhere": {want: "redirected: the address http://lists.example.org/x is not HTTPS", handle: func(w http.ResponseWriter, r *http.Request) bool {
			http.Redirect(w, r, "http://lists.example.org/x?key=secret", http.StatusFound)
			return true
		}},
		"is not there": {want: "the server answers 404 Not Found", handle: func(w http.ResponseWriter, r *http.Request) bool { http.NotFound(w, r); return true }},
		"is broken": {want: "the server answers 502 Bad Gateway (3 attempts)", handle: func(w http.ResponseWriter, _ *http.Request) bool {
			w.WriteHeader(http.StatusBadGateway)
			return true
		}},
		"is too large": {want: "the limit for this list is 1000", edit: func(s *Source) { s.MaxBytes = 1000 }},
		"is too large without saying so": {want: "holds more than 1000 bytes", edit: func(s *Source) { s.MaxBytes = 1000 }, handle: func(w http.ResponseWriter, _ *http.Request) bool {
			for range 10 {
				_, _ = w.Write([]byte(good[:500]))
				_ = http.NewResponseController(w).Flush()
			}
			return true
		}},
		"unpacks to too much": {want: "unpacks to more than 5000 bytes", edit: func(s *Source) { s.MaxBytes = 5000 }, handle: func(w http.ResponseWriter, _ *http.Request) bool {
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write(packed(t, strings.Repeat("x", 1<<20)))
			return true
		}},
		"is not what it says it is packed as": {want: "cannot be unpacked", handle: func(w http.ResponseWriter, _ *http.Request) bool {
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write([]byte(good))
			return true
		}},
		"is packed as was not asked for": {want: `sent it as "br"`, handle: func(w http.ResponseWriter, _ *http.Request) bool {
			w.Header().Set("Content-Encoding", "br")
			_, _ = w.Write([]byte(good))
			return true
		}},
		"is another list": {want: "what arrived is un_sc_sanctions", handle: func(w http.ResponseWriter, _ *http.Request) bool {
			fmt.Fprint(w, `<?xml version="1.0"?><CONSOLIDATED_LIST dateGenerated="2022-10-21T00:00:00"><INDIVIDUALS></INDIVIDUALS></CONSOLIDATED_LIST>`)
			return true
		}},
		"is no list at all": {want: "not a list of a known format", handle: func(w http.ResponseWriter, _ *http.Request) bool {
			fmt.Fprint(w, "%PDF-1.4 hello")
			return true
		}},
		"is empty": {want: "blocklist", handle: func(w http.ResponseWriter, _ *http.Request) bool { return true }},
		"has no entries": {want: "blocklist", handle: func(w http.ResponseWriter, _ *http.Request) bool {
			fmt.Fprint(w, "id,schema,name\n")
			return true
		}},
		"has lost most of its entries": {want: "270 of the 300 loaded entries are gone (90.0 %", handle: func(w http.ResponseWriter, _ *http.Request) bool {
			fmt.Fprint(w, table(30))
			return true
		}},
		"an address that is not HTTPS": {want: "is not HTTPS", edit: func(s *Source) { s.URLs = []string{"http://lists.example.org/list.csv"} }},
		"no address at all":            {want: "no address is known", edit: func(s *Source) { s.URLs = nil }},
	} {
		t.Run(name, func(t *testing.T) {
			pub, p := newPublisher(t), newPuller(t)
			p.Fetcher.Attempts = 3
			pub.put("/list.csv", good)
			if _, err := p.Pull(t.Context(), pub.source("/list.csv")); err != nil {
				t.Fatal(err)
			}
			before, err := p.Catalog.Current(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			pub.put("/list.csv", good+"999,Person,New\n")
			pub.mu.Lock()
			pub.handle = tc.handle
			pub.mu.Unlock()
			src := pub.source("/list.csv")
			if tc.edit != nil {
				tc.edit(&src)
			}
			_, err = p.Pull(t.Context(), src)
			if err == nil || !strings.Contains(err.Error(), tc.want) || !strings.Contains(err.Error(), "blocklist") {
				t.Errorf("got %v, want %q", err, tc.want)
			}
			if err != nil && strings.Contains(err.Error(), "secret") {
				t.Errorf("the message tells what a query may hold: %v", err)
			}
			if now, err := p.Catalog.Current(t.Context()); err != nil || now.ID != before.ID {
				t.Errorf("in force: %v, %v", now, err)
			}
			if len(src.URLs) == 0 {
				return
			}
			// The failure is remembered, and the next success forgets it.
			st, err := ReadStatus(durable.Disk{}, p.Catalog.Dir(), "blocklist")
			if err != nil || !strings.Contains(st.Failure, tc.want) || st.Failures != 1 {
				t.Errorf("status %+v, %v", st, err)
			}
			pub.mu.Lock()
			pub.handle = nil
			pub.mu.Unlock()
			if out, err := p.Pull(t.Context(), pub.source("/list.csv")); err != nil || !out.Changed || entries(t, p) != 301 {
				t.Errorf("mended: %+v, %v", out, err)
			}
			if st, err := ReadStatus(durable.Disk{}, p.Catalog.Dir(), "blocklist"); err != nil || st.Failure != "" || st.Failures != 0 {
				t.Errorf("mended, status %+v, %v", st, err)
			}
		})
	}
}

func TestRefusedVersionIsTakenWithAccept(t *testing.T) {
	pub, p := newPublisher(t), newPuller(t)
	pub.put("/list.csv", table(300))
	if _, err := p.Pull(t.Context(), pub.source("/list.csv")); err != nil {
		t.Fatal(err)
	}
	pub.put("/list.csv", table(30))
	if _, err := p.Pull(t.Context(), pub.source("/list.csv")); !errors.Is(err, catalog.ErrRefused) {
		t.Fatalf("got %v", err)
	}
	p.Accept = true
	out, err := p.Pull(t.Context(), pub.source("/list.csv"))
	if err != nil || entries(t, p) != 30 || len(out.Snapshot.Change.Accepted) != 1 {
		t.Errorf("%+v, %v", out, err)
	}
}

// A download that breaks off goes on where it stopped, in the same pull and in
// the next one, but only if the file is still the same.
func TestBrokenDownloadGoesOnWhereItStopped(t *testing.T) {
	pub, p := newPublisher(t), newPuller(t)
	content := table(2000)
	pub.put("/list.csv", content)
	broken := 0
	pub.handle = func(w http.ResponseWriter, r *http.Request) bool {
		if broken++; broken > 2 {
			return false
		}
		w.Header().Set("ETag", `"v0"`)
		from := 0
		if _, err := fmt.Sscanf(r.Header.Get("Range"), "bytes=%d-", &from); err == nil {
			w.Header().Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", from, len(content)-1, len(content)))
			w.Header().Set("Content-Length", fmt.Sprint(len(content)-from))
			w.WriteHeader(http.StatusPartialContent)
			_, _ = w.Write([]byte(content[from : from+10000]))
			_ = http.NewResponseController(w).Flush()
		} else {
			sendHead(w, content, 10000)
		}
		time.Sleep(20 * time.Millisecond) // so that the bytes arrive before the reset
		hangUp(w)
		return true
	}
	p.Fetcher.Attempts = 2
	if _, err := p.Pull(t.Context(), pub.source("/list.csv")); err == nil || !strings.Contains(err.Error(), "cut short: 20000 of") {
		t.Fatalf("first pull: %v", err)
	}
	out, err := p.Pull(t.Context(), pub.source("/list.csv"))
	if err != nil || entries(t, p) != 2000 {
		t.Fatalf("second pull: %+v, %v", out, err)
	}
	asked := pub.requests()
	if len(asked) != 3 || !strings.Contains(asked[1], `Range=bytes=10000-`) || !strings.Contains(asked[2], `Range=bytes=20000- If-Range="v0"`) {
		t.Errorf("asked %q", asked)
	}
	if left, _ := filepath.Glob(filepath.Join(p.Catalog.Dir(), "pull", "blocklist", "files", "*")); len(left) > 0 {
		t.Errorf("left over: %q", left)
	}
}

func TestFileThatChangedMeanwhileStartsAnew(t *testing.T) {
	pub, p := newPublisher(t), newPuller(t)
	old, changed := table(2000), strings.Replace(table(2000), "Zebedee", "Peregrine", 1)
	pub.put("/list.csv", changed)
	first := true
	pub.handle = func(w http.ResponseWriter, r *http.Request) bool {
		if !first {
			return false
		}
		first = false
		w.Header().Set("ETag", `"old"`)
		sendHead(w, old, 10000)
		time.Sleep(20 * time.Millisecond)
		hangUp(w)
		return true
	}
	if _, err := p.Pull(t.Context(), pub.source("/list.csv")); err != nil {
		t.Fatal(err)
	}
	s, err := p.Catalog.Current(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	d, _ := s.Manifest.Dataset("blocklist")
	if want := fmt.Sprintf("%x", sha256.Sum256([]byte(changed))); d.Sources[0].SHA256 != want {
		t.Error("the file was put together from two versions")
	}
}

func TestServerWithoutRangesStartsAnew(t *testing.T) {
	pub, p := newPublisher(t), newPuller(t)
	content := table(500)
	tries := 0
	pub.handle = func(w http.ResponseWriter, r *http.Request) bool {
		w.Header().Set("ETag", `"v"`)
		if tries++; tries == 1 {
			sendHead(w, content, 5000)
			time.Sleep(20 * time.Millisecond)
			hangUp(w)
			return true
		}
		_, _ = w.Write([]byte(content))
		return true
	}
	if _, err := p.Pull(t.Context(), pub.source("/list.csv")); err != nil || entries(t, p) != 500 {
		t.Errorf("%v, %d entries", err, entries(t, p))
	}
}

func TestPackedFileIsUnpacked(t *testing.T) {
	pub, p := newPublisher(t), newPuller(t)
	pub.handle = func(w http.ResponseWriter, r *http.Request) bool {
		if r.Header.Get("Accept-Encoding") != "gzip" {
			t.Errorf("accepts %q", r.Header.Get("Accept-Encoding"))
		}
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(packed(t, table(40)))
		return true
	}
	if _, err := p.Pull(t.Context(), pub.source("/list.csv")); err != nil || entries(t, p) != 40 {
		t.Errorf("%v, %d entries", err, entries(t, p))
	}
}

func TestServerThatIsBusyIsAskedAgainLater(t *testing.T) {
	pub, p := newPublisher(t), newPuller(t)
	pub.put("/list.csv", table(20))
	tries := 0
	pub.handle = func(w http.ResponseWriter, r *http.Request) bool {
		if tries++; tries > 2 {
			return false
		}
		w.Header().Set("Retry-After", "3600") // more patience than we have
		w.WriteHeader(http.StatusTooManyRequests)
		return true
	}
	if _, err := p.Pull(t.Context(), pub.source("/list.csv")); err != nil || tries != 3 {
		t.Errorf("%v after %d tries", err, tries)
	}
}

func TestItSaysWhoAsks(t *testing.T) {
	pub, p := newPublisher(t), newPuller(t)
	pub.put("/list.csv", table(20))
	var agents []string
	pub.handle = func(_ http.ResponseWriter, r *http.Request) bool {
		agents = append(agents, r.UserAgent())
		return false
	}
	src := pub.source("/list.csv")
	if _, err := p.Pull(t.Context(), src); err != nil {
		t.Fatal(err)
	}
	src.Browser = true
	if _, err := p.Pull(t.Context(), src); err != nil {
		t.Fatal(err)
	}
	if agents[0] != "deciban/test (contact tests@example.org)" || !strings.HasPrefix(agents[1], "Mozilla/5.0 (compatible; deciban/test") {
		t.Errorf("said %q", agents)
	}
}

// collection publishes an index and the entities that it names.
func (p *publisher) collection(content, checksum string, size int) Source {
	p.put("/latest/sanctions/entities.ftm.json", content)
	p.put("/latest/sanctions/index.json", fmt.Sprintf(
		`{"name":"sanctions","version":"20261101","resources":[{"name":"names.txt","url":"names.txt"},{"name":"entities.ftm.json","url":"entities.ftm.json","checksum":%q,"size":%d}]}`, checksum, size))
	return Source{Dataset: "opensanctions_sanctions", Index: p.URL + "/latest/sanctions/index.json", MaxBytes: 1 << 20}
}

func TestCollectionIsCheckedAgainstItsIndex(t *testing.T) {
	const content = `{"id":"a","schema":"Person","properties":{"name":["Zebedee"]},"datasets":["x","y"]}` + "\n"
	sha1sum, sha256sum := fmt.Sprintf("%x", sha1.Sum([]byte(content))), fmt.Sprintf("%x", sha256.Sum256([]byte(content)))
	for name, tc := range map[string]struct {
		checksum string
		size     int
		want     string
	}{
		"SHA-1":                {sha1sum, len(content), ""},
		"SHA-256":              {sha256sum, len(content), ""},
		"no checksum":          {"", 0, ""},
		"wrong checksum":       {strings.Repeat("0", 40), len(content), "wrong checksum: " + sha1sum + ", the publisher says 000"},
		"wrong length":         {sha1sum, len(content) + 7, "wrong length"},
		"no checksum's length": {"abc", len(content), "neither SHA-1 nor SHA-256"},
	} {
		t.Run(name, func(t *testing.T) {
			pub, p := newPublisher(t), newPuller(t)
			_, err := p.Pull(t.Context(), pub.collection(content, tc.checksum, tc.size))
			if tc.want == "" {
				if err != nil || entries(t, p) != 1 {
					t.Errorf("%v, %d entries", err, entries(t, p))
				}
				out, err := p.Pull(t.Context(), pub.collection(content, tc.checksum, tc.size))
				if err != nil || out.Changed {
					t.Errorf("again: %+v, %v", out, err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), tc.want) || entries(t, p) != 0 {
				t.Errorf("got %v, want %q", err, tc.want)
			}
		})
	}
}

func TestTwoPullsAtOnce(t *testing.T) {
	pub, p := newPublisher(t), newPuller(t)
	pub.put("/list.csv", table(20))
	started, goOn := make(chan struct{}), make(chan struct{})
	pub.handle = func(w http.ResponseWriter, r *http.Request) bool {
		close(started)
		<-goOn
		return false
	}
	first := make(chan error, 1)
	go func() {
		_, err := p.Pull(t.Context(), pub.source("/list.csv"))
		first <- err
	}()
	<-started
	if _, err := p.Pull(t.Context(), pub.source("/list.csv")); !errors.Is(err, ErrBusy) || !strings.Contains(err.Error(), fmt.Sprint(os.Getpid())) {
		t.Errorf("the second: %v", err)
	}
	close(goOn)
	if err := <-first; err != nil {
		t.Errorf("the first: %v", err)
	}
	if st, err := ReadStatus(durable.Disk{}, p.Catalog.Dir(), "blocklist"); err != nil || st.Failure != "" {
		t.Errorf("waiting for another is no failure: %+v, %v", st, err)
	}
}
