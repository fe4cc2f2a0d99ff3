// Package places finds the places that a news text names, and tells which of several places of one name is meant.
//
// A small table of countries, capitals and large cities is built in; a file of
// GeoNames (https://www.geonames.org, CC BY 4.0) adds all towns of 15,000
// people and more.
package places

import (
	"archive/zip"
	"bufio"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"sync"

	"deciban/internal/entity"
	"deciban/internal/reporting/text"
)

// A Kind is what sort of place it is.
type Kind uint8

// The kinds.
const (
	City Kind = iota
	Capital
	Country
)

var kindNames = [...]string{"city", "capital", "country"}

// String returns the kind in a word.
func (k Kind) String() string { return kindNames[k] }

// A Place is an entry of the gazetteer.
type Place struct {
	// ID is the number of GeoNames, or the code of a country.
	ID string
	// Name is in English where GeoNames has it so.
	Name string
	// Country is the code of FtM and ISO 3166-1 alpha-2, in lower case.
	Country    string
	Lat, Lon   float64
	Population int64
	Kind       Kind
}

// A key is a name of one or several words, hung on its first word.
type key struct {
	rest []string
	// places are indices into Gazetteer.places; demonym marks words for people.
	places  []int32
	demonym bool
}

// A Gazetteer knows places by name. It does not change and may be used by
// several goroutines.
type Gazetteer struct {
	places []Place
	byWord map[string][]key
}

//go:embed builtin.txt
var builtinText string

// Builtin returns the table that is built in.
var Builtin = sync.OnceValue(func() *Gazetteer {
	g := &Gazetteer{byWord: map[string][]key{}}
	if err := g.builtin(builtinText); err != nil {
		panic("BUG: " + err.Error())
	}
	return g
})

// Len returns the number of places.
func (g *Gazetteer) Len() int { return len(g.places) }

func (g *Gazetteer) builtin(content string) error {
	countries := map[string]int32{}
	section, n := "", 0
	for line := range strings.SplitSeq(content, "\n") {
		n++
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		if line[0] == '[' {
			section = line
			continue
		}
		f := strings.Split(line, "|")
		var p Place
		var lat, lon, people string
		switch {
		case section == "[countries]" && len(f) == 4:
			p = Place{ID: f[0], Name: entity.CountryName(f[0]), Country: f[0], Kind: Country}
			lat, lon, people = f[1], f[2], f[3]
		case section == "[cities]" && len(f) == 7:
			p = Place{ID: f[0], Name: f[1], Country: f[2]}
			if f[6] == "capital" {
				p.Kind = Capital
			}
			lat, lon, people = f[3], f[4], f[5]
		default:
			return fmt.Errorf("builtin.txt: line %d: %q is neither a country nor a city", n, line)
		}
		if err := p.numbers(lat, lon, people); err != nil {
			return fmt.Errorf("builtin.txt: line %d: %w", n, err)
		}
		g.places = append(g.places, p)
		id := int32(len(g.places) - 1)
		if p.Kind == Country {
			countries[p.ID] = id
			continue
		}
		g.name(p.Name, id, false)
	}
	for w := range entity.CountryWords {
		if id, ok := countries[w.Code]; ok {
			g.name(w.Word, id, w.Demonym)
		}
	}
	for _, w := range [...][2]string{{"U.S.", "us"}, {"US", "us"}, {"U.K.", "gb"}, {"UK", "gb"}, {"Soviet Union", "ru"}, {"USSR", "ru"}} {
		g.name(w[0], countries[w[1]], false)
	}
	return nil
}

func (p *Place) numbers(lat, lon, people string) (err error) {
	if p.Lat, err = strconv.ParseFloat(lat, 64); err != nil || p.Lat < -90 || p.Lat > 90 {
		return fmt.Errorf("latitude %q is no number from -90 to 90", lat)
	}
	if p.Lon, err = strconv.ParseFloat(lon, 64); err != nil || p.Lon < -180 || p.Lon > 180 {
		return fmt.Errorf("longitude %q is no number from -180 to 180", lon)
	}
	if p.Population, err = strconv.ParseInt(people, 10, 64); err != nil || p.Population < 0 {
		return fmt.Errorf("population %q is no number", people)
	}
	return nil
}

