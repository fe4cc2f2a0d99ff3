// Package evaluate measures how well screening finds what it should and how often it raises a false alert, on subjects of whom the truth is known.
//
// Positives are subjects that are on the lists, each with the entries that it
// is expected to match; negatives are on none. Both are screened as anybody
// would be. What is measured is defined in score.go (recall at a rate of false
// alerts), reliability.go (whether probabilities hold), origin.go (whose names
// raise false alerts), pairs.go (labelled pairs of names), heldback.go (cases
// made from lists) and ablation.go (what each part of the model adds).
//
// Reports hold names, because whoever asks for one wants to see which. They
// are for the user's eyes, like the files that went in.
package evaluate

import (
	"context"
	"fmt"
	"math"
	"slices"
	"sync"
	"sync/atomic"

	"deciban/internal/entity"
	"deciban/internal/screen"
	"deciban/internal/weigh"
)

// Case is a subject of whom the truth is known.
type Case struct {
	ID string
	// Subject is nil if Err says why it cannot be screened; such a case raises
	// no alert.
	Subject *entity.Entity
	Err     error
	// Schema is the subject's.
	Schema string
	// Expect are the ids of the entries that it is; none for a negative.
	Expect []string
	// Kind names the part of the set that it belongs to, such as "un-alias".
	Kind string
}

// Person tells whether the case counts among persons.
func (c *Case) Person() bool { return c.Schema == "Person" }

func (c *Case) side() Side {
	if c.Person() {
		return Persons
	}
	return Others
}

// Name is what to call the subject.
func (c *Case) Name() string {
	if c.Subject == nil {
		return ""
	}
	return c.Subject.First("name")
}

// Side tells persons from all others: their evidence is of different kinds, so
// that each has thresholds of its own.
type Side int

// The sides.
const (
	Persons Side = iota
	Others
	sides
)

func (s Side) String() string { return [...]string{"persons", "others"}[s] }

// NoMatch is the strength of a case for which nothing was found.
const NoMatch weigh.Weight = math.MinInt32

// Found is one match of a case.
type Found struct {
	ID          string
	Weight      weigh.Weight
	Probability float64
}

// Outcome is what screening said of a case.
type Outcome struct {
	Case *Case
	// Found are the strongest matches, strongest first.
	Found []Found
}

// Strength is the weight of the strongest match, or NoMatch.
func (o *Outcome) Strength() weigh.Weight {
	if len(o.Found) == 0 {
		return NoMatch
	}
	return o.Found[0].Weight
}

// Right tells whether the strongest match is an expected entry.
func (o *Outcome) Right() bool {
	return len(o.Found) > 0 && slices.Contains(o.Case.Expect, o.Found[0].ID)
}

// rightParty tells whether the strongest match is an expected entry, or the
// same party on another list.
func (o *Outcome) rightParty(same *Parties) bool {
	if len(o.Found) == 0 {
		return false
	}
	found := o.Found[0].ID
	return slices.ContainsFunc(o.Case.Expect, func(id string) bool { return id == found || same.Same(id, found) })
}

// Runner screens cases.
type Runner struct {
	Searcher screen.Searcher
	// Min and Limit are those of the search: what is weaker, or comes later, is
	// as if it were not found.
	Min   weigh.Weight
	Limit int
	// Workers is the number of cases that are screened at once, at least 1.
	Workers int
	// Progress, if not nil, is called now and then, from several goroutines,
	// with the number of cases that are done.
	Progress func(done int)
}

// Run returns the outcomes in the order of the cases. It stops early with the
// error of ctx.
func (r *Runner) Run(ctx context.Context, cases []Case) ([]Outcome, error) {
	out := make([]Outcome, len(cases))
	var next, done atomic.Int64
	var group sync.WaitGroup
	var once sync.Once
	var failed error
	for range r.Workers {
		group.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(cases) || ctx.Err() != nil {
					return
				}
				if err := r.run(ctx, &cases[i], &out[i]); err != nil {
					once.Do(func() { failed = err })
					next.Store(int64(len(cases)))
					return
				}
				if n := done.Add(1); r.Progress != nil {
					r.Progress(int(n))
				}
			}
		})
	}
	group.Wait()
	if failed == nil {
		failed = ctx.Err()
	}
	return out, failed
}

func (r *Runner) run(ctx context.Context, c *Case, o *Outcome) error {
	o.Case = c
	if c.Subject == nil {
		return nil
	}
	res, err := r.Searcher.Search(ctx, c.Subject, screen.Options{Min: r.Min, Limit: r.Limit})
	if err != nil {
		return fmt.Errorf("screen case %s: %w", c.ID, err)
	}
	for _, m := range res.Matches {
		o.Found = append(o.Found, Found{m.Entry.ID, m.Weight, m.Probability})
	}
	return nil
}

// NameOnly returns the cases without birth date and nationality.
func NameOnly(cases []Case) []Case {
	out := slices.Clone(cases)
	for i := range out {
		if out[i].Subject == nil {
			continue
		}
		s := *out[i].Subject
		s.Statements = slices.DeleteFunc(slices.Clone(s.Statements), func(st entity.Statement) bool {
			return st.Prop == "birthDate" || st.Prop == "nationality"
		})
		out[i].Subject = &s
	}
	return out
}

// Sample keeps every k-th case so that about most are left, or all if there
// are no more.
func Sample(cases []Case, most int) []Case {
	if most <= 0 || len(cases) <= most {
		return cases
	}
	out := make([]Case, 0, most)
	for i := range most {
		out = append(out, cases[i*len(cases)/most])
	}
	return out
}
