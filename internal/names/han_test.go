package names

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestReadingsOfHanNames(t *testing.T) {
	tests := []struct {
		token string
		first Reading
		also  []Reading
	}{
		{"習近平", Reading{"xijinping", ChanHan}, []Reading{{"hsichinping", ChanHan}}},
		{"习近平", Reading{"xijinping", ChanHan}, nil},
		{"毛澤東", Reading{"maozedong", ChanHan}, []Reading{{"maotsetung", ChanHan}}},
		{"蔣介石", Reading{"jiangjieshi", ChanHan}, []Reading{{"chiangchiehshih", ChanHan}}},
		{"陳", Reading{"chen", ChanHan}, []Reading{{"chan", ChanHan}, {"tan", ChanHan}}},
		{"單", Reading{"shan", ChanHan}, []Reading{{"sin", ChanHan}}},
		{"曾", Reading{"zeng", ChanHan}, []Reading{{"tsang", ChanHan}, {"tseng", ChanHan}}},
		{"解", Reading{"xie", ChanHan}, nil},
		{"仇", Reading{"qiu", ChanHan}, nil},
		{"黃", Reading{"huang", ChanHan}, []Reading{{"wong", ChanHan}, {"ng", ChanHan}}},
		{"張", Reading{"zhang", ChanHan}, []Reading{{"cheung", ChanHan}, {"teo", ChanHan}}},
		{"李", Reading{"li", ChanHan}, []Reading{{"lee", ChanHan}, {"lee", ChanHangul}, {"ri", ChanHangul}}},
		{"金", Reading{"jin", ChanHan}, []Reading{{"kim", ChanHangul}}},
		{"朴", Reading{"piao", ChanHan}, []Reading{{"park", ChanHangul}}},
		{"振英", Reading{"zhenying", ChanHan}, []Reading{{"chanying", ChanHan}}},
		{"文在寅", Reading{"wenzaiyin", ChanHan}, []Reading{{"munjaein", ChanHangul}}},
		{"盧武鉉", Reading{"luwuxuan", ChanHan}, []Reading{{"nomuhyeon", ChanHangul}, {"romuhyeon", ChanHangul}}},
		{"安倍晋三", Reading{"abeshinzo", ChanKana}, nil},
		{"佐藤", Reading{"sato", ChanKana}, []Reading{{"zuoteng", ChanHan}}},
		{"太郎", Reading{"tailang", ChanHan}, []Reading{{"taro", ChanKana}}},
		{"岸田文雄", Reading{"kishidafumio", ChanKana}, nil},
		{"高市早苗", Reading{"takaichisanae", ChanKana}, nil},
		{"山田ひろし", Reading{"yamadahiroshi", ChanKana}, nil},
		{"佐々木", Reading{"sasaki", ChanKana}, nil},
		{"吕", Reading{"lu", ChanHan}, []Reading{{"lyu", ChanHan}, {"lui", ChanHan}}},
		{"吕秀莲", Reading{"luxiulian", ChanHan}, []Reading{{"lyuxiulian", ChanHan}}},
		{"森喜朗", Reading{"senxilang", ChanHan}, []Reading{{"moriyoshiro", ChanKana}}},
		{"林", Reading{"lin", ChanHan}, []Reading{{"lam", ChanHan}, {"lim", ChanHan}, {"lim", ChanHangul}, {"hayashi", ChanKana}}},
		{"芳正", Reading{"fangzheng", ChanHan}, []Reading{{"yoshimasa", ChanKana}}},
		{"⾺英九", Reading{"mayingjiu", ChanHan}, nil},
		{"广沢", Reading{"guangze", ChanHan}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.token, func(t *testing.T) {
			got := Readings(nil, tt.token)
			if len(got) == 0 || got[0] != tt.first {
				t.Fatalf("Readings(%q) = %v, want first %v", tt.token, got, tt.first)
			}
			for _, r := range tt.also {
				if !slices.Contains(got, r) {
					t.Errorf("Readings(%q) = %v, want %v among them", tt.token, got, r)
				}
			}
			if len(got) > maxHanReadings {
				t.Errorf("%d readings, at most %d", len(got), maxHanReadings)
			}
		})
	}
}

// TestForeignNamesInHanAreReadBySoundOnly holds that no Korean or Japanese reading is made up for
// what starts with no surname.
func TestForeignNamesInHanAreReadBySoundOnly(t *testing.T) {
	for _, token := range []string{"特鲁多", "弗拉基米尔", "默克爾"} {
		for _, r := range Readings(nil, token) {
			if r.Channel != ChanHan {
				t.Errorf("Readings(%q) has %v", token, r)
			}
		}
	}
}

func TestHongKongSpelling(t *testing.T) {
	for jyutping, want := range map[string]string{
		"can": "chan", "zoeng": "cheung", "heoi": "hui", "zyu": "chu", "ng": "ng", "gwok": "kwok", "loeng": "leung", "jyun": "yuen", "syun": "suen",
		"zang": "tsang", "ze": "tse", "zung": "chung", "bok": "pok", "dak": "tak", "ging": "king", "faai": "fai", "lou": "lo", "si": "sze", "ceon": "chun",
		"jau": "yau", "wai": "wai", "kwong": "kwong", "gam": "kam", "hoi": "hoi", "sek": "shek", "ngok": "ngok", "aa": "a", "cing": "ching", "ceot": "chut",
	} {
		if got := hongKongSpelling(jyutping); got != want {
			t.Errorf("hongKongSpelling(%q) = %q, want %q", jyutping, got, want)
		}
	}
}

