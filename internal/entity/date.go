package entity

import (
	"errors"
	"fmt"
	"strings"
)

// Date is a date as far as it is known: a day, a month, a year, or a range,
// exact or circa. The zero Date is unknown.
type Date struct {
	// From and To are the first and last possible day, inclusive. They are
	// equal for a day.
	From, To Day
	// Circa is true where the source says "about".
	Circa bool
}

// Precision says how closely a Date is known.
type Precision uint8

// The precisions, from unknown to a single day.
const (
	PrecisionNone  Precision = iota // unknown: the zero Date
	PrecisionRange                  // any other range of days
	PrecisionYear                   // one calendar year
	PrecisionMonth                  // one calendar month
	PrecisionDay                    // one day
)

// DateError says why a text is not a date.
type DateError struct {
	Value string
	Why   string
}

func (e *DateError) Error() string { return fmt.Sprintf("date %q: %s", e.Value, e.Why) }

// ParseDate reads exactly the written forms that a statement may hold:
//
//   - those of FtM, a part of ISO 8601: "1951", "1951-06", "1951-06-19", also
//     with a time of day, which is dropped;
//   - those of EDTF level 1 (ISO 8601-2) that say circa or a range: "1951~",
//     "1951-06-19~", "1958/1963", "1958~/1963~", "195X", "1951-XX-XX".
//
// Years run from 0001 to 9999. What lists and people write is for
// ParseLooseDate. Errors are of type *DateError.
func ParseDate(s string) (Date, error) {
	d, err := parseInterval(s)
	if err != nil {
		return Date{}, &DateError{Value: s, Why: err.Error()}
	}
	return d, nil
}

var (
	errForm     = errors.New("is none of 1951, 1951-06, 1951-06-19, 1951~, 1958/1963")
	errNoMonth  = errors.New("has a month that is not 01 to 12")
	errNoDay    = errors.New("has a day that its month does not have")
	errNoYear   = errors.New("has the year 0000")
	errBackward = errors.New("ends before it begins")
)

func parseInterval(s string) (Date, error) {
	from, to, isRange := strings.Cut(s, "/")
	a, err := parseEDTF(from)
	if err != nil {
		return Date{}, err
	}
	if !isRange {
		return a, nil
	}
	b, err := parseEDTF(to)
	if err != nil {
		return Date{}, err
	}
	if b.To < a.From {
		return Date{}, errBackward
	}
	return Date{From: a.From, To: max(a.To, b.To), Circa: a.Circa || b.Circa}, nil
}

// parseEDTF reads one end of a range.
func parseEDTF(s string) (Date, error) {
	if s == "" {
		return Date{}, errors.New("has an empty end; open ranges are not known here")
	}
	// EDTF tells uncertain (?), approximate (~) and both (%) apart; to us
	// each means that the true date may lie outside.
	body := strings.TrimRight(s, "~?%")
	if len(s)-len(body) > 1 {
		return Date{}, errForm
	}
	d, err := parseISO(body)
	d.Circa = body != s
	return d, err
}

// parseISO reads a year, month or day of FtM's form, with X for unknown digits
// at the end.
func parseISO(s string) (Date, error) {
	if len(s) > 10 && (s[10] == 'T' || s[10] == ' ') && timeOfDay(s[11:]) {
		s = s[:10]
	}
	if len(s) < 4 {
		return Date{}, errForm
	}
	year, known := 0, 4
	for i, c := range []byte(s[:4]) {
		switch {
		case isDigit(c) && known == 4:
			year = year*10 + int(c-'0')
		case c == 'X' && i >= 2:
			year *= 10
			known = min(known, i)
		default:
			return Date{}, errForm
		}
	}
	span := 1
	for range 4 - known {
		span *= 10
	}
	if year == 0 && span == 1 {
		return Date{}, errNoYear
	}
	years := Date{From: MakeDay(max(year, 1), 1, 1), To: MakeDay(year+span-1, 12, 31)}
	if len(s) == 4 || s[4:] == "-XX" || s[4:] == "-XX-XX" {
		return years, nil
	}
	month, ok := twoDigits(s, 4)
	if !ok || span > 1 {
		return Date{}, errForm
	}
	if month < 1 || month > 12 {
		return Date{}, errNoMonth
	}
	if len(s) == 7 || s[7:] == "-XX" {
		return MonthDate(year, month), nil
	}
	day, ok := twoDigits(s, 7)
	if !ok || len(s) != 10 {
		return Date{}, errForm
	}
	if !ValidDay(year, month, day) {
		return Date{}, errNoDay
	}
	return DayDate(year, month, day), nil
}

