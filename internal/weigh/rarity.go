package weigh

import "deciban/internal/names"

// rarityTable says how rare a token is: minus ten times the logarithm of the
// share of name tokens that are it, in the population where it is most common.
// Taking the most favourable population means that a name common among Koreans
// is common, however few Koreans the background holds: nobody's origin makes
// his name look rare.
type rarityTable struct {
	known map[string]Weight
	// unseen is the rarity of a token that the background does not hold, by
	// its number of letters; the last serves all longer ones.
	unseen []Weight
}

// of returns the rarity of a Latin form.
func (t *rarityTable) of(form string) Weight {
	if w, ok := t.known[form]; ok {
		return w
	}
	if len(t.unseen) == 0 {
		return 0
	}
	return t.unseen[min(len(form), len(t.unseen)-1)]
}

// together returns the rarity of a form that is two common parts written as one: no
// more than theirs together. Chinese and Korean given names are mostly two
// syllables, of which there are some 400; few of the pairs stand in any background.
func (t *rarityTable) together(form string) (least Weight, ok bool) {
	for i := 2; i+2 <= len(form); i++ {
		if !t.syllable(form[:i]) || !t.syllable(form[i:]) {
			continue
		}
		if w := t.known[form[:i]] + t.known[form[i:]]; !ok || w < least {
			least, ok = w, true
		}
	}
	return least, ok
}

// syllable tells whether the form is as common as the syllables of Chinese and
// Korean names.
func (t *rarityTable) syllable(form string) bool {
	w, ok := t.known[form]
	return ok && len(form) > 1 && w <= mostSyllable
}

// mostSyllable is the greatest rarity of a syllable: see the trainer's.
const mostSyllable = 16 * Deciban

// Rarity returns how rare a Latin form is among persons' or others' names.
func (m *Model) Rarity(form string, kind names.Kind) Weight {
	return m.rarity[population(kind)].of(form)
}

func population(kind names.Kind) int {
	if kind == names.Person {
		return 0
	}
	return 1
}

// pairTable turns the rarities of two spellings, their cost and their lengths
// into what they weigh:
//
//	same form:  rarity + exact
//	else:       variant + slope·rarity + rare·(rarity of the rarer) − perCost·cost
//	            + short if short + letter·letters + longer·(letters that one has more),
//	            but never more than the same form
//
// Forms of different channels are never the same.
type pairTable struct {
	exact, variant Weight
	// slope, rare and perCost are in thousandths. That the rarer spelling's
	// rarity counts too tells two established names apart from a name and a
	// slip of the pen.
	slope, rare, perCost int32
	// short is added where the shorter form has at most shortForm letters, letter
	// for each of its letters, up to mostLetters: of short names there are so many
	// that a stranger's is soon near. longer is for each letter that
	// the other form has more, up to mostLonger: names gain and lose letters
	// where they are the same, and change them where they are not.
	short, letter, longer Weight
	// limit is the highest cost that is looked for, in hundredths of a
	// deciban, and perLetter the highest for each letter of the shorter form.
	limit, perLetter int16
}

const (
	// shortForm is the greatest number of letters of a short form.
	shortForm = 4
	// mostLetters is the number of letters beyond which length says no more.
	mostLetters = 10
	// mostLonger is the difference of length beyond which it says no more.
	mostLonger = 3
)

// spellings is what the weight of two spellings depends on.
type spellings struct {
	// common is the rarity that counts, rarer that of the rarer spelling, latin
	// that of the Latin one if only one is, else common.
	common, rarer, latin Weight
	// letters are those of the shorter form, longer what the other has more.
	letters, longer int
}

// exactly is the weight of the same form on both sides.
func (t *pairTable) exactly(rarity Weight) Weight { return rarity + t.exact }

// weight is that of two different spellings.
func (t *pairTable) weight(s spellings, cost int16) Weight {
	return min(t.unbounded(s)-Weight(int64(cost)*int64(t.perCost)/1000), t.exactly(s.common))
}

// unbounded is what spellings weigh that cost nothing, were the same form not
// the most.
func (t *pairTable) unbounded(s spellings) Weight {
	w := t.variant
	if s.letters <= shortForm {
		w += t.short
	}
	return w + Weight(int64(s.common)*int64(t.slope)/1000) + Weight(int64(s.rarer)*int64(t.rare)/1000) +
		t.letter*Weight(min(s.letters, mostLetters)) + t.longer*Weight(min(s.longer, mostLonger))
}

// highestCost is the highest cost at which spellings can weigh at least least,
// if at least is above what the table gives for no cost, -1. s holds the most
// favourable of what the two can be.
func (t *pairTable) highestCost(s spellings, least Weight) int16 {
	if t.perCost <= 0 {
		return never
	}
	// Each product is cut to a whole hundredth, towards 0.
	room := int64(t.unbounded(s)-least+3) * 1000
	if room < 0 {
		return -1
	}
	return int16(min(room/int64(t.perCost), never))
}

// leftTable is what a token weighs that has no counterpart on the other side.
type leftTable struct {
	// byRole[population][role][bucket of rarity][tokens of the name, capped]
	byRole [2][leftRoles][leftRarities][leftTokens + 1]Weight
	// byForm holds tokens that are left out more or less often than their role
	// and rarity tell.
	byForm [2]map[string]Weight
}

const (
	leftRoles    = 7
	leftRarities = 4
	leftTokens   = 6
)

// RarityBucket cuts rarities at 20, 30 and 40 decibans.
func RarityBucket(r Weight) int {
	switch {
	case r < 20*Deciban:
		return 0
	case r < 30*Deciban:
		return 1
	case r < 40*Deciban:
		return 2
	}
	return 3
}

func (t *leftTable) of(kind names.Kind, role names.Role, form string, rarity Weight, tokens int) Weight {
	p := population(kind)
	if w, ok := t.byForm[p][form]; ok {
		return w
	}
	return t.byRole[p][role][RarityBucket(rarity)][min(tokens, leftTokens)]
}
