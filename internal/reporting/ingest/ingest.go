// Package ingest turns what arrives (plain texts, pages, feeds, web archives, JSON lines, folders of these) into articles whose text stays as it was received.
//
// Every offset that later rooms give points into Article.Text. For plain texts
// and JSON lines that is the text as received, byte for byte, but for an
// encoding that is not UTF-8 and a byte order mark. For a page it is the text
// of the article in it, without menus and advertisements: Extracted says so,
// and it is that text which is kept.
package ingest

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/klauspost/compress/gzip"
)

// Format is the form in which an article arrived.
type Format string

// The formats. Any tells a file by what it holds.
const (
	Any   Format = ""
	Text  Format = "text"
	HTML  Format = "html"
	Feed  Format = "feed"
	WARC  Format = "warc"
	JSONL Format = "jsonl"
)

// Article is a news text and what is known of where it comes from.
type Article struct {
	// Text is what all offsets refer to. It is valid UTF-8.
	Text      string `json:"text"`
	Title     string `json:"title,omitempty"`
	Author    string `json:"author,omitempty"`
	Publisher string `json:"publisher,omitempty"`
	URL       string `json:"url,omitempty"`
	// Published is the day as YYYY-MM-DD, "" where nothing tells it.
	Published string `json:"published,omitempty"`
	Format    Format `json:"format"`
	// Where names the file, and the record in it.
	Where string `json:"where"`
	// Extracted is true where Text was taken out of a page, so that offsets are
	// those of the extracted text and not of the page.
	Extracted bool `json:"extracted,omitempty"`
	// Language is an ISO 639-1 code, "und" where the text does not tell.
	Language string `json:"language"`
	// Remarks say what was done to the text or could not be found out.
	Remarks []string `json:"remarks,omitempty"`
}

// ID names an article by what it says and who published it where and when, so
// that reading a file twice keeps it once. It is 24 hexadecimal digits.
func (a *Article) ID() string {
	h := sha256.New()
	for _, s := range []string{a.Publisher, a.URL, a.Published, a.Title, a.Text} {
		fmt.Fprintf(h, "%d:%s", len(s), s)
	}
	return hex.EncodeToString(h.Sum(nil)[:12])
}

// English tells whether the article is read further than its names. A text too
// short to tell its language is taken for English.
func (a *Article) English() bool { return a.Language == "en" || a.Language == "und" }

// The bounds. A news text has some kilobytes; a transcript of a day in court a
// few hundred.
const (
	maxText   = 4 << 20  // bytes of one article's text
	maxPage   = 16 << 20 // bytes of one page, feed or record
	maxRecord = 1 << 30  // bytes that a record of an archive may claim, and have skipped
	maxFiles  = 1 << 20  // files of a folder
)

// Options of reading.
type Options struct {
	// Format says what a file is; Any tells by its content.
	Format Format
	// Published is the day of articles that do not say theirs, as YYYY-MM-DD.
	Published string
	// Publisher is that of articles that do not say theirs.
	Publisher string
	// Skipped is called for each file of a folder and each record that cannot be
	// read; it decides whether reading goes on (nil) or ends with what it
	// returns. If it is not set, the first error ends the reading.
	Skipped func(err error) error
}

func (o *Options) skip(err error) error {
	if o.Skipped == nil {
		return err
	}
	return o.Skipped(err)
}

// Visit takes an article. Its error ends the reading and is returned.
type Visit func(*Article) error

// Path reads a file or all files of a folder and below it, in the order of
// their names; hidden files and folders are left out.
func Path(ctx context.Context, path string, opt Options, visit Visit) error {
	info, err := os.Stat(path)
	if err != nil {
		return fmt.Errorf("read reports: %w", err)
	}
	if !info.IsDir() {
		return file(ctx, path, opt, visit)
	}
	n := 0
	return filepath.WalkDir(path, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return opt.skip(fmt.Errorf("read reports: %w", err))
		}
		if strings.HasPrefix(d.Name(), ".") && p != path {
			if d.IsDir() {
				return filepath.SkipDir
			}
			return nil
		}
		if !d.Type().IsRegular() {
			return nil
		}
		if n++; n > maxFiles {
			return fmt.Errorf("read reports: %s: more than %d files", path, maxFiles)
		}
		err = file(ctx, p, opt, visit)
		var v visitError
		if err == nil || ctx.Err() != nil || errors.As(err, &v) {
			return err
		}
		return opt.skip(err)
	})
}

