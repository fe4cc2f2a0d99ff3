package weigh

import "deciban/internal/entity"

// dateRelation is how two birth dates stand to each other.
type dateRelation uint8

const (
	dateUnknown     dateRelation = iota
	dateSameDay                  // both to the day, and equal
	dateSameFirst                // equal, and 1 January: often a stand-in for the year
	dateSwapped                  // day and month exchanged
	dateSlip                     // one digit wrong, or neighbours exchanged
	dateSameMonth                // same month and year as far as both are known
	dateSameYear                 // same year, one or both known to the year only
	dateSameYearOff              // same year, both to the day, another day
	dateWithin                   // one is a range or circa that holds the other
	dateNear                     // years differ by one or two, one of them circa or a year
	dateApart                    // up to two years apart, both to the day: slips and careless records
	dateDiffers
	dateFar // ten years apart or more: no slip reaches as far
	dateRelations
)

var dateNames = [dateRelations]string{
	"", "same day", "same day, 1 January", "day and month exchanged", "one digit apart", "same month", "same year",
	"same year, another day", "within the range", "a year or two apart", "up to two years apart", "different", "ten years apart or more",
}

// relateDates compares two dates.
func relateDates(a, b entity.Date) dateRelation {
	if a.IsZero() || b.IsZero() {
		return dateUnknown
	}
	dayA, dayB := a.From == a.To && !a.Circa, b.From == b.To && !b.Circa
	ya, yb := a.From.Year(), b.From.Year()
	yearsA, yearsB := a.To.Year()-ya, b.To.Year()-yb
	switch {
	case dayA && dayB && a.From == b.From:
		if a.From.Month() == 1 && a.From.Day() == 1 {
			return dateSameFirst
		}
		return dateSameDay
	case dayA && dayB:
		// 1 January stands for a year of which no more is known.
		if ya == yb && (firstOfYear(a.From) || firstOfYear(b.From)) {
			return dateSameYear
		}
		if ya == yb && a.From.Month() == b.From.Day() && a.From.Day() == b.From.Month() {
			return dateSwapped
		}
		if digitSlip(a.From, b.From) {
			return dateSlip
		}
		if ya == yb {
			return dateSameYearOff
		}
		if abs(ya-yb) <= 1 && (firstOfYear(a.From) || firstOfYear(b.From)) {
			return dateNear
		}
		return apart(abs(ya - yb))
	case yearsA == 0 && yearsB == 0 && ya == yb && !a.Circa && !b.Circa:
		if a.Overlaps(b) {
			if a.From.Month() == a.To.Month() && b.From.Month() == b.To.Month() {
				return dateSameMonth
			}
			return dateSameYear
		}
		return dateSameYearOff
	case a.Overlaps(b):
		if yearsA == 0 && yearsB == 0 {
			return dateSameYear
		}
		return dateWithin
	}
	gap := max(yb-a.To.Year(), ya-b.To.Year())
	slack := 1
	if a.Circa || b.Circa {
		slack = 2
	}
	if gap <= slack && !(dayA && dayB) {
		return dateNear
	}
	return apart(max(gap, 3)) // years are estimates: two of them are more readily apart
}

// apart is the relation of two dates that differ by so many years.
func apart(years int) dateRelation {
	switch {
	case years <= 2:
		return dateApart
	case years < 10:
		return dateDiffers
	}
	return dateFar
}

func firstOfYear(d entity.Day) bool { return d.Month() == 1 && d.Day() == 1 }

// digitSlip tells whether two days, written yyyymmdd, differ by one digit or by
// two neighbouring digits exchanged.
func digitSlip(a, b entity.Day) bool {
	x, y := int(a), int(b)
	var dx, dy [8]int
	for i := 7; i >= 0; i-- {
		dx[i], dy[i] = x%10, y%10
		x /= 10
		y /= 10
	}
	first, n := -1, 0
	for i := range dx {
		if dx[i] != dy[i] {
			if n == 0 {
				first = i
			}
			n++
		}
	}
	if n == 1 {
		return true
	}
	return n == 2 && dx[first] == dy[first+1] && dx[first+1] == dy[first]
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

// bestDates returns the pair of dates that says most for a match, its relation
// and its weight. Several dates are as many chances to agree, so each doubling
// costs.
func (m *Model) bestDates(q, e []entity.Date) (a, b entity.Date, rel dateRelation, w Weight) {
	for _, x := range q {
		for _, y := range e {
			r := relateDates(x, y)
			if r == dateUnknown {
				continue
			}
			if v := m.date[r]; rel == dateUnknown || v > w {
				a, b, rel, w = x, y, r, v
			}
		}
	}
	if rel != dateUnknown && w > 0 {
		w = max(w+m.severalCost(len(q)*len(e)), 0)
	}
	return
}

// severalCost is what it costs that n comparisons were tried.
func (m *Model) severalCost(n int) Weight {
	var w Weight
	for size := 2; size <= n; size *= 2 {
		w -= 3 * Deciban
	}
	return w
}
