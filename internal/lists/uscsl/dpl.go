package uscsl

import (
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"strings"

	"deciban/internal/entity"
	"deciban/internal/lists/source"
)

// DatasetDPL is the Denied Persons List's name in the OpenSanctions ecosystem.
const DatasetDPL = "us_bis_denied"

// DeniedPersons is the reader of dpl.txt, a table separated by tabs.
var DeniedPersons = source.Format{
	Name:     "us-bis-dpl",
	Title:    "US Denied Persons List (BIS), text separated by tabs",
	MaxBytes: 64 << 20,
	Claim: func(files []*source.File) []source.Claim {
		var claims []source.Claim
		for _, f := range files {
			for _, row := range source.HeadRows(f, '\t', 1) {
				if source.HasColumns(row, dplColumns...) {
					claims = append(claims, source.Claim{Dataset: DatasetDPL, Files: []*source.File{f}})
				}
			}
		}
		return claims
	},
	Read: readDPL,
}

var dplColumns = []string{"Name", "Street_Address", "City", "Country", "Effective_Date", "Expiration_Date", "Standard_Order", "FR_Citation"}

const authorityBIS = "US Bureau of Industry and Security"

// readDPL reads the rows. A party has a row for each address; rows with the
// same name and the same dates are one entry. There are no numbers, so that
// the id is made of these.
func readDPL(in *source.Input, b *source.Builder) error {
	f := in.Files[0]
	s, err := in.Open(f)
	if err != nil {
		return err
	}
	c, _, err := source.Header(source.NewRows(s, f.Name, '\t'), f.Name, dplColumns...)
	if err != nil {
		return err
	}
	b.Describe(DatasetDPL, "US Denied Persons List", authorityBIS, "")
	entries := map[string]*entity.Entity{}
	sanctions := map[*entity.Entity]*entity.Entity{}
	for {
		r, err := c.Next(b.Decode)
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		name := r.Get("Name")
		if name == "" {
			return r.Error("Name", "", errors.New("the entry has no name"))
		}
		key := strings.ToUpper(name) + "\x00" + r.Get("Effective_Date") + "\x00" + r.Get("Expiration_Date")
		e := entries[key]
		if e == nil {
			schema := "LegalEntity"
			switch {
			case source.IsCompanyName(name):
				schema = "Company"
			case source.IsOrganisationName(name):
				schema = "Organization"
			}
			e = b.NewEntity("bis-dpl-"+hash(key), schema)
			e.Target = true
			if err := b.Entry(e); err != nil {
				return r.Error("Name", name, err)
			}
			entries[key] = e
			b.AddName(e, name, source.NameAs{Prop: "name"}, r.At("Name"))
			s := b.AddSanction(e, authorityBIS, "us", r.At("Name"))
			sanctions[e] = s
			b.AddProgram(e, s, "Denied Persons List", r.At("Name"))
			for _, d := range [...][2]string{{"Effective_Date", "startDate"}, {"Expiration_Date", "endDate"}} {
				if v := r.Get(d[0]); v != "" {
					b.Set(s, d[1], usDate(v), v, r.At(d[0]))
				}
			}
		}
		s := sanctions[e]
		if v := r.Get("Last_Update"); v != "" {
			b.Set(s, "modifiedAt", v, "", r.At("Last_Update"))
		}
		if v := r.Get("FR_Citation"); v != "" {
			b.SetText(s, "reason", v, "", "", r.At("FR_Citation"))
		}
		if v := r.Get("Standard_Order"); v != "" {
			b.SetText(s, "provisions", "standard order: "+v, "", "", r.At("Standard_Order"))
		}
		if v := r.Get("Action"); v != "" {
			b.SetText(s, "summary", v, "", "", r.At("Action"))
		}
		b.AddAddress(e, source.Address{Street: r.Get("Street_Address"), City: r.Get("City"), State: r.Get("State"), PostalCode: r.Get("Postal_Code"),
			Country: r.Get("Country")}, r.At("Street_Address"))
		r.Rest(b, e)
	}
}

// usDate turns 06/19/2003 into 2003-06-19; anything else stays.
func usDate(text string) string {
	var m, d, y int
	if n, err := fmt.Sscanf(text, "%d/%d/%d", &m, &d, &y); n == 3 && err == nil && entity.ValidDay(y, m, d) {
		return entity.MakeDay(y, m, d).String()
	}
	return text
}

// hash is a short name for a key.
func hash(key string) string {
	h := fnv.New64a()
	io.WriteString(h, key)
	return fmt.Sprintf("%016x", h.Sum64())
}
