package entity

import "errors"

// Documents from Afghanistan and Iran date by the Solar Hijri calendar, those
// from most other Muslim countries beside the Gregorian by the lunar Hijri
// calendar. Both count from the year of the Prophet's emigration, so that 1345
// is 1966/67 in the one and 1926/27 in the other.
//
// Solar Hijri (SH, Hijri shamsi): the year begins with the spring equinox as
// seen from Tehran. Months 1 to 6 have 31 days, 7 to 11 have 30, and the last
// has 29, or 30 in a leap year. We use the 33-year cycle of leap years, which
// agrees with the equinox in all years from 1210 to 1634 (1831 to 2256): K. M.
// Borkowski, "The Persian calendar for 3000 years", Earth, Moon, and Planets 74
// (1996). The cycle of 2,820 years that some programs use is wrong for 1404.
// Afghan zodiac months (Hamal …) had other lengths before 1336; the years were
// the same.
//
// Lunar Hijri (AH): months begin with the sighted crescent, which no formula
// gives. We use the tabular civil calendar (epoch 16 July 622 Julian, leap
// years 2, 5, 7, 10, 13, 16, 18, 21, 24, 26 and 29 of 30), which is right to
// within a day or so, and therefore widen what it gives by a day on each side.

type calendar uint8

const (
	gregorian calendar = iota
	solarHijri
	lunarHijri
)

// The years that the conversions accept.
const (
	firstSolarYear, lastSolarYear = 1210, 1634
	firstLunarYear, lastLunarYear = 1, 1800
)

var (
	errSolarYear = errors.New("has a Solar Hijri year outside 1210 to 1634")
	errLunarYear = errors.New("has a Hijri year outside 1 to 1800")
)

// solarEpoch is the day count of 1 Farvardin 1210, which is 1831-03-21.
var solarEpoch = MakeDay(1831, 3, 21).Epoch()

// solarLeap tells whether a Solar Hijri year has 366 days: 8 years in 33 do.
func solarLeap(year int) bool { return (25*year+11)%33 < 8 }

func solarDaysInMonth(year, month int) int {
	switch {
	case month <= 6:
		return 31
	case month <= 11 || solarLeap(year):
		return 30
	}
	return 29
}

// solarYearStart returns the day count of the year's first day.
func solarYearStart(year int) int {
	n := solarEpoch + 365*(year-firstSolarYear)
	for y := firstSolarYear; y < year; y++ {
		if solarLeap(y) {
			n++
		}
	}
	return n
}

// solarDate converts a Solar Hijri date; month and day may be 0 for unknown.
func solarDate(year, month, day int) (Date, error) {
	if year < firstSolarYear || year > lastSolarYear {
		return Date{}, errSolarYear
	}
	start := solarYearStart(year)
	if month == 0 {
		return epochRange(start, solarYearStart(year+1)-1), nil
	}
	if month < 0 || month > 12 {
		return Date{}, errNoMonth
	}
	for m := 1; m < month; m++ {
		start += solarDaysInMonth(year, m)
	}
	n := solarDaysInMonth(year, month)
	if day == 0 {
		return epochRange(start, start+n-1), nil
	}
	if day < 0 || day > n {
		return Date{}, errNoDay
	}
	return epochRange(start+day-1, start+day-1), nil
}

// lunarEpoch is the day count of 1 Muharram 1, which is 622-07-19 in the
// proleptic Gregorian calendar (16 July Julian).
var lunarEpoch = MakeDay(622, 7, 19).Epoch()

// lunarMonthStart returns the day count of a month's first day in the tabular
// civil calendar. The first months of a year have 30 and 29 days in turn, so
// that month m begins after ceil(29.5·(m-1)) days.
func lunarMonthStart(year, month int) int {
	return lunarEpoch + (year-1)*354 + floorDiv(3+11*year, 30) + (59*(month-1)+1)/2
}

// lunarDate converts a Hijri date, a day wider on each side; month and day may
// be 0 for unknown.
func lunarDate(year, month, day int) (Date, error) {
	if year < firstLunarYear || year > lastLunarYear {
		return Date{}, errLunarYear
	}
	if month == 0 {
		return epochRange(lunarMonthStart(year, 1)-1, lunarMonthStart(year+1, 1)), nil
	}
	if month < 0 || month > 12 {
		return Date{}, errNoMonth
	}
	start, next := lunarMonthStart(year, month), lunarMonthStart(year, month+1)
	if month == 12 {
		next = lunarMonthStart(year+1, 1)
	}
	if day == 0 {
		return epochRange(start-1, next), nil
	}
	// A month that the table gives 29 days may have been seen to have 30.
	if day < 0 || day > 30 {
		return Date{}, errNoDay
	}
	return epochRange(start+day-2, start+day), nil
}

func epochRange(from, to int) Date { return Date{From: DayOfEpoch(from), To: DayOfEpoch(to)} }

// dateIn returns the date of a calendar; month and day may be 0 for unknown.
func dateIn(cal calendar, year, month, day int) (Date, error) {
	switch cal {
	case solarHijri:
		return solarDate(year, month, day)
	case lunarHijri:
		return lunarDate(year, month, day)
	}
	switch {
	case year == 0:
		return Date{}, errNoYear
	case !validYear(year):
		return Date{}, errForm
	case month == 0:
		return YearDate(year), nil
	case month < 0 || month > 12:
		return Date{}, errNoMonth
	case day == 0:
		return MonthDate(year, month), nil
	case !ValidDay(year, month, day):
		return Date{}, errNoDay
	}
	return DayDate(year, month, day), nil
}
