// Package lint holds the rules of the house as ordinary tests, so that one command enforces them all.
//
// Each rule is a function from the files of the repository to what it objects
// to. TestHouse runs them on the repository; TestEachRuleFindsItsFault runs
// each on a small broken tree, so that a rule which has gone blind shows.
// CONTRIBUTING.md says in words what is required and why.
package lint
