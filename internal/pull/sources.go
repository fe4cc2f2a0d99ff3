package pull

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"deciban/internal/lists"
)

// Source says where a dataset is published and how often it should be looked
// at.
type Source struct {
	// Dataset is the list's name, such as "us_ofac_sdn".
	Dataset string
	// URLs are the addresses of its files, which belong together.
	URLs []string
	// Index is the address of an OpenSanctions index.json, which names the
	// file, its length and its checksum; then URLs is empty.
	Index string
	// MaxAge is the age from which on the loaded list counts as stale; 0 is
	// never.
	MaxAge time.Duration
	// MaxBytes bounds each file, as sent and as unpacked.
	MaxBytes int64
	// Browser asks as a browser does.
	Browser bool
	// Configured is true where the user named the address.
	Configured bool
}

// DefaultMaxAge is the age from which on a list of a known publisher is stale.
// Publishers change their lists on any working day; three days let a weekend
// pass.
const DefaultMaxAge = 72 * time.Hour

const (
	// defaultMaxBytes is ten times the largest official file (OFAC's advanced
	// XML, 120 MB), collectionMaxBytes that of OpenSanctions' default
	// collection.
	defaultMaxBytes    = 1 << 30
	collectionMaxBytes = 16 << 30
)

// official are the publishers' own addresses, from the publishers' pages as of
// November 2026.
var official = []Source{
	{Dataset: "us_ofac_sdn", URLs: under("https://www.treasury.gov/ofac/downloads/", "sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv")},
	{Dataset: "us_ofac_cons", URLs: under("https://www.treasury.gov/ofac/downloads/consolidated/", "cons_prim.csv", "cons_alt.csv", "cons_add.csv", "cons_comments.csv")},
	{Dataset: "us_trade_csl", URLs: under("https://data.trade.gov/downloadable_consolidated_screening_list/v1/", "consolidated.csv")},
	{Dataset: "us_bis_denied", URLs: under("https://www.bis.doc.gov/dpl/", "dpl.txt")},
	{Dataset: "un_sc_sanctions", URLs: under("https://scsanctions.un.org/resources/xml/en/", "consolidated.xml")},
	{Dataset: "eu_fsf", URLs: []string{"https://webgate.ec.europa.eu/fsd/fsf/public/files/xmlFullSanctionsList_1_1/content?token=dG9rZW4tMjAxNw"}},
	{Dataset: "gb_fcdo_sanctions", URLs: under("https://sanctionslist.fcdo.gov.uk/docs/", "UK-Sanctions-List.xml")},
	{Dataset: "ch_seco_sanctions", URLs: []string{"https://www.sesam.search.admin.ch/sesam-search-web/pages/downloadXmlGesamtliste.xhtml?lang=en&action=downloadXmlGesamtlisteAction"}},
	{Dataset: "au_dfat_sanctions", URLs: under("https://www.dfat.gov.au/sites/default/files/", "Australian_Sanctions_Consolidated_List.xlsx"), Browser: true},
	{Dataset: "ca_dfatd_sema_sanctions", URLs: under("https://www.international.gc.ca/world-monde/assets/office_docs/international_relations-relations_internationales/sanctions/", "sema-lmes.xml")},
}

// CollectionPrefix begins the names of OpenSanctions' collections, as in
// "opensanctions_default".
const CollectionPrefix = "opensanctions_"

func under(base string, names ...string) []string {
	urls := make([]string, len(names))
	for i, n := range names {
		urls[i] = base + n
	}
	return urls
}

// Sources are the known sources: the publishers' and those that the user
// configured.
type Sources struct{ byName map[string]Source }

// ConfigFile is the name of the file in the data folder that names further
// sources, mirrors and limits; docs/format/sources.md describes it.
const ConfigFile = "sources.json"

type configured struct {
	URLs     []string `json:"urls"`
	Index    string   `json:"index"`
	MaxAge   string   `json:"maxAge"`
	MaxBytes int64    `json:"maxBytes"`
}

// LoadSources returns the known sources, with what the configuration file in
// the data folder dir says, if there is one.
func LoadSources(dir string) (*Sources, error) {
	s := &Sources{map[string]Source{}}
	for _, o := range official {
		o.MaxAge, o.MaxBytes = DefaultMaxAge, defaultMaxBytes
		s.byName[o.Dataset] = o
	}
	file := filepath.Join(dir, ConfigFile)
	b, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read sources: %w", err)
	}
	if err := s.configure(b); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return s, nil
}

