package reporting

import (
	"slices"
	"strings"

	"deciban/internal/entity"
	"deciban/internal/reporting/incidents"
	"deciban/internal/reporting/lexicon"
	"deciban/internal/reporting/places"
)

// readIncidents reads the paragraphs one by one, and puts together what they
// tell of one incident. The incidents' reader is made for texts that tell of one
// or two; what an article tells as background, paragraphs apart and of another
// year, it would take for more of the same.
func (r *Reader) readIncidents(rep *Report) {
	published := rep.publishedDay()
	text := r.doc.Raw
	sentences := r.doc.Sentences
	for i := 0; i < len(sentences); {
		j := i
		for j < len(sentences) && sentences[j].Paragraph == sentences[i].Paragraph {
			j++
		}
		start, end := sentences[i].Start, sentences[j-1].End
		r.part.Cut(text[start:end])
		for _, in := range r.incidents.Read(&r.part, published) {
			if !rep.worth(&in, start) {
				continue
			}
			rep.takeIncident(&in, start, sentences[i].Paragraph)
		}
		i = j
	}
}

// bodily are the types whose words are hardly ever meant otherwise. One can attack
// an opponent's record, and an arrest may be the theme of a law.
var bodily = map[string]bool{"bombing": true, "suicide bombing": true, "kidnapping": true, "air strike": true, "drone strike": true, "shooting": true}

// surely is the number of points from which on an account needs no more.
const surely = 5

// worth tells whether an incident is kept: one in which a listed or watched party
// has a part, of which numbers are told, or whose own sentence names the place.
// The rules are made for texts on violence; in others, "attacks" are of words.
func (r *Report) worth(in *incidents.Incident, at int) bool {
	listed := func(p incidents.Party) bool { return r.party(p, at).Mention >= 0 }
	told := slices.Concat(in.Targets, in.Victims, in.Detained)
	for _, p := range in.Perpetrators {
		told = append(told, p.Party)
	}
	placed, named := false, false
	if in.Place != nil {
		for _, s := range in.Sentences {
			placed = placed || s.Start <= in.PlaceSpan.Start && in.PlaceSpan.End <= s.End
		}
		for _, t := range in.Triggers {
			named = named || t.End <= in.PlaceSpan.Start && in.PlaceSpan.Start <= t.End+8 // "the attack in Halvern"
		}
	}
	switch {
	case in.Kind.Name == "arrest" && len(r.arrested(in, at)) > 0:
		return true
	case slices.ContainsFunc(told, listed), len(in.Counts) > 0, in.Points >= surely && len(told) > 0:
		return in.Kind.Name != "clash" || in.Points >= incidents.Doubtful
	case bodily[in.Kind.Name]:
		return placed || len(told) > 0
	}
	return placed && (named || in.Points >= incidents.Doubtful) && (named || len(told) > 0 || len(in.Weapons) > 0)
}

// takeIncident takes up an incident of the paragraph that begins at an offset.
func (r *Report) takeIncident(in *incidents.Incident, at, paragraph int) {
	k := Incident{Type: in.Kind.Name, Stage: in.Stage.String(), CAMEO: in.Kind.CAMEO, PLOVER: in.Kind.PLOVER, paragraph: paragraph}
	if k.PLOVER == "-" {
		k.PLOVER = ""
	}
	if !in.Date.IsZero() {
		k.From, k.To = in.Date.From.String(), in.Date.To.String()
	}
	if in.DateSpan.End > in.DateSpan.Start {
		s := r.span(at+in.DateSpan.Start, at+in.DateSpan.End)
		k.When = &s
	}
	if p := in.Place; p != nil {
		k.Place = &Place{Span: r.span(at+in.PlaceSpan.Start, at+in.PlaceSpan.End), Name: p.Name, ID: p.ID, Country: p.Country, Kind: placeKind(p.Kind),
			Located: p.Lat != 0 || p.Lon != 0, Latitude: p.Lat, Longitude: p.Lon}
	}
	for _, a := range in.Perpetrators {
		k.Perpetrators = append(k.Perpetrators, Actor{r.party(a.Party, at), a.Tie.String()})
	}
	if k.Stage == "attempted" && r.foiled(in, at) {
		k.Stage = "foiled"
	}
	k.Targets = r.parties(in.Targets, at)
	k.Victims = append(r.parties(in.Victims, at), r.parties(in.Detained, at)...)
	k.Weapons = r.parties(in.Weapons, at)
	if k.Type == "arrest" && len(k.Victims) == 0 {
		k.Victims = r.arrested(in, at)
	}
	for _, c := range in.Counts {
		k.Counts = append(k.Counts, Count{c.What, c.Low, c.High, c.About, r.span(at+c.Span.Start, at+c.Span.End)})
	}
	for _, s := range in.Sentences {
		k.Sentences = append(k.Sentences, r.span(at+s.Start, at+s.End))
	}
	for _, s := range in.Triggers {
		if len(in.Sentences) == 0 {
			k.Sentences = append(k.Sentences, r.span(at+s.Start, at+s.End))
		}
	}
	if len(k.Sentences) == 0 {
		return
	}
	for _, s := range in.Triggers {
		r.triggers = append(r.triggers, incidents.Span{Start: at + s.Start, End: at + s.End})
	}
	for i := range r.Incidents {
		if r.oneIncident(&r.Incidents[i], &k) {
			r.Incidents[i].more(&k)
			return
		}
	}
	r.Incidents = append(r.Incidents, k)
}

