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
		{"Ельцин", ChanCyrillic, "eltsin", []string{"yeltsin"}},
		{"Медведев", ChanCyrillic, "medvedev", nil},
		{"Сергеев", ChanCyrillic, "sergeev", []string{"sergeyev"}},
		{"Хрущёв", ChanCyrillic, "khrushchev", []string{"khrushchyov"}},
		{"Мирзиёев", ChanCyrillic, "mirzieev", []string{"mirziyoyev"}},
		{"Лукашэнка", ChanCyrillic, "lukashenka", nil},
		{"Ющенко", ChanCyrillic, "yushchenko", nil},
		{"Янукович", ChanCyrillic, "yanukovich", nil},
		{"Гриценко", ChanCyrillic, "gritsenko", nil},
		{"Порошенко", ChanCyrillic, "poroshenko", nil},
		{"Рибачук", ChanCyrillic, "ribachuk", nil},
		{"Їжак", ChanCyrillic, "izhak", nil},
		{"Гієвський", ChanCyrillic, "hiyevskyy", nil},
		{"Жэнбеков", ChanCyrillic, "zhenbekov", nil},
		{"Тоқаев", ChanCyrillic, "toqaev", []string{"toqayev"}},
		{"Раҳмон", ChanCyrillic, "rahmon", nil},
		{"Аъзам", ChanCyrillic, "azam", nil},
		{"Груевски", ChanCyrillic, "gruevski", []string{"gruyevski"}},
		{"Ђинђић", ChanCyrillic, "djindjic", nil},
		{"Ҟәыҵниа", ChanCyrillic, "kytsnia", nil},
		{"Өнөржаргал", ChanCyrillic, "onorzhargal", nil},
		{"Зеленський", ChanCyrillic, "zelenskyy", []string{"zelenskiy"}},
		{"Милошевић", ChanCyrillic, "milosevic", []string{"miloshevic"}},
		{"Търново", ChanCyrillic, "tarnovo", nil},
		{"معمر", ChanArabic, "mEmr", nil},
		{"القذافي", ChanArabic, "AlqVAfy", nil},
		{"مُحَمَّد", ChanArabic, "muHammad", nil},
		{"بشار", ChanArabic, "bcAr", nil},
		{"أسامة", ChanArabic, "OsAmP", nil},
		{"مـعـمر", ChanArabic, "mEmr", nil},
		{"ﻣﺤﻤﺪ", ChanArabic, "mHmd", nil},
		{"عليّ", ChanArabic, "Elyy", nil},
		{"رَبُّ", ChanArabic, "rabbu", nil},
		{"هدى", ChanArabic, "hdY", nil},
		{"آصف", ChanArabic, "MSf", nil},
		{"خامنه\u200cای", ChanArabic, "xAmnhAy", nil},
		{"بھٹو", ChanArabic, "bhtw", nil},
		{"اچکزی", ChanArabic, "AXkzy", nil},
		{"ګلبدین", ChanArabic, "glbdyn", nil},
		{"ښه", ChanArabic, "Bh", nil},
		{"بارزانی", ChanArabic, "bArzAny", nil},
		{"لواء17", ChanArabic, "lwA'17", nil},
		{"لواء١٧", ChanArabic, "lwA'17", nil},
		{"چمران", ChanArabic, "XmrAn", nil},
		{"נתניהו", ChanHebrew, "ntnyhw", nil},
		{"ג'ורג'", ChanHebrew, "jwrj", nil},
		{"וושינגטון", ChanHebrew, "wwSyngTwn", nil},
		{"יוסף", ChanHebrew, "ywsF", nil},
		{"מלך", ChanHebrew, "mlK", nil},
		{"שָׁרוֹן", ChanHebrew, "Saron", nil},
		{"שׂרה", ChanHebrew, "srh", nil},
		{"צ׳ארלס", ChanHebrew, "cArls", nil},
		{"שוּלמן", ChanHebrew, "Sulmn", nil},
		{"װײס", ChanHebrew, "wwyys", nil},
		{"דָּוִד", ChanHebrew, "dawid", nil},
		{"Μητσοτάκης", ChanGreek, "mitsotakis", nil},
		{"Παπανδρέου", ChanGreek, "papandreou", nil},
		{"Καραμανλής", ChanGreek, "karamanlis", nil},
		{"Βενιζέλος", ChanGreek, "venizelos", nil},
		{"Μπακογιάννη", ChanGreek, "bakogianni", nil},
		{"Ευάγγελος", ChanGreek, "evangelos", nil},
		{"Αγγελόπουλος", ChanGreek, "angelopoulos", nil},
		{"Σαμαράς", ChanGreek, "samaras", nil},
		{"Χατζής", ChanGreek, "chatzis", []string{"hatzis"}},
		{"Ντόρα", ChanGreek, "dora", nil},
		{"Κωνσταντίνος", ChanGreek, "konstantinos", []string{"konstadinos"}},
		{"Γκίκας", ChanGreek, "gikas", nil},
		{"Σταύρος", ChanGreek, "stavros", nil},
		{"Ευθύμιος", ChanGreek, "efthymios", nil},
		{"Μάιος", ChanGreek, "maios", nil},
		{"Μαΐου", ChanGreek, "maiou", nil},
		{"Փաշինյան", ChanArmenian, "pashinyan", nil},
		{"Պետրոսյան", ChanArmenian, "petrosyan", []string{"bedrosian"}},
		{"Երևան", ChanArmenian, "yerevan", nil},
		{"Յակոբ", ChanArmenian, "yakob", []string{"hagop"}},
		{"Ոսկանյան", ChanArmenian, "voskanyan", nil},
		{"Հարություն", ChanArmenian, "harutyun", nil},
		{"სააკაშვილი", ChanGeorgian, "saakashvili", nil},
		{"ᲡᲐᲐᲙᲐᲨᲕᲘᲚᲘ", ChanGeorgian, "saakashvili", nil},
		{"Ⴀⴁ", ChanGeorgian, "ab", nil},
		{"मोदी", ChanIndic, "modi", nil},
		{"नरेन्द्र", ChanIndic, "narendra", nil},
		{"मनमोहन", ChanIndic, "manmohan", nil},
		{"सिंह", ChanIndic, "singh", nil},
		{"कमला", ChanIndic, "kamla", []string{"kamala"}},
		{"फ़ारूक़", ChanIndic, "faruq", nil},
		{"प्रचण्ड", ChanIndic, "prachand", nil},
		{"হাসিনা", ChanIndic, "hasina", nil},
		{"বন্দ্যোপাধ্যায়", ChanIndic, "bandyopadhyay", nil},
		{"ਸਿੰਘ", ChanIndic, "singh", nil},
		{"ਅੱਮਾ", ChanIndic, "amma", nil},
		{"મોદી", ChanIndic, "modi", nil},
		{"ପଟ୍ଟନାୟକ", ChanIndic, "pattanayaka", nil},
		{"முருகன்", ChanIndic, "murugan", []string{"murukan"}},
		{"ஸ்டாலின்", ChanIndic, "stalin", nil},
		{"ரஜினிகாந்த்", ChanIndic, "rajinigandh", []string{"rajinikanth"}},
		{"ஃபாரூக்", ChanIndic, "faruk", nil},
		{"చంద్రబాబు", ChanIndic, "chandrababu", nil},
		{"ಸಿದ್ದರಾಮಯ್ಯ", ChanIndic, "siddaramayya", nil},
		{"വിജയൻ", ChanIndic, "vijayan", nil},
		{"රාජපක්ෂ", ChanIndic, "rajapaksha", nil},
		{"සිරිසේන", ChanIndic, "sirisena", nil},
		{"ทักษิณ", ChanThai, "thaksin", nil},
		{"ประยุทธ์", ChanThai, "prayut", []string{"prayuth"}},
		{"ภูมิพล", ChanThai, "phumiphon", nil},
		{"เศรษฐา", ChanThai, "settha", nil},
		{"ทวีสิน", ChanThai, "thawisin", nil},
		{"ທອງລຸນ", ChanThai, "thonglun", nil},
		{"ສີສຸລິດ", ChanThai, "sisulit", nil},
		{"အောင်ဆန်းစုကြည်", ChanBurmese, "aungsansukyi", nil},
		{"မင်းအောင်လှိုင်", ChanBurmese, "minaunghlaing", nil},
		{"သိန်းစိန်", ChanBurmese, "theinsein", nil},
		{"ထင်ကျော်", ChanBurmese, "htinkyaw", nil},
		{"ဦးနု", ChanBurmese, "unu", nil},
		{"ហ៊ុន", ChanBurmese, "hun", nil},
		{"សែន", ChanBurmese, "sen", nil},
		{"ម៉ាណែត", ChanBurmese, "manet", nil},
		{"นโรดม", ChanThai, "narodom", nil},
		{"መንግሥቱ", ChanEthiopic, "mengistu", nil},
		{"ብርሃኑ", ChanEthiopic, "birhanu", nil},
		{"አብይ", ChanEthiopic, "abiy", nil},
		{"መስፍን", ChanEthiopic, "mesfin", nil},
		{"ሣህለወርቅ", ChanEthiopic, "sahlewerk", nil},
		{"བསྟན་འཛིན", ChanOther, "tenzin", nil},
		{"རྒྱ་མཚོ", ChanOther, "gyatso", nil},
		{"އިބްރާހީމް", ChanOther, "ibrahim", nil},
		{"ܐܦܪܝܡ", ChanOther, "aprym", nil},
		{"ᠮᠣᠩᠭᠣᠯ", ChanOther, "monggol", nil},
		{"ᏣᎳᎩ", ChanOther, "tsalagi", nil},
		{"プーチン", ChanKana, "puuchin", []string{"puchin"}},
		{"チェ", ChanKana, "che", nil},
		{"マッチ", ChanKana, "matchi", nil},
		{"フィッシャー", ChanKana, "fisshaa", nil},
		{"きょうこ", ChanKana, "kyoko", []string{"kyouko"}},
		{"ヴェ", ChanKana, "ve", nil},
		{"김", ChanHangul, "kim", []string{"gim"}},
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
	for _, s := range []string{"", "Müller", "Горбачёв", "القذافي", "ג'ורג'", "Μπα", "김정은", "シャー", "習近平", "\xff", "a\u200dЖ漢", "ㄱ나", "ぁっー", "々",
		"नरेन्द्र", "ஃபா", "ਅੱ", "ප්\u200dර", "วัตร", "ຫຼ", "အောင်္ကြ", "ក្ម៉ែ", "መንግሥቱ", "རྒྱ་", "ޞޯ", "ܐ", "Փև", "ი", "\u200f", "𝐌", "Ａ", "1٢३"} {
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

func TestReadingsOfTokensOfSeveralScripts(t *testing.T) {
	tests := []struct {
		token string
		want  []Reading
	}{
		{"", nil},
		{"-’", nil},
		{"\u200d", nil},
		{"17", []Reading{{"17", ChanLatin}}},
		{"١٧", []Reading{{"17", ChanLatin}}},
		{"Аlехаndеr", []Reading{{"alexander", ChanLatin}}},
		{"TVЖизнь", []Reading{{"tvzhizn", ChanCyrillic}}},
		{"Aشركة", []Reading{{"acrkP", ChanArabic}}},
		{"한국TV", []Reading{{"hanguktv", ChanHangul}}},
		{"Bשרון漢", []Reading{{"bSrwnhan", ChanHebrew}}},
	}
	for _, tt := range tests {
		got := Readings(nil, tt.token)
		if len(got) != len(tt.want) || len(got) > 0 && got[0] != tt.want[0] {
			t.Errorf("Readings(%q) = %v, want %v", tt.token, got, tt.want)
		}
	}
}

func TestReadingsAppend(t *testing.T) {
	before := Reading{"mueller", ChanLatin}
	got := Readings([]Reading{before}, "Müller")
	want := []Reading{before, {"muller", ChanLatin}, {"mueller", ChanLatin}}
	if len(got) != len(want) || got[0] != want[0] || got[1] != want[1] || got[2] != want[2] {
		t.Errorf("Readings appended %v, want %v", got, want)
	}
}

func TestLongTokensAreCut(t *testing.T) {
	for _, letter := range []string{"a", "é", "ж", "ع", "漢", "ゃ", "김", "ก", "က", "ក", "ሀ", "क", "ཀ", "\U0001D400"} {
		for _, r := range Readings(nil, strings.Repeat(letter, 1_000_000)) {
			if len(r.Form) > 8*maxTokenRunes {
				t.Errorf("a million times %q gives a form of %d bytes", letter, len(r.Form))
			}
		}
	}
}

func TestAlphabetsAreSmall(t *testing.T) {
	for c := Channel(0); int(c) < ChannelCount; c++ {
		seen := map[rune]bool{}
		for _, r := range c.Alphabet() {
			if r > 0x7E || seen[r] {
				t.Errorf("%v: symbol %q is not ASCII or stands twice", c, r)
			}
			seen[r] = true
		}
		if len(seen) > 64 {
			t.Errorf("%v has %d symbols, at most 64", c, len(seen))
		}
	}
}

// TestArabicLettersStayDistinct holds what the learned costs need: no two letters of the Arabic and
// Persian alphabets share a symbol, but for the two forms of kaf and yeh.
func TestArabicLettersStayDistinct(t *testing.T) {
	seen := map[string]rune{}
	for _, r := range "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيپچژگړښږځڅ" {
		s := arabicLetters[r]
		if other, taken := seen[s]; taken || len(s) != 1 {
			t.Errorf("%c is %q, as %c", r, s, other)
		}
		seen[s] = r
	}
	if arabicLetters['ک'] != arabicLetters['ك'] || arabicLetters['ی'] != arabicLetters['ي'] {
		t.Error("Persian kaf and yeh differ from the Arabic ones")
	}
}

func TestSplitArabicArticle(t *testing.T) {
	tests := []struct {
		token, rest string
		has         bool
	}{
		{"القذافي", "قذافي", true},
		{"الأسد", "أسد", true},
		{"الْقَذّافي", "قَذّافي", true},
		{"الـقذافي", "قذافي", true},
		{"\u200fالقذافي", "قذافي", true},
		{"ٱلرحمن", "رحمن", true},
		{"ﺍﻟﺴﻼﻡ", "سلام", true},
		{"ال", "ال", false},
		{"الا", "الا", false},
		{"آل", "آل", false},
		{"علي", "علي", false},
		{"اسلام", "اسلام", false},
		{"Al-Assad", "Al-Assad", false},
		{"", "", false},
	}
	for _, tt := range tests {
		rest, has := SplitArabicArticle(tt.token)
		if rest != tt.rest || has != tt.has {
			t.Errorf("SplitArabicArticle(%q) = %q, %v, want %q, %v", tt.token, rest, has, tt.rest, tt.has)
		}
	}
}

func BenchmarkReadings(b *testing.B) {
	for _, token := range []string{"mueller", "Mueller", "Müller", "Горбачёв", "القذافي", "נתניהו", "문재인", "プーチン", "習近平", "नरेन्द्र", "อภิสิทธิ์"} {
		b.Run(token, func(b *testing.B) {
			b.ReportAllocs()
			dst := Readings(nil, token) // reads the Han tables
			for b.Loop() {
				dst = Readings(dst[:0], token)
			}
		})
	}
}
