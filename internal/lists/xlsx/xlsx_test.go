package xlsx

import (
	"testing"
)

func TestDaysAreThoseOfTheSpreadsheet(t *testing.T) {
	for raw, want := range map[string]string{"1": "1900-01-01", "59": "1900-02-28", "61": "1900-03-01", "18798": "1951-06-19", "41988.5": "2014-12-15", "0": "", "x": "", "-3": "", "1e300": ""} {
		if got, _ := Day(raw, false); got != want {
			t.Errorf("%s: got %s, want %s", raw, got, want)
		}
	}
	if got, _ := Day("17336", true); got != "1951-06-19" {
		t.Errorf("since 1904: got %s", got)
	}
}

func TestFormatsOfDatesAreTold(t *testing.T) {
	for code, want := range map[string]bool{"dd/mm/yyyy": true, `[$-C09]d\ mmm\ yyyy`: true, "General": false, "0.00": false, `"day" 0`: false, "[Red]0": false, "mm:ss": false} {
		if got := isDateFormat(code); got != want {
			t.Errorf("%q: %v", code, got)
		}
	}
}

func TestEscapedCharactersAreRead(t *testing.T) {
	if got := unescape("a_x000D_b_x0041_c_xZZZZ_"); got != "a\rbAc_xZZZZ_" {
		t.Errorf("got %q", got)
	}
}

func FuzzOpen(f *testing.F) {
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := Open(data, "")
		if err != nil {
			return
		}
		for range 1000 {
			if _, err := s.Next(); err != nil {
				return
			}
		}
	})
}
