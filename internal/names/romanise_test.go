package names

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// TestReadingsOfKnownNames holds names of public persons: the first reading, and further ones that
// must be among the readings.
func TestReadingsOfKnownNames(t *testing.T) {
	tests := []struct {
		token string
		ch    Channel
		first string
		also  []string
	}{
		{"Merkel", ChanLatin, "merkel", nil},
		{"Müller", ChanLatin, "muller", []string{"mueller"}},
		{"Erdoğan", ChanLatin, "erdogan", []string{"erdoghan"}},
		{"Əliyev", ChanLatin, "aliyev", []string{"eliyev"}},
		{"Nguyễn", ChanLatin, "nguyen", nil},
		{"Горбачёв", ChanCyrillic, "gorbachev", []string{"gorbachyov"}},
		{"Зеленський", ChanCyrillic, "zelenskyy", []string{"zelenskiy"}},
		{"Милошевић", ChanCyrillic, "milosevic", []string{"miloshevic"}},
		{"Търново", ChanCyrillic, "tarnovo", nil},
		{"معمر", ChanArabic, "mEmr", nil},
		{"القذافي", ChanArabic, "AlqVAfy", nil},
		{"مُحَمَّد", ChanArabic, "muHammad", nil},
		{"چمران", ChanArabic, "XmrAn", nil},
		{"נתניהו", ChanHebrew, "ntnyhw", nil},
		{"ג'ורג'", ChanHebrew, "jwrj", nil},
		{"דָּוִד", ChanHebrew, "dawid", nil},
		{"Μητσοτάκης", ChanGreek, "mitsotakis", nil},
		{"Παπανδρέου", ChanGreek, "papandreou", nil},
		{"Καραμανλής", ChanGreek, "karamanlis", nil},
		{"Βενιζέλος", ChanGreek, "venizelos", nil},
		{"Μπακογιάννη", ChanGreek, "bakogianni", nil},
		{"Ευάγγελος", ChanGreek, "evangelos", nil},
		{"김", ChanHangul, "kim", nil},
		{"재인", ChanHangul, "jaein", nil},
		{"정은", ChanHangul, "jeongeun", []string{"jungeun", "chongun"}},
		{"シュワルツェネッガー", ChanKana, "shuwarutseneggaa", []string{"shuwarutsenegga"}},
		{"とうきょう", ChanKana, "tokyo", []string{"toukyou"}},
		{"ｽｽﾞｷ", ChanKana, "suzuki", nil},
		{"習近平", ChanHan, "xijinping", []string{"hsichinping"}},
		{"曾庆红", ChanHan, "zengqinghong", nil},
		{"毛澤東", ChanHan, "maozedong", []string{"maotsetung"}},
	}
	for _, tt := range tests {
		t.Run(tt.token, func(t *testing.T) {
			got := Readings(nil, tt.token)
			if len(got) == 0 || got[0] != (Reading{tt.first, tt.ch}) {
				t.Fatalf("Readings(%q) = %v, want first %q of %v", tt.token, got, tt.first, tt.ch)
			}
			for _, form := range tt.also {
				found := false
				for _, r := range got {
					found = found || r.Form == form
				}
				if !found {
					t.Errorf("Readings(%q) = %v, want %q among them", tt.token, got, form)
				}
			}
		})
	}
}

func FuzzReadings(f *testing.F) {
	for _, s := range []string{"", "Müller", "Горбачёв", "القذافي", "ג'ורג'", "Μπα", "김정은", "シャー", "習近平", "\xff", "a\u200dЖ漢", "ㄱ나", "ぁっー", "々"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, token string) {
		got := Readings(nil, token)
		if len(got) > maxHanReadings {
			t.Fatalf("%d readings", len(got))
		}
		again := Readings(nil, token)
		for i, r := range got {
			if r.Form == "" || len(r.Form) > 16*maxTokenRunes {
				t.Errorf("form of %d bytes", len(r.Form))
			}
			if i := strings.IndexFunc(r.Form, func(c rune) bool { return !strings.ContainsRune(r.Channel.Alphabet(), c) }); i >= 0 {
				t.Errorf("%q: form %q of %v has a symbol outside the alphabet", token, r.Form, r.Channel)
			}
			if again[i] != r {
				t.Errorf("reading %d differs on the second call: %v, %v", i, r, again[i])
			}
		}
		folded, _ := FoldHomoglyphs(token)
		if utf8.ValidString(token) && !utf8.ValidString(folded) {
			t.Errorf("FoldHomoglyphs(%q) is not valid UTF-8", token)
		}
		if twice, _ := FoldHomoglyphs(folded); twice != folded {
			t.Errorf("FoldHomoglyphs is not idempotent on %q: %q, %q", token, folded, twice)
		}
		if l := FoldLatin(token); FoldLatin(l) != l {
			t.Errorf("FoldLatin is not idempotent on %q", token)
		}
		SplitArabicArticle(token)
		HanSplits(token)
		HangulSplits(token)
	})
}
