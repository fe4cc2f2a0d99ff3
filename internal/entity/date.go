package entity

import (
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

// ParseDate reads the FtM forms "1951", "1951-06", "1951-06-19" and the EDTF
// forms "1951~" and "1958/1963". Errors are of type *DateError.
func ParseDate(s string) (Date, error) {
	body, circa := strings.CutSuffix(s, "~")
	from, to, ranged := strings.Cut(body, "/")
	d, err := parseISO(from)
	if err != nil {
		return Date{}, &DateError{s, err.Error()}
	}
	if ranged {
		e, err := parseISO(strings.TrimSuffix(to, "~"))
		if err != nil {
			return Date{}, &DateError{s, err.Error()}
		}
		d.To = e.To
	}
	d.Circa = circa
	if d.From > d.To {
		return Date{}, &DateError{s, "ends before it begins"}
	}
	return d, nil
}

func parseISO(s string) (Date, error) {
	var y, m, d int
	switch len(s) {
	case 4:
		if _, err := fmt.Sscanf(s, "%4d", &y); err != nil {
			return Date{}, fmt.Errorf("not a year")
		}
		return YearDate(y), nil
	case 7:
		if _, err := fmt.Sscanf(s, "%4d-%2d", &y, &m); err != nil {
			return Date{}, fmt.Errorf("not a month")
		}
		return Date{From: MakeDay(y, m, 1), To: MakeDay(y, m, 28)}, nil
	case 10:
		if _, err := fmt.Sscanf(s, "%4d-%2d-%2d", &y, &m, &d); err != nil {
			return Date{}, fmt.Errorf("not a day")
		}
		return Date{From: MakeDay(y, m, d), To: MakeDay(y, m, d)}, nil
	}
	return Date{}, fmt.Errorf("unknown form")
}

// YearDate returns the whole year y.
func YearDate(y int) Date { return Date{From: MakeDay(y, 1, 1), To: MakeDay(y, 12, 31)} }

// String returns the canonical form, which ParseDate reads back.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	s := d.From.String()
	if d.To != d.From {
		s += "/" + d.To.String()
	}
	if d.Circa {
		s += "~"
	}
	return s
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
	}
	return PrecisionRange
}

// Overlaps tells whether some day can be both dates; never if one is unknown.
func (d Date) Overlaps(e Date) bool {
	return !d.IsZero() && !e.IsZero() && d.From <= e.To && e.From <= d.To
}

// Days counts the days that the date spans, 1 for a day, 0 if unknown.
func (d Date) Days() int {
	if d.IsZero() {
		return 0
	}
	return d.To.Epoch() - d.From.Epoch() + 1
}
