package ingest

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// read collects the articles of a text.
func read(t testing.TB, name string, body string, opt Options) ([]*Article, error) {
	t.Helper()
	var all []*Article
	err := Reader(context.Background(), name, strings.NewReader(body), opt, func(a *Article) error {
		all = append(all, a)
		return nil
	})
	return all, err
}

const story = "The port of Halvern was closed on Tuesday after a fire in a warehouse, the harbour master said. No one was hurt. " +
	"The owners of the building have asked for an inquiry, which the council is to open next week."

const pageSource = `<!DOCTYPE html><html lang="en-GB"><head><title>Fire shuts port | The Halvern Post</title>
<meta property="og:site_name" content="The Halvern Post"><meta name="author" content="Ines Quill">
<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2023-05-09T22:10:00+02:00"}</script></head>
<body><nav><a href="/">Home</a> <a href="/sport">Sport and all the rest of it</a></nav>
<article><h1>Fire shuts port</h1><p>The port of Halvern was closed on Tuesday after a fire in a warehouse, the harbour master said. No one was hurt.</p>
<p>The owners of the building have asked for an inquiry, which the council is to open next week.</p>
<p>Ships were sent to Morrow Bay, where the quays were soon full, and the railway laid on two trains for the goods.</p></article>
<aside>Subscribe to our newsletter for only three crowns</aside><script>track()</script></body></html>`

func TestPagesGiveTheirArticle(t *testing.T) {
	all, err := read(t, "a.html", pageSource, Options{})
	if err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	a := all[0]
	if !strings.Contains(a.Text, "closed on Tuesday") || !strings.Contains(a.Text, "hurt.\n\nThe owners") {
		t.Errorf("text %q", a.Text)
	}
	for _, not := range []string{"newsletter", "Sport", "track"} {
		if strings.Contains(a.Text, not) {
			t.Errorf("the text holds %q, which is not of the article: %q", not, a.Text)
		}
	}
	if a.Publisher != "The Halvern Post" || a.Author != "Ines Quill" || a.Published != "2023-05-09" || a.Language != "en" || !a.Extracted || !strings.HasPrefix(a.Title, "Fire shuts port") {
		t.Errorf("%+v", a)
	}
}

func TestDaysOfPages(t *testing.T) {
	for _, c := range []struct{ head, address, want string }{
		{`<meta property="article:published_time" content="2024-03-28T10:00:00Z">`, "", "2024-03-28"},
		{`<meta name="DC.date" content="2021-01-05">`, "", "2021-01-05"},
		{`<meta itemprop="datePublished" content="March 2, 2020">`, "", "2020-03-02"},
		{``, "https://example.org/news/2019/07/04/fire.html", "2019-07-04"},
		{``, "https://example.org/news/2019/02/31/fire.html", ""},
		{``, "", ""},
	} {
		a, err := page("p", c.address, "text/html; charset=utf-8", []byte("<html><head>"+c.head+"</head><body><p>"+story+"</p></body></html>"))
		if err != nil {
			t.Fatal(err)
		}
		if a.Published != c.want {
			t.Errorf("%s %s: %q, want %q", c.head, c.address, a.Published, c.want)
		}
	}
}

func TestPlainTextsStayAsTheyAre(t *testing.T) {
	for _, c := range []struct{ in, want, remark string }{
		{"  " + story + "\r\n\r\nx", "  " + story + "\r\n\r\nx", ""},
		{"\xef\xbb\xbfA word", "A word", "byte order mark"},
		{"caf\xe9 on fire", "café on fire", "Windows-1252"},
		{"\xff\xfeA\x00b\x00", "Ab", "UTF-16"},
	} {
		all, err := read(t, "a.txt", c.in, Options{})
		if err != nil || len(all) != 1 {
			t.Fatal(all, err)
		}
		if all[0].Text != c.want || c.remark != "" && !strings.Contains(strings.Join(all[0].Remarks, "; "), c.remark) {
			t.Errorf("%q: %+v", c.in, all[0])
		}
	}
}

