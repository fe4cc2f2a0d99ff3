package ingest

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// dayLayouts are how pages, feeds and archives write a time. The first eight
// are of standards: RFC 3339, RFC 2822 and their common misspellings.
var dayLayouts = []string{
	time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02",
	time.RFC1123Z, time.RFC1123, "Mon, 2 Jan 2006 15:04:05 -0700", "Mon, 2 Jan 2006 15:04:05 MST", "Mon, 2 Jan 2006", "2 Jan 2006 15:04:05 -0700", "2 Jan 2006 15:04:05 MST",
	"2006-01-02T15:04:05-0700", "2006-01-02T15:04:05Z0700", "2006-01-02 15:04:05 -0700", "2006/01/02", "20060102", "20060102T150405Z", "20060102150405",
	"January 2, 2006", "Jan 2, 2006", "Jan. 2, 2006", "2 January 2006", "2 Jan 2006", "January 2 2006", "Monday, January 2, 2006", "Monday, 2 January 2006",
}

// parseDay reads a day out of a time, in the zone in which it was written: that
// is the day at the publisher's.
func parseDay(s string) (string, bool) {
	s = strings.TrimSpace(s)
	for _, layout := range dayLayouts {
		if t, err := time.Parse(layout, s); err == nil && t.Year() >= 1800 && t.Year() < 2200 {
			return t.Format("2006-01-02"), true
		}
	}
	if len(s) > 10 {
		if t, err := time.Parse("2006-01-02", s[:10]); err == nil && t.Year() >= 1800 && t.Year() < 2200 {
			return t.Format("2006-01-02"), true
		}
	}
	return "", false
}

// urlDay is the day in the address of many articles.
var urlDay = regexp.MustCompile(`[/\-_](19|20)(\d\d)[/\-_](0?[1-9]|1[0-2])[/\-_](0?[1-9]|[12]\d|3[01])(?:[/\-_.]|$)`)

func dayOfURL(url string) (string, bool) {
	m := urlDay.FindStringSubmatch(url)
	if m == nil {
		return "", false
	}
	month, _ := strconv.Atoi(m[3])
	day, _ := strconv.Atoi(m[4])
	year, _ := strconv.Atoi(m[1] + m[2])
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	return t.Format("2006-01-02"), t.Day() == day
}
