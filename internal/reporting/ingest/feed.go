package ingest

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"golang.org/x/net/html/charset"
)

// feedItem is an item of RSS 0.9 to 2.0 or an entry of Atom (RFC 4287); the
// names of elements count, not their namespaces.
type feedItem struct {
	Title   string `xml:"title"`
	Links   []link `xml:"link"`
	GUID    string `xml:"guid"`
	PubDate string `xml:"pubDate"`
	Date    string `xml:"date"`
	Issued  string `xml:"published"`
	Updated string `xml:"updated"`
	Encoded string `xml:"encoded"`
	Content markup `xml:"content"`
	Summary markup `xml:"summary"`
	About   markup `xml:"description"`
	Creator string `xml:"creator"`
	Authors []struct {
		Name string `xml:"name"`
		Text string `xml:",chardata"`
	} `xml:"author"`
}

type link struct {
	Rel  string `xml:"rel,attr"`
	Href string `xml:"href,attr"`
	Text string `xml:",chardata"`
}

// markup is text that is HTML, written as text or as elements.
type markup struct {
	Type  string `xml:"type,attr"`
	Inner string `xml:",innerxml"`
	Text  string `xml:",chardata"`
}

func (m markup) html() string {
	if m.Type == "xhtml" {
		return m.Inner
	}
	return m.Text
}

func (it *feedItem) address() string {
	for _, l := range it.Links {
		if l.Href != "" && (l.Rel == "" || l.Rel == "alternate") {
			return strings.TrimSpace(l.Href)
		}
		if t := strings.TrimSpace(l.Text); t != "" {
			return t
		}
	}
	if strings.Contains(it.GUID, "://") {
		return strings.TrimSpace(it.GUID)
	}
	return ""
}

// readFeed reads the items of a feed. What a feed holds is often the beginning
// of an article only; the article itself is not fetched.
func readFeed(name string, body []byte, opt *Options, one Visit) error {
	dec := xml.NewDecoder(bytes.NewReader(body))
	dec.Strict = false
	dec.Entity = xml.HTMLEntity
	dec.CharsetReader = charset.NewReaderLabel
	publisher := ""
	n, root := 0, false
	depth := 0
	for {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("%s: after item %d: %w", name, n, err)
		}
		switch el := tok.(type) {
		case xml.EndElement:
			depth--
		case xml.StartElement:
			depth++
			switch {
			case depth == 1:
				if l := strings.ToLower(el.Name.Local); l != "rss" && l != "feed" && l != "rdf" {
					return fmt.Errorf("%s: begins with <%s>: neither RSS nor Atom", name, el.Name.Local)
				}
				root = true
			case el.Name.Local == "title" && publisher == "":
				var t string
				if err := dec.DecodeElement(&t, &el); err != nil {
					return fmt.Errorf("%s: title: %w", name, err)
				}
				publisher = t
				depth--
			case el.Name.Local == "item" || el.Name.Local == "entry":
				n++
				depth--
				where := fmt.Sprintf("%s: item %d", name, n)
				var it feedItem
				if err := dec.DecodeElement(&it, &el); err != nil {
					return fmt.Errorf("%s: %w", where, err)
				}
				a, err := it.article(where, publisher)
				if err != nil {
					if err := opt.skip(err); err != nil {
						return err
					}
					continue
				}
				if err := one(a); err != nil {
					return err
				}
			}
		}
	}
	if !root {
		return fmt.Errorf("%s: holds no feed", name)
	}
	return nil
}

func (it *feedItem) article(where, publisher string) (*Article, error) {
	a := &Article{Title: it.Title, Publisher: publisher, URL: it.address(), Author: it.Creator, Format: Feed, Where: where, Extracted: true}
	for _, by := range it.Authors {
		if a.Author == "" {
			a.Author = strings.TrimSpace(by.Name + " " + by.Text)
		}
	}
	for _, content := range []string{it.Encoded, it.Content.html(), it.About.html(), it.Summary.html()} {
		if strings.TrimSpace(content) == "" {
			continue
		}
		doc, err := parseHTML([]byte("<body>"+content), "text/html; charset=utf-8")
		if err != nil {
			return nil, fmt.Errorf("%s: %w", where, err)
		}
		if a.Text = textOf(doc); a.Text != "" {
			break
		}
	}
	if a.Text == "" {
		a.Text = strings.Join(strings.Fields(it.Title), " ")
		a.Remarks = append(a.Remarks, "the feed gives no more than the title")
	}
	if a.Text == "" {
		return nil, fmt.Errorf("%s: neither text nor title", where)
	}
	for _, t := range []string{it.Issued, it.PubDate, it.Date, it.Updated} {
		if day, ok := parseDay(t); ok {
			a.Published = day
			break
		}
	}
	return a, bounded(a)
}

// Fetch downloads a feed and reads it. Only https is asked for, or http on this
// machine, so that nobody on the way can put words into a publisher's mouth.
func Fetch(ctx context.Context, address string, opt Options, visit Visit) error {
	if err := allowed(address); err != nil {
		return err
	}
	client := &http.Client{Timeout: 2 * time.Minute, CheckRedirect: func(r *http.Request, via []*http.Request) error {
		if len(via) > 5 {
			return errors.New("sent elsewhere more than five times")
		}
		return allowed(r.URL.String())
	}}
	defer client.CloseIdleConnections()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return fmt.Errorf("fetch feed: %w", err)
	}
	req.Header.Set("User-Agent", "deciban")
	req.Header.Set("Accept", "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.8")
	res, err := client.Do(req)
	if err != nil {
		return fmt.Errorf("fetch feed: %w", err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("fetch feed %s: the server answers %s", address, res.Status)
	}
	opt.Format = Feed
	return Reader(ctx, address, res.Body, opt, visit)
}

func allowed(address string) error {
	u, err := url.Parse(address)
	if err != nil {
		return fmt.Errorf("feed address: %w", err)
	}
	switch u.Scheme {
	case "https":
		return nil
	case "http":
		if ip := net.ParseIP(u.Hostname()); u.Hostname() == "localhost" || ip != nil && ip.IsLoopback() {
			return nil
		}
		return fmt.Errorf("feed address %q: http is for this machine alone; use https", address)
	}
	return fmt.Errorf("feed address %q: must begin with https://", address)
}
