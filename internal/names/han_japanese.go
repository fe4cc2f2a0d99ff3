package names

import (
	"sort"
)

// unalignedCost is the cost of a reading that is attested for a name as a whole but not made of
// readings of its characters (大和 yamato): that of two characters with rare readings.
const unalignedCost = 15

// maxJapanese bounds the Japanese readings of a token.
const maxJapanese = 3

// japaneseReadings gives Hepburn spellings, vowels short, of a token of kanji, perhaps with kana:
// those of the surname or given name that it is, else those of surname and given name together,
// else what its characters mostly stand for in names. It gives none where a character is in no
// Japanese name.
func japaneseReadings(rs []rune) []string {
	t := japaneseTable()
	if len(rs) > 8 || !t.knows(rs) {
		return nil
	}
	token := string(rs)
	kana := append([]string(nil), japaneseSurnames[token]...)
	if k, ok := t.surnames[token]; ok {
		kana = append(kana, k)
	}
	attested := t.attestedGiven(rs)
	for i, k := range attested {
		if i == 2 {
			break
		}
		kana = append(kana, k)
	}
	if len(kana) == 0 {
		if n := t.surnamePrefix(rs); n > 0 {
			given := t.givenReadings(rs[n:])
			if n == 1 && chineseSurname(rs[0]) { // else every Chinese name that starts with 林 had one
				given = t.attestedGiven(rs[1:])
			}
			for i, k := range given {
				if i == 2 {
					break
				}
				surname := string(rs[:n])
				if other := japaneseSurnames[surname]; len(other) > 0 && i == 0 {
					kana = append(kana, other[0]+k)
				}
				if main := t.surnames[surname]; main != "" {
					kana = append(kana, main+k)
				}
			}
		}
	}
	if len(kana) == 0 && len(rs) == 4 {
		if surname, given := t.compose(rs[:2], true), t.givenReadings(rs[2:]); len(surname) > 0 && len(given) > 0 {
			kana = append(kana, surname[0].kana+given[0])
		}
	}
	if len(kana) == 0 && len(rs) <= 4 && (len(rs) < 3 || !chineseSurname(rs[0])) {
		for i, k := range t.compose(rs, false) {
			if i == 2 {
				break
			}
			kana = append(kana, k.kana)
		}
		if s := t.compose(rs, true); len(s) > 0 {
			kana = append(kana, s[0].kana)
		}
	}
	var out []string
	for _, k := range kana {
		form := shortenVowels(spellKana(k))
		seen := form == ""
		for _, o := range out {
			seen = seen || o == form
		}
		if !seen && len(out) < maxJapanese {
			out = append(out, form)
		}
	}
	return out
}

// japaneseSurnames gives readings that surnames have besides the one of the table.
// Source: general knowledge; persons of public life bear each of them.
var japaneseSurnames = map[string][]string{
	"菅": {"すが", "かん"}, "東": {"ひがし", "あずま"}, "河野": {"こうの", "かわの"}, "中島": {"なかじま", "なかしま"}, "高田": {"たかだ", "たかた"},
	"山崎": {"やまざき", "やまさき"}, "山﨑": {"やまざき", "やまさき"}, "小山": {"こやま", "おやま"}, "渡部": {"わたなべ", "わたべ"}, "羽生": {"はにゅう", "はぶ"},
	"角田": {"つのだ", "かくた"}, "大谷": {"おおたに", "おおや"}, "金城": {"きんじょう", "かねしろ"}, "玉城": {"たまき", "たましろ"}, "新垣": {"あらかき", "あらがき"},
	"羽田": {"はた", "はだ"}, "上村": {"うえむら", "かみむら"}, "吉川": {"よしかわ", "きっかわ"}, "三枝": {"さえぐさ", "さいぐさ"}, "石破": {"いしば"}, "海部": {"かいふ"},
	"東条": {"とうじょう"}, "東條": {"とうじょう"}, "近衛": {"このえ"}, "鳩山": {"はとやま"}, "麻生": {"あそう"}, "高市": {"たかいち"}, "谷垣": {"たにがき"}, "中曽根": {"なかそね"},
	"幣原": {"しではら"}, "浅沼": {"あさぬま"}, "重信": {"しげのぶ"}, "麻原": {"あさはら"}, "小渕": {"おぶち"}, "枝野": {"えだの"}, "蓮舫": {"れんほう"}, "山東": {"さんとう"},
	"神戸": {"かんべ", "こうべ"}, "新田": {"にった", "しんでん"}, "長田": {"おさだ", "ながた"}, "円谷": {"つぶらや"}, "一条": {"いちじょう"}, "二階": {"にかい"}, "茂木": {"もてぎ", "もぎ"},
	"額賀": {"ぬかが"}, "玄葉": {"げんば"}, "世耕": {"せこう"}, "加計": {"かけ"}, "籠池": {"かごいけ"},
}

