package main

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
)

// commonNames are names that many people bear, by population, from general
// knowledge: sections "[population given|surname N]" of names that at least about
// one in N of that population bears.
//
//go:embed data/common_names.txt
var commonNames string

// tokensOfName is how many parts a person's name has on average: who one in N
// bears is one in so many times N of the parts.
const tokensOfName = 2.5

// readCommon returns the rarity of each common name, in the population where it
// is most common.
func readCommon(text string) (map[string]int, error) {
	out := map[string]int{}
	rarity := 0
	for i, line := range strings.Split(text, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		if line[0] == '[' {
			head := strings.Fields(strings.Trim(line, "[]"))
			n, err := strconv.ParseFloat(head[len(head)-1], 64)
			if len(head) != 3 || head[1] != "given" && head[1] != "surname" || err != nil || n < 2 {
				return nil, fmt.Errorf("common_names.txt:%d: %q is not [population given|surname N]", i+1, line)
			}
			rarity = rarityOf(1 / (n * tokensOfName))
			continue
		}
		if rarity == 0 {
			return nil, fmt.Errorf("common_names.txt:%d: %q stands in no section", i+1, line)
		}
		for w := range strings.FieldsSeq(line) {
			lower(out, w, rarity)
		}
	}
	return out, nil
}
