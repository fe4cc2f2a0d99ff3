package entity

import (
	"strings"
	"unicode"
)

// idChecks holds for each kind the check of a number in upper case without
// separators. It returns the number as it is compared, and why it cannot be
// one, or "".
var idChecks = map[IDKind]func(string) (number, why string){
	IDPassport:     sized(4, 20, true),
	IDNational:     sized(3, 40, true),
	IDTax:          sized(3, 40, true),
	IDRegistration: sized(2, 60, true),
	IDOther:        sized(2, 60, false),
	IDSerial:       sized(1, 20, true),
	IDTail:         sized(3, 10, false),
	IDCallSign:     callSign,
	IDIMO:          imo,
	IDMMSI:         mmsi,
	IDBIC:          bic,
	IDLEI:          lei,
	IDINN:          inn,
	IDOGRN:         ogrn,
	IDISIN:         isin,
	IDCrypto:       nil, // has a way of its own: its letters are case-sensitive
}

// sized accepts numbers of least to most letters and digits; digit asks for one
// digit at least.
func sized(least, most int, digit bool) func(string) (string, string) {
	return func(n string) (string, string) {
		count := len([]rune(n))
		switch {
		case count < least:
			return "", "is too short"
		case count > most:
			return "", "is too long"
		case digit && !strings.ContainsFunc(n, unicode.IsDigit):
			return "", "has no digit"
		}
		return n, ""
	}
}

func allDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

