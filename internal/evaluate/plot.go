package evaluate

import (
	"cmp"
	"fmt"
	"html/template"
	"math"
	"slices"
	"strings"

	"deciban/internal/weigh"
)

// Plots are SVG, written here rather than by a library so that the page needs
// nothing from outside. Colours come from the page's style by class, so that
// they follow the reader's light or dark mode; each plot has a title and a
// description for who does not see it, and its numbers stand in a table too.

// plot is a figure under construction.
type plot struct {
	b             strings.Builder
	width, height float64
	// The frame that the data are drawn in.
	left, right, top, bottom float64
}

func newPlot(id, title, description string, width, height float64) *plot {
	p := &plot{width: width, height: height, left: 48, right: width - 16, top: 12, bottom: height - 40}
	fmt.Fprintf(&p.b, `<svg viewBox="0 0 %g %g" role="img" aria-labelledby="%s-t %s-d" xmlns="http://www.w3.org/2000/svg">`, width, height, id, id)
	fmt.Fprintf(&p.b, `<title id="%s-t">%s</title><desc id="%s-d">%s</desc>`, id, esc(title), id, esc(description))
	return p
}

func esc(s string) string { return template.HTMLEscapeString(s) }

func (p *plot) done() template.HTML {
	p.b.WriteString("</svg>")
	return template.HTML(p.b.String()) // every text went through esc
}

func (p *plot) line(class string, x1, y1, x2, y2 float64) {
	fmt.Fprintf(&p.b, `<line class="%s" x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f"/>`, class, x1, y1, x2, y2)
}

func (p *plot) rect(class string, x, y, w, h float64, title string) {
	fmt.Fprintf(&p.b, `<rect class="%s" x="%.1f" y="%.1f" width="%.1f" height="%.1f"><title>%s</title></rect>`, class, x, y, math.Max(w, 0), math.Max(h, 0), esc(title))
}

// text writes text; anchor is start, middle or end.
func (p *plot) text(class, anchor string, x, y float64, s string) {
	fmt.Fprintf(&p.b, `<text class="%s" text-anchor="%s" x="%.1f" y="%.1f">%s</text>`, class, anchor, x, y, esc(s))
}

func (p *plot) circle(class string, x, y, r float64, title string) {
	fmt.Fprintf(&p.b, `<circle class="%s" cx="%.1f" cy="%.1f" r="%.1f"><title>%s</title></circle>`, class, x, y, r, esc(title))
}

func (p *plot) path(class string, xs, ys []float64) {
	var d strings.Builder
	for i := range xs {
		c := 'L'
		if i == 0 {
			c = 'M'
		}
		fmt.Fprintf(&d, "%c%.1f %.1f", c, xs[i], ys[i])
	}
	fmt.Fprintf(&p.b, `<path class="%s" d="%s"/>`, class, d.String())
}

// x and y place a share of the frame's width and height; y grows upwards.
func (p *plot) x(share float64) float64 { return p.left + share*(p.right-p.left) }
func (p *plot) y(share float64) float64 { return p.bottom - share*(p.bottom-p.top) }

// shareAxis draws the vertical axis from 0 to 100 %.
func (p *plot) shareAxis() {
	for i := 0; i <= 10; i += 2 {
		y := p.y(float64(i) / 10)
		p.line("grid", p.left, y, p.right, y)
		p.text("tick", "end", p.left-8, y+4, fmt.Sprintf("%d %%", i*10))
	}
}

// curvePlot shows recall over the rate of false alerts, on a logarithmic axis.
func curvePlot(curves []Curve) template.HTML {
	if len(curves) == 0 || len(curves[0].Points) == 0 {
		return ""
	}
	p := newPlot("curve", "Recall over the rate of false alerts",
		"One line each for all, persons and others. Further up is better: more of the listed are found at the same rate of false alerts.", 720, 380)
	p.right = p.width - 80
	p.shareAxis()
	lowest := curves[0].Points[0].Rate
	from := math.Floor(math.Log10(lowest))
	at := func(rate float64) float64 { return p.x((math.Log10(rate) - from) / -from) }
	for e := int(from); e <= 0; e++ {
		rate := math.Pow(10, float64(e))
		p.line("grid", at(rate), p.top, at(rate), p.bottom)
		p.text("tick", "middle", at(rate), p.bottom+18, fmt.Sprintf("%g %%", 100*rate))
	}
	p.text("axis", "middle", (p.left+p.right)/2, p.height-4, "false alerts among the negatives")
	var labels []label
	for _, c := range curves {
		var xs, ys []float64
		for _, pt := range c.Points {
			xs = append(xs, at(pt.Rate))
			ys = append(ys, p.y(pt.Recall))
		}
		series := seriesOf(c.Group)
		p.path(fmt.Sprintf("curve s%d", series), xs, ys)
		labels = append(labels, label{c.Group, series, ys[0]})
	}
	slices.SortStableFunc(labels, func(a, b label) int { return cmp.Compare(a.y, b.y) })
	for _, pt := range []float64{0.001, 0.01} {
		if pt > lowest {
			p.line("mark", at(pt), p.top, at(pt), p.bottom)
		}
	}
	for i, l := range labels {
		y := p.top + 14 + 20*float64(i)
		p.line(fmt.Sprintf("curve s%d", l.series), p.right+12, y-4, p.right+28, y-4)
		p.text("label", "start", p.right+33, y, l.text)
	}
	return p.done()
}

