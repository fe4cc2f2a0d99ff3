package names

import (
	_ "embed"
	"strings"
	"sync"
)

// particles stand before or between names and are written or not, joined or
// apart: Arabic articles and kinship words, Romance and Germanic "of" and "the".
var particles = set(`al el ul ur us ud uz un ad as ash at ath an ar az il l
	bin ibn ben bint binti bt b ould uld wald wuld oglu ogly kyzy kizi
	abu abou abi umm um
	de del della delle dello di da das do dos du des la las le les lo los y e i
	von van vom der den ter ten zu zum zur af av
	a o the of and for in on und et fi`)

// titles and honorifics are not part of a name, but lists write them as if.
var titles = set(`mr mrs ms miss sir lord lady dame hon mawla mola said imam mufti malik
	hojjatoleslam hojatoleslam admiral marshal sgt
	president minister ambassador senator don dona senor senora monsieur madame herr frau jr sr ii iii iv`)

// titleSpellings are titles that are written in several ways, the first of which
// is their notion.
var titleSpellings = []string{
	"dr doctor", "prof professor", "eng engineer engr",
	"sheikh shaykh shaikh sheik cheikh chaykh shekh", "mullah mulla mulah molla mollah molah mullo", "maulana mawlana",
	"maulavi maulvi mawlawi maulawi mawlavi moulavi moulvi molvi",
	"haji hajji hadji haj hajj hadzhi alhaji alhajj alhaj", "qari kari", "qazi qadi", "hafiz hafez", "ustad ustadh ustaz ostad",
	"sayyid sayed syed seyed sayyed saiyid sayid seyyed seyyid", "akhund akhond akhoond", "sahib saheb", "ayatollah ayatullah", "amir ameer emir",
	"general gen", "colonel col", "lieutenant lt", "major maj", "captain capt", "brigadier brig", "commander cmdr comandante",
}

// titleNotions is the notion of each of these spellings.
var titleNotions = func() map[string]string {
	m := map[string]string{}
	for _, line := range titleSpellings {
		words := strings.Fields(line)
		for _, w := range words {
			m[w] = words[0]
			titles[w] = true
		}
	}
	return m
}()

func set(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

//go:embed data/legal.txt
var legalData string

// legalForms maps the comparable forms of a legal form's words, joined by
// spaces, to its notion. longest is the largest number of words.
var legalForms = sync.OnceValue(func() (t struct {
	notion  map[string]string
	longest int
}) {
	t.notion = map[string]string{}
	eachNotion(legalData, func(notion, spelling string) {
		key, n := formsOf(spelling)
		if key == "" || n == 1 && len(key) < 2 {
			return
		}
		if _, isNumber := numberOf(key); isNumber {
			return // "II" is a number before it is a legal form
		}
		if _, taken := t.notion[key]; !taken {
			t.notion[key] = notion
			t.longest = max(t.longest, n)
		}
	})
	return t
})

func eachNotion(data string, f func(notion, spelling string)) {
	for line := range strings.Lines(data) {
		line = strings.TrimRight(line, "\n")
		notion, spellings, ok := strings.Cut(line, "\t")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		for s := range strings.SplitSeq(spellings, "|") {
			f(notion, s)
		}
	}
}

// formsOf returns a spelling's comparable words, joined by spaces, and their
// number.
func formsOf(spelling string) (string, int) {
	words := splitWords(spelling, Organisation)
	var forms []string
	for _, w := range words {
		t := oneToken(w, w, false)
		if t.Form != "" {
			forms = append(forms, channelForm(t))
		}
	}
	return strings.Join(forms, " "), len(forms)
}

// channelForm tells forms of different channels apart in a table's key.
func channelForm(t Token) string {
	switch t.Channel {
	case ChanLatin:
		return t.Form
	case ChanPersian:
		t.Channel = ChanArabic // the same letters
	}
	return string(rune('0'+t.Channel)) + ":" + t.Form
}

// joinLegalForms replaces each run of tokens that is a legal form by one token
// whose Form is "=" and the notion. A name that would lose all its tokens keeps
// its first.
func joinLegalForms(ts []Token) []Token {
	table := legalForms()
	var out []Token
	for i := 0; i < len(ts); {
		found, notion := 0, ""
		key := ""
		for n := 1; n <= table.longest && i+n <= len(ts); n++ {
			if n > 1 {
				key += " "
			}
			key += channelForm(ts[i+n-1])
			if v, ok := table.notion[key]; ok {
				found, notion = n, v
			}
		}
		if found == 0 || len(out) == 0 && found == len(ts) {
			out = append(out, ts[i])
			i++
			continue
		}
		text := ts[i].Text
		for _, t := range ts[i+1 : i+found] {
			text += " " + t.Text
		}
		out = append(out, Token{Text: text, Form: "=" + notion, Channel: ChanLatin, Notion: "=" + notion, Role: LegalForm})
		i += found
	}
	return out
}

var numberWords = map[string]string{
	"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10",
	"first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5", "sixth": "6", "seventh": "7", "eighth": "8", "ninth": "9", "tenth": "10",
	"eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14", "fifteen": "15", "sixteen": "16", "seventeen": "17", "eighteen": "18", "nineteen": "19",
	"1st": "1", "2nd": "2", "3rd": "3", "4th": "4", "5th": "5", "6th": "6", "7th": "7", "8th": "8", "9th": "9", "10th": "10",
	"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "xi": "11", "xii": "12",
}

// tens are the number words that a unit may follow: "forty-four".
var tens = map[string]string{"twenty": "2", "thirty": "3", "forty": "4", "fourty": "4", "fifty": "5", "sixty": "6", "seventy": "7", "eighty": "8", "ninety": "9"}

// joinTens makes "forty four" one token, and "forty" a number.
func joinTens(ts []Token) []Token {
	var out []Token
	for i := 0; i < len(ts); i++ {
		t := ts[i]
		if digit, ok := tens[t.Form]; ok && t.Role == Plain {
			t.Form = digit + "0"
			if i+1 < len(ts) {
				if unit := numberWords[ts[i+1].Form]; len(unit) == 1 && ts[i+1].Role == Plain {
					t.Form = digit + unit
					t.Text += " " + ts[i+1].Text
					i++
				}
			}
		}
		out = append(out, t)
	}
	return out
}

// numberOf reads a number in digits, a Roman numeral of two letters or more, or
// a small number in English words.
func numberOf(form string) (string, bool) {
	if n, ok := numberWords[form]; ok {
		return n, true
	}
	if strings.Trim(form, "0123456789") == "" {
		n := strings.TrimLeft(form, "0")
		if n == "" {
			n = "0"
		}
		return n, true
	}
	return "", false
}