// knows tells whether each Han character is in some Japanese name.
func (t *japaneseTables) knows(rs []rune) bool {
	for _, r := range rs {
		if _, ok := t.characters[r]; !ok && ScriptOf(r) == ScriptHan {
			return false
		}
	}
	return true
}

// surnamePrefix gives the number of characters of the longest known surname that leaves one to
// three for a given name; 0 if there is none.
func (t *japaneseTables) surnamePrefix(rs []rune) int {
	for n := min(t.longest, len(rs)-1); n > 0; n-- {
		if len(rs)-n > 3 && ScriptOf(rs[n]) == ScriptHan {
			break
		}
		if _, ok := t.surnames[string(rs[:n])]; ok || len(japaneseSurnames[string(rs[:n])]) > 0 {
			return n
		}
	}
	return 0
}

// givenReadings gives attested readings, else composed ones, likeliest first.
func (t *japaneseTables) givenReadings(rs []rune) []string {
	if out := t.attestedGiven(rs); len(out) > 0 {
		return out
	}
	var out []string
	for _, k := range t.compose(rs, false) {
		out = append(out, k.kana)
	}
	return out
}

// attestedGiven gives the readings that the table has for a given name, those first that its
// characters make likely.
func (t *japaneseTables) attestedGiven(rs []rune) []string {
	attested := t.given[string(rs)]
	if len(attested) < 2 {
		return attested
	}
	ranked := make([]kanaCost, 0, len(attested))
	for _, k := range attested {
		ranked = append(ranked, kanaCost{k, t.align(rs, []rune(k))})
	}
	sortByCost(ranked)
	out := make([]string, len(ranked))
	for i, k := range ranked {
		out[i] = k.kana
	}
	return out
}

func sortByCost(ks []kanaCost) {
	sort.Slice(ks, func(i, j int) bool {
		return ks[i].cost < ks[j].cost || ks[i].cost == ks[j].cost && ks[i].kana < ks[j].kana
	})
}

// align gives the least cost at which the characters of a given name make the reading.
func (t *japaneseTables) align(rs, kana []rune) int {
	const none = 1 << 20
	best := make([]int, len(kana)+1)
	for i := range best {
		best[i] = none
	}
	best[0] = 0
	for i, r := range rs {
		next := make([]int, len(kana)+1)
		for j := range next {
			next[j] = none
		}
		for _, k := range t.options(r, i, false) {
			part := []rune(k.kana)
			for from := 0; from+len(part) <= len(kana); from++ {
				if best[from] < none && string(kana[from:from+len(part)]) == k.kana {
					next[from+len(part)] = min(next[from+len(part)], best[from]+k.cost)
				}
			}
		}
		best = next
	}
	return min(best[len(kana)], unalignedCost+10*len(rs))
}

// options gives the readings of a character at its place in a name; kana stand for themselves.
func (t *japaneseTables) options(r rune, i int, surname bool) []kanaCost {
	if ScriptOf(r) != ScriptHan {
		return []kanaCost{{string(r), 0}}
	}
	places := t.characters[r]
	place := givenLater
	switch {
	case surname:
		place = inSurname
	case i == 0:
		place = givenFirst
	}
	if len(places[place]) == 0 && !surname {
		return places[inSurname]
	}
	return places[place]
}

// compose joins readings of the characters, likeliest first, at most four.
func (t *japaneseTables) compose(rs []rune, surname bool) []kanaCost {
	const width = 16
	beam := []kanaCost{{"", 0}}
	for i, r := range rs {
		var next []kanaCost
		for _, b := range beam {
			for _, k := range t.options(r, i, surname) {
				next = append(next, kanaCost{b.kana + k.kana, b.cost + k.cost})
			}
		}
		sortByCost(next)
		beam = next[:min(len(next), width)]
	}
	return beam[:min(len(beam), 4)]
}

// looksJapanese tells whether a token of Han characters is likelier a Japanese name than a Chinese
// one: it has kana or characters that only Japanese uses, or begins with a Japanese surname whose
// first character is no Chinese surname, or has four characters that are not two Chinese surnames
// and a given name.
func looksJapanese(rs []rune) bool {
	t := japaneseTable()
	for _, r := range rs {
		if t.only[r] || ScriptOf(r) == ScriptHiragana || ScriptOf(r) == ScriptKatakana {
			return true
		}
	}
	if _, ok := t.surnames[string(rs)]; ok && len(rs) >= 2 {
		return !chineseSurname(rs[0])
	}
	if len(rs) >= 2 && hanCompound[string(rs[:2])] {
		return false
	}
	if len(rs) == 4 && !(chineseSurname(rs[0]) && chineseSurname(rs[1])) && t.knows(rs) {
		return true // four characters are rare in Chinese names but for compound and married ones
	}
	n := t.surnamePrefix(rs)
	return n >= 2 && (!chineseSurname(rs[0]) || len(rs) == 4 && n == 2)
}
