package ordinary

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Rare names.
//
// Most people bear a name that no short list of common ones holds. Such names
// are made up letter by letter: each letter follows the two before it as one
// does in the common names of the same origin. So they look and sound like
// names of that origin, and come as near to listed names as real rare ones do.

// chain tells which letters follow two others in the names of one origin. A
// letter that follows more often stands there more often.
type chain struct {
	next map[[2]rune][]rune
}

// end marks the start and the end of a name.
const end = rune(0)

// The lengths of rare names, in letters: shorter ones are hardly rare.
const (
	shortestRare = 4
	longestRare  = 11
)

var letters = sync.OnceValue(func() map[string]*chain {
	all := map[string]*chain{}
	for _, c := range countries() {
		ch := all[c.Origin]
		if ch == nil {
			ch = &chain{next: map[[2]rune][]rune{}}
			all[c.Origin] = ch
		}
		for _, list := range [][]string{c.Men, c.Women, c.Surnames} {
			for _, name := range list {
				for w := range strings.FieldsSeq(name) {
					ch.add(strings.ToLower(w))
				}
			}
		}
	}
	return all
})

func (c *chain) add(name string) {
	last := [2]rune{}
	for _, r := range name + string(end) {
		c.next[last] = append(c.next[last], r)
		last = [2]rune{last[1], r}
	}
}

// name makes up a name.
func (c *chain) name(d *dice) string {
	for {
		var b strings.Builder
		last := [2]rune{}
		n := 0
		for n <= longestRare {
			follow := c.next[last]
			r := follow[d.roll(len(follow))]
			if r == end {
				break
			}
			b.WriteRune(r)
			last = [2]rune{last[1], r}
			n++
		}
		if n >= shortestRare && n <= longestRare {
			return capital(b.String())
		}
	}
}

func capital(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[size:]
}
