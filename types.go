package deciban

import (
	"errors"
	"fmt"

	"deciban/internal/entity"
	"deciban/internal/screen"
	"deciban/internal/weigh"
)

// Weight is a weight of evidence in hundredths of a deciban. Whole numbers make
// the sum of a match's evidence exactly its total.
type Weight int32

// Deciban is one deciban: 20 * Deciban are odds of a hundred to one.
const Deciban Weight = 100

// Decibans returns the weight in decibans.
func (w Weight) Decibans() float64 { return weigh.Weight(w).Decibans() }

// String writes the weight with its sign and two decimals, such as "+29.31".
func (w Weight) String() string { return weigh.Weight(w).String() }

// MarshalJSON writes the weight in decibans, such as 29.31.
func (w Weight) MarshalJSON() ([]byte, error) {
	return weigh.Weight(w).MarshalJSON()
}

// Subject is the party that is asked about.
type Subject struct {
	// ID is the caller's own; it is not compared.
	ID string `json:"id,omitempty"`
	// Schema is a FollowTheMoney schema: "Person" if it is empty,
	// "Organization", "Company", "Vessel", "Airplane", "LegalEntity" for an
	// unknown kind of party, …
	Schema string `json:"schema"`
	// Properties are FollowTheMoney properties with their values as written:
	// "name", "birthDate" ("1951-06-19", "1951"), "nationality",
	// "passportNumber", "imoNumber", …
	Properties map[string][]string `json:"properties"`
}

// Threshold is the weight from which on a match counts.
type Threshold struct {
	// Persons is for subjects of the schema Person, Others for all others.
	Persons Weight `json:"persons"`
	Others  Weight `json:"others"`
	// Source says in a few words where the weights come from.
	Source string `json:"source"`
}

// For returns the weight that counts for the subject.
func (t Threshold) For(s Subject) Weight {
	if s.Schema == "" || s.Schema == screen.DefaultSchema {
		return t.Persons
	}
	return t.Others
}

// ValueError says which value of which property cannot be used, and why. Value
// is the caller's own text: take care where it is shown.
type ValueError struct {
	Property, Value, Why string
}

func (e *ValueError) Error() string {
	if e.Value == "" {
		return fmt.Sprintf("%s: %s", e.Property, e.Why)
	}
	return fmt.Sprintf("%s %q: %s", e.Property, e.Value, e.Why)
}

// publicError turns the data model's errors into those of this package.
func publicError(err error) error {
	var errs []error
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, part := range joined.Unwrap() {
			errs = append(errs, publicError(part))
		}
		return errors.Join(errs...)
	}
	var v *entity.ValueError
	if errors.As(err, &v) {
		return &ValueError{Property: v.Prop, Value: v.Value, Why: v.Why}
	}
	return err
}

// Result is the answer of Screen.
type Result struct {
	// Matches are the strongest first; equal weights by dataset and id.
	Matches []Match `json:"matches"`
	// Snapshot and Model name what the answer follows from: the lists' state
	// and the weights.
	Snapshot string `json:"snapshot"`
	Model    string `json:"model"`
}

// Match is an entry that the subject might be.
type Match struct {
	Entry Entity `json:"entry"`
	// Programmes are what the entry is listed under.
	Programmes []string `json:"programmes,omitempty"`
	// Weight is the total, exactly the sum of Evidence.
	Weight Weight `json:"decibans"`
	// Probability is the calibrated chance that the entry is the subject, 0 to
	// 1: of the matches that say 0.9, nine in ten are right.
	Probability float64    `json:"probability"`
	Evidence    []Evidence `json:"evidence"`
}

// Evidence is one comparison of subject and entry.
type Evidence struct {
	// Kind tells what was compared: "name", "birthDate", "identifier", …
	Kind string `json:"kind"`
	// Subject and Entry are the two sides' text as each wrote it; one is empty
	// where only the other side has something.
	Subject string `json:"subject"`
	Entry   string `json:"entry"`
	Weight  Weight `json:"decibans"`
	// Note says in one sentence why it weighs what it weighs.
	Note string `json:"note"`
}

// Entity is a party on a list.
type Entity struct {
	// ID is unique within a dataset, such as "un-QDi.006".
	ID     string `json:"id"`
	Schema string `json:"schema"`
	// Caption is the name to show.
	Caption    string      `json:"caption"`
	Datasets   []string    `json:"datasets"`
	Statements []Statement `json:"statements"`
}

// Values returns the values of a property, in the list's order.
func (e Entity) Values(property string) []string {
	var vs []string
	for _, s := range e.Statements {
		if s.Property == property {
			vs = append(vs, s.Value)
		}
	}
	return vs
}

// Statement is one sourced fact about an entity.
type Statement struct {
	Property string `json:"property"`
	// Value is the cleaned value, Original what the list wrote, if that is
	// something else.
	Value    string `json:"value"`
	Original string `json:"original,omitempty"`
	// Lang is the language (ISO 639-3), if the list says it.
	Lang string `json:"lang,omitempty"`
	// Country issued the identifier, if the list says it.
	Country string `json:"country,omitempty"`
	Dataset string `json:"dataset"`
	// File, Line and Path say where in the list's files the value stands.
	File string `json:"file,omitempty"`
	Line int    `json:"line,omitempty"`
	Path string `json:"path,omitempty"`
	// Remark tells of a doubt about the value.
	Remark string `json:"remark,omitempty"`
}

func (s *Screener) match(m screen.Match) Match {
	out := newMatch(m)
	out.Programmes = s.loaded.Programmes(m.Entry)
	return out
}

func newMatch(m screen.Match) Match {
	out := Match{Entry: newEntity(m.Entry), Weight: Weight(m.Weight), Probability: m.Probability}
	for _, e := range m.Evidence {
		out.Evidence = append(out.Evidence, Evidence{string(e.Kind), e.Subject, e.Entry, Weight(e.Weight), e.Note})
	}
	return out
}

func newEntity(e *entity.Entity) Entity {
	out := Entity{ID: e.ID, Schema: e.Schema.Name, Caption: e.Caption(), Datasets: append([]string(nil), e.Datasets...)}
	for _, s := range e.Statements {
		out.Statements = append(out.Statements, Statement{
			Property: s.Prop, Value: s.Value, Original: s.Original, Lang: s.Lang, Country: s.Country, Dataset: s.Dataset,
			File: s.Place.File, Line: s.Place.Line, Path: s.Place.Path, Remark: s.Remark,
		})
	}
	return out
}
