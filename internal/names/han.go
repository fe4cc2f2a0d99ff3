package names

import (
	"strings"

	"github.com/mozillazg/go-pinyin"
	"golang.org/x/text/unicode/norm"
)

// maxHanReadings bounds the readings of a Han token.
const maxHanReadings = 8

// pinyinSurnames gives the reading of a character at the start of a Chinese name where it differs
// from the first one of the dictionary.
var pinyinSurnames = map[rune]string{
	'单': "shan", '單': "shan", '曾': "zeng", '解': "xie", '仇': "qiu", '查': "zha", '朴': "piao", '任': "ren", '华': "hua", '華': "hua",
	'盖': "ge", '蓋': "ge", '区': "ou", '區': "ou", '尉': "wei", '员': "yun", '員': "yun", '隗': "kui", '种': "chong", '缪': "miao", '繆': "miao",
	'乐': "yue", '樂': "yue", '冼': "xian", '洗': "xian", '覃': "qin", '翟': "zhai", '瞿': "qu", '逄': "pang", '折': "she", '那': "na",
	'秘': "bi", '祕': "bi", '教': "jiao", '晁': "chao", '牟': "mu", '宓': "mi", '郇': "xun", '燕': "yan", '应': "ying", '應': "ying", '适': "kuo",
	'撒': "sa", '阙': "que", '闕': "que", '都': "du", '召': "shao", '重': "chong", '藏': "zang", '沈': "shen", '葛': "ge", '纪': "ji", '紀': "ji",
	'车': "che", '車': "che", '宁': "ning", '寧': "ning", '曲': "qu", '柏': "bai", '石': "shi", '万': "wan", '萬': "wan", '于': "yu", '褚': "chu",
	'俞': "yu", '过': "guo", '過': "guo", '祭': "zhai", '谌': "chen", '諶': "chen", '尹': "yin", '贾': "jia", '賈': "jia", '夏': "xia", '盛': "sheng",
	'余': "yu", '长': "zhang", '長': "zhang", '卜': "bu", '行': "xing", '仉': "zhang", '乜': "nie", '么': "yao", '不': "fou", '句': "gou", '费': "fei", '費': "fei",
	'谷': "gu", '哈': "ha", '令': "ling", '陆': "lu", '陸': "lu", '吕': "lu", '呂': "lu", '强': "qiang", '強': "qiang", '舍': "she", '省': "xing",
	'盘': "pan", '盤': "pan", '合': "he", '叶': "ye", '葉': "ye", '粘': "nian", '兴': "xing", '洪': "hong", '佴': "nai", '幺': "yao", '訾': "zi", '郝': "hao", '薄': "bo",
	'宿': "su", '尧': "yao", '厘': "li", '与': "yu", '峇': "ba",
}

// pinyinGiven gives the reading that a character mostly has inside a name where it differs from the
// first one of the dictionary.
var pinyinGiven = map[rune]string{
	'长': "chang", '長': "chang", '行': "xing", '乐': "le", '樂': "le", '朝': "chao", '调': "diao", '重': "chong", '传': "chuan", '傳': "chuan",
	'奇': "qi", '拉': "la", '大': "da", '弹': "dan", '伯': "bo", '柏': "bai", '阿': "a", '贾': "jia", '賈': "jia", '莎': "sha", '茜': "xi", '亚': "ya",
	'亞': "ya", '尼': "ni", '什': "shi", '娜': "na", '圣': "sheng", '聖': "sheng", '度': "du", '车': "che", '車': "che", '厄': "e", '佛': "fo",
	'夫': "fu", '宁': "ning", '寧': "ning", '寗': "ning", '甯': "ning", '盛': "sheng", '晟': "sheng", '泽': "ze", '澤': "ze", '曾': "zeng", '强': "qiang", '強': "qiang",
	'勒': "le", '沙': "sha", '俄': "e", '谷': "gu", '卡': "ka", '率': "shuai", '藏': "cang", '和': "he",
}

