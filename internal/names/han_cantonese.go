package names

import "strings"

// cantoneseSurnames holds the usual Hong Kong spellings of surnames that differ from the rule's.
// Source: general knowledge of Hong Kong and Macau usage.
var cantoneseSurnames = map[rune][]string{
	'李': {"lee", "li"}, '周': {"chow", "chau"}, '鄒': {"chow", "chau"}, '邹': {"chow", "chau"}, '岑': {"shum"}, '沈': {"shum", "sum"}, '施': {"sze", "si"},
	'史': {"sze", "see"}, '潘': {"poon", "pun"}, '盤': {"poon"}, '胡': {"wu", "woo"}, '管': {"koon", "kwun"}, '官': {"koon", "kwun"}, '孫': {"sun", "suen"}, '孙': {"sun", "suen"},
	'葉': {"yip", "ip"}, '叶': {"yip", "ip"}, '區': {"au"}, '区': {"au"}, '歐': {"au"}, '欧': {"au"}, '余': {"yu", "yue"}, '于': {"yu", "yue"}, '魚': {"yu"},
	'石': {"shek"}, '成': {"shing"}, '盛': {"shing"}, '邵': {"siu", "shiu"}, '蕭': {"siu", "shiu"}, '萧': {"siu", "shiu"}, '肖': {"siu"}, '詹': {"chim", "tsim"},
	'湛': {"cham", "tsam"}, '覃': {"cham", "tam"}, '徐': {"tsui", "chui"}, '崔': {"tsui", "chui"}, '蔡': {"choi", "tsoi"}, '曹': {"tso", "cho"}, '謝': {"tse"}, '谢': {"tse"},
	'曾': {"tsang"}, '楊': {"yeung", "young"}, '杨': {"yeung", "young"}, '古': {"koo", "ku"}, '顧': {"koo", "ku"}, '顾': {"koo", "ku"}, '麥': {"mak"}, '柯': {"or", "o"},
	'簡': {"kan"}, '简': {"kan"}, '任': {"yam"}, '尹': {"wan"}, '梅': {"mui"}, '夏': {"ha"}, '單': {"sin", "shin"}, '单': {"sin", "shin"}, '冼': {"sin"}, '馮': {"fung"}, '冯': {"fung"},
	'洗': {"sin"}, '解': {"hai"}, '翟': {"chak", "jack"}, '查': {"cha"}, '樂': {"lok"}, '朴': {"pak"}, '種': {"chung"}, '畢': {"but", "pat"}, '阮': {"yuen"}, '吳': {"ng"}, '吴': {"ng"},
	'伍': {"ng"}, '趙': {"chiu"}, '赵': {"chiu"}, '董': {"tung"}, '章': {"cheung"}, '焦': {"chiu"}, '霍': {"fok"}, '布': {"po"}, '包': {"pao", "pau"}, '俞': {"yu"},
}

// minnanSurnames holds the spellings that names from Taiwan, Singapore, Malaysia and the
// Philippines have after the Hokkien and Teochew sound. Source: general knowledge of usage there.
var minnanSurnames = map[rune][]string{
	'陳': {"tan"}, '陈': {"tan"}, '林': {"lim"}, '黃': {"ng", "ong", "wee"}, '黄': {"ng", "ong", "wee"}, '張': {"teo", "chong"}, '张': {"teo", "chong"}, '王': {"ong", "heng"},
	'吳': {"goh", "gou"}, '吴': {"goh", "gou"}, '蔡': {"chua", "chuah"}, '許': {"koh", "kho"}, '许': {"koh", "kho"}, '洪': {"ang"}, '楊': {"yeo", "yeoh"}, '杨': {"yeo", "yeoh"},
	'郭': {"quek", "kwek", "kok"}, '謝': {"chia"}, '谢': {"chia"}, '劉': {"low", "lau"}, '刘': {"low", "lau"}, '鄭': {"tay", "teh"}, '郑': {"tay", "teh"}, '葉': {"yap"}, '叶': {"yap"},
	'曾': {"chan", "chen"}, '莊': {"chng", "ching"}, '庄': {"chng", "ching"}, '何': {"ho"}, '白': {"peh"}, '沈': {"sim"}, '盧': {"loh"}, '卢': {"loh"}, '羅': {"loh"}, '罗': {"loh"},
	'周': {"chew", "chiu"}, '梁': {"neo", "niu", "leong"}, '胡': {"oh"}, '丁': {"teng"}, '馬': {"beh"}, '馮': {"pang"}, '冯': {"pang"}, '方': {"png", "pua"}, '潘': {"phua", "pua"}, '韓': {"hang"},
	'顏': {"gan"}, '颜': {"gan"}, '高': {"koh", "ko"}, '徐': {"chee", "cher"}, '傅': {"poh"}, '蘇': {"soh"}, '苏': {"soh"}, '呂': {"loo", "lu"}, '吕': {"loo", "lu"}, '趙': {"teo", "tio"}, '柯': {"kua", "quah"},
	'連': {"lian", "lien"}, '翁': {"ang", "ong"}, '廖': {"leow", "liau"}, '彭': {"phang", "peh"}, '侯': {"hau"}, '江': {"kang"}, '姚': {"yeo", "yeow"}, '施': {"see", "sy"}, '朱': {"choo", "chu"},
	'孫': {"sng"}, '鍾': {"cheng", "cheong"}, '魏': {"gwee", "wee"}, '藍': {"nah", "lam"}, '邱': {"khoo", "khu"}, '余': {"ee", "er"}, '賴': {"lua"}, '田': {"chan"}, '薛': {"see", "sih"}, '卓': {"toh"}, '蕭': {"siow"},
	'符': {"foo"}, '歐': {"ow", "ou"}, '范': {"hoan"}, '石': {"chioh"}, '程': {"thia"}, '温': {"oon"}, '溫': {"oon"}, '莫': {"mok", "boh"}, '龔': {"keng"}, '嚴': {"giam"}, '池': {"tay"}, '巫': {"boo"}, '饒': {"jao"}, '李': {"lee"},
}

