package entity

import "strings"

// ParseLooseDate reads what lists and people write; several dates are
// separated by ";" or " or ". Errors are of type *DateError.
func ParseLooseDate(s string) ([]Date, error) {
	var ds []Date
	for part := range strings.SplitSeq(s, ";") {
		d, err := ParseDate(strings.TrimSpace(part))
		if err != nil {
			return nil, err
		}
		ds = append(ds, d)
	}
	return ds, nil
}

// ParseBirthDate is ParseLooseDate for dates of birth: a bare year that can
// only be one of the Solar Hijri calendar, such as 1345, is read as such, and
// remark says so.
func ParseBirthDate(s string) (ds []Date, remark string, err error) {
	ds, err = ParseLooseDate(s)
	return ds, "", err
}
