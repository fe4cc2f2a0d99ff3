package ftm

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"deciban/internal/lists/source"
)

func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"id":"x-1","schema":"Person","datasets":["xx_test"],"properties":{"name":["Ivan Example"]}}`))
	f.Add([]byte("{\"id\":\"x\",\"schema\":\"Vessel\",\"datasets\":[\"a\"],\"properties\":{\"imoNumber\":[\"9187629\"]}}\n\n{"))
	f.Add([]byte(`{"id":"","schema":"Person","properties":{}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		path := filepath.Join(t.TempDir(), "x.json")
		if err := os.WriteFile(path, data, 0o666); err != nil {
			t.Fatal(err)
		}
		file, err := source.OpenFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range Format.Claim([]*source.File{file}) {
			l, err := Format.Run(context.Background(), c.Files, source.Options{Dataset: "xx_test"})
			var e *source.Error
			if err != nil && !errors.As(err, &e) && l != nil {
				t.Errorf("both a list and the error %v", err)
			}
		}
	})
}
