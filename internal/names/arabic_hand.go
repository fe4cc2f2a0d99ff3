package names

// arabicHand is a way of writing with Arabic letters. Arabic writes most vowels of a foreign name
// as long ones (كينيث for Kenneth), Persian leaves the short ones out (کنت) and has letters for p,
// ch, zh and g; so the two have costs of their own. The letters of the whole name tell which it is:
// a short word often has none that differs.
type arabicHand uint8

const (
	handUnknown arabicHand = iota // no letter tells: read as both
	handArabic
	handPersian
)

// handOf tells from the letters of a name how it is written.
func handOf(raw string) arabicHand {
	hand := handUnknown
	for _, r := range raw {
		switch r {
		case 'ک', 'ی', 'پ', 'چ', 'ژ', 'گ', 'ۀ', 'ہ', 'ھ', 'ے', 'ں', 'ٹ', 'ڈ', 'ڑ', 'ټ', 'ډ', 'ړ', 'ښ', 'ږ', 'ځ', 'څ', 'ڼ', 'ې', 'ۍ', 'ګ':
			return handPersian
		case 'ك', 'ي', 'ى', 'ة', 'أ', 'إ', 'ؤ':
			hand = handArabic
		}
	}
	return hand
}

// inHand gives a token in Arabic letters the channels of the way it is written. The forms are the
// same: one symbol for each letter. What is written the Persian way has its Arabic reading too,
// since Persian names are mostly Arabic ones, and lists write them with either's letters.
func (t Token) inHand(hand arabicHand) Token {
	if t.Channel != ChanArabic || hand == handArabic {
		return t
	}
	other := ChanPersian
	if hand == handPersian {
		t.Channel, other = ChanPersian, ChanArabic
	}
	t.Alternatives = append(t.Alternatives[:len(t.Alternatives):len(t.Alternatives)], Reading{t.Form, other})
	return t
}
