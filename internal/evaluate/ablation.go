package evaluate

import (
	"context"
	"fmt"

	"deciban/internal/screen"
	"deciban/internal/weigh"
)

// Ablation says what recall is left without a part of the model.
type Ablation struct {
	// Part is what was taken away, "" for the whole model.
	Part string `json:"part"`
	// Instead says what stood in its place.
	Instead string  `json:"instead"`
	Groups  []Group `json:"groups"`
}

// Ablate screens the cases with the whole model and without each of its parts.
// searcher prepares the lists for a model. progress, if not nil, is called
// before each.
func Ablate(ctx context.Context, model *weigh.Model, searcher func(*weigh.Model) screen.Searcher, r Runner, pos, neg []Case, rates []float64, top1 bool, progress func(part string)) ([]Ablation, error) {
	parts, instead := weigh.Parts()
	parts, instead = append([]string{""}, parts...), append([]string{"the whole model"}, instead...)
	var out []Ablation
	for i, part := range parts {
		m := model
		if part != "" {
			var err error
			if m, err = model.Without(part); err != nil {
				return nil, err
			}
		}
		if progress != nil {
			progress(part)
		}
		r.Searcher = searcher(m)
		sc, err := r.score(ctx, pos, neg, rates, top1)
		if err != nil {
			return nil, fmt.Errorf("without %q: %w", part, err)
		}
		out = append(out, Ablation{part, instead[i], sc.Groups})
	}
	return out, nil
}

// score screens and scores.
func (r *Runner) score(ctx context.Context, pos, neg []Case, rates []float64, top1 bool) (*Scores, error) {
	p, err := r.Run(ctx, pos)
	if err != nil {
		return nil, err
	}
	n, err := r.Run(ctx, neg)
	if err != nil {
		return nil, err
	}
	return Score(p, n, rates, top1)
}
