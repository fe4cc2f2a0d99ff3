package names

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// hanCompound holds the surnames of two characters, Chinese and Korean, traditional and simplified.
var hanCompound = wordSet(`欧阳 歐陽 司马 司馬 诸葛 諸葛 上官 司徒 东方 東方 尉迟 尉遲 公孙 公孫 令狐 慕容 皇甫 长孙 長孫 宇文 独孤 獨孤
	南宫 南宮 夏侯 百里 端木 轩辕 軒轅 西门 西門 第五 呼延 闻人 聞人 赫连 赫連 澹台 澹臺 公冶 宗政 濮阳 濮陽 淳于 单于 單于 太叔 申屠
	仲孙 仲孫 钟离 鍾離 鐘離 鲜于 鮮于 闾丘 閭丘 亓官 司寇 仉督 子车 子車 颛孙 顓孫 巫马 巫馬 公西 漆雕 乐正 樂正 壤驷 壤駟 公良 拓跋 拓拔 夹谷 夾谷
	宰父 谷梁 穀梁 段干 东郭 東郭 南门 南門 羊舌 微生 梁丘 左丘 东门 東門 纳兰 納蘭 完颜 完顏 叶赫 葉赫 耶律 万俟 萬俟 范姜 張簡 张简 南榮
`)

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}

// chineseSurnames holds the surnames of one character, traditional and simplified, that nearly all
// Chinese and Korean persons bear. Source: the Hundred Family Surnames and the hundreds most usual today.
var chineseSurnames = runeSet(`赵趙钱錢孙孫李周吴吳郑鄭王冯馮陈陳褚卫衛蒋蔣沈韩韓杨楊朱秦尤许許何吕呂施张張孔曹严嚴华華金魏陶姜戚谢謝邹鄒喻柏水窦竇章云雲苏蘇潘葛
	奚范彭郎鲁魯韦韋昌马馬苗凤鳳方俞任袁柳鲍鮑史唐费費廉岑薛雷贺賀倪汤湯滕殷罗羅毕畢郝邬鄔安常乐樂于时時傅皮卞齐齊康伍余元卜顾顧孟平黄黃和穆萧蕭肖尹姚邵湛汪祁毛
	禹狄米贝貝明臧计計伏成戴谈談宋茅庞龐熊纪紀舒屈项項祝董梁杜阮蓝藍闵閔席季麻强強贾賈路娄婁危江童颜顏郭梅盛林刁钟鍾鐘徐邱丘骆駱高夏蔡田樊胡凌霍虞万萬支柯昝管卢盧
	莫经經房裘缪繆干解应應宗丁宣邓鄧郁单單杭洪包诸諸左石崔吉龚龔程邢裴陆陸荣榮翁荀羊惠甄曲家封芮储儲靳汲邴糜松井段富巫乌烏焦巴弓牧隗山谷车車侯宓蓬全郗班仰秋仲伊宫宮
	宁寧仇栾欒暴甘厉厲戎祖武符刘劉景詹束龙龍叶葉幸司韶黎蓟薄印宿白怀懷蒲邰从從鄂索咸籍赖賴卓蔺藺屠蒙池乔喬阴陰胥能苍蒼双雙闻聞莘党黨翟谭譚贡貢劳勞逄姬申扶堵冉宰郦酈雍
	璩桑桂濮牛寿壽通边邊扈燕冀郏浦尚农農温溫别庄莊晏柴瞿阎閻闫閆充慕连連茹习習宦艾鱼魚容向古易慎戈廖庾终暨居衡步都耿满滿弘匡国國文寇广廣禄阙闕东東欧歐殳沃利蔚越夔隆师師
	巩鞏厍聂聶晁勾敖融冷訾辛阚闞那简簡饶饒空曾毋沙乜养養鞠须須丰豐巢关關蒯相查后荆荊红紅游竺权權逯盖蓋益桓公朴仉覃冼洗区區官鄺邝佘湛麦麥涂塗岳原苑邸修展代付商佟苟仝
	信喇旺斯哈黑达達司木刀岩洛玉普阿萨薩粘車劳布迟遲揭海火鹿尧堯闪閃回撒者尼宝寶伦倫揚樸卞玄奉池片咸馬宣邕潭彬邦智庚康芦茆訾`)

func runeSet(s string) map[rune]bool {
	set := map[rune]bool{}
	for _, r := range s {
		if r > 0x80 {
			set[r] = true
		}
	}
	return set
}

func chineseSurname(r rune) bool { return chineseSurnames[r] }

// HanSplits gives the ways to cut a person's name of two to five Han characters into surname and
// given name, likeliest first; the whole token uncut is not among them. Kana may follow a Japanese
// surname. A token that starts with no known surname has none: most such are foreign names
// written by sound.
func HanSplits(token string) [][]string {
	rs := []rune(norm.NFC.String(token))
	if len(rs) < 2 || len(rs) > 8 || ScriptOf(rs[0]) != ScriptHan {
		return nil
	}
	han := true
	for _, r := range rs {
		switch ScriptOf(r) {
		case ScriptHan:
		case ScriptHiragana, ScriptKatakana:
			han = false
		default:
			return nil
		}
	}
	var out [][]string
	add := func(n int) {
		surname := string(rs[:n])
		for _, o := range out {
			if o[0] == surname {
				return
			}
		}
		out = append(out, []string{surname, string(rs[n:])})
	}
	table := japaneseTable()
	japanese := table.surnamePrefix(rs)
	if _, whole := table.surnames[token]; whole {
		japanese = 0
	}
	if han && len(rs) > 5 || !han && japanese == 0 {
		return nil
	}
	if japanese > 0 && looksJapanese(rs) {
		add(japanese)
	}
	if han {
		if len(rs) >= 3 && hanCompound[string(rs[:2])] {
			add(2)
		}
		if len(rs) <= 4 && chineseSurname(rs[0]) {
			add(1)
		}
	}
	if japanese > 0 {
		add(japanese)
	}
	// A rarer Japanese surname, or a married woman's two Chinese ones.
	if han && len(rs) == 4 && (table.knows(rs) || chineseSurname(rs[0]) && chineseSurname(rs[1])) {
		add(2)
	}
	return out
}
