package sample

import (
	"encoding/csv"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"unicode"

	"deciban/internal/testkit"
)

// TestFactsStandInTheListsTheyCite looks each name, identifier and birth year
// up in the official file that its entry's id points to.
func TestFactsStandInTheListsTheyCite(t *testing.T) {
	said := listed(t)
	for _, r := range records(t) {
		if !r.Target {
			continue
		}
		id := r.ID
		if r.Schema == "CryptoWallet" {
			id = r.Properties["holder"][0] // lists give an address as a party's
		}
		text, ok := said[id]
		if !ok {
			t.Errorf("%s: is not on the list", id)
			continue
		}
		for prop, values := range r.Properties {
			for _, v := range values {
				for _, word := range facts(prop, v) {
					if !strings.Contains(text, word) {
						t.Errorf("%s: %s %q: the list does not say %q", r.ID, prop, v, word)
					}
				}
			}
		}
	}
}

// facts returns the folded pieces of a value that the list must hold. Names in
// other scripts are of public record and not always in the files of those days.
func facts(prop, value string) []string {
	switch prop {
	case "name", "alias", "weakAlias", "previousName":
		if script(value) != "Latin" {
			return nil
		}
		var words []string
		for w := range strings.FieldsFuncSeq(value, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("-/()—,", r) }) {
			words = append(words, fold(w))
		}
		return words
	case "birthDate":
		var years []string
		for part := range strings.SplitSeq(strings.TrimSuffix(value, "~"), "/") {
			years = append(years, part[:4])
		}
		return years
	case "passportNumber", "idNumber", "taxNumber", "innCode", "ogrnCode", "okpoCode", "mmsi", "callSign", "swiftBic",
		"licenseNumber", "serialNumber", "model", "email", "website", "publicKey":
		var words []string
		for w := range strings.FieldsSeq(value) {
			words = append(words, fold(w))
		}
		return words
	case "imoNumber":
		return []string{strings.TrimPrefix(value, "IMO")}
	}
	return nil
}

// listed returns, by the id that a reader would give, all that the official
// files say of an entry, folded.
func listed(t *testing.T) map[string]string {
	t.Helper()
	said := make(map[string]string)
	for _, name := range []string{
		testkit.Shared(t, "lists", "us_ofac_sdn", "2021-07", "sdn.csv"),
		testkit.Shared(t, "lists", "us_ofac_sdn", "2021-07", "alt.csv"),
		testkit.Shared(t, "lists", "us_ofac_sdn", "2021-07", "add.csv"),
		testkit.Shared(t, "lists", "us_ofac_sdn", "2021-12-02T014159", "sdn.csv"),
	} {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		rows := csv.NewReader(f)
		rows.FieldsPerRecord = -1
		for {
			row, err := rows.Read()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			said["ofac-"+row[0]] += fold(strings.Join(row, " "))
		}
	}
	f, err := os.Open(testkit.Shared(t, "lists", "un_sc_sanctions", "un_2022-10-21.xml"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	d := xml.NewDecoder(f)
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		start, ok := tok.(xml.StartElement)
		if !ok || start.Name.Local != "INDIVIDUAL" && start.Name.Local != "ENTITY" {
			continue
		}
		var entry struct {
			Ref  string `xml:"REFERENCE_NUMBER"`
			Text string `xml:",innerxml"`
		}
		if err := d.DecodeElement(&entry, &start); err != nil {
			t.Fatal(err)
		}
		said["un-"+strings.TrimSpace(entry.Ref)] = fold(entry.Text)
	}
	// Numbers of two companies that the United Nations list without them.
	said["un-KPe.020"] += said["ofac-17068"]
	said["un-KPe.072"] += said["ofac-23779"]
	return said
}

// fold keeps letters and digits, in lower case.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// script returns the name of the script of the first letter of s.
func script(s string) string {
	for _, r := range s {
		if !unicode.IsLetter(r) {
			continue
		}
		for _, name := range []string{"Latin", "Arabic", "Cyrillic", "Han", "Hangul", "Ethiopic", "Myanmar"} {
			if unicode.Is(unicode.Scripts[name], r) {
				return name
			}
		}
	}
	return "other"
}
