package names

import (
	"slices"
	"strings"
	"testing"
)

// Transcriptions as the Chinese press has them.
func TestHanSound(t *testing.T) {
	for token, want := range map[string]string{
		"克林顿": "kElindun", "布什": "bUSI", "特朗普": "tElaNpU", "斯大林": "sIdalin", "查尔斯": "CaRsI", "于贝尔": "yVbeiR",
		"约翰逊": "yVehanxVn", "撒切尔": "saqieR", "张": "ZaN", "": "",
	} {
		if got := HanSound(token); got != want {
			t.Errorf("%s is %q, want %q", token, got, want)
		}
	}
}

// Transcriptions by the rules of the National Institute of Korean Language.
func TestHangulSound(t *testing.T) {
	for token, want := range map[string]string{
		"스미스": "sUmisU", "트럼프": "tUrOmpU", "클린턴": "kULintOn", "빌": "biL", "채플린": "CApULin", "강": "gaN", "Bush": "", "김a": "",
	} {
		if got := HangulSound(token); got != want {
			t.Errorf("%s is %q, want %q", token, got, want)
		}
	}
}

// What a form is made of is in the channel's alphabet, whatever the token.
func TestSoundsStayInTheAlphabet(t *testing.T) {
	for _, c := range []struct {
		first, last rune
		read        func(string) string
		ch          Channel
	}{{0x4e00, 0x9fa5, HanSound, ChanHanSound}, {hangulBase, hangulLast, HangulSound, ChanHangulSound}} {
		for r := c.first; r <= c.last; r++ {
			form := c.read(string(r))
			if i := strings.IndexFunc(form, func(s rune) bool { return !strings.ContainsRune(c.ch.Alphabet(), s) }); i >= 0 {
				t.Fatalf("%c is %q", r, form)
			}
		}
	}
}

// forms are the channels and forms of the first reading of each part.
func forms(n Name) string {
	var out []string
	for _, t := range n.Tokens {
		out = append(out, t.Channel.String()+":"+t.Form)
	}
	return strings.Join(out, " ")
}

// How a name in Han or Hangul can be taken: whose it may be decides the channel.
func TestWhoseNameItIsDecidesTheChannel(t *testing.T) {
	for name, want := range map[string][]string{
		"乔治·布什":                {"hansound:qiaoZI hansound:bUSI"},
		"克林顿":                  {"hansound:kElindun"},
		"习近平":                  {"han:xi han:jinping", "han:xi han:jin han:ping", "hansound:xijinpiN"},
		"조지 부시":                {"hangulsound:joji hangulsound:busi"},
		"김정은":                  {"hangul:kim hangul:jeongeun", "hangul:kim hangul:jung hangul:eun", "hangulsound:gimjONUn"},
		"트럼프":                  {"hangulsound:tUrOmpU"},
		"中国石油":                 nil,
		"Bob Rae (politician)": {"latin:bob latin:rae", "latin:bob latin:rae latin:politician"},
		"李博 (政治人物)":            {"han:li han:bo"},
	} {
		kind := Person
		if want == nil {
			kind, want = Organisation, []string{"han:zhongguoshiyou"}
		}
		var got []string
		for _, n := range Parse(name, kind) {
			got = append(got, forms(n))
		}
		for _, w := range want {
			if !slices.Contains(got, w) {
				t.Errorf("%s is %q, want %q among them", name, got, w)
			}
		}
		if len(got) > 0 && got[0] != want[0] {
			t.Errorf("%s is %q first, want %q", name, got[0], want[0])
		}
	}
}

// A letter that only Persian or Urdu has says so of the whole name; one that only
// Arabic has says the contrary; without either both hold.
func TestTheHandOfANameInArabicLetters(t *testing.T) {
	for name, want := range map[string][2]Channel{
		"کنت رید": {ChanPersian, ChanArabic}, "جان کری": {ChanPersian, ChanArabic}, "كينيث ريد": {ChanArabic, ChanArabic}, "جان برت": {ChanArabic, ChanPersian},
	} {
		for _, tok := range Parse(name, Person)[0].Tokens {
			second := tok.Channel
			if len(tok.Alternatives) > 0 {
				second = tok.Alternatives[0].Channel
				if tok.Alternatives[0].Form != tok.Form {
					t.Errorf("%s: %q and %q", name, tok.Form, tok.Alternatives[0].Form)
				}
			}
			if got := [2]Channel{tok.Channel, second}; got != want {
				t.Errorf("%s in %s: %v, want %v", tok.Text, name, got, want)
			}
		}
	}
}

// English initials as Persian, Hebrew, Indic, Cyrillic and Greek newspapers write
// them, and the letters that they may stand for.
func TestInitialsInOtherScripts(t *testing.T) {
	for name, letter := range map[string]string{
		"جان اف. کندی": "f", "جرج دبلیو. بوش": "w", "مایکل جی. فاکس": "j", "ویلیام ال. کلی": "l", "ג'ון פ. קנדי": "f", "Джордж У. Буш": "w", "Сэмюэл Л. Джексон": "l",
		"Дж. Буш": "j", "Τζον Φ. Κένεντι": "f", "जॉन एफ. केनेडी": "f", "எம். கருணாநிதி": "m", "க. அன்பழகன்": "k", "ജി. സുധാകരൻ": "g", "இரா. சம்பந்தன்": "r",
	} {
		found := false
		for _, n := range Parse(name, Person) {
			for _, tok := range n.Tokens {
				if tok.Role != Initial {
					continue
				}
				found = found || tok.Form == letter
				for _, a := range tok.Alternatives {
					found = found || a.Form == letter && a.Channel == ChanLatin
				}
			}
		}
		if !found {
			t.Errorf("%s: no initial %s in %+v", name, letter, Parse(name, Person))
		}
	}
	// Without the stop it is a word.
	for _, name := range []string{"جان اف کندی", "எம் கருணாநிதி"} {
		for _, tok := range Parse(name, Person)[0].Tokens {
			if tok.Role == Initial {
				t.Errorf("%s: %+v", name, tok)
			}
		}
	}
}
