package un

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"deciban/internal/lists/source"
)

// FuzzRecord puts any content into a record: the reader must end in a list or
// in an error that names the file, and lose no element's text.
func FuzzRecord(f *testing.F) {
	f.Add("<FIRST_NAME>IVAN</FIRST_NAME><INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1958</FROM_YEAR></INDIVIDUAL_DATE_OF_BIRTH>")
	f.Add("<INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>Jordan 654781</NUMBER><NOTE>expires on 3 Mar. 2014</NOTE></INDIVIDUAL_DOCUMENT>")
	f.Add("<INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>A; B</ALIAS_NAME><NOTE>original script: Б</NOTE></INDIVIDUAL_ALIAS>")
	f.Add("<COMMENTS1>See XXi.002. IMO number: 5434358</COMMENTS1><NEW>43</NEW><INDIVIDUAL_ADDRESS><NOTE>a, b</NOTE></INDIVIDUAL_ADDRESS>")
	f.Fuzz(func(t *testing.T, inner string) {
		text := `<?xml version="1.0" encoding="UTF-8"?><CONSOLIDATED_LIST dateGenerated="2031-02-03"><INDIVIDUALS><INDIVIDUAL><REFERENCE_NUMBER>XXi.001</REFERENCE_NUMBER>` +
			inner + `</INDIVIDUAL></INDIVIDUALS></CONSOLIDATED_LIST>`
		path := filepath.Join(t.TempDir(), "un.xml")
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		file, err := source.OpenFile(path)
		if err != nil {
			t.Fatal(err)
		}
		l, err := Format.Run(context.Background(), []*source.File{file}, source.Options{})
		var e *source.Error
		if err != nil {
			if !errors.As(err, &e) || e.File != "un.xml" {
				t.Errorf("error %v names no file", err)
			}
			return
		}
		if l.Counts.Entries == 0 {
			t.Error("no entry and no error")
		}
	})
}
