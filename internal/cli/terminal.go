package cli

import (
	"io"
	"os"
	"strings"
	"unicode"

	"github.com/mattn/go-runewidth"
	"golang.org/x/term"
)

// terminal is what an output can show. The zero terminal is a pipe or a file:
// plain text, lines of any length.
type terminal struct {
	// width is the number of columns, 0 where lines may be of any length.
	width int
	// colour tells whether escape sequences for colour are understood and
	// wanted.
	colour bool
	// interactive tells whether a person looks at it now.
	interactive bool
}

// narrowest is the least width that tables are fitted to: below it, columns
// would be of single letters, and the terminal had better wrap.
const narrowest = 60

func newTerminal(w io.Writer) terminal {
	f, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return terminal{}
	}
	t := terminal{interactive: true, width: 80}
	if width, _, err := term.GetSize(int(f.Fd())); err == nil && width > 0 {
		t.width = max(width, narrowest)
	}
	// https://no-color.org: any value that is not empty.
	t.colour = os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" && enableColour(f)
	return t
}

// The styles that are used, as SGR parameters (ECMA-48, 8.3.117).
const (
	bold  = "1"
	faint = "2"
	red   = "31"
	green = "32"
)

// style wraps text so that the terminal shows it in the style, if it can.
func (t terminal) style(sgr, text string) string {
	if !t.colour || sgr == "" || text == "" {
		return text
	}
	return "\x1b[" + sgr + "m" + text + "\x1b[0m"
}

// isolate keeps right-to-left text from reordering what stands beside it: on a
// terminal it is put between a first strong isolate and its end. In a file or
// a pipe these marks would only be in the way of the next program.
func (t terminal) isolate(text string) string {
	if !t.interactive || !hasRightToLeft(text) {
		return text
	}
	return "\u2068" + text + "\u2069"
}

func hasRightToLeft(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool {
		return unicode.In(r, unicode.Hebrew, unicode.Arabic, unicode.Syriac, unicode.Thaana, unicode.Nko, unicode.Samaritan, unicode.Mandaic, unicode.Adlam)
	})
}

// printable replaces what could change the terminal or the direction of the
// text around: control characters, and the marks that embed or override
// directions. Lists come from outside.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t':
			return ' '
		case r == '\u200c' || r == '\u200d': // joiners are part of Persian and Indic spelling
			return r
		case unicode.Is(unicode.Cc, r), r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069', r == '\u2028', r == '\u2029':
			return unicode.ReplacementChar
		}
		return r
	}, text)
}

// oneLine is printable text without line breaks.
func oneLine(text string) string {
	return strings.Join(strings.FieldsFunc(printable(text), func(r rune) bool { return r == '\n' }), " ")
}

// widths measures text in columns. Characters of ambiguous width count one, as
// most terminals show them, whatever the locale: tables must not depend on it.
var widths = &runewidth.Condition{EastAsianWidth: false, StrictEmojiNeutral: true}

func displayWidth(text string) int { return widths.StringWidth(text) }
