package entity

import "strings"

// wordToken reads one word in lower case. A full stop inside, as in "a.h." or
// "h.sh", is not part of it.
func wordToken(w string) dateToken {
	w = strings.ReplaceAll(strings.ReplaceAll(w, ".", ""), "’", "'")
	if t, ok := dateWords[w]; ok {
		if t.kind == tokOther {
			t.text = w
		}
		return t
	}
	return dateToken{kind: tokOther, text: w}
}

// dateWords is the vocabulary of ParseLooseDate.
var dateWords = makeDateWords()

func makeDateWords() map[string]dateToken {
	m := map[string]dateToken{}
	put := func(t dateToken, words string) {
		for w := range strings.FieldsSeq(words) {
			if old, twice := m[w]; twice && old != t {
				panic("BUG: date word with two meanings: " + w)
			}
			m[w] = t
		}
	}
	months := func(cal calendar, lines ...string) {
		for i, words := range lines {
			put(dateToken{kind: tokMonth, n: i + 1, cal: cal}, words)
		}
	}
	// English, French, Spanish, German, Russian.
	months(gregorian,
		"january jan janvier enero januar январь января",
		"february feb febr février fevrier febrero februar февраль февраля",
		"march mar mars marzo märz maerz март марта",
		"april apr avril abril апрель апреля",
		"may mai mayo май мая",
		"june jun juin junio juni июнь июня",
		"july jul juillet julio juli июль июля",
		"august aug août aout agosto август августа",
		"september sep sept septembre septiembre сентябрь сентября",
		"october oct octobre octubre oktober okt октябрь октября",
		"november nov novembre noviembre ноябрь ноября",
		"december dec décembre decembre diciembre dezember dez декабрь декабря",
	)
	// Iranian names, Afghan (zodiac) names, Persian and Dari script, Pashto.
	months(solarHijri,
		"farvardin hamal فروردین حمل وری",
		"ordibehesht sawr saur thawr اردیبهشت ثور غویی",
		"khordad jawza خرداد جوزا غبرګولی",
		"tir saratan تیر سرطان چنګاښ",
		"mordad amordad asad مرداد اسد زمری",
		"shahrivar shahrivar sunbula sonbola شهریور سنبله وږی",
		"mehr mizan مهر میزان تله",
		"aban aqrab آبان عقرب لړم",
		"azar qaws آذر قوس لیندۍ",
		"dey jadi دی جدی مرغومی",
		"bahman dalw بهمن دلو سلواغه",
		"esfand hut اسفند حوت کب",
	)
	// The names of two words are joined by joinWords' caller as they stand:
	// "rabi" and "jumada" need their number, and are left to figures.
	months(lunarHijri,
		"muharram محرم", "safar صفر", "", "", "", "", "rajab رجب",
		"shaban sha'ban شعبان", "ramadan ramadhan ramazan رمضان", "shawwal شوال", "", "")

	put(dateToken{kind: tokPart, part: partEarly}, "early beginning start")
	put(dateToken{kind: tokPart, part: partMid}, "mid middle")
	put(dateToken{kind: tokPart, part: partLate}, "late end")
	put(dateToken{kind: tokTo}, "to till through thru bis à au")
	put(dateToken{kind: tokBetween}, "between from entre zwischen von")
	put(dateToken{kind: tokCirca}, "circa c ca cca approx approximately approximate about around abt est estimated"+
		" roughly probably possibly perhaps maybe env environ um etwa около حدود")
	put(dateToken{kind: tokSeparator}, "or alt alternatively also oder ou")
	put(dateToken{kind: tokFiller}, "born b dob in on the of year years' date birth né née nee né(e) geboren"+
		" ad ce gregorian г год года calendar le el del de den monday tuesday wednesday thursday friday saturday sunday")
	put(dateToken{kind: tokCalendar, cal: solarHijri}, "sh solar shamsi hs hsh ahs ap jalali khorshidi persian afghan iranian شمسی خورشیدی شمسي ش")
	put(dateToken{kind: tokCalendar, cal: lunarHijri}, "ah h hijri hijra hijrah lunar qamari islamic هجری هجري هـ ه ق قمری قمري")
	delete(m, "")
	return m
}
