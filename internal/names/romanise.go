package names

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Channel says what kind of writing a form came from. The model has a table of spelling costs for
// each, since an unwritten vowel is cheap in Arabic and dear in Greek.
//
// A kanji token that is read the Japanese way has ChanKana, and one read the Korean way
// ChanHangul: the costs that apply are those of the reading's language, not of the characters.
type Channel uint8

// The channels.
const (
	ChanLatin       Channel = iota
	ChanArabic              // also Kurdish, Uyghur, Jawi
	ChanHebrew              // also Yiddish
	ChanCyrillic            //
	ChanGreek               //
	ChanHan                 // Han characters read as Mandarin or Cantonese
	ChanKana                // kana, and kanji in a Japanese reading
	ChanHangul              // Hangul, and Han characters in a Korean reading
	ChanIndic               // Devanagari to Sinhala
	ChanArmenian            //
	ChanGeorgian            //
	ChanThai                // Thai, Lao
	ChanBurmese             // Myanmar, Khmer
	ChanEthiopic            //
	ChanOther               // Tibetan, Thaana, Syriac, Mongolian and what only the generic table knows
	ChanPersian             // Arabic letters as Persian, Dari, Pashto and Urdu use them; forms as of ChanArabic
	ChanHanSound            // Han characters that spell a foreign name by its sound
	ChanHangulSound         // Hangul that spells a foreign name by its sound
	ChannelCount    = int(iota)
)

var channelNames = [ChannelCount]string{
	"latin", "arabic", "hebrew", "cyrillic", "greek", "han", "kana", "hangul", "indic", "armenian",
	"georgian", "thai", "burmese", "ethiopic", "other",
	"persian", "hansound", "hangulsound",
}

// String gives the channel's lower-case English name.
func (c Channel) String() string {
	if int(c) >= ChannelCount {
		return "other"
	}
	return channelNames[c]
}

// plainAlphabet holds the symbols of most channels' forms.
const plainAlphabet = "abcdefghijklmnopqrstuvwxyz0123456789"

// Alphabet gives the symbols, at most 64 ASCII characters, that forms of the channel consist of.
func (c Channel) Alphabet() string {
	switch c {
	case ChanArabic, ChanPersian, ChanHebrew, ChanHanSound, ChanHangulSound:
		return plainAlphabet + "ABCDEFGHIJKLMNOPQRSTUVWXYZ'"
	}
	return plainAlphabet
}

// Reading is one way to write a token in ASCII symbols, comparable with other readings of the same
// channel and, through the model's table for the channel, with Latin ones.
type Reading struct {
	Form    string
	Channel Channel
}

// maxTokenRunes bounds the work on hostile input; no name token is longer.
const maxTokenRunes = 128

