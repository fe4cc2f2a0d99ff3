package cli

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"

	"deciban/internal/entity"
	"deciban/internal/evaluate"
	"deciban/internal/lists"
	"deciban/internal/screen"
)

// heldBackFlags make cases of the lists themselves.
type heldBackFlags struct {
	Calibration bool     `help:"Make cases of the lists: hold back one name of each party that has several. Strangers are made-up ordinary parties, or those of --negatives."`
	Hard        bool     `help:"With --calibration: take every second party off the lists, and its name as a stranger's."`
	Except      []string `help:"With --calibration: leave out parties that share a name with these lists, such as those that the model was learned from." placeholder:"PATH" sep:"none"`
}

// evaluated is what is measured.
type evaluated struct {
	lists    *screen.Loaded
	pos, neg []evaluate.Case
}

// cases reads the sets, or makes them of the lists.
func (cmd *evaluateCmd) cases(a *app, rep *evaluate.Report) (*evaluated, error) {
	in := &evaluated{}
	var err error
	// The sets are read first: a slip in them is found before the lists, which
	// take longer, are loaded.
	if cmd.Positives != "" {
		if in.pos, err = readCases("--positives", cmd.Positives); err != nil {
			return nil, err
		}
	}
	if cmd.Negatives != "" {
		if in.neg, err = readCases("--negatives", cmd.Negatives); err != nil {
			return nil, err
		}
	}
	if len(cmd.List) > 0 {
		entities, err := a.readLists("--list", cmd.List)
		if err != nil {
			return nil, err
		}
		if in.lists, err = loadedOf(entities); err != nil {
			return nil, err
		}
	} else if in.lists, err = a.load(asOf{}); err != nil {
		return nil, err
	}
	if !cmd.Calibration {
		return in, nil
	}
	var learned []*entity.Entity
	if len(cmd.Except) > 0 {
		if learned, err = a.readLists("--except", cmd.Except); err != nil {
			return nil, err
		}
	}
	h, err := evaluate.HoldBack(in.lists.Entities, learned, cmd.Hard)
	if err != nil {
		return nil, err
	}
	rep.HeldBack = &evaluate.HeldBackCount{Parties: h.Parties, Learned: h.Skipped}
	in.pos = h.Positive
	if cmd.Negatives == "" {
		in.neg = h.Negative
	}
	if in.lists, err = loadedOf(h.Entities); err != nil {
		return nil, err
	}
	return in, nil
}

func readCases(flag, path string) ([]evaluate.Case, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", flag, err)
	}
	defer f.Close()
	cases, err := evaluate.ReadCases(f)
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", flag, path, err)
	}
	return cases, nil
}

// readLists reads lists that are not to be kept.
func (a *app) readLists(flag string, paths []string) ([]*entity.Entity, error) {
	found, err := lists.Open(paths...)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", flag, err)
	}
	var all []*entity.Entity
	for _, source := range found {
		opt := lists.Options{Progress: a.readProgress(source.Path)}
		if source.Format.Name == "table" {
			// A table does not say what it is, and here its name matters to
			// nobody.
			opt.Dataset = "table"
		}
		l, err := source.Read(a.ctx, opt)
		a.clearProgress()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", flag, err)
		}
		all = append(all, l.Entities...)
	}
	return all, nil
}

// loadedOf names entities that are no snapshot by the hash of what they say.
func loadedOf(entities []*entity.Entity) (*screen.Loaded, error) {
	hash := sha256.New()
	for _, e := range entities {
		line, err := entity.EncodeStatements(e)
		if err != nil {
			return nil, err
		}
		hash.Write(append(line, '\n'))
	}
	return &screen.Loaded{ID: "files-" + hex.EncodeToString(hash.Sum(nil))[:12], Entities: entities}, nil
}

// writer is what reports are written to.
type writer = io.Writer

// writeFile writes a file for the user alone, since reports hold names. Under
// its name there is ever the former content or all of the new.
func writeFile(path string, write func(writer) error) error {
	f, err := os.OpenFile(path+".part", os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	b := bufio.NewWriter(f)
	if err = write(b); err == nil {
		err = b.Flush()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(path+".part", path)
	}
	if err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}
