package names

import (
	"strings"
	"unicode/utf8"
)

// Arabic compounds.
//
// Abdulrahman, Abdur Rahman and Abd al-Rahman are one name, and so are Nureddin,
// Nouruddin and Nur al-Din: written as one word or as several, the article left out
// or made like the letter behind it. As one word, two of them look far more alike
// than they are: all that Abdulmalik and Abdulbaki share is common to hundreds of
// names. So the parts are told apart where that is certain: "servant of" stands
// before one of the names of God or of those revered, "of the faith" behind a word
// that goes with it. Sources: general knowledge of Arabic names.

// servantOf holds what stands behind Abd.
var servantOf = skeletons(`rahman rahim malik malek qudus kudus salam mumin muhaymin muhaimin aziz jabar mutakabir
	khaliq khalek khaleq khalik bari gafar ghafar qahar kahar wahab vahab razaq razak razeq fatah alim basit basset rafi muiz sami basir hakam
	latif khabir halim azim adhim ghafur gafur shakur chakour kabir hafiz hafidh hafed muqit hasib jalil djalil galil karim raqib rakib mujib
	wasi hakim wadud majid madjid baith shahid chahid wakil vakil qawi kawi matin wali vali hamid hameed muhyi muhsi hayy qayum kayum wajid wahid ahad samad
	qadir kader qader muqtadir awal zahir batin tawab rauf jami ghani gani mughni nur hadi badi baqi baki warith wares rashid rachid sabur satar
	nasir naser nabi rasul moneim munim monem manan mawla maula mohsen muhsin mutalib motaleb salim husein hasan reza amir mahdi zahra kadhim kazim imam subhan jawad djawad`)

// servantShort holds the ones that are too short for their consonants to tell much.
var servantShort = set("ali haq haqq hak hai haye haie hay hayy ilah illah elah")

// ofTheFaith holds what stands before al-Din.
var ofTheFaith = skeletons(`jamal djamal djamel gamal nur salah saif shams chams imad izz ezz najm nejm nedjm badr fakhr fakr kamal jalal djalal galal siraj sirag seradj
	shihab chihab shahab muhyi muhi mohi mohie nasr nasir taqi taki taj tadj tag zain zein zine ala alaa baha bahaa rukn rokn sharaf charaf sharf husam hisam
	ziya zia diya dia nizam qutb kutb ghiyas ghias giyas burhan moin muin amin sadr asad muayad moayed fazl fadl fasl khair kheir khayr riaz wahid hamid rafi rashid shuja
	qamar azhar hafiz islah jamil miraj mujib nadir safi shafi zahir aziz bad aim ain sarf mainud minhaj qalandar islam`)

// skeletons returns the words' consonants, as a set.
func skeletons(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[skeleton(w)] = true
	}
	return m
}

// skeleton is a form without its vowels, each run of one letter once: the rest is
// what transcriptions agree on. A vowel that it begins with is an a.
func skeleton(form string) string {
	out := make([]byte, 0, len(form))
	if form != "" && isVowel(form[0]) {
		out = append(out, 'a')
	}
	for i := 0; i < len(form); i++ {
		c := form[i]
		if isVowel(c) || len(out) > 0 && out[len(out)-1] == c {
			continue
		}
		out = append(out, c)
	}
	return string(out)
}

// compound cuts an Arabic compound in Latin letters into its parts; nil if it is
// none. The article goes with the part that it comes with, whatever it is written
// as: Abdul Rahman, Abderrahmane and Abd al-Rahman are all "abd" and "rahman".
func compound(form string) []string {
	if rest, ok := servant(form); ok {
		if rest == "" {
			return []string{servantForm}
		}
		return []string{servantForm, rest}
	}
	if head, ok := faithful(form); ok {
		if head == "" {
			return []string{faithForm}
		}
		return []string{head, faithForm}
	}
	return nil
}

// servantForm and faithForm are the forms of "Abd al" and "al-Din".
const servantForm, faithForm = "abd", "din"

// servant cuts "abdul" and the like off; nothing is left of that alone.
func servant(form string) (rest string, ok bool) {
	s, ok := strings.CutPrefix(form, "abd")
	if !ok {
		return "", false
	}
	s = strings.TrimLeft(s, "aeiou")
	if vowels := form[len("abd") : len(form)-len(s)]; servantAlone[vowels+s] {
		return "", true
	}
	rests := []string{s}
	if len(s) > 1 && (s[0] == 'l' || s[0] == s[1]) {
		rests = []string{s[1:], s}
	}
	for _, rest := range rests {
		if isRevered(rest) {
			return rest, true
		}
	}
	return "", false
}

// servantAlone holds the vowel and the article's consonant that follow "abd" where
// the other part is a word of its own.
var servantAlone = set("ul al el ol oul ool il ur ar er our ir us es ous un en oun uz ez ud ed ut et ush esh uch ech")

