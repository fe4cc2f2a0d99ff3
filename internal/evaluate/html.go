package evaluate

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strconv"
	"strings"

	"deciban/internal/weigh"
)

//go:embed page.html
var pageText string

// WriteHTML writes the report as one page that needs nothing from outside: no
// script, no font, no image. It names the subjects and entries of the worst
// cases.
func (r *Report) WriteHTML(w io.Writer) error {
	page, err := template.New("page").Funcs(template.FuncMap{
		"percent": func(v float64) string { return trimNumber(100*v, 3) + " %" },
		"share":   func(v float64) string { return fmt.Sprintf("%.3f", v) },
		"number":  func(v float64) string { return trimNumber(v, 4) },
		"grouped": groupedNumber,
		"origin":  OriginTitle,
		"times":   func(s Share, mean float64) string { return fmt.Sprintf("%.1f", s.Rate()/max(mean, 1e-12)) },
		"over": func(s Share, o OriginRates) string {
			switch {
			case o.TooFew(s):
				return "few"
			case s.Rate() > 3*o.Mean:
				return "over"
			}
			return ""
		},
		"curve":      curvePlot,
		"histogram":  r.histogram,
		"originPlot": func(o OriginRates) template.HTML { return originPlot(trimNumber(100000*o.Rate, 0), o) },
		"reliable":   reliabilityPlot,
		"ablation":   ablationPlot,
		"weight":     func(w weigh.Weight) string { return w.String() },
		"sign": func(w weigh.Weight) string {
			switch {
			case w > 0:
				return "for"
			case w < 0:
				return "against"
			}
			return ""
		},
		"head": func(w Worst) string { return strings.Join(w.Properties["name"], "; ") },
		"about": func(w Worst) string {
			var about []string
			for _, prop := range []string{"birthDate", "nationality"} {
				about = append(about, w.Properties[prop]...)
			}
			return strings.Join(append(about, w.Schema, w.Kind, w.ID), " · ")
		},
		"worst": func(title string, cases []Worst) worstPart { return worstPart{title, cases} },
		"recallAt": func(group string, rate float64) string {
			return r.recallAt(group, rate)
		},
	}).Parse(pageText)
	if err != nil {
		return fmt.Errorf("page: %w", err)
	}
	return page.Execute(w, r)
}

// worstPart is what the page's template for worst cases takes.
type worstPart struct {
	Title string
	Cases []Worst
}

// histogram draws a side's strengths with its threshold at the first rate.
func (r *Report) histogram(h Histogram) template.HTML {
	threshold := Strength(NoMatch)
	for _, t := range r.Scores.Thresholds {
		if t.Side == h.Side && len(t.Decibans) > 0 {
			threshold = t.Decibans[0]
		}
	}
	return histogramPlot(h, threshold)
}

// recallAt is a group's recall at a rate, "–" where it was not worked out.
func (r *Report) recallAt(group string, rate float64) string {
	at := slices.Index(r.Scores.Rates, rate)
	for _, g := range r.Scores.Groups {
		if g.Name == group && at >= 0 {
			return fmt.Sprintf("%.1f %%", 100*g.Recall[at])
		}
	}
	return "–"
}

// trimNumber writes a number with at most so many digits after the point.
func trimNumber(v float64, digits int) string {
	s := strconv.FormatFloat(v, 'f', digits, 64)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}

func groupedNumber(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