func TestWadeGiles(t *testing.T) {
	for pinyin, want := range map[string]string{
		"zhang": "chang", "jiang": "chiang", "xu": "hsu", "cai": "tsai", "si": "ssu", "zi": "tzu", "shi": "shih", "ri": "jih", "ren": "jen", "qian": "chien",
		"guo": "kuo", "luo": "lo", "duo": "to", "zhong": "chung", "xiong": "hsiung", "yan": "yen", "ye": "yeh", "you": "yu", "xue": "hsueh", "dong": "tung",
		"ge": "ko", "e": "o", "ling": "ling", "bei": "pei", "shuo": "shuo", "er": "erh", "jie": "chieh", "gui": "kuei", "yong": "yung",
	} {
		if got := wadeSyllable(pinyin); got != want {
			t.Errorf("wadeSyllable(%q) = %q, want %q", pinyin, got, want)
		}
	}
}

func TestHanSplits(t *testing.T) {
	tests := []struct {
		token string
		want  [][]string
	}{
		{"習近平", [][]string{{"習", "近平"}}},
		{"馬英九", [][]string{{"馬", "英九"}}},
		{"李鵬", [][]string{{"李", "鵬"}}},
		{"歐陽修", [][]string{{"歐陽", "修"}, {"歐", "陽修"}}},
		{"司马光", [][]string{{"司马", "光"}, {"司", "马光"}}},
		{"諸葛亮", [][]string{{"諸葛", "亮"}, {"諸", "葛亮"}}},
		{"安倍晋三", [][]string{{"安倍", "晋三"}, {"安", "倍晋三"}}},
		{"岸田文雄", [][]string{{"岸田", "文雄"}}},
		{"長谷川", nil},
		{"山田ひろし", [][]string{{"山田", "ひろし"}}},
		{"小泉純一郎", [][]string{{"小泉", "純一郎"}}},
		{"林鄭月娥", [][]string{{"林", "鄭月娥"}, {"林鄭", "月娥"}}},
		{"默克爾", nil}, // Merkel by sound
		{"弗拉基米尔", nil},
		{"李", nil},
		{"", nil},
		{"Li", nil},
		{"李a", nil},
		{"ひろし", nil},
	}
	for _, tt := range tests {
		if got := HanSplits(tt.token); !reflect.DeepEqual(got, tt.want) {
			t.Errorf("HanSplits(%q) = %q, want %q", tt.token, got, tt.want)
		}
	}
}

func TestHanTablesAreWellFormed(t *testing.T) {
	for _, name := range []string{"cantonese.txt", "hanja.txt"} {
		seen := map[rune]bool{}
		last := ""
		for _, line := range hanFile(name) {
			if len(line) != 2 || line[0] <= last || line[1] == "" {
				t.Fatalf("%s: line %q is out of order or not of two columns", name, line)
			}
			last = line[0]
			for _, r := range line[1] {
				if seen[r] || ScriptOf(r) != ScriptHan && r != '〇' {
					t.Errorf("%s: %q stands twice or is no Han character", name, r)
				}
				seen[r] = true
			}
		}
	}
	for _, syllable := range cantoneseTable() {
		if s := hongKongSpelling(syllable); s == "" || firstUnfolded(s) != len(s) || len(s) > 6 {
			t.Errorf("Jyutping %q is spelled %q", syllable, s)
		}
	}
	for _, s := range hanjaTable() {
		if r, _ := utf8.DecodeRuneInString(s); r < hangulBase || r > hangulLast || utf8.RuneCountInString(s) != 1 {
			t.Errorf("hanja reading %q is no Hangul syllable", s)
		}
	}
	jp := japaneseTable()
	kana := func(s string) bool {
		return s != "" && strings.IndexFunc(s, func(r rune) bool { return kanaSyllables[r] == "" && r != 'っ' && r != 'ー' }) < 0
	}
	for char, places := range jp.characters {
		for _, place := range places {
			for _, k := range place {
				if !kana(k.kana) || k.cost < 0 || k.cost > 20 {
					t.Errorf("%q has the reading %v", char, k)
				}
			}
		}
	}
	for written, readings := range japaneseSurnames {
		for _, k := range readings {
			if !kana(k) {
				t.Errorf("surname %q has the reading %q", written, k)
			}
		}
	}
	if len(jp.surnames) != 1999 || len(jp.given) < 35000 || len(jp.characters) < 2000 || len(cantoneseTable()) < 16000 || len(hanjaTable()) < 10000 {
		t.Errorf("tables have %d, %d, %d, %d, %d rows", len(jp.surnames), len(jp.given), len(jp.characters), len(cantoneseTable()), len(hanjaTable()))
	}
}

// TestPinyinSurnamesAreReadings guards against slips of the hand: each reading must be one that the
// dictionary has too, but for the few that it lacks.
func TestPinyinSurnamesAreReadings(t *testing.T) {
	for _, table := range []map[rune]string{pinyinSurnames, pinyinGiven} {
		for r, want := range table {
			if !slices.Contains(pinyinAll(r), want) {
				t.Errorf("%q: %q is not among %v", r, want, pinyinAll(r))
			}
		}
	}
}
