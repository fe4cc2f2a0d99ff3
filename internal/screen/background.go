package screen

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"deciban/internal/entity"
	"deciban/internal/screen/ordinary"
	"deciban/internal/weigh"
)

// Strengths counts, of a population of ordinary subjects, how strong each
// one's strongest match is. It holds counts and weights, and nobody's name.
type Strengths struct {
	// Subjects is the size of the population.
	Subjects int `json:"subjects"`
	// Counts are the strongest first. Subjects whose strongest match weighs
	// less than nothing are not among them.
	Counts []StrengthCount `json:"counts"`
}

// StrengthCount is the number of subjects whose strongest match weighs from
// Weight on to strengthStep above it.
type StrengthCount struct {
	Weight weigh.Weight `json:"decibans"`
	Count  int          `json:"subjects"`
}

// strengthStep is a tenth of a deciban: finer than anybody sets a threshold,
// and coarse enough that a count tells nothing of a single customer.
const strengthStep = weigh.Deciban / 10

// Add counts one subject by the weight of its strongest match.
func (s *Strengths) Add(strongest weigh.Weight) {
	s.Subjects++
	if strongest < 0 {
		return
	}
	w := strongest / strengthStep * strengthStep
	at, found := slices.BinarySearchFunc(s.Counts, w, func(c StrengthCount, w weigh.Weight) int { return int(w - c.Weight) })
	if !found {
		s.Counts = slices.Insert(s.Counts, at, StrengthCount{Weight: w})
	}
	s.Counts[at].Count++
}

// merge adds another population.
func (s *Strengths) merge(t *Strengths) {
	s.Subjects += t.Subjects
	for _, c := range t.Counts {
		at, found := slices.BinarySearchFunc(s.Counts, c.Weight, func(c StrengthCount, w weigh.Weight) int { return int(w - c.Weight) })
		if !found {
			s.Counts = slices.Insert(s.Counts, at, StrengthCount{Weight: c.Weight})
		}
		s.Counts[at].Count += c.Count
	}
}

// Budget returns the least weight, in steps of a tenth of a deciban, from which
// on at most the given share of the population would raise an alert. A share
// that is less than one subject cannot be told from the table.
func (s *Strengths) Budget(share float64) (weigh.Weight, error) {
	may := s.may(share)
	if may < 1 {
		return 0, fmt.Errorf("a share of %.3g is less than one of the %d subjects that were counted; measure with more (deciban calibrate)", share, s.Subjects)
	}
	least := weigh.Weight(0)
	if len(s.Counts) > 0 {
		least = s.Counts[0].Weight + strengthStep
	}
	alerts := 0
	for _, c := range s.Counts {
		if alerts += c.Count; alerts > may {
			return least, nil
		}
		least = c.Weight
	}
	return 0, nil
}

// may is the number of subjects that the share lets raise an alert: 1/1000 of
// 5,000 is 5, whatever the last bit says.
func (s *Strengths) may(share float64) int { return int(share*float64(s.Subjects) + 1e-6) }

// tells tells whether the share is at least one of the subjects.
func (s *Strengths) tells(share float64) bool { return s.may(share) >= 1 }

// Share returns the share of the population that would raise an alert at the
// weight or above.
func (s *Strengths) Share(least weigh.Weight) float64 {
	alerts := 0
	for _, c := range s.Counts {
		if c.Weight >= least {
			alerts += c.Count
		}
	}
	return float64(alerts) / float64(max(s.Subjects, 1))
}

// Background is what is known of ordinary subjects: how strong their strongest
// matches are in a snapshot, by a model.
type Background struct {
	// Customers is true if the subjects were the user's own, false for those
	// that Deciban makes up.
	Customers bool `json:"customers"`
	// Recipe is that of the made-up subjects, "" for customers.
	Recipe          string    `json:"recipe,omitempty"`
	Snapshot, Model string    `json:"-"`
	Persons         Strengths `json:"persons"`
	Others          Strengths `json:"others"`
	// stale is true if the lists have changed since.
	stale bool
	// made are the made-up parties, for a side of which there are too few
	// customers; nil if they are not needed.
	made *Background
}

