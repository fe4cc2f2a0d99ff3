package pull

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"deciban/internal/testkit"
)

// quartet publishes a vintage of OFAC's four files.
func (p *publisher) quartet(t *testing.T, vintage string) {
	t.Helper()
	for _, name := range []string{"sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv"} {
		b, err := os.ReadFile(testkit.Shared(t, "lists", "us_ofac_sdn", vintage, name))
		if err != nil {
			t.Fatal(err)
		}
		p.put("/ofac/"+name, string(b))
	}
}

func mirrored(t *testing.T, p *Puller, dataset, from string) Source {
	t.Helper()
	known, err := LoadSources(p.Catalog.Dir())
	if err != nil {
		t.Fatal(err)
	}
	src, ok := known.Source(dataset)
	if !ok {
		t.Fatalf("no source %s", dataset)
	}
	if src, err = src.From(from); err != nil {
		t.Fatal(err)
	}
	return src
}

// OFAC's four files are one list: if they change while they are fetched, all are
// fetched again, so that no alias belongs to an entry of another day.
func TestFourFilesAreOfOneVersion(t *testing.T) {
	pub, p := newPublisher(t), newPuller(t)
	pub.quartet(t, "2019-01")
	var swapped atomic.Bool
	pub.handle = func(_ http.ResponseWriter, r *http.Request) bool {
		if strings.HasSuffix(r.URL.Path, "/add.csv") && !swapped.Swap(true) {
			pub.quartet(t, "2021-07") // published while sdn.csv and alt.csv are ours already
		}
		return false
	}
	src := mirrored(t, p, "us_ofac_sdn", pub.URL+"/ofac/")
	out, err := p.Pull(t.Context(), src)
	if err != nil {
		t.Fatal(err)
	}
	if got := entries(t, p); got != 8976 {
		t.Errorf("%d entries, want those of 2021-07", got)
	}
	if len(out.List.Sources) != 4 {
		t.Errorf("read from %d files", len(out.List.Sources))
	}
	pub.requests()
	if out, err := p.Pull(t.Context(), src); err != nil || out.Changed {
		t.Errorf("again: %+v, %v", out, err)
	}
	if asked := pub.requests(); len(asked) != 4 {
		t.Errorf("asked %q", asked)
	}
}

func TestFilesThatNeverSettleAreRefused(t *testing.T) {
	pub, p := newPublisher(t), newPuller(t)
	for _, name := range []string{"a.csv", "b.csv"} {
		pub.put("/"+name, table(20))
	}
	versions := 0
	pub.handle = func(_ http.ResponseWriter, r *http.Request) bool {
		versions++
		pub.put(r.URL.Path, strings.Replace(table(20), "Zebedee", "Z"+strings.Repeat("e", versions), 1))
		return false
	}
	src := Source{Dataset: "blocklist", URLs: []string{pub.URL + "/a.csv", pub.URL + "/b.csv"}, MaxBytes: 1 << 20}
	if _, err := p.Pull(t.Context(), src); err == nil || !strings.Contains(err.Error(), "changed again and again") {
		t.Errorf("got %v", err)
	}
}

// One file of four that cannot be had leaves all four as they were.
func TestOneMissingFileOfFourRefusesTheList(t *testing.T) {
	pub, p := newPublisher(t), newPuller(t)
	pub.quartet(t, "2019-01")
	src := mirrored(t, p, "us_ofac_sdn", pub.URL+"/ofac/")
	if _, err := p.Pull(t.Context(), src); err != nil {
		t.Fatal(err)
	}
	pub.quartet(t, "2021-07")
	pub.handle = func(w http.ResponseWriter, r *http.Request) bool {
		if filepath.Base(r.URL.Path) == "sdn_comments.csv" {
			http.NotFound(w, r)
			return true
		}
		return false
	}
	_, err := p.Pull(t.Context(), src)
	if err == nil || !strings.Contains(err.Error(), "download sdn_comments.csv") || entries(t, p) != 7379 {
		t.Errorf("%v, %d entries", err, entries(t, p))
	}
}
