package testkit

// WholeRunes tells whether the bytes [start, end) stand inside s and begin and end
// between runes. A byte that is no UTF-8 is a rune of its own, as a loop over the
// string reads it.
func WholeRunes(s string, start, end int) bool {
	if start < 0 || end < start || end > len(s) {
		return false
	}
	begins, ends := start == len(s), end == len(s)
	for i := range s {
		begins, ends = begins || i == start, ends || i == end
	}
	return begins && ends
}
