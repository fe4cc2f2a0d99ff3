package entity

// Date is a date as far as it is known: a day, a month, a year, or a range,
// exact or circa. The zero Date is unknown.
type Date struct {
	// From and To are the first and last possible day, inclusive. They are
	// equal for a day.
	From, To Day
	// Circa is true where the source says "about".
	Circa bool
}

// Day is a day of the proleptic Gregorian calendar, as Year*10000 + Month*100 +
// Day, such as 19510619. Days compare as integers.
type Day int32