// visitError marks what the caller's visit returned, which always ends the
// reading.
type visitError struct{ error }

func (v visitError) Unwrap() error { return v.error }

func file(ctx context.Context, path string, opt Options, visit Visit) error {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("read reports: %w", err)
	}
	defer f.Close()
	return Reader(ctx, path, f, opt, visit)
}

// Reader reads what r holds; name is what errors and Article.Where call it.
func Reader(ctx context.Context, name string, r io.Reader, opt Options, visit Visit) error {
	in := bufio.NewReaderSize(r, 1<<16)
	if head, _ := in.Peek(2); bytes.Equal(head, []byte{0x1f, 0x8b}) {
		z, err := gzip.NewReader(in)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		defer z.Close()
		in = bufio.NewReaderSize(z, 1<<16)
	}
	format := opt.Format
	if format == Any {
		head, _ := in.Peek(2048)
		format = tell(name, head)
	}
	one := func(a *Article) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		if a.Published == "" && opt.Published != "" {
			a.Published = opt.Published
			a.Remarks = append(a.Remarks, "day of publication as given")
		}
		if a.Publisher == "" {
			a.Publisher = opt.Publisher
		}
		a.finish()
		if err := visit(a); err != nil {
			return visitError{err}
		}
		return nil
	}
	switch format {
	case WARC:
		return readWARC(name, in, &opt, one)
	case JSONL:
		return readJSONL(name, in, &opt, one)
	case Text, HTML, Feed:
		body, err := readAll(in, maxPage)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		switch format {
		case Feed:
			return readFeed(name, body, &opt, one)
		case HTML:
			a, err := page(name, "", "", body)
			if err != nil {
				return err
			}
			return one(a)
		}
		a, err := plain(name, body)
		if err != nil {
			return err
		}
		return one(a)
	}
	return fmt.Errorf("%s: no format %q", name, format)
}

// readAll reads at most limit bytes, and fails where there are more.
func readAll(r io.Reader, limit int64) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, err
	}
	if int64(len(b)) > limit {
		return nil, fmt.Errorf("over %d MB, the most that is read of one", limit>>20)
	}
	return b, nil
}

// tell tells a format by the first bytes, and by the file's name where a text
// could be anything.
func tell(name string, head []byte) Format {
	head = bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))
	start := bytes.TrimLeft(head, " \t\r\n")
	lower := bytes.ToLower(start)
	switch {
	case bytes.HasPrefix(start, []byte("WARC/")):
		return WARC
	case bytes.HasPrefix(start, []byte("{")):
		return JSONL
	case bytes.HasPrefix(lower, []byte("<rss")), bytes.HasPrefix(lower, []byte("<feed")), bytes.HasPrefix(lower, []byte("<rdf:")):
		return Feed
	case bytes.HasPrefix(lower, []byte("<?xml")):
		for _, mark := range []string{"<rss", "<feed", "<rdf:rdf"} {
			if bytes.Contains(lower, []byte(mark)) {
				return Feed
			}
		}
		return HTML
	case bytes.HasPrefix(lower, []byte("<!doctype")), bytes.HasPrefix(lower, []byte("<html")), bytes.HasPrefix(lower, []byte("<head")),
		bytes.HasPrefix(lower, []byte("<body")), bytes.HasPrefix(lower, []byte("<!--")):
		return HTML
	}
	switch ext := strings.ToLower(filepath.Ext(strings.TrimSuffix(name, ".gz"))); ext {
	case ".html", ".htm", ".xhtml":
		return HTML
	}
	return Text
}

// finish tells the language and tidies the facts beside the text.
func (a *Article) finish() {
	for _, s := range []*string{&a.Title, &a.Author, &a.Publisher} {
		*s = strings.Join(strings.Fields(strings.ToValidUTF8(*s, "\uFFFD")), " ")
		if len(*s) > 1000 {
			*s = strings.ToValidUTF8((*s)[:1000], "")
		}
	}
	told := tellLanguage(a.Text)
	if told == "und" && a.Language != "" {
		told = a.Language
	}
	a.Language = told
	switch told {
	case "en":
	case "und":
		a.Remarks = append(a.Remarks, "too short to tell its language: taken for English")
	default:
		a.Remarks = append(a.Remarks, "not in English: only names are looked for")
	}
}
