package ingest

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// functionWords are the words that hold a language's sentences together: in any
// running text every third word is one. A word that two languages share counts
// for both.
var functionWords = func() map[string][]int {
	m := map[string][]int{}
	for i, l := range languages {
		for _, w := range strings.Fields(l.words) {
			m[w] = append(m[w], i)
		}
	}
	return m
}()

var languages = []struct{ code, words string }{
	{"en", "the of and to in a is that for it was on with as by at from his were be has had have are said which this they who not an their but been after its or he"},
	{"fr", "le la les des et est une dans pour que qui sur par pas au aux avec ce cette du il elle ont été sont son ses en un nous mais plus a"},
	{"de", "der die das und ist in den von zu mit sich des auf für im nicht ein eine dem als auch es an werden aus er hat dass sie nach wird bei einer um am sind noch wie"},
	{"es", "el la los las de y que en un una por con para del se su al es lo como más pero sus le ha fue este ya o entre cuando muy sin sobre"},
	{"pt", "o a os as de e que do da em um uma para com não por mais dos das na no se ao como mas foi ele são pelo pela seu sua ou"},
	{"it", "il lo la gli le di e che un una per con non sono del della dei delle nel nella si da al alla come più ha anche ma dal questo"},
	{"nl", "de het een van en in is dat op te zijn met voor niet aan er om ook als door maar bij uit naar wordt over nog werd"},
	{"tr", "ve bir bu da de için ile olarak çok daha olan gibi sonra kadar ancak olduğu tarafından ise ne"},
	{"id", "yang dan di dari untuk dengan pada dalam ini itu tidak adalah akan ke oleh juga sebagai telah mereka"},
	{"pl", "i w na z do się nie że jest o jak po to co za od przez ale dla tym są już oraz"},
	{"so", "oo iyo ka ku in uu ay la waa ah si soo waxaa ayaa kale"},
	{"sv", "och att det som en på är av för den till med inte om ett han men var sig har de"},
}

// scriptLanguages names what is written in a script where only one or one
// mostly is; the others get the code of several languages.
var scriptLanguages = []struct {
	table *unicode.RangeTable
	code  string
}{
	{unicode.Arabic, "ar"}, {unicode.Cyrillic, "ru"}, {unicode.Han, "zh"}, {unicode.Hiragana, "ja"}, {unicode.Katakana, "ja"}, {unicode.Hangul, "ko"},
	{unicode.Greek, "el"}, {unicode.Hebrew, "he"}, {unicode.Devanagari, "hi"}, {unicode.Armenian, "hy"}, {unicode.Georgian, "ka"}, {unicode.Thai, "th"},
}

// tellLanguage tells the language of a text by its script and its function
// words: an ISO 639-1 code, "und" where there is too little of it or where it is
// none that is known. Languages that share a script but Latin are not told
// apart: Persian is "ar", Ukrainian "ru".
func tellLanguage(text string) string {
	if len(text) > 1<<15 {
		text = text[:1<<15] // the beginning is enough, and may end within a letter
	}
	letters, latin := 0, 0
	scripts := make([]int, len(scriptLanguages))
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		i += n
		if !unicode.IsLetter(r) {
			continue
		}
		letters++
		if r < 0x250 {
			latin++
			continue
		}
		for k, s := range scriptLanguages {
			if unicode.Is(s.table, r) {
				scripts[k]++
				break
			}
		}
	}
	if letters < 20 {
		return "und"
	}
	best := -1
	for k, n := range scripts {
		if n*2 > letters && (best < 0 || n > scripts[best]) {
			best = k
		}
	}
	if best >= 0 {
		// Any Japanese text has kana, and no Chinese one.
		if scriptLanguages[best].code == "zh" && (scripts[3]+scripts[4])*20 > letters {
			return "ja"
		}
		return scriptLanguages[best].code
	}
	if latin*2 < letters {
		return "und"
	}
	count := make([]int, len(languages))
	words := 0
	for w := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' }) {
		words++
		for _, l := range functionWords[strings.ToLower(w)] {
			count[l]++
		}
	}
	first, second := 0, -1
	for i := 1; i < len(count); i++ {
		switch {
		case count[i] > count[first]:
			first, second = i, first
		case second < 0 || count[i] > count[second]:
			second = i
		}
	}
	// An eighth of the words at least, and more than the next by a margin.
	if count[first]*8 < words || count[first] < 3 || count[first]*5 < count[second]*6 {
		return "und"
	}
	return languages[first].code
}
