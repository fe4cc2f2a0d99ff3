package names

import (
	"testing"
	"unicode"
)

func TestFoldLatin(t *testing.T) {
	tests := []struct{ token, want string }{
		{"", ""},
		{"merkel", "merkel"},
		{"O’Neill", "oneill"},
		{"ʿAbd", "abd"},
		{"Qur'an", "quran"},
		{"Sa`id", "said"},
		{"T'ai-pei", "taipei"},
		{"ch‘i", "chi"},
		{"Müller", "muller"},
		{"Weiß", "weiss"},
		{"STRAẞE", "strasse"},
		{"Ærø", "aero"},
		{"Œuvre", "oeuvre"},
		{"Þórður", "thordur"},
		{"Łukasz", "lukasz"},
		{"Ħaż-Żebbuġ", "hazzebbug"},
		{"Đinđić", "dindic"},
		{"İbrahim", "ibrahim"},
		{"Işık", "isik"},
		{"Əliyev", "aliyev"},
		{"Nguyễn", "nguyen"},
		{"Đặng", "dang"},
		{"Ọbásanjọ́", "obasanjo"},
		{"Xí Jìnpíng", "xijinping"},
		{"lǚ", "lu"},
		{"Ｍａｒｉａ", "maria"},
		{"𝐌𝐚𝐫𝐢𝐚", "maria"},
		{"ﬁlip", "filip"},
		{"ĳssel", "ijssel"},
		{"a̐b", "ab"},
		{"Ⅳ", "iv"},
		{"٣٢١", "321"},
		{"९", "9"},
		{"𝟗", "9"},
		{"\xff\x00-", ""},
	}
	for _, tt := range tests {
		if got := FoldLatin(tt.token); got != tt.want {
			t.Errorf("FoldLatin(%q) = %q, want %q", tt.token, got, tt.want)
		}
	}
}

// TestLatinLettersFoldToLetters goes through all Latin letters of Unicode: each must leave something.
func TestLatinLettersFoldToLetters(t *testing.T) {
	for r := rune(0xC0); r < 0x20000; r++ {
		if !unicode.Is(unicode.Latin, r) || !unicode.IsLetter(r) || unicode.Is(unicode.Lm, r) {
			continue
		}
		got := FoldLatin(string(r))
		if firstUnfolded(got) != len(got) {
			t.Errorf("FoldLatin(%U) = %q is not folded", r, got)
		}
		// Nothing may be lost of living alphabets, but for clicks and glottal stops; phonetic
		// letters beyond are in no passport.
		if clickOrStop := r >= 'ǀ' && r <= 'ǃ' || r == 'Ɂ' || r == 'ɂ'; got == "" && !clickOrStop && (r < 0x250 || r >= 0x1E00 && r <= 0x1EFF) {
			t.Errorf("FoldLatin(%U %c) is empty", r, r)
		}
	}
}

func TestDigitsOfAllScriptsBecomeASCII(t *testing.T) {
	runs := 0
	for r := rune(0); r <= unicode.MaxRune; r++ {
		d, ok := digitValue(r)
		if ok != unicode.Is(unicode.Nd, r) {
			t.Fatalf("digitValue(%U) reports %v", r, ok)
		}
		if ok && d == '0' {
			for n := rune(1); n < 10; n++ {
				if next, _ := digitValue(r + n); next != '0'+byte(n) {
					t.Errorf("digitValue(%U) = %q, want %d", r+n, next, n)
				}
			}
			runs++
		}
	}
	if runs < 60 {
		t.Errorf("found %d scripts' digits, want at least 60", runs)
	}
}

func TestFoldHomoglyphs(t *testing.T) {
	tests := []struct {
		name, token, want string
		changed           bool
	}{
		{"plain Latin", "Alexander", "Alexander", false},
		{"marked Latin", "Müller", "Müller", false},
		{"plain Cyrillic", "Ельцин", "Ельцин", false},
		{"plain Greek", "Σημίτης", "Σημίτης", false},
		{"Cyrillic letters in a Latin word", "Аlехаndеr", "Alexander", true},
		{"one Cyrillic letter in a Latin word", "Pаul", "Paul", true},
		{"Latin letters in a Cyrillic word", "Еpмолин", "Ермолин", true},
		{"Greek letters in a Latin word", "ΜARIA", "MARIA", true},
		{"Latin letters in a Greek word", "Σημiτης", "Σημιτης", true},
		{"lower-cased capitals", "вank", "bank", true},
		{"honest mixture", "ЖurnaЛ", "ЖurnaЛ", false},
		{"another script is left alone", "Aشركة", "Aشركة", false},
		{"full width", "Ｍａｒｉａ", "Maria", true},
		{"mathematical", "𝐌𝐚𝐫𝐢𝐚", "Maria", true},
		{"zero width space", "Ma\u200bria", "Maria", true},
		{"soft hyphen", "Ma\u00adria", "Maria", true},
		{"direction mark in Latin", "Maria\u200f", "Maria", true},
		{"direction mark in Arabic", "\u200fمحمد", "محمد", false},
		{"non-joiner in Persian", "خامنه\u200cای", "خامنهای", false},
		{"joiner in Sinhala", "වික්\u200dරම", "වික්රම", false},
		{"on a tie, Latin", "аo", "ao", true},
		{"only lookalikes, mostly Cyrillic", "асеo", "асео", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, changed := FoldHomoglyphs(tt.token)
			if got != tt.want || changed != tt.changed {
				t.Errorf("FoldHomoglyphs(%q) = %q, %v, want %q, %v", tt.token, got, changed, tt.want, tt.changed)
			}
		})
	}
}

func TestLookalikesGoThereAndBack(t *testing.T) {
	for from, targets := range lookalikeOf {
		for to, table := range targets {
			for a, b := range table {
				if ScriptOf(a) != from || ScriptOf(b) != to {
					t.Errorf("%U to %U: not from %v to %v", a, b, from, to)
				}
			}
		}
	}
}
