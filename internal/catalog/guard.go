package catalog

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"deciban/internal/entity"
)

// Guard says how much a new version of a list may differ from the loaded one
// before a person has to look at it.
type Guard struct {
	// MaxLoss is the share of the loaded entries that may be gone, 0 to 1.
	MaxLoss float64
	// MaxFillLoss is the share by which a property may be filled less often
	// than before, 0 to 1: at 0.5, birth dates may fall from 60 % of the
	// entries to 30 %.
	MaxFillLoss float64
}

// DefaultGuard allows five times what has been seen of real lists: between the
// monthly vintages of OFAC's list of 2021 at hand, the largest loss was 1.9 % of
// the entries (173 of 9,137), and no property's filling fell by a tenth.
func DefaultGuard() *Guard { return &Guard{MaxLoss: 0.10, MaxFillLoss: 0.50} }

// leastLost and leastFilled are the numbers below which shares mean nothing: a
// list of three may well lose one.
const (
	leastLost   = 10
	leastFilled = 20
)

// Objection is a reason not to take a new version unasked.
type Objection struct {
	Dataset string `json:"dataset"`
	// Kind is "empty", "loss", "age" or "fill".
	Kind string `json:"kind"`
	// Why says it with the figures.
	Why string `json:"why"`
}

// RefusedError says why new versions were not taken. It is ErrRefused.
type RefusedError struct{ Objections []Objection }

func (e *RefusedError) Error() string {
	var b strings.Builder
	for i, o := range e.Objections {
		if i > 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(&b, "the new version of %s is refused: %s", o.Dataset, o.Why)
	}
	b.WriteString("\nthe loaded version stays in use; where the new one is right, take it with --accept")
	return b.String()
}

// Of tells whether the new version of that dataset is among those refused.
func (e *RefusedError) Of(dataset string) bool {
	return slices.ContainsFunc(e.Objections, func(o Objection) bool { return o.Dataset == dataset })
}

// Unwrap returns ErrRefused.
func (e *RefusedError) Unwrap() error { return ErrRefused }

// object compares the next version d of a dataset, which is filled as now says,
// with the one that is loaded.
func (c *Catalog) object(ctx context.Context, g *Guard, former Manifest, d Dataset, now fill) ([]Objection, error) {
	was, ok := former.Dataset(d.Name)
	if !ok {
		return g.compare(Dataset{}, d, newFill(), now), nil
	}
	before := newFill()
	err := c.eachEntity(ctx, was.Object, func(e *entity.Entity) error {
		before.add(e)
		return nil
	})
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		// The loaded version is damaged. To refuse a whole one for that would
		// keep the damage.
		return g.compare(Dataset{}, d, newFill(), now), nil
	}
	return g.compare(was, d, before, now), nil
}

// compare returns what there is to object to in next in the place of was, two
// versions of a dataset that are filled as before and now say.
func (g *Guard) compare(was, next Dataset, before, now fill) []Objection {
	var all []Objection
	object := func(kind, format string, args ...any) {
		all = append(all, Objection{next.Name, kind, fmt.Sprintf(format, args...)})
	}
	if next.PublishedOn != "" && next.PublishedOn < was.PublishedOn {
		object("age", "it is of %s, older than the loaded one of %s", next.PublishedOn, was.PublishedOn)
	}
	switch n := len(before.ids); {
	case len(now.ids) > 0:
	case n == 0:
		object("empty", "it has no entries")
	default:
		object("empty", "it has no entries, the loaded one has %d", n)
	}
	if len(now.ids) == 0 {
		return all // more would say the same again
	}
	lost := 0
	for id := range before.ids {
		if !now.ids[id] {
			lost++
		}
	}
	if share := float64(lost) / float64(max(len(before.ids), 1)); lost >= leastLost && share > g.MaxLoss {
		object("loss", "%d of the %d loaded entries are gone (%.1f %%, allowed are %.1f %%); it has %d entries",
			lost, len(before.ids), 100*share, 100*g.MaxLoss, len(now.ids))
	}
	for _, prop := range slices.Sorted(maps.Keys(before.filled)) {
		was, is := before.share(prop), now.share(prop)
		if before.filled[prop] >= leastFilled && is < was*(1-g.MaxFillLoss) {
			object("fill", "%s is filled for %.1f %% of the entries (%d of %d), before for %.1f %% (%d of %d)",
				prop, 100*is, now.filled[prop], len(now.ids), 100*was, before.filled[prop], len(before.ids))
		}
	}
	return all
}

// fill says which entries there are, and how many have each property.
type fill struct {
	ids    map[string]bool
	filled map[string]int
}

func newFill() fill { return fill{map[string]bool{}, map[string]int{}} }

// add counts e if it is an entry.
func (f fill) add(e *entity.Entity) {
	if !IsEntry(e) {
		return
	}
	f.ids[e.ID] = true
	for i := range e.Statements {
		prop := e.Statements[i].Prop
		if !slices.ContainsFunc(e.Statements[:i], func(s entity.Statement) bool { return s.Prop == prop }) {
			f.filled[prop]++
		}
	}
}

func (f fill) share(prop string) float64 {
	return float64(f.filled[prop]) / float64(max(len(f.ids), 1))
}
