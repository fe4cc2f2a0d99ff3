// Package lexicon holds the word lists that reading reports is made of, as files that an analyst can read and extend.
//
// Each file says on top what its sections are. A list whose words make a rule
// carries an example, and the example is the rule's test.
package lexicon

import (
	"embed"
	"fmt"
	"strings"
)

//go:embed *.txt
var files embed.FS

// A Section is a part of a list: the lines below a line "[name]".
type Section struct {
	// Name stands between the brackets, and Rest behind them on the same line.
	Name, Rest string
	// Line is the number of the line with the name, from 1.
	Line int
	// Lines are what follows, without comments and empty lines.
	Lines []Line
}

// A Line is a line of a list with its number, from 1.
type Line struct {
	Number int
	Text   string
}

// Read returns the sections of a list, such as "words.txt". Text from "#" at the
// beginning of a line on is a comment. An error names file and line.
func Read(name string) ([]Section, error) {
	b, err := files.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("open lexicon %q: %w", name, err)
	}
	return Parse(name, string(b))
}

// Parse is Read for a list that stands elsewhere.
func Parse(name, content string) ([]Section, error) {
	var sections []Section
	n := 0
	for line := range strings.Lines(content) {
		n++
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '[':
			section, rest, ok := strings.Cut(line[1:], "]")
			if !ok || strings.TrimSpace(section) == "" {
				return nil, fmt.Errorf("read lexicon %q: line %d: %q is no section; it should be [name]", name, n, line)
			}
			sections = append(sections, Section{Name: strings.TrimSpace(section), Rest: strings.TrimSpace(rest), Line: n})
		case len(sections) == 0:
			return nil, fmt.Errorf("read lexicon %q: line %d: %q stands before the first [section]", name, n, line)
		default:
			s := &sections[len(sections)-1]
			s.Lines = append(s.Lines, Line{n, line})
		}
	}
	return sections, nil
}

// Words returns all words of a section, which spaces part.
func (s *Section) Words() []string {
	var words []string
	for _, l := range s.Lines {
		words = append(words, strings.Fields(l.Text)...)
	}
	return words
}