// label is a line of a key: its series, and where the series begins.
type label struct {
	text   string
	series int
	y      float64
}

// seriesOf gives a group the same colour in every plot.
func seriesOf(group string) int {
	switch group {
	case Persons.String():
		return 1
	case Others.String():
		return 2
	}
	return 0
}

// histogramPlot shows the strengths of positives upwards and of negatives
// downwards, each as a share of their kind.
func histogramPlot(h Histogram, threshold Strength) template.HTML {
	p := newPlot("strength-"+h.Side, "Strongest match of each of the "+h.Side,
		"Positives stand upwards, negatives downwards, by the weight of their strongest match. The dashed line is the threshold.", 720, 320)
	p.top, p.bottom = 30, p.height-64
	middle := (p.top + p.bottom) / 2
	share := func(bars []int) (shares []float64, most float64) {
		n := 0
		for _, b := range bars {
			n += b
		}
		for _, b := range bars {
			s := float64(b) / float64(max(n, 1))
			shares = append(shares, s)
			most = math.Max(most, s)
		}
		return shares, most
	}
	up, upMost := share(h.Positives)
	down, downMost := share(h.Negatives)
	bar := (p.right - p.left) / float64(len(up))
	room := (p.bottom-p.top)/2 - 4
	for i := range up {
		from := h.From + weigh.Weight(i)*h.Step
		where := fmt.Sprintf("%g to %g dB", from.Decibans(), (from + h.Step).Decibans())
		x := p.left + float64(i)*bar
		if up[i] > 0 {
			hgt := room * up[i] / upMost
			p.rect("positive", x+1, middle-1-hgt, bar-2, hgt, fmt.Sprintf("%s: %d positives, %.2f %%", where, h.Positives[i], 100*up[i]))
		}
		if down[i] > 0 {
			hgt := math.Max(room*down[i]/downMost, 0.8)
			p.rect("negative", x+1, middle+1, bar-2, hgt, fmt.Sprintf("%s: %d negatives, %.3f %%", where, h.Negatives[i], 100*down[i]))
		}
		if i%4 == 2 {
			p.text("tick", "middle", x, p.bottom+16, fmt.Sprintf("%g", from.Decibans()))
		}
	}
	p.line("zero", p.left, middle, p.right, middle)
	p.text("label", "end", p.right, p.top-12, fmt.Sprintf("positives; the tallest bar is %.1f %% of them", 100*upMost))
	p.text("label", "end", p.right, p.bottom+32, fmt.Sprintf("negatives; the tallest bar is %.1f %% of them", 100*downMost))
	if weigh.Weight(threshold) != NoMatch {
		x := p.left + bar*float64(weigh.Weight(threshold)-h.From)/float64(h.Step)
		if x > p.left && x < p.right {
			p.line("mark", x, p.top, x, p.bottom)
			p.text("label", "start", x+5, p.top+4, threshold.String()+" dB")
		}
	}
	p.text("axis", "middle", (p.left+p.right)/2, p.height-6, "weight of the strongest match, in decibans (the first bar holds all that is weaker)")
	return p.done()
}