// foiled tells whether a word before the one for the incident says that it was
// prevented: "two foiled attempted attacks".
func (r *Report) foiled(in *incidents.Incident, at int) bool {
	for _, t := range in.Triggers {
		before := strings.Fields(strings.ToLower(r.Article.Text[max(at, at+t.Start-40) : at+t.Start]))
		for _, w := range before[max(0, len(before)-3):] {
			switch strings.Trim(w, ",\"“”'") {
			case "foiled", "thwarted", "averted", "prevented", "disrupted":
				return true
			}
		}
	}
	return false
}

// dropSpeakers takes out perpetrators who only speak of the incident, and whoever
// is both its perpetrator and its victim by the same word ("terrorist attack").
func (r *Report) dropSpeakers() {
	for i := range r.Incidents {
		in := &r.Incidents[i]
		in.Perpetrators = slices.DeleteFunc(in.Perpetrators, func(p Actor) bool {
			return p.Mention < 0 && slices.ContainsFunc(r.Claims, func(c Claim) bool {
				return c.Source.Start <= p.Start && p.End <= c.Source.End && c.Stance != "claims-responsibility" && c.Stance != "threatens"
			})
		})
		both := func(n Named) bool {
			return slices.ContainsFunc(in.Perpetrators, func(p Actor) bool { return p.Start == n.Start && p.End == n.End })
		}
		in.Targets, in.Victims = slices.DeleteFunc(in.Targets, both), slices.DeleteFunc(in.Victims, both)
	}
}

// arrested returns the listed or watched who is named right behind the word for
// the arrest, or right before it where it is passive.
func (r *Report) arrested(in *incidents.Incident, at int) []Named {
	for _, t := range in.Triggers {
		for i := range r.Mentions {
			m := &r.Mentions[i]
			between := ""
			switch start, end := at+t.Start, at+t.End; {
			case m.Start >= end && m.Start < end+30:
				between = r.Article.Text[end:m.Start]
			case m.End <= start && start < m.End+16:
				if between = r.Article.Text[m.End:start]; !strings.Contains(between, "was ") && !strings.Contains(between, "been ") && !strings.Contains(between, "were ") {
					continue
				}
			default:
				continue
			}
			if !strings.ContainsAny(between, ".;:") {
				return []Named{{r.span(m.Start, m.End), i}}
			}
		}
	}
	return nil
}

// oneIncident tells whether a later paragraph's incident is one of before: the
// same was hit; or it was in the same town, on days that can be one; or the
// paragraph follows and tells no place.
func (r *Report) oneIncident(a, b *Incident) bool {
	if family(a.Type) != family(b.Type) || a.Stage != b.Stage {
		return false
	}
	days := a.From == "" || b.From == "" || a.From <= b.To && b.From <= a.To
	for _, x := range slices.Concat(a.Targets, a.Victims) {
		for _, y := range slices.Concat(b.Targets, b.Victims) {
			// "This week" may be said of the trial.
			if (days || a.From != a.To || b.From != b.To) && sameThing(x.Text, y.Text) {
				return true
			}
		}
	}
	switch {
	case !days:
		return false
	case a.Place != nil && b.Place != nil:
		return a.Place.ID == b.Place.ID && a.Place.Kind == "city" && (a.From == "" || b.From == "" || days)
	case b.Place == nil:
		return b.paragraph-a.paragraph <= 1 && (b.From == "" || a.From != "")
	}
	return false
}