// twoDigits reads "-06" at s[i:].
func twoDigits(s string, i int) (n int, ok bool) {
	if len(s) < i+3 || s[i] != '-' || !isDigit(s[i+1]) || !isDigit(s[i+2]) {
		return 0, false
	}
	return int(s[i+1]-'0')*10 + int(s[i+2]-'0'), true
}

// timeOfDay tells whether s looks like 21, 21:48, 21:48:52 or 21:48:52.123,
// with or without Z or an offset.
func timeOfDay(s string) bool {
	if len(s) < 2 || len(s) > 24 {
		return false
	}
	for _, c := range []byte(s) {
		if !isDigit(c) && c != ':' && c != '.' && c != 'Z' && c != '+' && c != '-' {
			return false
		}
	}
	return isDigit(s[0]) && isDigit(s[1])
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// DayDate returns a single day, which must be valid; see ValidDay.
func DayDate(year, month, day int) Date {
	d := MakeDay(year, month, day)
	return Date{From: d, To: d}
}

// MonthDate returns a whole month.
func MonthDate(year, month int) Date {
	return Date{From: MakeDay(year, month, 1), To: MakeDay(year, month, daysInMonth(year, month))}
}

// YearDate returns a whole year.
func YearDate(year int) Date {
	return Date{From: MakeDay(year, 1, 1), To: MakeDay(year, 12, 31)}
}

// String returns the canonical form, the shortest that ParseDate reads back as
// the same Date: whole years and months without their days, circa as "~". The
// zero Date is "".
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	circa := ""
	if d.Circa {
		circa = "~"
	}
	switch d.Precision() {
	case PrecisionDay:
		return d.From.String() + circa
	case PrecisionMonth:
		return d.From.String()[:7] + circa
	case PrecisionYear:
		return d.From.String()[:4] + circa
	}
	// Both ends are cut alike: a year can be left bare only where the range
	// begins with its first day and ends with its last.
	n := len("1951-06-19")
	switch {
	case d.From.Month() == 1 && d.From.Day() == 1 && d.To.Month() == 12 && d.To.Day() == 31:
		n = len("1951")
	case d.From.Day() == 1 && d.To.Day() == daysInMonth(d.To.Year(), d.To.Month()):
		n = len("1951-06")
	}
	return d.From.String()[:n] + circa + "/" + d.To.String()[:n] + circa
}

// IsZero tells whether the date is unknown.
func (d Date) IsZero() bool { return d.From == 0 && d.To == 0 }

// Precision says how closely the date is known.
func (d Date) Precision() Precision {
	switch {
	case d.IsZero():
		return PrecisionNone
	case d.From == d.To:
		return PrecisionDay
	case d.From.Year() == d.To.Year() && d == (Date{From: YearDate(d.From.Year()).From, To: YearDate(d.From.Year()).To, Circa: d.Circa}):
		return PrecisionYear
	case d.From/100 == d.To/100 && d.From.Day() == 1 && d.To.Day() == daysInMonth(d.To.Year(), d.To.Month()):
		return PrecisionMonth
	}
	return PrecisionRange
}

// Days counts the days that the date spans: 1 for a day, 0 if unknown.
func (d Date) Days() int {
	if d.IsZero() {
		return 0
	}
	return d.To.Epoch() - d.From.Epoch() + 1
}

// Contains tells whether the date can be that day.
func (d Date) Contains(day Day) bool { return !d.IsZero() && d.From <= day && day <= d.To }

// Overlaps tells whether some day can be both dates. An unknown date overlaps
// nothing. Circa is not looked at: how far "about" reaches is for the weighing
// to say.
func (d Date) Overlaps(e Date) bool {
	return !d.IsZero() && !e.IsZero() && d.From <= e.To && e.From <= d.To
}

// Gap counts the days from the one date to the other where they are nearest: 0
// if they overlap, 1 if one begins the day after the other ends. It is the
// same both ways. ok is false if either is unknown.
func (d Date) Gap(e Date) (days int, ok bool) {
	switch {
	case d.IsZero() || e.IsZero():
		return 0, false
	case d.To < e.From:
		return e.From.Epoch() - d.To.Epoch(), true
	case e.To < d.From:
		return d.From.Epoch() - e.To.Epoch(), true
	}
	return 0, true
}

// Swapped returns a day with its day and month exchanged, as they are when
// 06/05/1951 is read the other way. ok is false if the date is no day, or if
// there is no such day, or if it would be the same.
func (d Date) Swapped() (s Date, ok bool) {
	y, m, day := d.From.Year(), d.From.Month(), d.From.Day()
	if d.Precision() != PrecisionDay || m == day || !ValidDay(y, day, m) {
		return Date{}, false
	}
	s = DayDate(y, day, m)
	s.Circa = d.Circa
	return s, true
}
