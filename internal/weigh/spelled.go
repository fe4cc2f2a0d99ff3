package weigh

import (
	"strings"

	"deciban/internal/lists/source"
)

// spelledName is one of the names that a value holds.
type spelledName struct {
	text string
	weak bool
}

// spelledNames takes apart a value that holds several names, or a name and
// remarks about it, as lists and forms do: "Ali Reza; Alireza", "Jin Tiesan
// (金铁三)". The readers of lists have done so for their own entries; what comes
// as FollowTheMoney, and what a caseworker copies from a list into a form, has
// not been.
func spelledNames(raw string, person bool) []spelledName {
	if !strings.ContainsAny(raw, ";(") && !strings.Contains(raw, sonOf) && !strings.Contains(raw, bornIn) {
		return []spelledName{{raw, false}}
	}
	listed, _ := source.ListedNames(raw, person)
	var out []spelledName
	for _, n := range listed {
		text := n.Text
		for _, remark := range []string{sonOf, bornIn} {
			// "Abdul Haq son of Anwar Khan": the rest names another person, or a place.
			if head, _, ok := strings.Cut(text, remark); ok && person && strings.Contains(strings.TrimSpace(head), " ") {
				text = strings.TrimSpace(head)
			}
		}
		out = append(out, spelledName{text, n.Weak})
	}
	if len(out) == 0 {
		out = append(out, spelledName{raw, false})
	}
	return out
}

// sonOf is what stands between a person's name and the father's, bornIn between the
// name and the year or place of birth.
const (
	sonOf  = " son of "
	bornIn = " born in "
)
