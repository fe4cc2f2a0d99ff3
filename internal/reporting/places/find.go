package places

import (
	"math"
	"sort"

	"deciban/internal/reporting/text"
)

// A Mention is a place that a text names.
type Mention struct {
	Place *Place
	// Start and End are byte offsets into the text as received.
	Start, End int
	// First and Last are its tokens: [First, Last).
	First, Last int
	// Sentence is the index of its sentence.
	Sentence int
}

// A Finder finds places, and keeps its scratch memory between texts, so each
// goroutine needs its own.
type Finder struct {
	// Gazetteer is where it looks; nil is the built-in table.
	Gazetteer *Gazetteer

	found   []Mention
	choices []choice
	// countries are where the text names one, in order, and times how often.
	countries []named
	times     map[string]int
}

type choice struct {
	key         *key
	first, last int
}

type named struct {
	code     string
	sentence int
	// at is the token that names it.
	at int
}

// Find returns the places that a text names, in order. A country's people
// ("Afghan") are no place, but help to tell which place of a name is meant. The
// result is overwritten by the next call.
func (f *Finder) Find(d *text.Doc) []Mention {
	g := f.Gazetteer
	if g == nil {
		g = Builtin()
	}
	f.found, f.choices, f.countries = f.found[:0], f.choices[:0], f.countries[:0]
	for s := range d.Sentences {
		sent := &d.Sentences[s]
		for i := sent.First; i < sent.Last; {
			k, end := g.at(d, i, sent.Last)
			if k == nil {
				i++
				continue
			}
			if p := &g.places[k.places[0]]; p.Kind == Country {
				f.countries = append(f.countries, named{p.Country, s, i})
			} else if p := largest(g, k); p.Kind == Capital || p.Population >= large {
				// A large city tells of its country too.
				f.countries = append(f.countries, named{p.Country, s, i})
			}
			if !k.demonym {
				f.choices = append(f.choices, choice{k, i, end})
			}
			i = end
		}
	}
	clear(f.times)
	if f.times == nil {
		f.times = map[string]int{}
	}
	for i := range f.countries {
		f.times[f.countries[i].code]++
	}
	for _, c := range f.choices {
		sentence := int(d.Tokens[c.first].Sentence)
		best, points := (*Place)(nil), 0.0
		for _, id := range c.key.places {
			p := &g.places[id]
			if q := f.points(g, d, p, c, sentence); best == nil || q > points {
				best, points = p, q
			}
		}
		if points < least {
			continue
		}
		f.found = append(f.found, Mention{
			Place: best, First: c.first, Last: c.last, Sentence: sentence,
			Start: int(d.Tokens[c.first].Start), End: int(d.Tokens[c.last-1].End),
		})
	}
	return f.found
}

// The points by which a place is chosen: the logarithm of its people, and what
// the text says of its country. A name that stands in no place's position, of a
// small town in a country that the text does not name, is another word.
const (
	perDecade    = 1.0 // for each factor of ten of people
	capital      = 0.5
	besideIt     = 5.0 // "San Miguel, El Salvador"
	inSentence   = 2.5
	inText       = 1.5
	afterIn      = 2.0 // "in Lima"
	least        = 6.5
	leastPeople  = 1000
	countryBonus = 4.0
)

func (f *Finder) points(g *Gazetteer, d *text.Doc, p *Place, c choice, sentence int) float64 {
	points := perDecade * math.Log10(float64(max(p.Population, leastPeople)))
	switch p.Kind {
	case Country:
		return points + countryBonus + afterIn
	case Capital:
		points += capital
	}
	if k := beside(g, d, c.last); k != "" && k == p.Country {
		points += besideIt
	}
	here, times := false, f.times[p.Country]
	from := sort.Search(len(f.countries), func(i int) bool { return f.countries[i].at >= c.first-nearby })
	for ; from < len(f.countries) && f.countries[from].at <= c.first+nearby; from++ {
		switch n := &f.countries[from]; {
		case n.code != p.Country:
		case n.at == c.first:
			times--
		default:
			here = here || n.sentence == sentence
		}
	}
	anywhere := times > 0
	if anywhere {
		points += inText
	}
	if here {
		points += inSentence
	}
	if c.first > 0 && isIn(d.Tokens[c.first-1].Lower) || d.Sentences[sentence].Dateline {
		points += afterIn
	}
	return points
}