// faithful cuts "uddin" and the like off; nothing is left of the article and "din"
// alone.
func faithful(form string) (head string, ok bool) {
	s := strings.TrimSuffix(form, "e")
	for _, din := range []string{"din", "deen", "dien", "dyn"} {
		head, ok = strings.CutSuffix(s, din)
		if ok {
			break
		}
	}
	switch {
	case !ok:
		return "", false
	case head == "i" || head == "u" || head == "ou" || head == "oo":
		return "", true // "Nur Udin"; Edin and Adin are names of their own
	case len(head) < 2:
		return "", false
	}
	before := head[len(head)-1]
	if before == 'd' || before == 'l' {
		// The article, made like the letter behind it or not.
		head = head[:len(head)-1]
	} else if !isVowel(before) {
		return "", false
	}
	if n := len(head); n > 1 && (head[n-2:] == "ou" || head[n-2:] == "oo") {
		head = head[:n-2]
	} else if n > 0 && isVowel(head[n-1]) {
		head = head[:n-1]
	}
	switch {
	case head == "" && before == 'd' || head == "" && before == 'l':
		return "", true
	case before == 'd' && len(head) >= 2, len(head) > 1 && ofTheFaith[skeleton(head)]:
		return head, true
	}
	return "", false
}

// compoundTokens is the parts of a compound as tokens; nil if the word is none.
func compoundTokens(t Token) []Token {
	if t.Channel != ChanLatin || len(t.Alternatives) > 0 {
		return nil
	}
	parts := compound(t.Form)
	if parts == nil {
		return nil
	}
	if len(parts) == 1 {
		t.Form = parts[0]
		return []Token{t}
	}
	out := make([]Token, len(parts))
	for i, p := range parts {
		out[i] = Token{Text: p, Form: p, Channel: ChanLatin, LookAlike: t.LookAlike}
	}
	// The parts as written, where the letters are the form's.
	if len(t.Text) == len(t.Form) && utf8.RuneCountInString(t.Text) == len(t.Text) {
		cut := len(parts[0])
		if parts[0] == servantForm {
			cut = len(t.Text) - len(parts[1])
		}
		out[0].Text, out[1].Text = t.Text[:cut], t.Text[cut:]
	}
	return out
}

// withArticles joins the article to the "servant of" before it and the "of the
// faith" behind it, and tells the servants that are written as names of their own.
func withArticles(ts []Token) []Token {
	out := ts[:0]
	for i := 0; i < len(ts); i++ {
		t := ts[i]
		switch {
		case t.Channel == ChanLatin && loneServants[t.Form] && i+1 < len(ts) && isRevered(ts[i+1].Form):
			t.Form = servantForm
		case isPart(t, servantForm, "Ebd") && i+2 < len(ts) && isArticle(ts[i+1]):
			t.Text += " " + ts[i+1].Text
			i++
		case isArticle(t) && i > 0 && i+1 < len(ts) && isPart(ts[i+1], faithForm, "dyn"):
			text := t.Text
			t = ts[i+1]
			if t.Channel == ChanLatin {
				t.Text = text + " " + t.Text
			}
			i++
		}
		out = append(out, t)
	}
	return out
}

// loneServants are names of their own, unless one of the names of God follows: Abdi
// Karim is Abdikarim.
var loneServants = set("abdi abdu abdo abdou abed abid")

// isRevered tells whether a form is one of the words that stand behind Abd.
func isRevered(form string) bool {
	return servantShort[form] || len(form) > 3 && servantOf[skeleton(form)]
}

func isPart(t Token, latin, arabic string) bool {
	switch t.Channel {
	case ChanLatin:
		return t.Form == latin || latin == faithForm && (t.Form == "deen" || t.Form == "dine")
	case ChanArabic, ChanPersian:
		return t.Form == arabic
	}
	return false
}

// isArticle tells whether a token is the Arabic article, made like the letter behind
// it or not.
func isArticle(t Token) bool {
	if t.Role != Particle {
		return false
	}
	return articles[t.Form] || t.Form == "Al" && (t.Channel == ChanArabic || t.Channel == ChanPersian)
}

var articles = set("al el ul ur us ud ad ed as es ash at et ath an en ar er az ez il l uz un")

// The same in Arabic letters, where only what is written as one word is a question.

const (
	arabicServant = "عبدال"
	arabicFaith   = "الدین"
)

// arabicCompound cuts a word in Arabic letters: عبدالرحمن, and نورالدین.
func arabicCompound(word string) []string {
	s := strings.NewReplacer("ي", "ی", "ى", "ی").Replace(word)
	if rest, ok := strings.CutPrefix(s, arabicServant); ok && utf8.RuneCountInString(rest) >= 3 && !strings.HasPrefix(rest, "له") {
		return []string{"عبد", word[len(arabicServant):]}
	}
	if head, ok := strings.CutSuffix(s, arabicFaith); ok && utf8.RuneCountInString(head) >= 2 {
		return []string{word[:len(head)], word[len(head)+len("ال"):]}
	}
	return nil
}
