package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// on runs a command on a data folder.
func on(t *testing.T, ctx context.Context, dir string, args ...string) (code int, out, errs string) {
	t.Helper()
	t.Setenv("DECIBAN_DATA", "")
	var o, e bytes.Buffer
	code = Run(ctx, append([]string{"--data", dir}, args...), Streams{In: strings.NewReader(""), Out: &o, Err: &e})
	return code, o.String(), e.String()
}

func writeTable(t *testing.T, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "list.csv")
	if err := os.WriteFile(path, []byte("id,name\n"+content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// Each snapshot that the history names can be screened against and shown, and
// compared with what is in force.
func TestAnswersComeFromTheSnapshotThatIsNamed(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	for _, names := range []string{"1,Ottoline Brackenbury\n", "2,Zebedee Quillfeather\n"} {
		if code, _, errs := on(t, t.Context(), dir, "lists", "add", "--dataset", "blocklist", writeTable(t, names)); code != ExitOK {
			t.Fatal(errs)
		}
	}
	_, out, _ := on(t, t.Context(), dir, "lists", "history", "--json")
	var history historyJSON
	if err := json.Unmarshal([]byte(out), &history); err != nil || len(history.Changes) != 2 {
		t.Fatalf("%s, %v", out, err)
	}
	for i, want := range []struct{ there, gone, id string }{{"Ottoline Brackenbury", "Zebedee Quillfeather", "1"}, {"Zebedee Quillfeather", "Ottoline Brackenbury", "2"}} {
		snapshot := history.Changes[i].Snapshot
		for _, when := range []string{snapshot, snapshot[:8]} {
			code, out, errs := on(t, t.Context(), dir, "screen", want.there, "--as-of", when, "--json")
			if code != ExitMatch || !strings.Contains(out, snapshot) {
				t.Errorf("%s: code %d, %s%s", when, code, out, errs)
			}
			if code, _, _ := on(t, t.Context(), dir, "screen", want.gone, "--as-of", when); code != ExitOK {
				t.Errorf("%s: code %d for who is not on it", when, code)
			}
		}
		if code, out, _ := on(t, t.Context(), dir, "show", want.id, "--as-of", snapshot); code != ExitOK || !strings.Contains(out, want.there) {
			t.Errorf("show: code %d, %s", code, out)
		}
	}
	code, out, errs := on(t, t.Context(), dir, "lists", "diff", history.Changes[0].Snapshot[:8], "--summary")
	if code != ExitOK || !strings.Contains(out, "1 added, 1 removed, 0 changed") {
		t.Errorf("diff: code %d, %s%s", code, out, errs)
	}
}

func TestScheduleGoesOnAfterAFailureAndStopsWhenInterrupted(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	asked := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		switch asked++; asked {
		case 2:
			http.NotFound(w, nil)
			return
		case 4:
			cancel()
		}
		_, _ = w.Write([]byte("id,name\n1,Ottoline Brackenbury\n"))
	}))
	defer server.Close()
	code, out, errs := on(t, ctx, dir, "lists", "schedule", "blocklist", "--from", server.URL+"/list.csv", "--every", "1ms", "--jitter", "1ms")
	if code != ExitInterrupted || asked != 4 {
		t.Errorf("code %d after %d rounds, %s", code, asked, errs)
	}
	for _, want := range []string{"blocklist 0 → 1 entries", "blocklist not pulled, what was loaded stays in use", "blocklist unchanged, 1 entries"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in:\n%s", want, out)
		}
	}
	if !strings.Contains(errs, "the server answers 404 Not Found") {
		t.Errorf("notices: %s", errs)
	}
}

func TestBarShowsHowMuchIsDone(t *testing.T) {
	p := (&app{}).newProgress()
	for _, tc := range []struct {
		done, total int64
		want        string
	}{
		{0, 100, "x [                    ]   0 %"},
		{50, 100, "x [==========          ]  50 %"},
		{100, 100, "x [====================] 100 %"},
		{50, 0, "x"},
		{101, 100, "x"},
	} {
		if got, _, _ := strings.Cut(p.bar("x", tc.done, tc.total), ","); got != tc.want {
			t.Errorf("%d of %d: %q, want %q", tc.done, tc.total, got, tc.want)
		}
	}
}

func FuzzAsOf(f *testing.F) {
	for _, s := range []string{"2021-08-18", "2021-08-18T09:30", "2021-08-18T09:30:00+02:00", "2f1a9c", "0000-00-00", "0001-01-01T00:00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var v asOf
		if err := v.UnmarshalText([]byte(s)); err == nil && (!v.set() || v.snapshot != "" && !v.at.IsZero()) {
			t.Errorf("%q: %+v", s, v)
		}
	})
}
