package main

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"deciban/internal/names"
)

// group is a party's names: every spelling that a list gives it.
type group struct {
	id    string
	kind  names.Kind
	names []string
}

// readOFAC reads the names of an OFAC CSV list: sdn.csv and alt.csv.
func readOFAC(dir string) ([]group, error) {
	byID := map[string]*group{}
	var order []string
	err := eachCSV(filepath.Join(dir, "sdn.csv"), func(f []string) {
		if len(f) < 4 {
			return
		}
		kind := names.Organisation
		switch strings.TrimSpace(f[2]) {
		case "individual":
			kind = names.Person
		case "vessel", "aircraft":
			kind = names.Object
		}
		byID[f[0]] = &group{id: f[0], kind: kind, names: []string{f[1]}}
		order = append(order, f[0])
	})
	if err != nil {
		return nil, err
	}
	err = eachCSV(filepath.Join(dir, "alt.csv"), func(f []string) {
		if len(f) < 4 {
			return
		}
		if g := byID[f[0]]; g != nil {
			g.names = append(g.names, f[3])
		}
	})
	if err != nil {
		return nil, err
	}
	var out []group
	for _, id := range order {
		out = append(out, *byID[id])
	}
	return out, nil
}

func eachCSV(path string, f func([]string)) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	r := csv.NewReader(bufio.NewReader(file))
	r.FieldsPerRecord = -1
	r.LazyQuotes = true
	for {
		rec, err := r.Read()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		f(rec)
	}
}

// politician is a person of training/names/politicians_multilingual.csv.
type politician struct {
	id     string
	latin  []string // distinct spellings, English first
	native map[string][]string
}

func readPoliticians(shared string) ([]politician, error) {
	byID := map[string]*politician{}
	var order []string
	err := eachCSV(filepath.Join(shared, "training/names/politicians_multilingual.csv"), func(f []string) {
		if len(f) < 4 || f[0] == "id" {
			return
		}
		p := byID[f[0]]
		if p == nil {
			p = &politician{id: f[0], native: map[string][]string{}}
			byID[f[0]] = p
			order = append(order, f[0])
		}
		name := f[3]
		if i := strings.IndexByte(name, '('); i > 0 {
			name = strings.TrimSpace(name[:i])
		}
		if f[2] == "LATIN" {
			if !slices.Contains(p.latin, name) {
				if f[1] == "en" {
					p.latin = append([]string{name}, p.latin...)
				} else {
					p.latin = append(p.latin, name)
				}
			}
		} else if !slices.Contains(p.native[f[2]], name) {
			p.native[f[2]] = append(p.native[f[2]], name)
		}
	})
	if err != nil {
		return nil, err
	}
	var out []politician
	for _, id := range order {
		out = append(out, *byID[id])
	}
	return out, nil
}

// tokenPair is a Latin and a native spelling of one token.
type tokenPair struct {
	latin, native string
	count         float64
}

// readTransliteration reads a file of training/transliteration: Latin, a tab,
// native letters separated by spaces, and optionally a tab and a count.
func readTransliteration(path string) ([]tokenPair, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var out []tokenPair
	for line := range strings.Lines(string(b)) {
		f := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if len(f) < 2 {
			continue
		}
		p := tokenPair{latin: f[0], native: strings.ReplaceAll(f[1], " ", ""), count: 1}
		if len(f) > 2 {
			if c, err := strconv.ParseFloat(f[2], 64); err == nil {
				p.count = c
			}
		}
		out = append(out, p)
	}
	return out, nil
}
