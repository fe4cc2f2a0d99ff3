package source

import "unique"

// Intern returns a string equal to s of which there is one copy, however often
// it is asked for: for paths and words that stand in a list a million times.
func Intern(s string) string { return unique.Make(s).Value() }
