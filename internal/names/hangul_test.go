package names

import (
	"reflect"
	"testing"
)

func TestHangulSpellings(t *testing.T) {
	tests := []struct{ token, rr, custom, mr string }{
		{"정은", "jeongeun", "jungeun", "chongun"},
		{"영남", "yeongnam", "youngnam", "yongnam"},
		{"석주", "seokju", "sukjoo", "sokchu"},
		{"대중", "daejung", "daejoong", "taejung"},
		{"일성", "ilseong", "ilsung", "ilsong"},
		{"별빛", "byeolbit", "byeolbit", "pyolbit"},
		{"달래", "dallae", "dallae", "tallae"},
		{"쉬", "swi", "swi", "shwi"},
		{"\u1100나", "gna", "gna", "gna"},
		{"a나1", "ana1", "ana1", "ana1"},
	}
	for _, tt := range tests {
		rr, custom, mr := spellHangul(tt.token)
		if rr != tt.rr || custom != tt.custom || mr != tt.mr {
			t.Errorf("spellHangul(%q) = %q, %q, %q, want %q, %q, %q", tt.token, rr, custom, mr, tt.rr, tt.custom, tt.mr)
		}
	}
}

func TestHangulSurnameAloneHasItsUsualSpellings(t *testing.T) {
	for token, want := range map[string][]string{
		"김": {"kim", "gim"}, "이": {"lee", "yi", "i", "rhee"}, "박": {"park", "pak", "bak"}, "최": {"choi", "choe"}, "정": {"jung", "jeong", "chung", "chong"},
	} {
		var got []string
		for _, r := range Readings(nil, token) {
			got = append(got, r.Form)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("Readings(%q) = %q, want %q", token, got, want)
		}
	}
}

func TestHangulSplits(t *testing.T) {
	tests := []struct {
		token string
		want  [][]string
	}{
		{"김정은", [][]string{{"김", "정은"}}},
		{"문재인", [][]string{{"문", "재인"}}},
		{"허정", [][]string{{"허", "정"}}},
		{"남궁민", [][]string{{"남궁", "민"}, {"남", "궁민"}}},
		{"선우은숙", [][]string{{"선우", "은숙"}}},
		{"트럼프", nil},
		{"베니에르", nil},
		{"마르코스", nil},
		{"김", nil},
		{"", nil},
		{"김a", nil},
		{"\u1100\u1161나", nil},
	}
	for _, tt := range tests {
		if got := HangulSplits(tt.token); !reflect.DeepEqual(got, tt.want) {
			t.Errorf("HangulSplits(%q) = %q, want %q", tt.token, got, tt.want)
		}
	}
}
