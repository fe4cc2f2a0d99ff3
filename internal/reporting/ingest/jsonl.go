package ingest

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// jsonFields are the keys under which archives keep what an article needs, the
// first that is there counts.
var jsonFields = map[string][]string{
	"text":      {"text", "content", "body", "article", "maintext", "doctext"},
	"title":     {"title", "headline"},
	"author":    {"author", "authors", "byline", "creator"},
	"publisher": {"publisher", "source", "site", "sourceName", "source_domain", "domain"},
	"url":       {"url", "link", "sourceUrl", "uri"},
	"published": {"published", "date", "publishedAt", "date_publish", "datePublished", "pubDate", "published_at"},
	"language":  {"language", "lang"},
}

// readJSONL reads an object a line. Keys that it does not know are left aside:
// each archive has its own.
func readJSONL(name string, in *bufio.Reader, opt *Options, one Visit) error {
	for n := 1; ; n++ {
		line, err := readLine(in, maxPage)
		if errors.Is(err, io.EOF) && len(line) == 0 {
			return nil
		}
		where := fmt.Sprintf("%s: line %d", name, n)
		if err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("%s: %w", where, err)
		}
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		a, err := jsonArticle(where, line)
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

func jsonArticle(where string, line []byte) (*Article, error) {
	var fields map[string]json.RawMessage
	if !utf8.Valid(line) {
		return nil, fmt.Errorf("%s: not UTF-8", where)
	}
	if err := json.Unmarshal(line, &fields); err != nil {
		return nil, fmt.Errorf("%s: %w", where, err)
	}
	get := func(what string) (string, error) {
		for _, key := range jsonFields[what] {
			raw, ok := fields[key]
			if !ok || string(raw) == "null" {
				continue
			}
			var s string
			var list []string
			var named struct{ Name, Title string }
			switch {
			case json.Unmarshal(raw, &s) == nil:
				return s, nil
			case json.Unmarshal(raw, &list) == nil:
				return strings.Join(list, ", "), nil
			case json.Unmarshal(raw, &named) == nil:
				return named.Name + named.Title, nil
			}
			return "", fmt.Errorf("%s: field %q is %s, not a text", where, key, shorten(string(raw)))
		}
		return "", nil
	}
	a := &Article{Format: JSONL, Where: where}
	var day string
	for what, to := range map[string]*string{"text": &a.Text, "title": &a.Title, "author": &a.Author, "publisher": &a.Publisher, "url": &a.URL, "published": &day, "language": &a.Language} {
		var err error
		if *to, err = get(what); err != nil {
			return nil, err
		}
	}
	if strings.TrimSpace(a.Text) == "" {
		return nil, fmt.Errorf("%s: no text: none of the fields %s", where, strings.Join(jsonFields["text"], ", "))
	}
	if day != "" {
		var ok bool
		if a.Published, ok = parseDay(day); !ok {
			a.Remarks = append(a.Remarks, fmt.Sprintf("its day of publication is no date: %s", shorten(day)))
		}
	}
	return a, bounded(a)
}

// readLine reads a line of at most limit bytes.
func readLine(in *bufio.Reader, limit int) ([]byte, error) {
	var line []byte
	for {
		part, err := in.ReadSlice('\n')
		if len(line)+len(part) > limit {
			return nil, fmt.Errorf("a line of over %d MB", limit>>20)
		}
		line = append(line, part...)
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, err
		}
	}
}

// shorten cuts a value for an error.
func shorten(s string) string {
	if len(s) > 60 {
		s = strings.ToValidUTF8(s[:60], "") + "…"
	}
	return fmt.Sprintf("%q", s)
}
