package evaluate

import (
	"slices"
	"strings"
	"sync"

	"deciban/internal/entity"
	"deciban/internal/names"
	"deciban/internal/screen/ordinary"
)

// Name origin, for reporting only.
//
// Whose names raise false alerts? To answer that, each person's name is put
// into one of sixteen groups. Nothing that weighs knows of these groups. Three
// rules in order:
//
//  1. A script that one group alone uses decides: Hangul is Korean.
//  2. A nationality decides, unless the country has taken in people with names
//     of many origins (the United States, Germany, Singapore, …).
//  3. There, and where no nationality is given, the parts of the name vote:
//     those that are common in the groups of package ordinary, and endings such
//     as -enko and -shvili. The group with most votes is taken if it has more
//     than half of them; else the country's own group, or "other".
//
// A group is a habit of naming, not a people: Filipinos are with the Hispanic
// names that they bear.

// Origins are the groups, in the order of reports.
var Origins = []string{
	"arabic", "persian", "south_asian", "turkic", "caucasus", "slavic", "greek", "hebrew", "western", "hispanic",
	"african", "chinese", "korean", "japanese", "southeast_asian", "other",
}

// OriginTitle words a group for people.
func OriginTitle(origin string) string {
	if t, ok := originTitles[origin]; ok {
		return t
	}
	return origin
}

var originTitles = map[string]string{
	"arabic": "Arabic", "persian": "Persian and Afghan", "south_asian": "South Asian", "turkic": "Turkic", "caucasus": "Caucasus",
	"slavic": "Slavic", "greek": "Greek", "hebrew": "Hebrew", "western": "Western and Central European",
	"hispanic": "Hispanic and Portuguese", "african": "African", "chinese": "Chinese", "korean": "Korean", "japanese": "Japanese",
	"southeast_asian": "South-East Asian", "other": "other",
}

// originOfCountry is the group of most names in a country.
var originOfCountry = func() map[string]string {
	m := map[string]string{}
	for origin, codes := range map[string]string{
		"arabic":          "dz bh eg iq jo kw lb ly mr ma om ps qa sa sy tn ae ye",
		"persian":         "af ir tj",
		"south_asian":     "bd bt in lk mv np pk mu fj sr",
		"turkic":          "az kg kz tm tr uz",
		"caucasus":        "am ge",
		"slavic":          "ba bg by cz hr mk me pl rs ru si sk ua xk al suhh csxx yucs",
		"greek":           "cy gr",
		"hebrew":          "il",
		"western":         "ad at au be ca ch de dk ee fi fr gb gg gl hu ie im is it je li lt lu lv mc md mt nl no nz ro se sm us va",
		"hispanic":        "ar bo br cl co cr cu do ec es gq gt hn mx ni pa pe ph pr pt py sv uy ve tl",
		"african":         "ao bf bi bj bw cd cf cg ci cm cv dj er et ga gh gm gn gw ke km lr ls mg ml mw mz na ne ng rw sc sd sl sn so ss st sz td tg tz ug za zm zw ht jm bb tt gy bs",
		"chinese":         "cn hk mo tw sg",
		"korean":          "kr kp",
		"japanese":        "jp",
		"southeast_asian": "id kh la mm my th vn bn",
	} {
		for code := range strings.FieldsSeq(codes) {
			m[code] = origin
		}
	}
	return m
}()

// manyOrigins are countries whose people bear names of many origins.
var manyOrigins = func() map[string]bool {
	m := map[string]bool{}
	for code := range strings.FieldsSeq("us ca au nz gb ie fr de at ch be nl lu se no dk fi it es sg my za il tt gy jm bb bs mu fj sr br ar") {
		m[code] = true
	}
	return m
}()

// originOfScript holds the scripts of one group alone; Latin, Cyrillic and
// Arabic are used by several.
var originOfScript = map[names.Script]string{
	names.ScriptHangul: "korean", names.ScriptKatakana: "japanese", names.ScriptHiragana: "japanese", names.ScriptHan: "chinese",
	names.ScriptGreek: "greek", names.ScriptHebrew: "hebrew", names.ScriptArmenian: "caucasus", names.ScriptGeorgian: "caucasus",
	names.ScriptDevanagari: "south_asian", names.ScriptBengali: "south_asian", names.ScriptGurmukhi: "south_asian",
	names.ScriptGujarati: "south_asian", names.ScriptOdia: "south_asian", names.ScriptTamil: "south_asian",
	names.ScriptTelugu: "south_asian", names.ScriptKannada: "south_asian", names.ScriptMalayalam: "south_asian",
	names.ScriptSinhala: "south_asian", names.ScriptThaana: "south_asian", names.ScriptTibetan: "south_asian",
	names.ScriptThai: "southeast_asian", names.ScriptLao: "southeast_asian", names.ScriptMyanmar: "southeast_asian",
	names.ScriptKhmer: "southeast_asian", names.ScriptEthiopic: "african",
}

// weakScripts decide only where there is no nationality.
var weakScripts = map[names.Script]string{names.ScriptArabic: "arabic", names.ScriptCyrillic: "slavic"}

