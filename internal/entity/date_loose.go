package entity

import (
	"errors"
	"strings"
)

// ParseLooseDate reads what lists and people write, besides all that ParseDate
// reads:
//
//   - "19 Jun 1951", "June 19th, 1951", "Jun 1951", "19-Jun-1951"; month names
//     in English, French, Spanish, German and Russian, and those of the Solar
//     and the lunar Hijri calendar;
//   - "19/06/1951", "19.06.1951": the day comes first, as on all lists but
//     those of the USA, which spell months out; the month comes first only
//     where it must ("06/19/1951");
//   - "1951/06/19", "19510619"; unknown parts as "dd/mm/1965", "00/00/1965";
//   - "circa 1961", "c. 1961", "approx. 1961", "1961?";
//   - "between 1958 and 1963", "1958 to 1963", "1958-1963", "1958-63",
//     "Aug-Sep 1977", "01 Jan 1951 to 31 Dec 1951" (the year 1951);
//   - "1970s", "early 1970s" (1970 to 1974), "mid-1970s" (1973 to 1977), "late
//     1970s" (1975 to 1979); "early 1961" (January to June), "mid", "late";
//   - Solar Hijri ("1345 SH", "1345/05/12 shamsi", "12 Asad 1345") and lunar
//     Hijri dates ("1345 AH", "24/06/1402 (Hijri Calendar)") as the Gregorian
//     range that they cover.
//
// Several dates are separated by ";", by " or ", or numbered "(a) … (b) …".
// Two-digit years, seasons, ages and open ends ("before 1960") are refused.
// Errors are of type *DateError.
func ParseLooseDate(s string) ([]Date, error) {
	ds, err := parseLoose(s, false)
	if err != nil {
		return nil, &DateError{Value: s, Why: err.Error()}
	}
	return ds, nil
}

// The bare years of birth that are read as Solar Hijri: nobody who is screened
// was born in 1250 to 1420 of the Gregorian calendar, whereas in Afghan and
// Iranian documents these years (1871/72 to 2041/42) usually stand without any
// mark of their calendar. The lunar Hijri reading would lie decades off; it
// is not taken, since documents that use it name it.
const firstBareSolarYear, lastBareSolarYear = 1250, 1420

// ParseBirthDate is ParseLooseDate for dates of birth. A date whose year can
// only be one of the Solar Hijri calendar, such as 1345, is read as such even
// without a mark, and remark then says so; else remark is "".
func ParseBirthDate(s string) (ds []Date, remark string, err error) {
	ds, err = ParseLooseDate(s)
	if err != nil {
		return nil, "", err
	}
	bare := func(d Date) bool {
		return d.From.Year() >= firstBareSolarYear && d.To.Year() <= lastBareSolarYear
	}
	marked := false
	for _, d := range ds {
		marked = marked || bare(d)
	}
	if !marked {
		return ds, "", nil
	}
	ds, err = parseLoose(s, true)
	if err != nil {
		return nil, "", &DateError{Value: s, Why: err.Error()}
	}
	return ds, "read as a date of the Solar Hijri calendar, since its year is too early for another", nil
}

const (
	maxDateText  = 500
	maxDateParts = 20
)

// parseLoose splits text into dates. If bareSolar is set, unmarked years from
// firstBareSolarYear to lastBareSolarYear are Solar Hijri.
func parseLoose(text string, bareSolar bool) ([]Date, error) {
	if strings.TrimSpace(text) == "" {
		return nil, errors.New("is empty")
	}
	if len(text) > maxDateText {
		return nil, errors.New("is too long for a date")
	}
	if !bareSolar {
		// All that ParseDate reads is read here in the same way.
		if d, err := parseInterval(strings.TrimSpace(text)); err == nil {
			return []Date{d}, nil
		}
	}
	toks, err := dateTokens(text)
	if err != nil {
		return nil, err
	}
	var ds []Date
	start := 0
	flush := func(end int) error {
		part := toks[start:end]
		if len(part) == 0 {
			return nil
		}
		if len(ds) == maxDateParts {
			return errors.New("holds too many dates")
		}
		d, err := parseOne(part, bareSolar)
		if err != nil {
			return err
		}
		ds = append(ds, d)
		return nil
	}
	for i, t := range toks {
		if t.kind == tokSeparator {
			if err := flush(i); err != nil {
				return nil, err
			}
			start = i + 1
		}
	}
	if err := flush(len(toks)); err != nil {
		return nil, err
	}
	if len(ds) == 0 {
		return nil, errors.New("holds no date")
	}
	return ds, nil
}

