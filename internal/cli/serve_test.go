package cli

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// safeBuffer may be read while a command writes to it.
type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *safeBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *safeBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// serving runs deciban serve on a free port until stop is called, which returns
// its exit code.
func serving(t *testing.T, dir string, args ...string) (address string, notes *safeBuffer, stop func() int) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	out, in := io.Pipe()
	notes = &safeBuffer{}
	ended := make(chan int, 1)
	go func() {
		ended <- Run(ctx, append([]string{"serve", "--data", dir, "--listen", "127.0.0.1:0", "--every", "100ms"}, args...), Streams{In: strings.NewReader(""), Out: in, Err: notes})
		in.Close()
	}()
	line, err := bufio.NewReader(out).ReadString('\n')
	address, ok := strings.CutPrefix(strings.TrimSpace(line), "Listening on ")
	if err != nil || !ok {
		cancel()
		t.Fatalf("%q, %v, %s", line, err, notes)
	}
	return address, notes, func() int {
		http.DefaultClient.CloseIdleConnections()
		cancel()
		return <-ended
	}
}

func fetch(t *testing.T, method, url, body string, v any) int {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if err := json.NewDecoder(res.Body).Decode(v); err != nil {
		t.Fatal(err)
	}
	return res.StatusCode
}

const ownEntities = `{"id":"x1","schema":"Person","datasets":["own"],"properties":{"name":["Ottoline Brackenbury"],"topics":["sanction"]}}
{"id":"x1-s","schema":"Sanction","datasets":["own"],"properties":{"entity":["x1"],"program":["Test programme"]}}
`

// TestServeTakesUpListsThatAreAddedBesideIt serves a folder while lists are added
// to it, and compares what it says of an entry with what show prints.
func TestServeTakesUpListsThatAreAddedBesideIt(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	first, second := filepath.Join(t.TempDir(), "first.csv"), filepath.Join(t.TempDir(), "own.ftm.json")
	for path, text := range map[string]string{first: "id,name\n1,Zebedee Morasque\n", second: ownEntities} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if code, _, errs := on(t, t.Context(), dir, "lists", "add", first, "--dataset", "first"); code != ExitOK {
		t.Fatal(errs)
	}
	address, notes, stop := serving(t, dir, "--threshold", "20dB")
	type answer struct {
		Responses map[string]struct{ Results []struct{ ID string } }
		Snapshot  string
	}
	const query = `{"queries":{"a":{"schema":"Person","properties":{"name":["Ottoline Brackenbury"]}}}}`
	var before answer
	if code := fetch(t, "POST", address+"/match/default", query, &before); code != 200 || len(before.Responses["a"].Results) != 0 {
		t.Fatalf("%d %+v", code, before)
	}
	if code, _, errs := on(t, t.Context(), dir, "lists", "add", second); code != ExitOK {
		t.Fatal(errs)
	}
	var after answer
	for after.Snapshot = before.Snapshot; after.Snapshot == before.Snapshot; {
		if t.Context().Err() != nil {
			t.Fatalf("the new lists are not taken up: %s", notes)
		}
		time.Sleep(20 * time.Millisecond)
		fetch(t, "POST", address+"/match/own", query, &after)
	}
	if results := after.Responses["a"].Results; len(results) != 1 || results[0].ID != "x1" {
		t.Errorf("%+v", after)
	}
	var got struct {
		Linked     []struct{ ID, By string }
		Programmes []string
	}
	fetch(t, "GET", address+"/entities/x1", "", &got)
	_, text, _ := on(t, t.Context(), dir, "show", "x1", "--json")
	var shown struct {
		Entries []struct {
			Linked []struct{ ID, Property string }
		}
	}
	if err := json.Unmarshal([]byte(text), &shown); err != nil {
		t.Fatal(err)
	}
	if want := shown.Entries[0].Linked; len(want) != 1 || len(got.Linked) != 1 || got.Linked[0].ID != want[0].ID || got.Linked[0].By != want[0].Property || len(got.Programmes) != 1 {
		t.Errorf("linked: %+v, show prints %+v", got, want)
	}
	if code := stop(); code != ExitOK {
		t.Errorf("code %d", code)
	}
	if text := notes.String(); strings.Contains(text, "Ottoline") || !strings.Contains(text, "new lists are in use") {
		t.Errorf("the log: %s", text)
	}
}

func TestServeAnswersFromTheSampleWithoutLists(t *testing.T) {
	address, _, stop := serving(t, filepath.Join(t.TempDir(), "data"), "--sample")
	var health struct {
		Status string
		Sample bool
	}
	if code := fetch(t, "GET", address+"/readyz", "", &health); code != 200 || !health.Sample || health.Status != "ok" {
		t.Errorf("%d %+v", code, health)
	}
	var missing struct{ Detail string }
	if code := fetch(t, "GET", address+"/entities/nobody", "", &missing); code != 404 || missing.Detail == "" {
		t.Errorf("%d %+v", code, missing)
	}
	if code := stop(); code != ExitOK {
		t.Errorf("code %d", code)
	}
}