const rssSource = `<?xml version="1.0" encoding="ISO-8859-1"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>The Halvern Post</title><link>https://halvern.example</link>
<item><title>Caf` + "\xe9" + ` burns</title><link>https://halvern.example/1</link><pubDate>Tue, 09 May 2023 22:10:00 +0200</pubDate><dc:creator>Ines Quill</dc:creator>
<description>Short.</description><content:encoded><![CDATA[<p>One &amp; two.</p><p>Three.</p>]]></content:encoded></item>
<item><title>Second</title><guid>https://halvern.example/2</guid><description>&lt;b&gt;Bold&lt;/b&gt; claim</description></item>
<item><link>https://halvern.example/3</link></item>
</channel></rss>`

const atomSource = `<feed xmlns="http://www.w3.org/2005/Atom"><title>Post</title>
<entry><title>First</title><link rel="edit" href="https://a.example/e"/><link href="https://a.example/1"/><published>2023-05-09T22:10:00Z</published>
<author><name>Quill</name></author><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Hello <b>there</b></p></div></content></entry></feed>`

func TestFeeds(t *testing.T) {
	var skipped []string
	all, err := read(t, "f", rssSource, Options{Skipped: func(err error) error { skipped = append(skipped, err.Error()); return nil }})
	if err != nil || len(all) != 2 {
		t.Fatal(all, err)
	}
	a := all[0]
	if a.Text != "One & two.\n\nThree." || a.Title != "Café burns" || a.URL != "https://halvern.example/1" || a.Published != "2023-05-09" || a.Author != "Ines Quill" || a.Publisher != "The Halvern Post" {
		t.Errorf("%+v", a)
	}
	if all[1].Text != "Bold claim" || all[1].URL != "https://halvern.example/2" {
		t.Errorf("%+v", all[1])
	}
	if len(skipped) != 1 || !strings.Contains(skipped[0], "f: item 3") {
		t.Errorf("skipped %q", skipped)
	}
	all, err = read(t, "f", atomSource, Options{})
	if err != nil || len(all) != 1 || all[0].Text != "Hello there" || all[0].URL != "https://a.example/1" || all[0].Author != "Quill" {
		t.Errorf("%+v %v", all, err)
	}
}

// warcOf writes an archive of one record for each block.
func warcOf(zipped bool, records ...[3]string) string {
	var out bytes.Buffer
	for _, r := range records {
		var rec bytes.Buffer
		fmt.Fprintf(&rec, "WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: https://halvern.example/2023/05/09/fire\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", r[0], r[1], len(r[2]), r[2])
		if !zipped {
			out.Write(rec.Bytes())
			continue
		}
		z := gzip.NewWriter(&out)
		_, _ = z.Write(rec.Bytes())
		_ = z.Close()
	}
	return out.String()
}

