package ingest

import (
	"encoding/hex"
	"fmt"
	"math/bits"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Signature stands for the wording of a text: of all runs of five words, the
// least hash in each of 64 parts of the hashes, cut to eight bits (one
// permutation hashing, Li, Owen and Zhang 2012, with b-bit values, Li and König
// 2010). Two texts agree in as many places as they share of their runs. It has
// 64 bytes whatever the text's length.
type Signature [64]byte

const shingle = 5

// Sign returns a text's signature; ok is false where it has fewer than 40
// words, too few to be called a copy of anything.
func Sign(text string) (s Signature, ok bool) {
	var least [64]uint64
	for i := range least {
		least[i] = ^uint64(0)
	}
	var ring [shingle]uint64
	n := 0
	word := uint64(14695981039346656037)
	started := false
	end := func() {
		if !started {
			return
		}
		copy(ring[:], ring[1:])
		ring[shingle-1] = word
		if n++; n >= shingle {
			h := uint64(0)
			for _, w := range ring {
				h = (bits.RotateLeft64(h, 23) ^ w) * 0x9e3779b97f4a7c15
			}
			h ^= h >> 29
			h *= 0xbf58476d1ce4e5b9
			h ^= h >> 32
			part := h >> 58
			least[part] = min(least[part], h&(1<<58-1))
		}
		word, started = 14695981039346656037, false
	}
	for i := 0; i < len(text); {
		r, size := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[i:])
		}
		i += size
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			if r != '\'' && r != '’' {
				end()
			}
			continue
		}
		started = true
		word = (word ^ uint64(unicode.ToLower(r))) * 1099511628211
	}
	end()
	// An empty part takes from the next that is not (Shrivastava and Li 2014).
	for i := range least {
		v := least[i]
		for k := 1; v == ^uint64(0) && k < len(least); k++ {
			v = least[(i+k)%len(least)]
		}
		s[i] = byte(v>>50) ^ byte(v)
	}
	return s, n >= 40
}

// Alike estimates the share of wording that two texts have in common, 0 to 1.
func (s *Signature) Alike(t *Signature) float64 {
	same := 0
	for i := range s {
		if s[i] == t[i] {
			same++
		}
	}
	// Of 256 values one agrees by chance.
	return max(0, (float64(same)/float64(len(s))-1.0/256)/(1-1.0/256))
}

// MarshalText writes the signature in hexadecimal.
func (s Signature) MarshalText() ([]byte, error) { return hex.AppendEncode(nil, s[:]), nil }

// UnmarshalText reads what MarshalText wrote.
func (s *Signature) UnmarshalText(text []byte) error {
	if n, err := hex.Decode(s[:], text[:min(len(text), 2*len(s))]); err != nil || n != len(s) || len(text) != 2*len(s) {
		return fmt.Errorf("signature %s: not %d hexadecimal digits", shorten(string(text)), 2*len(s))
	}
	return nil
}

// copied is how much of their wording two texts share from which on one is
// taken for a copy of the other. Agency copy that papers cut or give another
// lead keeps well over half of its runs of five words; two desks that write up
// the same statement share a quoted sentence, a tenth at most.
const copied = 0.4

// Copies puts signatures into groups of copies: the result holds for each text
// the place of the first of its group. A text without a signature (nil) is
// alone.
func Copies(all []*Signature) []int {
	group := make([]int, len(all))
	find := func(i int) int {
		for group[i] != i {
			group[i] = group[group[i]]
			i = group[i]
		}
		return i
	}
	for i := range group {
		group[i] = i
	}
	// Texts that share at least two fifths of 64 places agree, all but surely,
	// in three successive ones somewhere; only such pairs are compared whole.
	const run = 3
	bands := map[[run + 1]byte][]int{}
	for i, s := range all {
		if s == nil {
			continue
		}
		seen := map[int]bool{}
		for b := 0; b+run <= len(s); b++ {
			key := [run + 1]byte{byte(b), s[b], s[b+1], s[b+2]}
			for _, j := range bands[key] {
				if seen[j] {
					continue
				}
				seen[j] = true
				if s.Alike(all[j]) >= copied {
					a, b := find(i), find(j)
					group[max(a, b)] = min(a, b)
				}
			}
			// One of a group is enough to be found by.
			if len(bands[key]) < 16 {
				bands[key] = append(bands[key], i)
			}
		}
	}
	for i := range group {
		group[i] = find(i)
	}
	return group
}

// agencies are news agencies, whose copy many publishers print.
var agencies = []struct{ mark, name string }{
	{"reuters", "Reuters"}, {"ap", "AP"}, {"associated press", "AP"}, {"afp", "AFP"}, {"agence france-presse", "AFP"}, {"dpa", "dpa"}, {"efe", "EFE"}, {"xinhua", "Xinhua"},
	{"tass", "TASS"}, {"interfax", "Interfax"}, {"ansa", "ANSA"}, {"upi", "UPI"}, {"anadolu agency", "Anadolu"}, {"anadolu", "Anadolu"}, {"kyodo", "Kyodo"}, {"pti", "PTI"}, {"ria novosti", "RIA Novosti"},
}

// Agency returns the news agency that a text names as its own: in the dateline,
// such as "KABUL (Reuters) -", or in brackets at its very end; "" if none.
func Agency(text string) string {
	head := text[:min(len(text), 160)]
	tail := strings.TrimRight(text[max(0, len(text)-40):], " \r\n\t.")
	for rest := head; ; {
		_, after, ok := strings.Cut(rest, "(")
		if !ok {
			break
		}
		inside, then, ok := strings.Cut(after, ")")
		if !ok {
			break
		}
		rest = then
		then = strings.TrimLeft(then, " ")
		if name := agencyNamed(inside); name != "" && (strings.HasPrefix(then, "-") || strings.HasPrefix(then, "—") || strings.HasPrefix(then, "–")) {
			return name
		}
	}
	if inside, ok := strings.CutSuffix(tail, ")"); ok {
		if at := strings.LastIndexByte(inside, '('); at >= 0 {
			return agencyNamed(inside[at+1:])
		}
	}
	return ""
}

func agencyNamed(text string) string {
	for part := range strings.FieldsFuncSeq(strings.ToLower(text), func(r rune) bool { return r == '/' || r == ',' }) {
		for _, a := range agencies {
			if strings.TrimSpace(part) == a.mark {
				return a.name
			}
		}
	}
	return ""
}
