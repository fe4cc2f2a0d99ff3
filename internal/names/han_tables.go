package names

import (
	"embed"
	"strconv"
	"strings"
	"sync"
)

// The tables' sources and licences are in data/han-sources.md.
//
//go:embed data/cantonese.txt data/hanja.txt data/japanese_characters.txt data/japanese_given.txt data/japanese_only.txt data/japanese_surnames.txt
var hanData embed.FS

// hanFile gives a table's lines, each cut at its tabs.
func hanFile(name string) [][]string {
	raw, err := hanData.ReadFile("data/" + name)
	if err != nil {
		panic("BUG: embedded table " + name + ": " + err.Error())
	}
	var out [][]string
	for line := range strings.SplitSeq(strings.TrimSuffix(string(raw), "\n"), "\n") {
		out = append(out, strings.Split(line, "\t"))
	}
	return out
}

// syllableTable reads lines of a syllable and the characters that are read so.
func syllableTable(name string) map[rune]string {
	table := map[rune]string{}
	for _, line := range hanFile(name) {
		for _, r := range line[1] {
			table[r] = line[0]
		}
	}
	return table
}

// The tables are read when first needed: most subjects have no Han characters.
var (
	cantoneseTable = sync.OnceValue(func() map[rune]string { return syllableTable("cantonese.txt") })
	hanjaTable     = sync.OnceValue(func() map[rune]string { return syllableTable("hanja.txt") })
	japaneseTable  = sync.OnceValue(readJapaneseTables)
)

// kanaCost is a reading and its cost: -10 log10 of its share among the character's readings.
type kanaCost struct {
	kana string
	cost int
}

// The places a character can stand in, as the columns of japanese_characters.txt.
const (
	givenFirst = iota
	givenLater
	inSurname
	placeCount
)

type japaneseTables struct {
	characters map[rune][placeCount][]kanaCost
	surnames   map[string]string
	given      map[string][]string // kana by written form
	only       map[rune]bool       // characters of Japanese standards and no Chinese or Korean one
	// longest is the number of characters of the longest surname.
	longest int
}

func readJapaneseTables() *japaneseTables {
	t := &japaneseTables{
		characters: map[rune][placeCount][]kanaCost{}, surnames: map[string]string{}, given: map[string][]string{}, only: map[rune]bool{'々': true},
	}
	for _, line := range hanFile("japanese_characters.txt") {
		var places [placeCount][]kanaCost
		for i := range places {
			for f := range strings.FieldsSeq(line[i+1]) {
				at := strings.IndexAny(f, "0123456789")
				cost, err := strconv.Atoi(f[at:])
				if err != nil {
					panic("BUG: japanese_characters.txt: " + f)
				}
				places[i] = append(places[i], kanaCost{f[:at], cost})
			}
		}
		t.characters[[]rune(line[0])[0]] = places
	}
	for _, line := range hanFile("japanese_surnames.txt") {
		t.surnames[line[0]] = line[1]
		t.longest = max(t.longest, len([]rune(line[0])))
	}
	for _, line := range hanFile("japanese_given.txt") {
		for written := range strings.FieldsSeq(line[1]) {
			t.given[written] = append(t.given[written], line[0])
		}
	}
	for _, r := range hanFile("japanese_only.txt")[0][0] {
		t.only[r] = true
	}
	return t
}
