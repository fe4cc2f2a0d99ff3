// Package ownership works out from Ownership entities which parties listed ones own by half or more.
//
// It is the 50 percent rule of OFAC (guidance of 13 August 2014) and, in the
// same words, of the EU's and the UK's: a party is treated as listed if listed
// parties together own 50 percent or more of it, directly or through parties
// that are owned so themselves. Control without ownership does not count, nor a
// stake of which no list says how large it is.
package ownership

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"deciban/internal/entity"
)

// Half is 50 percent in Hundredths.
const Half Hundredths = 5000

// Hundredths is a share in hundredths of a percent, so that sums are exact.
type Hundredths int

func (h Hundredths) String() string {
	s := strconv.Itoa(int(h) / 100)
	if rest := int(h) % 100; rest != 0 {
		s += "." + strings.TrimRight(strconv.Itoa(100 + rest)[1:], "0")
	}
	return s + " %"
}

// Stake is what one owner has of an asset, as an Ownership entity says.
type Stake struct {
	Owner, Asset string
	Share        Hundredths
	// Link is the id of the Ownership entity.
	Link string
}

// Owned is a party that is not listed itself, and that listed parties own by
// half or more.
type Owned struct {
	ID    string
	Share Hundredths
	// Stakes are those that count towards the share, by the owners' ids. An
	// owner that is not listed is itself Owned.
	Stakes []Stake
	// Path leads from a listed party to this one: the ids, owner before asset,
	// along the largest stakes.
	Path []string
}

// Rule finds every party that listed ones own by half or more, sorted by id.
// listed tells whether the party of an id is on a list itself. The answer does
// not depend on the order of the entities.
func Rule(entities []*entity.Entity, listed func(id string) bool) []Owned {
	byAsset := stakes(entities)
	assets := make([]string, 0, len(byAsset))
	for a := range byAsset {
		assets = append(assets, a)
	}
	slices.Sort(assets)
	found := map[string]Owned{}
	// Each round adds those that became owned through the round before, so
	// that a path is as short as can be; rings of owners end with it.
	for {
		var round []Owned
		for _, a := range assets {
			if _, done := found[a]; done || listed(a) {
				continue
			}
			o := Owned{ID: a}
			for _, s := range byAsset[a] {
				if _, owned := found[s.Owner]; owned || listed(s.Owner) {
					o.Share += s.Share
					o.Stakes = append(o.Stakes, s)
				}
			}
			if o.Share >= Half {
				o.Path = path(o, found)
				round = append(round, o)
			}
		}
		if len(round) == 0 {
			break
		}
		for _, o := range round {
			found[o.ID] = o
		}
	}
	out := make([]Owned, 0, len(found))
	for _, a := range assets {
		if o, ok := found[a]; ok {
			out = append(out, o)
		}
	}
	return out
}

// path leads to o along its largest stake, of equals that of the first id.
func path(o Owned, found map[string]Owned) []string {
	best := o.Stakes[0]
	for _, s := range o.Stakes {
		if s.Share > best.Share {
			best = s
		}
	}
	var before []string
	if owner, ok := found[best.Owner]; ok {
		before = owner.Path
	} else {
		before = []string{best.Owner}
	}
	return append(slices.Clone(before), o.ID)
}

// stakes returns the stakes in each asset, by the owners' ids. What several
// lists say of the same owner is one stake, the largest that one of them says.
func stakes(entities []*entity.Entity) map[string][]Stake {
	largest := map[[2]string]Stake{}
	for _, e := range entities {
		if e.Schema.Name != "Ownership" || ended(e) {
			continue
		}
		share, ok := Share(e.First("percentage"))
		if !ok {
			continue
		}
		for _, owner := range e.Values("owner") {
			for _, asset := range e.Values("asset") {
				key := [2]string{owner, asset}
				have, ok := largest[key]
				if owner != asset && (!ok || share > have.Share || share == have.Share && e.ID < have.Link) {
					largest[key] = Stake{owner, asset, share, e.ID}
				}
			}
		}
	}
	out := map[string][]Stake{}
	for _, s := range largest {
		out[s.Asset] = append(out[s.Asset], s)
	}
	for _, all := range out {
		slices.SortFunc(all, func(a, b Stake) int { return strings.Compare(a.Owner, b.Owner) })
	}
	return out
}

// ended tells whether a list says that the stake is held no more.
func ended(e *entity.Entity) bool {
	return e.First("endDate") != "" || slices.Contains(e.Values("status"), "former")
}

var number = regexp.MustCompile(`[0-9]+(?:[.,][0-9]+)?`)

// Share reads a percentage: "51", "51.5 %", "50-75 %", of which the least counts,
// "more than 25%". ok is false if there is no number, or one over 100, or if it
// is only a limit from above ("under 50").
func Share(text string) (share Hundredths, ok bool) {
	lower := strings.ToLower(text)
	for _, w := range []string{"under", "less", "up to", "below", "<", "at most", "max"} {
		if strings.Contains(lower, w) {
			return 0, false
		}
	}
	m := number.FindString(lower)
	if m == "" {
		return 0, false
	}
	whole, rest, _ := strings.Cut(strings.Replace(m, ",", ".", 1), ".")
	rest = (rest + "00")[:2]
	n, err := strconv.Atoi(whole + rest)
	if err != nil || n > 10000 {
		return 0, false
	}
	return Hundredths(n), true
}
