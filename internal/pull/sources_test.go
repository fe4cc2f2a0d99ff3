package pull

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"deciban/internal/catalog"
	"deciban/internal/catalog/durable"
	"deciban/internal/lists"
)

func TestOfficialSourcesCanBeAsked(t *testing.T) {
	s, err := LoadSources(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range s.Names() {
		src, _ := s.Source(name)
		if err := src.check(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if src.MaxAge != DefaultMaxAge || src.MaxBytes == 0 {
			t.Errorf("%s: %+v", name, src)
		}
		for _, u := range src.URLs {
			if !strings.HasPrefix(u, "https://") {
				t.Errorf("%s: %s", name, u)
			}
		}
	}
	if len(s.Names()) < 9 {
		t.Errorf("sources: %q", s.Names())
	}
	if src, ok := s.Source("opensanctions_peps"); !ok || src.Index != "https://data.opensanctions.org/datasets/latest/peps/index.json" {
		t.Errorf("collection: %+v", src)
	}
	for _, name := range []string{"nope", "opensanctions_", "opensanctions_../x"} {
		if src, ok := s.Source(name); ok {
			t.Errorf("%s: %+v", name, src)
		}
	}
}

func TestConfiguredSources(t *testing.T) {
	for name, tc := range map[string]struct{ text, want string }{
		"a list of one's own":   {`{"ours":{"urls":["https://intranet.example.org/list.csv"],"maxAge":"24h"}}`, ""},
		"another limit only":    {`{"un_sc_sanctions":{"maxAge":"48h"}}`, ""},
		"not JSON":              {`ours`, "invalid character"},
		"an unknown key":        {`{"ours":{"url":"https://x.example/"}}`, `unknown field "url"`},
		"a name with a slash":   {`{"../x":{}}`, "lower-case letters"},
		"plain HTTP":            {`{"ours":{"urls":["http://example.org/list.csv"]}}`, "not HTTPS"},
		"both kinds of address": {`{"ours":{"urls":["https://x.example/a"],"index":"https://x.example/index.json"}}`, "both"},
		"an age that is none":   {`{"ours":{"maxAge":"3 days"}}`, `"3 days" is no duration`},
		"a negative size":       {`{"ours":{"maxBytes":-1}}`, "negative"},
		"two of one name":       {`{"ours":{"urls":["https://x.example/a/l.csv","https://x.example/b/l.csv"]}}`, "two addresses end in l.csv"},
		"two documents":         {`{} {}`, "more than one"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, ConfigFile), []byte(tc.text), 0o600); err != nil {
				t.Fatal(err)
			}
			s, err := LoadSources(dir)
			if tc.want == "" && err != nil || tc.want != "" && (err == nil || !strings.Contains(err.Error(), tc.want) || !strings.Contains(err.Error(), ConfigFile)) {
				t.Errorf("%v, %v; want %q", s, err, tc.want)
			}
		})
	}
}

