package page

import (
	_ "embed"
	"fmt"
	"html/template"
	"math"
	"slices"
	"strconv"
	"strings"

	"deciban/internal/reporting"
)

//go:embed outline.txt
var outlineText string

// ring is a closed line of points in degrees, with its bounds.
type ring struct {
	points                   [][2]float64
	west, east, south, north float64
}

// outlines reads the embedded outlines. A ring that crosses the 180th meridian
// goes on beyond it, and stands a second time on the other side.
func outlines() []ring {
	var rings []ring
	for line := range strings.Lines(outlineText) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		r := ring{west: 180, east: -180, south: 90, north: -90}
		x, y := 0, 0
		for pair := range strings.SplitSeq(line, ",") {
			dx, dy, _ := strings.Cut(pair, " ")
			east, err := strconv.Atoi(dx)
			north, errNorth := strconv.Atoi(dy)
			if err != nil || errNorth != nil {
				panic("BUG: the embedded outlines hold " + pair)
			}
			// Only along the pole does an outline go around the world at once.
			if y+north > -900 && len(r.points) > 0 {
				switch {
				case east > 1800:
					east -= 3600
				case east < -1800:
					east += 3600
				}
			}
			x, y = x+east, y+north
			lon, lat := float64(x)/10, float64(y)/10
			r.points = append(r.points, [2]float64{lon, lat})
			r.west, r.east = min(r.west, lon), max(r.east, lon)
			r.south, r.north = min(r.south, lat), max(r.north, lat)
		}
		rings = append(rings, r)
		switch {
		case r.east > 180:
			rings = append(rings, r.shifted(-360))
		case r.west < -180:
			rings = append(rings, r.shifted(360))
		}
	}
	return rings
}

// shifted is the ring that many degrees further east.
func (r ring) shifted(degrees float64) ring {
	r.points = slices.Clone(r.points)
	for i := range r.points {
		r.points[i][0] += degrees
	}
	r.west, r.east = r.west+degrees, r.east+degrees
	return r
}

// spot is a place with the incidents there.
type spot struct {
	Place *reporting.Place
	// Items are the places of the incidents among the timeline's items.
	Items []int
	// ID is that of its line in the list below the map.
	ID   string
	x, y float64
}

// spots puts the incidents of a timeline together by place, those with most
// incidents first.
func spots(t *reporting.Timeline, prefix string) []spot {
	var all []spot
	at := map[[2]float64]int{}
	for i := range t.Items {
		p := t.Items[i].Place
		if t.Items[i].Kind != reporting.IncidentItem || p == nil || !p.Located {
			continue
		}
		key := [2]float64{p.Longitude, p.Latitude}
		k, ok := at[key]
		if !ok {
			k = len(all)
			at[key] = k
			all = append(all, spot{Place: p, ID: fmt.Sprintf("%splace-%d", prefix, k+1)})
		}
		all[k].Items = append(all[k].Items, i)
	}
	slices.SortStableFunc(all, func(a, b spot) int { return len(b.Items) - len(a.Items) })
	return all
}

// The map's size in its own units, and how much of the world it shows at least,
// in degrees of latitude: less would be an outline of 1:110 million that says
// nothing.
const (
	mapWidth, mapHeight = 960.0, 460.0
	leastSpan           = 14.0
)

// view is what of the world is shown: equirectangular, true to scale along its
// middle parallel, so that shapes near the middle are as one knows them.
type view struct {
	west, north float64
	// scale is units for a degree of latitude, narrow those for one of longitude
	// divided by it.
	scale, narrow float64
}

func viewOf(all []spot) view {
	west, east, south, north := 180.0, -180.0, 90.0, -90.0
	for _, s := range all {
		west, east = min(west, s.Place.Longitude), max(east, s.Place.Longitude)
		south, north = min(south, s.Place.Latitude), max(north, s.Place.Latitude)
	}
	middle, center := (south+north)/2, (west+east)/2
	v := view{narrow: math.Cos(min(math.Abs(middle), 60) * math.Pi / 180)}
	// A quarter more than the points need, on either axis.
	span := max(leastSpan, 1.5*(north-south), 1.5*(east-west)*v.narrow*mapHeight/mapWidth)
	if wide := 360 * v.narrow * mapHeight / mapWidth; span >= wide {
		// All around the world: no place twice.
		span, center = wide, 0
	}
	v.scale = mapHeight / span
	v.west = center - mapWidth/v.scale/v.narrow/2
	v.north = middle + span/2
	return v
}

func (v view) point(lon, lat float64) (x, y float64) {
	return (lon - v.west) * v.scale * v.narrow, (v.north - lat) * v.scale
}

