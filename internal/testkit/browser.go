package testkit

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// EnvRequireBrowser names the environment variable that, set to 1, turns the skip
// of a test for want of a browser into a failure.
const EnvRequireBrowser = "DECIBAN_REQUIRE_BROWSER"

// Browser is a window of a real browser, driven by WebDriver
// (https://www.w3.org/TR/webdriver2/).
type Browser struct {
	t       testing.TB
	session string // its address
}

// NewBrowser starts Chromium without a screen. Where chromium or chromedriver is
// missing, the test is skipped with a reason, or fails if EnvRequireBrowser is 1.
func NewBrowser(t testing.TB) *Browser {
	t.Helper()
	var paths [2]string
	for i, name := range []string{"chromium", "chromedriver"} {
		path, err := exec.LookPath(name)
		if err != nil {
			if os.Getenv(EnvRequireBrowser) == "1" {
				t.Fatalf("needs %s, and %s=1 forbids skipping: %v", name, EnvRequireBrowser, err)
			}
			t.Skipf("needs a browser (Debian's packages chromium and chromium-driver): %v", err)
		}
		paths[i] = path
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(l.Addr().String())
	l.Close()
	driver := exec.Command(paths[1], "--port="+port, "--log-level=SEVERE")
	driver.Env = append(os.Environ(), "HOME="+t.TempDir())
	if err := driver.Start(); err != nil {
		t.Fatal(err)
	}
	b := &Browser{t: t, session: "http://127.0.0.1:" + port + "/session"}
	t.Cleanup(func() {
		_ = driver.Process.Kill()
		_ = driver.Wait()
		http.DefaultClient.CloseIdleConnections()
	})
	for try := 0; ; try++ {
		res, err := http.Get("http://127.0.0.1:" + port + "/status")
		if err == nil {
			res.Body.Close()
			break
		}
		if try == 200 {
			t.Fatalf("chromedriver does not answer: %v", err)
		}
		time.Sleep(50 * time.Millisecond)
	}
	var made struct{ SessionID string }
	b.call("POST", "", map[string]any{"capabilities": map[string]any{"alwaysMatch": map[string]any{
		"goog:loggingPrefs": map[string]string{"browser": "ALL"},
		"goog:chromeOptions": map[string]any{"binary": paths[0], "args": []string{
			"--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--window-size=1100,900",
			"--disable-background-networking", "--disable-component-update", "--disable-sync", "--user-data-dir=" + t.TempDir(),
		}},
	}}}, &made)
	b.session += "/" + made.SessionID
	t.Cleanup(func() { b.call("DELETE", "", nil, nil) }) // runs before the driver is killed
	return b
}

// call asks the driver, and fails the test with what it says is wrong.
func (b *Browser) call(method, path string, body, value any) {
	b.t.Helper()
	var sent io.Reader = http.NoBody
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			b.t.Fatal(err)
		}
		sent = bytes.NewReader(text)
	}
	req, err := http.NewRequest(method, b.session+path, sent)
	if err != nil {
		b.t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		b.t.Fatal(err)
	}
	defer res.Body.Close()
	answer := struct{ Value json.RawMessage }{}
	if err := json.NewDecoder(res.Body).Decode(&answer); err != nil {
		b.t.Fatalf("%s %s: %v", method, path, err)
	}
	if res.StatusCode != http.StatusOK {
		b.t.Fatalf("%s %s: %.500s", method, path, answer.Value)
	}
	if value != nil {
		if err := json.Unmarshal(answer.Value, value); err != nil {
			b.t.Fatalf("%s %s: %v", method, path, err)
		}
	}
}

// Open goes to an address.
func (b *Browser) Open(url string) {
	b.t.Helper()
	b.call("POST", "/url", map[string]string{"url": url}, nil)
}

// find returns the path of the first element that a CSS selector finds.
func (b *Browser) find(selector string) string {
	b.t.Helper()
	var found map[string]string
	b.call("POST", "/element", map[string]string{"using": "css selector", "value": selector}, &found)
	for _, id := range found {
		return "/element/" + id
	}
	b.t.Fatalf("%s: no element", selector)
	return ""
}

// Type types a text into an input.
func (b *Browser) Type(selector, text string) {
	b.t.Helper()
	b.call("POST", b.find(selector)+"/value", map[string]string{"text": text}, nil)
}

// Follow clicks on an element that leads to another page, and waits for that.
func (b *Browser) Follow(selector string) {
	b.t.Helper()
	before := b.find("html") // each page has another
	b.call("POST", b.find(selector)+"/click", map[string]any{}, nil)
	for range 200 {
		if b.find("html") != before {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	b.t.Fatalf("a click on %s leads nowhere", selector)
}

// Text returns an element's text as it is rendered.
func (b *Browser) Text(selector string) (text string) {
	b.t.Helper()
	b.call("GET", b.find(selector)+"/text", nil, &text)
	return text
}

// Style returns the computed value of a CSS property.
func (b *Browser) Style(selector, property string) (value string) {
	b.t.Helper()
	b.call("GET", b.find(selector)+"/css/"+property, nil, &value)
	return value
}

// Wide tells by how many pixels the page is wider than its window: what a reader
// would have to scroll sideways.
func (b *Browser) Wide() (pixels int) {
	b.t.Helper()
	b.call("POST", "/execute/sync", map[string]any{"script": "return document.documentElement.scrollWidth - window.innerWidth", "args": []any{}}, &pixels)
	return pixels
}

// Resize sets the window's size.
func (b *Browser) Resize(width, height int) {
	b.t.Helper()
	b.call("POST", "/window/rect", map[string]int{"width": width, "height": height}, nil)
}

// Complaints returns what the browser has logged since it was asked last, such as
// what a page's policy forbids.
func (b *Browser) Complaints() string {
	b.t.Helper()
	var entries []struct{ Level, Message string }
	b.call("POST", "/se/log", map[string]string{"type": "browser"}, &entries)
	var all []string
	for _, e := range entries {
		all = append(all, fmt.Sprintf("%s: %s", e.Level, e.Message))
	}
	return strings.Join(all, "\n")
}
