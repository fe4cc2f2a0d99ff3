package mentions

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"io"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"deciban/internal/names"
)

//go:embed english.txt.gz
var englishFile []byte

// english holds the common English words, in small letters: the levels 10 to 35
// of SCOWL, some 39,000. A name that is one of them needs support.
var english = sync.OnceValue(func() map[string]struct{} {
	z, err := gzip.NewReader(bytes.NewReader(englishFile))
	if err != nil {
		panic("BUG: the embedded word list: " + err.Error())
	}
	b, err := io.ReadAll(z)
	if err != nil {
		panic("BUG: the embedded word list: " + err.Error())
	}
	m := make(map[string]struct{}, 40_000)
	for w := range strings.Lines(string(b)) {
		m[strings.TrimSuffix(w, "\n")] = struct{}{}
	}
	return m
})

func isEnglish(lower string) bool {
	_, ok := english()[lower]
	return ok
}

// loose are the words inside names that are written or not, in one form or
// another: they take no part in finding, though in weighing.
var loose = map[string]bool{}

func init() {
	for w := range strings.FieldsSeq("the of and for in a an al el ul ur as ash at ath an ar az il l e i de la le les du des et on und bin ben ibn b fi") {
		loose[w] = true
	}
}

// fold brings a written part to its comparable form: Latin letters without
// marks, a–z and 0–9; other scripts in small letters without marks.
func fold(part string) string {
	ascii := true
	for i := 0; i < len(part); i++ {
		c := part[i]
		if c >= utf8.RuneSelf || c >= 'A' && c <= 'Z' || c == '\'' {
			ascii = false
			break
		}
	}
	if ascii {
		return part
	}
	part = strings.Map(func(r rune) rune {
		switch {
		case r == '\'' || r == '’' || r == '‘' || r == 'ʼ' || r == '`' || unicode.Is(unicode.M, r):
			return -1
		}
		return unicode.ToLower(r)
	}, part)
	for _, r := range part {
		if unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) {
			return part
		}
	}
	return names.FoldLatin(part)
}

// skeleton appends to dst what stays of a folded form when the ways in which
// one name is spelled in Latin letters are taken away: vowels but the first
// sound, h, doubled letters, and the letters that stand for one another. Names
// that share skeletons are candidates; the matcher weighs them.
func skeleton(dst []byte, form string) []byte {
	start := len(dst)
	var last byte
	for i := 0; i < len(form); i++ {
		c := form[i]
		var next byte
		if i+1 < len(form) {
			next = form[i+1]
		}
		switch c {
		case 'a', 'e', 'i', 'o', 'u', 'y':
			c = 'a'
		case 'h':
			if i > 0 {
				last = 0
				continue
			}
		case 'w':
			if i > 0 {
				last = 0
				continue
			}
			c = 'v'
		case 'c':
			switch next {
			case 'h':
				c = 's'
			case 'e', 'i', 'y':
				c = 's'
			default:
				c = 'k'
			}
		case 'q', 'g':
			c = 'k'
		case 'x':
			c = 's'
		case 'z':
			c = 's'
		case 'p':
			if next == 'h' {
				c = 'f'
			}
		}
		if c == 'd' && (next == 'j' || next == 'z') || c == 't' && (next == 's' || next == 'z') {
			continue // dj, dz, ts: the second letter stands for both
		}
		if c == 'a' {
			if len(dst) == start {
				dst = append(dst, c)
			}
			last = 0
			continue
		}
		if c == last {
			continue
		}
		dst = append(dst, c)
		last = c
	}
	return dst
}

// eachPart calls visit with the parts of a written token: what stands between
// hyphens, slashes and full stops, by byte offsets.
func eachPart(token string, visit func(start, end int)) {
	start := -1
	for i := 0; i < len(token); {
		r, n := rune(token[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(token[i:])
		}
		inside := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r) ||
			start >= 0 && (r == '\'' || r == '’' || r == '‘' || r == 'ʼ' || r == '`' || r == '.')
		switch {
		case inside && start < 0:
			start = i
		case !inside && start >= 0:
			visit(start, i)
			start = -1
		}
		i += n
	}
	if start >= 0 {
		visit(start, len(token))
	}
}

// trimPart takes marks off the end of a part that belong to no name.
func trimPart(part string) string { return strings.TrimRight(part, "'’‘ʼ`.") }

// Common tells whether a word in small letters is a common English one, which
// needs more than a capital to be a name.
func Common(lower string) bool { return isEnglish(lower) }
