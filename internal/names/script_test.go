package names

import (
	"testing"
	"unicode"
)

// TestScriptOfAgreesWithUnicode compares every character's script with Unicode's range tables.
func TestScriptOfAgreesWithUnicode(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if unicode.IsPunct(r) || unicode.Is(unicode.Nd, r) || r >= 0x1D400 && r <= 0x1D7FF || r == 'ー' || r == 'ｰ' {
			continue
		}
		want := ScriptCommon
		for _, us := range unicodeScripts {
			if unicode.Is(us.table, r) {
				want = us.script
			}
		}
		if want == ScriptCommon && unicode.IsLetter(r) && !unicode.Is(unicode.Lm, r) {
			want = ScriptOther
		}
		if r < 0x80 && !unicode.IsLetter(r) {
			want = ScriptCommon
		}
		if got := ScriptOf(r); got != want {
			t.Fatalf("ScriptOf(%U) = %v, want %v", r, got, want)
		}
	}
}

func TestScriptOfCharactersThatBelongToNone(t *testing.T) {
	for _, r := range "0٣३ -.'’ʿ·・,،\u200d\u0301\U0001D7CE" {
		if got := ScriptOf(r); got != ScriptCommon {
			t.Errorf("ScriptOf(%U) = %v, want common", r, got)
		}
	}
	for r, want := range map[rune]Script{'ー': ScriptKatakana, '𝐌': ScriptLatin, '𝛼': ScriptGreek, '々': ScriptHan, 'Ａ': ScriptLatin} {
		if got := ScriptOf(r); got != want {
			t.Errorf("ScriptOf(%U) = %v, want %v", r, got, want)
		}
	}
}

func TestTokenScript(t *testing.T) {
	tests := []struct {
		token string
		want  Script
		mixed bool
	}{
		{"", ScriptCommon, false},
		{"1995", ScriptCommon, false},
		{"Merkel", ScriptLatin, false},
		{"O’Neill", ScriptLatin, false},
		{"Путин", ScriptCyrillic, false},
		{"Аlехаndеr", ScriptCyrillic, true},
		{"Pутин", ScriptCyrillic, true},
		{"ОАОX", ScriptCyrillic, true},
		{"山田ひろし", ScriptHan, false},
		{"スズキ", ScriptKatakana, false},
		{"ジョー", ScriptKatakana, false},
		{"القذافي", ScriptArabic, false},
		{"A한", ScriptLatin, true},
		{"Ա", ScriptArmenian, false},
		{"\xff", ScriptCommon, false},
	}
	for _, tt := range tests {
		if got, mixed := TokenScript(tt.token); got != tt.want || mixed != tt.mixed {
			t.Errorf("TokenScript(%q) = %v, %v, want %v, %v", tt.token, got, mixed, tt.want, tt.mixed)
		}
	}
}

func TestScriptsHaveNames(t *testing.T) {
	seen := map[string]bool{}
	for s := Script(0); s < scriptCount; s++ {
		if s.String() == "" || seen[s.String()] {
			t.Errorf("script %d has the name %q", s, s.String())
		}
		seen[s.String()] = true
	}
	if Script(250).String() != "other" || Channel(250).String() != "other" {
		t.Error("an unknown script or channel is not called other")
	}
}