// name hangs a place on the words of a name.
func (g *Gazetteer) name(s string, id int32, demonym bool) {
	d := text.Cut(s)
	if len(d.Tokens) == 0 {
		return
	}
	first := d.Tokens[0].Lower
	rest := make([]string, len(d.Tokens)-1)
	for i := range rest {
		rest[i] = d.Tokens[i+1].Lower
	}
	keys := g.byWord[first]
	at := len(keys)
	for i := range keys {
		if len(keys[i].rest) == len(rest) && equal(keys[i].rest, rest) {
			if keys[i].demonym != demonym {
				return
			}
			for _, x := range keys[i].places {
				if x == id {
					return
				}
			}
			keys[i].places = append(keys[i].places, id)
			return
		}
		if at == len(keys) && len(keys[i].rest) < len(rest) {
			at = i
		}
	}
	// The longest first.
	keys = append(keys, key{})
	copy(keys[at+1:], keys[at:])
	keys[at] = key{rest: rest, places: []int32{id}, demonym: demonym}
	g.byWord[first] = keys
}

func equal(a, b []string) bool {
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// mostBytes bounds a gazetteer file: cities15000 has 8 MB, cities500 30 MB.
const mostBytes = 256 << 20

// Open reads a file of GeoNames such as cities15000.txt, or the archive
// cities15000.zip with it, on top of the built-in table. An error names file,
// line, field and value.
func Open(path string) (*Gazetteer, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open gazetteer: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("open gazetteer %q: %w", path, err)
	}
	var r io.Reader = f
	if z, err := zip.NewReader(f, info.Size()); err == nil {
		for _, x := range z.File {
			if strings.HasSuffix(x.Name, ".txt") && !strings.HasPrefix(x.Name, "readme") {
				rc, err := x.Open()
				if err != nil {
					return nil, fmt.Errorf("open gazetteer %q: %q: %w", path, x.Name, err)
				}
				defer rc.Close()
				r = rc
				break
			}
		}
		if r == io.Reader(f) {
			return nil, fmt.Errorf("open gazetteer %q: the archive holds no .txt file", path)
		}
	} else if !errors.Is(err, zip.ErrFormat) {
		return nil, fmt.Errorf("open gazetteer %q: %w", path, err)
	}
	g, err := Read(io.LimitReader(r, mostBytes))
	if err != nil {
		return nil, fmt.Errorf("read gazetteer %q: %w", path, err)
	}
	return g, nil
}

// geoNames has the fields of http://download.geonames.org/export/dump/readme.txt:
// geonameid, name, asciiname, alternatenames, latitude, longitude, feature class,
// feature code, country code, cc2, admin1 to admin4, population, elevation, dem,
// timezone, modification date.
const geoNames = 19

// Read is Open for a table that is open already.
func Read(r io.Reader) (*Gazetteer, error) {
	b := Builtin()
	g := &Gazetteer{places: append([]Place(nil), b.places...), byWord: make(map[string][]key, 1<<15)}
	for w, keys := range b.byWord {
		own := make([]key, len(keys))
		for i, k := range keys {
			k.places = append([]int32(nil), k.places...)
			own[i] = k
		}
		g.byWord[w] = own
	}
	byID := make(map[string]int32, len(b.places))
	for i := range g.places {
		byID[g.places[i].ID] = int32(i)
	}
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, 1<<20)
	n := 0
	for sc.Scan() {
		n++
		line := sc.Text()
		if line == "" {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != geoNames {
			return nil, fmt.Errorf("line %d: %d fields, want %d parted by tabs", n, len(f), geoNames)
		}
		if f[6] != "P" && f[6] != "A" {
			continue
		}
		p := Place{ID: f[0], Name: f[2], Country: strings.ToLower(f[8])}
		if p.Name == "" {
			p.Name = f[1]
		}
		if f[7] == "PPLC" {
			p.Kind = Capital
		}
		if _, err := strconv.ParseUint(p.ID, 10, 63); err != nil {
			return nil, fmt.Errorf("line %d: geonameid %q is no number", n, p.ID)
		}
		if err := p.numbers(f[4], f[5], f[14]); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		id, known := byID[p.ID]
		if !known {
			g.places = append(g.places, p)
			id = int32(len(g.places) - 1)
			byID[p.ID] = id
		}
		g.name(p.Name, id, false)
		if f[1] != p.Name {
			g.name(f[1], id, false)
		}
		for alt := range strings.SplitSeq(f[3], ",") {
			if plain(alt) && alt != p.Name {
				g.name(alt, id, false)
			}
		}
	}
	if err := sc.Err(); err != nil {
		return nil, fmt.Errorf("line %d: %w", n+1, err)
	}
	if n == 0 {
		return nil, errors.New("no places in it")
	}
	return g, nil
}

// plain says whether another name is one that English texts may use: Latin
// letters without marks of romanisation, and more than an airport's code.
func plain(s string) bool {
	if len(s) < 5 || s == strings.ToUpper(s) {
		return false
	}
	for i := 0; i < len(s); i++ {
		c := s[i]
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == ' ' || c == '-') {
			return false
		}
	}
	return s[0] >= 'A' && s[0] <= 'Z'
}
