package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"deciban/internal/entity"
	"deciban/internal/screen"
	"deciban/internal/weigh"
)

type compareCmd struct {
	A      string `arg:"" help:"A name, a file with one entity as FollowTheMoney JSON, or the JSON itself."`
	B      string `arg:"" help:"The other one."`
	Schema string `help:"What the two names are names of." default:"Person" placeholder:"SCHEMA"`
	JSON   bool   `name:"json" help:"Print one JSON document."`
}

func (compareCmd) Help() string {
	return `Weighs the evidence that both are the same party; no list is needed. An entity without an
id and with properties only is enough.

Examples:
  deciban compare "Usama bin Ladin" "Osama bin Laden"
  deciban compare customer.json entry.json --json
  deciban compare '{"schema":"Person","properties":{"name":["Li Wei"],"birthDate":["1970"]}}' "Wei LI"`
}

func (cmd *compareCmd) Run(a *app) error {
	one, err := comparedEntity(cmd.A, cmd.Schema)
	if err != nil {
		return err
	}
	other, err := comparedEntity(cmd.B, cmd.Schema)
	if err != nil {
		return err
	}
	model := weigh.Default()
	m, err := screen.Compare(model, one, other)
	if err != nil {
		return err
	}
	if cmd.JSON {
		l := screen.LineMatches([]screen.Match{m})[0]
		return writeJSON(a.out, compareJSON{newSubjectJSON(one), newSubjectJSON(other), l.Decibans, l.Probability, l.Evidence, model.Version()})
	}
	fmt.Fprintf(a.out, "%s dB, %s (%s) that both are the same\n", a.screen.style(bold, m.Weight.String()), screen.Likelihood(m.Probability), screen.Percent(m.Probability))
	return a.writeEvidence(m)
}

// compareJSON is what compare --json prints.
type compareJSON struct {
	Subject     subjectJSON           `json:"subject"`
	Entry       subjectJSON           `json:"entry"`
	Decibans    weigh.Weight          `json:"decibans"`
	Probability float64               `json:"probability"`
	Evidence    []screen.LineEvidence `json:"evidence"`
	Model       string                `json:"model"`
}

// maxEntityFile is the largest file that is read as one entity: the largest
// real entries have some 200 kB.
const maxEntityFile = 16 << 20

// comparedEntity tells a file and JSON from a name.
func comparedEntity(arg, schema string) (*entity.Entity, error) {
	if strings.HasPrefix(strings.TrimSpace(arg), "{") {
		return decodeEntity([]byte(arg), "the argument")
	}
	f, err := os.Open(arg)
	if err != nil {
		if strings.HasSuffix(arg, ".json") {
			return nil, fmt.Errorf("read entity: %w", err)
		}
		flags := subjectFlags{Schema: schema}
		return flags.entity(arg)
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxEntityFile+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("read entity: %w", err)
	case len(text) > maxEntityFile:
		return nil, fmt.Errorf("read entity: %s has more than %d bytes", arg, maxEntityFile)
	}
	return decodeEntity(text, arg)
}

func decodeEntity(text []byte, where string) (*entity.Entity, error) {
	s, err := screen.DecodeSubject(bytes.TrimSpace(text))
	if err != nil {
		var v *entity.ValueError
		if errors.As(err, &v) {
			return nil, fmt.Errorf("%s: %w", where, err)
		}
		return nil, fmt.Errorf("%s is not an entity as FollowTheMoney JSON: %w", where, err)
	}
	return s, nil
}