func TestFromNamesAMirror(t *testing.T) {
	s, err := LoadSources(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	ofac, _ := s.Source("us_ofac_sdn")
	un, _ := s.Source("un_sc_sanctions")
	eu, _ := s.Source("eu_fsf")
	all, _ := s.Source("opensanctions_default")
	for _, tc := range []struct {
		src     Source
		from    string
		want    string
		wantErr string
	}{
		{ofac, "https://mirror.example/o/", "https://mirror.example/o/sdn.csv https://mirror.example/o/alt.csv https://mirror.example/o/add.csv https://mirror.example/o/sdn_comments.csv", ""},
		{ofac, "https://mirror.example/sdn.csv", "", "has 4 files"},
		{un, "http://127.0.0.1:8080/x/", "http://127.0.0.1:8080/x/consolidated.xml", ""},
		{un, "http://[::1]/un.xml", "http://[::1]/un.xml", ""},
		{un, "http://mirror.example/x/", "", "not HTTPS"},
		{un, "ftp://localhost/x", "", "not HTTPS"},
		{un, "consolidated.xml", "", "has no host"},
		{eu, "https://mirror.example/eu/", "https://mirror.example/eu/content", ""},
		{all, "https://mirror.example/", "", "nobody knows"},
		{all, "https://mirror.example/entities.ftm.json", "https://mirror.example/entities.ftm.json", ""},
	} {
		got, err := tc.src.From(tc.from)
		if tc.wantErr != "" {
			if err == nil || !strings.Contains(err.Error(), tc.wantErr) {
				t.Errorf("%s from %s: %v", tc.src.Dataset, tc.from, err)
			}
			continue
		}
		if err != nil || strings.Join(got.URLs, " ") != tc.want || got.Index != "" {
			t.Errorf("%s from %s: %+v, %v", tc.src.Dataset, tc.from, got, err)
		}
	}
}

func TestFreshness(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	hour := func(n int) time.Time { return now.Add(-time.Duration(n) * time.Hour) }
	s, err := LoadSources(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		dataset   string
		published string
		loaded    time.Time
		status    *Status
		stale     bool
		since     time.Time
	}{
		"added just now":                  {"us_ofac_sdn", "", hour(1), nil, false, hour(1)},
		"added four days ago":             {"us_ofac_sdn", "", hour(96), nil, true, hour(96)},
		"an old list added now":           {"us_ofac_sdn", "2021-07-01", hour(1), nil, true, time.Date(2021, 7, 1, 0, 0, 0, 0, time.UTC)},
		"old, but the publisher's newest": {"un_sc_sanctions", "2026-01-01", hour(500), &Status{Object: "o", CheckedAt: hour(2)}, false, hour(2)},
		"last confirmed long ago":         {"un_sc_sanctions", "2026-11-22", hour(500), &Status{Object: "o", CheckedAt: hour(73)}, true, hour(73)},
		"confirmed another version":       {"un_sc_sanctions", "", hour(100), &Status{Object: "other", CheckedAt: hour(2)}, true, hour(100)},
		"a table of one's own":            {"our_list", "2001-01-01", hour(5000), nil, false, time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC)},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if tc.status != nil {
				tc.status.Dataset = tc.dataset
				if err := tc.status.write(durable.Disk{}, dir); err != nil {
					t.Fatal(err)
				}
			}
			snap := &catalog.Snapshot{
				Manifest: &catalog.Manifest{Datasets: []catalog.Dataset{{Name: tc.dataset, PublishedOn: tc.published, Object: "o"}}},
				Change:   catalog.Change{Loaded: map[string]time.Time{tc.dataset: tc.loaded}},
			}
			got := s.Freshness(durable.Disk{}, dir, snap, now)
			if len(got) != 1 || got[0].Stale != tc.stale || !got[0].Since.Equal(tc.since) {
				t.Errorf("got %+v, want stale %v since %v", got, tc.stale, tc.since)
			}
		})
	}
}

func TestFlippedBitInTheStatusIsFound(t *testing.T) {
	dir := t.TempDir()
	st := &Status{Dataset: "un", Object: "o", Files: []FileStatus{{URL: "https://x.example/", Bytes: 1}}}
	if err := st.write(durable.Disk{}, dir); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(statusPath(dir, "un"))
	if err != nil {
		t.Fatal(err)
	}
	for bit := range 8 * len(whole) {
		bad := append([]byte(nil), whole...)
		bad[bit/8] ^= 1 << (bit % 8)
		if got, err := parseStatus("status.json", "un", bad); err == nil {
			t.Fatalf("bit %d of byte %d: %+v", bit%8, bit/8, got)
		}
	}
	if _, err := parseStatus("status.json", "un", whole); err != nil {
		t.Error(err)
	}
}

func FuzzIndex(f *testing.F) {
	f.Add([]byte(`{"resources":[{"name":"entities.ftm.json","url":"x","checksum":"","size":1}]}`))
	f.Add([]byte(`{"resources":[{"name":"entities.ftm.json","url":"http://h/x","checksum":"00","size":-1}]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		r, _, err := parseIndex(b, "https://x.example/a/index.json")
		if err == nil && (r.url == "" || r.size < 0 || r.name != entitiesFile) {
			t.Errorf("%q: %+v", b, r)
		}
	})
}

func FuzzStatusAndConfiguration(f *testing.F) {
	f.Add([]byte(`{"ours":{"urls":["https://x.example/l.csv"],"maxAge":"1h"}}`))
	f.Add([]byte(`{"dataset":"un","check":""}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		_, _ = parseStatus("p", "un", b)
		s := &Sources{map[string]Source{}}
		if s.configure(b) != nil {
			return
		}
		for _, name := range s.Names() {
			src, _ := s.Source(name)
			if err := src.check(); err != nil || !lists.ValidDataset(name) {
				t.Errorf("%q: %v", name, err)
			}
		}
	})
}

// FuzzFileName holds that no address makes a file outside its folder.
func FuzzFileName(f *testing.F) {
	f.Add("https://x.example/../..")
	f.Add("https://x.example/a%2f..%2fb")
	f.Add("https://x.example/C:\\x")
	f.Fuzz(func(t *testing.T, address string) {
		name := fileName(address)
		if name == "" || name != filepath.Base(name) || strings.HasPrefix(name, ".") || strings.ContainsAny(name, "/\\:\x00") {
			t.Errorf("%q: %q", address, name)
		}
	})
}

func FuzzContentRange(f *testing.F) {
	f.Add("bytes 1-2/3")
	f.Add("bytes 1-2/*")
	f.Fuzz(func(t *testing.T, text string) {
		if start, total, ok := contentRange(text); ok && (start < 0 || total < 0) {
			t.Errorf("%q: %d, %d", text, start, total)
		}
	})
}