// cantoneseSyllables gives each character's spelling in the manner of the Hong Kong government; nil
// unless all characters are known.
func cantoneseSyllables(rs []rune) []string {
	table := cantoneseTable()
	out := make([]string, 0, len(rs))
	for i, r := range rs {
		j, ok := table[r]
		switch {
		case i == 0 && r == '曾':
			j = "zang"
		case i == 0 && (r == '單' || r == '单'):
			j = "sin"
		}
		if !ok {
			return nil
		}
		out = append(out, hongKongSpelling(j))
	}
	return out
}

// cantoneseReadings joins the syllables; a single character gives its usual spellings as a surname
// first.
func cantoneseReadings(rs []rune) []string {
	if len(rs) == 1 {
		if usual := cantoneseSurnames[rs[0]]; len(usual) > 0 {
			return usual
		}
	}
	if s := cantoneseSyllables(rs); s != nil {
		return []string{strings.Join(s, "")}
	}
	return nil
}

var jyutpingInitials = []struct{ jyutping, spelling string }{
	{"gw", "kw"}, {"kw", "kw"}, {"ng", "ng"}, {"b", "p"}, {"p", "p"}, {"m", "m"}, {"f", "f"}, {"d", "t"}, {"t", "t"}, {"n", "n"}, {"l", "l"},
	{"g", "k"}, {"k", "k"}, {"h", "h"}, {"w", "w"}, {"z", "ch"}, {"c", "ch"}, {"s", "s"}, {"j", "y"},
}

var jyutpingFinals = []struct{ jyutping, spelling string }{
	{"aa", "a"}, {"oe", "eu"}, {"eoi", "ui"}, {"eon", "un"}, {"eot", "ut"}, {"ou", "o"}, {"yun", "uen"}, {"yut", "uet"}, {"yu", "u"},
}

// hongKongSpelling turns a Jyutping syllable without tone into the spelling that Hong Kong identity
// cards mostly have (陳 can chan, 張 zoeng cheung, 許 heoi hui, 朱 zyu chu).
func hongKongSpelling(j string) string {
	switch j {
	case "ng", "m":
		return j
	case "zi", "ci", "si":
		return map[string]string{"zi": "chi", "ci": "chi", "si": "sze"}[j]
	case "sek":
		return "shek"
	case "syu":
		return "shu"
	case "jyu":
		return "yu"
	}
	initial, final, sound := "", j, ""
	for _, in := range jyutpingInitials {
		if strings.HasPrefix(j, in.jyutping) {
			initial, final, sound = in.spelling, j[len(in.jyutping):], in.jyutping
			break
		}
	}
	if sound == "z" || sound == "c" {
		switch final {
		case "e", "o", "oi", "ou", "eoi", "ang", "im":
			initial = "ts"
		}
	}
	for _, f := range jyutpingFinals {
		if rest, ok := strings.CutPrefix(final, f.jyutping); ok {
			final = f.spelling + rest
			break
		}
	}
	return initial + final
}
