package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"deciban/internal/names"
)

// writeResources turns the legal forms and organisation words of
// training/resources (OpenSanctions rigour, MIT) into the data files of the
// names room: a notion, a tab, and its spellings separated by "|".
func writeResources(shared, out string) error {
	var types []struct {
		Aliases []string `json:"aliases"`
		Display string   `json:"display"`
		Compare string   `json:"compare"`
		Generic string   `json:"generic"`
	}
	if err := readJSON(filepath.Join(shared, "training/resources/org_types.json"), &types); err != nil {
		return err
	}
	legal := map[string][]string{}
	for _, t := range types {
		notion := t.Generic
		if notion == "" {
			notion = t.Compare
		}
		if notion == "" {
			notion = t.Display
		}
		// A notion is a comparable form like any other: a–z and digits.
		notion = names.FoldLatin(strings.Map(letterOrDigit, notion))
		if notion == "" {
			continue
		}
		spellings := append(slices.Clone(t.Aliases), t.Display)
		if t.Compare != "" {
			spellings = append(spellings, t.Compare)
		}
		legal[notion] = append(legal[notion], spellings...)
	}
	moveSpellings(legal, "llp", "llc", limitedPartnershipsThatAreCompanies)
	if err := writeNotions(filepath.Join(out, "legal.txt"), "Legal forms: a notion and how it is written. From OpenSanctions rigour (MIT).", legal); err != nil {
		return err
	}
	var symbols map[string]map[string][]string
	if err := readJSON(filepath.Join(shared, "training/resources/symbols.json"), &symbols); err != nil {
		return err
	}
	words := map[string][]string{}
	for _, group := range []string{"org_symbols", "org_domains"} {
		for notion, spellings := range symbols[group] {
			words[strings.ToLower(notion)] = append(words[strings.ToLower(notion)], spellings...)
		}
	}
	return writeNotions(filepath.Join(out, "words.txt"), "Words of organisations' names: a notion and the words for it. From OpenSanctions rigour (MIT).", words)
}

// limitedPartnershipsThatAreCompanies are the forms of Kazakhstan that translate
// to "limited liability partnership" and are what others call a limited liability
// company: publishers write either for them.
var limitedPartnershipsThatAreCompanies = []string{"товарищество с ограниченной ответственностью", "тоо"}

// moveSpellings moves spellings from one notion to another.
func moveSpellings(notions map[string][]string, from, to string, spellings []string) {
	notions[from] = slices.DeleteFunc(notions[from], func(s string) bool {
		return slices.Contains(spellings, strings.ToLower(strings.TrimSpace(s)))
	})
	notions[to] = append(notions[to], spellings...)
}

// readNicknames reads names and their short forms (carltonnorthern/nicknames,
// Apache-2.0).
func readNicknames(shared string) (map[string][]string, error) {
	b, err := os.ReadFile(filepath.Join(shared, "training/names/nicknames_english.csv"))
	if err != nil {
		return nil, err
	}
	out := map[string][]string{}
	for i, line := range strings.Split(strings.TrimSpace(string(b)), "\n") {
		f := strings.Split(strings.TrimSpace(line), ",")
		if i == 0 || len(f) != 3 {
			continue
		}
		out[f[0]] = append(out[f[0]], f[2])
	}
	return out, nil
}

func letterOrDigit(r rune) rune {
	if r == '.' || r == ' ' || r == '-' || r == '/' || r == '|' || r == '\t' {
		return -1
	}
	return r
}

func readJSON(path string, into any) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(b, into); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

func writeNotions(path, title string, notions map[string][]string) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n# Written by the model's trainer; do not edit.\n", title)
	keys := make([]string, 0, len(notions))
	for k := range notions {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		var clean []string
		for _, s := range notions[k] {
			s = strings.ToLower(strings.TrimSpace(strings.NewReplacer("|", " ", "\t", " ", "\n", " ").Replace(s)))
			if s != "" {
				clean = append(clean, s)
			}
		}
		slices.Sort(clean)
		clean = slices.Compact(clean)
		fmt.Fprintf(&b, "%s\t%s\n", k, strings.Join(clean, "|"))
	}
	return os.WriteFile(path, []byte(b.String()), 0o644)
}
