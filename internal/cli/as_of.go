package cli

import (
	"fmt"
	"regexp"
	"time"

	"deciban/internal/catalog"
)

// asOf is the value of --as-of: a moment, or the id of a snapshot.
type asOf struct {
	at       time.Time
	snapshot string
	given    bool
}

// snapshotID tells an id from a date, which has hyphens.
var snapshotID = regexp.MustCompile(`^[0-9a-f]{6,64}$`)

// UnmarshalText reads 2021-08-18, which means the end of that day,
// 2021-08-18T09:30 or 2021-08-18T09:30:00Z, all in UTC unless an offset is
// given; or a snapshot's id or its beginning.
func (v *asOf) UnmarshalText(b []byte) error {
	text := string(b)
	v.given = true
	if snapshotID.MatchString(text) {
		v.snapshot = text
		return nil
	}
	if day, err := time.Parse(time.DateOnly, text); err == nil {
		v.at = day.AddDate(0, 0, 1).Add(-time.Second) // the journal's times are whole seconds
		return nil
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04"} {
		if t, err := time.Parse(layout, text); err == nil {
			v.at = t
			return nil
		}
	}
	return fmt.Errorf("%q is neither a date such as 2021-08-18, nor a time such as 2021-08-18T09:30Z, nor the id of a snapshot", text)
}

func (v asOf) set() bool { return v.given }

// open returns the snapshot that is meant.
func (v asOf) open(a *app, c *catalog.Catalog) (*catalog.Snapshot, error) {
	if v.snapshot != "" {
		return c.OpenSnapshot(a.ctx, v.snapshot)
	}
	return c.AsOf(a.ctx, v.at)
}

// asOfFlag is the flag of the commands that answer from the lists.
type asOfFlag struct {
	AsOf asOf `help:"Answer from the lists that were in force then: a date, which means its end (UTC), a time, or a snapshot's id." placeholder:"DATE"`
}
