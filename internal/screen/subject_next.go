package screen

import (
	"fmt"

	"deciban/internal/entity"
)

// SubjectRow is one subject of a file, for those who keep subjects rather than
// screen them at once.
type SubjectRow struct {
	// ID is what the row calls the subject, "" if it has no id; Where names the
	// row for messages.
	ID, Where string
	// Subject is nil if Err, which names row, field and value, is not.
	Subject *entity.Entity
	Err     error
}

// Next returns the next subject, or io.EOF at the end. Another error ends the
// reading; what is wrong with one row is in the row.
func (r *SubjectReader) Next() (SubjectRow, error) {
	next, err := r.next()
	if err != nil {
		return SubjectRow{}, err
	}
	out := SubjectRow{Where: next.where()}
	if _, out.Subject, out.Err = next.subject(); out.Err != nil {
		return out, nil
	}
	given, err := next.given()
	if err != nil { // it was read a moment ago
		return SubjectRow{}, fmt.Errorf("%s: %w", out.Where, err)
	}
	out.ID = given.ID
	return out, nil
}