// Readings appends the readings of one written token (no spaces) to dst, best first: one or two for
// Latin, at most four for most scripts, at most eight for Han characters. A token without letters and
// digits has none. Tokens beyond 128 characters are cut. The same token gives always the same
// readings.
func Readings(dst []Reading, token string) []Reading {
	if firstUnfolded(token) == len(token) && token != "" && len(token) <= maxTokenRunes {
		return append(dst, Reading{token, ChanLatin})
	}
	token = cutRunes(token, maxTokenRunes)
	start := len(dst)
	if isASCII(token) {
		return appendReading(dst, start, FoldLatin(token), ChanLatin)
	}
	script, mixed := TokenScript(token)
	if mixed || script == ScriptLatin {
		token, _ = FoldHomoglyphs(token)
		script, mixed = TokenScript(token)
	}
	if mixed {
		return appendMixed(dst, token)
	}
	switch script {
	case ScriptCommon:
		return appendReading(dst, start, FoldLatin(token), ChanLatin)
	case ScriptLatin:
		dst = appendReading(dst, start, FoldLatin(token), ChanLatin)
		if s, ok := soundLatin(token); ok {
			dst = appendReading(dst, start, s, ChanLatin)
		}
		return dst
	case ScriptArabic:
		return appendReading(dst, start, romaniseArabic(token), ChanArabic)
	case ScriptHebrew:
		return appendReading(dst, start, romaniseHebrew(token), ChanHebrew)
	case ScriptCyrillic:
		return appendForms(dst, start, ChanCyrillic, romaniseCyrillic(token)...)
	case ScriptGreek:
		return appendForms(dst, start, ChanGreek, romaniseGreek(token)...)
	case ScriptKatakana, ScriptHiragana:
		return appendForms(dst, start, ChanKana, romaniseKana(token)...)
	case ScriptHangul:
		return appendForms(dst, start, ChanHangul, romaniseHangul(token)...)
	case ScriptHan:
		return appendHan(dst, start, token)
	case ScriptArmenian:
		return appendForms(dst, start, ChanArmenian, romaniseArmenian(token)...)
	case ScriptGeorgian:
		return appendReading(dst, start, romaniseGeorgian(token), ChanGeorgian)
	case ScriptThai, ScriptLao:
		return appendForms(dst, start, ChanThai, romaniseThai(token)...)
	case ScriptMyanmar:
		return appendReading(dst, start, romaniseBurmese(token), ChanBurmese)
	case ScriptKhmer:
		return appendReading(dst, start, romaniseKhmer(token), ChanBurmese)
	case ScriptEthiopic:
		return appendReading(dst, start, romaniseEthiopic(token), ChanEthiopic)
	case ScriptTibetan:
		return appendReading(dst, start, romaniseTibetan(token), ChanOther)
	case ScriptThaana:
		return appendReading(dst, start, spellByTable(token, thaanaLetters), ChanOther)
	case ScriptSyriac:
		return appendReading(dst, start, spellByTable(token, syriacLetters), ChanOther)
	}
	if _, ok := indicScripts[script]; ok || script == ScriptSinhala {
		return appendForms(dst, start, ChanIndic, romaniseIndic(token, script)...)
	}
	return appendReading(dst, start, FoldLatin(token), ChanOther)
}

func appendForms(dst []Reading, start int, ch Channel, forms ...string) []Reading {
	for _, f := range forms {
		dst = appendReading(dst, start, f, ch)
	}
	return dst
}

// appendReading adds a reading unless it is empty or there already.
func appendReading(dst []Reading, start int, form string, ch Channel) []Reading {
	if form == "" {
		return dst
	}
	for _, r := range dst[start:] {
		if r.Form == form && r.Channel == ch {
			return dst
		}
	}
	return append(dst, Reading{form, ch})
}

// appendMixed reads a token of several scripts run by run and joins the first reading of each. The
// channel is that of the first run that is not Latin.
func appendMixed(dst []Reading, token string) []Reading {
	start := len(dst)
	var form strings.Builder
	ch := ChanLatin
	for _, run := range scriptRuns(token) {
		rs := Readings(nil, run)
		if len(rs) == 0 {
			continue
		}
		form.WriteString(rs[0].Form)
		if ch == ChanLatin {
			ch = rs[0].Channel
		}
	}
	out := form.String()
	if ch != ChanArabic && ch != ChanHebrew {
		out = FoldLatin(out)
	}
	return appendReading(dst, start, out, ch)
}

// scriptRuns cuts a token where the script changes; marks and digits stay with what is before them.
func scriptRuns(token string) []string {
	var runs []string
	from, cur := 0, ScriptCommon
	for i, r := range token {
		s := ScriptOf(r)
		if s == ScriptCommon || s == cur {
			continue
		}
		if cur != ScriptCommon {
			runs = append(runs, token[from:i])
			from = i
		}
		cur = s
	}
	return append(runs, token[from:])
}

func cutRunes(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

// lowerRunes gives the token's characters in lower case after the given normalisation.
func lowerRunes(f norm.Form, token string) []rune {
	rs := []rune(f.String(token))
	for i, r := range rs {
		rs[i] = unicode.ToLower(r)
	}
	return rs
}