// endings are those of surnames and patronymics.
var endings = []struct{ end, origin string }{
	{"shvili", "caucasus"}, {"adze", "caucasus"}, {"idze", "caucasus"}, {"yan", "caucasus"}, {"ian", "caucasus"},
	{"enko", "slavic"}, {"ovich", "slavic"}, {"evich", "slavic"}, {"ovna", "slavic"}, {"evna", "slavic"}, {"sky", "slavic"},
	{"ski", "slavic"}, {"ska", "slavic"}, {"ov", "slavic"}, {"ova", "slavic"}, {"ev", "slavic"}, {"eva", "slavic"}, {"vic", "slavic"}, {"czyk", "slavic"},
	{"opoulos", "greek"}, {"idis", "greek"}, {"akis", "greek"}, {"oglou", "greek"},
	{"oglu", "turkic"}, {"bekov", "turkic"}, {"zadeh", "persian"}, {"pour", "persian"}, {"nejad", "persian"}, {"zai", "persian"}, {"zada", "persian"},
	{"ullah", "south_asian"}, {"uddin", "south_asian"}, {"singh", "south_asian"}, {"swamy", "south_asian"}, {"deep", "south_asian"},
	{"ez", "hispanic"}, {"inho", "hispanic"}, {"eira", "hispanic"},
	{"sson", "western"}, {"sen", "western"}, {"mann", "western"}, {"berg", "western"}, {"burg", "western"}, {"stein", "western"}, {"elli", "western"}, {"ucci", "western"}, {"escu", "western"},
	{"moto", "japanese"}, {"mura", "japanese"}, {"yama", "japanese"}, {"kawa", "japanese"}, {"guchi", "japanese"},
}

// votes holds, for each common name, the groups that it is common in.
var votes = sync.OnceValue(func() map[string][]string {
	m := map[string][]string{}
	for _, c := range ordinary.Countries() {
		for _, list := range [][]string{c.Men, c.Women, c.Surnames} {
			for _, name := range list {
				for w := range strings.FieldsSeq(strings.ReplaceAll(name, "-", " ")) {
					f := names.FoldLatin(w)
					if len(f) > 1 && !slices.Contains(m[f], c.Origin) {
						m[f] = append(m[f], c.Origin)
					}
				}
			}
		}
	}
	return m
})

// Origin returns the group of a person's name.
func Origin(e *entity.Entity) string {
	words := strings.FieldsFunc(e.First("name"), func(r rune) bool { return r == ' ' || r == '-' || r == ',' || r == '.' || r == '・' || r == '·' })
	var own, weak string // the country's group, and that of a shared script
	decided := ""
	for _, w := range words {
		s, _ := names.TokenScript(w)
		if s == names.ScriptHan && strings.ContainsFunc(w, isKana) {
			s = names.ScriptHiragana
		}
		// Kana among Han letters is Japanese, wherever it stands.
		if o := originOfScript[s]; o != "" && (decided == "" || o == "japanese") {
			decided = o
		}
		if o := weakScripts[s]; o != "" {
			weak = o
		}
	}
	nationality := e.First("nationality")
	own = originOfCountry[nationality]
	switch {
	case decided == "chinese" && (own == "japanese" || own == "korean"):
		return own // Han letters, which both read too
	case decided != "":
		return decided
	case own != "" && !manyOrigins[nationality]:
		return own
	}
	if o := vote(words); o != "" {
		return o
	}
	for _, o := range []string{own, weak} {
		if o != "" {
			return o
		}
	}
	return "other"
}

func isKana(r rune) bool {
	s := names.ScriptOf(r)
	return s == names.ScriptHiragana || s == names.ScriptKatakana
}

// vote returns the group for which more than half of the votes are, or "".
func vote(words []string) string {
	points := map[string]float64{}
	var total float64
	for _, w := range words {
		f := names.FoldLatin(w)
		if groups := votes()[f]; len(groups) > 0 {
			for _, g := range groups {
				points[g] += 1 / float64(len(groups))
			}
			total++
			continue
		}
		for _, e := range endings {
			// An ending needs a stem to be one.
			if strings.HasSuffix(f, e.end) && len(f) >= len(e.end)+3 {
				points[e.origin] += 0.8
				total += 0.8
				break
			}
		}
	}
	for _, o := range Origins {
		if points[o] > total/2 {
			return o
		}
	}
	return ""
}

// OriginRates are the false alerts of each group of names at one rate.
type OriginRates struct {
	// Rate is the rate over all negatives that are persons, which sets the
	// threshold; Mean is the one that came out.
	Rate      float64  `json:"rate"`
	Threshold Strength `json:"threshold"`
	Mean      float64  `json:"mean"`
	Origins   []Share  `json:"origins"`
}

// TooFew tells whether a group has so few persons that not even one false alert
// would be expected at three times the mean: then its share says nothing.
func (o *OriginRates) TooFew(s Share) bool { return 3*o.Mean*float64(s.N) < 1 }

// FalseAlertsByOrigin counts the false alerts of persons' names by origin.
func FalseAlertsByOrigin(neg []Outcome, rates []float64) []OriginRates {
	sorted := sortedStrengths(neg)
	var persons []Outcome
	for i := range neg {
		if neg[i].Case.Person() && neg[i].Case.Subject != nil {
			persons = append(persons, neg[i])
		}
	}
	if len(persons) == 0 {
		return nil
	}
	var out []OriginRates
	for _, r := range rates {
		at := thresholdsAt(&sorted, r)
		list := alertsBy(persons, at, func(o *Outcome) string { return Origin(o.Case.Subject) })
		slices.SortStableFunc(list, func(a, b Share) int { return slices.Index(Origins, a.Name) - slices.Index(Origins, b.Name) })
		rates := OriginRates{Rate: r, Threshold: Strength(at[Persons]), Origins: list}
		alerts := 0
		for _, s := range list {
			alerts += s.Alerts
		}
		rates.Mean = float64(alerts) / float64(len(persons))
		out = append(out, rates)
	}
	return out
}