// appendHan adds the readings of a token of Han characters, perhaps with kana between: Mandarin in
// pinyin and Wade–Giles, Cantonese, for a single character also Hokkien, Korean, Japanese. What the
// token looks like comes first.
func appendHan(dst []Reading, start int, token string) []Reading {
	rs := []rune(norm.NFKC.String(token))
	add := func(ch Channel, forms ...string) {
		for _, f := range forms {
			if len(dst)-start < maxHanReadings {
				dst = appendReading(dst, start, f, ch)
			}
		}
	}
	japanese := japaneseReadings(rs)
	japaneseFirst := len(japanese) > 0 && looksJapanese(rs)
	if japaneseFirst {
		add(ChanKana, japanese...)
		if strings.IndexFunc(token, isKana) >= 0 {
			return dst
		}
	}
	syllables := pinyinSyllables(rs, true)
	add(ChanHan, strings.Join(syllables, ""))
	if lyu, ok := pinyinWithYu(rs, syllables); ok {
		add(ChanHan, lyu)
	}
	cantonese := cantoneseReadings(rs)
	if len(rs) > 4 && !japaneseFirst { // a foreign name by its sound
		add(ChanHan, cantonese...)
		return dst
	}
	var korean []string
	if len(rs) < 3 || chineseSurname(rs[0]) { // a whole Korean name starts with a surname, and those are Chinese ones too
		korean = koreanReadings(rs)
	}
	if len(rs) == 1 { // a surname, or one part of a given name: many spellings, all short
		add(ChanHan, cantonese...)
		add(ChanHan, wadeGiles(syllables))
		add(ChanHan, firstOf(minnanSurnames[rs[0]])...)
		add(ChanHangul, korean...)
		add(ChanKana, firstOf(japanese)...)
		return dst
	}
	add(ChanHan, cantonese...)
	add(ChanHan, wadeGiles(syllables))
	add(ChanHangul, firstOf(korean)...)
	if len(japanese) > 0 && !japaneseFirst {
		add(ChanKana, japanese[0])
	}
	add(ChanHan, strings.Join(pinyinSyllables(rs, false), ""))
	add(ChanHangul, korean...)
	add(ChanKana, japanese...)
	return dst
}

func isKana(r rune) bool {
	s := ScriptOf(r)
	return s == ScriptHiragana || s == ScriptKatakana
}

func firstOf(forms []string) []string { return forms[:min(1, len(forms))] }

// koreanReadings spells hanja: a surname's usual spellings for a single character; else with the
// first sound as in the South (yong) and, if that differs, as in the North (ryong).
func koreanReadings(rs []rune) []string {
	table := hanjaTable()
	north := make([]rune, 0, len(rs))
	for i, r := range rs {
		if r == '金' && i == 0 {
			north = append(north, '김')
			continue
		}
		s, ok := table[r]
		if !ok {
			return nil
		}
		north = append(north, []rune(s)...)
	}
	south := append([]rune(nil), north...)
	south[0] = initialSoundLaw(south[0])
	if len(rs) == 1 {
		usual := hangulSurnames[string(south)]
		if len(usual) > 0 {
			out := []string{usual[0]}
			if other := hangulSurnames[string(north)]; len(other) > 0 && other[0] != usual[0] {
				return append(out, other[0])
			}
			return append(out, usual[1:min(len(usual), 2)]...)
		}
	}
	rr, _, _ := spellHangul(string(south))
	if south[0] == north[0] {
		return []string{rr}
	}
	northRR, _, _ := spellHangul(string(north))
	return []string{rr, northRR}
}

// initialSoundLaw changes r and n at a word's start as South Korean spelling does: 리 이, 로 노, 녀 여.
func initialSoundLaw(r rune) rune {
	if r < hangulBase || r > hangulLast {
		return r
	}
	code := int(r - hangulBase)
	lead, vowel, tail := code/(hangulVowels*hangulTails), code/hangulTails%hangulVowels, code%hangulTails
	if lead != 5 && lead != 2 {
		return r
	}
	switch vowel {
	case 2, 3, 6, 7, 12, 17, 20: // ya yae yeo ye yo yu i
		lead = 11
	default:
		lead = 2
	}
	return rune(hangulBase + (lead*hangulVowels+vowel)*hangulTails + tail)
}

