package entity

import "fmt"

// Day is a day of the proleptic Gregorian calendar, as Year*10000 + Month*100 +
// Day, such as 19510619. Days compare as integers. The zero Day is unknown.
type Day int32

// MakeDay returns the day; it is not checked, see ValidDay.
func MakeDay(year, month, day int) Day { return Day(year*10000 + month*100 + day) }

// Year returns the year.
func (d Day) Year() int { return int(d) / 10000 }

// Month returns the month, 1 to 12.
func (d Day) Month() int { return int(d) / 100 % 100 }

// Day returns the day of the month, 1 to 31.
func (d Day) Day() int { return int(d) % 100 }

// String returns the day as 1951-06-19.
func (d Day) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year(), d.Month(), d.Day()) }

// ValidDay tells whether year, month and day are a day of the Gregorian
// calendar, in the years 1 to 9999.
func ValidDay(year, month, day int) bool {
	return validYear(year) && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
}

func validYear(year int) bool { return year >= 1 && year <= 9999 }

func leapYear(year int) bool { return year%4 == 0 && (year%100 != 0 || year%400 == 0) }

func daysInMonth(year, month int) int {
	switch month {
	case 2:
		if leapYear(year) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// The conversion between days and day counts is that of Howard Hinnant,
// "chrono-Compatible Low-Level Date Algorithms" (days_from_civil and
// civil_from_days): years are counted from March, so that a leap day is the
// last of its year, in eras of 400 years, which have 146,097 days each.
const (
	daysPerEra = 146097
	// epochShift is the number of days from 0000-03-01 to 1970-01-01.
	epochShift = 719468
)

// Epoch returns the number of days since 1970-01-01, negative before it.
func (d Day) Epoch() int {
	y, m := d.Year(), d.Month()
	if m <= 2 {
		y--
		m += 12
	}
	era := floorDiv(y, 400)
	yearOfEra := y - era*400
	dayOfYear := (153*(m-3)+2)/5 + d.Day() - 1
	dayOfEra := yearOfEra*365 + yearOfEra/4 - yearOfEra/100 + dayOfYear
	return era*daysPerEra + dayOfEra - epochShift
}

// DayOfEpoch returns the day that lies n days after 1970-01-01. It is the
// inverse of Epoch for the years 1 to 9999.
func DayOfEpoch(n int) Day {
	n += epochShift
	era := floorDiv(n, daysPerEra)
	dayOfEra := n - era*daysPerEra
	yearOfEra := (dayOfEra - dayOfEra/1460 + dayOfEra/36524 - dayOfEra/146096) / 365
	dayOfYear := dayOfEra - (365*yearOfEra + yearOfEra/4 - yearOfEra/100)
	monthFromMarch := (5*dayOfYear + 2) / 153
	y, m := yearOfEra+era*400, monthFromMarch+3
	if m > 12 {
		m -= 12
		y++
	}
	return MakeDay(y, m, dayOfYear-(153*monthFromMarch+2)/5+1)
}

func floorDiv(a, b int) int {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