func TestWebArchives(t *testing.T) {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, _ = z.Write([]byte(pageSource))
	_ = z.Close()
	for _, zipped := range []bool{false, true} {
		archive := warcOf(zipped,
			[3]string{"warcinfo", "application/warc-fields", "software: x"},
			[3]string{"response", "application/http; msgtype=response", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n" + packed.String()},
			[3]string{"response", "application/http; msgtype=response", "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\ngone"},
			[3]string{"response", "application/http", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n" + fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(pageSource), pageSource)},
			[3]string{"conversion", "text/plain", story},
			[3]string{"response", "application/http", "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG"},
		)
		all, err := read(t, "a.warc", archive, Options{})
		if err != nil || len(all) != 3 {
			t.Fatalf("zipped %v: %d, %v", zipped, len(all), err)
		}
		if all[0].Published != "2023-05-09" || !strings.Contains(all[1].Text, "Morrow Bay") || all[2].Text != story || all[2].URL != "https://halvern.example/2023/05/09/fire" {
			t.Errorf("%+v %+v %+v", all[0], all[1], all[2])
		}
	}
	whole := warcOf(false, [3]string{"conversion", "text/plain", story})
	if _, err := read(t, "a.warc", whole[:len(whole)-40], Options{}); err == nil || !strings.Contains(err.Error(), "a.warc: record 1: cut short") {
		t.Errorf("a cut archive: %v", err)
	}
}

func TestJSONLines(t *testing.T) {
	all, err := read(t, "a.jsonl", `{"headline":"A","content":"`+story+`","source":{"name":"Post"},"authors":["X","Y"],"publishedAt":"2023-05-09T10:00:00Z","extra":[1]}`+"\n\n"+`{"text":"b","date":"no day"}`, Options{})
	if err != nil || len(all) != 2 {
		t.Fatal(all, err)
	}
	if a := all[0]; a.Title != "A" || a.Publisher != "Post" || a.Author != "X, Y" || a.Published != "2023-05-09" || a.Text != story {
		t.Errorf("%+v", a)
	}
	if a := all[1]; a.Published != "" || !strings.Contains(strings.Join(a.Remarks, " "), "no date") {
		t.Errorf("%+v", a)
	}
	for _, c := range []struct{ in, want string }{
		{`{"text":"a"}` + "\n" + `{"title":"b"}`, "a.jsonl: line 2: no text"},
		{`{"text":5}`, `line 1: field "text" is "5", not a text`},
		{`{"text":`, "a.jsonl: line 1: "},
	} {
		if _, err := read(t, "a.jsonl", c.in, Options{Format: JSONL}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.in, err, c.want)
		}
	}
}

func TestFoldersAreReadInOrderAndBadFilesNamed(t *testing.T) {
	dir := t.TempDir()
	for name, body := range map[string]string{"b.txt": story, "a/x.html": pageSource, ".hidden": story, "c.bin": "\x00\x01", "d.txt": ""} {
		p := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var where, skipped []string
	err := Path(context.Background(), dir, Options{Published: "2020-01-01", Skipped: func(err error) error { skipped = append(skipped, err.Error()); return nil }}, func(a *Article) error {
		where = append(where, filepath.Base(a.Where)+" "+a.Published)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := strings.Join(where, ", "), "x.html 2023-05-09, b.txt 2020-01-01"; got != want {
		t.Errorf("read %s, want %s", got, want)
	}
	if len(skipped) != 2 || !strings.Contains(skipped[0], "c.bin: holds zero bytes") || !strings.Contains(skipped[1], "d.txt: holds no text") {
		t.Errorf("skipped %q", skipped)
	}
	stop := fmt.Errorf("enough")
	err = Path(context.Background(), dir, Options{Skipped: func(error) error { return nil }}, func(*Article) error { return stop })
	if err == nil || !strings.Contains(err.Error(), "enough") {
		t.Errorf("the visitor's error was lost: %v", err)
	}
}

func TestFetchAsksOnlySafely(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/feed":
			fmt.Fprint(w, atomSource)
		case "/away":
			http.Redirect(w, r, "http://192.0.2.1/", http.StatusFound)
		default:
			http.NotFound(w, r)
		}
	}))
	defer server.Close()
	n := 0
	if err := Fetch(context.Background(), server.URL+"/feed", Options{}, func(*Article) error { n++; return nil }); err != nil || n != 1 {
		t.Errorf("%d, %v", n, err)
	}
	for address, want := range map[string]string{server.URL + "/away": "this machine alone", server.URL + "/none": "404", "http://halvern.example/": "use https", "file:///etc/hosts": "https://"} {
		if err := Fetch(context.Background(), address, Options{}, func(*Article) error { return nil }); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", address, err, want)
		}
	}
}

