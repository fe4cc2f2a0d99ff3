package cli

import (
	"bytes"
	"fmt"
	"math"
)

// growthPlot draws how the time for a subject grows with the list: entries to
// the right, microseconds upwards, both by powers of ten.
func growthPlot(rows []benchRow) []byte {
	const width, height, edge = 640, 400, 60
	type line struct {
		name, colour string
		of           func(benchRow) float64
	}
	lines := []line{
		{"scan, mean", "#888888", func(r benchRow) float64 { return r.Scan.Mean }},
		{"index, p99", "#c0392b", func(r benchRow) float64 { return r.Index.P99 }},
		{"index, mean", "#2458a6", func(r benchRow) float64 { return r.Index.Mean }},
		{"hash lookup, mean", "#2e8540", func(r benchRow) float64 { return r.Hash }},
	}
	lowX, highX, lowY, highY := math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1)
	for _, r := range rows {
		x := math.Log10(float64(r.Entries))
		lowX, highX = min(lowX, x), max(highX, x)
		for _, l := range lines {
			if v := l.of(r); v > 0 {
				lowY, highY = min(lowY, math.Floor(math.Log10(v))), max(highY, math.Ceil(math.Log10(v)))
			}
		}
	}
	if highX == lowX {
		lowX, highX = lowX-0.5, highX+0.5
	}
	x := func(v float64) float64 { return edge + (math.Log10(v)-lowX)/(highX-lowX)*(width-3*edge) }
	y := func(v float64) float64 { return height - edge - (math.Log10(v)-lowY)/(highY-lowY)*(height-2*edge) }
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">`+"\n", width, height)
	fmt.Fprintf(&b, `<title>Time for a subject by length of the list</title><rect width="%d" height="%d" fill="white"/>`+"\n", width, height)
	for p := lowY; p <= highY; p++ {
		at := y(math.Pow(10, p))
		fmt.Fprintf(&b, `<line x1="%d" y1="%.1f" x2="%d" y2="%.1f" stroke="#dddddd"/><text x="%d" y="%.1f" text-anchor="end">%g µs</text>`+"\n", edge, at, width-2*edge, at, edge-6, at+4, math.Pow(10, p))
	}
	for _, r := range rows {
		fmt.Fprintf(&b, `<text x="%.1f" y="%d" text-anchor="middle">%s</text>`+"\n", x(float64(r.Entries)), height-edge+20, grouped(r.Entries))
	}
	for _, l := range lines {
		points, last := "", 0.0
		for _, r := range rows {
			if v := l.of(r); v > 0 {
				points += fmt.Sprintf("%.1f,%.1f ", x(float64(r.Entries)), y(v))
				fmt.Fprintf(&b, `<circle cx="%.1f" cy="%.1f" r="3" fill="%s"/>`+"\n", x(float64(r.Entries)), y(v), l.colour)
				last = v
			}
		}
		if points != "" {
			fmt.Fprintf(&b, `<polyline points="%s" fill="none" stroke="%s" stroke-width="2"/><text x="%d" y="%.1f" fill="%s">%s</text>`+"\n", points, l.colour, width-2*edge+6, y(last)+4, l.colour, l.name)
		}
	}
	fmt.Fprintf(&b, `<text x="%d" y="%d" text-anchor="middle">entries</text></svg>`+"\n", (width-edge)/2, height-15)
	return b.Bytes()
}
