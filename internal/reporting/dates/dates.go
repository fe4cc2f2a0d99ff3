// Package dates reads the dates of a news text, from "22 March 2024" to "about two weeks earlier", into days and ranges counted from the day of publication.
//
// English only. What is relative needs the day of publication, and is passed
// over without it.
package dates

import (
	"deciban/internal/entity"
	"deciban/internal/reporting/text"
)

// A Mention is a date that a text names.
type Mention struct {
	// Date is a day or a range; Circa is true for "about two weeks ago".
	Date entity.Date
	// Start and End are byte offsets into the text as received.
	Start, End int
	// First and Last are its tokens: [First, Last).
	First, Last int
	// Sentence is the index of its sentence.
	Sentence int
}

// A Reader reads dates and keeps its scratch memory between texts, so each
// goroutine needs its own. The zero Reader is ready.
type Reader struct {
	d         *text.Doc
	published entity.Day
	// anchor is the last day named, from which "two days later" is counted.
	anchor entity.Day
	found  []Mention
}

// Read returns the dates that a text names, in order. Published is the day of
// publication, 0 if unknown. The result is overwritten by the next call.
func (r *Reader) Read(d *text.Doc, published entity.Day) []Mention {
	r.d, r.published, r.anchor = d, published, published
	r.found = r.found[:0]
	for s := range d.Sentences {
		sent := &d.Sentences[s]
		for i := sent.First; i < sent.Last; {
			date, end := r.at(i, sent.Last)
			if end <= i {
				i++
				continue
			}
			first := i
			for first > sent.First && leads(d.Tokens[first-1].Lower) && date.Circa {
				first--
			}
			r.found = append(r.found, Mention{
				Date: date, First: first, Last: end, Sentence: s,
				Start: int(d.Tokens[first].Start), End: int(d.Tokens[end-1].End),
			})
			if date.From == date.To {
				r.anchor = date.From
			}
			i = end
		}
	}
	return r.found
}

func leads(s string) bool {
	switch s {
	case "about", "around", "nearly", "almost", "approximately", "roughly", "some", "over":
		return true
	}
	return false
}

var months = map[string]int{
	"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8,
	"september": 9, "october": 10, "november": 11, "december": 12,
	"jan": 1, "jan.": 1, "feb": 2, "feb.": 2, "mar.": 3, "apr": 4, "apr.": 4, "jun.": 6, "jul.": 7, "aug": 8, "aug.": 8,
	"sep": 9, "sep.": 9, "sept": 9, "sept.": 9, "oct": 10, "oct.": 10, "nov": 11, "nov.": 11, "dec": 12, "dec.": 12,
}

// weekdays are counted as in Day.Epoch modulo 7: 1970-01-01 was a Thursday.
var weekdays = map[string]int{
	"thursday": 0, "friday": 1, "saturday": 2, "sunday": 3, "monday": 4, "tuesday": 5, "wednesday": 6,
	"thurs.": 0, "fri.": 1, "sat.": 2, "sun.": 3, "mon.": 4, "tues.": 5, "wed.": 6,
}

var numbers = map[string]int{
	"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
	"eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "few": 3, "several": 4, "couple": 2,
}

var units = map[string]byte{
	"hour": 'h', "hours": 'h', "day": 'd', "days": 'd', "week": 'w', "weeks": 'w', "fortnight": 'f',
	"month": 'm', "months": 'm', "year": 'y', "years": 'y', "decade": 't', "decades": 't',
	"minutes": 'h', "minute": 'h',
}

// begins are the words that a date can begin with, so that others cost one look.
var begins = func() map[string]bool {
	m := map[string]bool{}
	for w := range months {
		m[w], m["mid-"+w] = true, true
	}
	for w := range weekdays {
		m[w] = true
	}
	for w := range numbers {
		m[w] = true
	}
	for _, w := range [...]string{"today", "tonight", "yesterday", "tomorrow", "the", "this", "last", "past", "previous", "next", "early", "mid", "late"} {
		m[w] = true
	}
	return m
}()

