package pull

import (
	"context"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/klauspost/compress/gzip"

	"deciban/internal/lists/source"
)

// Fetcher downloads single files. The zero values of its limits mean the
// defaults of NewFetcher.
type Fetcher struct {
	// Client does the requests; its CheckRedirect is replaced.
	Client *http.Client
	// UserAgent says who asks.
	UserAgent string
	// Attempts is how often a file is tried; between two, the Fetcher waits for
	// Backoff, then twice as long each time up to MaxBackoff, plus up to half
	// of it at random, so that not everybody returns at the same moment.
	Attempts            int
	Backoff, MaxBackoff time.Duration
	// IdleTimeout is how long a server may send nothing, before the first byte
	// or between two; FileTimeout bounds a file as a whole.
	IdleTimeout, FileTimeout time.Duration
	// MinRate is the least number of bytes a second, measured over RateWindow.
	MinRate    int64
	RateWindow time.Duration
	// Progress, if set, is called with the bytes so far and in all (0 where
	// the server does not say).
	Progress func(name string, done, total int64)
}

// NewFetcher returns a Fetcher with the usual limits. The EU makes its file
// while one waits, which takes over a minute: hence five minutes of patience.
func NewFetcher(userAgent string) *Fetcher {
	t := http.DefaultTransport.(*http.Transport).Clone() // with the proxies of the environment
	t.DisableCompression = true                          // lengths and ranges are those of what is sent
	t.MaxIdleConnsPerHost = 1
	return &Fetcher{
		Client: &http.Client{Transport: t}, UserAgent: userAgent,
		Attempts: 5, Backoff: 2 * time.Second, MaxBackoff: time.Minute,
		IdleTimeout: 5 * time.Minute, FileTimeout: 2 * time.Hour,
		MinRate: 1 << 10, RateWindow: time.Minute,
	}
}

// maxRedirects is how often a server may send us elsewhere; publishers do so
// once or twice.
const maxRedirects = 5

// request is a file to be fetched.
type request struct {
	url  string
	name string // the file's name in the folder
	// known are the validators of what is loaded; the answer may then be that
	// nothing changed.
	known validators
	// maxBytes bounds what is sent and what it unpacks to.
	maxBytes int64
	// checksum is the SHA-1 or SHA-256 that the publisher gives, in hex, and
	// size the length; empty and 0 where it gives none.
	checksum string
	size     int64
	// browser asks as a browser does, for servers that refuse others.
	browser bool
}

// validators are how HTTP tells versions of a file apart (RFC 9110, 8.8).
type validators struct {
	ETag         string `json:"etag,omitempty"`
	LastModified string `json:"lastModified,omitempty"`
}

func (v validators) none() bool { return v.ETag == "" && v.LastModified == "" }

// fetched is a file that has arrived.
type fetched struct {
	unchanged  bool
	path       string
	validators validators
	size       int64
	sha256     string
}

// permanent marks errors that trying again would not mend.
type permanent struct{ error }

func (p permanent) Unwrap() error { return p.error }

// retryAfter marks the error of a server that says when to come again.
type retryAfter struct {
	error
	wait time.Duration
}

func (r retryAfter) Unwrap() error { return r.error }

// fetch downloads a file into dir, with as many attempts as it takes. What has
// arrived of a file stays in dir and is not asked for again.
func (f *Fetcher) fetch(ctx context.Context, r request, dir string) (*fetched, error) {
	if err := allowed(r.url); err != nil {
		return nil, err
	}
	whole, cancel := context.WithTimeoutCause(ctx, f.FileTimeout, fmt.Errorf("not finished after %s", f.FileTimeout))
	defer cancel()
	wait := f.Backoff
	for attempt := 1; ; attempt++ {
		got, err := f.try(whole, r, dir)
		if err == nil {
			return got, nil
		}
		var forGood permanent
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case whole.Err() != nil:
			err = context.Cause(whole)
		case !errors.As(err, &forGood) && attempt < f.Attempts:
			pause := wait + time.Duration(rand.Float64()*float64(wait)/2)
			var told retryAfter
			if errors.As(err, &told) {
				pause = min(max(pause, told.wait), f.MaxBackoff)
			}
			wait = min(2*wait, f.MaxBackoff)
			select {
			case <-time.After(pause):
			case <-whole.Done():
			}
			continue
		case attempt > 1:
			err = fmt.Errorf("%w (%d attempts)", err, attempt)
		}
		return nil, fmt.Errorf("download %s from %s: %w", r.name, shown(r.url), err)
	}
}

