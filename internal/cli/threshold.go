package cli

import (
	"fmt"
	"runtime"

	"deciban/internal/catalog"
	"deciban/internal/entity"
	"deciban/internal/screen"
	"deciban/internal/weigh"
)

// threshold is the value of --threshold and --min.
type threshold struct {
	screen.Threshold
	set bool
}

// UnmarshalText reads decibans, a probability or a budget.
func (t *threshold) UnmarshalText(b []byte) (err error) {
	t.Threshold, err = screen.ParseThreshold(string(b))
	t.set = true
	return err
}

// cut turns a threshold into weights. For a budget it may have to screen the
// built-in ordinary parties, which is told while it lasts.
func (a *app) cut(t threshold, lists *screen.Loaded, searcher screen.Searcher) (screen.Cut, error) {
	b := screen.Budget{
		Searcher: searcher, Model: weigh.Default(), Workers: runtime.GOMAXPROCS(0),
		Notice: func(text string) { a.notice("%s", text) },
	}
	if t.IsBudget() && !lists.Sample() {
		dir, err := a.dataDir()
		if err != nil {
			return screen.Cut{}, err
		}
		b.Dir = dir
	}
	p := a.newProgress()
	b.Progress = func(share float64) {
		if p.due() {
			p.draw(fmt.Sprintf("screening ordinary parties for the budget: %.0f %%, %s", 100*share, p.left(share)))
		}
	}
	c, err := b.Cut(a.ctx, t.Threshold)
	a.clearProgress()
	if err != nil {
		return c, fmt.Errorf("--threshold: %w", err)
	}
	return c, nil
}

// dataDir is the folder of the lists.
func (a *app) dataDir() (string, error) {
	if a.root.Data != "" {
		return a.root.Data, nil
	}
	return catalog.DefaultDir()
}

// cutText says which threshold was in force for the subject, and where it comes
// from.
func cutText(c screen.Cut, subject *entity.Entity) string {
	text := fmt.Sprintf("%s dB", c.For(subject))
	if _, err := weigh.ParseWeight(c.Given); err == nil {
		return text // nothing to explain
	}
	if c.Given == "" {
		return text + " (" + c.Source + ")"
	}
	return fmt.Sprintf("%s for %s (%s)", text, c.Given, c.Source)
}
