package names

import "golang.org/x/text/unicode/norm"

// Hangul syllables are numbered by lead, vowel, tail (Unicode standard, section 3.12).
const (
	hangulBase   = 0xAC00
	hangulLast   = 0xD7A3
	hangulVowels = 21
	hangulTails  = 28
)

// Revised Romanisation (2000) by letter.
var (
	rrLeads  = [19]string{"g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h"}
	rrVowels = [21]string{"a", "ae", "ya", "yae", "eo", "e", "yeo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi", "yu", "eu", "ui", "i"}
	rrTails  = [28]string{"", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l", "m", "p", "p", "t", "t", "ng", "t", "t", "k", "t", "p", "t"}
)

// McCune–Reischauer without marks, as the North writes names too: ŏ and ŭ become o and u, and
// aspiration is not written. Leads are voiced between vowels.
var (
	mrLeads  = [19]string{"k", "kk", "n", "t", "tt", "r", "m", "p", "pp", "s", "ss", "", "ch", "tch", "ch", "k", "t", "p", "h"}
	mrVoiced = [19]string{"g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "tch", "ch", "k", "t", "p", "h"}
	mrVowels = [21]string{"a", "ae", "ya", "yae", "o", "e", "yo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi", "yu", "u", "ui", "i"}
)

// hangulCustom holds the spellings that most Koreans use for their own names, where these are not
// the Revised Romanisation's.
var hangulCustom = map[rune]string{
	'경': "kyung", '국': "kook", '구': "koo", '규': "kyu", '균': "kyun", '근': "keun", '기': "ki", '광': "kwang", '권': "kwon", '관': "kwan",
	'교': "kyo", '길': "kil", '김': "kim", '갑': "kap", '강': "kang", '건': "kun", '걸': "kul", '곤': "kon",
	'영': "young", '연': "yeon", '현': "hyun", '형': "hyung", '혁': "hyuk", '명': "myung", '병': "byung", '성': "sung", '선': "sun", '섭': "sup",
	'숙': "sook", '수': "soo", '순': "soon", '승': "seung", '정': "jung", '준': "joon", '주': "joo", '중': "joong", '종': "jong", '지': "ji",
	'철': "chul", '춘': "choon", '희': "hee", '훈': "hoon", '우': "woo", '욱': "wook", '운': "woon", '웅': "woong", '원': "won", '윤': "yoon",
	'용': "yong", '유': "yoo", '문': "moon", '무': "moo", '민': "min", '범': "bum", '부': "boo", '복': "bok", '봉': "bong", '덕': "duk", '두': "doo",
	'동': "dong", '대': "dae", '석': "suk", '설': "sul", '향': "hyang", '호': "ho", '은': "eun", '일': "il", '식': "sik", '신': "shin", '시': "si",
	'심': "shim", '실': "sil", '령': "ryung", '련': "ryun", '룡': "ryong", '율': "yul", '률': "ryul", '여': "yeo", '옥': "ok", '태': "tae", '택': "taek",
	'필': "pil", '표': "pyo", '학': "hak", '한': "han", '해': "hae", '혜': "hye", '화': "hwa", '환': "hwan", '황': "hwang", '회': "hoe", '효': "hyo",
	'후': "hoo", '흥': "heung", '제': "je", '재': "jae", '전': "jun", '절': "jul", '점': "jum", '조': "jo", '진': "jin", '창': "chang", '천': "chun",
}

// hangulSurnames gives the usual spellings of surnames, most usual first (South Korean passports;
// for 이, 정, 노, 유, 임 and the like also the North's). Source: general knowledge of the two states' usage.
var hangulSurnames = map[string][]string{
	"김": {"kim", "gim"}, "이": {"lee", "yi", "i", "rhee"}, "리": {"ri", "lee", "li", "rhee"}, "박": {"park", "pak", "bak"},
	"최": {"choi", "choe"}, "정": {"jung", "jeong", "chung", "chong"}, "강": {"kang", "gang"}, "조": {"cho", "jo"},
	"윤": {"yoon", "yun"}, "장": {"jang", "chang"}, "임": {"lim", "im", "rim"}, "림": {"rim", "lim"}, "한": {"han"}, "오": {"oh", "o"},
	"서": {"seo", "suh", "so"}, "신": {"shin", "sin"}, "권": {"kwon", "gwon"}, "황": {"hwang"}, "안": {"ahn", "an"}, "송": {"song"},
	"전": {"jeon", "chun", "jun", "chon"}, "홍": {"hong"}, "유": {"yoo", "yu", "ryu"}, "류": {"ryu", "yoo", "ryoo"}, "고": {"ko", "go", "koh"},
	"문": {"moon", "mun"}, "양": {"yang"}, "량": {"ryang", "yang"}, "손": {"son", "sohn"}, "배": {"bae", "pae"}, "백": {"baek", "paek", "paik"},
	"허": {"heo", "hur", "ho", "huh"}, "남": {"nam"}, "심": {"shim", "sim"}, "노": {"roh", "noh", "no"}, "로": {"ro", "roh"}, "하": {"ha"},
	"곽": {"kwak", "gwak"}, "성": {"sung", "seong", "song"}, "차": {"cha"}, "주": {"joo", "ju", "chu"}, "우": {"woo", "u"}, "구": {"koo", "gu", "ku"},
	"민": {"min"}, "진": {"jin", "chin"}, "나": {"na", "ra"}, "라": {"ra", "na"}, "지": {"ji", "chi"}, "엄": {"eom", "um", "om"}, "채": {"chae"}, "원": {"won"},
	"천": {"cheon", "chun"}, "방": {"bang", "pang"}, "공": {"kong", "gong"}, "현": {"hyun", "hyeon", "hyon"}, "함": {"ham"}, "변": {"byun", "byeon", "pyon"},
	"염": {"yeom", "yum"}, "렴": {"ryom", "ryeom"}, "여": {"yeo", "yuh"}, "려": {"ryo", "ryeo"}, "추": {"choo", "chu"}, "도": {"do", "to"}, "소": {"so"},
	"석": {"seok", "suk", "sok"}, "선": {"sun", "seon", "son"}, "설": {"seol", "sul", "sol"}, "마": {"ma"}, "길": {"gil", "kil"}, "연": {"yeon", "yon"},
	"위": {"wi"}, "표": {"pyo"}, "명": {"myung", "myeong", "myong"}, "기": {"ki", "gi"}, "반": {"ban", "pan"}, "왕": {"wang"}, "금": {"keum", "geum", "kum"},
	"옥": {"ok"}, "육": {"yook", "yuk"}, "륙": {"ryuk", "yuk"}, "인": {"in"}, "맹": {"maeng"}, "제": {"je"}, "모": {"mo"}, "탁": {"tak"}, "국": {"kook", "guk"},
	"은": {"eun"}, "편": {"pyeon", "pyun"}, "용": {"yong"}, "룡": {"ryong"}, "예": {"ye"}, "경": {"kyung", "gyeong"}, "봉": {"bong", "pong"}, "사": {"sa"},
	"부": {"boo", "bu"}, "계": {"kye", "gye"}, "피": {"pi"}, "감": {"kam"}, "태": {"tae"}, "형": {"hyung", "hyong"}, "빈": {"bin"}, "목": {"mok"}, "승": {"seung"},
	"남궁": {"namgung", "namkung", "namgoong"}, "황보": {"hwangbo"}, "제갈": {"jegal"}, "선우": {"sunwoo", "seonu"}, "독고": {"dokgo"}, "사공": {"sagong"},
	"서문": {"seomun"}, "동방": {"dongbang"}, "어금": {"eogeum"},
}

// romaniseHangul gives the Revised Romanisation, the spelling that people use for themselves, and
// McCune–Reischauer; for a surname that stands alone its usual spellings first.
func romaniseHangul(token string) []string {
	token = norm.NFKC.String(token)
	rr, custom, mr := spellHangul(token)
	if usual, ok := hangulSurnames[token]; ok {
		out := append([]string(nil), usual...)
		return append(out, rr)[:min(len(usual)+1, 4)]
	}
	return []string{rr, custom, mr}
}

func spellHangul(token string) (rr, custom, mr string) {
	var rrOut, customOut, mrOut []byte
	voiced := false // whether the sound before lets a lead be voiced
	prevTail := 0
	for _, r := range token {
		if r < hangulBase || r > hangulLast {
			n := len(rrOut)
			if jamo, ok := spellJamo(r); ok {
				rrOut = append(rrOut, jamo...)
			} else {
				rrOut = appendDecomposed(rrOut, r, nil)
			}
			customOut, mrOut = append(customOut, rrOut[n:]...), append(mrOut, rrOut[n:]...)
			voiced, prevTail = false, 0
			continue
		}
		code := int(r - hangulBase)
		lead, vowel, tail := code/(hangulVowels*hangulTails), code/hangulTails%hangulVowels, code%hangulTails
		leadRR := rrLeads[lead]
		if lead == 5 && prevTail == 8 { // ㄹ after ㄹ is ll
			leadRR = "l"
		}
		syllable := leadRR + rrVowels[vowel] + rrTails[tail]
		rrOut = append(rrOut, syllable...)
		if c, ok := hangulCustom[r]; ok {
			customOut = append(customOut, c...)
		} else {
			customOut = append(customOut, syllable...)
		}
		leadMR := mrLeads[lead]
		if voiced {
			leadMR = mrVoiced[lead]
		}
		if lead == 5 && prevTail == 8 {
			leadMR = "l"
		}
		if lead == 9 && vowel == 16 { // 쉬
			leadMR = "sh"
		}
		mrOut = append(mrOut, leadMR+mrVowels[vowel]+rrTails[tail]...)
		prevTail = tail
		switch tail {
		case 0, 4, 8, 16, 21: // open, n, l, m, ng
			voiced = true
		default:
			voiced = false
		}
	}
	return string(rrOut), string(customOut), string(mrOut)
}

// spellJamo spells a letter that stands alone, after NFKC.
func spellJamo(r rune) (string, bool) {
	switch {
	case r >= 0x1100 && r < 0x1100+rune(len(rrLeads)):
		return rrLeads[r-0x1100], true
	case r >= 0x1161 && r < 0x1161+rune(len(rrVowels)):
		return rrVowels[r-0x1161], true
	case r > 0x11A7 && r < 0x11A7+rune(len(rrTails)):
		return rrTails[r-0x11A7], true
	}
	return "", false
}

// HangulSplits gives the ways to cut a token of two to four syllables into surname and given name of
// one or two, likeliest first; the whole token uncut is not among them. A token that does not start
// with a known surname has none.
func HangulSplits(token string) [][]string {
	rs := []rune(norm.NFC.String(token))
	if len(rs) < 2 || len(rs) > 4 {
		return nil
	}
	for _, r := range rs {
		if r < hangulBase || r > hangulLast {
			return nil
		}
	}
	var out [][]string
	for _, n := range []int{2, 1} {
		if len(rs) <= n || len(rs)-n > 2 {
			continue
		}
		surname := string(rs[:n])
		if _, ok := hangulSurnames[surname]; ok {
			out = append(out, []string{surname, string(rs[n:])})
		}
	}
	return out
}
