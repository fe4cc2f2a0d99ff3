package screen

import (
	"bytes"
	"encoding/json"

	"deciban/internal/weigh"
)

// Line is what a batch says of one subject, as one line of JSON. The order of
// the fields is the order in the line.
type Line struct {
	// ID is the subject's, or the row's number if it has none.
	ID string `json:"id"`
	// Matches are the strongest first; empty, and not left out, if there is
	// none.
	Matches []LineMatch `json:"matches"`
	// Threshold is the weight from which on matches are reported, left out if
	// it is the same for every subject.
	Threshold *weigh.Weight `json:"threshold,omitempty"`
	// Error says why the row could not be screened; then Matches is left out.
	Error    string `json:"error,omitempty"`
	Snapshot string `json:"snapshot"`
	Model    string `json:"model"`
	// Stale names the lists that are older than their limit.
	Stale []string `json:"stale,omitempty"`
}

// LineMatch is one match in a Line.
type LineMatch struct {
	ID          string       `json:"id"`
	Dataset     string       `json:"dataset"`
	Caption     string       `json:"caption"`
	Schema      string       `json:"schema"`
	Decibans    weigh.Weight `json:"decibans"`
	Probability float64      `json:"probability"`
	// Evidence adds up to Decibans. It is left out if it was not asked for.
	Evidence []LineEvidence `json:"evidence,omitempty"`
}

// LineEvidence is one row of evidence in a Line.
type LineEvidence struct {
	Kind     weigh.Kind   `json:"kind"`
	Subject  string       `json:"subject"`
	Entry    string       `json:"entry"`
	Decibans weigh.Weight `json:"decibans"`
	Note     string       `json:"note"`
}

// LineMatches puts matches into the form of a Line. It never returns nil.
func LineMatches(ms []Match) []LineMatch {
	lines := make([]LineMatch, 0, len(ms))
	for _, m := range ms {
		l := LineMatch{
			ID: m.Entry.ID, Caption: m.Entry.Caption(), Schema: m.Entry.Schema.Name,
			Decibans: m.Weight, Probability: m.Probability,
		}
		if len(m.Entry.Datasets) > 0 {
			l.Dataset = m.Entry.Datasets[0]
		}
		for _, e := range m.Evidence {
			l.Evidence = append(l.Evidence, LineEvidence{e.Kind, e.Subject, e.Entry, e.Weight, e.Note})
		}
		lines = append(lines, l)
	}
	return lines
}

// badLine is a Line without matches.
type badLine struct {
	ID       string   `json:"id"`
	Error    string   `json:"error"`
	Snapshot string   `json:"snapshot"`
	Model    string   `json:"model"`
	Stale    []string `json:"stale,omitempty"`
}

// write appends the line to b, with its newline.
func (l *Line) write(b *bytes.Buffer) {
	enc := json.NewEncoder(b)
	// Names hold & and <; the lines are for programs, not for pages.
	enc.SetEscapeHTML(false)
	var err error
	if l.Error != "" {
		err = enc.Encode(badLine{l.ID, l.Error, l.Snapshot, l.Model, l.Stale})
	} else {
		err = enc.Encode(l)
	}
	if err != nil {
		panic("BUG: a line that JSON cannot hold: " + err.Error())
	}
}
