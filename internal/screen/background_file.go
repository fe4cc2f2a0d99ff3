package screen

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"deciban/internal/screen/ordinary"
)

// Backgrounds are kept in the folder of the lists, below "background":
// customers.json, which "deciban calibrate" writes, and one file for each
// snapshot and model for which the built-in ordinary parties were screened,
// which can be deleted at any time. docs/format/background.md describes them.
const backgroundDir = "background"

// backgroundFormat is the version of the files' form.
const backgroundFormat = 1

// maxBackground bounds what is read of a file: real ones have some 50 kB.
const maxBackground = 16 << 20

// backgroundDoc is a background as a file.
type backgroundDoc struct {
	Format   int    `json:"format"`
	Snapshot string `json:"snapshot"`
	Model    string `json:"model"`
	*Background
}

func customersPath(dir string) string { return filepath.Join(dir, backgroundDir, "customers.json") }

func ordinaryPath(dir, snapshot, model string) string {
	return filepath.Join(dir, backgroundDir, fmt.Sprintf("ordinary-%s-%.12s-%s.json", ordinary.Recipe, snapshot, safeName(model)))
}

// ReadBackground returns what the folder of the lists knows of ordinary
// subjects, for a snapshot and a model: the user's own customers if they were
// measured with that model, else what was kept of the built-in parties, else
// nil. Weights of another model mean something else; then note says that the
// customers have to be measured anew.
func ReadBackground(dir, snapshot, model string) (b *Background, note string, err error) {
	customers, err := readBackground(customersPath(dir))
	if err != nil {
		return nil, "", err
	}
	if customers != nil {
		if customers.Model == model {
			customers.stale = customers.Snapshot != snapshot
			return customers, "", nil
		}
		note = fmt.Sprintf("the customers were measured with model %s, not %s: run deciban calibrate again; until then the built-in background serves", customers.Model, model)
	}
	return readOrdinary(dir, snapshot, model), note, nil
}

// readOrdinary returns what was kept of the made-up parties, or nil: a file that
// cannot be read is measured again and replaced.
func readOrdinary(dir, snapshot, model string) *Background {
	b, err := readBackground(ordinaryPath(dir, snapshot, model))
	if err != nil || b == nil || b.Snapshot != snapshot || b.Model != model || b.Recipe != ordinary.Recipe {
		return nil
	}
	return b
}

// readBackground returns nil if there is no such file.
func readBackground(path string) (*Background, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err == nil && info.Size() > maxBackground {
		err = fmt.Errorf("%d bytes are too many", info.Size())
	}
	var text []byte
	if err == nil {
		text, err = os.ReadFile(path)
	}
	if err != nil {
		return nil, fmt.Errorf("read background %s: %w", path, err)
	}
	b, err := decodeBackground(text)
	if err != nil {
		return nil, fmt.Errorf("read background %s: %w; deciban calibrate writes it anew", path, err)
	}
	return b, nil
}

// decodeBackground checks what the counts promise.
func decodeBackground(text []byte) (*Background, error) {
	doc := backgroundDoc{Background: &Background{}}
	if err := json.Unmarshal(text, &doc); err != nil {
		return nil, fmt.Errorf("damaged: %w", err)
	}
	if doc.Format != backgroundFormat {
		return nil, fmt.Errorf("format %d, where this program knows %d", doc.Format, backgroundFormat)
	}
	if doc.Background == nil {
		return nil, errors.New("damaged: no counts")
	}
	for _, s := range []*Strengths{&doc.Persons, &doc.Others} {
		sum := 0
		for i, c := range s.Counts {
			if c.Count < 1 || c.Count > s.Subjects || c.Weight < 0 || i > 0 && c.Weight >= s.Counts[i-1].Weight {
				return nil, errors.New("damaged: the counts are out of order")
			}
			sum += c.Count
		}
		if s.Subjects < 0 || sum > s.Subjects {
			return nil, errors.New("damaged: the counts exceed the subjects")
		}
	}
	doc.Background.Snapshot, doc.Background.Model = doc.Snapshot, doc.Model
	return doc.Background, nil
}

// WriteBackground keeps a background in the folder of the lists.
func WriteBackground(dir string, b *Background) error {
	path := ordinaryPath(dir, b.Snapshot, b.Model)
	if b.Customers {
		path = customersPath(dir)
	}
	text, err := json.Marshal(backgroundDoc{backgroundFormat, b.Snapshot, b.Model, b})
	if err == nil {
		err = writeWhole(path, append(text, '\n'))
	}
	if err != nil {
		return fmt.Errorf("write background: %w", err)
	}
	return nil
}

// writeWhole writes a file so that under its name there is ever the former
// content or all of the new. It is for the user alone, as the lists are.
func writeWhole(path string, text []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}
