// Package incidents reads from a news text what happened, when and where, by whom, to whom and with what.
//
// It works by rules over words: a word announces an incident ("murdered",
// "explosion"), and the noun phrases in the places that the word's rule names
// fill its roles. What several sentences tell of one incident is put together.
// Words and rules are the readable files of internal/reporting/lexicon.
//
// Every piece that is found has its place in the text as received.
package incidents

import (
	"deciban/internal/entity"
	"deciban/internal/reporting/dates"
	"deciban/internal/reporting/places"
	"deciban/internal/reporting/text"
)

// A Kind is a type of incident, with the codes by which others know it.
type Kind struct {
	// Name is that of incident_types.txt, such as "killing".
	Name string
	// MUC is the type in the task of the Message Understanding Conferences 3 and
	// 4, empty for types outside of it.
	MUC string
	// CAMEO is a code of the CAMEO codebook 1.1b3, PLOVER an event type of PLOVER.
	CAMEO, PLOVER string
}

// A Stage says how far an incident went.
type Stage uint8

// The stages.
const (
	CarriedOut Stage = iota
	Attempted
	Foiled
	Threatened
	Planned
)

var stageNames = [...]string{"carried out", "attempted", "foiled", "threatened", "planned"}

// String returns the stage in words.
func (s Stage) String() string { return stageNames[s] }

// A Tie says how the text ties a perpetrator to an incident.
type Tie uint8

// The ties, from the firmest.
const (
	Fact      Tie = iota // told as fact
	Claimed              // claims responsibility or admits it
	Accused              // somebody blames it
	Suspected            // "alleged", "presumed"
	Denied               // denies it, or somebody denies it for it
)

var tieNames = [...]string{"fact", "claimed", "accused", "suspected", "denied"}

// String returns the tie in a word.
func (t Tie) String() string { return tieNames[t] }

// A Span is a piece of the text as received: the bytes [Start, End).
type Span struct {
	Start, End int
}

// A Party is somebody or something in an incident.
type Party struct {
	// Span is the noun phrase that says most of it, without its article.
	Span Span
	// Others are further places where the text names it.
	Others []Span
	// Person says that the phrase is the name of a person, Organisation that it
	// is that of an organisation.
	Person, Organisation bool

	np int32
}

// An Actor is a perpetrator.
type Actor struct {
	Party
	Tie Tie
}

// A Count is a number that the text gives of people killed, wounded, kidnapped
// or missing. Different numbers for the same stand side by side.
type Count struct {
	// What is "killed", "wounded", "kidnapped" or "missing".
	What string
	// Low and High bound the number: equal for an exact one; High is -1 for "at least".
	Low, High int
	// About is true where the text says "about".
	About bool
	Span  Span
}

// An Incident is what a text tells to have happened, or to have been tried,
// threatened or planned.
type Incident struct {
	Kind  Kind
	Stage Stage
	// Date is zero where the text tells none; DateSpan is the expression that it was read from.
	Date     entity.Date
	DateSpan Span
	// Place is where it happened, nil where the text tells no place that the
	// gazetteer knows; PlaceSpan is its name in the text.
	Place        *places.Place
	PlaceSpan    Span
	Perpetrators []Actor
	// Targets are things, Victims people, Detained those whom an arrest is about.
	Targets, Victims, Detained []Party
	Weapons                    []Party
	Counts                     []Count
	// Points say how specific and recent the account is, from what speaks for
	// and against it; below Doubtful it is oratory, history or fighting in general
	// as often as an incident.
	Points int
	// Triggers are the words that announced it, Sentences the sentences that tell of it.
	Triggers, Sentences []Span
}

// Doubtful is the number of points from which on an incident of the MUC-4 task
// is taken for one. F1 on the training texts is flat from -2 to 1; of these a low
// one is taken, since a reader can drop what the points say is doubtful, but not
// find what is missing.
const Doubtful = -1

// A Reader reads incidents; it keeps its scratch memory between texts, so each
// goroutine needs its own. The zero Reader is ready.
type Reader struct {
	// Gazetteer is where places are looked up; nil is the built-in table.
	Gazetteer *places.Gazetteer

	words *words
	doc   *text.Doc
	tok   []token
	nps   []np
	evs   []event
	refs  []ref
	// full is, for a noun phrase with a person's name, the one with the longest form of it.
	full, people []int32
	// victimOf marks the noun phrases to whom something is done.
	victimOf []bool
	// held is 1 where the text tells of hostages, -1 where not, 0 where that is not known yet.
	held   int8
	dates  dates.Reader
	places places.Finder
	days   []dates.Mention
	where  []places.Mention
	// apart keeps incidents of other days, places and stages apart; the keys of
	// MUC-4 do so less.
	apart bool
	// nearby is what nearness returned last.
	nearby []int8
}