// sameThing tells whether two phrases of two words and more end in the same two:
// "the packed concert hall" and "the concert hall".
func sameThing(a, b string) bool {
	x, y := strings.Fields(strings.ToLower(a)), strings.Fields(strings.ToLower(b))
	n, m := len(x), len(y)
	return n >= 2 && m >= 2 && x[n-1] == y[m-1] && x[n-2] == y[m-2]
}

// more adds what a later paragraph tells of the same incident.
func (in *Incident) more(b *Incident) {
	in.paragraph = b.paragraph
	if in.From == "" {
		in.From, in.To, in.When = b.From, b.To, b.When
	}
	if in.Place == nil {
		in.Place = b.Place
	}
	if in.Type == "attack" || in.Type == "killing" && b.Type != "attack" {
		in.Type, in.CAMEO, in.PLOVER = b.Type, b.CAMEO, b.PLOVER
	}
	for _, p := range b.Perpetrators {
		if !slices.ContainsFunc(in.Perpetrators, func(q Actor) bool { return strings.EqualFold(p.Text, q.Text) && p.Tie == q.Tie }) {
			in.Perpetrators = append(in.Perpetrators, p)
		}
	}
	for _, list := range []struct{ to, from *[]Named }{{&in.Targets, &b.Targets}, {&in.Victims, &b.Victims}, {&in.Weapons, &b.Weapons}} {
		for _, n := range *list.from {
			if !slices.ContainsFunc(*list.to, func(o Named) bool { return strings.EqualFold(o.Text, n.Text) || sameThing(o.Text, n.Text) }) {
				*list.to = append(*list.to, n)
			}
		}
	}
	for _, c := range b.Counts {
		if !slices.ContainsFunc(in.Counts, func(d Count) bool { return c.What == d.What && c.Low == d.Low && c.High == d.High }) {
			in.Counts = append(in.Counts, c)
		}
	}
	in.Sentences = append(in.Sentences, b.Sentences...)
}

func placeKind(k places.Kind) string {
	if k == places.Country {
		return "country"
	}
	return "city"
}

// party gives a phrase its mention: one in it, or in another place where the
// text names the same.
func (r *Report) party(p incidents.Party, at int) Named {
	n := r.named(at+p.Span.Start, at+p.Span.End)
	for _, o := range p.Others {
		if n.Mention < 0 {
			n.Mention = r.mentionIn(at+o.Start, at+o.End)
		}
	}
	return n
}

func (r *Report) parties(all []incidents.Party, at int) []Named {
	var out []Named
	for _, p := range all {
		out = append(out, r.party(p, at))
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

// fillFromRelations gives an incident whom a relation of the same sentence says
// to have been killed, and by whom, where its own rules found nobody.
func (r *Report) fillFromRelations() {
	for i := range r.Incidents {
		in := &r.Incidents[i]
		for k := range r.Relations {
			x := &r.Relations[k]
			if x.Kind != "killed-by" || x.Negated || !slices.ContainsFunc(in.Sentences, func(s Span) bool { return s.Start <= x.A.Start && x.A.End <= s.End }) {
				continue
			}
			if !slices.ContainsFunc(in.Victims, func(n Named) bool { return n.Mention >= 0 }) {
				in.Victims = append(in.Victims, Named{x.A.Span, x.A.Mention})
			}
			if len(in.Perpetrators) == 0 {
				in.Perpetrators = append(in.Perpetrators, Actor{Named{x.B.Span, x.B.Mention}, "fact"})
			}
		}
	}
}

// IncidentTypes returns the types of incidents that the lexicon knows.
func IncidentTypes() []string {
	sections, err := lexicon.Read("incident_types.txt")
	if err != nil {
		panic("BUG: the embedded lexicon: " + err.Error())
	}
	var types []string
	for _, s := range sections {
		for _, l := range s.Lines {
			name, _, _ := strings.Cut(l.Text, "|")
			types = append(types, strings.TrimSpace(name))
		}
	}
	return types
}

// IncidentStages returns how far an incident may have gone.
func IncidentStages() []string {
	var stages []string
	for s := incidents.CarriedOut; s <= incidents.Planned; s++ {
		stages = append(stages, s.String())
	}
	return stages
}
