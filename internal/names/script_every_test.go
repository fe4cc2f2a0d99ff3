package names

import (
	"testing"
	"unicode"
)

// Every character that there can be is read, alone and within a name: also those
// of Unicode's holes, such as U+1D50C, a letter that stands elsewhere.
func TestEveryCharacterIsRead(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		ScriptOf(r)
		if r >= 0x20000 && r < 0xE0000 && r%97 != 0 { // ideographs, and what is not assigned
			continue
		}
		Readings(nil, string(r))
		FoldHomoglyphs("a" + string(r))
	}
}