// tells tells whether both sides have subjects enough for the share.
func (b *Background) tells(share float64) bool {
	return b.Persons.tells(share) && b.Others.tells(share)
}

// side returns the population to count a side's share in, and what it is.
func (b *Background) side(of func(*Background) *Strengths, share float64) (*Strengths, string) {
	s := of(b)
	if b.made != nil && !s.tells(share) {
		s, b = of(b.made), b.made
	}
	switch {
	case !b.Customers:
		return s, fmt.Sprintf("%d made-up", s.Subjects)
	case b.stale:
		return s, fmt.Sprintf("%d customers, before the lists changed", s.Subjects)
	}
	return s, fmt.Sprintf("%d customers", s.Subjects)
}

// The sizes of the made-up population. With 6,000 persons, a budget of one in
// 1,000 lets six raise an alert, which is known to within a factor of two.
const (
	ordinaryPersons = 6000
	ordinaryOthers  = 3000
)

// MeasureOrdinary screens the built-in ordinary parties. progress, if not nil,
// is called from one goroutine with the share that is done.
func MeasureOrdinary(ctx context.Context, s Searcher, workers int, progress func(share float64)) (*Background, error) {
	b := &Background{Recipe: ordinary.Recipe}
	i := 0
	next := func() (*entity.Entity, error) {
		var p ordinary.Party
		switch {
		case i < ordinaryPersons:
			p = ordinary.Person(i)
		case i < ordinaryPersons+ordinaryOthers:
			p = ordinary.Other(i - ordinaryPersons)
		default:
			return nil, io.EOF
		}
		i++
		if progress != nil {
			progress(float64(i) / (ordinaryPersons + ordinaryOthers))
		}
		return NewSubject(p.Schema, p.Properties)
	}
	return b, b.measure(ctx, s, workers, next)
}

// MeasureCustomers screens a user's own customers, as a batch would. bad counts
// the rows that could not be screened and were left out. progress is as that of
// MeasureOrdinary, with the number of bytes that were read.
func MeasureCustomers(ctx context.Context, s Searcher, workers int, in *SubjectReader, progress func(bytes int64)) (b *Background, bad int, err error) {
	b = &Background{Customers: true}
	var bytes int64
	next := func() (*entity.Entity, error) {
		for {
			r, err := in.next()
			if err != nil {
				return nil, err
			}
			if bytes += r.bytes; progress != nil {
				progress(bytes)
			}
			_, subject, err := r.subject()
			if err == nil {
				return subject, nil
			}
			bad++
		}
	}
	err = b.measure(ctx, s, workers, next)
	return b, bad, err
}

// measure counts the subjects that next returns until io.EOF.
func (b *Background) measure(ctx context.Context, s Searcher, workers int, next func() (*entity.Entity, error)) error {
	b.Snapshot = s.Snapshot()
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	subjects := make(chan *entity.Entity, workers*4)
	var group sync.WaitGroup
	var mu sync.Mutex
	for range workers {
		group.Go(func() {
			var persons, others Strengths
			for subject := range subjects {
				res, err := s.Search(ctx, subject, Options{Min: 0, Limit: 1})
				if err != nil {
					stop(err)
					return
				}
				strongest := weigh.Weight(-1)
				if len(res.Matches) > 0 {
					strongest = res.Matches[0].Weight
				}
				if isPerson(subject) {
					persons.Add(strongest)
				} else {
					others.Add(strongest)
				}
			}
			mu.Lock()
			defer mu.Unlock()
			b.Persons.merge(&persons)
			b.Others.merge(&others)
		})
	}
	err := func() error {
		defer close(subjects)
		for {
			subject, err := next()
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err != nil {
				return err
			}
			select {
			case subjects <- subject:
			case <-ctx.Done():
				return context.Cause(ctx)
			}
		}
	}()
	group.Wait()
	if err == nil && ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	return err
}

// safeName makes a model's version fit for a file's name.
func safeName(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '.', r == '-':
			return r
		}
		return '_'
	}, s)
}
