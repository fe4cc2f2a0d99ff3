package ofac

import (
	"fmt"
	"strings"

	"deciban/internal/entity"
	"deciban/internal/lists/source"
)

// ymd reads Year, Month and Day below an element; the zero Date if there is no
// year.
func ymd(n *source.Node) entity.Date {
	number := func(name string) int {
		v := 0
		if text := n.Take(name); len(text) <= 4 {
			fmt.Sscanf(text, "%d", &v)
		}
		return v
	}
	y, m, d := number("Year"), number("Month"), number("Day")
	switch {
	case y < 1:
		return entity.Date{}
	case entity.ValidDay(y, m, d):
		return entity.DayDate(y, m, d)
	case entity.ValidDay(y, m, 1):
		return entity.MonthDate(y, m)
	}
	return entity.YearDate(y)
}

// period reads a DatePeriod: the first day that its start can be to the last
// day that its end can be. 1 January to 31 December is the year only.
func period(n *source.Node) entity.Date {
	var d entity.Date
	for _, name := range []string{"Start", "End"} {
		for _, side := range n.All(name) {
			if side.TakeAttr("Approximate") == "true" {
				d.Circa = true
			}
			for _, bound := range []string{"From", "To"} {
				for _, k := range side.All(bound) {
					x := ymd(k)
					if x.IsZero() {
						continue
					}
					if d.From == 0 || x.From < d.From {
						d.From = x.From
					}
					d.To = max(d.To, x.To)
				}
			}
		}
	}
	return d
}

// periodText writes a period as OFAC's clauses do: "19 Jun 1951", "circa 1962",
// "1958 to 1963".
func periodText(n *source.Node) string {
	d := period(n)
	if d.IsZero() {
		return ""
	}
	months := [...]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}
	day := func(x entity.Day) string { return fmt.Sprintf("%02d %s %04d", x.Day(), months[x.Month()-1], x.Year()) }
	text := ""
	switch d.Precision() {
	case entity.PrecisionDay:
		text = day(d.From)
	case entity.PrecisionMonth:
		text = fmt.Sprintf("%s %04d", months[d.From.Month()-1], d.From.Year())
	case entity.PrecisionYear:
		text = fmt.Sprintf("%04d", d.From.Year())
	default:
		if entity.YearDate(d.From.Year()).From == d.From && entity.YearDate(d.To.Year()).To == d.To {
			text = fmt.Sprintf("%04d to %04d", d.From.Year(), d.To.Year())
		} else {
			text = day(d.From) + " to " + day(d.To)
		}
	}
	if d.Circa {
		text = "circa " + text
	}
	return text
}

// listedName is a name of a party, in the form of OFAC's tables.
type listedName struct {
	text, prop string
	at         entity.Place
}

// namesOf reads the names of all identities, the primary one first.
func (r *advanced) namesOf(p *source.Node, person bool) []listedName {
	var out []listedName
	first := -1
	for _, i := range p.All("Identity") {
		roles := map[string]string{}
		for _, groups := range i.All("NamePartGroups") {
			for _, m := range groups.All("MasterNamePartGroup") {
				for _, g := range m.All("NamePartGroup") {
					roles[g.TakeAttr("ID")] = r.word("NamePartType", g.TakeAttr("NamePartTypeID"))
				}
			}
		}
		for _, a := range i.All("Alias") {
			kind := r.word("AliasType", a.TakeAttr("AliasTypeID"))
			prop := "alias"
			switch {
			case a.TakeAttr("LowQuality") == "true":
				prop = "weakAlias"
			case strings.HasPrefix(kind, "F"): // F.K.A.
				prop = "previousName"
			}
			for _, d := range a.All("DocumentedName") {
				text, latin := r.documented(d, roles, person)
				if text == "" {
					continue
				}
				if a.TakeAttr("Primary") == "true" && latin && first < 0 && i.TakeAttr("Primary") != "false" {
					first = len(out)
				}
				out = append(out, listedName{text, prop, r.at(d)})
			}
		}
	}
	if first > 0 {
		primary := out[first]
		copy(out[1:first+1], out[:first])
		out[0] = primary
	}
	return out
}

