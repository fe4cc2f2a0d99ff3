package ingest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"strings"
	"unicode"

	"codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"
)

// mostElements bounds the work on one page: some hundred times an ordinary one.
const mostElements = 200_000

// page takes the article out of an HTML page. contentType is that of the HTTP
// header, if any.
func page(where, address, contentType string, body []byte) (*Article, error) {
	doc, err := parseHTML(body, contentType)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", where, err)
	}
	a := &Article{Format: HTML, Where: where, URL: address, Extracted: true}
	facts := factsOf(doc)
	if a.URL == "" {
		a.URL = facts.url
	}
	at, err := url.Parse(a.URL)
	if err != nil || a.URL == "" {
		at = &url.URL{Scheme: "https", Host: "localhost"}
	}
	article, err := takeArticle(doc, at)
	switch {
	case err == nil && article.Node != nil:
		a.Text = textOf(article.Node)
		a.Title, a.Author, a.Publisher, a.Language = article.Title(), article.Byline(), article.SiteName(), language(article.Language())
		if t, err := article.PublishedTime(); err == nil {
			a.Published = t.Format("2006-01-02")
		}
	default:
		a.Text = textOf(doc)
		a.Remarks = append(a.Remarks, "no article was found on the page: all its text was taken")
	}
	for _, f := range []struct {
		to   *string
		text string
	}{{&a.Title, facts.title}, {&a.Author, facts.author}, {&a.Publisher, facts.publisher}, {&a.Language, language(facts.language)}, {&a.Published, facts.published}} {
		if strings.TrimSpace(*f.to) == "" {
			*f.to = f.text
		}
	}
	if a.Publisher == "" && at.Host != "localhost" {
		a.Publisher = strings.TrimPrefix(at.Hostname(), "www.")
	}
	if a.Published == "" {
		if day, ok := dayOfURL(a.URL); ok {
			a.Published = day
			a.Remarks = append(a.Remarks, "day of publication from the address")
		}
	}
	if strings.TrimSpace(a.Text) == "" {
		return nil, fmt.Errorf("%s: the page holds no text", where)
	}
	return a, bounded(a)
}

func parseHTML(body []byte, contentType string) (*html.Node, error) {
	r, err := charset.NewReader(bytes.NewReader(body), contentType)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if err != nil {
		r = bytes.NewReader(nil)
	}
	text, err := readAll(r, 4*maxPage)
	if err != nil {
		return nil, err
	}
	return html.Parse(strings.NewReader(strings.ToValidUTF8(string(text), "\uFFFD")))
}

// takeArticle guards against pages that the library does not expect: hostile
// input must end in an error, and its author does not promise that.
func takeArticle(doc *html.Node, at *url.URL) (a readability.Article, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("cannot be taken apart: %v", p)
		}
	}()
	parser := readability.NewParser()
	parser.MaxElemsToParse = mostElements
	// Short agency news are articles too.
	parser.CharThresholds = 150
	return parser.ParseDocument(doc, at)
}

func language(tag string) string {
	tag, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(tag)), "-")
	tag, _, _ = strings.Cut(tag, "_")
	if len(tag) != 2 {
		return ""
	}
	return tag
}

type pageFacts struct {
	title, author, publisher, published, language, url string
}

// metaFields are the names of meta elements, in the order in which they are
// trusted.
var metaFields = map[string][]string{
	"title":     {"og:title", "twitter:title", "dc.title"},
	"author":    {"author", "article:author", "dc.creator", "parsely-author", "byl"},
	"publisher": {"og:site_name", "dc.publisher", "application-name", "publisher"},
	"published": {"article:published_time", "og:article:published_time", "datepublished", "parsely-pub-date", "pubdate", "publish-date", "publishdate", "publication_date", "dc.date", "dc.date.issued", "dcterms.created", "dcterms.date", "sailthru.date", "date"},
	"url":       {"og:url"},
}

// jsonDay finds the day in a page's linked data, which need not be whole JSON.
var jsonDay = regexp.MustCompile(`"(?:datePublished|dateCreated)"\s*:\s*"([^"]{8,40})"`)

// factsOf collects what pages say about themselves beside the article.
func factsOf(doc *html.Node) pageFacts {
	meta := map[string]string{}
	var f pageFacts
	var timeDay, linked string
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.DataAtom {
		case atom.Html:
			f.language = attr(n, "lang")
		case atom.Title:
			if f.title == "" && n.FirstChild != nil {
				f.title = n.FirstChild.Data
			}
		case atom.Meta:
			for _, key := range []string{"property", "name", "itemprop"} {
				if k := strings.ToLower(attr(n, key)); k != "" && meta[k] == "" {
					meta[k] = attr(n, "content")
				}
			}
		case atom.Link:
			if strings.EqualFold(attr(n, "rel"), "canonical") && f.url == "" {
				f.url = attr(n, "href")
			}
		case atom.Time:
			if day, ok := parseDay(attr(n, "datetime")); ok && timeDay == "" {
				timeDay = day
			}
		case atom.Script:
			if attr(n, "type") == "application/ld+json" && n.FirstChild != nil && linked == "" {
				if m := jsonDay.FindStringSubmatch(n.FirstChild.Data); m != nil {
					linked, _ = parseDay(m[1])
				}
			}
		}
	}
	get := func(what string) string {
		for _, key := range metaFields[what] {
			if v := strings.TrimSpace(meta[key]); v != "" {
				return v
			}
		}
		return ""
	}
	if t := get("title"); t != "" {
		f.title = t
	}
	f.author, f.publisher = get("author"), get("publisher")
	if f.url == "" {
		f.url = get("url")
	}
	for _, key := range metaFields["published"] {
		if day, ok := parseDay(meta[key]); ok {
			f.published = day
			break
		}
	}
	for _, day := range []string{linked, timeDay} {
		if f.published == "" {
			f.published = day
		}
	}
	return f
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// textOf writes the text below a node: blocks as paragraphs with an empty line
// between, white space as one space, nothing of what is not shown.
func textOf(n *html.Node) string {
	var b strings.Builder
	space, breaks := false, 0
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		switch n.Type {
		case html.TextNode:
			for _, r := range n.Data {
				if unicode.IsSpace(r) || r == '\u200b' {
					space = true
					continue
				}
				if b.Len() > 0 {
					switch {
					case breaks > 0:
						b.WriteString("\n\n"[:min(breaks, 2)])
					case space:
						b.WriteByte(' ')
					}
				}
				space, breaks = false, 0
				b.WriteRune(r)
			}
			return
		case html.ElementNode:
			switch n.DataAtom {
			case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Iframe, atom.Svg, atom.Head, atom.Button, atom.Form:
				return
			case atom.Br:
				breaks = max(breaks, 1)
				return
			}
		}
		block := n.Type == html.ElementNode && blocks[n.DataAtom]
		if block {
			breaks = 2
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
		if block {
			breaks = 2
		}
	}
	walk(n)
	return b.String()
}

var blocks = map[atom.Atom]bool{
	atom.P: true, atom.Div: true, atom.Section: true, atom.Article: true, atom.Main: true, atom.Header: true, atom.Footer: true, atom.Aside: true, atom.Nav: true,
	atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true, atom.Ul: true, atom.Ol: true, atom.Li: true, atom.Dl: true, atom.Dt: true, atom.Dd: true,
	atom.Table: true, atom.Tr: true, atom.Blockquote: true, atom.Pre: true, atom.Figure: true, atom.Figcaption: true, atom.Hr: true, atom.Address: true, atom.Td: true, atom.Th: true,
}
