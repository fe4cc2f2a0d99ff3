package cli

import (
	"errors"
	"strings"

	"deciban/internal/weigh"
)

type modelCmd struct {
	Grep string `help:"Print only the lines that hold this text, each with its section." placeholder:"TEXT"`
}

func (modelCmd) Help() string {
	return `Prints the tables that every weight is computed from, in hundredths of a deciban.
docs/evidence.md explains them and recomputes two matches by hand.

Examples:
  deciban model
  deciban model --grep muhammad`
}

func (cmd *modelCmd) Run(a *app) error {
	section, found := "", false
	for line := range strings.Lines(weigh.Text()) {
		if cmd.Grep == "" {
			if _, err := a.out.WriteString(line); err != nil {
				return err
			}
			continue
		}
		if line[0] == '[' {
			section = strings.TrimSuffix(line, "\n")
		}
		if strings.Contains(line, strings.ToLower(cmd.Grep)) || strings.Contains(line, cmd.Grep) {
			found = true
			if _, err := a.out.WriteString(section + "\t" + line); err != nil {
				return err
			}
		}
	}
	if cmd.Grep != "" && !found {
		return errors.New("no line of the model holds that text")
	}
	return nil
}
