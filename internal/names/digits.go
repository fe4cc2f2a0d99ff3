package names

import "strings"

// digitLetters are the letters that digits are put for, by scanners and by those who
// do not want to be found: O'Brien becomes 0'Br1en.
var digitLetters = strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "6", "g", "7", "t", "8", "b", "9", "g")

// withoutDigits reads the digits within a word of a person's name as letters; a 1 may
// be an l as well. What is mostly digits is a number.
func withoutDigits(t Token) Token {
	digits := 0
	for i := range len(t.Form) {
		if c := t.Form[i]; c >= '0' && c <= '9' {
			digits++
		}
	}
	if digits == 0 || 2*digits >= len(t.Form) {
		return t
	}
	if strings.Contains(t.Form, "1") {
		t.Alternatives = append(t.Alternatives, Reading{Form: digitLetters.Replace(strings.ReplaceAll(t.Form, "1", "l")), Channel: t.Channel})
	}
	t.Form, t.LookAlike = digitLetters.Replace(t.Form), true
	return t
}
