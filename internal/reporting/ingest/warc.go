package ingest

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/textproto"
	"strconv"
	"strings"

	"github.com/klauspost/compress/gzip"
)

// readWARC reads a web archive (ISO 28500, WARC 1.0 and 1.1): pages and texts
// of its responses, resources and conversions. Everything else is passed over.
// Compressed archives hold a gzip member for each record, which together read
// as one stream.
func readWARC(name string, in *bufio.Reader, opt *Options, one Visit) error {
	for n := 1; ; n++ {
		where := fmt.Sprintf("%s: record %d", name, n)
		head, err := warcHead(in)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", where, err)
		}
		length, err := strconv.ParseInt(head.Get("Content-Length"), 10, 64)
		if err != nil || length < 0 || length > maxRecord {
			return fmt.Errorf("%s: Content-Length %s: not a number of bytes from 0 to %d", where, shorten(head.Get("Content-Length")), maxRecord)
		}
		block := &io.LimitedReader{R: in, N: length}
		a, err := warcArticle(where, head, block)
		if _, copyErr := io.Copy(io.Discard, block); copyErr != nil {
			return fmt.Errorf("%s: %w", where, copyErr)
		}
		if block.N > 0 {
			return fmt.Errorf("%s: cut short: %d of %d bytes are missing", where, block.N, length)
		}
		if err != nil {
			if err := opt.skip(err); err != nil {
				return err
			}
			continue
		}
		if a != nil {
			if err := one(a); err != nil {
				return err
			}
		}
	}
}

// warcHead reads the named fields of a record; io.EOF where no record follows.
func warcHead(in *bufio.Reader) (textproto.MIMEHeader, error) {
	var first string
	for {
		line, err := readLine(in, 1<<16)
		if errors.Is(err, io.EOF) && len(bytes.TrimSpace(line)) == 0 {
			return nil, io.EOF
		}
		if err != nil {
			return nil, fmt.Errorf("its head: %w", err)
		}
		if first = strings.TrimSpace(string(line)); first != "" {
			break
		}
	}
	if !strings.HasPrefix(first, "WARC/") {
		return nil, fmt.Errorf("begins with %s, not with WARC/", shorten(first))
	}
	head := textproto.MIMEHeader{}
	for size := 0; ; {
		line, err := readLine(in, 1<<16)
		if err != nil {
			return nil, fmt.Errorf("its head is cut short: %w", err)
		}
		if size += len(line); size > 1<<20 {
			return nil, errors.New("its head is over 1 MB")
		}
		text := strings.TrimSpace(string(line))
		if text == "" {
			return head, nil
		}
		key, value, ok := strings.Cut(text, ":")
		if !ok {
			return nil, fmt.Errorf("field %s has no colon", shorten(text))
		}
		head.Set(strings.TrimSpace(key), strings.TrimSpace(value))
	}
}

// warcArticle returns the article of a record, nil if it holds none.
func warcArticle(where string, head textproto.MIMEHeader, block io.Reader) (*Article, error) {
	address := strings.Trim(head.Get("WARC-Target-URI"), "<>")
	contentType := head.Get("Content-Type")
	switch head.Get("WARC-Type") {
	case "response":
		kind, _, _ := mime.ParseMediaType(contentType)
		if kind != "application/http" {
			return nil, nil
		}
		res, err := http.ReadResponse(bufio.NewReader(block), nil)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", where, err)
		}
		defer res.Body.Close()
		contentType = res.Header.Get("Content-Type")
		if res.StatusCode != http.StatusOK || !readable(contentType) {
			return nil, nil
		}
		block = res.Body
		switch res.Header.Get("Content-Encoding") {
		case "", "identity":
		case "gzip", "x-gzip":
			z, err := gzip.NewReader(block)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", where, err)
			}
			defer z.Close()
			block = z
		default:
			return nil, fmt.Errorf("%s: packed as %s, which is not read", where, shorten(res.Header.Get("Content-Encoding")))
		}
	case "resource", "conversion":
		if !readable(contentType) {
			return nil, nil
		}
	default:
		return nil, nil
	}
	body, err := readAll(block, maxPage)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", where, err)
	}
	var a *Article
	if strings.Contains(contentType, "html") {
		a, err = page(where, address, contentType, body)
	} else {
		a, err = plain(where, body)
	}
	if err != nil {
		return nil, err
	}
	a.Format, a.URL = WARC, address
	if a.Published == "" {
		if day, ok := dayOfURL(address); ok {
			a.Published = day
			a.Remarks = append(a.Remarks, "day of publication from the address")
		}
	}
	return a, nil
}

func readable(contentType string) bool {
	kind, _, _ := mime.ParseMediaType(contentType)
	return kind == "text/html" || kind == "application/xhtml+xml" || kind == "text/plain"
}
