package catalog

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"time"

	"deciban/internal/catalog/durable"
)

// Change is one line of the journal: from At on, Snapshot was in force.
type Change struct {
	Snapshot string    `json:"snapshot"`
	At       time.Time `json:"at"`
	// Loaded tells for each dataset of the snapshot when its present version
	// was last loaded. A list that is loaded again unchanged moves only this.
	Loaded map[string]time.Time `json:"loaded"`
	// Action says what was done; lines of format 1 do not say it.
	Action Action `json:"action,omitempty"`
	// Datasets are those that were added or removed.
	Datasets []string `json:"datasets,omitempty"`
	// Accepted are the objections to new versions that were overridden.
	Accepted []Objection `json:"accepted,omitempty"`
	// Pruned are the ids of the snapshots that this change gave up.
	Pruned []string `json:"pruned,omitempty"`
	// Check is the hash of the former line's Check and this line's content, so
	// that no line can be changed or taken out unnoticed.
	Check string `json:"check"`
}

// Action is what a change of the catalog was.
type Action string

// The actions.
const (
	ActionAdd    Action = "add"
	ActionPull   Action = "pull"
	ActionRemove Action = "remove"
	ActionPrune  Action = "prune"
)

// check works out what Check must be after the line whose Check is former.
func (ch Change) check(former string) (string, error) {
	ch.Check = former
	b, err := json.Marshal(ch)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:]), nil
}

// History returns all changes, oldest first; none if nothing was ever loaded.
func (c *Catalog) History(ctx context.Context) ([]Change, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	b, err := c.fsys.ReadFile(c.path("journal"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read journal: %w", err)
	}
	changes, err := parseJournal(b)
	if err != nil {
		return nil, fmt.Errorf("journal %s: %w", c.path("journal"), err)
	}
	return changes, nil
}

func parseJournal(b []byte) ([]Change, error) {
	if len(b) == 0 || b[len(b)-1] != '\n' {
		return nil, fmt.Errorf("%w: the last line is cut off", ErrDamaged)
	}
	var changes []Change
	former := ""
	for n := 1; len(b) > 0; n++ {
		line, rest, _ := bytes.Cut(b, []byte("\n"))
		b = rest
		var ch Change
		if err := json.Unmarshal(line, &ch); err != nil {
			return nil, fmt.Errorf("line %d: %w: %w", n, ErrDamaged, err)
		}
		want, err := ch.check(former)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w: %w", n, ErrDamaged, err)
		}
		if want != ch.Check {
			return nil, fmt.Errorf("line %d: %w: its check does not fit its content", n, ErrDamaged)
		}
		// JSON forgives much, such as the case of a key; the check is of what
		// the line means, so that its form is compared too.
		if own, err := json.Marshal(ch); err != nil || !bytes.Equal(own, line) {
			return nil, fmt.Errorf("line %d: %w: it is not as it was written", n, ErrDamaged)
		}
		former = ch.Check
		changes = append(changes, ch)
	}
	return changes, nil
}

// appendChange puts the snapshot in force. The journal is short (a line for
// each change of a list), so that it is written anew as a whole: then one
// rename is all that can happen or not happen. It returns the change with its
// Check.
func (c *Catalog) appendChange(changes []Change, next Change) (Change, error) {
	former := ""
	if len(changes) > 0 {
		former = changes[len(changes)-1].Check
	}
	var err error
	if next.Check, err = next.check(former); err != nil {
		return Change{}, fmt.Errorf("write journal: %w", err)
	}
	return next, durable.WriteFile(c.fsys, c.path("journal"), func(w io.Writer) error {
		for _, ch := range append(changes[:len(changes):len(changes)], next) {
			b, err := json.Marshal(ch)
			if err != nil {
				return err
			}
			if _, err := w.Write(append(b, '\n')); err != nil {
				return err
			}
		}
		return nil
	})
}
