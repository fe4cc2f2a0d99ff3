package screen

import (
	"context"
	"fmt"

	"deciban/internal/weigh"
)

// Budget turns thresholds into weights for one searcher. What has to be
// measured for that is kept in the folder of the lists.
type Budget struct {
	Searcher Searcher
	Model    *weigh.Model
	// Dir is the folder of the lists, "" if nothing is to be read or kept, as
	// for the built-in sample.
	Dir string
	// Workers is the number of subjects that are screened at once, at least 1.
	Workers int
	// Progress, if not nil, is called with the share of the ordinary parties
	// that is screened.
	Progress func(share float64)
	// Notice, if not nil, is called with what the user should know.
	Notice func(text string)
}

// Cut returns the weights that the threshold means.
func (b *Budget) Cut(ctx context.Context, t Threshold) (Cut, error) {
	if !t.IsBudget() {
		return t.Cut(b.Model, nil)
	}
	background, err := b.background(ctx, t.share)
	if err != nil {
		return Cut{}, err
	}
	return t.Cut(b.Model, background)
}

// background returns the customers that were measured, or the made-up parties,
// which are measured now if they have not been before.
func (b *Budget) background(ctx context.Context, share float64) (*Background, error) {
	var customers *Background
	if b.Dir != "" {
		kept, note, err := ReadBackground(b.Dir, b.Searcher.Snapshot(), b.Model.Version())
		if err != nil {
			return nil, err
		}
		if note != "" && b.Notice != nil {
			b.Notice(note)
		}
		if kept != nil && (kept.tells(share) || !kept.Customers) {
			return kept, nil
		}
		customers = kept
	}
	made := b.keptOrdinary()
	if made == nil {
		// Said before, not after, the time that measuring takes.
		if share*min(ordinaryPersons, ordinaryOthers) < 1 {
			return nil, fmt.Errorf("a share of %.3g is less than one of the made-up subjects (%d persons, %d others); measure your own customers with deciban calibrate", share, ordinaryPersons, ordinaryOthers)
		}
		var err error
		if made, err = MeasureOrdinary(ctx, b.Searcher, b.Workers, b.Progress); err != nil {
			return nil, err
		}
		made.Model = b.Model.Version()
		b.keep(made)
	}
	if customers != nil {
		customers.made = made
		return customers, nil
	}
	return made, nil
}

// keptOrdinary returns nil if the made-up parties were not measured yet.
func (b *Budget) keptOrdinary() *Background {
	if b.Dir == "" {
		return nil
	}
	return readOrdinary(b.Dir, b.Searcher.Snapshot(), b.Model.Version())
}

// keep writes what was measured, so that it need not be measured again. Where
// it cannot be written, as on a disk that is only read, the answer is no worse.
func (b *Budget) keep(made *Background) {
	if b.Dir == "" {
		return
	}
	if err := WriteBackground(b.Dir, made); err != nil && b.Notice != nil {
		b.Notice(err.Error() + "; it will be measured anew the next time")
	}
}