// nearby is how many tokens of a sentence are looked at for a country.
const nearby = 150

// large is from how many people on a city tells of its country.
const large = 1_000_000

func largest(g *Gazetteer, k *key) *Place {
	best := &g.places[k.places[0]]
	for _, id := range k.places[1:] {
		if p := &g.places[id]; p.Population > best.Population {
			best = p
		}
	}
	return best
}

func isIn(s string) bool {
	switch s {
	case "in", "at", "near", "from", "to", "outside", "around", "of", "between", "into", "through", "toward", "towards", "inside", "northern", "southern", "eastern", "western", "central", "downtown":
		return true
	}
	return false
}

// beside returns the code of the country behind a comma or a parenthesis, or "".
func beside(g *Gazetteer, d *text.Doc, i int) string {
	if i+1 < len(d.Tokens) && (d.Tokens[i].Lower == "," || d.Tokens[i].Lower == "(") {
		if k, _ := g.at(d, i+1, len(d.Tokens)); k != nil && !k.demonym {
			if p := &g.places[k.places[0]]; p.Kind == Country {
				return p.Country
			}
		}
	}
	return ""
}

// at returns the longest name that begins at a token, and the token behind it.
func (g *Gazetteer) at(d *text.Doc, i, last int) (*key, int) {
	t := &d.Tokens[i]
	if t.Kind != text.Word || d.Case == text.Mixed && !t.Cap || words[t.Lower] {
		return nil, 0
	}
	keys := g.byWord[t.Lower]
	for k := range keys {
		x := &keys[k]
		end := i + 1 + len(x.rest)
		if end > last {
			continue
		}
		ok := true
		for j, w := range x.rest {
			if d.Tokens[i+1+j].Lower != w {
				ok = false
				break
			}
		}
		if !ok || end == i+1 && len(t.Lower) < 3 {
			continue
		}
		// "us" is a country only in capitals.
		if t.Lower == "us" && (!t.Upper || d.Case != text.Mixed) {
			return nil, 0
		}
		return x, end
	}
	return nil, 0
}

// words are names of places that mostly mean something else in English.
var words = map[string]bool{
	"of": true, "the": true, "a": true, "in": true, "and": true, "same": true, "man": true, "male": true, "most": true, "nice": true,
	"reading": true, "bath": true, "orange": true, "split": true, "mobile": true, "police": true, "hall": true, "bar": true,
	"march": true, "may": true, "sale": true, "best": true, "much": true, "are": true, "can": true, "van": true, "date": true,
	"deal": true, "due": true, "along": true, "bay": true, "home": true, "center": true, "central": true, "union": true,
	"independence": true, "liberal": true, "victoria": true, "santos": true, "bush": true, "golden": true, "garden": true,
	"carter": true, "pol": true, "page": true, "war": true, "general": true, "wedding": true, "hope": true,
	"chief": true, "early": true, "university": true, "republic": true, "progress": true, "trinidad": true, "media": true,
	"liberty": true, "constitution": true, "moss": true, "imam": true, "mayor": true, "castro": true, "cabinet": true,
	"bali": false, "as": true, "is": true, "he": true, "one": true, "his": true, "her": true, "was": true, "today": true, "this": true,
	"lead": true, "ten": true, "sur": true, "force": true, "forces": true, "marcos": true, "pedro": true, "asia": true,
	"front": true, "mission": true, "commerce": true, "industry": true, "parole": true, "pacific": true, "roman": true, "enterprise": true,
	"college": true, "corona": true, "presidente": true, "commander": true, "marine": true, "ferdinand": true, "jesus": true, "angel": true,
}