// worldMap draws the places on a map of the part of the world that they lie in.
func worldMap(all []spot, prefix string) template.HTML {
	if len(all) == 0 {
		return ""
	}
	v := viewOf(all)
	var b strings.Builder
	fmt.Fprintf(&b, `<svg viewBox="0 0 %g %g" role="group" aria-labelledby="%smap-t %smap-d" xmlns="http://www.w3.org/2000/svg">`, mapWidth, mapHeight, prefix, prefix)
	fmt.Fprintf(&b, `<title id="%smap-t">Where the reports place incidents</title><desc id="%smap-d">%d places; each stands with its incidents in the list below.</desc>`, prefix, prefix, len(all))
	v.grid(&b)
	v.land(&b)
	taken := []box{}
	for i := range all {
		s := &all[i]
		s.x, s.y = v.point(s.Place.Longitude, s.Place.Latitude)
		r := s.radius()
		taken = append(taken, box{s.x - r, s.y - r, s.x + r, s.y + r})
	}
	for i := range slices.Backward(all) { // the largest on top
		s := &all[i]
		class := "spot"
		if s.Place.Kind == "country" {
			class += " wide" // somewhere in the country
		}
		name := esc(s.Place.Name + ": " + many(len(s.Items), "incident"))
		fmt.Fprintf(&b, `<a href="#%s" aria-label="%s"><circle class="%s" cx="%.1f" cy="%.1f" r="%.1f"><title>%s</title></circle></a>`,
			s.ID, name, class, s.x, s.y, s.radius(), name)
	}
	for i := range all {
		all[i].label(&b, &taken)
	}
	b.WriteString("</svg>")
	return template.HTML(b.String()) // every text went through esc
}

func esc(s string) string { return template.HTMLEscapeString(s) }

// radius grows with the root of the number of incidents, so that the area says
// how many.
func (s *spot) radius() float64 { return min(7*math.Sqrt(float64(len(s.Items))), 28) }

type box struct{ left, top, right, bottom float64 }

func (a box) meets(b box) bool {
	return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
}

// label writes the place's name where no other spot or name is, or not at all: it
// stands in the list in any case.
func (s *spot) label(b *strings.Builder, taken *[]box) {
	const letter, high = 7.0, 15.0
	wide := letter * float64(len([]rune(s.Place.Name)))
	r := s.radius() + 4
	for _, at := range []struct {
		anchor string
		x, y   float64
		box    box
	}{
		{"start", s.x + r, s.y + 4, box{s.x + r, s.y - high/2, s.x + r + wide, s.y + high/2}},
		{"end", s.x - r, s.y + 4, box{s.x - r - wide, s.y - high/2, s.x - r, s.y + high/2}},
		{"middle", s.x, s.y - r - 2, box{s.x - wide/2, s.y - r - high, s.x + wide/2, s.y - r}},
		{"middle", s.x, s.y + r + 11, box{s.x - wide/2, s.y + r, s.x + wide/2, s.y + r + high}},
	} {
		if at.box.left < 0 || at.box.right > mapWidth || at.box.top < 0 || at.box.bottom > mapHeight || slices.ContainsFunc(*taken, at.box.meets) {
			continue
		}
		*taken = append(*taken, at.box)
		fmt.Fprintf(b, `<text class="label" text-anchor="%s" x="%.1f" y="%.1f">%s</text>`, at.anchor, at.x, at.y, esc(s.Place.Name))
		return
	}
}

// grid draws meridians and parallels at a round distance.
func (v view) grid(b *strings.Builder) {
	step := 30.0
	for _, s := range []float64{2, 5, 10, 20} {
		if mapHeight/v.scale/s <= 6 {
			step = s
			break
		}
	}
	b.WriteString(`<g class="grid">`)
	east := v.west + mapWidth/v.scale/v.narrow
	for lon := math.Ceil(v.west/step) * step; lon < east; lon += step {
		x, _ := v.point(lon, 0)
		fmt.Fprintf(b, `<line x1="%.1f" y1="0" x2="%.1f" y2="%g"/>`, x, x, mapHeight)
	}
	for lat := math.Ceil((v.north-mapHeight/v.scale)/step) * step; lat < v.north; lat += step {
		_, y := v.point(0, lat)
		fmt.Fprintf(b, `<line x1="0" y1="%.1f" x2="%g" y2="%.1f"/>`, y, mapWidth, y)
	}
	b.WriteString("</g>")
}

// land draws the outlines that meet the view.
func (v view) land(b *strings.Builder) {
	east, south := v.west+mapWidth/v.scale/v.narrow, v.north-mapHeight/v.scale
	b.WriteString(`<path class="land" d="`)
	for _, r := range outlines() {
		if r.east < v.west || r.west > east || r.north < south || r.south > v.north {
			continue
		}
		for i, p := range r.points {
			x, y := v.point(p[0], p[1])
			command := "L"
			if i == 0 {
				command = "M"
			}
			fmt.Fprintf(b, "%s%.0f %.0f", command, x, y)
		}
		b.WriteByte('Z')
	}
	b.WriteString(`"/>`)
}