// partial is what is known of a file that has not arrived whole.
type partial struct {
	URL        string     `json:"url"`
	Validators validators `json:"validators"`
	Encoding   string     `json:"encoding"`
	Total      int64      `json:"total"`
}

// try does one request.
func (f *Fetcher) try(ctx context.Context, r request, dir string) (*fetched, error) {
	part := filepath.Join(dir, r.name+".part")
	have, had := readPartial(part, r.url)
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, r.url, nil)
	if err != nil {
		return nil, permanent{err}
	}
	req.Header.Set("User-Agent", f.UserAgent)
	if r.browser {
		req.Header.Set("User-Agent", "Mozilla/5.0 (compatible; "+f.UserAgent+")")
	}
	req.Header.Set("Accept", "*/*")
	req.Header.Set("Accept-Encoding", "gzip")
	switch {
	case had > 0:
		req.Header.Set("Range", fmt.Sprintf("bytes=%d-", had))
		req.Header.Set("If-Range", have.Validators.strong())
	default:
		if r.known.ETag != "" {
			req.Header.Set("If-None-Match", r.known.ETag)
		}
		if r.known.LastModified != "" {
			req.Header.Set("If-Modified-Since", r.known.LastModified)
		}
	}
	idle := time.AfterFunc(f.IdleTimeout, func() { cancel(fmt.Errorf("the server sent nothing for %s", f.IdleTimeout)) })
	defer idle.Stop()
	client := *f.Client
	client.CheckRedirect = checkRedirect
	resp, err := client.Do(req)
	if err != nil {
		return nil, cause(ctx, err)
	}
	defer resp.Body.Close()
	meta := partial{URL: r.url, Validators: validators{resp.Header.Get("ETag"), resp.Header.Get("Last-Modified")}, Encoding: strings.ToLower(resp.Header.Get("Content-Encoding")), Total: resp.ContentLength}
	switch resp.StatusCode {
	case http.StatusOK:
		had = 0
	case http.StatusPartialContent:
		if had == 0 {
			return nil, permanent{errors.New("the server sent a part of the file without being asked to")}
		}
		start, total, ok := contentRange(resp.Header.Get("Content-Range"))
		if !ok || start != had || have.Total > 0 && total > 0 && total != have.Total {
			return nil, errors.Join(fmt.Errorf("the server continued at the wrong place (%q after %d bytes)", resp.Header.Get("Content-Range"), had), os.Remove(part))
		}
		meta = have
		meta.Total = total
	case http.StatusNotModified:
		if r.known.none() {
			return nil, permanent{errors.New("the server says that nothing changed, but was not asked")}
		}
		return &fetched{unchanged: true, validators: r.known}, nil
	case http.StatusRequestedRangeNotSatisfiable:
		return nil, errors.Join(errors.New("the server cannot continue where it stopped"), os.Remove(part))
	default:
		return nil, statusError(resp)
	}
	if meta.Encoding != "" && meta.Encoding != "identity" && meta.Encoding != "gzip" {
		return nil, permanent{fmt.Errorf("the server sent it as %q, which was not asked for", meta.Encoding)}
	}
	if meta.Total > r.maxBytes {
		return nil, permanent{fmt.Errorf("holds %d bytes, the limit for this list is %d", meta.Total, r.maxBytes)}
	}
	if r.size > 0 && meta.Total > 0 && meta.Encoding != "gzip" && meta.Total != r.size {
		return nil, permanent{fmt.Errorf("wrong length: the server sends %d bytes, the publisher says %d", meta.Total, r.size)}
	}
	body := &watchedBody{
		r: resp.Body, idle: idle, idleFor: f.IdleTimeout, minRate: f.MinRate, window: f.RateWindow, start: time.Now(),
		progress: func(n int64) {
			if f.Progress != nil {
				f.Progress(r.name, had+n, max(meta.Total, 0))
			}
		},
	}
	got, err := writePart(part, meta, had, body, r.maxBytes)
	var forGood permanent
	switch {
	case err != nil && ctx.Err() != nil:
		return nil, cause(ctx, err)
	case errors.Is(err, errTooSlow), errors.As(err, &forGood):
		return nil, err
	case err != nil && meta.Total > 0:
		return nil, fmt.Errorf("cut short: %d of %d bytes arrived: %w", got, meta.Total, err)
	case err != nil:
		return nil, fmt.Errorf("cut short after %d bytes: %w", got, err)
	case meta.Total > 0 && got != meta.Total:
		return nil, errors.Join(fmt.Errorf("wrong length: %d bytes arrived, the server announced %d", got, meta.Total), os.Remove(part))
	}
	return finish(part, filepath.Join(dir, r.name), meta, r)
}