// parseOne reads the tokens of one date or range.
func parseOne(toks []dateToken, bareSolar bool) (Date, error) {
	cal, circa := gregorian, false
	marked := false
	kept := make([]dateToken, 0, len(toks))
	for _, t := range toks {
		switch t.kind {
		case tokCirca:
			circa = true
		case tokCalendar:
			if marked && cal != t.cal {
				return Date{}, errors.New("names two calendars")
			}
			cal, marked = t.cal, true
		case tokFiller:
		default:
			kept = append(kept, t)
		}
	}
	if len(kept) == 0 {
		return Date{}, errors.New("holds no date")
	}
	p := dateParser{cal: cal, marked: marked, bareSolar: bareSolar}
	d, err := p.dateOrRange(kept)
	if err != nil {
		return Date{}, err
	}
	d.Circa = d.Circa || circa
	return d, nil
}

// dateParser reads dates of one calendar, the one that the text names.
type dateParser struct {
	cal       calendar
	marked    bool
	bareSolar bool
}

func (p dateParser) dateOrRange(toks []dateToken) (Date, error) {
	if d, ok, err := p.written(toks); ok || err != nil {
		return d, err
	}
	// "between A and B", "from A to B", "A - B". "between" and "from" are
	// only announcements; the word in the middle is what splits.
	if len(toks) > 0 && (toks[0].kind == tokBetween) {
		toks = toks[1:]
	}
	split := -1
	for _, kind := range []tokenKind{tokTo, tokDash} {
		for i := range toks {
			if toks[i].kind != kind {
				continue
			}
			if split >= 0 {
				return Date{}, errors.New("has more than two ends")
			}
			split = i
		}
		if split >= 0 {
			break
		}
	}
	if split < 0 {
		return p.single(toks)
	}
	from, to := toks[:split], toks[split+1:]
	b, err := p.single(to)
	if err != nil {
		return Date{}, err
	}
	// "Aug to Sep 1977", "12 to 19 Jun 1951": what the first end lacks, it
	// has from the second.
	a, err := p.single(from)
	for n := 1; err != nil && n < len(to) && n <= 2; n++ {
		borrowed := append(append([]dateToken{}, from...), to[len(to)-n:]...)
		if d, e := p.single(borrowed); e == nil {
			a, err = d, nil
		}
	}
	if err != nil {
		return Date{}, err
	}
	if b.To < a.From {
		return Date{}, errBackward
	}
	return Date{From: a.From, To: max(a.To, b.To), Circa: a.Circa || b.Circa}, nil
}

// written reads a text of a single run of digits and marks that is complete in
// itself, among them those with "-", which elsewhere divides a range.
func (p dateParser) written(toks []dateToken) (d Date, ok bool, err error) {
	if len(toks) != 1 || toks[0].kind != tokNumeric {
		return Date{}, false, nil
	}
	d, err = p.numeric(toks[0].text)
	return d, true, err
}

// single reads one date: any order of day, month name and year that can be
// told apart, with "early", "mid" or "late" before it.
func (p dateParser) single(toks []dateToken) (Date, error) {
	part := partWhole
	if len(toks) > 0 && toks[0].kind == tokPart {
		part, toks = toks[0].part, toks[1:]
	}
	if len(toks) == 1 && toks[0].kind == tokDecade {
		return decade(toks[0].n, part), nil
	}
	d, err := p.dayMonthYear(toks)
	if err != nil || part == partWhole {
		return d, err
	}
	if d.Precision() != PrecisionYear {
		return Date{}, errors.New(`has "early", "mid" or "late" before something that is no year or decade`)
	}
	y := d.From.Year()
	switch part {
	case partEarly:
		d.To = MakeDay(y, 6, 30)
	case partMid:
		d.From, d.To = MakeDay(y, 4, 1), MakeDay(y, 9, 30)
	default:
		d.From = MakeDay(y, 7, 1)
	}
	return d, nil
}

// decade returns the years of a decade or of a part of it. The parts overlap,
// since writers do not agree on where they end.
func decade(first int, part datePart) Date {
	a, b := first, first+9
	switch part {
	case partEarly:
		b = first + 4
	case partMid:
		a, b = first+3, first+7
	case partLate:
		a = first + 5
	}
	return Date{From: MakeDay(max(a, 1), 1, 1), To: MakeDay(b, 12, 31)}
}

