package weigh

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"strings"
	"sync"

	"deciban/internal/names"
)

// Model holds the learned weights. It is read-only after loading and safe for
// concurrent use.
type Model struct {
	version string
	// channels holds the edit costs from each channel's forms to Latin ones,
	// and toNative the same costs read from Latin to native.
	channels, toNative [names.ChannelCount]*Costs
	// pair turns the cost of two spellings into a weight, by channel.
	pair [names.ChannelCount]pairTable
	// rarity holds how rare the known tokens are among persons and others.
	rarity [2]rarityTable
	// nativeRarity holds how rare native forms are, by channel.
	nativeRarity [names.ChannelCount]rarityTable
	// number holds the model's single numbers by name.
	number map[string]Weight
	// known holds pairs of spellings that the letters alone make too dear.
	known knownPairs
	// left is what a token weighs that has no counterpart.
	left leftTable
	// date is what each relation of two birth dates weighs.
	date [dateRelations]Weight
	// native costs compare two forms of the same native channel.
	native *Costs
	// rarest is the greatest rarity that a Latin form can have.
	rarest Weight
	params
}

// params are the model's single numbers, read from the file's [numbers].
type params struct {
	join, reading, translation, acronym, initial              Weight
	aliasPerDoubling, weakAlias, lookAlike                    Weight
	priorPerson, priorOther                                   Weight
	genderSame, genderOther, countryOther, countryOtherOrg    Weight
	placeSame, addressWord, identifierSame, identifierOther   Weight
	identifierUnique, againstIdentifier, contact, schemaOther Weight
	conflictEach, conflictAlike                               Weight
	conflictCap                                               [2][2]Weight
	completeName                                              [2]Weight
	// the most that a token of a role can say
	particleRarity, titleRarity, genericRarity, legalRarity Weight
}

// singleNumber is a number's name in the model file and its place.
type singleNumber struct {
	name string
	at   *Weight
}

// singleNumbers lists the numbers that a model must have.
func (m *Model) singleNumbers() []singleNumber {
	p := &m.params
	return []singleNumber{
		{"join", &p.join}, {"reading", &p.reading}, {"translation", &p.translation}, {"acronym", &p.acronym}, {"initial", &p.initial},
		{"alias per doubling", &p.aliasPerDoubling}, {"weak alias", &p.weakAlias}, {"look-alike", &p.lookAlike},
		{"prior person", &p.priorPerson}, {"prior other", &p.priorOther},
		{"gender same", &p.genderSame}, {"gender other", &p.genderOther},
		{"country other", &p.countryOther}, {"country other organisation", &p.countryOtherOrg},
		{"place same", &p.placeSame}, {"address word", &p.addressWord},
		{"identifier same", &p.identifierSame}, {"identifier other", &p.identifierOther}, {"identifier unique other", &p.identifierUnique},
		{"against identifier", &p.againstIdentifier}, {"contact same", &p.contact}, {"schema other", &p.schemaOther},
		{"conflict", &p.conflictEach}, {"conflict alike", &p.conflictAlike}, {"conflict cap person 1", &p.conflictCap[0][0]}, {"conflict cap person 2", &p.conflictCap[0][1]},
		{"conflict cap other 1", &p.conflictCap[1][0]}, {"conflict cap other 2", &p.conflictCap[1][1]},
		{"complete person", &p.completeName[0]}, {"complete other", &p.completeName[1]},
		{"particle rarity", &p.particleRarity}, {"title rarity", &p.titleRarity},
		{"generic rarity", &p.genericRarity}, {"legal form rarity", &p.legalRarity},
	}
}

//go:embed model.txt.gz
var embedded []byte

// Text returns the model file that is embedded in the binary, as a person reads
// it.
func Text() string {
	z, err := gzip.NewReader(bytes.NewReader(embedded))
	if err != nil {
		panic("BUG: the embedded model is not gzip: " + err.Error())
	}
	var text strings.Builder
	// The last four bytes say how long the text is: read into what is as large.
	text.Grow(int(binary.LittleEndian.Uint32(embedded[len(embedded)-4:])))
	if _, err := io.Copy(&text, z); err != nil {
		panic("BUG: the embedded model is cut: " + err.Error())
	}
	return text.String()
}

// Default returns the model that is embedded in the binary.
var Default = sync.OnceValue(func() *Model {
	m, err := parseModel(Text())
	if err != nil {
		panic("BUG: the embedded model: " + err.Error())
	}
	return m
})

// Version names the model: every answer carries it.
func (m *Model) Version() string { return m.version }

// Probability turns a total weight into the chance that the entry is the
// subject: the weight plus the prior odds, as a probability.
func (m *Model) Probability(w Weight, person bool) float64 {
	prior := m.priorOther
	if person {
		prior = m.priorPerson
	}
	p := 1 / (1 + math.Pow(10, -(w+prior).Decibans()/10))
	return math.Round(p*1e6) / 1e6
}

// Number returns one of the model's single numbers by the name that it has in
// the model file, such as "join".
func (m *Model) Number(name string) (Weight, error) {
	w, ok := m.number[name]
	if !ok {
		return 0, fmt.Errorf("model %s has no number %q", m.version, name)
	}
	return w, nil
}
