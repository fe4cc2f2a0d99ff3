package dates

import (
	"strings"

	"deciban/internal/entity"
	"deciban/internal/reporting/text"
)

// explicit reads dates with day and month: "22 March", "March 22nd, 2024",
// "4-6 March", "2024-03-22".
func (r *Reader) explicit(i, last int, low func(int) string) (entity.Date, int) {
	t := &r.d.Tokens[i]
	if t.Kind == text.Number && len(t.Lower) == 10 && t.Lower[4] == '-' {
		if d, err := entity.ParseDate(t.Lower); err == nil && d.From == d.To {
			return d, i + 1
		}
	}
	if m, ok := months[t.Lower]; ok {
		a, ok := monthDay(low(i + 1))
		if !ok || r.d.Tokens[i+1].Kind != text.Number {
			return entity.Date{}, 0
		}
		end := i + 2
		b := a
		if x, ok := monthDay(low(end + 1)); ok && joinsDays(low(end)) && x > a && !isUnit(low(end+2)) {
			b, end = x, end+2
		}
		y, end := r.trailingYear(end, low)
		return r.days(y, m, a, b, end)
	}
	if t.Kind != text.Number {
		return entity.Date{}, 0
	}
	first := t.Lower
	second := ""
	if h := strings.IndexByte(first, '-'); h > 0 {
		first, second = first[:h], first[h+1:]
	}
	a, ok := monthDay(first)
	if !ok {
		return entity.Date{}, 0
	}
	b, end := a, i+1
	if second != "" {
		if b, ok = monthDay(second); !ok || b <= a {
			return entity.Date{}, 0
		}
	} else if x, ok := monthDay(low(i + 2)); ok && joinsDays(low(i+1)) && x > a {
		if _, isMonth := months[low(i+3)]; isMonth {
			b, end = x, i+3
		}
	}
	if low(end) == "of" {
		end++
	}
	m, ok := months[low(end)]
	if !ok {
		return entity.Date{}, 0
	}
	y, end := r.trailingYear(end+1, low)
	return r.days(y, m, a, b, end)
}

func joinsDays(s string) bool {
	return s == "-" || s == "–" || s == "and" || s == "to" || s == "or" || s == "through"
}

func isUnit(s string) bool { return units[s] != 0 }

// trailingYear reads ", 2024" or "1990" or "90" behind a day and month.
func (r *Reader) trailingYear(end int, low func(int) string) (int, int) {
	j := end
	if low(j) == "," || low(j) == "of" {
		j++
	}
	if y, ok := fullYear(low(j)); ok {
		return y, j + 1
	}
	return 0, end
}

func (r *Reader) days(y, m, a, b, end int) (entity.Date, int) {
	if y == 0 {
		if y = r.nearYear(m, a); y == 0 {
			return entity.Date{}, 0
		}
	}
	if !entity.ValidDay(y, m, a) || !entity.ValidDay(y, m, b) {
		return entity.Date{}, 0
	}
	return span(entity.MakeDay(y, m, a), entity.MakeDay(y, m, b)), end
}

// ahead is how many days a date without a year may lie ahead of the day of
// publication before it is taken for one of the year before: news look back more
// often than they announce.
const ahead = 60

// nearYear returns the year of a date without one, or 0.
func (r *Reader) nearYear(m, d int) int {
	if r.published == 0 {
		return 0
	}
	y := r.published.Year()
	if !entity.ValidDay(y, m, d) {
		return y
	}
	switch gap := entity.MakeDay(y, m, d).Epoch() - r.published.Epoch(); {
	case gap > ahead:
		return y - 1
	case gap < ahead-365:
		return y + 1
	}
	return y
}

