package catalog

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"deciban/internal/catalog/durable"
	"deciban/internal/lists"
)

// manifestFormat is the version of the manifests that this code writes. The
// history of the versions is in docs/format/snapshot.md.
const manifestFormat = 1

// Manifest says what a snapshot is made of. It holds no time of ours, so that
// the same lists give the same manifest, and so the same snapshot id, on every
// machine.
type Manifest struct {
	Format   int       `json:"format"`
	Datasets []Dataset `json:"datasets"` // sorted by name
}

// Dataset is one version of one list.
type Dataset struct {
	// Name as in the OpenSanctions ecosystem, such as "un_sc_sanctions".
	Name      string `json:"name"`
	Title     string `json:"title,omitempty"`
	Publisher string `json:"publisher,omitempty"`
	// Reader names the reader that it was read with, such as "ofac-csv".
	Reader string `json:"reader,omitempty"`
	// PublishedOn is the list's own date (2006-01-02), empty where it has none.
	PublishedOn string `json:"publishedOn,omitempty"`
	// Sources are the files that it was read from.
	Sources []Source `json:"sources"`
	Counts  Counts   `json:"counts"`
	// Object is the SHA-256 of the statement lines, in hex, and Bytes their
	// length before compression.
	Object string `json:"object"`
	Bytes  int64  `json:"bytes"`
}

// Source is a file of the publisher.
type Source struct {
	// File is the base name.
	File   string `json:"file"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// Counts says what a dataset holds; lists.Counts has the exact meaning of each
// number.
type Counts struct {
	// Entries are the parties listed; Entities are all that is stored, with
	// their sanctions, documents, addresses and links.
	Entries    int `json:"entries"`
	Entities   int `json:"entities"`
	Statements int `json:"statements"`
	Names      int `json:"names"`
	// BirthDates are different texts, Identifiers different numbers, each once
	// for an entry.
	BirthDates  int `json:"birthDates"`
	Identifiers int `json:"identifiers"`
	Addresses   int `json:"addresses"`
	// Problems are values that the reader kept as written because they cannot
	// be what they claim to be.
	Problems int `json:"problems"`
	// Clauses are the remark clauses of a list that has such, Unparsed the
	// texts that stay as notes because no rule understands them.
	Clauses  int `json:"clauses"`
	Unparsed int `json:"unparsed"`
}

// describe returns what the manifest says of a list, but for where it is stored
// and how many entities and statements it has.
func describe(l *lists.List) Dataset {
	d := Dataset{
		Name: l.Dataset, Title: l.Title, Publisher: l.Publisher, Reader: l.Format, PublishedOn: l.PublishedOn,
		Sources: []Source{},
		Counts: Counts{
			Entries: l.Counts.Entries, Names: l.Counts.Names,
			BirthDates: l.Counts.BirthDates, Identifiers: l.Counts.Numbers, Addresses: l.Counts.Addresses,
			Problems: len(l.Problems), Clauses: l.Counts.Clauses, Unparsed: len(l.Unparsed),
		},
	}
	for _, s := range l.Sources {
		d.Sources = append(d.Sources, Source{File: s.Name, Bytes: s.Size, SHA256: s.SHA256})
	}
	return d
}

// Dataset returns the dataset of that name.
func (m *Manifest) Dataset(name string) (Dataset, bool) {
	for _, d := range m.Datasets {
		if d.Name == name {
			return d, true
		}
	}
	return Dataset{}, false
}

// with returns the manifest with d in place of the dataset of its name.
func (m *Manifest) with(d Dataset) Manifest {
	next := m.without(d.Name)
	next.Datasets = append(next.Datasets, d)
	slices.SortFunc(next.Datasets, func(a, b Dataset) int { return strings.Compare(a.Name, b.Name) })
	return next
}

// without returns the manifest without the dataset of that name.
func (m *Manifest) without(name string) Manifest {
	next := Manifest{Format: manifestFormat, Datasets: []Dataset{}}
	for _, d := range m.Datasets {
		if d.Name != name {
			next.Datasets = append(next.Datasets, d)
		}
	}
	return next
}

// encode returns the manifest's bytes and their hash, the snapshot's id.
func (m *Manifest) encode() (b []byte, id string, err error) {
	if b, err = json.MarshalIndent(m, "", "\t"); err != nil {
		return nil, "", err
	}
	b = append(b, '\n')
	sum := sha256.Sum256(b)
	return b, hex.EncodeToString(sum[:]), nil
}

// decodeManifest reads a manifest whose hash must be id.
func decodeManifest(b []byte, id string) (*Manifest, error) {
	sum := sha256.Sum256(b)
	if got := hex.EncodeToString(sum[:]); got != id {
		return nil, fmt.Errorf("%w: its SHA-256 is %s", ErrDamaged, got)
	}
	// The version comes first: a later format may have other fields.
	var version struct {
		Format int `json:"format"`
	}
	if err := json.Unmarshal(b, &version); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if version.Format > manifestFormat {
		return nil, fmt.Errorf("%w: manifest format %d, this one reads up to %d", ErrNewerFormat, version.Format, manifestFormat)
	}
	if version.Format < 1 {
		return nil, fmt.Errorf("%w: manifest format %d", ErrDamaged, version.Format)
	}
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	var m Manifest
	if err := dec.Decode(&m); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return &m, nil
}

// putManifest writes the manifest unless it is there already.
func (c *Catalog) putManifest(m *Manifest) (id string, err error) {
	b, id, err := m.encode()
	if err != nil {
		return "", fmt.Errorf("write manifest: %w", err)
	}
	path := c.path("snapshots", id+".json")
	if old, err := c.fsys.ReadFile(path); err == nil && bytes.Equal(old, b) {
		return id, nil
	}
	return id, durable.WriteFile(c.fsys, path, func(w io.Writer) error {
		_, err := w.Write(b)
		return err
	})
}
