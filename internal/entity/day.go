package entity

import "fmt"

// Day is a day of the proleptic Gregorian calendar, as Year*10000 + Month*100 +
// Day, such as 19510619. Days compare as integers.
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
	return year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
}

func leap(year int) bool { return year%4 == 0 && (year%100 != 0 || year%400 == 0) }

func daysInMonth(year, month int) int {
	switch month {
	case 2:
		if leap(year) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// Epoch returns the number of days since 1970-01-01, negative before it.
func (d Day) Epoch() int {
	// Howard Hinnant, "chrono-compatible low-level date algorithms",
	// days_from_civil: the year starts in March, so that the leap day is last.
	y, m := d.Year(), d.Month()
	if m <= 2 {
		y--
		m += 12
	}
	era := floorDiv(y, 400)
	yoe := y - era*400
	doy := (153*(m-3)+2)/5 + d.Day() - 1
	doe := yoe*365 + yoe/4 - yoe/100 + doy
	return era*146097 + doe - 719468
}

// DayOfEpoch returns the day that lies n days after 1970-01-01.
func DayOfEpoch(n int) Day {
	n += 719468
	era := floorDiv(n, 146097)
	doe := n - era*146097
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / 365
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	y, m := yoe+era*400, mp+3
	if m > 12 {
		m -= 12
		y++
	}
	return MakeDay(y, m, doy-(153*mp+2)/5+1)
}

func floorDiv(a, b int) int {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
