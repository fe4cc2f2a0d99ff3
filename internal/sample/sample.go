// Package sample is the built-in list: ninety-nine entries of public fact to try screening on, with no set-up.
//
// The entries were chosen to show what matters, and written by hand: names in
// their own script, weak aliases, birth dates of every precision, ships that
// changed their names, legal forms of many countries, wallets, ties of family
// and ownership. Their ids are those that the readers of the official lists
// would give them ("un-QDi.006", "ofac-25396"), and sourceUrl says where each
// can be looked up.
//
// Most facts are as the United Nations published them on 21 October 2022 and
// the US Office of Foreign Assets Control in December 2021; names in their own
// script that those files lack, and dates of death, are of common public
// record. Parties are listed and removed every week: the sample is for trying
// the tool out, never for a decision on anybody.
package sample

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"io"

	"deciban/internal/entity"
)

// Dataset is the name of the sample's dataset.
const Dataset = "sample"

// File is the name of the embedded file, as the place of each statement gives
// it.
const File = "sample.ftm.json"

// Date is the day of the newest official list that the sample draws on.
const Date = "2022-10-21"

//go:embed sample.ftm.json
var file []byte

// Entities returns the entries of the sample with their sanctions, passports
// and links, in the order of the file, new with every call. Each statement
// names its line. An error means that the binary was built from a broken file.
func Entities() ([]*entity.Entity, error) {
	var es []*entity.Entity
	r := entity.NewReader(bytes.NewReader(file))
	for {
		e, err := r.Read()
		if errors.Is(err, io.EOF) {
			return es, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", File, err)
		}
		for i := range e.Statements {
			e.Statements[i].Dataset = Dataset
			e.Statements[i].Place = entity.Place{File: File, Line: r.Line()}
		}
		es = append(es, e)
	}
}
