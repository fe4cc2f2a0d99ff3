// Package text cuts a news text into sentences and tokens that know where they stand in the text as received.
//
// Everything that reads reports works on a [Doc], and every offset in it is a
// byte offset into the text as received: nothing is cleaned, folded or decoded
// on the way, so that a claim or an incident can always be shown in its place.
// Offsets stand on rune boundaries on any bytes, valid UTF-8 or not.
//
// The cutter knows mixed-case articles, wire texts in capitals alone or in small
// letters alone, texts whose lines are wrapped, datelines, abbreviations, and
// quotations that run over several sentences and paragraphs.
package text

// A Kind says what sort of token it is.
type Kind uint8

const (
	// Word is a run of letters, with what belongs inside: "don't", "ISIS-K",
	// "U.S.", "AT&T", "#tag". The clitics 's, 'd, 'll, 're, 've and 'm are words
	// of their own, and so is the apostrophe of a plural's genitive.
	Word Kind = iota
	// Number begins with a digit: "1,300", "3.5", "22nd", "9/11", "1990s".
	Number
	// Punct is any other mark; dashes of two hyphens and dots of an ellipsis are one.
	Punct
	// OpenQuote and CloseQuote are quotation marks, told apart by where they stand.
	OpenQuote
	CloseQuote
)

// A Case says how a text uses capitals.
type Case uint8

const (
	// Mixed has capitals and small letters as usual.
	Mixed Case = iota
	// AllUpper has capitals alone, as old wire texts have.
	AllUpper
	// AllLower has small letters alone.
	AllLower
)

// A Token is a word, number or mark.
type Token struct {
	// Start and End are byte offsets into Raw.
	Start, End int32
	// Sentence is the index of its sentence.
	Sentence int32
	Kind     Kind
	// Cap says that the first letter is a capital; Upper that there are at least
	// two letters and all are capitals.
	Cap, Upper bool
	// Lower is the token in small letters, with straight apostrophes.
	Lower string
}

// A Sentence is a run of tokens up to a full stop or the end of a paragraph.
type Sentence struct {
	// Start and End are byte offsets into Raw, of the first token's begin and the last one's end.
	Start, End int
	// First and Last are its tokens: [First, Last).
	First, Last int
	// Paragraph counts the paragraphs from 0.
	Paragraph int
	// Dateline says that this is the place, date and agency before a report's
	// first sentence: "KABUL, Afghanistan (AP) —".
	Dateline bool
}

// A Quote is a quotation in double marks.
type Quote struct {
	// Open is the token of the opening mark. Close is that of the closing mark,
	// or the last token of the paragraph where there is none.
	Open, Close int
	// Closed says whether there is a closing mark.
	Closed bool
	// Continues says that the quotation before was left open at the end of its
	// paragraph, so that this one goes on with it.
	Continues bool
}

// A Doc is a text cut up. The zero Doc is ready for [Doc.Cut].
type Doc struct {
	// Raw is the text as received.
	Raw       string
	Sentences []Sentence
	Tokens    []Token
	// Quotes are in the order of the text and do not overlap.
	Quotes []Quote
	Case   Case

	lower   []byte
	low     string
	wrapped bool
	// breaks are the tokens that begin a paragraph.
	breaks []int32
	// fixed keeps the straight-apostrophe form of words spelt with a curly one.
	fixed map[string]string
}

// Text returns the text as received of the tokens [first, last).
func (d *Doc) Text(first, last int) string {
	if first >= last {
		return ""
	}
	return d.Raw[d.Tokens[first].Start:d.Tokens[last-1].End]
}

// Cut cuts a text up.
func Cut(raw string) *Doc {
	d := new(Doc)
	d.Cut(raw)
	return d
}

// longest is where a longer text is cut off, so that offsets fit in 32 bits.
const longest = 1 << 30

// Cut cuts a text up and puts it in the place of the one before, whose memory it
// uses again: slices taken from the Doc before do not outlive this call. Of a
// text of more than 1 GiB the rest is left out.
func (d *Doc) Cut(raw string) {
	if len(raw) > longest {
		cut := longest
		for cut > 0 && raw[cut]&0xC0 == 0x80 {
			cut--
		}
		raw = raw[:cut]
	}
	d.Raw = raw
	d.Sentences, d.Tokens, d.Quotes, d.breaks = d.Sentences[:0], d.Tokens[:0], d.Quotes[:0], d.breaks[:0]
	d.survey()
	d.tokenize()
	d.split()
	d.pair()
}