// cause returns why the context ended, where the transport only says that it
// did.
func cause(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	var wrapped *url.Error // whose text would repeat the address
	if errors.As(err, &wrapped) {
		return wrapped.Err
	}
	return err
}

// strong returns what If-Range may hold: a weak ETag does not say that two
// files are the same byte for byte.
func (v validators) strong() string {
	if v.ETag != "" && !strings.HasPrefix(v.ETag, "W/") {
		return v.ETag
	}
	return v.LastModified
}

// readPartial returns what has arrived of a file of that address: nothing, if
// one could not tell whether the rest belongs to it.
func readPartial(path, address string) (partial, int64) {
	info, err := os.Stat(path)
	if err != nil {
		return partial{}, 0
	}
	b, err := os.ReadFile(path + ".json")
	var p partial
	if err != nil || json.Unmarshal(b, &p) != nil || p.URL != address || p.Validators.strong() == "" || p.Total > 0 && info.Size() >= p.Total {
		return partial{}, 0
	}
	return p, info.Size()
}

// writePart appends the body to the first had bytes of the file and returns how
// many it holds then.
func writePart(path string, meta partial, had int64, body io.Reader, most int64) (int64, error) {
	b, err := json.Marshal(meta)
	if err != nil {
		return 0, err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE, 0o600)
	if err != nil {
		return 0, permanent{err}
	}
	if err := f.Truncate(had); err != nil {
		return 0, permanent{errors.Join(err, f.Close())}
	}
	// What stands in the file is of the version that the note beside it names:
	// the file is emptied before the note changes.
	if err := os.WriteFile(path+".json", b, 0o600); err != nil {
		return 0, permanent{errors.Join(err, f.Close())}
	}
	if _, err := f.Seek(had, io.SeekStart); err != nil {
		return 0, permanent{errors.Join(err, f.Close())}
	}
	n, err := io.Copy(diskWriter{f}, io.LimitReader(body, most-had+1))
	err = errors.Join(err, f.Close())
	if had+n > most {
		return had + n, permanent{errors.Join(fmt.Errorf("holds more than %d bytes, the limit for this list", most), os.Remove(path))}
	}
	return had + n, err
}

// diskWriter tells a full disk from a broken line.
type diskWriter struct{ f *os.File }

func (w diskWriter) Write(p []byte) (int, error) {
	n, err := w.f.Write(p)
	if err != nil {
		err = permanent{err}
	}
	return n, err
}

// finish unpacks what has arrived whole, checks it and gives it its name.
func finish(part, path string, meta partial, r request) (*fetched, error) {
	fail := func(err error) (*fetched, error) {
		_ = os.Remove(part) // it would be as wrong the next time
		return nil, permanent{err}
	}
	in, err := os.Open(part)
	if err != nil {
		return nil, permanent{err}
	}
	defer in.Close()
	var from io.Reader = in
	if meta.Encoding == "gzip" {
		z, err := gzip.NewReader(in)
		if err != nil {
			return fail(fmt.Errorf("what arrived cannot be unpacked: %w", err))
		}
		defer z.Close()
		from = z
	}
	out, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, permanent{err}
	}
	sum := sha256.New()
	published := sum
	if len(r.checksum) == hex.EncodedLen(sha1.Size) { // OpenSanctions publishes SHA-1
		published = sha1.New()
	}
	n, err := io.Copy(io.MultiWriter(diskWriter{out}, sum, both(published, sum)), io.LimitReader(from, r.maxBytes+1))
	if err = errors.Join(err, out.Close()); err != nil {
		return fail(fmt.Errorf("what arrived cannot be unpacked: %w", err))
	}
	if n > r.maxBytes {
		return fail(errors.Join(fmt.Errorf("unpacks to more than %d bytes, the limit for this list", r.maxBytes), os.Remove(path)))
	}
	if r.size > 0 && n != r.size {
		return fail(fmt.Errorf("wrong length: %d bytes arrived, the publisher says %d", n, r.size))
	}
	if got := hex.EncodeToString(published.Sum(nil)); r.checksum != "" && !strings.EqualFold(got, r.checksum) {
		return fail(fmt.Errorf("wrong checksum: %s, the publisher says %s", got, r.checksum))
	}
	if err := refusePage(path); err != nil {
		return fail(err)
	}
	_ = os.Remove(part + ".json")
	_ = os.Remove(part)
	return &fetched{path: path, validators: meta.Validators, size: n, sha256: hex.EncodeToString(sum.Sum(nil))}, nil
}