// pinyinSyllables gives one toneless syllable a character; ü is u. What has no reading is spelled as
// FoldLatin does.
func pinyinSyllables(rs []rune, surname bool) []string {
	out := make([]string, 0, len(rs))
	for i, r := range rs {
		if r == '々' && i > 0 {
			r = rs[i-1]
		}
		s := ""
		if surname && i == 0 {
			s = pinyinSurnames[r]
		}
		if s == "" && (i > 0 || !surname) {
			s = pinyinGiven[r]
		}
		if s == "" {
			s = pinyinFirst(r)
		}
		if s == "" {
			s = FoldLatin(string(r))
		}
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

// pinyinWithYu spells lü and nü as passports do since 2012 (LYU, NYU) rather than lu, nu; ok is false
// if there are none, or if a character left no syllable.
func pinyinWithYu(rs []rune, syllables []string) (string, bool) {
	if len(rs) != len(syllables) {
		return "", false
	}
	found := false
	var out strings.Builder
	for i, r := range rs {
		s := syllables[i]
		entry, _, _ := strings.Cut(pinyin.PinyinDict[int(r)], ",")
		if (s == "lu" || s == "nu") && strings.ContainsAny(entry, "üǖǘǚǜ") {
			s = s[:1] + "yu"
			found = true
		}
		out.WriteString(s)
	}
	return out.String(), found
}

// pinyinFirst gives the dictionary's first reading without its tone; "" if it has none.
func pinyinFirst(r rune) string {
	entry, ok := pinyin.PinyinDict[int(r)]
	if !ok {
		if folded := []rune(norm.NFKC.String(string(r))); len(folded) == 1 && folded[0] != r {
			return pinyinFirst(folded[0])
		}
		return ""
	}
	if i := strings.IndexByte(entry, ','); i >= 0 {
		entry = entry[:i]
	}
	return FoldLatin(entry)
}

// pinyinAll gives all readings of the dictionary without their tones.
func pinyinAll(r rune) []string {
	var out []string
	for s := range strings.SplitSeq(pinyin.PinyinDict[int(r)], ",") {
		out = append(out, FoldLatin(s))
	}
	return out
}

var wadeGilesInitials = []struct{ pinyin, wade string }{
	{"zh", "ch"}, {"ch", "ch"}, {"sh", "sh"}, {"b", "p"}, {"p", "p"}, {"d", "t"}, {"t", "t"}, {"g", "k"}, {"k", "k"},
	{"j", "ch"}, {"q", "ch"}, {"x", "hs"}, {"z", "ts"}, {"c", "ts"}, {"r", "j"},
}

// wadeGilesWhole holds the syllables that do not follow from initial and final.
var wadeGilesWhole = map[string]string{
	"zhi": "chih", "chi": "chih", "shi": "shih", "ri": "jih", "zi": "tzu", "ci": "tzu", "si": "ssu", "yi": "i", "you": "yu", "yan": "yen",
	"er": "erh", "ge": "ko", "ke": "ko", "he": "ho", "e": "o", "ye": "yeh", "gui": "kuei", "kui": "kuei", "yong": "yung", "zhuo": "cho", "chuo": "cho",
	"shuo": "shuo", "yu": "yu", "yue": "yueh", "yuan": "yuan", "yun": "yun",
}

// wadeGiles spells pinyin syllables in the Wade–Giles way without marks, as names from Taiwan and
// older texts are.
func wadeGiles(syllables []string) string {
	var out strings.Builder
	for _, s := range syllables {
		out.WriteString(wadeSyllable(s))
	}
	return out.String()
}

func wadeSyllable(s string) string {
	if w, ok := wadeGilesWhole[s]; ok {
		return w
	}
	initial, final, sound := "", s, ""
	for _, in := range wadeGilesInitials {
		if strings.HasPrefix(s, in.pinyin) {
			initial, final, sound = in.wade, s[len(in.pinyin):], in.pinyin
			break
		}
	}
	if initial == "" && len(s) > 1 && !isVowel(s[0]) {
		initial, final, sound = s[:1], s[1:], s[:1]
	}
	switch {
	case final == "uo" && sound != "g" && sound != "k" && sound != "h" && sound != "sh":
		final = "o"
	case final == "ong":
		final = "ung"
	case final == "ian":
		final = "ien"
	case final == "ie" || final == "ue":
		final += "h"
	case final == "iong":
		final = "iung"
	case final == "e" && (sound == "g" || sound == "k" || sound == "h"):
		final = "o"
	}
	return initial + final
}