// originPlot shows the false alerts of each group of names beside the mean.
func originPlot(id string, o OriginRates) template.HTML {
	row := 24.0
	p := newPlot("origin-"+id, fmt.Sprintf("False alerts by origin of the name, at %g %%", 100*o.Rate),
		"One bar for each group of names; the lines are the mean and three times the mean.", 720, row*float64(len(o.Origins))+56)
	p.left, p.right, p.bottom = 210, p.width-150, p.height-34
	most := 3.3 * o.Mean
	for _, s := range o.Origins {
		most = math.Max(most, s.Rate())
	}
	if most == 0 {
		most = 1
	}
	for i, s := range o.Origins {
		y := p.top + row*float64(i)
		class := "bar"
		switch {
		case o.TooFew(s):
			class = "bar few"
		case s.Rate() > 3*o.Mean:
			class = "bar over"
		}
		p.text("label", "end", p.left-10, y+16, OriginTitle(s.Name))
		p.rect(class, p.left, y+4, (p.right-p.left)*s.Rate()/most, row-8, fmt.Sprintf("%s: %d of %d, %.3f %%", OriginTitle(s.Name), s.Alerts, s.N, 100*s.Rate()))
		p.text("tick", "end", p.width-8, y+16, fmt.Sprintf("%.2f %% (%d of %s)", 100*s.Rate(), s.Alerts, groupedNumber(s.N)))
	}
	for i, m := range []struct{ name, anchor string }{{"mean", "end"}, {"3 × mean", "start"}} {
		x := p.x(o.Mean * []float64{1, 3}[i] / most)
		p.line("mark", x, p.top, x, p.bottom+4)
		p.text("tick", m.anchor, x, p.bottom+18, m.name)
	}
	return p.done()
}

// reliabilityPlot shows what was said against what was right.
func reliabilityPlot(tables []Reliability) template.HTML {
	p := newPlot("reliability", "Probability said, and share that was right",
		"One point for each range of probability; on the diagonal, probabilities hold. Larger points stand for more cases.", 460, 420)
	p.right = p.width - 28
	p.shareAxis()
	for i := 0; i <= 10; i += 2 {
		x := p.x(float64(i) / 10)
		p.line("grid", x, p.top, x, p.bottom)
		p.text("tick", "middle", x, p.bottom+18, fmt.Sprintf("%d %%", i*10))
	}
	p.line("mark", p.x(0), p.y(0), p.x(1), p.y(1))
	for _, t := range tables {
		series := seriesOf(t.Side)
		if series == 0 {
			continue
		}
		var xs, ys []float64
		for _, b := range t.Bins {
			if b.N > 0 {
				xs, ys = append(xs, p.x(b.Said)), append(ys, p.y(b.Right))
			}
		}
		p.path(fmt.Sprintf("curve thin s%d", series), xs, ys)
		for _, b := range t.Bins {
			if b.N > 0 {
				p.circle(fmt.Sprintf("point s%d", series), p.x(b.Said), p.y(b.Right), 2.5+math.Min(math.Log10(float64(b.N))*1.6, 6),
					fmt.Sprintf("%s: said %.1f %%, right %.1f %%, %d cases", t.Side, 100*b.Said, 100*b.Right, b.N))
			}
		}
		y := p.bottom - 14 - 20*float64(2-series)
		p.circle(fmt.Sprintf("point s%d", series), p.right-80, y-4, 5, t.Side)
		p.text("label", "start", p.right-68, y, t.Side)
	}
	p.text("axis", "middle", (p.left+p.right)/2, p.height-4, "probability of the strongest match, as said")
	return p.done()
}

// ablationPlot shows how far recall falls without each part.
func ablationPlot(all []Ablation) template.HTML {
	if len(all) < 2 || len(all[0].Groups) == 0 {
		return ""
	}
	row := 26.0
	whole := all[0].Groups[0].Recall[0]
	p := newPlot("ablation", "Recall without each part of the model",
		"One bar for each part: how much recall is lost, over all positives, when it is taken away.", 720, row*float64(len(all)-1)+16)
	p.left, p.right = 160, p.width-110
	most := 0.01
	for _, a := range all[1:] {
		most = math.Max(most, math.Abs(whole-a.Groups[0].Recall[0]))
	}
	for i, a := range all[1:] {
		y := p.top + row*float64(i)
		loss := whole - a.Groups[0].Recall[0]
		class := "bar"
		if loss < 0 {
			class = "bar over"
		}
		p.text("label", "end", p.left-10, y+16, a.Part)
		p.rect(class, p.left, y+4, (p.right-p.left)*math.Abs(loss)/most, row-8, a.Instead)
		p.text("tick", "start", p.x(math.Abs(loss)/most)+6, y+16, fmt.Sprintf("%+.3f", -loss))
	}
	return p.done()
}