func allAlnum(s string) bool {
	return strings.Trim(s, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

// weighted sums the digits times their weights.
func weighted(digits string, weights ...int) int {
	sum := 0
	for i, w := range weights {
		sum += int(digits[i]-'0') * w
	}
	return sum
}

// imo checks the IMO number of a ship or of a company (IMO Resolutions
// A.1117(30) and MSC.160(78)).
func imo(n string) (string, string) {
	n = strings.TrimPrefix(n, "IMO")
	switch {
	case !allDigits(n) || len(n) != 7:
		return "", "is not seven digits"
	case !shipIMO(n) && !companyIMO(n):
		return "", "has a wrong check digit"
	}
	return n, ""
}

// shipIMO tells whether the last of seven digits is the check digit of a
// ship: the last digit of the others' sum, weighted 7 to 2.
func shipIMO(n string) bool { return weighted(n, 7, 6, 5, 4, 3, 2)%10 == int(n[6]-'0') }

// companyIMO tells the same of a company or registered owner: weights 8, 6, 4,
// 2, 9, 7, modulo 11 and then 10. All company numbers on OFAC's list of July
// 2021 hold to it.
func companyIMO(n string) bool { return (11-weighted(n, 8, 6, 4, 2, 9, 7)%11)%10 == int(n[6]-'0') }

// mmsi checks the shape of a Maritime Mobile Service Identity (ITU-R M.585):
// nine digits in which, after the mark of the kind of station, stands the
// country's three-digit number, 201 to 775.
func mmsi(n string) (string, string) {
	n = strings.TrimPrefix(n, "MMSI")
	if !allDigits(n) || len(n) != 9 {
		return "", "is not nine digits"
	}
	mid := n // of a ship
	switch {
	case strings.HasPrefix(n, "970"), strings.HasPrefix(n, "972"), strings.HasPrefix(n, "974"):
		return n, "" // distress beacons have no country
	case strings.HasPrefix(n, "00"), strings.HasPrefix(n, "98"), strings.HasPrefix(n, "99"):
		mid = n[2:] // coast stations, craft of a parent ship, aids to navigation
	case strings.HasPrefix(n, "111"):
		mid = n[3:] // search and rescue aircraft
	case n[0] == '0', n[0] == '8':
		mid = n[1:] // groups of ships, handheld radios
	}
	if c := mid[:3]; c < "201" || c > "775" {
		return "", "has no country's number (201 to 775)"
	}
	return n, ""
}

func callSign(n string) (string, string) {
	switch {
	case len(n) < 3 || len(n) > 8:
		return "", "is not three to eight letters and digits"
	case !allAlnum(n):
		return "", "has a character that is no Latin letter or digit"
	}
	return n, ""
}

// bic checks the shape of ISO 9362: four letters or digits for the party, two
// letters of a country, two for the place and, optionally, three for a branch.
// "XXX" is the head office, which the eight characters alone mean too.
func bic(n string) (string, string) {
	if len(n) == 13 || len(n) == 16 {
		n = strings.TrimPrefix(n, "SWIFT")
	}
	switch {
	case !allAlnum(n):
		return "", "has a character that is no Latin letter or digit"
	case len(n) != 8 && len(n) != 11:
		return "", "is not 8 or 11 characters"
	case strings.ContainsAny(n[:4], "0123456789") || !knownCountry(strings.ToLower(n[4:6])):
		return "", "has no country's code in its fifth and sixth place"
	}
	if n[8:] == "XXX" {
		n = n[:8]
	}
	return n, ""
}

// lei checks ISO 17442: 20 characters, of which, by ISO 7064 (97, 10) like an
// IBAN, the number that they spell leaves 1 when divided by 97.
func lei(n string) (string, string) {
	if len(n) == 23 {
		n = strings.TrimPrefix(n, "LEI")
	}
	switch {
	case !allAlnum(n):
		return "", "has a character that is no Latin letter or digit"
	case len(n) != 20:
		return "", "is not 20 characters"
	case mod97(n) != 1:
		return "", "has wrong check digits"
	}
	return n, ""
}

// mod97 is the remainder of the number that n spells with A as 10 to Z as 35.
func mod97(n string) int {
	rest := 0
	for _, c := range []byte(n) {
		if isDigit(c) {
			rest = (rest*10 + int(c-'0')) % 97
		} else {
			rest = (rest*100 + int(c-'A') + 10) % 97
		}
	}
	return rest
}

// inn checks a Russian taxpayer number: 10 digits with one check digit for an
// organisation, 12 with two for a person (order of the Federal Tax Service
// MMV-7-6/435@ of 29 June 2012).
func inn(n string) (string, string) {
	n = strings.TrimPrefix(n, "INN")
	switch {
	case !allDigits(n) || len(n) != 10 && len(n) != 12:
		return "", "is not 10 or 12 digits"
	case strings.Trim(n, "0") == "":
		return "", "is all zeros"
	case len(n) == 10 && weighted(n, 2, 4, 10, 3, 5, 9, 4, 6, 8)%11%10 != int(n[9]-'0'),
		len(n) == 12 && (weighted(n, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)%11%10 != int(n[10]-'0') ||
			weighted(n, 3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)%11%10 != int(n[11]-'0')):
		return "", "has a wrong check digit"
	}
	return n, ""
}

// ogrn checks a Russian registration number: 13 digits (an organisation, modulo
// 11) or 15 (a sole trader, modulo 13), the last digit of the remainder being
// the check digit.
func ogrn(n string) (string, string) {
	n = strings.TrimPrefix(n, "OGRN")
	if !allDigits(n) || len(n) != 13 && len(n) != 15 {
		return "", "is not 13 or 15 digits"
	}
	last, modulus := len(n)-1, len(n)-2
	rest := 0
	for _, c := range []byte(n[:last]) {
		rest = (rest*10 + int(c-'0')) % modulus
	}
	switch {
	case strings.Trim(n, "0") == "":
		return "", "is all zeros"
	case rest%10 != int(n[last]-'0'):
		return "", "has a wrong check digit"
	}
	return n, ""
}

// isin checks ISO 6166: two letters, nine letters or digits and a check digit
// by Luhn's rule over the digits that they spell with A as 10 to Z as 35.
func isin(n string) (string, string) {
	if len(n) == 16 {
		n = strings.TrimPrefix(n, "ISIN")
	}
	switch {
	case len(n) != 12:
		return "", "is not 12 characters"
	case !allAlnum(n) || isDigit(n[0]) || isDigit(n[1]) || !isDigit(n[11]):
		return "", "is not two letters, nine letters or digits and a digit"
	case !luhn(n):
		return "", "has a wrong check digit"
	}
	return n, ""
}

// luhn doubles every second digit from the right, and asks that the sum of all
// digits be a multiple of ten.
func luhn(n string) bool {
	var digits []byte
	for _, c := range []byte(n) {
		if isDigit(c) {
			digits = append(digits, c-'0')
		} else {
			v := c - 'A' + 10
			digits = append(digits, v/10, v%10)
		}
	}
	sum := 0
	for i := range digits {
		d := int(digits[len(digits)-1-i])
		if i%2 == 1 {
			d *= 2
		}
		sum += d/10 + d%10
	}
	return sum%10 == 0
}
