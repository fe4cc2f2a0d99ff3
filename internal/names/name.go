// Package names takes a written name to one that can be compared: its script, its romanised readings, its tokens and their roles.
package names