// month reads "March 2024", "in March", "early March", "late last March".
func (r *Reader) month(i, last int, low func(int) string) (entity.Date, int) {
	part := ""
	j := i
	switch low(j) {
	case "early", "mid", "late":
		part = low(j)
		j++
	}
	if strings.HasPrefix(low(j), "mid-") {
		part = "mid"
		if m, ok := months[low(j)[4:]]; ok {
			return r.monthPart(m, 0, part, j+1)
		}
	}
	if low(j) == "last" {
		j++
	}
	m, ok := months[low(j)]
	if !ok {
		return entity.Date{}, 0
	}
	if y, end := r.trailingYear(j+1, low); y > 0 {
		return r.monthPart(m, y, part, end)
	}
	// "May" and "March" are other words too.
	switch low(i - 1) {
	case "in", "since", "of", "during", "until", "till", "from", "by", "to", "between", "and":
	default:
		if part == "" && j == i {
			return entity.Date{}, 0
		}
	}
	if (m == 3 || m == 5) && r.d.Case == text.Mixed && !r.d.Tokens[j].Cap {
		return entity.Date{}, 0
	}
	if m == 5 && low(i-1) == "and" {
		return entity.Date{}, 0
	}
	return r.monthPart(m, 0, part, j+1)
}

func (r *Reader) monthPart(m, y int, part string, end int) (entity.Date, int) {
	if y == 0 {
		if y = r.nearYear(m, 1); y == 0 {
			return entity.Date{}, 0
		}
	}
	d := monthOf(y, m)
	switch part {
	case "early":
		d.To = entity.MakeDay(y, m, 10)
	case "mid":
		d.From, d.To = entity.MakeDay(y, m, 11), entity.MakeDay(y, m, 20)
	case "late":
		d.From = entity.MakeDay(y, m, 21)
	}
	return d, end
}

// year reads "in 2022", "the 1980s".
func (r *Reader) year(i int, low func(int) string) (entity.Date, int) {
	s := low(i)
	if len(s) == 5 && s[4] == 's' && s[3] == '0' {
		if y, ok := fullYear(s[:4]); ok {
			return span(entity.MakeDay(y, 1, 1), entity.MakeDay(y+9, 12, 31)), i + 1
		}
	}
	y, ok := fullYear(s)
	if !ok {
		return entity.Date{}, 0
	}
	switch low(i - 1) {
	case "in", "since", "during", "of", "from", "until", "by", "early", "late", "mid", "(", "before", "after", "between", "year", "through":
	default:
		return entity.Date{}, 0
	}
	if units[low(i+1)] != 0 || low(i+1) == "gmt" || low(i+1) == "hours" {
		return entity.Date{}, 0
	}
	return yearOf(y), i + 1
}

func one(d entity.Day) entity.Date { return entity.Date{From: d, To: d} }

func span(a, b entity.Day) entity.Date { return entity.Date{From: a, To: b} }

func yearOf(y int) entity.Date { return span(entity.MakeDay(y, 1, 1), entity.MakeDay(y, 12, 31)) }

func monthOf(y, m int) entity.Date {
	ny, nm := shiftMonth(y, m, 1)
	return span(entity.MakeDay(y, m, 1), add(entity.MakeDay(ny, nm, 1), -1))
}

func shiftMonth(y, m, by int) (int, int) {
	n := y*12 + m - 1 + by
	return n / 12, n%12 + 1
}

func add(d entity.Day, days int) entity.Day { return entity.DayOfEpoch(d.Epoch() + days) }

func mod(a, b int) int { return (a%b + b) % b }

// monday returns the Monday of the week of publication, shifted by days.
func (r *Reader) monday(shift int) entity.Day {
	return add(r.published, shift-mod(r.published.Epoch()-weekdays["monday"], 7))
}

// back returns the days that lie n units before a day; n < 0 lies after it. The
// coarser the unit, the wider the range: "two weeks ago" is seven days wide.
func back(d entity.Day, n int, unit byte) (from, to entity.Day) {
	switch unit {
	case 'h':
		if n > 24 || n < -24 {
			return add(d, -n/24), add(d, -n/24)
		}
		if n > 0 {
			return add(d, -1), d
		}
		return d, add(d, 1)
	case 'd':
		return add(d, -n), add(d, -n)
	case 'w':
		return add(d, -7*n-3), add(d, -7*n+3)
	case 'f':
		return add(d, -14*n-3), add(d, -14*n+3)
	case 'm':
		y, m := shiftMonth(d.Year(), d.Month(), -n)
		x := monthOf(y, m)
		return x.From, x.To
	case 't':
		n *= 10
	}
	y := d.Year() - n
	if y < 1 || y > 9999 {
		return 0, 0
	}
	return entity.MakeDay(y, 1, 1), entity.MakeDay(y, 12, 31)
}