func (p dateParser) dayMonthYear(toks []dateToken) (Date, error) {
	var (
		nums  []int // in order
		long  = -1  // index in nums of the number of four digits
		month dateToken
		text  string
	)
	for _, t := range toks {
		switch t.kind {
		case tokNumber:
			if len(t.text) >= 3 {
				if long >= 0 {
					return Date{}, errors.New("holds two years")
				}
				long = len(nums)
				if len(t.text) != 4 {
					return Date{}, errForm
				}
			}
			nums = append(nums, t.n)
		case tokMonth:
			if month.n != 0 {
				return Date{}, errors.New("holds two months")
			}
			month = t
		case tokNumeric:
			text = t.text
		case tokTime:
		default:
			return Date{}, unreadable(t)
		}
	}
	if text != "" {
		if len(nums) > 0 || month.n != 0 {
			return Date{}, errors.New("holds more than one date")
		}
		return p.numeric(text)
	}
	if len(nums) == 0 && month.n == 0 {
		return Date{}, errors.New("holds no date")
	}
	if long < 0 {
		return Date{}, errors.New("has no year of four digits")
	}
	year := nums[long]
	nums = append(nums[:long:long], nums[long+1:]...)
	if month.n == 0 {
		if len(nums) > 0 {
			return Date{}, errors.New("has a number besides the year, but no month")
		}
		return p.make(year, 0, 0)
	}
	if month.cal != gregorian {
		if p.marked && p.cal != month.cal {
			return Date{}, errors.New("names a month of another calendar")
		}
		p.cal, p.marked = month.cal, true
	}
	switch len(nums) {
	case 0:
		return p.make(year, month.n, 0)
	case 1:
		if nums[0] == 0 {
			return p.make(year, month.n, 0)
		}
		return p.make(year, month.n, nums[0])
	}
	return Date{}, errors.New("has two numbers besides the year")
}

func (p dateParser) make(year, month, day int) (Date, error) {
	cal := p.cal
	if p.bareSolar && !p.marked && year >= firstBareSolarYear && year <= lastBareSolarYear {
		cal = solarHijri
	}
	return dateIn(cal, year, month, day)
}

// numeric reads three or two numbers with one kind of mark between them, eight
// digits, and the exact forms of ParseDate.
func (p dateParser) numeric(text string) (Date, error) {
	fields := strings.FieldsFunc(text, func(r rune) bool { return r == '-' || r == '/' || r == '.' })
	n := make([]int, len(fields))
	for i, f := range fields {
		switch {
		case strings.Trim(f, "dmyx?") == "":
			// "dd/mm/1965": letters in place of what is not known.
		case len(f) <= 8 && strings.Trim(f, "0123456789") == "":
			n[i] = atoi(f)
		default:
			return p.exact(text)
		}
	}
	switch {
	case len(fields) == 1 && len(fields[0]) == 8 && fields[0] == text:
		return p.make(n[0]/10000, n[0]/100%100, n[0]%100)
	case len(fields) == 3 && len(fields[0]) == 4 && len(fields[1]) <= 2 && len(fields[2]) <= 2:
		return p.parts(n[0], n[1], n[2])
	case len(fields) == 3 && len(fields[2]) == 4 && len(fields[0]) <= 2 && len(fields[1]) <= 2:
		day, month := n[0], n[1]
		if month > 12 && day <= 12 {
			day, month = month, day
		}
		return p.parts(n[2], month, day)
	case len(fields) == 3:
		return Date{}, errors.New("has no year of four digits")
	case len(fields) == 2 && len(fields[0]) == 4 && len(fields[1]) == 4:
		if n[0] == 0 || n[1] == 0 {
			return Date{}, errNoYear
		}
		a, err := p.make(n[0], 0, 0)
		if err != nil {
			return Date{}, err
		}
		b, err := p.make(n[1], 0, 0)
		if err != nil {
			return Date{}, err
		}
		if b.To < a.From {
			return Date{}, errBackward
		}
		return Date{From: a.From, To: b.To}, nil
	case len(fields) == 2 && len(fields[0]) == 4 && len(fields[1]) == 2 && n[1] > 12:
		// "1958-63"; up to 12 it is a month, as in "1958-06".
		to := n[0]/100*100 + n[1]
		if to <= n[0] {
			return Date{}, errNoMonth
		}
		return p.numeric(fields[0] + "-" + pad4(to))
	case len(fields) == 2 && len(fields[0]) == 4 && len(fields[1]) <= 2:
		return p.parts(n[0], n[1], 0)
	case len(fields) == 2 && len(fields[1]) == 4 && len(fields[0]) <= 2:
		return p.parts(n[1], n[0], 0)
	}
	return p.exact(text)
}

// parts is make for numbers of which a day or month of 0 is unknown.
func (p dateParser) parts(year, month, day int) (Date, error) {
	if year == 0 {
		return Date{}, errNoYear
	}
	if month == 0 && day != 0 {
		return Date{}, errors.New("has a day but no month")
	}
	return p.make(year, month, day)
}

// exact reads a form of ParseDate, which lower-case letters have gone through.
func (p dateParser) exact(text string) (Date, error) {
	if p.cal != gregorian {
		return Date{}, errForm
	}
	return parseInterval(strings.ToUpper(text))
}

func atoi(s string) int {
	n := 0
	for _, c := range []byte(s) {
		n = n*10 + int(c-'0')
	}
	return n
}

func pad4(n int) string { return MakeDay(n, 1, 1).String()[:4] }
