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

// pairTable turns rarity and cost into the weight of two spellings:
//
//	same form:  rarity + exact
//	else:       variant + slope·rarity − perCost·cost, but never more than the same form
//
// Forms of different channels are never the same.
type pairTable struct {
	exact, variant Weight
	// slope and perCost are in thousandths.
	slope, perCost int32
	// short is added where the shorter form has at most shortForm letters: of
	// short names there are so many that a stranger's is soon near.
	short Weight
	// limit is the highest cost that is looked for, in hundredths of a
	// deciban, and perLetter the highest for each letter of the shorter form.
	limit, perLetter int16
}

// shortForm is the greatest number of letters of a short form.
const shortForm = 4

func (t *pairTable) weight(rarity Weight, cost int16, same bool, letters int) Weight {
	most := rarity + t.exact
	if same {
		return most
	}
	w := t.variant
	if letters <= shortForm {
		w += t.short
	}
	return min(w+Weight(int64(rarity)*int64(t.slope)/1000)-Weight(int64(cost)*int64(t.perCost)/1000), most)
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
