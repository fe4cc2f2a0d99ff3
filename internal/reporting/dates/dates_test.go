package dates

import (
	"strings"
	"testing"

	"deciban/internal/entity"
	"deciban/internal/reporting/text"
	"deciban/internal/testkit"
)

func TestDatesAreCountedFromPublication(t *testing.T) {
	published := entity.MakeDay(2024, 3, 28) // a Thursday
	for _, c := range []struct{ in, want string }{
		{"It happened on Monday.", "Monday 2024-03-25"},
		{"It happened on Thursday.", "Thursday 2024-03-28"},
		{"It happened last Thursday.", "Thursday 2024-03-21"},
		{"He will speak next Monday.", "Monday 2024-04-01"},
		{"The March 22 attack was claimed.", "March 22 2024-03-22"},
		{"THE ATTACK OF 22 MARCH WAS CLAIMED.", "22 MARCH 2024-03-22"},
		{"the attack of 30 december was claimed", "30 december 2023-12-30"},
		{"On 30 April there will be a vote.", "30 April 2024-04-30"},
		{"It was on January 3rd, 1990.", "January 3rd, 1990 1990-01-03"},
		{"It was on 3 January 1990, he said.", "3 January 1990 1990-01-03"},
		{"From 4 to 6 March they fought.", "4 to 6 March 2024-03-04/2024-03-06"},
		{"The talks of 20-21 November failed.", "20-21 November 2023-11-20/2023-11-21"},
		{"On 2024-02-29 it rained.", "2024-02-29 2024-02-29"},
		{"The U.S. had warned about two weeks earlier.", "about two weeks earlier ~2024-03-11/2024-03-17"},
		{"It began in 2022.", "2022 2022-01-01/2022-12-31"},
		{"It began in March 2021.", "March 2021 2021-03-01/2021-03-31"},
		{"It began in January.", "January 2024-01-01/2024-01-31"},
		{"It began in late February.", "late February 2024-02-21/2024-02-29"},
		{"It may happen.", ""},
		{"They march in May.", "May 2024-05-01/2024-05-31"},
		{"He came yesterday.", "yesterday 2024-03-27"},
		{"The day before yesterday he left.", "The day before yesterday 2024-03-26"},
		{"A bomb exploded this morning.", "this morning 2024-03-28"},
		{"A bomb exploded last night.", "last night 2024-03-27"},
		{"It was quiet last week.", "last week 2024-03-18/2024-03-24"},
		{"It was quiet last month.", "last month 2024-02-01/2024-02-29"},
		{"It was quiet last year.", "last year 2023-01-01/2023-12-31"},
		{"Three days ago he fell ill.", "Three days ago 2024-03-25"},
		{"He was killed on 3 March. Two days later his son died.", "3 March 2024-03-03; Two days later 2024-03-05"},
		{"Five months ago it began.", "Five months ago 2023-10-01/2023-10-31"},
		{"A decade ago it began.", "A decade ago 2014-01-01/2014-12-31"},
		{"In the past three days nine died.", "past three days 2024-03-25/2024-03-28"},
		{"In the 1980s it was otherwise.", "1980s 1980-01-01/1989-12-31"},
		{"At 1990 meters they froze.", ""},
		{"On 31 February nothing happened.", ""},
		{"Two days before the vote he died.", ""},
	} {
		t.Run(c.in, func(t *testing.T) {
			var r Reader
			d := text.Cut(c.in)
			var got []string
			for _, m := range r.Read(d, published) {
				s := c.in[m.Start:m.End] + " "
				if m.Date.Circa {
					s += "~"
				}
				s += m.Date.From.String()
				if m.Date.To != m.Date.From {
					s += "/" + m.Date.To.String()
				}
				got = append(got, s)
			}
			if g := strings.Join(got, "; "); g != c.want {
				t.Errorf("got %q, want %q", g, c.want)
			}
		})
	}
}

func TestWithoutPublicationOnlyFullDatesAreRead(t *testing.T) {
	var r Reader
	got := r.Read(text.Cut("Yesterday, on Monday, 22 March, and on 22 March 1990 in 1991."), 0)
	if len(got) != 2 || got[0].Date.From != entity.MakeDay(1990, 3, 22) || got[1].Date.From.Year() != 1991 {
		t.Errorf("got %v", got)
	}
}

func FuzzRead(f *testing.F) {
	f.Add("On 22 March 2024, two weeks earlier, in late May, 4-6 June", 20240328)
	f.Add("31 february 9999 years ago", 10101)
	f.Fuzz(func(t *testing.T, s string, day int) {
		p := entity.Day(day)
		if !entity.ValidDay(p.Year(), p.Month(), p.Day()) {
			p = 0
		}
		var r Reader
		for _, m := range r.Read(text.Cut(s), p) {
			if !testkit.WholeRunes(s, m.Start, m.End) || m.Start == m.End || m.Date.To < m.Date.From {
				t.Fatalf("%q: %+v", s, m)
			}
		}
	})
}