// both is a unless that is b, which is written to already.
func both(a, b hash.Hash) io.Writer {
	if a == b {
		return io.Discard
	}
	return a
}

// refusePage says what an HTML page is that came in place of a list.
func refusePage(path string) error {
	file, err := source.OpenFile(path)
	if err != nil {
		return err
	}
	if file.Shape() != source.ShapeHTML {
		return nil
	}
	text := file.Text()
	title := ""
	if at := strings.Index(strings.ToLower(text), "<title"); at >= 0 {
		_, rest, _ := strings.Cut(text[at:], ">")
		title, _, _ = strings.Cut(rest, "<")
	}
	if title = strings.Join(strings.Fields(title), " "); title != "" {
		return fmt.Errorf("the server sent an HTML page in place of the list, titled %q", source.Shorten(title, 80))
	}
	return errors.New("the server sent an HTML page in place of the list")
}

func statusError(resp *http.Response) error {
	err := fmt.Errorf("the server answers %s", resp.Status)
	switch {
	case resp.StatusCode == http.StatusTooManyRequests, resp.StatusCode == http.StatusServiceUnavailable:
		if seconds, convErr := strconv.Atoi(resp.Header.Get("Retry-After")); convErr == nil && seconds > 0 {
			return retryAfter{err, time.Duration(seconds) * time.Second}
		}
		if when, timeErr := http.ParseTime(resp.Header.Get("Retry-After")); timeErr == nil {
			return retryAfter{err, time.Until(when)}
		}
		return err
	case resp.StatusCode == http.StatusRequestTimeout, resp.StatusCode >= 500:
		return err
	}
	return permanent{err}
}

// contentRange reads "bytes 100-199/200"; total is 0 where the server does not
// know it.
func contentRange(text string) (start, total int64, ok bool) {
	rest, found := strings.CutPrefix(text, "bytes ")
	span, all, cut := strings.Cut(rest, "/")
	from, _, dash := strings.Cut(span, "-")
	start, err := strconv.ParseInt(from, 10, 64)
	if !found || !cut || !dash || err != nil || start < 0 {
		return 0, 0, false
	}
	if all == "*" {
		return start, 0, true
	}
	total, err = strconv.ParseInt(all, 10, 64)
	return start, total, err == nil && total > start
}

var errTooSlow = errors.New("too slow")

// watchedBody ends a download that stands still or trickles.
type watchedBody struct {
	r        io.Reader
	idle     *time.Timer
	idleFor  time.Duration
	minRate  int64
	window   time.Duration
	start    time.Time
	inWindow int64
	read     int64
	progress func(n int64)
}

func (b *watchedBody) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	b.idle.Reset(b.idleFor)
	b.read += int64(n)
	b.inWindow += int64(n)
	b.progress(b.read)
	if passed := time.Since(b.start); passed >= b.window && err == nil {
		if rate := float64(b.inWindow) / passed.Seconds(); rate < float64(b.minRate) {
			return n, fmt.Errorf("%w: %.0f bytes a second over %s, at least %d are asked for", errTooSlow, rate, passed.Round(time.Millisecond), b.minRate)
		}
		b.start, b.inWindow = time.Now(), 0
	}
	return n, err
}
