package reporting

import (
	"deciban/internal/entity"
	"deciban/internal/reporting/incidents"
	"deciban/internal/reporting/places"
)

// takeIncidents takes up what the incidents' reader found, with the words and
// the mentions of each piece.
func (r *Report) takeIncidents(found []incidents.Incident) {
	for i := range found {
		in := &found[i]
		k := Incident{Type: in.Kind.Name, Stage: in.Stage.String(), CAMEO: in.Kind.CAMEO, PLOVER: in.Kind.PLOVER}
		if k.PLOVER == "-" {
			k.PLOVER = ""
		}
		if !in.Date.IsZero() {
			k.From, k.To = in.Date.From.String(), in.Date.To.String()
		}
		if s := r.span(in.DateSpan.Start, in.DateSpan.End); s.Text != "" {
			k.When = &s
		}
		if p := in.Place; p != nil {
			k.Place = &Place{Span: r.span(in.PlaceSpan.Start, in.PlaceSpan.End), Name: p.Name, ID: p.ID, Country: p.Country, Kind: placeKind(p.Kind),
				Located: p.Lat != 0 || p.Lon != 0, Latitude: p.Lat, Longitude: p.Lon}
		}
		for _, a := range in.Perpetrators {
			k.Perpetrators = append(k.Perpetrators, Actor{r.party(a.Party), a.Tie.String()})
		}
		k.Targets = r.parties(in.Targets)
		k.Victims = append(r.parties(in.Victims), r.parties(in.Detained)...)
		k.Weapons = r.parties(in.Weapons)
		for _, c := range in.Counts {
			k.Counts = append(k.Counts, Count{c.What, c.Low, c.High, c.About, r.span(c.Span.Start, c.Span.End)})
		}
		for _, s := range in.Sentences {
			k.Sentences = append(k.Sentences, r.span(s.Start, s.End))
		}
		if len(k.Sentences) == 0 {
			for _, s := range in.Triggers {
				k.Sentences = append(k.Sentences, r.span(s.Start, s.End))
			}
		}
		if len(k.Sentences) > 0 {
			r.Incidents = append(r.Incidents, k)
		}
	}
}

func placeKind(k places.Kind) string {
	if k == places.Country {
		return "country"
	}
	return "city"
}

// party gives a phrase its mention: one in it, or in another place where the
// text names the same.
func (r *Report) party(p incidents.Party) Named {
	n := r.named(p.Span.Start, p.Span.End)
	for _, o := range p.Others {
		if n.Mention < 0 {
			n.Mention = r.mentionIn(o.Start, o.End)
		}
	}
	return n
}

func (r *Report) parties(all []incidents.Party) []Named {
	var out []Named
	for _, p := range all {
		out = append(out, r.party(p))
	}
	return out
}

// publishedDay returns the day of publication, 0 where it is not known.
func (r *Report) publishedDay() entity.Day {
	d, err := entity.ParseDate(r.Article.Published)
	if err != nil || d.From != d.To {
		return 0
	}
	return d.From
}
