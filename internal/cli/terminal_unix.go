//go:build !windows

package cli

import "os"

// Terminals of the Unix family understand colours unless TERM says otherwise.
func enableColour(*os.File) bool { return true }
