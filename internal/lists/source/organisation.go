package source

import (
	"strings"
	"unicode"
)

// organisationWords are words that stand in names of organisations and not in
// those of people, in English, in lower case.
var organisationWords = wordSet(`academy administration aerospace agency airlines airways aircraft association authority aviation bank base bureau
 center centre chemical chemicals co college commission committee communications company computer construction consulting corp corporation
 council defence defense department development directorate electric electrical electronic electronics energy engineering enterprise enterprises
 equipment establishment export exports facility factory federation fishing forces foundation fund government group groups holding holdings hospital import imports
 inc incorporated industrial industries industry institute institution instruments insurance international investment investments joint
 lab laboratories laboratory limited logistics ltd machine machinery manufacturing marine maritime media ministry missile navigation network nuclear office
 oil optical optics optoelectronics organisation organization party petroleum photonics pharmaceutical pharmaceuticals physics plant power press
 production products program programme project refinery research school science sciences scientific semiconductor service services shipping shipyard
 society software solutions state steel store supply supplies system systems tech technical techno technologies technology telecom telecommunications
 telecommunication trade trading transport transportation union university ventures works workshop worldwide`)

func wordSet(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// IsOrganisationName tells whether a name is certainly that of an organisation:
// it ends in a legal form or has a word that no person's name has. Any other
// name may still be one.
func IsOrganisationName(name string) bool {
	if IsCompanyName(name) {
		return true
	}
	for _, w := range strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) }) {
		if organisationWords[w] {
			return true
		}
	}
	// "54th Research Institute", "140 Repair Plant", "3HO"
	return strings.ContainsFunc(name, unicode.IsDigit)
}
