// Package ftm reads FollowTheMoney entities, one JSON object a line, as OpenSanctions and others publish them.
package ftm

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"deciban/internal/entity"
	"deciban/internal/lists/source"
)

// MaxLine is the most bytes that an entity may have. The largest of the
// OpenSanctions data, with thousands of sanctions and names, have under 1 MB.
const MaxLine = 16 << 20

// Format is the reader.
var Format = source.Format{
	Name:     "ftm-jsonl",
	Title:    "FollowTheMoney entities, JSON lines",
	MaxBytes: 16 << 30,
	Claim: func(files []*source.File) []source.Claim {
		var claims []source.Claim
		for _, f := range files {
			if first, ok := head(f); ok {
				dataset := ""
				if len(first.Datasets) == 1 {
					dataset = first.Datasets[0]
				}
				claims = append(claims, source.Claim{Dataset: dataset, Files: []*source.File{f}})
			}
		}
		return claims
	},
	Read: read,
}

type shape struct {
	ID         string          `json:"id"`
	Schema     string          `json:"schema"`
	Datasets   []string        `json:"datasets"`
	Properties json.RawMessage `json:"properties"`
}

// head tells whether the first line is an entity. A line longer than the head
// counts if it begins as one.
func head(f *source.File) (first shape, ok bool) {
	if f.Shape() != source.ShapeJSON {
		return shape{}, false
	}
	text := strings.TrimLeft(f.Text(), " \t\r\n")
	line, _, whole := strings.Cut(text, "\n")
	if err := json.Unmarshal([]byte(line), &first); err == nil {
		return first, first.ID != "" && first.Schema != "" && first.Properties != nil
	}
	return shape{}, !whole && f.Cut() && strings.HasPrefix(line, "{") && strings.Contains(line, `"schema"`) && strings.Contains(line, `"id"`)
}

func read(in *source.Input, b *source.Builder) error {
	f := in.Files[0]
	s, err := in.Open(f)
	if err != nil {
		return err
	}
	lines := bufio.NewScanner(s)
	lines.Buffer(make([]byte, 0, 64<<10), MaxLine)
	dataset, line := "", 0
	fail := func(err error) error { return &source.Error{File: f.Name, Line: line, Err: err} }
	for lines.Scan() {
		line++
		text := lines.Bytes()
		if line == 1 {
			text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
		}
		if text = bytes.TrimSpace(text); len(text) == 0 {
			continue
		}
		if !utf8.Valid(text) {
			return fail(errors.New("is not UTF-8"))
		}
		e, err := entity.Decode(text)
		if err != nil {
			return fail(err)
		}
		switch {
		case in.Dataset != "" && !slices.Contains(e.Datasets, in.Dataset):
			e.Datasets = append([]string{in.Dataset}, e.Datasets...)
		case in.Dataset != "":
		case len(e.Datasets) == 0:
			return fail(errors.New("the entity names no dataset: name the list (--dataset)"))
		case dataset == "":
			dataset = e.Datasets[0]
		case !slices.Contains(e.Datasets, dataset):
			return fail(fmt.Errorf("the entities belong to several datasets (%s, %s): name the list (--dataset)", dataset, e.Datasets[0]))
		}
		name := in.Dataset
		if name == "" {
			name = dataset
		}
		place(b, e, f.Name, line, name)
		b.Describe(name, name, "", "")
		add := b.Part
		if isEntry(e) {
			add = b.Entry
		}
		if err := add(e); err != nil {
			return fail(err)
		}
		b.Settle()
	}
	if err := lines.Err(); err != nil {
		line++
		if errors.Is(err, bufio.ErrTooLong) {
			return fail(fmt.Errorf("%w: over %d bytes without an end", source.ErrTooLong, MaxLine))
		}
		var e *source.Error
		if errors.As(err, &e) {
			return err
		}
		return fail(err)
	}
	return nil
}

// place says of each statement where it stands, and reports those in doubt.
func place(b *source.Builder, e *entity.Entity, file string, line int, dataset string) {
	for i := range e.Statements {
		st := &e.Statements[i]
		st.Place = entity.Place{File: file, Line: line, Path: "properties/" + st.Prop}
		st.Dataset = dataset
		if st.Remark != "" {
			b.Problem(e, st.Place, st.Text(), st.Remark)
		}
	}
}

// isEntry tells parties from what belongs to them. An address or a wallet that
// somebody holds is matchable in FtM, but not listed for itself.
func isEntry(e *entity.Entity) bool {
	return e.Schema.Matchable && !e.Schema.IsA("Address")
}