// documented joins the parts of a name by their roles. A surname comes first in
// OFAC's tables, with what the mother's family adds to it; a patronymic is a
// given name.
func (r *advanced) documented(d *source.Node, roles map[string]string, person bool) (text string, latin bool) {
	var surname, given, whole []string
	latin = true
	for _, part := range d.All("DocumentedNamePart") {
		for _, v := range part.All("NamePartValue") {
			word := v.Value()
			if script := v.TakeAttr("ScriptID"); script != "" && !r.latin[script] {
				latin = false
			}
			switch roles[v.TakeAttr("NamePartGroupID")] {
			case "Last Name", "Maiden Name", "Matronymic":
				surname = append(surname, word)
			case "First Name", "Middle Name", "Patronymic":
				given = append(given, word)
			default: // Entity Name, Vessel Name, Aircraft Name, Nickname
				whole = append(whole, word)
			}
		}
	}
	if !person {
		return source.OneLine(strings.Join(append(append(given, surname...), whole...), " ")), latin
	}
	name := listed(strings.Join(surname, " "), strings.Join(given, " "))
	return source.OneLine(strings.Join(append([]string{name}, whole...), " ")), latin
}

// features are what columns of their own hold in the CSV files.
type features struct {
	titles []clause
	vessel [6]clause // call sign, type, tonnage, gross registered tonnage, flag, owner
	places []string
}

// featureLabel gives a feature's type the label that a clause has; "" if it is
// no clause, and the type itself if they are the same.
func featureLabel(kind string) string {
	switch strings.ToLower(kind) {
	case "birthdate":
		return "DOB"
	case "place of birth":
		return "POB"
	case "nationality country":
		return "nationality"
	case "citizenship country":
		return "citizen"
	}
	return kind
}

// vesselFeatures are the types of features that are columns of a vessel.
var vesselFeatures = map[string]int{"vessel call sign": 0, "vessel type": 1, "vessel tonnage": 2, "vessel gross tonnage": 2, "vessel gross registered tonnage": 3,
	"vessel flag": 4, "vessel owner": 5}

func (r *advanced) feature(f *source.Node, add func(string, entity.Place), rest *features) {
	kind := r.word("FeatureType", f.TakeAttr("FeatureTypeID"))
	for _, v := range f.All("FeatureVersion") {
		at := r.at(v)
		value := ""
		for _, d := range v.All("VersionDetail") {
			text := d.Value()
			if ref := d.TakeAttr("DetailReferenceID"); text == "" && ref != "" {
				text = r.word("DetailReference", ref)
			}
			value = strings.TrimSpace(value + " " + text)
		}
		for _, d := range v.All("DatePeriod") {
			if t := periodText(d); value == "" {
				value = t
			}
		}
		for _, l := range v.All("VersionLocation") {
			id := l.TakeAttr("LocationID")
			switch strings.ToLower(kind) {
			case "location":
				rest.places = append(rest.places, id)
				continue
			case "nationality country", "citizenship country", "nationality of registration", "vessel flag", "other vessel flag", "former vessel flag":
				value = r.places[id].country
			default:
				if value == "" {
					value = r.places[id].text()
				}
			}
		}
		comment := v.Take("Comment")
		if value == "" {
			value = comment
			comment = ""
		}
		if value == "" {
			continue
		}
		switch i, ok := vesselFeatures[strings.ToLower(kind)]; {
		case ok && rest.vessel[i].text == "":
			rest.vessel[i] = clause{text: value, at: at}
		case strings.EqualFold(kind, "title"):
			rest.titles = append(rest.titles, clause{text: value, at: at})
		default:
			add(featureLabel(kind)+" "+value, at)
		}
		if comment != "" {
			add(comment, at)
		}
	}
}