func TestLanguages(t *testing.T) {
	for want, text := range map[string]string{
		"en":  story,
		"fr":  "Le port a été fermé mardi après un incendie dans un entrepôt, selon la préfecture. Les pompiers sont sur place et il n'y a pas de blessés.",
		"de":  "Der Hafen ist am Dienstag nach einem Brand in einem Lagerhaus geschlossen worden, und die Feuerwehr ist noch im Einsatz.",
		"es":  "El puerto fue cerrado el martes por un incendio en un almacén, según las autoridades, que no han informado de víctimas.",
		"ru":  "Порт был закрыт во вторник после пожара на складе.",
		"ar":  "أغلق الميناء يوم الثلاثاء بعد حريق في مستودع",
		"ja":  "港は火曜日、倉庫の火災のため閉鎖された。けが人はいない。",
		"und": "Halvern 12",
	} {
		if got := tellLanguage(text); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
	if got := tellLanguage(strings.ToUpper(story)); got != "en" {
		t.Errorf("in capitals: %s", got)
	}
}

func TestCopiesAreFound(t *testing.T) {
	long := story + " Ships were sent to Morrow Bay, where the quays were soon full, and the railway laid on two trains for the goods that could not wait. A spokeswoman for the line said that more could follow if the quays stay closed beyond Friday."
	other := "Fishermen in Morrow Bay landed the largest catch in ten years on Monday, after a winter in which few boats had left the harbour because of storms. Prices at the market fell by a third, and the canning works took on forty hands for the season."
	var sigs []*Signature
	for _, text := range []string{long, other, "HALVERN (Reuters) - " + strings.ToUpper(long[:200]) + long[200:] + " (Reporting by X)", "Too short to tell", "Too short to tell"} {
		s, ok := Sign(text)
		if !ok {
			sigs = append(sigs, nil)
			continue
		}
		sigs = append(sigs, &s)
	}
	if got, want := fmt.Sprint(Copies(sigs)), "[0 1 0 3 4]"; got != want {
		t.Errorf("groups %s, want %s", got, want)
	}
	b, _ := sigs[0].MarshalText()
	var back Signature
	if err := back.UnmarshalText(b); err != nil || back != *sigs[0] {
		t.Errorf("read back: %v", err)
	}
	if err := back.UnmarshalText(b[1:]); err == nil {
		t.Error("a short signature is taken")
	}
}

func TestAgencies(t *testing.T) {
	for text, want := range map[string]string{
		"KABUL (Reuters) - A bomb": "Reuters", "PARIS, May 2 (AFP) — Police": "AFP", "Police said (in part) - no": "", "A bomb went off. (dpa)": "dpa", "Reuters reported": "",
	} {
		if got := Agency(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// FuzzReader holds that nothing that arrives makes the reader fail otherwise
// than with an error, and that every text is valid and names its place.
func FuzzReader(f *testing.F) {
	for _, s := range []string{pageSource, rssSource, atomSource, story, warcOf(false, [3]string{"conversion", "text/plain", story}), warcOf(true, [3]string{"response", "application/http", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>a"}), `{"text":"a","date":"2020-01-01"}`} {
		f.Add(s, uint8(0))
	}
	formats := []Format{Any, Text, HTML, Feed, WARC, JSONL}
	f.Fuzz(func(t *testing.T, body string, format uint8) {
		_ = Reader(context.Background(), "f", strings.NewReader(body), Options{Format: formats[int(format)%len(formats)], Skipped: func(error) error { return nil }}, func(a *Article) error {
			if !utf8.ValidString(a.Text) || !utf8.ValidString(a.Title) || a.Where == "" || a.Language == "" {
				t.Fatalf("%+v", a)
			}
			if len(a.ID()) != 24 {
				t.Fatal("id")
			}
			Sign(a.Text)
			Agency(a.Text)
			return nil
		})
	})
}

func BenchmarkSign(b *testing.B) {
	text := strings.Repeat(story+" ", 100)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Sign(text)
	}
}