// at reads the date that begins at a token; end is behind it, or 0.
func (r *Reader) at(i, last int) (entity.Date, int) {
	low := func(j int) string {
		if j < 0 || j >= last {
			return ""
		}
		return r.d.Tokens[j].Lower
	}
	t := &r.d.Tokens[i]
	if t.Kind != text.Number && !begins[t.Lower] {
		return entity.Date{}, 0
	}
	if d, end := r.explicit(i, last, low); end > 0 {
		return d, end
	}
	if d, end := r.month(i, last, low); end > 0 {
		return d, end
	}
	if d, end := r.year(i, low); end > 0 {
		return d, end
	}
	if r.published == 0 {
		return entity.Date{}, 0
	}
	day := func(shift int) entity.Date { return one(add(r.published, shift)) }
	switch t.Lower {
	case "today", "tonight":
		return day(0), i + 1
	case "yesterday":
		return day(-1), i + 1
	case "tomorrow":
		return day(1), i + 1
	case "the":
		if low(i+1) == "day" && low(i+2) == "before" && low(i+3) == "yesterday" {
			return day(-2), i + 4
		}
	case "this":
		switch low(i + 1) {
		case "morning", "afternoon", "evening", "noon":
			return day(0), i + 2
		case "week":
			return span(r.monday(0), add(r.monday(0), 6)), i + 2
		case "month":
			return monthOf(r.published.Year(), r.published.Month()), i + 2
		case "year":
			return yearOf(r.published.Year()), i + 2
		}
	case "last", "past", "previous", "next":
		if d, end := r.relative(i, low); end > 0 {
			return d, end
		}
	}
	if w, ok := weekdays[t.Lower]; ok {
		shift := -mod(r.published.Epoch()-w, 7)
		if low(i-1) == "next" {
			shift += 7
			if shift == 0 {
				shift = 7
			}
		}
		if low(i-1) == "last" && shift == 0 {
			shift = -7
		}
		return day(shift), i + 1
	}
	return r.counted(i, low)
}

// relative reads "last week", "next month", "last night", "the past three days".
func (r *Reader) relative(i int, low func(int) string) (entity.Date, int) {
	sign := -1
	if low(i) == "next" {
		sign = 1
	}
	p := r.published
	switch low(i + 1) {
	case "night":
		if sign < 0 {
			return one(add(p, -1)), i + 2
		}
	case "week":
		m := r.monday(7 * sign)
		return span(m, add(m, 6)), i + 2
	case "weekend":
		m := r.monday(-7)
		return span(add(m, 5), add(m, 6)), i + 2
	case "month":
		y, m := shiftMonth(p.Year(), p.Month(), sign)
		return monthOf(y, m), i + 2
	case "year":
		return yearOf(p.Year() + sign), i + 2
	}
	if n, ok := r.number(i+1, low); ok && sign < 0 {
		if u := units[low(i+2)]; u != 0 {
			from, _ := back(p, n, u)
			return span(from, p), i + 3
		}
	}
	return entity.Date{}, 0
}

// counted reads "two weeks ago", "three days later", "a year earlier".
func (r *Reader) counted(i int, low func(int) string) (entity.Date, int) {
	n, ok := r.number(i, low)
	if !ok {
		return entity.Date{}, 0
	}
	j := i + 1
	if low(i) == "a" && (low(j) == "few" || low(j) == "couple") {
		n, j = numbers[low(j)], j+1
		if low(j) == "of" {
			j++
		}
	}
	u := units[low(j)]
	if u == 0 {
		return entity.Date{}, 0
	}
	j++
	from, sign := r.published, -1
	switch low(j) {
	case "ago":
	case "earlier", "before", "previously":
		from = r.anchor
	case "later", "after":
		from, sign = r.anchor, 1
		if low(j) == "after" {
			return entity.Date{}, 0
		}
	default:
		return entity.Date{}, 0
	}
	if low(j) == "before" {
		// "two days before the election" is counted from what the text need not date.
		return entity.Date{}, 0
	}
	if from == 0 {
		return entity.Date{}, 0
	}
	vague := leads(low(i-1)) || low(i) == "few" || low(i) == "several" || low(i+1) == "few" || low(i+1) == "couple"
	a, b := back(from, -sign*n, u)
	d := entity.Date{From: a, To: b, Circa: vague}
	if d.From <= 0 || d.To < d.From {
		return entity.Date{}, 0
	}
	return d, j + 1
}

func (r *Reader) number(i int, low func(int) string) (int, bool) {
	s := low(i)
	if n, ok := numbers[s]; ok {
		return n, true
	}
	n, ok := digits(s)
	return n, ok && n > 0 && n < 1000
}

// digits reads a whole number of at most four digits.
func digits(s string) (int, bool) {
	if s == "" || len(s) > 4 {
		return 0, false
	}
	n := 0
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = 10*n + int(s[i]-'0')
	}
	return n, true
}

// monthDay reads "22", "22nd".
func monthDay(s string) (int, bool) {
	for _, x := range [...]string{"st", "nd", "rd", "th"} {
		if len(s) > 2 && s[len(s)-2:] == x {
			s = s[:len(s)-2]
			break
		}
	}
	n, ok := digits(s)
	return n, ok && n >= 1 && n <= 31
}

func fullYear(s string) (int, bool) {
	n, ok := digits(s)
	return n, ok && len(s) == 4 && n >= 1900 && n < 2100
}
