// Package claims finds in a news text who says what, with what word and in what stance, and where each part stands.
//
// A claim has a source (who says), a cue (the word that says so), a content
// (what is said) and a stance. The rules are written by hand over the tokens of
// package text and the word lists of package lexicon: tags, then groups of verbs
// and nouns, then cues with what their lists say may follow. No weight is
// learned from anybody's texts, and a claim says only that the text attributes
// something to somebody, not that it is true.
package claims

import "fmt"

// A Span is a piece of the text as received: byte offsets [Start, End).
type Span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// Empty says whether the span holds nothing.
func (s Span) Empty() bool { return s.End <= s.Start }

// A Stance is what a source does with the content.
type Stance uint8

// The stances. Asks, Wants and Decrees are no claims on facts, but what sources do most
// beside claiming.
const (
	Asserts Stance = iota
	Denies
	ClaimsResponsibility
	AttributesResponsibility
	Warns
	Threatens
	Promises
	Assesses
	Doubts
	Asks
	Wants
	Decrees
)

var stanceNames = [...]string{"asserts", "denies", "claims-responsibility", "attributes-responsibility", "warns", "threatens", "promises", "assesses", "doubts", "asks", "wants", "decrees"}

// String returns the stance's name, such as "claims-responsibility".
func (s Stance) String() string {
	if int(s) < len(stanceNames) {
		return stanceNames[s]
	}
	return fmt.Sprintf("stance %d", uint8(s))
}

// ParseStance returns the stance of a name, or an error that says which there are.
func ParseStance(s string) (Stance, error) {
	for i, n := range stanceNames {
		if n == s {
			return Stance(i), nil
		}
	}
	return 0, fmt.Errorf("no stance is named %q; there are %q", s, stanceNames)
}

// MarshalText writes the stance's name.
func (s Stance) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads the stance's name.
func (s *Stance) UnmarshalText(b []byte) error {
	v, err := ParseStance(string(b))
	if err == nil {
		*s = v
	}
	return err
}

// A Claim is somebody's saying, thinking or wanting something.
type Claim struct {
	// Source is who says it, or empty where the text does not tell.
	Source Span `json:"source"`
	// Cue is the word or words that say so.
	Cue Span `json:"cue"`
	// Content is what is said, in one piece or more, in the order of the text.
	Content []Span `json:"content"`
	Stance  Stance `json:"stance"`
	// Sentence is the index of the cue's sentence.
	Sentence int `json:"sentence"`
	// Negated: "did not say". Hedged: "may have said", or the content is given as
	// possible alone. Direct: the content is, at least in part, in the source's own words.
	Negated bool `json:"negated,omitempty"`
	Hedged  bool `json:"hedged,omitempty"`
	Direct  bool `json:"direct,omitempty"`
	// Name, Role and Affiliation are parts of the source, where it has them.
	Name        Span `json:"name"`
	Role        Span `json:"role"`
	Affiliation Span `json:"affiliation"`
	// Hearer is who is spoken to, where the text tells: "told reporters that".
	Hearer Span `json:"hearer"`
	// Outer is the index of the claim in whose content this one stands, or -1: a
	// ministry quoted by an agency.
	Outer int `json:"outer"`
	// Rule names the list and rule that found it.
	Rule string `json:"rule"`
}
