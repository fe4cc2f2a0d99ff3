package evaluate

import (
	"cmp"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"

	"deciban/internal/screen"
	"deciban/internal/weigh"
)

// Pair is two names of which it is known whether they are one party's.
type Pair struct {
	ID, Schema, A, B string
	Match            bool
	Difficulty       string
	// Other is another engine's score of the pair, if the file has one.
	Other    float64
	HasOther bool
	// Weight is what Deciban says.
	Weight weigh.Weight
}

// ReadPairs reads CSV with the columns id, schema, name1, name2 and is_match
// ("true" or "false"), and optionally difficulty and logicv2_score.
func ReadPairs(in io.Reader) ([]Pair, error) {
	r := csv.NewReader(in)
	header, err := r.Read()
	if err != nil {
		return nil, fmt.Errorf("header: %w", err)
	}
	column := map[string]int{}
	for i, h := range header {
		column[h] = i
	}
	for _, h := range []string{"id", "schema", "name1", "name2", "is_match"} {
		if _, ok := column[h]; !ok {
			return nil, fmt.Errorf("the header has no column %q", h)
		}
	}
	var pairs []Pair
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return pairs, nil
		}
		if err != nil {
			return nil, err
		}
		line, _ := r.FieldPos(0)
		get := func(name string) string {
			if i, ok := column[name]; ok {
				return row[i]
			}
			return ""
		}
		p := Pair{ID: get("id"), Schema: get("schema"), A: get("name1"), B: get("name2"), Difficulty: get("difficulty")}
		switch m := get("is_match"); m {
		case "true":
			p.Match = true
		case "false":
		default:
			return nil, fmt.Errorf("line %d: is_match %q is neither true nor false", line, m)
		}
		if s := get("logicv2_score"); s != "" {
			if p.Other, err = strconv.ParseFloat(s, 64); err != nil {
				return nil, fmt.Errorf("line %d: logicv2_score %q is no number", line, s)
			}
			p.HasOther = true
		}
		pairs = append(pairs, p)
	}
}

// WeighPairs sets the weight of each pair.
func WeighPairs(ctx context.Context, m *weigh.Model, pairs []Pair) error {
	for i := range pairs {
		if err := ctx.Err(); err != nil {
			return err
		}
		p := &pairs[i]
		a, err := screen.NewSubject(p.Schema, map[string][]string{"name": {p.A}})
		if err != nil {
			return fmt.Errorf("pair %s: %w", p.ID, err)
		}
		b, err := screen.NewSubject(p.Schema, map[string][]string{"name": {p.B}})
		if err != nil {
			return fmt.Errorf("pair %s: %w", p.ID, err)
		}
		match, err := screen.Compare(m, a, b)
		if err != nil {
			return fmt.Errorf("pair %s: %w", p.ID, err)
		}
		p.Weight = match.Weight
	}
	return nil
}

// PairScore says how well weights tell the pairs of a group apart.
type PairScore struct {
	Group string `json:"group"`
	N     int    `json:"n"`
	// AUC is the area under the ROC curve: the chance that a pair of one party
	// weighs more than a pair of strangers.
	AUC float64 `json:"auc"`
	// F1 is the best harmonic mean of precision and recall, reached At.
	F1 float64      `json:"f1"`
	At weigh.Weight `json:"at"`
	// OtherAUC and OtherF1 are those of the other engine's scores.
	OtherAUC float64 `json:"otherAUC"`
	OtherF1  float64 `json:"otherF1"`
	HasOther bool    `json:"hasOther"`
}

// ScorePairs scores all pairs, persons, others, and each difficulty.
func ScorePairs(pairs []Pair) []PairScore {
	var scores []PairScore
	group := func(name string, in func(*Pair) bool) {
		var ps []*Pair
		for i := range pairs {
			if in(&pairs[i]) {
				ps = append(ps, &pairs[i])
			}
		}
		if len(ps) == 0 {
			return
		}
		s := PairScore{Group: name, N: len(ps), HasOther: true}
		for _, p := range ps {
			s.HasOther = s.HasOther && p.HasOther
		}
		ours := func(p *Pair) float64 { return p.Weight.Decibans() }
		theirs := func(p *Pair) float64 { return p.Other }
		at := 0.0
		s.AUC = auc(ps, ours)
		s.F1, at = bestF1(ps, ours)
		s.At = weigh.FromDecibans(at)
		if s.HasOther {
			s.OtherAUC = auc(ps, theirs)
			s.OtherF1, _ = bestF1(ps, theirs)
		}
		scores = append(scores, s)
	}
	group("all", func(*Pair) bool { return true })
	group("persons", func(p *Pair) bool { return p.Schema == "Person" })
	group("others", func(p *Pair) bool { return p.Schema != "Person" })
	var difficulties []string
	for i := range pairs {
		if d := pairs[i].Difficulty; d != "" && !slices.Contains(difficulties, d) {
			difficulties = append(difficulties, d)
		}
	}
	slices.Sort(difficulties)
	for _, d := range difficulties {
		group("difficulty "+d, func(p *Pair) bool { return p.Difficulty == d })
	}
	return scores
}

// auc counts, of all pairs of a match and a stranger, those in which the match
// scores more; equal scores count half. It is 0 where one kind is missing.
func auc(ps []*Pair, score func(*Pair) float64) float64 {
	var sum float64
	matches, strangers := 0, 0
	for _, a := range ps {
		if !a.Match {
			strangers++
			continue
		}
		matches++
		for _, b := range ps {
			if b.Match {
				continue
			}
			switch cmp.Compare(score(a), score(b)) {
			case 1:
				sum++
			case 0:
				sum += 0.5
			}
		}
	}
	if matches == 0 || strangers == 0 {
		return 0
	}
	return sum / float64(matches) / float64(strangers)
}

// bestF1 tries each score as the threshold; of equal results the highest
// threshold counts.
func bestF1(ps []*Pair, score func(*Pair) float64) (best, at float64) {
	matches := 0
	for _, p := range ps {
		if p.Match {
			matches++
		}
	}
	for _, t := range ps {
		limit := score(t)
		hits, found := 0, 0
		for _, p := range ps {
			if score(p) >= limit {
				found++
				if p.Match {
					hits++
				}
			}
		}
		if f := 2 * float64(hits) / float64(found+matches); f > best || f == best && limit > at {
			best, at = f, limit
		}
	}
	return best, at
}