func (s *Sources) configure(b []byte) error {
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	var all map[string]configured
	if err := dec.Decode(&all); err != nil {
		return err
	}
	if dec.More() {
		return errors.New("holds more than one JSON document")
	}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		c := all[name]
		if !lists.ValidDataset(name) {
			return fmt.Errorf("%q: a dataset's name may have only lower-case letters, digits and _", name)
		}
		src, known := s.Source(name)
		if !known {
			src = Source{Dataset: name, MaxBytes: defaultMaxBytes}
		}
		switch {
		case len(c.URLs) > 0 && c.Index != "":
			return fmt.Errorf("%s: has both \"urls\" and \"index\"", name)
		case len(c.URLs) > 0:
			src.URLs, src.Index, src.Configured = c.URLs, "", true
		case c.Index != "":
			src.URLs, src.Index, src.Configured = nil, c.Index, true
		}
		if c.MaxAge != "" {
			age, err := time.ParseDuration(c.MaxAge)
			if err != nil || age < 0 {
				return fmt.Errorf("%s: \"maxAge\": %q is no duration such as \"72h\"", name, c.MaxAge)
			}
			src.MaxAge = age
		}
		if c.MaxBytes < 0 {
			return fmt.Errorf("%s: \"maxBytes\": %d is negative", name, c.MaxBytes)
		}
		if c.MaxBytes > 0 {
			src.MaxBytes = c.MaxBytes
		}
		if err := src.check(); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		s.byName[name] = src
	}
	return nil
}

// check refuses addresses that could not be asked, before any is.
func (s Source) check() error {
	seen := map[string]bool{}
	for _, u := range append(slices.Clone(s.URLs), s.Index) {
		if u == "" {
			continue
		}
		if err := allowed(u); err != nil {
			return err
		}
		if name := fileName(u); seen[name] {
			return fmt.Errorf("two addresses end in %s", name)
		} else {
			seen[name] = true
		}
	}
	return nil
}

// Source returns the source of a dataset. Any name that begins with
// CollectionPrefix is one of OpenSanctions' collections.
func (s *Sources) Source(dataset string) (Source, bool) {
	if src, ok := s.byName[dataset]; ok {
		return src, true
	}
	if name, ok := strings.CutPrefix(dataset, CollectionPrefix); ok && lists.ValidDataset(name) {
		return Source{
			Dataset: dataset, Index: "https://data.opensanctions.org/datasets/latest/" + name + "/index.json",
			MaxAge: DefaultMaxAge, MaxBytes: collectionMaxBytes,
		}, true
	}
	return Source{}, false
}

// Names returns the names of the sources that have an address, sorted.
func (s *Sources) Names() []string {
	var names []string
	for name, src := range s.byName {
		if len(src.URLs) > 0 || src.Index != "" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// From returns the source with another address: that of a mirror's folder, if
// it ends in "/", with the same names of files; else that of the one file, or
// of an index.json.
func (s Source) From(address string) (Source, error) {
	u, err := url.Parse(address)
	if err != nil {
		return Source{}, fmt.Errorf("the address %q: %w", shown(address), err)
	}
	s.Configured = true
	switch {
	case strings.HasSuffix(u.Path, "/index.json"):
		s.URLs, s.Index = nil, address
	case !strings.HasSuffix(u.Path, "/"):
		if len(s.URLs) > 1 {
			return Source{}, fmt.Errorf("%s has %d files: name the folder that they are in, ending in /", s.Dataset, len(s.URLs))
		}
		s.URLs, s.Index = []string{address}, ""
	case len(s.URLs) == 0:
		return Source{}, fmt.Errorf("%s: nobody knows what its files in %s are called: name the file", s.Dataset, shown(address))
	default:
		urls := make([]string, len(s.URLs))
		for i, old := range s.URLs {
			urls[i] = u.JoinPath(fileName(old)).String()
		}
		s.URLs = urls
	}
	return s, s.check()
}

// fileName is what the file of an address is called: the last piece of its
// path, as far as it can be a file's name.
func fileName(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "file"
	}
	name := strings.Map(func(r rune) rune {
		if r == '/' || r == '\\' || r == ':' || r < ' ' || r == 0x7f {
			return '_'
		}
		return r
	}, path.Base(u.Path))
	if name = strings.TrimLeft(name, "."); name == "" || name == "_" || len(name) > 100 {
		return "file"
	}
	return name
}

// OwnSource returns the source of a list that only the user knows, without an
// address yet: see From.
func OwnSource(dataset string) (Source, error) {
	if !lists.ValidDataset(dataset) {
		return Source{}, fmt.Errorf("dataset %q: a name may have only lower-case letters, digits and _", dataset)
	}
	return Source{Dataset: dataset, MaxBytes: defaultMaxBytes}, nil
}
